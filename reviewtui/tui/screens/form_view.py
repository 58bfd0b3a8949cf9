"""What the scoring form shows: header, groups, grid and panel, at every size."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.geometry import Size

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import decimal_text, mark_text
from reviewtui.domain.rule import WeightKind
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import CandidateState, label
from reviewtui.locales import _
from reviewtui.locales.width import cell_len, pad, wrap
from reviewtui.tally.filled import filled_part
from reviewtui.tui.actions import Action, Scope, action
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.outline import Entry, Group, Outline, outline
from reviewtui.tui.panels import detail
from reviewtui.tui.reopened import before_lines
from reviewtui.tui.rows import HIDDEN, full_mark, grid_row, marks_for_others
from reviewtui.tui.widgets.frame import FrameScreen, Head
from reviewtui.tui.widgets.grid import GridRow, ScoreGrid, Shape
from reviewtui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from reviewtui.session.open_sheet import OpenSheet

NARROW: Final = 31
"""Cells of the list of primaries on a screen of 80 columns."""
GROUPS: Final = (24, 30)
"""Least and most cells of the list of groups; its last one is the separator."""
LEAST_DETAIL: Final = 6
"""Lines kept for the panel below the rows."""
WIDE: Final = 110
"""From so many columns on, the panel stands beside the rows of a group."""


class Room(NamedTuple):
    """How the body is shared out, in cells.

    Attributes:
        groups: Columns of the list of groups; 0: there is none.
        beside: Whether the panel stands beside the rows, or below them.
        columns, lines: The rows.
        height: Lines of the body.
    """

    groups: int
    beside: bool
    columns: int
    lines: int
    height: int


class FormView(FrameScreen[None]):
    """The form's looks: it reads the expert's marks and paints them; it changes nothing."""

    SCOPE = Scope.FORM
    LEAST_KEY = 0

    DEFAULT_CSS = """
    FormView {
        & #body { layout: horizontal; }
        & #groups { width: auto; height: 1fr; }
        & #work { width: 1fr; height: 1fr; }
        & #detail { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.candidate = ""
        self.at = 0
        self._painted = False
        self._saved = ""
        self._advised = ""
        self._saved_tone = Tone.DIM
        self._room = Room(0, True, 0, 0, 0)
        self._arranged_for: Size | None = None

    def compose_body(self) -> ComposeResult:
        """Groups, rows, panel."""
        yield Lines(id="groups")
        with Container(id="work"):
            yield ScoreGrid(id="grid")
            yield Lines(id="detail")

    @property
    def scoring(self) -> "OpenSheet":
        """The sheet at hand: of the expert at work."""
        return self.review.scoring

    @property
    def shut(self) -> bool:
        """Whether the whole sheet is read only: submitted, or the ballots are open."""
        return self.scoring.sealed is not None or self.scoring.opened

    @cached_property
    def grid(self) -> ScoreGrid:
        """The rows."""
        return self.query_one("#grid", ScoreGrid)

    @property
    def outline(self) -> Outline:
        """The rows of the candidate at hand."""
        return outline(self.scoring.panel, self.scoring.sheet, self.candidate)

    @property
    def entry(self) -> Entry:
        """The row at hand."""
        return self.outline.entries[self.at]

    @property
    def group(self) -> Group:
        """The group at hand."""
        return self.outline.groups[self.outline.group_of(self.entry.code)]

    @property
    def shown_entries(self) -> tuple[Entry, ...]:
        """The rows in the grid: the group's, or all of them where one list holds them."""
        return self.outline.entries if self.outline.single else self.group.entries

    def on_resize(self, event: Resize) -> None:
        """Arrange everything for a new size; the first frame is arranged already."""
        del event
        if self._arranged_for != self.app.size:
            self._show_said()
            self.show_all()

    def show_all(self) -> None:
        """Paint everything that the place at hand and the marks make different."""
        if not self.children or not self.candidate:
            return
        self.show_head()
        self.show_work()

    def show_work(self) -> None:
        """Paint groups, rows and panel."""
        self._arranged_for = self.app.size
        self._arrange()
        self._show_groups()
        self._show_grid()
        self._show_detail()

    def show_saved(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say how the last mark stands: on its way, saved, or not saved."""
        self._saved, self._saved_tone = text, tone
        self.show_head()

    def show_head(self) -> None:
        """Paint the header: who, what, how far."""
        scoring = self.scoring
        done, judged = scoring.progress(self.candidate)
        states = [
            _("done {done}/{judged}").format(done=done, judged=judged),
            self._filled_part(),
            _("candidate {number} of {count}").format(
                number=scoring.candidates.index(self.candidate) + 1, count=len(scoring.candidates)
            ),
        ]
        standing = scoring.standing(self.candidate)
        if standing.state is not CandidateState.OPEN:
            states[:2] = [label(standing.state)]
        if scoring.sealed is not None and scoring.sealed.elsewhere:
            states[:2] = [_("submitted on another computer")]
        self.head = Head(
            title=" ".join(
                (
                    _("No. {code}").format(code=self.candidate),
                    scoring.panel.candidate(self.candidate).name,
                )
            ),
            beside=self._whose(),
            state="  ".join(filter(None, states)),
            saved=self._saved,
            saved_tone=self._saved_tone,
        )

    def _whose(self) -> str:
        """Whose sheet it is, and of which round."""
        return "  ".join(
            (
                _("Expert {code}").format(code=self.scoring.expert.code),
                _("Round {number}").format(number=self.scoring.round),
            )
        )

    def _filled_part(self) -> str:
        """The points of the filled rows, out of what they could bring."""
        scoring = self.scoring
        points, base = filled_part(scoring.sheet, self.candidate, scoring.cells(self.candidate))
        part = HIDDEN if self.review.hidden else decimal_text(points)
        return _("marked part {points}/{base}").format(points=part, base=decimal_text(base))

    def painted(self) -> None:
        """The first frame stands; what other screens change is shown from now on."""
        self._painted = True

    def _row(self, entry: Entry) -> GridRow:
        row = grid_row(self.scoring, self.candidate, entry, hidden=self.review.hidden)
        return row._replace(open=row.open and not self.shut)

    # Sizes -----------------------------------------------------------------------------

    @property
    def body_size(self) -> tuple[int, int]:
        """Columns and lines between instruction and key line."""
        width, height = self.app.size
        above = sum(len(self.query_one(part, Lines).lines) for part in ("#head", "#said"))
        return width, max(height - above - 2, 4)

    def _arrange(self) -> None:
        """Give groups, rows and panel their room; nothing happens if it is theirs already."""
        width, height = self.body_size
        groups = 0 if self.outline.single else self._groups_width()
        wide = self.outline.single or width >= WIDE
        rows = [self._row(entry) for entry in self.shown_entries]
        shape = self._shape()
        if wide:
            list_width = self._list_width(width - groups, shape, rows)
            list_height = height
        else:
            list_width = width - groups
            list_height = min(shape.height(rows, list_width), height - LEAST_DETAIL)
        wanted = Room(groups, wide, list_width, list_height, height)
        if wanted == self._room:
            return
        self._room = wanted
        self.query_one("#groups").styles.width = groups
        self.query_one("#groups").display = groups > 0
        self.query_one("#work").styles.layout = "horizontal" if wide else "vertical"
        self.grid.styles.width = list_width
        self.grid.styles.height = list_height

    def _groups_width(self) -> int:
        """Cells for the list of groups: its longest word is not broken."""
        least, most = GROUPS
        words = [word for group in self.outline.groups for word in group.title.split()]
        longest = max((cell_len(word) for word in words if word.isascii()), default=0)
        code = max(cell_len(group.code) for group in self.outline.groups)
        return min(max(least, longest + code + 12), most)

    def _list_width(self, room: int, shape: Shape, rows: list[GridRow]) -> int:
        """Cells for the rows beside the panel: as few as wrap no more titles than half would."""
        least = min(max(NARROW, room * 2 // 5 - 1), room // 2)
        most = max(least, room // 2)
        wanted = shape.height(rows, most)
        return next(
            width for width in range(least, most + 1) if shape.height(rows, width) <= wanted
        )

    @property
    def _detail_size(self) -> tuple[int, int]:
        """Columns and lines of the panel."""
        room = self._room
        if room.beside:
            return self.app.size.width - room.groups - room.columns, room.height
        return room.columns, room.height - room.lines

    def _shape(self) -> Shape:
        entries = self.outline.entries
        heads = (_("item"), _("full"), _("given"), self._title_head())
        return Shape(
            code=max(cell_len(heads[0]), *(cell_len(entry.code) for entry in entries)),
            full=max(cell_len(heads[1]), *(cell_len(full_mark(entry)) for entry in entries)),
            heads=heads,
        )

    def _title_head(self) -> str:
        if self.outline.single:
            return _("primary indicator") if len(self.outline.groups) > 1 else _("indicator")
        group = self.group
        if not group.full or self.scoring.panel.rule.weights.kind is not WeightKind.POINTS:
            return f"{group.code} {group.title}"
        return _("{code} {title} (full mark {full})").format(
            code=group.code, title=group.title, full=mark_text(group.full)
        )

    def shown(self, entry: Action) -> bool:
        """Changing groups is named only where there are groups."""
        return super().shown(entry) and not (entry.name == "right" and self.outline.single)

    # Parts -----------------------------------------------------------------------------

    def _show_grid(self) -> None:
        entries = self.shown_entries
        cursor = entries.index(self.entry)
        rows = [self._row(entry) for entry in entries]
        size = self._room.columns, self._room.lines
        self.grid.fill(self._shape(), rows, cursor, size, self._grid_foot())

    def _grid_foot(self) -> list[str]:
        panel = self.scoring.panel
        if not self.outline.single or panel.rule.weights.kind is not WeightKind.POINTS:
            return []
        full = sum(group.full for group in self.outline.groups)
        total = decimal_text(Fraction(full, 100))
        return ["", " " + _("full marks sum to {full}").format(full=total)]

    def _show_groups(self) -> None:
        if self._room.groups:
            lines = self._group_lines(self._room.groups, self._room.height)
            self.query_one("#groups", Lines).show(lines)

    def _group_lines(self, width: int, height: int) -> list[Line]:
        cells = self.scoring.cells(self.candidate)
        counts = [self._count(group, cells) for group in self.outline.groups]
        wide = max(cell_len(_("done")), *(cell_len(count) for count in counts))
        code_width = max(len(group.code) for group in self.outline.groups)
        head = " ".join((pad(_("done"), wide, right=True), " " * code_width, _("indicator group")))
        lines: list[Line] = [line(f"   {head}", Tone.DIM)]
        here = 0
        for group, count in zip(self.outline.groups, counts, strict=True):
            current = group is self.group
            here = len(lines) if current else here
            marker = ">" if current else " "
            code = pad(group.code, code_width, right=True)
            lead = f" {marker} {pad(count, wide, right=True)} {code} "
            tone = Tone.STRONG if current else Tone.PLAIN
            for number, part in enumerate(wrap(group.title, width - 2 - cell_len(lead))):
                lines.append(line((" " * cell_len(lead) if number else lead) + part, tone))
        lines += [line(part, Tone.DIM) for part in self._settled_note(width - 3)]
        top = max(0, min(here - height // 2, len(lines) - height))
        lines = lines[top : top + height]
        lines += [line()] * (height - len(lines))
        return [
            ((pad("".join(text for text, _tone in spans), width - 1), spans[0][1]), ("|", Tone.DIM))
            for spans in lines
        ]

    def _count(self, group: Group, cells: Mapping[str, Cell]) -> str:
        judged = [entry for entry in group.entries if entry.judged and entry.code in cells]
        done = sum(cells[entry.code].done for entry in judged)
        return f"{done}/{len(judged)}" if judged else "-"

    def _settled_note(self, width: int) -> list[str]:
        codes = [entry.code for entry in self.outline.entries if entry.place is Place.SETTLED]
        if not codes:
            return []
        note = _("{count} settled, not to be marked: {codes}").format(
            count=len(codes), codes=" ".join(codes)
        )
        return ["", *(f" {part}" for part in wrap(note, width))]

    @property
    def _way_to_source(self) -> str:
        """How to reach the source text: laptops keep media keys on F2, so the menu's way too."""
        source = action("form.source")
        menu = _("Space {number}").format(number=source.space)
        key = self.review.keymap.first_name(source)
        return _("{key} or {other}").format(key=key, other=menu) if key else menu

    def _show_detail(self) -> None:
        width, height = self._detail_size
        beside = self._room.beside
        entry = self.entry
        inner = width - 3
        lines = detail(
            self.scoring.panel,
            self.scoring.sheet,
            self.candidate,
            entry,
            marks=marks_for_others(self.scoring, self.candidate, entry, hidden=self.review.hidden),
            full=full_mark(entry),
            comment=self.scoring.comment(self.candidate, entry.code),
            before=before_lines(self.scoring, self.candidate, entry),
            key=self._way_to_source,
            titled=beside,
            width=inner,
            height=height if beside else height - 1,
        )
        if beside:
            lines += [line()] * (height - len(lines))
            framed: list[Line] = [(("| ", Tone.DIM), *spans) for spans in lines]
        else:
            framed = [line(" " + "-" * (width - 2), Tone.DIM)]
            framed += [((" ", Tone.PLAIN), *spans) for spans in lines]
        self.query_one("#detail", Lines).show(framed)

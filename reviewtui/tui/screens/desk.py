"""The secretary's board for the day: how everybody stands, and what can be done, by number.

Before the opening it knows counts, versions and states, never a mark.
"""

from typing import Any, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from reviewtui.domain.naming import expert_name, round_name
from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.session import board_words
from reviewtui.session.clock import local_time
from reviewtui.tui import board
from reviewtui.tui.actions import Action, Scope, action, of
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.lines import Lines
from reviewtui.tui.widgets.table import MARGIN, Row, Table

CHOICES: Final = Layout((Column("", 2, right=True), Column("")))
WIDTH: Final = 27
"""Cells of the choices."""


class Side(Table):
    """One side of the page; its row is marked only while the cursor is on this side."""

    @property
    def pointing(self) -> bool:
        """Whether the cursor is here."""
        return self.screen.focused is self

    def on_focus(self) -> None:
        """Mark the row."""
        self._repaint()

    def on_blur(self) -> None:
        """Mark it no more."""
        self._repaint()


class Choices(Side):
    """The numbered choices; PgUp and PgDn turn the board beside them."""

    def on_key(self, event: events.Key) -> None:
        """Leave the keys that turn pages to the screen."""
        if event.key in ("pageup", "pagedown"):
            event.prevent_default()


class DeskScreen(TablePage[None]):
    """Choices at the left, the board at the right, what else must be known below."""

    SCOPE = Scope.DESK
    DEFAULT_CSS = f"""
    DeskScreen {{
        & #sides {{ height: 1fr; }}
        & #table {{ width: {WIDTH}; height: 1fr; }}
        & #board {{ width: 1fr; height: 1fr; }}
    }}
    """

    def compose_body(self) -> ComposeResult:
        """The two sides, and notes over the whole width."""
        with Horizontal(id="sides"):
            yield Choices(id="table")
            yield Side(id="board")
        yield Lines(id="notes")

    def fill(self) -> None:
        """Count anew."""
        from reviewtui.session.board import board as holdings_of

        session = self.review.session
        holdings = holdings_of(session)
        opened = session.opened
        self.head = Head(
            session.panel.title,
            round_name(session.meeting.round),
            board_words.summary(holdings),
            _("Opened {time:%m-%d %H:%M}").format(time=local_time(opened.at))
            if opened
            else _("ballots are closed"),
            Tone.WARN if opened else Tone.DIM,
        )
        width = self.app.size.width - WIDTH - MARGIN
        self.board.show_items(board.board_items(holdings, width, opened=opened is not None))
        self.show(
            [
                Row(entry.name, CHOICES, (str(entry.esc), entry.words()), number=str(entry.esc))
                for entry in of(Scope.DESK)
                if entry.esc
            ]
        )
        unknown = "" if opened else board_words.unknown_progress(holdings)
        self.query_one("#notes", Lines).show(self._notes(unknown))
        self._instruct()

    def _notes(self, unknown: str) -> list[Line]:
        from reviewtui.exchange.last_backup import last_backup, same_disk
        from reviewtui.exchange.said_of_aside import Standing, apart_words, aside_counts
        from reviewtui.session.base_copy import goes_on_from_base
        from reviewtui.session.typed_pass import being_changed, being_typed

        session = self.review.session
        said: list[tuple[str, Tone]] = []
        if session.opened is None and goes_on_from_base(session.meeting):
            text = _(
                "This file goes on from the base of the meeting. Collect every stick again. On "
                "none of them, to be entered again: paper sheets and imported marks (6), and what "
                "was amended after kits last went out. The opening asks for the code in the "
                "envelope."
            )
            said.append((text, Tone.WARN))
        aside = aside_counts(session)
        if count := aside[Standing.WAITS]:
            text = _("{count} files are kept aside and do not count: see 3").format(count=count)
            said.append((text, Tone.WARN))
        if apart := apart_words(aside):
            text = _("Kept aside, nothing to do: {apart}").format(apart=apart)
            said.append((text, Tone.DIM))
        typed = being_typed(session.meeting, session.meeting.round)
        if typed:
            text = _("Paper sheets typed in part: {experts}. See 6").format(
                experts=_(", ").join(map(expert_name, typed))
            )
            said.append((text, Tone.WARN))
        changed = being_changed(session.meeting, session.meeting.round)
        if changed and session.opened is None:
            text = _("Changes on the spot begun, not in force: {experts}. See 6")
            said.append((text.format(experts=_(", ").join(map(expert_name, changed))), Tone.WARN))
        if unknown:
            said.append((unknown, Tone.DIM))
        folder = self.review.backup
        backup = last_backup(session, folder)
        if backup is None:
            said.append((_("No backup yet: one is made whenever something is taken in"), Tone.DIM))
        else:
            text = _("Last backup {time:%m-%d %H:%M}").format(time=backup.at.astimezone())
            if folder is not None:
                text = _("{backup}, in {folder}").format(backup=text, folder=folder)
            said.append((text, Tone.DIM))
        if warning := same_disk(session, folder, how=_("Space, then 1")):
            said.append((warning, Tone.WARN))
        room = self.app.size.width - 4
        return [line(f"   {part}", tone) for text, tone in said for part in wrap(text, room)]

    def on_resize(self, event: events.Resize) -> None:
        """Units stand beside names where there is room."""
        super().on_resize(event)
        if self.is_mounted and self.query("#table"):
            self.fill()

    @property
    def board(self) -> Side:
        """How everybody stands."""
        return self.query_one("#board", Side)

    def on_descendant_focus(self) -> None:
        """Line 4 follows the cursor from one side to the other."""
        self._instruct()

    def _instruct(self) -> None:
        if self.board.has_focus:
            self.instruct(_("Enter: what can be done with this expert's sheet. Left: the choices"))
        elif self.review.session.opened:
            self.instruct(_("Type a number, then Enter."))
        else:
            self.instruct(_("Type a number, then Enter. Before the opening no mark is shown"))

    def shown(self, entry: Action) -> bool:
        """Turning pages is named only where there is more than one."""
        if entry.name == "page_down":
            return not self.board.fits
        return entry.name == "right" or super().shown(entry)

    def action_left(self) -> None:
        """To the choices."""
        self.table.focus()

    def action_right(self) -> None:
        """To the experts."""
        self.board.focus()

    def action_page_down(self) -> None:
        """The experts that do not fit."""
        self.board.look(1)

    def action_page_up(self) -> None:
        """The experts before."""
        self.board.look(-1)

    def chosen(self, key: str, column: int | None) -> None:
        """Carry out the choice, or show what can be done with the sheet of an expert."""
        del column
        if self.board.has_focus:
            self.review.open("sheets", key)
        else:
            self.carry_out(action(f"{Scope.DESK}.{key}"))

    def action_collect(self) -> None:
        """Watch sticks and folders."""
        self.review.open("collect")

    def action_unseal(self) -> None:
        """Who is missing, then the opening."""
        self.review.open("opening", then=self._opened)

    def _opened(self, said: str | None) -> None:
        if said is None:
            return
        results: Any = self.review.make_screen("results")
        self.app.push_screen(results)
        if said:
            results.call_after_refresh(results.say, said)

    def action_conflicts(self) -> None:
        """What waits for two people, and what does not count."""
        self.review.open("conflicts")

    def action_people(self) -> None:
        """Corrections and changes of the panel."""
        self.review.open("people")

    def action_issue(self) -> None:
        """Kits for the experts."""
        self.review.open("issuing")

    def action_sheets(self) -> None:
        """What can be done with one expert's sheet."""
        self.review.open("sheets")

    def action_journal(self) -> None:
        """What happened."""
        self.review.open("journal")

    def action_results(self) -> None:
        """The ranking, or who is missing."""
        self.review.open("results")

    def action_backup(self) -> None:
        """Where the copies go."""
        from reviewtui.tui.backing_up import ask_place

        ask_place(self)

    def action_print(self) -> None:
        """Which papers, then where they are written."""
        self.review.open("printing")

    def refusal(self, entry: Action) -> str:
        """Nothing is archived before the last round is open, unless there is nothing to open."""
        session = self.review.session
        closed = session.opened is None and not session.can_show_results()
        if entry.name == "archive" and closed:
            from reviewtui.filing.archive.no_result import nothing_to_open

            if not nothing_to_open(session):
                return _("The ballots are closed: they are archived after the opening")
        return super().refusal(entry)

    def action_archive(self) -> None:
        """Retention, then the folder, then the archive."""
        from reviewtui.tui.archiving import ask_archive

        ask_archive(self)

    def action_quit(self) -> None:
        """End the program."""
        self.review.leave()

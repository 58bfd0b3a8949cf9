"""得分排序: rank, total, valid marks, primaries and what a reader must know; opens into why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reviewtui.domain.closing import NOTHING_CLOSED
from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import candidate_name, candidate_number, expert_name, round_name
from reviewtui.locales import _
from reviewtui.session.closing import closing
from reviewtui.session.opening_record import in_force
from reviewtui.session.opening_words import again_sentences, conflict_sentence
from reviewtui.tally.closing_words import closing_lines, said_note
from reviewtui.tally.conclusion_words import counts_words
from reviewtui.tally.figures import primaries_note
from reviewtui.tally.grade_words import lowered_note, quota_sentence
from reviewtui.tally.hints import hints_note
from reviewtui.tally.official import verdict_of
from reviewtui.tally.plain_lines import out_everywhere, plain_lines
from reviewtui.tally.remarks import left_out_words, remarks
from reviewtui.tally.verdict import CandidateVerdict, Flag, Verdict, flag_label
from reviewtui.tally.wording import different_rows_sentence, rule_sentences
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.ranking import Ranking
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Words

if TYPE_CHECKING:
    from textual.events import Resize


NEED_A_RESULT: Final = ("explain", "compare", "export", "closing", "projector", "advanced")


class ResultsScreen(TablePage[None]):
    """The ranking after the opening; before it, who is missing, and no number."""

    SCOPE = Scope.RESULTS

    def __init__(self) -> None:
        super().__init__()
        self._verdict: Verdict | None = None
        self._ranking: Ranking | None = None
        self._on_record = NOTHING_CLOSED
        self._page = 0

    @property
    def verdict(self) -> Verdict | None:
        """The result that is shown; None before the opening or where the rule gives none."""
        return self._verdict

    def fill(self) -> None:
        """Show the ranking, or why there is none."""
        session = self.review.session
        self._verdict = self._ranking = None
        if session.can_show_results():
            items = self._ranking_items()
            opened = in_force(session.openings(), session.meeting.official)
            count = len(session.panel.sitting) - len(opened.missing) if opened else 0
            state = _("{count} ballots counted").format(count=count) if opened else ""
        else:
            items = list(self._closed_items())
            state = _("ballots are closed")
        self.head = Head(session.panel.title, round_name(session.meeting.official), state)
        self.show(items)
        self.moved()

    def on_resize(self, event: "Resize") -> None:
        """A wide screen has room for more columns."""
        super().on_resize(event)
        if self.is_mounted and self.query("#table"):
            self.fill()

    def _closed_items(self) -> Iterator[Item]:
        session = self.review.session
        progress = session.progress()
        missing = [code for code, (_d, _t, sealed) in progress.items() if not sealed]
        yield Words()
        if session.meeting.official in session.meeting.opened:
            yield Words(conflict_sentence(session, session.meeting.official), Tone.BAD)
            return
        yield Words(
            _("The ballots are closed. Until they are opened no mark is shown."), Tone.STRONG
        )
        yield Words(
            _("Handed in: {sealed} of {experts} experts").format(
                sealed=len(progress) - len(missing), experts=len(progress)
            )
        )
        if missing:
            yield Words(
                _("Still missing: {experts}").format(
                    experts=_(", ").join(expert_name(code) for code in missing)
                ),
                Tone.WARN,
            )
        yield Words()
        yield Words(
            _("Open them on the desk screen (“Open the ballots”), or with: {command}").format(
                command=f"reviewtui unseal {session.path.name}"
            )
        )

    def _ranking_items(self) -> list[Item]:
        session = self.review.session
        try:
            verdict = verdict_of(session)
        except Refused as refusal:
            return [
                Words(_("The rule gives no result:"), Tone.WARN),
                *(Words(str(reason), indent=2) for reason in refusal.reasons),
                *self._rule(),
            ]
        self._verdict, self._on_record = verdict, closing(session)
        notes = {one.code: self._notes(one, verdict) for one in verdict.candidates}
        self._ranking = Ranking(session.panel, session.sheet, verdict, notes, self.size.width)
        self._page = min(self._page, self._ranking.pages - 1)
        lines = plain_lines(session.panel, verdict)
        return [
            *((*map(Words, lines), Words()) if lines and not self._page else ()),
            *self._ranking.items(self._page),
            *self._common_flags(verdict),
            *self._rule(verdict),
        ]

    def _rule(self, verdict: Verdict | None = None) -> Iterator[Item]:
        panel = self.review.session.panel
        yield Words()
        shown = verdict.candidates if verdict else ()
        scores = [part.score for one in shown for part in one.primaries]
        if said := primaries_note(panel.rule, scores):
            yield Words(said, Tone.DIM)
        if said := different_rows_sentence(panel, self.review.session.sheet):
            yield Words(said, Tone.WARN)
        for used in verdict.quotas if verdict else ():
            yield Words(quota_sentence(used), Tone.WARN if used.tied else Tone.PLAIN)
        for sentence in closing_lines(panel, verdict, self._on_record) if verdict else ():
            yield Words(sentence, Tone.STRONG)
        for sentence in rule_sentences(panel, self.review.session.sheet):
            yield Words(sentence, Tone.DIM)
        for sentence in again_sentences(self.review.session):
            yield Words(sentence, Tone.STRONG)

    def _common_flags(self, verdict: Verdict) -> Iterator[Item]:
        """What holds for every candidate, once."""
        flags = _flags_everywhere(verdict)
        if flags:
            yield Words()
        for flag in flags:
            yield Words(flag_label(flag), Tone.WARN)

    def _notes(self, one: CandidateVerdict, verdict: Verdict) -> str:
        """Flags and who is left out, in words, as far as not every candidate has them."""
        session = self.review.session
        everywhere = {Flag.TIED, *_flags_everywhere(verdict)}
        others = out_everywhere(verdict)
        asked, found = session.panel.rule.conclusions, one.opinion
        words = [counts_words(asked, found)] if asked and found and found.took_part else []
        words += remarks(session.panel, session.sheet, one, but=everywhere)
        words = [*filter(None, [said_note(session.panel, self._on_record, one.code)]), *words]
        gone = Flag.WITHDRAWN in one.flags
        own = [out for out in one.left_out if not gone and out not in others]
        words = [*filter(None, [lowered_note(one)]), *words]
        words += filter(None, [hints_note(session.panel, one)])
        return _("; ").join([*words, *([left_out_words(own)] if own else [])])

    def moved(self) -> None:
        """What Enter does on this candidate, and what left and right show."""
        code, ranking = self.table.key, self._ranking
        if not code or ranking is None:
            self.instruct(_("Esc: back"))
        elif self._page:
            codes = ranking.primaries(self._page)
            self.instruct(
                _("{candidate}. Primary scores {first} to {last}; Left: {left}{right}").format(
                    candidate=candidate_name(self.review.session.panel, code),
                    first=codes[0],
                    last=codes[-1],
                    left=_("the ranking") if self._page == 1 else _("those before"),
                    right=_("; Right: the next") if self._page + 1 < ranking.pages else "",
                )
            )
        else:
            sentence = (
                _("{candidate}: Enter shows how the total came about; Right: primary scores")
                if ranking.pages > 1
                else _("{candidate}: Enter shows how the total came about")
            )
            self.instruct(sentence.format(candidate=candidate_number(code)))

    def shown(self, entry: Action) -> bool:
        """Left and right are named where there are further pages of columns."""
        if entry.name == "right":
            return self._ranking is not None and self._ranking.pages > 1
        return super().shown(entry)

    def action_left(self) -> None:
        """The page of columns before."""
        self._turn(-1)

    def action_right(self) -> None:
        """The page of columns after."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self._ranking is not None and 0 <= self._page + by < self._ranking.pages:
            self._page += by
            self.fill()

    def chosen(self, key: str, column: int | None) -> None:
        """Explain a candidate."""
        del column
        if self._verdict is not None:
            self.review.open("explain", self._verdict, key)

    def refusal(self, entry: Action) -> str:
        """Before the opening there is nothing to explain and nothing to hand out."""
        if self._verdict is None and entry.name in NEED_A_RESULT:
            return _("There is no result yet")
        return ""

    def action_explain(self) -> None:
        """How the total came about."""
        self.table.choose()

    def action_candidate(self) -> None:
        """Read what the candidate declared and what is asked of it."""
        if self.table.key:
            session = self.review.session
            self.review.open("candidate", session.panel, session.sheet, self.table.key)

    def action_compare(self) -> None:
        """Set two candidates against each other."""
        code, verdict = self.table.key, self._verdict
        if verdict is None:
            return
        others = [one.code for one in verdict.ranking() if one.code != code]
        panel = self.review.session.panel

        def show(other: str | None) -> None:
            if other is not None:
                self.review.open("explain", verdict, code, other)

        self.app.push_screen(
            Menu(
                _("Compare {candidate} with").format(candidate=candidate_number(code)),
                [Choice(candidate_name(panel, other), other) for other in others],
            ),
            show,
        )

    def action_projector(self) -> None:
        """What the whole room sees."""
        if self._verdict is not None:
            self.review.open("projector", self._verdict)

    def action_advanced(self) -> None:
        """The numbered menu of everything behind the four lines."""
        if self._verdict is not None:
            from reviewtui.tui.advanced import open_menu

            open_menu(self, self._verdict)

    def action_export(self) -> None:
        """Write the workbook; the path is asked for."""
        from reviewtui.tui.exporting import ask_workbook

        if self._verdict is not None:
            ask_workbook(self, self._verdict)

    def action_closing(self) -> None:
        """What the panel adds to its result."""
        if self._verdict is not None:
            self.review.open("closing", self._verdict)

    def action_rule(self) -> None:
        """The whole rule, from its first sentence."""
        self.table.go_to_end(1)


def _flags_everywhere(verdict: Verdict) -> list[Flag]:
    """The flags that every candidate has; being tied is said in the rank, and a smaller base
    is each candidate's own."""
    first, *others = verdict.candidates
    return [
        flag
        for flag in first.flags
        if flag not in (Flag.TIED, Flag.SMALLER_BASE) and all(flag in one.flags for one in others)
    ]

"""What stands on the page of a result: worked out once for a state of the session, then shown."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from reviewtui.domain.closing import NOTHING_CLOSED
from reviewtui.domain.findings import Refused
from reviewtui.locales import _, language
from reviewtui.session.closing import closing
from reviewtui.session.decided_words import decisions, round_sentences
from reviewtui.session.journal import last_entry
from reviewtui.session.session import Session
from reviewtui.tally.closing_words import closing_lines, said_note
from reviewtui.tally.conclusion_words import counts_words
from reviewtui.tally.figures import primaries_note
from reviewtui.tally.grade_words import lowered_note, quota_sentence
from reviewtui.tally.hints import hints_note
from reviewtui.tally.official import verdict_of
from reviewtui.tally.plain_lines import About, PlainLine, out_everywhere, plain_lines
from reviewtui.tally.remarks import left_out_words, remarks
from reviewtui.tally.verdict import CandidateVerdict, Flag, LeftOut, Verdict, flag_label
from reviewtui.tally.wording import different_rows_sentence, rule_sentences
from reviewtui.tui.lines import Tone
from reviewtui.tui.ranking import Ranking
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.laid import Item, Row, Words

LINE: Final = "line"
"""Begins the key of a plain line; no candidate's code has a blank in it."""
LAYOUT: Final = Layout((Column(""),))


def line_of(key: str) -> About | None:
    """Which plain line a row is; None of a candidate."""
    kind, _blank, about = key.partition(" ")
    return About(about) if kind == LINE and about else None


class State(NamedTuple):
    """What a result follows from; while it is the same, so is the result."""

    entry: int
    round: int
    language: str


def state_of(session: Session) -> State:
    """The state now."""
    number, _hash = last_entry(session.meeting.file, session.id)
    return State(number, session.meeting.official, language())


class Standing:
    """A result and the items of its page.

    Attributes:
        verdict: The result; None where the rule gives none.
    """

    def __init__(self, session: Session) -> None:
        self.state = state_of(session)
        self._session = session
        self._reasons: tuple[object, ...] = ()
        self.verdict: Verdict | None = None
        self._on_record = NOTHING_CLOSED
        self._rankings: dict[int, Ranking] = {}
        self._laid: dict[tuple[int, int], list[Item]] = {}
        self._lines: list[PlainLine] | None = None
        try:
            self.verdict = verdict_of(session)
        except Refused as refusal:
            self._reasons = refusal.reasons
        else:
            self._on_record = closing(session)

    @property
    def lines(self) -> list[PlainLine]:
        """The four plain lines; they take longer than all the rest."""
        if self._lines is None:
            panel, verdict = self._session.panel, self.verdict
            votes = self._on_record.votes
            self._lines = [] if verdict is None else plain_lines(panel, verdict, votes)
        return self._lines

    def ranking(self, width: int) -> Ranking | None:
        """The ranking for a width of the screen."""
        if self.verdict is not None and width not in self._rankings:
            session = self._session
            self._rankings[width] = Ranking(
                session.panel, session.sheet, self.verdict, self._notes, width
            )
        return self._rankings.get(width)

    def ready(self, width: int, page: int) -> bool:
        """Whether a page only has to be shown."""
        return (width, page) in self._laid and self._lines is not None

    def items(self, width: int, page: int, *, whole: bool = True) -> list[Item]:
        """A page; without `whole` what there is before the plain lines."""
        ranking = self.ranking(width)
        if ranking is None:
            return list(self._refused())
        if (width, page) not in self._laid:
            self._laid[width, page] = [
                *ranking.items(page),
                *self._common_flags(),
                *self._rule(),
            ]
        return [*(self._above(whole=whole) if not page else ()), *self._laid[width, page]]

    def _above(self, *, whole: bool) -> Iterator[Item]:
        for sentence in round_sentences(self._session, self.state.round):
            yield Words(sentence, Tone.STRONG)
        if not whole:
            yield Words(_("The four lines about this result are being worked out ..."), Tone.DIM)
            yield Words()
        elif self.lines:
            for about, text in self.lines:
                yield Row(f"{LINE} {about}", LAYOUT, (text,))
            yield Words()

    def _refused(self) -> Iterator[Item]:
        yield Words(_("The rule gives no result:"), Tone.WARN)
        for reason in self._reasons:
            yield Words(str(reason), indent=2)
        yield from self._rule()

    def _rule(self) -> Iterator[Item]:
        panel, sheet, verdict = self._session.panel, self._session.sheet, self.verdict
        yield Words()
        shown = verdict.candidates if verdict else ()
        scores = [part.score for one in shown for part in one.primaries]
        if said := primaries_note(panel.rule, scores):
            yield Words(said, Tone.DIM)
        if said := different_rows_sentence(panel, sheet):
            yield Words(said, Tone.WARN)
        for used in verdict.quotas if verdict else ():
            yield Words(quota_sentence(used), Tone.WARN if used.tied else Tone.PLAIN)
        for sentence in closing_lines(panel, verdict, self._on_record) if verdict else ():
            yield Words(sentence, Tone.STRONG)
        for sentence in rule_sentences(panel, sheet):
            yield Words(sentence, Tone.DIM)
        for sentence in decisions(self._session, self.state.round):
            yield Words(sentence, Tone.STRONG)

    @cached_property
    def _everywhere(self) -> list[Flag]:
        """The flags that every candidate has; being tied is said in the rank, and a smaller
        base is each candidate's own.
        """
        if self.verdict is None:
            return []
        first, *others = self.verdict.candidates
        return [
            flag
            for flag in first.flags
            if flag not in (Flag.TIED, Flag.SMALLER_BASE)
            and all(flag in one.flags for one in others)
        ]

    def _common_flags(self) -> Iterator[Item]:
        """What holds for every candidate, once."""
        if self._everywhere:
            yield Words()
        for flag in self._everywhere:
            yield Words(flag_label(flag), Tone.WARN)

    @cached_property
    def _notes(self) -> dict[str, str]:
        """Flags and who is left out, in words, as far as not every candidate has them."""
        if self.verdict is None:
            return {}
        others = out_everywhere(self.verdict)
        return {one.code: self._note(one, others) for one in self.verdict.candidates}

    def _note(self, one: CandidateVerdict, others: list[LeftOut]) -> str:
        panel, sheet = self._session.panel, self._session.sheet
        asked, found = panel.rule.conclusions, one.opinion
        words = [counts_words(asked, found)] if asked and found and found.took_part else []
        words += remarks(panel, sheet, one, but={Flag.TIED, *self._everywhere})
        words = [*filter(None, [said_note(panel, self._on_record, one.code)]), *words]
        gone = Flag.WITHDRAWN in one.flags
        own = [out for out in one.left_out if not gone and out not in others]
        words = [*filter(None, [lowered_note(one)]), *words]
        words += filter(None, [hints_note(panel, one)])
        return _("; ").join([*words, *([left_out_words(own)] if own else [])])

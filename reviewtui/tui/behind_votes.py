"""What stands behind the lines on conclusions: who took part, the quorum, and single votes."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Final

from reviewtui.domain.closing import Vote
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.panel import Panel
from reviewtui.locales import _
from reviewtui.tally.conclusion_words import SHORTFALLS
from reviewtui.tally.conclusions import Shortfall
from reviewtui.tally.one_vote import Said, choice_words, otherwise, said_of
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

SAID: Final = "said"
"""Begins the key of a candidate's page; its code follows."""
WIDTH: Final = 76
ONE: Final = Layout((Column(""),))


class BehindVotes:
    """The pages behind the lines on what the panel concludes."""

    def __init__(self, panel: Panel, verdict: Verdict, votes: Mapping[str, Vote]) -> None:
        assert panel.rule.conclusions is not None  # else there are no such lines
        self._panel, self._rule = panel, panel.rule.conclusions
        self._said = {one.candidate: one for one in said_of(verdict, votes)}

    def page(self, key: str) -> Iterator[Item]:
        """All candidates, or one of them."""
        kind, _blank, code = key.partition(" ")
        return self._one(self._said[code]) if kind == SAID else self._all()

    def _all(self) -> Iterator[Item]:
        layout = Layout(
            (
                Column(_("took part"), 9, right=True),
                Column(_("entitled"), 8, right=True),
                Column(_("quorum"), 8, right=True),
                Column(_("conclusion"), 18),
                Column(_("candidate")),
            )
        )
        yield Heads(layout)
        for code, said in self._said.items():
            name = candidate_name(self._panel, code)
            cells = (
                str(said.took_part),
                str(said.entitled),
                _least(self._rule.quorum, said.entitled),
                self._carries(said),
                "\n".join([name, *self._notes(said)]),
            )
            tone = Tone.PLAIN if said.quorum(self._rule) else Tone.WARN
            yield Row(f"{SAID} {code}", layout, cells, tone)
        if self._rule.majority is None:
            yield Words()
            yield Words(_("The panel states no majority: the chair sums the conclusions up."))

    def _notes(self, said: Said) -> Iterator[str]:
        if said.voted:
            yield _("by the vote on record")
        if any(otherwise(self._rule, said)):
            yield _("one vote cast otherwise could change it")

    def _carries(self, said: Said) -> str:
        place, why = said.carries(self._rule)
        return self._words(place, why)

    def _words(self, place: int | None, why: Shortfall | None) -> str:
        if place is not None:
            return self._rule.options[place]
        return _(SHORTFALLS[why or Shortfall.NO_RULE])

    def _one(self, said: Said) -> Iterator[Item]:
        rule = self._rule
        yield Words(candidate_name(self._panel, said.candidate), Tone.TITLE)
        yield Words(
            _("Conclusion proposed: {proposal}").format(proposal=self._carries(said)), Tone.STRONG
        )
        if said.voted:
            yield Words(_("By the vote on record, not by what the experts put on their sheets."))
        yield Words(_least_words(said, rule.quorum))
        yield Words()
        yield from self._counts(said)
        yield Words()
        yield from self._otherwise(said)
        yield Words()
        text = _("The whole explanation: marks, and who concluded what")
        yield Row(f"candidate {said.candidate}", ONE, (text,))

    def _counts(self, said: Said) -> Iterator[Item]:
        rule = self._rule
        layout = Layout(
            (
                Column(_("votes"), 6, right=True),
                Column(_("with the better ones"), 20, right=True),
                Column(_("needed"), 8, right=True),
                Column(_("conclusion")),
            )
        )
        needed = _least(rule.majority, said.took_part)
        together = [*accumulate(said.options[:-1]), said.options[-1]]
        rows = [
            (str(count), str(wanting), needed, option)
            for count, wanting, option in zip(said.options, together, rule.options, strict=True)
        ]
        if said.abstained:
            rows.append((str(said.abstained), "", "", _("abstained or void")))
        if said.silent:
            rows.append((str(said.silent), "", "", _("said nothing that counts")))
        heads = tuple(column.head for column in layout.columns)
        for cells in (heads, *rows):
            for pieces in layout.place(cells, WIDTH):
                tone = Tone.STRONG if cells is heads else Tone.PLAIN
                yield Words("".join(pieces).rstrip(), tone)

    def _otherwise(self, said: Said) -> Iterator[Item]:
        found = list(otherwise(self._rule, said))
        if self._rule.majority is None:
            return
        if not found:
            yield Words(_("No single vote cast otherwise would change it."))
            return
        yield Words(_("If one of those who took part had said something else:"), Tone.STRONG)
        for one in found:
            yield Words(
                _("“{after}” instead of “{before}”: {proposal}").format(
                    before=choice_words(self._rule, one.before),
                    after=choice_words(self._rule, one.after),
                    proposal=self._words(one.proposal, one.why),
                ),
                indent=2,
            )


def _least(part: Fraction | None, whole: int) -> str:
    """The fewest that are at least a part of a whole; "" where no part is stated."""
    return "" if part is None else str(ceil(part * whole))


def _least_words(said: Said, quorum: Fraction | None) -> str:
    text = _("Took part: {took_part} of {entitled} entitled")
    words = [text.format(took_part=said.took_part, entitled=said.entitled)]
    if quorum is not None:
        least = _("at least {least} needed")
        words.append(least.format(least=_least(quorum, said.entitled)))
    return _("; ").join(words)

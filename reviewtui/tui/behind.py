"""What stands behind the four lines above a result, page by page down to their parts.

An expert is a number here, and nothing is said of how he marks.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from reviewtui.domain.naming import candidate_name, candidate_number, expert_name, round_name
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.session.board import Holding, board
from reviewtui.session.board_words import state_words
from reviewtui.session.kept_aside import kept_aside
from reviewtui.session.session import Session
from reviewtui.tally.figures import (
    NOTHING,
    number_text,
    order_text,
    own_places_of,
    rank_text,
    signed,
    total_text,
)
from reviewtui.tally.plain_lines import About, order_sentences, stable_order
from reviewtui.tally.remarks import left_out_words
from reviewtui.tally.stability import (
    Without,
    dependent_orders,
    first_ranks,
    neighbours,
    spreads,
    without_each,
)
from reviewtui.tally.verdict import Flag, Verdict
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

CANDIDATE: Final = "candidate"
EXPERT: Final = "expert"
PAIR: Final = "pair"
BOTH: Final = "both"
WITHOUT: Final = "without"
ALL: Final = "all"
"""Kinds of keys; codes follow: candidate C, expert C E, pair A B, both A B, without E."""

MOST_PAIRS: Final = 200
"""Neighbours that are told one by one."""
ONE: Final = Layout((Column(""),))


class Behind:
    """The pages behind the lines on marks; what takes long is worked out once, here."""

    def __init__(self, session: Session, verdict: Verdict, about: About) -> None:
        self._session, self._verdict = session, verdict
        self._panel = session.panel
        ranked = about in (About.FIRST, About.ORDER)
        self._without = tuple(without_each(self._panel, verdict)) if ranked else ()
        self._dependent = dependent_orders(verdict, self._without)
        self._holdings = board(session, session.meeting.official) if about is About.VALID else []

    def page(self, key: str) -> Iterator[Item]:
        """A page by the key of the row that opens it, or by what its line is about."""
        kind, _blank, codes = key.partition(" ")
        match kind:
            case About.VALID:
                return self._valid()
            case About.SPREAD:
                return self._spread()
            case About.FIRST:
                return self._first()
            case About.ORDER:
                return self._neighbours()
            case "pair":
                return self._pair(*codes.split(" "))
            case _:
                return self._ranking_without(codes)

    def _valid(self) -> Iterator[Item]:
        yield Words(_("The experts' ballots:"), Tone.STRONG)
        official = self._session.official()
        groups: dict[str, list[str]] = {}
        for holding in self._holdings:
            words = self._ballot(holding, official[holding.expert.code])
            groups.setdefault(words, []).append(expert_name(holding.expert.code))
        for words, experts in groups.items():
            said = _("{state}: {experts}")
            yield Words(said.format(state=words, experts=_(", ").join(experts)), indent=2)
        yield from self._aside()
        yield Words()
        layout = Layout((Column(_("n valid"), 8, right=True), Column(_("candidate"))))
        yield Heads(layout)
        for one in self._verdict.candidates:
            name, out = candidate_name(self._panel, one.code), left_out_words(one.left_out)
            words = f"{name}\n{out}" if out else name
            yield Row(f"{CANDIDATE} {one.code}", layout, (str(one.n), words))

    def _ballot(self, holding: Holding, counts: object) -> str:
        words = [state_words(holding, opened=True)]
        if isinstance(holding.state, Why) and not isinstance(counts, Why):
            before = round_name(self._session.meeting.official - 1)
            words.append(_("counts with {round}").format(round=before))
        if holding.late:
            late = _("{what} {count}")
            words.append(late.format(what=label(Why.LATE), count=holding.late))
        return _("; ").join(words)

    def _aside(self) -> Iterator[Item]:
        if not (aside := kept_aside(self._session)):
            return
        from reviewtui.exchange.said_of_aside import Standing, said_of_aside

        said = _("{count} files were received and do not count:")
        yield Words(said.format(count=len(aside)), Tone.STRONG)
        for one in said_of_aside(self._session):
            tone = Tone.WARN if one.standing is Standing.WAITS else Tone.DIM
            yield Words(one.said, tone, indent=2)

    def _spread(self) -> Iterator[Item]:
        found = spreads(self._verdict)
        if not found:
            return
        code = found[0].candidate
        one = self._verdict.of(code)
        places = own_places_of(self._panel.rule, one.expert_totals.values())
        layout = Layout(
            (
                Column(_("expert"), 8),
                Column(_("total"), 10, right=True),
                Column(_("below the highest"), 18, right=True),
                Column(_("in the mean")),
            )
        )
        yield Words(candidate_name(self._panel, code), Tone.TITLE)
        yield Heads(layout)
        for expert, total in sorted(one.expert_totals.items(), key=lambda item: -item[1]):
            words = _("left out as an extreme") if expert in one.trimmed else _("counts")
            below = number_text(found[0].highest - total, places)
            cells = (expert, number_text(total, places), below, words)
            yield Row(f"{EXPERT} {code} {expert}", layout, cells)
        if one.left_out:
            yield Words(left_out_words(one.left_out), Tone.DIM)
        yield Words()
        yield Row(ALL, ONE, (_("All candidates by the range of the experts' totals"),))

    def _first(self) -> Iterator[Item]:
        own = first_ranks({one.code: one.rank for one in self._verdict.candidates})
        layout = Layout((Column(_("without"), 10), Column(_("the first three then"))))
        yield Words(_("The first three as it is: {order}").format(order=order_text(own)))
        yield Heads(layout)
        for one in self._without:
            first = first_ranks(one.ranks)
            tone = Tone.PLAIN if first == own or one.refused else Tone.WARN
            said = order_text(first)
            if one.refused:
                said = _("too few marks for the rule")
            elif first == own:
                said = _("{order} (as it is)").format(order=said)
            cells = (expert_name(one.expert), said)
            yield Row(f"{WITHOUT} {one.expert}", layout, cells, tone)
        yield Words()
        told = self._dependent[:MOST_PAIRS]
        if told:
            yield Words(_("Neighbours whose order depends on one expert:"), Tone.STRONG)
            for pair, said in zip(told, order_sentences(told), strict=True):
                yield Row(f"{PAIR} {pair.upper} {pair.lower}", ONE, (said,))
            yield from self._more(len(self._dependent))
        else:
            yield Words(self._no_pair())
        yield from self._changes_nothing()

    def _neighbours(self) -> Iterator[Item]:
        hangs = {(one.upper, one.lower): one for one in self._dependent}
        pairs = sorted(
            ((upper, lower) for upper, lower, _tied in neighbours(self._verdict)),
            key=lambda pair: pair not in hangs,
        )
        layout = Layout(
            (
                Column(_("apart"), 9, right=True),
                Column(_("at least"), 9, right=True),
                Column(_("without"), 10),
                Column(_("neighbours")),
            )
        )
        yield Words(
            _("How far neighbours are apart, and at least if any one expert did not count"),
            Tone.DIM,
        )
        yield Heads(layout)
        for pair in pairs[:MOST_PAIRS]:
            words = _(", ").join(map(candidate_number, pair))
            cells = (self._apart(pair), *self._least(pair))
            if (found := hangs.get(pair)) is None:
                yield Row(f"{PAIR} {pair[0]} {pair[1]}", layout, (*cells, words))
            else:
                said = "\n".join([words, *order_sentences([found])])
                yield Row(f"{PAIR} {pair[0]} {pair[1]}", layout, (*cells, said), Tone.WARN)
        yield from self._more(len(pairs))
        yield from self._changes_nothing()

    def _more(self, count: int) -> Iterator[Item]:
        if count > MOST_PAIRS:
            yield Words(_("{count} other pairs").format(count=count - MOST_PAIRS))

    def _changes_nothing(self) -> Iterator[Item]:
        yield Words()
        yield Words(_("Computed exactly by the rule; changes no result."), Tone.DIM)

    def _no_pair(self) -> str:
        if self._without and all(one.refused for one in self._without):
            return _("No ranking is left without any one expert.")
        return stable_order(self._verdict, self._without)

    def _apart(self, pair: tuple[str, str]) -> str:
        upper, lower = (self._verdict.of(code).total for code in pair)
        assert upper is not None  # who has a rank has a total
        assert lower is not None
        return total_text(self._panel.rule, upper - lower)

    def _least(self, pair: tuple[str, str]) -> tuple[str, str]:
        """The least difference without one expert, and without whom."""
        found = [
            (a - b, one.expert)
            for one in self._without
            if (a := one.totals[pair[0]]) is not None and (b := one.totals[pair[1]]) is not None
        ]
        if not found:
            return NOTHING, ""
        least, expert = min(found, key=lambda item: item[0])
        return total_text(self._panel.rule, least), expert_name(expert)

    def _pair(self, upper: str, lower: str) -> Iterator[Item]:
        pair = next((p for p in self._dependent if (p.upper, p.lower) == (upper, lower)), None)
        totals = [self._verdict.of(code) for code in (upper, lower)]
        own = [one.expert_totals for one in totals]
        places = own_places_of(self._panel.rule, [t for told in own for t in told.values()])
        layout = Layout(
            (
                Column(_("expert"), 8),
                *(Column(candidate_number(code), 9, right=True) for code in (upper, lower)),
                *(Column(candidate_number(code), 10, right=True) for code in (upper, lower)),
                Column(_("apart"), 8, right=True),
                Column(""),
            ),
            least=12,
        )
        for text in order_sentences([pair] if pair else []):
            yield Words(text, Tone.STRONG)
        for one in totals:
            yield Words(self._standing(one.code))
        yield Words()
        yield Words(_("Left: the expert's own totals; right: the totals without him"), Tone.DIM)
        yield Heads(layout)
        for gone in self._without:
            cells = (
                gone.expert,
                *(number_text(told.get(gone.expert), places) for told in own),
                *self._then(gone, upper, lower),
            )
            turned = pair is not None and gone.expert in pair.experts
            words = _("depends on him") if turned else ""
            tone = Tone.WARN if turned else Tone.PLAIN
            yield Row(f"{WITHOUT} {gone.expert}", layout, (*cells, words), tone)
        yield Words()
        yield Row(f"{BOTH} {upper} {lower}", ONE, (_("Both candidates side by side"),))

    def _standing(self, code: str) -> str:
        one = self._verdict.of(code)
        return _("{candidate}: rank {rank}, total {total}").format(
            candidate=candidate_name(self._panel, code),
            rank=rank_text(one.rank, tied=Flag.TIED in one.flags),
            total=total_text(self._panel.rule, one.total),
        )

    def _then(self, without: Without, upper: str, lower: str) -> tuple[str, str, str]:
        rule, a, b = self._panel.rule, without.totals[upper], without.totals[lower]
        apart = None if a is None or b is None else a - b
        return total_text(rule, a), total_text(rule, b), signed(total_text(rule, apart))

    def _ranking_without(self, expert: str) -> Iterator[Item]:
        one = next(one for one in self._without if one.expert == expert)
        rule = self._panel.rule
        layout = Layout(
            (
                Column(_("rank"), 9),
                Column(_("total"), 9, right=True),
                Column(_("as it is"), 9, right=True),
                Column(_("total"), 9, right=True),
                Column(_("candidate")),
            )
        )
        text = _("The ranking if {expert} did not count")
        yield Words(text.format(expert=expert_name(expert)), Tone.STRONG)
        if one.refused:
            yield Words(
                _("Too few marks for the rule without him: {candidates}").format(
                    candidates=_(", ").join(map(candidate_number, one.refused))
                ),
                Tone.WARN,
            )
        yield Heads(layout)
        shared, last = Counter(one.ranks.values()), len(one.ranks) + 1
        for code, rank in sorted(one.ranks.items(), key=lambda item: item[1] or last):
            own = self._verdict.of(code)
            cells = (
                rank_text(rank, tied=shared[rank] > 1),
                total_text(rule, one.totals[code]),
                rank_text(own.rank, tied=Flag.TIED in own.flags),
                total_text(rule, own.total),
                candidate_name(self._panel, code),
            )
            tone = Tone.PLAIN if rank == own.rank else Tone.WARN
            yield Row(f"{CANDIDATE} {code}", layout, cells, tone)
        yield from self._changes_nothing()

"""Each result in one sentence, with n and an interval; nobody is named, nothing is praised.

No number alone is called good or bad: what is said stands beside how far it could be off.
"""

from collections.abc import Callable
from typing import Final

from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import N_, _
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.results import (
    ICC,
    Alpha,
    Averages,
    Estimate,
    Interval,
    KendallW,
    LeaveOneOut,
    Line,
    Part,
    Ranked,
    Result,
    Severity,
    Spreads,
    StandardScores,
)
from reviewtui.tally.analysis.shares import often, share_text
from reviewtui.tally.analysis.spread_words import MOST_NAMED, bootstrap, rounding
from reviewtui.tally.analysis.weight_results import Smaa, WeightStability
from reviewtui.tally.analysis.weight_words import WeightWords, smaa
from reviewtui.tally.figures import order_text
from reviewtui.tally.plain_lines import candidates_text, refused_line

TITLES: Final = {
    Part.KENDALL_W: N_("Agreement on the order"),
    Part.ICC: N_("Agreement on the totals"),
    Part.ALPHA: N_("Agreement with gaps"),
    Part.STANDARD_SCORES: N_("Standard scores"),
    Part.SEVERITY: N_("Severity"),
    Part.AVERAGES: N_("Other averages"),
    Part.LEAVE_ONE_OUT: N_("Without one expert"),
    Part.WEIGHT_STABILITY: N_("Other weights"),
    Part.ROUNDING: N_("Within half a step"),
    Part.BOOTSTRAP: N_("Other experts"),
    Part.SMAA: N_("All conceivable weights"),
}
AVERAGES: Final = {
    "mean": N_("the mean"),
    "trimmed": N_("the trimmed mean"),
    "median": N_("the median"),
}


class Words:
    """Sentences about one panel's analysis, in the reader's language."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self.panel, self.sheet = panel, sheet
        self.weights = WeightWords(panel, sheet)

    def title(self, part: Part) -> str:
        """What a part is about."""
        return _(TITLES[part])

    def sentence(self, part: Part, result: Result) -> str:
        """The one sentence of a part, or why there is none."""
        if isinstance(result, Undefined):
            return _("Cannot be worked out: {why}.").format(why=result.sentence)
        if isinstance(result, Spreads):
            return rounding(result) if part is Part.ROUNDING else bootstrap(result)
        if isinstance(result, WeightStability):
            return self.weights.sentence(result)
        if isinstance(result, Smaa):
            return smaa(result)
        return _SENTENCES[type(result)](result)

    def line(self, line: Line) -> str:
        """What a line divides."""
        if not line.grade:
            return _("the first {places}").format(places=line.places)
        said = _("the grade {grade}") if line.best else _("the grade {grade} or better")
        return said.format(grade=line.grade)

    def head(self, line: Line) -> str:
        """The same over a column."""
        if not line.grade:
            return self.line(line)
        return line.grade if line.best else _("{grade} or better").format(grade=line.grade)

    def undecided(self, spreads: Spreads) -> list[str]:
        """Per line with doubt the candidates that the panel should discuss."""
        found = []
        for at, line in enumerate(spreads.lines):
            codes = spreads.undecided(at)
            if codes:
                parts = [
                    _("{candidate} ({share})").format(
                        candidate=candidate_number(code),
                        share=share_text(spreads.spreads[code].above[at]),
                    )
                    for code in codes
                ]
                found.append(
                    _("To discuss, undecided at {line}: {candidates}.").format(
                        line=self.line(line), candidates=_(", ").join(parts)
                    )
                )
        return found


def _two(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def _signed(value: float) -> str:
    text = _two(value)
    return text if text.startswith("-") or text == "0.00" else f"+{text}"


def _from_to(one: Interval) -> str:
    return _("{value} ({low} to {high})").format(
        value=_two(one.value), low=low_text(one.low), high=_two(one.high)
    )


def low_text(value: float) -> str:
    """The lower end of an interval of agreement; how far below 0 it lies says nothing more."""
    return _("below 0") if value <= -0.005 else _two(value)


def _estimate(one: Estimate) -> str:
    if isinstance(one.within, Undefined):
        text = _("{value} (no interval: {why})")
        return text.format(value=_two(one.value), why=one.within.sentence)
    return _from_to(Interval(one.value, *one.within))


def _order(ranked: Ranked, top: int) -> str:
    """The leading candidates, best first."""
    return order_text((code, ranked.ranks[code]) for code in ranked.best(top))


def _kendall(result: KendallW) -> str:
    if isinstance(result.estimate.within, Undefined):
        text = _(
            "The {n} experts' orders of {candidates} candidates agree with Kendall's W = {value}, "
            "where 0 is no agreement, 1 complete; orders drawn by lot agree as much {often} of "
            "cases."
        )
    else:
        text = _(
            "The {n} experts' orders of {candidates} candidates agree with Kendall's W = {value}, "
            "in brackets a 95% interval (0 no agreement, 1 complete); orders drawn by lot agree "
            "as much {often} of cases."
        )
    return text.format(
        n=result.n,
        candidates=len(result.candidates),
        value=_estimate(result.estimate),
        often=often(result.p),
    )


def _icc(result: ICC) -> str:
    one, mean = result.forms["2,1"], result.forms["2,k"]
    if isinstance(one, Undefined) or isinstance(mean, Undefined):
        why = one if isinstance(one, Undefined) else mean
        assert isinstance(why, Undefined)
        return _("Cannot be worked out: {why}.").format(why=why.sentence)
    text = _(
        "A single expert's total has ICC(2,1) = {one}, the mean of the {n} experts ICC(2,k) = "
        "{mean}; in brackets 95% intervals, over {candidates} candidates."
    )
    return text.format(
        one=_from_to(one), mean=_from_to(mean), n=result.n, candidates=len(result.candidates)
    )


def _alpha(result: Alpha) -> str:
    within = (result.interval.within, result.ordinal.within)
    if all(isinstance(one, Undefined) for one in within):
        text = _(
            "Over all {cells} totals of {n} experts for {candidates} candidates Krippendorff's "
            "alpha is {value}, of ranks only {ordinal}."
        )
    else:
        text = _(
            "Over all {cells} totals of {n} experts for {candidates} candidates Krippendorff's "
            "alpha is {value}, of ranks only {ordinal}; in brackets 95% intervals."
        )
    return text.format(
        cells=result.cells,
        n=result.n,
        candidates=len(result.candidates),
        value=_estimate(result.interval),
        ordinal=_estimate(result.ordinal),
    )


def _standard(result: StandardScores) -> str:
    best = sorted(result.means, key=lambda code: -result.means[code])[:MOST_NAMED]
    parts = [
        _("{candidate} ({share})").format(
            candidate=candidate_number(code), share=_two(result.means[code])
        )
        for code in best
    ]
    said = _(
        "By standard scores (50 + 10z), each expert's own scale taken out, the highest means of "
        "{n} experts are {candidates}."
    ).format(n=result.n, candidates=_(", ").join(parts))
    if result.apart is None:
        return said
    return _("{first} {second}").format(first=said, second=result.apart.sentence)


def _severity(result: Severity) -> str:
    harsh = min(result.severity, key=lambda code: result.severity[code])
    mild = max(result.severity, key=lambda code: result.severity[code])
    text = _(
        "Of {n} experts {harsh} marks lowest, {low} points against the average of the same "
        "candidates ({low_shrunken} once chance is taken off), {mild} highest, {high} "
        "({high_shrunken})."
    )
    return text.format(
        n=result.n,
        harsh=expert_name(harsh),
        low=_signed(result.severity[harsh]),
        low_shrunken=_signed(result.shrunken[harsh]),
        mild=expert_name(mild),
        high=_signed(result.severity[mild]),
        high_shrunken=_signed(result.shrunken[mild]),
    )


def untrimmed(result: Averages) -> str:
    """Where the trimmed mean leaves nothing out; "" if it does everywhere."""
    if not result.untrimmed:
        return ""
    text = _("Too few marks to trim, so the trimmed mean of these is the plain one: {candidates}.")
    return text.format(candidates=candidates_text(result.untrimmed))


def _averages(result: Averages) -> str:
    said, more = _orders(result), untrimmed(result)
    return _("{first} {second}").format(first=said, second=more) if more else said


def _orders(result: Averages) -> str:
    orders = {name: _order(ranked, result.top) for name, ranked in result.by.items()}
    if len(set(orders.values())) == 1:
        return _(
            "By mean, trimmed mean and median alike the first {top} are {order} (n = {n})."
        ).format(top=result.top, order=next(iter(orders.values())), n=result.n)
    parts = [
        _("by {average} {order}").format(average=_(AVERAGES[name]), order=order)
        for name, order in orders.items()
    ]
    return _("The first {top} are {parts} (n = {n}).").format(
        top=result.top, parts=_("; ").join(parts), n=result.n
    )


def _leave_one_out(result: LeaveOneOut) -> str:
    """Without whom the rule would refuse, and whether the first stay without the others."""
    if not result.refused:
        return _first_without(result)
    said = refused_line(tuple(result.refused))
    if len(result.refused) == result.n:
        return said
    return _("{first} {second}").format(first=said, second=_first_without(result))


def _first_without(result: LeaveOneOut) -> str:
    decisive, rest = result.decisive(result.top), result.n - len(result.refused)
    if not decisive:
        stays = (
            _("Without any one of the other {n} experts the first {top} stay {order}.")
            if result.refused
            else _("Without any one of the {n} experts the first {top} stay {order}.")
        )
        return stays.format(n=rest, top=result.top, order=_order(result.official, result.top))
    parts = [
        _("without {expert} {order}").format(
            expert=expert_name(code), order=_order(result.without[code], result.top)
        )
        for code in decisive[:MOST_NAMED]
    ]
    text = (
        _(
            "The first {top} are {order}; in {count} of {n} cases they change when one of the "
            "other experts is left out: {parts}."
        )
        if result.refused
        else _(
            "The first {top} are {order}; in {count} of {n} cases they change when one expert is "
            "left out: {parts}."
        )
    )
    return text.format(
        top=result.top,
        order=_order(result.official, result.top),
        count=len(decisive),
        n=rest,
        parts=_("; ").join(parts),
    )


_SENTENCES: Final[dict[type, Callable[..., str]]] = {
    KendallW: _kendall,
    ICC: _icc,
    Alpha: _alpha,
    StandardScores: _standard,
    Severity: _severity,
    Averages: _averages,
    LeaveOneOut: _leave_one_out,
}

"""How each statistic is worked out: formula, what stands in it here, and whose method it is."""

from collections.abc import Iterator
from typing import Final

from reviewtui.domain.panel import Panel
from reviewtui.locales import N_, _
from reviewtui.tally.analysis.found import Found, Undefined
from reviewtui.tally.analysis.results import (
    ICC,
    REPETITIONS,
    Alpha,
    KendallW,
    Part,
    Result,
    Spreads,
)
from reviewtui.tally.analysis.weight_results import Smaa
from reviewtui.tally.plain_lines import candidates_text, experts_text

FORMULAS: Final = {
    Part.KENDALL_W: N_(
        "W = 12 S / (m^2 (n^3 - n) - m T) for m experts and n candidates. S: squared deviations "
        "of the candidates' rank sums from their mean, added up. T: t^3 - t, added up over every "
        "t equal totals of one expert, which share their mean rank."
    ),
    Part.ICC: N_(
        "From the mean squares of k experts and n candidates: ICC(2,1) = (BMS - EMS) / (BMS + "
        "(k - 1) EMS + k (JMS - EMS) / n); ICC(2,k) of their mean = (BMS - EMS) / (BMS + (JMS "
        "- EMS) / n)."
    ),
    Part.ALPHA: N_(
        "alpha = 1 - observed / expected. Observed: mean squared difference of two totals of "
        "the same candidate. Expected: that of any two totals. What is missing does not enter."
    ),
    Part.STANDARD_SCORES: N_(
        "50 + 10 × (total - the expert's mean) / the expert's sample standard deviation; the "
        "mean over the experts who have one."
    ),
    Part.SEVERITY: N_(
        "total = candidate + severity + chance, by least squares over all totals given; "
        "severities sum to 0. Shrunken: severities and candidates as random effects, so that "
        "what chance explains goes."
    ),
    Part.AVERAGES: N_(
        "The same marks by the mean, by the mean without one highest and one lowest, and by "
        "the median; all else by the rule."
    ),
    Part.LEAVE_ONE_OUT: N_("The rule without each expert in turn, computed exactly."),
    Part.WEIGHT_STABILITY: N_(
        "Every total is a straight line in one weight while the others keep their proportions; "
        "the bounds are where two lines cross."
    ),
    Part.ROUNDING: N_(
        "Every mark moved by up to half a step either way, evenly and within the bounds of its "
        "row, and the result counted again by the rule."
    ),
    Part.BOOTSTRAP: N_(
        "As many experts drawn from these, each perhaps several times, and the result counted "
        "by the rule each time; 90% of a candidate's ranks leave out 5% at either end."
    ),
    Part.SMAA: N_(
        "Weights of the primaries drawn evenly from all that sum to 1, and the candidates "
        "ranked each time (SMAA-2)."
    ),
}
INTERVALS: Final = {
    Part.KENDALL_W: N_(
        "Interval: that of F = (m - 1) W / (1 - W) with n - 1 and (m - 1)(n - 1) degrees of "
        "freedom."
    ),
    Part.ICC: N_(
        "Intervals: by F; for absolute agreement by Satterthwaite's degrees of freedom, that of "
        "the mean stepped up from that of one expert."
    ),
    Part.ALPHA: N_("Interval: that of F in the analysis of variance between candidates."),
}
SOURCES: Final = {
    Part.KENDALL_W: "Kendall, Babington Smith 1939; Shrout, Fleiss 1979; Legendre 2005",
    Part.ICC: "Shrout, Fleiss 1979",
    Part.ALPHA: "Krippendorff 2011; Shrout, Fleiss 1979; Donner 1986",
    Part.SEVERITY: "Scheffé 1959; Patterson, Thompson 1971; Henderson 1975",
    Part.LEAVE_ONE_OUT: "Quenouille 1949",
    Part.WEIGHT_STABILITY: "Mareschal 1988",
    Part.BOOTSTRAP: "Efron 1979; Graves, Barnett, Clarke 2011",
    Part.SMAA: "Lahdelma, Salminen 2001",
}


def method(panel: Panel, part: Part, result: Result) -> list[str]:
    """The formula, its numbers, n, who is not in it, how the interval comes about, the sources."""
    lines = [_(FORMULAS[part])]
    if not isinstance(result, Undefined):
        lines += _numbers(result)
        text = _("It stands on {n} experts and {candidates} candidates: {on}.")
        lines.append(text.format(n=result.n, candidates=len(result.candidates), on=_(result.on)))
        lines += _left_out(panel, result)
    if part in INTERVALS:
        lines.append(_(INTERVALS[part]))
    if part in SOURCES:
        lines.append(_("Sources: {sources}").format(sources=SOURCES[part]))
    return lines


def _left_out(panel: Panel, result: Found) -> Iterator[str]:
    """Who of the panel is not in it: what was asked for was not there of all of them."""
    experts = [one.code for one in panel.experts if one.code not in result.experts]
    there = set(result.candidates)
    candidates = [one.code for one in panel.candidates if one.code not in there]
    named = [
        *([experts_text(experts)] if experts else ()),
        *([candidates_text(candidates)] if candidates else ()),
    ]
    if named:
        yield _("Not in it, because totals are missing: {who}.").format(who=_("; ").join(named))


def _numbers(result: Result) -> Iterator[str]:
    match result:
        case KendallW():
            yield _("Here S = {spread}, T = {ties}: W = {value}.").format(
                spread=_plain(result.spread),
                ties=result.ties,
                value=f"{result.estimate.value:.4f}",
            )
            yield _(
                "{p} from {count} random orders, always drawn alike; Friedman's chi-square "
                "{chi2}, {p_chi2}, is too careful where experts are few."
            ).format(
                p=_p(result.p),
                count=result.permutations,
                chi2=f"{result.chi2:.2f}",
                p_chi2=_p(result.p_chi2),
            )
        case ICC():
            between, experts, rest, within = result.squares
            yield _(
                "Here BMS (between candidates) = {between}, JMS (between experts) = {experts}, "
                "EMS (rest) = {rest}, within candidates {within}."
            ).format(
                between=f"{between:.4f}",
                experts=f"{experts:.4f}",
                rest=f"{rest:.4f}",
                within=f"{within:.4f}",
            )
        case Alpha():
            yield _("Here observed {observed}, expected {expected}: alpha = {value}.").format(
                observed=f"{result.observed:.4f}",
                expected=f"{result.expected:.4f}",
                value=f"{result.interval.value:.4f}",
            )
        case Spreads():
            yield _drawn(result.repetitions, result.seed)
            if result.repetitions < REPETITIONS:
                text = _("Fewer than the usual {count}, because there are so many marks.")
                yield text.format(count=REPETITIONS)
            if any(line.grade for line in result.lines):
                yield _(
                    "Grades each time by the whole rule: lines, floors, quotas from the top; "
                    "vetoes stay as they are. Equals at the line of a quota share the places left."
                )
        case Smaa():
            yield _drawn(result.draws, result.seed)


def _drawn(count: int, seed: int) -> str:
    text = _("{count} repetitions, always drawn alike (PCG64, seed {seed}).")
    return text.format(count=count, seed=seed)


def _p(value: float) -> str:
    """A probability; none is 0."""
    return "p < 0.0001" if value < 0.0001 else f"p = {value:.4f}"


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

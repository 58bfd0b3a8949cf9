"""Proposed grades in the reader's language: the rule, each reason, each quota."""

from fractions import Fraction
from typing import Final

from reviewtui.domain.grades import BarExcellent, Floor, Grades, Reading
from reviewtui.domain.naming import candidate_number, title
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Rule
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import N_, _
from reviewtui.tally.figures import total_text
from reviewtui.tally.grading import SAYS_ONLY, GradeReason, Lowered, Measured, QuotaTaken
from reviewtui.tally.verdict import CandidateVerdict

READINGS: Final = {
    Reading.GROWTH_SLOWER: N_("the growth rate is lower than the year before"),
    Reading.SPENDING_FALLS: N_("the spending itself is lower than the year before"),
}

LOWERED: Final = N_("grade by the line alone {grade}, lowered")
"""What is said where the grade is another one than the line gives."""


def grade_text(item: CandidateVerdict) -> str:
    """The proposed grade, that it is undecided, or nothing."""
    return _("undecided") if item.proposal.undecided else item.grade or ""


def lowered_note(item: CandidateVerdict) -> str:
    """Shortly, for a remark: that the grade is not the one of the line, or that a part of the
    rule could not be checked; "" where the line says it all."""
    proposal, words = item.proposal, []
    if proposal.undecided:
        words.append(undecided_note())
    elif proposal.grade != proposal.by_band:
        words.append(_(LOWERED).format(grade=proposal.by_band))
    return _("; ").join(filter(None, [*words, unchecked_note(item)]))


def undecided_note() -> str:
    """That the panel settles who of the tied is within a quota."""
    return _("tied at the line of the quota, for the panel")


def unchecked_note(item: CandidateVerdict) -> str:
    """That a part of the rule could not be checked; "" where all could."""
    if not any(reason.why in SAYS_ONLY for reason in item.proposal.reasons):
        return ""
    return _("a part of the grade rule could not be checked")


def reason_sentences(panel: Panel, sheet: Sheet, item: CandidateVerdict) -> list[str]:
    """How the proposed grade came about where the line alone does not say it."""
    if not item.proposal.reasons:
        return []
    line = _("By the line alone the grade would be {grade}").format(grade=item.proposal.by_band)
    told = [reason_sentence(panel, sheet, item.code, each) for each in item.proposal.reasons]
    return [line, *told] if item.proposal.by_band else told


def line_sentence(rule: Rule, item: CandidateVerdict) -> str:
    """Which line a total reaches; "" without a total or without lines."""
    if item.total is None or not rule.grades.bands:
        return ""
    band = next((one for one in rule.grades.bands if one.name == item.proposal.by_band), None)
    total = total_text(rule, item.total)
    if band is None:
        return _("The total {total} is below every line").format(total=total)
    text = _("The total {total} reaches the line of {grade}: {line}")
    return text.format(total=total, grade=band.name, line=decimal_text(band.at_least))


def reason_sentence(panel: Panel, sheet: Sheet, candidate: str, reason: GradeReason) -> str:
    """One reason with its source line."""
    words = _reason(panel, sheet, candidate, reason)
    return _("{words} (source: {source})").format(words=words, source=reason.source)


def _reason(panel: Panel, sheet: Sheet, candidate: str, reason: GradeReason) -> str:
    grade = reason.grade or _("none")
    match reason.why:
        case Lowered.RANK:
            words = _("The grade above is for the first {rank} in rank; proposed at most {grade}")
            return words.format(rank=reason.rank, grade=grade)
        case Lowered.GATE:
            words = _("Gate {gate} was not passed; proposed {grade}")
            return words.format(gate=title(panel, sheet, reason.row, candidate), grade=grade)
        case Lowered.INTEGRITY:
            words = _("A breach of integrity is on record; proposed {grade}")
            return words.format(grade=grade)
        case Lowered.FLOOR | Lowered.FLOOR_UNKNOWN:
            assert reason.floor is not None
            assert reason.measured is not None
            name = f"{reason.row} {title(panel, sheet, reason.row, candidate)}"
            if reason.why is Lowered.FLOOR_UNKNOWN:
                return _("{row} has no mark to be set against its floor").format(row=name)
            return _floor_missed(name, reason.floor, reason.measured)
        case Lowered.BARRED | Lowered.BAR_UNKNOWN:
            assert reason.bar is not None
            return _barred(reason, reason.bar, grade)
        case Lowered.QUOTA:
            assert reason.quota is not None
            words = _("Beyond the quota: {quota}; proposed at most {grade}")
            return words.format(quota=quota_words(reason.quota), grade=grade)
        case Lowered.QUOTA_TIE:
            assert reason.quota is not None
            return quota_sentence(reason.quota)


def _floor_missed(name: str, floor: Floor, seen: Measured) -> str:
    percent = decimal_text(floor.percent)
    if floor.quorum is None:
        words = _("{row} reaches {share}% of its full mark, less than {percent}%; capped at {cap}")
        share = decimal_text((seen.share or Fraction(0)) * 100)
        return words.format(row=name, share=share, percent=percent, cap=floor.cap)
    words = _("{below} of {of} experts gave {row} less than {percent}%; capped at {cap}")
    return words.format(row=name, below=seen.below, of=seen.of, percent=percent, cap=floor.cap)


def _barred(reason: GradeReason, bar: BarExcellent, grade: str) -> str:
    falls = reason.falls
    assert falls is not None
    inputs = _("R&D share of GDP: {first}; growth of fiscal spending: {second} ({reading})").format(
        first=_fell(falls.rd_ratio), second=_fell(falls.fiscal), reading=_(READINGS[bar.reading])
    )
    if reason.why is Lowered.BAR_UNKNOWN:
        words = _("Whether the highest grade is barred cannot be told: {inputs}")
        return words.format(inputs=inputs)
    words = _(
        "Both fall, so the highest grade is barred and nothing else: {inputs}; at most {grade}"
    )
    return words.format(inputs=inputs, grade=grade)


def _fell(falls: bool | None) -> str:
    if falls is None:
        return _("not on record")
    return _("falls") if falls else _("does not fall")


def quota_words(used: QuotaTaken) -> str:
    """A quota with its whole number: 按不超过20%取整为1家."""
    words = _("{grade} at most {percent}% of {n}, rounded down to {places}")
    percent = decimal_text(used.quota.percent)
    return words.format(grade=used.quota.grade, percent=percent, n=used.n, places=used.places)


def quota_sentence(used: QuotaTaken) -> str:
    """A quota, and who stands at its line among equals."""
    if not used.tied:
        return quota_words(used)
    words = _(
        "{quota}; {tied} are tied at the line, {free} of them within: for the panel to settle"
    )
    tied = _(", ").join(candidate_number(code) for code in used.tied)
    return words.format(quota=quota_words(used), tied=tied, free=used.free)


def tie_sentence(reason: GradeReason) -> str:
    """Why a grade is undecided, without who else stands at the line of the quota."""
    assert reason.quota is not None
    words = _(
        "{quota}; several candidates are tied at the line: for the panel to settle "
        "(source: {source})"
    )
    return words.format(quota=quota_words(reason.quota), source=reason.source)


def grades_sentence(rule: Rule) -> str:
    """The whole grade rule and its sources; empty where there are no bands."""
    grades = rule.grades
    if not grades.bands:
        return ""
    bands = _("; ").join(
        _band(band.name, band.at_least, band.rank_at_most) for band in grades.bands
    )
    first = _("Proposed grades by the total: {bands}. Source: {source}.").format(
        bands=bands, source=grades.source
    )
    for second in _further(grades):
        first = _("{first} {second}").format(first=first, second=second)
    return first


def has_further_rules(rule: Rule) -> bool:
    """Whether anything but the lines decides a proposed grade."""
    grades = rule.grades
    ranked = any(band.rank_at_most for band in grades.bands)
    return bool(ranked or grades.quotas or grades.vetoes or grades.floors or grades.bar_excellent)


def _band(name: str, at_least: Fraction, rank: int | None) -> str:
    least = decimal_text(at_least)
    if rank is None:
        return _("{grade} from {least} points").format(grade=name, least=least)
    words = _("{grade} from {least} points and among the first {rank} in rank")
    return words.format(grade=name, least=least, rank=rank)


def _further(grades: Grades) -> list[str]:
    said = [
        _(
            "{grade} at most {percent}% of the candidates with a total, rounded down; ties at the "
            "line are listed, not cut. Source: {source}."
        ).format(grade=quota.grade, percent=decimal_text(quota.percent), source=quota.source)
        for quota in grades.quotas
    ]
    lowest = grades.names[-1]
    said += [
        (
            _("If gate {row} is not passed, {grade} is proposed. Source: {source}.")
            if veto.row
            else _("If a breach of integrity is on record, {grade} is proposed. Source: {source}.")
        ).format(row=veto.row, grade=lowest, source=veto.source)
        for veto in grades.vetoes
    ]
    said += [_floor(floor) for floor in grades.floors]
    if grades.bar_excellent:
        said.append(
            _(
                "Where the R&D share of GDP falls and so does the growth of fiscal spending "
                "({reading}), the highest grade is not proposed. Source: {source}."
            ).format(
                reading=_(READINGS[grades.bar_excellent.reading]),
                source=grades.bar_excellent.source,
            )
        )
    return said


def _floor(floor: Floor) -> str:
    percent = decimal_text(floor.percent)
    if floor.quorum is None:
        words = _(
            "Row {row} below {percent}% of its full mark caps the grade at {cap}. Source: {source}."
        )
        return words.format(row=floor.row, percent=percent, cap=floor.cap, source=floor.source)
    words = _(
        "Row {row} below {percent}% by at least {quorum} of the counted experts caps the "
        "grade at {cap}. Source: {source}."
    )
    quorum = f"{floor.quorum.numerator}/{floor.quorum.denominator}"
    return words.format(
        row=floor.row, percent=percent, quorum=quorum, cap=floor.cap, source=floor.source
    )

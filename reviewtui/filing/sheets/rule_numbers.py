"""计分参数: what the formulas call by name: weights, decimals, trimming, grade lines.

Weights as they are stated, and what follows from them for each scored row.
"""

from fractions import Fraction

from reviewtui.domain.rule import Average, BelowLeast, RoundAt, Scale, WeightKind
from reviewtui.domain.sheet import ScoredRow
from reviewtui.filing.frame import begin, finish
from reviewtui.filing.live import formula
from reviewtui.filing.live.formula import cell
from reviewtui.filing.live.plan import (
    RULE_COUNTS,
    RULE_FULL,
    RULE_MOST,
    RULE_SHARE,
    RULE_WEIGHT,
    RULE_WORTH,
    Plan,
)
from reviewtui.filing.model import Grid, Value
from reviewtui.filing.styles import CELL, HEADER, NOTE, SECTION, TEXT
from reviewtui.filing.wording import points
from reviewtui.locales import _
from reviewtui.tally.grade_words import grade_text, reason_sentences
from reviewtui.tally.wording import STAGES

_BELOW_ALL = -1_000_000


def rule_numbers(plan: Plan) -> tuple[Grid, dict[str, str]]:
    """Lay out the sheet; also what each name stands for."""
    return _Sheet(plan).made()


class _Sheet:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.rule = plan, plan.rule
        self.grid = begin(
            plan.record, plan.rules, plan.rules, (12.0, 34.0, 12.0, 12.0, 12.0, 12.0, 12.0, 9.0)
        )
        self.grid.print.title_rows = (1, self.grid.last_row)
        self.names: dict[str, str] = {}
        self.weights = {code: f"weight_{at}" for at, code in enumerate(plan.weight_rows, 1)}

    def made(self) -> tuple[Grid, dict[str, str]]:
        """The sheet, part by part."""
        self._scored()
        self._weights()
        self._nodes()
        self._places()
        self._conclusions()
        self._bands()
        self._caps()
        return finish(self.grid), self.names

    def _put(self, row: int, column: int, value: Value, text: str = "") -> None:
        style = TEXT if column == 2 else CELL
        self.grid.put(row, column, value, style, text)

    def _name(self, name: str, row: int, column: int = 3, last: int = 0) -> None:
        self.names[name] = self.plan.fixed_rule(row, column, last or row)

    def _scored(self) -> None:
        """The rows with what a full mark and a point typed bring to the total."""
        self.grid.put_row(
            (
                _("Indicator code"),
                _("Indicator"),
                _("Weight"),
                _("Full mark"),
                _("Most that is typed"),
                _("Points of the total"),
                _("Points per point typed"),
                _("In the sum"),
            ),
            HEADER,
        )
        for row in self.plan.sheet.rows:
            at = self.grid.last_row + 1
            self._put(at, 1, row.code)
            self._put(at, 2, row.name())
            name = self.weights.get(row.code, "")
            stated = self.rule.weights.of.get(row.code)
            if stated is None:
                stated = self._own_weight(row)
            self._put(at, RULE_WEIGHT, points(stated), name)
            by_points = self.rule.weights.kind is WeightKind.POINTS and stated * 100 == row.full
            self._put(
                at,
                RULE_FULL,
                points(Fraction(row.full, 100)),
                cell(at, RULE_WEIGHT) if by_points else "",
            )
            same = row.top == row.full and row.scale is Scale.POINTS and by_points
            self._put(
                at, RULE_MOST, points(Fraction(row.top, 100)), cell(at, RULE_FULL) if same else ""
            )
            share = self._share(row, at)
            self._put(at, RULE_SHARE, points(row.share), share if row.counts else "")
            self._put(at, RULE_WORTH, points(row.worth * 100), self._worth(row, at, share))
            self._put(at, RULE_COUNTS, int(row.counts))

    def _own_weight(self, row: ScoredRow) -> Fraction:
        """The weight of a row that an overlay adds, or that states none."""
        for overlay in self.plan.panel.overlays:
            if overlay.row == row.code and row.added:
                if self.rule.weights.kind is WeightKind.POINTS and overlay.full is not None:
                    return Fraction(overlay.full, 100)
                return overlay.weight or Fraction(1)
        return Fraction(1)

    def _share(self, row: ScoredRow, at: int) -> str:
        match self.rule.weights.kind:
            case WeightKind.POINTS:
                return cell(at, RULE_WEIGHT)
            case WeightKind.FACTOR:
                return f"{cell(at, RULE_WEIGHT)}*{cell(at, RULE_FULL)}"
            case WeightKind.SHARE:
                if row.added:
                    return cell(at, RULE_WEIGHT)
                path = (node.code for node in self.plan.panel.table.path(row.code))
                names = [self.weights[code] for code in path if code in self.weights]
                return "*".join(["100", *(f"{name}/100" for name in names)])

    def _worth(self, row: ScoredRow, at: int, share: str) -> str:
        """Empty where it is 1 as it stands: the row only deducts, or is typed in its points."""
        kind = self.rule.weights.kind
        if kind is WeightKind.FACTOR:
            if row.top == row.full:
                return cell(at, RULE_WEIGHT)
            return f"{cell(at, RULE_WEIGHT)}*{cell(at, RULE_FULL)}/{cell(at, RULE_MOST)}"
        if (kind is WeightKind.SHARE and row.top) or row.top != row.full:
            return f"({share})/{cell(at, RULE_MOST)}"
        return ""

    def _weights(self) -> None:
        said = _("Weights as stated; the formulas call them by name. Source: {source}")
        self.grid.put_line(said.format(source=self.rule.weights.source), SECTION, skip=1)
        self.grid.put_row(
            (_("Indicator code"), _("Indicator"), _("Weight"), _("Name in formulas")), HEADER
        )
        table = self.plan.panel.table
        for code, name in self.weights.items():
            at = self.plan.weight_rows[code]
            self._put(at, 1, code)
            self._put(at, 2, table.row(code).name() if code in table else code)
            self._put(at, 3, points(self.rule.weights.of[code]))
            self._put(at, 4, name)
            self._name(name, at)

    def _nodes(self) -> None:
        """Between which rows the points of those that do not apply are handed on."""
        if not self.plan.nodes:
            return
        self.grid.put_line(_("Points that are shared where a row does not apply"), SECTION, skip=1)
        table, rows = self.plan.panel.table, self.plan.sheet.rows
        weighting = self.plan.case.weighting
        for node in self.plan.nodes:
            at = self.grid.last_row + 1
            positions = [own for own in self.plan.below(node) if not rows[own].added]
            terms = self.plan.scored(RULE_SHARE, positions, here=True)
            mass = sum((weighting.common[own] for own in positions), start=Fraction(0))
            self._put(at, 1, node[-1] if node else "")
            self._put(at, 2, table.row(node[-1]).name() if node else _("The whole table"))
            self._put(at, 3, points(mass), f"SUM({','.join(terms)})" if terms else "")

    def _places(self) -> None:
        rule = self.rule
        self.grid.put_line(_("Trimming, rounding, leaving early"), SECTION, skip=1)
        self.grid.put_row(("", _("What it is"), _("Value"), _("Name in formulas")), HEADER)
        if rule.average is Average.TRIMMED:
            drop = _(
                "Left out at either end; the formulas follow 0 to {most}, and only below half of "
                "the least numbers"
            )
            drop = drop.format(most=formula.most_dropped(rule))
            self._value(drop, rule.trim.drop, formula.TRIM_DROP)
            self._value(
                _("Least numbers from which trimming begins"), rule.trim.least, formula.TRIM_LEAST
            )
            words = (BelowLeast.REFUSE.value, BelowLeast.MEAN.value)
            said = _("With fewer: {refuse} gives no result, {mean} the plain mean")
            self._value(
                said.format(refuse=words[0], mean=words[1]),
                rule.trim.below_least.value,
                formula.BELOW_LEAST,
            )
        for stage in RoundAt:
            if stage in rule.rounding:
                said = _("Decimals of {what}").format(what=_(STAGES[stage]))
                self._value(said, rule.rounding[stage], formula.PLACES[stage])
        said = _(
            "Of who left early: count_finished counts the finished candidates, count_none nothing"
        )
        self._value(said, rule.early_leave.value, formula.EARLY_LEAVE)
        self.grid.put_line(
            _(
                "A spreadsheet computes in binary numbers: ROUND(…,10) inside a formula brings a "
                "sum back to the decimal it stands for before the rule rounds it. Totals that no "
                "rule rounds are compared at ten decimals, experts' totals to be trimmed at twelve."
            ),
            NOTE,
        )

    def _value(self, said: str, value: Value, name: str) -> None:
        at = self.grid.last_row + 1
        self._put(at, 1, None)
        self._put(at, 2, said)
        self._put(at, 3, value)
        self._put(at, 4, name)
        self._name(name, at)

    def _conclusions(self) -> None:
        """Quorum and majority as fractions, which no decimal need be."""
        asked = self.rule.conclusions
        if asked is None or (asked.quorum is None and asked.majority is None):
            return
        self.grid.put_line(_("Quorum and majority of the conclusions"), SECTION, skip=1)
        self.grid.put_row(("", _("What it is"), _("Value"), _("Name in formulas")), HEADER)
        for part, names, said in (
            (asked.quorum, formula.QUORUM, _("Quorum: {what}")),
            (asked.majority, formula.MAJORITY, _("Majority: {what}")),
        ):
            if part is not None:
                self._value(said.format(what=_("so many parts")), part.numerator, names[0])
                self._value(said.format(what=_("of so many")), part.denominator, names[1])

    def _bands(self) -> None:
        """Lines of the grades, the lowest first, as LOOKUP needs them."""
        bands = self.rule.grades.bands
        if not bands:
            return
        self.grid.put_line(_("Grades by the total"), SECTION, skip=1)
        self.grid.put_row(("", _("Proposed grade"), _("From")), HEADER)
        first = self.grid.last_row + 1
        for name, line in [
            ("—", Fraction(_BELOW_ALL)),
            *((b.name, b.at_least) for b in bands[::-1]),
        ]:
            at = self.grid.last_row + 1
            self._put(at, 1, None)
            self._put(at, 2, name)
            self._put(at, 3, points(line))
        self._name(formula.GRADE_LINES, first, 3, self.grid.last_row)
        self._name(formula.GRADE_NAMES, first, 2, self.grid.last_row)

    def _caps(self) -> None:
        """What else decides a grade: at most this one, in a word, with the reasons."""
        if not has_caps(self.plan):
            return
        said = _("Grades at most, by what is not a line (votes, quotas, gates, floors, ranks)")
        self.grid.put_line(said, SECTION, skip=1)
        self.grid.put_row((_("Candidate code"), _("Reason"), _("At most")), HEADER)
        panel, sheet = self.plan.panel, self.plan.sheet
        for item in self.plan.record.verdict.candidates:
            at = self.grid.last_row + 1
            proposal = item.proposal
            changed = proposal.undecided or proposal.grade != proposal.by_band
            self._put(at, 1, item.code)
            self._put(at, 2, "\n".join(reason_sentences(panel, sheet, item)))
            self._put(at, 3, (grade_text(item) or "—") if changed else None)
            self._name(cap_name(self.plan, item.code), at)
        self.grid.put_line(
            _(
                "These stand as the program worked them out and are no formulas: what lowers a "
                "grade below its line (a rank asked for, a quota and ties at it, a gate, a breach "
                "of integrity, a floor of a row, a bar of the highest grade, a vote) is decided "
                "by more than the numbers here. They do not move with a mark that is changed in "
                "this file; correct it in the program and export anew."
            ),
            NOTE,
        )


def has_caps(plan: Plan) -> bool:
    """Whether anything but the lines decides a grade."""
    return any(
        item.proposal.undecided or item.proposal.grade != item.proposal.by_band
        for item in plan.record.verdict.candidates
    )


def cap_name(plan: Plan, candidate: str) -> str:
    """What formulas call the highest grade that a candidate may be proposed."""
    return f"grade_at_most_{plan.candidates[candidate] + 1}"


def grade_formula(plan: Plan, candidate: str, total: str) -> str:
    """The proposed grade from the cell with the total.

    Names are compared as a whole, so that none is a pattern; where a grade is capped, the total
    counts for no more than the line of that grade.
    """
    lines, names = formula.GRADE_LINES, formula.GRADE_NAMES
    by_line = f"LOOKUP({total},{lines},{names})"
    if has_caps(plan):
        cap = cap_name(plan, candidate)
        same = f"({names}={cap})"
        lower = f"LOOKUP(MIN({total},SUMPRODUCT({same}*{lines})),{lines},{names})"
        by_line = f'IF({cap}="",{by_line},IF(SUMPRODUCT(1*{same})=0,{cap},{lower}))'
    return f'IF(ISNUMBER({total}),{by_line},"—")'

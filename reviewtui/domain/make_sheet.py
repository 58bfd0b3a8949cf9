"""Drawing up the sheet from panel and table, with everything that does not fit."""

from collections.abc import Mapping
from fractions import Fraction

from reviewtui.domain.facts import Flag
from reviewtui.domain.fields import TOML
from reviewtui.domain.findings import Finding
from reviewtui.domain.frozen_sheet import frozen_sheet
from reviewtui.domain.gates import GateResult
from reviewtui.domain.indicator_set import Row
from reviewtui.domain.numbers import Hundredths, decimal_text, hundredths
from reviewtui.domain.panel import Overlay, OverlayChange, Panel, Settled
from reviewtui.domain.rule import Scale, WeightKind
from reviewtui.domain.scored_codes import reviewed, scored_codes
from reviewtui.domain.sheet import HUNDRED, CandidateSheet, Place, ScoredRow, Sheet, conclusion_row
from reviewtui.domain.speech import Speech
from reviewtui.domain.stage_choice import default_choice
from reviewtui.domain.states import RowKind
from reviewtui.locales import _


def make_sheet(panel: Panel, place: str, findings: list[Finding], speech: Speech = TOML) -> Sheet:
    """Derive the sheet of a panel; what does not fit table, weights or overlays is found.

    Args:
        panel: The panel as read.
        place: What findings call the panel's file.
        findings: Added to; the sheet is fit for use only if none of them is hard.
        speech: The words of the file the panel was read from.
    """
    maker = _SheetMaker(panel, place, findings, speech)
    return maker.make()


def _only_deducts(full: Hundredths, low: Hundredths) -> bool:
    return full == 0 and low < 0


class _SheetMaker:
    """One pass over the panel; every method adds to the findings and goes on."""

    def __init__(self, panel: Panel, place: str, findings: list[Finding], speech: Speech) -> None:
        self.speech = speech
        self.panel, self.table, self.rule = panel, panel.table, panel.rule
        self.place, self.findings = place, findings
        self.settled: dict[str, list[Settled]] = {}
        for item in panel.settled:
            self.settled.setdefault(item.candidate, []).append(item)
        self.overlays: dict[str, list[Overlay]] = {}
        for overlay in panel.overlays:
            self.overlays.setdefault(overlay.candidate, []).append(overlay)
        self.groups = [row for row in self.table.rows if row.kind is RowKind.ALTERNATIVES]

    def find(self, key: str, sentence: str) -> None:
        self.findings.append(Finding(f"{self.place}: {key}", sentence))

    def make(self) -> Sheet:
        codes = scored_codes(self.table, self.rule, self.panel.review)
        self.outside = frozenset(
            row.code
            for row in self.table.rows
            if not reviewed(self.table, row.code, self.panel.review)
        )
        for code in self.rule.by_row:
            if code not in {row.code for row in self.table.primaries}:
                self.find("[rule] by_row", _("{code} is no primary indicator").format(code=code))
        for code in self.rule.rows:
            if code not in codes:
                self.find(f"[rule.rows] {code}", self._not_scored(code))
        shares = self._shares(codes)
        rows = tuple(
            self._scored(self.table.row(code), shares[code], self.table.primary(code).code)
            for code in codes
        )
        rows += tuple(self._added_rows(rows))
        candidates = self._candidates(rows)
        conclusions = self.rule.conclusions
        return Sheet(
            rows,
            candidates,
            frozen_sheet(self.table, self.rule, rows, candidates),
            conclusion_row(conclusions) if conclusions and conclusions.options else None,
        )

    def _shares(self, codes: tuple[str, ...]) -> dict[str, Fraction]:
        """Points of the total behind each scored row; factors stand as they are."""
        weights = self.rule.weights
        nodes = set(codes)
        if weights.kind is WeightKind.SHARE:
            nodes = {node.code for code in codes for node in self.table.path(code)}
        for code in weights.of:
            if code not in self.table:
                self.find(f"[weights.of] {code}", _("there is no such row in the table"))
            elif code not in nodes:
                self.find(f"[weights.of] {code}", self._not_scored(code))
        self._check_full(codes)
        counting = self._counting(codes)
        for code in (row.code for row in self.table.rows if row.code in nodes):
            weight = weights.of.get(code)
            if weight is None:
                if weights.of:  # none at all is one finding of the rule's own
                    self.find(f"[weights.of] {code}", self._no_weight(self.table.row(code)))
            elif weight <= 0 and weights.kind is not WeightKind.FACTOR and code in counting:
                self.find(f"[weights.of] {code}", _("must be more than 0"))
        if weights.kind is WeightKind.SHARE:
            self._check_siblings(nodes & counting)
        shares = {}
        for code in codes:
            share = weights.of.get(code, Fraction(1))
            if weights.kind is WeightKind.SHARE:
                share = Fraction(100)
                for node in self.table.path(code):
                    share *= weights.of.get(node.code, Fraction(100)) / 100
            shares[code] = share
        return shares

    def _no_weight(self, row: Row) -> str:
        points = self.rule.weights.kind is WeightKind.POINTS
        if points and row.top == 0 and row.low is not None and row.low < 0:
            return _("this row has no weight; it only deducts, so its full mark is 0")
        return _("this row has no weight")

    def _not_scored(self, code: str) -> str:
        """Why a code of the table carries no mark in this panel."""
        if code in self.outside:
            return _("does not belong to this review type")
        return _("is not a scored row at this granularity")

    def _check_full(self, codes: tuple[str, ...]) -> None:
        """A full mark of 0 belongs to rows that only deduct."""
        for code, full in self.rule.weights.full.items():
            if code not in codes:
                self.find(f"[weights.full] {code}", self._not_scored(code))
            elif full == 0 and not _only_deducts(full, self.table.row(code).low or full):
                self.find(
                    f"[weights.full] {code}",
                    _("a full mark is more than 0, with at most two places"),
                )

    def _counting(self, codes: tuple[str, ...]) -> set[str]:
        """Scored rows that count in the sum, and the rows above them."""
        return {
            node.code
            for code in codes
            if self._counts(self.table.row(code))
            for node in self.table.path(code)
        }

    def _counts(self, row: Row) -> bool:
        """Whether a row counts in the sum; what stands outside takes the rows below along."""
        above = self.table.path(row.parent) if row.parent else ()
        return row.counts_in_sum and all(node.counts_in_sum for node in above)

    def _check_siblings(self, nodes: set[str]) -> None:
        """Shares of rows with the same parent make 100; silent where one is missing."""
        parents = {""} | {self.table.row(code).parent for code in nodes}
        for parent in sorted(parents):
            below = [row.code for row in self.table.children(parent) if row.code in nodes]
            total = sum(
                (self.rule.weights.of.get(code, Fraction(0)) for code in below), start=Fraction(0)
            )
            if below and total != 100 and all(code in self.rule.weights.of for code in below):
                self.find(
                    f"[weights.of] {parent}".rstrip(),
                    _("the shares of {rows} sum to {total}, not to 100").format(
                        rows=", ".join(below), total=decimal_text(total)
                    ),
                )

    def _scored(
        self, row: Row, share: Fraction, primary: str, *, overlaid: bool = False
    ) -> ScoredRow:
        own = self.rule.rows.get(row.code)
        weights = self.rule.weights
        scale = (own and own.scale) or row.scale or self.rule.scale
        if weights.kind is WeightKind.POINTS:
            full = Hundredths(int(share * 100))
        else:
            full = weights.full.get(row.code, HUNDRED if row.top is None else row.top)
        top = HUNDRED if scale in (Scale.PERCENT, Scale.LEVELS) else full
        low = row.low if row.low is not None and scale is Scale.POINTS else Hundredths(0)
        step = (own and own.step) or row.step or self.rule.step
        if scale is Scale.YES_NO and top:
            step = top
        counts = self._counts(row)
        if weights.kind is not WeightKind.POINTS or row.code in weights.of or overlaid:
            self._check_marks(row, scale, (low, top, full, step))
        worth = self._worth(share, full, top)
        if weights.kind is WeightKind.FACTOR:
            share = share * full / 100
        return ScoredRow(
            code=row.code,
            title=row.title,
            title_en=row.title_en,
            primary=primary,
            kind=row.kind,
            scale=scale,
            low=low,
            top=top,
            step=step,
            full=full,
            worth=worth,
            share=share if counts else Fraction(0),
            counts=counts,
            levels=self.rule.levels if scale is Scale.LEVELS else (),
            parent=row.parent,
        )

    def _check_marks(
        self,
        row: Row,
        scale: Scale,
        bounds: tuple[Hundredths, Hundredths, Hundredths, Hundredths],
    ) -> None:
        """Bounds and steps (low, top, full, step) in which no mark can be given."""
        low, top, full, step = bounds
        if scale is Scale.POINTS and row.top is not None and row.top < top:
            self.find(
                f"[weights.of] {row.code}",
                _("the full mark {full} is more than the table's maximum {top}").format(
                    full=decimal_text(Fraction(full, 100)), top=decimal_text(Fraction(row.top, 100))
                ),
            )
        if low >= top or low >= full:
            self.find(f"[weights.of] {row.code}", _("leaves no mark to give"))
        elif _only_deducts(full, low) and self._counts(row):
            self.find(
                f"[weights.of] {row.code}",
                _(
                    "a row that only deducts must not count in the sum: the file of the indicator "
                    "set says so with counts_in_sum = false"
                ),
            )
        if scale is not Scale.LEVELS and (top % step or low % step):
            self.find(
                f"[rule] step {row.code}",
                _("the full mark {full} cannot be reached in steps of {step}").format(
                    full=decimal_text(Fraction(top, 100)), step=decimal_text(Fraction(step, 100))
                ),
            )

    def _worth(self, share: Fraction, full: Hundredths, top: Hundredths) -> Fraction:
        """Points of the total per hundredth typed.

        A row that only deducts has no full mark to be a share of: its points come off the
        total as they stand, times its factor where there is one.
        """
        match self.rule.weights.kind:
            case WeightKind.FACTOR:
                return share / 100 if top == full else share * full / top / 100
            case WeightKind.SHARE if top:
                return share / top
            case WeightKind.POINTS if top != full:
                return share / top
        return Fraction(1, 100)

    def _added_rows(self, rows: tuple[ScoredRow, ...]) -> list[ScoredRow]:
        known = {row.code for row in rows}
        added: dict[str, ScoredRow] = {}
        for overlay in self.panel.overlays:
            if overlay.change is not OverlayChange.ADD:
                continue
            place = f"[[overlays]] {overlay.candidate} {overlay.row}"
            if overlay.row in self.table or overlay.row in known:
                self.find(place, _("this code is taken; an added row needs a new one"))
                continue
            parent = overlay.parent or overlay.row.split(".")[0]
            if parent not in self.table:
                self.find(f"{place} parent", _("there is no such row in the table"))
                continue
            primary = self.table.primary(parent).code
            share = overlay.weight
            if self.rule.weights.kind is WeightKind.POINTS and overlay.full is not None:
                share = Fraction(overlay.full, 100)
            if share is None or share <= 0:
                sentence = _("an added row needs its weight: {full} or {weight}").format(
                    full=self.speech.name("overlays.full"),
                    weight=self.speech.name("overlays.weight"),
                )
                self.find(place, sentence)
                continue
            row = Row(overlay.row, overlay.title, parent=parent, top=overlay.full)
            added.setdefault(
                overlay.row, self._scored(row, share, primary, overlaid=True)._replace(added=True)
            )
        return list(added.values())

    def _candidates(self, rows: tuple[ScoredRow, ...]) -> dict[str, CandidateSheet]:
        """By code; those of whom nothing special is said share one sheet."""
        plain: CandidateSheet | None = None
        found = {}
        for code in (candidate.code for candidate in self.panel.candidates):
            if self.groups or code in self.overlays or code in self.settled:
                found[code] = self._candidate(code, rows)
            else:
                plain = found[code] = plain or self._candidate(code, rows)
        return found

    def _candidate(self, code: str, rows: tuple[ScoredRow, ...]) -> CandidateSheet:
        overlays = self.overlays.get(code, ())
        hidden = {item.row for item in overlays if item.change is OverlayChange.HIDE}
        added = {item.row for item in overlays if item.change is OverlayChange.ADD}
        titles = {
            item.row: item.title for item in overlays if item.change is not OverlayChange.HIDE
        }
        for overlay in overlays:
            if overlay.change is not OverlayChange.ADD and overlay.row not in self.table:
                self.find(
                    f"[[overlays]] {code} {overlay.row}", _("there is no such row in the table")
                )
        settled: dict[str, Hundredths] = {}
        evidence: dict[str, str] = {}
        applies: dict[str, str] = {}
        by_code = {row.code: row for row in rows}
        for item in self.settled.get(code, ()):
            self._settle(item, by_code, settled, applies)
            evidence[item.row] = item.evidence
        defaulted = self._defaults(code, hidden, applies)
        places = []
        for row in rows:
            gone = row.code in hidden or (
                bool(hidden)
                and row.code in self.table
                and any(node.code in hidden for node in self.table.path(row.code))
            )
            if gone or (row.added and row.code not in added):
                places.append(Place.NOT_APPLICABLE)
            elif row.code in settled:
                places.append(Place.SETTLED)
            else:
                places.append(Place.JUDGED)
        return CandidateSheet(
            places=tuple(places),
            settled=settled,
            evidence=evidence,
            titles=titles,
            applies=applies,
            hidden=frozenset(hidden - set(by_code)) | self.outside,
            reasons={item.row: item.reason for item in overlays},
            defaulted=defaulted,
        )

    def _defaults(self, code: str, hidden: set[str], applies: dict[str, str]) -> frozenset[str]:
        """Choose between stages where the desk settled nothing (TR-06); which groups that is.

        Table, approval and day are frozen: the sheet's hash needs settled choices only.
        """
        approved_on = self.panel.candidate(code).approved_on
        found = set()
        for row in self.groups:
            if row.code in applies or row.code in hidden or row.code in self.outside:
                continue
            if choice := default_choice(self.panel, row.code, approved_on, hidden):
                applies[row.code] = choice
                found.add(row.code)
        return frozenset(found)

    def _settle(
        self,
        item: Settled,
        rows: Mapping[str, ScoredRow],
        settled: dict[str, Hundredths],
        applies: dict[str, str],
    ) -> None:
        place = f"[[settled]] {item.candidate} {item.row}"
        if item.row not in self.table:
            self.find(place, _("there is no such row in the table"))
            return
        row = self.table.row(item.row)
        if row.kind is RowKind.ALTERNATIVES:
            if item.value in {choice.code for choice in self.table.children(item.row)}:
                applies[item.row] = item.value
            else:
                self.find(place, _("{value} is no choice of this group").format(value=item.value))
            return
        if row.kind is RowKind.GATE:
            if item.value not in set(GateResult):
                known = _(", ").join(self.speech.value(one) for one in GateResult)
                self.find(place, _("a gate is settled with one of: {known}").format(known=known))
            return
        scored = rows.get(item.row)
        if item.value in set(Flag):
            if scored:
                settled[item.row] = scored.top if item.value == Flag.YES else Hundredths(0)
            return
        try:
            mark = hundredths(item.value)
        except ValueError:
            known = _(", ").join(self.speech.value(one) for one in Flag)
            sentence = _("is settled with one of: {known}, or a number")
            self.find(place, sentence.format(known=known))
            return
        if scored and not scored.low <= mark <= scored.top:
            self.find(place, _("lies outside the marks of this row"))
        elif scored:
            settled[item.row] = mark

"""An explanation and a comparison as the JSON objects of `explain --json`.

Numbers are decimal strings: at the places of the stage that rounds them, otherwise with at
most ten.
"""

from collections.abc import Mapping
from fractions import Fraction

from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.rule import Order, RoundAt, Rule
from reviewtui.tally.compare import Comparison
from reviewtui.tally.explain import (
    Arithmetic,
    ExpertPart,
    Explanation,
    MarkPart,
    PrimaryPart,
    RowPart,
)
from reviewtui.tally.report import left_out_json


def explanation_json(rule: Rule, parts: Explanation) -> dict[str, object]:
    """One total opened down to the marks."""
    values = _expert_stage(rule) if rule.order is Order.BY_EXPERT else RoundAt.PRIMARY
    words: dict[str, object] = {
        "candidate": parts.candidate,
        "total": _number(rule, parts.total, RoundAt.TOTAL),
        "rank": parts.rank,
        "n": parts.n,
        "grade": parts.grade,
        "base": decimal_text(parts.base),
        "primaries": [_primary(rule, primary) for primary in parts.primaries],
        "experts": [_expert(rule, expert) for expert in parts.experts],
        "arithmetic": _arithmetic(rule, parts.arithmetic, values, RoundAt.TOTAL),
        "left_out": left_out_json(parts.left_out),
        "flags": [flag.value for flag in parts.flags],
        "remarks": list(parts.remarks),
        "rule": list(parts.sentences),
    }
    for key, said in (
        ("opinion", parts.opinion),
        ("grade_reasons", parts.grade_reasons),
        ("hints", parts.hints),
    ):
        if said:
            words[key] = list(said)
    return words


def comparison_json(rule: Rule, found: Comparison) -> dict[str, object]:
    """Two candidates side by side; every `difference` is the first less the second."""
    stage = _expert_stage(rule)
    return {
        "candidates": [found.a.code, found.b.code],
        "totals": [_number(rule, item.total, RoundAt.TOTAL) for item in (found.a, found.b)],
        "ranks": [found.a.rank, found.b.rank],
        "n": [found.a.n, found.b.n],
        "difference": _number(rule, found.difference, RoundAt.TOTAL),
        "primaries": [
            {
                "code": primary.code,
                "scores": [
                    _number(rule, score, RoundAt.PRIMARY) for score in (primary.a, primary.b)
                ],
                "difference": _number(rule, primary.difference, RoundAt.PRIMARY),
                "additive": primary.additive,
            }
            for primary in found.primaries
        ],
        "experts": [
            {
                "expert": item.expert,
                "totals": [_number(rule, item.a, stage), _number(rule, item.b, stage)],
                "preferred": item.preferred,
            }
            for item in found.preferences
        ],
        "common": {
            "experts": list(found.common),
            "totals": [
                _number(rule, total, RoundAt.TOTAL) for total in (found.a_common, found.b_common)
            ],
        },
    }


def _expert_stage(rule: Rule) -> RoundAt:
    return RoundAt.STANDARD if rule.standardise else RoundAt.EXPERT_TOTAL


def _number(rule: Rule, value: Fraction | None, stage: RoundAt) -> str | None:
    return None if value is None else decimal_text(value, rule.rounding.get(stage))


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _primary(rule: Rule, primary: PrimaryPart) -> dict[str, object]:
    return {
        "code": primary.code,
        "score": _number(rule, primary.score, RoundAt.PRIMARY),
        "additive": primary.additive,
        "full": decimal_text(primary.full),
        "rows": [_row(rule, row) for row in primary.rows],
    }


def _row(rule: Rule, row: RowPart) -> dict[str, object]:
    return {
        "code": row.code,
        "place": row.place.value,
        "score": _number(rule, row.score.score, RoundAt.ROW),
        "n": row.score.n,
        "worth": decimal_text(row.worth),
        "full": decimal_text(row.full),
        "contribution": _number(rule, row.contribution, RoundAt.WEIGHTED_ROW)
        if rule.order is Order.BY_INDICATOR
        else _exact(row.contribution),
        "marks": [_mark(mark) for mark in row.marks],
    }


def _mark(mark: MarkPart) -> dict[str, object]:
    return {
        "expert": mark.expert,
        "mark": _exact(mark.mark),
        "contribution": _exact(mark.contribution),
        "why": mark.why.contract.value if mark.why else None,
        "trimmed": mark.trimmed,
    }


def _expert(rule: Rule, expert: ExpertPart) -> dict[str, object]:
    return {
        "expert": expert.expert,
        "total": _number(rule, expert.total, RoundAt.EXPERT_TOTAL),
        "standard": _number(rule, expert.standard, RoundAt.STANDARD),
        "primaries": _numbers(rule, expert.primaries, RoundAt.PRIMARY),
        "trimmed": expert.trimmed,
        "rescaled": expert.rescaled,
    }


def _numbers(rule: Rule, values: Mapping[str, Fraction], stage: RoundAt) -> dict[str, str]:
    return {code: decimal_text(value, rule.rounding.get(stage)) for code, value in values.items()}


def _arithmetic(
    rule: Rule, step: Arithmetic | None, values: RoundAt, result: RoundAt
) -> dict[str, object] | None:
    if step is None:
        return None
    return {
        "values": _numbers(rule, step.values, values),
        "sum": decimal_text(step.sum),
        "divisor": step.divisor,
        "quotient": decimal_text(step.quotient),
        "places": step.places,
        "result": _number(rule, step.result, result),
    }

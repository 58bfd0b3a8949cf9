"""The analysis as the JSON object of `results --analysis --json` (design §12)."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from reviewtui.locales import _
from reviewtui.tally.analysis.found import Found, Undefined
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
from reviewtui.tally.analysis.spread_words import no_interval
from reviewtui.tally.analysis.weight_results import AtRule, Pair, Smaa, Stability, WeightStability

Json: TypeAlias = dict[str, object]

PLACES: Final = 10


def analysis_json(results: Mapping[Part, Result]) -> Json:
    """Each statistic by its key, with `n` and `on`, or why it is undefined.

    Numbers that are no counts are decimal strings of at most ten places. Where a key holds
    one entry per expert or candidate, these stand beside `n` and `on` by their codes. A value
    without an interval has null for its ends and says why. Experts are told apart, by code
    and never by name: this is for programs, not for a screen that others see.
    """
    found: Json = {}
    for part, result in results.items():
        if isinstance(result, Undefined):
            found[part.value] = _undefined(result)
            continue
        found[part.value] = _head(result) | _body(result)
        if isinstance(result, StandardScores):
            found["standard_means"] = _head(result) | _numbers(result.means)
            if result.apart is not None:
                apart: Json = {"not_comparable": result.apart.sentence}
                found["standard_scores_method"] = _head(result) | apart
        if isinstance(result, Severity):
            found["severity_model"] = _head(result) | _model(result)
        if isinstance(result, WeightStability):
            found["weight_stability_method"] = _head(result) | _at_rule(result.at_rule)
        if isinstance(result, Spreads | Smaa):
            found[f"{part.value}_method"] = _head(result) | _method(result)
    return found


def number(value: float) -> str:
    """A decimal of at most ten places."""
    text = f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _undefined(result: Undefined) -> Json:
    return {"undefined": result.sentence}


def _head(result: Found) -> Json:
    return {"n": result.n, "on": _(result.on)}


def _body(result: Result) -> Json:
    match result:
        case KendallW():
            return {
                "value": number(result.estimate.value),
                **_ends(result.estimate),
                "level": number(result.level),
                "p": number(result.p),
                "n_experts": len(result.experts),
                "n_candidates": len(result.candidates),
                "permutations": result.permutations,
                "chi2": number(result.chi2),
                "p_chi2": number(result.p_chi2),
            }
        case ICC():
            forms = {form: _interval(one) for form, one in result.forms.items()}
            return forms | {"n_candidates": len(result.candidates), "level": number(result.level)}
        case Alpha():
            return {
                "interval": number(result.interval.value),
                **_ends(result.interval),
                "ordinal": number(result.ordinal.value),
                **_ends(result.ordinal, "ordinal_"),
                "level": number(result.level),
                "n_candidates": len(result.candidates),
                "cells": result.cells,
            }
        case StandardScores():
            return {
                expert: _undefined(scores) if isinstance(scores, Undefined) else _numbers(scores)
                for expert, scores in result.scores.items()
            }
        case Severity():
            return _numbers(result.severity)
        case _:
            return _ranking_body(result)


def _ranking_body(result: Result) -> Json:
    match result:
        case Averages():
            return {name: _ranked(one) for name, one in result.by.items()} | {
                "untrimmed": list(result.untrimmed)
            }
        case LeaveOneOut():
            return {code: _without(result, code) for code in result.without}
        case WeightStability():
            return {code: _stability(one) for code, one in result.primaries.items()}
        case Spreads():
            none = {"undefined": no_interval()}
            return {code: _spread(result, code) for code in result.spreads} | dict.fromkeys(
                result.single, none
            )
        case Smaa():
            return {
                code: {
                    "acceptability": [number(share) for share in one.acceptability],
                    "central_weights": None if one.central is None else _numbers(one.central),
                }
                for code, one in result.accepted.items()
            }
        case _:
            raise TypeError(result)


def _numbers(values: Mapping[str, float]) -> Json:
    return {code: number(value) for code, value in values.items()}


def _interval(one: Interval | Undefined) -> Json:
    if isinstance(one, Undefined):
        return _undefined(one)
    return {"value": number(one.value), "low": number(one.low), "high": number(one.high)}


def _ends(one: Estimate, prefix: str = "") -> Json:
    if isinstance(one.within, Undefined):
        ends: Json = {"low": None, "high": None, "no_interval": one.within.sentence}
    else:
        low, high = one.within
        ends = {"low": number(low), "high": number(high)}
    return {prefix + key: value for key, value in ends.items()}


def _model(result: Severity) -> Json:
    return {
        "shrunken": _numbers(result.shrunken),
        "adjusted": _numbers(result.adjusted),
        "shrunken_adjusted": _numbers(result.shrunken_adjusted),
        "expert_sd": number(result.expert_sd),
        "residual_sd": number(result.residual_sd),
    }


def _method(result: Spreads | Smaa) -> Json:
    drawn: Json = {"generator": "numpy PCG64", "seed": result.seed}
    if isinstance(result, Smaa):
        drawn |= {"draws": result.draws, "primaries": list(result.primaries)}
        return drawn | _at_rule(result.at_rule)
    return drawn | {"repetitions": result.repetitions, "level": number(result.level)}


def _ranked(one: Ranked) -> Json:
    return {
        code: {"total": number(one.totals[code]), "rank": rank} for code, rank in one.ranks.items()
    }


def _without(result: LeaveOneOut, expert: str) -> Json:
    refused = result.refused.get(expert, ())
    return {
        "first": list(result.without[expert].best()),
        "top": list(result.without[expert].best(result.top)),
        "same_first": None if refused else expert not in result.decisive(1),
        "same_top": None if refused else expert not in result.decisive(result.top),
        "ranks": dict(result.without[expert].ranks),
        "refused": list(refused),
    }


def _spread(result: Spreads, candidate: str) -> Json:
    one = result.spreads[candidate]
    said: Json = {
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "p_first": number(one.p_first),
        "above": [
            line_json(line) | {"p": number(share)}
            for line, share in zip(result.lines, one.above, strict=True)
        ],
    }
    return said | ({"ranked_in": one.repetitions} if candidate in result.partly else {})


def line_json(line: Line) -> Json:
    """What a line divides."""
    said: Json = {}
    if line.places is not None:
        said["places"] = line.places
    return said | ({"grade": line.grade} if line.grade else {})


def _stability(one: Stability) -> Json:
    said: Json = {"weight": number(one.weight)}
    for key, kept in (("first", one.first), ("top", one.top), ("order", one.order)):
        said[key] = {
            "low": number(kept.low),
            "high": number(kept.high),
            "below": _above(kept.below),
            "above": _above(kept.above),
        }
    return said


def _above(pair: Pair | None) -> list[str] | None:
    """Who comes above whom beyond that end."""
    return None if pair is None else list(pair)


def _at_rule(one: AtRule) -> Json:
    """The ranking of the primaries' scores at the rule's own weights."""
    said: Json = {"as_official": one.differs is None, "ranks_at_rule": dict(one.ranks)}
    return said | ({} if one.differs is None else {"differs": one.differs.sentence})

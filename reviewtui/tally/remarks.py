"""What a reader must know about one candidate's result, in short words for a table or a page."""

from collections.abc import Collection, Iterable
from typing import Final

from reviewtui.domain.gates import GateResult, gates_of
from reviewtui.domain.history import breach_note
from reviewtui.domain.naming import title
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict, Flag, LeftOut, flag_label

MOST_NAMED: Final = 12
"""Most experts that a remark names one by one."""
FIRST_NAMED: Final = 3
"""Experts that it names where there are more."""


def remarks(
    panel: Panel, sheet: Sheet, item: CandidateVerdict, *, but: Collection[Flag] = ()
) -> list[str]:
    """Gates that were not passed, integrity, the flags, and primaries above their full mark.

    Args:
        panel: The panel.
        sheet: Its sheet.
        item: The candidate's result.
        but: Flags that are said elsewhere.
    """
    return [
        *(
            _gate(title(panel, sheet, gate.row.code, item.code), gate.reason)
            for gate in gates_of(panel, item.code)
            if gate.result is GateResult.FAIL
        ),
        *filter(None, [breach_note(panel.candidate(item.code).integrity)]),
        *(_flag(panel, flag, item) for flag in item.flags if flag not in but),
        *filter(None, [above_full(sheet, item)]),
    ]


def _gate(name: str, reason: str) -> str:
    if not reason:
        return _("{gate}: not passed").format(gate=name)
    return _("{gate}: not passed ({reason})").format(gate=name, reason=reason)


def above_full(sheet: Sheet, item: CandidateVerdict) -> str:
    """Which primaries rescaling has lifted above the full mark of the table; empty if none."""
    if not {Flag.RESCALED, Flag.UNABLE_RESCALED} & set(item.flags):
        return ""
    above = [
        primary.code
        for primary in item.primaries
        if primary.score is not None and 0 < sheet.shares.get(primary.code, 0) < primary.score
    ]
    if not above:
        return ""
    sentence = _("above the table's full mark because of the rescaling: primary {codes}")
    return sentence.format(codes=_(", ").join(above))


def left_out_words(left_out: Iterable[LeftOut]) -> str:
    """Who is left out, by reason, for a remark: “recused (expert 03, 05); absent (expert 07)”.

    Of many with one reason it tells how many, and the first of them.
    """
    groups: dict[Why, list[str]] = {}
    for item in left_out:
        groups.setdefault(item.why, []).append(item.expert)
    return _("; ").join(_group_words(why, codes) for why, codes in groups.items())


def _group_words(why: Why, codes: list[str]) -> str:
    if len(codes) <= MOST_NAMED:
        return _("{why} (expert {codes})").format(why=label(why), codes=_(", ").join(codes))
    return _("{why}: {count} experts ({codes} and others)").format(
        why=label(why), count=len(codes), codes=_(", ").join(codes[:FIRST_NAMED])
    )


def _flag(panel: Panel, flag: Flag, item: CandidateVerdict) -> str:
    if flag is Flag.WITHDRAWN:
        return _("withdrawn: {reason}").format(reason=panel.candidate(item.code).withdrawn)
    if flag is Flag.SMALLER_BASE:
        return _("out of {base} points").format(base=decimal_text(item.base))
    return flag_label(flag)

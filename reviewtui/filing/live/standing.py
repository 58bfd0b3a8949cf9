"""Who counts before a candidate, as a formula: what holds anyway, then the ballot, then gaps.

The order is the tally's (`tally.attendance`, `tally.by_expert`, `tally.by_indicator`).
"""

from reviewtui.domain.rule import EarlyLeave, Order, Unable
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing.live.formula import EARLY_LEAVE, literal
from reviewtui.filing.live.plan import FULL, Plan
from reviewtui.filing.live.words import COUNTED, HANDED_IN, JUDGES, NUMBERS
from reviewtui.locales import _


def standing(plan: Plan, candidate: str, expert: str) -> str:
    """The word for it: that he counts, or why he does not."""
    stands, attends = plan.stands(candidate, expert), plan.attends(expert)
    always = ",".join(
        f"{stands}={literal(label(why))}" for why in (Why.WITHDRAWN, Why.NOT_ASSIGNED, Why.RECUSED)
    )
    finished = f"{EARLY_LEAVE}={literal(EarlyLeave.COUNT_FINISHED.value)}"
    present = (
        f"OR({attends}={literal(_(HANDED_IN))},"
        f"AND({attends}={literal(label(Why.LEFT))},{finished}))"
    )
    own = f"IF({stands}={literal(_(JUDGES))},{_gaps(plan, candidate, expert)},{stands})"
    return f"IF(OR({always}),{stands},IF({present},{own},{attends}))"


def _gaps(plan: Plan, candidate: str, expert: str) -> str:
    marks = plan.marks(candidate, expert)
    size, places = plan.rows, plan.sheet.candidates[candidate].places
    settled = sum(place is Place.SETTLED for place in places)
    unable, blank, counted = map(literal, (label(Why.UNABLE), label(Why.BLANK), _(COUNTED)))
    gone = f"COUNTIF({marks},{literal(label(CellState.NOT_APPLICABLE))})"
    cannot = f"COUNTIF({marks},{unable})"
    judged = f"COUNT({marks})-{settled}" if settled else f"COUNT({marks})"
    if plan.rule.order is Order.BY_INDICATOR:
        none = f"{gone}+{settled}={size}" if settled else f"{gone}={size}"
        some = f"IF(OR({none},{judged}>0),{counted},IF({cannot}>0,{unable},{blank}))"
        return f"IF({gone}={size},{blank},{some})"
    if plan.rule.unable is Unable.NO_TOTAL:
        whole = f"IF(COUNT({marks})+{gone}<{size},{blank},{counted})"
        return f"IF({gone}={size},{blank},IF({cannot}>0,{unable},{whole}))"
    full = plan.stretch(candidate, FULL, range(size))[0]
    nothing = f"OR({judged}=0,AND(SUM({full})>0,SUMIF({marks},{NUMBERS},{full})=0))"
    lost = f"IF(AND({cannot}>0,{nothing}),{unable},{counted})"
    return f"IF(OR({gone}={size},COUNT({marks})+{gone}+{cannot}<{size}),{blank},{lost})"

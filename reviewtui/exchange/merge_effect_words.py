"""What a second desk changes of what counted here, sentence by sentence."""

from collections.abc import Iterator

from reviewtui.domain.amendment import Amendment, LeaveRule
from reviewtui.domain.amendment_words import amendment_words
from reviewtui.domain.ballot import check_code
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import Why, label
from reviewtui.exchange.merge_plan import who
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.effective import StoredBallot
from reviewtui.session.merge_effects import Moved
from reviewtui.session.merging import Plan


def effect_sentences(plan: Plan, panel: Panel) -> list[str]:
    """Whom and what the merge moves; empty where it only adds.

    Args:
        plan: The merge.
        panel: As it stood here before.
    """
    found = plan.effects
    lines = [_moved(item, plan.panel, panel) for item in found.moved]
    for number, expert in found.contradicted:
        sentence = _(
            "CONFLICT: {who}, round {round}: two people here and two at the other desk settled it, "
            "each time otherwise. None counts until it is settled once more with resolve."
        )
        lines.append(sentence.format(who=who(plan.panel, expert), round=number))
    for code, contest in found.contests:
        sentence = _(
            "CONFLICT: code {code} was given to two people, {people}; on the panel it is {name}. "
            "Nothing handed in under it counts until two people settle whose it is with resolve."
        )
        people = _(", ").join(contest.names)
        name = plan.panel.expert(code).name
        lines.append(sentence.format(code=code, people=people, name=name))
    return [*lines, *_amendments(plan)]


def _moved(item: Moved, panel: Panel, before: Panel) -> str:
    state = item.after
    if not isinstance(item.before, StoredBallot):
        if state is Why.NOT_ASSIGNED:
            text = _("{who}, round {round}: until now {was}; expert {by} sits in his place now.")
        elif not isinstance(state, StoredBallot):
            text = _("{who}, round {round}: until now {was}, with this merge {now}.")
        elif item.before is Why.CONFLICT:
            text = _("{who}, round {round}: settled at the other desk, version {new} counts.")
        else:
            text = _("{who}, round {round}: until now {was}, with this merge version {new} counts.")
    elif isinstance(state, StoredBallot):
        text = _(
            "{who}, round {round}: version {rev} counted here; with this merge version {new} "
            "counts."
        )
        if state.rev == item.before.rev:
            text = _(
                "{who}, round {round}: version {rev} [{code}] counted here; with this merge "
                "version {new} [{new_code}] counts."
            )
    elif state is None:
        text = _(
            "{who}, round {round}: version {rev} counted here; with this merge he is not on the "
            "panel and it counts no more."
        )
    elif state is Why.NOT_ASSIGNED:
        text = _(
            "{who}, round {round}: version {rev} counted here; expert {by} sits in his place now "
            "and it counts no more."
        )
    elif state is Why.REVOKED:
        text = _(
            "{who}, round {round}: version {rev} counted here; his kit was issued anew at the "
            "other desk and it counts no more. Let him submit with the new kit."
        )
    else:
        text = _(
            "{who}, round {round}: version {rev} counted here and with this merge counts no more: "
            "{now}."
        )
    on_it = any(one.code == item.expert for one in panel.experts)
    return text.format(
        who=who(panel if on_it else before, item.expert),
        round=item.round,
        rev=item.before.rev if isinstance(item.before, StoredBallot) else 0,
        new=state.rev if isinstance(state, StoredBallot) else 0,
        was=label(item.before) if isinstance(item.before, Why) else "",
        now=label(state) if isinstance(state, Why) else "",
        by=panel.replacement(item.expert),
        code=_code(item.before) if "{code}" in text else "",
        new_code=_code(state) if "{new_code}" in text else "",
    )


def _code(state: StoredBallot | Why | None) -> str:
    return check_code(state.content_id) if isinstance(state, StoredBallot) else ""


def _amendments(plan: Plan) -> Iterator[str]:
    found = plan.effects
    lost = {earlier.id for earlier, _later in found.overruled}
    for item in found.taken:
        if item.id in lost:
            continue
        text = _("From the other desk, takes effect: {amendment}.")
        if isinstance(item.change, LeaveRule):
            text = _(
                "From the other desk, takes effect: {amendment}. It was made before a page of "
                "the rule was printed or a ballot came in; if the page was printed since, print "
                "it again."
            )
        yield text.format(amendment=_told(item))
    for earlier, later in found.overruled:
        text = _("Two desks said otherwise: this stands: {later}; this does not: {earlier}.")
        if isinstance(later.change, LeaveRule):
            text = _(
                "Two desks said otherwise: this stands: {later}; this does not: {earlier}. If a "
                "page of the rule that says otherwise was printed, print it again."
            )
        yield text.format(later=_told(later), earlier=_told(earlier))
    for one in found.idle:
        text = _("Without effect from now on: {amendment}: {why}.")
        yield text.format(amendment=_told(one.amendment), why=one.why)


def _told(item: Amendment) -> str:
    return _("{words} (no. {number}, {at:%m-%d %H:%M})").format(
        words=amendment_words(item.change), number=item.number, at=local_time(item.at)
    )

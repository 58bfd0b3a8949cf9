"""A merge plan in words and as JSON: one sentence per file, then what is still missing."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reviewtui.domain.ballot import Kind, check_code
from reviewtui.domain.naming import round_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import Why, label
from reviewtui.exchange.incoming import Notice
from reviewtui.locales import N_, _
from reviewtui.session.clock import local_time
from reviewtui.session.kept_aside import Reason
from reviewtui.session.merge_items import Item, Taking, Version
from reviewtui.session.merging import Plan
from reviewtui.session.round_record import FIRST_ROUND

TAKINGS: Final = {
    Taking.NEW: N_("new"),
    Taking.REPLACES: N_("replaces an earlier version"),
    Taking.EARLIER: N_("earlier version"),
    Taking.ALREADY_HERE: N_("already here"),
    Taking.CONFLICT: N_("conflict"),
    Taking.LATE: N_("late"),
    Taking.REVOKED: N_("revoked"),
    Taking.REPLACED_EXPERT: N_("of a replaced expert"),
    Taking.ASIDE: N_("kept aside"),
}

REASONS: Final = {
    Reason.TOO_LARGE: N_("larger than any ballot; only its name and fingerprint are kept"),
    Reason.NO_BALLOT: N_(
        "is no ballot file of this program; kept aside. Copy the .ballot file from the stick again"
    ),
    Reason.SCORE_SHEET: N_(
        "is an Excel score sheet that cannot be taken as it is; kept aside. Mend what is said of "
        "it, or let the expert fill in another one"
    ),
    Reason.NEWER: N_(
        "was written by a newer version of the program; kept aside. Merge with that version"
    ),
    Reason.DAMAGED: N_(
        "is damaged; kept aside. Copy it from the stick again, or let the expert submit again"
    ),
    Reason.OTHER_MEETING: N_(
        "belongs to another meeting; kept aside. Hand it to the secretary of that meeting"
    ),
    Reason.UNKNOWN_KEY: N_(
        "is signed with a key that is not registered here; kept aside. If a second desk issued "
        "the kit, merge its session; otherwise let the expert submit with the kit issued here"
    ),
    Reason.OTHER_KEY: N_(
        "is signed with the key of somebody else; kept aside. Ask the expert it names"
    ),
    Reason.OTHER_SHEET: N_(
        "was filled on other rows or candidates than this session has; kept aside. Issue the "
        "kit again and let the expert score with it"
    ),
    Reason.UNKNOWN_EXPERT: N_(
        "names an expert who is not on the panel; kept aside. Once the expert is added, the "
        "next merge takes it in"
    ),
    Reason.NOT_ASSIGNED: N_(
        "scores candidates this expert is not to score; kept aside. Check the assignment"
    ),
    Reason.SAME_ID: N_(
        "claims to be a ballot that is here and says otherwise; kept aside. Compare the check "
        "code with the signed sheet"
    ),
    Reason.REPLACED_EXPERT: N_(
        "is of an expert in whose place somebody else sits; kept, does not count"
    ),
    Reason.REVOKED: N_(
        "comes from a kit that was revoked; kept, does not count. Let the expert submit with "
        "the new kit"
    ),
}


SENTENCES: Final = {
    Taking.NEW: N_("{who}, version {rev}: new ({file})."),
    Taking.REPLACES: N_("{who}, version {rev}: replaces {others}, which is kept ({file})."),
    Taking.EARLIER: N_("{who}, version {rev}: replaced by {others} already; kept ({file})."),
    Taking.ALREADY_HERE: N_("{who}, version {rev}: already here, nothing changes ({file})."),
    Taking.CONFLICT: N_(
        "{who}, version {rev} [{own}]: in conflict with {others}. All are kept, none "
        "counts until it is settled; resolve says how ({file})."
    ),
    Taking.LATE: N_(
        "{who}, version {rev}: late, round {round} was opened before. It is kept and does not "
        "count unless the round is opened again with a reason; the result says so ({file})."
    ),
    Taking.REVOKED: N_(
        "{who}, version {rev}: from a kit that was revoked. It is kept and does not count; let "
        "the expert submit with the new kit ({file})."
    ),
    Taking.REPLACED_EXPERT: N_(
        "{who}, version {rev}: expert {by} sits in this expert's place now. It is kept and does "
        "not count ({file})."
    ),
}

CONTESTED: Final = N_(
    "{who}, version {rev} [{own}]: two desks gave the code {code} to two people, {people}. It is "
    "kept and does not count until two people settle whose it is with resolve ({file})."
)

WITHDRAWALS: Final = {
    Taking.NEW: N_("{who}, version {rev}: withdraws; none of this expert counts ({file})."),
    Taking.REPLACES: N_("{who}, version {rev}: withdraws {others}, which is kept ({file})."),
    Taking.EARLIER: N_(
        "{who}, version {rev}, a withdrawal: replaced by {others} already; kept ({file})."
    ),
    Taking.ALREADY_HERE: N_(
        "{who}, version {rev}, a withdrawal: already here, nothing changes ({file})."
    ),
    Taking.CONFLICT: N_(
        "{who}, version {rev} [{own}], a withdrawal: in conflict with {others}, which it does not "
        "name. All are kept, none counts until it is settled; resolve says how ({file})."
    ),
}


def sentence(item: Item, panel: Panel) -> str:
    """What becomes of one file, what is kept, what to do next."""
    if item.reason is not None:
        return _aside(item, item.reason)
    assert item.version is not None  # a ballot that passed the gate has one
    table = WITHDRAWALS if item.kind is Kind.WITHDRAW else SENTENCES
    codes = item.taking is Taking.CONFLICT or _alike(item.version, *item.others)
    said = table.get(item.taking, SENTENCES[item.taking])
    text = _(CONTESTED if item.people else said).format(
        who=_whose(panel, item),
        rev=item.version.rev,
        own=_code(item.version) if item.taking is Taking.CONFLICT else "",
        others=_(", ").join(_version(one, coded=codes) for one in item.others),
        round=item.round,
        file=item.name,
        code=item.expert,
        by=panel.replacement(item.expert),
        people=_(", ").join(item.people),
    )
    if item.suspicious:
        text += _(" Its number is not above the one it replaces: look at it.")
    return text


def _aside(item: Item, reason: Reason) -> str:
    text = _("{place}: {said}").format(place=item.name, said=_(REASONS[reason]))
    if item.detail and reason is Reason.DAMAGED:
        text += _(" ({detail})").format(detail=item.detail)
    if item.version is not None:
        told = _(" [says: expert {expert}, version {rev}]")
        text += told.format(expert=item.expert, rev=item.version.rev)
    return text


def summary(plan: Plan) -> list[str]:
    """How many of what, who is still missing, and what a second desk brought."""
    counts = Counter(item.taking for item in plan.items)
    parts = [f"{_(TAKINGS[taking])} {counts[taking]}" for taking in Taking if counts[taking]]
    lines = [
        _("{count} ballot files: {parts}.").format(count=len(plan.items), parts=_(", ").join(parts))
        if parts
        else _("No ballot file was found.")
    ]
    for number, waiting in sorted(Counter(_ahead(plan)).items()):
        sentence = _(
            "{round} was not begun here: {count} of them are of it; they are kept and count "
            "once it is."
        )
        lines.append(sentence.format(count=waiting, round=round_name(number)))
    desk = plan.desk
    if desk.brings:
        told = _(
            "From another desk: keys {keys}, revoked {revoked}, settled conflicts "
            "{resolutions}, amendments {amendments}; its journal is kept beside ours."
        )
        lines.append(
            told.format(
                keys=len(desk.keys),
                revoked=len(desk.revoked),
                resolutions=len(desk.resolutions),
                amendments=len(desk.amendments),
            )
        )
    for number in desk.differs:
        sentence = _(
            "CONFLICT: round {round} was opened at both desks with different lists of ballots. "
            "There is no result until two people settle it by opening again (unseal --again)."
        )
        lines.append(sentence.format(round=number))
    for number in desk.opened:
        sentence = _(
            "Round {round} was opened at the other desk and with this merge is open here too, "
            "with the same list of ballots."
        )
        lines.append(sentence.format(round=number))
    for opening in desk.openings:
        if opening.supersedes:
            sentence = _("Round {round} was opened again at the other desk, reason: {reason}")
            lines.append(sentence.format(round=opening.round, reason=opening.reason))
    return [*lines, missing_line(plan)]


def _ahead(plan: Plan) -> list[int]:
    """The rounds of ballots that came before their round was begun."""
    return [item.round for item in plan.items if item.reason is None and item.round > plan.round]


def missing_line(plan: Plan) -> str:
    """Who is still missing, and why if he is not simply absent."""
    if not plan.missing:
        return _("Complete: the ballots of all {count} experts are here.").format(count=plan.due)
    told = [
        who(plan.panel, code) + ("" if why is Why.ABSENT else _(" ({why})").format(why=label(why)))
        for code, why in plan.missing
    ]
    return _("Still missing, {count} of {all}: {names}").format(
        count=len(told), all=plan.due, names=_(", ").join(told)
    )


def who(panel: Panel, expert: str) -> str:
    """An expert by code and name."""
    named = next((item.name for item in panel.experts if item.code == expert), "")
    return _("Expert {code} {name}").format(code=expert, name=named).rstrip()


def _whose(panel: Panel, item: Item) -> str:
    """An expert, and of which round his ballot is where it is not the first."""
    further = [round_name(item.round)] if item.round != FIRST_ROUND else []
    return " ".join([who(panel, item.expert), *further])


def plan_json(plan: Plan, notices: Sequence[Notice]) -> dict[str, object]:
    """The same for programs; sentences in the reader's language."""
    return {
        "items": [
            {
                "file": item.name,
                "taking": item.taking.value,
                "why": item.reason.value if item.reason else None,
                "expert": item.expert or None,
                "round": item.round or None,
                "version": item.version.rev if item.version else None,
                "content_id": item.version.content_id if item.version else None,
                "withdraws": item.kind is Kind.WITHDRAW,
                "others": [other.content_id for other in item.others],
                "suspicious": item.suspicious,
                "sentence": sentence(item, plan.panel),
            }
            for item in plan.items
        ],
        "notices": [
            {"file": notice.name, "serious": notice.serious, "sentence": notice.sentence}
            for notice in notices
        ],
        "openings_differ": list(plan.desk.differs),
        "round": plan.round,
        "missing": [{"expert": code, "why": why.value} for code, why in plan.missing],
    }


def _alike(*versions: Version) -> bool:
    """Whether their numbers do not tell them apart."""
    return len({version.rev for version in versions}) < len(versions)


def _version(version: Version, *, coded: bool) -> str:
    if coded:
        text = _("version {rev} [{code}]").format(rev=version.rev, code=_code(version))
    else:
        text = _("version {rev}").format(rev=version.rev)
    if version.kind is Kind.WITHDRAW:
        return _("{version} (a withdrawal)").format(version=text)
    return text


def _code(version: Version) -> str:
    """What tells two versions apart before the opening: check code and time of writing."""
    code = check_code(version.content_id)
    if not version.written_at:
        return code
    return f"{code} {local_time(version.written_at):%m-%d %H:%M}"

"""What an amendment says, as one sentence for screens, prints and the command line."""

from reviewtui.domain.amendment import (
    Addition,
    CandidateWithdrawal,
    ChairChange,
    Change,
    Correction,
    Field,
    IntegrityRecord,
    LateRecusal,
    LeaveRule,
    OrderChange,
    PastEvaluation,
    Replacement,
    Settlement,
)
from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.domain.rule import EarlyLeave
from reviewtui.locales import N_, _

FIELDS = {Field.NAME: N_("the name"), Field.UNIT: N_("the unit"), Field.TITLE: N_("the title")}


def amendment_words(change: Change) -> str:
    """The change in the reader's language; people and candidates by number."""
    match change:
        case Correction(expert, candidate, field, text):
            whose = expert_name(expert) if expert else candidate_number(candidate)
            return _("{whose}: {field} reads “{text}” now").format(
                whose=whose, field=_(FIELDS[field]), text=text
            )
        case ChairChange(expert):
            return _("{expert} is the chair").format(expert=expert_name(expert))
        case OrderChange(codes, seed):
            said = _("order of presentation: {codes}").format(codes=_(", ").join(codes))
            return said + (_(" (by lot, seed {seed})").format(seed=seed) if seed else "")
        case Replacement(expert, newcomer):
            return _("{newcomer} {name} sits in the place of {expert}").format(
                newcomer=expert_name(newcomer.code), name=newcomer.name, expert=expert_name(expert)
            )
        case Addition(newcomer, candidates):
            said = _("{expert} {name} joins").format(
                expert=expert_name(newcomer.code), name=newcomer.name
            )
            whom = _(", ").join(candidates)
            return said + (_("; judges {codes}").format(codes=whom) if whom else "")
        case CandidateWithdrawal(candidate):
            return _("{candidate} is withdrawn and out of the ranking").format(
                candidate=candidate_number(candidate)
            )
        case LateRecusal(expert, candidate):
            return _("{expert} is recused for {candidate}").format(
                expert=expert_name(expert), candidate=candidate_number(candidate)
            )
        case Settlement(candidate, row, value, evidence):
            said = _("{candidate}, row {row} is settled: {value}").format(
                candidate=candidate_number(candidate), row=row, value=value
            )
            return said + (_("; evidence: {text}").format(text=evidence) if evidence else "")
        case PastEvaluation(candidate, date, grade, _year, document):
            said = _("{candidate}: evaluation of {date}: {grade}").format(
                candidate=candidate_number(candidate), date=date, grade=grade
            )
            return said + (_("; document: {text}").format(text=document) if document else "")
        case IntegrityRecord(candidate, found, note, document):
            said = (
                _("{candidate}: a breach of integrity is on record")
                if found == "yes"
                else _("{candidate}: no breach of integrity is on record")
            ).format(candidate=candidate_number(candidate))
            detail = _(", ").join(filter(None, (note, document)))
            return said + (_(" ({detail})").format(detail=detail) if detail else "")
        case LeaveRule(early_leave):
            if early_leave is EarlyLeave.COUNT_FINISHED:
                return _("of an expert who leaves early the finished candidates count")
            return _("of an expert who leaves early nothing counts")

"""Whether a ballot fits panel and sheet: one law, whether it is typed in, imported or opened."""

from collections.abc import Iterator

from reviewtui.domain.ballot import OPEN, Ballot, Cell, Kind
from reviewtui.domain.findings import Finding
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import AWAY, CandidateState
from reviewtui.locales import _
from reviewtui.session.gates import cell_faults, long_faults


def ballot_findings(ballot: Ballot, panel: Panel, sheet: Sheet) -> list[Finding]:
    """What in a ballot does not fit panel and sheet.

    Marks of a candidate that was withdrawn since, or from which the expert was recused since,
    are kept and do not count: that is no finding.
    """
    expert = _("expert {expert}").format(expert=ballot.expert)
    if ballot.expert not in {item.code for item in panel.experts}:
        return [Finding(expert, _("is not on the panel"))]
    return [
        Finding(_(", ").join([expert, place]) if place else expert, said)
        for place, said in misfits(ballot, panel, sheet)
    ]


def misfits(
    ballot: Ballot, panel: Panel, sheet: Sheet, *, blind: bool = False
) -> Iterator[tuple[str, str]]:
    """The same for an expert of the panel: where in the ballot ("" is the whole), and a sentence.

    Args:
        blind: Whether no sentence may repeat a mark: the ballot stays closed.
    """
    if ballot.kind is Kind.WITHDRAW and (ballot.cells or ballot.standings or ballot.comments):
        yield "", _("it withdraws, and yet there are marks")
        return
    assigned = {*panel.assigned(ballot.expert)} if ballot.kind is Kind.CAST else set()
    known = assigned | {item.code for item in panel.candidates if item.withdrawn}
    named = {*ballot.cells, *ballot.standings, *ballot.comments}
    for candidate in sorted(named - known):
        sentence = _("candidate {candidate} is not among those this expert is to score")
        yield "", sentence.format(candidate=candidate)
    for candidate in sorted((named & known) | assigned):
        place = _("candidate {candidate}").format(candidate=candidate)
        if said := _shape_fault(ballot, candidate, panel, sheet):
            yield place, said
    sound: set[tuple[str, Cell]] = set()
    for candidate, cells in sorted(ballot.cells.items()):
        if candidate not in known:
            continue
        judged = {row.code for row in sheet.judged(candidate)}
        for row, cell in cells.items():
            if row in judged and (row, cell) in sound:
                continue
            faults = cell_faults(cell, candidate, row, sheet, blind=blind)
            place = _("candidate {candidate}, row {row}").format(candidate=candidate, row=row)
            yield from ((place, fault) for fault in faults)
            if not faults:
                sound.add((row, cell))
    yield from (("", fault) for fault in _text_faults(ballot, sheet))


def _shape_fault(ballot: Ballot, candidate: str, panel: Panel, sheet: Sheet) -> str:
    """What the ballot says too little or too much of a candidate (see `Ballot.cells`)."""
    standing = ballot.standings.get(candidate, OPEN).state
    recusal = panel.recusal(ballot.expert, candidate)
    given = ballot.cells.get(candidate)
    if candidate in ballot.standings and standing is CandidateState.OPEN:
        return _("a state that nobody hands in")
    if standing in AWAY or (recusal and not recusal.late):
        return _("recused or declined, and yet there are marks") if given is not None else ""
    if given is None:  # of a withdrawn candidate only a comment may be left
        withdrawn = candidate in {item.code for item in panel.candidates if item.withdrawn}
        return "" if withdrawn else _("the ballot does not answer just the rows it must")
    if given.keys() != {row.code for row in sheet.judged(candidate)}:
        return _("the ballot does not answer just the rows it must")
    return ""


def _text_faults(ballot: Ballot, sheet: Sheet) -> Iterator[str]:
    for said in ballot.comments.values():
        for row in sorted(said.keys() - {"", *sheet.index}):
            yield _("there is no row {row}").format(row=row)
    texts = [text for said in ballot.comments.values() for text in said.values()]
    texts += [standing.reason for standing in ballot.standings.values()]
    for text in (*texts, ballot.reason):
        yield from long_faults(text)

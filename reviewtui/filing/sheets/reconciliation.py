"""复核: the counts that must agree, and what the result stands on, for whoever checks it."""

from collections import Counter
from collections.abc import Sequence

from reviewtui.domain.ballot import Channel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing.frame import begin, finish
from reviewtui.filing.model import Grid, Span, Value
from reviewtui.filing.record import Received, Record
from reviewtui.filing.styles import CELL, HEADER, LABEL, SECTION, STATE, TEXT, Style
from reviewtui.filing.wording import CHANNELS, beijing_clock, beijing_time, grouped
from reviewtui.locales import _

_ALWAYS = (Why.RECUSED, Why.ABSENT)
_SPANS = ((1, 1), (2, 2), (3, 5), (6, 8), (9, 10), (11, 12))
_WIDTHS = (10.5, *[9.0] * 11)


def reconciliation(record: Record) -> Grid:
    """Lay out the counts, the ballots and the hashes."""
    name = _("Reconciliation")
    grid = begin(record, name, name, _WIDTHS)
    grid.print.title_rows = (1, grid.last_row)
    _experts(grid, record)
    _states(grid, record)
    _candidates(grid, record)
    _ballots(grid, record)
    _hashes(grid, record)
    return finish(grid)


def _agree(left: int, right: int) -> str:
    return _("agrees") if left == right else _("DOES NOT AGREE")


def _pairs(grid: Grid, rows: Sequence[tuple[str, Value]]) -> None:
    for name, value in rows:
        row = grid.last_row + 1
        grid.put_span(Span(row, 1, row, 6), name, TEXT)
        grid.put_span(Span(row, 7, row, 12), value, CELL)


def _experts(grid: Grid, record: Record) -> None:
    """Experts, and the ballots of those who handed in."""
    grid.put_line(_("1. Experts and ballots"), SECTION)
    experts = len(record.panel.experts)
    handed_in = len(record.ballots)
    gone = Counter(
        record.without(expert.code)
        for expert in record.panel.experts
        if expert.code not in record.ballots
    )
    rows: list[tuple[str, Value]] = [
        (_("Experts of the panel"), experts),
        (_("Experts with a ballot that counts"), handed_in),
    ]
    rows += [
        (_("Experts without: {why}").format(why=label(why)), gone[why]) for why in Why if gone[why]
    ]
    rows += [
        (_("Do these sum to the experts of the panel?"), _agree(experts, handed_in + gone.total())),
        (_("Ballots received, all versions"), len(record.received)),
        (_("of these replaced by a later version or kept aside"), _aside(record)),
        (_("of these received after the opening"), sum(item.late for item in record.received)),
    ]
    if admitted := sum(item.admitted for item in record.received):
        rows.append((_("of these admitted late by opening again"), admitted))
    if record.aside:
        rows.append((_("Further files received and kept aside"), len(record.aside)))
    _pairs(grid, rows)


def _aside(record: Record) -> int:
    return sum(not item.effective and not item.late for item in record.received)


def _states(grid: Grid, record: Record) -> None:
    """Cells by state, as they can be filtered on the sheet of all marks."""
    grid.put_line(_("2. Marks by state (rows on the sheet “All marks”)"), SECTION, skip=1)
    states: Counter[str] = Counter()
    wholes: Counter[Why] = Counter()
    for expert in record.panel.experts:
        for candidate in record.panel.candidates:
            whole = record.whole(expert.code, candidate.code)
            if whole is not None:
                wholes[whole] += 1
                continue
            states.update(
                "settled" if said.settled else said.state.value
                for said in record.said(expert.code, candidate.code)
            )
    rows: list[tuple[str, Value]] = [(label(state), states[state.value]) for state in CellState]
    rows.append((_("settled by the desk"), states["settled"]))
    rows += [
        (_("{why}, for a whole candidate").format(why=label(why)), wholes[why])
        for why in Why
        if wholes[why]
    ]
    pairs = len(record.panel.experts) * len(record.panel.candidates)
    judged = (pairs - wholes.total()) * len(record.sheet.rows)
    rows += [
        (_("Sum of the rows"), states.total() + wholes.total()),
        (
            _("Do the states sum to experts × candidates × rows, whole candidates once?"),
            _agree(states.total(), judged),
        ),
    ]
    _pairs(grid, rows)


def _candidates(grid: Grid, record: Record) -> None:
    """For every candidate: valid n and everybody who is left out make the panel."""
    grid.put_line(_("3. Valid n of each candidate"), SECTION, skip=1)
    seen = {gone.why for item in record.verdict.candidates for gone in item.left_out}
    whys = [why for why in Why if why in seen or why in _ALWAYS]
    spare = grid.columns - 4
    kept, rest = whys[:spare], whys[spare:]
    heads = [_("Candidate code"), _("Valid n"), *map(label, kept), _("Sum"), _("Agrees?")]
    if rest:
        kept, rest = whys[: spare - 1], whys[spare - 1 :]
        heads = [
            _("Candidate code"),
            _("Valid n"),
            *map(label, kept),
            _("other"),
            _("Sum"),
            _("Agrees?"),
        ]
    grid.put_row(heads, HEADER)
    experts = len(record.panel.experts)
    for item in record.verdict.candidates:
        gone = Counter(left.why for left in item.left_out)
        total = item.n + gone.total()
        values: list[Value] = [item.code, item.n, *(gone[why] for why in kept)]
        if rest:
            values.append(sum(gone[why] for why in rest))
        grid.put_row([*values, total, _agree(total, experts)], CELL)


def _ballots(grid: Grid, record: Record) -> None:
    """Every ballot of the session with the code on the signed paper."""
    grid.put_line(_("4. Ballots"), SECTION, skip=1)
    heads = (
        _("Expert no."),
        _("Version"),
        _("Check code"),
        _("How it came in"),
        _("Received (Beijing time)"),
        _("Treated as"),
    )
    _spread(grid, heads, HEADER)
    for item in record.received:
        values = (
            item.expert,
            item.rev,
            item.code if item.effective else "—",
            _channel(item),
            beijing_clock(item.received_at),
            _standing(item),
        )
        _spread(grid, values, CELL if item.effective else STATE)
    for expert in record.panel.experts:
        if expert.code not in record.ballots:
            why = label(record.without(expert.code))
            _spread(grid, (expert.code, "—", "—", "—", "—", why), STATE)
    for sentence in (*record.aside, *record.opened_again):
        grid.put_line(sentence, TEXT)


def _spread(grid: Grid, values: Sequence[Value], style: Style) -> None:
    row = grid.last_row + 1
    for (left, right), value in zip(_SPANS, values, strict=True):
        grid.put_span(Span(row, left, row, right), value, style)


def _channel(item: Received) -> str:
    """How a ballot came in, and who entered it where the desk did."""
    channel = _(CHANNELS[item.channel])
    if not item.by:
        return channel
    return _("{channel} ({people})").format(channel=channel, people=_(", ").join(item.by))


def _standing(item: Received) -> str:
    if item.effective:
        return _("counted, admitted late") if item.admitted else _("counted")
    return _("late, kept aside") if item.late else _("replaced or kept aside")


def _opened(record: Record) -> str:
    if record.opened_at is not None:
        return beijing_time(record.opened_at)
    if record.channels == {Channel.IMPORT}:
        return _("not sealed: the marks came in the clear")
    return _("not opened together")


def _hashes(grid: Grid, record: Record) -> None:
    """What the result stands on, to be compared with the papers and the session."""
    grid.put_line(_("5. What the result stands on"), SECTION, skip=1)
    rows = (
        (_("Session id"), record.session),
        (_("Content of this result, SHA-256"), grouped(record.content)),
        (_("Check code of this result"), record.code),
        (_("Sheet, SHA-256"), grouped(record.sheet.hash)),
        (_("Rule, SHA-256"), grouped(rule_hash(record.panel.rule))),
        (_("Indicator table, SHA-256"), grouped(record.panel.table.hash)),
        (_("Ballots opened"), _opened(record)),
        (_("Program"), record.app),
    )
    for name, value in rows:
        row = grid.last_row + 1
        grid.put_span(Span(row, 1, row, 4), name, LABEL)
        grid.put_span(Span(row, 5, row, 12), value, TEXT)

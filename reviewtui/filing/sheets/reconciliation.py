"""复核: the counts that must agree, and what the result stands on, for whoever checks it.

The counts are formulas over the other sheets, so that they count what stands there now.
"""

from collections import Counter
from collections.abc import Sequence

from reviewtui.domain.ballot import Channel
from reviewtui.domain.channel_words import channel_words
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing.frame import begin, finish
from reviewtui.filing.live.formula import block, cell, literal
from reviewtui.filing.live.plan import COUNT
from reviewtui.filing.live.words import COUNTED, HANDED_IN
from reviewtui.filing.model import Grid, Span, Value
from reviewtui.filing.received import Received
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.marks import STATE_COLUMN
from reviewtui.filing.styles import CELL, HEADER, LABEL, SECTION, STATE, TEXT, Style
from reviewtui.filing.wording import beijing_clock, beijing_time, grouped, journal_line
from reviewtui.locales import N_, _

_ALWAYS = (Why.RECUSED, Why.ABSENT)
_SPANS = ((1, 1), (2, 2), (3, 3), (4, 6), (7, 8), (9, 10), (11, 12))
_WIDTHS = (10.5, *[9.0] * 11)
_VALUE = 7
REPLACED = N_("replaced or kept aside")
LATE = N_("late, kept aside")
ADMITTED = N_("counted, admitted late")


def reconciliation(record: Record, listed: int) -> Grid:
    """Lay out the counts, the ballots and the hashes.

    Args:
        record: What is exported.
        listed: The last line of the sheet of all marks, whose states are counted.
    """
    name = _("Reconciliation")
    grid = begin(record, name, name, _WIDTHS)
    grid.print.title_rows = (1, grid.last_row)
    experts, versions = _experts(grid, record)
    _states(grid, record, listed)
    _candidates(grid, record, experts)
    _ballots(grid, record, versions)
    _hashes(grid, record)
    return finish(grid)


def _agree(left: int, right: int) -> str:
    return _("agrees") if left == right else _("DOES NOT AGREE")


def _agrees(left: str, right: str) -> str:
    """The same as a formula."""
    return f"IF({left}={right},{literal(_('agrees'))},{literal(_('DOES NOT AGREE'))})"


def _pair(grid: Grid, name: str, value: Value, text: str) -> str:
    """A line; gives the address of its value."""
    row = grid.last_row + 1
    grid.put_span(Span(row, 1, row, 6), name, TEXT)
    grid.put_span(Span(row, _VALUE, row, 12), value, CELL, text)
    return cell(row, _VALUE)


def _experts(grid: Grid, record: Record) -> tuple[str, list[tuple[int, Value, str]]]:
    """Experts, and the ballots of those who handed in.

    Returns:
        Where the number of experts stands, and (line, value, what is counted) of the ballots
        that are listed further down; what is counted is empty for all of them.
    """
    grid.put_line(_("1. Experts and ballots"), SECTION)
    experts = len(record.panel.experts)
    handed_in = len(record.ballots)
    gone = Counter(
        record.without(expert.code)
        for expert in record.panel.experts
        if expert.code not in record.ballots
    )
    row = record.plan.attendance
    first = _pair(grid, _("Experts of the panel"), experts, f'SUMPRODUCT(({row}<>"")*1)')
    counted = "+".join(
        f"COUNTIF({row},{literal(word)})" for word in (_(HANDED_IN), label(Why.LEFT))
    )
    parts = [_pair(grid, _("Experts with a ballot that counts"), handed_in, counted)]
    for why in Why:
        if gone[why]:
            name = _("Experts without: {why}").format(why=label(why))
            text = f"COUNTIF({row},{literal(label(why))})"
            parts.append(_pair(grid, name, gone[why], text))
    _pair(
        grid,
        _("Do these sum to the experts of the panel?"),
        _agree(experts, handed_in + gone.total()),
        _agrees(first, "+".join(parts)),
    )
    late = sum(item.late for item in record.received)
    admitted = sum(item.admitted for item in record.received)
    told = [
        (_("Ballots received, all versions"), len(record.received), ""),
        (_("of these replaced by a later version or kept aside"), _aside(record), _(REPLACED)),
        (_("of these received after the opening"), late, _(LATE)),
    ]
    if admitted:
        told.append((_("of these admitted late by opening again"), admitted, _(ADMITTED)))
    versions: list[tuple[int, Value, str]] = []
    for name, value, word in told:
        _pair(grid, name, value, "")
        versions.append((grid.last_row, value, word))
    if record.aside:
        _pair(grid, _("Further files received and kept aside"), len(record.aside), "")
        whole, elsewhere = record.aside_apart
        if whole:
            _pair(grid, _("of these damaged, the whole ballot came"), whole, "")
        if elsewhere:
            _pair(grid, _("of these belonging to another meeting"), elsewhere, "")
    return first, versions


def _aside(record: Record) -> int:
    return sum(not item.effective and not item.late for item in record.received)


def _states(grid: Grid, record: Record, listed: int) -> None:
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
    first = record.plan.head + 1
    where = block(first, STATE_COLUMN, max(first, listed), STATE_COLUMN, _("All marks"))

    def line(name: str, word: str, count: int) -> str:
        return _pair(grid, name, count, f"COUNTIF({where},{literal(word)})")

    own = [line(label(state), label(state), states[state.value]) for state in CellState]
    own.append(line(_("settled by the desk"), _("settled by the desk"), states["settled"]))
    whole_words = _("{why}, for a whole candidate")
    covered = [
        line(whole_words.format(why=label(why)), label(why), wholes[why])
        for why in Why
        if wholes[why]
    ]
    pairs = len(record.panel.experts) * len(record.panel.candidates)
    judged = (pairs - wholes.total()) * len(record.sheet.rows)
    each, once = "+".join(own), "-".join([str(pairs), *covered])
    _pair(
        grid,
        _("Sum of the rows"),
        states.total() + wholes.total(),
        "+".join([*own, *covered]),
    )
    _pair(
        grid,
        _("Do the states sum to experts × candidates × rows, whole candidates once?"),
        _agree(states.total(), judged),
        _agrees(each, f"({once})*{len(record.sheet.rows)}"),
    )


def _candidates(grid: Grid, record: Record, panel_size: str) -> None:
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
        row = grid.put_row([*values, total, _agree(total, experts)], CELL)
        _count_candidate(grid, record, row, [[why] for why in kept] + ([rest] if rest else []))
        sums = f"SUM({block(row, 2, row, len(values))})"
        grid.put(row, len(values) + 1, total, CELL, sums)
        agrees = _agrees(cell(row, len(values) + 1), panel_size)
        grid.put(row, len(values) + 2, _agree(total, experts), CELL, agrees)


def _count_candidate(grid: Grid, record: Record, row: int, groups: list[list[Why]]) -> None:
    """Give the counts of one line their formulas over the working."""
    code = str(grid.cells[row, 1].value)
    standing = record.plan.standing_row(code)
    across = record.plan.across(standing, record.plan.work)
    counts = [record.plan.working(standing, COUNT)]
    counts += [
        "+".join(f"COUNTIF({across},{literal(label(why))})" for why in group) for group in groups
    ]
    for column, text in enumerate(counts, 2):
        grid.put(row, column, grid.cells[row, column].value, CELL, text)


def _ballots(grid: Grid, record: Record, versions: list[tuple[int, Value, str]]) -> None:
    """Every ballot of the session with the code on the signed paper; they are counted above."""
    grid.put_line(_("4. Ballots"), SECTION, skip=1)
    heads = (
        _("Expert no."),
        _("Round"),
        _("Version"),
        _("Check code"),
        _("How it came in"),
        _("Received (Beijing time)"),
        _("Treated as"),
    )
    _spread(grid, heads, HEADER)
    first = grid.last_row + 1
    for item in record.received:
        values = (
            item.expert,
            item.round,
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
            _spread(grid, (expert.code, *["—"] * 5, why), STATE)
    last = max(first, grid.last_row)
    numbers, words = (block(first, at, last, at) for at in (_SPANS[2][0], _SPANS[-1][0]))
    for row, value, word in versions:
        text = f"COUNTIF({words},{literal(word)})" if word else f"COUNT({numbers})"
        grid.put(row, _VALUE, value, CELL, text)
    for sentence in (*record.aside, *record.opened_again, *record.settled):
        grid.put_line(sentence, TEXT)


def _spread(grid: Grid, values: Sequence[Value], style: Style) -> None:
    row = grid.last_row + 1
    for (left, right), value in zip(_SPANS, values, strict=True):
        grid.put_span(Span(row, left, row, right), value, style)


def _channel(item: Received) -> str:
    """How a ballot came in, and who entered it where the desk did."""
    channel = channel_words(item.channel)
    if not item.by:
        return channel
    return _("{channel} ({people})").format(channel=channel, people=_(", ").join(item.by))


def _standing(item: Received) -> str:
    if item.effective:
        return _(ADMITTED) if item.admitted else _(COUNTED)
    return _(LATE) if item.late else _(REPLACED)


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
        *([(_("Journal"), journal_line(record.journal))] if record.journal[0] else []),
        (_("Program"), record.app),
    )
    for name, value in rows:
        row = grid.last_row + 1
        grid.put_span(Span(row, 1, row, 4), name, LABEL)
        grid.put_span(Span(row, 5, row, 12), value, TEXT)

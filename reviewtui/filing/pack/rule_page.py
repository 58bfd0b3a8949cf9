"""规则公布页: the rule in full sentences, signed before anybody scores."""

from reviewtui.domain.rule import rule_hash
from reviewtui.filing.frame import enlarged, finish, notes
from reviewtui.filing.model import Grid, Span
from reviewtui.filing.pack.occasion import PARAGRAPH, Occasion, leaf
from reviewtui.filing.pack.signing import signatures
from reviewtui.filing.styles import CELL, HEADER, LABEL, SECTION, TEXT, TOTAL
from reviewtui.filing.wording import grouped, points
from reviewtui.locales import _
from reviewtui.tally.wording import rule_sentences


def rule_page(occasion: Occasion) -> Grid:
    """Table, weights, rule, hashes, signatures."""
    grid = leaf(occasion, _("Rule page"), (16.0, 38.0, 15.0, 18.0))
    _facts(grid, occasion)
    _points(grid, occasion)
    grid.put_line(_("How the result is computed"), enlarged(grid, SECTION))
    for number, sentence in enumerate(rule_sentences(occasion.panel, occasion.sheet), 1):
        grid.put_line(f"{number}. {sentence}", enlarged(grid, PARAGRAPH))
    said = [
        _("Signed before anybody scores. What is computed later says the same SHA-256."),
        _("Rule, SHA-256: {hash}").format(hash=grouped(rule_hash(occasion.panel.rule))),
        _("Sheet, SHA-256: {hash}").format(hash=grouped(occasion.sheet.hash)),
    ]
    notes(grid, said)
    signatures(grid, (_("Panel chair:"), _("Supervisor:"), _("Secretary:"), _("Date:")))
    grid.print.whole = True
    return finish(grid)


def _facts(grid: Grid, occasion: Occasion) -> None:
    panel, table = occasion.panel, occasion.panel.table
    facts = (
        (_("Indicator table"), table.name()),
        (_("Text status"), table.standing()),
        (_("Issued as"), " ".join(filter(None, (table.authority, table.document)))),
        (_("Weights from"), panel.rule.weights.source),
    )
    for name, text in facts:
        if text:
            row = grid.last_row + 1
            grid.put(row, 1, name, LABEL)
            grid.put_span(Span(row, 2, row, 4), text, TEXT)


def _points(grid: Grid, occasion: Occasion) -> None:
    """What each primary indicator is worth, and in how many rows it is marked."""
    grid.put_line(_("What counts"), enlarged(grid, SECTION))
    heads = (
        _("Indicator code"),
        _("Indicator"),
        _("Points of the total"),
        _("Rows marked"),
    )
    grid.put_row(heads, HEADER)
    rows = occasion.sheet.rows
    for code, share in occasion.sheet.shares.items():
        name = occasion.panel.table.row(code).name() if code in occasion.panel.table else ""
        marked = sum(row.primary == code and not row.added for row in rows)
        row = grid.put_row((code, name, points(share), marked), CELL)
        grid.put(row, 2, name, TEXT)
    count = sum(not row.added for row in rows)
    grid.put_row(("", _("Sum"), points(occasion.sheet.base), count), TOTAL)

"""A field's text as the document has it, or a sentence that says why not. Pure."""

from typing import Any

from reviewtui.domain.fields import text_faults
from reviewtui.domain.typed_mark import normalise
from reviewtui.exchange.meeting_cells import Unread, value_of
from reviewtui.exchange.meeting_tables import Field, Kind
from reviewtui.exchange.workbook_gate import Cell


def typed(field: Field, text: str) -> Any:
    """The value typed into a field; None for an empty one.

    Full-width digits, dates in every usual writing and codes with 号 are understood, by the
    reader of the workbook; the point of a number is what an input method makes of it.

    Raises:
        Unread: With a sentence.
    """
    text = text.strip()
    if field.kind in (Kind.DECIMAL, Kind.SHARE):
        plain = normalise(text.rstrip("%％"))
        text = text if plain.refused else plain.kept.rstrip(".") or text
    value = value_of(Cell(text=text), field)
    for fault in text_faults(value) if isinstance(value, str) else ():
        raise Unread(fault)
    return value


def typed_fault(field: Field, text: str) -> str:
    """What is wrong with a text for a field; "" if nothing is."""
    try:
        typed(field, text)
    except Unread as unread:
        return str(unread)
    return ""

"""Drop-down lists and the words that appear beside a cell while it is filled in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reviewtui.exchange.meeting_tables import Field, Kind
from reviewtui.locales import _

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_LIST: Final = 255
_LONGEST_TITLE: Final = 32
_LONGEST_PROMPT: Final = 255


def add_list(sheet: "Worksheet", place: str, options: Sequence[str], field: Field) -> None:
    """Let the cells be chosen from a list; another word is told at once."""
    from openpyxl.worksheet.datavalidation import DataValidation

    joined = ",".join(options)
    if len(joined) > _LONGEST_LIST or any("," in option for option in options):
        add_prompt(sheet, place, field)
        return
    formula = '"' + joined.replace('"', '""') + '"'
    validation = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    validation.errorTitle = _("not in the list")[:_LONGEST_TITLE]
    validation.error = _("choose one of: {known}").format(known="、".join(options))[:200]
    _add(sheet, validation, place, field)


def add_reference(sheet: "Worksheet", place: str, codes: str, field: Field) -> None:
    """Offer the codes of another sheet; a name is taken too, so nothing else is refused.

    Args:
        sheet: Where.
        place: The cells.
        codes: The range of the codes, with its sheet.
        field: What the cells are.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation("list", formula1=codes, allow_blank=True, showErrorMessage=False)
    _add(sheet, validation, place, field)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it before a cell."""
    return "'" + sheet.replace("'", "''") + "'!"


def add_prompt(sheet: "Worksheet", place: str, field: Field) -> None:
    """Say what belongs into the cells; nothing is refused here, `check` names it by cell."""
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(allow_blank=True)
    if field.kind is Kind.WHOLE:
        validation = DataValidation(
            "whole", "greaterThanOrEqual", "0", allow_blank=True, showErrorMessage=True
        )
        validation.errorStyle = "warning"
        validation.errorTitle = _("not a whole number")[:_LONGEST_TITLE]
        validation.error = _("a whole number belongs here")
    elif field.kind is Kind.DECIMAL:
        validation = DataValidation(
            "decimal", "greaterThanOrEqual", "0", allow_blank=True, showErrorMessage=True
        )
        validation.errorStyle = "warning"
        validation.errorTitle = _("not a number")[:_LONGEST_TITLE]
        validation.error = _("a number belongs here, such as 12.5")
    _add(sheet, validation, place, field)


def _add(sheet: "Worksheet", validation: "DataValidation", place: str, field: Field) -> None:
    validation.showInputMessage = True
    validation.promptTitle = _(field.label)[:_LONGEST_TITLE]
    validation.prompt = _(field.meaning)[:_LONGEST_PROMPT]
    sheet.add_data_validation(validation)
    validation.add(place)

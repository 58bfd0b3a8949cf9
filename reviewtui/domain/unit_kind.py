"""Kinds of unit that a source names within one platform type, such as 中试基地.

Which row is meant for which kind is a suggestion of ours: nothing happens by itself, the
organiser confirms.
"""

from typing import NamedTuple

from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.quote import Quote
from reviewtui.locales import _, language


class UnitKind(NamedTuple):
    """One kind of unit, with the sentence that names it."""

    code: str
    title: str
    quote: Quote
    title_en: str = ""

    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if language() == "en" and self.title_en else self.title


def read_kinds(top: Reader) -> tuple[UnitKind, ...]:
    """Read [[kinds]] of an indicator set; findings go to the reader's list."""
    kinds = []
    for reader in top.tables("kinds"):
        kinds.append(
            UnitKind(
                code=reader.code("code"),
                title=reader.text("title"),
                quote=Quote(reader.text("quote"), reader.text("at")),
                title_en=reader.text("title_en", ""),
            )
        )
        reader.done()
    for code in duplicates(kind.code for kind in kinds):
        top.find(f"[[kinds]] {code}", _("this code occurs more than once"))
    return tuple(kinds)

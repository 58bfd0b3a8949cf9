"""What marks of a row mean: in words per level or mark, or as steps of a declared number."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from reviewtui.domain.fields import Reader, text_faults
from reviewtui.domain.numbers import Hundredths, mark_text
from reviewtui.locales import _


class Anchor(NamedTuple):
    """One sentence on what a mark means; of a level, of a mark, or of the whole row."""

    text: str
    level: str = ""
    mark: Hundredths | None = None

    def shown(self) -> str:
        """The sentence with its level or mark before it."""
        mark = "" if self.mark is None else mark_text(self.mark)
        head = self.level or mark
        return _("{head}: {text}").format(head=head, text=self.text) if head else self.text


class Step(NamedTuple):
    """The mark that goes with a declared number from `at_least` on; shown, never filled in."""

    at_least: Fraction
    mark: Hundredths


def read_anchors(reader: Reader) -> tuple[Anchor, ...]:
    """The `anchors` of a row: texts, or tables with `level` or `mark` and `text`."""
    value = reader.value("anchors")
    if value is None:
        return ()
    if not isinstance(value, list):
        reader.find("anchors", _("must be a list of texts"))
        return ()
    anchors = []
    for number, item in enumerate(value, 1):
        key = f"anchors #{number}"
        if isinstance(item, Mapping):
            anchors.append(_read_anchor(Reader(item, f"{reader.place} {key}", reader.findings)))
        elif isinstance(item, str):
            for sentence in text_faults(item):
                reader.find(key, sentence)
            anchors.append(Anchor(item))
        else:
            reader.find(key, _("must be a text, or a table with level or mark and text"))
    return tuple(anchors)


def _read_anchor(reader: Reader) -> Anchor:
    anchor = Anchor(reader.text("text"), reader.text("level", ""), reader.hundredths("mark"))
    if reader.has("level") == reader.has("mark"):
        reader.find("", _("an anchor names a level or a mark, one of the two"))
    reader.done()
    return anchor


def read_steps(reader: Reader) -> tuple[Step, ...]:
    """The `steps` of a measured row, from the least number up."""
    steps = []
    for below in reader.tables("steps", name="at_least"):
        number, mark = below.decimal("at_least"), below.hundredths("mark")
        for key, value in (("at_least", number), ("mark", mark)):
            if value is None and not below.has(key):
                below.find(key, _("is missing"))
        below.done()
        if number is not None and mark is not None:
            steps.append(Step(number, mark))
    if len({step.at_least for step in steps}) < len(steps):
        reader.find("steps", _("two steps begin at the same number"))
    return tuple(sorted(steps))

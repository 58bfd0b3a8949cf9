"""What makes a workbook show, or compute with, other numbers than stand in its cells."""

from collections.abc import Iterator

from reviewtui.domain.findings import Finding
from reviewtui.filing.model import Grid
from reviewtui.filing.plain_text import short
from reviewtui.filing.verify.package import Package
from reviewtui.locales import _


def shown_otherwise(package: Package, name: str) -> Iterator[Finding]:
    """Settings that let other numbers be seen; `name` is what findings call the file."""
    if package.as_displayed:
        yield Finding(name, _("is set to compute with numbers as displayed, not with exact ones"))
    if package.tabless:
        yield Finding(name, _("is set to show no tabs: nobody finds its other sheets"))


def lying_over(grid: Grid, package: Package) -> Iterator[Finding]:
    """Everything that lies on a sheet and was not laid there: what it covers nobody sees."""
    pictures = len(grid.codes)
    for kind, text in package.laid_on(grid.name):
        if kind == "pic" and pictures:
            pictures -= 1
            continue
        if text:
            sentence = _("{kind} that was not exported lies on this sheet; it says {text}")
        else:
            sentence = _("{kind} that was not exported lies on this sheet")
        yield Finding(grid.name, sentence.format(kind=_called(kind), text=short(text)))


def _called(kind: str) -> str:
    if kind in ("sp", "cxnSp", "grpSp"):
        return _("a text box or shape")
    if kind in ("pic", "image"):
        return _("a picture")
    if kind in ("comments", "threadedComment"):
        return _("a comment")
    return _("an object ({kind})").format(kind=short(kind))

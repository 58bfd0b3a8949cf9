"""Shares in words."""

from reviewtui.locales import _


def percent(share: float) -> str:
    """A share to a tenth of a percent."""
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def share_text(share: float) -> str:
    """How often, in whole percent; never 0 or 100 where it is not quite so."""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def often(share: float) -> str:
    """The same within a sentence."""
    if 0 < share < 0.01:
        return _("in less than 1%")
    if 0.99 < share < 1:
        return _("in more than 99%")
    return _("in {share}").format(share=share_text(share))

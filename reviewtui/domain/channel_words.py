"""How a ballot came to be entered, in words: on every screen, in every command and sheet."""

from typing import Final

from reviewtui.domain.ballot import Channel
from reviewtui.locales import N_, _

_CHANNELS: Final = {
    Channel.FORM: N_("filled in by the expert"),
    Channel.EXCEL: N_("Excel score sheet, entered by the desk"),
    Channel.PAPER: N_("entered by the desk from the paper score sheet"),
    Channel.IMPORT: N_("imported from another system"),
}


def channel_words(channel: Channel) -> str:
    """By which way a ballot came."""
    return _(_CHANNELS[channel])


def channel_beside(channel: Channel) -> str:
    """The same behind a version; "" for the usual way, where the expert himself filled it in."""
    if channel is Channel.FORM:
        return ""
    return _(" ({why})").format(why=channel_words(channel))

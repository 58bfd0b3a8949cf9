"""Lines of text as a file that any editor opens."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.filing.writer import AlreadyThere
from reviewtui.locales import _
from reviewtui.session.whole_file import write_whole

MARK: Final = "\ufeff"
"""Tells an old editor that the text is UTF-8."""


def write_lines(lines: Sequence[str], path: Path, *, force: bool = False) -> None:
    """Write the lines whole or not at all.

    Raises:
        AlreadyThere: If the file is there and not to be replaced.
        Refused: If it cannot be written.
    """
    write_text(MARK + "".join(f"{line}\r\n" for line in lines), path, force=force)


def write_text(text: str, path: Path, *, force: bool = False) -> None:
    """Write a text whole or not at all; refusals as `write_lines`."""
    try:
        write_whole(path, text.encode(), replace=force)
    except FileExistsError:
        sentence = _("this file is there already and was left as it is; choose another name")
        raise AlreadyThere(Finding(str(path), sentence)) from None
    except OSError as fault:
        sentence = _("it was not written ({reason}); nothing was changed")
        text = sentence.format(reason=reason_of(fault))
        raise Refused(Finding(str(path), text)) from fault

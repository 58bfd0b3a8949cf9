"""Why the operating system refused something, in the reader's language."""

import errno
from typing import Final

from reviewtui.locales import N_, _

REASONS: Final = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EISDIR: N_("is a folder, not a file"),
    errno.ENOTDIR: N_("a part of this path is no folder"),
    errno.EACCES: N_("no permission"),
    errno.EPERM: N_("no permission"),
    errno.EROFS: N_("the medium is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EEXIST: N_("is there already"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the medium cannot be read or written"),
}


def reason_of(fault: OSError) -> str:
    """The reason alone, without the file; the system's own words where none are known."""
    if fault.errno in REASONS:
        return _(REASONS[fault.errno])
    return fault.strerror or str(fault)

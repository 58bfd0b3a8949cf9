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


_WRITE_PROTECTED: Final = 19
"""What Windows says of a stick whose switch stands on lock; to C it is merely no permission."""


def is_protected(fault: OSError) -> bool:
    """Whether a medium lets nobody write onto it."""
    return _is_locked(fault) or fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM)


def is_full(fault: OSError) -> bool:
    """Whether a medium has no room left."""
    return fault.errno in (errno.ENOSPC, errno.EDQUOT)


def _is_locked(fault: OSError) -> bool:
    return getattr(fault, "winerror", None) == _WRITE_PROTECTED


def reason_of(fault: OSError) -> str:
    """The reason alone, without the file; the system's own words where none are known."""
    if _is_locked(fault):
        return _(REASONS[errno.EROFS])
    if fault.errno in REASONS:
        return _(REASONS[fault.errno])
    return fault.strerror or str(fault)

"""What is said of an archive that was written."""

from reviewtui.filing.archive.folder import Archived
from reviewtui.locales import _


def archived_lines(done: Archived) -> list[str]:
    """What was written, for the person who will keep it."""
    if done.new:
        said = _("{folder}: written, {count} files").format(folder=done.folder, count=done.files)
    elif done.second:
        said = _("{folder}: the archive that lies there stays as it is").format(folder=done.folder)
    else:
        said = _("{folder}: just this archive was there already").format(folder=done.folder)
    lines = [said]
    if done.moved is not None:
        lines.append(_("what lay there is now {folder}").format(folder=done.moved))
    if done.attached:
        text = _("{count} scans attached, with a manifest of their own")
        lines.append(text.format(count=done.attached))
    text = _("SHA-256 of the manifest, to be written on the cover by hand: {hash}")
    lines.append(text.format(hash=done.manifest))
    if done.second:
        text = _("SHA-256 of the manifest of the scans, to be written there too: {hash}")
        lines.append(text.format(hash=done.second))
    return lines

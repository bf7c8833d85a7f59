"""Check the workbook's folder: who holds the file, whether it can be written, whether it is shared."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.doctor.diagnosis import ATTENTION, OK, Diagnosis
from akmxl.core.i18n import _
from akmxl.ooxml.package.locks import holder
from akmxl.ooxml.package.runlock import is_plain_file, run_lock_of
from akmxl.ooxml.package.save import BACKUP_FOLDER
from akmxl.workbook.copies import copies
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOUNTS = Path("/proc/mounts")
_NETWORK = re.compile(r"nfs\d?|cifs|smb\d?|smbfs|fuse\.(sshfs|smbnetfs|davfs2?)|davfs|afs")
# A folder's name, or its first word, in small letters, and whose folder it is.
_SYNCED = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive",
    "googledrive": "Google Drive", "google диск": "Google Drive", "my drive": "Google Drive",
    "мой диск": "Google Drive", "yandexdisk": "Yandex Disk", "yandex.disk": "Yandex Disk",
    "яндекс.диск": "Yandex Disk", "iclouddrive": "iCloud", "icloud drive": "iCloud",
    "nextcloud": "Nextcloud",
}  # fmt: skip


def checks(path: Path) -> Iterator[Diagnosis]:
    """Yield the checks of a workbook's folder; nothing where there is no such folder."""
    if not path.parent.is_dir():
        return
    yield lock(path)
    yield writing(path)
    yield place(Path(os.path.realpath(path)).parent)  # resolve() raises where a link leads to itself
    yield beside(path)


def lock(path: Path) -> Diagnosis:
    """Check who has the workbook open, as its lock file tells."""
    held, own = holder(path), run_lock_of(path)
    if held is None and os.path.lexists(own) and not is_plain_file(own):
        name = Path(own).name
        said = _("“{lock}”, akmxl's own lock, is a folder, a link or a device.", lock=name)
        return Diagnosis("lock", ATTENTION, said, _("Delete “{lock}”.", lock=name), hinders=True)
    if held is None:
        return Diagnosis("lock", OK, _("Nobody has the file open."))
    advice = _("Save and close it there. If nobody has it open, delete “{lock}”.", lock=held.lock)
    return Diagnosis("lock", ATTENTION, _("Opened by: {who}", who=held), advice, hinders=True)


def writing(path: Path) -> Diagnosis:
    """Check that the file and its folder may be written, by trying a temporary file there."""
    folder = path.parent
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError
        for name in ("", BACKUP_FOLDER, REPORTS_FOLDER):
            folder = path.parent / name
            if not name or os.path.lexists(folder):
                with tempfile.TemporaryFile(dir=folder):
                    pass
    except OSError:
        text = _("This user may not write here: {folder}", folder=folder.absolute())
        advice = _("Ask for the right to write, or take away the file's mark “read-only”.")
        return Diagnosis("writing", ATTENTION, text, advice, hinders=True)
    return Diagnosis("writing", OK, _("The file and its folder can be written."))


def place(folder: Path) -> Diagnosis:
    """Check whether the folder is this PC's own."""
    if service := synced_by(folder, os.environ):
        text = _("The folder is synced by: {service}", service=service)
        advice = _(
            "Wait until it is synced before and after the work; let one person save at a time: akmxl on one "
            "PC does not see here that it is writing on another."
        )
        return Diagnosis("place", ATTENTION, text, advice)
    if server := network_of(folder):
        text = _("The folder is on the network: {server}", server=server)
        advice = _(
            "Let one person at a time have the file open; close it before giving a command. Not every server "
            "tells akmxl on one PC that it is writing on another: give commands from one PC at a time."
        )
        return Diagnosis("place", ATTENTION, text, advice)
    return Diagnosis("place", OK, _("The folder is on this PC."))


def synced_by(folder: Path, environment: Mapping[str, str]) -> str:
    """Return the name of the service that carries the folder to other PCs; empty where none is known to."""
    roots = (value for name, value in environment.items() if name.lower().startswith("onedrive"))
    if any(root and folder.is_relative_to(root) for root in roots):
        return "OneDrive"
    for part in folder.parts:
        for name, service in _SYNCED.items():
            if f"{part.lower()} ".startswith(f"{name} "):
                return service
    return ""


def network_of(folder: Path) -> str:
    r"""Return the server of a network folder; empty for a folder of this PC.

    The folder is given wholly resolved: ``\\server\share`` on Windows, where a mapped drive resolves to it,
    else the mounted source is looked up.
    """
    if folder.drive.startswith("\\\\"):
        return folder.drive
    return mounted_from(folder, _MOUNTS.read_text("utf-8", "replace")) if _MOUNTS.exists() else ""


def mounted_from(folder: Path, mounts: str) -> str:
    """Return the network source of the mount that a folder lies in, from the lines of ``/proc/mounts``.

    Empty where the mount is no network's.
    """
    found, depth = "", 0
    for line in mounts.splitlines():
        source, target, kind = map(_unescaped, line.split()[:3])
        parts = Path(target).parts
        if folder.parts[: len(parts)] == parts and len(parts) >= depth:
            found, depth = (source if _NETWORK.fullmatch(kind) else ""), len(parts)
    return found


def _unescaped(field: str) -> str:
    r"""Replace the octal escapes of a field, such as ``\040`` for a blank."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), field)


def beside(path: Path) -> Diagnosis:
    """Check for copies of the workbook, as shared folders make them when two people save at once."""
    found = copies(path)
    if not found:
        return Diagnosis("copies", OK, _("No copy of the file lies beside it."))
    text = _("Copies lie beside it: {files}", files=", ".join(other.name for other in found))
    advice = _("Carry the right figures over into one file and move the copy away.")
    return Diagnosis("copies", ATTENTION, text, advice)

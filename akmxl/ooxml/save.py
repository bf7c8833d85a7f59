"""Putting a new file in the place of the old one, or leaving the old one exactly as it was."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import stat
import time
import zlib
from typing import TYPE_CHECKING

from akmxl.errors import FileProblem, Locked, Reason
from akmxl.i18n import N_
from akmxl.ooxml import locks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BACKUP_FOLDER = ".akmxl-zaxira"
_BACKUPS_KEPT = 10
_WINDOWS_IN_USE = (5, 32, 33)
_ABANDONED_SECONDS = 600
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def replace_file(path: Path, new: bytes, old: bytes, crcs: Mapping[str, int], *, backup: bool) -> None:
    """Replace a workbook by ``new`` unless somebody holds it or has saved it since it was read.

    ``old`` is what was read and ``crcs`` its parts. Raises Locked or FileProblem; the old file
    then stands untouched and nothing is left beside it.
    """
    locks.refuse_held(path)
    try:
        with locks.run_lock(path):
            _remove_abandoned(path)
            temporary = write_beside(path, new, prefix=_prefix(path))
            try:
                _keep_mode_and_owner(path, temporary)
                refuse_changed(path, crcs)
                if backup:
                    keep_backup(path, old)
                    refuse_changed(path, crcs)  # once more: the copy took its time
                locks.refuse_held(path)
                _replace(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)
            _sync_folder(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error


def create_file(path: Path, new: bytes, *, overwrite: bool) -> None:
    """Write a file that must not exist yet, or may be written over when the caller says so."""
    if path.is_dir() or (path.exists() and not overwrite):
        raise FileProblem(
            N_("“{file}” exists already. Choose another name. Nothing was changed."), file=path.name
        )
    locks.refuse_held(path)
    try:
        temporary = write_beside(path, new)
        try:
            if path.exists():
                _keep_mode_and_owner(path, temporary)
            else:
                temporary.chmod(0o666 & ~_umask())
            _replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error


def write_beside(path: Path, content: bytes, prefix: str = ".akmxl-new-") -> Path:
    """The bytes in a temporary file of the same folder, on the disk and read back equal."""
    temporary = path.parent / f"{prefix}{os.urandom(6).hex()}.tmp"
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if temporary.read_bytes() != content:
            raise OSError(errno.EIO, "the disk did not keep what was written")
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _prefix(path: Path) -> str:
    """Names a file's own temporaries; a hash, as a long name could not grow."""
    return f".akmxl-{zlib.crc32(path.name.encode('utf-8', 'surrogateescape')):08x}-"


def _remove_abandoned(path: Path) -> None:
    """What a killed run left beside a file: only the holder of its lock makes such temporaries."""
    for folder, prefix in ((path.parent, _prefix(path)), (path.parent / BACKUP_FOLDER, ".akmxl-new-")):
        for left in folder.glob(f"{prefix}*.tmp"):
            with contextlib.suppress(OSError):
                if folder == path.parent or time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                    left.unlink()


def refuse_changed(path: Path, crcs: Mapping[str, int]) -> None:
    """Locked when the parts on the disk are not those that were read."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            now = {info.filename: info.CRC for info in archive.infolist() if not info.is_dir()}
    except (FileNotFoundError, zipfile.BadZipFile):
        now = {}
    if now != crcs:
        raise Locked(
            N_("Somebody saved “{file}” meanwhile. Run the command again. Nothing was changed."),
            file=path.name,
        )


def keep_backup(path: Path, old: bytes) -> Path:
    """A dated copy in the backup folder beside the file; the newest ten are kept."""
    folder = path.parent / BACKUP_FOLDER
    folder.mkdir(exist_ok=True)
    stamp = dt.datetime.now(tz=dt.UTC).astimezone().strftime("%Y%m%d-%H%M%S-%f")
    copy = folder / f"{path.stem}-{stamp}{path.suffix}"
    temporary = write_beside(copy, old)
    _keep_mode_and_owner(path, temporary)
    _replace(temporary, copy)
    mark = len(path.stem) + 1
    copies = sorted(
        other
        for other in folder.iterdir()
        if other.suffix == path.suffix
        and other.name.startswith(path.stem + "-")
        and len(other.stem) == len(copy.stem)
        and other.stem[mark:].replace("-", "").isdigit()
    )
    for outdated in copies[:-_BACKUPS_KEPT]:
        outdated.unlink(missing_ok=True)
    return copy


def _replace(temporary: Path, path: Path) -> None:
    """os.replace; on Windows a virus scanner or an indexer may hold the file for a moment."""
    for pause in _PAUSES:
        try:
            temporary.replace(path)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _WINDOWS_IN_USE:
                raise
            time.sleep(pause)
        else:
            return
    temporary.replace(path)


def _keep_mode_and_owner(path: Path, temporary: Path) -> None:
    known = path.stat()
    temporary.chmod(stat.S_IMODE(known.st_mode))
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # another's file: it becomes ours, as with any editor
            os.chown(temporary, known.st_uid, known.st_gid)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write(path: Path, error: OSError) -> FileProblem | Locked:
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return Locked(
            N_(
                "The file “{file}” is in use by another program. Save and close it, then try again. "
                "Nothing was changed."
            ),
            file=path.name,
        )
    return FileProblem(
        N_("“{file}” cannot be written: {reason}. Nothing was changed."),
        file=path.name,
        reason=Reason(error),
    )

"""Put a new file in the place of the old one, or leave the old one exactly as it was."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem, Locked, Reason
from akmxl.core.i18n import N_
from akmxl.ooxml.package import locks
from akmxl.ooxml.package.directory import DamagedZip, read_directory
from akmxl.ooxml.package.regular import Kind
from akmxl.ooxml.package.runlock import run_lock
from akmxl.ooxml.package.temporaries import file_names, sweep, temporary_name
from akmxl.ooxml.package.together import all_or_none, at_the_end, in_a_run, kept, make_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.ooxml.package.locks import FilePath

BACKUP_FOLDER = ".akmxl-zaxira"
_BACKUPS_KEPT = 10
_WINDOWS_IN_USE = (5, 32, 33)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR)
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


class FolderProblem(FileProblem):
    """A folder into which nothing can be written."""


def replace_file(path: FilePath, new: bytes, old: bytes, crcs: Mapping[str, int], *, backup: bool) -> None:
    """Replace a workbook by ``new`` unless somebody holds it or has saved it since it was read.

    ``old`` is what was read and ``crcs`` its parts. Raises Locked or FileProblem; the old file
    then stands untouched and nothing is left beside it.
    """
    locks.refuse_held(path)
    _refuse_read_only(path)
    try:
        more = in_a_run()  # else this is the last step of all, which needs not be undone
        with run_lock(path), all_or_none():
            sweep(_folder(path))
            sweep(os.path.join(_folder(path), BACKUP_FOLDER))
            temporary = write_beside(path, new)
            try:
                _keep_mode_and_owner(path, temporary)
                refuse_changed(path, crcs)
                if backup:
                    if not more:  # the folder may stay, with nothing in it
                        os.makedirs(os.path.join(_folder(path), BACKUP_FOLDER), exist_ok=True)
                    keep_backup(path, old)
                    refuse_changed(path, crcs)  # once more: the copy took its time
                locks.refuse_held(path)
                with kept(path) if more else contextlib.nullcontext():
                    _replace(temporary, path)
            finally:
                _remove(temporary)
            _sync_folder(_folder(path))
    except OSError as error:
        raise cannot_write(path, error) from error


def _refuse_read_only(path: FilePath) -> None:
    """Raise FileProblem for a file marked as read-only, which somebody did on purpose.

    On Windows the new file would carry the mark before it is in its place, and could then be neither put
    there nor taken away.
    """
    try:
        writable = os.stat(path).st_mode & stat.S_IWUSR
    except OSError:
        return  # what is wrong with the file is said where it is replaced
    if not writable:
        raise FileProblem(
            N_(
                "“{file}” is marked as read-only. Take the mark away (right click, Properties). "
                "Nothing was changed."
            ),
            file=_name(path),
        )


def create_file(path: FilePath, new: bytes, *, overwrite: bool, flush: bool = True) -> None:
    """Write a file that must not exist yet, or may be written over when the caller says so.

    Without ``flush`` the disk may take its time, until ``flush_files`` is asked for many at once. Raises
    FileProblem or Locked.
    """
    if os.path.isdir(path) or (os.path.exists(path) and not overwrite):
        raise FileProblem(
            N_("“{file}” exists already. Choose another name. Nothing was changed."), file=_name(path)
        )
    refuse_special(path)
    locks.refuse_held(path)
    try:
        sweep(_folder(path))
        temporary = write_beside(path, new, flush=flush)
        try:
            if os.path.exists(path):
                _keep_mode_and_owner(path, temporary)
            else:
                os.chmod(temporary, 0o666 & ~_umask())
            with kept(path):
                _replace(temporary, path)
        finally:
            _remove(temporary)
        if flush:
            _sync_folder(_folder(path))
    except OSError as error:
        raise cannot_write(path, error) from error


def write_beside(path: FilePath, content: bytes, *, flush: bool = True) -> str:
    """Write bytes to a temporary file of the same folder and read them back; with ``flush``, to the disk.

    Returns the temporary file's path.
    """
    temporary = os.path.join(_folder(path), temporary_name())
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            if flush:
                os.fsync(stream.fileno())
        if not _is(temporary, content):
            raise OSError(errno.EIO, "the disk did not keep what was written")
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def refuse_special(path: FilePath) -> None:
    """Raise ``FileProblem`` where a device, a pipe or a socket stands: a form never takes its place."""
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise FileProblem(
            N_(
                "“{file}” is {kind}, not a file: nothing is written there. Name another file. Nothing was "
                "changed."
            ),
            file=_name(path),
            kind=Kind(os.stat(path).st_mode),
        )


def remove_file(path: FilePath) -> None:
    """Take a file away. Raises FileProblem or Locked; the file then stands."""
    try:
        with kept(path):
            os.unlink(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def make_folder(path: FilePath) -> None:
    """Make a folder and those above it, where they are not there. Raises FileProblem."""
    try:
        make_folders(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def flush_files(paths: Iterable[FilePath]) -> None:
    """Wait until the disk keeps these files: for many this is much faster than one by one.

    Those that another program has opened since, or taken away, are left to it.
    """
    folders = set()
    for path in paths:
        folders.add(_folder(path))
        with contextlib.suppress(FileNotFoundError, PermissionError), open(path, "rb+") as stream:
            os.fsync(stream.fileno())
    for folder in folders:
        _sync_folder(folder)


def refuse_changed(path: FilePath, crcs: Mapping[str, int]) -> None:
    """Raise Locked when the parts on the disk are not those that were read."""
    try:
        with open(path, "rb") as stream:
            now = {entry.name: entry.crc for entry in read_directory(stream.read())[0]}
    except (FileNotFoundError, DamagedZip):
        now = {}
    if now != crcs:
        raise Locked(
            N_("Somebody saved “{file}” meanwhile. Run the command again. Nothing was changed."),
            file=_name(path),
        )


def keep_backup(path: FilePath, old: bytes) -> str:
    """Keep a dated copy in the backup folder beside the file, unless the newest one there is the same.

    Kept are the ten newest, and the last of each of the ten newest days. Returns the copy's path. Raises
    ``FolderProblem`` where nothing can be written into that folder, ``OSError`` for all else.
    """
    folder = os.path.join(_folder(path), BACKUP_FOLDER)
    try:
        return _kept_in(folder, path, old)
    except OSError as error:
        refused = cannot_write(os.path.join(folder, _name(path)), error)
        if isinstance(refused, FolderProblem):
            raise refused from error
        raise


def _kept_in(folder: str, path: FilePath, old: bytes) -> str:
    import datetime as dt

    make_folders(folder)
    stamp = dt.datetime.now(tz=dt.UTC).astimezone().strftime("%Y%m%d-%H%M%S-%f")
    stem, ending = os.path.splitext(_name(path))
    known = _copies(folder, stem, ending)
    if known and _is(os.path.join(folder, known[-1]), old):
        return os.path.join(folder, known[-1])
    copy = os.path.join(folder, f"{stem}-{stamp}{ending}")
    temporary = write_beside(copy, old)
    try:
        _keep_mode_and_owner(path, temporary)
        with kept(copy):
            _replace(temporary, copy)
    finally:
        _remove(temporary)
    at_the_end(lambda: _drop_outdated(folder, stem, ending, _name(copy)))
    return copy


def _drop_outdated(folder: str, stem: str, ending: str, newest: str) -> None:
    copies = _copies(folder, stem, ending)
    last_of_day = {name[len(stem) :][:9]: name for name in copies}
    # The clock may have been set back, so the newest by name need not be the one that was just made.
    staying = {newest, *copies[-_BACKUPS_KEPT:], *list(last_of_day.values())[-_BACKUPS_KEPT:]}
    for outdated in set(copies) - staying:
        with contextlib.suppress(OSError):  # somebody is looking at it: a later run removes it
            os.unlink(os.path.join(folder, outdated))


def copies_of(path: FilePath) -> list[str]:
    """Return the paths of a file's dated copies, the oldest first."""
    folder = os.path.join(_folder(path), BACKUP_FOLDER)
    if not os.path.isdir(folder):
        return []
    return [os.path.join(folder, name) for name in _copies(folder, *os.path.splitext(_name(path)))]


def _copies(folder: str, stem: str, ending: str) -> list[str]:
    """Return the names of a file's dated copies, the oldest first."""
    dated = re.compile(rf"{re.escape(stem)}-\d{{8}}-\d{{6}}-\d{{6}}{re.escape(ending)}")
    names = filter(dated.fullmatch, file_names(folder))
    return sorted(name for name in names if os.path.isfile(os.path.join(folder, name)))  # no pipe, no device


def _is(file: str, content: bytes) -> bool:
    try:
        with open(file, "rb") as stream:
            return stream.read() == content
    except OSError:
        return False


def _replace(temporary: str, path: FilePath) -> None:
    """Move a file over another with os.replace, with patience.

    On Windows a virus scanner or an indexer may hold the file for a moment.
    """
    for pause in _PAUSES:
        try:
            os.replace(temporary, path)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _WINDOWS_IN_USE:
                raise
            time.sleep(pause)
        else:
            return
    os.replace(temporary, path)


def _keep_mode_and_owner(path: FilePath, temporary: str) -> None:
    known = os.stat(path)
    os.chmod(temporary, stat.S_IMODE(known.st_mode))
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # another's file: it becomes ours, as with any editor
            os.chown(temporary, known.st_uid, known.st_gid)


def _folder(path: FilePath) -> str:
    return os.path.dirname(path) or os.curdir


def _name(path: FilePath) -> str:
    return os.path.basename(path)


def _remove(file: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(file)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: str) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cannot_write(path: FilePath, error: OSError) -> FileProblem | Locked:
    """Return the error that says why a file was not written: in use, a closed folder, a full disk."""
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return Locked(
            N_(
                "The file “{file}” is in use by another program. Save and close it, then try again. "
                "Nothing was changed."
            ),
            file=_name(path),
        )
    if error.errno in _IN_THE_WAY and (file := _file_for_a_folder(error)):
        return FileProblem(
            N_(
                "“{file}” is a file, but a folder of that name is needed here. Rename the file. Nothing was "
                "changed."
            ),
            file=file,
        )
    folder = _folder(path)
    if error.errno in _NOT_ALLOWED and not _takes_files(folder):
        return FolderProblem(
            N_(
                "Nothing can be written into the folder “{file}”: {reason}. Take the protection off the "
                "folder, or choose another one. Nothing was changed."
            ),
            file=_standing(folder),
            reason=Reason(error),
        )
    return FileProblem(
        N_("“{file}” cannot be written: {reason}. Nothing was changed."),
        file=_name(path),
        reason=Reason(error),
    )


def _file_for_a_folder(error: OSError) -> str:
    """Return the file that stands where a folder was to be; empty where none does."""
    names = (os.path.abspath(os.fsdecode(name)) for name in (error.filename, error.filename2) if name)
    for name in names:
        while not os.path.lexists(name) and os.path.dirname(name) != name:
            name = os.path.dirname(name)
        special = os.path.lexists(name) and not os.path.isdir(
            name
        )  # a file, or a pipe, a device, a dead link
        if special and (error.errno != errno.EEXIST or os.path.basename(name) == BACKUP_FOLDER):
            return name
    return ""


def _takes_files(folder: str) -> bool:
    """Tell whether a file can be made in a folder: what a system says of the right to it is often not so."""
    probe = os.path.join(folder, temporary_name())
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        return error.errno not in (*_NOT_ALLOWED, errno.ENOENT)
    _remove(probe)
    return True


def _standing(folder: str) -> str:
    """Return the folder, or the nearest one above it that is there."""
    name = os.path.abspath(folder)
    while not os.path.isdir(name):
        name = os.path.dirname(name)
    return name

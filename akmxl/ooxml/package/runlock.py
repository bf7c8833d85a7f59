"""Lock a file for one run: never stolen from a run that lives, never left by a dead one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from akmxl.core.errors import Locked, Reason
from akmxl.core.i18n import N_
from akmxl.ooxml.package.processes import is_running, this_host
from akmxl.ooxml.package.temporaries import temporary_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.ooxml.package.locks import FilePath

_WAIT_SECONDS = 2.0
_PAUSE_SECONDS = 0.02
_UNSIGNED_SECONDS = 1.0  # an older akmxl signs its lock at once, or holds an unsigned one for moments
_SYSTEM_LOCK = "\n\n"  # behind the name; an older akmxl ends its own with one line's end
_NO_SYSTEM_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)
_HELD_BY_ANOTHER = (errno.EAGAIN, errno.EACCES)
_PLAIN_FILE = getattr(os, "O_PLAIN_FILE", 0) | getattr(os, "O_NOFOLLOW", 0)  # a link is nobody's lock


def run_lock_of(path: FilePath) -> str:
    """Return the path of the file by which a run locks a workbook."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.akmxl-lock")


def is_plain_file(lock: str) -> bool:
    """Tell whether it is a file itself: no folder, no link, no pipe."""
    return stat.S_ISREG(os.lstat(lock).st_mode)


@contextmanager
def run_lock(path: FilePath) -> Iterator[None]:
    """Let only one run of akmxl at a time into a ``with`` block for a file; raise Locked after two seconds.

    The system holds the lock, on the bytes of a file beside the workbook, and lets go of it when the process
    ends, however it ends. The text of that file names process and host: to an older akmxl the file itself is
    the lock, and to a PC that shares the folder the system's lock may mean nothing.
    """
    name, lock = os.path.basename(path), run_lock_of(path)
    try:
        handle = _taken(lock, name)
    except OSError as error:
        if error.errno not in _NO_SYSTEM_LOCKS:
            raise
        with _lock_by_existence(lock, name):
            yield
        return
    try:
        yield
    finally:
        _let_go(handle, lock)


def _taken(lock: str, name: str) -> int:
    """Return a handle of the lock file that holds its lock; raise Locked where another run keeps it."""
    give_up = time.monotonic() + _WAIT_SECONDS
    while True:
        handle = _tried(lock, name)
        if handle is not None:
            return handle
        if time.monotonic() > give_up:
            raise _in_use(name)
        time.sleep(_PAUSE_SECONDS)


def _tried(lock: str, name: str) -> int | None:
    """Try once to take the lock; None while another run holds it."""
    _publish(lock)
    handle = _opened(lock, name)
    if handle is None:
        return None  # its run has just ended
    free = False
    try:
        ours = _locked_by_system(handle) and _is_still(handle, lock)
        if ours and _is_left_behind(handle, lock, name):
            _sign(handle)
            free = True
    finally:
        if not free:
            os.close(handle)  # with it the lock is let go of
    return handle if free else None


def _opened(lock: str, name: str) -> int | None:
    """Open the lock file; None where it is gone. Raises ``Locked``, which names it, where it is no plain file
    that this person may write.
    """
    try:
        if not is_plain_file(lock):  # a pipe would be waited for, a link lead elsewhere
            raise Locked(_NO_FILE, lock=os.path.basename(lock), file=name)
        return os.open(lock, os.O_RDWR | _PLAIN_FILE)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Locked(_NOT_OPENED, lock=os.path.basename(lock), file=name, reason=Reason(error)) from error


_NO_FILE = N_(
    "“{lock}”, by which akmxl keeps two runs on “{file}” apart, is a folder, a link or a device. Delete it, "
    "then try again. Nothing was changed."
)
_NOT_OPENED = N_(
    "“{lock}”, by which akmxl keeps two runs on “{file}” apart, cannot be opened: {reason}. Delete it, or "
    "ask for the right to write it, then try again. Nothing was changed."
)


def _locked_by_system(handle: int) -> bool:
    """Let the system lock an open file for this process; False where another process holds its lock."""
    if sys.platform == "win32":
        from filelock import lock_descriptor

        return lock_descriptor(handle, blocking=False)
    import fcntl  # what filelock calls here too; importing that takes as long as the whole save

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD_BY_ANOTHER:
            return False
        raise
    return True


def _publish(lock: str) -> None:
    """Put a signed lock file in its place unless one is there.

    It comes whole at once, so that a run which is killed here leaves none without a name.
    """
    if os.path.exists(lock):
        return
    temporary = os.path.join(os.path.dirname(lock), temporary_name())
    try:
        _write_signed(temporary)
        (os.rename if os.name == "nt" else os.link)(temporary, lock)  # neither replaces what is there
    except FileExistsError:
        pass
    except OSError as error:  # a file system without hard links
        if error.errno == errno.ENOSPC:
            raise
        with contextlib.suppress(FileExistsError):
            _write_signed(lock)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _write_signed(file: str) -> None:
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN_FILE, 0o666)
    signed = False
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o666)  # another user of the folder must be able to lock it too
        _sign(handle)
        signed = True
    finally:
        os.close(handle)
        if not signed:  # the disk is full: an empty one would be in the way
            with contextlib.suppress(OSError):
                os.unlink(file)


def _sign(handle: int) -> None:
    """Name this process in a lock file, in one system call: a half-written name would be nobody's."""
    os.lseek(handle, 0, os.SEEK_SET)
    signature = _signature().encode()
    os.write(handle, signature)
    os.ftruncate(handle, len(signature))


def _signature() -> str:
    return f"{os.getpid()}\n{this_host()}{_SYSTEM_LOCK}"


def _is_still(handle: int, lock: str) -> bool:
    """Tell whether the open file is the one in its place: a run that ends takes its own away."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(lock))
    except FileNotFoundError:
        return False


def _is_left_behind(handle: int, lock: str, name: str) -> bool:
    """Tell whether the run that a lock file names is over, now that the system has given its lock.

    Locked where another PC is named. An older akmxl holds no lock of the system's: its process is asked for,
    and a file that it has not signed yet (or never signs) counts while it is new.
    """
    signature, by_system, _ = os.read(handle, 1000).decode("utf-8", "replace").partition(_SYSTEM_LOCK)
    since = os.fstat(handle).st_mtime
    pid, host = [*signature.splitlines(), "", ""][:2]
    if not (pid.isdecimal() and host):
        return time.time() - since > _UNSIGNED_SECONDS
    if host != this_host():
        raise _in_use_on(host, lock, name)
    return bool(by_system) or not is_running(int(pid), since)


def _let_go(handle: int, lock: str) -> None:
    """Take the lock file away and let the system release its lock.

    On Windows an open file cannot be removed, and one that the next run has opened already is left to it.
    """
    with contextlib.suppress(OSError):
        if _is_still(handle, lock):
            os.unlink(lock)
    os.close(handle)
    if os.name == "nt":
        with contextlib.suppress(OSError):
            os.unlink(lock)


@contextmanager
def _lock_by_existence(lock: str, name: str) -> Iterator[None]:
    """Hold a lock on a file system on which the system has none: the file itself is the lock."""
    from filelock import SoftFileLock, Timeout

    with contextlib.suppress(FileNotFoundError), open(lock, "rb") as stream:
        if stream.read(1000) == _signature().encode():
            os.unlink(lock)  # signed by this very attempt
    try:
        with SoftFileLock(lock, timeout=_WAIT_SECONDS):
            yield
    except Timeout as error:
        raise _in_use(name) from error


def _in_use(name: str) -> Locked:
    return Locked(
        N_("Another run is writing “{file}” now. Wait and try again. Nothing was changed."), file=name
    )


def _in_use_on(host: str, lock: str, name: str) -> Locked:
    return Locked(
        N_(
            "akmxl on the computer “{host}” is writing “{file}” now. Wait and try again. If it is not "
            "running there, delete “{lock}”. Nothing was changed."
        ),
        host=host,
        file=name,
        lock=os.path.basename(lock),
    )

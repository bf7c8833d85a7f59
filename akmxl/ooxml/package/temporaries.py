"""Name temporary files by the process that makes them, so that those of dead processes can be swept."""

from __future__ import annotations

import contextlib
import os
import re
import time
from functools import cache

from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.package.processes import is_running, this_host

_NAME = lazily(r"\.akmxl-(?P<host>.+)-(?P<pid>\d+)-[0-9a-f]{12}\.tmp")
# Those that akmxl made before their names told the process: no run writes a file for so long.
_UNNAMED = lazily(r"\.akmxl-(?:new|[0-9a-f]{8})-[0-9a-f]{12}\.tmp")
_UNNAMED_SECONDS = 600


def temporary_name() -> str:
    """Make a new name that tells the host and the process: ``.akmxl-HOST-PID-0123456789ab.tmp``."""
    return f"{_own()}{os.urandom(6).hex()}.tmp"


def _own() -> str:
    """Return what the names of this process begin with."""
    return f".akmxl-{_in_names(this_host())}-{os.getpid()}-"


def sweep(folder: str) -> None:
    """Remove the temporary files and folders that killed runs of this PC left in a folder."""
    own = _own()
    for name in file_names(folder):
        if name.startswith(".akmxl-") and name.endswith(".tmp") and not name.startswith(own):
            file = os.path.join(folder, name)
            with contextlib.suppress(OSError):  # gone meanwhile, or not ours to remove
                if _is_left_behind(name, os.stat(file).st_mtime):
                    _remove(file)


def _remove(file: str) -> None:
    if os.path.isdir(file) and not os.path.islink(file):
        from shutil import rmtree  # late: only a database that was killed leaves a folder

        rmtree(file)
    else:
        os.unlink(file)


def sweep_below(folder: str) -> None:
    """Sweep a folder and all that lie in it; nothing where there is no such folder."""
    for found, _folders, _files in os.walk(folder):
        sweep(found)


def _is_left_behind(name: str, modified: float) -> bool:
    if _UNNAMED.fullmatch(name):
        return time.time() - modified > _UNNAMED_SECONDS
    made = _NAME.fullmatch(name)  # its time says little: the clock of a share may differ
    return made is not None and made["host"] == _in_names(this_host()) and not is_running(int(made["pid"]))


@cache
def _in_names(host: str) -> str:
    return re.sub(r"[^\w-]", "-", host)


def file_names(folder: str) -> list[str]:
    """Return the names of what stands in a folder; none where it cannot be looked into."""
    with contextlib.suppress(OSError):
        return os.listdir(folder)
    return []

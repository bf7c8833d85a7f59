"""Name this PC, and tell whether a process that left a file here still runs."""

from __future__ import annotations

import os

_CLOCKS_DIFFER_BY = 2.0  # seconds between a file's time and a process's start, both rounded


def this_host() -> str:
    """Return the name of this PC, as it stands in lock files and in the names of temporary files."""
    if hasattr(os, "uname"):
        return os.uname().nodename  # what socket.gethostname() tells there too
    import socket  # late: only Windows needs it

    return socket.gethostname()


def is_running(pid: int, since: float | None = None) -> bool:
    """Tell whether a process of this PC runs; with ``since`` (a file's time) the one that was there then.

    A number is given again after a while: a process that began later is another one.
    """
    import psutil  # late: only what was left behind asks

    try:
        began = psutil.Process(pid).create_time()
        return since is None or bool(began <= since + _CLOCKS_DIFFER_BY)
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True  # somebody else's, and not to be looked at

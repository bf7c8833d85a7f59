"""Run the command line as a process of its own."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def main() -> None:
    """Run the command line, and with it the process."""
    gc.disable()  # a run is short and makes no garbage that matters: looking for it costs a tenth
    from akmxl.cli.light_imports import travel_light

    travel_light()
    from akmxl.cli.group import run  # late: an eightieth of a check is looking for it in what is imported

    try:
        run()
    except SystemExit as end:
        _end(end.code or 0)
        raise
    else:
        _end(0)


def _end(code: object) -> None:
    """End the process as Python does, but take nothing apart first.

    To free the plan, and all functions and expressions, piece by piece takes as long as a tenth of a check.
    Where something is still at work, or what was said cannot be written, Python itself ends the process.
    """
    import threading  # late: click has imported it

    if not isinstance(code, int) or threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)

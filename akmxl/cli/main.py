"""Run the command line as a process of its own."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line, and end as its run ends."""
    gc.disable()  # a run is short and makes no garbage that matters: looking for it costs a tenth
    try:
        from akmxl.cli.light_imports import travel_light

        travel_light()
        from akmxl.cli.group import run  # late: an eightieth of a check is looking for it in what is imported

        run()
    except SystemExit as end:
        never_freed: list[object] = [end]  # the frames behind it hold the plan: piece by piece
        never_freed += map(dict, map(vars, sys.modules.values()))  # it would take as long to free, with all
        never_freed.append(never_freed)  # functions and expressions, as a tenth of a check
        raise
    finally:
        gc.freeze()  # nor does it help to look for it when the process ends

"""The live door: a workbook that a running Excel holds, reached through xlwings.

Read in one range a sheet, written in as few ranges as possible, never saved: that is left to the person at
the desk. What Excel cannot be asked for is said in ``facts.py``; what only a Windows PC can show stands in
``docs/windows-acceptance.md``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.workbook.live.door import LiveDoor


def excel_can_run_here() -> bool:
    """Whether this PC can have an Excel that other programs reach: Windows only."""
    return sys.platform == "win32"


def open_here(path: Path) -> LiveDoor | None:
    """A file as the workbook that Excel on this PC has open; None where it has not.

    Costs nothing while no lock file beside it says that somebody has it open in Excel; elsewhere than on
    Windows such a file only speaks of another PC.
    """
    if not (excel_can_run_here() and path.with_name(f"~${path.name}").exists()):
        return None
    from akmxl.workbook.live.attach import held_by_excel  # late: with it comes xlwings

    return held_by_excel(path)

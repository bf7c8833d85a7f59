"""Open the workbook that Excel on this PC holds; without Excel nothing is imported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.workbook.doors.live.door import LiveDoor


def open_here(path: Path) -> LiveDoor | None:
    """Return a file as the workbook that Excel on this PC has open; None where it has not.

    Costs nothing while no lock file beside it says that somebody has it open in Excel; elsewhere than on
    Windows such a file only speaks of another PC.
    """
    if not os.path.lexists(path.parent / f"~${path.name}"):
        return None
    from akmxl.workbook.doors.live import com  # late: hardly ever is there such a file

    if not com.excel_can_run_here():
        return None
    from akmxl.workbook.doors.live.attach import held_by_excel  # late: with it comes xlwings

    return held_by_excel(path)

"""Makes a new plan workbook: every sheet, table, defined name and live formula, from the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from akmxl.workbook.shipped import PlanRow


def create_plan(
    path: Path,
    *,
    rows: Sequence[PlanRow],
    year: int,
    organisation: str = "",
    first_period: str | None = None,
    region: str = "",
) -> None:
    """Write the plan workbook of ``year`` to ``path``: the same arguments give the same bytes.

    Raises FileProblem when the file exists (nothing is ever overwritten) or cannot be written.
    """
    from akmxl.ooxml import save
    from akmxl.workbook.create.whole import plan_bytes

    content = plan_bytes(rows, year, organisation, first_period or "", region)
    save.create_file(path, content, overwrite=False)

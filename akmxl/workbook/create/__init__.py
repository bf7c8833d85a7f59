"""Makes a new plan workbook: every sheet, table, defined name and live formula, from the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.errors import FileProblem
from akmxl.i18n import N_

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
    from akmxl.workbook.create.whole import plan_bytes

    content = plan_bytes(rows, year, organisation, first_period or "", region)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as problem:
        raise FileProblem(
            N_("The file exists already and is not overwritten: {path}"), path=path
        ) from problem
    except OSError as problem:
        raise FileProblem(N_("The file cannot be written: {path}"), path=path) from problem

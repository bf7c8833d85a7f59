"""Write a new plan workbook to a file that is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from akmxl.workbook.create.basis import Basis
    from akmxl.workbook.create.plan_rows import PlanRow


def create_plan(
    path: Path,
    *,
    rows: Sequence[PlanRow],
    year: int,
    organisation: str = "",
    first_period: str | None = None,
    region: str = "",
    sections: Mapping[str, str] | None = None,
) -> None:
    """Write the plan workbook of ``year`` to ``path``: the same arguments give the same bytes.

    ``sections`` are the plan's own names of its sections, by code.

    Raises FileProblem when the file exists (nothing is ever overwritten) or cannot be written.
    """
    from akmxl.workbook.create.basis import shipped_basis

    people = {"organisation": organisation, "region": region}
    create_workbook(path, shipped_basis(rows, year, people, first_period or "", sections))


def create_workbook(path: Path, basis: Basis) -> None:
    """Write the workbook that a basis describes; bytes and errors as of ``create_plan``."""
    from akmxl.ooxml.package import save
    from akmxl.workbook.create.workbook import plan_bytes

    save.create_file(path, plan_bytes(basis), overwrite=False)

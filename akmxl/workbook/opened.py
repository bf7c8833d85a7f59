"""Hold a plan and the workbook it was read from, as one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from pandas import DataFrame

    from akmxl.plan.model import Plan
    from akmxl.workbook.plan_file import PlanFile


@dataclass(frozen=True)
class OpenedPlan:
    """A plan and the workbook it was read from: for whoever needs raw cells too, or writes.

    ``plan`` is pure data and knows nothing of ``file``; what only counts or compares takes it alone.
    """

    plan: Plan
    file: PlanFile

    @property
    def path(self) -> Path:
        return self.file.path

    def without_cells(self) -> OpenedPlan:
        """Return the plan with what is known of its sheets' headings; the cells are let go of."""
        return OpenedPlan(self.plan, self.file.without_cells())

    def to_frame(self) -> DataFrame:
        """Return the plan's tidy table; see ``Plan.to_frame``."""
        return self.plan.to_frame()

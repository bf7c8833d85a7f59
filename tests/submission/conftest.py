from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import once

from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan

from .amounts import plan_with
from .making import Filler, sample_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.plan.model import Plan


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return sample_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx")


@pytest.fixture
def filler(plan: Plan, tmp_path: Path) -> Filler:
    return Filler(plan, tmp_path)


@pytest.fixture(scope="session")
def plan_of(shared: Path) -> Callable[[int], Plan]:
    """The plan that has so many records for each list of each report."""

    def made(count: int) -> Plan:
        folder = once(shared, f"records-{count}", lambda folder: plan_with(folder / "reja.xlsx", count))
        return read_plan(PlanFile.open(folder / "reja.xlsx"))

    return made

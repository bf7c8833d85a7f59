from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .making import Filler, sample_plan

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.model import Plan


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return sample_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx")


@pytest.fixture
def filler(plan: Plan, tmp_path: Path) -> Filler:
    return Filler(plan, tmp_path)

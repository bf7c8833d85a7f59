"""An office whose first half of the year has gone out."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from running import akmxl

from actions.archive.office import Office

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Demo


@pytest.fixture
def office(demo: Demo, tmp_path: Path) -> Office:
    """Two quarters were sent, the third is drafted."""
    shutil.copytree(demo.mended.parent, tmp_path / "idora")
    return Office(tmp_path / "idora")


@pytest.fixture(scope="session")
def quarter_zip(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the first quarter: only to be looked at."""
    folder = tmp_path_factory.mktemp("arxiv")
    run = akmxl("archive", demo.mended, "--period", "2025-Q1", "--out", folder / "arxiv.zip")
    assert run.code == 0, run.out
    return folder / "arxiv.zip"

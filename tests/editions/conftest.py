from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from . import later

KEPT = Path(__file__).resolve().parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the workbook of the first edition."""
    return Path(shutil.copyfile(KEPT / "1.xlsx", tmp_path / "reja-2025.xlsx"))


@pytest.fixture
def next_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition that adds what an edition may add."""
    later.lay_out(monkeypatch)

"""An Excel in memory for a test, holding workbooks of files; gone again afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlwings

from akmxl.workbook.doors.live import com

from .engine import Excel, register
from .store import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .store import StoredWorkbook

_LOADED: dict[bytes, StoredWorkbook] = {}  # by a file's bytes; each test gets a copy


def held(path: Path, full_name: str = "") -> Any:
    """A workbook as Excel holds it once the file is open."""
    content = path.read_bytes()
    if content not in _LOADED:
        _LOADED[content] = load(path)
    workbook = _LOADED[content].copy()
    workbook.full_name = full_name or str(path)
    return workbook


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Excel]]:
    """Open files in one running Excel; it is the only one that xlwings finds."""
    engines = xlwings.engines
    kept = engines.active, list(engines.engines), dict(engines.engines_by_name)
    monkeypatch.setattr(com, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(com, "excel_can_run_here", lambda: True)

    def open_in_excel(*paths: Path, full_name: str = "") -> Excel:
        excel = Excel([held(path, full_name) for path in paths])
        register(excel)
        return excel

    yield open_in_excel
    engines.active, engines.engines, engines.engines_by_name = kept

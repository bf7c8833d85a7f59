"""Read small sources that the tests write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.sources.table import Source


def source(folder: Path, data: bytes, name: str = "export.xls", **how: str) -> Source:
    """Open bytes as a source; the name says another kind, as names do."""
    path = folder / name
    path.write_bytes(data)
    return open_source(path, Reading(**how))


def rows(opened: Source, table: int = 0) -> list[tuple[int, list[object]]]:
    return [(number, list(row)) for number, row in opened.tables[table].read()]


def cells(folder: Path, data: bytes, **how: str) -> list[list[object]]:
    return [row for _, row in rows(source(folder, data, **how))]

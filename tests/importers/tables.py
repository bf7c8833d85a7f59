"""Tables of an export in memory, and profiles written down as people write them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import akmxl
from akmxl.core.assets import templates_folder
from akmxl.importers.profile.read import read_profile
from akmxl.importers.sources.table import SourceTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Row
    from akmxl.plan.model import Plan


def table_of(*rows: Sequence[object], file: str = "eksport.xlsx", sheet: str = "") -> SourceTable:
    """A table of these rows, the first of which has the number 1."""

    def read() -> Iterator[Row]:
        return enumerate(rows, 1)

    return SourceTable(file, sheet, "xlsx", read)


def profile_of(text: str, name: str = "namuna") -> Profile:
    """The profile that this text is."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.toml")
        path.write_text(text, encoding="utf-8")
        return read_profile(path)


@cache
def shipped_plan() -> Plan:
    """The plan that ships, only to be looked at."""
    return akmxl.open_plan(templates_folder() / "reja-2025.xlsx").plan

"""A case: what happened to a workbook, and every finding that it must give. README.md tells the rest."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.plan.findings import Severity
from akmxl.rules.find import RULES

if TYPE_CHECKING:
    from datetime import date

FOLDER = Path(__file__).parent
HEADINGS = ("rule", "sheet", "cell", "item", "period")

Spot = tuple[str, ...]  # a finding's rule, sheet, cell, item and period; "" where it has none


@dataclass(frozen=True)
class Case:
    """One file of this folder, read."""

    name: str
    what: str
    base: str
    today: date
    edits: str
    finds: tuple[Spot, ...] = ()
    stops: str = ""

    @classmethod
    def read(cls, path: Path) -> Case:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(path.stem, **values | {"finds": spots(values.get("finds", ""))})

    @property
    def code(self) -> int:
        """The exit code: 2 where the check cannot run, 1 where something blocks a report."""
        blocking = (Severity.ERROR, Severity.EXPLAIN)
        return 2 if self.stops else int(any(RULES[spot[0]].severity in blocking for spot in self.finds))

    @property
    def needs_libreoffice(self) -> bool:
        return "save with: LibreOffice" in self.edits


def all_cases() -> list[Case]:
    return [Case.read(path) for path in sorted(FOLDER.glob("*.toml"))]


def spots(text: str) -> tuple[Spot, ...]:
    """The rows of a table of findings; its first line is the headings."""
    lines = [split(line) for line in text.strip().splitlines()]
    assert not lines or lines[0] == HEADINGS, f"the headings are {HEADINGS}"
    return tuple(lines[1:])


def table(found: list[Spot]) -> str:
    """Findings as a case's file has them: ready to be copied into it."""
    lines = [HEADINGS, *found]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def split(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))

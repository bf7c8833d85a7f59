"""Cells at the edge of what a sheet holds: they are read for what they are, and end no run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from akmxl.plan import registers

from .examples import Example

if TYPE_CHECKING:
    from pathlib import Path


def rules_of(text: str, folder: Path) -> set[str]:
    return {finding.rule for finding in Example.of(text, folder).findings()}


def test_a_row_with_nothing_but_a_nought_is_not_empty(tmp_path: Path) -> None:
    rows = """
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Miqdori |
        | 2025-01-05 | Shartnoma    | '19.1 | 1       |
        | ~          | ~            | ~     | {}      |
        | 2025-01-07 | Shartnoma    | '19.1 | 1       |
    """
    assert "STR10" in rules_of(rows.format("~"), tmp_path)
    assert "STR10" not in rules_of(rows.format("0"), tmp_path)


def test_a_threshold_beyond_every_calendar_is_as_good_as_never(tmp_path: Path) -> None:
    text = """
        today: 2025-05-20
        Chegaralar
        | Qoida | Band | Chegara      |
        | TMP14 | '11  | 123456789012 |
    """
    found = Example.of(text, tmp_path).findings()
    assert "11" not in {finding.item for finding in found if finding.rule == "TMP14"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("so‘z " * 5850 + "\n" * 390, None),
        ("a" * 30_000, None),
        ("a" * 30_001, ["30001", "30000"]),
        ("a" * 28_000 + '"' * 2_000 + "\n" * 400, ["30400", "30000"]),
        ("a" * 28_000 + '"' * 2_000, None),
        ("a" * 23_000 + '"' * 7_000, ["37002", "32767"]),  # a receipt needs two signs for each
    ],
)
def test_a_text_is_as_long_as_people_count(tmp_path: Path, text: str, numbers: list[str] | None) -> None:
    example = Example.of("Hisobotlar\n| Hisobot kodi | Davr |\n| VA-03 | 2025-Q1 |", tmp_path)
    view = example.file.views[registers.JOURNAL]
    row = next(row for row in view.filled_rows() if view.text(row, "report") == "VA-03")
    example.workbook.put(view.name, row, view.columns["text"], text)
    found = [one.message for one in example.findings() if one.rule == "TXT08"]
    assert [re.findall(r"\d{5}", "".join(one.split())) for one in found] == ([numbers] if numbers else [])

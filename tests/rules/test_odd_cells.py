"""Cells at the edge of what a sheet holds: they are read for what they are, and end no run."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

"""Thresholds are data: what the rules take by default is what Sozlamalar shows, and can be changed there."""

from __future__ import annotations

import re
from pathlib import Path

import akmxl
from akmxl.rules.catalogue import arithmetic, setting_sense
from akmxl.rules.catalogue.structure import WITH_THRESHOLD
from akmxl.workbook.create import shipped

# TYP11's ceiling is by unit: one number for all of them would not be its default.
BY_UNIT = {"TYP11"}
NOT_SHOWN = {"XSH03"}  # days off a month on which the library opens: none, as long as nobody writes how many


def defaults() -> dict[str, float]:
    """Rule -> default, as the code of the rules names it."""
    found = {}
    for path in Path(akmxl.__file__).parent.rglob("*.py"):
        for code, default in re.findall(
            r'threshold\(\s*"(\w+)",[^,]+,\s*(\w+)', path.read_text(encoding="utf-8")
        ):
            if code not in BY_UNIT | NOT_SHOWN:
                found[code] = float(arithmetic._TIMES if default == "_TIMES" else default)
    return found


def test_sozlamalar_shows_every_default() -> None:
    shown = {row.rule: float(row.threshold) for row in shipped.thresholds() if not row.item}
    assert shown == defaults()
    assert len(shown) >= 10
    assert shown.keys() | BY_UNIT | NOT_SHOWN == WITH_THRESHOLD


def test_a_check_reads_them_as_any_csv_is_read() -> None:
    shown = {row.rule: (row.threshold, row.note) for row in shipped.thresholds()}
    assert dict(setting_sense.shipped_thresholds()) == shown


def test_every_threshold_says_in_words_what_it_is() -> None:
    assert all(len(row.note.split()) > 4 for row in shipped.thresholds())

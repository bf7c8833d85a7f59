"""A key that was held down leaves thousands of digits, more than make a number; commands end in words."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases.bases import make_base
from conftest import once
from odd_cells import inline, with_contents
from running import akmxl

from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

DAY, HELD = "2025-07-10", "2" * 4400
TYPED = (
    (str(layout.CATALOGUE.table), "periods", HELD),
    (registers.DAILY, "note", f"qatnov {HELD}"),
    (layout.PLAN, "mechanism", f"2025-yil {HELD}-martdagi PQ-401 qarori"),
)


@pytest.fixture(scope="module")
def plan(shared: Path) -> Path:
    """A plan in whose words and first period such digits stand."""

    def make(folder: Path) -> None:
        make_base("sent", date.fromisoformat(DAY), path := folder / "reja-2025.xlsx")
        file = PlanFile.open(path)
        places = {file.named_place("Birinchi_davr"): HELD}
        for key, field, text in TYPED:
            view = file.views[key]
            rows = [row for row in view.filled_rows() if view.text(row, field)]
            places[view.place(rows[0] if rows else min(view.filled_rows()), field)] = text
        with_contents(path, folder / "held.xlsx", {place: inline(text) for place, text in places.items()})

    return once(shared, "held keys", make) / "held.xlsx"


@pytest.mark.parametrize("command", ["check", "due", "doctor", "rollup", "repair"])
def test_digits_of_a_key_that_was_held_down_end_in_words(plan: Path, tmp_path: Path, command: str) -> None:
    path = shutil.copy(plan, tmp_path / "reja-2025.xlsx")
    days = () if command == "doctor" else ("--today", DAY)
    done = akmxl(command, path, *days)  # a trace comes through as the exception that it is
    assert done.code in (0, 1, 2)
    assert len(done.err) < 1000


def test_each_is_told_at_its_cell(plan: Path) -> None:
    run = akmxl("check", plan, "--json", "--no-write", "--today", DAY)
    told = {(one["rule"], one["sheet"]) for one in run.json["findings"] if "222222" in one["message"]}
    assert told >= {("REF21", layout.SETTINGS), ("REF04", layout.SETTINGS), ("REF05", layout.PLAN)}
    assert "TXT08" not in {one["rule"] for one in run.json["findings"]}

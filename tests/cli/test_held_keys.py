"""Much too long or odd contents that one key leaves: thousands of digits, a date; commands end in words."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases.bases import make_base
from cases.edits import apply
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


def test_a_due_text_is_shown_by_its_beginning(plan: Path, tmp_path: Path) -> None:
    base, months = plan.with_name("reja-2025.xlsx"), ", ".join(["mart"] * 800)
    view = PlanFile.open(base).views[layout.PLAN]
    rows = {view.text(row, "code"): row for row in view.filled_rows()}
    places = view.place(rows["11"], "due"), view.place(rows["5"], "window")
    path = with_contents(base, tmp_path / "long.xlsx", {place: inline(months) for place in places})
    apply(path, "type: Oylik / 5 / Aprel = 1")
    run = akmxl("check", path, "--json", "--no-write", "--today", DAY)
    messages = {one["rule"]: one["message"] for one in run.json["findings"] if "mart, " in one["message"]}
    assert messages.keys() >= {"REF57", "TMP03"}
    assert max(map(len, messages.values())) < 400


def test_a_period_that_became_a_date_is_shown_as_one(plan: Path, tmp_path: Path) -> None:
    path = shutil.copy(plan.with_name("reja-2025.xlsx"), tmp_path / "reja-2025.xlsx")
    apply(path, "type: Hisobotlar / MK-02 2025-02 / Davr = 2025-02-01")
    run = akmxl("check", path, "--json", "--no-write", "--today", DAY)
    assert "“01.02.2025”" in next(one["message"] for one in run.json["findings"] if one["rule"] == "SUB04")

"""What people type in place of a figure or a code: the right rule in the right cell of a real file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from running import akmxl, put

from akmxl.core.cells import ExcelError, Formula, Place
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from pathlib import Path

Spot = tuple[str, str, str]  # rule, sheet, cell


def findings(path: Path) -> list[dict[str, Any]]:
    run = akmxl("check", path, "--today", "2025-04-10", "--json", "--no-write")
    assert run.code in (0, 1)
    assert run.err == ""
    found: list[dict[str, Any]] = run.json["findings"]
    return found


def graver(path: Path) -> list[Spot]:
    """The rule, sheet and cell of every finding graver than a note, the shipped plan's own left out."""
    return [spot(one) for one in findings(path) if one["rule"] not in ("REF10", "REF11", "PLN09", "PLN11")]


def spot(finding: dict[str, Any]) -> Spot:
    return finding["rule"], finding["sheet"], finding["cell"]


def month_cell(path: Path, code: str, month: int) -> Place:
    view = PlanFile.open(path).views[layout.MONTHLY]
    return Place(view.name, monthly_rows(view)[code], view.columns[f"m{month:02d}"])


def type_into(path: Path, place: Place, value: Any) -> None:
    put(path, {(place.sheet, place.row, place.column): value})


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("bajarildi", "TYP01"),
        ("1о", "TYP01"),  # a Cyrillic о for the nought
        ("1o", "TYP01"),
        (True, "TYP01"),
        ("1 413", "TYP02"),
        ("1\u00a0413", "TYP02"),
        ("5", "TYP02"),
        ("1.413", "TYP03"),
        (-3, "TYP04"),
        ("-3", "TYP04"),
        (1.5, "TYP05"),
        (9.99e307, "TYP14"),
        ("9" * 5000, "TYP14"),
        ("9" * 5000 + " ta", "TYP14"),
        (ExcelError("#DIV/0!"), "TYP07"),
        (Formula("1/0", ExcelError("#DIV/0!")), "TYP07"),
        ("6/36", "TYP08"),
        ("12 ta", "TYP09"),
        ("12 та", "TYP09"),
        (Formula("3+4", 7), "TYP12"),
        (Formula("3+4"), "TYP13"),
    ],
)
def test_a_month_of_oylik_takes_whole_numbers_only(typed: object, rule: str, quarter_path: Path) -> None:
    place = month_cell(quarter_path, "13.1", 3)
    type_into(quarter_path, place, typed)
    found = [one for one in findings(quarter_path) if one["cell"] == place.a1 and one["sheet"] == "Oylik"]
    assert [one["rule"] for one in found] == [rule]
    assert found[0]["item"] == "13.1"
    assert found[0]["period"] == "2025-03"
    assert found[0]["message"]
    assert found[0]["fix"]


def test_a_number_with_words_is_offered_and_a_number_as_text_is_used(quarter_path: Path) -> None:
    place = month_cell(quarter_path, "29", 3)
    type_into(quarter_path, place, "12 ta")
    assert "12" in next(one["fix"] for one in findings(quarter_path) if one["cell"] == place.a1)
    type_into(quarter_path, place, "1 413")
    totals = akmxl("rollup", quarter_path, "--json", "--today", "2025-04-10").json["items"]
    item = next(one for one in totals if one["code"] == "29")
    assert item["months"]["2025-03"] == 1413


def test_what_cannot_be_read_is_not_added_up(quarter_path: Path) -> None:
    type_into(quarter_path, month_cell(quarter_path, "9.1", 3), "besh")
    items = akmxl("rollup", quarter_path, "--json", "--today", "2025-04-10").json["items"]
    months = {one["code"]: one["months"]["2025-03"] for one in items}
    assert months["9.1"] is None
    assert months["9"] is None


def test_a_number_beyond_all_counting_stops_no_command(quarter_path: Path) -> None:
    """A figure that is too long, in every month of a row and in the day log."""
    for month in range(1, 13):
        type_into(quarter_path, month_cell(quarter_path, "29", month), 9.99e307)
    view = PlanFile.open(quarter_path).views[registers.DAILY]
    type_into(quarter_path, view.place(view.first_row + 9, "new_readers"), 9.99e307)
    day = ("--today", "2025-04-10")
    found = [spot(one) for one in findings(quarter_path) if one["rule"] == "TYP14"]
    assert len(found) == 13
    assert akmxl("check", quarter_path, *day).code == 1
    assert akmxl("rollup", quarter_path, *day).code == 0
    assert akmxl("submit", quarter_path, "--period", "2025-Q1", *day).code == 1


@pytest.mark.parametrize("typed", [0, "-", "–", None, 7])
def test_a_whole_number_a_dash_and_nothing_are_no_faults(typed: object, quarter_path: Path) -> None:
    place = month_cell(quarter_path, "11", 3)
    type_into(quarter_path, place, typed)
    types = [one for one in graver(quarter_path) if one[0].startswith("TYP")]
    assert types == []


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("besh", "TYP01"), (-1, "TYP04"), (2.5, "TYP05"), ("3 ta", "TYP09"), (ExcelError("#N/A"), "TYP07")],
)
def test_the_day_log_takes_whole_numbers_only(typed: object, rule: str, quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views[registers.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    type_into(quarter_path, place, typed)
    assert [one for one in graver(quarter_path) if one[0].startswith("TYP")] == [(rule, "Kundalik", place.a1)]

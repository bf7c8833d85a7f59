"""Rows that people type below a table in LibreOffice or WPS, which do not let it grow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from running import Run, akmxl, put

from akmxl.core.cells import Formula
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.looks import merge
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2025, 3, 5)


@pytest.fixture
def path(plan_path: Path) -> Path:
    """The shipped plan with an event in the table's only row."""
    put(plan_path, event(5))
    return plan_path


def event(row: int, day: object = DAY, kind: object = "Ko‘rgazma") -> dict[tuple[str, int, int], Any]:
    return {("Tadbirlar", row, 1): day, ("Tadbirlar", row, 2): kind, ("Tadbirlar", row, 3): f"Nomi {row}"}


def type_below(path: Path, cells: dict[tuple[str, int, int], Any]) -> None:
    """Type where the table does not reach: the cells take a date's look from the row above."""
    patch = Patch(Workbook.open(path))
    for (sheet, row, column), value in cells.items():
        patch.set(sheet, row, column, value, style_from=(5, column) if sheet != "Sozlamalar" else None)
    patch.save(backup=False)


def check(path: Path, *more: str) -> Run:
    return akmxl("check", path, "--today", "2025-04-10", "--json", *more)


def rows_of(path: Path, table: str) -> str:
    found = Workbook.open(path).tables[table]
    return f"{found.first_data_row}-{found.last_row}"


def told(run: Run, rule: str = "STR25") -> list[tuple[str, str]]:
    return [(found["sheet"], found["cell"]) for found in run.json["findings"] if found["rule"] == rule]


def test_a_table_ends_with_the_rows_typed_below_it(path: Path) -> None:
    type_below(path, event(6) | event(7))
    run = check(path)
    assert run.json["extended"] == [
        {"table": "Tadbirlar", "sheet": "Tadbirlar", "before": "A4:O5", "after": "A4:O7", "rows": 2}
    ]
    assert rows_of(path, "Tadbirlar") == "5-7"
    assert Workbook.open(path).cells("Tadbirlar")[7, 15].value == 3
    assert "extended" not in check(path).json


def test_without_writing_it_only_says_so(path: Path) -> None:
    type_below(path, event(6))
    before = path.read_bytes()
    assert "To extend: the table “Tadbirlar”" in akmxl("check", path, "--no-write").out
    assert path.read_bytes() == before
    assert "Extended: the table “Tadbirlar”" in akmxl("check", path).out


def test_blank_rows_between_are_taken_in(path: Path) -> None:
    type_below(path, event(6) | event(9))
    assert check(path).json["extended"][0]["after"] == "A4:O9"


def test_a_signature_below_stays_outside(path: Path) -> None:
    type_below(path, event(6) | {("Tadbirlar", 8, 1): "Direktor", ("Tadbirlar", 8, 3): "Karimov A."})
    run = check(path)
    assert rows_of(path, "Tadbirlar") == "5-6"
    assert not told(run)


def test_a_task_without_code_and_day_is_taken_in(path: Path) -> None:
    texts = {2: "Hokimlikka ma’lumot", 3: "Hokimlik", 4: "2025-03"}
    type_below(path, {("Hisobotlar", 6, column): text for column, text in texts.items()})
    run = check(path)
    assert run.json["extended"][0]["table"] == "Hisobotlar"
    assert told(run, "SUB27")


def test_a_text_between_is_in_the_way(path: Path) -> None:
    type_below(path, event(6) | {("Tadbirlar", 8, 3): "Direktor Karimov A."} | event(9))
    run = check(path)
    assert rows_of(path, "Tadbirlar") == "5-6"
    assert told(run) == [("Tadbirlar", "A9")]
    assert "C8" in next(found for found in run.json["findings"] if found["rule"] == "STR25")["message"]
    assert run.code == 1


def test_merged_cells_are_in_the_way(path: Path) -> None:
    patch = Patch(Workbook.open(path))
    patch.set("Tadbirlar", 7, 1, "Fevral")
    merge(patch, "Tadbirlar", (7, 1, 7, 12))
    patch.save(backup=False)
    type_below(path, event(6) | event(8))
    run = check(path)
    assert rows_of(path, "Tadbirlar") == "5-6"
    assert told(run) == [("Tadbirlar", "A8")]


def test_rows_far_below_are_named(path: Path) -> None:
    type_below(path, event(600))
    run = check(path)
    assert rows_of(path, "Tadbirlar") == "5-5"
    assert told(run) == [("Tadbirlar", "A600")]


def test_tables_of_settings_and_the_journal_grow_too(path: Path) -> None:
    book = Workbook.open(path)
    kinds, staff = book.tables["TadbirTurlari"], book.tables["Xodimlar"]
    type_below(
        path,
        {
            ("Sozlamalar", kinds.last_row + 1, kinds.first_col): "Yangi tur",
            ("Sozlamalar", kinds.last_row + 1, kinds.first_col + 1): "19.2",
            ("Sozlamalar", staff.last_row + 1, staff.first_col): "2-xodim",
            ("Hisobotlar", 5, 2): "Xat",
            ("Hisobotlar", 5, 5): date(2025, 4, 30),
            ("Hisobotlar", 6, 2): "Yana bir xat",
            ("Hisobotlar", 6, 5): date(2025, 5, 30),
        },
    )
    grown = {one["table"]: one["rows"] for one in check(path).json["extended"]}
    assert grown == {"TadbirTurlari": 1, "Xodimlar": 1, "Hisobotlar": 1}
    assert rows_of(path, "Hisobotlar") == "5-6"


def test_repair_extends_them_as_well(path: Path) -> None:
    type_below(path, event(6))
    run = akmxl("repair", path, "--json")
    assert ("table", "A4:O6") in [(one["kind"], one["cells"]) for one in run.json["repairs"]]
    assert rows_of(path, "Tadbirlar") == "5-6"


def test_old_totals_over_a_short_table_are_not_put_down_to_calculation(path: Path) -> None:
    type_below(path, event(6))
    book = Workbook.open(path)
    xml = book.package.xml(book.part).replace(b' fullCalcOnLoad="1"', b"")
    patch = Patch(book)
    patch.parts[book.part] = xml
    patch.save(backup=False)
    assert not told(check(path, "--no-write"), "ARI10")


@pytest.mark.parametrize("command", ["check", "repair"])
@pytest.mark.parametrize("day", [date(2025, 2, 5), date(2026, 1, 3)])
def test_a_day_below_its_log_gets_its_sum(path: Path, command: str, day: date) -> None:
    """A day that stands twice, or is of another year, is told; its sum was not deleted by anybody."""
    type_below(path, {("Kundalik", 370, 1): day, ("Kundalik", 370, 3): 5, ("Kundalik", 370, 4): 2})
    assert not told(check(path, "--no-write"), "STR18")
    akmxl(command, path, "--today", "2025-04-10")
    sums = Workbook.open(path).cells("Kundalik")
    assert sums[370, 10].formula == sums[369, 10].formula
    assert rows_of(path, "Kundalik") == "5-370"
    assert not told(check(path), "STR18")


def test_repair_writes_the_sum_of_a_day_that_stands_twice(path: Path) -> None:
    type_below(path, {("Kundalik", 370, 1): date(2025, 2, 5), ("Kundalik", 370, 3): 5})
    check(path)
    put(path, {("Kundalik", 370, 10): None})
    assert told(check(path), "STR18") == [("Kundalik", "J370")]
    akmxl("repair", path, "--today", "2025-04-10")
    assert not told(check(path), "STR18")


def test_sums_of_months_between_the_days_are_peoples_own(path: Path) -> None:
    type_below(path, {("Kundalik", 370, 1): date(2025, 2, 5), ("Kundalik", 370, 3): 5})
    check(path)
    total = Formula("SUM(J5:J369)", 0)
    put(path, {("Kundalik", 370, 1): "Jami", ("Kundalik", 370, 3): None, ("Kundalik", 370, 10): total})
    akmxl("repair", path, "--today", "2025-04-10")
    assert Workbook.open(path).cells("Kundalik")[370, 10].formula == "SUM(J5:J369)"

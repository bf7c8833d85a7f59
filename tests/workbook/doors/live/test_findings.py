"""Both doors find the same: a workbook is checked as a file and as Excel holds it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from running import put

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan, opened_of
from akmxl.core.cells import NOT_CALCULATED, ExcelError, Formula, Place, a1
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook.doors.live.attach import workbook_in_front
from akmxl.workbook.plan_file import PlanFile

from . import making
from .conftest import held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Demo

    from akmxl.plan.findings import Finding

    from .engine import Excel

pytestmark = pytest.mark.slow

TODAY = date(2025, 10, 9)
Opened = Any  # the fixture: opens files in an Excel in memory


def both(
    path: Path, opened: Callable[..., Excel], today: date = TODAY, calculation: str = "automatic"
) -> tuple[list[Finding], list[Finding]]:
    """The findings through the file and through Excel."""
    excel = opened(path)
    excel.calculation = calculation
    live = opened_of(PlanFile.of(workbook_in_front(excel.window, path.name)))
    return check(open_plan(path), today), check(live, today)


def same(path: Path, opened: Opened, *how: Any) -> list[Finding]:
    file, live = both(path, opened, *how)
    told = [[(f.key, f.members, f.message, f.fix) for f in findings] for findings in (file, live)]
    assert told[0] == told[1]
    assert file == live
    return file


def test_of_the_demo_with_its_faults(demo: Demo, opened: Opened) -> None:
    assert len(same(demo.faulty, opened)) > 30


DAYS = [date(2025, 1, 31), date(2025, 4, 3), date(2026, 1, 20), date(2026, 4, 3), date(2026, 7, 15)]


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("which", ["faulty", "mended"])
def test_of_the_demo_on_any_day(demo: Demo, opened: Opened, which: str, today: date) -> None:
    assert same(getattr(demo, which), opened, today)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_of_the_demo_where_excel_calculates_by_hand(
    demo: Demo, tmp_path: Path, opened: Opened, today: date
) -> None:
    path = tmp_path / "reja-2025.xlsx"
    path.write_bytes(demo.faulty.read_bytes())
    making.keep_results(path)
    assert same(path, opened, today, "manual")


def test_of_formulas_that_were_never_computed(demo: Demo, tmp_path: Path, opened: Opened) -> None:
    """Another program has written them, and Excel has not calculated yet: nothing is known of them."""
    path = tmp_path / "reja-2025.xlsx"
    path.write_bytes(demo.faulty.read_bytes())
    making.keep_results(path)
    for sheet in ("Oylik", "Jamlanma", "Bosh sahifa", "Kundalik"):
        making.drop_results(path, sheet)
    assert same(path, opened, TODAY, "manual")
    plan = opened_of(PlanFile.of(workbook_in_front(4711, path.name)))
    computed = [cell for cell in plan.file.workbook.cells("Oylik").values() if cell.formula is not None]
    assert len(computed) > 100
    assert {cell.value for cell in computed} == {NOT_CALCULATED}


def test_of_the_demo_mended(demo: Demo, opened: Opened) -> None:
    assert same(demo.mended, opened)


def test_of_the_shipped_plan(shipped: Path, opened: Opened) -> None:
    same(shipped, opened)


def test_of_a_quarters_figures(quarter: Path, opened: Opened) -> None:
    same(quarter, opened)


def monthly(path: Path, code: str, month: int) -> tuple[str, int, int]:
    view = PlanFile.open(path).views["Oylik"]
    row = next(row for row in view.rows if view.text(row, "code") == code)
    return "Oylik", row, view.columns[f"m{month:02d}"]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("yetti", "TYP01"),
        ("12", "TYP02"),
        ("9.10", "TYP03"),
        (-3, "TYP04"),
        (2.5, "TYP05"),
        (date(2025, 4, 5), None),
        (datetime(2025, 4, 5, 13, 30), None),  # noqa: DTZ001
        (True, "TYP01"),
        ("=SUM(A1)", "TYP09"),
        ("'7", "TYP02"),
        ("7 ta", "TYP09"),
        (10**12, "TYP11"),
        (9.99e307, "TYP14"),
        (0.1 + 0.2, "TYP05"),
        (Formula("2*3", 6), "TYP12"),
        (Formula("1/0", ExcelError("#DIV/0!")), "TYP07"),
        (Formula('""', ""), None),
    ],
)
def test_of_whatever_stands_in_a_cell(
    quarter_path: Path, opened: Opened, value: Any, rule: str | None
) -> None:
    put(quarter_path, {monthly(quarter_path, "11", 3): value})
    found = {finding.rule for finding in same(quarter_path, opened)}
    assert rule is None or rule in found, found


def test_of_days_and_codes_that_are_not(quarter_path: Path, opened: Opened) -> None:
    view = PlanFile.open(quarter_path).views["Tadbirlar"]
    row, columns = view.first_row, view.columns
    put(quarter_path, {("Tadbirlar", row, columns["date"]): "5-aprel",
                       ("Tadbirlar", row + 1, columns["date"]): date(2024, 2, 29),
                       ("Tadbirlar", row + 2, columns["event_kind"]): "Tanish bo‘lmagan tur",
                       ("Tadbirlar", row + 3, columns["participants"]): datetime(1900, 1, 9)})  # noqa: DTZ001  # fmt: skip
    assert len(same(quarter_path, opened)) > 10


def test_of_merged_cells(quarter_path: Path, opened: Opened) -> None:
    sheet, row, column = monthly(quarter_path, "11", 3)
    letter, following = (chr(64 + number) for number in (column, column + 1))
    making.merge(quarter_path, sheet, f"{letter}{row}:{following}{row + 1}")
    assert "STR11" in {finding.rule for finding in same(quarter_path, opened)}


def test_of_rows_that_nobody_sees(quarter_path: Path, opened: Opened) -> None:
    for code in ("11", "12", "15.1"):
        making.hide_row(quarter_path, *monthly(quarter_path, code, 1)[:2])
    excel = opened(quarter_path)
    excel.workbook.sheet("Oylik").hidden_columns |= {2, 9}  # cuts what is seen into more areas
    door = workbook_in_front(excel.window, quarter_path.name)
    assert door.hidden_rows("Oylik") == Workbook.open(quarter_path).hidden_rows("Oylik")
    assert "STR17" in {finding.rule for finding in same(quarter_path, opened)}


@pytest.mark.parametrize("code", ["0%", "0.0,", ";;;"])
def test_of_a_number_that_is_shown_as_another(code: str, quarter_path: Path, opened: Opened) -> None:
    sheet, row, column = monthly(quarter_path, "11", 3)
    making.format_cell(quarter_path, code, sheet, a1(row, column))
    told = [finding for finding in same(quarter_path, opened) if finding.rule == "TYP23"]
    assert [finding.place for finding in told] == [Place(sheet, row, column)]


def test_of_validations_that_are_gone(quarter_path: Path, opened: Opened) -> None:
    making.drop_validations(quarter_path, "Tadbirlar")
    making.drop_validations(quarter_path, "Oylik")  # a protected sheet, which Excel opens for the look
    told = [finding.place and finding.place.sheet for finding in same(quarter_path, opened)
            if finding.rule == "STR13"]  # fmt: skip
    assert told == ["Oylik", "Tadbirlar"]


def test_of_links_to_other_files(quarter_path: Path, opened: Opened) -> None:
    making.link(quarter_path, r"C:\hisob\eski reja.xlsx", {})
    assert "STR14" in {finding.rule for finding in same(quarter_path, opened)}


def test_of_a_formula_that_looks_into_another_file(quarter_path: Path, opened: Opened) -> None:
    _, row, column = monthly(quarter_path, "11", 3)
    cells = {f"{chr(64 + column)}{row}": "[1]Oylik!B7", f"{chr(65 + column)}{row}": "'[1]Eski oylik'!B7"}
    making.link(quarter_path, r"C:\hisob\eski reja.xlsx", cells)
    (found,) = (finding for finding in same(quarter_path, opened) if finding.rule == "STR14")
    assert "[1]Oylik!B7" in found.message


def test_of_a_hidden_sheet(quarter_path: Path, opened: Opened) -> None:
    making.hide_sheet(quarter_path, "Jamlanma")
    same(quarter_path, opened)


def test_of_results_that_are_old(quarter_path: Path, opened: Opened) -> None:
    """Excel calculates by hand, so what the cells show may be of last week."""
    view = PlanFile.open(quarter_path).views["Oylik"]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    formula = view.cell(row, "q1").formula
    put(quarter_path, {("Oylik", row, view.columns["q1"]): Formula(str(formula), 999)})
    making.keep_results(quarter_path)
    excel = opened(quarter_path)
    for calculation, told in (("manual", True), ("automatic", False)):
        excel.calculation = calculation
        door = workbook_in_front(excel.window, quarter_path.name)
        live = check(opened_of(PlanFile.of(door)), TODAY)
        assert ("ARI10" in {finding.rule for finding in live}) is told
    assert "ARI10" in {f.rule for f in check(open_plan(quarter_path), TODAY)}


def test_a_sheet_protected_with_a_password_tells_nothing_wrong(quarter_path: Path, opened: Opened) -> None:
    making.drop_validations(quarter_path, "Oylik")
    making.hide_row(quarter_path, *monthly(quarter_path, "11", 1)[:2])
    excel = opened(quarter_path)
    excel.workbook.sheet("Oylik").password = "sir"
    live = opened_of(PlanFile.of(workbook_in_front(excel.window, quarter_path.name)))
    found = {(finding.rule, finding.place.sheet) for finding in check(live, TODAY) if finding.place}
    assert not {("STR13", "Oylik"), ("STR17", "Oylik")} & found


def test_reading_leaves_the_workbook_as_it_was(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    before = held(quarter_path).contents()
    check(opened_of(PlanFile.of(workbook_in_front(excel.window, quarter_path.name))), TODAY)
    assert excel.workbook.contents() == before
    assert excel.workbook.saved  # nobody is asked to save what was only looked at
    assert excel.writes == []


def test_each_sheet_is_read_once(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    check(opened_of(PlanFile.of(workbook_in_front(excel.window, quarter_path.name))), TODAY)
    sheets = [sheet for sheet, _ in excel.reads]
    assert len(sheets) == len(set(sheets))

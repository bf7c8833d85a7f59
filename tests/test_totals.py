"""Totals: the seed's own, one figure from the day to the form, and what LibreOffice makes of it all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from conftest import once
from libreoffice import CALCULATES, XLSX, if_there_is_one, saved_by_libreoffice
from making_plans import make_plan
from running import akmxl, put

from akmxl.core.cells import ExcelError
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.create import shipped
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Demo

DAY = ("--today", "2025-10-06")
SEED = {"9": (302, 1413), "9.4": (100, 755), "15": (4444, 4442)}  # code -> plan of 2025, fact of 2024


def rolled_up(path: Path, day: str = "2025-10-06") -> dict[str, dict[str, Any]]:
    run = akmxl("rollup", path, "--json", "--today", day)
    assert run.code == 0, run.err
    return {item["code"]: item for item in run.json["items"]}


# -- the seed's totals ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", SEED)
def test_the_plan_s_own_totals_come_through(code: str, plan_path: Path) -> None:
    item = rolled_up(plan_path)[code]
    assert (item["plan"], item["previous_fact"]) == SEED[code]


@pytest.mark.parametrize("field", ["planned", "previous"])
@pytest.mark.parametrize("code", SEED)
def test_parts_typed_as_the_seed_prints_them_add_up_to_its_totals(
    code: str, field: str, tmp_path: Path
) -> None:
    """The year's figures of the parts, typed as one month: 1413, 302, 755, 100, 4442, 4444."""
    rows = {row.code: row for row in shipped.plan()}
    leaves = {key for key, row in rows.items() if key.startswith(f"{code}.") and row.kind != "total"}
    figures = {key: getattr(rows[key], field) for key in leaves}
    months: dict[tuple[str, int], object] = {
        (key, 3): int(text) for key, text in figures.items() if text.isdecimal()
    }
    path = tmp_path / "reja.xlsx"
    make_plan(path, months=months)
    item = rolled_up(path)[code]
    total = SEED[code][0 if field == "planned" else 1]
    assert item["months"]["2025-03"] == item["quarters"]["2025-Q1"] == item["fact"] == total


def test_a_total_is_never_read_from_its_cell(quarter_path: Path) -> None:
    before = rolled_up(quarter_path)["9"]
    view = PlanFile.open(quarter_path).views[layout.MONTHLY]
    put(quarter_path, {(view.name, monthly_rows(view)["9"], view.columns["m03"]): 7777})
    assert rolled_up(quarter_path)["9"] == before


# -- one figure, from the day to the form ---------------------------------------------------------


def test_new_readers_of_march_walk_from_kundalik_to_the_form(quarter_path: Path) -> None:
    book = openpyxl.load_workbook(quarter_path, data_only=True)
    sheet = book[registers.DAILY]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Sana" for cell in row))
    columns = {str(cell.value): cell.column - 1 for cell in header}
    reader = next(column for title, column in columns.items() if title.casefold().startswith("yangi"))
    counted = {1: 0, 2: 0, 3: 0}
    for row in sheet.iter_rows(min_row=header[0].row + 1, values_only=True):
        day, value = row[columns["Sana"]], row[reader]
        if getattr(day, "month", 0) in counted and value:
            counted[day.month] += value
    assert counted[3] > 0

    item = rolled_up(quarter_path, "2025-04-10")["15.1"]
    assert [item["months"][f"2025-0{month}"] for month in (1, 2, 3)] == list(counted.values())
    assert item["quarters"]["2025-Q1"] == sum(counted.values())

    totals = FileDoor.open(quarter_path)
    view = PlanFile.of(totals).views[layout.ROLLUP]
    line = next(row for row in view.rows if view.text(row, "code") == "15.1")
    assert view.cell(line, "m03").value == counted[3]

    run = akmxl(
        "submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", "--today", "2025-04-10", "--json"
    )
    (report,) = run.json["reports"]
    form = openpyxl.load_workbook(report["file"]).worksheets[0]
    template = openpyxl.load_workbook(shipped.plan_csv().parents[1] / "MK-10.xlsx").worksheets[0]
    columns = {cell.value: cell.column - 1 for row in template.iter_rows() for cell in row if cell.value}
    line = next(row for row in form.iter_rows(values_only=True) if "yangi" in row)
    assert line[columns["{{fakt 15.1}}"]] == sum(counted.values())
    assert line[columns["{{yil boshidan 15.1}}"]] == sum(counted.values())
    assert line[columns["{{reja 15.1}}"]] == 207
    assert line[columns["{{foiz 15.1}}"]] == round(100 * sum(counted.values()) / 207, 1)


# -- LibreOffice ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def opened(demo: Demo, shared: Path) -> Path:
    """The demo's workbook and forms, opened by LibreOffice, calculated anew and saved."""

    def make(folder: Path) -> None:
        saved_by_libreoffice(XLSX, folder / "out", demo.mended, *demo.forms, settings=CALCULATES)

    return once(shared, "libreoffice", make) / "out"


def errors_in(path: Path, *sheets: str) -> Iterator[str]:
    book = Workbook.open(path)
    for name in sheets or [sheet.name for sheet in book.sheets]:
        for (row, column), cell in book.cells(name).items():
            if isinstance(cell.value, ExcelError):
                yield f"{name} {row} {column} {cell.value}"


@pytest.mark.libreoffice
@if_there_is_one
class TestLibreOffice:
    """One session of LibreOffice opens all; each test looks at what it made."""

    def test_it_opens_the_plan_and_every_form(self, opened: Path, demo: Demo) -> None:
        names = {demo.mended.name, *(form.name for form in demo.forms)}
        assert {path.name for path in opened.iterdir()} == names
        for path in opened.iterdir():
            assert Workbook.open(path).sheets

    def test_its_totals_are_akmxl_s(self, opened: Path, demo: Demo, tmp_path: Path) -> None:
        copy = tmp_path / "reja.xlsx"
        shutil.copyfile(demo.mended, copy)
        view = PlanFile.open(opened / demo.mended.name).views[layout.MONTHLY]
        rows = monthly_rows(view)
        differences = []
        for code, item in rolled_up(copy).items():
            wanted = {f"m{month:02d}": item["months"][f"2025-{month:02d}"] for month in range(1, 10)}
            wanted |= {f"q{quarter}": item["quarters"][f"2025-Q{quarter}"] for quarter in (1, 2, 3)}
            wanted |= {"year_total": item["fact"]}
            for field, value in wanted.items():
                shown = view.cell(rows[code], field).value if code in rows else None
                if (shown if isinstance(shown, int) else None) != value:
                    differences.append((code, field, shown, value))
        assert differences == []

    def test_no_cell_holds_an_error(self, opened: Path, demo: Demo) -> None:
        assert list(errors_in(opened / demo.mended.name)) == []
        for form in demo.forms:
            assert list(errors_in(opened / form.name)) == []

    def test_its_percents_are_akmxl_s(self, opened: Path, demo: Demo, tmp_path: Path) -> None:
        copy = tmp_path / "reja.xlsx"
        shutil.copyfile(demo.mended, copy)
        view = PlanFile.open(opened / demo.mended.name).views[layout.MONTHLY]
        rows = monthly_rows(view)
        for code, item in rolled_up(copy).items():
            shown = view.cell(rows[code], "percent").value if code in rows else None
            if isinstance(shown, int | float):
                assert shown == pytest.approx(item["percent"], abs=0.051), code

    def test_a_form_reads_the_same_there(self, opened: Path, demo: Demo) -> None:
        for form in demo.forms:
            ours, theirs = (openpyxl.load_workbook(path).worksheets[0] for path in (form, opened / form.name))
            said = {cell.coordinate: cell.value for row in ours.iter_rows() for cell in row if cell.value}
            assert {at: theirs[at].value for at in said} == said

    def test_a_plan_saved_by_it_is_read_alike(self, opened: Path, demo: Demo, tmp_path: Path) -> None:
        ours, theirs = tmp_path / "reja.xlsx", tmp_path / "boshqa.xlsx"
        shutil.copyfile(demo.mended, ours)
        shutil.copyfile(opened / demo.mended.name, theirs)
        assert rolled_up(theirs) == rolled_up(ours)
        found = [
            {(one["rule"], one["item"], one["explained"]) for one in data["findings"]}
            for data in (akmxl("check", path, "--no-write", "--json", *DAY).json for path in (ours, theirs))
        ]
        assert found[0] == found[1]

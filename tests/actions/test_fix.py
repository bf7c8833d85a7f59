"""``check --fix``: blanks and apostrophes of codes and names, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan
from openpyxl import load_workbook
from running import akmxl, put

from akmxl.core.spelling import tidy
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

ARGUMENTS = ("--today", "2025-01-15", "--json")
MESSY = "Axborot-kutubxona   resurslarini\ntasniflash (ma`lumot, o'quv)"
TIDY = "Axborot-kutubxona resurslarini tasniflash (ma’lumot, o‘quv)"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("  O'zbekiston   ma`naviy-ma'rifiy\n tog’risida", "O‘zbekiston ma’naviy-ma’rifiy tog‘risida"),
        ("o‘quv zali", "o‘quv zali"),
        ("Ma’lumot", "Ma’lumot"),
        ("“Kitobxon”\u00a0o'zi", "“Kitobxon” o‘zi"),
        ("'Kitob' g'oyasi", "'Kitob' g‘oyasi"),
    ],
)
def test_blanks_and_apostrophes_are_put_right(text: str, after: str) -> None:
    assert tidy(text) == after
    assert tidy(after) == after


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "reja.xlsx"
    make_plan(made, months={("11", 1): "12 ta", ("9.2", 1): "1 413"})
    file = PlanFile.open(made)
    view = file.views[layout.PLAN]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    patch = Patch(file.workbook)
    patch.set(view.name, row, view.columns["name"], MESSY)
    patch.save(backup=False)
    return made


def name_of_11(path: Path) -> str:
    view = PlanFile.open(path).views[layout.PLAN]
    return next(str(view.cell(row, "name").value) for row in view.rows if view.text(row, "code") == "11")


def test_each_touched_cell_is_told_with_before_and_after(path: Path) -> None:
    (mend,) = akmxl("check", path, "--fix", *ARGUMENTS).json["fixed"]
    assert (mend["before"], mend["after"]) == (MESSY, TIDY)
    assert name_of_11(path) == TIDY


def test_signs_that_nobody_sees_are_taken_away(path: Path) -> None:
    file = PlanFile.open(path)
    patch, monthly, units = Patch(file.workbook), file.views[layout.MONTHLY], file.views["Birliklar"]
    patch.set(monthly.name, monthly.header_row, monthly.columns["code"], "Ko\u200bd")
    patch.set(units.name, units.first_row, units.columns["unit"], "\u200eNusxa")
    patch.save(backup=False)
    places = {(one["cell"], one["after"]) for one in akmxl("check", path, "--fix", *ARGUMENTS).json["fixed"]}
    assert places >= {("A4", "Kod"), ("A9", "Nusxa")}
    assert akmxl("check", path, "--fix", *ARGUMENTS).json["fixed"] == []


def test_a_code_in_other_words_becomes_the_code(path: Path) -> None:
    """Excel's own formulas compare letter by letter."""
    view = PlanFile.open(path).views[registers.TRAINING]
    place = view.place(view.first_row, "code")
    put(path, {(place.sheet, place.row, place.column): "31-band"})
    akmxl("check", path, "--fix", *ARGUMENTS)
    assert PlanFile.open(path).views[registers.TRAINING].cell(place.row, "code").value == "31"


def test_a_figure_is_never_changed(path: Path) -> None:
    before = Workbook.open(path).cells(layout.MONTHLY)
    akmxl("check", path, "--fix", *ARGUMENTS)
    assert Workbook.open(path).cells(layout.MONTHLY) == before


def test_a_dry_run_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    run = akmxl("check", path, "--fix", "--dry-run", *ARGUMENTS)
    assert len(run.json["fixed"]) == 1
    assert path.read_bytes() == before


def test_nothing_is_left_to_mend(path: Path) -> None:
    akmxl("check", path, "--fix", *ARGUMENTS)
    run = akmxl("check", path, "--fix", *ARGUMENTS)
    assert run.json["fixed"] == []
    assert not any(finding["rule"] in ("TXT01", "TXT04") for finding in run.json["findings"])


def test_dates_that_are_texts_become_dates_in_a_style_for_dates(path: Path) -> None:
    put(
        path,
        {("Tadbirlar", 5, 1): "5 mart 2025", ("Tadbirlar", 5, 3): "Bahor", ("Tadbirlar", 6, 1): "5/3/25"},
    )
    run = akmxl("check", path, "--fix", "--dry-run", "--today", "2025-04-08", "--lang", "en")
    assert "To mend: Tadbirlar!A5: “5 mart 2025” → “05.03.2025 (date)”" in run.out
    (mend,) = (one for one in akmxl("check", path, "--fix", *ARGUMENTS).json["fixed"] if one["cell"] == "A5")
    assert (mend["before"], mend["after"]) == ("5 mart 2025", "05.03.2025")
    sheet = load_workbook(path)["Tadbirlar"]
    assert (sheet["A5"].value, sheet["A5"].is_date) == (datetime.fromisoformat("2025-03-05"), True)
    assert sheet["A6"].value == "5/3/25"


def test_a_tables_heading_loses_its_unseen_signs_with_the_formulas_that_name_it(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    make_plan(path)
    before = {part: Workbook.open(path).package.xml(part) for part in ("xl/workbook.xml",)}
    book = Workbook.open(path)
    odd, plain = "Tad\u200bbir turi", "Tadbir turi"
    patch = Patch(book)
    for part in (book.part, *(table.part for table in book.tables.values())):
        xml = patch.part_xml(part).decode()
        for text in (f"[{plain}]", f'"{plain}"'):
            xml = xml.replace(text, text.replace(plain, odd))
        patch.parts[part] = xml.encode()
    for table in ("Tadbirlar", "TadbirTurlari"):
        place = book.tables[table]
        column = place.first_col + place.columns.index(plain)
        sheet, rows = patch.open_rows(place.sheet)
        style = rows.style_at(place.first_row, column)
        patch.write(sheet, rows, place.first_row, column, odd, style)
    patch.save(backup=False)
    run = akmxl("check", path, "--fix", *ARGUMENTS)
    assert [one["after"] for one in run.json["fixed"]] == [plain, plain]
    made = Workbook.open(path)
    assert {part: made.package.xml(part) for part in before} == before
    assert plain in made.tables["Tadbirlar"].columns
    assert "TXT04" not in {one["rule"] for one in run.json["findings"]}

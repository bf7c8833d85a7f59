"""A new plan workbook holds what the plan says, and computes it the same in every program."""

from __future__ import annotations

import importlib.util
import shutil
import zipfile
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from conftest import once
from libreoffice import CALCULATES, if_there_is_one, saved_by_libreoffice
from making_plans import set_work_week
from xlsxwriter.worksheet import Worksheet

from akmxl.actions.check import check
from akmxl.actions.init import new_plan
from akmxl.actions.open_plan import open_plan
from akmxl.core import assets, spelling
from akmxl.core.cells import Formula
from akmxl.core.errors import AkmxlError, FileProblem, NotAPlan
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.create import formulas, plan_rows, shipped
from akmxl.workbook.create.new_file import create_plan
from akmxl.workbook.create.shared import PlanSheet
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("done_anew")

_FREE_COLUMN = 30  # of Kundalik
TOTALS = {"9": (1413, 302), "9.4": (755, 100), "15": (4442, 4444)}


def create(path: Path) -> None:
    create_plan(path, rows=shipped.plan(), year=2025, organisation="Sinov kutubxonasi", region="Viloyat")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "reja.xlsx"
    create(path)
    return path


@pytest.fixture(scope="module")
def sheets(made: Path) -> Any:
    return openpyxl.load_workbook(made)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def rows_by_code(sheet: Any, first: int) -> dict[str, tuple[Any, ...]]:
    rows = sheet.iter_rows(min_row=first, values_only=True)
    return {row[0]: row for row in rows if row[0] is not None}


@cache
def builder() -> Any:
    spec = importlib.util.spec_from_file_location("build_templates", assets.templates_folder() / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The file


def test_the_same_plan_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "reja.xlsx"
    create_plan(again, rows=shipped.plan(), year=2025, organisation="Sinov kutubxonasi", region="Viloyat")
    assert again.read_bytes() == made.read_bytes()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(FileProblem):
        create_plan(path, rows=shipped.plan(), year=2025)
    assert path.read_bytes() == b"mine"


def test_the_committed_files_are_a_fresh_build(tmp_path: Path) -> None:
    built = builder().build(tmp_path)
    templates = assets.templates_folder()
    files = (path for ending in ("xlsx", "docx") for path in templates.rglob(f"*.{ending}"))
    kept = {path.relative_to(templates).as_posix() for path in files}
    made = [path.relative_to(tmp_path) for path in built]
    assert {path.as_posix() for path in made} == {*kept, "data/form_lists.csv", "data/xat.json"}
    for path in made:
        if path.parent.name == "data":
            assert (tmp_path / path).read_bytes() == (templates / path).read_bytes()
        else:
            assert parts(tmp_path / path) == parts(templates / path), path


OPEN = {  # what the scan lacks, or shows as noise: empty, until somebody has seen the signed plan
    "I.3": "previous", "I.4": "previous", "I.5": "both", "I.6": "both", "I.7": "both",
    "9.1": "both", "9.3": "both", "10": "both", "12": "both",
    "21.1": "both", "21.2": "both", "21.3": "both", "27": "both", "34": "previous",
}  # fmt: skip


def test_the_shipped_plan_is_the_table_and_guesses_nothing() -> None:
    file = PlanFile.open(assets.templates_folder() / "reja-2025.xlsx")
    items = read_plan(file).items
    rows = {row.code: row for row in shipped.plan()}
    assert list(items) == list(rows)
    for code, row in rows.items():
        shown = (items[code].previous, items[code].planned)
        assert ["" if one.said is None else str(one.said) for one in shown] == [row.previous, row.planned], (
            code
        )
        assert (items[code].to_confirm, items[code].unit) == (row.to_confirm, row.unit), code
    for code, field in OPEN.items():
        for one in ("previous", "planned") if field == "both" else (field,):
            assert (getattr(rows[code], one), one in rows[code].to_confirm) == ("", True), (code, one)
    assert "unit" in rows["9"].to_confirm
    assert "name" in rows["27"].to_confirm
    table = (assets.templates_folder() / "data" / "plan_2025.csv").read_text(encoding="utf-8")
    assert "guess" not in table


def _made(sheet: layout.SheetLayout) -> list[layout.Column]:
    """The columns that a new workbook has: akmxl's own tables no longer have those that are not required."""
    own = sheet in (layout.ROLLUP_SHEET, layout.COMPARISON_SHEET, layout.FINDINGS_SHEET)
    return [column for column in sheet.columns if column.required or not own]


def test_every_sheet_table_and_name_of_the_layout_is_there(made: Path, sheets: Any) -> None:
    workbook = Workbook.open(made)
    hidden = [layout.SETTINGS, *layout.OWNED_SHEETS, layout.APPROVED]
    expected = [layout.HOME, *(sheet.name for sheet in layout.SHEETS), *hidden]
    assert [sheet.name for sheet in workbook.sheets] == expected
    assert sheets[layout.SETTINGS].sheet_state == "hidden"
    assert sheets[layout.RECEIPTS].sheet_state == "veryHidden"
    assert sheets[layout.APPROVED].sheet_state == "veryHidden"
    for sheet in (*layout.SHEETS, *layout.SETTINGS_TABLES):
        if sheet.table:
            headers = {spelling.fold_header(text) for text in workbook.tables[sheet.table].columns}
            assert all(column.spellings & headers for column in _made(sheet)), sheet.table
    names = {
        layout.FILE_KIND, layout.FILE_EDITION, layout.FIRST_PERIOD, layout.WORK_WEEK, layout.LAST_CHECK,
        layout.CHECK_SUMMARY, layout.YEAR_GONE, layout.SECTION_PANEL, layout.SERVICE_PANEL,
        layout.MONTH_PANEL, layout.DUE_PANEL, layout.PLAN_CODES, layout.PLAN_NAMES,
        layout.PLAN_UNITS, layout.PLAN_FIGURES, layout.CELL_KEYS, layout.CELL_SEVERITIES,
        *(name for name, _ in layout.ORGANISATION.values()),
    }  # fmt: skip
    assert names <= set(workbook.names)
    assert workbook.names[layout.FILE_KIND] == f'"{layout.PLAN_KIND}"'


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        (layout.SECTION_PANEL, (7, 6)),
        (layout.SERVICE_PANEL, (10, 4)),
        (layout.MONTH_PANEL, (12, 2)),
        (layout.DUE_PANEL, (12, 6)),
    ],
)
def test_the_blocks_of_the_first_sheet_have_their_size(made: Path, name: str, shape: tuple[int, int]) -> None:
    found = Workbook.open(made).name_range(name)
    assert found is not None
    sheet, top, left, bottom, right = found
    assert (sheet, bottom - top + 1, right - left + 1) == (layout.HOME, *shape)


# Reja and Oylik


def test_all_codes_stand_once_in_reja_as_text(sheets: Any) -> None:
    codes = [row[0].value for row in sheets[layout.PLAN].iter_rows(min_row=7) if row[0].value]
    expected = [row.code for row in shipped.plan()]
    assert len(expected) == 61
    assert [code for code in codes if code in expected] == expected
    assert len(codes) == len(set(codes)) == 61 + 7
    assert all(isinstance(code, str) for code in codes)


def test_the_plan_s_totals_are_as_printed(sheets: Any) -> None:
    plan = rows_by_code(sheets[layout.PLAN], 7)
    assert {code: plan[code][4:6] for code in TOTALS} == TOTALS
    assert plan["19"][4:6] == (4, "6/36")
    assert plan["33"][4:6] == ("-", "-")
    assert plan["5"][4] is None


def test_a_line_without_a_code_stands_between_a_total_and_its_parts(sheets: Any) -> None:
    rows = list(sheets[layout.PLAN].iter_rows(min_row=7, values_only=True))
    nine = next(index for index, row in enumerate(rows) if row[0] == "9")
    assert [row[0] for row in rows[nine : nine + 3]] == ["9", None, "9.1"]
    assert rows[nine + 1][2] == "Shundan,"


def test_each_measurable_code_has_its_row_in_oylik(sheets: Any) -> None:
    monthly = rows_by_code(sheets[layout.MONTHLY], 5)
    for row in shipped.plan():
        figures = monthly[row.code][4:]
        filled = [value is not None for value in figures]
        typed = row.source == "typed" and row.kind not in ("total", "group")
        expected = [False] * 18 if row.kind == "group" else [True, *[not typed] * 12, *[True] * 6]
        assert filled[:19] == expected[:19] if row.kind != "group" else not any(filled), row.code


def test_each_service_finds_its_own_rows_in_oylik(sheets: Any) -> None:
    """The column says who answers for a row, by a live formula, and stands under the filter."""
    sheet = sheets[layout.MONTHLY]
    headings = [cell.value for cell in sheet[4]]
    column = headings.index("Xizmat") + 1
    codes = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=5) if row[0].value}
    formula = sheet.cell(codes["9.2"], column).value
    assert formula == '=IFERROR(IF(INDEX({0},{1})="","",INDEX({0},{1})),"")'.format(
        layout.PLAN_SERVICES, f"MATCH($A{codes['9.2']},{layout.PLAN_CODES},0)"
    )
    assert column <= sheet[sheet.auto_filter.ref][0][-1].column
    assert sheet.cell(codes["9.2"], column).protection.locked


def test_oylik_opens_at_the_first_row_to_type_in_the_first_month(sheets: Any, tmp_path: Path) -> None:
    """The rows above it are filled from the letters."""
    path = tmp_path / "reja.xlsx"
    create_plan(path, rows=shipped.plan(), year=2025, first_period="2025-10")
    later = openpyxl.load_workbook(path)[layout.MONTHLY]
    for sheet, month in ((sheets[layout.MONTHLY], "Yanvar"), (later, "Oktabr")):
        row = next(row[0].row for row in sheet.iter_rows(min_row=5) if row[0].value == "I.7")
        headings = [cell.value for cell in sheet[4]]
        pane = sheet.sheet_view.pane
        assert pane.topLeftCell.endswith(str(row))
        (chosen,) = (one for one in sheet.sheet_view.selection if one.pane == pane.activePane)
        assert chosen.activeCell == sheet.cell(row, headings.index(month) + 1).coordinate


def test_a_total_adds_its_direct_parts_and_a_stock_takes_the_last_value(sheets: Any) -> None:
    monthly = {row[0].value: row for row in sheets[layout.MONTHLY].iter_rows(min_row=5)}
    assert monthly["9"][5].value == '=IF(COUNT(F25:F28)=0,"",SUM(F25:F28))'
    assert [monthly[code][5].row for code in ("9.1", "9.4")] == [25, 28]
    assert "LOOKUP(2,1/ISNUMBER(" in monthly["19.1"][17].value
    assert "LOOKUP" not in monthly["19.2"][17].value


def test_people_can_type_into_months_but_not_over_totals(sheets: Any) -> None:
    sheet = sheets[layout.MONTHLY]
    monthly = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not monthly["9.2"][5].protection.locked
    assert not monthly["16"][5].protection.locked
    assert monthly["9"][5].protection.locked
    assert monthly["9.2"][17].protection.locked


def test_the_day_log_has_every_day_of_a_leap_year(tmp_path: Path) -> None:
    path = tmp_path / "reja-2028.xlsx"
    create_plan(path, rows=shipped.plan(), year=2028, first_period="2028-02")
    sheet = openpyxl.load_workbook(path)[registers.DAILY]
    days = [row[0] for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    assert (len(days), days[0].date(), days[-1].date()) == (366, date(2028, 1, 1), date(2028, 12, 31))
    assert sheet["B5"].value == "shanba"
    table = Workbook.open(path).tables[registers.DAILY]
    assert table.last_row - table.first_row == 366


# What people are told


def test_validations_speak_uzbek(sheets: Any) -> None:
    told = [rule for sheet in sheets for rule in sheet.data_validations.dataValidation if rule.error]
    assert len(told) > 20
    for rule in told:
        assert rule.errorTitle in ("Noto‘g‘ri qiymat", "Noto‘g‘ri sana", "Ro‘yxatda yo‘q")
    counts = [rule for rule in sheets[layout.MONTHLY].data_validations.dataValidation if rule.prompt]
    assert len(counts) == 2
    for rule in counts:
        at = str(rule.sqref).split(":")[0]
        assert rule.formula1 == f'OR({at}="-",AND(ISNUMBER({at}),{at}>=0,{at}=INT({at})))'


def test_uzbek_is_written_with_its_own_apostrophes(made: Path) -> None:
    texts = parts(made)["xl/sharedStrings.xml"].decode()
    assert "o'" not in texts
    assert "g'" not in texts
    assert "ʻ" not in texts


# The data


def test_every_item_fed_by_a_register_has_a_source() -> None:
    fed = {code for kind in shipped.event_kinds() for code in kind.beside.split(";")}
    assert {row.code for row in shipped.plan() if row.source == registers.EVENTS} <= fed
    assert {"I.2", "I.3", "I.6"} <= fed
    daily = {item.beside for item in shipped.daily_items()}
    assert {row.code for row in shipped.plan() if row.source == registers.DAILY} == daily


def test_every_unit_and_service_of_the_plan_is_known() -> None:
    units = {unit.name for unit in shipped.units()}
    services = {service.name for service in shipped.services()}
    for row in shipped.plan():
        assert row.unit in units | {""}
        assert set(row.responsible) <= services


def test_forms_have_no_formulas() -> None:
    for path in assets.templates_folder().glob("??-??.xlsx"):
        sheet = Workbook.open(path).sheets[0]
        cells = Workbook.open(path).cells(sheet.name).values()
        assert all(cell.formula is None for cell in cells), path.name


HEADER = "code,section,kind,name,unit,plan_2026,mechanism,due,responsible"


def test_a_plan_of_another_year_is_read_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "reja.csv"
    path.write_text(f"{HEADER}\n1,II,band,Ish,Dona,12,,Yil davomida,A; B\n", encoding="utf-8-sig")
    (row,) = plan_rows.read_plan_csv(path)
    assert (row.code, row.kind, row.planned, row.responsible) == ("1", "item", "12", ("A", "B"))
    create_plan(tmp_path / "reja.xlsx", rows=[row], year=2026)


def test_a_csv_may_have_semicolons_between_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "reja.csv"
    path.write_text(HEADER.replace(",", ";") + '\n1;II;band;Ish;Dona;12;;;"A; B"\n', encoding="utf-8")
    assert plan_rows.read_plan_csv(path)[0].responsible == ("A", "B")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no plan rows"),
        (HEADER.encode(), "no plan rows"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"code,name\n1,Ish\n", "lacks columns: section, kind, unit, mechanism, due, responsible, plan_YYYY"),
        (f"{HEADER}\n1,II,item,A,,,,,\n1,II,item,B,,,,,\n".encode(), "code 1 twice"),
        (f"{HEADER}\n1,II,nima,A,,,,,\n".encode(), "unknown word in column kind"),
        (f"{HEADER}\n1,II,,A,,,,,\n".encode(), "without a kind"),
        (f"{HEADER}\n,II,item,A,,,,,\n".encode(), "without a code"),
        (f"{HEADER}\n1,II,total,A,,,,,\n".encode(), "total without parts: 1"),
    ],
)
def test_a_bad_csv_is_refused_with_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "reja.csv"
    path.write_bytes(content)
    with pytest.raises(NotAPlan) as refused:
        plan_rows.read_plan_csv(path)
    assert said in english(refused.value)


def test_a_csv_with_the_needed_columns_alone_makes_a_plan_that_checks_clean(tmp_path: Path) -> None:
    lines = "15,II,jami,A’zolar,Kishi,100", "15.1,II,qism,Yangi,Kishi,60", "15.2,II,qism,Qayta,Kishi,40"
    csv = tmp_path / "reja.csv"
    csv.write_text("\n".join([HEADER, *(f"{line},,Yil davomida,Direktor" for line in lines)]), "utf-8")
    path = tmp_path / "reja.xlsx"
    create_plan(path, rows=plan_rows.read_plan_csv(csv), year=2026)
    opened = open_plan(path)
    plan = opened.plan
    assert {f.rule for f in check(opened, date(2026, 1, 5))} <= {
        "SUB11",
        "REF48",
    }  # the sender is still to be written
    assert [item.code for item in plan.parts(plan.items["15"])] == ["15.1", "15.2"]
    codes = {report.code for report in plan.reports}
    assert codes == {"MK-10", "MK-16", "MK-17"}  # the others ask for other items
    january = plan.entries["15", 1].figure.place
    row = january.row
    assert (
        opened.file.grid(january.sheet).formulas(january.column)[row]
        == f'IF(COUNT(F{row + 1}:F{row + 2})=0,"",SUM(F{row + 1}:F{row + 2}))'
    )


def test_a_missing_csv_is_a_file_problem(tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        plan_rows.read_plan_csv(tmp_path / "yo‘q.csv")


def english(error: AkmxlError) -> str:
    return error.message.format(**error.params)


OWN_PLAN = """code;section;kind;name;unit;plan_2026;mechanism;due;responsible
1;I;band;Kitob berish;Nusxa;100;Har kuni;Yil davomida;Direktor
2;I;band;Ovozli kitoblar;disk;12;Yozib olish;Yil davomida;Ko‘zi ojizlar sektori, ovozli kitoblar xonasi
3;I;band;Mikrofilmlar;Kadr;40;Suratga olish;Yil davomida;Direktor, Arxiv xizmati
4;I;band;Slaydlar;кадр;5;Suratga olish;Yil davomida;Barcha xizmatlar va Direktor
"""


def test_units_and_services_of_ones_own_plan_are_on_the_lists(tmp_path: Path) -> None:
    """A unit in Cyrillic is the one written before; what Sozlamalar knows in any spelling is not added."""
    source, target = tmp_path / "reja.csv", tmp_path / "reja.xlsx"
    source.write_text(OWN_PLAN, encoding="utf-8")
    new_plan(target, plan=source, today=date(2026, 2, 3))
    opened = open_plan(target)
    plan = opened.plan
    units, services = (
        list(dict.fromkeys(known.values())) for known in (plan.settings.units, plan.settings.services)
    )
    assert units[-2:] == ["disk", "Kadr"]
    assert len(units) == len(shipped.units()) + 2
    own = ["Ko‘zi ojizlar sektori, ovozli kitoblar xonasi", "Arxiv xizmati"]
    assert services[-2:] == own
    assert len(services) == len(shipped.services()) + 2
    assert [item.unit for item in plan.items.values()] == ["Nusxa", "disk", "Kadr", "Kadr"]
    assert [item.services for item in plan.items.values()] == [
        ("Direktor",), (own[0],), ("Direktor", own[1]), ("Barcha xizmatlar", "Direktor"),
    ]  # fmt: skip
    assert {finding.rule for finding in check(opened, date(2026, 2, 3))}.isdisjoint({"REF01", "REF02"})


# LibreOffice computes what the file says


@pytest.fixture(scope="session")
def computed(shared: Path) -> Path:
    """A folder of workbooks as LibreOffice computes them, in one start; ``ours`` has them as they were."""

    def make(folder: Path) -> None:
        ours = folder / "ours"
        ours.mkdir()
        create(ours / "made.xlsx")
        for name, change in (("filled", fill), ("week5", grey_days(5)), ("week6", grey_days(6))):
            shutil.copy(ours / "made.xlsx", ours / f"{name}.xlsx")
            change(ours / f"{name}.xlsx")
        files = [ours / f"{name}.xlsx" for name in ("made", "filled", "week5", "week6")]
        saved_by_libreoffice("xlsx", folder / "theirs", *files, settings=CALCULATES)

    return once(shared, "created and computed", make)


def theirs(computed: Path, name: str) -> Any:
    return openpyxl.load_workbook(computed / "theirs" / f"{name}.xlsx", data_only=True)


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_finds_no_error_and_the_same_values(computed: Path) -> None:
    ours = openpyxl.load_workbook(computed / "ours" / "made.xlsx", data_only=True)
    found = theirs(computed, "made")
    for sheet in ours:
        for row in found[sheet.title].iter_rows():
            for cell in row:
                assert (cell.value or None) == (sheet[cell.coordinate].value or None), cell


@pytest.mark.libreoffice
@if_there_is_one
def test_registers_and_days_arrive_in_oylik(computed: Path) -> None:
    monthly = rows_by_code(theirs(computed, "filled")[layout.MONTHLY], 5)
    assert monthly["16"][5:7] == (7, None)
    assert monthly["15"][5] == monthly["15.1"][5] == 2
    assert monthly["18"][7] == 2
    assert monthly["19.1"][5:9] == (1, None, None, 3)  # in between nothing tells that they have begun
    assert monthly["19.1"][21] == 3
    assert monthly["22"][6] == 1
    assert (monthly["30"][7], monthly["30"][9], monthly["I.1"][9]) == (1, 1, 1)
    assert monthly["9"][5:7] == (5, None)
    assert monthly["9"][17:19] == (5, None)
    assert monthly["9"][22] == pytest.approx(5 / 302 * 100)


@pytest.mark.libreoffice
@if_there_is_one
@pytest.mark.parametrize("week", [5, 6])
def test_the_grey_days_are_those_on_which_nobody_works(week: int, computed: Path) -> None:
    plan, sheet = (
        open_plan(computed / "ours" / f"week{week}.xlsx").plan,
        theirs(computed, f"week{week}")[registers.DAILY],
    )
    grey = {day.date for day in plan.days if sheet.cell(day.row, _FREE_COLUMN).value}
    assert grey == {day.date for day in plan.days if not plan.settings.is_working_day(day.date)}
    assert len(grey) == {5: 114, 6: 64}[week]


def grey_days(week: int) -> Callable[[Path], object]:
    """In a week of so many working days; beside each day stands whether it is a day off."""

    def change(path: Path) -> None:
        set_work_week(path, week)
        plan, patch = open_plan(path).plan, Patch(Workbook.open(path))
        for day in plan.days:
            patch.set(registers.DAILY, day.row, _FREE_COLUMN, Formula(formulas.day_off(f"$A{day.row}")))
        patch.save(backup=False)

    return change


IMPORTED = (("19.1", 3), ("19.10", 3), ("19.1", 4), ("20", 3), ("19", 3))  # item and month


@pytest.mark.libreoffice
@if_there_is_one
def test_counts_arrive_by_their_code_as_text(computed: Path) -> None:
    """19.1 is not 19.10, 0 is a figure, and a count that is not there is none."""
    sheet = theirs(computed, "filled")[layout.COMPARISON]
    assert [sheet.cell(row, 14).value or "" for row in range(5, 10)] == ["", 7, "", "", ""]
    assert sheet.cell(5, 14).value == 0


def fill(path: Path) -> None:
    """A few days and register rows of 2025, and a ``-`` where a figure could stand."""
    patch = Patch(Workbook.open(path))
    patch.set(registers.DAILY, 7, 3, 3)
    patch.set(registers.DAILY, 7, 9, 4)
    patch.set(registers.DAILY, 7, 12, 2)
    patch.set(layout.MONTHLY, 25, 6, "-")
    patch.set(layout.MONTHLY, 26, 6, 5)
    event = ["Kitobxon onalar kuni", "Uchrashuv"]
    patch.append_rows(registers.EVENTS, [[date(2025, 3, day), *event] for day in (1, 31)])
    contracts = [(date(2025, 1, 9), 1), (date(2025, 4, 9), 2)]
    patch.append_rows(
        registers.LISTS, [[day, "Shartnoma", "19.1", "", "", count] for day, count in contracts]
    )
    patch.append_rows(registers.PRESS, [[date(2025, 2, 3), "22"]])
    sent = ["VA-01", "", "", "2025-Q1", None, "yuborildi", 1, "7", date(2025, 4, 4), "", "", "", "30"]
    task = ["", "Bir martalik ma’lumot", "", "", None, "", None, "8", date(2025, 5, 4), "", "", "", "I.1; 30"]
    patch.append_rows(registers.JOURNAL, [sent, task])
    counts = [
        ("19.1", "2025-yil mart oyi", 0),
        ("19.10", "2025-yil mart oyi", 7),
        ("19.1", "2025-yil I chorak", 9),
        ("20", "2025-yil mart oyi", None),
    ]
    rows = [[code, "", "", period, None, None, count] for code, period, count in counts]
    patch.append_rows(layout.COMPARISON, rows)
    for row, (code, month) in enumerate(IMPORTED, 5):
        formula = formulas.month_of_import(f'"{code}"', month)
        patch.set(layout.COMPARISON, row, 14, Formula(formula))
    patch.save()


@pytest.mark.parametrize(
    "formula",
    ["=SUM(A1:A9)", "SUM(A1:A9)", "{=SUM(A1:A9)}", "=IF(A1,SORT(B1:B9),0)", '=IF(A1="SORT(",1,0)', "=A1", "=",
     "=_xlfn.SORT(A1:A9)", "=STDEV.S(A1:A9)+MAXIFS(B:B,C:C,1)", "=SUM(LET(x,1,x),{1,2})", "=ISFORMULA(A1)"],
)  # fmt: skip
def test_formulas_are_spelt_as_xlsxwriter_spells_them(formula: str) -> None:
    for newest in (False, True):
        ours, theirs = (sheet()._prepare_formula(formula, newest) for sheet in (PlanSheet, Worksheet))
        assert ours == theirs


def test_cells_are_written_as_xlsxwriter_writes_them() -> None:
    def made(kind: type[Worksheet]) -> bytes:
        target = BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            book.set_properties({"created": datetime(2025, 1, 1)})  # noqa: DTZ001
            sheet, bold = book.add_worksheet("A", kind), book.add_format({"bold": True})
            values = (1, -2.5, 0.1 + 0.2, 10**15, 1e300, "so‘z", "<&>", "", date(2025, 3, 14), True, "=A1")
            for row, value in enumerate(values):
                for column, style in ((0, None), (1, bold), (700, bold)):
                    sheet.write(row, column, value, style)
            sheet.write_rich_string(20, 0, "a", bold, "b", bold)
            sheet.write_blank(21, 0, None, bold)
        return target.getvalue()

    assert made(PlanSheet) == made(Worksheet)

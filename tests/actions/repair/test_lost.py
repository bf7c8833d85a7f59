"""What a workbook has lost is made again: sheets, columns, tables, names, rows of days."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cases.edits import apply
from running import akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.actions.repair.outcome import COLUMN, Repair, Repairs
from akmxl.actions.repair.quarters_in_order import quarters_in_order
from akmxl.core.cell_values import day_of
from akmxl.core.cells import Formula, format_range
from akmxl.ooxml.edit import workbookxml
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout, used_columns as used
from akmxl.workbook.headings import out_of_order
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.losses import lost_names
from akmxl.workbook.reading.named_places import misplaced_names
from akmxl.workbook.receipts_sheet import read_kept, to_rows

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.workbook.plan_file import SheetView

TODAY = "2025-04-10"


def check(path: Path) -> list[str]:
    """The rules that found something; or the sentence that ended the run."""
    data = akmxl("check", path, "--today", TODAY, "--json", "--no-write").json
    return [data["error"]["message"]] if "error" in data else sorted({f["rule"] for f in data["findings"]})


def repair(path: Path) -> list[tuple[str, str, str]]:
    run = akmxl("repair", path, "--today", TODAY, "--json")
    assert run.code == 0, run.out
    return [(one["kind"], one["sheet"] or "", one["after"]) for one in run.json["repairs"]]


def figures(path: Path) -> object:
    """All totals of a plan; None where it cannot be read. Nothing is written into it."""
    beside = path.with_name("totals.xlsx")
    beside.write_bytes(path.read_bytes())
    data = akmxl("rollup", beside, "--today", TODAY, "--json").json
    beside.unlink()
    return data.get("items")


def without_sheet(path: Path, name: str) -> None:
    """A sheet deleted as a script does it: its part stays behind, its tables go."""
    book = Workbook.open(path)
    patch = Patch(book)
    xml = patch.part_xml(book.part)
    patch.parts[book.part] = re.sub(rb'<sheet [^>]*name="%b"[^>]*/>' % name.encode(), b"", xml)
    patch.save(backup=False)


def without_table(path: Path, name: str) -> None:
    """A table made into a plain range: Excel writes its cells into the formulas."""
    book = Workbook.open(path)
    table = book.tables[name]
    patch = Patch(book)
    part = book.sheet(table.sheet).part
    rels = workbookxml.relationships_part(book.package, part)
    patch.parts[part] = re.sub(rb"<tableParts.*?</tableParts>", b"", patch.settled(part), flags=re.DOTALL)
    patch.parts[rels] = re.sub(rb"<Relationship [^>]*/table[^>]*/>", b"", patch.part_xml(rels))
    patch.save(backup=False)


def delete_day(path: Path, *days: date) -> None:
    for day in days:
        view = PlanFile.open(path).views[registers.DAILY]
        row = next(row for row in view.rows if day_of(view.cell(row, "date").value) == day)
        patch = Patch(Workbook.open(path))
        patch.delete_rows(view.name, row, row)
        patch.save(backup=False)


def days_of(path: Path) -> list[date]:
    view = PlanFile.open(path).views[registers.DAILY]
    return [day for row in view.rows if (day := day_of(view.cell(row, "date").value))]


@pytest.mark.parametrize(
    "days",
    [
        (date(2025, 2, 5),),
        (date(2025, 2, 5), date(2025, 2, 6), date(2025, 2, 7)),
        (date(2025, 1, 1), date(2025, 1, 2)),
        (date(2025, 12, 31),),
        (date(2025, 1, 3), date(2025, 3, 31), date(2025, 4, 1)),
    ],
)
def test_rows_of_days_come_back_empty(path: Path, days: tuple[date, ...]) -> None:
    before = check(path)
    delete_day(path, *days)
    assert {"STR26", "STR27"} & set(check(path))
    repair(path)
    assert days_of(path) == [date.fromordinal(date(2025, 1, 1).toordinal() + n) for n in range(365)]
    view = PlanFile.open(path).views[registers.DAILY]
    rows = {day_of(view.cell(row, "date").value): row for row in view.rows}
    for day in days:
        assert view.cell(rows[day], "loans").value is None
        assert view.cell(rows[day], "visits").formula
    assert {"STR26", "STR27"}.isdisjoint(check(path))
    assert set(check(path)) <= {*before, "XSH03"}
    assert repair(path) == []


@pytest.mark.parametrize("name", [layout.FINDINGS, layout.ROLLUP, "Malaka", "Hisobotlar"])
def test_a_sheet_is_made_again(path: Path, name: str) -> None:
    without_sheet(path, name)
    assert "akmxl repair" in check(path)[0]
    assert ("sheet", name, name) in repair(path)
    assert "STR01" not in check(path)
    assert akmxl("check", path, "--today", TODAY).code in (0, 1)
    assert repair(path) == []


@pytest.mark.parametrize("name", ["Oyliklar", "Varaq 1"])
def test_a_renamed_sheet_gets_its_name_back(path: Path, name: str) -> None:
    before = figures(path)
    book = Workbook.open(path)
    patch = Patch(book)
    xml = patch.part_xml(book.part)
    patch.parts[book.part] = xml.replace(b'<sheet name="Oylik"', b'<sheet name="%b"' % name.encode())
    patch.save(backup=False)
    assert f"“{name}”" in check(path)[0]
    assert ("name", "", "Oylik") in repair(path)
    assert [sheet.name for sheet in Workbook.open(path).sheets if sheet.name in (name, "Oylik")] == ["Oylik"]
    assert (figures(path), repair(path)) == (before, [])


def test_the_plan_itself_cannot_be_made_again(path: Path) -> None:
    without_sheet(path, layout.PLAN)
    run = akmxl("repair", path)
    assert run.code == 2
    assert ".akmxl-zaxira" in run.err


@pytest.mark.parametrize("table", ["Tadbirlar", "Kundalik", "Hisobotlar", "Jamlanma", "Tekshiruv", "Malaka"])
def test_a_plain_range_is_a_table_again(path: Path, table: str) -> None:
    before = Workbook.open(path).tables[table]
    without_table(path, table)
    assert "STR30" in check(path)
    assert ("table", before.sheet, table) in repair(path)
    after = Workbook.open(path).tables[table]
    assert (after.area, after.columns) == (before.area, before.columns)
    assert "STR30" not in check(path)


def test_the_tables_of_settings_are_tables_again(path: Path) -> None:
    before = Workbook.open(path).tables
    without_table(path, "Bayramlar")  # and all others of the sheet
    assert "akmxl repair" in check(path)[0]
    repair(path)
    after = Workbook.open(path).tables
    assert {name: one[1:7] for name, one in after.items()} == {name: one[1:7] for name, one in before.items()}


def test_formulas_count_the_table_again(path: Path) -> None:
    file = PlanFile.open(path)
    table = file.workbook.tables["Tadbirlar"]
    view = file.views[layout.MONTHLY]
    spots = [
        (row, column, cell)
        for (row, column), cell in file.cells(view.name).items()
        if cell.formula and "Tadbirlar[" in cell.formula
    ]
    patch = Patch(file.workbook)
    for row, column, cell in spots:
        text = cell.formula or ""
        for title, letter in (("Sana", "A"), ("Tadbir turi", "B")):
            text = text.replace(f"Tadbirlar[{title}]", f"Tadbirlar!${letter}$5:${letter}${table.last_row}")
        patch.set(view.name, row, column, Formula(text))
    patch.save(backup=False)
    without_table(path, "Tadbirlar")
    repair(path)
    after = PlanFile.open(path)
    cells = after.cells(view.name)
    assert [cells[row, column].formula for row, column, _ in spots] == [cell.formula for _, _, cell in spots]


@pytest.mark.parametrize(
    "name", [layout.FIRST_PERIOD, layout.PLAN_CODES, "Yil", layout.EVENT_CHOICES, layout.DUE_PANEL]
)
def test_a_name_is_defined_again(path: Path, name: str) -> None:
    book = Workbook.open(path)
    before = book.names[name]
    patch = Patch(book)
    xml = patch.part_xml(book.part)
    patch.parts[book.part] = re.sub(rb'<definedName name="%b">[^<]*</definedName>' % name.encode(), b"", xml)
    patch.save(backup=False)
    found = check(path)
    assert "akmxl repair" in found[0] or {"STR31", "REF23"} & set(found)
    repair(path)
    assert Workbook.open(path).names[name] == before
    assert lost_names(PlanFile.open(path)) == ()


ELSEWHERE = {
    "Reja_reja": "Reja!$E$7:$E$76",
    "Reja_kod": "Reja!$A$7:$A$40",
    "Reja_birlik": "Reja!$D$8:$D$77",
    "Bayram_kunlari": "Sozlamalar!$A$9:$A$12",
    "Tanlov_xizmatlar": "Xizmatlar[Boshqa yozilishi]",
    "Birinchi_davr": "Sozlamalar!$D$3",
    "Ish_haftasi": "Sozlamalar!$E$5",
    "Tashkilot": "Oylik!$A$1",
    "Telefon": "'Bosh sahifa'!$E$7",
    "Tekshiruv_xulosasi": "'Bosh sahifa'!$E$3",
    "Muddatlar_jadvali": "'Bosh sahifa'!$B$30:$G$41",
    "Tekshiruv_qatori": "Tekshiruv!$A$9",
}


def test_names_that_stand_for_other_cells_are_put_back(path: Path) -> None:
    before, patch = Workbook.open(path).names, Patch(Workbook.open(path))
    assert misplaced_names(PlanFile.open(path)) == {}
    for name, reference in ELSEWHERE.items():
        patch.define_name(name, reference)
    patch.save(backup=False)
    assert misplaced_names(PlanFile.open(path)).keys() == ELSEWHERE.keys()
    repair(path)
    assert Workbook.open(path).names == before


def test_a_name_is_known_by_its_neighbours_where_its_label_was_retyped(path: Path) -> None:
    book, patch = Workbook.open(path), Patch(Workbook.open(path))
    _, row, column, *_ = book.name_range("Yil") or ("", 0, 0)
    put(path, {(layout.HOME, row, column - 1): "Rejaning yili"})
    assert misplaced_names(PlanFile.open(path)) == {}
    patch = Patch(Workbook.open(path))
    patch.define_name("Yil", book.names["Telefon"])
    patch.save(backup=False)
    assert misplaced_names(PlanFile.open(path)) == {"Yil": book.names["Yil"]}
    assert akmxl("check", path, "--no-write", "--today", TODAY).code == 2
    repair(path)
    assert Workbook.open(path).names == book.names


def test_names_grow_with_their_rows_and_move_with_their_cells(path: Path) -> None:
    patch = Patch(Workbook.open(path))
    for name, reference in {
        "Bayram_kunlari": "Sozlamalar!$AO$9:$AO$60",  # as LibreOffice writes it
        "Xizmatlar_jadvali": "'Bosh sahifa'!$C$23:$F$30",  # two of its rows were deleted
        "Tanlov_birliklar": "birliklar[O‘lchov birligi]",
    }.items():
        patch.define_name(name, reference)
    patch.save(backup=False)
    assert misplaced_names(PlanFile.open(path)) == {}


def test_headings_come_back(path: Path) -> None:
    """Months and quarters exchanged, a heading cleared in its cell alone."""
    file = PlanFile.open(path)
    monthly, events = file.views[layout.MONTHLY], file.views[registers.EVENTS]
    patch = Patch(file.workbook)
    for field, title in {"m01": "Aprel", "m04": "Yanvar", "q1": "II chorak", "q2": "I chorak"}.items():
        patch.set(monthly.name, monthly.header_row, monthly.columns[field], title)
    name, rows = patch.open_rows(events.name)
    patch.write(name, rows, events.header_row, events.columns["id"], None, None)
    patch.save(backup=False)
    assert {"STR42", "STR44"} <= set(check(path))
    assert [kind for kind, *_ in repair(path)].count("heading") == 5
    after = PlanFile.open(path)
    assert after.views[layout.MONTHLY].columns == monthly.columns
    assert after.views[registers.EVENTS].cell(events.header_row, "id").value == "ID"
    assert repair(path) == []


@pytest.mark.parametrize("kept", [True, False], ids=["a copy has it", "no copy has it"])
def test_the_approved_plan_is_made_again(path: Path, *, kept: bool) -> None:
    before = PlanFile.open(path).cells(layout.APPROVED)
    texts = {spot: cell.value for spot, cell in before.items()}
    if kept:
        akmxl("check", path, "--today", TODAY)  # which keeps a copy
    for sheet in (layout.APPROVED, layout.COLOURS):
        without_sheet(path, sheet)
    assert "STR45" in check(path)
    made = {sheet for kind, sheet, _ in repair(path) if kind == "sheet"}
    assert made == ({layout.COLOURS} if kept else {layout.COLOURS, layout.APPROVED})
    if kept:
        akmxl("repair", path, "--today", TODAY, "--from-copy")
        cells = PlanFile.open(path).cells(layout.APPROVED)
        assert {spot: cell.value for spot, cell in cells.items()} == texts
    assert "STR45" not in check(path)
    assert repair(path) == []


def test_a_heading_typed_over_is_not_hidden_by_a_second_column(path: Path) -> None:
    view = PlanFile.open(path).views[layout.MONTHLY]
    patch = Patch(Workbook.open(path))
    patch.set(view.name, view.header_row, view.columns["m03"], "tekshirildi")
    patch.save(backup=False)
    before = path.read_bytes()
    run = akmxl("repair", path)
    assert run.code == 2
    assert "tekshirildi" in run.err
    assert path.read_bytes() == before


def first_with_figures(path: Path) -> tuple[date, int]:
    view = PlanFile.open(path).views[registers.DAILY]
    for row in view.rows:
        day, loans = day_of(view.cell(row, "date").value), view.cell(row, "loans").value
        if day and isinstance(loans, int) and loans:
            return day, loans
    raise AssertionError


def loans_of(path: Path, day: date) -> object:
    view = PlanFile.open(path).views[registers.DAILY]
    rows = {day_of(view.cell(row, "date").value): row for row in view.rows}
    return view.cell(rows[day], "loans").value


def test_figures_of_a_lost_day_are_shown_and_taken_over_after_a_yes(path: Path) -> None:
    akmxl("check", path, "--today", TODAY)
    akmxl("rollup", path, "--today", TODAY)  # which keeps a copy of the checked file
    day, loans = first_with_figures(path)
    delete_day(path, day)
    run = akmxl("repair", path, "--today", TODAY)
    assert f"{day:%d.%m.%Y}: " in run.out
    assert "--from-copy" in run.out
    assert loans_of(path, day) is None
    run = akmxl("repair", path, "--today", TODAY, "--from-copy", "--json")
    assert run.json["taken"]
    assert loans_of(path, day) == loans


def test_a_sectors_column_and_its_figures_come_back(path: Path) -> None:
    akmxl("check", path, "--today", TODAY)
    akmxl("rollup", path, "--today", TODAY)
    before = akmxl("rollup", path, "--today", TODAY, "--json").json["items"]
    file = PlanFile.open(path)
    view = file.views[registers.DAILY]
    sector = view.titles[4]
    patch = Patch(file.workbook)
    table = file.workbook.tables["Kundalik"]
    patch.parts[table.part] = patch.part_xml(table.part).replace(sector.encode(), b"Ustun")
    for row in (view.header_row, *view.rows):
        name, rows = patch.open_rows(view.name)
        patch.write(name, rows, row, 4, "Ustun" if row == view.header_row else None, None)
    patch.save(backup=False)
    assert "STR28" in check(path)
    run = akmxl("repair", path, "--today", TODAY, "--from-copy", "--json")
    assert ("column", sector) in [(one["kind"], one["after"]) for one in run.json["repairs"]]
    assert akmxl("rollup", path, "--today", TODAY, "--json").json["items"] == before
    after = PlanFile.open(path).views[registers.DAILY]
    formula = after.cell(after.first_row, "visits").formula
    assert formula is not None
    assert f"Kundalik[[#This Row],[{sector}]]" in formula


@pytest.mark.parametrize(("sheet", "written"), [
    (registers.EVENTS, "B5:A1"), (registers.DAILY, "A4:N1048577"), (layout.SETTINGS, "K23:J8"),
    (registers.LISTS, "A5:J33"),
])  # fmt: skip
def test_a_table_whose_range_cannot_be_stands_again_where_its_headings_are(
    path: Path, sheet: str, written: str
) -> None:
    book = Workbook.open(path)
    table = book.tables["TadbirTurlari" if sheet == layout.SETTINGS else sheet]
    before, right = check(path), format_range(table.area)
    patch = Patch(book)
    patch.parts[table.part] = patch.part_xml(table.part).replace(
        f'ref="{right}"'.encode(), f'ref="{written}"'.encode()
    )
    patch.save(backup=False)
    assert repair(path)[0] == ("table", sheet, table.name)
    assert Workbook.open(path).tables[table.name].area == table.area
    assert check(path) == before


def test_a_table_whose_headings_are_gone_is_refused(path: Path) -> None:
    book = Workbook.open(path)
    table = book.tables[registers.TRAINING]
    patch = Patch(book)
    patch.parts[table.part] = re.sub(rb'(<tableColumn [^>]*name=")', rb"\1x", patch.part_xml(table.part))
    patch.save(backup=False)
    run = akmxl("repair", path, "--today", TODAY)
    assert run.code == 2
    assert "Malaka" in run.err


def test_a_plan_whose_registers_have_no_row_opens_no_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_plan(path)
    monkeypatch.setattr(used, "dated_copies", lambda *_: pytest.fail("a copy was looked for"))
    none = replace(opened.plan, records={}, highest_ids={}, used_columns={})
    assert used.used_before(OpenedPlan(none, opened.file)) == {}
    few = {name: records[:1] for name, records in opened.plan.records.items()}
    seen = replace(opened.plan, records=few, highest_ids={}, used_columns={registers.EVENTS: ()})
    assert used.used_columns(OpenedPlan(seen, opened.file))[registers.EVENTS]


@pytest.mark.parametrize("kept", [True, False])
def test_a_registers_column_that_was_cleared_is_missed_and_comes_back(path: Path, kept: bool) -> None:
    """What was in use is known from the last check; where that kept nothing yet, from the newest copy."""
    akmxl("check", path, "--today", TODAY)
    akmxl("check", path, "--fix", "--today", TODAY)
    file = PlanFile.open(path)
    view, patch = file.views[registers.EVENTS], Patch(file.workbook)
    titles = {row: view.cell(row, "title").value for row in view.filled_rows()}
    for row in titles:
        patch.set(view.name, row, view.columns["title"], None)
    if not kept:
        patch.set_sheet_rows(layout.RECEIPTS, to_rows(read_kept(file).receipts))  # type: ignore[arg-type]
    patch.save()
    assert "STR33" in check(path)
    akmxl("check", path, "--today", TODAY)
    assert "STR33" in check(path)  # what was in use is kept until it is explained
    run = akmxl("repair", path, "--from-copy", "--today", TODAY)
    assert "Tadbir nomi" in run.out
    view = PlanFile.open(path).views[registers.EVENTS]
    assert {row: view.cell(row, "title").value for row in titles} == titles
    assert "STR33" not in check(path)


def test_a_plan_without_any_of_its_names_is_known_and_gets_them_back(path: Path) -> None:
    names = dict(Workbook.open(path).names)
    patch = Patch(Workbook.open(path))
    xml = patch.part_xml(patch.workbook.part)
    patch.parts[patch.workbook.part] = re.sub(rb"<definedNames>.*</definedNames>", b"", xml, flags=re.DOTALL)
    patch.save()
    assert "akmxl repair" in check(path)[0]
    repair(path)
    assert Workbook.open(path).names == names
    assert repair(path) == []


def test_what_cannot_be_made_again_names_the_newest_copy_that_has_it(path: Path) -> None:
    Patch(Workbook.open(path)).set_sheet_rows(layout.COLOURS, [["x"]])
    akmxl("check", path, "--today", TODAY)
    without_sheet(path, layout.PLAN)
    copies = sorted((path.parent / ".akmxl-zaxira").iterdir())
    run = akmxl("repair", path, "--today", TODAY)
    assert run.code == 2
    assert copies[-1].name in run.err


def test_the_receipts_come_back_from_the_newest_copy_that_has_them(path: Path) -> None:
    for period, day in (("2025-01", "2025-02-05"), ("2025-02", "2025-03-05")):
        akmxl("submit", path, "--only", "MK-02", "--period", period, "--today", day)
        akmxl("sent", path, "MK-02", period, "--number", "7", "--date", day, "--today", day)
    akmxl("check", path, "--today", TODAY)
    kept = read_kept(PlanFile.open(path))
    assert len(kept.receipts) == 2
    before = check(path)
    patch = Patch(Workbook.open(path))
    patch.set_sheet_rows(layout.RECEIPTS, to_rows(()))  # type: ignore[arg-type]
    patch.save()
    akmxl("check", path, "--today", TODAY)
    found = akmxl("check", path, "--today", TODAY, "--json", "--no-write").json["findings"]
    assert [one["rule"] for one in found].count("SUB04") == 1
    assert "receipts of reports: 2" in akmxl("repair", path, "--today", TODAY, "--from-copy").out
    assert read_kept(PlanFile.open(path)).receipts == kept.receipts
    assert check(path) == before


@pytest.mark.parametrize("lost", [
    "delete sheet: Hisobotlar",
    "clear: Hisobotlar / #1:#3",
    "clear: Hisobotlar / #1:#3 / Chiqish sanasi",
    "clear: Hisobotlar / #1:#3 / Holati:Chiqish sanasi",
])  # fmt: skip
def test_letters_that_the_journal_has_lost_come_back_from_what_akmxl_keeps(path: Path, lost: str) -> None:
    """Two have receipts, of one only the last check knows."""
    apply(path, """
        Hisobotlar
        | Hisobot kodi | Davr    | Chiqish raqami | Chiqish sanasi |
        | MK-06        | 2025-Q1 | 11             | 2025-04-04     |
        """)  # fmt: skip
    for period, day in (("2025-01", "2025-02-05"), ("2025-02", "2025-03-05")):
        akmxl("submit", path, "--only", "MK-02", "--period", period, "--today", day)
        akmxl("sent", path, "MK-02", period, "--number", "7", "--date", day, "--today", day)
    akmxl("check", path, "--today", TODAY)
    before = akmxl("due", path, "--today", TODAY).out, check(path)
    shutil.rmtree(path.parent / ".akmxl-zaxira")
    apply(path, lost)
    for option in ((), ("--from-copy",)):  # what is lost is shown, and taken over after a yes
        copied = akmxl("repair", path, "--today", TODAY, "--json", *option).json["copied"]
        assert {one["copy"] for one in copied} == {layout.RECEIPTS}
    assert (akmxl("due", path, "--today", TODAY).out, check(path)) == before


def test_codes_of_the_plan_get_their_heading_back(path: Path) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    column = view.columns["code"]
    row = next(row for row, value in view.grid.values(column).items() if value == "Kod")
    put(path, {(view.name, row, column): "Raqami"})
    assert repair(path) == [("heading", view.name, "Kod")]
    assert PlanFile.open(path).views[layout.PLAN].columns["code"] == column


@pytest.mark.parametrize("order", ["of a copy", "of Reja"])
def test_codes_of_the_months_come_back(path: Path, order: str) -> None:
    akmxl("check", path, "--today", TODAY)
    totals, before = figures(path), check(path)
    if order == "of Reja":
        shutil.rmtree(path.parent / ".akmxl-zaxira")
    view = PlanFile.open(path).views[layout.MONTHLY]
    put(path, {(view.name, view.last_row + 3, view.columns["name"]): "Direktor"})
    without_column(path, layout.MONTHLY, "code")
    assert akmxl("check", path, "--today", TODAY).code == 2
    assert "code" in {kind for kind, *_ in repair(path)}
    assert (figures(path), {*check(path)} - {"REF41"}) == (totals, {*before})


def test_codes_of_months_whose_order_is_not_certain_are_left_to_people(path: Path) -> None:
    akmxl("check", path, "--today", TODAY)
    view = PlanFile.open(path).views[layout.MONTHLY]
    one, other = (monthly_rows(view)[code] for code in ("9.4.1", "9.4.2"))
    figures_of = {row: [view.cell(row, field).value for field in layout.MONTH_FIELDS] for row in (one, other)}
    assert figures_of[one] != figures_of[other]
    typed_over(path, {
        (view.name, row, view.columns[field]): value
        for row, values in ((one, figures_of[other]), (other, figures_of[one]))
        for field, value in zip(layout.MONTH_FIELDS, values, strict=True)
    })  # fmt: skip
    without_column(path, layout.MONTHLY, "code")
    assert "code" not in {kind for kind, *_ in repair(path)}
    assert "STR08" in check(path)


@pytest.mark.parametrize("field", ["kind", "source", "due", "window"])
def test_empty_cells_merged_as_a_heading_is_are_no_obstacle(path: Path, field: str) -> None:
    """A program that deletes a column and moves no merged cells leaves those of the last heading behind."""
    akmxl("check", path, "--today", TODAY)
    totals, before = figures(path), check(path)
    without_column(path, layout.PLAN, field)
    assert {kind for kind, *_ in repair(path)} >= {"column"}
    assert akmxl("repair", path, "--today", TODAY, "--from-copy").code == 0
    assert (figures(path), check(path)) == (totals, before)


def test_figures_of_a_copy_do_not_go_over_formulas(path: Path) -> None:
    """Without sources nobody can tell a total, in whose row nothing is typed, from an item's empty row."""
    view = PlanFile.open(path).views[layout.MONTHLY]
    place = view.place(monthly_rows(view)["9"], "m02")
    formula = view.cell(place.row, "m02").formula
    put(path, {place: 33})
    for command in ("check", "repair"):
        akmxl(command, path, "--today", TODAY)
    without_column(path, layout.PLAN, "source")
    for more in ((), ("--from-copy",)):
        akmxl("repair", path, "--today", TODAY, *more)
    assert PlanFile.open(path).views[layout.MONTHLY].cell(place.row, "m02").formula == formula


def test_other_merged_cells_where_a_column_goes_are_named(path: Path) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    right = max(view.titles)
    without_column(path, layout.PLAN, "kind")
    book = openpyxl.load_workbook(path)
    area = format_range((view.first_row + 1, right, view.first_row + 2, right))
    book[view.name].merge_cells(area)
    book.save(path)
    run = akmxl("repair", path, "--today", TODAY, lang="en")
    assert (run.code, area in run.out, "unmerge these cells" in run.out) == (1, True, True)


def test_a_sector_that_another_program_renamed_in_two_places_has_its_new_name_in_its_table(
    path: Path,
) -> None:
    """Its table has the old name still: with the heading put back the day's sum would lose it."""
    akmxl("check", path, "--today", TODAY)
    totals, before = figures(path), check(path)
    file = PlanFile.open(path)
    view, sectors = file.views[registers.DAILY], file.views[str(layout.SECTORS.table)]
    place = sectors.place(sectors.first_row, "sector")
    column = next(c for c, title in view.titles.items() if title == sectors.text(place.row, "sector"))
    book = openpyxl.load_workbook(path)
    for sheet, row, at in ((view.name, view.header_row, column), place):
        book[sheet].cell(row, at).value = "Obuna"
    book.save(path)
    assert {*check(path)} - {*before} == {"STR44"}
    assert ("heading", view.name, "Obuna") in repair(path)
    assert check(path) == before
    assert figures(path) == totals


def emptied(path: Path, *columns: tuple[str, str]) -> None:
    """Columns in which nothing typed is left, as after they were deleted and put back."""
    file = PlanFile.open(path)
    patch = Patch(file.workbook)
    for sheet, field in columns:
        view = file.views[sheet]
        formulas = view.grid.formulas(view.columns[field])
        for row in view.values(field):
            if row >= view.first_row and row not in formulas:
                patch.set(view.name, row, view.columns[field], None)
    patch.save(backup=False)


def test_columns_that_carry_the_totals_come_back_before_formulas_are_made_by_them(path: Path) -> None:
    akmxl("check", path, "--today", TODAY)
    akmxl("rollup", path, "--today", TODAY)
    before = akmxl("rollup", path, "--today", TODAY, "--json").json["items"]
    month, kinds, loans = (
        (layout.MONTHLY, "m03"),
        (registers.EVENTS, "event_kind"),
        (registers.DAILY, "loans"),
    )
    emptied(path, (layout.PLAN, "kind"), (layout.PLAN, "planned"), month, kinds, loans)
    left = path.read_bytes()
    run = akmxl("repair", path, "--today", TODAY)
    assert (run.code, path.read_bytes()) == (0, left)  # what Oylik is made by is missing
    for title in ("Turi", "Mart", "Tadbir turi"):
        assert title in run.out
    run = akmxl("repair", path, "--from-copy", "--today", TODAY, "--json")
    assert layout.APPROVED not in {one["copy"] for one in run.json["copied"]}
    assert akmxl("rollup", path, "--today", TODAY, "--json").json["items"] == before
    assert akmxl("repair", path, "--today", TODAY, "--json").json["repairs"] == []


@pytest.mark.parametrize("deleted", [True, False])
def test_the_plans_rows_come_back_from_the_newest_copy_that_has_them(path: Path, *, deleted: bool) -> None:
    akmxl("check", path, "--today", TODAY)
    akmxl("rollup", path, "--today", TODAY)
    before = akmxl("rollup", path, "--today", TODAY, "--json").json["items"]
    file = PlanFile.open(path)
    view, patch = file.views[layout.PLAN], Patch(file.workbook)
    rows = [*view.filled_rows()]
    if deleted:
        patch.delete_rows(view.name, rows[0], rows[-1])
    else:
        for row, column in ((row, column) for row in rows for column in view.titles):
            patch.set(view.name, row, column, None)
    patch.save(backup=False)
    for command in ("check", "due", "repair"):
        run = akmxl(command, path, "--today", TODAY)
        assert (run.code, "run: akmxl repair --from-copy" in run.err) == (2, True)
    assert akmxl("repair", path, "--from-copy", "--today", TODAY).code == 0
    assert akmxl("rollup", path, "--today", TODAY, "--json").json["items"] == before


@pytest.mark.parametrize("wrong", [
    "type: Oylik / 11 / Kod = '111",
    "type: Reja / 11 / Kod = '99",
    "type: Reja / 11 / Kod = '99\nmove row: Reja / 99 -> 28",
    "type: Oylik / 11 / Kod = '111\ntype: Oylik / 12 / Kod = '112",
    "type: Reja / 12 / Kod = '112\ndelete rows: Reja / 11",
])  # fmt: skip
def test_a_row_whose_code_was_typed_wrong_gets_no_second_one(path: Path, wrong: str) -> None:
    akmxl("check", path, "--today", TODAY)
    apply(path, wrong)
    assert "STR09" in check(path)
    assert akmxl("repair", path, "--from-copy", "--today", TODAY, "--json").json["repairs"] == []


def test_a_deleted_row_comes_back_though_another_row_waits_for_its_code(path: Path) -> None:
    apply(path, "delete rows: Oylik / 28\ntype: Oylik / 11 / Kod = '111\ntype: Oylik / 12 / Kod = '13.1")
    repairs = akmxl("repair", path, "--today", TODAY, "--json").json["repairs"]
    assert {one["after"] for one in repairs if one["kind"] == "table"} == {"28"}


def test_a_quarter_of_the_plan_that_was_added_at_the_end_is_put_in_its_place(path: Path) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    first, last = view.columns["plan_q1"], view.columns["plan_q4"]
    row = next(view.filled_rows())
    typed_over(path, {
        (view.name, at, column): n if at == row else view.at(at, column + 1 if column < last else first).value
        for n, column in enumerate(range(first, last + 1), 2) for at in (row, *_heading(view))
    })  # fmt: skip
    file = PlanFile.open(path)
    assert [wrong.name for wrong, *_ in out_of_order(file)] == [view.name] * 4
    added = Repairs((Repair(COLUMN, view.name, "S5:S77", "", view.titles[first]),))
    file, told = quarters_in_order(file, added)
    after = file.views[layout.PLAN]
    assert [after.cell(row, f"plan_q{n}").value for n in range(1, 5)] == [5, 2, 3, 4]
    assert not any(out_of_order(file))
    assert [one.kind for one in told.done] == ["column", *["heading"] * 3]


def _heading(view: SheetView) -> tuple[int, int]:
    return view.header_row - 1, view.header_row


def typed_over(path: Path, cells: dict[tuple[str, int, int], object]) -> None:
    """Cells as a script writes them, headings and merged cells too."""
    patch = Patch(Workbook.open(path))
    for (sheet, row, column), value in cells.items():
        name, rows = patch.open_rows(sheet)
        patch.write(name, rows, row, column, value, rows.own_style(row, column))  # type: ignore[arg-type]
    patch.save(backup=False)


def without_column(path: Path, sheet: str, field: str) -> None:
    """A column deleted as a script does it: no formula and no merged cells follow."""
    view = PlanFile.open(path).views[sheet]
    book = openpyxl.load_workbook(path)
    book[view.name].delete_cols(view.columns[field])
    book.save(path)


def test_exchanged_headings_are_left_to_people(path: Path) -> None:
    """Whether the headings were exchanged or the columns, nobody knows."""
    view = PlanFile.open(path).views["TadbirTurlari"]
    one, other = sorted(view.titles)
    titles, row = view.titles, view.header_row
    typed_over(path, {(view.name, row, one): titles[other], (view.name, row, other): titles[one]})
    assert "STR44" in check(path)
    before = path.read_bytes()
    run = akmxl("repair", path, "--today", TODAY)
    assert (run.code, path.read_bytes()) == (2, before)


def test_a_heading_moved_over_another_is_not_hidden_by_a_second_column(path: Path) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    planned, row = view.columns["planned"], view.header_row
    typed_over(path, {(view.name, row, planned): None, (view.name, row, planned + 1): view.titles[planned]})
    before = path.read_bytes()
    run = akmxl("repair", path, "--today", TODAY)
    assert (run.code, path.read_bytes()) == (2, before)


def test_sums_without_a_sector_that_was_renamed_are_told_and_mended(path: Path) -> None:
    """Repair itself leaves none out: a column of figures whose heading is no sector's may be one's."""
    view = PlanFile.open(path).views[registers.DAILY]
    first = min(view.titles.keys() - set(view.columns.values()))
    own, totals = view.titles[first], figures(path)

    def named(title: str) -> None:
        book = openpyxl.load_workbook(path)
        sheet = book[view.name]
        sheet.cell(view.header_row, first).value = title
        sheet.tables[view.name].tableColumns[first - 1].name = title
        book.save(path)

    named("1-sektor")
    repair(path)
    view = PlanFile.open(path).views[registers.DAILY]
    visits = view.columns["visits"]
    sums = {(view.name, row, visits): view.at(row, visits).formula or "" for row in view.rows}
    assert all("[1-sektor]:" in text for text in sums.values())
    second = view.titles[first + 1]
    put(path, {spot: Formula(text.replace("[1-sektor]:", f"[{second}]:")) for spot, text in sums.items()})
    named(own)
    assert "STR18" in check(path)
    assert "formula" in {kind for kind, *_ in repair(path)}
    assert not {"STR18", "REF08"} & set(check(path))
    assert figures(path) == totals


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_lost_plan_that_no_copy_has_is_told(path: Path, more: tuple[str, ...]) -> None:
    without_sheet(path, layout.PLAN)
    before = path.read_bytes()
    run = akmxl("repair", path, "--today", TODAY, "--from-copy", *more)
    assert (run.code, path.read_bytes()) == (2, before)
    assert layout.PLAN in run.err

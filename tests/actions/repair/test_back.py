"""What was lost comes back as it was: totals and findings of a mended workbook are those of the sound one."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import openpyxl
import pytest
from running import akmxl, put

from akmxl.core.cells import format_range
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.old_ids import sent_values
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.receipts_sheet import fill_kept, read_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = "2025-10-20"
_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d+\b")


@pytest.fixture
def path(mended_path: Path) -> Path:
    """The demo's mended workbook, checked and rolled up, and a dated copy of it."""
    for command in ("check", "rollup", "repair"):
        assert akmxl(command, mended_path, "--today", TODAY).code == 0
    copies = mended_path.parent / ".akmxl-zaxira"
    shutil.rmtree(copies, ignore_errors=True)
    copies.mkdir()
    shutil.copyfile(mended_path, copies / f"{mended_path.stem}-20251019-101010-000001.xlsx")
    return mended_path


def state(path: Path) -> tuple[object, list[str]]:
    """The totals, and the findings wherever their rows and columns have moved."""
    beside = path.with_name("state.xlsx")
    shutil.copyfile(path, beside)
    items = akmxl("rollup", beside, "--today", TODAY, "--json").json.get("items")
    beside.unlink()
    data = akmxl("check", path, "--today", TODAY, "--json", "--no-write").json
    if "error" in data:
        return items, [data["error"]["message"]]
    said = (
        f"{one['rule']} {_ADDRESS.sub('', one['message'])} {one['explained']}" for one in data["findings"]
    )
    return items, sorted(said)


def _change(path: Path, part: str, pattern: str, new: str) -> None:
    patch = Patch(Workbook.open(path))
    old = patch.part_xml(part).decode()
    xml = re.sub(pattern, new, old, flags=re.DOTALL)
    assert xml != old
    patch.parts[part] = xml.encode()
    patch.save(backup=False)


def _flagged(path: Path, table: str, flags: str) -> None:
    _change(path, Workbook.open(path).tables[table].part, "<table ", f"<table {flags} ")


def _renamed(path: Path, sheet: str) -> None:
    """As Excel does it: formulas and names follow."""
    book = Workbook.open(path)
    patch = Patch(book)
    quoted = f"(?:'{sheet}'|(?<![\\w']){sheet})!"
    for part in (book.part, *(one.part for one in book.sheets)):
        xml = re.sub(quoted, "'Varaq 7'!", patch.settled(part).decode())
        patch.parts[part] = xml.replace(f'<sheet name="{sheet}"', '<sheet name="Varaq 7"').encode()
    patch.save(backup=False)


def _deleted(path: Path, sheet: str) -> None:
    book = Workbook.open(path)
    _change(path, book.part, f'<sheet name="{sheet}"[^>]*/>', "")


def _cleared(path: Path, sheet: str, field: str) -> None:
    view = PlanFile.open(path).views[sheet]
    put(path, {(view.name, row, view.columns[field]): None for row in view.filled_rows()})


def _without_row(path: Path, sheet: str, code: str) -> None:
    view = PlanFile.open(path).views[sheet]
    row = next(row for row in view.rows if view.text(row, "code") == code)
    patch = Patch(Workbook.open(path))
    patch.delete_rows(sheet, row, row)
    patch.save(backup=False)


def _narrow(path: Path, name: str, columns: int) -> None:
    """A table that another program wrote without its last columns; their cells stand still."""
    table = Workbook.open(path).tables[name]
    area = format_range((*table.area[:3], table.last_col - columns))
    patch = Patch(Workbook.open(path))
    xml = patch.part_xml(table.part).decode()
    found = re.findall(r"<tableColumn [^>]*?(?:/>|>.*?</tableColumn>)", xml, flags=re.DOTALL)
    for element in found[-columns:]:
        xml = xml.replace(element, "")
    patch.parts[table.part] = re.sub(r'(<table [^>]*?ref=")[^"]*', rf"\g<1>{area}", xml).encode()
    patch.save(backup=False)


def _without_headings(path: Path, name: str, *, blank: bool) -> None:
    """The heading row switched off; Excel empties its cells and lets the table begin a row further down."""
    table = Workbook.open(path).tables[name]
    patch = Patch(Workbook.open(path))
    xml = patch.part_xml(table.part).decode().replace("<table ", '<table headerRowCount="0" ', 1)
    if blank:
        area = format_range((table.first_row + 1, *table.area[1:]))
        xml = re.sub(r'(<table [^>]*?ref=")[^"]*', rf"\g<1>{area}", xml)
        sheet, rows = patch.open_rows(table.sheet)
        for column in range(table.first_col, table.last_col + 1):
            style = rows.own_style(table.first_row, column)
            patch.write(sheet, rows, table.first_row, column, None, style)
    patch.parts[table.part] = xml.encode()
    patch.save(backup=False)


DAMAGES: dict[str, Callable[[Path], object]] = {
    **{f"{name} renamed": lambda path, name=name: _renamed(path, name)
       for name in (layout.PLAN, layout.SETTINGS, layout.HOME, layout.FINDINGS, registers.EVENTS)},
    "a table without its last two columns": lambda path: _narrow(path, "Tadbirlar", 2),
    "a table of Sozlamalar without its last column": lambda path: _narrow(path, "Sektorlar", 1),
    "the heading row switched off": lambda path: _without_headings(path, "Tadbirlar", blank=False),
    "the heading row switched off and emptied": lambda path: _without_headings(path, "Malaka", blank=True),
    "akmxl's own heading row switched off": lambda path: _without_headings(path, "Jamlanma", blank=False),
    "a row of data as a row of totals": lambda path: _flagged(path, "Tadbirlar", 'totalsRowCount="1"'),
    "the dates of the day log emptied": lambda path: _cleared(path, registers.DAILY, "date"),
    "the codes of Reja emptied": lambda path: _cleared(path, layout.PLAN, "code"),
    "the ids of a register emptied": lambda path: _cleared(path, registers.EVENTS, "id"),
    "a row of Oylik deleted": lambda path: _without_row(path, layout.MONTHLY, "15.1"),
    "a number of rows of totals that is none": lambda path: _flagged(path, "Tadbirlar", 'totalsRowCount="x"'),
    "two heading rows": lambda path: _flagged(path, "Malaka", 'headerRowCount="2"'),
    "both, over a table that ends in formulas": lambda path: _flagged(
        path, "Kundalik", 'headerRowCount="x" totalsRowCount="9"'),
    "a column between tables of Sozlamalar deleted by a script": lambda path: _by_a_script(path, 3, 0),
    "a name of the colours elsewhere": lambda path: _change(
        path, Workbook.open(path).part, f'(<definedName name="{layout.CELL_KEYS}">)[^<]*', r"\1Reja!$B$7"),
}  # fmt: skip
FROM_COPIES: dict[str, Callable[[Path], object]] = {
    "Reja deleted": lambda path: _deleted(path, layout.PLAN),
    "Sozlamalar deleted": lambda path: _deleted(path, layout.SETTINGS),
    "Tekshiruv deleted, with its reasons": lambda path: _deleted(path, layout.FINDINGS),
    "Bosh sahifa deleted": lambda path: _deleted(path, layout.HOME),
    "a row of Oylik deleted": lambda path: _without_row(path, layout.MONTHLY, "14.1"),
    "a row of Reja deleted": lambda path: _without_row(path, layout.PLAN, "14.1"),
    "the codes of the journal emptied": lambda path: _cleared(path, registers.JOURNAL, "report"),
    "the days of sending emptied": lambda path: _cleared(path, registers.JOURNAL, "sent"),
    "the catalogue emptied": lambda path: _without_settings(path, layout.CATALOGUE, 0, 99),
    "reports of the catalogue emptied": lambda path: _without_settings(path, layout.CATALOGUE, 4, 7),
    "a kind of event emptied": lambda path: _without_settings(path, layout.EVENT_KINDS, 2, 3),
    "a sector emptied": lambda path: _without_settings(path, layout.SECTORS, 2, 3),
    "the last holiday emptied": lambda path: _without_settings(path, layout.HOLIDAYS, -1, None),
    "a row of all tables of Sozlamalar deleted by a script": lambda path: _by_a_script(path, 0, 12),
    "a column of the catalogue deleted by a script": lambda path: _by_a_script(path, 23, 0),
    "the first column of a table of Sozlamalar deleted by a script": lambda path: _by_a_script(path, 10, 0),
    "the first period emptied": lambda path: _empty_name(path, layout.FIRST_PERIOD),
}


def _by_a_script(path: Path, column: int, row: int) -> None:
    """Tables and names stay where they were."""
    book = openpyxl.load_workbook(path)
    sheet = book[layout.SETTINGS]
    sheet.delete_rows(row) if row else sheet.delete_cols(column)
    book.save(path)


def _without_settings(path: Path, table: layout.SheetLayout, first: int, last: int | None) -> None:
    view = PlanFile.open(path).views[str(table.table)]
    rows = list(view.filled_rows())[first:last]
    put(path, {(view.name, row, column): None for row in rows for column in view.titles})


def _empty_name(path: Path, name: str) -> None:
    place = PlanFile.open(path).named_place(name)
    assert place is not None
    put(path, {(place.sheet, place.row, place.column): None})


@pytest.mark.parametrize("damage", DAMAGES)
def test_repair_brings_it_back(path: Path, damage: str) -> None:
    before = state(path)
    DAMAGES[damage](path)
    assert state(path) != before
    assert akmxl("repair", path, "--today", TODAY).code == 0
    assert state(path) == before
    assert akmxl("repair", path, "--today", TODAY, "--json").json["repairs"] == []


@pytest.mark.parametrize("damage", FROM_COPIES)
def test_what_the_copies_have_comes_back_after_a_yes(path: Path, damage: str) -> None:
    before = state(path)
    FROM_COPIES[damage](path)
    assert state(path) != before
    akmxl("repair", path, "--today", TODAY)
    assert state(path) != before
    assert akmxl("repair", path, "--from-copy", "--today", TODAY).code == 0
    assert state(path) == before


def _ids(path: Path, register: str) -> dict[int, object]:
    view = PlanFile.open(path).views[register]
    return {row: view.cell(row, "id").value for row in view.filled_rows()}


def _is_sent(path: Path, number: object) -> bool:
    receipts = read_kept(PlanFile.open(path)).receipts
    return any(str(number) in rows for rows in sent_values(receipts, (registers.EVENTS,)).values())


def _plan_figures(path: Path) -> dict[int, tuple[object, object]]:
    view = PlanFile.open(path).views[layout.PLAN]
    return {row: (view.cell(row, "planned").value, view.cell(row, "previous").value) for row in view.rows}


def test_ids_that_no_copy_has_are_given_anew(path: Path) -> None:
    shutil.rmtree(path.parent / ".akmxl-zaxira")
    _cleared(path, "Malaka", "id")
    assert akmxl("check", path, "--today", TODAY).code == 1
    view = PlanFile.open(path).views["Malaka"]
    assert not any(view.text(row, "id") for row in view.filled_rows())
    assert "STR34" in " ".join(state(path)[1])
    file, known = PlanFile.open(path), len(list(view.filled_rows()))
    kept = read_kept(file)._replace(receipts=())  # nor a report
    file.workbook.write(fill_kept(kept))
    shutil.rmtree(path.parent / ".akmxl-zaxira", ignore_errors=True)
    akmxl("repair", path, "--today", TODAY)
    view = PlanFile.open(path).views["Malaka"]
    ids = [view.cell(row, "id").value for row in view.filled_rows()]
    assert ids == list(range(known + 1, 2 * known + 1))
    akmxl("check", path, "--today", TODAY)
    assert "STR34" not in " ".join(state(path)[1])


def test_ids_that_no_copy_has_come_back_from_reports(path: Path) -> None:
    """A report says what stood in a row, so it knows which row it is."""
    before = {row: number for row, number in _ids(path, registers.EVENTS).items() if _is_sent(path, number)}
    assert before
    shutil.rmtree(path.parent / ".akmxl-zaxira")
    _cleared(path, registers.EVENTS, "id")
    shutil.rmtree(path.parent / ".akmxl-zaxira", ignore_errors=True)
    akmxl("repair", path, "--today", TODAY)
    after = _ids(path, registers.EVENTS)
    assert {row: after[row] for row in before} == before
    found = " ".join(state(path)[1])
    assert ("STR34" in found, "SUB03" in found) == (False, False)


def test_figures_come_back_from_the_approved_plan_as_numbers(path: Path) -> None:
    shutil.rmtree(path.parent / ".akmxl-zaxira")
    before = _plan_figures(path)
    _cleared(path, layout.PLAN, "planned")
    _cleared(path, layout.PLAN, "previous")
    shutil.rmtree(path.parent / ".akmxl-zaxira", ignore_errors=True)
    assert akmxl("repair", path, "--from-copy", "--today", TODAY).code == 0
    assert _plan_figures(path) == before


def test_two_sheets_with_the_headings_of_a_lost_one_are_left(path: Path) -> None:
    book = Workbook.open(path)
    _renamed(path, "Malaka")
    patch = Patch(Workbook.open(path))
    titles = [column.header() for column in layout.TRAINING_SHEET.columns]
    patch.add_sheet("Boshqa", [titles, ["x"]], "visible")
    patch.save(backup=False)
    run = akmxl("repair", path, "--today", TODAY)
    assert (run.code, "Varaq 7" in run.err) == (2, True)
    assert len(Workbook.open(path).sheets) == len(book.sheets) + 1


@pytest.mark.parametrize(("sheet", "other"), [("Kundalik", "Oylik"), ("Malaka", "Tadbirlar")])
def test_sheets_that_share_their_cells_are_refused_alike(path: Path, sheet: str, other: str) -> None:
    book = Workbook.open(path)
    rels = book.part.replace("workbook.xml", "_rels/workbook.xml.rels")
    mine, its = (book.sheet(name).part.rpartition("/")[2] for name in (sheet, other))
    _change(path, rels, f"worksheets/{mine}", f"worksheets/{its}")
    before = path.read_bytes()
    for command in ("check", "repair"):
        run = akmxl(command, path, "--today", TODAY)
        assert (run.code, path.read_bytes()) == (2, before)
        assert f"“{other}” and “{sheet}”" in run.err or f"“{sheet}” and “{other}”" in run.err
        assert "akmxl repair" not in run.err


def test_a_day_log_without_any_heading_is_refused(path: Path) -> None:
    """Another sheet's cells under its name: nothing of it is known."""
    book = Workbook.open(path)
    rels = book.part.replace("workbook.xml", "_rels/workbook.xml.rels")
    mine, its = (book.sheet(name).part.rpartition("/")[2] for name in (registers.DAILY, layout.COLOURS))
    exchanged = {mine: its, its: mine}
    patch = Patch(book)
    xml = re.sub(f"{mine}|{its}", lambda found: exchanged[found[0]], patch.part_xml(rels).decode())
    patch.parts[rels] = xml.encode()
    patch.save(backup=False)
    assert akmxl("repair", path, "--today", TODAY).code == 2


def test_own_rows_below_an_own_table_join_it(path: Path) -> None:
    table = Workbook.open(path).tables["Jamlanma"]
    before = state(path)
    area = format_range((*table.area[:2], table.last_row - 3, table.last_col))
    _change(path, table.part, r'(<table [^>]*?ref=")[^"]*', rf"\g<1>{area}")
    assert akmxl("rollup", path, "--today", TODAY).code == 0
    assert Workbook.open(path).tables["Jamlanma"].area == table.area
    assert state(path) == before


def test_a_column_of_reja_that_no_copy_has_holds_up_oylik_alone(path: Path) -> None:
    shutil.rmtree(path.parent / ".akmxl-zaxira")
    _cleared(path, layout.PLAN, "source")
    _cleared(path, layout.APPROVED, "source")
    view = PlanFile.open(path).views[registers.DAILY]
    row = view.first_row + 2
    put(path, {(view.name, row, view.columns["visits"]): None})
    formulas = PlanFile.open(path).cells(layout.MONTHLY)
    run = akmxl("repair", path, "--today", TODAY)
    assert (run.code, "no copy has them" in run.out) == (0, True)
    file = PlanFile.open(path)
    assert file.views[registers.DAILY].cell(row, "visits").formula
    assert {spot: cell.formula for spot, cell in file.cells(layout.MONTHLY).items()} == {
        spot: cell.formula for spot, cell in formulas.items()
    }

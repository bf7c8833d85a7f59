"""What a file names and no longer holds: names that say nothing, parts that are gone, headings emptied."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from ooxml.making import part, repack
from running import akmxl, put

from akmxl.core.cells import a1
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.losses import lost_names
from akmxl.workbook.reading.named_places import misplaced_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.workbook.plan_file import SheetView

TODAY = "2025-04-10"
BOOK = "xl/workbook.xml"


def check(path: Path) -> tuple[int, list[str]]:
    """The exit code, and what the check says: rules, or the sentence that ended the run."""
    run = akmxl("check", path, "--today", TODAY, "--json", "--no-write")
    data = run.json
    return run.code, [data["error"]["message"]] if "error" in data else [f["rule"] for f in data["findings"]]


def repair(path: Path, *options: str) -> None:
    run = akmxl("repair", path, "--today", TODAY, "--json", *options)
    assert run.code == 0, run.out


def with_parts(path: Path, parts: dict[str, bytes | None]) -> None:
    repack(path, path.with_suffix(".new"), parts).replace(path)


def change(path: Path, name: str, edit: Callable[[str], str]) -> None:
    old = part(path, name).decode()
    new = edit(old)
    assert new != old
    with_parts(path, {name: new.encode()})


SAYINGS: dict[str, Callable[[str, str, str], str]] = {
    "#REF!": lambda name, _tag, _text: f'<definedName name="{name}">#REF!</definedName>',
    "a number": lambda name, _tag, _text: f'<definedName name="{name}">2025</definedName>',
    "nothing": lambda name, _tag, _text: f'<definedName name="{name}"/>',
    "an unknown sheet": lambda name, _tag, _text: f'<definedName name="{name}">Varaq9!$A$1</definedName>',
    "two areas": lambda name, _tag, _text: f'<definedName name="{name}">Reja!$A$1,Reja!$B$2</definedName>',
    "one sheet alone": lambda name, _tag, text: (
        f'<definedName name="{name}" localSheetId="2">{text}</definedName>'
    ),
    "twice": lambda name, tag, _text: f'{tag}<definedName name="{name.upper()}">Reja!$B$2</definedName>',
}
OWN = (layout.FILE_KIND, *layout.NAMES, *layout.COLOUR_NAMES)


@pytest.mark.parametrize("says", SAYINGS)
def test_every_name_of_the_plan_stands_for_its_own_again(path: Path, says: str) -> None:
    before = Workbook.open(path).names

    def other(xml: str) -> str:
        for name in OWN:
            found = re.search(rf'<definedName name="{name}">([^<]*)</definedName>', xml)
            assert found, name
            xml = xml.replace(found[0], SAYINGS[says](name, found[0], found[1]))
        return xml

    change(path, BOOK, other)
    assert set(lost_names(PlanFile.open(path))) == set(OWN)
    code, said = check(path)
    assert code == 2
    assert "akmxl repair" in said[0]
    repair(path)
    file = PlanFile.open(path)
    assert (lost_names(file), misplaced_names(file)) == ((), {})
    assert Workbook.open(path).names == before
    assert check(path)[0] == 0


@pytest.mark.parametrize(
    "name", [layout.FIRST_PERIOD, layout.PLAN_CODES, layout.MOVED_DAYS, layout.CELL_KEYS]
)
def test_a_check_tells_of_a_name_that_says_nothing(path: Path, name: str) -> None:
    text = Workbook.open(path).names[name]
    change(path, BOOK, lambda xml: xml.replace(f'"{name}">{text}<', f'"{name}">Reja!#REF!<'))
    assert "STR31" in check(path)[1]


def test_sheets_get_their_names_back(path: Path) -> None:
    names = [sheet.name for sheet in Workbook.open(path).sheets]
    others = {"Bosh sahifa": "Bosh\u00a0 sahifa", "Reja": "REJA", "Oylik": "Oylik ", "_reja": "_reja\u00a0"}

    def renamed(xml: str) -> str:
        for name, other in others.items():
            xml = xml.replace(f'<sheet name="{name}"', f'<sheet name="{other}"')
        return xml

    change(path, BOOK, renamed)
    assert "STR31" in check(path)[1]
    assert "_reja⟨U+00A0: another blank⟩ → _reja" in akmxl("repair", path, "--dry-run").out
    repair(path)
    assert [sheet.name for sheet in Workbook.open(path).sheets] == names
    assert check(path)[0] == 0


@pytest.mark.parametrize("sheet", ["Bosh sahifa", "Malaka", "Jamlanma", "_ranglar", "Topshirish"])
def test_a_sheet_whose_part_is_gone_is_made_again(path: Path, sheet: str) -> None:
    before = Workbook.open(path)
    with_parts(path, {before.sheet(sheet).part: None})
    assert check(path)[0] in (1, 2)
    repair(path)
    after = Workbook.open(path)
    assert {one.name for one in after.sheets} == {one.name for one in before.sheets}
    assert after.names == before.names
    assert check(path)[0] == (1 if sheet == "Malaka" else 0)  # its rows do not come back
    for rel in after.package.relationships(after.part):
        assert after.package.find(rel.target), rel.target


@pytest.mark.parametrize("sheet", ["Bosh sahifa", "Oylik"])
def test_a_sheet_without_a_cell_is_made_again(path: Path, sheet: str) -> None:
    before = Workbook.open(path)
    change(
        path,
        before.sheet(sheet).part,
        lambda xml: re.sub("<sheetData>.*</sheetData>", "<sheetData/>", xml, flags=re.DOTALL),
    )
    code, said = check(path)
    assert code == 2
    assert "akmxl repair" in said[0]
    repair(path)
    after = Workbook.open(path)
    assert after.names == before.names
    assert {one.name for one in after.sheets} == {one.name for one in before.sheets}
    assert check(path)[0] in (0, 1)


@pytest.mark.parametrize("content", [None, b"", b"<table"])
def test_a_table_whose_part_nobody_reads_is_made_again(path: Path, content: bytes | None) -> None:
    before = Workbook.open(path).tables["Tadbirlar"]
    with_parts(path, {before.part: content})
    assert check(path)[0] in (1, 2)
    repair(path)
    after = Workbook.open(path).tables["Tadbirlar"]
    assert (after.area, after.columns) == (before.area, before.columns)
    assert part(path, Workbook.open(path).sheet("Tadbirlar").part).count(b"<tablePart ") == 1
    assert check(path)[0] == 0


@pytest.mark.parametrize("content", [None, b"", b"<Relationships><Relati"])
def test_what_says_of_the_tables_of_a_sheet_is_made_again(path: Path, content: bytes | None) -> None:
    before = Workbook.open(path)
    name = before.sheet(layout.SETTINGS).part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    with_parts(path, {name: content})
    assert check(path)[0] == 2
    repair(path)
    after = Workbook.open(path).tables
    assert {one: table.columns for one, table in after.items()} == {
        one: table.columns for one, table in before.tables.items()
    }
    assert check(path)[0] == 0


def test_the_very_hidden_colours_that_are_listed_and_gone_come_back(path: Path) -> None:
    with_parts(path, {Workbook.open(path).sheet(layout.COLOURS).part: None})
    code, said = check(path)
    assert code == 2
    assert layout.COLOURS in said[0]
    assert "akmxl repair" in said[0]
    repair(path)
    assert akmxl("check", path, "--today", TODAY).code == 0


PARTS = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", BOOK)


@pytest.mark.parametrize("name", PARTS)
def test_of_what_nothing_can_make_again_the_newest_whole_copy_is_named(path: Path, name: str) -> None:
    whole = path.read_bytes()
    folder = path.parent / ".akmxl-zaxira"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{path.stem}-20990101-120000-000001.xlsx"
    for lost in (None, b"", part(path, name)[: len(part(path, name)) // 2]):
        path.write_bytes(whole)
        with_parts(path, {name: lost})
        copy.write_bytes(path.read_bytes())  # as damaged itself
        older = folder / f"{path.stem}-20980101-120000-000001.xlsx"
        older.write_bytes(whole)
        code, said = check(path)
        assert code == 2
        assert older.name in said[0] if lost is None else copy.name in said[0] or older.name in said[0]
        assert akmxl("repair", path, "--today", TODAY).code == 2


def emptied(path: Path, view: SheetView, columns: list[int]) -> None:
    """The headings of a table's columns as Excel leaves them after the Delete key."""
    table = Workbook.open(path).tables[str(view.layout.table)]
    for number, column in enumerate(columns, 1):
        own = re.compile(rf'<c r="{a1(view.header_row, column)}"([^>]*?) t="s"[^>]*>.*?</c>')
        text = f'<c r="{a1(view.header_row, column)}"\\1 t="inlineStr"><is><t>Ustun{number}</t></is></c>'
        change(path, Workbook.open(path).sheet(view.name).part, lambda x, o=own, t=text: o.sub(t, x))
        title = f' name="{html.escape(view.titles[column])}"'
        change(path, table.part, lambda x, t=title, n=number: x.replace(t, f' name="Ustun{n}"', 1))


@pytest.mark.parametrize(
    "table", ["TadbirTurlari", "Bayramlar", "HisobotlarKatalogi", "Tadbirlar", "Topshirish"]
)
@pytest.mark.parametrize("which", ["first two", "all"])
def test_emptied_headings_come_back_by_the_order_of_the_columns(path: Path, table: str, which: str) -> None:
    view = PlanFile.open(path).views[table]
    columns = sorted(view.titles)
    emptied(path, view, columns if which == "all" else columns[:2])
    code, said = check(path)
    assert code == 2
    assert "akmxl repair" in said[0]
    repair(path)
    assert PlanFile.open(path).views[table].titles == view.titles
    assert check(path)[0] == 0


def test_of_several_sectors_without_headings_a_copy_must_tell(path: Path) -> None:
    view = PlanFile.open(path).views["Kundalik"]
    folder = path.parent / ".akmxl-zaxira"
    copy = folder / f"{path.stem}-20990101-120000-000001.xlsx"
    whole = path.read_bytes()
    emptied(path, view, [3, 4])
    repair(path)
    assert PlanFile.open(path).views["Kundalik"].titles[3] == "Ustun1"
    folder.mkdir(exist_ok=True)
    copy.write_bytes(whole)
    repair(path)
    titles = PlanFile.open(path).views["Kundalik"].titles
    assert [titles[column] for column in sorted(view.titles)] == [*view.titles.values()]


def test_headings_of_a_sheet_without_a_table_come_back(path: Path) -> None:
    for name in (layout.PLAN, layout.MONTHLY):
        view = PlanFile.open(path).views[name]
        xml = part(path, Workbook.open(path).sheet(name).part).decode()
        for row in (view.header_row - 1, view.header_row):
            pattern = rf'<c r="([A-Z]+{row})"([^>]*?) t="s"[^>]*>.*?</c>'
            xml = re.sub(pattern, r'<c r="\1"\2/>', xml)
        with_parts(path, {Workbook.open(path).sheet(name).part: xml.encode()})
        assert check(path)[0] == 2
        repair(path)
        assert PlanFile.open(path).views[name].titles == view.titles
        assert check(path)[0] == 0


@pytest.mark.parametrize("kept", [True, False], ids=["a copy has it", "no copy"])
@pytest.mark.parametrize("name", [layout.PLAN, layout.MONTHLY])
def test_a_deleted_row_of_headings_comes_back(path: Path, name: str, *, kept: bool) -> None:
    view = PlanFile.open(path).views[name]
    folder = path.parent / ".akmxl-zaxira"
    if kept:
        folder.mkdir(exist_ok=True)
        (folder / f"{path.stem}-20990101-120000-000001.xlsx").write_bytes(path.read_bytes())
    patch = Patch(Workbook.open(path))
    patch.delete_rows(name, view.header_row, view.header_row)
    patch.save(backup=False)
    assert check(path)[0] == 2
    repair(path)
    after = PlanFile.open(path).views[name]
    assert (after.titles, after.header_row) == (view.titles, view.header_row)
    assert check(path)[0] == 0


def test_a_deleted_row_of_headings_over_an_own_column_is_left_to_people(path: Path) -> None:
    view = PlanFile.open(path).views[layout.MONTHLY]
    patch = Patch(Workbook.open(path))
    patch.set(view.name, view.first_row + 1, max(view.titles) + 1, "mening ustunim")
    patch.delete_rows(view.name, view.header_row, view.header_row)
    patch.save(backup=False)
    before = path.read_bytes()
    with pytest.raises(AssertionError):
        repair(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "name", [registers.DAILY, registers.EVENTS, layout.JOURNAL_SHEET.name, layout.MONTHLY]
)
def test_an_empty_sheet_in_place_of_a_deleted_one_is_made_again(path: Path, name: str) -> None:
    book = openpyxl.load_workbook(path)
    book.remove(book[name])
    book.create_sheet(name)
    book.save(path)
    repair(path)
    assert not PlanFile.open(path).views[name].missing


def test_the_check_says_that_repair_finds_the_plans_codes_without_their_heading(path: Path) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    patch = Patch(Workbook.open(path))
    patch.delete_rows(view.name, view.header_row - 1, view.header_row - 1)
    patch.save(backup=False)
    run = akmxl("check", path, "--today", TODAY)
    assert (run.code, "akmxl repair" in run.err) == (2, True)
    repair(path)
    assert PlanFile.open(path).views[layout.PLAN].titles == view.titles


def test_of_several_sectors_without_headings_each_is_named_at_its_cell(path: Path) -> None:
    view = PlanFile.open(path).views["Kundalik"]
    emptied(path, view, [3, 4])
    formulas = [view.at(row, view.columns["visits"]).formula for row in view.rows]
    repair(path)
    after = PlanFile.open(path).views["Kundalik"]
    assert len({after.at(row, view.columns["visits"]).formula for row in view.rows}) == len(set(formulas))
    found = akmxl("check", path, "--today", TODAY, "--json", "--no-write").json["findings"]
    fixes = {one["cell"]: one["fix"] for one in found if one["rule"] == "REF08"}
    assert set(fixes) == {a1(view.header_row, column) for column in (3, 4)}
    assert all(view.titles[column] in fixes[a1(view.header_row, column)] for column in (3, 4))


@pytest.mark.parametrize(("sheet", "other"), [("Kundalik", "_ranglar"), ("Malaka", "Matbuot")])
def test_of_exchanged_parts_the_sheets_and_the_copy_are_named(path: Path, sheet: str, other: str) -> None:
    for whole in (True, False):
        book, folder = Workbook.open(path), path.parent / ".akmxl-zaxira"
        names = [book.sheet(name).part for name in (sheet, other)]
        if whole:
            folder.mkdir(exist_ok=True)
            copy = folder / f"{path.stem}-20990101-120000-000001.xlsx"
            copy.write_bytes(path.read_bytes())
            with_parts(path, {names[0]: part(path, names[1]), names[1]: part(path, names[0])})
        else:
            copy.unlink()
        before = path.read_bytes()
        run = akmxl("repair", path, "--today", TODAY)
        assert (run.code, path.read_bytes()) == (2, before)
        assert f"sheet “{other}” has what belongs to sheet “{sheet}”" in run.err
        assert (copy.name in run.err) is whole


def test_a_heading_above_an_empty_lower_tier_is_named_by_its_own_cell(path: Path) -> None:
    view = PlanFile.open(path).views[layout.PLAN]
    due = view.heading_place(view.columns["due"])
    assert due.row == view.header_row - 1
    put(path, {(due.sheet, due.row, due.column): "Bajarilish mud dati"})
    run = akmxl("repair", path, "--today", TODAY)
    assert run.code == 2
    assert f"{due.a1})" in run.err


def test_a_table_that_names_no_cells_is_told_and_made_again(path: Path) -> None:
    table = Workbook.open(path).tables["Tadbirlar"]
    change(path, table.part, lambda xml: re.sub(r' ref="[^"]*"', "", xml, count=1))
    code, said = check(path)
    assert code == 2
    assert "–" in said[0]
    repair(path)
    assert Workbook.open(path).tables["Tadbirlar"].area == table.area


def test_a_heading_that_looks_like_its_table_s_is_told_with_the_sign_that_differs(path: Path) -> None:
    view = PlanFile.open(path).views["Hisobotlar"]
    place = view.heading_place(view.columns["period"])
    cell, title = f'<c r="{place.a1}"', f"{view.titles[place.column]}\ue000"
    shown = f'{cell} t="inlineStr"><is><t>{title}</t></is></c>'
    change(path, Workbook.open(path).sheet(view.name).part, lambda x: re.sub(f"{cell}.*?</c>", shown, x))
    (found,) = akmxl("check", path, "--today", TODAY, "--json", "--no-write").json["findings"][:1]
    assert found["rule"] == "STR44"
    assert "⟨U+E000⟩" in found["message"]


def test_a_cell_far_below_on_a_sheet_that_nobody_sees_is_not_told(path: Path) -> None:
    put(path, {(layout.RECEIPTS, 1_048_576, 1): "x"})
    assert "STR40" not in check(path)[1]

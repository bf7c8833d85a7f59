"""What akmxl does not own stays byte for byte, also what staff have added to the workbook."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from ooxml.making import packed_parts
from running import akmxl

from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = ("--today", "2025-04-10")
# What each command may write: sheets, with their tables, and the workbook part for the one attribute
# that asks Excel to calculate.
WITH_IDS = (
    *(sheet.name for sheet in layout.REGISTER_SHEETS),
    layout.RECEIPTS,
)  # ids of new rows, the highest
CHECKED = (layout.FINDINGS, layout.COLOURS, layout.HOME, *WITH_IDS)
ROLLED_UP = (layout.ROLLUP, layout.HOME)
SUBMITTED = (*CHECKED, registers.JOURNAL)
COMMANDS = {
    "check": (("check",), CHECKED),
    "rollup": (("rollup",), ROLLED_UP),
    "submit": (("submit", "--period", "2025-Q1"), SUBMITTED),
    "sent": (("sent", "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05"), SUBMITTED),
}


def allowed(path: Path, sheets: tuple[str, ...]) -> set[str]:
    book = Workbook.open(path)
    parts = {sheet.part for sheet in book.sheets if sheet.name in sheets}
    tables = {table.part for table in book.tables.values() if table.sheet in sheets}
    return {*parts, *tables, "xl/workbook.xml"}


def changed_parts(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Entries that are new, gone, or not the same in name, compressed bytes and CRC."""
    return {name for name in before | after if before.get(name) != after.get(name)}


def run(command: str, path: Path) -> set[str]:
    """Run a command on a workbook; the zip entries that it changed."""
    arguments, sheets = COMMANDS[command]
    name, *rest = arguments
    before = packed_parts(path)
    done = akmxl(name, path, *rest, *DAY)
    assert done.code in (0, 1), done.err
    after = packed_parts(path)
    changed = changed_parts(before, after)
    assert changed <= allowed(path, sheets)
    return changed


@pytest.mark.parametrize("command", ["check", "rollup", "submit"])
def test_only_the_sheets_of_a_command_change(command: str, quarter_path: Path) -> None:
    assert run(command, quarter_path)


def test_one_after_the_other_they_change_only_theirs(quarter_path: Path) -> None:
    for command in COMMANDS:
        assert run(command, quarter_path)


def test_a_second_check_and_rollup_change_nothing(quarter_path: Path) -> None:
    for command in ("check", "rollup"):
        run(command, quarter_path)
    for command in ("check", "rollup"):
        assert run(command, quarter_path) == set()


def test_the_workbook_part_changes_in_one_attribute_at_most(quarter_path: Path) -> None:
    before = Workbook.open(quarter_path).package.read("xl/workbook.xml")
    run("check", quarter_path)
    after = Workbook.open(quarter_path).package.read("xl/workbook.xml")
    assert after.replace(b' fullCalcOnLoad="1"', b"") == before.replace(b' fullCalcOnLoad="1"', b"")


def test_a_row_of_a_sheet_that_a_command_does_not_fill_stays(quarter_path: Path) -> None:
    """On the sheets that people and akmxl share, the cells that people typed are the same bytes."""
    before = Workbook.open(quarter_path)
    run("check", quarter_path)
    run("rollup", quarter_path)
    after = Workbook.open(quarter_path)
    for sheet in (registers.EVENTS, registers.TRAINING, registers.PRESS, registers.LISTS):
        cells = {at: cell for at, cell in after.cells(sheet).items() if at in before.cells(sheet)}
        assert cells == before.cells(sheet)


def with_comment(parts: dict[str, bytes]) -> None:
    """A comment of a person's on the sheet Reja: three parts and what ties them to the sheet."""
    parts["xl/comments1.xml"] = (
        b'<?xml version="1.0"?><comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<authors><author>1-xodim</author></authors><commentList><comment ref="C8" authorId="0"><text>'
        b"<t>Aniqlash kerak</t></text></comment></commentList></comments>"
    )
    parts["xl/drawings/vmlDrawing1.vml"] = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t202">'
        b'<x:ClientData ObjectType="Note"><x:Row>7</x:Row><x:Column>2</x:Column></x:ClientData>'
        b"</v:shape></xml>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    _relate(parts, "xl/worksheets/sheet2.xml", "rIdC1", f"{office}/comments", "../comments1.xml")
    _relate(parts, "xl/worksheets/sheet2.xml", "rIdC2", f"{office}/vmlDrawing", "../drawings/vmlDrawing1.vml")
    _before_end(parts, "xl/worksheets/sheet2.xml", b'<legacyDrawing r:id="rIdC2"/></worksheet>')
    _content_type(
        parts, "/xl/comments1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    )
    _default_type(parts, "vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")


def with_picture(parts: dict[str, bytes]) -> None:
    """A picture on Kundalik: any bytes that are no XML."""
    parts["xl/media/image1.png"] = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    parts["xl/drawings/drawing9.xml"] = (
        b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    _relate(parts, "xl/worksheets/sheet2.xml", "rIdP1", f"{office}/drawing", "../drawings/drawing9.xml")
    _relate(parts, "xl/drawings/drawing9.xml", "rId1", f"{office}/image", "../media/image1.png")
    _before_end(parts, "xl/worksheets/sheet2.xml", b'<drawing r:id="rIdP1"/></worksheet>')
    _content_type(
        parts, "/xl/drawings/drawing9.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"
    )
    _default_type(parts, "png", "image/png")


def with_sheet(parts: dict[str, bytes]) -> None:
    """A sheet of staff's own between akmxl's sheets, with a formula into Oylik."""
    parts["xl/worksheets/sheet99.xml"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Bizning hisob</t></is></c>'
        b'<c r="B1"><f>Oylik!E10</f><v>1</v></c></row></sheetData></worksheet>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    _relate(parts, "xl/workbook.xml", "rIdS99", f"{office}/worksheet", "worksheets/sheet99.xml")
    sheets = b'<sheet name="Bizniki" sheetId="99" r:id="rIdS99"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheets)
    _content_type(
        parts,
        "/xl/worksheets/sheet99.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    )


def with_chart(parts: dict[str, bytes]) -> None:
    """A third chart on Bosh sahifa, beside the two that akmxl fills."""
    parts["xl/charts/chart9.xml"] = parts["xl/charts/chart1.xml"]
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    _relate(parts, "xl/drawings/drawing1.xml", "rId99", f"{office}/chart", "../charts/chart9.xml")
    _content_type(
        parts, "/xl/charts/chart9.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    )


def with_unknown_extension(parts: dict[str, bytes]) -> None:
    """What a newer Excel writes and nobody here knows, on a sheet that akmxl fills."""
    for number in (1, 10, 11):
        name = f"xl/worksheets/sheet{number}.xml"
        _before_end(
            parts,
            name,
            b'<extLst><ext uri="{NEW}"><x99:a xmlns:x99="urn:new" b="1"/></ext></extLst></worksheet>',
        )
    parts["customXml/item1.xml"] = b"<arxiv>1-xodim</arxiv>"


def _before_end(parts: dict[str, bytes], name: str, ending: bytes) -> None:
    body, closing, _ = parts[name].partition(b"</worksheet>")
    assert closing
    tables = body.rfind(b"<tableParts")
    at = len(body) if tables < 0 or b"<extLst" in ending else tables
    parts[name] = body[:at] + ending.removesuffix(b"</worksheet>") + body[at:] + b"</worksheet>"


def _relate(parts: dict[str, bytes], part: str, rel: str, kind: str, target: str) -> None:
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    xml = parts.get(name, empty)
    arrow = f'<Relationship Id="{rel}" Type="{kind}" Target="{target}"/></Relationships>'.encode()
    parts[name] = xml.replace(b"</Relationships>", arrow)


def _content_type(parts: dict[str, bytes], part: str, kind: str) -> None:
    entry = f'<Override PartName="{part}" ContentType="{kind}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", entry)


def _default_type(parts: dict[str, bytes], ending: str, kind: str) -> None:
    entry = f'<Default Extension="{ending}" ContentType="{kind}"/>'.encode()
    types = parts["[Content_Types].xml"]
    at = types.index(b"<Override")
    parts["[Content_Types].xml"] = types[:at] + entry + types[at:]


ADDITIONS = (with_comment, with_picture, with_sheet, with_chart, with_unknown_extension)


def add(path: Path, *additions: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for addition in additions:
        addition(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)


@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda addition: addition.__name__)
def test_what_staff_added_stays_byte_for_byte(
    addition: Callable[[dict[str, bytes]], None], quarter_path: Path
) -> None:
    before = set(packed_parts(quarter_path))
    add(quarter_path, addition)
    assert set(packed_parts(quarter_path)) > before
    for command in COMMANDS:
        assert run(command, quarter_path)


def test_an_extension_inside_a_filled_sheet_is_kept(quarter_path: Path) -> None:
    add(quarter_path, with_unknown_extension)
    for command in COMMANDS:
        run(command, quarter_path)
    book = Workbook.open(quarter_path)
    for number in (1, 10, 11):
        assert b"<x99:a" in book.package.read(f"xl/worksheets/sheet{number}.xml")


def with_calculation_chain(parts: dict[str, bytes]) -> None:
    """Excel's list of formulas; it would be wrong once a formula moves."""
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="Q6" i="3"/></calcChain>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    _relate(parts, "xl/workbook.xml", "rIdCC", f"{office}/calcChain", "calcChain.xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    _content_type(parts, "/xl/calcChain.xml", kind)


def test_the_calculation_chain_goes_whole_once_a_formula_moves(quarter_path: Path) -> None:
    add(quarter_path, with_calculation_chain)
    before = packed_parts(quarter_path)
    assert akmxl("check", quarter_path, *DAY).code == 0  # its links are formulas
    changed = changed_parts(before, packed_parts(quarter_path))
    chain = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert changed <= allowed(quarter_path, CHECKED) | chain
    assert chain <= changed
    assert b"calcChain" not in Workbook.open(quarter_path).package.read("[Content_Types].xml")


def test_an_added_sheet_and_a_moved_one_are_no_hindrance(quarter_path: Path) -> None:
    add(quarter_path, with_sheet, with_picture)
    assert akmxl("check", quarter_path, *DAY).code == 0
    assert any(sheet.name == "Bizniki" for sheet in Workbook.open(quarter_path).sheets)

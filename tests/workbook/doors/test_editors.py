"""What a preview shows is what a write leaves, and what one refuses the other refuses, word for word.

Fills go into a file, into a preview of that file, and into the same workbook as Excel holds it.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from akmxl.core.cells import Formula, Place
from akmxl.core.errors import Unsupported
from akmxl.workbook.doors.edits import edits_of
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.doors.live.rectangles import rectangles
from akmxl.workbook.doors.preview import Preview
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from akmxl.workbook.doors.door import Door

SHARED = {
    "sheet4": {"B1": '<f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v>',
               "B2": '<f t="shared" si="0"/><v>4</v>', "B3": '<f t="shared" si="0"/><v>6</v>'},
    "sheet7": {"B2": '<f t="shared" ref="B2" si="0">C2*2</f><v>4</v>'},
}  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables with room below them and without, sheets with arrays, merged cells, shared formulas."""
    path = tmp_path_factory.mktemp("tahrir") / "kitob.xlsx"
    with xlsxwriter.Workbook(path) as file:
        bold = file.add_format({"bold": True})
        sheet = file.add_worksheet("Jadval")
        sheet.add_table("A1:C4", {"name": "Erkin", "data": [["a", 1], ["b", 2]]})
        sheet.write_formula("C2", "=B2*2", bold, 2)
        sheet.write_formula("C3", "=B3*2", bold, 4)
        sheet.add_table("E1:F3", {"name": "Ustida", "data": [["x", 1], ["y", 2]]})
        sheet.add_table("E6:F8", {"name": "Pastda", "data": [["z", 3]]})
        sheet.add_table("H1:I3", {"name": "Yozilgan", "data": [["x", 1], ["y", 2]]})
        sheet.write_row("H4", ["terilgan", 3])
        sheet.add_table("K1:L3", {"name": "Birlashgan", "data": [["x", 1], ["y", 2]]})
        sheet.merge_range("K5:L5", "izoh")
        sheet.add_table("N1:O3", {"name": "Massivli", "data": [["x", 1], ["y", 2]]})
        sheet.write_array_formula("N5:O6", "{=N2:O3}")
        sheet = file.add_worksheet("Zich")
        sheet.add_table("A1:B3", {"name": "Yuqori", "data": [["x", 1], ["y", 2]]})
        sheet.add_table("A4:B6", {"name": "Quyi", "data": [["z", 3], ["w", 4]]})
        sheet.write("A7", "terilgan")
        options = {"name": "Jamili", "total_row": True, "data": [["x", 1], ["y", 2]]}
        options["columns"] = [{"total_string": "Jami"}, {"total_function": "sum"}]
        sheet.add_table("D1:E4", options)
        sheet = file.add_worksheet("Massiv")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}", None, 2)
        sheet = file.add_worksheet("Umumiy")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_column("B1", [0, 0, 0])
        sheet = file.add_worksheet("Qatorlar")
        for row in range(4):
            sheet.write_row(row, 0, [f"q{row}", row, row * 2])
        sheet = file.add_worksheet("Birlik")
        sheet.merge_range("A1:C1", "sarlavha")
        sheet.write_row("A3", ["a", 1])
        chart = file.add_chart({"type": "line"})
        chart.add_series({"values": "=Qatorlar!$B$1:$B$4"})
        file.add_chartsheet("Diagramma").set_chart(chart)
        sheet = file.add_worksheet("Ulush")
        sheet.add_table("A1:C2", {"name": "Ulashgan", "data": [["k", 0, 2]]})
    _share(path)
    return path


def _share(path: Path) -> None:
    """The formulas of Umumiy and Ulush as Excel writes them when it fills a column: told once for all."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    for sheet, cells in SHARED.items():
        part = f"xl/worksheets/{sheet}.xml"
        for address, content in cells.items():
            shared = f'<c r="{address}">{content}</c>'
            parts[part], count = re.subn(f'<c r="{address}"><v>0</v></c>', shared, parts[part])
            assert count == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("latin-1"))


BAD_NAMES = (
    "x" * 32, "😀" * 16, "a\\b", "a/b", "a?b", "a*b", "a[b", "a]b", "a:b", "'a", "a'", "", "a\0b", "a\tb",
    "a\ud800b", "a\uffffb",
)  # fmt: skip
BAD_VALUES = (
    "\0", "a\ud800b", "\udc00", Formula('"\0"'), Formula('"\x07"'), Formula('"\ud800"'), Formula('"\uffff"'),
    Formula("1", "\0"), Formula("1", "\udfff"),
)  # fmt: skip


def cell(sheet: str, row: int, column: int, value: object) -> Fills:
    return Fills({Place(sheet, row, column): value})


def column(sheet: str, number: int, rows: range) -> Fills:
    return Fills(columns={(sheet, number): {row: row * 3 for row in rows}})


FILLS = {
    "a number": cell("Jadval", 2, 2, 7),
    "the number that is there": cell("Jadval", 2, 2, 1),
    "an empty text": cell("Qatorlar", 9, 1, ""),
    "nothing": cell("Jadval", 2, 2, None),
    "a formula": cell("Jadval", 2, 2, Formula("1+1")),
    "a formula over one": cell("Jadval", 2, 3, 7),
    "a cell of an array": cell("Massiv", 2, 2, 7),
    "an array's first cell": cell("Massiv", 1, 2, 7),
    "a cell of a shared formula": cell("Umumiy", 2, 2, 7),
    "a shared formula's first cell": cell("Umumiy", 1, 2, 7),
    "a cell that is merged away": cell("Birlik", 1, 2, "x"),
    "the first of merged cells": cell("Birlik", 1, 1, "x"),
    "a table's heading": cell("Jadval", 1, 2, "x"),
    "a sheet that is not there": cell("Yo‘q", 1, 2, "x"),
    "another letter case": cell("jADVAL", 2, 2, 7),
    "a text too long": cell("Jadval", 2, 2, "x" * 40_000),
    "a table filled": Fills(tables={"Erkin": [["m", 1, 2], ["n", 3, 4], ["o", 5, 6]]}),
    "a table filled as it is": Fills(tables={"Ustida": [["x", 1], ["y", 2]]}),
    "a table emptied": Fills(tables={"Erkin": []}),
    "a table made shorter": Fills(tables={"Erkin": [["m"]]}),
    "a table made longer": Fills(tables={"Erkin": [[f"m{n}", n, None] for n in range(9)]}),
    "a table grown over another": Fills(tables={"Ustida": [[f"m{n}", n] for n in range(9)]}),
    "a table grown up to another": Fills(tables={"Ustida": [[f"m{n}", n] for n in range(4)]}),
    "a table grown over what is typed": Fills(tables={"Yozilgan": [[f"m{n}", n] for n in range(4)]}),
    "a table grown over merged cells": Fills(tables={"Birlashgan": [[f"m{n}", n] for n in range(5)]}),
    "a table grown over an array": Fills(tables={"Massivli": [[f"m{n}", n] for n in range(5)]}),
    "a table that is not there": Fills(tables={"Yo‘q": [["x"]]}),
    "rows added": Fills(added={"Erkin": [["yangi", 5], ["yana", 6], ["va yana", 7]]}),
    "no rows added": Fills(added={"Erkin": []}),
    "rows added below typed ones": Fills(added={"Yozilgan": [["yangi", 5]]}),
    "rows added over merged cells": Fills(added={"Birlashgan": [["yangi", n] for n in range(3)]}),
    "rows added over an array": Fills(added={"Massivli": [["yangi", n] for n in range(3)]}),
    "rows added over another table": Fills(added={"Ustida": [["yangi", n] for n in range(7)]}),
    "a sheet replaced": Fills(sheets={"Qatorlar": [["a", 1], ["b"], ["c", 2, 3, 4]]}),
    "a sheet made longer": Fills(sheets={"Qatorlar": [[f"q{n}", n] for n in range(9)]}),
    "a sheet emptied": Fills(sheets={"Qatorlar": []}),
    "a sheet with an array replaced": Fills(sheets={"Massiv": [["a", 1]]}),
    "a sheet with a table replaced": Fills(sheets={"Jadval": [["a", 1]]}),
    "a sheet with merged cells replaced": Fills(sheets={"Birlik": [["a", 1]]}),
    "a sheet with shared formulas replaced": Fills(sheets={"Umumiy": [["a", 1]]}),
    "a sheet with shared formulas replaced by the same": Fills(
        sheets={"Umumiy": [[9, Formula("A1*3")], [9, Formula("A2*2")]]}
    ),
    "rows added right above another table": Fills(added={"Yuqori": [["yangi", 5]]}),
    "a table right above another filled longer": Fills(tables={"Yuqori": [["k", n] for n in range(3)]}),
    "rows added below typed ones, right below a table": Fills(added={"Quyi": [["yangi", 5]]}),
    "a table with totals filled": Fills(tables={"Jamili": [["k", 1], ["l", 2]]}),
    "a table with totals made shorter": Fills(tables={"Jamili": [["k", 1]]}),
    "a table with totals made longer": Fills(tables={"Jamili": [["k", n] for n in range(3)]}),
    "rows added to a table with totals": Fills(added={"Jamili": [["k", 1]]}),
    "a sheet that is new": Fills(sheets={"Yangi": [["a", 1], [None, 2, "x"]]}),
    "rows around a shared formula that stays": Fills(tables={"Ulashgan": [["m", Formula("C2*2"), 7]]}),
    "a sheet by a name of 31 characters": Fills(sheets={"x" * 31: [["a"]]}),
    "signs that only Excel can spell": cell("Jadval", 2, 2, "a\x07b\x0bc\rd\ufffe\uffff_x0041_"),
    "the longest text": cell("Jadval", 2, 2, "😀" * 16_383 + "x"),
    "a column": column("Qatorlar", 2, range(1, 90)),
    "a column over formulas": column("Jadval", 3, range(2, 60)),
    "a column as it is": Fills(columns={("Qatorlar", 2): {2: 1, 4: 3}}),
    "no column": Fills(columns={("Qatorlar", 2): {}}),
    "a column over an array": column("Massiv", 2, range(1, 60)),
    "a column over shared formulas": column("Umumiy", 2, range(1, 60)),
    "a column over merged cells": column("Birlik", 2, range(1, 60)),
    "a column over a heading": column("Jadval", 2, range(1, 60)),
    "a column of a sheet that is not there": column("Yo‘q", 2, range(1, 60)),
    "several at once": Fills({Place("Jadval", 2, 2): 7}, {"Ustida": [["k", 1]]}, {"Erkin": [["l", 2]]},
                             {"Qatorlar": [["a"]], "Yangi": [["b"]]}),
}  # fmt: skip

UNFIT = {
    **{f"a sheet by the name {name!r}": Fills(sheets={name: [["a"]]}) for name in BAD_NAMES},
    "two sheets by one name": Fills(sheets={"Yangi": [["a"]], "YANGI": [["b"]]}),
    "a sheet by a chart's name": Fills(sheets={"diagramma": [["a"]]}),
    "a new sheet too wide": Fills(sheets={"Yangi": [[], [None] * 16_385]}),
    "a new sheet too tall": Fills(sheets={"Yangi": [[]] * 1_048_577}),
    "a sheet replaced by one too wide": Fills(sheets={"Qatorlar": [[], [None] * 16_385]}),
    "a sheet replaced by one too tall": Fills(sheets={"Qatorlar": [[]] * 1_048_577}),
    **{f"{value!r} in a cell": cell("Jadval", 2, 2, value) for value in BAD_VALUES},
    **{f"{value!r} in a new sheet": Fills(sheets={"Yangi": [[value]]}) for value in BAD_VALUES},
    "half a letter in a table": Fills(tables={"Erkin": [["\ud800"]]}),
    "NUL in rows added": Fills(added={"Erkin": [["a\0"]]}),
    "a text of letters that count twice": cell("Jadval", 2, 2, "😀" * 16_384),
    "a formula of letters that count twice": cell("Jadval", 2, 2, Formula('"' + "😀" * 4_096 + '"')),
    "NUL in a column": Fills(columns={("Qatorlar", 2): {1: "a", 2: "a\0"}}),
    "a formula whose result is too long": cell("Jadval", 2, 2, Formula("1", "x" * 32_768)),
}
FILLS |= UNFIT


def contents(door: Door) -> object:
    """What two workbooks must share to be called the same."""
    return (
        {sheet.name: {spot: (c.value, c.formula) for spot, c in door.cells(sheet.name).items()}
         for sheet in door.sheets},
        {sheet.name: door.shared_formulas(sheet.name) for sheet in door.sheets},
        [(sheet.name, sheet.state, sheet.position) for sheet in door.sheets],
        door.sheet_names,
        {name: table.last_row for name, table in door.tables.items()},
    )  # fmt: skip


@pytest.mark.parametrize("name", FILLS)
def test_a_preview_of_a_file_is_what_writing_leaves(name: str, made: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made, tmp_path))
    seen, left = previewed(FileDoor.open(path), FILLS[name]), written(path, FILLS[name])
    assert seen == left
    if isinstance(left, str):
        assert path.read_bytes() == made.read_bytes()
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", [name for name, fills in FILLS.items() if fills.columns])
def test_a_column_is_as_its_cells(name: str, made: Path, tmp_path: Path) -> None:
    fills = FILLS[name]
    cells = {
        Place(sheet, row, number): value
        for (sheet, number), values in fills.columns.items()
        for row, value in values.items()
    }
    path = Path(shutil.copy(made, tmp_path))
    outcomes = []
    for one in (fills, Fills(cells)):
        shutil.copy(made, path)
        outcomes.append((previewed(FileDoor.open(path), one), written(path, one), path.read_bytes()))
    assert outcomes[0] == outcomes[1]


def test_excel_takes_a_column_as_one_range(made: Path) -> None:
    edits = edits_of(FileDoor.open(made), FILLS["a column"])
    (whole,) = rectangles(edits.cells["Qatorlar"])
    assert whole.area == (1, 2, 89, 2)


def previewed(door: FileDoor, fills: Fills) -> object:
    try:
        return contents(door.preview(fills))
    except Unsupported as refusal:
        return str(refusal)


def written(path: str | Path, fills: Fills) -> object:
    try:
        FileDoor.open(path).write(fills)
    except Unsupported as refusal:
        return str(refusal)
    return contents(FileDoor.open(path))


@pytest.mark.parametrize("name", FILLS)
def test_a_preview_of_a_preview_is_one_of_the_file(name: str, made: Path) -> None:
    """What is edited twice is edited as once."""
    door = FileDoor.open(made)
    first = Preview(door, edits_of(door, FILLS["a number"]))
    try:
        second = contents(first.preview(FILLS[name]))
    except Unsupported as refusal:
        second = str(refusal)
    assert second == previewed(FileDoor.open(made), FILLS["a number"] | FILLS[name])


@pytest.mark.parametrize("name", FILLS)
def test_a_file_filled_in_memory_is_what_writing_leaves(name: str, made: Path, tmp_path: Path) -> None:
    """All that had been read before, cells and grids, is taken over where it is still true."""
    path = shutil.copy(made, tmp_path)
    door = FileDoor.open(path)
    for sheet in door.sheets:
        door.grid(sheet.name)
    contents(door)
    try:
        filled = contents(door.filled(FILLS[name]))
    except Unsupported as refusal:
        filled = str(refusal)
    assert filled == written(path, FILLS[name])


def test_what_was_read_is_kept_for_the_sheets_that_stay_the_same(made: Path) -> None:
    door = FileDoor.open(made)
    before = {sheet.name: door.cells(sheet.name) for sheet in door.sheets}
    after = door.filled(FILLS["a number"])
    anew = {name for name, cells in before.items() if after.cells(name) is not cells}
    assert anew == {place.sheet for place in FILLS["a number"].cells}


def test_each_refusal_and_each_edit_is_among_them(made: Path, tmp_path: Path) -> None:
    """So that none of the tests above compares nothing with nothing."""
    before = contents(FileDoor.open(made))
    outcomes = {}
    for name, fills in FILLS.items():
        outcomes[name] = written(shutil.copy(made, tmp_path), fills)
    refused = {name for name, outcome in outcomes.items() if isinstance(outcome, str)}
    assert refused >= UNFIT.keys()
    assert {name for name, outcome in outcomes.items() if outcome == before} == {
        "the number that is there", "an empty text", "a table filled as it is", "no rows added",
        "a column as it is", "no column",
    }  # fmt: skip
    assert refused - UNFIT.keys() == {
        "a cell of an array", "an array's first cell",
        "a cell of a shared formula", "a shared formula's first cell",
        "a cell that is merged away", "a table's heading", "a sheet that is not there", "a text too long",
        "a table grown over another", "a table grown over what is typed", "a table grown over merged cells",
        "a table grown over an array", "a table that is not there", "rows added over merged cells",
        "rows added right above another table", "a table right above another filled longer",
        "a table with totals made longer", "rows added to a table with totals",
        "rows added over an array", "rows added over another table", "a sheet with an array replaced",
        "a sheet with a table replaced", "a sheet with merged cells replaced",
        "a column over an array", "a column over shared formulas", "a column over merged cells",
        "a column over a heading", "a column of a sheet that is not there",
    }  # fmt: skip


def test_a_shared_formula_between_cells_that_change_stays_shared(made: Path) -> None:
    preview = FileDoor.open(made).preview(FILLS["rows around a shared formula that stays"])
    assert preview.shared_formulas("Ulush") == {(2, 2)}
    preview = FileDoor.open(made).preview(FILLS["a sheet with shared formulas replaced by the same"])
    assert preview.shared_formulas("Umumiy") == frozenset()


def test_a_preview_knows_sheets_in_any_letter_case(made: Path, tmp_path: Path) -> None:
    path = shutil.copy(made, tmp_path)
    fills = Fills({Place("Jadval", 2, 2): 7}, sheets={"Yangi": [["a", 1]]})
    preview = FileDoor.open(path).preview(fills)
    FileDoor.open(path).write(fills)
    file = FileDoor.open(path)
    asked = ("merged", "formula_areas", "shared_formulas", "hidden_rows", "validations", "odd_formats")
    for sheet in ("jADVAL", "yANGI", "UMUMIY"):
        for ask in asked:
            assert getattr(preview, ask)(sheet) == getattr(file, ask)(sheet), (sheet, ask)
        assert preview.grid(sheet).values(1) == file.grid(sheet).values(1)
        assert preview.cells(sheet).keys() == file.cells(sheet).keys()
    for ask in (*asked, "cells", "grid"):
        refusals = []
        for door in (preview, file):
            with pytest.raises(Unsupported) as refusal:
                getattr(door, ask)("Yo‘q")
            refusals.append(str(refusal.value))
        assert refusals[0] == refusals[1]


def test_totals_stay_in_their_place(made: Path, tmp_path: Path) -> None:
    path = shutil.copy(made, tmp_path)
    FileDoor.open(path).write(FILLS["a table with totals made shorter"])
    door = FileDoor.open(path)
    table, cells = door.tables["Jamili"], door.cells("Zich")
    assert (table.last_row, table.totals_rows) == (4, 1)
    assert [cells[row, 4].value for row in (1, 2, 4)] == ["Column1", "k", "Jami"]
    assert (3, 4) not in cells


def test_no_table_grows_over_another(made: Path, tmp_path: Path) -> None:
    path = shutil.copy(made, tmp_path)
    FileDoor.open(path).write(FILLS["rows added below typed ones, right below a table"])
    tables = FileDoor.open(path).tables
    assert (tables["Yuqori"].last_row, tables["Quyi"].last_row) == (3, 8)

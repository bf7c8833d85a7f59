"""Read a workbook: its sheets, names, tables and cells. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Self

from akmxl.core.cells import Cell, Range, format_range
from akmxl.core.errors import Unreadable, Unsupported
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.unseen import visible
from akmxl.ooxml.package.foreign import refuse_foreign_package
from akmxl.ooxml.package.package import Package
from akmxl.ooxml.read import decode
from akmxl.ooxml.read.grid import SheetGrid
from akmxl.ooxml.read.number_formats import format_code, is_date_format, odd_format
from akmxl.ooxml.read.shared_strings import LostStrings, SharedStrings
from akmxl.ooxml.read.sheet import Cells, sheet_blocks, sheet_cells
from akmxl.ooxml.read.sheet_facts import (
    Sheet,
    Table,
    area_of_name,
    formula_areas,
    hidden_columns,
    hidden_rows,
    merged_areas,
    overlapping,
    shared_formulas,
)
from akmxl.ooxml.xml import xmlbytes
from akmxl.ooxml.xml.attributes import corners, is_on, whole
from akmxl.ooxml.xml.xmlbytes import MAIN, RELATIONSHIPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from akmxl.ooxml.package.locks import FilePath
    from akmxl.ooxml.read.blocks import Block


_STRINGS = "xl/sharedStrings.xml"
_END = 200  # bytes in which the last tag of a part stands
_LONG = 1 << 22  # bytes of a sheet's part
NOTHING = "#REF!"  # what a defined name says whose cells are not there any more


_TABLE_PART = N_(
    "The file is damaged: “{file}”. What it says of a table on “{sheet}” cannot be read ({part}). If it is "
    "the plan, press “Tiklash”, or run: akmxl repair; else restore the file from a copy."
)
_SHARED_PART = N_(
    "The file is damaged: “{file}”. The sheets “{sheet}” and “{other}” have the same cells in it: those of "
    "one of them are out of reach. Restore the file from a copy; those of a plan are in the folder "
    ".akmxl-zaxira."
)


class Workbook:
    """The content of a workbook's file, read once from the bytes that were on the disk when it was opened.

    The mappings it returns are kept and shared: look, do not change.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = refuse_foreign_package(package)
        self._tree = package.tree(self.part)
        self._targets = {rel.id: rel for rel in package.relationships(self.part)}
        self._refuse_without_parts()
        self._cells: dict[str, Cells] = {}
        self._grids: dict[str, SheetGrid] = {}
        self._around: dict[str, bytes] = {}  # of long sheets what stands around their rows
        self._hidden: dict[str, frozenset[int]] = {}

    @classmethod
    def open(cls, path: FilePath) -> Self:
        """Open an .xlsx or .xlsm file; raises FileProblem or Unreadable, each with its reason."""
        return cls(Package.open(path))

    @classmethod
    def of(cls, path: FilePath, data: bytes) -> Self:
        """Open a workbook that is not a file yet, or not any more; ``path`` is where it belongs."""
        return cls(Package.of(path, data))

    def take_over(self, other: Workbook) -> None:
        """Take over the cells that another workbook has read of sheets that are the same here.

        Only where the texts, the styles and the calendar, which say what a cell means, are the same too.
        """
        mine, theirs = self.part_crcs, other.part_crcs
        meaning = (part for part in (self.style_part, self._related("/sharedStrings")) if part)
        if self.date1904 == other.date1904 and all(mine[part] == theirs.get(part) for part in meaning):
            alike = {part for part, crc in mine.items() if theirs.get(part) == crc}
            self._grids |= {part: grid for part, grid in other._grids.items() if part in alike}
            self._cells |= {part: cells for part, cells in other._cells.items() if part in alike}

    @cached_property
    def path(self) -> Path:
        """Where the file is, or where it belongs."""
        from pathlib import Path  # late: who only edits cells does without

        return Path(self.package.path)

    @property
    def part_crcs(self) -> dict[str, int]:
        """CRC-32 of every part in the zip, by name: equal when nobody changed the content."""
        return self.package.part_crcs

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The worksheets in the order of their tabs; chart sheets are passed over."""
        found = []
        for position, element in enumerate(self._tree.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")):
            rel = self._targets.get(element.get(f"{{{RELATIONSHIPS}}}id", ""))
            if rel is None or not rel.type.endswith("/worksheet") or self.package.find(rel.target) is None:
                continue
            state = element.get("state", "visible")
            found.append(Sheet(element.get("name", ""), rel.target, state, position))
        parts = {sheet.part: sheet for sheet in found}
        for sheet in found:
            if (other := parts[sheet.part]) is not sheet:  # which of them the cells are nobody can tell
                raise Unreadable(_SHARED_PART, file=self.package.file, sheet=sheet.name, other=other.name)
        return tuple(found)

    @cached_property
    def sheet_names(self) -> tuple[str, ...]:
        """The names on the tabs, those of charts too."""
        listed = self._tree.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
        return tuple(element.get("name", "") for element in listed)

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of that name, letter case apart as in Excel; raises Unsupported for no sheet."""
        return self._by_name[own_name(name, self._by_name, self.package.file)]

    @cached_property
    def _by_name(self) -> dict[str, Sheet]:
        return {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def names(self) -> dict[str, str]:
        """Defined names of the whole workbook: name to reference text, without ``=``.

        One that is written twice, capitals apart, stands for nothing: nobody knows which one counts.
        """
        found = [
            (visible(element.get("name", "")), (element.text or "").strip())
            for element in self._tree.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName")
            if element.get("localSheetId") is None
        ]
        times = Counter(name.casefold() for name, _ in found)
        return {name: text if times[name.casefold()] == 1 else NOTHING for name, text in found}

    @cached_property
    def date1904(self) -> bool:
        """Whether day 0 is 1 January 1904, as in files that come from old Macs."""
        properties = self._tree.find(f"{{{MAIN}}}workbookPr")
        return properties is not None and is_on(properties.get("date1904"))

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Excel tables by name."""
        found = {}
        for sheet in self.sheets:
            for rel in self.package.relationships(sheet.part, "/table"):
                if self.package.find(rel.target):
                    table = self._table(sheet.name, rel.target)
                    if table.name in found:
                        raise self._odd_table(table.name, sheet.name, format_range(table.area))
                    found[table.name] = table
        for one, other in overlapping(found.values()):
            raise self._odd_table(one.name, one.sheet, f"{format_range(one.area)}, {other.name}")
        return found

    def _table(self, sheet: str, part: str) -> Table:
        try:
            tree = self.package.tree(part)
        except Unreadable:
            raise Unreadable(_TABLE_PART, file=self.package.file, sheet=sheet, part=part) from None
        columns = tree.iterfind(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
        headings = tuple(xmlbytes.decode_text(column.get("name", "")) for column in columns)
        header_rows = whole(tree.get("headerRowCount", "1"), -1, most=1)
        totals_rows = whole(tree.get("totalsRowCount", "0"), -1, most=1)
        name = visible(tree.get("displayName") or tree.get("name") or part)
        reference = tree.get("ref", "")
        area = corners(reference)
        if area is None or header_rows < 0 or totals_rows < 0:
            raise self._odd_table(name, sheet, reference)
        table = Table(name, sheet, *area, headings, part, header_rows, totals_rows, whole(tree.get("id")))
        width = table.last_col - table.first_col + 1
        if width != len(headings) or table.first_data_row > table.last_data_row:
            raise self._odd_table(name, sheet, reference)
        return table

    def _odd_table(self, table: str, sheet: str, reference: str) -> Unreadable:
        return odd_table(self.package.file, table, sheet, reference)

    def cells(self, sheet_name: str) -> Cells:
        """Return the cells that hold a value or a formula, by (row, column)."""
        part = self.sheet(sheet_name).part
        if part not in self._cells:
            with self.package.reading(part):
                xml = self.package.xml(part)
                self._cells[part] = filled_by_areas(sheet_cells(self.reader, xml), several_filled(xml))
        return self._cells[part]

    def grid(self, sheet_name: str) -> SheetGrid:
        """Return a sheet's cells by column, decoded when asked for: for sheets of which a part is used."""
        part = self.sheet(sheet_name).part
        if part not in self._grids:
            self._grids[part] = self._read_grid(part)
        return self._grids[part]

    def _read_grid(self, part: str) -> SheetGrid:
        reading = partial(self.package.reading, part)
        with reading():
            xml = self.package.xml(part)
            blocks = sheet_blocks(self.reader, xml, by_column=True)
            return SheetGrid(blocks, self.reader, reading, partial(several_filled, xml))

    def let_go(self) -> None:
        """Forget the cells and the parts that were read; whoever asks again, has them read again."""
        self._cells.clear()
        self._grids.clear()
        self.__dict__.pop("reader", None)
        self.package.let_go()

    def let_go_of_rows(self) -> None:
        """Forget the text of long sheets whose cells were read, but for what stands around their rows."""
        for part in self._grids:
            xml = self.package.xml(part)
            if len(xml) > _LONG and part not in self._around:
                start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
                self._around[part] = xml[: max(start, 0)] + b"<sheetData>" + xml[max(end, 0) :]
                with self.package.reading(part):
                    self._hidden[part] = hidden_rows(xml)
                self.package.let_go(part)

    def let_go_of_part(self, part: str) -> None:
        """Forget the text of a sheet's part, and the values of its long columns where they were read."""
        self.package.let_go(part)
        if part in self._grids:
            self._grids[part].let_go_of_values(partial(self._read_grid, part))

    def around_rows(self, sheet_name: str) -> bytes:
        """Return a sheet's part, of a long one perhaps without its rows."""
        part = self.sheet(sheet_name).part
        return self._around.get(part) or self.package.xml(part)

    def known(self, part: str) -> Callable[[int, int], Cell | None] | None:
        """Return what tells a cell by row and column, where the sheet's part has been read; else None."""
        if part in self._grids:
            return self._grids[part].cell
        cells = self._cells.get(part)
        return None if cells is None else lambda row, column: cells.get((row, column))

    def rows(self, sheet_name: str) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield a sheet's rows in the order of the file: the row's number, its cells by column.

        For long sheets: a million cells as one mapping take 200 MB.
        """
        with self.package.reading(self.sheet(sheet_name).part):
            for block in self.blocks(sheet_name):
                yield from block.row_items(self.reader)

    def blocks(self, sheet_name: str) -> Iterator[Block]:
        """Yield a sheet's cells in blocks of like rows, by column, decoded when asked: to pass through."""
        part = self.sheet(sheet_name).part
        with self.package.reading(part):
            yield from sheet_blocks(self.reader, self.package.xml(part))

    @cached_property
    def reader(self) -> decode.Reader:
        """The decoder of this workbook's raw cells, with its texts, date styles and epoch."""
        texts = partial(_texts, self.package, self._related("/sharedStrings"))  # in no circle with this
        return decode.Reader(texts, self._told_styles().dates, self.date1904)

    @cached_property
    def style_part(self) -> str | None:
        """The part with the workbook's styles."""
        return self._related("/styles")

    def _refuse_without_parts(self) -> None:
        """Raise Unreadable where what says of every sheet which it is, or what its cells mean, is gone."""
        if not self._targets and self.sheet_names:
            folder, _, base = self.part.rpartition("/")
            raise self.package.damaged(f"{folder}/_rels/{base}.rels")
        for rel in self._targets.values():
            if rel.type.endswith(("/styles", "/sharedStrings")) and self.package.find(rel.target) is None:
                raise self.package.damaged(rel.target)

    def _related(self, kind: str) -> str | None:
        for rel in self._targets.values():
            if rel.type.endswith(kind):
                return self.package.find(rel.target)
        return None

    def _told_styles(self) -> ToldStyles:
        part = self.style_part
        if part is None:
            return _NO_STYLES
        with self.package.reading(part):
            return _told_styles(self.package.xml(part))

    def odd_formats(self, sheet_name: str) -> Mapping[tuple[int, int], str]:
        """Return the number formats by which cells show another number than they hold, by row and column."""
        name, odd = self.sheet(sheet_name).name, self._told_styles().odd
        cells = self.cells(name).items() if odd else ()
        return {spot: odd[cell.style] for spot, cell in cells if cell.style in odd}

    def number_format(self, sheet_name: str, row: int, column: int) -> str:
        """Return the number format of a cell, as ``odd_formats`` does of those that show another number."""
        cell = self.grid(sheet_name).cell(row, column)
        return self._told_styles().codes.get(cell.style, "") if cell else ""

    def hidden_rows(self, sheet_name: str) -> frozenset[int]:
        """Return the rows that nobody sees: hidden by hand, by a filter, or folded away."""
        part = self.sheet(sheet_name).part
        if part in self._hidden:
            return self._hidden[part]
        with self.package.reading(part):
            return hidden_rows(self.package.xml(part))

    def hidden_columns(self, sheet_name: str) -> frozenset[int]:
        """Return the columns that nobody sees."""
        part = self.sheet(sheet_name).part
        with self.package.reading(part):
            return hidden_columns(self.around_rows(sheet_name))

    def merged(self, sheet_name: str) -> tuple[Range, ...]:
        """Return merged areas: first row, first column, last row, last column."""
        part = self.sheet(sheet_name).part
        with self.package.reading(part):
            return merged_areas(self.around_rows(sheet_name))

    def formula_areas(self, sheet_name: str) -> tuple[Range, ...]:
        """Return the areas of several cells that one formula fills: arrays, dynamic arrays, data tables."""
        part = self.sheet(sheet_name).part
        with self.package.reading(part):
            return formula_areas(self.package.xml(part))

    def shared_formulas(self, sheet_name: str) -> frozenset[tuple[int, int]]:
        """Return row and column of the cells whose formula the file stores once for several."""
        part = self.sheet(sheet_name).part
        with self.package.reading(part):
            return shared_formulas(self.package.xml(part))

    def name_range(self, name: str) -> tuple[str, int, int, int, int] | None:
        """Return sheet, first row and column, last row and column of a name that is one range, or None."""
        return area_of_name(name, self.names, self.sheets)


def several_filled(xml: bytes) -> tuple[Range, ...]:
    """Return ``formula_areas`` of a sheet part, quickly where it has none, as nearly all."""
    return formula_areas(xml) if b"array" in xml or b"dataTable" in xml else ()


def filled_by_areas(cells: Cells, areas: Iterable[Range]) -> Cells:
    """Return cells with the formula of an area in all that it fills: it stands in the first alone."""
    for top, left, bottom, right in areas:
        first = cells.get((top, left))
        formula = first.formula if first else None
        if formula is None:
            continue
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        if len(rows) * len(columns) > len(cells):
            spots = [spot for spot in cells if spot[0] in rows and spot[1] in columns]
        else:
            spots = [(row, column) for row in rows for column in columns if (row, column) in cells]
        cells |= {spot: cells[spot]._replace(formula=formula) for spot in spots}
    return cells


class ToldStyles(NamedTuple):
    """What styles make of numbers: which show dates, the formats of those that show another, of all."""

    dates: frozenset[int]
    odd: Mapping[int, str]
    codes: Mapping[int, str]


_NO_STYLES = ToldStyles(frozenset(), {}, {})


@lru_cache(maxsize=32)
def _told_styles(xml: bytes) -> ToldStyles:
    """Return what styles make of numbers; a form has those of its template, which many forms may have."""
    from xml.etree import ElementTree  # late, as in the package

    tree = ElementTree.fromstring(xml)
    formats = {
        whole(element.get("numFmtId")): element.get("formatCode", "")
        for element in tree.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt")
    }
    numbers = [whole(element.get("numFmtId")) for element in tree.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")]
    dates = {number for number in set(numbers) if is_date_format(number, formats.get(number))}
    odd = {number: text for number in set(numbers) if (text := odd_format(number, formats.get(number)))}
    return ToldStyles(
        frozenset(index for index, number in enumerate(numbers) if number in dates),
        {index: odd[number] for index, number in enumerate(numbers) if number in odd},
        {index: format_code(number, formats.get(number)) for index, number in enumerate(numbers)},
    )


def _texts(package: Package, part: str | None) -> SharedStrings:
    lost = part or _STRINGS
    refusal = partial(package.damaged, lost)
    if part is None:
        return LostStrings(refusal)
    reading = partial(package.reading, part)
    with reading():
        xml = package.xml(part)
        if b"sst" not in xml[-_END:] and b"/>" not in xml[-_END:]:
            raise refusal()  # it ends in the middle of a text
        return SharedStrings(xml, reading)


def own_name(name: str, known: Collection[str], file: str) -> str:
    """Return a sheet's own name, letter case apart as in Excel; raises Unsupported for no sheet."""
    if name in known:
        return name
    folded = name.casefold()
    for own in known:
        if own.casefold() == folded:
            return own
    raise Unsupported(N_("There is no sheet “{sheet}” in “{file}”."), sheet=name, file=file)


def odd_table(file: str, table: str, sheet: str, reference: str) -> Unreadable:
    """Return the refusal of a table whose cells cannot be told: to write there could destroy others."""
    return Unreadable(
        N_(
            "The file is damaged: “{file}”. The table “{table}” on “{sheet}” cannot stand at {area}. "
            "If it is the plan, press “Tiklash”, or run: akmxl repair; else restore the file from a copy."
        ),
        file=file,
        table=table,
        sheet=sheet,
        area=reference.strip() or "–",
    )

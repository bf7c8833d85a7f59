"""Edit the rows of one sheet part, found and parsed on demand.

Only edited rows are parsed and written again; everything between and around them keeps its bytes.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

from akmxl.core.cells import Range, column_number, format_range
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit.row import CELL_NUMBER, Row, column_of, parsed, style_of
from akmxl.ooxml.read.rowindex import RowIndex, UnclearRows, hides_rows
from akmxl.ooxml.read.sheet_facts import formula_areas, merged_areas
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from akmxl.core.cells import Cell
    from akmxl.ooxml.edit.alike_rows import AlikeRows
    from akmxl.ooxml.edit.plain_rows import PlainRows
    from akmxl.ooxml.read.grid import Column

    Known = Callable[[int, int], Cell | None]
    KnownColumns = Callable[[int], Column]

_SHEET_DATA = lazily(rb"<sheetData(?:\s[^>]*)?/?>")
_TAG = lazily(rb'(<row r="([0-9]{1,7})"[^>]*>)')
_ROWS_AND_CELLS = lazily(rb'<(?:row r="([0-9]{1,7})"|c r="([A-Z]{1,3})[0-9])')
_COLUMN = lazily(rb"<col\s[^>]*>")
_DIMENSION = lazily(rb"""(<dimension\s[^>]*?\bref=["'])([^"']*)(["'])""")
SHARED = lazily(rb"""<f\s[^>]*\bt=["'](?:shared|dataTable)["']""")
_AT_ONCE = 4096  # rows
_FEW, _SPARSE = 16, 8  # rows are taken apart together where there are more, and one in so many gets a cell


class SheetRows:
    """A sheet part open for editing. Raises Unsupported for XML it could not edit with certainty."""

    def __init__(
        self, xml: bytes, sheet: str, known: Known | None = None, columns: KnownColumns | None = None
    ) -> None:
        self.sheet = sheet
        self.known = known
        """Any cell as it was before any edit, when somebody has read the sheet."""
        self._columns = columns
        start = _SHEET_DATA.search(xml)
        if start is None:
            self.refuse()
        if start[0].endswith(b"/>"):
            opened = start[0][:-2].rstrip() + b">"
            xml = xml[: start.start()] + opened + b"</sheetData>" + xml[start.end() :]
            start = _SHEET_DATA.search(xml)
            assert start is not None
        self._text = xml
        self._below: list[bytes] = []
        """Rows that stand below all rows of the text."""
        self._first = start.end()
        self._end = xml.rfind(b"</sheetData>")
        self._put_in_order()
        self.tail = self._text[self._end :]
        """Everything from ``</sheetData>`` on."""
        self._edited: dict[int, Row | None] = {}
        self._looked_at: dict[int, Row] = {}
        self._replaced = False
        self._put: Range | None = None
        """Where cells were put into rows that were not taken apart."""

    def _put_in_order(self) -> None:
        """Put rows in order that are not; refused at once where they cannot be told."""
        try:
            self._index_of_text = RowIndex(self._text, self._first, self._end)
        except (UnclearRows, attributes.BadPlace):
            self._text = self._ordered()
            self._end = self._text.rfind(b"</sheetData>")
            _ = self._index

    def _ordered(self) -> bytes:
        from akmxl.ooxml.edit.ordered_rows import (
            is_well_formed,
            ordered_rows,
            without_comments,
        )  # late: nearly all rows are in order

        text, first, end = self._text, self._first, self._end
        try:
            whole = is_well_formed(text)
            text = text[:first] + without_comments(text[first:end]) + text[end:]
            end -= len(self._text) - len(text)
            rows = ordered_rows(text[first:end]) if whole and not hides_rows(text, first, end) else None
        except attributes.BadPlace:
            self.refuse()
        return self.refuse() if rows is None else text[:first] + rows + text[end:]

    @property
    def _xml(self) -> bytes:
        """The part as it stands, but for edited rows."""
        if self._below:
            below, self._below = self._below, []
            self._replace(self._end, self._end, below)
        return self._text

    @property
    def _index(self) -> RowIndex:
        _ = self._xml  # what stands below is put down
        return self._index_of_text

    @cached_property
    def _index_of_text(self) -> RowIndex:
        try:
            return RowIndex(self._text, self._first, self._end)
        except (UnclearRows, attributes.BadPlace):
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raise Unsupported: this sheet's XML is of a kind that is not edited."""
        raise Unsupported(
            N_("The sheet “{sheet}” was written by an unusual program. Save the file in Excel, try again."),
            sheet=self.sheet,
        )

    @property
    def head(self) -> bytes:
        """Everything up to and with ``<sheetData>``."""
        return self._text[: self._first]

    @property
    def dirty(self) -> bool:
        """Whether any row was edited."""
        return bool(self._edited or self._replaced)

    @property
    def columns(self) -> KnownColumns | None:
        """Any column as it was before any edit, while there is none."""
        return None if self.dirty else self._columns

    @cached_property
    def shares_formulas(self) -> bool:
        """Whether any formula is stored once for several cells, or may be."""
        return b"shared" in self._xml or b"dataTable" in self._xml

    def numbers(self) -> list[int]:
        """Return the numbers of the rows that exist, in order."""
        if not self._edited:
            return list(self._index.numbers)
        gone = {number for number, row in self._edited.items() if row is None}
        return sorted({*self._index.numbers, *self._edited} - gone)

    def raw(self, number: int) -> bytes | None:
        """Return a row's bytes as they stand now, or None."""
        if number in self._edited:
            row = self._edited[number]
            return None if row is None else row.to_bytes()
        try:
            start, end = self._index.span(number)
        except (UnclearRows, attributes.BadPlace):
            self.refuse()
        return self._xml[start:end] or None

    def parsed(self, raw: bytes, number: int) -> Row:
        """Return a row's bytes taken apart."""
        try:
            return parsed(raw, number)
        except UnclearRows:
            self.refuse()

    def peek(self, number: int) -> Row | None:
        """Return a row taken apart for looking only; None where there is none."""
        if number in self._edited:
            return self._edited[number]
        if number not in self._looked_at:
            raw = self.raw(number)
            if raw is None:
                return None
            self._looked_at[number] = self.parsed(raw, number)
        return self._looked_at[number]

    def edit(self, number: int) -> Row:
        """Return a row to change in place; it is made when it does not exist."""
        row = self._edited.get(number)
        if row is None:
            row = (None if number in self._edited else self.peek(number)) or Row(b'<row r="%d">' % number)
            if self.known is not None and not row.known:
                row.known = {col: self.known(number, col) for col in row.cells}
            self._edited[number] = row
        return row

    def add(self, rows: Mapping[int, dict[int, bytes]]) -> None:
        """Add rows that do not exist, with their raw cells by column."""
        for number, cells in rows.items():
            self._edited[number] = Row(b'<row r="%d">' % number, cells)

    def columns_from(self, first: int) -> dict[int, list[int]] | None:
        """Return the columns that have cells in each row from one on; None where rows must be taken apart."""
        if self.dirty:
            return None
        start = self._index.start_of(first)
        found: dict[int, list[int]] = {}
        columns: list[int] = []
        try:
            for number, letters in _ROWS_AND_CELLS.findall(self._xml, start, self._end):
                if number:
                    columns = found[int(number)] = []
                else:
                    columns.append(column_of(letters))
        except ValueError:  # a cell beyond the sheet
            self.refuse()
        signs = sum(self._xml.count(sign, start, self._end) for sign in (b"<row", b"<c"))
        return found if len(found) + sum(len(own) for own in found.values()) == signs else None

    def put_cells(
        self, column: int, numbers: Collection[int], make: Callable[[PlainRows], Mapping[int, bytes]]
    ) -> Collection[int]:
        """Put the raw cells that ``make`` gives into rows taken apart around a column, thousands at a time.

        Returns the rows that got one: none where few of the rows between the first and the last of these are
        among them or one is edited, nor those near one that is not in the plain form.
        """
        first, last = min(numbers), max(numbers)
        between = self._index.count(first, last)
        if not _FEW < between <= _SPARSE * len(numbers) or any(first <= row <= last for row in self._edited):
            return ()
        from akmxl.ooxml.edit.plain_rows import PlainRows  # late: only registers get many cells at once

        put: list[int] = []
        areas: list[Range] = []
        places = self._index.places(first, last, _AT_ONCE)

        def pieces() -> Iterator[bytes]:
            for start, end in pairwise(places):
                rows = PlainRows.between(self._text, start, end, column)
                cells = make(rows) if rows else {}
                if rows and cells:
                    put.extend(cells)
                    areas.append(rows.area(cells))
                yield rows.with_cells(cells) if rows and cells else self._text[start:end]

        made = list(pieces())
        if put:
            self._replace(places[0], places[-1], made, _around(*areas))
        return put

    def alike(self, numbers: range) -> AlikeRows | None:
        """Take rows apart that say the same; None where they do not, or where one was edited."""
        if self._index.count(numbers[0], numbers[-1]) < len(numbers) or any(map(self.is_edited, numbers)):
            return None
        from akmxl.ooxml.edit.alike_rows import AlikeRows  # late: only forms with long lists have such rows

        return AlikeRows.of(self._xml[self._start(numbers[0]) : self._index.span(numbers[-1])[1]], numbers)

    def _start(self, number: int) -> int:
        return self._index.span(number)[0]

    def put_columns(self, rows: AlikeRows, columns: Mapping[int, Sequence[bytes]]) -> None:
        """Put raw cells, by column, into rows just taken apart."""
        end = self._index.span(rows.numbers[-1])[1]
        used = [column for column in rows.cells if column not in columns or any(columns[column])]
        area = rows.numbers[0], min(used, default=1), rows.numbers[-1], max(used, default=1)
        self._replace(self._start(rows.numbers[0]), end, [rows.with_columns(columns)], area)

    def tags(self) -> dict[int, bytes]:
        """Return the start tag of every row, as it stands now."""
        found = _TAG.findall(self._xml, self._first, self._end)
        tags = {int(number): tag for tag, number in found}
        if len(tags) < len(self._index.numbers):  # a number that stands elsewhere in its tag
            tags = {number: row.tag for number in self._index.numbers if (row := self.peek(number))}
        return tags | {number: row.tag for number, row in self._edited.items() if row}

    def put_tags(self, new: Mapping[int, bytes]) -> None:
        """Let rows that are there have other start tags."""
        edited = [number for number in new if self.is_edited(number)]
        if len(_TAG.findall(self._xml, self._first, self._end)) < len(self._index.numbers):
            edited = list(new)
        for number in edited:
            self.edit(number).tag = new[number]
        if len(edited) < len(new):
            other = {b"%d" % number: tag for number, tag in new.items()}
            rows = _TAG.sub(lambda tag: other.get(tag[2], tag[1]), self._xml[self._first : self._end])
            self._replace(self._first, self._end, [rows])

    def put_below(self, new: Iterable[bytes], area: Range) -> None:
        """Put raw rows below all that are there; ``area`` is where their cells stand."""
        self._below += new
        self._note(area)

    def _replace(self, start: int, end: int, new: Iterable[bytes], area: Range | None = None) -> None:
        """Put something else between two places of the text."""
        pieces = [self._text[:start], *new, self._text[end:]]
        self._end += sum(map(len, pieces)) - len(self._text)
        self.__dict__.pop("_index_of_text", None)  # to be made anew when it is asked for
        self._text = b""  # a long one is let go of before the other is put together
        self._text = b"".join(pieces)
        self._looked_at.clear()
        self._replaced = True
        if area:
            self._note(area)

    def _note(self, area: Range) -> None:
        """Note that cells of an area were put down without taking their rows apart."""
        self._replaced, self.known = True, None
        self._put = area if self._put is None else _around(self._put, area)

    def is_edited(self, number: int) -> bool:
        """Tell whether a row was opened for a change, or taken out."""
        return number in self._edited

    def may_share_formulas(self, number: int) -> bool:
        """Tell whether a row may have a formula that is stored for several cells: most sheets have none."""
        return self._has_shared or number in self._edited

    @cached_property
    def _has_shared(self) -> bool:
        return SHARED.search(self._xml) is not None

    def drop(self, number: int) -> None:
        """Take a row out."""
        self._edited[number] = None

    def own_style(self, number: int, col: int) -> int | None:
        """Return the style of a cell that exists in the file, even an empty one; else None."""
        row = self.peek(number)
        raw = row.cells.get(col) if row else None
        return None if raw is None else style_of(raw)

    def style_at(self, number: int, col: int) -> int | None:
        """Return the style a cell has, or would have when somebody typed into it: its row's, its column's."""
        row = self.peek(number)
        if row and col in row.cells:
            return style_of(row.cells[col])
        if row and attributes.is_on(attribute(row.tag, b"customFormat")):
            return style_of(row.tag)
        return self.column_style(col)

    def column_style(self, col: int) -> int | None:
        """Return the style that a column gives to its cells; None where it has none of its own."""
        return next((style for columns, style in self._column_styles if col in columns), None)

    @cached_property
    def _column_styles(self) -> tuple[tuple[range, int], ...]:
        """The columns that have a style of their own, and that style."""
        return tuple(
            (
                attributes.columns(attribute(tag, b"min"), attribute(tag, b"max")),
                attributes.whole(attribute(tag, b"style")),
            )
            for tag in _COLUMN.findall(self._xml, 0, self._first)
        )

    def to_bytes(self) -> bytes:
        """Return the sheet part with the edits in it; the same bytes when there are none.

        It is kept in place of what was read: a long part is there once.
        """
        settled = not (self._edited or self._below) and self._text.endswith(self.tail)
        if settled and self._head_now() == self.head:
            return self._text
        index = self._index_of_text
        last = index.numbers[-1] if index.numbers else 0
        if self._below and max(self._edited, default=0) > last:
            index = self._index  # one of the rows below was taken apart
            last = index.numbers[-1]
        whole = memoryview(self._text)
        pieces: list[bytes | memoryview] = [self._head_now()]
        position = self._first
        for number in sorted(self._edited):
            row = self._edited[number]
            behind = number > last and position == self._end  # thousands of rows are added there
            start, end = (position, position) if behind else index.span(number)
            pieces.append(whole[position:start])
            position = end
            if row is not None:
                pieces.append(row.to_bytes())
        xml = b"".join([*pieces, whole[position : self._end], *self._below, self.tail])
        self._text, self._below = _with_whole_dimension(xml) if None in self._edited.values() else xml, []
        found = _SHEET_DATA.search(self._text)
        assert found is not None
        self._first, self._end = found.end(), self._text.rfind(b"</sheetData>")
        self.__dict__.pop("_index_of_text", None)
        return self._text

    def _head_now(self) -> bytes:
        """Return the head, its dimension wide enough for the edited rows."""
        used = [(number, row.cells) for number, row in self._edited.items() if row is not None and row.cells]
        areas = [(number, min(cells), number, max(cells)) for number, cells in used]
        areas += [self._put] if self._put else []
        match = _DIMENSION.search(self.head)
        if not areas or match is None:
            return self.head
        told = attributes.area(match[2])
        if told is None:
            return self.head
        area = _around(told, *areas)
        if area == told:
            return self.head
        return self.head[: match.start(2)] + format_range(area).encode() + self.head[match.end(2) :]

    @cached_property
    def merges(self) -> tuple[Range, ...]:
        """Merged areas."""
        return merged_areas(self.tail)

    @cached_property
    def formula_areas(self) -> tuple[Range, ...]:
        """Areas of several cells that one formula fills: arrays, dynamic arrays, data tables."""
        return formula_areas(self._xml)


def _around(*areas: Range) -> Range:
    """Return the smallest area that holds all of these."""
    top, left, bottom, right = zip(*areas, strict=True)
    return min(top), min(left), max(bottom), max(right)


def _with_whole_dimension(xml: bytes) -> bytes:
    """Return the sheet with its dimension counted anew, for when rows went away."""
    match = _DIMENSION.search(xml)
    if match is None:
        return xml
    found = [
        (attributes.whole(row), column_number(letters.decode())) for letters, row in CELL_NUMBER.findall(xml)
    ]
    rows = [row for row, _ in found] or [1]
    columns = [col for _, col in found] or [1]
    area = (min(rows), min(columns), max(rows), max(columns))
    return xml[: match.start(2)] + format_range(area).encode() + xml[match.end(2) :]

"""Edits of a workbook, kept apart until they are saved: only what changed is written anew."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from akmxl.errors import Unsupported
from akmxl.i18n import N_
from akmxl.ooxml import cellxml, children, rowsets, save, workbookxml, zipraw
from akmxl.ooxml.address import a1, check_position, format_range
from akmxl.ooxml.directory import read_directory
from akmxl.ooxml.lazily import lazily
from akmxl.ooxml.sheetrows import SheetRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.ooxml.address import Range
    from akmxl.ooxml.cellxml import Writable
    from akmxl.ooxml.locks import FilePath
    from akmxl.ooxml.shift import Expansion
    from akmxl.ooxml.values import Cell
    from akmxl.ooxml.workbook import Table, Workbook

_FORMULA = lazily(rb"<(?:[A-Za-z_][\w.-]*:)?f[\s>/]")
_CONTENT_TYPES = "[Content_Types].xml"


class Patch:
    """Edits of one workbook. Edits that would change nothing are dropped; unsafe ones refused.

    Every editing method raises Unsupported, naming the cell, table or sheet, before it has changed
    anything. ``save`` ends a patch: open the file again for more.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.touched: list[tuple[str, str]] = []
        self.tables: dict[str, Table] = dict(workbook.tables)
        self.parts: dict[str, bytes] = {}
        self.added_sheets: dict[str, str] = {}
        self.formulas_moved = False
        self._rows: dict[str, SheetRows] = {}
        self._located: dict[str, tuple[str, str]] = {}
        self._expansions: list[Expansion] = []

    @property
    def changed(self) -> bool:
        """Whether saving would write anything."""
        return bool(self.touched or self.parts) or any(rows.dirty for rows in self._rows.values())

    def set(
        self, sheet: str, row: int, col: int, value: Writable, style_from: tuple[int, int] | None = None
    ) -> None:
        """Put a value or a Formula into a cell; None clears it. The cell keeps its style.

        A date is stored as a day number, so the cell must have a date style already, or take one
        with ``style_from`` (row, column of a cell on the same sheet).
        """
        check_position(row, col)
        with self.workbook.package.reading(self.locate(sheet)[1]):
            name, rows = self.open_rows(sheet)
            cellxml.check_value(value, name, row, col)
            old = self.cell(rows, row, col)
            style = rows.style_at(*(style_from or (row, col)))
            if cellxml.same(old, value, self.workbook.date1904) and style in (rows.style_at(row, col), None):
                return
            self._refuse_unsafe(name, rows, row, col)
            self.write(name, rows, row, col, value, style)

    def set_style(self, sheet: str, row: int, col: int, style: int) -> None:
        """Give a cell another style of the workbook, by its index; what the cell holds keeps its bytes."""
        check_position(row, col)
        with self.workbook.package.reading(self.locate(sheet)[1]):
            name, rows = self.open_rows(sheet)
            if rows.style_at(row, col) == style:
                return
            target = rows.edit(row)
            raw = target.cells.get(col) or f'<c r="{a1(row, col)}"/>'.encode()
            target.cells[col] = cellxml.with_style(raw, style)
            target.known.pop(col, None)
            self.touched.append((name, a1(row, col)))

    def set_elements(self, sheet: str, name: str, elements: Sequence[bytes]) -> None:
        """Make these the only elements of that name beside a sheet's cells: validations, protection ..."""
        part = self.locate(sheet)[1]
        with self.workbook.package.reading(part):
            xml = self.settled(part)
            new = children.with_after_rows(xml, name, elements)
            if new != xml:
                self.parts[part] = new

    def set_style_sheet(self, xml: bytes) -> None:
        """Another style sheet for the workbook, in which the styles that are there keep their numbers."""
        part = self.workbook.style_part
        if part is not None and xml != self.part_xml(part):
            self.parts[part] = xml

    def append_rows(self, table_name: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Add rows to an Excel table: into the blank rows at its end first, then growing it."""
        with self.workbook.package.reading(self.workbook.part):
            rowsets.append_rows(self, table_name, rows)

    def set_table_rows(self, table_name: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Make these the only data rows of an Excel table; one blank row stays when there are none."""
        with self.workbook.package.reading(self.workbook.part):
            rowsets.set_table_rows(self, table_name, rows)

    def set_sheet_rows(self, sheet: str, rows: Sequence[Sequence[Writable]], first_row: int = 1) -> None:
        """Make these the only rows of a sheet from ``first_row`` on, styled as its old first such row."""
        with self.workbook.package.reading(self.workbook.part):
            rowsets.set_sheet_rows(self, sheet, rows, first_row)

    def add_sheet(
        self, name: str, rows: Sequence[Sequence[Writable]] = (), state: str = "veryHidden"
    ) -> None:
        """Add a sheet after all others; ``state`` is visible, hidden or veryHidden."""
        from akmxl.ooxml import newsheet

        with self.workbook.package.reading(self.workbook.part):
            newsheet.add_sheet(self, name, rows, state)

    def repeat_rows(self, sheet: str, first_row: int, last_row: int, count: int) -> Expansion:
        """Let a block of rows stand ``count`` times (0: not at all); everything below moves.

        A range that contains the rows grows, a range below them moves: formulas of all sheets,
        merges, formats, validations, links, page breaks, names, tables, pictures, charts. Formulas
        that changed lose their stored result. From here on ``set`` counts rows as they stand now.
        Raises Unsupported, naming it, for what cannot follow.
        """
        from akmxl.ooxml import expand  # late: most patches move no row

        with self.workbook.package.reading(self.locate(sheet)[1]):
            made = expand.repeat_rows(self, sheet, first_row, last_row, count)
        self._expansions.append(made)
        return made

    def delete_rows(self, sheet: str, first_row: int, last_row: int) -> Expansion:
        """Take rows out; everything below moves up."""
        return self.repeat_rows(sheet, first_row, last_row, 0)

    def row_now(self, sheet: str, row: int) -> int | None:
        """Where a row of the opened workbook stands after all repetitions; None when it is gone."""
        name, now = self.locate(sheet)[0], row
        for made in self._expansions:
            moved = made.row(now) if made.sheet == name else now
            if moved is None:
                return None
            now = moved
        return now

    def settled(self, part: str) -> bytes:
        """A part with all edits so far in it; rows that were open for editing are closed."""
        rows = self._rows.pop(part, None)
        if rows is not None and rows.dirty:
            self.parts[part] = rows.to_bytes()
        return self.part_xml(part)

    def open_rows(self, sheet: str) -> tuple[str, SheetRows]:
        """A sheet's own name and its rows, open for editing."""
        name, part = self.locate(sheet)
        if part not in self._rows:
            known = None if part in self.parts else self.workbook.known(part)
            self._rows[part] = SheetRows(self.part_xml(part), name, known)
        return name, self._rows[part]

    def locate(self, sheet: str) -> tuple[str, str]:
        """A sheet's own name and its part, sheets added by this patch included."""
        if sheet not in self._located:
            added = (found for found in self.added_sheets.items() if found[0].casefold() == sheet.casefold())
            self._located[sheet] = next(added, None) or self._in_workbook(sheet)
        return self._located[sheet]

    def _in_workbook(self, sheet: str) -> tuple[str, str]:
        found = self.workbook.sheet(sheet)
        return found.name, found.part

    def part_xml(self, part: str) -> bytes:
        """A part as it stands after the edits so far (open rows of sheets not counted)."""
        return self.parts[part] if part in self.parts else self.workbook.package.xml(part)

    def cell(self, rows: SheetRows, row: int, col: int) -> Cell | None:
        """A cell as it stands after the edits so far."""
        if rows.known is not None and not rows.is_edited(row):
            return rows.known(row, col)
        found = rows.peek(row)
        raw = found.cells.get(col) if found else None
        if found is None or raw is None:
            return None
        if col not in found.known:  # one cell only: its neighbours may be texts, and texts cost their reading
            found.known[col] = self.workbook.reader.one(raw)
        return found.known[col]

    def write(
        self, sheet: str, rows: SheetRows, row: int, col: int, value: Writable, style: int | None
    ) -> None:
        """Write a cell without asking whether that is safe: for callers that have asked."""
        target = rows.edit(row)
        old = target.cells.pop(col, b"")
        target.known.pop(col, None)
        address = a1(row, col)
        raw = cellxml.cell_xml(address, style or 0, value, self.workbook.date1904)
        if raw:
            target.cells[col] = raw
        self.formulas_moved = self.formulas_moved or b"<f>" in raw or bool(old and _FORMULA.search(old))
        self.touched.append((sheet, address))

    def resize_table(self, table: Table, last_row: int) -> None:
        """Let a table without totals end at another row."""

        def area(end: int) -> str:
            return format_range((table.first_row, table.first_col, end, table.last_col))

        old, new = area(table.last_row), area(last_row)
        self.parts[table.part] = workbookxml.with_table_end(self.part_xml(table.part), old, new, old, new)
        if last_row > table.last_row:
            from akmxl.ooxml import growth

            rows = self.open_rows(table.sheet)[1]
            rows.tail = growth.with_grown_ranges(rows.tail, table, last_row)
        self.tables[table.name] = table._replace(last_row=last_row)

    def _refuse_unsafe(self, sheet: str, rows: SheetRows, row: int, col: int) -> None:
        for r1, c1, r2, c2 in rows.merges:
            if r1 <= row <= r2 and c1 <= col <= c2 and (row, col) != (r1, c1):
                raise merged_away(sheet, row, col, (r1, c1, r2, c2))
        found = rows.peek(row)
        raw = found.cells.get(col, b"") if found else b""
        inside = any(r1 <= row <= r2 and c1 <= col <= c2 for r1, c1, r2, c2 in rows.ranged_formulas)
        if inside or re.search(rb"""<f\s[^>]*\bt=["'](?:shared|dataTable)["']""", raw):
            raise Unsupported(
                N_("“{sheet}”!{cell} belongs to a formula that fills several cells. Change it in Excel."),
                sheet=sheet,
                cell=a1(row, col),
            )
        for table in self.tables.values():
            header = table.first_row <= row < table.first_data_row
            if table.sheet == sheet and header and table.first_col <= col <= table.last_col:
                raise Unsupported(
                    N_("“{sheet}”!{cell} is a heading of the table “{table}”. Change it in Excel."),
                    sheet=sheet,
                    cell=a1(row, col),
                    table=table.name,
                )

    def _final_parts(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """The parts to write anew and the names of those to leave out."""
        parts = dict(self.parts)
        for part, rows in self._rows.items():
            if rows.dirty:
                parts[part] = rows.to_bytes()
        removed: frozenset[str] = frozenset()
        if self.formulas_moved:
            removed = self._without_calc_chain(parts)
        if self._has_formulas(parts):
            workbook = self.workbook.part
            xml = parts.get(workbook) or self.workbook.package.xml(workbook)
            complete = workbookxml.with_full_calculation(xml)
            if complete != xml:
                parts[workbook] = complete
        return parts, removed

    def _has_formulas(self, parts: dict[str, bytes]) -> bool:
        package = self.workbook.package
        return any(_FORMULA.search(part) for part in parts.values()) or any(
            _FORMULA.search(package.xml(sheet.part)) for sheet in self.workbook.sheets
        )

    def _without_calc_chain(self, parts: dict[str, bytes]) -> frozenset[str]:
        """The order of calculation is only a hint; a wrong one is damage, so it goes whole."""
        package = self.workbook.package
        for rel in package.relationships(self.workbook.part):
            if not rel.type.endswith("/calcChain"):
                continue
            rels = workbookxml.relationships_part(package, self.workbook.part)
            xml = parts.get(rels) or package.xml(rels)
            parts[rels] = workbookxml.without_relationship(xml, rel.id)
            types = package.find(_CONTENT_TYPES) or _CONTENT_TYPES
            xml = parts.get(types) or package.xml(types)
            parts[types] = workbookxml.without_content_type(xml, rel.target)
            return frozenset({rel.target})
        return frozenset()

    def to_bytes(self) -> bytes:
        """The whole new file; the same edits of the same file give the same bytes."""
        package = self.workbook.package
        if not self.changed:
            return package.data
        with package.reading(self.workbook.part):
            parts, removed = self._final_parts()
            self._check_well_formed(parts)
            new = zipraw.rebuild(package.data, package.entries, package.directory_start, parts, removed)
        _check_untouched(package.part_crcs, new, parts, removed)
        return new

    def _check_well_formed(self, parts: dict[str, bytes]) -> None:
        """A last look: a part that does not parse must never reach a disk."""
        for name, xml in parts.items():
            try:
                expat.ParserCreate(namespace_separator="}").Parse(xml, True)
            except expat.ExpatError:
                if self.workbook.package.find(name):
                    self.workbook.package.tree(name)  # damaged before we came: Unreadable
                raise

    def save(
        self,
        target: FilePath | None = None,
        *,
        backup: bool = True,
        overwrite: bool = False,
    ) -> bool:
        """Save in place, safely, or write a whole new file to ``target``. True when a file was written.

        In place nothing is written when nothing changed; a dated copy of the old file goes to
        ``.akmxl-zaxira`` beside it. Raises Locked when somebody holds the file or has saved it
        meanwhile, FileProblem when the disk refuses; the old file is then as it was.
        """
        package = self.workbook.package
        source = os.path.realpath(package.path)
        path = source if target is None else os.path.realpath(target)
        if path != source:
            save.create_file(path, self.to_bytes(), overwrite=overwrite)
            return True
        if not self.changed:
            return False
        save.replace_file(source, self.to_bytes(), package.data, package.part_crcs, backup=backup)
        return True


def _check_untouched(
    crcs: dict[str, int], new: bytes, parts: dict[str, bytes], removed: frozenset[str]
) -> None:
    """Read the new zip back: edited parts as written, the others as they were. Else it is our bug."""
    entries = read_directory(new)[0]
    written = {entry.name: zipraw.inflate(new, entry) for entry in entries if entry.name in parts}
    untouched = {entry.name: entry.crc for entry in entries if entry.name not in parts}
    expected = {name: crc for name, crc in crcs.items() if name not in parts and name not in removed}
    if written != parts or untouched != expected or len(entries) != len(expected) + len(parts):
        raise RuntimeError("the new file does not hold what was meant to be written")


def merged_away(sheet: str, row: int, col: int, area: Range) -> Unsupported:
    """The refusal to write into a cell that is merged into another."""
    return Unsupported(
        N_("“{sheet}”!{cell} lies inside the merged cells {area}. Write to the first of them."),
        sheet=sheet,
        cell=a1(row, col),
        area=format_range(area),
    )

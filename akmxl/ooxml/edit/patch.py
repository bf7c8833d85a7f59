"""Collect edits of a workbook, kept apart until they are saved: only what changed is written anew."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from xml.parsers import expat

from akmxl.core.cells import a1, check_position
from akmxl.ooxml.edit import cellxml, tables, workbookxml
from akmxl.ooxml.edit.parts import EditedParts, has_formula
from akmxl.ooxml.package import zipraw
from akmxl.ooxml.package.directory import read_directory
from akmxl.ooxml.xml import children

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml.edit.cellxml import Writable
    from akmxl.ooxml.edit.shift import Expansion
    from akmxl.ooxml.package.locks import FilePath
    from akmxl.ooxml.package.package import Package

_CONTENT_TYPES = "[Content_Types].xml"


class Patch(EditedParts):
    """Edits of one workbook. Edits that would change nothing are dropped; unsafe ones refused.

    Every editing method raises Unsupported, naming the cell, table or sheet, before it has changed
    anything. ``save`` ends a patch: open the file again for more.
    """

    def set(
        self, sheet: str, row: int, col: int, value: Writable, style_from: tuple[int, int] | None = None
    ) -> None:
        """Put a value or a Formula into a cell; None clears it. The cell keeps its style.

        A date is stored as a day number, so the cell must have a date style already, or take one
        with ``style_from`` (row, column of a cell on the same sheet).
        """
        with self.workbook.package.reading(self.locate(sheet)[1]):
            tables.set_cell(self, sheet, row, col, value, style_from)

    def set_column(self, sheet: str, col: int, values: Mapping[int, Writable]) -> None:
        """Put values into cells of one column, by row, as ``set`` puts each: for thousands of rows."""
        with self.workbook.package.reading(self.locate(sheet)[1]):
            tables.set_column(self, sheet, col, values)

    def set_rows(self, sheet: str, first_row: int, columns: Mapping[int, Sequence[Writable]]) -> None:
        """Put values into cells of neighbouring rows, by column, as ``set`` puts each."""
        with self.workbook.package.reading(self.locate(sheet)[1]):
            if tables.may_fill(self, sheet, first_row, columns) and self.edited_sheet(sheet).put_alike(
                first_row, columns
            ):
                return
            for row, values in enumerate(zip(*columns.values(), strict=True), first_row):
                for column, value in zip(columns, values, strict=True):
                    tables.set_cell(self, sheet, row, column, value)

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
        """Give the workbook another style sheet, in which the styles that are there keep their numbers."""
        part = self.workbook.style_part
        if part is not None and xml != self.part_xml(part):
            self.parts[part] = xml

    def append_rows(self, table_name: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Add rows to an Excel table: into the blank rows at its end first, then growing it."""
        with self.workbook.package.reading(self.workbook.part):
            tables.append_rows(self, table_name, rows)

    def set_table_rows(self, table_name: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Make these the only data rows of an Excel table; one blank row stays when there are none."""
        with self.workbook.package.reading(self.workbook.part):
            tables.set_table_rows(self, table_name, rows)

    def set_sheet_rows(self, sheet: str, rows: Sequence[Sequence[Writable]], first_row: int = 1) -> None:
        """Make these the only rows of a sheet from ``first_row`` on, styled as its old first such row."""
        with self.workbook.package.reading(self.workbook.part):
            tables.set_sheet_rows(self, sheet, rows, first_row)

    def add_sheet(
        self, name: str, rows: Sequence[Sequence[Writable]] = (), state: str = "veryHidden"
    ) -> None:
        """Add a sheet after all others; ``state`` is visible, hidden or veryHidden."""
        from akmxl.ooxml.edit import newsheet

        with self.workbook.package.reading(self.workbook.part):
            newsheet.add_sheet(self, name, rows, state)

    def repeat_rows(self, sheet: str, first_row: int, last_row: int, count: int) -> Expansion:
        """Repeat a block of rows so that it stands ``count`` times (0: not at all); everything below moves.

        A range that contains the rows grows, a range below them moves: formulas of all sheets,
        merges, formats, validations, links, page breaks, names, tables, pictures, charts. Formulas
        that changed lose their stored result. From here on ``set`` counts rows as they stand now.
        Raises Unsupported, naming it, for what cannot follow.
        """
        from akmxl.ooxml.edit.repeat_rows import repeat_rows as repeat  # late: most patches move no row

        with self.workbook.package.reading(self.locate(sheet)[1]):
            return repeat(self, sheet, first_row, last_row, count)

    def delete_rows(self, sheet: str, first_row: int, last_row: int) -> Expansion:
        """Take rows out; everything below moves up."""
        return self.repeat_rows(sheet, first_row, last_row, 0)

    def _final_parts(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """Return the parts to write anew and the names of those to leave out."""
        parts = self.final_parts()
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

    def whole_parts(self) -> dict[str, bytes]:
        """Return every part of the file as it will be written, by name."""
        package = self.workbook.package
        with package.reading(self.workbook.part):
            parts, removed = self._final_parts()
        left = (e.name for e in package.entries if e.name not in parts and e.name not in removed)
        return {**{name: package.read(name) for name in left}, **parts}

    def _has_formulas(self, parts: dict[str, bytes]) -> bool:
        package = self.workbook.package
        return any(map(has_formula, sorted(parts.values(), key=len))) or any(
            has_formula(package.xml(sheet.part)) for sheet in self.workbook.sheets
        )

    def _without_calc_chain(self, parts: dict[str, bytes]) -> frozenset[str]:
        """Remove the order of calculation: it is only a hint, and a wrong one is damage, so it goes whole."""
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
        """Return the whole new file; the same edits of the same file give the same bytes."""
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
        """Check once more that each part parses: one that does not must never reach a disk."""
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
        over: Package | None = None,
    ) -> bool:
        """Save in place, safely, or write a whole new file to ``target``. True when a file was written.

        In place nothing is written when nothing changed; a dated copy of the old file goes to
        ``.akmxl-zaxira`` beside it. ``over`` is what was read from the disk, where the workbook had been
        changed in memory before. Raises Locked when somebody holds the file or has saved it
        meanwhile, FileProblem when the disk refuses; the old file is then as it was.
        """
        package = over or self.workbook.package
        source = os.path.realpath(package.path)
        path = source if target is None else os.path.realpath(target)
        if path == source and not (self.changed or over):
            return False
        from akmxl.ooxml.package import save  # late: most checks have nothing to write

        if path != source:
            save.create_file(path, self.to_bytes(), overwrite=overwrite)
            return True
        save.replace_file(source, self.to_bytes(), package.data, package.part_crcs, backup=backup)
        return True


def _check_untouched(
    crcs: dict[str, int], new: bytes, parts: dict[str, bytes], removed: frozenset[str]
) -> None:
    """Read the new zip back: edited parts as written, the others as they were. Else it is our bug."""
    entries = read_directory(new)[0]
    written = {e.name for e in entries if e.name in parts and zipraw.holds(new, e, parts[e.name])}
    untouched = {entry.name: entry.crc for entry in entries if entry.name not in parts}
    expected = {name: crc for name, crc in crcs.items() if name not in parts and name not in removed}
    if written != parts.keys() or untouched != expected or len(entries) != len(expected) + len(parts):
        raise RuntimeError("the new file does not hold what was meant to be written")

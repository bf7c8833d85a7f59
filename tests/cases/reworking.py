"""Edits of a workbook's make-up: merged cells, hidden rows, sheets and columns that move, other programs."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from libreoffice import saved_by_libreoffice
from ooxml.making import part, repack
from rules.examples import column_of

from akmxl.core.cells import a1, column_letter, column_number
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook.plan_file import PlanFile
from cases import places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook as Openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

_WORKBOOK = "xl/workbook.xml"


def _change(path: Path, name: str, change: Callable[[str], str]) -> None:
    """Rewrite one part of the file; the change must change something."""
    old = part(path, name).decode()
    new = change(old)
    assert new != old, f"{name} is as it was"
    made = repack(path, path.with_suffix(".new"), {name: new.encode()})
    made.replace(path)


def _sheet_part(path: Path, sheet: str) -> str:
    return Workbook.open(path).sheet(sheet).part


def merge(path: Path, argument: str) -> None:
    block = places.area(PlanFile.open(path), argument)
    sheet, first, last = block[0][0].sheet, block[0][0].a1, block[-1][-1].a1
    tag = f'<mergeCell ref="{first}:{last}"/></mergeCells>'
    _change(path, _sheet_part(path, sheet), lambda xml: xml.replace("</mergeCells>", tag))


def hide_rows(path: Path, argument: str) -> None:
    sheet, key = places.parts(argument)
    view = PlanFile.open(path).views[sheet]
    for row in places.rows_of(view, key):
        _change(
            path,
            _sheet_part(path, sheet),
            lambda xml, r=row: xml.replace(f'<row r="{r}"', f'<row r="{r}" hidden="1"'),
        )


def without_tag(path: Path, sheet: str, pattern: str) -> None:
    _change(path, _sheet_part(path, sheet), lambda xml: re.sub(pattern, "", xml, flags=re.DOTALL))


def unprotect(path: Path, argument: str) -> None:
    without_tag(path, argument, r"<sheetProtection[^>]*>")


def without_checks(path: Path, argument: str) -> None:
    without_tag(path, argument, r"<dataValidations.*</dataValidations>")


def rename_sheet(path: Path, argument: str) -> None:
    """As Excel does it: the formulas and names that look into the sheet follow."""
    old, _, new = argument.partition(" = ")
    for sheet in Workbook.open(path).sheets:
        xml = part(path, sheet.part).decode()
        if f"{old}!" in xml:
            _change(path, sheet.part, lambda xml: xml.replace(f"{old}!", f"'{new}'!"))
    _change(
        path,
        _WORKBOOK,
        lambda xml: xml.replace(f'<sheet name="{old}"', f'<sheet name="{new}"').replace(
            f"{old}!", f"'{new}'!"
        ),
    )


def hide_sheet(path: Path, argument: str) -> None:
    _change(
        path,
        _WORKBOOK,
        lambda xml: xml.replace(f'<sheet name="{argument}"', f'<sheet name="{argument}" state="hidden"'),
    )


def move_sheet_first(path: Path, argument: str) -> None:
    """The names that belong to one sheet count the sheets: they follow."""

    def change(xml: str) -> str:
        sheets = re.findall(r"<sheet [^>]*/>", xml)
        first = next(i for i, tag in enumerate(sheets) if f'name="{argument}"' in tag)
        order = [first, *(i for i in range(len(sheets)) if i != first)]
        xml = xml.replace("".join(sheets), "".join(sheets[i] for i in order))
        return re.sub(r'localSheetId="(\d+)"', lambda m: f'localSheetId="{order.index(int(m[1]))}"', xml)

    _change(path, _WORKBOOK, change)


def add_sheet(path: Path, argument: str) -> None:
    patch = Patch(Workbook.open(path))
    patch.add_sheet(argument, [["Bizning hisob", 1]], "visible")
    patch.save(backup=False)


def calculate(path: Path, argument: str) -> None:
    """Excel has saved the file, set to calculate by hand."""
    assert argument == "by hand"
    _change(path, _WORKBOOK, lambda xml: re.sub(r'\sfullCalcOnLoad="1"', ' calcMode="manual"', xml))


def define(path: Path, argument: str) -> None:
    """A defined name that says something else; with ``|`` between two, as written twice."""
    name, _, texts = argument.partition(" = ")
    new = "".join(f'<definedName name="{name}">{text.strip()}</definedName>' for text in texts.split("|"))
    old = rf'<definedName name="{name}">[^<]*</definedName>'
    _change(path, _WORKBOOK, lambda xml: re.sub(old, lambda _: new, xml))


def without_part(path: Path, argument: str) -> None:
    """A part of the zip is gone, as a broken packer leaves it; what names it stays."""
    repack(path, path.with_suffix(".new"), {argument: None}).replace(path)


def sheet_name(path: Path, argument: str) -> None:
    """As a script does it: formulas and names look into the old name; ``_`` is a no-break blank."""
    old, _, new = argument.partition(" = ")
    tag = f'<sheet name="{old}"'
    new = new.replace("_", "\u00a0")
    _change(path, _WORKBOOK, lambda xml: xml.replace(tag, f'<sheet name="{new}"'))


def empty_headings(path: Path, argument: str) -> None:
    """Headings of a table, first to last, as Excel leaves them after the Delete key: Ustun1, Ustun2 ..."""
    sheet, first, *last = places.parts(argument.replace(":", " / "))
    view = PlanFile.open(path).views[sheet]
    left, right = (column_of(view, title) for title in (first, *(last or [first])))
    table = Workbook.open(path).tables[str(view.layout.table)]
    for number, column in enumerate(range(left, right + 1), 1):
        new, old = f"Ustun{number}", html.escape(view.titles[column])
        cell = rf'<c r="{a1(view.header_row, column)}"([^>]*?) t="s"[^>]*>.*?</c>'
        text = rf'<c r="{a1(view.header_row, column)}"\1 t="inlineStr"><is><t>{new}</t></is></c>'
        _change(path, _sheet_part(path, view.name), lambda xml, c=cell, t=text: re.sub(c, t, xml, count=1))
        _change(path, table.part, lambda xml, o=old, n=new: xml.replace(f' name="{o}"', f' name="{n}"'))


def heading(path: Path, argument: str) -> None:
    """Another text in a column's heading; of a table's column its name follows."""
    where, _, new = argument.partition(" = ")
    sheet, old = places.parts(where)
    file = PlanFile.open(path)
    view = file.views[sheet]
    column = column_of(view, old)
    patch = Patch(file.workbook)
    name, rows = patch.open_rows(view.name)
    row = view.header_row
    patch.write(name, rows, row, column, new, rows.style_at(row, column))
    table = file.workbook.tables.get(view.layout.table or "")
    if table:
        xml = patch.part_xml(table.part).decode()
        patch.parts[table.part] = xml.replace(f'name="{view.titles[column]}"', f'name="{new}"').encode()
    patch.save(backup=False)


def save_with(path: Path, argument: str) -> None:
    """Open and save in another program."""
    if argument == "openpyxl":
        _with_openpyxl(path)
        return
    assert argument == "LibreOffice"
    (saved,) = saved_by_libreoffice("xlsx", path.parent / "LibreOffice", path)
    saved.replace(path)


def _with_openpyxl(path: Path, change: Callable[[Openpyxl], object] | None = None) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    if change:
        change(book)
    book.save(path)


def delete_sheet(path: Path, argument: str) -> None:
    _with_openpyxl(path, lambda book: book.remove(book[argument]))


def copy_sheet(path: Path, argument: str) -> None:
    old, _, new = argument.partition(" = ")
    _with_openpyxl(path, lambda book: setattr(book.copy_worksheet(book[old]), "title", new))


def insert_column(path: Path, argument: str) -> None:
    """A column of one's own before another, as Excel inserts it: all that stands right of it moves."""
    where, _, title = argument.partition(" = ")
    sheet, before = places.parts(where)
    view = PlanFile.open(path).views[sheet]
    column, header = column_of(view, before), view.header_row

    def change(book: Openpyxl) -> None:
        page = book[view.name]
        _insert_column(page, column)
        page.cell(header, column).value = title
        for table in page.tables.values():
            _grow_table(table, column, title)

    _with_openpyxl(path, change)


_OF_SHEET = re.compile(r"(?<![A-Za-z_!'\]])(\$?)([A-Z]{1,2})(\$?\d+)(?![\w(\[])")


def _right_of(column: int, text: str) -> str:
    """References of a formula or an area with the columns from ``column`` on one further right."""

    def moved(match: re.Match[str]) -> str:
        number = column_number(match[2])
        return f"{match[1]}{column_letter(number + (number >= column))}{match[3]}"

    pieces = re.split(r'("[^"]*")', text)
    return "".join(p if p.startswith('"') else _OF_SHEET.sub(moved, p) for p in pieces)


def _insert_column(page: Worksheet, column: int) -> None:
    merged = [str(area) for area in page.merged_cells.ranges]
    for area in merged:
        page.unmerge_cells(area)
    cells = {(c.row, c.column): (c.value, c._style) for row in page.iter_rows() for c in row}
    for (row, old), (value, style) in sorted(cells.items(), reverse=True):
        new = page.cell(row, old + (old >= column))
        is_formula = isinstance(value, str) and value.startswith("=")
        new.value, new._style = _right_of(column, value) if is_formula else value, style
        if old == column:
            page.cell(row, old).value = None
    for check in page.data_validations.dataValidation:
        check.sqref = type(check.sqref)(_right_of(column, str(check.sqref)))
    for area in merged:
        page.merge_cells(_right_of(column, area))


def _grow_table(table: object, column: int, title: str) -> None:
    from openpyxl.worksheet.table import TableColumn

    first = column_number(re.match(r"[A-Z]+", table.ref)[0])
    table.ref = _right_of(column, table.ref)
    new = TableColumn(id=max(c.id for c in table.tableColumns) + 1, name=title)
    table.tableColumns.insert(column - first, new)
    if table.autoFilter:
        table.autoFilter.ref = table.ref


def move_column(path: Path, argument: str) -> None:
    """A column of a table cut out and put before another."""
    where, _, before = argument.partition(" -> ")
    sheet, moved = places.parts(where)
    view = PlanFile.open(path).views[sheet]
    columns = sorted(view.titles)
    order = [c for c in columns if c != column_of(view, moved)]
    order.insert(order.index(column_of(view, before)), column_of(view, moved))

    def change(book: Openpyxl) -> None:
        page = book[view.name]
        for row in page.iter_rows(min_row=view.header_row, max_row=view.last_row):
            old = {c.column: (c.value, c._style) for c in row}
            for to, column in zip(columns, order, strict=True):
                page.cell(row[0].row, to).value, page.cell(row[0].row, to)._style = old[column]
        (table,) = page.tables.values()
        known = dict(zip(columns, table.tableColumns, strict=True))
        table.tableColumns[:] = [known[column] for column in order]
        now = {old: to for to, old in zip(columns, order, strict=True)}
        for checks in page.data_validations.dataValidation:  # each stands on one column
            areas = (area.bounds for area in checks.sqref.ranges)
            checks.sqref = type(checks.sqref)(
                " ".join(f"{a1(top, now[left])}:{a1(bottom, now[left])}" for left, top, _, bottom in areas)
            )

    _with_openpyxl(path, change)


WORDS: dict[str, Callable[[Path, str], None]] = {
    "merge": merge,
    "hide rows": hide_rows,
    "unprotect": unprotect,
    "without checks": without_checks,
    "rename sheet": rename_sheet,
    "hide sheet": hide_sheet,
    "move sheet first": move_sheet_first,
    "add sheet": add_sheet,
    "calculate": calculate,
    "define": define,
    "without part": without_part,
    "sheet name": sheet_name,
    "empty headings": empty_headings,
    "heading": heading,
    "save with": save_with,
    "delete sheet": delete_sheet,
    "copy sheet": copy_sheet,
    "insert column": insert_column,
    "move column": move_column,
}

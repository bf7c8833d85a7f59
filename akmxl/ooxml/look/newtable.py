"""Copy Excel tables of another workbook, and add a column to a table.

The ``adopter`` of each function knows both workbooks: the edited one and the one that is copied from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import format_range
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit import newsheet, workbookxml
from akmxl.ooxml.read.sheet_facts import Table
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.children import after_rows, pieces, with_after_rows
from akmxl.ooxml.xml.xmlbytes import (
    RELATIONSHIPS,
    attribute,
    decode_text,
    escape_attribute,
    masked,
    root_prefix,
    with_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.core.cells import Range
    from akmxl.ooxml.edit.parts import EditedParts
    from akmxl.ooxml.look.adopting import Adopter

_REFERENCE = lazily(rb"""(<(?:\w+:)?(?:table|autoFilter)\s[^>]*?\bref=["'])([^"']*)""")
_COLUMNS = lazily(rb"<(?:\w+:)?tableColumns\s[^>]*>")
_TITLE = lazily(r"\[([^\[\]#@]+)\]")


def adopt_sheet(adopter: Adopter, name: str) -> None:
    """Copy a whole sheet of the other workbook with its tables; it stands last."""
    adopt_tables(adopter, name, adopter.sheet(name))


def adopt_tables(adopter: Adopter, sheet: str, part: str) -> None:
    """Copy the tables of a sheet, whose cells are in ``part`` already, to the same cells."""
    edited, package = adopter.edited, adopter.other.package
    rels = workbookxml.NO_RELATIONSHIPS
    elements = []
    for rel in package.relationships(adopter.other.sheet(sheet).part, "/table"):
        table = next(one for one in adopter.other.tables.values() if one.part == rel.target)
        rels, name = _added(adopter, table, sheet, 0, 0, rels)
        elements.append(_element(name))
    if elements:
        edited.parts[workbookxml.relationships_part(edited.workbook.package, part)] = rels
        edited.parts[part] = with_after_rows(edited.parts[part], "tableParts", [_block(elements)])


def adopt_table(adopter: Adopter, name: str, sheet: str, row: int, column: int) -> Table:
    """Copy a table with its cells, row heights and column widths; return it.

    Its upper left cell goes to ``row`` and ``column`` (from 1) of ``sheet``; the cells there must be free.
    """
    edited, table = adopter.edited, adopter.other.tables[name]
    down, right = row - table.first_row, column - table.first_col
    for line in range(table.first_row, table.last_row + 1):
        adopter.row_height(table.sheet, line, (sheet, line + down))
        for at in range(table.first_col, table.last_col + 1):
            adopter.cell((table.sheet, line, at), (sheet, line + down, at + right))
    for at in range(table.first_col, table.last_col + 1):
        adopter.width(table.sheet, at, (sheet, at + right))
    part = edited.locate(sheet)[1]
    moved = _moved_table(table, sheet, down, right)
    _attach(adopter, moved, part, _moved_xml(adopter, table, down, right))
    return edited.tables[name]


def add_table(adopter: Adopter, name: str, sheet: str, area: Range, titles: tuple[str, ...]) -> None:
    """Make cells that have headings a table again, looking as the other workbook's of that name."""
    xml = adopter.other.package.xml(adopter.other.tables[name].part)
    root = re.match(rb".*?<(?:\w+:)?table\s[^>]*>", masked(xml), re.DOTALL)
    look = next((one for one in pieces(xml) if b"tableStyleInfo" in one[:40]), b"")
    assert root is not None
    columns = b"".join(
        b'<tableColumn id="%d" name="%b"/>' % (number, escape_attribute(title).encode())
        for number, title in enumerate(titles, 1)
    )
    ref = format_range(area).encode()
    tag = with_attribute(xml[: root.end()], b"ref", ref)
    body = b'<autoFilter ref="%b"/><tableColumns count="%d">%b</tableColumns>' % (ref, len(titles), columns)
    part = adopter.edited.locate(sheet)[1]
    new = Table(name, sheet, *area, titles, part)
    _attach(adopter, new, part, tag + body + look + b"</table>")


def add_column(adopter: Adopter, name: str, title: str, source: str, pattern: str = "") -> Table:
    """Add a column to the right end of a table, copied from the other workbook's table ``source``.

    ``title`` is its heading, in the other workbook too unless ``pattern`` is the heading there. The new cells
    take the copied column's style where they have none of their own, and no values. Return the wider table.
    """
    edited, there = adopter.edited, adopter.other.tables[source]
    table, at = edited.tables[name], there.first_col + there.columns.index(pattern or title)
    right = table.last_col + 1

    def area(bottom: int, last: int) -> str:
        return format_range((table.first_row, table.first_col, bottom, last))

    ends = (table.last_row, table.last_data_row)  # the table's own and, without a row of totals, its filter's
    spans = [area(bottom, last) for bottom in ends for last in (table.last_col, right)]
    xml = workbookxml.with_table_end(edited.part_xml(table.part), *spans)
    element = pieces(_inner(adopter.other.package.xml(there.part)))[there.columns.index(pattern or title)]
    element = _titled(adopter.differences(element), title) if pattern else adopter.differences(element)
    edited.parts[table.part] = _with_table_column(xml, element, (*table.columns, title))
    adopter.cell((there.sheet, there.first_row, at), (table.sheet, table.first_row, right))
    name_, rows = edited.open_rows(table.sheet)
    if pattern:
        edited.write(name_, rows, table.first_row, right, title, rows.own_style(table.first_row, right))
    style = adopter.style(adopter.rows(there.sheet).own_style(there.first_data_row, at) or 0)
    for row in rows.numbers():
        inside = table.first_data_row <= row <= table.last_data_row
        if inside and rows.own_style(row, right) is None:
            edited.write(table.sheet, rows, row, right, None, style)
    adopter.width(there.sheet, at, (table.sheet, right))
    grown = table._replace(last_col=right, columns=(*table.columns, title))
    edited.tables[name] = grown
    return grown


def with_columns(xml: bytes, columns: Iterable[int | str]) -> bytes:
    """Return a table's part with these columns: its own by their places, from 0, new ones by their titles."""
    old = pieces(_inner(xml))
    numbers = [attributes.whole(attribute(one, b"id")) for one in old]
    prefix, new = root_prefix(xml), []
    for column in columns:
        if isinstance(column, int):
            new.append(old[column])
            continue
        numbers.append(attributes.free_number(numbers))
        title = escape_attribute(column).encode()
        new.append(b'<%btableColumn id="%d" name="%b"/>' % (prefix, numbers[-1], title))
    start = _COLUMNS.search(masked(xml))
    assert start is not None
    end = masked(xml).rindex(b"</" + prefix + b"tableColumns>")
    opened = with_attribute(start[0], b"count", b"%d" % len(new))
    return xml[: start.start()] + opened + b"".join(new) + xml[end:]


def _titled(element: bytes, title: str) -> bytes:
    tag = element[: element.index(b">") + 1]
    return with_attribute(tag, b"name", escape_attribute(title).encode()) + element[len(tag) :]


def _attach(adopter: Adopter, table: Table, part: str, xml: bytes) -> None:
    """Add a table's part, and name it in the sheet whose part is ``part``."""
    edited = adopter.edited
    rels = workbookxml.relationships_part(edited.workbook.package, part)
    known = edited.workbook.package.find(rels) is not None or rels in edited.parts
    related = edited.part_xml(rels) if known else workbookxml.NO_RELATIONSHIPS
    edited.parts[rels], mark = _linked(edited, table, xml, related)
    sheet = edited.settled(part)
    elements = [one for block in after_rows(sheet, "tableParts") for one in pieces(block)]
    edited.parts[part] = with_after_rows(sheet, "tableParts", [_block([*elements, _element(mark)])])


def _linked(edited: EditedParts, table: Table, xml: bytes, rels: bytes) -> tuple[bytes, str]:
    """Add a table's part; return a sheet's relationships with the one to it, and that one's id."""
    xml = _with_id(xml, attributes.free_number(_id(edited, one) for one in edited.tables.values()))
    folder = edited.workbook.part.rpartition("/")[0]
    target = newsheet.free_part(edited, "tables/table", len(edited.tables) + 1)
    part = f"{folder}/{target}" if folder else target
    newsheet.add_part(edited, part, xml, workbookxml.TABLE_TYPE)
    edited.tables[table.name] = table._replace(part=part)
    return workbookxml.with_relationship(rels, "table", f"../{target}")


def _added(
    adopter: Adopter, table: Table, sheet: str, down: int, right: int, rels: bytes
) -> tuple[bytes, str]:
    """Add a table's part, its cells moved ``down`` and ``right``.

    Return ``rels``, the sheet's relationships, with the one to it, and that one's id.
    """
    moved = _moved_table(table, sheet, down, right)
    return _linked(adopter.edited, moved, _moved_xml(adopter, table, down, right), rels)


def _moved_xml(adopter: Adopter, table: Table, down: int, right: int) -> bytes:
    def moved(found: re.Match[bytes]) -> bytes:
        r1, c1, r2, c2 = attributes.place_area(found[2])
        return found[1] + format_range((r1 + down, c1 + right, r2 + down, c2 + right)).encode()

    return adopter.differences(_REFERENCE.sub(moved, adopter.other.package.xml(table.part)))


def _moved_table(table: Table, sheet: str, down: int, right: int) -> Table:
    return table._replace(
        sheet=sheet,
        first_row=table.first_row + down, last_row=table.last_row + down,
        first_col=table.first_col + right, last_col=table.last_col + right,
    )  # fmt: skip


def _id(edited: EditedParts, table: Table) -> int:
    found = re.search(rb"<(?:\w+:)?table\s[^>]*>", masked(edited.part_xml(table.part)))
    return attributes.whole(attribute(found[0], b"id")) if found else 0


def _with_id(xml: bytes, number: int) -> bytes:
    found = re.search(rb"<(?:\w+:)?table\s[^>]*>", masked(xml))
    assert found is not None
    tag = with_attribute(xml[found.start() : found.end()], b"id", b"%d" % number)
    return xml[: found.start()] + tag + xml[found.end() :]


def _inner(xml: bytes) -> bytes:
    """Return the element of a table part that lists its columns."""
    return next(one for one in pieces(xml) if _COLUMNS.match(one))


def _with_table_column(xml: bytes, element: bytes, titles: tuple[str, ...]) -> bytes:
    """Add a last column to a table part, without its formula where that names a column the table lacks."""
    start = _COLUMNS.search(masked(xml))
    assert start is not None
    prefix = root_prefix(xml)
    numbers = [attributes.whole(attribute(one, b"id")) for one in pieces(_inner(xml))]
    tag = element[: element.index(b">") + 1]
    named = {decode_text(one) for one in _TITLE.findall(element[len(tag) :].decode())}
    if named <= set(titles):
        body = element[len(tag) :]
    else:
        tag, body = tag.removesuffix(b"/>").removesuffix(b">") + b"/>", b""
    tag = with_attribute(tag, b"id", b"%d" % attributes.free_number(numbers))
    element = re.sub(rb"<(/?)(?=\w)", rb"<\1" + prefix, tag + body)
    opened = with_attribute(start[0], b"count", b"%d" % len(titles))
    end = masked(xml).rindex(b"</" + prefix + b"tableColumns>")
    return xml[: start.start()] + opened + xml[start.end() : end] + element + xml[end:]


def _block(elements: list[bytes]) -> bytes:
    return b'<tableParts count="%d">%b</tableParts>' % (len(elements), b"".join(elements))


def _element(relationship: str) -> bytes:
    return f'<tablePart xmlns:r="{RELATIONSHIPS}" r:id="{relationship}"/>'.encode()

"""Give tables back their sheets, their names and numbers, where a file has exchanged or doubled them.

All in memory and before the workbook is read, as their ranges (``table_ranges``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import NOTHING, TABLE, Repair, Repairs
from akmxl.actions.repair.table_ranges import tables_of
from akmxl.core.errors import Unreadable
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import free_number
from akmxl.ooxml.xml.xmlbytes import escape_attribute, unescape, with_attribute
from akmxl.workbook.headings import columns_named, has_heading
from akmxl.workbook.table_headings import FORMULA
from akmxl.workbook.table_names import right_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.actions.repair.table_ranges import Written
    from akmxl.workbook.doors.file_door import FileDoor

_TAG = lazily(rb"<(?:\w+:)?table\s[^>]*>")


def mend_table_names(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Return the workbook with its tables on their sheets, under their names, and the list of these."""
    done = NOTHING
    try:
        for step in (_exchanged, _named, _numbered):
            door, repairs = step(door)
            done |= repairs
    except Unreadable:  # whoever reads the workbook then says so
        pass
    return door, done


def _exchanged(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Give sheets that have each other's tables their own: what the parts say changes places."""
    homes = {one: home for one in tables_of(door) if (home := _home(door, one)) and home != one.sheet}
    if not homes or Counter(homes.values()) != Counter(one.sheet for one in homes):
        return door, NOTHING
    waiting = defaultdict(list)
    for one in homes:
        waiting[one.sheet].append(one.part)
    parts = {waiting[home].pop(0): door.package.xml(one.part) for one, home in homes.items()}
    done = (Repair(TABLE, home, one.reference, one.sheet, one.name) for one, home in homes.items())
    return door.with_parts(parts), Repairs(tuple(done))


def _home(door: FileDoor, table: Written) -> str:
    """Return the sheet on which most of a table's headings stand at its range: its own where it is one."""
    fits = {sheet.name: table.headings_at(door.grid(sheet.name)) for sheet in door.sheets}
    most = max(fits.values())
    best = [name for name, count in fits.items() if count == most and 2 * most > len(table.titles)]
    return table.sheet if table.sheet in best else best[0] if len(best) == 1 else ""


def _named(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Give tables the names by which the plan knows them, in their parts and in the formulas that follow."""
    tables = list(tables_of(door))
    wanted = {one: right_name(one.sheet, one.titles) for one in tables}
    held = {one.name for one in tables if wanted[one] == one.name}
    renamed = {one: name for one, name in wanted.items() if name and name not in held and one.name != name}
    if not renamed or max(Counter(renamed.values()).values()) > 1:
        return door, NOTHING
    parts = {one.part: _tagged(door, one, displayName=name, name=name) for one, name in renamed.items()}
    done = tuple(Repair(TABLE, one.sheet, one.reference, one.name, name) for one, name in renamed.items())
    followed = _followed(door, renamed, {one.name for one in tables if one not in renamed})
    if followed:
        for part in (*(sheet.part for sheet in door.sheets), door.part, *(one.part for one in tables)):
            xml = parts.get(part) or door.package.xml(part)
            new = _with_names(xml, followed)
            if new != xml:
                parts[part] = new
    return door.with_parts(parts), Repairs(done)


def _followed(door: FileDoor, renamed: Mapping[Written, str], others: set[str]) -> dict[bytes, bytes]:
    """Return the names that formulas call the tables by and that are to change with them: old -> new.

    Excel renames both, so its formulas name columns that the table of the old name has; a program that
    renames a table alone leaves formulas that are right already.
    """
    formulas = (unescape(text.decode()) for sheet in door.sheets for text in _formulas(door, sheet.part))
    named = defaultdict(set)
    for owner, title in columns_named(formulas):
        named[owner].add(title)
    to_be = {name: one.titles for one, name in renamed.items()}
    names = {}
    for one, name in renamed.items():
        titles = named.get(one.name, set())
        right = sum(has_heading(to_be.get(one.name, ()), title) for title in titles)
        now = sum(has_heading(one.titles, title) for title in titles)
        if now > right and one.name not in others:
            names[one.name.encode()] = name.encode()
    return names


def _formulas(door: FileDoor, part: str) -> list[bytes]:
    return [match[0].partition(b">")[2] for match in FORMULA.finditer(door.package.xml(part))]


def _with_names(xml: bytes, names: Mapping[bytes, bytes]) -> bytes:
    pattern = re.compile(rb"(?<![\w.])(?:%b)(?=\[)" % b"|".join(map(re.escape, names)))
    return FORMULA.sub(lambda formula: pattern.sub(lambda name: names[name[0]], formula[0]), xml)


def _numbered(door: FileDoor) -> tuple[FileDoor, Repairs]:
    """Give a table another number where two have one, or one has none: Excel would call the file damaged."""
    tables: Sequence[Written] = list(tables_of(door))
    taken, parts, done = set(), {}, []
    for one in tables:
        if one.number and one.number not in taken:
            taken.add(one.number)
            continue
        number = free_number({*taken, *(other.number for other in tables)})
        taken.add(number)
        parts[one.part] = _tagged(door, one, id=str(number))
        done.append(Repair(TABLE, one.sheet, one.reference, f"id {one.number}", f"{one.name}: id {number}"))
    return (door.with_parts(parts), Repairs(tuple(done))) if parts else (door, NOTHING)


def _tagged(door: FileDoor, table: Written, **attributes: str) -> bytes:
    """Return a table's part with other attributes in its first tag."""

    def tag(match: re.Match[bytes]) -> bytes:
        new = match[0]
        for name, value in attributes.items():
            new = with_attribute(new, name.encode(), escape_attribute(value).encode())
        return new

    return _TAG.sub(tag, door.package.xml(table.part), count=1)

"""Look over the sheets of .xlsx and .xlsm: by searches in their bytes, exactly where these find something.

The reader of workbooks gives a blank for an error and takes memory for all cells between the first and the
last: both has to be known before.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from akmxl.core.cells import MAX_COLUMN, MAX_ROW, parse_a1
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.cells.errors_found import MOST_CELLS, Found
from akmxl.importers.sources.elements import forget
from akmxl.importers.sources.files import CHUNK, damaged
from akmxl.ooxml.xml.xmlbytes import has_doctype

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element

    from akmxl.importers.sources.cells.errors_found import Errors

_ROWS = lazily(rb'<row\b(?: r="(\d{1,9})")?')
_PLACELESS = lazily(rb'<c(?:>|\s(?!r="[A-Z]))')  # or one whose place does not come first
_WIDE = lazily(rb' r="([A-Z]{2,7})\d')
_UNREADY = lazily(rb"(?:</f>|<f[^>]*/>)\s*(?:</c>|<v></v>|<v\s*/>)")  # a formula without a result
_COUNT = lazily(rb"""ount\s*=\s*["'](\d+)""")
_HEAD = 4096
_PLAIN_COLUMNS = 26  # A to Z: no need to look at each
_MOST_PARTS = 16 * CHUNK


def xlsx_parts(archive: ZipFile, file: str) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name; raises ``Unreadable``."""
    try:
        book = _book(archive)
        targets = relationships(archive, book)
        parts = {}
        for one in _tree(archive, book).iter():
            if one.tag.endswith("}sheet"):
                name = next((value for key, value in one.items() if key.endswith("}id")), "")
                parts[one.get("name", "")] = targets.get(name, "")
    except (KeyError, ValueError, SyntaxError, LookupError) as error:
        raise damaged(file) from error
    return parts


def refuse_lying_texts(archive: ZipFile, file: str) -> None:
    """Raise ``Unreadable`` where a workbook says that it has more texts than its bytes can hold."""
    for name, part in part_names(archive).items():
        if name.endswith("sharedstrings.xml"):
            with archive.open(part) as stream:
                counts = _COUNT.findall(stream.read(_HEAD))
            least = archive.getinfo(part).file_size // len(b"<si/>")
            if any(len(count) > 9 or int(count) > least + _HEAD for count in counts):
                raise damaged(file)


def relationships(archive: ZipFile, part: str) -> dict[str, str]:
    """Return the parts that a part names, by the ids of its relationships, as the archive spells them."""
    folder, base = posixpath.split(part)
    known = part_names(archive)
    found = {}
    for one in _tree(archive, posixpath.join(folder, "_rels", f"{base}.rels")).iter():
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
        found[one.get("Id", "")] = known.get(target.strip("/").lower(), "")
    return found


def part_names(archive: ZipFile) -> dict[str, str]:
    """Return the entries as the archive spells them, by their names as parts: some use backslashes."""
    return {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}


def _book(archive: ZipFile) -> str:
    for one in _tree(archive, "_rels/.rels").iter():
        if one.get("Type", "").endswith("/officeDocument"):
            return one.get("Target", "").strip("/")
    return "xl/workbook.xml"


def _tree(archive: ZipFile, part: str) -> ElementTree.Element:
    entry = archive.getinfo(part_names(archive)[part.lower()])
    if entry.file_size > _MOST_PARTS:
        raise ValueError(part)
    data = archive.read(entry)
    if has_doctype(data):
        raise ValueError(part)
    return ElementTree.fromstring(data)


def xlsx_errors(archive: ZipFile, part: str, file: str, sheet: str) -> Errors:
    """Return the error cells of a sheet; raises ``Unreadable`` for one with too many cells."""
    if part not in archive.namelist():
        raise damaged(file)
    found = _quick(archive, part) or _exact(archive, part, file)
    return found.checked(file, sheet)


def _quick(archive: ZipFile, part: str) -> Found | None:
    """Look for signs of errors and for the size; None for a sheet that has to be looked over exactly."""
    found, rest = Found(), b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            data = rest + chunk
            at = data.rfind(b"<")
            data, rest = (data[:at], data[at:]) if at > 0 else (data, b"")
            rows = _ROWS.findall(data)
            if b't="e"' in data or _PLACELESS.search(data) or b"" in rows:
                return None
            if b"<f" in data and _UNREADY.search(data):
                return None
            if rows:
                found.reach(max(map(int, rows)) - 1, _PLAIN_COLUMNS - 1)
            for letters in set(_WIDE.findall(data)):
                found.reach(0, _column(letters))
    too_many = (found.row + 1) * (found.column + 1) > MOST_CELLS
    return None if found.row < 0 or too_many else found


def _column(letters: bytes) -> int:
    try:
        return parse_a1(letters.decode() + "1")[1] - 1
    except ValueError:
        return MAX_COLUMN * MAX_ROW


def _exact(archive: ZipFile, part: str, file: str) -> Found:
    from lxml import etree  # late: 15 ms

    found, row, column = Found(), -1, -1
    with archive.open(part) as stream:
        try:
            for event, element in etree.iterparse(
                stream,
                events=("start", "end"),
                tag=("{*}row", "{*}c"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            ):
                is_row = element.tag.endswith("row")
                if event == "start":
                    if is_row:
                        number = element.get("r", "")
                        row, column = int(number) - 1 if number.isdecimal() else row + 1, -1
                    continue
                if not is_row:
                    place = element.get("r", "")
                    column = _column(place.rstrip("0123456789").encode()) if place else column + 1
                    if len(element):  # a blank one with a look takes no memory
                        found.reach(row, column)
                    if text := _odd_text(element):
                        found.error(row, column, text)
                    continue
                forget(element)
        except (etree.LxmlError, SyntaxError, ValueError) as error:
            raise damaged(file) from error
    return found


def _odd_text(cell: _Element) -> str:
    """Return what a cell shows that would be read as a blank: an error, a formula without a result."""
    if cell.get("t") == "e":
        return cell.findtext("{*}v") or "#N/A"
    formula = cell.find("{*}f")
    if formula is None or cell.get("t") == "str" or cell.findtext("{*}v"):
        return ""
    return "=" + (formula.text or "")

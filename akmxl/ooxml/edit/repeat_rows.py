"""Repeat and remove rows of a sheet, with everything that stands on them or points at them.

The sheet's own rows are done here; what stands beside them is in ``surroundings``. Nothing is changed before
the whole sheet is known to be movable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_ROW, WrongUse, a1, format_range
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.edit import other_parts, surroundings
from akmxl.ooxml.edit.row import CELL_NUMBER, FOREIGN, Row
from akmxl.ooxml.edit.shared_formulas import ADDRESS, FORMULA_CELL, unshared
from akmxl.ooxml.edit.sheetrows import SheetRows
from akmxl.ooxml.edit.shift import Expansion, UnclearFormula, shift_formula
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute, decode_text, escape, with_attribute

if TYPE_CHECKING:
    import re
    from collections.abc import Collection

    from akmxl.ooxml.edit.parts import EditedParts

_TYPE = lazily(rb"""\s+t=["']\w+["']""")
_CONTENT = lazily(rb"<(?:\w+:)?(?:v|f|is)[\s/>]")
_ROW_OF_CELL = lazily(rb'(<c r="[A-Z]{1,3})([0-9]{1,7})"')
_RESULT = lazily(rb"<v(?:\s[^>]*?)?(?:/>|>[^<]*</v>)")


def repeat_rows(edited: EditedParts, sheet: str, first_row: int, last_row: int, count: int) -> Expansion:
    """Repeat rows so that they stand ``count`` times; see ``Patch.repeat_rows``."""
    if not 1 <= first_row <= last_row <= MAX_ROW or count < 0:
        raise WrongUse(f"cannot repeat rows {first_row} to {last_row} {count} times")
    name, part = edited.locate(sheet)
    shift = Expansion(name, first_row, last_row, count)
    if shift.delta == 0:
        return shift
    try:
        _apply(edited, shift, part)
    except UnclearFormula as error:
        raise Unsupported(
            N_(
                "Rows of “{sheet}” cannot be added or removed: a formula {cell} is not clear: “{formula}”. "
                "Write it more simply in Excel."
            ),
            sheet=name,
            formula="=" + error.args[0],
            cell=f"({error.place})" if error.place else "",
        ) from error
    return shift


def _apply(edited: EditedParts, shift: Expansion, part: str) -> None:
    """Make all changes first and put them in together, so that a refusal changes nothing."""
    rows = SheetRows(unshared(edited.settled(part)), shift.sheet)
    if any(_CONTENT.search(rows.raw(number) or b"") for number in _beyond(rows, shift)):
        raise Unsupported(N_("The sheet “{sheet}” has no room for so many rows."), sheet=shift.sheet)
    body = b"".join(_moved_rows(rows, shift))
    changed = other_parts.shifted_parts(edited, shift, part)
    head = surroundings.shifted_head(rows.head, shift)
    tail = surroundings.shifted_tail(rows.tail, shift)
    edited.parts.update(changed)
    edited.parts[part] = head + body + tail
    edited.formulas_moved = True
    other_parts.shift_tables(edited, shift)


def _beyond(rows: SheetRows, shift: Expansion) -> list[int]:
    """Return the rows that find no place any more: LibreOffice writes an empty one at a sheet's very end."""
    return [number for number in rows.numbers() if number + shift.delta > MAX_ROW]


def _moved_rows(rows: SheetRows, shift: Expansion) -> list[bytes]:
    """Return every row of the sheet afterwards, the repeated ones once for each copy."""
    numbers = rows.numbers()
    block = [number for number in numbers if shift.first <= number <= shift.last]
    pieces = [_in_place(rows, number, shift) for number in numbers if number < shift.first]
    raw = rows.raw(block[0]) or b"" if len(block) == 1 else b"<f"
    copies = range(shift.count)
    if b"<f" not in raw:
        pieces += _repeated(rows, raw, block[0], [block[0] + copy * shift.height for copy in copies])
        copies = range(0)
    for copy in copies:
        pieces += [_moved(rows, number, number + copy * shift.height, shift, copy) for number in block]
    below = [number for number in numbers if shift.last < number <= MAX_ROW - shift.delta]
    pieces += [_moved(rows, number, number + shift.delta, shift, None) for number in below]
    return pieces


def _in_place(rows: SheetRows, number: int, shift: Expansion) -> bytes:
    raw = rows.raw(number) or b""
    if b"<f" not in raw:
        return raw
    return FORMULA_CELL.sub(lambda match: _shifted_cell(match, shift, None, 0), raw)


def _moved(rows: SheetRows, number: int, target: int, shift: Expansion, copy: int | None) -> bytes:
    raw = rows.raw(number) or b""
    if b"<f" in raw:
        raw = FORMULA_CELL.sub(lambda match: _shifted_cell(match, shift, copy, target - number), raw)
    return _renumbered(rows, raw, number, target)


def _renumbered(rows: SheetRows, raw: bytes, number: int, target: int) -> bytes:
    """Return a row's bytes under another number; what its formulas say stays as it is."""
    old, new = b"%d" % number, b"%d" % target
    pieces = _ROW_OF_CELL.split(raw)  # what is between, and for each cell its tag up to the number
    count = len(pieces) // 3
    if count == raw.count(b"<c") == pieces[2::3].count(old) and not FOREIGN.search(raw):
        pieces[2::3] = [new + b'"'] * count
        tag, end, rest = pieces[0].partition(b">")
        return b"".join([with_attribute(tag + end, b"r", new), rest, *pieces[1:]])
    row = rows.parsed(raw, number)
    cells = {col: _readdressed(cell, target, col) for col, cell in row.cells.items()}
    return Row(with_attribute(row.tag, b"r", new), cells, row.rest).to_bytes()


def _repeated(rows: SheetRows, raw: bytes, number: int, targets: Collection[int]) -> list[bytes]:
    """Return a row's bytes under each of some other numbers, as ``_renumbered`` does."""
    pieces = [piece.replace(b"%", b"%%") for piece in _ROW_OF_CELL.split(raw)]
    tag, end, rest = pieces[0].partition(b">")
    count, own = len(pieces) // 3, b"%d" % number
    plain = tag.startswith(b'<row r="%b"' % own) and not FOREIGN.search(raw)
    if not (plain and count == raw.count(b"<c") == pieces[2::3].count(own)):
        return [_renumbered(rows, raw, number, target) for target in targets]
    pieces[2::3] = [b'%d"'] * count
    pieces[0] = with_attribute(tag + end, b"r", b"%d") + rest
    pattern = b"".join(pieces)
    return [pattern % ((target,) * (count + 1)) for target in targets]


def _readdressed(raw: bytes, row: int, col: int) -> bytes:
    """Return a raw cell under another address."""
    return CELL_NUMBER.sub(
        lambda match: (
            match[0][: match.start(1) - match.start()]
            + a1(row, col).encode()
            + match[0][match.end(2) - match.start() :]
        ),
        raw,
        count=1,
    )


def _shifted_cell(match: re.Match[bytes], shift: Expansion, copy: int | None, offset: int) -> bytes:
    """Shift a formula cell; a result that may no longer be true is dropped."""
    opening, tag, text, rest = match.groups()
    old = decode_text((text or b"").decode())
    try:
        new = shift_formula(old, shift, at_home=True, copy=copy)
    except UnclearFormula as error:
        address = ADDRESS.search(opening)
        error.place = address[1].decode() if address else ""
        raise
    area = attribute(tag + b">", b"ref")
    if area is not None:
        tag = _with_moved_area(tag, area.decode(), shift, offset)
    if new == old and not copy:
        return opening + tag + b">" + (text or b"") + b"</f>" + rest + b"</c>"
    opening = _TYPE.sub(b"", opening)
    return opening + tag + b">" + escape(new).encode() + b"</f>" + _RESULT.sub(b"", rest) + b"</c>"


def _with_moved_area(tag: bytes, text: str, shift: Expansion, offset: int) -> bytes:
    """Move an array formula's own area with its cell; refuse a data table, or an array that is cut."""
    area = attributes.place_area(text)
    around_block = area[0] < shift.first and area[2] >= shift.first
    if attribute(tag + b">", b"t") != b"array" or shift.overlaps(area) or around_block:
        raise Unsupported(
            N_("Rows of “{sheet}” cannot be added or removed: {what} at {area} is in the way."),
            sheet=shift.sheet,
            what="{=…}",
            area=text,
        )
    moved = format_range((area[0] + offset, area[1], area[2] + offset, area[3]))
    return with_attribute(tag + b">", b"ref", moved.encode())[:-1]

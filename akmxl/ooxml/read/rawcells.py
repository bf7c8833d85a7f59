"""Find the cells in the text of rows in the plain form, one by one; decode nothing but formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Cell, column_number
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import BadPlace, row_number
from akmxl.ooxml.xml.xmlbytes import decode_text

if TYPE_CHECKING:
    from akmxl.ooxml.read.decode import Reader

FoundCell = tuple[str, str, str, str, str, str, str, str]
"""Column, row, attributes; then text, formula and result, or text in the cell; else all that is inside."""
RawCell = tuple[int, str, "str | None", "str | None"]
"""Column, attributes, formula, text."""
RawRow = tuple[int, list[RawCell]]
"""A row's number and its cells."""

_UNUSUAL = lazily(r"<(?:!|\?|c[\t\r\n>/]|row[\t\r\n>/]|[A-Za-z_][\w.-]*:)")
_CELL = lazily(  # a value, a formula with its result, a text in the cell itself; else all that is inside
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)(?:/>|>(?:<v>([^<]*)</v></c>'
    r"|(<f>[^<]*</f>)(<v>[^<]*</v>)?</c>"
    r'|(?<= t="inlineStr">)<is><t(?: xml:space="preserve")?>([^<]+)</t></is></c>'
    r"|([^<]*(?:<(?!/c>)[^<]*)*)</c>))"  # not possessive: before 3.11.5 Python loses matches by that
)
_EMPTY = lazily(r'<c r="[A-Z]{1,2}[1-9][0-9]{0,5}"[^<>/]*+(?:/>|></c>)')  # surely on the sheet
_NUMBER = lazily(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"([^<>/]*)><v>([0-9]+)</v></c>')  # or that of a text
_FORMULA = lazily(r"<f(?:\s[^>]*?)?(?:/>|>([^<]*)</f>)")
_RESULT = lazily(r"<v(?:\s[^>]*?)?(?:/>|>([^<]*)</v>)")


def raw_rows(reader: Reader, text: str) -> list[RawRow] | None:
    """Return rows with their raw cells; None for text that is not in the plain form.

    Raises ``BadPlace`` for a cell beyond the sheet.
    """
    found = None if _UNUSUAL.search(text) else _found(text)
    if found is None:
        return None
    rows: list[RawRow] = []
    last = ""
    cells: list[RawCell] = []
    for letters, digits, attributes, value, formula, result, inline, body in found:
        try:
            if digits != last:
                last, cells = digits, []
                rows.append((row_number(digits), cells))
            column = column_number(letters)
        except ValueError as error:
            raise BadPlace(letters + digits) from error
        if body:
            cells.append((column, attributes, *rich(reader.mark(attributes)[0], body)))
        elif formula:
            cells.append((column, attributes, decode_text(formula[3:-4]), result[3:-4] if result else None))
        else:
            cells.append((column, attributes, None, value or inline or None))
    return rows


def _found(text: str) -> list[FoundCell] | None:
    """Return the cells in the text of rows, as far as there are closed ones; None for an odd one."""
    # After the last closed cell only empty ones can stand; looking there for a closing tag from
    # every unclosed one would let a hostile file take hours.
    closed = text.rfind("</c>") + 4
    found = _CELL.findall(text, 0, closed)
    return found if len(found) + text.count("<c ", closed) == text.count("<c ") else None


def filled_cells(text: str) -> list[FoundCell] | None:
    """Return what stands in the cells of rows, but for those that say nothing; None as ``raw_rows``."""
    filled = _EMPTY.sub("", text)
    return None if _UNUSUAL.search(filled) else _found(filled)


def raw_cells(reader: Reader, text: str) -> list[RawCell]:
    """Return the raw cells of one row."""
    return [cell for _, cells in raw_rows(reader, text) or [] for cell in cells]


def rich(kind: str, body: str) -> tuple[str | None, str | None]:
    """Return formula and raw text of a cell with more in it than a plain value."""
    formula = _FORMULA.search(body)
    told = None if formula is None else decode_text(formula[1] or "")
    result = _RESULT.search(body)
    if kind == "inlineStr" and ("<is" in body or formula is None):
        from akmxl.ooxml.read.plain import joined_raw  # late: texts in cells of several looks

        return told, joined_raw(body)
    return told, None if result is None else result[1] or ""


def row_cells(reader: Reader, raw: bytes) -> dict[int, Cell]:
    """Decode the cells of one row from its raw ``<c>`` elements, by column."""
    text = raw.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    cells = {}
    for column, attributes, formula, content in raw_cells(reader, text):
        kind, style = reader.mark(attributes)
        value = reader.value(kind, content, formula)
        if value is not None or formula is not None:
            cells[column] = Cell(value, formula, style)
    return cells


def one_cell(reader: Reader, raw: bytes) -> Cell | None:
    """Decode one raw ``<c>`` element; None when it has neither value nor formula."""
    plain = _NUMBER.fullmatch(raw)
    if plain is not None:
        kind, style = reader.mark(plain[1].decode())
        value = reader.value(kind, plain[2].decode(), None)
        return None if value is None else Cell(value, None, style)
    return next(iter(row_cells(reader, raw).values()), None)

"""Find the cells in the text of rows in the plain form, one by one; decode nothing but formulas."""

from __future__ import annotations

from itertools import compress
from operator import add
from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_ROW, Cell, column_number
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.read.blocks import Block, column_of
from akmxl.ooxml.read.decode import decoded_texts
from akmxl.ooxml.read.plain import joined_raw
from akmxl.ooxml.xml.attributes import BadPlace, row_number
from akmxl.ooxml.xml.xmlbytes import decode_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.ooxml.read.decode import Reader

    _Found = tuple[str, str, str, str, str, str, str, str]

RawCell = tuple[int, str, "str | None", "str | None"]
"""Column, attributes, formula, text."""
RawRow = tuple[int, list[RawCell]]
"""A row's number and its cells."""

_UNUSUAL = lazily(r"<(?:!|\?|c[\t\r\n>/]|row[\t\r\n>/]|[A-Za-z_][\w.-]*:)")
_CELL = lazily(  # a value, a formula with its result, a text in the cell itself; else all that is inside
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)(?:/>|>(?:<v>([^<]*)</v></c>'
    r"|(<f>[^<]*</f>)(<v>[^<]*</v>)?</c>"
    r'|(?<= t="inlineStr">)<is><t(?: xml:space="preserve")?>([^<]+)</t></is></c>'
    r"|([^<]*+(?:<(?!/c>)[^<]*+)*+)</c>))"
)
_EMPTY = lazily(r'<c r="[A-Z]{1,2}[1-9][0-9]{0,5}"[^>/]*+/>')  # surely on the sheet
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


def _found(text: str) -> list[_Found] | None:
    """Return the cells in the text of rows, as far as there are closed ones; None for an odd one."""
    # After the last closed cell only empty ones can stand; looking there for a closing tag from
    # every unclosed one would let a hostile file take hours.
    closed = text.rfind("</c>") + 4
    found = _CELL.findall(text, 0, closed)
    return found if len(found) + text.count("<c ", closed) == text.count("<c ") else None


def column_blocks(reader: Reader, text: str) -> list[Block] | None:
    """Return a block for each column of rows, without the cells that say nothing; None as ``raw_rows``.

    Raises ``BadPlace`` for a cell beyond the sheet.
    """
    if _UNUSUAL.search(text):
        return None
    found = _found(_EMPTY.sub("", text))
    if found is None:
        return None
    columns: dict[str, list[_Found]] = {}
    for cell in found:
        columns.setdefault(cell[0], []).append(cell)
    return [block for cells in columns.values() if (block := _column_block(reader, cells)) is not None]


def _column_block(reader: Reader, cells: Sequence[_Found]) -> Block | None:
    letters, digits, marks, values, formulas, results, inlines, bodies = zip(*cells, strict=True)
    number, rows = _column_place(letters[0], digits)
    given = map(add, values, inlines) if any(inlines) else values  # of the two at most one is there
    texts: list[str | None] = [text or None for text in given]
    told: list[str | None] = [None] * len(rows)
    if any(formulas):
        raw = {formula: formula[3:-4] for formula in set(formulas)}
        decoded = decoded_texts(list(raw.values()))
        told = [decoded[raw[formula]] if formula else None for formula in formulas]
        texts = [result[3:-4] if result else text for result, text in zip(results, texts, strict=True)]
    for place, body in enumerate(bodies) if any(bodies) else ():
        if body:
            told[place], texts[place] = rich(reader.mark(marks[place])[0], body)
    says = [text is not None or formula is not None for text, formula in zip(texts, told, strict=True)]
    if not all(says):
        rows, marks, texts, told = (list(compress(one, says)) for one in (rows, marks, texts, told))
    return Block(rows, [column_of(number, marks, texts, told)]) if rows else None


def _column_place(letters: str, digits: Sequence[str]) -> tuple[int, list[int]]:
    """Return the number of a column and of its rows; raises ``BadPlace``."""
    try:
        number, rows = column_number(letters), list(map(int, digits))
    except ValueError as error:
        raise BadPlace(letters + digits[0]) from error
    if not 1 <= min(rows) <= max(rows) <= MAX_ROW:
        raise BadPlace(letters + next(one for one in digits if not 1 <= int(one) <= MAX_ROW))
    return number, rows


def raw_cells(reader: Reader, text: str) -> list[RawCell]:
    """Return the raw cells of one row."""
    return [cell for _, cells in raw_rows(reader, text) or [] for cell in cells]


def rich(kind: str, body: str) -> tuple[str | None, str | None]:
    """Return formula and raw text of a cell with more in it than a plain value."""
    formula = _FORMULA.search(body)
    told = None if formula is None else decode_text(formula[1] or "")
    result = _RESULT.search(body)
    if kind == "inlineStr" and ("<is" in body or formula is None):
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
    return next(iter(row_cells(reader, raw).values()), None)

"""Write one cell as XML: the only place that knows how a value is spelled inside ``<c>``."""

from __future__ import annotations

import math
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from akmxl.core.cell_values import shown_number
from akmxl.core.cells import NOT_CALCULATED, ExcelError, Formula, a1, column_letter
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.text_length import LONGEST_TEXT, units
from akmxl.core.unseen import is_blank
from akmxl.ooxml.xml.xmlbytes import encode_text, escape, is_printed, is_xml, stands_as_it_is, with_attribute

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from akmxl.core.cells import Cell, Scalar

    Writable = Scalar | Formula

T = TypeVar("T")
_LONGEST_FORMULA = 8_192
_AT_ONCE = 4096  # rows: more at a time take more memory, fewer more time
_PLAIN_TYPES = {str, int, bool, type(None)}
_NO_SIGN = lazily("[\x00\ud800-\udfff]")  # other control characters stand in a file as Excel spells them


def cell_xml(address: str, style: int, value: object, date1904: bool) -> bytes:
    """Write a whole ``<c>`` element; an empty cell keeps its style, and without a style is no element."""
    styled = f' s="{style}"' if style else ""
    if value is None:
        return f'<c r="{address}"{styled}/>'.encode() if style else b""
    kind, content = _content(value, date1904)
    typed = f' t="{kind}"' if kind else ""
    return f'<c r="{address}"{styled}{typed}>{content}</c>'.encode()


def column_xml(
    column: str, rows: Iterable[int], style: int, values: Iterable[object], date1904: bool
) -> list[bytes]:
    """Write the ``<c>`` elements of a column that has one style, as ``cell_xml`` writes each."""
    return [cell.encode() for cell in _column_texts(column, rows, style, values, date1904)]


def _column_texts(
    column: str, rows: Iterable[int], style: int, values: Iterable[object], date1904: bool
) -> list[str]:
    styled = f' s="{style}"' if style else ""
    empty = f'"{styled}/>' if style else ""
    values = list(values)
    ends: dict[object, str] = {}  # of a text or a day: most come again and again
    cells = []
    if _are_plain_texts(values):
        kind = f'"{styled} t="inlineStr"'
        pairs = zip(rows, values, strict=True)
        return [f'<c r="{column}{row}{kind}><is><t>{text}</t></is></c>' for row, text in pairs]
    for row, value in zip(rows, values, strict=True):
        if type(value) is int:
            cells.append(f'<c r="{column}{row}"{styled}><v>{value}</v></c>')
        elif type(value) is str or type(value) is date:
            end = ends.get(value)
            if end is None:
                end = ends[value] = cell_xml("", style, value, date1904).decode().removeprefix('<c r="')
            cells.append(f'<c r="{column}{row}{end}')
        elif value is None:
            cells.append(f'<c r="{column}{row}{empty}' if empty else "")
        else:
            cells.append(cell_xml(f"{column}{row}", style, value, date1904).decode())
    return cells


def by_column(rows: Sequence[Sequence[T]], first: int) -> Iterator[tuple[range, list[tuple[T | None, ...]]]]:
    """Yield the numbers and the columns of some thousand rows after the other, the rows filled up."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        yield range(first + start, first + start + len(some)), list(zip_longest(*some))


def rows_xml(
    rows: Sequence[Sequence[object]],
    first: int,
    styles: Mapping[int, int | None],
    date1904: bool,
    *,
    empty_rows: bool = False,
) -> Iterator[bytes]:
    """Write whole rows, some thousand at a time; where there is no value there is no cell.

    A row without cells is left out unless asked for.
    """
    for numbers, columns in by_column(rows, first):
        made: list[Sequence[str]] = [[""] * len(numbers)]
        for column, values in enumerate(columns, 1):
            empty, style = values.count(None), styles.get(column) or 0
            if empty == len(values):
                continue
            cells = _column_texts(column_letter(column), numbers, style, values, date1904)
            if style and empty:
                cells = ["" if value is None else cell for cell, value in zip(cells, values, strict=True)]
            made.append(cells)
        told = zip(numbers, map("".join, zip(*made, strict=True)), strict=True)
        lines = [f'<row r="{number}">{cells}</row>' for number, cells in told if cells or empty_rows]
        yield "".join(lines).encode()


def with_style(raw: bytes, style: int) -> bytes:
    """Give a raw ``<c>`` element another style."""
    end = raw.index(b">") + 1
    return with_attribute(raw[:end], b"s", b"%d" % style) + raw[end:]


def check_values(values: Collection[object], sheet: str, rows: Iterable[int], col: int) -> None:
    """Ask of each value of a column what ``check_value`` asks; plain texts and numbers are asked at once."""
    if set(map(type, values)) <= _PLAIN_TYPES:
        texts = [value for value in values if type(value) is str]
        longest = max(map(len, texts), default=0)
        if 2 * longest <= LONGEST_TEXT and not _holds_no_sign("".join(texts)):
            return
    for row, value in zip(rows, values, strict=True):
        check_value(value, sheet, row, col)


def check_value(value: object, sheet: str, row: int, col: int) -> None:
    """Raise Unsupported when a cell cannot hold the value, TypeError for what is no cell value at all."""
    if value is None or type(value) is int:
        return
    if isinstance(value, Formula):
        if not is_xml(value.text):
            raise _no_such_sign(sheet, row, col)
        _check_text(value.text, _LONGEST_FORMULA, sheet, row, col)
        value = value.value
    if isinstance(value, str):
        _check_text(value, LONGEST_TEXT, sheet, row, col)
    if isinstance(value, float) and not math.isfinite(value):
        raise Unsupported(
            N_("The result for “{sheet}”!{cell} is not a finite number."), sheet=sheet, cell=a1(row, col)
        )
    if value is not None and not isinstance(value, str):
        _number(value, date1904=False)


def _check_text(text: str, longest: int, sheet: str, row: int, col: int) -> None:
    if _holds_no_sign(text):
        raise _no_such_sign(sheet, row, col)
    if 2 * len(text) > longest and units(text) > longest:
        raise Unsupported(
            N_("The text for “{sheet}”!{cell} is too long for a cell."), sheet=sheet, cell=a1(row, col)
        )


def _holds_no_sign(text: str) -> bool:
    """Tell whether a text has a sign that no cell can hold."""
    return not is_printed(text) and bool(_NO_SIGN.search(text))


def _no_such_sign(sheet: str, row: int, col: int) -> Unsupported:
    return Unsupported(
        N_("The text for “{sheet}”!{cell} holds a sign that no cell can hold."),
        sheet=sheet,
        cell=a1(row, col),
    )


def same(cell: Cell | None, value: object, date1904: bool) -> bool:
    """Tell whether a cell already holds the value, so that writing it would change nothing.

    A text that shows nothing is read as no value.
    """
    if type(value) is str and is_blank(value):
        value = None
    if cell is None or value is None:
        return cell is None and value is None
    if isinstance(value, Formula):
        return cell.formula == value.text and (
            value.value is None or _equal(cell.value, value.value, date1904)
        )
    return cell.formula is None and _equal(cell.value, value, date1904)


def _equal(old: object, new: object, date1904: bool) -> bool:
    if isinstance(old, bool) or isinstance(new, bool) or isinstance(old, str) or isinstance(new, str):
        return type(old) is type(new) and old == new
    if old is None or new is None or old is NOT_CALCULATED:
        return old is new
    return _comparable(old, date1904) == _comparable(new, date1904)


def _comparable(value: object, date1904: bool) -> int | float:
    if isinstance(value, int | float):
        return shown_number(value) if math.isfinite(value) else value
    # Serials count days; a difference below a millisecond is rounding, not an edit.
    return round(_number(value, date1904), 8)


def _number(value: object, date1904: bool) -> int | float:
    """Return a moment as its day number, a number as it is; TypeError for anything else."""
    if isinstance(value, int | float):
        return value
    import datetime as dt

    from akmxl.ooxml.read.serials import to_serial  # late: most edits touch no date

    if isinstance(value, dt.date | dt.time):
        return to_serial(value, date1904)
    raise TypeError(f"not a cell value: {value!r}")


def _content(value: object, date1904: bool) -> tuple[str, str]:
    """Return the type attribute and what stands inside the element."""
    if isinstance(value, Formula):
        text = f"<f>{escape(value.text)}</f>"
        if value.value is None:
            return "", text
        if isinstance(value.value, str) and not isinstance(value.value, ExcelError):
            return "str", f"{text}<v{_space(value.value)}>{encode_text(value.value)}</v>"
        kind, result = _content(value.value, date1904)
        return kind, text + result
    if isinstance(value, bool):
        return "b", f"<v>{int(value)}</v>"
    if isinstance(value, ExcelError):
        return "e", f"<v>{escape(value)}</v>"
    if isinstance(value, str):
        return "inlineStr", _inline(value)
    return "", f"<v>{_number(value, date1904)!r}</v>"


def _are_plain_texts(values: list[object]) -> bool:
    """Tell whether all are texts that stand in XML as they are: in many a column."""
    texts = [value for value in values if type(value) is str]
    if not texts or len(texts) < len(values):
        return False
    together = "".join(texts)
    plain = stands_as_it_is(together) and "\n" not in together and "  " not in together
    return plain and list(map(str.strip, texts)) == texts


def _inline(text: str) -> str:
    return f"<is><t{_space(text)}>{encode_text(text)}</t></is>"


def _space(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""

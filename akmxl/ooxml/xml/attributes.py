"""Read what attributes hold, each within its bounds: the one place that believes nothing a file says.

A look (a width, a size, the number of a style) that cannot be is passed over, as Excel does: the default
stands for it. A place (a row, a cell) that cannot be raises ``BadPlace``: figures would go astray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import MAX_COLUMN, MAX_ROW, a1, parse_a1, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from akmxl.core.cells import Position, Range

    Text = str | bytes | None

LARGEST = 2**31 - 1
"""The largest index that a file may name: of a style, of a table, of a sheet."""
WIDEST, HIGHEST, LARGEST_TYPE = 255.0, 409.5, 409.0
"""What Excel allows: a column's width in digits, a row's height and a font's size in points."""


class BadPlace(ValueError):
    """A row or a cell that no sheet has, or that one has twice; ``args[0]`` is how the file spells it."""


def whole(text: Text, default: int = 0, *, least: int = 0, most: int = LARGEST) -> int:
    """Read a whole number; the default for none, and for one that is out of bounds."""
    digits = _text(text)
    if not digits.removeprefix("-").isdecimal() or not digits.isascii() or len(digits) > 11:
        return default
    number = int(digits)
    return number if least <= number <= most else default


def measure(text: Text, default: float, *, least: float, most: float) -> float:
    """Read a length or a size; the default for none, and for one that is out of bounds (or no number)."""
    try:
        number = float(_text(text))
    except ValueError:
        return default
    return number if least <= number <= most else default


def is_on(text: Text, *, default: bool = False) -> bool:
    """Tell whether an attribute says yes; the default where there is none or it says neither yes nor no."""
    said = _text(text)
    if said in ("1", "true", "on"):
        return True
    return False if said in ("0", "false", "off") else default


def columns(first: Text, last: Text) -> range:
    """Read from where to where a ``<col>`` reaches: nowhere if backwards, to the end of the sheet at most."""
    return range(whole(first, 1, least=1), min(whole(last), MAX_COLUMN) + 1)


def area(text: Text) -> Range | None:
    """Read one range; None for anything else."""
    try:
        return parse_range(_text(text))
    except ValueError:
        return None


def corners(text: Text) -> Range | None:
    """Read one range that is written from its upper left cell to its lower right; None for anything else."""
    found = area(text)
    if found is None:
        return None
    first, _, last = _text(text).replace("$", "").upper().partition(":")
    return found if (first, last or first) == (a1(*found[:2]), a1(*found[2:])) else None


def areas(text: Text) -> tuple[Range, ...]:
    """Read a list of ranges (``A1:B2 C3``); what is none is left out."""
    return tuple(found for part in _text(text).split() if (found := area(part)) is not None)


def place_area(text: Text) -> Range:
    """Read one range; raises ``BadPlace`` for anything else."""
    found = area(text)
    if found is None:
        raise BadPlace(_text(text))
    return found


def row_number(text: Text) -> int:
    """Read the number of a row; raises ``BadPlace``."""
    number = whole(text, least=1, most=MAX_ROW)
    if not number:
        raise BadPlace(_text(text))
    return number


def row_numbers(texts: Sequence[str] | Sequence[bytes]) -> list[int]:
    """Read the numbers of many rows, all of them digits; raises ``BadPlace``."""
    numbers = list(map(int, texts))
    if numbers and (min(numbers) < 1 or max(numbers) > MAX_ROW):
        raise BadPlace(next(str(one) for one in numbers if not 1 <= one <= MAX_ROW))
    return numbers


def cell_place(text: Text) -> Position:
    """Read the address of a cell; raises ``BadPlace``."""
    try:
        return parse_a1(_text(text))
    except ValueError as error:
        raise BadPlace(_text(text)) from error


def free_number(taken: Iterable[int], most: int = LARGEST) -> int:
    """Return a number that is not taken: the next one, or where that would be too large the lowest."""
    known = {0, *(number for number in taken if number <= most)}
    following = max(known) + 1
    return following if following <= most else next(n for n in range(1, len(known) + 2) if n not in known)


def _text(text: Text) -> str:
    if isinstance(text, bytes):
        return text.decode("utf-8", "replace").strip()
    return (text or "").strip()

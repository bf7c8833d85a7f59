"""Read the whole numbers of an export: with blanks between thousands, with the decimal sign that it has."""

from __future__ import annotations

from akmxl.core.cell_values import DIGITS, plain
from akmxl.core.lazy_pattern import lazily
from akmxl.core.unseen import is_blank, visible
from akmxl.workbook.plan_file import text_of

_WHOLE = lazily(r"\d+|\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+")
_WITH_SIGN = lazily(r"(\d{1,3}(?:[ \u00a0\u202f'’]?\d{3})*|\d+)([.,])(\d+)")
_NOTHING = frozenset(("-", "–", "—", "−", "x", "х"))  # in a cell of figures; the last letter is Cyrillic
_BETWEEN = str.maketrans("", "", " \u00a0\u202f'’")


def is_nothing(value: object) -> bool:
    """Tell whether a cell of figures says nothing: it is blank, a dash or a cross."""
    if value is None or value == "":
        return True
    return isinstance(value, str) and (is_blank(value) or visible(value).strip().lower() in _NOTHING)


def read_amount(value: object, decimal: str = "") -> int | None:
    """Return the whole number that a cell adds to a sum: 0 where it says nothing, None for anything else."""
    amount = read_count(value, decimal)
    return 0 if amount is None and is_nothing(value) else amount


def text_in(value: object) -> str:
    """Return a cell of an export as text: whole numbers without a point, a day as ISO writes it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return text_of(plain(value))


def read_count(value: object, decimal: str = "") -> int | None:
    """Return the whole number of 0 or more that a cell says; None for anything else.

    ``1 234`` is one, and so is ``12,0``; ``1,234`` is one of two, so it is read only where ``decimal`` says
    which sign parts the decimals. A blank is no number.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10**DIGITS else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and 0 <= value < 10**DIGITS else None
    if not isinstance(value, str):
        return None
    return _in_text(visible(value).strip(), decimal)


def _in_text(text: str, decimal: str) -> int | None:
    if not text.isascii() and any(sign.isdigit() and not sign.isascii() for sign in text):
        return None
    if _WHOLE.fullmatch(text):
        return _bounded(text.translate(_BETWEEN))
    thousands = "." if decimal == "," else "," if decimal == "." else ""
    if thousands and thousands in text:
        parts = text.split(decimal)[0].split(thousands)
        if not all(len(part) == 3 for part in parts[1:]) or not 1 <= len(parts[0]) <= 3:
            return None
        text = text.replace(thousands, "")
        if _WHOLE.fullmatch(text):
            return _bounded(text)
    match = _WITH_SIGN.fullmatch(text)
    if match is None or (decimal and match[2] != decimal):
        return None
    if not decimal and len(match[3]) == 3:
        return None  # thousands, or three decimals: nobody can tell
    return _bounded(match[1].translate(_BETWEEN)) if not match[3].strip("0") else None


def _bounded(digits: str) -> int | None:
    return int(digits) if len(digits) <= DIGITS else None

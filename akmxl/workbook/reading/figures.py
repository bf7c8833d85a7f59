"""Read what a cell means: a figure, a code, a date. Faults are named, never guessed away."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache

from akmxl.core.cells import NOT_CALCULATED, UNCALCULATED, Cell, ExcelError, NotCalculated, Place
from akmxl.core.cyrillic import code_letters
from akmxl.core.lazy_pattern import lazily
from akmxl.core.side_words import is_footnote, is_signature, is_total
from akmxl.core.spelling import DASH, fold
from akmxl.core.unseen import SEMICOLONS, composed, visible
from akmxl.core.value_text import day_text, number_text, point_text
from akmxl.plan.model import Figure

_GROUPED = lazily(r"\d{1,3}(?: \d{3})+|\d+")  # never 12 5: that may be two numbers
_WITH_WORDS = lazily(r"\D{0,12}?(\d+)(?:\s*[^\d\s.,/-]+\.?)+|[^\d\s.,/-]+\s*(\d+)")
_LETTERS_FOR_DIGITS = lazily(r"(?=.*\d)[\doоl]+", re.IGNORECASE)  # 1o: the letter, typed for the digit
_DIGITS = 15  # of a number that Excel keeps
_LARGEST = 10**_DIGITS
_NO_CODES = (date, time, bool, ExcelError, NotCalculated)  # made once: it is asked for thousands of cells


def read_figure(cell: Cell, place: Place, *, fed: bool = False) -> Figure:
    """Read the figure in a cell that takes a whole number of 0 or more, or ``-``.

    ``fed``: the workbook's own formula may stand there, which looks into a register.
    """
    value, formula = cell.value, cell.formula
    if value is None and formula is None:
        return Figure(place)
    if formula is not None and (value == "" or value is None):
        return Figure(place, by_formula=True)
    if formula is None:
        return _read_value(value, place, show(value))
    own = "[" in formula or "!" in formula  # one that looks into a table or another sheet is the workbook's
    if value is NOT_CALCULATED:
        fault = None if own and fed else "TYP13"
        return Figure(place, fault=fault, shown=_shown(formula), typed=bool(fault), by_formula=True)
    figure = _read_value(value, place, shown := show(value))
    fault = figure.fault or (None if own else "TYP12")
    return Figure(place, figure.value, figure.dash, fault, shown, figure.offered, not own, by_formula=True)


@cache
def _shown(formula: str) -> str:
    """Return how a message shows a formula: that of a column stands in hundreds of rows."""
    return show(f"={formula}")


def _read_value(value: object, place: Place, shown: str) -> Figure:
    def fault(code: str, offered: int | None = None) -> Figure:
        return Figure(place, fault=code, shown=shown, offered=offered, typed=True)

    match value:
        case None:
            return Figure(place)
        case ExcelError():
            return fault("TYP07")
        case bool():
            return fault("TYP01")
        case int() | float():
            if value != int(value):
                return fault("TYP05")
            if value < 0:
                return fault("TYP04")
            if value >= _LARGEST:
                return fault("TYP14")
            return Figure(place, int(value), shown=shown, typed=True)
        case date() | datetime() | time():
            return fault("TYP06")
        case _:
            return _read_text(str(value), place, shown)


def _read_text(text: str, place: Place, shown: str) -> Figure:
    """Read a text where a figure belongs: a dash, a number kept as text, or a fault."""
    plain = " ".join(composed(text).replace("’", "").replace("'", "").split())
    if not plain:
        return Figure(place)
    if fold(plain) == DASH:
        return Figure(place, dash=True, shown=shown, typed=True)
    if _GROUPED.fullmatch(plain):
        digits = plain.replace(" ", "")
        if len(digits) > _DIGITS:
            return Figure(place, fault="TYP14", shown=shown, typed=True)
        return Figure(place, int(digits), fault="TYP02", shown=shown, typed=True)
    fault, offered = _fault_of(plain)
    return Figure(place, fault=fault, shown=shown, offered=offered, typed=True)


def _fault_of(plain: str) -> tuple[str, int | None]:
    """Return what is wrong with a text that is no figure, and the figure that it may mean."""
    if not any(map(str.isdecimal, plain)):  # words alone: so the expressions below are not even compiled
        return "TYP01", None
    if any(sign.isnumeric() and not sign.isdecimal() for sign in plain):
        return "TYP01", None  # 1½, 2²: no figure is read out of them
    if plain[0] in "-−–" and re.fullmatch(r"[-−–]\s*\d[\d\s]*", plain):
        return "TYP04", None
    if not {".", ","}.isdisjoint(plain) and re.fullmatch(r"\d+(?:[.,]\d+)+", plain):
        return "TYP03", None
    if re.fullmatch(r"\d+\s*/\s*\d+", plain):
        return "TYP08", None
    if not has_letters_for_digits(plain) and (match := _WITH_WORDS.fullmatch(plain)):
        digits = match.group(1) or match.group(2)
        return ("TYP09", int(digits)) if len(digits) <= _DIGITS else ("TYP14", None)
    return "TYP01", None


def read_quantity(cell: Cell, place: Place) -> int:
    """Read the quantity in a register's row, 0 where there is none; below 0 ends something in force."""
    if type(cell.value) is int and cell.formula is None:
        return plain_quantity(cell.value)
    return read_figure(cell, place).value or 0


def plain_quantity(value: int) -> int:
    """Return a typed whole number as a quantity: 0 where no cell can mean so large a number."""
    return value if abs(value) < _LARGEST else 0


def has_letters_for_digits(text: str) -> bool:
    """Tell whether letters that look like digits stand among digits, as in ``1o``."""
    return _LETTERS_FOR_DIGITS.fullmatch(text) is not None


def read_code(value: object) -> str:
    """Read a code as the plan writes it: ``9.4.1``, ``I.2``, mending blanks, look-alikes, a last point."""
    if value is None or isinstance(value, _NO_CODES):
        return ""
    return _code_in(_code_text(value))


def _code_text(value: object) -> str:
    """Return a code as it was typed: a number without the noise behind Excel's fifteen digits."""
    return point_text(value) if isinstance(value, float) else str(value)


@cache
def _code_in(text: str) -> str:
    code = code_letters("".join(text.replace("\u2800", " ").split())).rstrip(".")
    whole, point, noughts = code.partition(".")
    return whole if point and whole.isdecimal() and set(noughts) == {"0"} else code  # 18.0 typed as a text


def item_code(value: object) -> str:
    """Read the code of a row of Reja or Oylik; a total's name or a signature in its place is none."""
    code = read_code(value)
    return "" if code and _is_beside(code, str(value)) else code


@cache
def _is_beside(code: str, text: str) -> bool:
    if looks_like_a_code(code):
        return _DAY.fullmatch(code) is not None
    return is_total(text) or is_signature(text) or is_footnote(text)


_DAY = lazily(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d")  # on which something was signed


BULLET = "•"  # between codes
_NARROW = str.maketrans(
    {
        BULLET: ";",
        **dict.fromkeys(SEMICOLONS, ";"),
        **dict(zip("，、／＋＆｜", ",,/+&|", strict=True)),
        **dict.fromkeys('"“”„«»()[]№', " "),
    }
)
_BETWEEN_CODES = lazily(
    r"[;,/+&|\n\r]|(?<!\S)(?:va|hamda|xamda|bilan|ва|ҳамда|хамда|билан|и|and|(?-i:i))(?!\S)", re.IGNORECASE
)
_BAND = lazily(r"[\s–‑-]*(?:band|банд)\w*\s*$|(?<=\d)\s*[–‑-]\s*$", re.IGNORECASE)  # 17-, 18-band
_IN_PLAIN_CODES = dict.fromkeys(map(ord, "0123456789.,; IVX"))


def read_codes(value: object) -> tuple[str, ...]:
    """Read the codes in one cell, whatever people set between them: ``;``, ``,``, ``va``, a line break."""
    if value is None or isinstance(value, _NO_CODES):
        return ()
    return _codes_in(_code_text(value))


@cache
def _codes_in(text: str) -> tuple[str, ...]:
    plain = list(map(str.strip, text.replace(",", ";").split(";")))
    if not text.translate(_IN_PLAIN_CODES) and not any(" " in code for code in plain):
        # As nearly all: so the expressions below are not even compiled.
        return tuple(dict.fromkeys(code for one in plain if (code := read_code(one))))
    parts = (_BAND.sub("", part) for part in _BETWEEN_CODES.split(text.translate(_NARROW)))
    read = (read_code(one) for part in parts for one in _apart(part))
    return tuple(dict.fromkeys(code for code in read if code))  # one that stands there twice counts once


def _apart(part: str) -> list[str]:
    """Return codes with only a blank between them as several; ``9. 4.1`` is one."""
    words = part.split()
    return (
        words if len(words) > 1 and all(looks_like_a_code(code_letters(word)) for word in words) else [part]
    )


def looks_like_a_code(code: str) -> bool:
    """Tell whether a text has the form of an item's code, in the plan or not."""
    first, *others = code.split(".")
    return (first.isdecimal() or _is_roman(first)) and all(map(str.isdecimal, others))


def _is_roman(text: str) -> bool:
    return bool(text) and not text.strip("IVX")


def show(value: object) -> str:
    """Return a value as a message, and the key of a finding, shows it.

    Numbers without a blank between thousands, days as people write them, texts cut at 60 letters and without
    signs that nobody sees.
    """
    match value:
        case None:
            return ""
        case bool():
            return "ROST" if value else "YOLG‘ON"
        case datetime() | date():
            return day_text(value)
        case float():
            return number_text(value, grouped=False)
        case NotCalculated():
            return UNCALCULATED
        case _:
            text = " ".join(visible(str(value)).split()) or str(value)
            return text if len(text) <= 60 else text[:59] + "…"

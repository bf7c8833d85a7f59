"""Read the days of a column: in the one order of day, month and year that all its values allow."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.unseen import visible
from akmxl.plan.period import YEARS
from akmxl.plan.period_words import read_period, read_sure_day

if TYPE_CHECKING:
    from collections.abc import Iterable

ORDERS = {"KOY": ("day", "month", "year"), "OKY": ("month", "day", "year"), "YOK": ("year", "month", "day")}
ENGLISH = {"DMY": "KOY", "MDY": "OKY", "YMD": "YOK"}  # the same by the letters of another language

_NUMBERS = lazily(
    r"(\d{1,4})\s*([-./\u2010-\u2015])\s*(\d{1,2})\s*[-./\u2010-\u2015]\s*(\d{1,4})"
    r"(?:\s*(?:y|yil|г|год)\.?)?(?:[T\s,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?)?"
)
_YEAR = 4  # digits: a number of so many before the others is the year, whatever the order
_MONTHS = 12
_NO_SLIP, _NO_CHANCE = 3, 12  # dates, all of days up to the 12th: few may be so by chance
_CENTURY = 2000  # of a year in two digits
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def order_of(column: str, values: Iterable[object], asked: str = "") -> str:
    """Return the order (``KOY``: day first, ``OKY``, ``YOK``) in which every numeric day of a column reads.

    ``asked`` is what the person or the profile says. Days between points are read day first where both ways
    are open, as everywhere here. Raises ``BadArgument`` where two orders fit and give different days, or none
    fits all: it is asked about, never guessed.
    """
    texts, dates = _texts_and_dates(values)
    if texts and all(day.day <= _MONTHS for day in dates):
        _refuse_turned(column, texts, len(dates), sure=bool(asked))
    if asked:
        return asked
    readings = {order: {text: _in_order(text, order) for text in texts} for order in ORDERS}
    read = {text for days in readings.values() for text, day in days.items() if day}
    fitting = [order for order, days in readings.items() if all(days[text] for text in read)]
    points = [text for text in read if _with_points(text)]
    if (
        points
        and len(points) < len(read)
        and "KOY" not in fitting
        and any(readings["KOY"][t] for t in points)
    ):
        fitting = []  # days between points are day first here, and others of the column are not
    different = {
        tuple(sorted((text, day) for text, day in readings[order].items() if day)) for order in fitting
    }
    if len(different) == 1 or not read:
        return fitting[0] if fitting else "KOY"
    if fitting and "KOY" in fitting and all(_with_points(text) for text in read):
        return "KOY"
    example = min(read)
    if not fitting:
        raise BadArgument(
            N_(
                "Column “{column}”: its days are written in several orders, so none is sure, "
                "e.g. “{example}”. Say which one it is: --date-order KOY (day first), OKY (month first) or "
                "YOK (year first), or write it into the profile as sana_tartibi."
            ),
            column=column, example=example,
        )  # fmt: skip
    example = min(text for text in read if len({readings[order][text] for order in fitting}) > 1)
    raise BadArgument(
        N_(
            "Column “{column}”: “{example}” can be read in two ways, and no other day decides. "
            "Say which one it is: --date-order {orders} (K day, O month, Y year), "
            "or write it into the profile as sana_tartibi."
        ),
        column=column, example=example, orders=" | ".join(fitting),
    )  # fmt: skip


def _texts_and_dates(values: Iterable[object]) -> tuple[set[str], list[date]]:
    """Return what of a column is a text in numbers whose order is open, and what is a date already."""
    texts, dates = set(), []
    for value in values:
        if isinstance(value, str):
            text = visible(value).strip()
            if (match := _NUMBERS.fullmatch(text)) and len(match[1]) < _YEAR:
                texts.add(text)
        elif isinstance(value, date):
            dates.append(value)
    return texts, dates


def _refuse_turned(column: str, texts: Iterable[str], dates: int, *, sure: bool) -> None:
    """Refuse days that a spreadsheet turned round: those up to the 12th became dates, the rest stayed texts.

    ``sure``: a person says the order, so only what cannot be chance is refused.
    """
    orders = ({order for order in ("KOY", "OKY") if _in_order(text, order)} for text in texts)
    days = list(filter(None, orders))  # of what can be read at all
    if dates < (_NO_CHANCE if sure else _NO_SLIP) and (sure or len(days) < _NO_CHANCE):
        return
    if days and len(set.union(*days)) == 1:
        raise BadArgument(
            N_(
                "Column “{column}”: all days to the 12th are dates and all later ones are texts, e.g. "
                "“{example}”: a spreadsheet opened the file and took the month for the day. Fetch the export "
                "anew and import it without opening it in Excel."
            ),
            column=column, example=min(texts),
        )  # fmt: skip


def read_day(value: object, order: str) -> date | None:
    """Return the day that a cell says in an order; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    text = visible(value).strip()
    return _in_order(text, order) if _NUMBERS.fullmatch(text) else read_sure_day(text)


def is_day(value: object) -> bool:
    """Tell whether a cell says a day, in whatever order."""
    return isinstance(value, date) or any(read_day(value, order) for order in ORDERS)


def read_month(value: object, order: str, year: int) -> tuple[int, int] | None:
    """Return the year and month that a cell says, as a day, ``03.2025``, ``mart``, ``3``; None for others.

    What names no year is of the plan's ``year``.
    """
    if day := read_day(value, order):
        return day.year, day.month
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is int:
        return (year, value) if 1 <= value <= 12 else None
    text = visible(value).strip() if isinstance(value, str) else ""
    if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 12:
        return year, int(text)
    period = read_period(text, year) if text else None
    return (period.year, period.first) if period is not None and len(period.months) == 1 else None


def is_of_plan(day: date) -> bool:
    """Tell whether a day lies in a year that a plan can have."""
    return day.year in YEARS


def _with_points(text: str) -> bool:
    """Tell whether a day is written with points and a whole year, as it is here: the day first."""
    match = _NUMBERS.fullmatch(text)
    return match is not None and match[2] == "." and len(match[4]) == 4


def _in_order(text: str, order: str) -> date | None:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    if len(match[1]) == _YEAR:
        order = "YOK"
    parts = dict(zip(ORDERS[order], (match[1], match[3], match[4]), strict=True))
    if len(parts["year"]) not in (2, 4) or max(len(parts["day"]), len(parts["month"])) > 2:
        return None
    year = int(parts["year"]) + (_CENTURY if len(parts["year"]) == 2 else 0)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None

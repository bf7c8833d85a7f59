"""Read periods, months and days in the many ways in which people write them into a cell."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import chain

from akmxl.core.cell_values import day_of, whole_number
from akmxl.core.errors import BadArgument
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import ROMAN, month_number
from akmxl.plan.period import WHOLE_YEAR, YEARS, Period, month_end

_MONTHS = {
    "yanv": 1, "fevr": 2, "mart": 3, "apr": 4, "may": 5, "iyun": 6, "iyul": 7, "avg": 8, "sen": 9, "okt": 10,
    "noy": 11, "dek": 12, "jan": 1, "feb": 2, "march": 3, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_PARTS = {"chorak": 4, "kvartal": 4, "q": 4, "yarim": 2, "polug": 2, "h": 2}  # into how many the year falls
_ROMAN = {roman.lower(): number for number, roman in enumerate(ROMAN, 1)}
_TOKENS = lazily(r"\d+|[^\W\d_]+")
_SILENT = lazily(r"(?:yil|god)[^\W\d_]*|oy(?!lik)[^\W\d_]*|g|y|dan|boshlab")


def month_word(word: str) -> int | None:
    """Return the month (1-12) that a folded word names, with any ending; None for another word."""
    found = month_number(word)
    return found or next((month for start, month in _MONTHS.items() if word.startswith(start)), None)


def part_word(word: str) -> int | None:
    """Return 4 for a folded word for a quarter, 2 for one for a half-year; None for another word."""
    if len(word) == 1:
        return _PARTS.get(word)
    return next((n for start, n in _PARTS.items() if len(start) > 1 and word.startswith(start)), None)


def read_period(text: str, year: int) -> Period | None:
    """Read a period as people write it, ``01.2025``, ``2025-yil yanvar``, ``I chorak``; None for others.

    What names no year is of ``year``; a day stands for its month. Never a guess: a text of which a part is
    not understood gives None.
    """
    try:
        found = Period.parse(text)
    except BadArgument:
        return _in_words(text, year)
    return found if found.year in YEARS else None


def _in_words(text: str, year: int) -> Period | None:
    tokens = _TOKENS.findall(fold(text))
    words = [word for word in tokens if not word.isdecimal() and not _SILENT.fullmatch(word)]
    numbers = [_number_of(token) for token in tokens if token.isdecimal()]
    numbers += [number for word in words if (number := _ROMAN.get(word))]
    years = [number for number in numbers if number in YEARS]
    others = [number for number in numbers if number not in YEARS]
    known = [word for word in words if month_word(word) or part_word(word) or word in _ROMAN]
    if len(years) > 1 or len(known) < len(words):
        return None
    months = [month for word in words if (month := month_word(word))]
    parts = [part for word in words if (part := part_word(word))]
    if any(word in _ROMAN for word in words) and not parts:
        return None
    if parts:
        return _part_of(years[0] if years else year, parts, others) if not months else None
    if months:
        return _month_of(years[0] if years else year, months, others)
    return _in_numbers(tokens, years, others, year)


def _number_of(token: str) -> int:
    """Return the number of digits; 0, which is no month, day or year, for a key that was held down."""
    return whole_number(token) or 0


def _part_of(year: int, parts: list[int], numbers: list[int]) -> Period | None:
    """Return a quarter or half-year by its number; None where there are several, or no such one."""
    if len(parts) != 1 or len(numbers) != 1 or not 1 <= numbers[0] <= parts[0]:
        return None
    return Period.quarter(year, numbers[0]) if parts[0] == 4 else Period.half(year, numbers[0])


def _in_numbers(tokens: list[str], years: list[int], numbers: list[int], year: int) -> Period | None:
    """Return the period of a text without names of months: a year, with a month, with a day."""
    says_month = any(token.startswith("oy") for token in tokens)
    match numbers:
        case [] if years:
            return Period.whole(years[0])
        case [month] if years or says_month:
            return _month_of(years[0] if years else year, [month], [])
        case [first, second] if years:
            begins = tokens[0] == str(years[0])
            return _month_of(years[0], [first if begins else second], [second if begins else first])
    return None


def _month_of(year: int, months: list[int], days: list[int]) -> Period | None:
    """Return a month, of a day if one is given; None where the calendar has no such month or day."""
    if len(months) != 1 or not 1 <= months[0] <= 12 or len(days) > 1:
        return None
    if not all(1 <= day <= month_end(year, months[0]).day for day in days):
        return None
    return Period.month(year, months[0])


def read_month_day(text: str) -> tuple[int, int] | None:
    """Read a day of any year, ``25-dekabr``, as month and day; None for others."""
    tokens = [token for token in _TOKENS.findall(fold(text)) if not _SILENT.fullmatch(token)]
    days = [_number_of(token) for token in tokens if token.isdecimal()]
    months = [month for token in tokens if (month := month_word(token))]
    if len(days) != 1 or len(tokens) != 2 or _month_of(2024, months, days) is None:
        return None
    return months[0], days[0]


def read_named_periods(text: str, cadence: str) -> tuple[str, ...] | None:
    """Read the periods of a year that a catalogue names: ``Q1;Q3``, ``I-III chorak``, ``yanvar, iyul``.

    They come back as periods are written behind their year: ``Q1``, ``H2``, ``03``. None where a part is not
    understood, or where a report of that cadence has no such periods.
    """
    count, form = _NAMED.get(cadence, (0, ""))
    if cadence in ("yearly", "once"):
        whole = read_period(text, YEARS[0])
        return () if whole and len(whole.months) == len(WHOLE_YEAR) else None
    lines = fold(text.replace("\n", ";"))
    parts = [_span(part, count) for part in _LIST.split(lines.replace("、", ",")) if part.strip()]
    if not count or not parts or None in parts:
        return None
    numbers = chain.from_iterable(part for part in parts if part)
    return tuple(form.format(number) for number in dict.fromkeys(numbers))


_NAMED = {"monthly": (12, "{:02d}"), "quarterly": (4, "Q{}"), "half-yearly": (2, "H{}")}
_LIST = lazily(r"[;,/+&|]|(?<!\S)(?:va|hamda)(?!\S)")


def _span(text: str, count: int) -> range | None:
    """Read a period's number within its year, or the numbers of a range, of ``count`` to the year."""
    ends = [_number(end, count) for end in text.split("-") if not _only_words(end, count)]
    first, last = (ends[0], ends[-1]) if ends else (None, None)
    if first is None or last is None or len(ends) > 2 or not 1 <= first <= last <= count:
        return None
    return range(first, last + 1)


def _only_words(text: str, count: int) -> bool:
    """Tell whether a text says only what is counted: ``chorak`` of ``1-chorak``."""
    words = _TOKENS.findall(text)
    return bool(words) and all(_SILENT.fullmatch(word) or part_word(word) == count for word in words)


def _number(text: str, count: int) -> int | None:
    words = [word for word in _TOKENS.findall(text) if not _only_words(word, count)]
    if len(words) != 1:
        return None
    if words[0].isdecimal():
        return _number_of(words[0])
    return month_word(words[0]) if count == 12 else _ROMAN.get(words[0])


def day_in(value: object) -> date | None:
    """Return the day that a cell says: a date, or a text that can be only one day; None for others."""
    if type(value) is date:
        return value  # as thousands are
    return day_of(value) or (read_sure_day(value) if type(value) is str else None)


def due_day_in(value: object) -> date | None:
    """Return the day by which a cell wants something: also ``18.04.2025 gacha``, until that day.

    None for a day of a year that no plan has: a slip.
    """
    day = day_in(_UNTIL.sub("", value) if type(value) is str else value)
    return day if day and day.year in YEARS else None


@cache
def read_sure_day(text: str) -> date | None:
    """Read a text that can be only one day: ``05.03.2025``, ``5-mart 2025``, ``5.III.2025``; None for others.

    ``05/03/2025`` has two readings, for some write the month first, and so has a year of two digits, which
    may stand first. ``5-mart`` is a day of every year. A day of the week, a second day, any word that is not
    understood makes it no day.
    """
    if sum(map(str.isdecimal, text)) < _LEAST_DIGITS:
        return None
    words = _HOUR.sub("", fold(text)).strip(" .,;")
    if numbers := _IN_NUMBERS.fullmatch(words):
        return _of_numbers(numbers[1], numbers[2], numbers[3], numbers[4])
    return _of_words(_SIGNS.findall(words))


_LEAST_DIGITS = 5  # of a year and a day; most texts have fewer, so the expressions below are not asked
_UNTIL = lazily(r"[\s-]*gacha\W*$")
_HOUR = lazily(r"(?<=\d)(?:t|,? +)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?z?\W*$")
_IN_NUMBERS = lazily(
    r"(\d{4}|\d{1,2}) ?([-./,]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{1,2})(?: ?-? ?(?:y|yil|yilda|yilgi|g|god|goda))?"
)
_SIGNS = lazily(r"\d+|[^\W\d_]+|\S")
_BESIDE = frozenset({*'-.,«»"“”„', "y", "yil", "yilda", "yilgi", "yilning", "g", "god", "goda", "oy", "oyi"})
_CASES = ("", "da", "dagi", "ning", "ya", "a", "i")  # of Uzbek and Russian names of months
_ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december")  # fmt: skip
_SHORT = {
    "yan": 1, "yanv": 1, "jan": 1, "fev": 2, "fevr": 2, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "avg": 8, "aug": 8, "sen": 9, "sent": 9, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "noy": 11, "nov": 11,
    "noyab": 11, "dek": 12, "dec": 12,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11,
    "xii": 12,
}  # fmt: skip


def _of_numbers(first: str, sign: str, month: str, last: str) -> date | None:
    """Return the day of three numbers: the year first, or the day first with points between."""
    if len(first) == 4:
        return _day(first, month, last) if len(last) < 4 else None
    if len(last) < 4:
        return None
    readings = [_day(last, month, first)]
    if sign in "-/":
        readings.append(_day(last, first, month))
    found = set(readings) - {None}
    return found.pop() if len(found) == 1 else None


def _of_words(signs: list[str]) -> date | None:
    said = [sign for sign in signs if sign not in _BESIDE]
    years = [sign for sign in said if sign.isdecimal() and len(sign) == 4]
    days = [sign for sign in said if sign.isdecimal() and len(sign) < 3]
    months = [month for sign in said if (month := _named_month(sign))]
    if len(said) != 3 or not len(years) == len(days) == len(months) == 1:
        return None
    return _day(years[0], str(months[0]), days[0])


def _named_month(word: str) -> int | None:
    """Return the month (1-12) of its name, in any case, its usual short form or Roman number.

    The start of another word is none.
    """
    if word in _ENGLISH:
        return _ENGLISH.index(word) + 1
    if short := _SHORT.get(word):
        return short
    names = (word.removesuffix(end) for end in _CASES if word.endswith(end))
    return next((month for name in names if (month := month_number(name))), None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in _YEARS_OF_DAYS else None


_YEARS_OF_DAYS = range(1900, 2101)  # what is in force may have begun long ago

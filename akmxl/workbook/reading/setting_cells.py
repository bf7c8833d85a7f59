"""Read the cells of Sozlamalar, a function a kind of cell: what it says, and what of it is not understood.

The settings are read with them, and the rules ask the same functions: so what is not read is said.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from akmxl.core.cell_values import day_of, whole_number
from akmxl.core.cells import ExcelError, NotCalculated
from akmxl.core.cyrillic import code_letters
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import DASH, fold
from akmxl.core.unseen import SEMICOLONS, composed, visible
from akmxl.core.value_text import point_text
from akmxl.core.vocabulary import TERMS, meaning
from akmxl.plan.period import YEARS
from akmxl.plan.period_words import day_in, read_month_day, read_named_periods, read_period
from akmxl.plan.register_rows import labels_of, pieces_of
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import looks_like_a_code, read_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from akmxl.plan.period import Period

T_co = TypeVar("T_co", covariant=True)

UNREAD = "unread"  # nothing of it is understood
PART = "part"  # a part is not, which ``left`` names
BLANK = "blank"  # nothing stands where something must
DATED = "dated"  # a date stands where Excel took a code or a number for one


class Read(NamedTuple, Generic[T_co]):
    """What a cell says, ``fault`` (empty where all of it is understood), and the part that is not."""

    value: T_co
    fault: str = ""
    left: str = ""


_BROKEN = (ExcelError, NotCalculated, bool)


def _broken(value: object) -> bool:
    """Tell whether a cell shows an error, a truth value, or a formula without a result."""
    return isinstance(value, _BROKEN)


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def plain_text(value: object) -> str:
    """Return a cell's value as text, outer blanks gone, a number without its noise; of a broken one none."""
    if _blank(value) or _broken(value):
        return ""
    return point_text(value) if isinstance(value, float) else str(value).strip()


def read_any(value: object) -> Read[str]:
    """Read a cell for people's own words: what Excel could not compute is a fault, and signs alone are."""
    text = plain_text(value)
    return Read(text, UNREAD if _broken(value) or _is_mute(text) else "")


def _is_mute(text: str) -> bool:
    """Tell whether a text is of signs alone; a dash says that there is none."""
    return bool(text) and not any(map(str.isalnum, text)) and fold(text) != DASH


_NO_WORD = lazily(
    r"[\s.,;:/-]*\d[\d\s.,;:/-]*(?:[Ee][+-]?\d+)?"
)  # 45658 typed as a text is as little a name as the number


def read_words(value: object) -> Read[str]:
    """Read a cell of words, which may be blank: numbers and dates are none, nor are texts of digits or of
    signs alone; a dash says that there is none.
    """
    text = plain_text(value)
    if _blank(value) or (isinstance(value, str) and not isinstance(value, ExcelError)):
        return Read(text, UNREAD if _is_mute(text) or _NO_WORD.fullmatch(composed(text)) else "")
    return Read(text, DATED if isinstance(value, date | time) else UNREAD)


def read_name(value: object) -> Read[str]:
    """Read a cell of words that must say something, of one name: ``;`` stands between several."""
    if _blank(value):
        return Read("", BLANK)
    name, fault, left = read_words(value)
    if fold(name) == DASH:
        return Read(name, UNREAD)
    _, sign, others = name.replace("；", ";").partition(";")
    return Read(name, fault or (PART if sign and others.strip() else ""), left or others.strip())


def read_label(value: object) -> Read[str]:
    """Read a code of people's own, such as a report's: a text or a whole number."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole or (type(value) is str and value.strip()):
        return Read(plain_text(value))
    return read_name(value)


_BETWEEN = str.maketrans(dict.fromkeys(f"|\n\r｜、{SEMICOLONS}", ";"))


def read_spellings(value: object) -> Read[tuple[str, ...]]:
    """Read a word's other spellings; names contain commas, so these part nothing."""
    text, fault, left = read_words(value)
    parts = tuple(part for one in text.translate(_BETWEEN).split(";") if (part := one.strip()))
    odd = [part for part in parts if read_words(part).fault]
    return Read(parts, fault or (PART if odd else ""), left or ", ".join(odd))


_NOWHERE = frozenset({DASH, "yoq", "hech qaysi"})


def read_item_codes(value: object) -> Read[tuple[str, ...]]:
    """Read a cell of items' codes; a dash says that there are none."""
    if _blank(value):
        return Read((), BLANK)
    if isinstance(value, date | time) or _broken(value):
        return Read((), DATED if isinstance(value, date | time) else UNREAD)
    if fold(plain_text(value)) in _NOWHERE:
        return Read(())
    codes = read_codes(value)
    odd = [code for code in codes if not looks_like_a_code(code)]
    if odd or not codes:
        return Read(codes, PART if len(odd) < len(codes) else UNREAD, ", ".join(odd))
    return Read(codes)


_WITH_COMMA = lazily(r"\s*\d+(?:\s*[,·]\s*\d+)+\s*")


def read_item_code(value: object) -> Read[str]:
    """Read a cell of one item's code, so 15,1 can be nothing but 15.1."""
    if type(value) is str and _WITH_COMMA.fullmatch(value):
        value = value.replace(",", ".").replace("·", ".")
    codes, fault, left = read_item_codes(value)
    if len(codes) > 1 and not fault:
        return Read(codes[0], PART, ", ".join(codes[1:]))
    return Read(codes[0] if codes else "", fault or ("" if codes else UNREAD), left)


def read_optional_code(value: object) -> Read[str]:
    """Read a cell of one item's code that may be blank: it is then about every item."""
    return Read("") if _blank(value) else read_item_code(value)


_EVERY_ITEM = frozenset({"*", "hammasi", "barchasi", "barcha bandlar", "hamma bandlar", "butun reja"})


def read_report_items(value: object) -> Read[tuple[str, ...]]:
    """Read the items of a report: codes, or ``*`` for the whole plan."""
    return Read(("*",)) if fold(plain_text(value)) in _EVERY_ITEM else read_item_codes(value)


def read_day_log_column(value: object) -> Read[str]:
    """Read the heading of a column of figures in Kundalik, as its field."""
    text, fault, left = read_name(value)
    field = _COUNTED.get(fold(text), "")
    return Read(field, fault or ("" if field else UNREAD), left)


_COUNTED: Mapping[str, str] = {
    spelling: column.field
    for column in layout.DAILY_SHEET.columns
    if column.field in ("visits", "loans", "new_readers", "renewed_readers")
    for spelling in column.spellings
}


def read_pattern(value: object) -> Read[str]:
    """Read the labels that a list's details are written with: ``manzil: ; fond:``."""
    text, fault, left = read_words(value)
    unlabelled = [piece for piece in pieces_of(text) if piece.strip() and not labels_of(piece)]
    if unlabelled:
        return Read(text, PART if labels_of(text) else UNREAD, unlabelled[0].strip())
    return Read(text, fault, left)


def read_term(field: str, value: object, default: str = "") -> Read[str]:
    """Read a word of the vocabulary as its code; ``default`` is the code of a blank, where one may stand."""
    text, fault, left = read_words(value)
    if not text and not fault:
        return Read(default, "" if default else BLANK)
    code = meaning(field, text.rstrip(" ."))
    return Read(code or text, fault or ("" if code else UNREAD), left)


def read_first_period(value: object, year: int) -> Read[Period | None]:
    """Read the first period that akmxl answers for, however it is written; blank while it is not set."""
    if _blank(value):
        return Read(None)
    day, found = _day(value), None
    if day is not None:
        found = read_period(f"{day:%Y-%m}", year)
    elif plain_text(value).isdecimal() and (match := _DIGITS_OF_MONTH.fullmatch(plain_text(value))):
        found = read_period("-".join(match.groups()), year)
    elif isinstance(value, float) and re.fullmatch(r"\d{4}\.1", plain_text(value)):
        pass  # 2025.10 typed as a number is 2025.1 too
    elif not _has_two_readings(plain_text(value), year):
        found = read_period(plain_text(value), year)
    return Read(found, "" if found else UNREAD)


_ONE_YEAR = lazily(r"\D*(\d{4})\D*")
_PARTED_YEAR = lazily(r"\b(\d) (\d{3})\b")  # 2 025, as thousands are written


_FIRST_DAYS = 1906  # until then a day's number is that of a year of the plan, or less


def number_behind(value: object) -> object:
    """Return the number where a date's format shows a small one as a day long ago, 2025 as 17.07.1905."""
    if not isinstance(value, date) or value.year >= _FIRST_DAYS:
        return value
    from akmxl.ooxml.read.serials import to_serial  # late: nearly never

    return to_serial(value, date1904=False)


def read_year(value: object) -> Read[int | None]:
    """Read the plan's year; the fault ``PART`` says that it is read, though more or less than a number stands
    there: “2025-yil”, a date, 2 025.
    """
    if _blank(value):
        return Read(None, BLANK)
    value = number_behind(value)
    text = visible(plain_text(value)).strip()
    if (year := whole_number(text)) and year in YEARS:
        return Read(year)
    if day := day_in(value):
        return Read(day.year, PART) if day.year in YEARS else Read(None, UNREAD)
    match = _ONE_YEAR.fullmatch(_PARTED_YEAR.sub(r"\1\2", composed(text))) if type(value) is str else None
    found = int(match[1]) if match and int(match[1]) in YEARS else None
    return Read(found, PART if found else UNREAD)


_CENTRE_CODE = lazily(r"\w[\w./-]{0,19}")


def read_centre_code(value: object) -> Read[str]:
    """Read the centre's code: letters and digits, with points, strokes and hyphens among them; or none."""
    if _blank(value):
        return Read("", BLANK)
    code = code_letters(plain_text(value)).upper()
    understood = not isinstance(value, date) and _CENTRE_CODE.fullmatch(code)
    return Read(code, "") if understood else Read("", UNREAD)


_DIGITS_OF_MONTH = lazily(r"(\d{4})(\d\d)")  # 202501
_DIGITS_OF_DAY = lazily(r"((?:19|20)\d\d)(\d\d)(\d\d)")  # 20250131
_SERIALS = range(30_000, 80_000)  # numbers of days that Excel shows as dates of 1982 to 2119
_DAY_OR_YEAR = lazily(r"\s*[^\W\d]+\W+(\d\d)\W*")
_DAY_AND_MONTH = lazily(r"\s*(\d{1,2})\s*([/-])\s*(\d{1,2})\s*\2\s*\d{4}\D*")


def _day(value: object) -> date | None:
    """Return the day that a cell says, also as the bare number that a cell without a date's format shows."""
    if type(value) is float and value == value and int(min(value, 1e9)) in _SERIALS:
        value = int(value)  # with an hour
    if type(value) is not int:
        text = value.strip() if type(value) is str else ""
        return day_in(value) if not text.isdecimal() or not text.isascii() else _day(int(text[:9]))
    if match := _DIGITS_OF_DAY.fullmatch(str(value)):
        return day_in("-".join(match.groups()))
    if value in _SERIALS:
        from akmxl.ooxml.read.serials import from_serial  # late: nearly all are dates

        return day_of(from_serial(value, date1904=False))
    return None


def _has_two_readings(text: str, year: int) -> bool:
    """Tell whether a text may mean two months: ``01/02/2025``, or ``Jan-25`` in the plan of another year."""
    if text[:4].isdecimal():  # a year, as nearly always
        return False
    if match := _DAY_AND_MONTH.fullmatch(text):
        day, month = int(match[1]), int(match[3])
        return day != month and day <= 12
    match = _DAY_OR_YEAR.fullmatch(text)
    return bool(match and 20 <= int(match[1]) <= 31 and int(match[1]) != year % 100)


_WEEKS = {
    "5": 5, "besh": 5, "v": 5, "pyat": 5, "pyati": 5, "pyatidnevka": 5, "5+2": 5, "5/2": 5,
    "6": 6, "olti": 6, "vi": 6, "shest": 6, "shesti": 6, "shestidnevka": 6, "6+1": 6, "6/1": 6,
}  # fmt: skip
_WEEK_WORDS = lazily(r"\s*-?\s*(?:kun\w*|ish\w*|hafta\w*|dney|dnya|den|dnev\w*|rabochi\w*|nedelya)")
_LAST_DAYS = {"juma": 5, "shanba": 6}
_FROM_MONDAY = lazily(r"du(?:sh\w*)?\.?\s*(?:-|dan)\s*([a-z]+)\.?(?: *gacha)?|ponedelnik\s*-\s*([a-z]+)")


def _week_of_days(text: str) -> int | None:
    """Return the days of a week that is said by its first and last day: ``Du–Ju``, ``dushanba-shanba``."""
    match = _FROM_MONDAY.fullmatch(text)
    last = (match[1] or match[2]) if match else ""
    if last in ("pyatnisa", "subbota"):
        return 5 if last == "pyatnisa" else 6
    found = [days for name, days in _LAST_DAYS.items() if len(last) > 1 and name.startswith(last)]
    return found[0] if len(found) == 1 else None


def read_work_week(value: object) -> Read[int]:
    """Read how many days of a week are worked, ``6`` or ``besh kunlik``; what is not read counts as 6."""
    if _blank(value):
        return Read(6, BLANK)
    text = fold(plain_text(number_behind(value)))
    if text in _WEEKS:
        return Read(_WEEKS[text])
    plain = _WEEK_WORDS.sub("", text).strip().replace(" ", "")
    found = _WEEKS.get(re.sub(r"[.,]0+$", "", plain)) or _week_of_days(text)
    return Read(found or 6, "" if found else UNREAD)


def read_weeks(value: object) -> Read[frozenset[int]]:
    """Read for which weeks, of 5 or 6 days, a moved day counts; a blank says for both."""
    if _blank(value):
        return Read(frozenset({5, 6}))
    text = fold(plain_text(value))
    if text in _WEEKS:
        return Read(frozenset({_WEEKS[text]}))
    parts = [read_work_week(part) for part in re.split(r"[;,/+&|]|\bva\b", text)]
    faulty = any(part.fault for part in parts)
    return Read(frozenset(part.value for part in parts if not part.fault), UNREAD if faulty else "")


def read_moved_day(value: object, year: int) -> Read[date | None]:
    """Read the date of a day off: a date, or a text that can be only one day of the plan's year or the next.

    What is of another year moves no due day: a slip of the keyboard.
    """
    day = _day(value)
    if day is None:
        return Read(None, BLANK if _blank(value) else UNREAD)
    return Read(day, "" if year - 1 <= day.year <= year + 1 else UNREAD)


_NUMBER = lazily(
    r"(\d{1,3}(?: \d{3})+|\d{1,12})(?:[.,](\d{1,6}))?\s*(?:%|foiz\w*|kun\w*|karra|barobar|marta|ta)?"
)


def read_threshold(value: object) -> Read[float | str | None]:
    """Read a threshold: a number, with its unit or without, or ``off`` for the word o‘chirilgan.

    Excel makes 0.2 of a ``20%`` that somebody types, and nobody would ask for a fifth of a percent; what is
    as large as the number of a day is a date.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        faulty = value != value or value < 0 or 0 < value < 1 or value >= _SERIALS.start
        return Read(None if faulty else float(value), UNREAD if faulty else "")
    text = plain_text(value)
    if meaning("threshold", text) == "off":
        return Read("off")
    match = _NUMBER.fullmatch(" ".join(fold(text).split()))
    if match is None or (len(match[2] or "") == 3 and match[1] != "0"):  # 1,000 may be a thousand
        return Read(None, UNREAD)
    number = float(f"{match[1].replace(' ', '')}.{match[2] or 0}")
    wrong = 0 < number < 1
    return Read(None if wrong else number, UNREAD if wrong else "")


_DUE_DAY = lazily(
    r"(?:(?:har|keyingi) )?(?:oy\w* )?(\d{1,3})(?:[.,]0+)?\s*-?\s*(?:(?:ish )?kun\w*|sana\w*)?\s*-?"
    r"(?:gacha)?\.?"
)


def read_due_number(value: object, due_rule: str) -> Read[str]:
    """Read the day that a due rule works with: a number, or for a fixed date the date as ``25.12``."""
    text = plain_text(value)
    if due_rule != "date":
        if text.isascii() and text.isdecimal() and len(text) <= 3:
            return Read(text.lstrip("0"))
        match = _DUE_DAY.fullmatch(fold(text))
        return Read(match[1].lstrip("0") if match else text)
    if isinstance(value, float) and re.fullmatch(r"\d{1,2}\.1", text):
        return Read("", UNREAD)  # 10.10 typed as a number is 10.1 too
    named = read_month_day(text)
    return Read(f"{named[1]}.{named[0]}" if named else text)


def read_report_periods(value: object, cadence: str) -> Read[tuple[str, ...]]:
    """Read the periods for which a report is owed; with a fault there are none, so it is owed for each."""
    if _blank(value):
        return Read(())
    if _broken(value) or isinstance(value, date | time):
        return Read((), DATED if isinstance(value, date | time) else UNREAD)
    text = plain_text(value)
    if code := meaning("periods", text.rstrip(" .")):
        often = (
            cadence != "once" and cadence in TERMS["cadence"]
        )  # a report of each month has no time of its own
        return Read(() if often else (code,), UNREAD if often else "")
    found = read_named_periods(text, cadence)
    return Read(found or (), UNREAD if found is None else "")


# How each column of the tables is read on its own. What needs more than its own cell (a report's days and
# periods, the year of a moved day) has None here, and a rule of its own.
READERS: Mapping[str, Mapping[str, Callable[..., Read[object]] | None]] = {
    str(layout.UNITS.table): {"unit": read_name, "spellings": read_spellings},
    str(layout.SERVICES.table): {"service": read_name, "spellings": read_spellings},
    str(layout.SECTORS.table): {"sector": read_name, "spellings": read_spellings},
    str(layout.EVENT_KINDS.table): {"event_kind": read_name, "codes": read_item_codes},
    str(layout.LIST_KINDS.table): {"list_kind": read_name, "pattern": read_pattern},
    str(layout.DAILY_ITEMS.table): {"field": read_day_log_column, "code": read_item_code},
    str(layout.STAFF.table): {"person": read_name, "service": read_words},
    str(layout.CATALOGUE.table): {
        "report": read_label, "recipient": read_words, "copy_to": read_words, "form_kind": read_words,
        "title": read_words, "cadence": None, "periods": None, "due_rule": None, "days": None,
        "confirmed": None, "stated": read_any, "items": None, "content": read_any,
    },
    str(layout.THRESHOLDS.table): {
        "rule": None, "item": read_optional_code, "threshold": None, "note": read_any,
    },
    str(layout.HOLIDAYS.table): {
        "date": None, "title": read_any, "day_kind": None, "week": None, "basis": read_any,
    },
}  # fmt: skip

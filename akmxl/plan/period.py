"""Define periods of a year; read the due text of an item as the months in which its work is done."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache, total_ordering
from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, translate
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.core.unseen import visible
from akmxl.core.vocabulary import ROMAN, month_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WHOLE_YEAR = tuple(range(1, 13))
YEARS = range(2000, 2101)  # those that a plan can have

_PERIOD = lazily(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|([369]|12)M))?", re.IGNORECASE)


def read_day(text: str) -> date:
    """Read a day as people write it, ``2025-04-05`` or ``05.04.2025``; raises ``BadArgument`` for others."""
    plain = visible(text).strip(" .\u00a0\t")
    numbers = plain.split("-") if "-" in plain else plain.split(".")[::-1]
    try:
        year, month, day = map(int, numbers)
        if year not in YEARS:
            raise ValueError(year)
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise BadArgument(
            N_("The day “{text}” is not understood. Examples: 2025-04-05, 05.04.2025."), text=text
        ) from None


@lru_cache(maxsize=4096)
def _spelt(year: int, first: int, last: int) -> str:
    span = last - first + 1
    if span == 1:
        return f"{year}-{first:02d}"
    if span == 3 and last % 3 == 0:
        return f"{year}-Q{last // 3}"
    if span == 6 and last % 6 == 0:
        return f"{year}-H{last // 6}"
    return str(year) if span == 12 else f"{year}-{last}M"


@total_ordering
@dataclass(frozen=True)
class Period:
    """Months ``first`` to ``last`` (1-12, inclusive) of one year: ``2025-03``, ``2025-Q1``, ``2025-9M``."""

    year: int
    first: int
    last: int

    @classmethod
    @lru_cache(maxsize=4096)  # of thousands of forms each says one of few periods
    def parse(cls, text: str) -> Period:
        """Read ``2025-03``, ``2025-Q1``, ``2025-H1``, ``2025-9M`` or ``2025``; raises ``BadArgument``."""
        match = _PERIOD.fullmatch(code_letters(text.strip()))
        if not match:
            raise BadArgument(
                N_("The period “{text}” is not understood. Examples: 2025-03, 2025-Q1, 2025."), text=text
            )
        year, month, quarter, half, since = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month:
            return cls(year, month, month)
        if quarter:
            return cls(year, quarter * 3 - 2, quarter * 3)
        if half:
            return cls(year, half * 6 - 5, half * 6)
        return cls(year, 1, since or 12)

    @classmethod
    @cache  # asked for thousands of times in a check
    def month(cls, year: int, month: int) -> Period:
        return cls(year, month, month)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        return cls(year, quarter * 3 - 2, quarter * 3)

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        return cls(year, half * 6 - 5, half * 6)

    @classmethod
    def whole(cls, year: int) -> Period:
        return cls(year, 1, 12)

    @classmethod
    def around(cls, year: int, first: int, last: int) -> Period:
        """Return the shortest month, quarter, half-year or year that holds months ``first`` to ``last``.

        Such a period has a name.
        """
        named = [cls.month(year, m) for m in range(1, 13)]
        named += [cls.quarter(year, q) for q in range(1, 5)]
        named += [cls.half(year, h) for h in (1, 2)]
        return next((p for p in named if p.first <= first and last <= p.last), cls.whole(year))

    def __hash__(self) -> int:
        return 10_000 * self.year + 100 * self.first + self.last  # of tens of thousands of look-ups most time

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))

    @property
    def start(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        """The period's last day."""
        return month_end(self.year, self.last)

    @property
    def since_january(self) -> Period:
        return Period(self.year, 1, self.last)

    def __contains__(self, other: object) -> bool:
        return (
            isinstance(other, Period)
            and self.year == other.year
            and self.first <= other.first
            and other.last <= self.last
        )

    def __lt__(self, other: Period) -> bool:
        return (self.year, self.last, -self.first) < (other.year, other.last, -other.first)

    def __str__(self) -> str:
        return _spelt(self.year, self.first, self.last)

    @property
    def words(self) -> str:
        """The period as a letter says it: ``2025-yil mart oyi``, ``2025-yil I chorak``, ``2025-yil``."""
        span = self.last - self.first + 1
        if span == 1:
            return translate(N_("{month} {year}"), year=self.year, month=month_name(self.first))
        if span == 3 and self.last % 3 == 0:
            return translate(
                N_("quarter {quarter} of {year}"), year=self.year, quarter=ROMAN[self.last // 3 - 1]
            )
        if span == 6 and self.last % 6 == 0:
            return translate(N_("half {half} of {year}"), year=self.year, half=ROMAN[self.last // 6 - 1])
        if span == 12:
            return translate(N_("the year {year}"), year=self.year)
        return translate(N_("{count} months of {year}"), year=self.year, count=self.last)


MONTH_NAMES = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
QUARTER_NAMES = (N_("quarter I"), N_("quarter II"), N_("quarter III"), N_("quarter IV"))


def month_name(month: int) -> str:
    """Return the name of a month (1-12) in the run's language, in lower case for Uzbek."""
    return translate(MONTH_NAMES[month - 1])


def listed(months: Iterable[Period], word: Callable[[Period], str] = str) -> str:
    """List months as people read them: of neighbouring ones the first and the last.

    >>> listed([Period.month(2025, 1), Period.month(2025, 2), Period.month(2025, 3), Period.month(2025, 6)])
    '2025-01 – 2025-03, 2025-06'
    """
    runs: list[list[Period]] = []
    for month in sorted(months):
        if runs and runs[-1][-1].end + timedelta(days=1) == month.start:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(word(run[0]) if len(run) == 1 else f"{word(run[0])} – {word(run[-1])}" for run in runs)


@cache
def month_end(year: int, month: int) -> date:
    """Return the last day of a month (1-12)."""
    if (year, month) == (date.max.year, 12):
        return date.max
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)


@dataclass(frozen=True)
class WorkTime:
    """The time of an item's work: the months of its window (1-12), and how often figures come within it.

    ``rhythm`` is one of ``continuous`` (through the year), ``weekly``, ``monthly``, ``quarterly``,
    ``once``. ``centre_sets`` says that the plan leaves the window to the centre.
    """

    months: tuple[int, ...]
    rhythm: str
    centre_sets: bool = False


_NOISE = lazily(r"\b\d{4}(?:-yil(?:ning|da)?)?\b|\byil(?:ning)?\b|[.;]")
_ENDINGS = ("", "da", "ida", "ining", "lik")
_EVERY = (("har hafta", "weekly"), ("har oy", "monthly"), ("har chorak", "quarterly"))


_QUARTERS = {
    name.casefold(): number for number, roman in enumerate(ROMAN, 1) for name in (roman, str(number))
}


@cache
def read_work_time(text: str) -> WorkTime | None:
    """Read window and rhythm from a due text such as ``2025-yil I-III chorak``; None when it cannot be read.

    Never a guess: a text of which a part is not understood gives None.
    """
    words = fold(text)
    centre_sets = "muddatini ozi belgilaydi" in words
    words = words.replace("har bir akm muddatini ozi belgilaydi", " ")
    words = " ".join(_NOISE.sub(" ", words).split())
    for sign, rhythm in _EVERY:
        if words.startswith(sign) and words.removeprefix(sign) in _ENDINGS:
            return WorkTime(WHOLE_YEAR, rhythm, centre_sets)
    if words == "davomida" or (centre_sets and not words):
        return WorkTime(WHOLE_YEAR, "continuous", centre_sets)
    months = _quarters(words) if "chorak" in words else _months(words)
    if not months:
        return None
    whole_quarters = len(months) > 3 and "chorak" in words
    return WorkTime(months, "quarterly" if whole_quarters else "once", centre_sets)


def _quarters(words: str) -> tuple[int, ...]:
    text = re.sub(r"-?chorak(?:da|lar|larda|i)?\b", "", words).strip(" -")
    numbers = _sequence(text, _QUARTERS.get)
    return tuple(month for quarter in numbers for month in range(quarter * 3 - 2, quarter * 3 + 1))


def _months(words: str) -> tuple[int, ...]:
    text = re.sub(r"\boy(?:i|ida|lari|larida|da)?\b", "", words)
    return _sequence(text, month_number)


def _sequence(text: str, number: Callable[[str], int | None]) -> tuple[int, ...]:
    """Read a list of words and ranges (``a, b-c``, ``a va b``) as numbers; empty when one is not read."""
    found: list[int] = []
    for part in re.split(r"\s*,\s*|\s+va\s+", text.strip(" ,")):
        ends = [number(word.strip()) for word in part.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None or last < first or len(ends) > 2:
            return ()
        found.extend(range(first, last + 1))
    return tuple(sorted(set(found)))

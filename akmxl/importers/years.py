"""Ask of which year months are that name none: what stands above them and the file's name say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.days import read_month
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import text_in
from akmxl.plan.period_words import read_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.importers.rows import Data

_YEAR = lazily(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHOLE_DAY = lazily(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}")  # when the file was made
_SPAN = lazily(r"\d{4}\s*[-–/]\s*\d{4}")  # a school year: it has months of both
_MONTHS = 12


def refuse_months(data: Data, name: str, values: Iterable[object], order: str, year: int) -> None:
    """Refuse a column of months that are days of a month, or of another year than the plan's.

    Raises ``FileProblem``. A profile that gives every row the plan's year answers for it.
    """
    bare = [value for value in values if _is_bare(value, order, year)]
    most = max((number for value in bare if (number := _number(value))), default=0)
    if most > _MONTHS:
        raise FileProblem(
            N_(
                "{file}: the numbers in column “{column}” go up to {most}, so they are no months. "
                "Where they are days of a month, a column of the file has to say the whole day."
            ),
            file=place_of(data.table), column=data.title(name), most=most,
        )  # fmt: skip
    if bare:
        refuse_other_year(data, year)


def refuse_other_year(data: Data, year: int) -> None:
    """Refuse months without a year where the file names other years, and not the plan's."""
    if str(year) in data.profile.fixed.values():
        return
    found = list(_years_above(data, year))
    if found and found[0] != str(year):
        raise FileProblem(
            N_(
                "{file}: its months name no year, and above them or in its name stands {years}; the plan "
                "is of {year}. If they are of {year}, say so in profile {profile}: "
                "Yil = {year} in [doimiy], the year in quotation marks."
            ),
            file=place_of(data.table), years=", ".join(dict.fromkeys(found)), year=str(year),
            profile=data.profile.path.name,
        )  # fmt: skip


def year_in(value: object, year: int) -> int:
    """Return the year that a cell of a column of years says; ``year`` where it says none."""
    found = _YEAR.findall(text_in(value)) if isinstance(value, str | int | float) else []
    return int(found[0]) if len(found) == 1 else year


def refuse_year_between(data: Data, row: int, cells: Sequence[object], year: int) -> None:
    """Raise ``FileProblem`` where a title of another year stands between the rows: what is below is of it."""
    texts = [text_in(value) for value in cells if value not in (None, "")]
    years = _YEAR.findall(_WHOLE_DAY.sub(" ", texts[0])) if len(texts) == 1 else []
    if years and str(year) not in years:
        raise FileProblem(
            N_(
                "{file}, row {row}: “{text}” stands between the rows, so those below are of another year. "
                "Put the rows of {year} into a file of their own and import that."
            ),
            file=place_of(data.table), row=row, text=texts[0], year=str(year),
        )  # fmt: skip


def title_says_no_year(title: str, year: int) -> bool:
    """Tell whether the heading of a month's column names no year."""
    return read_period(title, year) != read_period(title, year - 1)


def _years_above(data: Data, year: int) -> Iterator[str]:
    """Yield the years that stand above the table, then those of its sheet's and its file's name."""
    texts: list[str] = []
    for row, cells in data.table.read():
        if row >= data.heading.first:
            break
        texts += map(text_in, cells)
    texts += data.table.sheet, data.table.file
    for text in texts:
        plain = _WHOLE_DAY.sub(" ", text)
        yield from _YEAR.findall(_SPAN.sub(lambda span: " " if str(year) in span[0] else span[0], plain))


def _is_bare(value: object, order: str, year: int) -> bool:
    """Tell whether a cell says a month, or a number, of no year."""
    if _number(value) is not None:
        return True
    month = read_month(value, order, year)
    return month is not None and month != read_month(value, order, year - 1)


def _number(value: object) -> int | None:
    text = text_in(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None

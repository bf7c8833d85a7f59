"""Look at the days of the day log beside one another: copied days, blank columns, readers without visits."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.sector_sums import exchanged_sectors
from akmxl.rules.figures import month_of
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.core.cells import Place
    from akmxl.plan.model import Day

    Said = tuple[Day, dict[str, int]]

TITLE, PLACE = N_("Days of the day log"), 185

COUNTED = ("loans", "new_readers", "renewed_readers")
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@once
def said_days(case: Case) -> Iterator[Said]:
    """Yield the days of the year that have come and have a figure, in order, with their figures by column.

    Blank ones are left out.
    """
    days = sorted((day for day in case.plan.days if day.columns), key=lambda day: day.date)
    for day in days:
        if day.date.year == case.plan.year and day.date <= case.today:
            figures = {name: one.value for name, one in day.columns.items() if one.value is not None}
            if figures:
                yield day, figures


@once
def _columns(case: Case) -> Iterator[tuple[str, int]]:
    """Yield the columns of figures of the day log: sectors, then the others."""
    view = case.view(registers.DAILY)
    yield from sector_columns(view, case.plan.settings).items()
    yield from ((name, view.columns[name]) for name in COUNTED if name in view.columns)


def _place(case: Case, day: Day, column: int) -> Place:
    return case.view(registers.DAILY).place(day.row, "date").in_column(column)


def item_of_column(case: Case, column: str) -> str | None:
    return case.plan.settings.day_item(column)


_LEAST_SECTORS = 3
_LEAST_VISITS = 20  # fewer visits fall on the same sectors by chance
_LEAST_LATER = 40  # of a day that is not the one before


@rule(
    "TMP18",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}: the visits of all sectors are those of {other}: {value}."),
    N_("If the row was copied, type the day's own figures."),
    unless=("XSH10",),
)
def day_pasted(case: Case) -> Iterator[Hit]:
    """No day has the visits of the day before in every sector, where three sectors have some and all
    together 20 or more; nor those of another day of the week before, from 40 on; nor all figures of any
    other day, with 20 loans or more. Where it is so again and
    again, a month's sum was spread over its days.

    Why: yesterday's row is copied for its look, and its figures stay.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Huquqiy axborotlar sektori | Boshqa xizmat va sektorlar |
        | 2025-03-05 | 14                   | 6                          | 9                          |
        | 2025-03-06 | 14                   | 6                          | 8                          |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Huquqiy axborotlar sektori | Boshqa xizmat va sektorlar |
        | 2025-03-05 | 14                   | 6                          | 9                          |
        | 2025-03-06 | 14                   | 6                          | 9                          |  TMP18
    """
    found = days_again(case)
    if len(found) > _FEW:
        return
    cause, last = "", date.min
    for day, hit in found:
        if day.date - last > _WEEKEND:
            cause = hit.subject
        last = day.date
        yield hit._replace(cause=cause)


_FEW = 6  # slips: a week that is pasted once more is one
_WEEKEND = timedelta(days=3)


@once
def days_again(case: Case) -> Iterator[tuple[Day, Hit]]:
    """Yield the days that have the visits of the day before, or of one of the week before."""
    sectors = [name for name, _ in _columns(case) if name not in COUNTED]
    seen: dict[tuple[int, ...], Day] = {}
    days: dict[tuple[tuple[str, int], ...], Day] = {}
    said = said_days(case)
    for (day, figures), previous in zip(said, [None, *(day for day, _ in said)], strict=False):
        visits = tuple(figures.get(name, 0) for name in sectors)
        if sum(visits) < _LEAST_VISITS or sum(map(bool, visits)) < _LEAST_SECTORS:
            continue
        before, seen[visits] = seen.get(visits), day
        twin = days.setdefault(tuple(sorted(figures.items())), day)
        near = before is not None and timedelta(0) < day.date - before.date <= _WEEK
        if not (near and (before is previous or sum(visits) >= _LEAST_LATER)):
            before = twin if twin is not day and figures.get("loans", 0) >= _LEAST_VISITS else None
        if before is not None:
            places = [day.columns[name].place for name in sectors if name in figures]
            params = {"date": day.date, "other": before.date}
            yield day, Hit(places[0], item_of_column(case, "visits"), month_of(case, day.date.month),
                           sum(visits), f"{day.date.isoformat()}/day", params=params,
                           covers=tuple(places[1:]))  # fmt: skip


_AROUND = 12  # days before and after a blank that say whether the column is filled day by day
_FILLED = 10  # of these, so many at least
_LATE = timedelta(days=7)  # by so much a column may be entered after the others


@rule(
    "XSH18",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: no figure for {days} in “{value}”, while other columns have theirs."),
    N_("Type the figures; where there were none, 0."),
    unless=("STR32", "LIB01", "LIB10"),
)
def column_filled_day_by_day(case: Case) -> Iterator[Hit]:
    """A sector, or a column, that has its figure on every day before and after has it on the days between
    too, if others have theirs. Days before a column was begun are left
    out, and the last ones of a column that is entered late.

    Why: a cell that was emptied by mistake makes the month smaller, and nobody sees it there.

    Okay:
        today: 2025-03-31
        Kundalik
        | Sana       | Berilgan kitoblar | Yangi kitobxonlar |
        | 2025-03-03 | 41                | 2                 |
        | 2025-03-04 | 38                | ~                 |
    Bad:
        today: 2025-03-31
        Kundalik
        | Sana       | Berilgan kitoblar | Yangi kitobxonlar |
        | 2025-03-03 | 41                | 2                 |
        | 2025-03-04 | 38                | 1                 |
        | 2025-03-05 | 45                | 2                 |
        | 2025-03-06 | 39                | 0                 |
        | 2025-03-07 | 44                | 1                 |
        | 2025-03-10 | 39                | 3                 |
        | 2025-03-11 | 41                | ~                 |  XSH18
        | 2025-03-12 | 36                | 2                 |
        | 2025-03-13 | 48                | 1                 |
        | 2025-03-14 | 38                | 2                 |
        | 2025-03-17 | 35                | 0                 |
        | 2025-03-18 | 39                | 2                 |
    """
    working = case.plan.settings.is_working_day
    said = [(day, figures) for day, figures in said_days(case) if working(day.date)]
    blanks: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name, column in _columns(case) if len(said) > _FILLED else ():
        filled = [name in figures or _stands(day, name) for day, figures in said]
        if all(filled) or not any(filled):
            continue
        for first, last in _runs_of_blanks(filled):
            late = last == len(said) - 1 and case.today - said[first][0].date <= _LATE
            slipped = first == last and any(
                name in beside for beside in _days_off_beside(case, said[first][0])
            )
            if first and not late and not slipped and _usually_filled(filled, first, last):
                blanks.setdefault((first, last), []).append((name, column))
    for (first, last), columns in blanks.items():
        yield _blank_run(case, [day for day, _ in said[first : last + 1]], columns)


def _days_off_beside(case: Case, day: Day) -> Iterator[dict[str, int]]:
    """Yield the figures of the days off before and after a day: a figure that slipped there is XSH03's."""
    working = case.plan.settings.is_working_day
    for other, figures in said_days(case):
        if abs(other.date - day.date) == _DAY and not working(other.date):
            yield figures


def _stands(day: Day, name: str) -> bool:
    """Tell whether a cell has something else than a figure, which is a finding of its own.

    A dash says that there was nothing to count: beside the figures of every other day it is as a blank.
    """
    figure = day.columns.get(name)
    return figure is not None and not figure.blank and not figure.dash


def _runs_of_blanks(filled: Sequence[bool]) -> Iterator[tuple[int, int]]:
    for is_filled, run in groupby(range(len(filled)), key=filled.__getitem__):
        if not is_filled:
            places = list(run)
            yield places[0], places[-1]


def _usually_filled(filled: Sequence[bool], first: int, last: int) -> bool:
    around = [*filled[max(0, first - _AROUND) : first], *filled[last + 1 : last + 1 + _AROUND]]
    return len(around) >= _FILLED and sum(around) >= 0.9 * len(around)


def _blank_run(case: Case, days: Sequence[Day], columns: Sequence[tuple[str, int]]) -> Hit:
    view = case.view(registers.DAILY)
    titles = ", ".join(text_of(view.titles[column]) for _, column in columns)
    places = [_place(case, day, column) for day in days for _, column in columns]
    first, last = days[0].date, days[-1].date
    told = f"{first:%d.%m.%Y}" + (f"–{last:%d.%m.%Y}" if last > first else "")
    period = month_of(case, first.month) if first.month == last.month else None
    return Hit(places[0], item_of_column(case, columns[0][0]), period, titles, f"{first.isoformat()}/blank",
               params={"days": told}, covers=tuple(places[1:]))  # fmt: skip


@rule(
    "STR48",
    Severity.EXPLAIN,
    N_(
        "Sheet “{sheet}”, cell {cell}: the sectors “{value}” and “{other}” have each other's figures since "
        "the last check."
    ),
    N_("If the headings were exchanged, exchange them again; if the figures were, write the reason."),
)
def sectors_have_their_figures(case: Case) -> Iterator[Hit]:
    """No two sectors have, in every finished month, what the other one had at the last check.

    Why: a heading typed over another changes no sum of a day, so nothing else shows whose figures they are.

    Okay:
        qatorlar: Kundalik/Abonementlar sektori = 1:12;2:9
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-01-09 | 12                   |
    Bad:
        today: 2025-01-20
        qatorlar: Kundalik/Abonementlar sektori = 1:12;2:9 | Kundalik/Huquqiy axborotlar sektori = 1:7;2:5
        Kundalik
        | Sana       | Abonementlar sektori | Huquqiy axborotlar sektori |
        | 2025-01-09 | 7                    | 12                         |
    """
    view = case.view(registers.DAILY)
    for one, other in exchanged_sectors(case.plan):
        place = view.place(view.header_row, "date").in_column(sector_columns(view, case.plan.settings)[one])
        yield Hit(place, value=one, subject=f"{registers.DAILY}/{one}/{other}", params={"other": other})

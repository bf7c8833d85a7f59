"""Find the rows that tables of Sozlamalar have lost: by the last check, by letters, by what each year has."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.plan.kept_settings import REPORTS, THRESHOLDS, kept_rows
from akmxl.plan.owed import unlisted_reports
from akmxl.plan.period_words import day_in
from akmxl.workbook import layout
from akmxl.workbook.reading import setting_cells as cells
from akmxl.workbook.reading.settings import fixed_day_names, fixed_days, moved_days

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from akmxl.rules.rule import Case
    from akmxl.workbook.plan_file import SheetView

    _Lost = Iterator[tuple[layout.SheetLayout, str, int | None]]


def lost_rows(case: Case) -> _Lost:
    """Yield the rows that tables have lost: the table, what was in the row, and where it stood, if known."""
    yield from _holidays(case)
    yield from _reports(case)
    yield from _thresholds(case)


def holidays_of(year: int) -> list[date]:
    """Return the holidays that come on the same day each year."""
    return [date(year, month, day) for month, day in sorted(fixed_days())]


def _holidays(case: Case) -> _Lost:
    year = case.plan.year
    days, listed = holidays_of(year), list(moved_days(case.file, year))
    there = {one.day for one in listed}
    unread = {one.row for one in listed if one.faults}  # they are REF12's
    missing = [day_text(day) for day in days if day not in there]
    names = missing if there & set(days) else _all_gone(year, missing)
    rows, view = _other_days(case, names), case.view(str(layout.HOLIDAYS.table))
    blank = iter(sorted(set(view.rows) - set(view.filled_rows())))
    for name in names:
        if rows.get(name) not in unread:
            yield layout.HOLIDAYS, name, rows.get(name) or next(blank, None)


def _other_days(case: Case, lost: Sequence[str]) -> dict[str, int]:
    """Return the rows that have a lost holiday's name in the shipped list, but another day or none."""
    view = case.view(str(layout.HOLIDAYS.table))
    names = (
        {fold(name): f"{day[3:]}.{day[:2]}.{case.plan.year}" for day, name in fixed_day_names()}
        if lost
        else {}
    )
    rows: dict[str | None, int] = {}
    for row in view.filled_rows():
        day = day_in(view.cell(row, "date").value)
        if day is None or day.year == case.plan.year:  # a table may have the days of the next year too
            rows.setdefault(names.get(fold(view.text(row, "title"))), row)
    return {day: rows[day] for day in lost if day in rows}


def _all_gone(year: int, days: Sequence[str]) -> list[str]:
    """Return all fixed holidays as one, where a workbook is made with them: some years have none."""
    from akmxl.workbook.create.shipped import holidays  # late: reads a file

    return [", ".join(days)] if holidays(year) else []


def _reports(case: Case) -> _Lost:
    """Yield the reports that the catalogue has lost; of an empty one REF24 speaks."""
    lost = unlisted_reports(case.plan) if case.plan.reports else []
    if lost:
        view = case.view(str(layout.CATALOGUE.table))
        codes = {row: code_letters(view.text(row, "report")) for row in view.filled_rows()}
        known = kept_rows(case.plan, REPORTS) or codes.values()
        titled = {code: row for code, row in _rows_by_title(case, view).items() if code in lost}
        free = (row for row in _free_rows(view, codes, known) if row not in titled.values())
        for code in lost:
            yield layout.CATALOGUE, code, titled.get(code) or next(free, None)


def _thresholds(case: Case) -> _Lost:
    """Yield the thresholds that are gone, all as one where the table is empty."""
    view, kept = case.view(str(layout.THRESHOLDS.table)), kept_rows(case.plan, THRESHOLDS)
    names = {row: _threshold(view, row) for row in view.filled_rows()} if kept else {}
    unread = {name.partition("/")[0] for row, name in names.items() if not _names_item(case, view, row)}
    lost = [name for name in kept if name not in names.values() and name.partition("/")[0] not in unread]
    free = _free_rows(view, names, kept)
    said = [name.replace("/", " ").strip() for name in lost]
    for name in said if names else filter(None, [", ".join(said)]):
        yield layout.THRESHOLDS, name, next(free, None)


def _names_item(case: Case, view: SheetView, row: int) -> bool:
    """Tell whether a threshold's item is one of the plan's, or none; of another REF24 or REF25 speaks."""
    item = cells.read_optional_code(view.cell(row, "item").value)
    return not item.fault and (not item.value or item.value in case.plan.items)


def _threshold(view: SheetView, row: int) -> str:
    item = cells.read_optional_code(view.cell(row, "item").value).value
    return f"{code_letters(view.text(row, 'rule'))}/{item}"


def _free_rows(view: SheetView, names: dict[int, str], known: Container[str]) -> Iterator[int]:
    """Yield the rows in which something else stands that was not known before, then the blank ones."""
    new = [row for row, name in names.items() if name not in known]
    return chain(new, [row for row in view.rows if row not in names])


def _rows_by_title(case: Case, view: SheetView) -> dict[str, int]:
    """Return the rows of the catalogue that have the title by which the journal knows another code."""
    own = {fold(title): row for row in view.rows if (title := view.text(row, "title"))}
    titles = ((row.report, fold(str(row.values.get("title") or ""))) for row in case.plan.journal)
    return {code: own[title] for code, title in titles if title in own}

"""Find what several rules ask of the journal: rows of owed reports, doubled rows, rows under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import fold
from akmxl.plan.owed import all_reports, in_catalogue
from akmxl.plan.period_words import due_day_in
from akmxl.rules.rule import once
from akmxl.workbook.reading.setting_cells import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import JournalRow, Report
    from akmxl.rules.rule import Case


def name_of(row: JournalRow) -> str:
    """Return the words that identify a row of the journal: people's own rows have only a title."""
    return f"{row.report or row.values.get('title') or ''} {row.period_text} {row.version}"


@once
def reports_owed(case: Case) -> Iterator[Owed]:
    """Yield every report of the year, as the catalogue has it."""
    yield from all_reports(case.plan)


@once
def owed_by_row(case: Case) -> Iterator[tuple[JournalRow, Owed]]:
    """Yield the rows of the journal that are of an owed report, with it."""
    if case.plan.journal:
        owed = {(one.report.code, one.period): one for one in reports_owed(case)}
        for row in case.plan.journal:
            if row.period and (found := owed.get((row.report, row.period))):
                yield row, found


@once
def doubled(case: Case) -> Iterator[tuple[JournalRow, JournalRow]]:
    """Yield the rows that repeat an earlier one: the same report, period and version."""
    seen: dict[tuple[object, ...], JournalRow] = {}
    for row in case.plan.journal:
        if row.report and row.period:
            other = seen.setdefault((row.report, row.period, row.version), row)
            if other is not row:
                yield row, other


@once
def of_no_period(case: Case) -> Iterator[JournalRow]:
    """Yield the rows that name a report of the catalogue for a period for which it is not owed.

    One-off tasks are left out, and what akmxl itself drafted.
    """
    if not case.plan.journal:
        return
    owed = {(one.report.code, one.period) for one in reports_owed(case)}
    drafted = {(receipt.report, receipt.period) for receipt in case.plan.receipts}
    for row in case.plan.journal:
        if not in_catalogue(case.plan, row.report) or (row.report, row.period) in owed:
            continue
        ours = row.values.get("rule_due")  # in a row that akmxl knew as the report's
        one_off = not row.period_text and not ours and due_day_in(row.values.get("report_due"))
        if not one_off and (row.report, row.period_text) not in drafted:
            yield row


@once
def of_no_code(case: Case) -> Iterator[tuple[JournalRow, Report]]:
    """Yield rows without a code of the catalogue, but with a period and the title of one of its reports."""
    titles: dict[str, Report] = {}
    for report in case.plan.reports if case.plan.journal else ():
        if report.title:
            titles.setdefault(fold(report.title), report)
    for row in case.plan.journal:
        if row.period and not in_catalogue(case.plan, row.report):
            title = fold(plain_text(row.values.get("title")))
            if title in titles:
                yield row, titles[title]


def sent_by_another_name(case: Case) -> set[tuple[str, Period]]:
    """Return the reports that went out, but stand in the journal under a wrong code or period.

    A row's date says which: the last report of the code, without a row, whose period was over by then.
    """
    rows = [(row, row.report) for row in (*of_no_period(case), *(row for row, _ in doubled(case)))]
    rows += [(row, report.code) for row, report in of_no_code(case)]
    taken = {(owed.report.code, owed.period) for _, owed in owed_by_row(case)}
    found: set[tuple[str, Period]] = set()
    for row, code in rows:
        over = [
            (owed.report.code, owed.period)
            for owed in reports_owed(case)
            if owed.report.entry == code and row.sent and owed.period.end <= row.sent
            if (owed.report.code, owed.period) not in taken | found
        ]
        found.update(over[-1:])
    return found

"""Check that what people type into the journal of letters is understood and that its dates are possible."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.errors import one_line
from akmxl.core.i18n import N_
from akmxl.core.spelling import nearest_code, same_code
from akmxl.core.vocabulary import term
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.owed import BY_EVENT, in_catalogue, periods_of, undated_tasks, unlisted_reports
from akmxl.plan.period_words import due_day_in
from akmxl.plan.reports import STATES
from akmxl.rules.journal_rows import (
    is_dated,
    name_of,
    named_rows,
    of_no_code,
    of_no_period,
    owed_by_row,
    reports_owed,
)
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.stopped import items_counting, items_of
from akmxl.workbook import layout
from akmxl.workbook.reading.registers import read_version
from akmxl.workbook.reading.setting_cells import BLANK, read_any, read_report_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import JournalRow, Report
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("The journal of reports"), 200


@rule(
    "SUB13",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the letter has an outgoing date ({value}), but no number."),
    N_("Write the outgoing number."),
    unless=("SUB21",),
)
def number_and_date(case: Case) -> Iterator[Hit]:
    """The outgoing number and the date of a letter stand in the journal together.

    Why: without the date a task's letter is no sent one; without the number the letter is not found. Of a
    report's letter without its date SUB15 speaks.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 2025-04-05     |  SUB13
    """
    for row in case.plan.journal:
        if is_dated(row) == bool(row.number) or (row.number and _counts(case, row)):
            continue
        subject = name_of(row)
        if is_dated(row):
            value, place = row.sent or row.values["sent"], row.places["number"]
            yield Hit(place, None, row.period, value, subject, row.report)
        else:
            yield Hit(row.places["sent"], None, row.period, row.number, subject, row.report,
                      message=_UNDATED, fix=_COMPLETE)  # fmt: skip


_UNDATED = N_("Sheet “{sheet}”, cell {cell}: the letter has an outgoing number ({value}), but no date.")
_COMPLETE = N_("Complete it: only with the date is the report sent.")


def _counts(case: Case, row: JournalRow) -> bool:
    """Tell whether a row is about a report of the catalogue and a period, or an item counts its letter."""
    owed = bool(row.period_text) and in_catalogue(case.plan, row.report)
    return owed or bool(items_counting(case, row.report, row))


@rule(
    "SUB14",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is not a date, so the report does not count as sent."),
    N_("Type the outgoing date anew, e.g. 08.04.2025, into a cell with a date format."),
)
def outgoing_date_is_a_date(case: Case) -> Iterator[Hit]:
    """The outgoing date in the journal is a date, not a text that looks like one. Until it is one, the
    report is not made again.

    Why: a report with a date pasted as text is a draft still: its figures are not frozen, and the next
    run would write over the form that has gone out.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | '05.04.25      |  SUB14
    """
    for row in case.plan.journal:
        if is_dated(row) and row.sent is None:
            value, stops = row.values["sent"], items_counting(case, row.report, row)
            yield Hit(row.places["sent"], value=value, subject=name_of(row), report=row.report, stops=stops)


@rule(
    "SUB15",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the state says sent ({report}), but no outgoing date stands there."),
    N_("Write the outgoing number and date; if the letter has not gone out, empty the state."),
    unless=("SUB04", "SUB37"),
)
def sent_with_a_date(case: Case) -> Iterator[Hit]:
    """A report whose state says sent, or that has an outgoing number, has its outgoing date.

    Why: people choose the word from the list, or write the number, and think that it is done; only the date
    freezes the figures, counts the letter and takes the report off the list of what is due.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati |
        | MK-10        | 2025-Q1 | loyiha |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    |
        | MK-10        | 2025-Q1 | yuborildi |  SUB15
    """
    for row in case.plan.journal:
        said = row.number or row.state in ("sent", "handed_in")
        if said and not is_dated(row) and _counts(case, row):
            value, place = row.values["state"], row.places["state"]
            message, fix = None, None
            if row.number:
                value, place, message, fix = row.number, row.places["number"], _UNDATED, _COMPLETE
            params = {"report": row.report or "–"}
            yield Hit(place, None, row.period, value, name_of(row), row.report, params,
                      message, fix, stops=items_counting(case, row.report, row))  # fmt: skip


@rule(
    "SUB48",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the state says “{value}”, but the report went out on {sent}."),
    N_(
        "If the letter has gone out, write “{state}” or empty the cell; if not, empty the outgoing date and "
        "number."
    ),
    unless=("SUB04", "SUB18", "SUB20", "SUB21"),
)
def sent_says_sent(case: Case) -> Iterator[Hit]:
    """The state of a report that has an outgoing date says nothing else than that it was sent.

    Why: “cancelled” beside a date are two answers: by the date the report is sent, its figures are frozen and
    it is owed no more.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | loyiha    | 01-15/7        | 2025-04-05     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati        | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | bekor qilindi | 01-15/7        | 2025-04-05     |  SUB48
    """
    for row in case.plan.journal:
        if row.sent and row.state not in STATES and in_catalogue(case.plan, row.report):
            params = {"sent": row.sent, "state": term("state", "sent")}
            value, subject = row.values["state"], name_of(row)
            yield Hit(row.places["state"], None, row.period, value, subject, row.report, params)


@rule(
    "SUB16",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is not a date, so nobody is reminded of the task."),
    N_("Type the due day anew, e.g. 08.04.2025, into a cell with a date format."),
)
def due_day_is_a_date(case: Case) -> Iterator[Hit]:
    """The due day that a person wrote into the journal is a date: of a one-off task, or of a report whose
    day was moved.

    Why: what cannot be read is on no list of what is due; a moved report keeps the day of its rule.

    Okay:
        Hisobotlar
        | Nomi                 | Kimga    | Topshirish muddati |
        | Maktablar ro‘yxati   | Hokimlik | 2025-04-18         |
    Bad:
        Hisobotlar
        | Nomi                 | Kimga    | Topshirish muddati |
        | Maktablar ro‘yxati   | Hokimlik | 18-aprelgacha      |  SUB16
    """
    moved = N_("Sheet “{sheet}”, cell {cell}: “{value}” is not a date; the day by the rule counts.")
    for row in case.plan.journal:
        value = row.values.get("report_due")
        if value in (None, "") or due_day_in(value) or is_dated(row):
            continue
        known = bool(row.period_text) and in_catalogue(case.plan, row.report)
        message = moved if known else None
        place = row.places["report_due"]
        yield Hit(place, None, row.period, value, name_of(row), row.report, message=message)


@rule(
    "SUB27",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: a task without a day: {value}. Nobody is reminded of it."),
    N_("Type the due day, e.g. 08.04.2025; if the task is done, write the outgoing date."),
)
def task_has_a_day(case: Case) -> Iterator[Hit]:
    """A one-off task that is named in the journal, and not done, has the day by which it is due.

    Why: what has no day is on no list of what is due. A row with a number, or with a code and a period, is a
    letter; one that had a day at an earlier check is a task all the same.

    Okay:
        Hisobotlar
        | Nomi                 | Kimga    | Topshirish muddati |
        | Maktablar ro‘yxati   | Hokimlik | 2025-04-18         |
    Bad:
        Hisobotlar
        | Nomi                 | Kimga    | Topshirish muddati |
        | Maktablar ro‘yxati   | Hokimlik | ~                  |  SUB27
    """
    named = {row.row for row, _ in of_no_code(case)}  # SUB17 asks for their code
    for task in undated_tasks(case.plan):
        row = task.row
        if task.blank and row.row not in named and not in_catalogue(case.plan, row.report):
            value = next(filter(None, (task.name[1], task.name[0], task.name[2])), str(row.row))
            yield Hit(row.places["report_due"], None, row.period, one_line(value), name_of(row), row.report)


@rule(
    "SUB17",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: report {report} is not owed for the period “{value}”."),
    N_("Write report and period as akmxl due shows them, e.g. {known}."),
    unless=("SUB19", "SUB20"),
)
def row_of_an_owed_report(case: Case) -> Iterator[Hit]:
    """A row of the journal that names a report of the catalogue names a period for which it is owed. What
    akmxl itself drafted stays, whatever the catalogue says later.

    Why: a letter entered under a wrong period counts for nothing, and its report stays on the list.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    |
        | MK-10        | 2025-Q1 |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    |
        | MK-10        | I chorak |  SUB17
    """
    nothing = N_("Sheet “{sheet}”, cell {cell}: the row of report {report} names no period.")
    no_code = N_(
        "Sheet “{sheet}”, cell {cell}: no code of the catalogue: “{value}”; the title is that of {known}."
    )
    rhythms = dict(_other_rhythm(case))
    yield from rhythms.values()
    for row in of_no_period(case):
        if row.report in rhythms:
            continue
        known = [f"{o.report.code} {o.period}" for o in reports_owed(case) if o.report.entry == row.report]
        if row.period_text and not known:
            continue  # its entry in the catalogue is not understood, or its event not known yet
        params = {"report": row.report, "known": ", ".join(known[:2]) or "-"}
        place, message = row.places["period"], None if row.period_text else nothing
        yield Hit(place, None, None, row.period_text, name_of(row), row.report, params, message)
    lost = unlisted_reports(case.plan)  # their codes in the catalogue were changed: REF32 or REF61 speaks
    recoded = dict(_recoded(case))
    yield from recoded.values()
    for row, report in of_no_code(case):
        if row.report in lost or (row.report, report.code) in recoded:
            continue
        place, params = row.places["report"], {"report": row.report, "known": f"{report.code} {row.period}"}
        yield Hit(place, None, None, row.report, name_of(row), report.code, params, no_code,
                  cause=f"{row.report}/{report.code}")  # fmt: skip


_RECODED = N_(
    "Sheet “{sheet}”, cell {cell}: the code is “{value}”, but the {count} letters of this title in the "
    "journal have {old}."
)
_RECODE = N_("Write {old} again: journal, files and receipts know the report by it.")


def _recoded(case: Case) -> Iterator[tuple[tuple[str, str], Hit]]:
    """Yield the reports of the catalogue whose letters, two or more, all have one other code."""
    counts = Counter((row.report, report.code) for row, report in of_no_code(case))
    known = {row.report for row in case.plan.journal}
    places = {one.code: one.place for one in case.plan.reports}
    for (old, code), count in counts.items():
        if count > 1 and code not in known:
            params = {"old": old, "count": count}
            hit = Hit(places[code], None, None, code, f"{code}/recoded", code, params, _RECODED, _RECODE)
            yield (old, code), hit


_LETTERS = 2  # of one report: it is not they that are wrong
_OTHER_PERIODS = N_(
    "Sheet “{sheet}”, cell {cell}: report {report} is owed for “{value}” alone, but {count} of its letters "
    "are about other periods: {first}."
)
_ALL_PERIODS = N_("Write the periods for which the report is due; empty, it is due for each.")
_OTHER_RHYTHM = N_(
    "Sheet “{sheet}”, cell {cell}: report {report} is “{value}” here, but its {count} letters are about "
    "other periods: {first}."
)
_RHYTHM = N_("Write how often the report is due, as it was when the letters went out.")


def _other_rhythm(case: Case) -> Iterator[tuple[str, Hit]]:
    """Yield the reports of the catalogue all letters of which, two or more, are about periods not owed.

    And those that had so many letters about periods of their cadence that the catalogue leaves out.
    """
    view, owed = case.view(str(layout.CATALOGUE.table)), {row.report for row, _ in owed_by_row(case)}
    for report, rows in _letters_not_owed(case):
        every = {str(period) for period in periods_of(replace(report, periods=()), case.plan.year)}
        left_out = [row for row in rows if str(row.period) in every]
        if BY_EVENT not in report.periods and len(left_out) >= _LETTERS:
            yield report.code, _rhythm(view, report, "periods", left_out, _OTHER_PERIODS, _ALL_PERIODS)
        elif len(rows) >= _LETTERS and report.code not in owed:
            yield report.code, _rhythm(view, report, "cadence", rows, _OTHER_RHYTHM, _RHYTHM)


def _letters_not_owed(case: Case) -> Iterator[tuple[Report, list[JournalRow]]]:
    """Yield the reports of the catalogue that had letters about periods not owed, with these letters."""
    owed = {(one.report.entry, str(one.period)) for one in reports_owed(case)} if case.plan.journal else ()
    odd: defaultdict[str, list[JournalRow]] = defaultdict(list)
    for row in named_rows(case):
        if row.period and row.sent and row.version < 2 and (row.report, str(row.period)) not in owed:
            odd[row.report].append(row)
    return ((report, odd[report.code]) for report in case.plan.reports if report.code in odd)


def _rhythm(
    view: SheetView, report: Report, field: str, rows: list[JournalRow], message: str, fix: str
) -> Hit:
    """Return the hit of a report's cell that does not fit its letters."""
    place, value = view.place(report.place.row, field), view.text(report.place.row, field)
    params = {"report": report.code, "count": len(rows), "first": rows[0].period_text}
    return Hit(place, None, None, value, report.code, report.code, params, message, fix)


@rule(
    "SUB18",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the outgoing date cannot be {value}: today is {today}."),
    N_("Correct the outgoing date."),
    unless=("SUB21",),
)
def outgoing_date_can_be(case: Case) -> Iterator[Hit]:
    """A letter's outgoing date does not lie in the future, and no report went out before its period began;
    what is no report goes out in the plan's year or after it.

    Why: a slip in the month or the year freezes the figures of a report that has not gone out.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2024-04-05     |  SUB18
    """
    early = N_("Sheet “{sheet}”, cell {cell}: the outgoing date {value} lies before {first}: not possible.")
    first = {(one.report.code, one.period): one.earliest for one in reports_owed(case)}
    for row in named_rows(case):
        begun = first.get((row.report, row.period)) if row.period else date(case.plan.year, 1, 1)
        if row.sent is None or (row.sent <= case.today and (begun is None or begun <= row.sent)):
            continue
        params = {"today": case.today, "first": begun}
        message = None if row.sent > case.today else early
        place = row.places["sent"]
        yield Hit(place, None, row.period, row.sent, name_of(row), row.report, params, message)


@rule(
    "SUB19",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: not understood: “{value}”."),
    N_("Mend the cell; in the column of items: codes of the plan with ; between."),
)
def journal_cells_understood(case: Case) -> Iterator[Hit]:
    """A row's report, version and items are understood, and the items stand in the plan.

    Why: a letter counts for the items that its row names; a code that is none, and the letter is missing from
    its item. A version that is not read makes a correction count as a letter of its own.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Tahrir | Bandlar |
        | MK-10        | 2025-Q1 | 1      | '15.1; 15.2 |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Tahrir | Bandlar |
        | MK-10        | 2025-Q1 | 1      | '15.1; 115  |  SUB19
        | MK-11        | 2025-Q1 | bir    | ~           |  SUB19
        | MK-11        | 2025-Q2 | 0      | ~           |  SUB19
    """
    stops = items_of(case, registers.JOURNAL)
    for row in case.plan.journal:
        for field, near in _faulty(case, row):
            place, value, subject = row.places[field], row.values[field], f"{name_of(row)}/{field}"
            params, fix = {"near_code": near}, _VERSION if field == "version" else None
            yield Hit(place, None, row.period, value, subject, row.report, params, fix=fix, stops=stops)
    yield from _counted_nowhere(case)


def _counted_nowhere(case: Case) -> Iterator[Hit]:
    """Yield letters that went out under a code of no report and name no items, though their report does."""
    meant = {row.row: (row, report.code) for row, report in of_no_code(case)}
    meant |= {row.row: (row, near.partition("/")[0]) for row, near in _nearly_coded(case)}
    for row, report in meant.values():
        counting = items_counting(case, report, row) if is_dated(row) else ()
        if counting and not items_counting(case, row.report, row):
            place, params = row.places["report"], {"near_code": report}
            yield Hit(place, None, row.period, row.report or "–", f"{name_of(row)}/counted", report, params,
                      _UNCOUNTED, _CODE_OR_ITEMS, stops=counting)  # fmt: skip


_UNCOUNTED = N_(
    "Sheet “{sheet}”, cell {cell}: there is no report “{value}” in the catalogue, so no item counts the "
    "letter."
)
_CODE_OR_ITEMS = N_("Write the code as the catalogue has it; for a letter of its own write its items.")


_VERSION = N_("Write the number of the version: 1 for the first letter, 2 for its correction.")


def _faulty(case: Case, row: JournalRow) -> Iterator[tuple[str, str | None]]:
    """Yield the fields of a row that are not understood, with the code that was probably meant."""
    values = row.values
    if read_any(values.get("report")).fault:
        yield "report", None
    if not read_version(values.get("version")):
        yield "version", None
    items = read_report_items(values.get("items"))
    known = (*case.plan.items, *case.plan.approved, "*")  # a code that Reja has lost is told there
    unknown = set(items.value).difference(known)
    if unknown or (items.fault and items.fault != BLANK):
        near = (nearest_code(code, case.plan.items) for code in items.value if code in unknown)
        yield "items", next(near, None)


@rule(
    "SUB20",
    Severity.WARNING,
    N_(
        "Sheet “{sheet}”, cell {cell}: there is no report “{value}” in the catalogue: the row counts as a "
        "task of its own."
    ),
    N_("Write the code as the catalogue has it; for a task of its own leave the code empty."),
    unless=("SUB19",),
)
def code_of_a_report(case: Case) -> Iterator[Hit]:
    """A code in the journal that is nearly a report's is that report's: tasks of people's own are called
    otherwise, or name no period.

    Why: a letter entered as MK02 counts for nothing, and MK-02 stays on the list of what is due.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Nomi          |
        | MK-02        | 2025-01 | Hisobot       |
        | XAT          | 2025-01 | So‘rovga xat  |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    |
        | MK02         | 2025-01 |  SUB20
    """
    for row, near in _nearly_coded(case):
        place, params = row.places["report"], {"near_code": near}
        yield Hit(place, None, row.period, row.report, name_of(row), row.report, params)


def _nearly_coded(case: Case) -> Iterator[tuple[JournalRow, str]]:
    """Yield the rows whose code is none of the catalogue's, with that which it nearly is."""
    catalogue = dict.fromkeys(report.code for report in case.plan.reports)
    codes = catalogue | dict.fromkeys(one.report.code for one in reports_owed(case))
    drafted = {receipt.report for receipt in case.plan.receipts}
    view = case.view(str(layout.CATALOGUE.table))
    whole = all(view.text(row, "report") for row in view.filled_rows())  # else REF24 says whose code is gone
    for row in case.plan.journal:
        known = row.report in drafted or bool(row.values.get("rule_due"))  # it was in the catalogue once
        if not row.report or known or in_catalogue(case.plan, row.report):
            continue
        near = nearest_code(row.report, codes)
        if near and (same_code(row.report, near) or (whole and row.period_text)):
            yield row, near

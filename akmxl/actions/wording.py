"""Put results into words for people, the same on the terminal and in the windows of the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import one_line
from akmxl.core.i18n import N_, _
from akmxl.core.value_text import day_text
from akmxl.core.vocabulary import TERMS
from akmxl.plan.due_days import rule_understood
from akmxl.plan.findings import Severity
from akmxl.plan.owed import day_unread, never_owed, owed_reports, reports_missed, undated_tasks
from akmxl.plan.registers import JOURNAL
from akmxl.workbook.layout import CATALOGUE, FIRST_PERIOD, PLAN, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from akmxl.actions.close_month import Month
    from akmxl.actions.submit_request import Result, Submission
    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.reports import Report
    from akmxl.workbook.below_tables import Below


SEVERITY_WORDS = {
    Severity.GATE: N_("stops the run"),
    Severity.ERROR: N_("error"),
    Severity.EXPLAIN: N_("to explain"),
    Severity.WARNING: N_("warning"),
    Severity.INFO: N_("note"),
}


def extension_lines(found: Iterable[Below], *, done: bool) -> Iterator[str]:
    """Yield a line for each table that was extended over rows typed below it, or would be."""
    was = N_("Extended: the table “{table}” by {count} rows that were typed below it: {before} → {after}.")
    would = N_("To extend: the table “{table}” by {count} rows that were typed below it: {before} → {after}.")
    for below in found:
        yield _(was if done else would, table=below.table.name, count=below.taken,
                before=below.before, after=below.after)  # fmt: skip


def month_lines(month: Month) -> Iterator[str]:
    """Yield a month's blanks, a line for each service."""
    yield _(N_("{period}: {count} blank cells."), period=month.period.words, count=month.count)
    filled = _(N_("all filled"))
    for service, blanks in month.blanks.items():
        name = service or _(N_("Items without a service"))
        items = ", ".join(f"{blank.item.code} ({blank.place.a1})" for blank in blanks)
        yield f"  {name}: {items or filled}"


STATUS_WORDS = {
    "written": N_("draft written"),
    "unchanged": N_("draft unchanged"),
    "already_sent": N_("sent already"),
    "blocked": N_("blocked"),
    "no_template": N_("no template"),
    "bad_template": N_("bad template"),
    "overdue": N_("overdue"),
    "due": N_("due"),
    "upcoming": N_("upcoming"),
    "sent": N_("sent"),
}
LETTER_WORDS = {
    "written": N_("letter written"),
    "unchanged": N_("letter unchanged"),
    "kept": N_("letter left as it is"),
}

NOT_MADE = N_("Not made: {title}. {reason}")
KEPT = N_("The draft was edited by hand. A copy of it: {file}. Edit the plan workbook instead.")
_CUT = N_(
    "Form {report} ({period}), sheet “{sheet}”, cell {cell}: the text needs more than 409 points, and no row "
    "of Excel is higher: its end is cut off in print. Shorten the text, or print it on a sheet of its own."
)
_CUT_FROM = N_("It comes from: {cells}.")


def cut_lines(result: Result) -> Iterator[str]:
    """Yield a sentence for each cell of a form whose text is cut off on paper."""
    report, period = result.owed.report.code, result.owed.period
    for one in result.cut:
        told = _(_CUT, report=report, period=period, sheet=one.sheet, cell=one.cell)
        yield f"{told} {_(_CUT_FROM, cells=', '.join(one.sources))}" if one.sources else told


_UNREAD = N_(
    "Sheet “{sheet}”, cell {cell}: the first period is not understood: “{value}”. "
    "So it is not known which reports are owed."
)
_UNSET = N_(
    "The first period is not set (sheet “{sheet}”, cell {cell}), so it is not known which reports are owed. "
    "Write the first month that akmxl answers for, e.g. 2025-01."
)
_LATER = N_("Before the first period, {period}, nothing is owed (sheet “{sheet}”, cell {cell}).")
_OF_LATER_YEAR = N_(
    "The first period lies after the plan's year: {period} (sheet “{sheet}”, cell {cell}). "
    "So it is not known which reports are owed."
)
_CADENCE = N_(
    "Sheet “{sheet}”, cell {cell}: it is not known when report {report} is owed: “{value}” is not understood."
)


_NO_FIGURES = N_("Sheet “{sheet}”: no row has a plan figure yet, so nothing is expected of any month.")
_UNLISTED = N_(
    "Sheet “{sheet}”: report {report} stood in the table “{table}”, but its row is gone. "
    "So it is not known when it is owed."
)
NO_CATALOGUE = N_("Sheet “{sheet}”: the table “{table}” is empty, so it is not known which reports are owed.")


def owing_doubts(plan: Plan, today: date) -> Iterator[str]:
    """Yield a sentence for each reason why the plan cannot say, or not yet, which reports are owed."""
    yield from _first_period_doubts(plan, today)
    if not any(item.plan for item in plan.items.values()):
        yield _(_NO_FIGURES, sheet=PLAN)
    if not plan.reports:
        yield _(NO_CATALOGUE, sheet=SETTINGS, table=CATALOGUE.table)
    yield from catalogue_doubts(plan, plan.reports)


def _first_period_doubts(plan: Plan, today: date) -> Iterator[str]:
    settings, place = plan.settings, plan.settings.places.get(FIRST_PERIOD)
    where = {"sheet": place.sheet if place else SETTINGS, "cell": place.a1 if place else "–"}
    if settings.first_period_text:
        yield _(_UNREAD, value=settings.first_period_text, **where)
    elif settings.first_period is None:
        yield _(_UNSET, **where)
    elif settings.first_period.year > plan.year:
        yield _(_OF_LATER_YEAR, period=settings.first_period.words, **where)
    elif settings.first_period.start > today:
        yield _(_LATER, period=settings.first_period.words, **where)


def submit_doubts(plan: Plan, submission: Submission) -> Iterator[str]:
    """Yield a sentence for each reason why a run of submit may have left out a report."""
    if submission.period is None:
        yield from owing_doubts(plan, submission.request.today)
        yield from _rule_doubts(submission.asked)
    else:  # the first period does not matter then, nor the day
        yield from catalogue_doubts(plan, submission.asked)


def catalogue_doubts(plan: Plan, reports: Sequence[Report]) -> Iterator[str]:
    """Yield a sentence for each of the catalogue's reports of which nobody knows when it is owed.

    Where all of them are asked for, also for each that has no row any more.
    """
    for report in never_owed(reports):
        yield _(_CADENCE, report=report.code, value=report.cadence, **_at(report, "cadence"))
    for code in reports_missed(plan) if reports and len(reports) == len(plan.reports) else ():
        yield _(_UNLISTED, sheet=SETTINGS, report=code, table=CATALOGUE.table)


def _at(report: Report, field: str) -> dict[str, str]:
    place = report.at(field)
    return {"sheet": place.sheet, "cell": place.a1}


_UNDATED = N_(
    "Sheet “{sheet}”, cell {cell}: no due day stands there, so it is not known when it is due: {task}."
)
_NO_DATE = N_(
    "Sheet “{sheet}”, cell {cell}: “{value}” is not a date, so it is not known when it is due: {task}."
)
_MOVED = N_(
    "Sheet “{sheet}”, cell {cell}: “{value}” is not a date; the day by the rule counts: {report}, {period}."
)
_NO_RULE = N_(
    "Sheet “{sheet}”, cell {cell}: the due day of report {report} is not understood, so it is not known when "
    "it is due."
)


def day_doubts(plan: Plan) -> Iterator[str]:
    """Yield a sentence for each due day that is not known: of tasks, of reports, of the catalogue's rules."""
    for task in undated_tasks(plan):
        place = task.row.places["report_due"]
        name = ": ".join(filter(None, map(one_line, task.name[:2]))) or one_line(task.name[2])
        params = {"sheet": place.sheet, "cell": place.a1, "task": name or row_words(task.row.row)}
        yield _(_UNDATED, **params) if task.blank else _(_NO_DATE, value=shown(task.written), **params)
    for owed in owed_reports(plan):
        if owed.row and not owed.sent and day_unread(owed):
            place, value = owed.row.places["report_due"], shown(owed.row.values["report_due"])
            at = {"sheet": place.sheet, "cell": place.a1}
            yield _(_MOVED, value=value, report=owed.report.code, period=owed.period.words, **at)
    yield from _rule_doubts(plan.reports)


def _rule_doubts(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        if not rule_understood(report):
            field = "days" if report.due_rule in TERMS["due_rule"] else "due_rule"
            yield _(_NO_RULE, report=report.code, **_at(report, field))


def shown(value: object) -> str:
    """Return what stands in a cell, in one line."""
    return one_line(str(value))


def row_words(row: int) -> str:
    """Return the name of a row of the journal that has none."""
    return _(N_("row {row} of sheet “{sheet}”"), row=row, sheet=JOURNAL)


def task_words(owed: Owed) -> str:
    """Return the title of what is owed in one line; of a task without one its recipient, or its row."""
    words = one_line(owed.report.title) or one_line(owed.report.recipient)
    return words or (row_words(owed.row.row) if owed.row else "")


def due_lines(owed: Sequence[Owed], today: date, doubts: Sequence[str] = ()) -> Iterator[str]:
    """Yield the reasons why it is not known what is owed, and a line for each report or task that is due.

    A further line follows where it has to go out earlier, or went out and is corrected.
    """
    yield from doubts
    for one in owed:
        due = day_text(one.due) if one.due else _(N_("no day set"))
        mark = "" if one.confirmed or one.due is None else " " + _(N_("(assumed)"))
        status = _(STATUS_WORDS[one.status(today)])
        yield f"{due}{mark}  {one_line(one.report.code) or '—'}  {one.period}  {status}  {task_words(one)}"
        if one.send_by and one.send_by != one.due:
            send_by = day_text(one.send_by)
            yield "  " + _(N_("Send by {day}: the day itself is a day off."), day=send_by)
        if one.version > 1:
            text = N_("It went out before; the corrected version {version} has not yet.")
            yield "  " + _(text, version=one.version)
    if not owed and not doubts:
        yield _(N_("Nothing is overdue or due."))

"""Make the demo: the plan of Shirin with nine months of sample figures and a few planted faults.

It does what a librarian would: checks, mends or explains in a copy, rolls up, submits three quarters.
"""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

from akmxl.actions.check import check, write_check
from akmxl.actions.demo.sample import sample
from akmxl.actions.open_plan import open_plan
from akmxl.actions.rollup import roll_up, write_rollup
from akmxl.actions.sent import mark_sent
from akmxl.actions.submit import run
from akmxl.actions.submit_request import Request
from akmxl.core.cells import Formula, Place
from akmxl.core.errors import FileProblem, Reason
from akmxl.core.i18n import N_, _
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period
from akmxl.workbook import layout
from akmxl.workbook.create import shipped
from akmxl.workbook.create.new_file import create_plan
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import write
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.writing.journal import fill_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from akmxl.actions.demo.sample import SampleRow
    from akmxl.plan.owed import Owed
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile

TODAY = date(2025, 10, 6)
LAST_MONTH = 9
_YEAR = 2025
_PEOPLE = {
    "region": "Sirdaryo viloyati",
    "director": "Direktor F.I.Sh.",
    "reporter": "1-xodim",
    "phone": "+998 00 000-00-00",
}
_REASON = "Viloyat topshirig‘i bilan rejadan tashqari yozuvlar yaratildi."


def run_demo(folder: Path, say: Callable[[str], None]) -> None:
    """Make all files of the demo in ``folder``; ``say`` gets the lines for the screen.

    Raises ``FileProblem`` where the folder is not empty or cannot be made: nothing is overwritten.
    """
    faulty, mended = folder / "1-xatoli", folder / "2-tuzatilgan"
    if folder.is_dir() and any(folder.iterdir()):
        raise FileProblem(
            N_("The folder “{folder}” is not empty. Choose another one: akmxl demo FOLDER."),
            folder=folder.name,
        )
    try:
        faulty.mkdir(parents=True)
    except OSError as error:
        raise FileProblem(
            N_("The folder “{folder}” cannot be made: {reason}. Choose another one: akmxl demo FOLDER."),
            folder=folder.name, reason=Reason(error),
        ) from error  # fmt: skip
    workbook = faulty / f"reja-{_YEAR}.xlsx"
    _make(workbook)
    good = _plant_faults(workbook)
    say(_(N_("Made: {file}: the plan of {year} with nine months of figures and four planted faults."),
          file=workbook, year=_YEAR))  # fmt: skip
    _check(workbook, say)
    mended.mkdir()
    copy = mended / workbook.name
    shutil.copyfile(workbook, copy)
    _mend(copy, good)
    say(_(N_("Mended in a copy, the fourth explained: {file}"), file=copy))
    for quarter in (1, 2, 3):
        _submit(copy, Period.quarter(_YEAR, quarter), say, send=quarter < 3)
    opened = open_plan(copy)
    write_check(opened, check(opened, TODAY), TODAY)
    opened = open_plan(copy)
    write_rollup(opened, roll_up(opened, TODAY))
    say(_(N_("Open in Excel: {file} (the sheets “Bosh sahifa” and “Tekshiruv”)"), file=copy))
    say(_(N_("and a form for the National Library: {file}"),
          file=mended / "hisobotlar" / "2025-Q3" / "MK-16_2025-Q3.xlsx"))  # fmt: skip


def _make(path: Path) -> None:
    """Make the plan workbook with figures from January to September."""
    create_plan(
        path,
        rows=shipped.plan(),
        year=_YEAR,
        organisation="Shirin shahar axborot-kutubxona markazi",
        first_period=f"{_YEAR}-01",
    )
    fill_with_sample(path, LAST_MONTH)


def fill_with_sample(path: Path, last_month: int) -> None:
    """Type the people and the sample figures up to a month into a plan workbook without figures."""
    opened = open_plan(path)
    file, figures = opened.file, sample(opened.plan, last_month)
    people: dict[Place, object] = {}
    for field, text in _PEOPLE.items():
        place = file.named_place(layout.ORGANISATION[field][0])
        if place is not None:
            people[place] = text
    months = {_month_place(file, code, month): value for (code, month), value in figures.months.items()}
    added = {name: [file.views[name].in_order(row) for row in rows] for name, rows in figures.records.items()}
    write(file, Fills({**people, **months, **_day_cells(opened, figures.days)}, added=added))


def _month_place(file: PlanFile, code: str, month: int) -> Place:
    view = file.views[layout.MONTHLY]
    return Place(view.name, monthly_rows(view)[code], view.columns[f"m{month:02d}"])


def _day_cells(opened: OpenedPlan, days: Mapping[date, SampleRow]) -> dict[Place, object]:
    view = opened.file.views[registers.DAILY]
    columns = {title: column for column, title in view.titles.items()} | dict(view.columns)
    rows = {day.date: day.row for day in opened.plan.days}
    return {
        Place(view.name, rows[day], columns[name]): value
        for day, values in days.items()
        for name, value in values.items()
    }


def _plant_faults(path: Path) -> Fills:
    """Plant four faults: a word with a number, a misspelt kind, a figure over a formula, a plan overrun.

    Return what was there before, for the mending of the first three.
    """
    opened = open_plan(path)
    plan, file = opened.plan, opened.file
    words = _month_place(file, "11", 8)
    total = _month_place(file, "9", 3)
    overrun = _month_place(file, "14.1", 9)
    event = plan.records[registers.EVENTS][4]
    kind = event.places["event_kind"]
    formula = file.cells(total.sheet)[total.row, total.column].formula
    assert formula is not None
    before = Fills({
        words: plan.value("11", 8),
        kind: event.values["event_kind"],
        total: Formula(formula, plan.value("9", 3)),
    })  # fmt: skip
    write(file, Fills({
        words: f"{plan.value('11', 8)} ta",
        kind: f"{event.values['event_kind']}i",
        total: (plan.value("9", 3) or 0) + 5,
        overrun: (plan.value("14.1", 9) or 0) + 130,
    }))  # fmt: skip
    return before


def _check(path: Path, say: Callable[[str], None]) -> None:
    """Find the planted faults and name them."""
    opened = open_plan(path)
    findings = check(opened, TODAY)
    write_check(opened, findings, TODAY)
    for finding in findings:
        if finding.severity in (Severity.ERROR, Severity.EXPLAIN):
            say(f"  {finding.rule}  {finding.message}")


def _mend(path: Path, before: Fills) -> None:
    """Put right what was wrong, and write the reason where a figure is right but unusual."""
    write(open_plan(path).file, before)
    opened = open_plan(path)
    write_check(opened, check(opened, TODAY), TODAY)
    file = open_plan(path).file
    view = file.views[layout.FINDINGS]
    reasons = {
        view.place(row, "reason"): _REASON
        for row in view.rows
        if view.text(row, "severity") == "izoh kerak" and not view.text(row, "reason")
    }
    write(file, Fills(reasons))


def _submit(path: Path, quarter: Period, say: Callable[[str], None], *, send: bool) -> None:
    """Draft a quarter's reports and mark as sent those whose day has passed.

    The report on the whole plan counts the letters that went out, so it is made again when the others are
    gone.
    """
    results = run(open_plan(path), Request(period=quarter, today=TODAY)).results
    made = [r for r in results if r.status in ("written", "unchanged")]
    names = ", ".join(sorted({r.owed.report.code for r in made}))
    say(_(N_("{period}: {count} reports made ({names})."),
          period=quarter.words, count=len(made), names=names))  # fmt: skip
    late = [r.owed for r in made if r.owed.status(TODAY) == "overdue" and "*" not in r.owed.report.items]
    _send(path, late)
    if send:
        whole = run(open_plan(path), Request(period=quarter, today=TODAY, only="MK-16")).results
        _send(path, [r.owed for r in whole])


def _send(path: Path, reports: list[Owed]) -> None:
    """Type number and date of each letter into the journal as people do.

    The last one is marked by the command, which seals them all.
    """
    if not reports:
        return
    opened = open_plan(path)
    letters = {
        (one.report.code, one.period): (
            f"{one.period.last:02d}/{one.report.code[-2:]}",
            min(one.send_by or TODAY, TODAY),
        )
        for one in reports
    }
    *typed, last = letters
    fills = Fills()
    for code, period in typed:
        row, (number, day) = opened.plan.journal_row(code, period), letters[code, period]
        if row is not None:
            fills |= fill_row(row, {"number": number, "sent": day})
    write(opened.file, fills)
    number, day = letters[last]
    mark_sent(open_plan(path), *last, number=number, day=day, today=TODAY)

"""Make the demo: the plan of Shirin with nine months of sample figures and a few planted faults.

It does what a librarian would: checks, mends or explains in a copy, rolls up, submits three quarters.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.actions.check import check, check_fills
from akmxl.actions.demo.sample import sample
from akmxl.actions.open_plan import open_plan, opened_of
from akmxl.actions.rollup import roll_up
from akmxl.actions.sent import fill_sent
from akmxl.actions.submit import drafted
from akmxl.actions.submit_request import Request
from akmxl.core.cells import Formula, Place
from akmxl.core.errors import FileProblem, Reason
from akmxl.core.i18n import N_, _
from akmxl.ooxml.package.save import create_file, make_folder
from akmxl.ooxml.package.together import all_or_none, make_folders
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period
from akmxl.workbook import layout
from akmxl.workbook.create import shipped
from akmxl.workbook.create.new_file import create_plan
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.fills import Fills
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile, write
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.plan import read_journal_again
from akmxl.workbook.receipts_sheet import receipts_of
from akmxl.workbook.writing.journal import fill_receipts, fill_row, fill_standing
from akmxl.workbook.writing.rollup import fill_rollup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from akmxl.actions.demo.sample import SampleRow
    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed

TODAY = date(2025, 10, 6)
LAST_MONTH = 9
_YEAR = 2025
_CENTRE = {
    layout.ORGANISATION["region"][0]: "Sirdaryo viloyati",
    layout.ORGANISATION["director"][0]: "Direktor F.I.Sh.",
    layout.ORGANISATION["reporter"][0]: "1-xodim",
    layout.ORGANISATION["phone"][0]: "+998 00 000-00-00",
    layout.CENTRE_CODE: "NAMUNA-1",
}
_REASON = "Viloyat topshirig‘i bilan rejadan tashqari yozuvlar yaratildi."


def run_demo(folder: Path, say: Callable[[str], None]) -> None:
    """Make all files of the demo in ``folder``, or none; ``say`` gets the lines for the screen.

    Raises ``FileProblem`` where the folder is not empty or cannot be made: nothing is overwritten.
    """
    with all_or_none():
        _make(folder, say)


def _make(folder: Path, say: Callable[[str], None]) -> None:
    faulty, mended = folder / "1-xatoli", folder / "2-tuzatilgan"
    if folder.is_dir() and any(folder.iterdir()):
        raise FileProblem(
            N_("The folder “{folder}” is not empty. Choose another one: akmxl demo FOLDER."),
            folder=folder.name,
        )
    try:
        make_folders(faulty)
    except OSError as error:
        raise FileProblem(
            N_("The folder “{folder}” cannot be made: {reason}. Choose another one: akmxl demo FOLDER."),
            folder=folder.name, reason=Reason(error),
        ) from error  # fmt: skip
    workbook = faulty / f"reja-{_YEAR}.xlsx"
    before = _write_faulty(workbook, say)
    copy = mended / workbook.name
    make_folder(mended)
    create_file(copy, workbook.read_bytes(), overwrite=False)
    opened = _mended(copy, before)
    say(_(N_("Mended in a copy, the fourth explained: {file}"), file=copy))
    for quarter in (1, 2, 3):
        opened = _submit(opened, Period.quarter(_YEAR, quarter), say, send=quarter < 3)
    _write_checked(opened, check(opened, TODAY), fill_rollup(opened, roll_up(opened, TODAY)))
    say(_(N_("Open in Excel: {file} (the sheets “Bosh sahifa” and “Tekshiruv”)"), file=copy))
    say(_(N_("and a form for the National Library: {file}"),
          file=mended / "hisobotlar" / "2025-Q3" / "MK-16_2025-Q3.xlsx"))  # fmt: skip


def _write_faulty(path: Path, say: Callable[[str], None]) -> Fills:
    """Write the workbook with figures from January to September and four planted faults; name what it finds.

    Return what was there before the faults, for the mending of the first three.
    """
    create_plan(
        path,
        rows=shipped.plan(),
        year=_YEAR,
        organisation="Shirin shahar axborot-kutubxona markazi",
        first_period=f"{_YEAR}-01",
    )
    opened = open_plan(path)
    opened = _filled(opened, _sample_fills(opened, LAST_MONTH))
    faults, before = _faults(opened)
    opened = _filled(opened, faults)
    findings = check(opened, TODAY)
    _write_checked(opened, findings)
    say(_(N_("Made: {file}: the plan of {year} with nine months of figures and four planted faults."),
          file=path, year=_YEAR))  # fmt: skip
    for finding in findings:
        if finding.severity in (Severity.ERROR, Severity.EXPLAIN):
            say(f"  {finding.rule}  {finding.message}")
    return before


def _filled(opened: OpenedPlan, fills: Fills) -> OpenedPlan:
    """Return the plan with fills in it, read anew: in memory, until it is written with all that follows."""
    return opened_of(_file_with(opened.file, fills))


def _file_with(file: PlanFile, fills: Fills) -> PlanFile:
    return PlanFile.of(on_disk(file.workbook).filled(fills))


def _write_checked(opened: OpenedPlan, findings: list[Finding], more: Fills | None = None) -> None:
    """Write the plan as it is in memory, with its receipts and its check."""
    receipts = fill_receipts(opened.plan, opened.plan.receipts)
    fills = receipts | check_fills(opened, findings, TODAY) | fill_standing(opened.plan, TODAY)
    write(opened.file, fills | (more or Fills()))


def fill_with_sample(path: Path, last_month: int) -> None:
    """Type the people and the sample figures up to a month into a plan workbook without figures."""
    opened = open_plan(path)
    write(opened.file, _sample_fills(opened, last_month))


def _sample_fills(opened: OpenedPlan, last_month: int) -> Fills:
    file, figures = opened.file, sample(opened.plan, last_month)
    centre: dict[Place, object] = {}
    for name, text in _CENTRE.items():
        place = file.named_place(name)
        if place is not None:
            centre[place] = text
    months = {_month_place(file, code, month): value for (code, month), value in figures.months.items()}
    added = {name: [file.views[name].in_order(row) for row in rows] for name, rows in figures.records.items()}
    return Fills({**centre, **months, **_day_cells(opened, figures.days)}, added=added)


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


def _faults(opened: OpenedPlan) -> tuple[Fills, Fills]:
    """Return four faults: a word with a number, a misspelt kind, a figure over a formula, a plan overrun.

    With them what is there before, for the mending of the first three.
    """
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
    faults = Fills({
        words: f"{plan.value('11', 8)} ta",
        kind: f"{event.values['event_kind']}i",
        total: (plan.value("9", 3) or 0) + 5,
        overrun: (plan.value("14.1", 9) or 0) + 130,
    })  # fmt: skip
    return faults, before


def _mended(path: Path, before: Fills) -> OpenedPlan:
    """Put right what was wrong, and type the reason where a figure is right but unusual."""
    file = PlanFile.open(path)
    view = file.views[layout.FINDINGS]
    reasons = Fills({
        view.place(row, "reason"): _REASON
        for row in view.rows
        if view.text(row, "severity") == "izoh kerak" and not view.text(row, "reason")
    })  # fmt: skip
    return opened_of(_file_with(file, before | reasons))


def _submit(opened: OpenedPlan, quarter: Period, say: Callable[[str], None], *, send: bool) -> OpenedPlan:
    """Draft a quarter's reports and mark as sent those whose day has passed; return the plan after that.

    The report on the whole plan counts the letters that went out, so it is made again when the others are
    gone.
    """
    submission, journal = drafted(opened, Request(period=quarter, today=TODAY))
    opened = _with_journal(opened, journal)
    made = [r for r in submission.results if r.status in ("written", "unchanged")]
    names = ", ".join(sorted({r.owed.report.code for r in made}))
    say(_(N_("{period}: {count} reports made ({names})."),
          period=quarter.words, count=len(made), names=names))  # fmt: skip
    late = [r.owed for r in made if r.owed.status(TODAY) == "overdue" and "*" not in r.owed.report.items]
    opened = _sent(opened, late)
    if send:
        submission, journal = drafted(opened, Request(period=quarter, today=TODAY, only="MK-16"))
        opened = _sent(_with_journal(opened, journal), [r.owed for r in submission.results])
    return opened


def _with_journal(opened: OpenedPlan, journal: Fills) -> OpenedPlan:
    """Return the plan with fills of the journal in it, in memory; its receipts stand in the plan alone.

    Their sheet is long and made anew each time: it is filled once, when all are there.
    """
    file = _file_with(opened.file, replace(journal, sheets={}))
    rows = journal.sheets.get(layout.RECEIPTS)
    receipts = opened.plan.receipts if rows is None else receipts_of(rows)
    return OpenedPlan(read_journal_again(opened.plan, file, receipts), file)


def _sent(opened: OpenedPlan, reports: list[Owed]) -> OpenedPlan:
    """Type number and date of each letter into the journal as people do; return the plan after that.

    The last one is marked by the command, which seals them all.
    """
    if not reports:
        return opened
    letters = {
        (one.report.code, one.period): (
            f"{one.report.code}/{one.period.last:02d}",
            min(one.send_by or TODAY, TODAY),
        )
        for one in reports
    }
    *by_hand, last = letters
    fills, rows = Fills(), {}
    for code, period in by_hand:
        row, (number, day) = opened.plan.journal_row(code, period), letters[code, period]
        if row is not None:
            fills |= fill_row(row, {"number": number, "sent": day})
            rows[row.row] = replace(row, number=number, sent=day)
    journal = tuple(rows.get(row.row, row) for row in opened.plan.journal)
    typed = OpenedPlan(replace(opened.plan, journal=journal), opened.file)
    number, day = letters[last]
    marked = fill_sent(typed, *last, number=number, day=day, today=TODAY)
    return _with_journal(opened, fills | (marked or Fills()))

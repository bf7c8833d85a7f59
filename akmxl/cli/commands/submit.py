"""Commands that roll up, make the reports, mark them as sent, tell what is due."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from akmxl.cyrillic import code_letters
from akmxl.errors import BadArgument
from akmxl.i18n import N_, _
from akmxl.options import (
    JSON,
    PERIOD,
    WORKBOOK,
    open_workbook,
    options,
    print_json,
    read_code,
    read_day,
    today,
    wants_json,
)

if TYPE_CHECKING:
    from datetime import date

    from akmxl.period import Period


@click.command(help=_("Fill the sheets Jamlanma and Bosh sahifa with the totals."))
@WORKBOOK
@click.option(
    "--csv",
    "csv_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Write the rollup as a table (CSV) too."),
)
@options(JSON)  # fmt: skip
def rollup(workbook: str | None, csv_file: Path | None) -> None:
    from akmxl import pipeline
    from akmxl.output.reporting import rollup_json
    from akmxl.rollup import roll_up
    from akmxl.terminal.reporting import show_rollup

    plan = open_workbook(workbook)
    totals = roll_up(plan, today())
    if csv_file:  # first: where it cannot be written, the workbook stays as it was
        pipeline.write_csv(totals, csv_file)
    pipeline.write_rollup(plan, totals)
    if wants_json():
        print_json(rollup_json(totals))
    else:
        show_rollup(totals)


@click.command(
    help=_(
        "Make the reports that are owed, as drafts in their official forms. Exit code 1: one cannot be made."
    )
)
@WORKBOOK
@PERIOD
@click.option("--to", default="", metavar="RECIPIENT", help=_("Only reports to this recipient."))
@click.option(
    "--only", default="", metavar="CODE", callback=read_code, help=_("Only this report, e.g. MK-10.")
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=_("Folder for the forms (default: hisobotlar beside the workbook)."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be made."))
@click.option("--pdf", is_flag=True, help=_("Make a PDF of each form and letter, through LibreOffice."))
@click.option("--correction", is_flag=True, help=_("Make version 2 of a report that was sent."))
@click.option("--reason", default="", metavar="TEXT", help=_("Why the correction is made."))
@click.option("--letter", default="", metavar="NO", help=_("The letter that asked for the correction."))
@options(JSON)  # fmt: skip
def submit(workbook: str | None, period: Period | None, *, pdf: bool, **chosen: Any) -> None:
    from akmxl.output.reporting import submit_json
    from akmxl.parcel import old_pdfs, pdf_places
    from akmxl.pdf import office, write_pdfs
    from akmxl.submitting import Request, run
    from akmxl.terminal.progress import progress
    from akmxl.terminal.reporting import show_old_pdfs, show_submission

    plan = open_workbook(workbook, period)
    program = office() if pdf else ""
    submission = run(plan, Request(period=period, today=today(), **chosen))
    files = pdf_places(submission.files, submission.parcels)
    if wants_json():
        print_json(submit_json(submission))
    else:
        show_submission(submission)
        show_old_pdfs(() if pdf else old_pdfs(files))
    if program and files and not chosen["dry_run"]:
        with progress(_("Making PDF"), len(files)) as advance:
            write_pdfs(program, files, advance)
    sys.exit(1 if submission.blocked else 0)


@click.command(help=_("Mark a report as sent: its outgoing number and date. Its figures are frozen."))
@click.argument("arguments", nargs=-1, metavar="[WB] CODE PERIOD")
@click.option("--number", required=True, metavar="N", help=_("The outgoing number."))
@click.option("--date", "day", required=True, metavar="D", callback=read_day, help=_("The outgoing date."))
@options(JSON)
def sent(arguments: tuple[str, ...], number: str, day: date) -> None:
    from akmxl.period import Period
    from akmxl.sending import mark_sent

    if len(arguments) not in (2, 3):
        raise BadArgument(N_("Write the report's code and the period: akmxl sent MK-10 2025-Q1 ..."))
    *workbook, code_text, period_text = arguments
    code = code_letters(code_text.strip())
    period = Period.parse(period_text)
    plan = open_workbook(workbook[0] if workbook else None, period)
    written = mark_sent(plan, code, period, number=number, day=day, today=today())
    if wants_json():
        print_json({"code": code, "period": str(period), "number": number,
                     "date": day.isoformat(), "written": written})  # fmt: skip
    else:
        date_sent = f"{day:%d.%m.%Y}"
        click.echo(_("Sent: {code}, {period}, № {number}, {day}.", code=code, period=period.words,
                     number=number, day=date_sent))  # fmt: skip


@click.command(
    help=_("Show the reports and one-off tasks that are overdue, or due by the end of next month.")
)
@WORKBOOK
@click.option("--until", metavar="D", callback=read_day, help=_("Show what is due up to this day."))
@click.option(
    "--ics",
    "ics_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Write the days into a calendar file too."),
)
@options(JSON)  # fmt: skip
def due(workbook: str | None, until: date | None, ics_file: Path | None) -> None:
    from akmxl.exports import write_calendar
    from akmxl.output.reporting import due_json
    from akmxl.owed import due_now
    from akmxl.terminal.reporting import show_due

    plan = open_workbook(workbook)
    owed = due_now(plan, today(), until)
    count = write_calendar(owed, ics_file) if ics_file else 0
    if wants_json():
        print_json(due_json(owed, today()))
    else:
        show_due(owed, today())
        if ics_file:
            click.echo(_("Calendar: {file}, {count} days.", file=ics_file, count=count))

"""The command line: words and exit codes only.

0: done and nothing blocks; 1: findings block; 2: it could not run. What is heavy is imported in the
command that needs it, so that ``--help`` and ``--version`` answer at once.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from akmxl import __version__
from akmxl.errors import AkmxlError, BadArgument
from akmxl.i18n import N_, _
from akmxl.options import (
    JSON,
    PERIOD,
    WORKBOOK,
    open_workbook,
    options,
    print_json,
    read_day,
    read_period,
    today,
    wants_json,
)

if TYPE_CHECKING:
    from datetime import date

    from akmxl.period import Period


@click.group(
    help=_("The library's yearly work plan in Excel: checks it, rolls it up, makes the reports."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="akmxl", message="%(prog)s %(version)s")
@options()
def cli() -> None:
    pass


@cli.command(help=_("Make the 2025 plan of Shirin with nine months of figures; check, roll up, submit."))
@click.argument("folder", default="akmxl-demo", metavar="[DIR]", type=click.Path(path_type=Path))
@options()
def demo(folder: Path) -> None:
    from akmxl.demo import run_demo

    run_demo(folder, click.echo)


@cli.command(help=_("Make a new plan workbook. Never overwrites a file."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--plan",
    "plan_csv",
    metavar="CSV",
    type=click.Path(path_type=Path),
    help=_("The plan as a table (columns as in workbook_templates/data/plan_2025.csv)."),
)
@click.option("--year", type=click.IntRange(2000, 2100), help=_("The plan's year."))
@click.option("--org", default="", metavar="NAME", help=_("The organisation's name."))
@options()  # fmt: skip
def init(file: Path, plan_csv: Path | None, year: int | None, org: str) -> None:
    from akmxl.pipeline import new_plan

    new_plan(file, plan_csv=plan_csv, year=year, organisation=org, today=today())
    click.echo(_("Made: {file}. Open it in Excel and fill in the sheet “Bosh sahifa” first.", file=file))


@cli.command(help=_("Check the workbook; the findings go to the terminal and to the sheet Tekshiruv."))
@WORKBOOK
@PERIOD
@click.option("--service", metavar="S", help=_("Show only the findings of this service."))
@click.option(
    "--severity",
    type=click.Choice(["error", "explain", "warning", "info"]),
    help=_("Show only findings of this severity and graver ones."),
)
@click.option("--fix", is_flag=True, help=_("Put blanks and apostrophes of codes and names right first."))
@click.option("--dry-run", is_flag=True, help=_("Only say what --fix would change; write nothing."))
@click.option("--no-write", is_flag=True, help=_("Do not write into the workbook."))
@options(JSON)  # fmt: skip
def check(
    workbook: str | None,
    period: Period | None,
    *,
    service: str | None,
    severity: str | None,
    fix: bool,
    dry_run: bool,
    no_write: bool,
) -> None:
    from akmxl import pipeline
    from akmxl.errors import Locked
    from akmxl.output import check_json, mends_json
    from akmxl.terminal import show_findings, show_mends

    plan = open_workbook(workbook, period)
    write = not (no_write or dry_run)
    mended = pipeline.fix(plan, write=write) if fix else []
    if mended and write:
        plan = pipeline.open_plan(plan.path)
    findings = pipeline.check(plan, today())
    shown = pipeline.narrow(plan, findings, period=period, service=service, severity=severity)
    written, problem = False, ""
    if write:
        try:
            written = pipeline.write_check(plan, findings, today())
        except Locked as error:  # a locked file is still checked
            problem = str(error)
    if wants_json():
        print_json(check_json(plan, shown, period, written=written) | (mends_json(mended) if fix else {}))
    else:
        show_mends(mended, done=write)
        show_findings(plan, shown, findings)
    if problem:
        click.echo(_("The findings were not written into the workbook. {why}", why=problem), err=True)
    sys.exit(1 if any(finding.blocking for finding in shown) else 0)


@cli.command("close-month", help=_("List what a finished month still lacks; after a yes write 0 there."))
@WORKBOOK
@click.option(
    "--month", metavar="P", callback=read_period, help=_("The month, e.g. 2025-03 (default: the last).")
)
@click.option("--service", metavar="S", help=_("Only this service."))
@click.option("--yes", is_flag=True, help=_("Do not ask: for scripts."))
@options(JSON)  # fmt: skip
def close_month(workbook: str | None, month: Period | None, service: str | None, *, yes: bool) -> None:
    from akmxl import closing
    from akmxl.output import month_json
    from akmxl.terminal import show_month

    plan = open_workbook(workbook, month)
    found = closing.month_to_close(plan, month, service, today())
    if not wants_json():
        show_month(found)
    ask = _("Write 0 into these cells and mark the month as handed in?")
    agreed = yes or (not wants_json() and sys.stdin.isatty() and click.confirm(ask))
    written = agreed and closing.close_month(plan, found, today())
    if wants_json():
        print_json(month_json(found, written=written))
    elif not agreed:
        click.echo(_("Nothing was written. To close the month: akmxl close-month --yes"))
    else:
        click.echo(_("{period} is closed.", period=found.period.words))


@cli.command(help=_("Fill the sheets Jamlanma and Bosh sahifa with the totals."))
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
    from akmxl.output import rollup_json
    from akmxl.rollup import roll_up
    from akmxl.terminal import show_rollup

    plan = open_workbook(workbook)
    totals = roll_up(plan, today())
    if csv_file:  # first: where it cannot be written, the workbook stays as it was
        pipeline.write_csv(totals, csv_file)
    pipeline.write_rollup(plan, totals)
    if wants_json():
        print_json(rollup_json(totals))
    else:
        show_rollup(totals)


@cli.command(help=_("Make the reports that are owed, as drafts in their official forms."))
@WORKBOOK
@PERIOD
@click.option("--to", default="", metavar="RECIPIENT", help=_("Only reports to this recipient."))
@click.option("--only", default="", metavar="CODE", help=_("Only this report, e.g. MK-10."))
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=_("Folder for the forms (default: hisobotlar beside the workbook)."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be made."))
@click.option("--pdf", is_flag=True, help=_("Make a PDF beside each form, through LibreOffice."))
@click.option("--correction", is_flag=True, help=_("Make version 2 of a report that was sent."))
@click.option("--reason", default="", metavar="TEXT", help=_("Why the correction is made."))
@click.option("--letter", default="", metavar="NO", help=_("The letter that asked for the correction."))
@options(JSON)  # fmt: skip
def submit(workbook: str | None, period: Period | None, *, pdf: bool, **chosen: Any) -> None:
    from akmxl.exports import office, write_pdfs
    from akmxl.output import submit_json
    from akmxl.submitting import Request, run
    from akmxl.terminal import show_submission

    plan = open_workbook(workbook, period)
    program = office() if pdf else ""
    submission = run(plan, Request(period=period, today=today(), **chosen))
    if wants_json():
        print_json(submit_json(submission))
    else:
        show_submission(submission)
    if program and not chosen["dry_run"]:
        write_pdfs(program, submission.files)
    sys.exit(1 if submission.blocked else 0)


@cli.command(help=_("Mark a report as sent: its outgoing number and date. Its figures are frozen."))
@click.argument("arguments", nargs=-1, required=True, metavar="[WB] CODE PERIOD")
@click.option("--number", required=True, metavar="N", help=_("The outgoing number."))
@click.option("--date", "day", required=True, metavar="D", callback=read_day, help=_("The outgoing date."))
@options(JSON)
def sent(arguments: tuple[str, ...], number: str, day: date) -> None:
    from akmxl.period import Period
    from akmxl.sending import mark_sent

    if len(arguments) not in (2, 3):
        raise BadArgument(N_("Write the report's code and the period: akmxl sent MK-10 2025-Q1 ..."))
    *workbook, code, period_text = arguments
    period = Period.parse(period_text)
    plan = open_workbook(workbook[0] if workbook else None, period)
    written = mark_sent(plan, code, period, number=number, day=day, today=today())
    if wants_json():
        print_json({"code": code.upper(), "period": str(period), "number": number,
                     "date": day.isoformat(), "written": written})  # fmt: skip
    else:
        click.echo(_("Sent: {code}, {period}, № {number}, {day}.", code=code.upper(), period=period.words,
                     number=number, day=f"{day:%d.%m.%Y}"))  # fmt: skip


@cli.command(help=_("Show the reports that are overdue, or due by the end of next month."))
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
    from akmxl.output import due_json
    from akmxl.sheets.rollup import due_now
    from akmxl.terminal import show_due

    plan = open_workbook(workbook)
    if ics_file:
        write_calendar(due_now(plan, today(), until), ics_file)
    if wants_json():
        print_json(due_json(plan, today(), until))
    else:
        show_due(due_now(plan, today(), until), today())


@cli.command(help=_("Show the rules, or one rule and why it is there."))
@click.argument("code", required=False)
@options(JSON)
def rules(code: str | None) -> None:
    from akmxl.output import rules_json
    from akmxl.rules import RULES
    from akmxl.terminal import show_rule, show_rules

    if code and code.upper() not in RULES:
        raise BadArgument(N_("There is no rule “{code}”. See the list: akmxl rules."), code=code)
    chosen = [RULES[code.upper()]] if code else list(RULES.values())
    if wants_json():
        print_json(rules_json(chosen))
    elif code:
        show_rule(chosen[0])
    else:
        show_rules(chosen)


def main() -> None:
    """Run the command line; what stops a run becomes one sentence and exit code 2."""
    gc.disable()  # a run is short and makes no garbage that matters: looking for it costs a tenth
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli.main(standalone_mode=False)
    except AkmxlError as error:
        _fail(error)
    except click.UsageError as error:
        _fail(
            BadArgument(
                N_("The command is not understood: {why} Help: akmxl --help"), why=error.format_message()
            )
        )
    except click.Abort:
        sys.exit(2)


def _fail(error: AkmxlError) -> None:
    if "--json" in sys.argv:
        from akmxl.output import error_json

        print_json(error_json(error))
    else:
        click.echo(str(error), err=True)
    sys.exit(2)

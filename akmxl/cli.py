"""The command line: words and exit codes only.

0: done and nothing blocks; 1: findings block; 2: it could not run. What is heavy is imported in the
command that needs it, so that ``--help`` and ``--version`` answer at once.
"""

from __future__ import annotations

import gettext
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from akmxl import __version__
from akmxl.errors import AkmxlError, BadArgument
from akmxl.i18n import DEFAULT_LANGUAGE, LANGUAGES, LOCALE, N_, _, set_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from akmxl.model import Plan
    from akmxl.period import Period

F = TypeVar("F", bound="Callable[..., Any]")


def _asked_language(arguments: list[str]) -> str:
    """The language of the help texts, which are made before any option is read."""
    for option, value in zip(arguments, [*arguments, ""][1:], strict=True):
        name, _sign, inline = option.partition("=")
        if name == "--lang":
            return inline or value
    return os.environ.get("AKMXL_LANG", DEFAULT_LANGUAGE)


def _speak(language: str) -> None:
    """Set the run's language, for the words of click itself too ("Usage:", "Missing option")."""
    set_language(language)
    os.environ["LANGUAGE"] = language  # where the standard library looks
    gettext.bindtextdomain("akmxl", str(LOCALE))
    gettext.textdomain("akmxl")


# Click's own words, so that they are collected into our catalogue.
_CLICK = (
    N_("Usage:"), N_("Options"), N_("Commands"), N_("Show this message and exit."),
    N_("Show the version and exit."), N_("Missing command."), N_("Missing argument"), N_("Missing option"),
    N_("No such option {name!r}."), N_("No such command {name!r}."), N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"), N_("Option {name!r} does not take a value."),
)  # fmt: skip

_speak(_asked_language(sys.argv[1:]))


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    """A day of the command line: ``2025-04-05`` or ``05.04.2025``."""
    if text is None:
        return None
    numbers = text.split("-") if "-" in text else text.split(".")[::-1]
    try:
        year, month, day = map(int, numbers)
        return date(year, month, day)
    except ValueError:
        raise BadArgument(
            N_("The day “{text}” is not understood. Examples: 2025-04-05, 05.04.2025."), text=text
        ) from None


def _period(_ctx: click.Context, _param: click.Parameter, text: str | None) -> Period | None:
    from akmxl.period import Period

    return Period.parse(text) if text else None


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep a common option for the run, wherever on the line it stands."""
    if value is not None and value is not False:
        ctx.ensure_object(dict)[str(param.name)] = value
        if param.name == "lang":
            _speak(value)


def _today_option(ctx: click.Context, param: click.Parameter, text: str | None) -> None:
    _remember(ctx, param, _day(ctx, param, text))


_COMMON = (
    click.option("--lang", type=click.Choice(LANGUAGES), callback=_remember, expose_value=False,
                 is_eager=True, help=_("Language of the messages: uz or en.")),
    click.option("--today", metavar="D", callback=_today_option, expose_value=False,
                 help=_("Take this day for today (2025-04-05), so that a run can be repeated.")),
)  # fmt: skip
_JSON = click.option(
    "--json", "as_json", is_flag=True, callback=_remember, expose_value=False,
    help=_("Machine-readable output."),
)  # fmt: skip
_WORKBOOK = click.argument("workbook", required=False, metavar="[WB]")
_PERIOD = click.option("--period", metavar="P", callback=_period, help=_("2025-03, 2025-Q1 or 2025."))


def _options(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """A command's options, and those that every command has."""

    def add(command: F) -> F:
        for option in (*_COMMON, *reversed(options)):
            command = option(command)
        return command

    return add


def _today() -> date:
    found = click.get_current_context().ensure_object(dict).get("today")
    return found if isinstance(found, date) else date.today()


def _wants_json() -> bool:
    return bool(click.get_current_context().ensure_object(dict).get("as_json"))


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _open(workbook: str | None, period: Period | None = None) -> Plan:
    from akmxl.pipeline import find_workbook, open_plan

    path = workbook or os.environ.get("AKMXL_WORKBOOK")
    plan = open_plan(path or find_workbook(Path.cwd(), period.year if period else None))
    if period and period.year != plan.year:
        raise BadArgument(
            N_("The period {period} is not of this plan: “{file}” is the plan of {year}."),
            period=str(period), file=plan.path.name, year=plan.year,
        )  # fmt: skip
    return plan


@click.group(
    help=_("The library's yearly work plan in Excel: checks it, rolls it up, makes the reports."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="akmxl", message="%(prog)s %(version)s")
@_options()
def cli() -> None:
    pass


@cli.command(help=_("Make the 2025 plan of Shirin with nine months of figures; check, roll up, submit."))
@click.argument("folder", default="akmxl-demo", metavar="[DIR]", type=click.Path(path_type=Path))
@_options()
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
@_options()  # fmt: skip
def init(file: Path, plan_csv: Path | None, year: int | None, org: str) -> None:
    from akmxl.pipeline import new_plan

    new_plan(file, plan_csv=plan_csv, year=year, organisation=org, today=_today())
    click.echo(_("Made: {file}. Open it in Excel and fill in the sheet “Bosh sahifa” first.", file=file))


@cli.command(help=_("Check the workbook; the findings go to the terminal and to the sheet Tekshiruv."))
@_WORKBOOK
@_PERIOD
@click.option("--service", metavar="S", help=_("Show only the findings of this service."))
@click.option(
    "--severity",
    type=click.Choice(["error", "explain", "warning", "info"]),
    help=_("Show only findings of this severity and graver ones."),
)
@click.option("--no-write", is_flag=True, help=_("Do not write into the workbook."))
@_options(_JSON)  # fmt: skip
def check(
    workbook: str | None, period: Period | None, service: str | None, severity: str | None, no_write: bool
) -> None:
    from akmxl import pipeline
    from akmxl.errors import Locked
    from akmxl.output import check_json
    from akmxl.terminal import show_findings

    plan = _open(workbook, period)
    findings = pipeline.check(plan, _today())
    shown = pipeline.narrow(plan, findings, period=period, service=service, severity=severity)
    written, problem = False, ""
    if not no_write:
        try:
            written = pipeline.write_check(plan, findings, _today())
        except Locked as error:  # a locked file is still checked
            problem = str(error)
    if _wants_json():
        _print_json(check_json(plan, shown, period, written=written))
    else:
        show_findings(plan, shown)
    if problem:
        click.echo(_("The findings were not written into the workbook. {why}", why=problem), err=True)
    sys.exit(1 if any(finding.blocking for finding in shown) else 0)


@cli.command(help=_("Fill the sheets Jamlanma and Bosh sahifa with the totals."))
@_WORKBOOK
@click.option(
    "--csv",
    "csv_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Write the rollup as a table (CSV) too."),
)
@_options(_JSON)  # fmt: skip
def rollup(workbook: str | None, csv_file: Path | None) -> None:
    from akmxl import pipeline
    from akmxl.output import rollup_json
    from akmxl.rollup import roll_up
    from akmxl.terminal import show_rollup

    plan = _open(workbook)
    totals = roll_up(plan, _today())
    if csv_file:  # first: where it cannot be written, the workbook stays as it was
        pipeline.write_csv(totals, csv_file)
    pipeline.write_rollup(plan, totals)
    if _wants_json():
        _print_json(rollup_json(totals))
    else:
        show_rollup(totals)


@cli.command(help=_("Make the reports that are owed, as drafts in their official forms."))
@_WORKBOOK
@_PERIOD
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
@_options(_JSON)  # fmt: skip
def submit(workbook: str | None, period: Period | None, *, pdf: bool, **options: Any) -> None:
    from akmxl.exports import office, write_pdfs
    from akmxl.output import submit_json
    from akmxl.submitting import Request, run
    from akmxl.terminal import show_submission

    plan = _open(workbook, period)
    program = office() if pdf else ""
    submission = run(plan, Request(period=period, today=_today(), **options))
    if _wants_json():
        _print_json(submit_json(submission))
    else:
        show_submission(submission)
    if program and not options["dry_run"]:
        write_pdfs(program, submission.files)
    sys.exit(1 if submission.blocked else 0)


@cli.command(help=_("Mark a report as sent: its outgoing number and date. Its figures are frozen."))
@click.argument("arguments", nargs=-1, required=True, metavar="[WB] CODE PERIOD")
@click.option("--number", required=True, metavar="N", help=_("The outgoing number."))
@click.option("--date", "day", required=True, metavar="D", callback=_day, help=_("The outgoing date."))
@_options(_JSON)
def sent(arguments: tuple[str, ...], number: str, day: date) -> None:
    from akmxl.period import Period
    from akmxl.submitting import mark_sent

    if len(arguments) not in (2, 3):
        raise BadArgument(N_("Write the report's code and the period: akmxl sent MK-10 2025-Q1 ..."))
    *workbook, code, period_text = arguments
    period = Period.parse(period_text)
    plan = _open(workbook[0] if workbook else None, period)
    written = mark_sent(plan, code, period, number=number, day=day)
    if _wants_json():
        _print_json({"code": code.upper(), "period": str(period), "number": number,
                     "date": day.isoformat(), "written": written})  # fmt: skip
    else:
        click.echo(_("Sent: {code}, {period}, № {number}, {day}.", code=code.upper(), period=period.words,
                     number=number, day=f"{day:%d.%m.%Y}"))  # fmt: skip


@cli.command(help=_("Show the reports that are overdue, or due by the end of next month."))
@_WORKBOOK
@click.option("--until", metavar="D", callback=_day, help=_("Show what is due up to this day."))
@click.option(
    "--ics",
    "ics_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Write the days into a calendar file too."),
)
@_options(_JSON)  # fmt: skip
def due(workbook: str | None, until: date | None, ics_file: Path | None) -> None:
    from akmxl.exports import write_calendar
    from akmxl.output import due_json
    from akmxl.sheets.rollup import due_now
    from akmxl.terminal import show_due

    plan = _open(workbook)
    if ics_file:
        write_calendar(due_now(plan, _today(), until), ics_file)
    if _wants_json():
        _print_json(due_json(plan, _today(), until))
    else:
        show_due(due_now(plan, _today(), until), _today())


@cli.command(help=_("Show the rules, or one rule and why it is there."))
@click.argument("code", required=False)
@_options(_JSON)
def rules(code: str | None) -> None:
    from akmxl.output import rules_json
    from akmxl.rules import RULES
    from akmxl.terminal import show_rule, show_rules

    if code and code.upper() not in RULES:
        raise BadArgument(N_("There is no rule “{code}”. See the list: akmxl rules."), code=code)
    chosen = [RULES[code.upper()]] if code else list(RULES.values())
    if _wants_json():
        _print_json(rules_json(chosen))
    elif code:
        show_rule(chosen[0])
    else:
        show_rules(chosen)


def main() -> None:
    """Run the command line; what stops a run becomes one sentence and exit code 2."""
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

        _print_json(error_json(error))
    else:
        click.echo(str(error), err=True)
    sys.exit(2)

"""Commands that look at the figures and close a month; the catalogue of rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

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
    read_period,
    says_yes,
    today,
    wants_json,
)

if TYPE_CHECKING:
    from akmxl.period import Period


@click.command(
    help=_(
        "Check the workbook; the findings go to the terminal and to the sheet Tekshiruv. "
        "--period, --service and --severity narrow what is shown; counts and the exit code are of the whole."
    )
)
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
    from akmxl.output.checking import check_json, mends_json
    from akmxl.terminal.checking import show_mends
    from akmxl.terminal.findings import show_findings

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
        data = check_json(plan, shown, findings, period, written=written)
        print_json(data | (mends_json(mended) if fix else {}))
    else:
        show_mends(mended, done=write)
        show_findings(plan, shown, findings)
    if problem:
        click.echo(_("The findings were not written into the workbook. {why}", why=problem), err=True)
    sys.exit(1 if any(finding.blocking for finding in findings) else 0)


@click.command("close-month", help=_("List what a finished month still lacks; after a yes write 0 there."))
@WORKBOOK
@click.option(
    "--month", metavar="P", callback=read_period, help=_("The month, e.g. 2025-03 (default: the last).")
)
@click.option("--service", metavar="S", help=_("Only this service."))
@click.option("--yes", is_flag=True, help=_("Do not ask: for scripts."))
@options(JSON)  # fmt: skip
def close_month(workbook: str | None, month: Period | None, service: str | None, *, yes: bool) -> None:
    from akmxl import closing
    from akmxl.output.checking import month_json
    from akmxl.terminal.checking import show_month

    plan = open_workbook(workbook, month)
    found = closing.month_to_close(plan, month, service, today())
    if not wants_json():
        show_month(found)
    ask = _("Write 0 into these cells and mark the month as handed in?")
    agreed = yes or (not wants_json() and sys.stdin.isatty() and says_yes(ask))
    written = agreed and closing.close_month(plan, found, today())
    if wants_json():
        print_json(month_json(found, written=written))
    elif not agreed:
        again = ["akmxl", "close-month", *([workbook] if workbook else []), "--month", str(found.period),
                 *(["--service", f'"{service}"'] if service else []), "--yes"]  # fmt: skip
        click.echo(_("Nothing was written. To close the month: {command}", command=" ".join(again)))
    else:
        click.echo(_("{period} is closed.", period=found.period.words))


@click.command(help=_("Show the rules, or one rule and why it is there."))
@click.argument("code", required=False)
@options(JSON)
def rules(code: str | None) -> None:
    from akmxl.output.checking import rules_json
    from akmxl.rules import RULES
    from akmxl.terminal.checking import show_rule, show_rules

    name = code_letters(code or "")
    if code and name not in RULES:
        raise BadArgument(N_("There is no rule “{code}”. See the list: akmxl rules."), code=code)
    chosen = [RULES[name]] if code else list(RULES.values())
    if wants_json():
        print_json(rules_json(chosen))
    elif code:
        show_rule(chosen[0])
    else:
        show_rules(chosen)

"""Close a month: the command ``akmxl close-month``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import (
    JSON,
    WORKBOOK,
    open_workbook,
    option,
    options,
    period_option,
    print_json,
    says_yes,
    today,
    wants_json,
)
from akmxl.core.i18n import _

if TYPE_CHECKING:
    from akmxl.plan.period import Period


@click.command("close-month", help=_("List what a finished month still lacks; after a yes write 0 there."))
@WORKBOOK
@option(
    "--month",
    metavar=_("MONTH"),
    callback=period_option,
    help=_("The month, e.g. 2025-03 (default: the last)."),
)
@option("--service", metavar=_("SERVICE"), help=_("Only this service."))
@option(
    "--closed", is_flag=True, help=_("The services were closed all month: their blanks say so, without 0.")
)
@option("--by", default="", metavar=_("NAME"), help=_("Who hands in (default: the name on this PC)."))
@option("--yes", is_flag=True, help=_("Do not ask: for scripts."))
@options(JSON)  # fmt: skip
def close_month(
    workbook: str | None, month: Period | None, service: str | None, *, closed: bool, by: str, yes: bool
) -> None:
    from akmxl.actions.close_month import close_month as close, month_to_close
    from akmxl.cli.json_data.check import month_json
    from akmxl.cli.text.check import show_month

    opened = open_workbook(workbook, month)
    found = month_to_close(opened.plan, month, service, today())
    if not wants_json():
        show_month(found)
    ask = _("Write 0 into these cells and mark the month as handed in?")
    if closed:
        ask = _("Mark that these services were closed all month?")
    agreed = yes or (not wants_json() and sys.stdin.isatty() and says_yes(ask))
    written = agreed and close(opened, found, today(), closed=closed, by=by)
    if wants_json():
        print_json(month_json(found, written=written))
    elif not agreed:
        again = ["akmxl", "close-month", *([workbook] if workbook else []), "--month", str(found.period),
                 *(["--service", f'"{service}"'] if service else []),
                 *(["--closed"] if closed else []), "--yes"]  # fmt: skip
        click.echo(_("Nothing was written. To close the month: {command}", command=" ".join(again)))
    else:
        click.echo(_("{period} is closed.", period=found.period.words))

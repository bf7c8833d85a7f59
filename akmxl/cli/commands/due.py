"""Show what is due: the command ``akmxl due``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import (
    JSON,
    WORKBOOK,
    day_option,
    is_chosen,
    open_workbook,
    option,
    options,
    print_json,
    today,
    wants_json,
)
from akmxl.core.i18n import _

if TYPE_CHECKING:
    from datetime import date


@click.command(
    help=_("Show the reports and one-off tasks that are overdue, or due by the end of next month.")
)
@WORKBOOK
@option("--until", metavar=_("DAY"), callback=day_option, help=_("Show what is due up to this day."))
@option(
    "--ics",
    "ics_file",
    metavar=_("FILE"),
    type=Path,
    help=_("Write the days into a calendar file too."),
)
@options(JSON)  # fmt: skip
def due(workbook: str | None, until: date | None, ics_file: Path | None) -> None:
    from akmxl.actions.due import overdue_last_year, write_calendar
    from akmxl.actions.wording import day_doubts, owing_doubts
    from akmxl.cli.json_data.report import due_json
    from akmxl.cli.text.report import show_due
    from akmxl.plan.owed import due_now

    plan = open_workbook(workbook).plan
    owed = due_now(plan, today(), until)
    doubts = [*owing_doubts(plan, today()), *day_doubts(plan)]
    count = 0
    if ics_file:
        count = write_calendar(plan, today(), ics_file, until)
    for path, overdue in overdue_last_year(plan, today()) if is_chosen(workbook) else ():
        text = _("{file}: overdue — {count}. See them: akmxl due {file}", file=path.name, count=overdue)
        click.echo(text, err=True)
    if wants_json():
        print_json(due_json(owed, today(), doubts))
    else:
        show_due(owed, today(), doubts)
        if ics_file:
            click.echo(_("Calendar: {file}, {count} days.", file=ics_file, count=count))

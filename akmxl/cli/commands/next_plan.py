"""Make next year's draft plan: the command ``akmxl next-plan``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import JSON, WORKBOOK, open_workbook, option, options, print_json, today, wants_json
from akmxl.core.i18n import _


@click.command(
    "next-plan",
    help=_(
        "Make next year's draft plan: the same items, what the last three years planned and reached, and an "
        "empty column. What was written into it is kept."
    ),
)
@WORKBOOK
@option(
    "--earlier",
    multiple=True,
    metavar=_("FILE"),
    type=Path,
    help=_("The plan workbook of an earlier year, where it does not stand beside; may be given twice."),
)
@option(
    "--out",
    metavar=_("FILE"),
    type=Path,
    help=_("The draft; without it: beside the year's reports."),
)
@option("--dry-run", is_flag=True, help=_("Show what would be written; write nothing."))
@options(JSON)
def next_plan(workbook: str | None, earlier: tuple[Path, ...], out: Path | None, *, dry_run: bool) -> None:
    from akmxl.actions.next_plan import make_next_plan
    from akmxl.cli.json_data.years import next_plan_json
    from akmxl.cli.text.years import show_next_plan

    opened = open_workbook(workbook)
    done = make_next_plan(opened, today=today(), earlier=earlier, out=out, dry_run=dry_run)
    if wants_json():
        print_json(next_plan_json(done))
    else:
        show_next_plan(done)

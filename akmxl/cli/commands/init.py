"""Make a new plan workbook: the command ``akmxl init``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from akmxl.cli.options import JSON, option, options, print_json, today, wants_json, year_option
from akmxl.core.i18n import _


@click.command(help=_("Make a new plan workbook. Never overwrites a file."))
@click.argument("file", metavar=_("FILE"), type=Path)
@option(
    "--plan",
    metavar=_("PLAN"),
    type=Path,
    help=_("The plan: the signed one (.docx, .xlsx), a proposal that was mended, or a CSV table."),
)
@option("--year", metavar=_("YEAR"), callback=year_option, help=_("The plan's year."))
@option("--org", default="", metavar=_("NAME"), help=_("The organisation's name."))
@option("--yes", is_flag=True, help=_("Make the workbook of a signed plan at once, if nothing is in doubt."))
@option("--dry-run", is_flag=True, help=_("Only say what would be made."))
@options(JSON)
def init(file: Path, plan: Path | None, year: int | None, org: str, *, yes: bool, dry_run: bool) -> None:
    from akmxl.actions.init import new_plan
    from akmxl.cli.json_data.new_plan import new_plan_json
    from akmxl.cli.text.new_plan import show_new_plan

    made = new_plan(file, plan=plan, year=year, organisation=org, today=today(), yes=yes, dry_run=dry_run)
    if wants_json():
        print_json(new_plan_json(made))
    else:
        show_new_plan(made)
    sys.exit(1 if made.blocks else 0)

"""Make a new plan workbook: the command ``akmxl init``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import option, options, today, year_option
from akmxl.core.i18n import _


@click.command(help=_("Make a new plan workbook. Never overwrites a file."))
@click.argument("file", metavar=_("FILE"), type=click.Path(path_type=Path))
@option(
    "--plan",
    "plan_csv",
    metavar="CSV",
    type=click.Path(path_type=Path),
    help=_("The plan as a table (columns as in workbook_templates/data/plan_2025.csv)."),
)
@option("--year", metavar=_("YEAR"), callback=year_option, help=_("The plan's year."))
@option("--org", default="", metavar=_("NAME"), help=_("The organisation's name."))
@options()  # fmt: skip
def init(file: Path, plan_csv: Path | None, year: int | None, org: str) -> None:
    from akmxl.actions.init import new_plan

    new_plan(file, plan_csv=plan_csv, year=year, organisation=org, today=today())
    click.echo(_("Made: {file}. Open it in Excel and fill in the sheet “Bosh sahifa” first.", file=file))

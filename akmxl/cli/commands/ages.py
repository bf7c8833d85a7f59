"""Count readers and participants by age: the command ``akmxl ages``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import JSON, WORKBOOK, open_workbook, option, options, print_json, today, wants_json
from akmxl.core.i18n import _


@click.command(
    help=_(
        "Count readers and participants by age (0-14, 15-24, 25+) by month, quarter and year, as the state's "
        "statistics ask."
    )
)
@WORKBOOK
@option(
    "--csv",
    "csv_file",
    metavar=_("FILE"),
    type=Path,
    help=_("Write the counts as a table (CSV)."),
)
@options(JSON)
def ages(workbook: str | None, csv_file: Path | None) -> None:
    from akmxl.actions.ages import by_age, write_ages
    from akmxl.cli.json_data.ages import ages_json
    from akmxl.cli.text.ages import show_ages

    opened = open_workbook(workbook)
    rows = by_age(opened, today())
    if csv_file:
        write_ages(rows, csv_file)
    if wants_json():
        print_json(ages_json(opened.plan.year, rows))
    else:
        show_ages(rows)

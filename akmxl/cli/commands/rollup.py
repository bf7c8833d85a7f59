"""Roll up the plan: the command ``akmxl rollup``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import JSON, WORKBOOK, open_workbook, option, options, print_json, today, wants_json
from akmxl.core.i18n import _


@click.command(help=_("Fill the sheets Jamlanma and Bosh sahifa with the totals."))
@WORKBOOK
@option(
    "--csv",
    "csv_file",
    metavar=_("FILE"),
    type=Path,
    help=_("Write the rollup as a table (CSV) too."),
)
@options(JSON)  # fmt: skip
def rollup(workbook: str | None, csv_file: Path | None) -> None:
    from akmxl.actions.rollup import roll_up, write_csv, write_rollup
    from akmxl.cli.json_data.report import rollup_json
    from akmxl.cli.text.report import show_rollup
    from akmxl.ooxml.package.together import all_or_none

    opened = open_workbook(workbook)
    totals = roll_up(opened, today())
    with all_or_none():
        if csv_file:
            write_csv(totals, csv_file)
        write_rollup(opened, totals)
    if wants_json():
        print_json(rollup_json(totals))
    else:
        show_rollup(totals)

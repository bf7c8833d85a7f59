"""Put several years side by side: the command ``akmxl trend``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import JSON, option, options, print_json, today, wants_json
from akmxl.core.i18n import _


@click.command(
    help=_(
        "Put the plan workbooks of several years side by side: plan, fact and percent of each item by year, "
        "and where a definition changed."
    )
)
@click.argument("files", nargs=-1, metavar=_("FILE ..."), type=Path)
@option(
    "--out",
    metavar=_("FILE"),
    type=Path,
    help=_("Write a workbook with the table and charts (.xlsx)."),
)
@option(
    "--csv",
    "csv_file",
    metavar=_("FILE"),
    type=Path,
    help=_("Write the tidy table (CSV)."),
)
@options(JSON)
def trend(files: tuple[Path, ...], out: Path | None, csv_file: Path | None) -> None:
    from akmxl.actions.trend import trend as several_years, write_trend
    from akmxl.cli.json_data.years import trend_json
    from akmxl.cli.text.years import show_trend

    years = several_years(files, today())
    write_trend(years, today(), out=out, csv=csv_file)
    if wants_json():
        print_json(trend_json(years, out, csv_file))
    else:
        show_trend(years, out, csv_file)

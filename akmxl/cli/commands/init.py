"""Commands that make a workbook: the demo, a new plan, the next year's."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from akmxl.errors import BadArgument
from akmxl.i18n import N_, _
from akmxl.options import (
    JSON,
    WORKBOOK,
    open_workbook,
    options,
    print_json,
    read_year,
    today,
    wants_json,
)


@click.command(help=_("Make the 2025 plan of Shirin with nine months of figures; check, roll up, submit."))
@click.argument("folder", default="akmxl-demo", metavar="[DIR]", type=click.Path(path_type=Path))
@options()
def demo(folder: Path) -> None:
    from akmxl.demo import run_demo

    run_demo(folder, click.echo)


@click.command(help=_("Make a new plan workbook. Never overwrites a file."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--plan",
    "plan_csv",
    metavar="CSV",
    type=click.Path(path_type=Path),
    help=_("The plan as a table (columns as in workbook_templates/data/plan_2025.csv)."),
)
@click.option("--year", metavar="Y", callback=read_year, help=_("The plan's year."))
@click.option("--org", default="", metavar="NAME", help=_("The organisation's name."))
@options()  # fmt: skip
def init(file: Path, plan_csv: Path | None, year: int | None, org: str) -> None:
    from akmxl.pipeline import new_plan

    new_plan(file, plan_csv=plan_csv, year=year, organisation=org, today=today())
    click.echo(_("Made: {file}. Open it in Excel and fill in the sheet “Bosh sahifa” first.", file=file))


@click.command(
    "new-year",
    help=_("Make next year's workbook; run again, it brings last year's facts in it up to date."),
)
@WORKBOOK
@click.option("--year", metavar="Y", required=True, callback=read_year, help=_("The new plan's year."))
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help=_("The new workbook.")
)
@click.option("--draft", is_flag=True, help=_("Make it even while months of this year are blank."))
@options(JSON)
def new_year(workbook: str | None, year: int, out: Path, *, draft: bool) -> None:
    from akmxl.newyear import make_next_year
    from akmxl.output.starting import new_year_json
    from akmxl.period import Period
    from akmxl.terminal.starting import show_new_year

    plan = open_workbook(workbook, None if workbook else Period.whole(year - 1))
    if plan.year != year - 1:
        raise BadArgument(
            N_("“{file}” is the plan of {year}: the year after it is {next}."),
            file=plan.path.name, year=plan.year, next=plan.year + 1,
        )  # fmt: skip
    done = make_next_year(plan, out, today=today(), draft=draft)
    if wants_json():
        print_json(new_year_json(done))
    else:
        show_new_year(done)
    sys.exit(1 if done.status == "blank" else 0)

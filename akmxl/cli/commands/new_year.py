"""Make the next year's workbook: the command ``akmxl new-year``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from akmxl.cli.options import (
    JSON,
    WORKBOOK,
    open_workbook,
    option,
    options,
    print_json,
    today,
    wants_json,
    year_option,
)
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _


@click.command(
    "new-year",
    help=_("Make next year's workbook; run again, it brings last year's facts in it up to date."),
)
@WORKBOOK
@option("--year", metavar=_("YEAR"), required=True, callback=year_option, help=_("The new plan's year."))
@option("--out", required=True, metavar=_("FILE"), type=Path, help=_("The new workbook."))
@option("--draft", is_flag=True, help=_("Make it even while months of this year are blank."))
@option(
    "--plan-from",
    metavar=_("FILE"),
    type=Path,
    help=_("Take the plan figures from the draft plan that akmxl next-plan made."),
)
@options(JSON)
def new_year(workbook: str | None, year: int, out: Path, *, draft: bool, plan_from: Path | None) -> None:
    from akmxl.actions.new_year.new_year import make_next_year
    from akmxl.cli.json_data.start import new_year_json
    from akmxl.cli.text.start import show_new_year
    from akmxl.plan.period import Period

    opened = open_workbook(workbook, None if workbook else Period.whole(year - 1))
    own = opened.plan.year
    if own != year - 1:
        raise BadArgument(
            N_("“{file}” is the plan of {year}: the year after it is {next}."),
            file=opened.path.name, year=own, next=own + 1,
        )  # fmt: skip
    done = make_next_year(opened, out, today=today(), draft=draft, plan_from=plan_from)
    if wants_json():
        print_json(new_year_json(done))
    else:
        show_new_year(done)
    sys.exit(1 if done.status == "blank" else 0)

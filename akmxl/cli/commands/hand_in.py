"""Hand in a service's month: the command ``akmxl hand-in``."""

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
    today,
    wants_json,
)
from akmxl.core.i18n import _

if TYPE_CHECKING:
    from akmxl.plan.period import Period


@click.command(
    "hand-in",
    help=_(
        "Hand in a service's month, with the code of its cells; without --service, show who has handed in. "
        "Exit code 1: cells are in the way."
    ),
)
@WORKBOOK
@option("--service", metavar=_("SERVICE"), help=_("The service: its name, or a part of it."))
@option(
    "--month",
    metavar=_("MONTH"),
    callback=period_option,
    help=_("The month, e.g. 2025-03 (default: the last)."),
)
@option("--by", default="", metavar=_("NAME"), help=_("Who hands in (default: the name on this PC)."))
@option("--dry-run", is_flag=True, help=_("Only say what would be handed in."))
@options(JSON)  # fmt: skip
def hand_in(
    workbook: str | None, service: str | None, month: Period | None, *, by: str, dry_run: bool
) -> None:
    from akmxl.actions.hand_in import hand_in as enter, month_to_hand_in, standings
    from akmxl.cli.json_data.hand_in import hand_in_json, standings_json
    from akmxl.cli.text.hand_in import show_hand_in, show_standings

    opened = open_workbook(workbook, month)
    if service is None:
        found = standings(opened, month, today())
        if wants_json():
            print_json(standings_json(found))
        else:
            show_standings(found)
        return
    one = month_to_hand_in(opened, service, month, today())
    written = one.ready and not dry_run and enter(opened, one, today(), by)
    if wants_json():
        print_json(hand_in_json(one, written=written))
    else:
        show_hand_in(one, written=written, dry_run=dry_run)
    sys.exit(0 if one.ready else 1)

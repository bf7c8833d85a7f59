"""Put back what a paste destroyed: the command ``akmxl repair``."""

from __future__ import annotations

import click

from akmxl.cli.options import JSON, WORKBOOK, open_workbook, options, print_json, today, wants_json
from akmxl.core.i18n import _


@click.command(
    help=_(
        "Put back what a paste destroyed: formulas, formats, input checks, colours, protection, codes. "
        "What people typed is never touched."
    )
)
@WORKBOOK
@click.option("--dry-run", is_flag=True, help=_("Only say what would be put back; write nothing."))
@options(JSON)
def repair(workbook: str | None, *, dry_run: bool) -> None:
    from akmxl.actions.repair.repair import find_repairs, write_repairs
    from akmxl.cli.json_data.repair import repairs_json
    from akmxl.cli.text.repair import show_repairs

    opened = open_workbook(workbook)
    repairs = find_repairs(opened, today())
    written = not dry_run and write_repairs(opened.file, repairs)
    if wants_json():
        print_json(repairs_json(opened.plan, repairs, written=written))
    else:
        show_repairs(repairs, written=written)

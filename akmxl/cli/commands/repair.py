"""Put back what a paste destroyed: the command ``akmxl repair``."""

from __future__ import annotations

import sys

import click

from akmxl.cli.options import JSON, WORKBOOK, option, options, print_json, today, wants_json, workbook_path
from akmxl.core.i18n import _


@click.command(
    help=_(
        "Put back what a paste destroyed: formulas, formats, input checks, colours, protection, codes. "
        "Make again what was lost: sheets, columns, tables, names, rows of days. "
        "Bring a workbook of an earlier edition up to date: sheets, columns and settings that it lacks. "
        "What people typed is never touched."
    )
)
@WORKBOOK
@option("--dry-run", is_flag=True, help=_("Only say what would be put back; write nothing."))
@option(
    "--from-copy",
    is_flag=True,
    help=_(
        "Take over what the dated copies have of what was lost: Reja, Sozlamalar, rows, days, sectors, "
        "columns, reasons, receipts."
    ),
)
@options(JSON)
def repair(workbook: str | None, *, dry_run: bool, from_copy: bool) -> None:
    from akmxl.actions.repair.repair import repair_file
    from akmxl.cli.json_data.repair import copied_json, repairs_json
    from akmxl.cli.text.repair import show_repairs

    path = workbook_path(workbook)
    outcome = repair_file(path, today(), write=not dry_run, from_copy=from_copy)
    if wants_json():
        data = repairs_json(path, outcome.repairs, written=outcome.written)
        print_json(data | (copied_json(outcome) if outcome.copied else {}))
    else:
        show_repairs(outcome)
    sys.exit(1 if outcome.stuck else 0)

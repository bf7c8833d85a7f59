"""Check and list the templates of forms: the commands ``akmxl template``."""

from __future__ import annotations

import os
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
    wants_json,
    workbook_path,
)
from akmxl.core.i18n import _


@click.group(no_args_is_help=False, help=_("The templates of the forms: look one over, list them."))
@options()
def template() -> None:
    pass


@template.command(
    "check",
    help=_(
        "Look a template over: what is in the way of filling it, and where. "
        "Exit code 0: it can be filled; 1: it cannot."
    ),
)
@click.argument("file", metavar=_("FILE"), type=Path)
@option(
    "--workbook",
    metavar=_("FILE"),
    help=_("Check it with this plan; without it with the one beside it, else with the shipped one."),
)
@options(JSON)  # fmt: skip
def check_template(file: Path, workbook: str | None) -> None:
    from akmxl.actions.check_template import check_template as check_template_of
    from akmxl.cli.json_data.template import inspection_json
    from akmxl.cli.text.template import show_inspection

    named = workbook or os.environ.get("AKMXL_WORKBOOK")
    found = check_template_of(file, workbook_path(named) if named else None)
    if wants_json():
        print_json(inspection_json(found))
    else:
        show_inspection(found)
    sys.exit(0 if found.ready else 1)


@template.command(
    "list",
    help=_(
        "List the reports and their templates: own (folder andozalar), shipped, or none. "
        "Exit code 1: one of them cannot be filled."
    ),
)
@WORKBOOK
@options(JSON)
def list_all(workbook: str | None) -> None:
    from akmxl.actions.check_template import list_templates
    from akmxl.cli.json_data.template import listing_json
    from akmxl.cli.text.template import show_listing

    plan = open_workbook(workbook).plan
    listing = list_templates(plan)
    if wants_json():
        print_json(listing_json(plan, listing))
    else:
        show_listing(listing)
    sys.exit(0 if listing.ready else 1)

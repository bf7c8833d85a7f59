"""Examine this PC, the folder and the templates: the command ``akmxl doctor``."""

from __future__ import annotations

import sys

import click

from akmxl.cli.options import JSON, WORKBOOK, options, print_json, wants_json, workbook_path
from akmxl.core.errors import AkmxlError, Unsupported
from akmxl.core.i18n import _


@click.command(help=_("Look at this PC, the folder and the templates. Tells what to do; changes nothing."))
@WORKBOOK
@options(JSON)
def doctor(workbook: str | None) -> None:
    from akmxl.actions.addin.install import excel_here
    from akmxl.actions.doctor.examine import examine
    from akmxl.cli.json_data.machine import doctor_json
    from akmxl.cli.text.machine import show_checks

    try:
        here = excel_here()
    except Unsupported:
        here = None
    try:
        path = workbook_path(workbook)
    except AkmxlError:
        path = None  # none is named, and this folder has not just one plan
    checks = list(examine(here, path))
    if wants_json():
        print_json(doctor_json(checks))
    else:
        show_checks(checks)
    sys.exit(1 if any(check.hinders for check in checks) else 0)

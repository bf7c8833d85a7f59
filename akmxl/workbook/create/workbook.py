"""Make the whole workbook, sheet after sheet, as the bytes of one file."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from akmxl.workbook import layout
from akmxl.workbook.create import day_log, home, monthly, plan, registers, result_sheets, settings
from akmxl.workbook.create.shared import Making, Styles

if TYPE_CHECKING:
    from akmxl.workbook.create.basis import Basis


def plan_bytes(basis: Basis) -> bytes:
    """Make the workbook's file: the same basis gives the same bytes, since no run time gets in."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": f"Ish reja, {basis.year}", "created": datetime(basis.year, 1, 1)})  # noqa: DTZ001
    workbook.define_name(layout.FILE_KIND, f'="{layout.PLAN_KIND}"')
    workbook.define_name(layout.FILE_EDITION, f"={layout.EDITION}")
    making = Making(workbook, Styles(workbook), basis)
    home.add(making)
    plan.add(making)
    monthly.add(making)
    day_log.add(making)
    registers.add(making)
    result_sheets.add_hand_ins(making)
    result_sheets.add_rollup(making)
    result_sheets.add_comparison(making)
    result_sheets.add_findings(making)
    result_sheets.add_last_year(making)
    settings.add(making)
    result_sheets.add_receipts(making)
    result_sheets.add_colours(making)
    result_sheets.add_approved(making)
    workbook.close()
    return target.getvalue()

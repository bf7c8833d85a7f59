"""The whole workbook, sheet after sheet, as the bytes of one file."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from akmxl.workbook import layout
from akmxl.workbook.create import bosh, kundalik, oylik, registers, reja, results, settings
from akmxl.workbook.create.base import Making, Styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.workbook.shipped import PlanRow


def plan_bytes(
    rows: Sequence[PlanRow], year: int, organisation: str, first_period: str, region: str
) -> bytes:
    """The workbook's file: the same arguments give the same bytes, since no run time gets in."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": f"Ish reja, {year}", "created": datetime(year, 1, 1)})  # noqa: DTZ001
    workbook.define_name(layout.FILE_KIND, f'="{layout.KIND}"')
    workbook.define_name(layout.FILE_EDITION, f"={layout.EDITION}")
    making = Making(workbook, Styles(workbook), rows, year, organisation, region, first_period)
    bosh.add(making)
    reja.add(making)
    oylik.add(making)
    kundalik.add(making)
    registers.add(making)
    results.add_rollup(making)
    results.add_findings(making)
    settings.add(making)
    results.add_receipts(making)
    results.add_approved(making)
    workbook.close()
    return target.getvalue()

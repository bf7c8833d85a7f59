"""Refuse a code that names no report, with the one that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import nearest_code
from akmxl.plan.owed import all_reports, tasks

if TYPE_CHECKING:
    from akmxl.plan.model import Plan


def refuse_unknown_report(plan: Plan, code: str) -> None:
    """Raise ``BadArgument`` where a code is no report of the catalogue, no event's and no one-off task's."""
    catalogue = dict.fromkeys(report.code for report in plan.reports)
    known = catalogue | dict.fromkeys(owed.report.code for owed in (*all_reports(plan), *tasks(plan)))
    if code in known:
        return
    similar = nearest_code(code, known)
    near = N_("There is no report “{code}” in the catalogue. The nearest: {nearest}.")
    none = N_("There is no report “{code}” in the catalogue. Codes: {known}.")
    raise BadArgument(near if similar else none, code=code, nearest=similar, known=", ".join(catalogue))

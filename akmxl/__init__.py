"""Keep the yearly work plan of a library in Excel: check it, roll it up, report it.

>>> plan = akmxl.open_plan("reja-2025.xlsx")    # with its workbook; plan.plan is the data alone
>>> akmxl.check(plan)                           # findings
>>> akmxl.roll_up(plan).by_service              # a pandas DataFrame
>>> akmxl.submit(plan, "2025-Q3", out="hisobotlar")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "AkmxlError",
    "Finding",
    "OpenedPlan",
    "Period",
    "Plan",
    "archive",
    "by_age",
    "check",
    "close_month",
    "consolidate",
    "consolidated",
    "copy_for",
    "diff",
    "diff_sent",
    "due",
    "hand_in",
    "import_file",
    "mark_sent",
    "merge",
    "new_year",
    "next_plan",
    "open_plan",
    "page",
    "repair",
    "roll_up",
    "submit",
    "trend",
    "undo_import",
    "verify",
    "verify_archive",
    "write_findings",
    "write_pages",
    "write_rollup",
]

if TYPE_CHECKING:
    from akmxl.actions.from_python.from_elsewhere import consolidate, consolidated, import_file, undo_import
    from akmxl.actions.from_python.plan import (
        check,
        due,
        page,
        repair,
        roll_up,
        write_findings,
        write_pages,
        write_rollup,
    )
    from akmxl.actions.from_python.reports import (
        archive,
        diff,
        diff_sent,
        mark_sent,
        submit,
        verify,
        verify_archive,
    )
    from akmxl.actions.from_python.services import close_month, copy_for, hand_in, merge
    from akmxl.actions.from_python.years import by_age, new_year, next_plan, trend
    from akmxl.actions.open_plan import open_plan
    from akmxl.core.errors import AkmxlError
    from akmxl.core.version import __version__ as __version__
    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period
    from akmxl.workbook.opened import OpenedPlan

_HOMES = {
    "__version__": "akmxl.core.version",
    "AkmxlError": "akmxl.core.errors",
    "Finding": "akmxl.plan.findings",
    "OpenedPlan": "akmxl.workbook.opened",
    "Period": "akmxl.plan.period",
    "Plan": "akmxl.plan.model",
    "open_plan": "akmxl.actions.open_plan",
    **{
        name: f"akmxl.actions.from_python.{module}"
        for module, names in {
            "plan": (
                "check",
                "write_findings",
                "roll_up",
                "write_rollup",
                "due",
                "page",
                "write_pages",
                "repair",
            ),
            "reports": ("submit", "mark_sent", "diff", "diff_sent", "verify", "archive", "verify_archive"),
            "services": ("close_month", "hand_in", "copy_for", "merge"),
            "years": ("by_age", "trend", "next_plan", "new_year"),
            "from_elsewhere": ("import_file", "undo_import", "consolidate", "consolidated"),
        }.items()
        for name in names
    },
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: ``akmxl --version`` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'akmxl' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

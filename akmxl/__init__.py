"""akmxl: the yearly work plan of a library, kept in Excel: checked, rolled up and reported.

>>> plan = akmxl.open_plan("reja-2025.xlsx")    # with its workbook; plan.plan is the data alone
>>> akmxl.check(plan)                       # findings
>>> akmxl.roll_up(plan).by_service          # a pandas DataFrame
>>> akmxl.submit(plan, "2025-Q3", out="hisobotlar")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["AkmxlError", "Finding", "OpenedPlan", "Plan", "check", "open_plan", "roll_up", "submit"]

if TYPE_CHECKING:
    from akmxl.actions.check import check
    from akmxl.actions.open_plan import open_plan
    from akmxl.actions.rollup import roll_up
    from akmxl.actions.submit import submit
    from akmxl.core.errors import AkmxlError
    from akmxl.core.version import __version__ as __version__
    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan

_HOMES = {
    "__version__": "akmxl.core.version",
    "AkmxlError": "akmxl.core.errors",
    "Finding": "akmxl.plan.findings",
    "OpenedPlan": "akmxl.workbook.opened",
    "Plan": "akmxl.plan.model",
    "check": "akmxl.actions.check",
    "open_plan": "akmxl.actions.open_plan",
    "roll_up": "akmxl.actions.rollup",
    "submit": "akmxl.actions.submit",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: ``akmxl --version`` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'akmxl' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

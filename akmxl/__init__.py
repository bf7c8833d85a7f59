"""akmxl: the yearly work plan of a library, kept in Excel: checked, rolled up and reported.

>>> plan = akmxl.open_plan("reja-2025.xlsx")
>>> akmxl.check(plan)                       # findings
>>> akmxl.roll_up(plan).by_service          # a pandas DataFrame
>>> akmxl.submit(plan, "2025-Q3", out="hisobotlar")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["AkmxlError", "Finding", "Plan", "check", "open_plan", "roll_up", "submit"]

if TYPE_CHECKING:
    from akmxl.errors import AkmxlError
    from akmxl.findings import Finding
    from akmxl.model import Plan
    from akmxl.pipeline import check, open_plan
    from akmxl.rollup import roll_up
    from akmxl.submitting import submit

_HOMES = {
    "AkmxlError": "akmxl.errors",
    "Finding": "akmxl.findings",
    "Plan": "akmxl.model",
    "check": "akmxl.pipeline",
    "open_plan": "akmxl.pipeline",
    "roll_up": "akmxl.rollup",
    "submit": "akmxl.submitting",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: ``akmxl --version`` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'akmxl' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

"""Lighten Python for one press of a button: nothing is imported that no button needs."""

from __future__ import annotations

import sys

# xlwings takes along whatever of these is installed, for tables and pictures that nobody hands to it here:
# most of the time that its import costs.
_HEAVY = ("numpy", "pandas", "matplotlib", "plotly", "PIL")


def travel_light() -> None:
    """Hide the heavy packages from imports from now on.

    Only for a process that does nothing but this press.
    """
    for name in _HEAVY:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # "not there", as Python has it

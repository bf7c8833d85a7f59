"""One thing that was looked at."""

from __future__ import annotations

from akmxl.core.dataclass import dataclass

OK, ATTENTION, MISSING = "ok", "attention", "missing"


@dataclass(frozen=True)
class Check:
    """What was looked at (a stable word), how it is, and what to do; ``hinders``: the work cannot go on."""

    what: str
    state: str
    text: str
    advice: str = ""
    hinders: bool = False

"""Define the result of one check of ``akmxl doctor``."""

from __future__ import annotations

from akmxl.core.dataclass import dataclass

OK, ATTENTION, MISSING = "ok", "attention", "missing"


@dataclass(frozen=True)
class Diagnosis:
    """The result of one check.

    ``what`` was looked at (a stable word), ``state`` is ok, attention or missing, ``text`` says how it is,
    ``advice`` what to do; ``hinders``: the work cannot go on.
    """

    what: str
    state: str
    text: str
    advice: str = ""
    hinders: bool = False

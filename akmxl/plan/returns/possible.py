"""Tell what no form can be: of another century, of a version that nobody makes, come before its time."""

from __future__ import annotations

from functools import lru_cache

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.plan.period import YEARS, Period

EARLY = N_("By the day of its message the form came before its period was over: see whether it is whole.")
VERSIONS = range(1, 1000)


@lru_cache(maxsize=4096)  # asked of each form that came
def fault_of(period: str, version: int) -> Said | None:
    """Return why a form of this period and version is not taken; None where it can be one."""
    try:
        year = Period.parse(period).year
    except BadArgument as error:
        return Said(error.message, **error.params)
    if year not in YEARS:
        return Said(
            N_("The period is {period}. Put the year right in the plan workbook: {first}–{last}."),
            period=period,
            first=YEARS[0],
            last=YEARS[-1],
        )
    if version not in VERSIONS:
        return Said(N_("There is no version {version}."), version=min(version, 10 * VERSIONS[-1]))
    return None


@lru_cache(maxsize=4096)  # asked of each form that came
def is_early(received: str, period: str, due: str) -> bool:
    """Tell whether a form came (ISO) before its period was over; one that says it is due then may."""
    try:
        last = Period.parse(period).end.isoformat()
    except BadArgument:
        return False  # the ledger says so
    return "" < received < last and not "" < due < last

"""Make forms as centres send them, in memory."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.plan.reports import Report
from akmxl.plan.returns.records import Came, Centre, Return, ReturnedItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.returns.records import Value

READERS = ReturnedItem("15.1", "nafar", "flow", "15")
STOCK = ReturnedItem("19.1", "dona", "stock", "19")
TASK = ReturnedItem("2", "Hujjat", "task", "")
KNOWN = {item.code: item for item in (READERS, STOCK, TASK)}
CENTRES = (
    Centre("0101", "Shirin shahar AKM", ("Shirin AKM",), "Sirdaryo", "Shirin", "shahar"),
    Centre("0102", "Guliston tuman AKM", (), "Sirdaryo", "Guliston", "tuman"),
    Centre("0201", "Urgut tuman AKM", (), "Samarqand", "Urgut", "tuman"),
)


def form(
    centre: str = "0101",
    period: str = "2025-Q1",
    values: Mapping[str, Value] | int = 3,
    *,
    report: str = "MK-10",
    version: int = 1,
    after: Return | None = None,
    supersedes: str | None = None,
    received: str = "2025-04-05",
    file: str = "",
    due: str = "2025-04-07",
    items: tuple[ReturnedItem, ...] = tuple(KNOWN.values()),
    old: bool = False,
    name: str = "",
    words: str = "",
    region: str = "",
) -> Return:
    """Make a form; ``values`` by key, or the fact of 15.1. ``old``: a form of before, which proves less."""
    given = {"item:15.1/fact": values} if isinstance(values, int) else dict(values)
    named = {one.code: one.name for one in CENTRES}
    before = (after.form_sha256 or after.values_sha256) if after else ""
    values_hash = _hash(report, period, str(version), repr(given))
    form_hash = "" if old else _hash(values_hash, centre, words, before, repr(items), due)
    file = file or f"{centre}-{report}-{period}-{version}-{form_hash[:4] or values_hash[:4]}.xlsx"
    return Return(
        came=Came(file, _hash(values_hash, form_hash, words), received),
        organisation=name or named.get(centre, ""),
        centre="" if old else centre,
        region=region,
        report=report,
        period=period,
        version=after.version + 1 if after and version == 1 else version,
        due="" if old else due,
        supersedes="" if old else before if supersedes is None else supersedes,
        edition=1 if old else 3,
        program="" if old else "0.9",
        values_sha256=values_hash,
        form_sha256=form_hash,
        items=() if old else items,
        keys=tuple(given),
        said=tuple(given.values()),
    )


def report(
    code: str = "MK-10", cadence: str = "quarterly", *, days: str = "7", periods: tuple[str, ...] = (),
    rule: str = "after_period", confirmed: bool = False,
) -> Report:  # fmt: skip
    """Make an entry of the catalogue."""
    return Report(
        code, "", "", "hisobot", code, cadence, periods, rule, days, confirmed, ("15.1",), Place("", 1, 1)
    )


def _hash(*texts: str) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()

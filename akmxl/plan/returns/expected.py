"""Compute which reports centres owe for the periods asked, and how many of them came, and in time."""

from __future__ import annotations

from collections import defaultdict
from operator import add
from typing import TYPE_CHECKING

from akmxl.plan.owed import BY_EVENT, periods_of
from akmxl.plan.period import Period
from akmxl.plan.returns.records import Expected, Rate, Status
from akmxl.plan.returns.regions import region_key, region_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from akmxl.plan.reports import Report
    from akmxl.plan.returns.due import DueDays
    from akmxl.plan.returns.records import Centre, Entry, Place


def expected_reports(
    centres: Iterable[Centre], catalogue: Iterable[Report], periods: Iterable[str], due: DueDays
) -> tuple[Expected, ...]:
    """Return what centres owe: the catalogue's reports for those of the periods that they have.

    A report that is owed by events is not among them: nobody knows from afar which events a centre had.
    """
    owed = sorted(set(_owed(catalogue, {Period.parse(text) for text in periods})))
    spelt = [(code, period, str(period)) for code, period in owed]
    return tuple([
        Expected(centre.code, code, text, due.due(centre.code, code, period))
        for centre in sorted(centres, key=lambda one: one.code)
        for code, period, text in spelt
        if is_active(centre, period)
    ])  # fmt: skip


def _owed(catalogue: Iterable[Report], asked: set[Period]) -> Iterator[tuple[str, Period]]:
    years = {period.year for period in asked}
    for report in catalogue:
        if BY_EVENT not in report.periods:
            for year in years:
                yield from ((report.code, one) for one in periods_of(report, year) if one in asked)


def is_active(centre: Centre, period: Period) -> bool:
    """Tell whether a centre exists at a period's end: who is gone by then sends no report on it."""
    began = centre.since is None or centre.since <= period.end
    return began and (centre.until is None or centre.until >= period.end)


def active_in(
    periods: Iterable[str], senders: Iterable[Centre], regions: Container[str] = ()
) -> dict[str, int]:
    """Return how many centres there are at the end of each period; ``regions`` among the senders are none."""
    centres = [one for one in senders if one.code not in regions]
    return {text: sum(is_active(one, Period.parse(text)) for one in centres) for text in periods}


def is_absent(centre: Centre, period: Period) -> bool:
    """Tell whether a centre exists on no day of a period: what it says of it cannot have been done."""
    return bool(
        (centre.since and centre.since > period.end) or (centre.until and centre.until < period.start)
    )


def accepted_of(entries: Iterable[Entry]) -> dict[Place, Entry]:
    """Return the forms that count by their places."""
    return {(one.centre, one.report, one.period): one for one in entries if one.status is Status.ACCEPTED}


def missing_reports(expected: Iterable[Expected], accepted: Mapping[Place, Entry]) -> tuple[Expected, ...]:
    """Return what is owed and of which no form counts."""
    return tuple([one for one in expected if one[:3] not in accepted])


def rates_of(
    expected: Iterable[Expected], accepted: Mapping[Place, Entry], centres: Iterable[Centre]
) -> tuple[Rate, ...]:
    """Count by region, centre and report what is owed, what of it came, and what came in time.

    Only what is owed counts as having come; what came on a day that nobody knows is counted apart.
    """
    regions = _regions(centres)
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in expected:
        entry = accepted.get(one[:3])
        came = entry is not None
        in_time, undated = came and entry.late is False, came and entry.late is None  # type: ignore[union-attr]
        for name in (("centre", one.centre), ("report", one.report)):
            count = counts[name]
            count[0] += 1
            count[1] += came
            count[2] += in_time
            count[3] += undated
    for (of, centre), own in list(counts.items()):
        if of == "centre":
            whole = counts["region", regions.get(centre, "")]
            whole[:] = map(add, whole, own)
    order = {"region": 0, "centre": 1, "report": 2}
    ranked = sorted(counts.items(), key=lambda one: (order[one[0][0]], one[0][1]))
    return tuple(Rate(of, name, *count) for (of, name), count in ranked)


def _regions(centres: Iterable[Centre]) -> dict[str, str]:
    """Return each centre's region, in one spelling."""
    rows = sorted(centres, key=lambda one: (one.code, one.region))
    spelt = region_names(one.region for one in rows)
    return {one.code: spelt[region_key(one.region)] for one in rows}

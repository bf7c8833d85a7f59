"""Decide which findings of a check block a report, and which are noted in its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.plan.findings import Finding, ReportOf
    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt

    Matter = tuple[str | None, Period | None]  # an item's code and a period


def blockers(
    findings: Iterable[Finding], owed: Owed, last: Receipt | None, asked: Period | None
) -> tuple[Finding, ...]:
    """Return the findings that block a report: on its items, in its period or before it.

    ``last`` is its newest receipt, ``asked`` the period for which reports are being made. A correction is not
    blocked by the sent figures that it is there to correct, its own or those of other reports that share
    them, nor by their change after hand-in: it says itself why they were changed.
    """
    correcting = last is not None and (last.sealed or last.version > 1)
    left = (finding for finding in findings if not (correcting and finding.rule in _CORRECTED))
    return tuple(
        finding
        for finding in left
        if finding.blocking
        and (
            any(_blocks(finding, one, owed, asked) for one in set(_matters(finding)))
            or any(_earlier(one.report, one.period, owed, asked) for one in _also(finding))
        )
    )


def _matters(finding: Finding) -> Iterator[Matter]:
    yield from ((member.item, member.period) for member in finding.members)
    periods = {member.period for member in finding.members}
    yield from ((item, period) for item in finding.stops for period in periods)


def _blocks(finding: Finding, matter: Matter, owed: Owed, asked: Period | None) -> bool:
    item, period = matter
    if finding.rule == "TXT08" and item is None and finding.report is None:
        return True  # it would not fit into any form: the sender's name, a word of Sozlamalar
    if finding.report is not None and item is None:
        # About one report: its earlier periods stand in the way, unless they are being made along; and a
        # receipt of its own that is gone, without which nobody knows what is to be corrected.
        gone = finding.rule == "SUB04" and period == owed.period and finding.report == owed.report.code
        return gone or _earlier(finding.report, period, owed, asked)
    if not owed.report.concerns(item):
        return False
    return period is None or (period.year == owed.period.year and period.last <= owed.period.last)


def _also(finding: Finding) -> tuple[ReportOf, ...]:
    return () if finding.item else finding.also  # what is about an item stands in the way of all on it


def _earlier(report: str, period: Period | None, owed: Owed, asked: Period | None) -> bool:
    """Tell whether it is the same report, of a period before, that is not being made along."""
    earlier = period is None or (period < owed.period and (asked is None or period not in asked))
    return report == owed.report.code and earlier


_CORRECTED = ("SUB03", "HND01")
_OF_THE_HOUSE = ("HND01",)  # why a service's figure was changed after hand-in concerns nobody outside


def notes_of(findings: Iterable[Finding], period: Period) -> Mapping[str, str]:
    """Return the reasons that staff wrote, by item code, for the form's place for notes."""
    notes: dict[str, str] = {}
    for finding in findings:
        if finding.rule in _OF_THE_HOUSE:
            continue
        for item, when in dict.fromkeys(_matters(finding) if finding.explanation else ()):
            if item and (when is None or when.last <= period.last):
                texts = [notes[item]] if item in notes else []
                if finding.explanation not in texts:
                    notes[item] = "; ".join([*texts, finding.explanation])
    return notes

"""Decide which findings of a check block a report, and which are noted in its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt


def blockers(
    findings: Iterable[Finding], owed: Owed, last: Receipt | None, asked: Period | None
) -> tuple[Finding, ...]:
    """Return the findings that block a report: on its items, in its period or before it.

    ``last`` is its newest receipt, ``asked`` the period for which reports are being made. A correction is not
    blocked by the sent figures that it is there to correct, its own or those of other reports that share
    them.
    """
    correcting = last is not None and (last.sealed or last.version > 1)
    left = (finding for finding in findings if not (correcting and finding.rule == "SUB03"))
    return tuple(finding for finding in left if finding.blocking and _blocks(finding, owed, asked))


def _blocks(finding: Finding, owed: Owed, asked: Period | None) -> bool:
    period = finding.period
    if finding.report is not None and finding.item is None:
        # About one report: its earlier periods stand in the way, unless they are being made along; and a
        # receipt of its own that is gone, without which nobody knows what is to be corrected.
        earlier = period is None or (period < owed.period and (asked is None or period not in asked))
        gone = finding.rule == "SUB04" and period == owed.period
        return finding.report == owed.report.code and (earlier or gone)
    if not owed.report.concerns(finding.item):
        return False
    return period is None or (period.year == owed.period.year and period.last <= owed.period.last)


def notes_of(findings: Iterable[Finding], period: Period) -> Mapping[str, str]:
    """Return the reasons that staff wrote, by item code, for the form's place for notes."""
    notes: dict[str, str] = {}
    for finding in findings:
        within = finding.period is None or finding.period.last <= period.last
        if finding.item and finding.explanation and within:
            texts = [notes[finding.item]] if finding.item in notes else []
            if finding.explanation not in texts:
                notes[finding.item] = "; ".join([*texts, finding.explanation])
    return notes

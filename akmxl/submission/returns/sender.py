"""Say who sends the summary form of a region, and what its letter says beside the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.due_days import calendar_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from akmxl.plan.period import Period
    from akmxl.plan.reports import Report


class Sender(NamedTuple):
    """Who sends a summary: the region's code, the words of the letterhead by field, its own catalogue."""

    code: str
    organisation: Mapping[str, str]
    reports: tuple[Report, ...] = ()


class Letter(NamedTuple):
    """What the report is called in the letter, and to whom it goes."""

    recipient: str = ""
    form_kind: str = ""
    title: str = ""
    due: date | None = None


def letter_of(sender: Sender, report: str, period: Period) -> Letter:
    """Return what stands in the letter: the words of the shipped catalogue, the due day of the sender's own.

    A day that nobody has confirmed there is the one of the centres, for whose forms a region waits.
    """
    from akmxl.workbook.create import shipped  # late: reads its data from files

    known = next((row for row in shipped.catalogue() if row.report == report), None)
    own = next((one for one in sender.reports if one.code == report and one.confirmed), None)
    due = calendar_day(own, period) if own else None
    return (
        Letter(known.recipient, known.form_kind, known.title, due) if known else Letter("", "", report, due)
    )

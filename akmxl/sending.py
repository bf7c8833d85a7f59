"""Sending: a report's outgoing number and date, from which on its values are frozen and proven."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.errors import BadArgument
from akmxl.i18n import N_
from akmxl.ooxml.locks import refuse_held
from akmxl.owed import all_reports
from akmxl.receipts import last_seal, newest, sealed
from akmxl.sheets.journal import add_rows, fill_receipts, fill_row, journal_values
from akmxl.submission.template import find_template
from akmxl.words import term
from akmxl.workbook.fills import write

if TYPE_CHECKING:
    from akmxl.model import Plan, Receipt
    from akmxl.period import Period


def seal_sent(plan: Plan) -> list[Receipt]:
    """The receipts, those of reports whose outgoing date now stands in the journal sealed."""
    receipts = list(plan.receipts)
    for row in sorted((r for r in plan.journal if r.sent and r.period), key=lambda r: (r.sent, r.row)):
        key = row.report, str(row.period), row.version
        index = next((i for i, r in enumerate(receipts) if (r.report, r.period, r.version) == key), None)
        if index is not None and not receipts[index].sealed and row.sent:
            draft = receipts.pop(index)
            done = [r for r in receipts if r.sealed]
            drafts = [r for r in receipts if not r.sealed]
            new = sealed(draft, last_seal(done), number=row.number, sent=row.sent)
            receipts = [*done, new, *drafts]
    return receipts


def mark_sent(
    plan: Plan, code: str, period: Period, *, number: str, day: date, today: date | None = None
) -> bool:
    """Write a report's outgoing number and date into the journal and seal its receipt.

    Raises ``BadArgument`` for an unknown report or period, one that is sent already, one that has a
    template and no draft yet, a day that cannot be, or an empty number.
    """
    refuse_held(plan.path)
    if not number.strip():
        raise BadArgument(N_("The outgoing number is empty: --number N."))
    if not period.start <= day <= (today or date.today()):
        raise BadArgument(
            N_("The outgoing date cannot be {day}: it lies in the future, or before {period} began."),
            day=f"{day:%d.%m.%Y}", period=str(period),
        )  # fmt: skip
    owed = next((o for o in all_reports(plan) if (o.report.code, o.period) == (code.upper(), period)), None)
    if owed is None:
        raise BadArgument(
            N_("No report “{code}” is owed for {period}. See: akmxl due."), code=code, period=str(period)
        )
    row = owed.row
    if row is not None and row.sent is not None:
        if (row.number, row.sent) == (number, day):
            return False
        raise BadArgument(
            N_("{code} for {period} was sent already: № {number}, {day}. Correct it in the journal."),
            code=code.upper(), period=str(period), number=row.number, day=f"{row.sent:%d.%m.%Y}",
        )  # fmt: skip
    typed = {"number": number, "sent": day, "state": term("state", "sent")}
    if newest(plan.receipts, code.upper(), str(period)) is None and find_template(code.upper(), plan.path):
        raise BadArgument(
            N_("There is no draft of {code} for {period} yet. First: akmxl submit --period {period}"),
            code=code.upper(), period=str(period),
        )  # fmt: skip
    if row is None:
        values = journal_values(owed, state="sent") | typed
        return write(plan.source, add_rows(plan.source, [values]))
    journal = tuple(
        replace(r, number=number, sent=day, state="sent") if r is row else r for r in plan.journal
    )
    receipts = seal_sent(replace(plan, journal=journal))
    return write(plan.source, fill_row(row, typed) | fill_receipts(plan, receipts))

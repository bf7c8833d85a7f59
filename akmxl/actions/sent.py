"""Mark a report as sent: from its outgoing number and date on its values are frozen and proven."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.actions.codes import refuse_unknown_report
from akmxl.actions.services_copy import refuse_copy
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.value_text import day_text
from akmxl.core.vocabulary import term
from akmxl.plan.changes import differs
from akmxl.plan.owed import all_reports, tasks
from akmxl.plan.receipts import code_of, last_seal, letter_said, newest, sealed
from akmxl.submission.template.templates import find_template
from akmxl.workbook.plan_file import write
from akmxl.workbook.writing.journal import add_rows, fill_receipts, fill_row, journal_values

if TYPE_CHECKING:
    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt
    from akmxl.workbook.fills import Fills
    from akmxl.workbook.opened import OpenedPlan


def seal_sent(plan: Plan) -> list[Receipt]:
    """Return the receipts, with those sealed whose report has an outgoing date in the journal now."""
    receipts = list(plan.receipts)
    for row in sorted((r for r in plan.journal if r.sent and r.period), key=lambda r: (r.sent, r.row)):
        key = row.report, str(row.period), row.version
        index = next((i for i, r in enumerate(receipts) if (r.report, r.period, r.version) == key), None)
        if index is not None and not receipts[index].sealed and row.sent:
            draft = receipts.pop(index)
            done = [r for r in receipts if r.sealed]
            drafts = [r for r in receipts if not r.sealed]
            new = sealed(draft, last_seal(done), number=row.number, sent=row.sent, letter=letter_said(row))
            receipts = [*done, new, *drafts]
    return receipts


def mark_sent(
    opened: OpenedPlan, code: str, period: Period, *, number: str, day: date, today: date | None = None
) -> bool:
    """Write the outgoing number and date of a report or a one-off task into the journal; seal the receipt.

    Return False when the journal says the same already. Raises ``BadArgument`` for an unknown report or
    period, one that is sent already, one that has a template and no draft yet, a day that cannot be, or an
    empty number; ``Locked`` when somebody holds the workbook.
    """
    refuse_copy(opened.plan)
    opened.file.workbook.refuse_held()
    fills = fill_sent(opened, code, period, number=number, day=day, today=today)
    return fills is not None and write(opened.file, fills)


def short_code_of(plan: Plan, code: str, period: Period) -> str:
    """Return the short code of a report's form, to be written by hand on the letter's copy.

    Empty where akmxl made no form. Raises ``BadArgument`` as ``mark_sent`` does.
    """
    receipt = newest(plan.receipts, _meant(plan, code.upper(), period).report.code, str(period))
    return code_of(receipt) if receipt else ""


def is_stale(plan: Plan, code: str, period: Period) -> bool:
    """Tell whether the workbook says something else than the draft that is about to be marked as sent.

    Raises ``BadArgument`` as ``mark_sent`` does.
    """
    owed = _meant(plan, code.upper(), period)
    draft = newest(plan.receipts, owed.report.code, str(owed.period))
    if draft is None or draft.sealed:
        return False
    return differs(plan, draft, owed.row.text.splitlines() if owed.row else ())


def fill_sent(
    opened: OpenedPlan, code: str, period: Period, *, number: str, day: date, today: date | None = None
) -> Fills | None:
    """Return the fills of ``mark_sent``; None when the journal says the same already. Raises as that does."""
    plan, file = opened.plan, opened.file
    if not number.strip():
        raise BadArgument(N_("The outgoing number is empty. Try again and write it."))
    owed = _meant(plan, code.upper(), period)
    row, report, its = owed.row, owed.report, str(owed.period)
    if not owed.earliest <= day <= (today or date.today()):
        raise BadArgument(
            N_("The outgoing date cannot be {day}: it lies in the future, or before {first}."),
            day=day_text(day), first=day_text(owed.earliest),
        )  # fmt: skip
    if row is not None and row.sent is not None:
        if (row.number, row.sent) == (number, day):
            return None
        raise BadArgument(
            N_("{code} for {period} was sent already: № {number}, {day}. Correct it in the journal."),
            code=report.code, period=its, number=row.number, day=day_text(row.sent),
        )  # fmt: skip
    typed = {"number": number, "sent": day, "state": term("state", "sent")}
    drafted = newest(plan.receipts, report.code, its) is not None
    if not (owed.one_off or drafted) and find_template(report.entry, plan.path):
        raise BadArgument(
            N_("There is no draft of {code} for {period} yet. First: akmxl submit --period {period}"),
            code=report.code, period=its,
        )  # fmt: skip
    if row is None:
        values = journal_values(owed, state="sent") | typed
        return add_rows(file, [values])
    journal = tuple(
        replace(r, number=number, sent=day, state="sent") if r is row else r for r in plan.journal
    )
    receipts = seal_sent(replace(plan, journal=journal))
    return fill_row(row, typed) | fill_receipts(plan, receipts)


def _meant(plan: Plan, code: str, period: Period) -> Owed:
    """Return the report, or the one-off task whose day lies in the period, that a code means."""
    reports = [owed for owed in all_reports(plan) if owed.period == period]
    found = [owed for owed in reports if owed.report.code == code]
    found = found or [owed for owed in reports if owed.report.entry == code]
    if len(found) > 1:
        raise BadArgument(
            N_("{code} is owed more than once for {period}. Name the one you mean: {known}."),
            code=code, period=str(period), known=", ".join(owed.report.code for owed in found),
        )  # fmt: skip
    own = [owed for owed in tasks(plan) if owed.report.code == code and owed.period in period]
    found = found or sorted(own, key=lambda owed: owed.sent)
    if not found:
        refuse_unknown_report(plan, code)
        raise BadArgument(
            N_("No report “{code}” is owed for {period}. See: akmxl due."), code=code, period=str(period)
        )
    return found[0]

"""Compare a report that was sent, as a form or as its receipt, with a plan workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.codes import refuse_unknown_report
from akmxl.actions.diff import Diff, FieldDiff, FigureDiff, Proof, RowDiff, name_of, title_of
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.plan.changes import changed, text_changed
from akmxl.plan.period import Period
from akmxl.plan.receipts import altered, newest, of_version
from akmxl.plan.register_rows import column_of
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.plan.reports import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.changes import Change
    from akmxl.plan.model import Plan
    from akmxl.submission.proof.proof import Submitted, Verified
    from akmxl.workbook.opened import OpenedPlan


def verified_alone(found: Verified) -> Diff:
    """Tell of a form without a workbook, as its receiver has it, whether it is as it was made."""
    return Diff(
        proof=Proof(
            altered=found.altered,
            moved=found.moved,
            added=found.added,
            within=found.within,
            words_kept=_words_kept(found),
            look=found.look,
        )
    )


def diff_form(found: Verified, opened: OpenedPlan) -> Diff:
    """Compare a form with a workbook: whether it is as it was made, and what the workbook says otherwise.

    Raises ``BadArgument`` for a form of another year.
    """
    plan, form = opened.plan, found.submitted
    year = Period.parse(form.period).year
    if year != plan.year:
        raise BadArgument(
            N_("The form is of {year}, “{file}” is the plan of {own}."),
            year=year, file=opened.path.name, own=plan.year,
        )  # fmt: skip
    receipt = of_version(plan.receipts, form.report, form.period, form.version)
    proof = Proof(
        receipt=state_of(form, receipt, plan),
        number=receipt.number if receipt else "",
        sent=receipt.sent if receipt else "",
        altered=found.altered,
        moved=found.moved,
        newer=_newer(plan, form.report, form.period, form.version),
        added=found.added,
        within=found.within,
        spoilt=_spoilt(plan, receipt),
        words_kept=_words_kept(found),
        look=found.look,
    )
    return _diff_values(opened, _as_receipt(found), proof)


def _words_kept(found: Verified) -> bool:
    return found.submitted.sender.edition > 1


def state_of(form: Submitted, receipt: Receipt | None, plan: Plan) -> str:
    """Return what the workbook's receipt is to a form: same, other, missing, or broken: it was altered."""
    if receipt is None:
        return "missing"
    if receipt in altered(plan.receipts):
        return "broken"
    # A receipt of before does not know the hash of the whole form.
    same = receipt.form_sha256 in ("", form.form_sha256) and receipt.values_sha256 == form.values_sha256
    return "same" if same else "other"


def _spoilt(plan: Plan, own: Receipt | None) -> tuple[str, ...]:
    """Return the names of the other receipts that were altered: what stands in the chain is in doubt."""
    return tuple(name_of(receipt) for receipt in altered(plan.receipts) if receipt != own)


def _as_receipt(found: Verified) -> Receipt:
    form = found.submitted
    return Receipt(form.report, form.period, form.version, "", form.values, form.values_sha256)


def receipt_of(plan: Plan, code: str, period: Period) -> Receipt:
    """Return the newest receipt of a sent report, else of its draft; raises ``BadArgument`` without one."""
    own = [receipt for receipt in plan.receipts if receipt.sealed]
    receipt = newest(own, code, str(period)) or newest(plan.receipts, code, str(period))
    if receipt is None:
        refuse_unknown_report(plan, code)
        raise BadArgument(
            N_("There is no receipt of {code} for {period}. See: akmxl due, or the sheet “Hisobotlar”."),
            code=code, period=str(period),
        )  # fmt: skip
    return receipt


def diff_receipt(receipt: Receipt, opened: OpenedPlan) -> Diff:
    """Compare a receipt that the workbook keeps with what the workbook says now."""
    plan, state = opened.plan, "sealed" if receipt.sealed else "draft"
    if receipt in altered(plan.receipts):
        state = "broken"
    newer = _newer(plan, receipt.report, receipt.period, receipt.version)
    proof = Proof(state, receipt.number, receipt.sent, newer=newer, spoilt=_spoilt(plan, receipt))
    return _diff_values(opened, receipt, proof)


def _newer(plan: Plan, report: str, period: str, version: int) -> int | None:
    own = [r.version for r in plan.receipts if (r.report, r.period) == (report, period)]
    return max((one for one in own if one > version), default=None)


def _diff_values(opened: OpenedPlan, receipt: Receipt, proof: Proof) -> Diff:
    plan, period = opened.plan, Period.parse(receipt.period)
    found = changed(plan, receipt)
    row = plan.journal_row(receipt.report, period)
    return Diff(
        figures=tuple(
            FigureDiff(one.subject, period, change.field, change.old, change.new)
            for one in found
            if one.kind == "item"
            for change in one.changes
        ),
        records=tuple(
            RowDiff(
                one.register,
                one.subject,
                one.how,
                *_record_words(opened, one.register, one.subject, one.changes),
            )
            for one in found
            if one.kind != "item"
        ),
        text=text_changed(receipt, row.text.splitlines() if row else ()),
        proof=proof,
    )


def _record_words(
    opened: OpenedPlan, register: str, name: str, changes: Iterable[Change]
) -> tuple[str, tuple[FieldDiff, ...]]:
    """Return a row's title, and its changes under the headings of its columns."""
    view, changes = opened.file.views[register], tuple(changes)
    record = opened.plan.index[register].names.get(name)
    said_then = next((str(one.old) for one in changes if one.field == TITLE_FIELDS[register] and one.old), "")
    titles = (view.title(column_of(one.field)) or one.field for one in changes)
    fields = tuple(FieldDiff(title, one.old, one.new) for title, one in zip(titles, changes, strict=True))
    return title_of(record) if record else said_then, fields

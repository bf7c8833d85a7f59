"""Draft one report: its version, its correction, its file."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.actions.submit_request import Result
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import in_language
from akmxl.plan.receipts import newest
from akmxl.plan.reports import Receipt
from akmxl.submission.blocking import blockers, notes_of
from akmxl.submission.files import form_path, keep_edited, refuse_sent, would_write, write_form
from akmxl.submission.form.corrections import Correction, correction_of, letter_of
from akmxl.submission.form.form import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.actions.submit_request import Request
    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed
    from akmxl.submission.form.form import Draft
    from akmxl.submission.template.templates import Templates
    from akmxl.workbook.opened import OpenedPlan


def draft_report(
    opened: OpenedPlan,
    owed: Owed,
    request: Request,
    templates: Templates,
    findings: Sequence[Finding],
    receipts: list[Receipt],
) -> Result:
    """Fill and write the form of one report; return the result, which says why where it was not made.

    A new receipt takes the place of its earlier draft in ``receipts``. Raises ``Locked`` or ``FileProblem``
    where the form cannot be written.
    """
    plan, code, period = opened.plan, owed.report.code, str(owed.period)
    last = newest(receipts, code, period)
    if owed.sent and not request.correction:
        return _already_sent(owed, last)
    path = templates.find(owed.report.entry)
    if path is None:
        return Result(owed, "no_template")
    in_the_way = blockers(findings, owed, last, request.period)
    if in_the_way:
        return Result(owed, "blocked", last.version if last else 1, findings=in_the_way)
    version = _next_version(owed, last)
    correction = _correction(opened, owed, request, receipts) if version > 1 else None
    begins = last is not None and last.version < version
    if begins and correction and not correction.lines:
        return _already_sent(owed, last)  # nothing is to be corrected
    notes = notes_of(findings, owed.period)
    try:
        draft = fill(
            templates.open(path), plan, owed,
            version=version, notes=notes, correction=correction, today=request.today,
        )  # fmt: skip
    except AkmxlError as fault:  # this report's own trouble: the others are made
        return Result(owed, "bad_template", version, fault=fault)
    target = form_path(request.folder(plan), code, owed.period, version)
    digest = sha256(draft.data).hexdigest()
    refuse_sent(target, receipts)
    kept = None if request.dry_run else keep_edited(target, draft.data)
    status = would_write(target, draft.data) if request.dry_run else write_form(target, draft.data)
    reason = correction.reason if correction else ""
    _put(receipts, _receipt(draft, target.name, reason))
    placed = draft.placed(opened.file) if request.dry_run else ()
    made = Result(owed, status, version, str(target), digest, draft.values_sha256)
    return replace(made, placed=placed, cut=draft.cut(opened.file), kept=kept)


def _receipt(draft: Draft, file: str, reason: str) -> Receipt:
    return Receipt(
        draft.report,
        str(draft.period),
        draft.version,
        file,
        draft.values,
        draft.values_sha256,
        reason=reason,
        form_sha256=draft.form_sha256,
    )


def _next_version(owed: Owed, last: Receipt | None) -> int:
    """Return the version to draft: above every one that was sent, by its receipt or by the journal."""
    drafted = 1 if last is None else last.version + (1 if last.sealed else 0)
    sent = owed.row.version + 1 if owed.row and owed.row.sent else 1
    return max(drafted, sent)


def _correction(opened: OpenedPlan, owed: Owed, request: Request, receipts: Sequence[Receipt]) -> Correction:
    """Return what a corrected report says of itself.

    A report that is drafted again keeps its reason and its letter unless others are given.
    """
    code, period = owed.report.code, str(owed.period)
    sent, last = newest((r for r in receipts if r.sealed), code, period), newest(receipts, code, period)
    begun = last if last and not last.sealed else None
    reason = request.reason or (begun.reason if begun else "")
    letter = request.letter or (letter_of(begun) if begun else "")
    if sent is None:
        return Correction(reason, letter, compared=False)
    text = owed.row.text.splitlines() if owed.row else ()
    with in_language("uz"):
        return correction_of(opened, sent, text, reason=reason, letter=letter)


def _already_sent(owed: Owed, receipt: Receipt | None) -> Result:
    if receipt is None:
        return Result(owed, "already_sent")
    return Result(owed, "already_sent", receipt.version, receipt.file, values_sha256=receipt.values_sha256)


def _put(receipts: list[Receipt], draft: Receipt) -> None:
    """Put a draft's receipt in the place of its earlier one; drafts come after all sealed receipts."""
    key = draft.report, draft.period, draft.version
    for index, old in enumerate(receipts):
        if (old.report, old.period, old.version) == key:
            receipts[index] = draft
            return
    receipts.append(draft)

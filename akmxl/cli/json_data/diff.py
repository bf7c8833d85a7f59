"""Give the differences between two sides as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.diff import Diff, FigureDiff, Proof, RowDiff
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.model import Plan
    from akmxl.plan.reports import Receipt
    from akmxl.submission.proof.look import LookChange
    from akmxl.submission.proof.proof import Altered, Submitted


def diff_json(old: Json, new: Json | None, plan: Plan | None, diff: Diff) -> Json:
    """Return the differences. The keys are the same whatever is compared; what does not apply is empty.

    ``old`` and ``new`` say what is on either side (``new`` is null where a form is only verified); ``kind``
    is workbook, form or receipt. ``figures``: ``measure`` is fact (a month of the item, or a report's
    period), plan, previous, and of reports also ytd, percent and difference; ``difference`` is new minus old,
    null where one of them is no number. ``items``, ``days``, ``records`` and ``journal`` are rows:
    ``subject`` is the item's code, the day, the row's ID, or report, period and version; ``how`` is added,
    removed or changed. ``receipts``: of two workbooks, the sealed receipts that are not the same in both, or
    (``how``: altered) that do not agree with their seal. ``text``: the text of the report differs. ``proof``
    (null for two workbooks): ``receipt`` is, of a form, what the receipt in the workbook is to it (same,
    other, missing, broken, or null without a workbook), of a receipt itself sealed, draft or broken;
    ``altered`` are the cells of the form that do not show what was submitted; ``added`` what was written into
    its empty cells since; ``moved`` that its cells were found in other places; ``newer`` a version above it;
    ``spoilt`` the workbook's other receipts that were altered; ``look`` whether a form is shown as it was
    made (kept, altered, saved: by another program, so it is not proven, unknown: a form of before; null of a
    receipt) and ``look_changes`` what is shown otherwise.
    """
    return {
        "old": old,
        "new": new,
        "same": diff.same,
        "figures": [_figure_json(plan, one) for one in diff.figures],
        "items": _rows_json(diff.items),
        "days": _rows_json(diff.days),
        "records": _rows_json(diff.records),
        "journal": _rows_json(diff.journal),
        "receipts": _rows_json(diff.receipts),
        "text": diff.text,
        "proof": _proof_json(diff.proof) if diff.proof else None,
    }


def workbook_side(plan: Plan) -> Json:
    """Return a workbook as one side of a comparison."""
    return {"kind": "workbook", "file": str(plan.path), "year": plan.year}


def form_side(path: str, form: Submitted) -> Json:
    """Return a form as one side of a comparison."""
    return {
        "kind": "form",
        "file": path,
        "organisation": form.organisation,
        "report": form.report,
        "period": form.period,
        "version": form.version,
    }


def receipt_side(plan: Plan, receipt: Receipt) -> Json:
    """Return a receipt as one side of a comparison."""
    return {
        "kind": "receipt",
        "file": str(plan.path),
        "organisation": plan.organisation.get("organisation", ""),
        "report": receipt.report,
        "period": receipt.period,
        "version": receipt.version,
    }


def _figure_json(plan: Plan | None, one: FigureDiff) -> Json:
    item = plan.items.get(one.item) if plan else None
    return {
        "item": one.item,
        "name": item.name if item else None,
        "period": str(one.period),
        "measure": one.measure,
        "old": one.old,
        "new": one.new,
        "difference": one.difference,
    }


def _rows_json(rows: Iterable[RowDiff]) -> list[Json]:
    return [
        {
            "sheet": one.sheet,
            "subject": one.subject,
            "how": one.how,
            "name": one.name or None,
            "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in one.fields],
        }
        for one in rows
    ]


def _proof_json(proof: Proof) -> Json:
    return {
        "receipt": proof.receipt,
        "number": proof.number or None,
        "sent": proof.sent or None,
        "altered": altered_json(proof.altered),
        "added": altered_json(proof.added),
        "moved": proof.moved,
        "newer": proof.newer,
        "spoilt": list(proof.spoilt),
        "look": proof.look.state if proof.look else None,
        "look_changes": look_json(proof.look.changes if proof.look else ()),
    }


def look_json(changes: Iterable[LookChange]) -> list[Json]:
    """Return what a form shows otherwise than when it was made.

    ``what``: of ``cells`` hidden, unseen, unprinted or format; of a sheet state, added, drawings, conditions,
    zeros, formulas, rows or footers.
    """
    return [
        {"sheet": one.sheet, "what": one.what, "cells": list(one.cells), "old": one.old, "new": one.new}
        for one in changes
    ]


def altered_json(cells: Iterable[Altered]) -> list[Json]:
    """Return the cells of a form that show something else than what it submits."""
    return [
        {
            "sheet": one.sheet,
            "cell": one.cell or None,
            "key": one.key,
            "sent": one.sent,
            "shown": one.shown if isinstance(one.shown, str | int | float | None) else str(one.shown),
        }
        for one in cells
    ]

"""Find in the dated copies the receipts of sent reports that the workbook has lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from akmxl.plan.receipts import broken, missing
from akmxl.workbook.copies import dated_copies
from akmxl.workbook.receipts_sheet import fill_kept, kept_of, read_kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.model import Plan
    from akmxl.plan.reports import Receipt
    from akmxl.workbook.fills import Fills
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.receipts_sheet import Kept


class ReceiptsBack(NamedTuple):
    """The receipts as they are to be again, the copy that had them, and how many come back."""

    copy: str
    number: int
    fills: Fills


def receipts_in_copies(opened: OpenedPlan, most: int) -> ReceiptsBack | None:
    """Return lost and altered receipts from the newest copy that has all of them on a whole chain.

    None where nothing is lost, no such copy is found, or reports were sent since on a chain of their own.
    """
    plan = opened.plan
    if not missing(plan) and not broken(plan.receipts):
        return None
    for copy, file in dated_copies(opened.file.path, plan.year, most):
        kept = read_kept(file)
        receipts = _joined(kept.receipts, plan.receipts)
        if not broken(receipts) and not missing(plan, receipts):
            number = len(set(receipts) - set(plan.receipts))
            return ReceiptsBack(copy, number, _fills(plan, kept, receipts))
    return None


def _joined(there: Iterable[Receipt], here: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Return a copy's receipts with those that came since; of a sealed one and a draft the sealed one.

    One that was altered gives way to the copy's.
    """
    found = {(r.report, r.period, r.version): r for r in there}
    here = tuple(here)
    altered = broken(here)
    for receipt in here:
        key = receipt.report, receipt.period, receipt.version
        whole = receipt.sealed and receipt not in altered
        if whole or key not in found or not found[key].sealed:
            found[key] = receipt
    return tuple(found.values())


def _fills(plan: Plan, kept: Kept, receipts: tuple[Receipt, ...]) -> Fills:
    there, here = kept.highest_ids, plan.highest_ids
    highest = {name: max(there.get(name, 0), here.get(name, 0)) for name in {**there, **here}}
    used = {**kept.used_columns, **plan.used_columns}
    known = {(one.period, one.service): one for one in (*kept.hand_ins, *plan.hand_ins)}
    own = kept_of(plan)._replace(
        receipts=receipts, highest_ids=highest, used_columns=used, hand_ins=tuple(known.values())
    )
    return fill_kept(own)

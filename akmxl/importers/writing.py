"""Turn what an import comes to into fills: rows, cells, counts and the receipt; and take an import back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.compare import Standing, same, standing_rows
from akmxl.plan.imports import MENDED, Count, ImportedRow, ImportReceipt, newest_counts
from akmxl.plan.registers import DAILY, JOURNAL
from akmxl.plan.row_numbers import numbers_in, ranges
from akmxl.workbook.fills import Fills
from akmxl.workbook.receipts_sheet import fill_kept, kept_of
from akmxl.workbook.writing.comparison import fed_formulas, fill_comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.importers.proposal import Proposal
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan


def receipt_of(proposal: Proposal, plan: Plan, today: date) -> ImportReceipt:
    """Return the receipt of an import: what it writes, and what stood there before."""
    ids = _next_ids(plan, proposal)
    sheet = proposal.profile.target
    new = [
        ImportedRow(sheet, ids.get(one.identity, ""), one.identity, dict(one.values)) for one in proposal.new
    ]
    changed = [
        ImportedRow(
            sheet, one.name if sheet != JOURNAL else "", one.taken.identity, dict(one.new), dict(one.old)
        )
        for one in proposal.changed
    ]
    tally = {
        "new": proposal.new_count,
        "changed": proposal.changed_count,
        "unchanged": proposal.unchanged,
        "rejected": proposal.rejected_count,
    }
    return ImportReceipt(
        number=max((one.number for one in plan.imports), default=0) + 1,
        profile=proposal.profile.name,
        file=proposal.file,
        sha256=proposal.sha256,
        day=today.isoformat(),
        tally=tally,
        rows=(*new, *changed, *(ImportedRow(MENDED, mark, mark, {}) for mark in proposal.marks)),
        counts=tuple(Count(one.code, one.month, one.new, one.at_least) for one in proposal.counts),
        headings=proposal.headings,
        title=proposal.profile.title,
    )


def _next_ids(plan: Plan, proposal: Proposal) -> dict[str, str]:
    """Return the ids of new rows of a register by their identity: numbers that were never given yet."""
    sheet = proposal.profile.target
    if sheet not in plan.records:
        return {}
    known = (int(record.id) for record in plan.records[sheet])
    last = max(plan.highest_ids.get(sheet, 0), max(known, default=0))
    return {one.identity: str(last + place) for place, one in enumerate(proposal.new, 1)}


def fill_import(opened: OpenedPlan, proposal: Proposal, receipt: ImportReceipt, today: date) -> Fills:
    """Return the fills of an import: its rows and cells, its counts beside the figures, and the receipt."""
    plan, sheet = opened.plan, proposal.profile.target
    cells = {one.places[field]: value for one in proposal.changed for field, value in one.new.items()}
    if sheet in plan.index:  # a row that is known again needs its id
        rows = (plan.index[sheet].names[one.name] for one in proposal.changed)
        cells |= {row.places["id"]: int(row.id) for row in rows if row.new_id and "id" in row.columns}
    fills = Fills(cells)
    if sheet in opened.file.views and proposal.new and sheet != DAILY:
        view = opened.file.views[sheet]
        lines = [
            view.in_order({**one.values, **({"id": int(row.name)} if row.name else {})})
            for one, row in zip(proposal.new, receipt.rows, strict=False)
        ]
        fills |= Fills(added={str(view.layout.table): lines})
    highest = dict(plan.highest_ids)
    given = [int(row.name) for row in receipt.rows if row.sheet in plan.records and row.name.isdecimal()]
    if given:
        highest[sheet] = max(highest.get(sheet, 0), *given)
    imports = (*plan.imports, receipt)
    return fills | _kept(plan, imports, highest=highest) | _beside(opened, imports, today)


def _beside(opened: OpenedPlan, imports: tuple[ImportReceipt, ...], today: date) -> Fills:
    """Fill Solishtirma as these imports give it, and the formulas through which counts are seen in Oylik."""
    then = replace(opened, plan=replace(opened.plan, imports=imports))
    return fill_comparison(then, today) | fed_formulas(then, newest_counts(imports))


def _kept(
    plan: Plan,
    imports: Iterable[ImportReceipt],
    *,
    highest: Mapping[str, int] | None = None,
    known_rows: Mapping[str, str] | None = None,
) -> Fills:
    kept = kept_of(plan)._replace(imports=tuple(imports))
    if highest is not None:
        kept = kept._replace(highest_ids=dict(highest))
    if known_rows is not None:
        kept = kept._replace(known_rows=dict(known_rows))
    return fill_kept(kept)


class Undone(NamedTuple):
    """What taking an import back comes to: rows emptied, cells as before, rows that somebody touched since.

    ``counts`` are the counts that it gave; ``left`` the cells of rows that stay, ``missing`` the rows that
    are not found any more: somebody deleted them, or took their ids away.
    """

    receipt: ImportReceipt
    emptied: int
    restored: int
    counts: int
    left: tuple[Place, ...]
    missing: int
    fills: Fills


def undo(opened: OpenedPlan, today: date) -> Undone | None:
    """Take the last import back, but for rows that somebody touched since; None where there is none."""
    plan = opened.plan
    if not plan.imports:
        return None
    receipt = plan.imports[-1]
    cells: dict[Place, object] = {}
    left: list[Place] = []
    emptied, restored, missing = set(), 0, 0
    rows = [row for row in receipt.rows if row.sheet != MENDED]
    standing = {sheet: list(standing_rows(sheet, plan, opened.file)) for sheet in {row.sheet for row in rows}}
    by_name = {sheet: {one.name: one for one in known} for sheet, known in standing.items()}
    for row in rows:
        there = _found(row, by_name[row.sheet], standing[row.sheet])
        if there is None:
            missing += 1
        elif not _untouched(row, there):
            left.append(_touched_place(row, there))
        elif row.before is None:
            cells |= dict.fromkeys(there.places.values())
            emptied.add((row.sheet, there.name))
        else:
            before = row.before
            cells |= {there.places[f]: value for f, value in before.items() if f in there.places}
            restored += 1
    known = {sheet: _without(text, sheet, emptied) for sheet, text in plan.known_rows.items()}
    earlier = plan.imports[:-1]
    fills = Fills(cells) | _kept(plan, earlier, known_rows=known) | _beside(opened, earlier, today)
    return Undone(receipt, len(emptied), restored, len(receipt.counts), tuple(left), missing, fills)


_OWN = frozenset(("id", "state", "version", "rule_due"))  # what akmxl itself writes into a row


def _untouched(row: ImportedRow, there: Standing) -> bool:
    """Tell whether a row stands as an import left it; of a new one nobody filled a further cell either."""
    if not all(same(there.values.get(field), value) for field, value in row.values.items()):
        return False
    others = set(there.places) - set(row.values) - _OWN if row.before is None else ()
    return not any(_says(there.values.get(field)) for field in others)


def _touched_place(row: ImportedRow, there: Standing) -> Place:
    """Return the first cell of a row that is not as an import left it."""
    changed = [field for field, value in row.values.items() if not same(there.values.get(field), value)]
    others = [f for f in there.places if f not in row.values and f not in _OWN and _says(there.values.get(f))]
    return next(
        (there.places[f] for f in (*changed, *others) if f in there.places), next(iter(there.places.values()))
    )


def _says(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _found(row: ImportedRow, by_name: Mapping[str, Standing], rows: Iterable[Standing]) -> Standing | None:
    if row.name:
        return by_name.get(row.name)
    alike = (one for one in rows if all(same(one.values.get(f), v) for f, v in row.values.items()))
    return next(alike, None)


def _without(text: str, sheet: str, emptied: set[tuple[str, str]]) -> str:
    """Return the ids of a register's rows without those that are taken back."""
    gone = {int(name) for one, name in emptied if one == sheet and name.isdecimal()}
    return ranges([number for number in numbers_in(text) if number not in gone]) if gone else text

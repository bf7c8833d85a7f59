"""Turn what a copy comes to into fills: cells, rows, reasons, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Formula
from akmxl.plan import merging
from akmxl.plan.copies import as_merged, merged_cells
from akmxl.plan.row_numbers import numbers_in, ranges
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.reading.keyed_cells import OWN_TITLE
from akmxl.workbook.receipts_sheet import fill_kept, kept_of
from akmxl.workbook.writing.journal import fill_new_ids, highest_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from akmxl.actions.merge.found import Merge, Question
    from akmxl.plan.merging import Difference, RowDifference
    from akmxl.plan.merging_rows import Row
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan


def fills_of(merge: Merge, yes: list[Question]) -> Fills:
    """Return the fills of what a copy comes to, with the questions to which somebody said yes."""
    opened, found = merge.plan, merge.found
    plan = opened.plan
    mark = merge.copy.plan.copy_of
    assert mark is not None
    agreed = {one.key for one in yes if one.kind == "conflict"}
    asked = {(one.key[0], one.key[1]) for one in yes if one.kind == "gone"}
    new = [*found.added, *(one for one in found.gone if one.row in asked)]
    highest = highest_ids(plan)
    names: dict[Row, str] = {}
    for change in new:
        highest[change.row[0]] = highest.get(change.row[0], 0) + 1
        names[change.row] = str(highest[change.row[0]])
    changed = (*found.taken, *(one for one in found.conflicts if one.there in agreed))
    cells = {merge.held[one.there].place: _coming(merge, one) for one in changed}
    emptied = {(one.key[0], one.key[1]) for one in yes if one.kind == "removed"}
    cells |= {place: None for row in emptied for place in plan.index[row[0]].names[row[1]].places.values()}
    cells |= {held.place: None for key, held in merge.held.items() if (key[0], key[1]) in emptied}
    taken = merged_cells(plan.merged, mark.id) | dict(
        merging.taken_cells(found, agreed, names, merge.reasons)
    )
    others = tuple(one for one in plan.merged if one.id != mark.id)
    kept = kept_of(plan)._replace(
        highest_ids=highest,
        merged=(*others, *as_merged(mark.id, taken)),
        known_rows=_without(plan, emptied),
    )
    added = _added(opened, merge, new, names) | _new_reasons(opened, merge, names)
    return Fills(cells, added=added) | fill_new_ids(opened) | fill_kept(kept)


def _coming(merge: Merge, one: Difference) -> object:
    """Return what a cell gets: what was typed in the copy, or the formula that stands there instead."""
    held = merge.copied[one.key]
    if held.value is None and one.key[0] == layout.MONTHLY and held.place == merge.held[one.there].place:
        formula = merge.copy.file.grid(held.place.sheet).formulas(held.place.column).get(held.place.row)
        return Formula(formula) if formula else None
    return held.value


def _added(
    opened: OpenedPlan, merge: Merge, new: list[RowDifference], names: Mapping[Row, str]
) -> dict[str, list[list[object]]]:
    """Return the new rows by table, in the order of its columns."""
    lines: dict[str, list[list[object]]] = {}
    for change in new:
        view = opened.file.views[change.row[0]]
        values = {field: merge.copied[*change.row, field].value for field in change.values}
        own = {f.removeprefix(OWN_TITLE): value for f, value in values.items() if f.startswith(OWN_TITLE)}
        line = view.in_order({**values, "id": int(names[change.row])}, own)
        lines.setdefault(str(view.layout.table), []).append(line)
    return lines


def _new_reasons(opened: OpenedPlan, merge: Merge, names: Mapping[Row, str]) -> dict[str, list[list[object]]]:
    """Return rows of Tekshiruv for reasons to findings that the plan has not written yet."""
    there, here = merge.copy.file.views[layout.FINDINGS], opened.file.views[layout.FINDINGS]
    ids = {
        f"{sheet}:{name}": f"{sheet}:{new}"
        for (sheet, name), new in {**merge.found.known_as, **names}.items()
    }
    lines = []
    for one in merge.reasons:
        row = merge.copied[one.key].place.row
        values: dict[str, object] = {field: there.text(row, field) or None for field in there.columns}
        rule, report, subject, *rest = one.key[1].split("|")
        name, slash, field = subject.partition("/")
        values["key"] = "|".join([rule, report, ids.get(name, name) + slash + field, *rest])
        lines.append(here.in_order(values))
    return {str(here.layout.table): lines} if lines else {}


def _without(plan: Plan, emptied: Collection[Row]) -> dict[str, str]:
    """Return the IDs of the rows that are there without those that are taken out."""
    known = dict(plan.known_rows)
    for register in {row[0] for row in emptied}:
        gone = {int(name) for sheet, name in emptied if sheet == register and name.isdecimal()}
        known[register] = ranges([n for n in numbers_in(known.get(register, "")) if n not in gone])
    return known

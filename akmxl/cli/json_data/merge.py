"""Give what a service's copy comes to as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from akmxl.actions.merge.found import Merge, Question
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.merging import Difference, RowDifference


def merge_json(merge: Merge, accepted: Collection[str], *, written: bool) -> Json:
    """Return what is taken, what is asked and answered, and what is not the service's own."""
    found = merge.found
    return {
        "workbook": str(merge.plan.path),
        "copy": str(merge.copy.path),
        "service": merge.service,
        "taken": [_cell(merge, one) for one in (*found.taken, *merge.reasons)],
        "added": [_row(one) for one in found.added],
        "questions": [_question(one, taken=one.name in accepted) for one in merge.questions],
        "foreign": [_cell(merge, one) for one in found.foreign],
        "foreign_rows": [_row(one) for one in found.foreign_rows],
        "without_place": [_cell(merge, one) for one in merge.homeless],
        "unread": [_cell(merge, one) for one in merge.unread],
        "written": written,
    }


def _cell(merge: Merge, one: Difference) -> Json:
    place = merge.place(one.there)
    return {
        "sheet": one.there[0],
        "row": one.there[1],
        "field": one.there[2],
        "cell": place.a1 if place else None,
        "base": one.base,
        "old": one.old,
        "new": one.new,
    }


def _row(one: RowDifference) -> Json:
    values = {field: plain(value) for field, value in one.values.items() if value is not None}
    return {"sheet": one.row[0], "row": one.row[1], "values": values}


def _question(one: Question, *, taken: bool) -> Json:
    sheet, row, field = one.key
    return {
        "name": one.name,
        "kind": one.kind,
        "sheet": sheet,
        "row": row,
        "field": field if one.kind == "conflict" else None,
        "base": one.base,
        "old": one.old,
        "new": one.new,
        "taken": taken,
    }

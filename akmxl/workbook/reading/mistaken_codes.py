"""Find where a code of Reja or Oylik was typed wrong: its row stands where that of a missing code belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import fold_header
from akmxl.workbook import layout
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places, rows_without_code
from akmxl.workbook.reading.no_records import no_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.workbook.plan_file import PlanFile, SheetView

Exchange = tuple[
    tuple[str, ...], tuple[str, ...]
]  # codes of one sheet alone, of the other alone in their place


def exchanged_codes(here: Sequence[str], there: Sequence[str]) -> Iterator[Exchange]:
    """Yield the codes of one sheet alone that stand where the other has codes of its own alone.

    The codes are those from top to bottom, an empty text for a row that has none.
    """
    common = set(here).intersection(there) - {""}
    theirs = list(_runs(there, common))
    below, above = ({run[at]: run[1] for run in theirs} for at in (0, 2))
    for before, own, after in _runs(here, common):
        if other := below.get(before) or above.get(after):
            yield own, other


def _runs(codes: Sequence[str], common: set[str]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the codes that only one sheet has, those beside one another together, between two common ones."""
    before, run = "", list[str]()
    for code in codes:
        if code not in common:
            run.append(code)
            continue
        if run:
            yield before, tuple(run), code
        before, run = code, []
    if run:
        yield before, tuple(run), ""


def codes_in_order(view: SheetView) -> list[str]:
    """Return the codes of Reja or Oylik from top to bottom, an empty text for an item's row without a code of
    its own."""
    places = code_places(view)
    rows = {spots[0].row: code if len(spots) == 1 else "" for code, spots in places.items()}
    rows |= {spot.row: "" for spots in places.values() for spot in spots[1:]}
    if view.layout.name == layout.PLAN:
        without = rows_without_code(view)
    else:
        others = no_items(view)
        without = [row for row in view.filled_rows() if row not in rows and row not in others]
    return [code for _, code in sorted([*rows.items(), *((row, "") for row in without)])]


def codes_by_names(file: PlanFile) -> dict[str, str]:
    """Return the codes of Reja that neither Oylik nor the approved plan knows, with the approved one that the
    row's name has there."""
    plan, monthly, approved = (file.views.get(n) for n in (layout.PLAN, layout.MONTHLY, layout.APPROVED))
    if plan is None or monthly is None or approved is None or approved.missing or "name" not in plan.columns:
        return {}
    rows, known = monthly_rows(plan), monthly_rows(approved)
    names = {fold_header(approved.text(row, "name")): code for code, row in known.items() if code not in rows}
    odd = rows.keys() - known.keys() - monthly_rows(monthly).keys() if names else ()
    found = {code: names.get(fold_header(plan.text(rows[code], "name"))) for code in odd}
    return {code: right for code, right in found.items() if right}

"""Find where a table of Sozlamalar has lost a word that the plan, the events or the days still have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, nearest
from akmxl.rules.rule import Case, Hit

if TYPE_CHECKING:
    from collections.abc import Container

    from akmxl.core.cells import Place
    from akmxl.workbook import layout
    from akmxl.workbook.plan_file import SheetView

_ROWS = 2  # of Reja that have a word: it is not they that changed


def items_of_lost(words: dict[str, str]) -> dict[str, list[str]]:
    """Return the words that two items or more have, with their codes."""
    found: dict[str, list[str]] = {}
    for code, word in words.items():
        found.setdefault(word, []).append(code)
    return {word: codes for word, codes in found.items() if len(codes) >= _ROWS}


_LOST = N_(
    "Sheet “{sheet}”, cell {cell}: the list has “{value}” no more; {count} items of Reja have it, the first "
    "is {first}."
)
_LOST_FIX = N_("Write it here again; if it has a new name, leave the old one beside it as another spelling.")


def place_of_lost(view: SheetView, field: str, word: str, used: Container[str]) -> Place:
    """Return where most likely a word stood that a table of Sozlamalar has lost.

    That is the row most like it of those that nothing uses (``used``, folded); else the table's heading.
    """
    names = {row: view.text(row, field) for row in view.filled_rows()}
    free = {row: name for row, name in names.items() if fold(name) not in used}
    like = nearest(word, free.values())
    row = next((row for row, name in free.items() if name == like), min(free, default=view.header_row))
    return view.place(row, field)


def lost_from_settings(
    case: Case, sheet: layout.SheetLayout, field: str, word: str, codes: list[str], used: set[str]
) -> Hit:
    """Return the hit of an approved word that Sozlamalar has lost: there, where most likely it stood.

    That is where the one word stands that akmxl does not ship, though items have it by another spelling.
    """
    from akmxl.workbook.create import shipped  # late: reads a file

    view = case.view(str(sheet.table))
    known = {fold(one.name) for one in (shipped.units() if field == "unit" else shipped.services())}
    own = {fold(view.text(row, field)) for row in view.filled_rows()} - known
    place = place_of_lost(view, field, word, known if len(own) == 1 else used | known)
    item, column = case.plan.items[codes[0]], "unit" if field == "unit" else "responsible"
    places = tuple(case.plan.items[code].places[column] for code in codes)
    params, subject = {"count": len(codes), "first": codes[0]}, f"{sheet.table}/{fold(word)}"
    return Hit(place, None, None, getattr(item, column), subject, params=params, message=_LOST,
               fix=_LOST_FIX, stops=tuple(codes), covers=places)  # fmt: skip

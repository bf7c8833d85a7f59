"""Put right the blanks and apostrophes of codes and names. Never a figure.

The rules TXT01 and TXT04 say where it is needed, ``check --fix`` does it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from akmxl.core.spelling import tidy
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.core.cells import Place
    from akmxl.workbook.plan_file import PlanFile, SheetView

# The columns that hold codes and names: what lists, filters and look-ups compare.
_NAMING = {
    layout.PLAN: ("code", "name", "unit", "due", "responsible"),
    layout.MONTHLY: ("code",),
    registers.EVENTS: ("event_kind", "title", "place", "partner", "responsible"),
    registers.TRAINING: ("code", "person", "post", "course", "organiser"),
    registers.PRESS: ("code", "author", "title", "publication", "record_kind"),
    registers.LISTS: ("list_kind", "code", "title", "document"),
    registers.JOURNAL: ("report", "period"),
}


class Mend(NamedTuple):
    """One cell's text as it stands and as it should."""

    place: Place
    before: str
    after: str


def mends(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells of codes and names whose text is not tidy, sheet by sheet."""
    found = [
        Mend(view.place(row, field), text, after)
        for view, field in naming_columns(file)
        for row, text in typed_texts(view, field).items()
        if (after := tidy(text)) and after != text
    ]
    for _sheet, own in groupby(found, lambda mend: mend.place.sheet):
        yield from sorted(own, key=lambda mend: mend.place)


def naming_columns(file: PlanFile) -> Iterator[tuple[SheetView, str]]:
    """Return view and field of every column of codes and names."""
    return ((file.views[sheet], field) for sheet, fields in _NAMING.items() for field in fields)


def typed_texts(view: SheetView, field: str) -> dict[int, str]:
    """Return row -> text, in the data rows of a column; formulas are left out."""
    formulas = view.grid.formulas(view.columns.get(field, 0))
    return {
        row: value
        for row, value in view.values(field).items()
        if type(value) is str and view.first_row <= row <= view.last_row and row not in formulas
    }

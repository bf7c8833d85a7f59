"""Text hygiene: blanks and apostrophes of codes and names put right. Never a figure.

The rules TXT01 and TXT04 say where it is needed, ``check --fix`` does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.words import tidy
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.model import Place
    from akmxl.workbook.file import PlanFile, SheetView

# The columns that hold codes and names: what lists, filters and look-ups compare.
_NAMING = {
    layout.PLAN: ("code", "name", "unit", "due", "responsible"),
    layout.MONTHLY: ("code",),
    layout.EVENTS: ("event_kind", "title", "place", "partner", "responsible"),
    layout.TRAINING: ("code", "person", "post", "course", "organiser"),
    layout.PRESS: ("code", "author", "title", "publication", "record_kind"),
    layout.LISTS: ("list_kind", "code", "title", "document"),
    layout.JOURNAL: ("report", "period"),
}


@dataclass(frozen=True)
class Mend:
    """One cell's text as it stands and as it should."""

    place: Place
    before: str
    after: str


def mends(file: PlanFile) -> Iterator[Mend]:
    """The cells of codes and names whose text is not tidy, sheet by sheet."""
    found = [
        Mend(view.place(row, field), text, after)
        for view, field, texts in naming_columns(file)
        for row, text in texts.items()
        if (after := tidy(text)) and after != text
    ]
    for _sheet, own in groupby(found, lambda mend: mend.place.sheet):
        yield from sorted(own, key=lambda mend: mend.place)


def naming_columns(file: PlanFile) -> Iterator[tuple[SheetView, str, dict[int, str]]]:
    """View, field, and the texts by row of every column of typed codes and names; formulas are left out."""
    for sheet, fields in _NAMING.items():
        view = file.views[sheet]
        rows = view.rows
        for field in fields:
            formulas = view.grid.formulas(view.columns.get(field, 0))
            yield (
                view,
                field,
                {
                    row: value
                    for row, value in view.values(field).items()
                    if type(value) is str and row not in formulas and row in rows
                },
            )

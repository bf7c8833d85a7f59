"""Text hygiene: blanks and apostrophes of codes and names put right. Never a figure.

The rules TXT01 and TXT04 say where it is needed, ``check --fix`` does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.model import Place
from akmxl.words import tidy
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.file import PlanFile

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
    for _field, text, place in naming_cells(file):
        after = tidy(text)
        if after and after != text:
            yield Mend(place, text, after)


def naming_cells(file: PlanFile) -> Iterator[tuple[str, str, Place]]:
    """Field, text and place of every typed code and name; formulas are left out."""
    for sheet, fields in _NAMING.items():
        view = file.views[sheet]
        columns = {view.columns[field]: field for field in fields if field in view.columns}
        for (row, column), cell in view.cells.items():
            if column in columns and type(cell.value) is str and cell.formula is None and row in view.rows:
                yield columns[column], cell.value, Place(view.name, row, column)

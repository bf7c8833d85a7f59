"""Find the figures that stand as texts for the signs in them that nobody sees (TYP02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.unseen import odd_signs
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import read_figure
from akmxl.workbook.tidy import Mend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.workbook.plan_file import PlanFile, SheetView

_FIGURES = {
    layout.PLAN: ("previous", "planned", *(f"plan_q{quarter}" for quarter in range(1, 5))),
    layout.MONTHLY: layout.MONTH_FIELDS,
    layout.LAST_YEAR: layout.MONTH_FIELDS,
    registers.EVENTS: ("participants", "women", "children", *registers.AGES),
    registers.TRAINING: ("hours",),
    registers.LISTS: ("quantity",),
}


def figures_in_texts(file: PlanFile) -> Iterator[Mend]:
    """Yield each of them as the number that it is read as."""
    for key, view in file.views.items():
        for column in _figure_columns(key, view):
            formulas = view.grid.formulas(column)
            for row, value in view.grid.values(column).items():
                if type(value) is str and view.first_row <= row <= view.last_row and odd_signs(value):
                    figure = read_figure(view.at(row, column), place := Place(view.name, row, column))
                    if row not in formulas and figure.fault == "TYP02":
                        yield Mend(place, value, str(figure.value), number=figure.value)


def _figure_columns(key: str, view: SheetView) -> Iterable[int]:
    if key == registers.DAILY:  # sectors' columns too
        words = {view.columns.get(field) for field in ("date", "weekday", "note")}
        return sorted(view.titles.keys() - words)
    return [view.columns[field] for field in _FIGURES.get(key, ()) if field in view.columns]

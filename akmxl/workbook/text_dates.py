"""Find the dates that stand in cells as texts and can be only one day: they are read, told and mended.

Excel takes a text for no date, so the formulas of the workbook do not count its row, and what they
colour as a day off stays white.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.plan.period_words import day_in, due_day_in
from akmxl.workbook import layout
from akmxl.workbook.tidy import typed_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.workbook.plan_file import PlanFile

_DATED: dict[str, dict[str, Callable[[object], date | None]]] = {
    registers.DAILY: {"date": day_in},
    **{sheet.name: {"date": day_in} for sheet in layout.REGISTER_SHEETS},
    registers.JOURNAL: {"report_due": due_day_in, "sent": day_in, "rule_due": day_in},
    layout.HAND_INS: {"handed_in": day_in},
    str(layout.HOLIDAYS.table): {"date": day_in},
}


class TextDate(NamedTuple):
    """A cell that holds a day as a text; ``sheet`` is the layout's name of its sheet."""

    sheet: str
    field: str
    place: Place
    text: str
    day: date


def text_dates(file: PlanFile) -> Iterator[TextDate]:
    """Yield the typed texts in the columns of dates that can be only one day."""
    for sheet, fields in _DATED.items():
        if sheet not in file.views:
            continue  # workbooks of before have no Topshirish
        view = file.views[sheet]
        for field, read in fields.items():
            if not any(type(value) is str for value in view.values(field).values()):
                continue
            for row, text in typed_texts(view, field).items():
                if day := read(text):
                    yield TextDate(sheet, field, view.place(row, field), text, day)

"""Read Reja: sections and items in the plan's order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, names_in
from akmxl.core.vocabulary import meaning
from akmxl.plan.model import Item, Section, parent_of
from akmxl.plan.period import read_work_time
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.coded_rows import coded_rows
from akmxl.workbook.reading.figures import read_figure, show
from akmxl.workbook.reading.no_records import ITEM_SIGNS, no_items

if TYPE_CHECKING:
    from akmxl.core.cells import Place
    from akmxl.plan.model import Figure, Settings
    from akmxl.workbook.plan_file import PlanFile, SheetView

_SECTION_CODE = lazily(r"[IVX]+")
_QUARTER_PLANS = tuple(f"plan_q{quarter}" for quarter in range(1, 5))


def read_items(file: PlanFile, settings: Settings) -> tuple[tuple[Section, ...], dict[str, Item]]:
    """Read sections, and items by code; of a code that stands twice the first row counts."""
    view = file.views[layout.PLAN]
    sections: list[Section] = []
    rows: dict[str, tuple[int, str]] = {}
    for row, code in coded_rows(view).items():
        if _SECTION_CODE.fullmatch(code) and not view.text(row, "kind"):
            sections.append(Section(code, _section_name(view, row), view.place(row, "code")))
        elif code not in rows:
            rows[code] = row, sections[-1].code if sections else ""
    return tuple(sections), {
        code: _item(view, row, code, section, parent_of(code, rows), settings)
        for code, (row, section) in rows.items()
    }


def rows_without_code(view: SheetView) -> list[int]:
    """Return the rows of Reja that hold an item but no code."""
    coded = coded_rows(view)
    rows = [
        row for row in view.filled_rows() if row not in coded and any(view.text(row, f) for f in ITEM_SIGNS)
    ]
    others = no_items(view) if rows else ()
    return [row for row in rows if row not in others]


def code_places(view: SheetView) -> dict[str, list[Place]]:
    """Return every cell in which a code stands, by code."""
    places: dict[str, list[Place]] = {}
    for row, code in coded_rows(view).items():
        places.setdefault(code, []).append(view.place(row, "code"))
    return places


def _section_name(view: SheetView, row: int) -> str:
    """Return the heading's text without its number; it may stand in any of the merged columns."""
    texts = [text_of(view.at(row, column).value) for column in sorted(view.titles)]
    longest = max(texts, key=len, default="")
    return re.sub(r"^[IVX]+\.\s*", "", longest)


def _item(view: SheetView, row: int, code: str, section: str, parent: str | None, settings: Settings) -> Item:
    def word(field: str, default: str) -> str:
        return meaning(field, view.text(row, field)) or default

    due_text, window_text = view.text(row, "due"), view.text(row, "window")
    kind = word("kind", "part" if parent else "item")
    responsible = view.text(row, "responsible")
    return Item(
        code=code,
        section=section,
        parent=parent,
        kind=kind,
        adds_up=word("adds_up", "flow"),
        source=word("source", "typed"),
        rhythm=meaning("rhythm", view.text(row, "rhythm")),
        work_time=read_work_time(window_text or due_text),
        printed_no=view.text(row, "printed_no"),
        name=show_name(view.text(row, "name")),
        unit=settings.units.get(fold(view.text(row, "unit")), view.text(row, "unit")),
        planned=_plan_figure(view, row, "planned", kind),
        previous=_plan_figure(view, row, "previous", kind),
        quarter_plans=tuple(_quarter_plan(view, row, field) for field in _QUARTER_PLANS),
        mechanism=view.text(row, "mechanism"),
        due_text=due_text,
        window_text=window_text,
        responsible=responsible,
        services=split_services(responsible, settings)[0],
        to_confirm=read_to_confirm(view.text(row, "to_confirm")),
        row=row,
        places={field: view.place(row, field) for field in view.columns},
    )


def _quarter_plan(view: SheetView, row: int, field: str) -> int | None:
    if field not in view.columns:
        return None
    return read_figure(view.cell(row, field), view.place(row, field)).value


def read_to_confirm(text: str) -> tuple[str, ...]:
    """Return the fields that wait to be confirmed; a word that is not known as it stands."""
    return tuple(meaning("to_confirm", part) or part.strip() for part in text.split(";") if part.strip())


def show_name(text: str) -> str:
    """Return a name with single blanks and no line breaks."""
    return " ".join(text.split())


def _plan_figure(view: SheetView, row: int, field: str, kind: str) -> Figure:
    """Read a figure of the plan; a group's cell prints what its parts say (``6/36``): it is no figure."""
    figure = read_figure(view.cell(row, field), view.place(row, field))
    if kind == "group" and figure.fault:
        return type(figure)(figure.place, shown=show(view.cell(row, field).value))
    return figure


def split_services(text: str, settings: Settings) -> tuple[tuple[str, ...], str]:
    """Return the known services in a cell, and what is left over, folded."""
    return names_in(text, settings.services)

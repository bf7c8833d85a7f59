"""Bring last year's facts up to date in a next year's workbook that is in use: figures that came late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.new_year.facts import print_fact
from akmxl.core.cell_values import whole_number
from akmxl.core.dataclass import dataclass
from akmxl.core.spelling import DASH
from akmxl.plan.period import Period
from akmxl.plan.rollup import last_year_figure
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import read_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.actions.new_year.facts import Facts
    from akmxl.core.cells import Place
    from akmxl.plan.model import Figure, Item, Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile


@dataclass(frozen=True)
class LateFigure:
    """A cell that differs from last year's workbook. ``kept``: a person typed it, so it stays."""

    place: Place
    item: str
    old: str
    new: str
    kept: bool = False


def changes(opened: OpenedPlan, facts: Facts) -> tuple[LateFigure, ...]:
    """Return what is to change in a plan's column of last year's facts and in its sheet Otgan yil."""
    return (*_column(opened.plan, facts), *_months(opened.file, facts))


def fills(found: Iterable[LateFigure]) -> Fills:
    """Return the fills that make the changes, without those of cells that are kept."""
    return Fills({one.place: _typed(one.new) for one in found if not one.kept})


def _column(plan: Plan, facts: Facts) -> Iterator[LateFigure]:
    """Yield the changes of last year's column.

    A cell is akmxl's as long as it says what Otgan yil says, or nothing.
    """
    for code, new in facts.printed.items():
        item = plan.items.get(code)
        if item is None or not new:
            continue
        old = _text(item.previous)
        if old != new:
            yield LateFigure(item.previous.place, code, old, new, kept=not _ours(plan, item, old))


def _ours(plan: Plan, item: Item, old: str) -> bool:
    if not item.measured:  # a group prints its parts, as they were
        parts = [_text(part.previous) for part in plan.children.get(item.code, ())]
        return old in ("", "/".join(parts))
    return old in ("", DASH, print_fact(item, last_year_figure(plan, item, Period.whole(plan.year))))


def _months(file: PlanFile, facts: Facts) -> Iterator[LateFigure]:
    view = file.views[layout.LAST_YEAR]
    rows = monthly_rows(view)
    for (code, month), value in facts.months.items():
        if code not in rows:
            continue
        field = layout.MONTH_FIELDS[month - 1]
        figure = read_figure(view.cell(rows[code], field), view.place(rows[code], field))
        if _text(figure) != str(value):
            yield LateFigure(figure.place, code, _text(figure), str(value))


def _text(figure: Figure) -> str:
    return "" if figure.said is None else str(figure.said)


def _typed(text: str) -> int | str:
    number = whole_number(text)
    return text if number is None else number


def missing(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """Return the codes with figures of last year that the plan does not have."""
    return tuple(code for code, text in facts.printed.items() if text and code not in plan.items)

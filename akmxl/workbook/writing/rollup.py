"""Fill the rollup into Jamlanma, as rows, and into Bosh sahifa, as blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.text_length import LONGEST_NAME, shortened
from akmxl.core.vocabulary import MONTHS, term
from akmxl.plan.owed import due_now
from akmxl.plan.values import printed
from akmxl.workbook import layout
from akmxl.workbook.plan_file import fill_named_range
from akmxl.workbook.whole_tables import fill_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from akmxl.plan.owed import Owed
    from akmxl.plan.rollup import ItemTotals, Rollup
    from akmxl.workbook.fills import Fills
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile

STATES = {"overdue": "muddati o‘tgan", "due": "yaqin", "upcoming": "kelmagan"}


def fill_rollup(opened: OpenedPlan, rollup: Rollup) -> Fills:
    """Fill Jamlanma's table, and on Bosh sahifa the shares, the months and what is due. Always in Uzbek.

    A name that is too long is copied as far as a cell holds it; its own cell has a finding (TXT08).
    """
    with in_language("uz"):
        fills = _items(opened.file, rollup) | _home(opened, rollup)
    tables = {name: [list(map(_bounded, row)) for row in rows] for name, rows in fills.tables.items()}
    return replace(fills, cells={at: _bounded(one) for at, one in fills.cells.items()}, tables=tables)


def _bounded(value: object) -> object:
    return shortened(value, LONGEST_NAME) if isinstance(value, str) else value


def _items(file: PlanFile, rollup: Rollup) -> Fills:
    view = file.views[layout.ROLLUP]
    rows = [view.in_order(_item_values(totals)) for totals in rollup.items]
    return fill_table(file, view, rows)


def _item_values(totals: ItemTotals) -> dict[str, object]:
    item = totals.item
    periods = {**totals.months, **totals.quarters}
    names = {str(period): value for period, value in periods.items()}
    year = next(iter(totals.since)).year
    return {
        "code": item.code,
        "name": item.name,
        "unit": item.unit or None,
        **{field: names[f"{year}-{number:02d}"] for number, field in enumerate(layout.MONTH_FIELDS, 1)},
        **{field: names[f"{year}-Q{number}"] for number, field in enumerate(layout.QUARTER_FIELDS, 1)},
        **{f"since_{period.last}": value for period, value in totals.since.items()},
        "planned": printed(item, item.planned),
        "percent": totals.percent,
        "previous": item.previous.value,
        "complete": "ha" if totals.complete else "yo‘q",
    }


def _home(opened: OpenedPlan, rollup: Rollup) -> Fills:
    file = opened.file
    names = {section.code: section.name for section in opened.plan.sections} | home_names(file)
    sections = [
        (share.name, names[share.name], share.percent, rollup.year_gone, share.rows, share.unplanned)
        for share in rollup.sections
    ]
    services = [(share.name, share.percent, share.rows, share.unplanned) for share in rollup.services]
    months = [(name.capitalize(), mean) for name, mean in zip(MONTHS, rollup.means, strict=True)]
    due = _due_rows(opened, rollup.today)
    return (
        fill_named_range(file, layout.SECTION_PANEL, sections)
        | fill_named_range(file, layout.SERVICE_PANEL, services)
        | fill_named_range(file, layout.MONTH_PANEL, months)
        | fill_named_range(file, layout.YEAR_GONE, [(rollup.year_gone,)])
        | fill_named_range(file, layout.DUE_PANEL, due)
    )


def home_names(file: PlanFile) -> dict[str, object]:
    """Read the section names of Bosh sahifa: in small letters, as somebody may have shortened them."""
    area = file.workbook.name_range(layout.SECTION_PANEL)
    if area is None:
        return {}
    sheet, first, column, last, _last_column = area
    grid = file.grid(sheet)
    codes, names = grid.values(column), grid.values(column + 1)
    rows = ((code, names.get(row)) for row, code in codes.items() if first <= row <= last)
    return {str(code): name for code, name in rows if name}


def _due_rows(opened: OpenedPlan, today: date) -> list[tuple[object, ...]]:
    """Return what is near, the soonest first, then what has no day, then what is overdue, the latest first.

    What finds no room is counted in the last row.
    """
    waiting = due_now(opened.plan, today)
    overdue = [owed for owed in reversed(waiting) if owed.status(today) == "overdue"]
    undated = [owed for owed in waiting if owed.due is None]
    near = [owed for owed in waiting if owed.due and owed.status(today) != "overdue"]
    area = opened.file.workbook.name_range(layout.DUE_PANEL)
    room = area[3] - area[1] + 1 if area else 0
    if len(waiting) <= room:
        return [_due_row(owed, today) for owed in (*near, *undated, *overdue)]
    shown = [_due_row(owed, today) for owed in _shared((near, undated, overdue), room - 1)]
    return [*shown, ("…", translate(N_("and {count} more"), count=len(waiting) - len(shown)))]


def _shared(groups: Sequence[list[Owed]], room: int) -> list[Owed]:
    """Return the first of each group, as far as there is room: a quarter is kept for each later group."""
    shown: list[Owed] = []
    for number, group in enumerate(groups, 1):
        kept = sum(min(len(later), room // 4) for later in groups[number:])
        shown += group[: max(0, room - len(shown) - kept)]
    return shown


def _due_row(owed: Owed, today: date) -> tuple[object, ...]:
    report = owed.report
    state = "bugun" if owed.send_by == today else STATES[owed.status(today)]
    assumed = "" if owed.confirmed or owed.due is None else f" ({term('confirmed', 'no')})"
    return report.code, report.title, str(owed.period), owed.due, owed.send_by, state + assumed

"""Restore the live formulas of Oylik and Kundalik where they are gone.

A month that a register feeds is an input, and so is a day's sum where no sector has a figure: what a person
typed over the formula stays, but for a month that has not begun and holds what the register gives: that was
pasted as a value. A total, a quarter, the year, a percent, a name is not: whatever is not its
formula gives way to it.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import FORMULA, Left, Repair, Repairs, refusal
from akmxl.core.cells import REFERENCE, Cell, Formula, Place
from akmxl.core.i18n import translate
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.edit.shift import UnclearFormula, with_references
from akmxl.ooxml.xml import attributes
from akmxl.plan.rollup import pasted_ahead
from akmxl.rules.computed import computed_cells
from akmxl.rules.rule import Case
from akmxl.workbook import layout
from akmxl.workbook.create.formulas import former_stocks_of_list
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.fills import Fills
from akmxl.workbook.reading.exchanged_months import EXCHANGE_BACK, exchanged_months
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from akmxl.actions.repair.sheet_match import Match
    from akmxl.core.cells import Position
    from akmxl.ooxml.look.styles import StyleSheet
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView

_GROUP = re.compile("\0(?:,\0)*")
_HEADING = re.compile(r"\[[^\[\]#]+\]")
_LARGEST = 5000  # cells; a reference to more is none of the workbook's own


def formula_repairs(
    opened: OpenedPlan,
    matches: Iterable[Match],
    styles: StyleSheet,
    results: Mapping[Place, object],
    today: date,
) -> Repairs:
    """Return the formulas to be put back.

    ``styles`` are the template's, ``results`` the values that the formulas give, by place. ``today`` says
    which months have begun.
    """
    done: list[Repair] = []
    left: list[Left] = []
    cells: dict[Place, object] = {}
    trial = Patch(on_disk(opened.file.workbook))
    pasted = pasted_ahead(opened.plan, today)
    for match in matches:
        for place, wanted in _lost(opened, match, styles, pasted):
            cell = match.actual.at(place.row, place.column)
            before = f"={cell.formula}" if cell.formula else show(cell.value)
            formula = Formula(wanted, results.get(place))
            if reason := refusal(trial, place, formula):
                left.append(Left(place.sheet, place.a1, before, reason))
                continue
            done.append(Repair(FORMULA, place.sheet, place.a1, before, f"={wanted}"))
            cells[place] = formula
    left += _exchanged(opened.file.views[layout.MONTHLY])
    return Repairs(tuple(done), tuple(left), Fills(cells))


def _exchanged(view: SheetView) -> Iterator[Left]:
    """Yield the months of Oylik whose columns are to be exchanged by people."""
    for field, other in exchanged_months(view).items():
        reason = translate(EXCHANGE_BACK, other=view.title(other))
        yield Left(view.name, view.place(view.header_row, field).a1, view.title(field), reason)


def result_repairs(right: OpenedPlan, done: Mapping[Place, object], today: date) -> Repairs:
    """Return the results of formulas of Oylik beside months that show something else now.

    Who opens the file without calculating it would see the former ones. ``right`` is the plan without the
    values that were pasted into months to come, ``done`` what is put back, by place.
    """
    view = right.file.views[layout.MONTHLY]
    rows = {
        place.row
        for place, value in done.items()
        if isinstance(value, Formula) and place.sheet == view.name
        if value.value is not None and view.at(place.row, place.column).value not in (value.value, None)
    }
    if not rows:
        return Repairs()
    trial = Patch(on_disk(right.file.workbook))
    repairs: list[Repair] = []
    cells: dict[Place, object] = {}
    for computed in computed_cells(Case(right, today)):
        place, cell = computed.place, computed.cell
        if (
            place.sheet != view.name
            or place.row not in rows
            or place in done
            or not computed.own
            or computed.agrees
            or not computed.known
        ):
            continue
        result = "" if computed.right is None else computed.right
        formula = Formula(cell.formula or "", result)
        if not refusal(trial, place, formula):
            repairs.append(Repair(FORMULA, place.sheet, place.a1, show(cell.value), show(result) or "–"))
            cells[place] = formula
    return Repairs(tuple(repairs), fills=Fills(cells))


def _lost(
    opened: OpenedPlan, match: Match, styles: StyleSheet, pasted: Container[Place]
) -> Iterator[tuple[Place, str]]:
    """Yield the cells of a sheet that should hold a formula and do not, with the formula."""
    grid = match.template.grid
    own = {
        skeleton(formula) for column in grid.columns for formula in grid.formulas(column).values() if formula
    }
    own.update(map(skeleton, former_stocks_of_list("A1", 1)))
    open_days = _open_days(match) if match.actual.layout.name == layout.DAILY_SHEET.name else ()
    monthly = match.actual.layout.name == layout.MONTHLY
    unlisted = _unlisted(opened, match) if monthly else ()
    moved = {match.actual.columns[field] for field in exchanged_months(match.actual)} if monthly else ()
    sources = {there: match.template.at(*there) for there in match.origins()}
    if not any(source.formula for source in sources.values()):
        return
    for here, there in match.positions():
        source = sources[there]
        if not source.formula or (layout.PLAN_CODES in source.formula and here[0] in unlisted):
            continue
        if here[1] in moved:
            continue  # the figures beside the formulas are the other month's too
        wanted = match.formula(source.formula, here, there)
        place = Place(match.sheet, *here)
        is_input = place not in pasted and (not styles.look(source.style).locked or here[0] in open_days)
        if wanted and _gives_way(match, match.actual.at(*here), wanted, own if is_input else None):
            yield place, wanted


def _open_days(match: Match) -> set[int]:
    """Return the rows of the day log in which no sector has a figure: a sum typed there counts."""
    sectors = match.columns.keys() - set(match.actual.columns.values())
    filled = {
        row for row in match.rows if any(match.actual.at(row, c).value not in (None, "") for c in sectors)
    }
    return match.rows.keys() - filled


def _unlisted(opened: OpenedPlan, match: Match) -> set[int]:
    """Return the rows of Oylik whose code is outside the columns of Reja that its formulas look into."""
    named = opened.file.workbook.name_range(layout.PLAN_CODES)
    listed = range(named[1], named[3] + 1) if named else range(0)
    codes = {code for code, item in opened.plan.items.items() if item.row not in listed}
    return {row for row in match.rows if match.actual.text(row, "code") in codes}


def _gives_way(match: Match, cell: Cell, wanted: str, own: Container[str] | None) -> bool:
    """Tell whether a cell is to get its formula (again).

    ``own`` are the skeletons of the workbook's formulas where the cell is an input: of another row or month
    they are nobody's figure.
    """
    if cell.formula is None:
        return cell.value in (None, "") or own is None
    if not cell.formula or cell.formula == wanted:  # a member of a shared formula cannot be told
        return False
    if "#REF!" in cell.formula:
        return True
    same = _meaning(match, cell.formula) == _meaning(match, wanted)
    return not same and (own is None or skeleton(cell.formula) in own)


def skeleton(formula: str) -> str:
    """Return a formula without its cells, numbers and headings: the same for every row, month and sector."""
    return re.sub(r"\d+", "#", REFERENCE.sub("#", _HEADING.sub("[]", formula)))


def _meaning(match: Match, formula: str) -> object:
    """Return a formula as its functions and the cells they take.

    Rows and columns that people put in between and left blank do not count.
    """
    groups: list[frozenset[Position]] = []

    def cells(value: str) -> str:
        if not REFERENCE.fullmatch(value):
            return value
        known = attributes.area(value)
        if known is None:
            return value
        r1, c1, r2, c2 = known
        if (r2 - r1 + 1) * (c2 - c1 + 1) > _LARGEST:
            return value
        area = product(range(r1, r2 + 1), range(c1, c2 + 1))
        groups.append(frozenset(position for position in area if _counts(match, position)))
        return "\0"

    try:
        shape = with_references(formula, cells)
    except UnclearFormula:
        return formula
    rest = iter(groups)
    joined = [frozenset().union(*(next(rest) for _ in found.split(","))) for found in _GROUP.findall(shape)]
    return _GROUP.sub("\0", shape).replace(" ", "").upper(), joined


def _counts(match: Match, position: Position) -> bool:
    known = position[0] in match.rows and position[1] in match.columns
    return known or match.actual.at(*position).value not in (None, "")

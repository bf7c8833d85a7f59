"""Make next year's draft plan beside the reports, and read what people wrote into it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from akmxl.actions.open_plan import open_plan, plans_in
from akmxl.actions.own_workbook import refuse_other_file, write_workbook
from akmxl.actions.trend import refuse_mixed
from akmxl.core.cell_values import known_value, whole_number
from akmxl.core.cells import NotCalculated, a1
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError, BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.spelling import DASH, fold
from akmxl.core.value_text import point_text
from akmxl.core.vocabulary import header
from akmxl.ooxml.package.save import make_folder
from akmxl.ooxml.package.together import all_or_none
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.next_plan import YEARS, draft_rows
from akmxl.workbook import layout
from akmxl.workbook.create.consolidated.mark import is_own
from akmxl.workbook.reading.figures import looks_like_a_code, read_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.core.cells import Cell
    from akmxl.plan.model import Plan
    from akmxl.plan.next_plan import DraftRow
    from akmxl.workbook.opened import OpenedPlan

Filled = dict[str, tuple[str, str]]  # code -> the new plan's figure, its reason


@dataclass(frozen=True)
class NextPlan:
    """Next year's draft plan.

    ``plans`` are the plans that it was made of, by year; ``missing`` the years of the three of which there is
    none. ``kept`` counts the figures that people had written into the draft before. ``status``: written,
    unchanged, or would_write in a dry run.
    """

    path: Path
    year: int
    rows: tuple[DraftRow, ...]
    plans: tuple[Plan, ...]
    status: str
    kept: int = 0

    @property
    def missing(self) -> tuple[int, ...]:
        known = {plan.year for plan in self.plans}
        return tuple(year for year in range(self.year - YEARS, self.year) if year not in known)


def next_plan_path(plan: Plan) -> Path:
    """Return where the draft goes: beside the year's reports."""
    folder = plan.path.parent / layout.REPORTS_FOLDER / str(plan.year)
    return folder / f"reja-loyihasi-{plan.year + 1}.xlsx"


def make_next_plan(
    opened: OpenedPlan, *, today: date, earlier: Iterable[Path] = (), out: Path | None = None,
    dry_run: bool = False,
) -> NextPlan:  # fmt: skip
    """Make the draft; what people wrote into one that stands there is kept.

    ``earlier`` are the plan workbooks of the two years before; those of the plan's folder are found. Raises
    an ``AkmxlError`` for a file that is no plan of this centre, ``FileProblem`` where another file stands in
    the place, ``Locked`` where somebody holds the draft.
    """
    from akmxl.workbook.create.years.next_plan import MARK, next_plan_bytes  # late: only who makes a workbook

    plan = opened.plan
    plans = (*_earlier(plan, list(earlier)), plan)
    path = out or next_plan_path(plan)
    there = refuse_other_file(path, MARK)
    filled = _still_there(read_filled(path, plan.year + 1), plan) if there else {}
    rows = draft_rows(plans, today)
    done = NextPlan(
        path, plan.year + 1, rows, plans, "would_write", sum(bool(one) for one, _ in filled.values())
    )
    if dry_run:
        return done
    data = next_plan_bytes(plan, rows, today, filled)
    with all_or_none():
        make_folder(path.parent)
        status = "written" if write_workbook(path, data, MARK) else "unchanged"
    return NextPlan(path, done.year, rows, plans, status, done.kept)


def _earlier(plan: Plan, named: Sequence[Path]) -> list[Plan]:
    """Return the plans of the two years before: those that are named, else those beside the plan."""
    years = range(plan.year - YEARS + 1, plan.year)
    found = [open_plan(path).plan for path in named]
    for one in found:
        if one.year not in years:
            raise BadArgument(
                N_("“{file}” is the plan of {year}; the draft takes those of {first} and {last}."),
                file=one.path.name, year=one.year, first=years[0], last=years[-1],
            )  # fmt: skip
    refuse_mixed(sorted([*found, plan], key=lambda one: one.year))
    known = {one.year for one in found}
    for path, year in plans_in(plan.path.parent).items():
        if year is not None and year in years and year not in known:
            with suppress(AkmxlError):  # another centre's, or damaged: nobody named it
                other = open_plan(path).plan
                refuse_mixed([other, plan])
                found.append(other)
                known.add(year)
    return sorted(found, key=lambda one: one.year)


def _still_there(filled: Filled, plan: Plan) -> Filled:
    """Return what was written of items that the plan has; raises where it would be lost."""
    lost = [
        code for code, (figure, reason) in filled.items() if code not in plan.items and (figure or reason)
    ]
    if lost:
        raise FileProblem(
            N_(
                "The draft has figures of items that the plan does not have: {items}. Move them, or name "
                "another file."
            ),
            items=", ".join(lost),
        )  # fmt: skip
    return filled


def read_filled(path: Path, year: int) -> Filled:
    """Read what people wrote into the draft plan of ``year``, by code.

    Raises ``FileProblem`` for a file that is no such draft, ``BadArgument`` for a cell that is no figure.
    """
    from akmxl.workbook.create.years.next_plan import CODE, MARK, REASON

    book = Workbook.open(path)
    wanted = [fold(text) for text in (CODE, header("planned", year), REASON)]
    for sheet in book.sheets if is_own(path.read_bytes(), MARK) else ():
        cells = book.cells(sheet.name)
        titles = {place: str(cell.value) for place, cell in cells.items() if isinstance(cell.value, str)}
        found = {fold(text): place for place, text in titles.items()}
        if all(one in found for one in wanted):  # the year stands in the plan's heading
            head, (code, planned, reason) = found[wanted[0]][0], (found[one][1] for one in wanted)
            return _rows(path, cells, head, code, planned, reason)
    raise FileProblem(
        N_("“{file}” is no draft plan of {year} made by akmxl next-plan."), file=path.name, year=year
    )


def _rows(
    path: Path, cells: Mapping[tuple[int, int], Cell], head: int, code: int, planned: int, reason: int
) -> Filled:
    found: Filled = {}
    places: dict[str, int] = {}
    for row in sorted({row for row, _ in cells if row > head}):
        item = cells.get((row, code))
        known = read_code(item.value) if item else ""
        if not looks_like_a_code(known):
            continue
        if known in places:
            raise BadArgument(
                N_("“{file}”: item {item} stands in two rows, {one} and {other}. Keep one of them."),
                file=path.name, item=known, one=places[known], other=row,
            )  # fmt: skip
        why = known_value(cells[row, reason].value) if (row, reason) in cells else None
        figure = cells.get((row, planned))
        found[known] = _figure(path, figure, (row, planned)) if figure else "", str(why or "")
        places[known] = row
    return found


def _figure(path: Path, cell: Cell, place: tuple[int, int]) -> str:
    """Return a figure as the plan prints it, of a person's formula its result.

    Of the formula that the draft has in a total: nothing, as its parts say it.
    """
    from akmxl.workbook.create.years.next_plan import TOTAL  # late: only who makes a workbook needs it

    value = cell.value
    if value in (None, "") or (cell.formula or "").startswith(TOTAL):
        return ""
    if isinstance(value, NotCalculated):
        raise BadArgument(
            N_(
                "“{file}”, cell {cell}: the result of the formula is not known. Open the file in Excel, save "
                "it, and give the command again."
            ),
            file=path.name, cell=a1(*place),
        )  # fmt: skip
    match value:
        case bool():
            text = str(value)
        case int() | float():
            text = point_text(value)
        case _:
            text = str(value).strip()
    if text != DASH and whole_number(text) is None:
        raise BadArgument(
            N_(
                "“{file}”, cell {cell}: “{value}” is no plan figure. Write a whole number of 0 or more, "
                "or “-”."
            ),
            file=path.name, cell=a1(*place), value=text,
        )  # fmt: skip
    return text


def planned_figures(path: Path, plan: Plan) -> dict[str, str]:
    """Return next year's plan by code as a draft says it: totals and groups from their parts.

    Raises as ``read_filled``, ``BadArgument`` too for a code that the plan does not have.
    """
    filled = {code: figure for code, (figure, _) in read_filled(path, plan.year + 1).items() if figure}
    unknown = [code for code in filled if code not in plan.items]
    if unknown:
        raise BadArgument(
            N_("“{file}”: the plan has no item {items}. Add it to “Reja” of the new workbook by hand."),
            file=path.name, items=", ".join(unknown),
        )  # fmt: skip
    for code in plan.items:
        _of_parts(plan, code, filled)
    return filled


def _of_parts(plan: Plan, code: str, filled: dict[str, str]) -> str:
    """Put in what a total's parts come to, and a group's where all are there; return an item's figure."""
    item = plan.items[code]
    below = [part.code for part in plan.children.get(code, ())] if item.kind in ("total", "group") else []
    if code in filled or not below:
        return filled.get(code, "")
    parts = [_of_parts(plan, part, filled) for part in below]
    if item.kind == "group":
        text = "/".join(parts) if "/" in item.planned.shown and all(parts) else ""
    else:
        numbers = [int(part) for part in parts if part.isdecimal()]
        text = str(sum(numbers)) if numbers else ""  # as the draft shows it
    if text:
        filled[code] = text
    return text

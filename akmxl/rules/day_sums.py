"""Tell which sums of the day log leave a sector out: Excel then shows fewer visits than the sectors have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan import registers
from akmxl.rules.computed import references, rowless
from akmxl.rules.rule import once
from akmxl.workbook.headings import place_among
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.core.cells import Place
    from akmxl.rules.rule import Case
    from akmxl.workbook.plan_file import SheetView

_SPAN = lazily(r"\[([^\[\]#]+)\](?::\[([^\[\]]+)\])?")


class ShortSum(NamedTuple):
    """Formulas of days that take some sectors and leave others out, alike but for their rows."""

    places: tuple[Place, ...]
    formula: str
    sectors: tuple[str, ...]


@once
def short_sums(case: Case) -> Iterator[ShortSum]:
    """Yield the formulas of days' sums that leave a sector out."""
    view = case.view(registers.DAILY)
    sectors = sector_columns(view, case.plan.settings)
    formulas = view.grid.formulas(view.columns["visits"]) if "visits" in view.columns else {}
    rows: dict[str, list[int]] = {}
    for row in sorted(day.row for day in case.plan.days):
        if formula := formulas.get(row):
            rows.setdefault(rowless(formula, row), []).append(row)
    for alike in rows.values():
        formula = formulas[alike[0]]
        taken = _taken(view, formula, alike[0])
        lacking = tuple(name for name, column in sectors.items() if column not in taken)
        if lacking and len(lacking) < len(sectors):
            yield ShortSum(tuple(view.place(row, "visits") for row in alike), formula, lacking)


def _taken(view: SheetView, formula: str, row: int) -> set[int]:
    """Return the columns of its row that a formula takes; none where it names one that is not there."""
    if "[" not in formula:
        return {column for line, column in references(formula) or () if line == row}
    columns = sorted(view.titles)
    titles, taken = [view.titles[column] for column in columns], set[int]()
    for first, last in _SPAN.findall(formula):
        named = [place_among(titles, title.replace("'", "")) for title in (first, last or first)]
        ends = [place for place in named if place is not None]
        if len(ends) < len(named):
            return set()
        taken.update(columns[min(ends) : max(ends) + 1])
    return taken

"""Look for copies of the workbook and of its sheets, links to other files and hidden sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.copies import copies, is_copy
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from akmxl.core.cells import Cell
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Copies and links"), 20


@rule(
    "STR16",
    Severity.WARNING,
    N_("A copy of the file with other figures lies beside it: “{value}”."),
    N_("Carry the right figures over into one file and move the copy away."),
)
def conflict_copy(case: Case) -> Iterator[Hit]:
    """No copy with other figures lies beside the workbook, and no copy of a sheet with other cells in it.

    Why: shared folders make such copies when two people save at once; then each works on one's own.
    What is typed into the copy of a sheet is counted nowhere.

    Okay:
        yonida: reja (1).xlsx
    Bad:
        yonida: reja (1).xlsx
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    """
    beside = list(copies(case.file.path))
    own = _typed_months(case.view(layout.MONTHLY)) if beside else {}
    for path in beside:
        figures = _figures_of(path)
        if figures is not None and figures != own:
            yield Hit(None, value=path.name, subject=path.name)
    message = N_("The sheet “{sheet}” is a copy of “{other}” with other cells, the first is {cell}.")
    fix = N_("Carry what is right over into “{other}” and delete the copy: akmxl does not read it.")
    for name, original in _copied_sheets(case):
        differing = _typed_cells(case.file.cells(name)) ^ _typed_cells(case.file.cells(original))
        if differing:
            place = Place(name, *min(position for position, _ in differing))
            yield Hit(place, subject=name, params={"other": original}, message=message, fix=fix)


def _copied_sheets(case: Case) -> Iterator[tuple[str, str]]:
    """Yield each sheet named as a copy of one into which people type, with the name of the original."""
    names = [sheet.name for sheet in case.file.workbook.sheets]
    for sheet in (layout.PLAN_SHEET, layout.MONTHLY_SHEET, layout.DAILY_SHEET, *layout.REGISTER_SHEETS):
        original = case.view(sheet.name).name
        yield from ((n, original) for n in names if n != original and is_copy(fold(n), fold(original)))


def _typed_cells(cells: Mapping[tuple[int, int], Cell]) -> set[tuple[tuple[int, int], object]]:
    return {(position, cell.value) for position, cell in cells.items() if cell.formula is None and cell.value}


def _figures_of(path: Path) -> Mapping[tuple[str, str], object] | None:
    """Return the typed months of another workbook; None where it is no plan or cannot be read."""
    try:
        file = PlanFile.open(path)
    except (AkmxlError, OSError):
        return None
    if not file.is_plan or layout.MONTHLY not in file.views:
        return None
    return _typed_months(file.views[layout.MONTHLY])


def _typed_months(view: SheetView) -> Mapping[tuple[str, str], object]:
    """Return what people typed into Oylik, by code and column."""
    return {
        (code, field): cell.value
        for code, row in monthly_rows(view).items()
        for field in layout.MONTH_FIELDS
        if (cell := view.cell(row, field)).value is not None and cell.formula is None
    }


_LINK = lazily(r"\[(?<![\w\]]\[)\d+\][^\[\]]*!")  # =[1]Oylik!B7, ='[1]Other sheet'!B7


@rule(
    "STR14",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the formula takes its value from another file: ={value}."),
    N_("Type the value itself instead of the formula."),
)
def nothing_hidden_or_outside(case: Case) -> Iterator[Hit]:
    """No formula looks into another file, and no sheet that akmxl does not know is hidden.

    Why: a link shows the other file's last figure long after it was moved or changed; a hidden sheet
    goes out with the workbook without anybody knowing what stands in it.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        varaq: Eski sonlar = hidden
    """
    workbook = case.file.workbook
    linked = list(_linked_cells(case))
    yield from linked
    if workbook.linked_files and not linked:
        message = N_("The file holds links to other files: {value}.")
        fix = N_("In Excel, open Data, Edit Links and break the links.")
        yield Hit(None, value=workbook.linked_files, subject="links", message=message, fix=fix)
    optional = (sheet.name for sheet in layout.OPTIONAL_SHEETS)
    known = {fold(name) for name in (*layout.REQUIRED_SHEETS, *optional, *layout.OWNED_SHEETS)}
    for sheet in workbook.sheets:
        if sheet.state != "visible" and fold(sheet.name) not in known:
            message = N_("The file has a hidden sheet that akmxl does not know: “{value}”.")
            fix = N_("Show the sheet; delete it if nobody needs it.")
            yield Hit(None, value=sheet.name, subject=sheet.name, message=message, fix=fix)


def _linked_cells(case: Case) -> Iterator[Hit]:
    """Yield a hit for the first cell of each sheet whose formula refers to another file."""
    for sheet in dict.fromkeys(view.name for view in case.file.views.values()):
        grid = case.file.grid(sheet)
        linked = [
            (row, column, formula)
            for column in grid.columns
            if "!" in (text := "\n".join(set(grid.formulas(column).values()))) and _LINK.search(text)
            for row, formula in grid.formulas(column).items()
            if _LINK.search(formula)
        ]
        if linked:
            row, column, formula = min(linked)
            yield Hit(Place(sheet, row, column), value=formula, subject=f"link on {sheet}")

"""Structure: the workbook is a plan, its sheets, columns, codes and formulas are whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.errors import AkmxlError, NotAPlan
from akmxl.findings import Severity
from akmxl.i18n import N_
from akmxl.reading.entries import monthly_rows
from akmxl.reading.figures import read_code, show
from akmxl.reading.items import code_places, rows_without_code
from akmxl.rules.base import Case, Hit, gate, rule
from akmxl.rules.computed import ACROSS, Computed, computed_cells
from akmxl.rules.figures import dated_codes, measured
from akmxl.words import fold
from akmxl.workbook import layout
from akmxl.workbook.file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from akmxl.workbook.file import SheetView


@gate("STR01")
def opens(path: Path) -> PlanFile:
    """The file opens as an Excel workbook.

    Why: an old .xls, an encrypted or a damaged file cannot be read without losing something; better
    said at once than found half-way.

    Okay:
        fayl: reja
    Bad:
        fayl: matn
    """
    return PlanFile.open(path)


@gate("STR02")
def known_edition(file: PlanFile) -> None:
    """The workbook says that it is a plan, of an edition that this akmxl knows.

    Why: a workbook that only looks like a plan, or one laid out by a newer akmxl, would be read wrongly.

    Okay:
        nom: akmxl_nashr = 1
    Bad:
        nom: akmxl_nashr = 99
    """
    if file.kind != layout.KIND:
        raise NotAPlan(
            N_(
                "This is not a work plan file: “{file}”. "
                "Open the plan workbook itself, or make one: akmxl init."
            ),
            file=file.path.name,
        )
    if file.edition is None or file.edition < layout.EDITION:
        raise NotAPlan(
            N_("The plan “{file}” is of an older edition ({edition}); this program reads edition {known}."),
            file=file.path.name, edition=file.edition or "-", known=layout.EDITION,
        )  # fmt: skip
    if file.edition > layout.EDITION:
        raise NotAPlan(
            N_("The plan “{file}” is of a newer edition ({edition}). Update akmxl (it knows {known})."),
            file=file.path.name, edition=file.edition, known=layout.EDITION,
        )  # fmt: skip


@gate("STR04")
def sheets_present(file: PlanFile) -> None:
    """Every required sheet is there.

    Why: a renamed or deleted sheet would silently drop its figures.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        varaqsiz: Oylik
    """
    for name in file.missing_sheets:
        similar = file.similar_sheet(name)
        if similar:
            raise NotAPlan(
                N_(
                    "The sheet “{sheet}” was not found in the file. "
                    "A similar name: “{similar}”. Restore its name."
                ),
                sheet=name, similar=similar,
            )  # fmt: skip
        raise NotAPlan(N_("The sheet “{sheet}” was not found in the file. Restore the sheet."), sheet=name)


@gate("STR05")
def columns_present(file: PlanFile) -> None:
    """Every required column is there, once.

    Why: columns are found by their headers; without one its figures are lost, with two akmxl would guess.

    Okay:
        ustun: Oylik / Mart = MART
    Bad:
        ustun: Oylik / Mart = Xyz
    """
    for view in file.views.values():
        for column in view.missing:
            raise NotAPlan(
                N_("The sheet “{sheet}” has no column “{column}”. Restore its header (table: {table})."),
                sheet=view.name, column=column.header(), table=view.layout.table or "-",
            )  # fmt: skip
        for column in view.doubled:
            raise NotAPlan(
                N_("The sheet “{sheet}” has two columns “{column}”. Rename or delete one of them."),
                sheet=view.name, column=column.header(),
            )  # fmt: skip


_GIVE_CODE = N_("Write the item's own code into the column “Kod”; each code stands once.")


@rule("STR08", Severity.ERROR, N_("Cell {cell}: the row has no code."), _GIVE_CODE)
def codes_unique(case: Case) -> Iterator[Hit]:
    """Every item row has a code, and no code stands twice.

    Why: the plan prints the numbers 16 and 17 twice; only the code says which row is meant.

    Okay:
        Reja
        | Kod | Nomi       |
        | 11  | Tasniflash |
    Bad:
        Reja
        | Kod | Kod |
        | 12  | 11  |  STR08
    """
    dated = dated_codes(case)  # a code that Excel took for a date is TYP06
    twice = N_("The same code stands in two rows: {item} (cells: {first}, {cell}).")
    plan, monthly = case.view(layout.PLAN), case.view(layout.MONTHLY)
    for view, rows in ((plan, rows_without_code(plan)), (monthly, _months_without_code(monthly))):
        for row in rows:
            if view.place(row, "code") not in dated:
                yield Hit(view.place(row, "code"), subject=f"row {row}")
        for code, places in code_places(view).items():
            for place in places[1:]:
                params = {"first": places[0].a1}
                fix = N_("Mend the code of one of them.")
                yield Hit(place, item=code, value=place.a1, params=params, message=twice, fix=fix)


def _months_without_code(view: SheetView) -> list[int]:
    """Rows of Oylik that hold a typed month but no code."""
    cells = {
        row: [view.cell(row, field) for field in layout.MONTH_FIELDS]
        for row in view.filled_rows()
        if not read_code(view.cell(row, "code").value)
    }
    return [
        row for row, months in cells.items() if any(c.value is not None and c.formula is None for c in months)
    ]


@rule(
    "STR09",
    Severity.ERROR,
    N_("Item {item} stands on sheet “{sheet}” (cell {cell}), but not on sheet “{other}”."),
    N_("Add a row with this code to sheet “{other}”, or mend the code."),
)
def codes_on_both_sheets(case: Case) -> Iterator[Hit]:
    """Every code of Reja that has figures stands in Oylik, and every code of Oylik in Reja.

    Why: an item without a row has nowhere to put its figures; a row without an item is counted nowhere.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        Reja
        | Kod | Kod |
        | 11  | 99  |  STR09
        Oylik
        | Kod | Mart |
        | 11  | 5    |  STR09
    """
    turned = set(dated_codes(case).values())
    monthly = monthly_rows(case.view(layout.MONTHLY))
    if any(True for _ in codes_unique(case)):
        return  # a row that waits for its own code is missing on the other sheet: one slip, one finding
    for item in measured(case.plan):
        if item.code not in monthly and item.code not in turned:
            yield Hit(item.places["code"], item=item.code, params={"other": layout.MONTHLY})
    view = case.view(layout.MONTHLY)
    sections = {section.code for section in case.plan.sections}
    for code, row in monthly.items():
        if code not in case.plan.items and code not in sections and code not in turned:
            yield Hit(view.place(row, "code"), item=code, params={"other": layout.PLAN})


_RESTORE = N_("Restore the formula: undo, or copy it from the next cell.")


@rule(
    "STR12",
    Severity.WARNING,
    N_("A number was typed over the formula in cell {cell}: {value}. It is right now: {right}."),
    _RESTORE,
)
def constant_for_formula(case: Case) -> Iterator[Hit]:
    """A computed cell holds its formula, even where the number typed over it is right.

    Why: the number is right today and stays behind tomorrow, when a part changes.

    Okay:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
    Bad:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
        | 9.4   | 7    |  STR12
    """
    for computed in computed_cells(case):
        if computed.known and computed.constant and computed.agrees:
            yield _overwritten(computed)


@rule(
    "STR18",
    Severity.ERROR,
    N_("A number was typed over the formula in cell {cell}: {value}. By the cells it is: {right}."),
    _RESTORE,
)
def wrong_computed_cell(case: Case) -> Iterator[Hit]:
    """A computed cell shows what its cells add up to, by its own formula or another.

    Why: people print and copy what the cell shows; akmxl sends what the parts say. They must not differ.

    Okay:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
    Bad:
        Oylik
        | Kod   | Mart |
        | 9.4.1 | 5    |
        | 9.4.2 | 2    |
        | 9.4   | 8    |  STR18
    """
    other = N_("The formula in cell {cell} was changed; it shows: {value}. By the cells it is: {right}.")
    for computed in computed_cells(case):
        if not computed.known or computed.agrees:
            continue
        if computed.constant:
            yield _overwritten(computed)
        elif computed.altered and computed.kind != ACROSS:  # a quarter's or the year's is arithmetic
            yield _overwritten(computed, message=other)


def _overwritten(computed: Computed, message: str | None = None) -> Hit:
    right = "-" if computed.right is None else show(computed.right)
    return Hit(
        computed.place,
        item=computed.item.code if computed.item else None,
        period=computed.period,
        value=computed.cell.value,
        subject=computed.subject,
        params={"right": right},
        message=message,
    )


_COPY_SIGN = re.compile(r"[\s_-]*(?:\(\d+\)|\(?.*(?:copy|kopi|nusxa|conflict|konflikt).*\)?)")


@rule(
    "STR16",
    Severity.WARNING,
    N_("A copy of the file with other figures lies beside it: “{value}”."),
    N_("Carry the right figures over into one file and move the copy away."),
)
def conflict_copy(case: Case) -> Iterator[Hit]:
    """No copy with other figures lies beside the workbook.

    Why: shared folders make such copies when two people save at once; then each works on one's own.

    Okay:
        yonida: reja (1).xlsx
    Bad:
        yonida: reja (1).xlsx
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    """
    own = _typed_months(case.view(layout.MONTHLY))
    for path in _copies(case.file.path):
        figures = _figures_of(path)
        if figures is not None and figures != own:
            yield Hit(None, value=path.name, subject=path.name)


def _copies(path: Path) -> list[Path]:
    """Files beside this one that are named as its copies, or as what it is a copy of."""
    if not path.parent.is_dir():
        return []
    own, found = fold(path.stem), []
    for other in sorted(path.parent.iterdir()):
        name = fold(other.stem)
        if other.name.startswith(("~$", ".")) or other.suffix.lower() not in (".xlsx", ".xlsm"):
            continue
        if other.name != path.name and (_is_copy(name, own) or _is_copy(own, name)):
            found.append(other)
    return found


def _is_copy(name: str, original: str) -> bool:
    return name.startswith(original) and bool(_COPY_SIGN.fullmatch(name.removeprefix(original)))


def _figures_of(path: Path) -> Mapping[tuple[str, str], object] | None:
    try:
        file = PlanFile.open(path)
    except (AkmxlError, OSError):
        return None
    if file.kind != layout.KIND or layout.MONTHLY not in file.views:
        return None
    return _typed_months(file.views[layout.MONTHLY])


def _typed_months(view: SheetView) -> Mapping[tuple[str, str], object]:
    """What people typed into Oylik, by code and column."""
    return {
        (code, field): cell.value
        for code, row in monthly_rows(view).items()
        for field in layout.MONTH_FIELDS
        if (cell := view.cell(row, field)).value is not None and cell.formula is None
    }

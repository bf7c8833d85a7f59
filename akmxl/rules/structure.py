"""Structure: the workbook is a plan, its sheets, columns, codes and formulas are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.errors import NotAPlan
from akmxl.findings import Severity
from akmxl.i18n import N_
from akmxl.reading.items import code_places, rows_without_code
from akmxl.rules.base import Case, Hit, gate, rule
from akmxl.workbook import layout
from akmxl.workbook.file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
                "This is not a work plan file: “{file}”. Open the plan workbook itself, or make one: akmxl init."
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
                N_("The sheet “{sheet}” was not found in the file. A similar name: “{similar}”. Restore its name."),
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
    view = case.view(layout.PLAN)
    for row in rows_without_code(view):
        yield Hit(view.place(row, "code"), subject=f"row {row}")
    twice = N_("The same code stands in two rows: {item} (cells: {first}, {cell}).")
    for code, places in code_places(view).items():
        for place in places[1:]:
            yield Hit(place, item=code, value=place.a1, params={"first": places[0].a1}, message=twice)

"""Check that the workbook's Excel tables have the names and the sheets by which formulas know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.i18n import N_
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.table_names import odd_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Tables"), 22

_REPAIR = N_("Press “Tiklash”, or run: akmxl repair.")
_ELSEWHERE = N_("Sheet “{sheet}”: the table “{value}” stands here, but belongs to the sheet “{right}”.")


@rule("STR46", Severity.ERROR, N_("Sheet “{sheet}”: the table “{value}” is to be called “{right}”."), _REPAIR)
def tables_have_their_names(case: Case) -> Iterator[Hit]:
    """The plan's tables have the names by which formulas know them, each on its own sheet.

    Why: a formula that counts the table Tadbirlar counts whatever has that name, also another sheet's rows.

    Okay:
        jadval: Malaka = Malaka
    Bad:
        jadval: Malaka = Jadval1
    """
    for table, right, belongs in odd_tables(case.file):
        place, message = Place(table.sheet, table.first_row, table.first_col), _ELSEWHERE if belongs else None
        yield Hit(
            place, value=table.name, subject=f"table {table.part}", params={"right": right}, message=message
        )


@rule(
    "STR47",
    Severity.WARNING,
    N_("Sheet “{sheet}”: the table “{value}” has another table's number; Excel may call the file damaged."),
    _REPAIR,
)
def tables_have_their_numbers(case: Case) -> Iterator[Hit]:
    """No two tables of the file have one number.

    Why: a program that puts tables together leaves such a file; Excel mends it when it opens it, and may
    leave a table out.

    Okay:
        jadval: Malaka = Malaka
    Bad:
        jadval raqami: Malaka = 2
    """
    known: dict[int, str] = {}
    for table in case.file.workbook.tables.values():
        if table.number and known.setdefault(table.number, table.name) != table.name:
            place = Place(table.sheet, table.first_row, table.first_col)
            yield Hit(place, value=table.name, subject=f"table {table.name}")

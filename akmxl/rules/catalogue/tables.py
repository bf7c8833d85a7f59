"""Check that the workbook's Excel tables have the names and the sheets by which formulas know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.stopped import items_of
from akmxl.workbook.outside_tables import columns_beside, rows_outside
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


@rule(
    "STR49",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: a row stands above the headings of its table and is not counted."),
    N_("Cut the row and insert it among the rows of the table."),
)
def rows_stand_below_headings(case: Case) -> Iterator[Hit]:
    """No entry stands above a table's headings, or in its totals row, and the table has its headings.

    Why: what stands there looks like a row of the table, and no sum and no form has it.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi |
        | 2025-03-04 | Ko‘rgazma   |
    Bad:
        pastda: Tadbirlar / A3 = 14.03.2025
        pastda: Tadbirlar / B3 = Ko‘rgazma
    """
    for one in rows_outside(case.opened):
        message = {"totals": _IN_TOTALS, "headings": _NO_HEADINGS}.get(one.what)
        fix = _SWITCH_ON if one.what == "headings" else None
        stops = items_of(case, one.table)
        yield Hit(one.place, value=one.table, subject=f"{one.table}/{one.what}", message=message, fix=fix,
                  stops=stops)  # fmt: skip


_IN_TOTALS = N_(
    "Sheet “{sheet}”, cell {cell}: a row stands in the totals row of its table and is not counted."
)
_NO_HEADINGS = N_("Sheet “{sheet}”, cell {cell}: the heading row of the table “{value}” is switched off.")
_SWITCH_ON = N_("In Excel: Table Design, tick “Header Row”; or press “Tiklash” (akmxl repair).")


@rule(
    "STR50",
    Severity.EXPLAIN,
    N_(
        "Sheet “{sheet}”, cell {cell}: “{value}” stands beside the table “{table}”, not in it; nothing "
        "counts it."
    ),
    N_(
        "Drag the table's corner (bottom right) over the column; a sector of “Sozlamalar” is taken in by "
        "akmxl repair. If it is no column of the table, leave an empty column between, or write the reason."
    ),
)
def columns_stand_in_tables(case: Case) -> Iterator[Hit]:
    """No column with a heading stands right beside a table in which people type.

    Why: LibreOffice and scripts do not let a table grow sideways: a new sector's visits are in no sum.

    Okay:
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-05 | 12                   |
    Bad:
        pastda: Kundalik / R4 = Bolalar sektori
        pastda: Kundalik / R40 = 55
    """
    for place, title, table in columns_beside(case.file):
        visits = case.plan.settings.daily_items.get("visits") if table == registers.DAILY else None
        params = {"table": table}
        yield Hit(place, item=visits, value=title, subject=f"{table}/beside/{title}", params=params)

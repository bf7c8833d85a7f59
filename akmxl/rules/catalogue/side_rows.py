"""Check that each row of a table is one of its records: no total, no signature, no note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.i18n import N_
from akmxl.core.side_words import is_noted, is_total
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.side_rows import side_rows
from akmxl.workbook import layout
from akmxl.workbook.plan_file import FAR
from akmxl.workbook.reading.no_records import first_said, no_record_text

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Rows beside the records"), 100


@rule(
    "REF41",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: this row is no record and counts nowhere: “{value}”."),
    N_(
        "A total or a note stands better beside the table or above it. If it is a record, write its date, "
        "and its kind or code."
    ),
)
def rows_are_records(case: Case) -> Iterator[Hit]:
    """A row of a register, of the day log, of Reja, Oylik, the journal or Topshirish is one of its records:
    no total, no heading within, no signature, no note.

    Why: people add up what they have typed, and sign it; such a row has no date, and must not make the
    figures of a year unknown.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-05 | Ko‘rgazma   | Navro‘z     |
    Bad:
        Tadbirlar
        | Sana          | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-05    | Ko‘rgazma   | Navro‘z     | 12             |
        | I chorak jami | ~           | ~           | 12             |  REF41
    """
    for view, rows in side_rows(case):
        name = view.layout.name
        records = case.plan.days if name == registers.DAILY else case.plan.records.get(name, ())
        near = max([view.first_row, *(one.row for one in records)]) + FAR
        for row in sorted(row for row in rows if row <= near):  # what stands further down is STR40's
            text, subject = no_record_text(view, row), f"{name}:row {row}"
            fix = _OF_THE_PLAN if name in (layout.PLAN, layout.MONTHLY) else None
            yield Hit(first_said(view, row), value=text, subject=subject, fix=fix)
    yield from _in_lists(case)


_OF_THE_PLAN = N_("A total or a note stands better beside the table. If it is an item, write its code.")
_NO_NAME = N_("Sheet “{sheet}”, cell {cell}: “{value}” is no entry of the list “{table}”.")
_NO_NAME_FIX = N_("Empty the cell; the rows of the list are what people choose from.")
_NAMES = {
    layout.UNITS: "unit",
    layout.SERVICES: "service",
    layout.LIST_KINDS: "list_kind",
    layout.STAFF: "person",
}


def _in_lists(case: Case) -> Iterator[Hit]:
    """Yield a hit for each total or note among the names of Sozlamalar that nothing else asks about, and for
    each note below a table of it.
    """
    for sheet in layout.SETTINGS_TABLES:
        view = case.view(str(sheet.table))
        for column in view.titles:
            for row, value in view.grid.values(column).items():
                if row > view.last_row and type(value) is str and is_noted(value):
                    yield _no_entry(Place(view.name, row, column), value, str(sheet.table))
    for sheet, field in _NAMES.items():
        view = case.view(str(sheet.table))
        for row, value in view.values(field).items():
            if row in view.rows and type(value) is str and (is_total(value) or is_noted(value)):
                yield _no_entry(view.place(row, field), value, str(sheet.table))


def _no_entry(place: Place, value: str, table: str) -> Hit:
    subject, params = f"{table}:row {place.row}", {"table": table}
    return Hit(place, value=value, subject=subject, params=params, message=_NO_NAME, fix=_NO_NAME_FIX)

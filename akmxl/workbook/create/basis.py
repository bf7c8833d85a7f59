"""Gather what a new workbook is made from: the plan's rows, the settings, the organisation."""

from __future__ import annotations

from dataclasses import asdict, field, replace
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.cell_values import whole_number
from akmxl.core.dataclass import dataclass
from akmxl.plan.owed import BY_EVENT
from akmxl.workbook import layout
from akmxl.workbook.create import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.workbook.create.plan_rows import PlanRow

TableRows = list[tuple[object, ...]]

USUAL_WORK_WEEK = 6
_IN_WORDS = ("cadence", "periods", "due_rule", "confirmed")


@dataclass(frozen=True)
class Basis:
    """The contents of a workbook before it is made.

    ``organisation`` holds texts by field, ``sections`` the names by code, ``tables`` the rows of each table
    of Sozlamalar and ``records`` those that a register begins with, by table, values in the order of the
    columns; ``last_year`` the figures of last year's months by code, None where there is no such sheet.
    """

    rows: Sequence[PlanRow]
    year: int
    organisation: Mapping[str, str]
    first_period: str
    sections: Mapping[str, str]
    tables: Mapping[str, TableRows]
    daily_items: Mapping[str, str]  # field of the day log -> item code
    work_week: int = USUAL_WORK_WEEK
    centre_code: str = ""
    records: Mapping[str, TableRows] = field(default_factory=dict)
    last_year: Mapping[tuple[str, int], int] | None = None

    def column(self, table: layout.SheetLayout) -> list[str]:
        """Return the first column of a table of Sozlamalar."""
        return [str(row[0]) for row in self.tables[str(table.table)]]


def shipped_basis(
    rows: Sequence[PlanRow], year: int, organisation: Mapping[str, str], first_period: str,
    sections: Mapping[str, str] | None = None,
) -> Basis:  # fmt: skip
    """Join a plan's rows with the settings that ship with akmxl, as far as these are about its items.

    ``sections`` are names of sections by code that go before the shipped ones.
    """
    known = {row.code for row in rows}
    own = {code: name for code, name in (sections or {}).items() if name}
    daily_items = {daily.name: daily.beside for daily in shipped.daily_items() if daily.beside in known}
    contents: dict[layout.SheetLayout, TableRows] = {
        layout.UNITS: _spelled(shipped.units_of(rows)),
        layout.SERVICES: _spelled(shipped.services_of(rows)),
        layout.SECTORS: _spelled(shipped.sectors()),
        layout.EVENT_KINDS: _counted(rows),
        layout.LIST_KINDS: [(kind.name, kind.beside) for kind in shipped.list_kinds()],
        layout.DAILY_ITEMS: [(vocabulary.header(field), code) for field, code in daily_items.items()],
        layout.STAFF: [],
        layout.CATALOGUE: [_report(row) for row in _owed(rows)],
        layout.THRESHOLDS: [(row.rule, row.item, row.threshold, row.note) for row in shipped.thresholds()],
        layout.HOLIDAYS: [holiday_row(holiday) for holiday in shipped.holidays(year)],
    }
    return Basis(
        rows=rows,
        year=year,
        organisation=organisation,
        first_period=first_period,
        sections={section.name: section.beside for section in shipped.sections()} | own,
        tables={str(table.table): content for table, content in contents.items()},
        daily_items=daily_items,
    )


def _counted(rows: Iterable[PlanRow]) -> TableRows:
    """Return the shipped kinds of events as far as they count for items of this plan."""
    known = {row.code for row in rows}
    return [
        (kind.name, ";".join(codes))
        for kind in shipped.event_kinds()
        if (codes := [code for code in kind.beside.split(";") if code in known])
    ]


def _owed(rows: Iterable[PlanRow]) -> list[shipped.CatalogueRow]:
    """Return the shipped reports on items of this plan.

    A form names its items, so all of them must be there; a report by events is on each of its items alone.
    """
    known = {"*", *(row.code for row in rows)}
    found = []
    for report in shipped.catalogue():
        asked = report.items.split(";")
        codes = [code for code in asked if code in known]
        if codes == asked or (codes and report.periods == BY_EVENT):
            found.append(replace(report, items=";".join(codes)))
    return found


def _spelled(named: Sequence[shipped.Named]) -> TableRows:
    """Return names with their other spellings, set apart so that a cell can break between them."""
    return [(entry.name, entry.beside.replace(";", "; ")) for entry in named]


def holiday_row(day: shipped.Holiday) -> tuple[object, ...]:
    """Return a day off, or a working day, as Bayramlar holds it."""
    week = int(day.week) if day.week else ""
    return day.date, day.name, vocabulary.term("day_kind", day.kind), week, day.basis


def _report(row: shipped.CatalogueRow) -> tuple[object, ...]:
    texts = asdict(row)
    texts |= {field: vocabulary.term(field, texts[field]) for field in _IN_WORDS}
    days = whole_number(row.days)
    texts["days"] = row.days if days is None else days
    return layout.CATALOGUE.in_order(texts)

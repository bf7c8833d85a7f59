"""Give the consolidation what ships with akmxl: the plan's items, the reports that are owed, the days off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.spelling import fold
from akmxl.plan.reports import Report
from akmxl.plan.returns.records import ReturnedItem
from akmxl.workbook.create import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def known_items() -> dict[str, ReturnedItem]:
    """Return the items of the shipped plan by their codes, in its order."""
    return {
        row.code: ReturnedItem(row.code, row.unit, row.adds_up, row.parent)
        for row in shipped.plan()
        if row.kind != "group"
    }


def known_units() -> dict[str, str]:
    """Return the shipped units by their spellings, folded."""
    return {
        fold(spelling): unit.name
        for unit in shipped.units()
        for spelling in (unit.name, *_parts(unit.beside))
    }


def known_reports() -> tuple[Report, ...]:
    """Return the shipped catalogue of reports."""
    nowhere = Place("", 1, 1)
    return tuple(
        Report(
            row.report, row.recipient, row.copy_to, row.form_kind, row.title, row.cadence,
            _parts(row.periods), row.due_rule, row.days, row.confirmed == "yes", _parts(row.items), nowhere,
        )
        for row in shipped.catalogue()
    )  # fmt: skip


def known_names() -> dict[str, str]:
    """Return the names of items and the titles of reports by their codes; forms do not carry them."""
    return {row.code: row.name for row in shipped.plan()} | {
        row.report: row.title for row in shipped.catalogue()
    }


def known_days_off(years: Iterable[int]) -> frozenset[date]:
    """Return the days off of years, and of those after them, as far as they ship with akmxl."""
    wanted = {year + more for year in years for more in (0, 1)}
    return frozenset(day.date for year in wanted for day in shipped.holidays(year) if day.kind == "off")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())

"""Read the data that a new workbook starts with: units, services, reports, kinds of events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.assets import templates_folder
from akmxl.core.dataclass import dataclass
from akmxl.core.spelling import fold, names_in
from akmxl.workbook.create.plan_rows import read_plan_csv, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from akmxl.workbook.create.plan_rows import CsvRow, PlanRow


@dataclass(frozen=True)
class Named:
    """A code or name with its companion: a section's name, other spellings, an item's codes."""

    name: str
    beside: str = ""


@dataclass(frozen=True)
class CatalogueRow:
    """One report of the catalogue, in codes; ``field`` names are those of ``layout.CATALOGUE``."""

    report: str
    recipient: str
    copy_to: str
    form_kind: str
    title: str
    cadence: str
    periods: str
    due_rule: str
    days: str
    confirmed: str
    stated: str
    items: str
    content: str


@dataclass(frozen=True)
class ThresholdRow:
    """A threshold of a rule, for one item or, with an empty ``item``, for all."""

    rule: str
    item: str
    threshold: int
    note: str


@dataclass(frozen=True)
class Holiday:
    """A day off, or a rest day that is worked; ``week``: of weeks of 5 or 6 days, empty for both."""

    date: date
    name: str
    kind: str
    week: str
    basis: str


def plan_csv() -> Path:
    """Return the path of the plan that ships with akmxl, as the table that ``read_plan_csv`` reads."""
    return _data("plan_2025.csv")


def plan() -> tuple[PlanRow, ...]:
    """Read the rows of the plan that ships with akmxl."""
    return read_plan_csv(plan_csv())


def sections() -> tuple[Named, ...]:
    """Read the codes of the sections with their names."""
    return _named("sections.csv", "code", "name")


def units() -> tuple[Named, ...]:
    """Read the units with their other spellings."""
    return _named("units.csv", "unit", "spellings")


def services() -> tuple[Named, ...]:
    """Read the services with their other spellings."""
    return _named("services.csv", "service", "spellings")


def sectors() -> tuple[Named, ...]:
    """Read the sectors with their other spellings."""
    return _named("sectors.csv", "sector", "spellings")


def event_kinds() -> tuple[Named, ...]:
    """Read the kinds of events; ``beside`` holds the codes that a kind counts for, with ``;`` between."""
    return _named("event_kinds.csv", "kind", "codes")


def list_kinds() -> tuple[Named, ...]:
    """Read the kinds of the other lists; ``beside`` holds the labels for the details of a kind."""
    return _named("list_kinds.csv", "kind", "pattern")


def daily_items() -> tuple[Named, ...]:
    """Read the fields of the day log with the item that each one feeds."""
    return _named("daily_items.csv", "field", "code")


def catalogue() -> tuple[CatalogueRow, ...]:
    """Read the reports that are owed."""
    renamed = {
        "code": "report",
        "kind": "form_kind",
        "days_confirmed": "confirmed",
        "stated_in_plan": "stated",
    }
    return tuple(
        CatalogueRow(**{renamed.get(column, column): text for column, text in row.items()})
        for row in _rows("submissions.csv")
    )


def thresholds() -> tuple[ThresholdRow, ...]:
    """Read the thresholds of rules."""
    return tuple(
        ThresholdRow(row["rule"], row["item"], int(row["threshold"]), row["note"])
        for row in _rows("thresholds.csv")
    )


def holidays(year: int) -> tuple[Holiday, ...]:
    """Read the days off and moved rest days that are known for a year.

    The days after it on which its reports go out are among them; none for a year without a file: people fill
    them in.
    """
    path = _data(f"holidays_{year}.csv")
    if not path.is_file():
        return ()
    return tuple(
        Holiday(date.fromisoformat(row["date"]), row["name"], row["kind"], row["week"], row["basis"])
        for row in read_table(path)
    )


def units_of(rows: Iterable[PlanRow]) -> tuple[Named, ...]:
    """Return the shipped units, and those of a plan that are none of them in any spelling."""
    known = units()
    own: dict[str, str] = {}
    for row in rows:
        if row.unit and fold(row.unit) not in _spellings(known):
            own.setdefault(fold(row.unit), row.unit)
    return (*known, *map(Named, own.values()))


def services_of(rows: Iterable[PlanRow]) -> tuple[Named, ...]:
    """Return the shipped services, and those of a plan that are none of them in any spelling."""
    known = list(services())
    for text in dict.fromkeys(text for row in rows for text in row.responsible):
        known += _unknown_services(text, _spellings(known))
    return tuple(known)


def _unknown_services(text: str, known: Mapping[str, str]) -> list[Named]:
    """Return what a text names beside known services; a name may contain commas where it stands alone.

    The whole text is one where a known service is a part of a name: “Direktor o‘rinbosari”.
    """
    found, left = names_in(text, known)
    if not left:
        return []
    parts = text.split(",") if found else [text]
    own = [Named(part.strip()) for part in parts if (plain := fold(part).strip(" ;,.")) and plain in left]
    return own if not names_in(text, {**known, **_spellings(own)})[1] else [Named(text)]


def _spellings(known: Iterable[Named]) -> dict[str, str]:
    """Return folded spelling -> name."""
    return {
        fold(spelling): named.name
        for named in known
        for spelling in (named.name, *named.beside.split(";"))
        if fold(spelling)
    }


def _data(name: str) -> Path:
    return templates_folder() / "data" / name


def _rows(name: str) -> list[CsvRow]:
    return read_table(_data(name))


def _named(file: str, name: str, beside: str) -> tuple[Named, ...]:
    return tuple(Named(row[name], row[beside]) for row in _rows(file))

"""The files that akmxl ships: where the templates stand, and the data that a new workbook starts with."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl import words
from akmxl.assets import TEMPLATES, asset
from akmxl.errors import FileProblem, NotAPlan
from akmxl.i18n import N_
from akmxl.model import parent_of
from akmxl.quickly import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Record = dict[str, str]

_PLANNED = re.compile(r"plan_((?:19|20)\d\d)")
_PREVIOUS = re.compile(r"fact_((?:19|20)\d\d)")
_REQUIRED = ("code", "section", "kind", "name", "unit", "mechanism", "due", "responsible")
_CODED = {"kind": "kind", "adds_up": "adds_up", "source": "source", "rhythm": "entry"}  # vocabulary -> column


@dataclass(frozen=True)
class PlanRow:
    """One row of the plan as data; ``previous`` and ``planned`` are as printed: ``12``, ``-``, ``6/36``."""

    code: str
    section: str
    printed_no: str
    parent: str
    kind: str
    adds_up: str
    source: str
    rhythm: str
    name: str
    unit: str
    previous: str
    planned: str
    mechanism: str
    due: str
    responsible: tuple[str, ...]
    to_confirm: tuple[str, ...]
    window: str = ""


@dataclass(frozen=True)
class Named:
    """A code or name with what stands beside it: a section's name, other spellings, an item's codes."""

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


def folder() -> Path:
    """The folder ``workbook_templates``."""
    return asset(f"{TEMPLATES}/data").parent


def plan_csv() -> Path:
    """The plan that ships with akmxl, as the table that ``read_plan_csv`` reads."""
    return _data("plan_2025.csv")


def plan() -> tuple[PlanRow, ...]:
    """The rows of the plan that ships with akmxl."""
    return read_plan_csv(plan_csv())


def sections() -> tuple[Named, ...]:
    return _named("sections.csv", "code", "name")


def units() -> tuple[Named, ...]:
    return _named("units.csv", "unit", "spellings")


def services() -> tuple[Named, ...]:
    return _named("services.csv", "service", "spellings")


def sectors() -> tuple[Named, ...]:
    return _named("sectors.csv", "sector", "spellings")


def event_kinds() -> tuple[Named, ...]:
    """Kinds of events; ``beside`` holds the codes that a kind counts for, with ``;`` between."""
    return _named("event_kinds.csv", "kind", "codes")


def list_kinds() -> tuple[Named, ...]:
    """Kinds of the other lists; ``beside`` holds the labels that the details of a kind are written under."""
    return _named("list_kinds.csv", "kind", "pattern")


def daily_items() -> tuple[Named, ...]:
    """Fields of the day log with the item that each one feeds."""
    return _named("daily_items.csv", "field", "code")


def catalogue() -> tuple[CatalogueRow, ...]:
    """The reports that are owed."""
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
    return tuple(
        ThresholdRow(row["rule"], row["item"], int(row["threshold"]), row["note"])
        for row in _rows("thresholds.csv")
    )


def holidays(year: int) -> tuple[Holiday, ...]:
    """The days off and moved rest days that are known for the year and for the days after it on which
    its reports go out; none for a year without a file: people fill them in."""
    path = _data(f"holidays_{year}.csv")
    if not path.is_file():
        return ()
    return tuple(
        Holiday(date.fromisoformat(row["date"]), row["name"], row["kind"], row["week"], row["basis"])
        for row in _read(path)
    )


def fixed_days() -> frozenset[tuple[int, int]]:
    """Month and day of the holidays that come on the same day each year."""
    return frozenset((int(row["day"][:2]), int(row["day"][3:])) for row in _rows("holidays_fixed.csv"))


def units_of(rows: Iterable[PlanRow]) -> tuple[Named, ...]:
    """The shipped units, and those of a plan that are none of them in any spelling."""
    known = units()
    own: dict[str, str] = {}
    for row in rows:
        if row.unit and words.fold(row.unit) not in _spellings(known):
            own.setdefault(words.fold(row.unit), row.unit)
    return (*known, *map(Named, own.values()))


def services_of(rows: Iterable[PlanRow]) -> tuple[Named, ...]:
    """The shipped services, and those of a plan that are none of them in any spelling."""
    known = list(services())
    for text in dict.fromkeys(text for row in rows for text in row.responsible):
        known += _unknown_services(text, _spellings(known))
    return tuple(known)


def _unknown_services(text: str, known: Mapping[str, str]) -> list[Named]:
    """What a text names beside known services; a name may contain commas where it stands alone."""
    found, left = words.names_in(text, known)
    if not set(left.replace(",", " ").split()) - {"va", "hamda"}:
        return []
    parts = text.split(",") if found else [text]
    return [Named(part.strip()) for part in parts if words.fold(part) and words.fold(part) in left]


def _spellings(known: Iterable[Named]) -> dict[str, str]:
    """Folded spelling -> name."""
    return {
        words.fold(spelling): named.name
        for named in known
        for spelling in (named.name, *named.beside.split(";"))
        if words.fold(spelling)
    }


def read_plan_csv(path: Path) -> tuple[PlanRow, ...]:
    """The rows of a plan given as CSV, with the columns of the shipped one (``plan_YYYY`` of any year).

    Raises FileProblem when the file cannot be read and NotAPlan when it holds no plan.
    """
    records = _read(path)
    if not records:
        raise NotAPlan(N_("The CSV file holds no plan rows: {path}"), path=path)
    planned, previous = _check_columns(records[0], path)
    rows = tuple(_plan_row(record, planned, previous, path) for record in records)
    _check_codes(rows, path)
    placed = _with_parents(rows)
    _check_totals(placed, path)
    return placed


def plan_year(path: Path) -> int:
    """The year of a plan given as CSV: that of its column ``plan_YYYY``. Raises as ``read_plan_csv``."""
    records = _read(path)
    if not records:
        raise NotAPlan(N_("The CSV file holds no plan rows: {path}"), path=path)
    return int(_check_columns(records[0], path)[0][-4:])


def _check_columns(record: Mapping[str, str], path: Path) -> tuple[str, str]:
    """The names of the plan's and of last year's column."""
    planned = max((name for name in record if _PLANNED.fullmatch(name)), default="")
    missing = [name for name in _REQUIRED if name not in record]
    if not planned:
        missing.append("plan_YYYY")
    if missing:
        raise NotAPlan(
            N_("The CSV file {path} lacks columns: {columns}"), path=path, columns=", ".join(missing)
        )
    return planned, max((name for name in record if _PREVIOUS.fullmatch(name)), default="")


def _plan_row(record: Record, planned: str, previous: str, path: Path) -> PlanRow:
    for field, column in _CODED.items():
        text = record.get(column, "")
        if text and words.meaning(field, text) is None:
            raise NotAPlan(
                N_("The CSV file {path} has an unknown word in column {column}, row {code}: {value}"),
                path=path, column=column, code=record["code"], value=text,
            )  # fmt: skip
    coded = {field: words.meaning(field, record.get(column, "")) or "" for field, column in _CODED.items()}
    if not coded["kind"]:
        raise NotAPlan(
            N_("The CSV file {path} has a row without a kind: {code}"), path=path, code=record["code"]
        )
    if coded["kind"] == "total":
        coded["source"] = coded["source"] or "computed"
    return PlanRow(
        **coded,
        **{name: record.get(name, "") for name in ("code", "section", "printed_no", "parent")},
        **{name: record[name] for name in ("name", "unit", "mechanism", "due")},
        previous=record.get(previous, ""),
        planned=record[planned],
        responsible=_parts(record["responsible"]),
        to_confirm=tuple(_confirmable(name) for name in _parts(record.get("to_confirm", ""))),
    )


def _check_codes(rows: Iterable[PlanRow], path: Path) -> None:
    seen: set[str] = set()
    for row in rows:
        if not row.code:
            raise NotAPlan(
                N_("The CSV file {path} has a row without a code: {name}"), path=path, name=row.name
            )
        if row.code in seen:
            raise NotAPlan(N_("The CSV file {path} has the code {code} twice"), path=path, code=row.code)
        seen.add(row.code)


def _with_parents(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """The rows with the row above each, by the numbering where the CSV does not say it."""
    codes = {row.code for row in rows}
    return tuple(replace(row, parent=row.parent or parent_of(row.code, codes) or "") for row in rows)


def _check_totals(rows: Iterable[PlanRow], path: Path) -> None:
    """A total without parts would get a formula over nothing, which Excel takes for damage."""
    parents = {row.parent for row in rows}
    for row in rows:
        if row.kind == "total" and row.code not in parents:
            raise NotAPlan(
                N_("The CSV file {path} has a total without parts: {code}"), path=path, code=row.code
            )


def _confirmable(name: str) -> str:
    """``fact_2024`` and ``plan_2025`` are the fields ``previous`` and ``planned``."""
    if _PREVIOUS.fullmatch(name):
        return "previous"
    return "planned" if _PLANNED.fullmatch(name) else name


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _data(name: str) -> Path:
    return folder() / "data" / name


def _rows(name: str) -> list[Record]:
    return _read(_data(name))


def _named(file: str, name: str, beside: str) -> tuple[Named, ...]:
    return tuple(Named(row[name], row[beside]) for row in _rows(file))


def _read(path: Path) -> list[Record]:
    """The rows of a CSV file, texts without outer blanks; empty lines are left out."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise FileProblem(N_("The file cannot be read: {path}"), path=path) from problem
    except UnicodeDecodeError as problem:
        raise NotAPlan(N_("The file is not a CSV in UTF-8: {path}"), path=path) from problem
    lines = text.splitlines(keepends=True)
    # Excel writes ";" between the columns where the comma is the decimal sign.
    delimiter = ";" if lines and "," not in lines[0] else ","
    try:
        table = list(csv.DictReader(lines, delimiter=delimiter, restval="", restkey="", strict=True))
    except csv.Error as problem:
        raise NotAPlan(N_("The file is not a readable CSV: {path}"), path=path) from problem
    records = [{(key or "").strip(): str(text).strip() for key, text in row.items()} for row in table]
    return [record for record in records if any(record.values())]

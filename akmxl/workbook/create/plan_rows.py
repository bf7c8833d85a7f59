"""Read a plan from a CSV, and check that it is a whole one."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem, NotAPlan
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.package.regular import read_regular
from akmxl.plan.model import parent_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


CsvRow = dict[str, str]

_PLANNED = lazily(r"plan_((?:19|20)\d\d)")
_PREVIOUS = lazily(r"fact_((?:19|20)\d\d)")
_LARGEST = 16 * 1024 * 1024  # bytes; a plan of a hundred rows has forty thousand
_REQUIRED = ("code", "section", "kind", "name", "unit", "mechanism", "due", "responsible")
_CODED = {"kind": "kind", "adds_up": "adds_up", "source": "source", "rhythm": "entry"}  # vocabulary -> column
_SOURCES = {"total": "computed", "group": ""}  # where the CSV does not say it; else figures are typed


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
    quarters: tuple[str, ...] = ()  # the plan of each quarter as printed, where there is one
    said_kind: str = ""  # what Reja calls it, where it is made like another kind


def read_plan_csv(path: Path) -> tuple[PlanRow, ...]:
    """Read the rows of a plan from a CSV with the columns of the shipped one (``plan_YYYY`` of any year).

    Raises FileProblem when the file cannot be read and NotAPlan when it holds no plan.
    """
    return plan_rows(read_table(path), path)


def plan_rows(records: Sequence[CsvRow], path: Path) -> tuple[PlanRow, ...]:
    """Return the rows of a plan from records with the columns of the shipped CSV.

    Raises NotAPlan when they are no whole plan; ``path`` is where they come from.
    """
    if not records:
        raise NotAPlan(N_("The plan’s table holds no plan rows: {path}"), path=path)
    planned, previous = _check_columns(records[0], path)
    rows = tuple(_plan_row(record, planned, previous, path) for record in records)
    _check_codes(rows, path)
    placed = _with_parents(rows)
    _check_totals(placed, path)
    return placed


def plan_year(path: Path) -> int:
    """Read the year of a plan from a CSV: that of its column ``plan_YYYY``. Raises as ``read_plan_csv``."""
    return records_year(read_table(path), path)


def records_year(records: Sequence[CsvRow], path: Path) -> int:
    """Return the year of records: that of their column ``plan_YYYY``. Raises as ``plan_rows``."""
    if not records:
        raise NotAPlan(N_("The plan’s table holds no plan rows: {path}"), path=path)
    return int(_check_columns(records[0], path)[0][-4:])


def _check_columns(record: Mapping[str, str], path: Path) -> tuple[str, str]:
    """Return the names of the plan's and of last year's column; raises NotAPlan where columns are missing."""
    planned = max((name for name in record if _PLANNED.fullmatch(name)), default="")
    missing = [name for name in _REQUIRED if name not in record]
    if not planned:
        missing.append("plan_YYYY")
    if missing:
        raise NotAPlan(
            N_("The plan’s table {path} lacks columns: {columns}"), path=path, columns=", ".join(missing)
        )
    return planned, max((name for name in record if _PREVIOUS.fullmatch(name)), default="")


def _plan_row(record: CsvRow, planned: str, previous: str, path: Path) -> PlanRow:
    for field, column in _CODED.items():
        text = record.get(column, "")
        if text and vocabulary.meaning(field, text) is None:
            raise NotAPlan(
                N_("The plan’s table {path} has an unknown word in column {column}, row {code}: {value}"),
                path=path, column=column, code=record["code"], value=text,
            )  # fmt: skip
    coded = {
        field: vocabulary.meaning(field, record.get(column, "")) or "" for field, column in _CODED.items()
    }
    if not coded["kind"]:
        raise NotAPlan(
            N_("The plan’s table {path} has a row without a kind: {code}"), path=path, code=record["code"]
        )
    coded["source"] = coded["source"] or _SOURCES.get(coded["kind"], "typed")
    return PlanRow(
        **coded,
        **{name: record.get(name, "") for name in ("code", "section", "printed_no", "parent")},
        **{name: record[name] for name in ("name", "unit", "mechanism", "due")},
        previous=record.get(previous, ""),
        planned=record[planned],
        responsible=_parts(record["responsible"]),
        to_confirm=tuple(_confirmable(name) for name in _parts(record.get("to_confirm", ""))),
        window=record.get("window", ""),
        quarters=tuple(record.get(f"plan_q{quarter}", "") for quarter in range(1, 5)),
    )


def _check_codes(rows: Iterable[PlanRow], path: Path) -> None:
    seen: set[str] = set()
    for row in rows:
        if not row.code:
            raise NotAPlan(
                N_("The plan’s table {path} has a row without a code: {name}"), path=path, name=row.name
            )
        if row.code in seen:
            raise NotAPlan(N_("The plan’s table {path} has the code {code} twice"), path=path, code=row.code)
        seen.add(row.code)


def _with_parents(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """Give each row the row above it, by the numbering where the CSV does not say it."""
    codes = {row.code for row in rows}
    return tuple(replace(row, parent=row.parent or parent_of(row.code, codes) or "") for row in rows)


def _check_totals(rows: Iterable[PlanRow], path: Path) -> None:
    """Refuse a total without parts: it would get a formula over nothing, which Excel takes for damage."""
    parents = {row.parent for row in rows}
    for row in rows:
        if row.kind == "total" and row.code not in parents:
            raise NotAPlan(
                N_("The plan’s table {path} has a total without parts: {code}"), path=path, code=row.code
            )


def _confirmable(name: str) -> str:
    """Name the field of a column: ``fact_2024`` and ``plan_2025`` are ``previous`` and ``planned``."""
    if _PREVIOUS.fullmatch(name):
        return "previous"
    return "planned" if _PLANNED.fullmatch(name) else name


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def read_table(path: Path) -> list[CsvRow]:
    """Read the rows of a CSV file, texts without outer blanks; empty lines are left out.

    Raises FileProblem when the file cannot be read and NotAPlan when it is no CSV in UTF-8.
    """
    data = read_regular(str(path), _LARGEST)
    if data is None:
        raise FileProblem(N_("The file cannot be read: {path}"), path=path)
    try:
        text = data.decode("utf-8-sig")
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

"""What people do to a plan between hand-in, copy and merge: they type, sort and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cases.reworking import insert_column
from making_plans import append_rows
from running import akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.core.cells import Place
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from akmxl.plan.model import Plan

FUND = "Fondlarni to‘ldirish, saqlash va ularga ishlov berish xizmati"
LENDING = "Abonementlar va foydalanuvchilarga xizmat ko‘rsatish xizmati"
BIBLIOGRAPHY = "Axborot-bibliografiya xizmati"
APRIL = "2025-04-10"
TODAY = ("--today", APRIL)


def plan_of(path: Path) -> Plan:
    return open_plan(path).plan


def month_place(path: Path, code: str, month: int) -> Place:
    entry = plan_of(path).entry(code, month)
    assert entry is not None
    return entry.place


def type_month(path: Path, code: str, month: int, value: object) -> Place:
    """A figure in Oylik; gives its cell."""
    place = month_place(path, code, month)
    put(path, {(place.sheet, place.row, place.column): value})
    return place


def type_day(path: Path, day: date, field: str, value: object) -> Place:
    """A figure of the day log, by field or sector."""
    opened = open_plan(path)
    view = opened.file.views[registers.DAILY]
    row = next(one.row for one in opened.plan.days if one.date == day)
    column = sector_columns(view, opened.plan.settings).get(field) or view.columns[field]
    put(path, {(view.name, row, column): value})
    return Place(view.name, row, column)


def add_row(path: Path, register: str, **values: Any) -> None:
    """A row at the end of a register."""
    view = PlanFile.open(path).views[register]
    append_rows(path, str(view.layout.table), [view.in_order(values)])


def add_column(path: Path, sheet: str, before: str, title: str) -> None:
    """A column of people's own in a table, left of another one."""
    insert_column(path, f"{sheet} / {before} = {title}")


def type_field(path: Path, register: str, name: str, field: str, value: object) -> Place:
    """A cell of a register's row, by its ID."""
    place = plan_of(path).index[register].names[name].places[field]
    put(path, {(place.sheet, place.row, place.column): value})
    return place


def empty_row(path: Path, register: str, name: str) -> None:
    """The row with that ID is gone."""
    places = plan_of(path).index[register].names[name].places.values()
    put(path, {(place.sheet, place.row, place.column): None for place in places})


def exchange_rows(path: Path, register: str, one: str, other: str) -> None:
    """Two rows in each other's place, as sorting does it."""
    opened = open_plan(path)
    view, index = opened.file.views[register], opened.plan.index[register].names
    rows = index[one].row, index[other].row
    cells = {
        (view.name, row, column): view.at(there, column).value
        for row, there in (rows, rows[::-1])
        for column in view.titles
    }
    put(path, cells)


def hand_in_rows(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of Topshirish by month and service."""
    view = PlanFile.open(path).views[layout.HAND_INS]
    fields = ("handed_in", "handed_in_by", "control_code", "zeros", "note")
    return {
        (view.text(row, "period"), view.text(row, "service")): {f: view.cell(row, f).value for f in fields}
        for row in view.filled_rows()
    }


def found(path: Path, prefix: str = "HND", day: str = APRIL) -> list[Mapping[str, Any]]:
    """The findings of a check whose rule begins so."""
    run = akmxl("check", path, "--no-write", "--json", "--today", day)
    return [one for one in run.json["findings"] if one["rule"].startswith(prefix)]

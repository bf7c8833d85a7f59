"""Rows in which the first edition noted a service's month go from Hisobotlar to Topshirish."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from editions.make import KEPT

from akmxl.actions.repair.hand_ins import CODE
from akmxl.actions.repair.outcome import MOVED
from akmxl.actions.repair.repair import repair_file
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile, write
from akmxl.workbook.reading.registers import read_journal
from akmxl.workbook.writing.journal import add_rows

TODAY = date(2025, 10, 6)
SERVICE, OTHER = "Axborot-bibliografiya xizmati", "Kadrlar bo‘yicha inspektor"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the workbook of the first edition."""
    return Path(shutil.copyfile(KEPT / "1.xlsx", tmp_path / "reja-2025.xlsx"))


def noted(month: int, service: str, note: str, **more: object) -> dict[str, object]:
    name = {1: "yanvar", 2: "fevral", 3: "mart"}[month]
    title = f"2025-yil {name} oyi: {service}"
    values = {"report": CODE, "title": title, "period": f"2025-{month:02d}", "state": "topshirildi"}
    return values | {"note": note} | more


def note(path: Path, *rows: dict[str, object]) -> None:
    file = PlanFile.open(path)
    write(file, add_rows(file, rows))


def repaired(path: Path) -> tuple[list[str], list[tuple[object, ...]], list[str]]:
    """What was moved, the rows of Topshirish, the codes of the journal."""
    outcome = repair_file(path, TODAY, write=True)
    moved = [one.after for one in outcome.repairs.done if one.kind == MOVED]
    file = PlanFile.open(path)
    view = file.views[layout.HAND_INS]
    fields = [field for field in view.layout.fields if field != "control_code"]
    rows = [tuple(view.cell(row, field).value for field in fields) for row in view.filled_rows()]
    return moved, rows, [row.report for row in read_journal(file)]


def test_they_move_without_loss(path: Path) -> None:
    """What people wrote into such a row comes along where it has a place; else the row stays as well."""
    letters = [row.report for row in read_journal(PlanFile.open(path))]
    note(
        path,
        noted(1, SERVICE, "03.02.2025; 0: 4"),
        noted(1, OTHER, "03.02.2025"),
        noted(2, SERVICE, "kechikdi"),
        noted(2, OTHER, "03.03.2025; 0: 1", number="7-son"),
        {"report": "MK-10", "period": "2025-Q1", "note": "xat keyin keladi"},
    )
    moved, rows, journal = repaired(path)
    assert moved == [f"2025-0{month}: {service}" for month in (1, 2) for service in (SERVICE, OTHER)]
    assert rows == [
        ("2025-01", SERVICE, date(2025, 2, 3), None, 4, None),
        ("2025-01", OTHER, date(2025, 2, 3), None, 0, None),
        ("2025-02", SERVICE, None, None, None, "kechikdi"),
        ("2025-02", OTHER, date(2025, 3, 3), None, 1, None),
    ]
    assert journal == [*letters, CODE, "MK-10"]
    once = path.read_bytes()
    assert repaired(path) == ([], rows, journal)
    assert path.read_bytes() == once


def test_a_journal_of_such_rows_alone_keeps_a_blank_one(path: Path) -> None:
    file = PlanFile.open(path)
    places = [place for row in read_journal(file) for place in row.places.values()]
    write(file, Fills(dict.fromkeys(places)))
    note(path, noted(1, SERVICE, "03.02.2025"), noted(2, SERVICE, "03.03.2025"), noted(3, SERVICE, ""))
    _, rows, journal = repaired(path)
    assert (len(rows), journal) == (3, [])
    table = PlanFile.open(path).workbook.tables[registers.JOURNAL]
    assert table.first_data_row == table.last_data_row


def test_a_report_of_that_code_is_no_hand_in(path: Path) -> None:
    file = PlanFile.open(path)
    view = file.views[layout.CATALOGUE.key]
    row = next(view.filled_rows())
    write(file, Fills({view.place(row, "report"): CODE}))
    note(path, noted(1, SERVICE, "03.02.2025"))
    moved, rows, journal = repaired(path)
    assert (moved, rows) == ([], [])
    assert CODE in journal

"""Killed at any moment of a save, or disturbed by others: the file is the old one or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from akmxl.core.errors import Locked
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
POINTS = 300
WRITERS, SAVES = 4, 6


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "reja.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Oylik")
        for row in range(30):
            sheet.write_row(row, 0, [f"k{row}", row, row * 1.5])
        file.add_worksheet("Jurnal").add_table("A1:B3", {"name": "Jadval", "data": [["a", 1], ["b", 2]]})
    return path


def running(*arguments: str) -> subprocess.Popen[str]:
    places = [str(HERE.parents[1]), str(HERE)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return output


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills children made by fork")
def test_a_save_killed_anywhere_leaves_the_old_file_or_the_new_one_and_the_next_goes_ahead(
    plan: Path,
) -> None:
    told = finished(running(str(HERE / "crashing.py"), str(plan), str(POINTS)))
    lines = [line.split("|") for line in told.splitlines()]
    assert len(lines) == POINTS + POINTS // 10
    assert {ended for _, ended, *_ in lines} == {"-9"}
    assert {state for _, _, state, *_ in lines} == {"old", "new"}
    assert {after for _, _, _, after, *_ in lines} == {"saved"}  # at once: none waited, none was held up
    assert [left for _, _, _, _, *left in lines if left] == []


COUNTER = """
import sys
from akmxl.core.errors import Locked
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
path, column, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
done = 0
while done < times:
    book = Workbook.open(path)
    patch = Patch(book)
    cell = book.cells("Oylik").get((40, column))
    patch.set("Oylik", 40, column, (cell.value if cell else 0) + 1)
    try:
        patch.save(backup=False)
    except Locked:
        continue
    done += 1
"""


def test_of_several_processes_that_write_at_once_none_loses_anything(plan: Path) -> None:
    writers = [running("-c", COUNTER, str(plan), str(number + 1), str(SAVES)) for number in range(WRITERS)]
    for writer in writers:
        finished(writer)
    cells = Workbook.open(plan).cells("Oylik")
    assert [cells[40, number + 1].value for number in range(WRITERS)] == [SAVES] * WRITERS
    assert [path.name for path in plan.parent.iterdir()] == ["reja.xlsx"]


def saves_by_others(path: Path) -> Iterator[bytes]:
    book = openpyxl.load_workbook(path)
    book["Oylik"]["H1"] = "boshqaning soʻzi"
    book.save(path)
    yield path.read_bytes()
    path.write_bytes(path.read_bytes()[:-100])  # a copy over the network, half done
    yield path.read_bytes()


def test_what_somebody_else_saves_in_the_middle_of_a_run_stays(plan: Path) -> None:
    patch = Patch(Workbook.open(plan))
    patch.set("Oylik", 5, 2, 77)
    for theirs in saves_by_others(plan):
        with pytest.raises(Locked):
            patch.save()
        assert plan.read_bytes() == theirs
    assert [path.name for path in plan.parent.iterdir()] == ["reja.xlsx"]

"""A workbook whose days lie four years and a day off: said, and put right; never a second year of days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from akmxl.actions.repair.calendar import put_calendar_right
from akmxl.core.errors import NotAPlan
from akmxl.plan import registers
from akmxl.rules.catalogue.structure import days_of_the_year
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.losses import lost_days

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.core.cells import Place


def days(file: PlanFile) -> list[object]:
    view = file.views[registers.DAILY]
    return [view.cell(row, "date").value for row in view.rows]


def of_1904(door: FileDoor) -> FileDoor:
    xml = door.package.xml(door.part)
    return door.with_parts({door.part: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" ', 1)})


def moved(door: FileDoor, days: int, rows: int = 366) -> PlanFile:
    """The plan with the first dates of its day log moved."""
    file = PlanFile.of(door)
    view = file.views[registers.DAILY]
    cells: dict[Place, object] = {}
    for row in list(view.rows)[:rows]:
        day = view.cell(row, "date").value
        assert isinstance(day, date)
        cells[view.place(row, "date")] = day + timedelta(days)
    return PlanFile.of(door.filled(Fills(cells)))


@pytest.mark.parametrize("slip", ["setting", "copied rows"])
def test_the_days_come_back(slip: str, path: Path) -> None:
    sound = FileDoor.open(path)
    damaged = PlanFile.of(of_1904(sound)) if slip == "setting" else moved(sound, 1462)
    with pytest.raises(NotAPlan) as caught:
        days_of_the_year(damaged)
    assert "1904" in str(caught.value)
    mended, repairs = put_calendar_right(damaged)
    assert len(repairs.done) == 1
    assert days(mended) == days(PlanFile.of(sound))
    assert isinstance(mended.workbook, FileDoor)
    assert not mended.workbook.date1904


@pytest.mark.parametrize(("by", "rows"), [(1462, 20), (365, 366), (0, 1)])
def test_other_days_stay_and_no_second_year_is_made(by: int, rows: int, path: Path) -> None:
    file = moved(FileDoor.open(path), by, rows)
    assert put_calendar_right(file)[0] is file
    assert list(lost_days(file, 2025)) == []

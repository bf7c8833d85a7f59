"""The command line on a plan that Excel on this PC has open: done through Excel, or refused in a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from running import akmxl, everything_in
from service_months import add_row, type_month

from akmxl.actions.open_plan import open_plan
from akmxl.workbook.doors.live.door import LiveDoor

from .conftest import held
from .test_all_or_none import state
from .test_attach import lock_of
from .test_contents import assert_same

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .engine import Excel

Opened = Any
TODAY = ("--today", "2025-04-10")
OPEN = "“reja.xlsx” is open in Excel, so it is read and written there. Saving is left to you."


@pytest.fixture
def held_by(quarter_path: Path, opened: Callable[..., Excel]) -> Excel:
    """The plan open in Excel, with the lock file that Excel puts beside it."""
    excel = opened(quarter_path)
    lock_of(quarter_path)
    return excel


WRITING = [
    ("check", "{wb}"),
    ("check", "{wb}", "--fix"),
    ("rollup", "{wb}"),
    ("close-month", "--month", "2025-03", "{wb}", "--yes"),
    ("hand-in", "{wb}", "--service", "bibliografiya", "--month", "2025-03", "--by", "1-xodim"),
    ("submit", "{wb}", "--period", "2025-Q1"),
]
"""Commands that write, as they are typed."""


def typed(command: tuple[str, ...], path: Path) -> list[str]:
    return [*TODAY, *(word.format(wb=path) for word in command)]


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_command_writes_into_excel_what_it_would_write_into_the_file(
    quarter_path: Path, held_by: Excel, command: tuple[str, ...]
) -> None:
    before = quarter_path.read_bytes()
    live = akmxl(*typed(command, quarter_path))
    assert OPEN in live.err
    assert quarter_path.read_bytes() == before  # nothing is saved: that is left to the person at the desk
    forms = everything_in(quarter_path.parent)
    quarter_path.with_name(f"~${quarter_path.name}").unlink()
    for made in quarter_path.parent.glob("hisobotlar/**/*.*"):
        made.unlink()
    file = akmxl(*typed(command, quarter_path))
    assert (file.code, file.out) == (live.code, live.out)
    assert OPEN not in file.err
    assert_same(held_by.workbook, held(quarter_path))
    after = everything_in(quarter_path.parent)
    assert {n: data for n, data in after.items() if n.startswith("hisobotlar")} == {
        n: data for n, data in forms.items() if n.startswith("hisobotlar")
    }


def test_a_services_copy_is_merged_into_what_excel_holds(
    quarter_path: Path, opened: Callable[..., Excel], tmp_path: Path
) -> None:
    copy = tmp_path / "fond.xlsx"
    assert akmxl(*TODAY, "copy", quarter_path, "--service", "fond", "--out", copy).code == 0
    place = type_month(copy, "11", 3, 61)
    add_row(
        copy, "Royxatlar", date=date(2025, 3, 5), list_kind="Shartnoma", code="11", title="Akt", quantity=1
    )
    excel = opened(quarter_path)
    lock_of(quarter_path)
    before = quarter_path.read_bytes()
    live = akmxl(*TODAY, "merge", quarter_path, copy)
    assert (live.code, OPEN in live.err) == (0, True)
    assert quarter_path.read_bytes() == before
    assert excel.workbook.sheet("Oylik").cells[place.row, place.column].value == 61
    again = akmxl(*TODAY, "merge", quarter_path, copy)
    assert "There is nothing to take over from the copy." in again.out
    quarter_path.with_name(f"~${quarter_path.name}").unlink()
    assert akmxl(*TODAY, "merge", quarter_path, copy).out == live.out
    assert_same(excel.workbook, held(quarter_path))


def test_sent_goes_through_excel_too(quarter_path: Path, held_by: Excel) -> None:
    assert akmxl(*TODAY, "submit", quarter_path, "--period", "2025-Q1").code == 0
    run = akmxl(*TODAY, "sent", quarter_path, "MK-10", "2025-Q1", "--number", "9.10", "--date", "2025-04-10")
    assert (run.code, OPEN in run.err) == (0, True)
    values = {cell.value for cell in held_by.workbook.sheet("Hisobotlar").cells.values()}
    assert "9.10" in values
    assert "MK-10" in akmxl(*TODAY, "submit", quarter_path, "--period", "2025-Q1").out
    assert "sent already" in akmxl(*TODAY, "submit", quarter_path, "--period", "2025-Q1").out


READING = [
    ("due", "{wb}"),
    ("check", "{wb}", "--no-write"),
    ("check", "{wb}", "--fix", "--dry-run"),
    ("template", "list", "{wb}"),
    ("submit", "{wb}", "--dry-run"),
    ("doctor", "{wb}"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_only_looks_leaves_excel_as_it_was(
    quarter_path: Path, held_by: Excel, command: tuple[str, ...]
) -> None:
    before = state(held_by)
    run = akmxl(*typed(command, quarter_path))
    assert run.code in (0, 1), run.err
    assert state(held_by) == before


@pytest.mark.parametrize(
    "command",
    [("repair", "{wb}"), ("repair", "{wb}", "--dry-run"), ("copy", "{wb}", "--service", "fond")],
    ids=" ".join,
)
def test_what_cannot_go_through_excel_says_so(
    quarter_path: Path, held_by: Excel, command: tuple[str, ...]
) -> None:
    before, files = state(held_by), everything_in(quarter_path.parent)
    run = akmxl(*typed(command, quarter_path))
    assert run.code == 2
    assert "is open in Excel. Save and close it there, then try again. Nothing was changed." in run.err
    assert state(held_by) == before
    assert everything_in(quarter_path.parent) == files


def test_a_new_year_is_made_of_what_excel_shows(quarter_path: Path, held_by: Excel, tmp_path: Path) -> None:
    before = state(held_by)
    paths = [tmp_path / "tirik" / "reja-2026.xlsx", tmp_path / "fayl" / "reja-2026.xlsx"]
    for path in paths:
        path.parent.mkdir()
        run = akmxl(*TODAY, "new-year", quarter_path, "--year", "2026", "--out", path, "--draft")
        assert run.code == 0, run.err
        quarter_path.with_name(f"~${quarter_path.name}").unlink(missing_ok=True)
    assert held(paths[0]).contents() == held(paths[1]).contents()
    assert state(held_by) == before


def test_a_command_told_that_the_workbook_is_read_only_in_excel(quarter_path: Path, held_by: Excel) -> None:
    held_by.workbook.read_only = True
    before = state(held_by)
    run = akmxl(*TODAY, "submit", quarter_path, "--period", "2025-Q1")
    assert run.code == 2
    assert "open for reading only" in run.err
    assert state(held_by) == before
    assert not (quarter_path.parent / "hisobotlar").exists()


def test_what_is_opened_is_what_excel_shows_not_what_was_saved(quarter_path: Path, held_by: Excel) -> None:
    from .engine import Held

    sheet = held_by.workbook.sheet("Reja")
    spot = next(spot for spot, cell in sheet.cells.items() if isinstance(cell.value, str) and spot[0] > 20)
    sheet.cells[spot] = Held("O‘zgargan")
    plan = open_plan(quarter_path)
    assert isinstance(plan.file.workbook, LiveDoor)
    assert "O‘zgargan" in {cell.value for cell in plan.file.workbook.cells("Reja").values()}

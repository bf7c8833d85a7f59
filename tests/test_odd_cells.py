"""Whatever the cells of a file hold: no command ends in a trace, and no figure changes in silence."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases.bases import make_base
from conftest import once
from odd_cells import CONTENTS, SHOWS_NOTHING, columns_of, with_contents
from running import akmxl

from akmxl.plan import registers
from akmxl.plan.owed import owed_reports
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile, place_of
from akmxl.workbook.reading.figures import read_code
from akmxl.workbook.reading.plan import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from odd_cells import Content

    from akmxl.core.cells import Place

pytestmark = pytest.mark.slow

DAY = "2025-07-10"
COPIES = (layout.ROLLUP, layout.COMPARISON, layout.FINDINGS, layout.LAST_YEAR, layout.APPROVED)


@pytest.fixture(scope="module")
def plan(shared: Path) -> Path:
    """A plan with half a year's figures, sent reports and a draft, checked and rolled up."""

    def make(folder: Path) -> None:
        make_base("sent", date.fromisoformat(DAY), folder / "reja-2025.xlsx")
        akmxl("check", folder / "reja-2025.xlsx", "--today", DAY)

    return once(shared, "odd cells", make) / "reja-2025.xlsx"


def chosen(path: Path, seed: int, columns: int) -> dict[Place, Content]:
    """Contents for one cell in each of so many columns of any sheets, another draw for each seed."""
    draw, known = random.Random(seed), columns_of(path)
    return {draw.choice(known[key]): draw.choice(CONTENTS) for key in draw.sample(sorted(known), columns)}


@pytest.mark.parametrize("seed", range(6))
def test_every_command_ends_in_words(plan: Path, tmp_path: Path, seed: int) -> None:
    """Few odd cells in some runs, so that none hides the next; many in others."""
    path = tmp_path / "ish" / plan.name
    path.parent.mkdir()
    contents = chosen(plan, seed, (3, 8, 20)[seed % 3])
    with_contents(plan, path, contents)
    commands = (
        ("check", path, "--today", DAY),
        ("check", path, "--fix", "--today", DAY),
        ("rollup", path, "--today", DAY),
        ("due", path, "--today", DAY),
        ("diff", plan, path),
        ("submit", path, "--period", "2025-Q2", "--today", DAY),
        ("close-month", path, "--month", "2025-06", "--yes", "--today", DAY),
        ("repair", path, "--today", DAY),
        ("doctor", path),
        ("new-year", path, "--year", "2026", "--out", path.with_name("reja-2026.xlsx"), "--today", DAY),
    )
    for command in commands:
        before = path.read_bytes()
        done = akmxl(*command)  # a trace comes through as the exception that it is
        assert done.code in (0, 1, 2), (command, contents)
        if done.code == 2:
            assert path.read_bytes() == before, (command, contents)
            assert len(done.err) < 1000, (command, contents)
            assert not any(sheet in done.err for sheet in (layout.RECEIPTS, layout.COLOURS)), done.err


@pytest.mark.parametrize("seed", range(100, 104))
def test_no_figure_changes_where_nothing_is_said(plan: Path, tmp_path: Path, seed: int) -> None:
    """The odd cells at which the check says nothing leave every figure as it was."""
    drawn = {place: one for place, one in chosen(plan, seed, 60).items() if one not in SHOWS_NOTHING}
    path = with_contents(plan, tmp_path / "odd.xlsx", drawn)
    odd = {place: one for place, one in drawn.items() if counted(place) and not plausible(path, place)}
    silent = odd
    while told := silent.keys() & found_at(with_contents(plan, tmp_path / "some.xlsx", silent)):
        silent = {place: one for place, one in silent.items() if place not in told}
    assert len(silent) < len(odd)
    assert figures(with_contents(plan, tmp_path / "silent.xlsx", silent)) == figures(plan), silent


@pytest.mark.parametrize("seed", range(200, 206))
def test_no_setting_is_left_unread_in_silence(plan: Path, tmp_path: Path, seed: int) -> None:
    """The odd cells of Sozlamalar at which the check says nothing change no figure and no report owed."""
    drawn = {place: one for place, one in chosen(plan, seed, 80).items() if place.sheet == layout.SETTINGS}
    path, views = with_contents(plan, tmp_path / "odd.xlsx", drawn), PlanFile.open(plan).views
    names = {views["Sektorlar"].columns["sector"], views["TadbirTurlari"].columns["event_kind"]}
    odd = {place: one for place, one in drawn.items() if not plausible(path, place)}
    odd = {place: one for place, one in odd.items() if place.column not in names}  # told where they are used
    silent = odd
    while told := silent.keys() & found_at(with_contents(plan, tmp_path / "some.xlsx", silent)):
        silent = {place: one for place, one in silent.items() if place not in told}
    assert len(silent) < len(odd)
    path = with_contents(plan, tmp_path / "silent.xlsx", silent)
    assert (figures(path), owed(path)) == (figures(plan), owed(plan)), silent


@pytest.mark.parametrize("seed", range(300, 304))
def test_what_shows_nothing_is_a_blank(plan: Path, tmp_path: Path, seed: int) -> None:
    """Contents that show nothing, in blank cells of every sheet, are neither found nor counted."""
    draw, nothing = random.Random(seed), sorted(SHOWS_NOTHING - {("", "<f></f>")})  # that is not calculated
    grids = PlanFile.open(plan).grid
    blank = {
        column: [place for place in places if grids(place.sheet).cell(place.row, place.column) is None]
        for column, places in sorted(columns_of(plan).items())
    }
    drawn = {draw.choice(places): draw.choice(nothing) for places in blank.values() if places}
    assert len(drawn) > 30
    path = with_contents(plan, tmp_path / plan.name, drawn)
    assert found_at(path) - unseen(path) == found_at(plan), drawn
    assert (figures(path), owed(path)) == (figures(plan), owed(plan)), drawn


def unseen(path: Path) -> set[Place]:
    """The cells of which nothing is said but that signs stand there which nobody sees."""
    run = akmxl("check", path, "--json", "--no-write", "--today", DAY)
    told = ((one["sheet"], cell, one["rule"]) for one in run.json["findings"] for cell in one["cells"] or ())
    return {place_of(sheet, cell) for sheet, cell, rule in told if rule == "TXT04"}


def owed(path: Path) -> set[tuple[str, str, str]]:
    """The reports of the year that are owed, with their due days."""
    reports = owed_reports(read_plan(PlanFile.open(path)))
    return {(one.report.code, str(one.period), str(one.due)) for one in reports}


def found_at(path: Path) -> set[Place]:
    """The cells that the findings of a check name."""
    run = akmxl("check", path, "--json", "--no-write", "--today", DAY)
    cells = ((one["sheet"], cell) for one in run.json["findings"] for cell in one["cells"] or ())
    return {place_of(*cell) for cell in cells}


def counted(place: Place) -> bool:
    """Tell whether a cell is one from which figures are read."""
    return place.sheet not in (*COPIES, layout.SETTINGS, layout.HOME, registers.JOURNAL)


def plausible(path: Path, place: Place) -> bool:
    """Tell whether a cell is read as what somebody may have meant: a count, a day, a code, a dash."""
    cell = PlanFile.open(path).grid(place.sheet).cell(place.row, place.column)
    value = cell.value if cell else None
    if isinstance(value, str):
        return read_code(value) in ("12", "9.1", "-")
    return isinstance(value, date) or (type(value) is int and 0 <= value < 1_000)


def figures(path: Path) -> dict[tuple[str, int], int | None]:
    """What counts for each month of each item."""
    return {key: entry.value for key, entry in read_plan(PlanFile.open(path)).entries.items()}

"""Closing a month: blanks by service, zeros after a yes, who has handed in."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan
from running import akmxl, on_a_terminal

from akmxl.actions.check import check
from akmxl.actions.close_month import close_month, month_to_close
from akmxl.actions.open_plan import open_plan
from akmxl.core.errors import BadArgument, Locked
from akmxl.plan.period import Period
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile, write
from akmxl.workbook.writing.hand_ins import system_name

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 4, 2)
MARCH = Period.month(2025, 3)
BIBLIOGRAPHY = "Axborot-bibliografiya xizmati"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "reja.xlsx"
    make_plan(made, months={("9.2", 3): 5, ("11", 3): "-", ("13.1", 3): "12 ta"}, first_period="2025-03")
    return made


def handed_in(path: Path) -> list[tuple[object, ...]]:
    """The rows of Topshirish."""
    view = PlanFile.open(path).views[layout.HAND_INS]
    fields = [field for field in view.layout.fields if field != "control_code"]
    return [tuple(view.cell(row, field).value for field in fields) for row in view.filled_rows()]


def codes(path: Path, service: str | None = None) -> set[str]:
    month = month_to_close(open_plan(path).plan, MARCH, service, TODAY)
    return {blank.item.code for blanks in month.blanks.values() for blank in blanks}


def test_what_is_expected_and_blank_is_listed(path: Path) -> None:
    found = codes(path)
    assert {"9.4.1", "14.1", "22", "29", "4", "31"} <= found
    assert not found & {"9.2", "11"}, "a figure and a dash are filled"
    assert "13.1" not in found, "a cell that cannot be read has its own finding"
    assert not found & {"9", "15"}, "totals are computed"
    assert not found & {"I.2", "30"}, "letters are counted, not typed"
    assert not found & {"24", "8", "26"}, "their time is not over"


def test_a_month_before_the_first_period_lacks_nothing(path: Path) -> None:
    plan = open_plan(path).plan
    assert month_to_close(plan, Period.month(2025, 2), None, date(2025, 4, 10)).count == 0
    assert month_to_close(plan, Period.month(2025, 3), None, date(2025, 4, 10)).count


def test_one_service_has_its_own_rows_only(path: Path) -> None:
    assert codes(path, "bibliografiya") == {"22"}


def test_a_yes_writes_zeros_and_marks_the_services(path: Path) -> None:
    opened = open_plan(path)
    assert close_month(opened, month_to_close(opened.plan, MARCH, "bibliografiya", TODAY), TODAY)
    plan = open_plan(path).plan
    assert plan.value("22", 3) == 0
    assert plan.value("29", 3) is None, "another service's row"
    assert not plan.journal, "the journal is the office's book of letters"
    assert handed_in(path) == [("2025-03", BIBLIOGRAPHY, TODAY, system_name(), 1, None)]
    assert codes(path, "bibliografiya") == set()


def test_a_month_that_is_closed_again_keeps_its_one_row(path: Path) -> None:
    opened = open_plan(path)
    close_month(opened, month_to_close(opened.plan, MARCH, "bibliografiya", TODAY), TODAY)
    opened = open_plan(path)
    view = opened.file.views[layout.HAND_INS]
    by_whom = view.place(view.first_row, "handed_in_by")
    empty = opened.plan.entry("22", 3)
    assert empty is not None
    write(opened.file, Fills({empty.place: None, by_whom: "1-xodim"}))
    opened, later = open_plan(path), date(2025, 4, 4)
    close_month(opened, month_to_close(opened.plan, MARCH, "bibliografiya", later), later)
    assert handed_in(path) == [("2025-03", BIBLIOGRAPHY, later, "1-xodim", 2, None)]


def test_closing_again_changes_nothing(path: Path) -> None:
    opened = open_plan(path)
    close_month(opened, month_to_close(opened.plan, MARCH, None, TODAY), TODAY)
    once = path.read_bytes()
    opened = open_plan(path)
    later = date(2025, 4, 4)
    assert not close_month(opened, month_to_close(opened.plan, MARCH, None, later), later)
    assert path.read_bytes() == once


def test_after_closing_no_month_is_blank(path: Path) -> None:
    opened = open_plan(path)
    close_month(opened, month_to_close(opened.plan, MARCH, None, TODAY), TODAY)
    opened = open_plan(path)
    rules = {finding.rule for finding in check(opened, date(2025, 4, 20))}
    assert not rules & {"TMP04", "TMP14"}


@pytest.mark.parametrize("period", [Period.month(2025, 4), Period.quarter(2025, 1), Period.month(2024, 3)])
def test_only_a_month_of_the_year_that_is_over_can_be_closed(path: Path, period: Period) -> None:
    with pytest.raises(BadArgument):
        month_to_close(open_plan(path).plan, period, None, TODAY)


def test_an_unknown_service_is_named(path: Path) -> None:
    with pytest.raises(BadArgument, match="Direktor"):
        month_to_close(open_plan(path).plan, MARCH, "oshxona", TODAY)


def test_a_file_in_use_is_not_written(path: Path) -> None:
    opened = open_plan(path)
    path.with_name(f".~lock.{path.name}#").write_text(",1-xodim,pc,02.04.2025 09:00,;", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(Locked, match="1-xodim"):
        close_month(opened, month_to_close(opened.plan, MARCH, None, TODAY), TODAY)
    assert path.read_bytes() == before


def test_without_a_yes_nothing_is_written(path: Path) -> None:
    before = path.read_bytes()
    run = akmxl("close-month", path, "--month", "2025-03", "--today", "2025-04-02")
    assert run.code == 0
    assert "14.1" in run.out
    assert f"akmxl close-month {path} --month 2025-03 --yes" in run.out, "no other month than was looked at"
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is Unix's")
@pytest.mark.parametrize(("answer", "written"), [("ha", True), ("y", True), ("yo‘q", False), ("", False)])
def test_on_a_terminal_a_person_is_asked(answer: str, *, written: bool, path: Path) -> None:
    before = path.read_bytes()
    options = ("--month", "2025-03", "--today", "2025-04-02", "--lang", "uz")
    shown = on_a_terminal(80, "close-month", str(path), *options, typed=answer + "\n")
    assert "(ha/yo‘q)" in shown
    assert ("2025-yil mart oyi yopildi." in shown) is written
    assert (path.read_bytes() != before) is written


def test_the_command_closes_with_yes_and_says_so_in_json(path: Path) -> None:
    run = akmxl("close-month", path, "--yes", "--today", "2025-04-02", "--json")
    assert run.json["period"] == "2025-03"
    assert run.json["written"]
    assert sum(len(service["blanks"]) for service in run.json["services"]) > 5


# -- closed all month ---------------------------------------------------------------------------------


def still_blank(path: Path) -> list[str]:
    """The blanks of March that the check still names, cell by cell."""
    opened = open_plan(path)
    found = [f for f in check(opened, date(2025, 4, 10)) if f.rule == "TMP14"]
    return [member.item for f in found for member in f.members if member.item]


def test_a_closed_service_answers_all_its_blanks_at_once(path: Path) -> None:
    assert "22" in still_blank(path)
    marked = (
        "--month",
        "2025-03",
        "--service",
        "bibliografiya",
        "--closed",
        "--yes",
        "--today",
        "2025-04-10",
    )
    assert akmxl("close-month", path, *marked).code == 0
    assert handed_in(path) == [("2025-03", BIBLIOGRAPHY, "yopiq", None, None, None)]
    plan = open_plan(path).plan
    assert (plan.value("22", 3), plan.value("22", 2)) == (0, None), "nothing was done in March"
    assert "22" not in still_blank(path)
    assert "29" in still_blank(path), "another service's"
    before = path.read_bytes()
    assert akmxl("close-month", path, *marked).code == 0
    assert path.read_bytes() == before


def test_the_library_that_was_closed_writes_one_row(path: Path) -> None:
    view = PlanFile.open(path).views[layout.HAND_INS]
    row = view.in_order({"period": "mart 2025", "service": "Hamma xizmatlar", "note": "Yopiq: ta’mir"})
    write(PlanFile.open(path), Fills(added={str(layout.HAND_IN_SHEET.table): [row]}))
    assert set(still_blank(path)) <= {"4", "19.1", "20", "31", "34"}, "a quarter is asked for as before"


def test_what_is_blank_for_everybody_is_one_finding(tmp_path: Path) -> None:
    made = tmp_path / "reja.xlsx"
    make_plan(made, first_period="2025-03")
    found = [f for f in check(open_plan(made), date(2025, 4, 10)) if f.rule == "TMP14"]
    (whole,) = [f for f in found if len(f.members) > 1]
    assert len(whole.members) > 10
    assert "yopiq" in whole.in_language("uz")[1]

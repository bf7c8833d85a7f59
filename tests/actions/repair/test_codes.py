"""Codes that Excel turned into dates or numbers come back where the row is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from running import akmxl, put

from akmxl.core.cells import Formula
from akmxl.workbook.plan_file import PlanFile

from .damaging import code_to_date, month_cell
from .seeing import DAY, as_seen, differences, kinds, repair, row_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("sheet", "codes"),
    [("Reja", ["9.1", "9.4.1", "31.1"]), ("Oylik", ["9.1", "9.4.1", "31.1"]), ("Oylik", ["9.1"])],
)
def test_codes_that_became_dates_come_back(
    sheet: str, codes: list[str], path: Path, sound: dict[str, Any]
) -> None:
    for code in codes:
        code_to_date(path, sheet, code)
    found = akmxl("check", path, *DAY, "--json", "--no-write").json["findings"]
    assert [one["rule"] for one in found].count("TYP06") == len(codes)
    data = repair(path)
    assert kinds(data)["code"] == len(codes)
    assert data["left"] == []
    assert differences(as_seen(path), sound) == {}


def test_codes_that_became_numbers_or_blank_come_back(path: Path, sound: dict[str, Any]) -> None:
    reja, oylik = (PlanFile.open(path).views[name] for name in ("Reja", "Oylik"))
    put(path, {
        ("Reja", row_of(path, "Reja", "11"), reja.columns["code"]): 11,
        ("Reja", row_of(path, "Reja", "9.2"), reja.columns["code"]): 9.2,
        ("Reja", row_of(path, "Reja", "12"), reja.columns["code"]): None,
        ("Oylik", row_of(path, "Oylik", "13.1"), oylik.columns["code"]): 13.1,
        ("Oylik", row_of(path, "Oylik", "27"), oylik.columns["code"]): 27,
    })  # fmt: skip
    assert kinds(repair(path))["code"] == 5
    assert differences(as_seen(path), sound) == {}


def test_a_code_on_oylik_comes_back_when_excel_has_already_lost_the_name(
    path: Path, sound: dict[str, Any]
) -> None:
    code_to_date(path, "Oylik", "9.1")
    sheet, row, column = month_cell(path, "9.2", "name")
    formula = PlanFile.open(path).cells(sheet)[row - 1, column].formula
    assert formula
    put(path, {(sheet, row - 1, column): Formula(formula, "")})
    assert kinds(repair(path))["code"] == 1
    assert differences(as_seen(path), sound) == {}


def test_a_code_that_is_not_certain_is_left_and_told(path: Path) -> None:
    view = PlanFile.open(path).views["Reja"]
    row = row_of(path, "Reja", "9.1")
    code_to_date(path, "Reja", "9.1")
    put(path, {("Reja", row, view.columns["name"]): "Butunlay boshqa ish"})
    data = repair(path)
    assert kinds(data).get("code") is None
    assert [(one["sheet"], one["cells"], one["value"]) for one in data["left"]] == [
        ("Reja", f"A{row}", "09.01.2025")
    ]
    assert "Left as it is: Reja!" in akmxl("repair", path, *DAY).out


def test_a_code_that_stands_elsewhere_is_not_given_twice(path: Path) -> None:
    view = PlanFile.open(path).views["Reja"]
    first, second = row_of(path, "Reja", "9.1"), row_of(path, "Reja", "9.3")
    name = view.cell(first, "name").value
    put(path, {("Reja", second, view.columns["code"]): None, ("Reja", second, view.columns["name"]): name})
    assert "code" not in kinds(repair(path))

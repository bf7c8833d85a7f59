"""Numbers that Excel shows as others: figures, results, codes and settings are told, and nothing stops."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from running import akmxl
from workbook.doors.live import making

if TYPE_CHECKING:
    from pathlib import Path


def told(path: Path) -> list[tuple[str, str]]:
    run = akmxl("check", path, "--today", "2025-04-10", "--json", "--no-write")
    found = json.loads(run.out)["findings"]
    return [(one["sheet"], one["cell"]) for one in found if one["rule"] == "TYP23"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("Kundalik", "J9", 7, "0,"),
        ("Jamlanma", "L30", 7, "0,"),
        ("Bosh sahifa", "C8", 2025, '"2026"'),
        ("Bosh sahifa", "C8", 2025, "dd.mm.yyyy"),
        ("Sozlamalar", "D5", 6, "dd.mm.yyyy"),
        ("Sozlamalar", "D5", 5, '"6"'),
        ("Sozlamalar", "AL9", 20, "0%"),
        ("Sozlamalar", "AD10", 5, "0%"),
        ("Sozlamalar", "Q11", 15.1, "0"),
        ("Sozlamalar", "Q11", 15.1, "#,##0"),
    ],
)
def test_a_number_that_is_shown_as_another(
    sheet: str, cell: str, value: float, code: str, quarter_path: Path
) -> None:
    book = load_workbook(quarter_path)
    book[sheet][cell].value, book[sheet][cell].number_format = value, code
    book.save(quarter_path)
    assert told(quarter_path) == [(sheet, cell)]


@pytest.mark.parametrize("cell", ["R30", "V30", "T24"])
def test_a_result_that_is_shown_as_another_number(cell: str, quarter_path: Path) -> None:
    making.keep_results(quarter_path)
    making.format_cell(quarter_path, "0%", "Oylik", cell)
    part = making.part_of(quarter_path, "Oylik")
    making.change(quarter_path, part, rf'(<c r="{cell}" s="\d+")[^>]*>(<f>[^<]*</f>)(?:<v>[^<]*</v>|<v/>)?',
                  r"\1>\2<v>7</v>")  # fmt: skip
    assert told(quarter_path) == [("Oylik", cell)]


def test_a_day_s_format_on_the_year_hides_no_year_from_akmxl(quarter_path: Path) -> None:
    book = load_workbook(quarter_path)
    book["Bosh sahifa"]["C8"].number_format = "dd.mm.yyyy"
    book.save(quarter_path)
    run = akmxl("check", quarter_path, "--today", "2025-04-10", "--no-write")
    assert re.search(r"2[\s  ]?025 stands here, but by the cell's format \(dd\.mm\.yyyy\)", run.out)
    assert run.code == 1


@pytest.mark.parametrize("code", ["0.0", "General", "@", "0.00"])
def test_a_code_that_is_shown_whole_is_none(code: str, quarter_path: Path) -> None:
    book = load_workbook(quarter_path)
    book["Sozlamalar"]["Q11"].value, book["Sozlamalar"]["Q11"].number_format = 15.1, code
    book.save(quarter_path)
    assert told(quarter_path) == []

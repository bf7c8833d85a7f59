"""The table of centres: read from a workbook or a text file, refused by row where it must be put right."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from akmxl.actions.consolidate.centres import read_centres
from akmxl.actions.consolidate.shipped_plan import known_days_off, known_items, known_reports, known_units
from akmxl.core.assets import templates_folder
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import in_language
from akmxl.plan.returns.records import Centre, Extension
from akmxl.workbook.create import centres_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from akmxl.plan.reports import Report

HEAD = ["Kod", "Nomi", "Boshqa nomlari", "Viloyat", "Tuman", "Guruh", "Boshlanish", "Tugash"]
SHIRIN = ["0101", "Shirin  shahar AKM", "Shirin AKM; ШИРИН АКМ", "Sirdaryo", "Shirin", "shahar", None, None]
READ = Centre("0101", "Shirin shahar AKM", ("Shirin AKM", "ШИРИН АКМ"), "Sirdaryo", "Shirin", "shahar")
MORE = ["Markaz", "Hisobot", "Davr", "Yangi muddat", "Xat"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "markazlar.xlsx"


def write(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def refused(path: Path, catalogue: tuple[Report, ...] = ()) -> str:
    with in_language("en"), pytest.raises(FileProblem) as caught:
        read_centres(path, catalogue)
    with in_language("en"):
        return str(caught.value)


def test_a_workbook_is_read(table: Path) -> None:
    rows = [
        ["Markazlar ro‘yxati"],
        [],
        HEAD,
        SHIRIN,
        [102, "Guliston AKM", *[None] * 4, date(2025, 4, 1), "31.12.2026"],
    ]
    found = read_centres(write(table, rows))
    assert found.centres == (
        READ, Centre("102", "Guliston AKM", since=date(2025, 4, 1), until=date(2026, 12, 31))
    )  # fmt: skip
    assert found.extensions == ()


def test_a_text_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("КОД;nomi ;Viloyat\n007;Shirin AKM;Sirdaryo\n;;\n", "utf-8")
    assert read_centres(path).centres == (Centre("007", "Shirin AKM", region="Sirdaryo"),)


def test_extensions_are_read_by_code_or_name_in_any_order_of_sheets(table: Path) -> None:
    rows = [
        MORE,
        ["0101", "мк-10", "2025-Q1", "15.04.2025", "12-son xat"],
        ["shirin akm", "VA-02", date(2025, 3, 1), date(2025, 4, 9), "13"],
    ]
    assert read_centres(write(table, rows, [HEAD, SHIRIN])).extensions == (
        Extension("0101", "MK-10", "2025-Q1", date(2025, 4, 15), "12-son xat"),
        Extension("0101", "VA-02", "2025-03", date(2025, 4, 9), "13"),
    )


def test_all_that_must_be_put_right_is_told_by_row(table: Path) -> None:
    centres = [HEAD, SHIRIN, ["0102", None], [None, "Urgut AKM"], ["0101 ", "Boshqa"],
               ["9", "To‘qqiz", *[None] * 4, "kecha", None],
               ["10", "O‘n", *[None] * 4, "05.05.2025", "04.05.2025"]]  # fmt: skip
    more = [MORE, ["0109", "MK-10", "chorak", "", ""]]
    said = refused(write(table, centres, more))
    for sentence in (
        "row 3: the column “Nomi” is empty.", "row 4: the column “Kod” is empty.",
        "row 5: the code 0101 stands in row 2 too.", "row 6: the day “kecha” is not understood",
        "row 7: the last day is before the first one.",
        "row 2: there is no centre “0109”; the nearest is “0101”",
        "row 2: the period “chorak” is not understood", "row 2: the column “Yangi muddat” is empty",
        "row 2: the column “Xat” is empty",
    ):  # fmt: skip
        assert sentence in said
    assert "\n" not in said


def test_more_time_for_what_no_report_is_is_refused_with_the_nearest(table: Path) -> None:
    said = {
        "VA-99": "there is no report “VA-99”; the nearest is “VA-0", "VA 02": "the nearest is “VA-02”",
        "VA-02/1": "there is no report “VA-02/1”", "мк-10": "", "MK-09/8": "", "MK-09": "",
        "VA-02 ": "the report VA-02 has no period 2025-Q1; it has: 2025-01, 2025-02, 2025-03",
    }  # fmt: skip
    rows = [["0101", report, "2025-Q1", "15.04.2025", "12"] for report in said]
    fault = refused(write(table, [MORE, *rows], [HEAD, SHIRIN]), known_reports())
    for number, sentence in enumerate(said.values(), 2):
        assert (f"row {number}:" in fault) == bool(sentence)
        assert sentence in fault
    rows = [
        ["0101", "MK-10", "2025-03", "15.04.2025", "12"],
        ["0101", "MK-07", "2025-Q4", "15.04.2025", "12"],
    ]
    fault = refused(write(table, [MORE, *rows], [HEAD, SHIRIN]), known_reports())
    assert "MK-10 has no period 2025-03; it has: 2025-Q1." in fault
    assert "MK-07 has no period 2025-Q4; it has: 2025-Q1, 2025-Q2, 2025-Q3." in fault
    rows = [["0101", "мк-10", "2025-Q1", "15.04.2025", "12"]]
    (found,) = read_centres(write(table, [MORE, *rows], [HEAD, SHIRIN]), known_reports()).extensions
    assert found.report == "MK-10"


def test_a_heading_that_may_be_a_misspelt_one_is_asked_about(table: Path) -> None:
    said = refused(write(table, [["Kod", "Nomi", "Boshlansh", "Telefon"], ["1", "A", "01.01.2025", "5-55"]]))
    assert "is the column “Boshlansh” meant as “Boshlanish”?" in said
    assert "Telefon" not in said


def test_a_file_without_a_table_of_centres_is_refused(table: Path) -> None:
    assert "There is no table of centres" in refused(write(table, [["Sana", "Soni"], [1, 2]]))
    assert "The table of centres is empty." in refused(write(table, [HEAD]))
    assert "several tables of centres" in refused(write(table, [HEAD, SHIRIN], [HEAD, SHIRIN]))


def test_days_that_can_be_read_in_two_ways_are_not_guessed(table: Path) -> None:
    said = refused(write(table, [HEAD, [*SHIRIN[:6], "03/04/2025", None]]))
    assert "can be read in two ways" in said


def test_of_many_faults_the_first_are_told(table: Path) -> None:
    assert "And 15 more." in refused(write(table, [HEAD, *[[str(n), None] for n in range(35)]]))


def test_the_shipped_template_is_read_when_it_is_filled_in(table: Path) -> None:
    book = load_workbook(BytesIO(centres_table.centres_table_bytes()))
    for column, value in enumerate(SHIRIN, 1):
        book[centres_table.CENTRES_SHEET].cell(2, column).value = value
    for column, value in enumerate(["0101", "MK-10", "2025-03", date(2025, 4, 15), "12"], 1):
        book[centres_table.EXTENSIONS_SHEET].cell(2, column).value = value
    book.save(table)
    found = read_centres(table)
    assert found.centres == (READ,)
    assert found.extensions == (Extension("0101", "MK-10", "2025-03", date(2025, 4, 15), "12"),)
    assert (templates_folder() / centres_table.FILE).is_file()


def test_what_ships_is_known() -> None:
    assert known_units()["kishi"] == known_units()["nafar"] == "Nafar"
    assert known_items()["15.1"].adds_up == "flow"
    assert next(one for one in known_reports() if one.code == "MK-07").periods == ("Q1", "Q2", "Q3")
    assert date(2025, 3, 21) in known_days_off([2025])

"""The result workbook says what the consolidation says, in every sheet, whoever opens it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from libreoffice import CALCULATES, XLSX, if_there_is_one, saved_by_libreoffice
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from akmxl.core.i18n import N_, in_language
from akmxl.plan.returns.figures import figures_of
from akmxl.plan.returns.records import Came, ReturnedItem, Revised, Status
from akmxl.plan.returns.regions import Regions
from akmxl.workbook.create.consolidated import centre_items
from akmxl.workbook.create.consolidated.book import CHANGE_FORMAT, EXACT_FORMAT
from akmxl.workbook.create.consolidated.mark import is_own
from akmxl.workbook.create.consolidated.result import result_bytes
from akmxl.workbook.create.consolidated.words import key_words

from .making import CENTRES, NAMES, TODAY, clean, consolidation, entry, form, read, refused

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from akmxl.plan.returns.records import Consolidation


def opened(data: bytes, *, formulas: bool = False) -> Workbook:
    return load_workbook(BytesIO(data), data_only=not formulas)


def shown(found: Consolidation, sheet: str) -> list[tuple[object, ...]]:
    return rows_of(opened(result_bytes(found, TODAY, names=NAMES))[sheet])


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def data() -> bytes:
    return result_bytes(consolidation(), TODAY, names=NAMES)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return opened(data)


def test_the_same_consolidation_gives_the_same_bytes(data: bytes) -> None:
    assert result_bytes(consolidation(), TODAY, names=NAMES) == data
    assert is_own(data)


def test_a_director_finds_the_sheets_in_the_order_in_which_they_are_read(book: Workbook) -> None:
    assert book.sheetnames == [
        "Umumiy", "Markaz × band", "Kelmagan va kech", "To‘liqlik", "Farqlar", "Chetdagi", "Rad etilgan",
        "Qabul daftari",
    ]  # fmt: skip


def test_the_file_is_sound(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "natija.xlsx"
    path.write_bytes(data)
    assert not OpenXmlValidator().validate(str(path)).errors


def test_a_centres_figures_stand_in_its_row_and_missing_ones_stay_empty(book: Workbook) -> None:
    rows = {row[0]: row for row in rows_of(book["Markaz × band"])}
    assert rows["SR-01"][4:8] == (309, 84, 225, 1200)
    assert rows["SR-02"][4:8] == (366, 101, 265, None)  # it came, its figure is unknown
    assert rows["JZ-03"][4:8] == (None, None, None, 3060)
    assert rows["SR-03"][7] == 1950  # of the version that counts
    assert rows["Jami"][4:8] == (5457, 3507, 1950, 11400)
    assert rows["n / N markaz"][4:8] == ("6 / 7", "6 / 7", "6 / 7", "5 / 7")


def test_the_totals_say_of_how_many_centres_they_are(book: Workbook) -> None:
    row = next(row for row in rows_of(book["Umumiy"]) if row[2] == "29")
    assert row[:13] == (
        "MK-14", "2025-yil III chorak", "29", "Bosma nashrlarni raqamlashtirish", "Sahifa", 11400, "5 / 7",
        27600, "6 / 7", 20000, "5 / 7", 118.5, "5 / 7",
    )  # fmt: skip


def test_regions_of_which_nobody_knows_how_many_they_are_stand_beside_the_counts() -> None:
    names = tuple(f"{name} viloyati" for name in ("Buxoro", "Jizzax", "Navoiy"))
    for beyond, words in ((names[:1], "Buxoro viloyati"), (names, "3 ta viloyat")):
        totals = tuple(one._replace(beyond=beyond) for one in consolidation().totals)
        found = replace(consolidation(), totals=totals)
        assert next(row for row in shown(found, "Umumiy") if row[2] == "29")[6] == f"5 / 7 + {words}"
        assert f"5 / 7 + {words}" in {one for row in shown(found, "Markaz × band") for one in row}
        assert str(shown(found, "Umumiy")[2][0]).endswith(f"{', '.join(beyond)}.")
    unlisted = replace(consolidation(), regions=Regions(listed=False))
    assert str(shown(unlisted, "Umumiy")[2][0]).startswith(
        "N — faqat shakli kelgan viloyatlarning markazlari"
    )


def test_the_head_says_how_completely_and_in_time_reports_came(book: Workbook) -> None:
    rows = rows_of(book["Umumiy"])
    said = dict(zip(rows[3], rows[4], strict=True)) | dict(zip(rows[5], rows[6], strict=True))
    said.pop(None)
    assert said.pop("To‘liqlik") == pytest.approx(12 / 14)
    assert said.pop("O‘z vaqtida") == pytest.approx(10 / 14)
    assert said == {
        "Markazlar": 7, "Kutilgan shakllar": 14, "Kutilganidan kelgan": 12, "Kelmagan": 2,
        "Vaqtida kelgani noma’lum (kuni yoki muddati)": 0, "Kelgan fayllar": 16,
        "Qabul qilingan shakllar": 12, "Shundan kutilganlardan emas": 0, "Kech kelgan": 2,
        "Qabul qilinmagan fayllar": 2, "Qarab chiqiladigan shakllar": 0, "Chetdagi sonlar": 1,
    }  # fmt: skip


def test_what_is_owed_is_shown_as_the_sheet_of_rates_has_it(data: bytes) -> None:
    book = opened(data, formulas=True)
    head = [cell.value for cell in book["Umumiy"][5] if cell.value is not None]
    assert head[1:] == [f"='To‘liqlik'!{column}5" for column in "DEHIGJ"]
    names = [cell.value for cell in book["To‘liqlik"][4]]
    assert names[3:] == [
        "Kutilgan", "Kelgan", "O‘z vaqtida kelgan", "Vaqtida kelgani noma’lum (kuni yoki muddati)",
        "To‘liqlik, %", "O‘z vaqtida, %", "Kelmagan",
    ]  # fmt: skip


def test_what_came_and_was_not_owed_is_told_apart() -> None:
    found = clean()
    more = entry(form(0, "MK-14", received="2025-10-20"))
    more = replace(more, period="2025-Q2", late=True)
    found = replace(found, entries=(*found.entries, more))
    rows = rows_of(opened(result_bytes(found, TODAY))["Umumiy"])
    said = dict(zip(rows[3], rows[4], strict=True)) | dict(zip(rows[5], rows[6], strict=True))
    assert (said["Kutilganidan kelgan"], said["Qabul qilingan shakllar"]) == (14, 15)
    assert (said["Shundan kutilganlardan emas"], said["Kech kelgan"]) == (1, 0)
    assert [row[8] for row in shown(found, "Kelmagan va kech")[4:]] == ["kech kelgan, kutilganlardan emas"]


def test_each_column_of_figures_says_of_what_it_is_on_whatever_page_it_is_printed(book: Workbook) -> None:
    rows = rows_of(book["Markaz × band"])
    assert rows[3][:8] == ("Hisobot", None, None, None, "MK-10", "MK-10", "MK-10", "MK-14")
    assert rows[4][4:8] == ("2025-yil III chorak",) * 4
    sheet = book["Markaz × band"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {f"A{row}:B{row}" for row in range(4, 9)}
    assert sheet.print_title_cols == "$A:$B"


def test_figures_with_decimals_are_shown_with_them_and_millions_in_groups() -> None:
    share = Revised("SR-01", "MK-10", "2025-Q3", 2, "item:15.1/percent", 61.7, 63)
    less = share._replace(old=1300, new=97)
    found = replace(clean(), revised=(share, less), totals=())
    sheet = opened(result_bytes(found, TODAY))["Farqlar"]
    assert [cell.number_format for cell in sheet[5][8:]] == [EXACT_FORMAT, CHANGE_FORMAT, EXACT_FORMAT]
    assert [cell.number_format for cell in sheet[6][8:]] == [CHANGE_FORMAT] * 3
    assert "# ### ##0" in opened(result_bytes(found, TODAY))["Umumiy"]["A5"].number_format


def test_files_that_are_no_forms_stand_at_the_end_of_the_ledger() -> None:
    data = result_bytes(clean(), TODAY, aside=["kelgan/xat.pdf"])
    row = rows_of(opened(data)["Qabul daftari"])[-1]
    assert (row[0], row[6], row[9]) == (15, "chetga olindi", "kelgan/xat.pdf")
    assert str(row[10]).startswith("Shakl emas")


def test_at_the_nation_the_rows_are_regions() -> None:
    found = clean()
    sent = found.entries[0].returned
    assert sent
    summary = entry(sent.saying((*sent.values, ("item:15.1/said-fact", "3 / 4"))))
    rows = shown(replace(found, entries=(summary,)), "Umumiy")
    assert (rows[0][0], rows[3][0]) == ("Viloyatlar hisobotlari jamlanmasi", "Viloyatlar")


def test_what_is_missing_comes_before_what_is_late(book: Workbook) -> None:
    rows = [(row[0], row[3], row[7], row[8]) for row in rows_of(book["Kelmagan va kech"])[4:]]
    assert rows == [
        ("SR-04", "MK-14", 5, "kelmagan, muddati o‘tgan"),
        ("JZ-03", "MK-10", 5, "kelmagan, muddati o‘tgan"),
        ("JZ-02", "MK-10", 2, "kech kelgan"),
        ("JZ-02", "MK-14", 2, "kech kelgan"),
    ]


def test_a_correction_makes_a_report_neither_late_nor_timely() -> None:
    found = clean()
    first = replace(found.entries[0], status=Status.SUPERSEDED)
    second = entry(form(0, "MK-10", 2, "2025-11-20"), late=False)
    corrected = replace(found, entries=(first, second, *found.entries[1:]))
    assert shown(corrected, "Kelmagan va kech")[4][0] == "Hamma hisobot kelgan, hech biri kechikmagan."
    assert [row[8] for row in shown(corrected, "Qabul daftari")[4:6]] == ["yo‘q", None]


def test_a_report_is_as_late_as_its_first_version() -> None:
    found = clean()
    first = entry(form(0, "MK-10", received="2025-10-09"), Status.SUPERSEDED)
    second = entry(form(0, "MK-10", 2, "2025-11-20"), late=True)
    late = replace(found, entries=(first, second, *found.entries[1:]))
    assert shown(late, "Kelmagan va kech")[4][7] == 2


def test_the_ledger_says_in_uzbek_what_became_of_each_file(book: Workbook) -> None:
    refusals = {row[8]: (row[5], row[6]) for row in rows_of(book["Rad etilgan"])[4:]}
    assert refusals["Boyovut/MK-14_2025-Q3.xlsx"] == (
        "qabul qilinmadi",
        "«MK-14_2025-Q3.xlsx»: qiymatlari nazorat kodiga mos kelmaydi.",
    )
    states = [row[6] for row in rows_of(book["Qabul daftari"])[4:]]
    assert len(states) == len(consolidation().entries)
    assert set(states) == {
        "qabul qilindi",
        "keyingi tahriri qabul qilindi",
        "takror keldi",
        "qabul qilinmadi",
    }


def test_a_form_that_counts_but_is_to_be_looked_at_is_told() -> None:
    odd = replace(clean().entries[0], reason=N_("{item}: the plan has no such item; it is not added up."))
    odd = replace(odd, params={"item": "99"})
    rows = shown(replace(clean(), entries=(odd, *clean().entries[1:])), "Rad etilgan")
    assert (rows[4][0], rows[4][5], str(rows[4][6])[:3]) == ("SR-01", "qabul qilindi", "99-")


def test_what_changed_and_what_stands_out_are_told_with_both_figures(book: Workbook) -> None:
    changed = rows_of(book["Farqlar"])[4]
    assert changed[:1] + changed[5:] == ("SR-03", 2, "29", "hisobot davri", 1820, 1950, 130)
    assert rows_of(book["Chetdagi"])[4][6:] == ("15.1", "hisobot davri", 2900, 101, 164.6)


def test_totals_of_lists_are_told_and_compared() -> None:
    key, found = "total:Tadbirlar/count", clean()
    first = found.entries[0].returned
    assert first
    with_list = entry(first.saying((*first.values, (key, 7))))
    more = Revised("SR-01", "MK-10", "2025-Q3", 2, key, 6, 7)
    book = opened(
        result_bytes(replace(found, entries=(with_list, *found.entries[1:]), revised=(more,)), TODAY)
    )
    row = next(row for row in rows_of(book["Umumiy"]) if str(row[3]).startswith("Tadbirlar"))
    assert row[3:7] == ("Tadbirlar: qatorlar soni", None, 7, "1 / 7")
    changed = rows_of(book["Farqlar"])[4]
    assert changed[6:] == ("Tadbirlar", "qatorlar soni, hisobot davri", 6, 7, 1)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (
            "total:Royxatlar[19.1][standing]/quantity",
            ("Ro‘yxatlar (19.1-band, amaldagilar)", "Miqdori, hisobot davri"),
        ),
        ("since:Matbuot[kind=Kitob]/count", ("Matbuot (Kitob)", "qatorlar soni, yil boshidan")),
        ("total:Royxatlar/details:soat", ("Ro‘yxatlar", "Tafsiloti: soat, hisobot davri")),
    ],
)
def test_lists_are_called_in_words(key: str, words: tuple[str, str]) -> None:
    with in_language("uz"):
        assert key_words(key) == words


def test_texts_that_came_from_others_never_become_formulas() -> None:
    odd = '=HYPERLINK("http://x")\x00\udce9.xlsx'
    found = replace(clean(), entries=(refused(odd, N_("“{file}” is not a form made by akmxl."), file=odd),))
    book = opened(result_bytes(found, TODAY), formulas=True)
    cell = next(row for row in book["Rad etilgan"].iter_rows(min_row=5, max_row=5))[8]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")?.xlsx')


def test_a_figure_that_is_not_added_up_is_in_no_sum_of_the_sheet() -> None:
    """A unit that the plan does not have for the item: the totals leave it out, so does the workbook."""
    known = {code: ReturnedItem(code, "Nafar", "flow", "") for code in ("15", "15.1", "15.2")}
    other = form(0, "MK-10")
    other = replace(other, items=(other.items[0]._replace(unit="Dona"), *other.items[1:]))
    found = read(replace(clean(), entries=(entry(other), entry(form(1, "MK-10"))), totals=()), known)
    grid = centre_items.Grid.of(found)
    columns = {column.code: said for column, said in grid.said.items()}
    assert columns["15"] == {"SR-02": 366}
    assert columns["15.1"] == {"SR-01": 84, "SR-02": 101}


def test_another_spelling_of_a_unit_stands_in_the_sheet_as_it_is_added_up() -> None:
    known = {code: ReturnedItem(code, "Nafar", "flow", "") for code in ("15", "15.1", "15.2")}
    other = form(0, "MK-10")
    other = replace(other, items=tuple(one._replace(unit="kishi") for one in other.items))
    entries = (entry(other), entry(form(1, "MK-10")))
    figures = figures_of(entries, known, {"kishi": "Nafar", "nafar": "Nafar"})
    grid = centre_items.Grid.of(replace(clean(), entries=entries, figures=figures, totals=()))
    assert {column.code: said for column, said in grid.said.items()}["15.1"] == {"SR-01": 84, "SR-02": 101}


def test_where_no_day_is_known_nothing_is_said_to_be_in_time_or_late() -> None:
    rates = tuple(one._replace(in_time=0, undated=one.came) for one in clean().rates)
    found = replace(clean(), rates=rates)
    head = {one for row in shown(found, "Umumiy")[:8] for one in row}
    assert "noma’lum" in head
    rows = [row[3:9] for row in shown(found, "To‘liqlik")[4:]]
    assert {row[4] for row in rows} == {1}
    assert {row[5] for row in rows} == {"noma’lum"}


def test_columns_that_one_sheet_has_no_room_for_go_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_items, "MOST", 3)
    book = opened(result_bytes(consolidation(), TODAY))
    assert book.sheetnames[1:3] == ["Markaz × band", "Markaz × band 2"]
    assert {row[0]: row[4] for row in rows_of(book["Markaz × band 2"])}["Jami"] == 11400


def test_nothing_at_all_is_told_as_such() -> None:
    nothing = replace(clean(), centres=(), entries=(), expected=(), totals=(), rates=())
    assert shown(nothing, "Qabul daftari")[4][0] == "Hech qanday fayl kelmagan."


def test_a_form_of_a_centre_that_the_table_does_not_have_is_in_the_sheet_and_its_sums() -> None:
    stranger = entry(replace(form(0, "MK-14"), came=Came("x.xlsx", "0" * 64)), late=None)
    found = read(replace(clean(), centres=CENTRES[1:], entries=(*clean().entries[2:], stranger)))
    rows = {row[0]: row for row in shown(found, "Markaz × band")}
    assert rows["SR-01"][1:2] + rows["SR-01"][7:] == ("Guliston shahar AKM", 1200)


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_calculates_the_same_figures(data: bytes, tmp_path: Path) -> None:
    path, folder = tmp_path / "natija.xlsx", tmp_path / "anew"
    path.write_bytes(data)
    (anew,) = saved_by_libreoffice(XLSX, folder, path, settings=CALCULATES)
    live, kept = opened(data, formulas=True), opened(data)
    found = load_workbook(anew, data_only=True)
    formulas = [cell for sheet in live for row in sheet for cell in row if cell.data_type == "f"]
    assert len(formulas) > 50
    for cell in formulas:
        name = cell.parent.title
        before, after = kept[name][cell.coordinate].value, found[name][cell.coordinate].value
        assert after == pytest.approx(before), (name, cell.coordinate, cell.value)

"""Exports as they come: tiers of headings, totals, column numbers, new pages, blanks that are none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import in_language
from akmxl.importers.counting import count
from akmxl.importers.fitting_tables import data_of
from akmxl.importers.heading import find_heading
from importers.tables import profile_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.importers.ledger import Counted

YEAR = 2025


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with in_language("en"):
        yield


def counted(profile: str, *rows: tuple[object, ...]) -> Counted:
    read = profile_of(profile)
    return count(data_of([table_of(*rows)], read), read, YEAR)


VISITS = """
nishon = "sonlar"
[oqish]
nazorat = ["Jami"]
otkaziladigan = ["Bir kunda o‘rtacha"]
[ustunlar]
"Sana" = ["Дата"]
"Qatnov" = []
[[son]]
band = "16"
oy = "Sana"
miqdor = "Qatnov"
"""

DIARY = VISITS.replace('"Qatnov" = []', '"Qatnov" = ["Qatnov Kattalar jami"]')
DIARY_ROWS = (
    ("Shahar kutubxonasining kundaligi",),
    ("2025-yil",),
    (),
    ("\ufeffSana", "Qatnov", None, None, None, "Izoh"),
    (None, "Kattalar", None, "Bolalar", None, None),
    (None, "jami", "ayollar", "jami", "qizlar", None),
    (1, 2, 3, 4, 5, 6),
    ("01.01.2025", 10, 4, 2, 1, None),
    ("02.01.2025", 12, 4, 2, 1, "\u00a0"),
    ("Yanvar oyi jami", 22, 8, 4, 2, None),
    (None, "\u00a0", "", None, None, None),
    ("\ufeffSana", "Qatnov", None, None, None, "Izoh"),
    (None, "Kattalar", None, "Bolalar", None, None),
    (None, "jami", "ayollar", "jami", "qizlar", None),
    ("1", "2", "3", "4", "5", "6"),
    ("03.02.2025", "1\u00a0000", 4, 2, 1, None),
    ("04.02.2025", "–", None, None, None, "yopiq"),
    ("Jami fevral uchun", "1 000", 4, 2, 1, None),
    ("I chorak jami", 1022, 12, 6, 3, None),
    ("Jami", 1022, 12, 6, 3, None),
    ("Direktor:", None, None, None, None, None),
)


def test_a_diary_of_three_heading_rows_with_totals_of_months_quarter_and_whole() -> None:
    found = counted(DIARY, *DIARY_ROWS)
    assert found.counts == {("16", 1): 22, ("16", 2): 1000}
    assert [(one.row, one.column) for one in found.rejected] == [(21, "Sana")]


@pytest.mark.parametrize(("row", "wrong"), [(10, 21), (18, "999"), (19, 1021), (20, 1023)])
def test_every_total_is_held_against_its_rows(row: int, wrong: object) -> None:
    rows = list(DIARY_ROWS)
    rows[row - 1] = (rows[row - 1][0], wrong, *rows[row - 1][2:])
    with pytest.raises(FileProblem, match=f"row {row}"):
        counted(DIARY, *rows)


def test_rows_below_the_last_total_are_not_believed() -> None:
    with pytest.raises(FileProblem, match="below the last row"):
        counted(VISITS, ("Sana", "Qatnov"), ("01.01.2025", 5), ("Jami", 5), ("02.01.2025", 7))


def test_a_total_above_its_rows_is_held_against_all_of_them() -> None:
    rows = (("Sana", "Qatnov"), ("Jami", 12), ("01.01.2025", 5), ("02.01.2025", 7))
    assert counted(VISITS, *rows).counts == {("16", 1): 12}
    with pytest.raises(FileProblem, match="row 2"):
        counted(VISITS, *rows[:-1])


def test_a_total_that_cannot_be_read_is_no_total() -> None:
    with pytest.raises(FileProblem, match="row 3"):
        counted(VISITS, ("Sana", "Qatnov"), ("01.01.2025", 5), ("Jami", "5 ta"))


def test_totals_are_of_all_rows_also_of_those_that_a_filter_leaves_out() -> None:
    profile = VISITS.replace("[[son]]", '"Filial" = []\n[filtr]\n"Filial" = ["5"]\n[[son]]')
    found = counted(
        profile,
        ("Sana", "Filial", "Qatnov"),
        ("01.01.2025", 5.0, 3),
        ("02.01.2025", "7", 4),
        ("Jami", None, 7),
    )
    assert found.counts == {("16", 1): 3}
    assert found.filtered == 1


NAMES = """
nishon = "sonlar"
[oqish]
otkaziladigan = ["Jami", "Всего"]
[ustunlar]
"Ism" = []
"Sana" = []
[[son]]
band = "15.1"
oy = "Sana"
"""


@pytest.mark.parametrize(
    ("first", "left_out"),
    [
        ("Jami", True),
        ("Jami:", True),
        ("JAMI 12 ta", True),
        ("Жами", True),
        ("Всего за год", True),
        ("mart oyi jami", True),
        ("\u00a0Jami", True),
        ("Jamila", False),
        ("Jamiyat kutubxonasi", False),
        ("Jamshid", False),
        ("She’riyat jami", False),
    ],
)
def test_a_word_leads_a_row_and_not_its_beginning(first: str, left_out: bool) -> None:
    found = counted(NAMES, ("Ism", "Sana"), (first, "05.03.2025"), ("Olim", "06.03.2025"))
    assert found.counts == {("15.1", 3): 1 if left_out else 2}


def test_a_title_behind_a_day_leads_no_row() -> None:
    profile = NAMES.replace('"Ism" = []\n"Sana" = []', '"Sana" = []\n"Ism" = []')
    rows = (("05.03.2025", "Jami kitobxonlar bayrami"), (date(2025, 3, 6), "Jami bo‘lib"), (7, "Jami"))
    assert counted(profile, ("Sana", "Ism"), *rows).counts == {("15.1", 3): 2}


MONTHS = """
nishon = "sonlar"
[ustunlar]
"Oy" = []
"Qatnov" = []
"Kitob" = []
[[son]]
band = "16"
oy = "Oy"
miqdor = "Qatnov"
"""


def test_a_month_with_two_and_three_is_no_row_of_column_numbers() -> None:
    rows = (("Oy", "Qatnov", "Kitob"), (1, 2, 3), (2, 5, 6))
    assert counted(MONTHS, *rows).counts == {("16", 1): 2, ("16", 2): 5}
    numbered = (rows[0], (1.0, 2.0, 3.0), (1, 9, 9), (2, 5, 6))
    assert counted(MONTHS, *numbered).counts == {("16", 1): 9, ("16", 2): 5}
    later = (rows[0], (3, 4, 5), (1, 2, 3))
    assert counted(MONTHS, *later).counts == {("16", 3): 4, ("16", 1): 2}
    moved = tuple((None, *row) for row in rows)
    assert counted(MONTHS, *moved).counts == {("16", 1): 2, ("16", 2): 5}
    lettered = (rows[0], ("А", 1, 2), ("yanvar", 2, 3))
    assert counted(MONTHS, *lettered).counts == {("16", 1): 2}


@pytest.mark.parametrize("month", ["3", 3, 3.0, "mart", "Март", "March", "03.2025", "mart 2025", "2025-03"])
def test_months_without_a_year_are_of_the_plan(month: object) -> None:
    assert counted(MONTHS, ("Oy", "Qatnov", "Kitob"), (month, 8, 1)).counts == {("16", 3): 8}


@pytest.mark.parametrize("day", ["12-yanvar, 2024", "12 yanvar 2024 yil", "2024 12 yanvar kuni"])
def test_a_day_in_words_keeps_its_year(day: str) -> None:
    found = counted(MONTHS, ("Oy", "Qatnov", "Kitob"), (day, 8, 1))
    assert not found.counts


def test_true_is_no_one() -> None:
    found = counted(MONTHS, ("Oy", "Qatnov", "Kitob"), (3, True, 1), (4, 1, 1), (5, False, 1))
    assert found.counts == {("16", 4): 1}
    assert [one.row for one in found.rejected] == [2, 4]


def test_blanks_that_are_none_and_dashes_add_nothing() -> None:
    signs = (None, "", " ", "\u00a0", "\u200b", "-", "–", "—", "x", "х")
    rows = [(month, sign, 1) for month, sign in enumerate(signs, 1)]
    found = counted(MONTHS, ("Oy", "Qatnov", "Kitob"), *rows)
    assert not found.counts, "unknown is not 0"
    assert not found.rejected


ACROSS = """
nishon = "sonlar"
[oqish]
oylar_ustunda = true
[ustunlar]
"Ko‘rsatkich" = []
[[son]]
band = "16"
agar = { "Ko‘rsatkich" = "Qatnov" }
"""


def test_months_side_by_side_are_of_the_plans_year() -> None:
    years = ("Ko‘rsatkich", "2024-yil", None, "2025-yil", None)
    found = counted(ACROSS, years, (None, "yanvar", "fevral", "yanvar", "fevral"), ("Qatnov", 1, 2, 3, 4))
    assert found.counts == {("16", 1): 3, ("16", 2): 4}


def test_a_month_over_two_columns_or_over_none_is_said() -> None:
    with pytest.raises(FileProblem, match="B and C"):
        counted(ACROSS, ("Ko‘rsatkich", "Yanvar", "January"), ("Qatnov", 1, 2))
    with pytest.raises(FileProblem, match="month of 2025"):
        counted(ACROSS, ("Ko‘rsatkich", "Yanvar 2024", "Jami"), ("Qatnov", 1, 2))


def test_a_heading_that_stands_twice_in_the_lowest_row_is_not_chosen_from() -> None:
    rows = (("Sana", "Kattalar", None, "Bolalar", None), (None, "Jami", "Ayollar", "Jami", "Qizlar"))
    profile = VISITS.replace('"Qatnov" = []', '"Jami" = []').replace('"Qatnov"', '"Jami"')
    with pytest.raises(FileProblem, match="B and D"):
        counted(profile, *rows, ("01.01.2025", 1, 1, 1, 1))


def test_a_name_takes_no_other_names_column() -> None:
    profile = profile_of('nishon = "Tadbirlar"\n[ustunlar]\n"Tadbir nomi" = ["Nomi", "Turi"]\n"Turi" = []')
    heading = find_heading(table_of(("Turi", "Nomi"), ("a", "b")), profile)
    assert heading is not None
    assert heading.columns == {"Turi": 0, "Tadbir nomi": 1}


def test_a_title_line_above_is_no_part_of_the_heading() -> None:
    profile = profile_of(VISITS)
    heading = find_heading(
        table_of(("Hisobot",), ("2025-yil",), ("Sana", "Qatnov"), ("01.01.2025", 3)), profile
    )
    assert heading is not None
    assert (heading.first, dict(heading.titles)) == (4, {0: "Sana", 1: "Qatnov"})


def test_a_merged_heading_ends_below_the_rows_that_divide_other_columns() -> None:
    profile = profile_of(VISITS)
    rows = (("Sana", "Qatnov", "Kitob", None), (None, None, "badiiy", "bolalar"), ("01.01.2025", 3, 1, 2))
    heading = find_heading(table_of(*rows), profile)
    assert heading is not None
    assert heading.first == 3
    assert heading.titles[3] == "Kitob bolalar"


def test_blank_columns_on_the_left_and_between() -> None:
    rows = ((None, "Sana", None, "Qatnov"), (None, "01.01.2025", None, 3), (None, "Jami", None, 3))
    assert counted(VISITS, *rows).counts == {("16", 1): 3}


def test_days_that_a_spreadsheet_turned_round_are_refused() -> None:
    rows = [(date(2025, day, 3), 1) for day in (1, 2, 4)] + [(f"{day}/03/2025", 1) for day in (13, 20, 31)]
    plain = VISITS.replace('nazorat = ["Jami"]\n', "")
    with pytest.raises(BadArgument, match="without opening it in Excel"):
        counted(plain, ("Sana", "Qatnov"), *[(date(2025, 3, 3), 1)], *rows)
    late = [(date(2025, 3, 14), 1), *rows]
    assert counted(plain, ("Sana", "Qatnov"), *late).counts[("16", 3)] >= 4


def test_a_column_that_is_not_there_counts_nothing() -> None:
    profile = 'ixtiyoriy = ["Kitob"]' + MONTHS + '[[son]]\nband = "17"\noy = "Oy"\nmiqdor = "Kitob"\n'
    found = counted(profile, ("Oy", "Qatnov"), (1, 2), (2, 5))
    assert found.counts == {("16", 1): 2, ("16", 2): 5}


def test_an_edit_is_later_than_the_record() -> None:
    profile = """
    nishon = "sonlar"
    [ustunlar]
    "Yaratilgan sana" = []
    "Tahrirlangan sana" = []
    [[son]]
    band = "13.1"
    oy = "Tahrirlangan sana"
    keyin = "Yaratilgan sana"
    """
    made, edited = date(2025, 3, 3), date(2025, 4, 1)
    rows = ((made, made), (made, edited), (None, edited), (made, None), (date(2019, 1, 1), edited))
    found = counted(profile, ("Yaratilgan sana", "Tahrirlangan sana"), *rows)
    assert found.counts == {("13.1", 4): 3}


def test_days_of_a_month_are_no_months() -> None:
    days = [(day, 5, 1) for day in range(1, 29)]
    with pytest.raises(FileProblem, match="go up to 28"):
        counted(MONTHS, ("Oy", "Qatnov", "Kitob"), *days)


HEAD = ("Oy", "Qatnov", "Kitob")


@pytest.mark.parametrize("above", ["2024-yil hisoboti", "Отчёт за 2024 год", "2023–2024"])
def test_months_below_another_year_are_refused(above: str) -> None:
    with pytest.raises(FileProblem, match="stands 202"):
        counted(MONTHS, (above,), HEAD, ("mart", 8, 1))
    with pytest.raises(FileProblem, match="stands 202"):
        counted(ACROSS, (above,), ("Ko‘rsatkich", "Yanvar"), ("Qatnov", 1))
    said = MONTHS.replace("[ustunlar]", '[doimiy]\n"Yil" = "2025"\n[ustunlar]')
    assert counted(said, (above,), HEAD, ("mart", 8, 1)).counts == {("16", 3): 8}
    assert counted(MONTHS, (above,), HEAD, ("mart 2025", 8, 1)).counts == {("16", 3): 8}


@pytest.mark.parametrize(
    "above", ["2025-yil", "2024-2025", "Chop etilgan: 05.01.2026", "2026-01-05 10:00", "№ 20241"]
)
def test_months_below_the_plans_year_or_none_are_its_own(above: str) -> None:
    assert counted(MONTHS, (above,), HEAD, ("mart", 8, 1)).counts == {("16", 3): 8}

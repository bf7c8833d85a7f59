"""What an export says counts once, in its own month and item, and what is not read is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import in_language
from akmxl.importers.counting import count
from akmxl.importers.days import order_of
from akmxl.importers.fitting_tables import data_of, unread_tables
from importers.tables import profile_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.importers.ledger import Counted
    from akmxl.importers.sources.table import SourceTable

MONTHS = """
nishon = "sonlar"
[oqish]
otkaziladigan = ["Jami"]
[ustunlar]
"Oy" = []
"Qatnov" = ["Tashriflar", "Kelganlar"]
[[son]]
band = "16"
oy = "Oy"
miqdor = "Qatnov"
"""
HEAD = ("Oy", "Qatnov")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with in_language("en"):
        yield


def counted(profile: str, *tables: SourceTable, marks: frozenset[str] = frozenset()) -> Counted:
    read = profile_of(profile)
    return count(data_of(tables, read), read, 2025, marks=marks)


def test_two_tables_of_one_month_are_asked_about() -> None:
    one, other = table_of(HEAD, ("mart", 5)), table_of(HEAD, ("mart", 5))
    with pytest.raises(FileProblem, match="both have item 16 in March"):
        counted(MONTHS, one, other)
    added = MONTHS.replace("[oqish]", "[oqish]\nqoshiladi = true")
    assert counted(added, one, other).counts == {("16", 3): 10}
    assert counted(MONTHS, one, table_of(HEAD, ("aprel", 5))).counts == {("16", 3): 5, ("16", 4): 5}


def test_what_is_known_by_its_identity_counts_once_in_all_tables() -> None:
    known = MONTHS.replace("[oqish]", 'kalit = ["Oy"]\n[oqish]')
    found = counted(known, table_of(HEAD, ("mart", 5)), table_of(HEAD, ("mart", 5)))
    assert found.counts == {("16", 3): 5}
    assert len(found.twice) == 1


def test_rows_without_an_identity_are_not_alike() -> None:
    known = MONTHS.replace('"Oy" = []', '"Oy" = []\n"Raqam" = []').replace(
        "[oqish]", 'kalit = ["Raqam"]\n[oqish]'
    )
    rows = (("Oy", "Raqam", "Qatnov"), ("mart", None, 5), ("mart", "", 6))
    assert counted(known, table_of(*rows)).counts == {("16", 3): 11}


def test_a_heading_over_several_columns_of_figures_is_asked_about() -> None:
    for lower in ((None, 2024, 2025), (None, "bolalar", "kattalar")):
        with pytest.raises(FileProblem, match="several columns"):
            counted(MONTHS, table_of(("Oy", "Qatnov", None), lower, ("mart", 5, 6)))


def test_two_spellings_of_one_name_are_asked_about() -> None:
    with pytest.raises(FileProblem, match="two columns"):
        counted(MONTHS, table_of(("Oy", "Tashriflar", "Kelganlar"), ("mart", 5, 6)))
    assert counted(MONTHS, table_of(("Oy", "Tashriflar", "Qatnov"), ("mart", 5, 6))).counts == {("16", 3): 6}


def test_a_column_of_years_says_whose_a_month_is() -> None:
    rows = (("Yil", "Oy", "Qatnov"), (2024, "mart", 100), (2025, "mart", 7))
    found = counted(MONTHS, table_of(*rows))
    assert found.counts == {("16", 3): 7}
    assert found.other_years == {2024: 1}


def test_a_second_heading_in_another_order_stops_the_import() -> None:
    rows = (HEAD, ("mart", 5), ("Qatnov", "Oy"), (6, "aprel"))
    with pytest.raises(FileProblem, match="another heading"):
        counted(MONTHS, table_of(*rows))


def test_a_title_of_another_year_between_the_rows_stops_the_import() -> None:
    with pytest.raises(FileProblem, match="another year"):
        counted(MONTHS, table_of(HEAD, ("mart", 5), ("2024-yil", None), ("aprel", 6)))


def test_a_text_that_begins_like_a_total_and_has_a_day_is_no_total() -> None:
    dated = MONTHS.replace('"Oy" = []', '"Nomi" = []\n"Oy" = []').replace('miqdor = "Qatnov"\n', "")
    rows = (
        ("Nomi", "Oy", "Qatnov"),
        ("Jami fond haqida ma’lumot", "05.03.2025", 1),
        ("Jami", "05.03.2025", 9),
    )
    assert counted(dated, table_of(*rows)).counts == {("16", 3): 1}


def test_what_no_row_asks_for_is_told() -> None:
    kept = MONTHS.replace('"Oy" = []', '"Oy" = []\n"Filial" = []') + '[filtr]\n"Filial" = ["Markaz"]\n'
    rows = (("Oy", "Filial", "Qatnov"), ("mart", "1-filial", 5))
    with pytest.raises(FileProblem, match="1-filial"):
        counted(kept, table_of(*rows))
    found = counted(kept, table_of(*rows, ("mart", "markaz", 6), ("mart", None, 7)))
    assert (found.counts, found.left_words, found.rejected_count) == ({("16", 3): 6}, ("1-filial",), 1)


def test_tables_and_columns_that_are_not_read_are_named() -> None:
    read, other = profile_of(MONTHS), table_of(("Oy", "Ko‘rganlar"), ("fevral", 5))
    tables = [table_of((*HEAD, "Izoh"), ("mart", 5, "x")), other]
    found = data_of(tables, read)
    assert [one.unread for one in found] == [("Izoh",)]
    assert len(unread_tables(tables, found, read)) == 1


def test_a_mended_row_counts_once_however_often_its_file_comes() -> None:
    head = (*HEAD, "Rad etilish sababi", "akmxl belgisi")
    rows = (head, ("mart", 5, "…", "a1"), ("mart", 6, "…", "a2"), ("mart", 7, "…", None))
    found = counted(MONTHS, table_of(*rows))
    assert (found.counts, found.marks, found.rejected_count) == ({("16", 3): 11}, ("a1", "a2"), 1)
    again = counted(MONTHS, table_of(*rows), marks=frozenset({"a1"}))
    assert (again.counts, again.known) == ({("16", 3): 6}, 1)


def test_days_of_two_orders_are_asked_about_and_turned_ones_refused() -> None:
    with pytest.raises(BadArgument, match="several orders"):
        order_of("Sana", ["05.03.2025", "03/15/2025"])
    late = [f"{day}.03.2025" for day in range(13, 30)]
    with pytest.raises(BadArgument, match="took the month for the day"):
        order_of("Sana", [date(2025, 5, 3), *late, "31.02.2025"])

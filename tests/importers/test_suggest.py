"""A draft is made of a sample, says what is open, takes no data of readers, and can be imported by."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as some
from running import akmxl

from akmxl.cli.json_data.suggest import suggest_json
from akmxl.cli.text.suggest import show_suggestion
from akmxl.core.assets import templates_folder
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import in_language
from akmxl.core.likeness import nearest_heading
from akmxl.core.spelling import tidy
from akmxl.importers.counting import count
from akmxl.importers.draft import LEFT, PERSONAL, TAKEN, UNSURE
from akmxl.importers.fingerprint import fingerprint, remembered
from akmxl.importers.fitting_tables import data_of
from akmxl.importers.profile.profile import COUNTS
from akmxl.importers.profile.read import read_profile
from akmxl.importers.sector_words import sectors_like
from akmxl.importers.suggest import Suggestion, suggest
from akmxl.importers.taking import take
from akmxl.importers.target import target_of
from akmxl.plan.imports import ImportReceipt
from akmxl.plan.registers import DAILY, EVENTS, JOURNAL, LISTS, PRESS, TRAINING
from importers.tables import profile_of, shipped_plan, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.importers.sources.table import SourceTable

Rows = tuple[tuple[object, ...], ...]
READERS = (
    ("F.I.Sh.", "Pasport", "Telefon", "Tug‘ilgan sanasi", "Berilgan sana", "Kitob nomi"),
    ("Karimova Lola", "AA1234567", "+998901234567", "01.02.1990", "05.03.2025", "O‘tkan kunlar"),
    ("Aliyev Bobur", "AB1234567", "+998901234568", "01.03.1991", "06.03.2025", "Mehrobdan chayon"),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with in_language("en"):
        yield


def drafted(*rows: tuple[object, ...]) -> Suggestion:
    return suggest([table_of(*rows)], shipped_plan(), "namuna")


def imported(found: Suggestion, table: SourceTable) -> object:
    """What an import by the draft, as it stands, takes from a table."""
    plan, profile = shipped_plan(), profile_of(found.text)
    tables = data_of([table], profile)
    if profile.target == COUNTS:
        return count(tables, profile, plan.year).counts
    return [dict(row.values) for row in take(tables, profile, target_of(profile, plan.settings), plan).rows]


@pytest.mark.parametrize(
    ("target", "rows", "taken"),
    [
        (
            EVENTS,
            (
                ("Дата", "Вид", "Название"),
                ("05.03.2025", "Выставка", "Navro‘z"),
                ("06.03.2025", "Ko‘rgazma", "Kitob"),
            ),
            [
                {"date": date(2025, 3, 5), "event_kind": "Ko‘rgazma", "title": "Navro‘z"},
                {"date": date(2025, 3, 6), "event_kind": "Ko‘rgazma", "title": "Kitob"},
            ],
        ),
        (
            DAILY,
            (
                ("Qatnov", None, None),
                ("Kun", "Abonement", "O‘quv zali"),
                ("01.03.2025", 5, 6),
                ("Jami", 5, 6),
            ),
            [{"date": date(2025, 3, 1), "Abonementlar sektori": 5, "Umumiy o‘quv zallari sektori": 6}],
        ),
        (
            DAILY,
            (("Sana", "Bo‘lim", "Tashrif"), ("01.03.2025", "Abonement", 5), ("01.03.2025", "O‘quv zali", 6)),
            [
                {"date": date(2025, 3, 1), "Abonementlar sektori": 5},
                {"date": date(2025, 3, 1), "Umumiy o‘quv zallari sektori": 6},
            ],
        ),
        (
            COUNTS,
            (("Месяц", "Посещения", "Выдано"), ("Январь", 5, 7), ("Февраль", "6", 8), ("Итого", 11, 15)),
            {("16", 1): 5, ("16", 2): 6, ("17", 1): 7, ("17", 2): 8},
        ),
        (
            COUNTS,
            (("Показатель", "Январь", "Февраль"), ("Посещения", 5, 6), ("Прочее", 1, 1)),
            {("16", 1): 5, ("16", 2): 6},
        ),
        (
            LISTS,
            (("Sana", "Turi", "Kod", "Nomi"), ("01.03.2025", "Shartnoma", "19.1", "1-maktab")),
            [{"date": date(2025, 3, 1), "list_kind": "Shartnoma", "code": "19.1", "title": "1-maktab"}],
        ),
        (
            JOURNAL,
            (("№", "Topshiriq mazmuni", "Ijro muddati"), (1, "Ma’lumot berish", "05.03.2025")),
            [{"title": "Ma’lumot berish", "report_due": date(2025, 3, 5)}],
        ),
    ],
)
def test_a_draft_needs_no_change_where_nothing_is_open(target: str, rows: Rows, taken: object) -> None:
    found = drafted(*rows)
    assert found.target == target
    assert found.questions == ()
    assert imported(found, table_of(*rows)) == taken


@pytest.mark.parametrize(
    ("target", "rows", "asked"),
    [
        (
            TRAINING,
            (("FIO", "Test nomi", "Sana"), ("Karimova Lola", "Sinov", "05.03.2025")),
            "31, 31.3, 31.1, 31.2",
        ),
        (PRESS, (("Sana", "Gazeta", "Maqola"), ("05.03.2025", "Shirin", "Kitob")), "2, 22, 23"),
    ],
)
def test_the_item_of_all_rows_is_chosen_by_a_person(target: str, rows: Rows, asked: str) -> None:
    found = drafted(*rows)
    assert found.target == target
    assert any("Kod" in str(question) for question in found.questions)
    with pytest.raises(FileProblem, match="needs the column"):
        imported(found, table_of(*rows))
    assert f'{asked}\n# "Kod" = ' in found.text


def test_data_of_readers_are_never_proposed_nor_shown() -> None:
    found = drafted(*READERS)
    assert found.target == COUNTS
    states = {column.title: column.state for column in found.columns}
    assert states["Berilgan sana"] == TAKEN
    assert {title for title, state in states.items() if state == PERSONAL} == set(READERS[0][:4])
    for row in READERS[1:]:
        assert not any(str(cell) in found.text for cell in row[:4])
    of_readers = drafted(
        ("Kitobxonlar ro‘yxati",), ("F.I.Sh.", "Kurs", "Sana"), ("Karimova Lola", "2", "05.03.2025")
    )
    assert of_readers.target == COUNTS
    assert "Karimova" not in of_readers.text


def test_loans_of_readers_are_no_events() -> None:
    heads = ("ФИО", "Паспорт", "Дата выдачи", "Название")
    found = drafted(heads, ("Каримова Лола", "AA1234567", "05.03.2025", "Ўткан кунлар"))
    assert found.target == COUNTS
    assert "Каримова" not in found.text


def test_a_column_is_known_by_the_lowest_row_of_its_heading() -> None:
    heads = (("Дата", "Посещения", None, "Книговыдача"), (None, "Абонемент", "Читальный зал", None))
    found = drafted(*heads, (date(2025, 3, 5), 5, 6, 7), (date(2025, 3, 6), 5, 6, 7))
    taken = {column.title: column.name for column in found.columns}
    assert taken == {
        "Дата": "Sana",
        "Посещения Абонемент": "Abonementlar sektori",
        "Посещения Читальный зал": "Umumiy o‘quv zallari sektori",
        "Книговыдача": "Berilgan kitoblar",
    }


def test_rows_that_are_like_no_target_wait_for_an_item() -> None:
    found = drafted(*READERS)
    assert 'band = "?"' in found.text
    assert imported(found, table_of(*READERS)) == {("?", 3): 2}, (
        "no plan has this item, so nothing is written"
    )


def test_a_total_that_is_the_sum_becomes_the_control() -> None:
    rows = (("Месяц", "Посещения"), ("Январь", 5), ("Февраль", 6))
    assert 'nazorat = ["Итого"]' in drafted(*rows, ("Итого", 11)).text
    wrong = drafted(*rows, ("Итого", 12))
    assert 'otkaziladigan = ["Итого"]' in wrong.text
    assert len(wrong.questions) == 1


@pytest.mark.parametrize(
    ("days", "line", "asked"),
    [
        (("05/03/2025", "13/03/2025"), 'sana_tartibi = "KOY"', 0),
        (("05/03/2025", "03/13/2025"), 'sana_tartibi = "OKY"', 0),
        (("05/03/2025", "06/03/2025"), "HAL QILING", 1),
        (("05.03.2025", "06.03.2025"), "nishon", 0),
    ],
)
def test_an_open_order_of_days_is_asked_about(days: tuple[str, ...], line: str, asked: int) -> None:
    found = drafted(("Sana", "Qatnov"), *((day, 5) for day in days))
    assert len(found.questions) == asked
    if not asked:
        assert line in found.text


def test_a_column_of_years_narrows_the_rows_to_the_plans() -> None:
    rows = (("Год", "Месяц", "Посещения"), (2024, "Январь", 5), (2025, "Январь", 6), ("Итого", None, 11))
    found = drafted(*rows)
    assert imported(found, table_of(*rows)) == {("16", 1): 6}
    assert "nazorat" in found.text


def test_values_that_deny_their_heading_are_asked_about() -> None:
    found = drafted(("Oy", "Qatnov", "Kitob berilishi"), ("yanvar", "kam", 5), ("fevral", "ko‘p", 6))
    states = {column.title: column.state for column in found.columns}
    assert states == {"Oy": TAKEN, "Qatnov": UNSURE, "Kitob berilishi": TAKEN}


def test_a_heading_that_is_nearly_known_is_asked_about() -> None:
    found = drafted(("Oy", "Qatnovlar soni", "Berilgan kitobllar"), ("yanvar", 5, 6), ("fevral", 6, 7))
    taken = {column.title: (column.name, column.state) for column in found.columns}
    assert taken["Qatnovlar soni"] == ("Qatnov", TAKEN)
    assert taken["Berilgan kitobllar"] == ("Berilgan kitoblar", UNSURE)
    assert '# "Berilgan kitoblar" = ["Berilgan kitobllar"]' in found.text


def test_rows_that_are_alike_in_what_they_are_known_by_are_asked_about() -> None:
    heads = ("Sana", "Sektor", "Soni")
    rows = (("05.03.2025", "Abonement", 5), ("05.03.2025", "O‘quv zali", 5), ("05.03.2025", "Abonement", 7))
    assert drafted(heads, *rows[:2]).questions == ()
    assert [str(one) for one in drafted(heads, *rows).questions] == [
        "rows are alike in Sana, Sektor, but a day has one row: should they be counted (target “sonlar”)?"
    ]


def test_words_that_the_plan_does_not_know_are_listed() -> None:
    found = drafted(
        ("Sana", "Tadbir turi", "Nomi"), ("05.03.2025", "Выставка", "a"), ("06.03.2025", "Bahs", "b")
    )
    assert '"Выставка" = "Ko‘rgazma"' in found.text
    assert '# "Bahs" = ""' in found.text


def test_the_best_of_several_tables_is_taken_with_its_sheet() -> None:
    empty, notes = table_of(sheet="Bo‘sh"), table_of(("a", "b"), ("c", "d"), sheet="Izohlar")
    months = table_of(("Oy", "Qatnov"), ("mart", 5), sheet="2025")
    found = suggest([empty, notes, months], shipped_plan(), "namuna")
    assert 'varaq = "2025"' in found.text
    with pytest.raises(FileProblem, match="no table"):
        suggest([empty], shipped_plan(), "namuna")


CELLS = some.one_of(some.none(), some.text(), some.integers(), some.floats(), some.dates())


@given(some.lists(some.lists(CELLS, min_size=1, max_size=4), max_size=5))
@settings(max_examples=60)
def test_whatever_a_sample_holds_its_draft_can_be_read(rows: list[list[object]]) -> None:
    try:
        found = drafted(("Sana", 'A "b" \\ c', "Nomi", "\x7f'"), *map(tuple, rows))
    except FileProblem:
        return
    assert profile_of(found.text).target == found.target


def test_a_draft_is_shown_as_a_table_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    found = drafted(*READERS)
    show_suggestion(found, None)
    shown = capsys.readouterr().out
    data = suggest_json(found, None)
    assert "left out: data of persons" in shown
    assert "Berilgan sana" in shown
    assert "Karimova" not in shown + str(data)
    assert data["headings"] == fingerprint(READERS[0])


def test_the_command_writes_a_draft_and_never_over_one(tmp_path: Path) -> None:
    shutil.copy(templates_folder() / "reja-2025.xlsx", tmp_path / "reja.xlsx")
    sample = tmp_path / "oylar.csv"
    sample.write_text("Месяц;Посещения\nЯнварь;5\nФевраль;6\nИтого;11\n", encoding="cp1251")
    found = akmxl("import", tmp_path / "reja.xlsx", sample, "--suggest", "--json")
    assert found.code == 0
    written = tmp_path / "profillar" / "oylar.toml"
    assert written.read_text(encoding="utf-8") == found.json["profile"]
    assert read_profile(written).control == ("Итого",)
    again = akmxl("import", tmp_path / "reja.xlsx", sample, "--suggest")
    assert again.code == 0
    assert "oylar" in again.out
    assert (tmp_path / "profillar" / "oylar-2.toml").is_file()
    assert written.read_text(encoding="utf-8") == found.json["profile"]
    shipped = sample.with_name("kundalik.csv")
    shutil.copy(sample, shipped)
    assert (
        akmxl("import", tmp_path / "reja.xlsx", shipped, "--suggest", "--json").json["name"] == "kundalik-2"
    )


BIBLIO = (
    ("Отчёт Biblio.pro",),
    ("Дата", "Посещения по секторам", None, None, None, "Книговыдача", "Читатели, записанные впервые"),
    (None, "Абонемент", "Читальный зал", None, "Детский отдел", None, None),
    (None, None, "взрослые", "дети", None, None, None),
    (1, 2, 3, 4, 5, 6, 7),
    ("05.03.2025", 5, 6, 7, 3, 9, 1),
    ("16.03.2025", 5, 6, 8, 3, 9, 2),
    ("Итого за март", 10, 12, 15, 6, 18, 3),
)


def uncommented(text: str, *beginnings: str) -> str:
    """The draft with the # taken away from the lines that begin so, and from the count below one of them."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(beginnings):
            lines[number] = line.removeprefix("# ")
    return "\n".join(lines)


def test_each_column_of_figures_that_goes_nowhere_is_asked_about() -> None:
    found = drafted(*BIBLIO)
    columns = {column.letter: (column.state, column.name) for column in found.columns}
    assert columns["B"] == (TAKEN, "Abonementlar sektori"), "known by the lower rows of its heading"
    assert columns["C"] == columns["D"] == (UNSURE, "Umumiy o‘quv zallari sektori")
    assert columns["E"][0] == columns["G"][0] == UNSURE
    asked = [str(question) for question in found.questions]
    assert len(asked) == 4
    assert "Детский отдел" in asked[2]
    assert "Huquqiy axborotlar sektori" in asked[2], "every sector that is free"
    text = uncommented(
        found.text, '# "Umumiy o‘quv zallari sektori" = ["Посещения по секторам Читальный зал дети"'
    )
    assert (
        profile_of(text).columns["Umumiy o‘quv zallari sektori"][1]
        == "Посещения по секторам Читальный зал дети"
    )


def test_a_sector_is_known_by_its_words_whatever_the_plan_calls_it() -> None:
    sectors = ("Bolalar bo‘limi", "1-abonement", "Qiroatxona")
    assert sectors_like("Посещения: детский абонемент", sectors) == ("Bolalar bo‘limi", "1-abonement")
    assert sectors_like("Общий читальный зал", sectors) == ("Qiroatxona",)
    assert sectors_like("Справки", sectors) == ()
    found = drafted(("Сана", "Абонемент бўлими", "Болалар бўлими", "Китоб берилди"), ("05.03.2025", 1, 3, 4))
    asked = {column.title: (column.name, len(column.others)) for column in found.columns[1:3]}
    assert asked["Абонемент бўлими"] == ("Abonementlar sektori", 0)
    assert asked["Болалар бўлими"][1] > 5, "the plan has no sector of that kind, so each may be it"


def test_a_sectors_word_below_loans_is_no_visit() -> None:
    heads = (("Дата", "Выдано книг", None, "Новые читатели"), (None, "Абонемент", "Читальный зал", None))
    found = drafted(*heads, ("05.03.2025", 5, 6, 7), ("16.03.2025", 5, 6, 7))
    assert {column.state for column in found.columns[1:3]} == {UNSURE}


def test_the_only_figures_of_a_sample_are_added_up() -> None:
    rows = (("Дата", "Визит"), ("05.03.2025", 5), ("16.03.2025", 7))
    found = drafted(*rows)
    assert "of the figures" not in found.text
    assert 'miqdor = "Визит"' in found.text
    assert "16 (Qatnov)" in str(found.questions[0])
    assert imported(found, table_of(*rows)) == {("?", 3): 12}
    numbered = drafted(("№", "Дата", "Инв. номер"), (1, "05.03.2025", 555), (2, "16.03.2025", 556))
    assert "miqdor" not in numbered.text, "the number of a thing is no figure"


def test_a_count_that_is_to_be_decided_stands_ready() -> None:
    rows = (("Месяц", "Посещения", "Выдано книгг", "Разное"), ("Январь", 5, 7, 1), ("Февраль", 6, 8, 2))
    found = drafted(*rows)
    assert len(found.questions) == 2
    text = uncommented(found.text, '# "Berilgan kitoblar"', *COUNT_LINES)
    assert profile_of(text.replace('# "Разное"', '"Разное"')).counts[1].quantity == "Berilgan kitoblar"
    assert '# band = "17"' in found.text


COUNT_LINES = ("# [[son]]", "# band", "# oy", "# miqdor")


def test_one_slip_in_a_small_column_leaves_it_what_it_is() -> None:
    days = ("05.03.2025", "16.03.2025", "17.03.2025", "18.03.2025", "kecha")
    found = drafted(("Sana", "Abonement"), *((day, number) for number, day in enumerate(days, 2)))
    assert found.target == DAILY
    assert found.columns[0].kind == "day"


@pytest.mark.parametrize("title", ["Посещений", "Посещение", "Посещаемости", "ПОСЕЩЕНИЯ:"])
def test_a_heading_is_near_whatever_its_ending(title: str) -> None:
    assert nearest_heading(title, ["Дата", "Посещения", "Посещаемость", "Выдано"]) is not None
    assert nearest_heading("Абонемент", ["Дата", "Выдано"]) is None


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ('nomi = "a"\nnomi = "b"', "nomi", 2),
        ('[ustunlar]\n"Sana" = []\n"Sana" = ["Дата"]', "Sana", 3),
        ("[oqish]\n[ustunlar]\n[oqish]", "oqish", 3),
        ('[[son]]\nagar = { "a" = "x", "a" = "y" }', "a", 2),
    ],
)
def test_a_word_that_stands_twice_in_a_profile_is_named(text: str, word: str, line: int) -> None:
    with pytest.raises(FileProblem, match=f"line {line}: “{word}” stands twice"):
        profile_of(text)


def test_headings_are_remembered_by_their_fingerprint() -> None:
    one = fingerprint(("Sana", "O‘quv zali", "2025-yil"))
    assert len(one) == 16
    assert one == fingerprint(("сана", "O'quv  zali:", "2026-yil")) != fingerprint(("O‘quv zali", "Sana"))
    imports = [ImportReceipt(n, name, "f", "s", "d", {}, headings=one) for n, name in enumerate("ab")]
    assert remembered(imports, one) == "b"
    assert remembered(imports, "") is None
    assert LEFT in {column.state for column in drafted(*READERS).columns}


@pytest.mark.parametrize(
    "title",
    [
        "Паспорт",
        "Телефон",
        "Тел.",
        "Адрес",
        "Фамилия",
        "Имя",
        "Дата рождения",
        "Читатель",
        "ИНН",
        "ПИНФЛ",
        "ЖШШИР",
        "JSHSHIR",
        "O‘quvchi bileti",
        "Kitobxon",
        "A’zolik raqami",
        "Reader",
        "Patron ID",
        "Card number",
        "E-mail",
        "Manzili",
        "Ф.И.О. читателя",
        "F.I.Sh",
    ],
)
def test_columns_of_persons_are_known_by_their_heading(title: str) -> None:
    found = drafted(("Sana", title), ("05.03.2025", "abc"), ("06.03.2025", "def"))
    assert {column.title: column.state for column in found.columns}[tidy(title)] == PERSONAL
    assert "abc" not in found.text


@pytest.mark.parametrize(
    "title", ["Kitobxonlar soni", "Yangi kitobxonlar", "Nomi", "Qatnov", "Читатели", "Resurs nomi"]
)
def test_counts_of_readers_are_no_data_of_persons(title: str) -> None:
    found = drafted(("Oy", title), ("yanvar", 5), ("fevral", 6))
    assert {column.title: column.state for column in found.columns}[title] != PERSONAL

"""Every shipped profile is read, its columns are known to the shipped plan, and a small file goes through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from akmxl.core.assets import templates_folder
from akmxl.importers.counting import count
from akmxl.importers.fitting_tables import data_of
from akmxl.importers.profile.find import FOLDER
from akmxl.importers.profile.profile import COUNTS
from akmxl.importers.profile.read import read_profile
from akmxl.importers.taking import take
from akmxl.importers.target import target_of
from importers.tables import shipped_plan, table_of

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.profile.profile import Profile

SHIPPED = sorted((templates_folder() / FOLDER).glob("*.toml"))
MARCH = date(2025, 3, 5)
MARC = (
    "Nazorat raqami", "Yaratilgan sana", "Tahrirlangan sana", "Agentlik", "Yaratgan agentlik", "Muallif",
    "Sarlavha", "Nashr", "Nashr yili", "UDK", "To‘liq matn", "Nusxalar", "Turi", "Til",
)  # fmt: skip
RECORDS = (
    MARC,
    (
        "1",
        MARCH,
        date(2025, 4, 1),
        "",
        "",
        "Qodiriy A.",
        "O‘tkan kunlar",
        "Sharq",
        2024,
        "821",
        None,
        3,
        "kitob",
        "uzb",
    ),
    (
        "2",
        date(2019, 1, 1),
        MARCH,
        "",
        "",
        None,
        "Mehrobdan chayon",
        None,
        None,
        None,
        "http://a.uz",
        1,
        "kitob",
        "uzb",
    ),
    ("3", MARCH, MARCH, "", "", None, "Shirin", "Gazeta", 2025, "02", "http://b.uz", None, "maqola", "uzb"),
)
CATALOGUE = {("10", 3): 2, ("11", 3): 2, ("12", 3): 1, ("13.1", 3): 1, ("13.1", 4): 1, ("13.2", 3): 3}
TEMPORARY = {("14.1", 3): 2, ("14.2", 3): 1, ("14.2", 4): 1}

# What is read of each, and what comes of it: counts, or the values of the first row that is taken.
READ: dict[str, tuple[tuple[tuple[object, ...], ...], object]] = {
    "kundalik": (
        (
            ("Дата", "Абонемент", "Читальный зал", "Книговыдача"),
            ("05.03.2025", "12", 7, "1 040"),
            ("Итого", 12, 7, 1040),
        ),
        {"date": MARCH, "Abonementlar sektori": 12, "Umumiy o‘quv zallari sektori": 7, "loans": 1040},
    ),
    "qatnov-oylik": (
        (("Месяц", "Посещения", "Выдано"), ("январь", 10, None), ("Mart", "1 200", 9), ("I chorak", 1210, 9)),
        {("16", 1): 10, ("16", 3): 1200, ("17", 3): 9},
    ),
    "qatnov-oylar-ustunda": (
        (
            ("Показатель", "Январь", "Fevral", "March", "Jami"),
            ("Посещения", 5, 6, None, 11),
            ("Boshqa", 1, 1, 1, 3),
        ),
        {("16", 1): 5, ("16", 2): 6},
    ),
    "tadbirlar": (
        (
            ("Дата", "Вид", "Название", "Количество участников"),
            ("05.03.2025", "выставка", "Navro‘z", "40"),
            ("Всего", None, None, 40),
        ),
        {"date": MARCH, "event_kind": "Ko‘rgazma", "title": "Navro‘z", "participants": 40},
    ),
    "malaka": (
        (("ФИО", "Курс", "Дата окончания", "Часов"), ("1-xodim", "AKM ishi", "05.03.2025", 72)),
        {"date": MARCH, "code": "31", "person": "1-xodim", "course": "AKM ishi", "hours": 72},
    ),
    "malaka-sinov": (
        (
            ("F.I.O.", "Test nomi", "Topshirilgan sana", "Ball"),
            ("1-xodim", "Manfaatlar", "2025-03-05 10:12", "27/30"),
        ),
        {"date": MARCH, "code": "31.1", "person": "1-xodim", "course": "Manfaatlar", "result": "27/30"},
    ),
    "matbuot": (
        (
            ("Sana", "Gazeta", "Maqola nomi", "Muallif"),
            ("05.03.2025", "Shirin tongi", "Kitob bayrami", "A. Aliyev"),
        ),
        {
            "date": MARCH,
            "code": "22",
            "publication": "Shirin tongi",
            "title": "Kitob bayrami",
            "author": "A. Aliyev",
        },
    ),
    "ijro": (
        (
            ("№", "Topshiriq mazmuni", "Ijro muddati", "Nazorat qiluvchi"),
            (1, "Ma’lumot berish", "05.03.2025", "Vazirlik"),
        ),
        {"title": "Ma’lumot berish", "report_due": MARCH, "recipient": "Vazirlik"},
    ),
    "koha-statistika": (
        (
            ("datetime", "branch", "type"),
            ("2025-03-05 10:00:00", "M", "issue"),
            ("2025-03-06 10:00:00", "M", "return"),
        ),
        {("17", 3): 1},
    ),
    **dict.fromkeys(("marc21", "unimarc"), (RECORDS, CATALOGUE)),
    **dict.fromkeys(("marc21-vaqtinchalik", "unimarc-vaqtinchalik"), (RECORDS, TEMPORARY)),
    **dict.fromkeys(
        ("marc21-matbuot", "unimarc-matbuot"),
        (
            RECORDS,
            {
                "date": MARCH,
                "code": "22",
                "author": "Qodiriy A.",
                "title": "O‘tkan kunlar",
                "publication": "Sharq",
                "year_published": 2024,
                "record_kind": "kitob",
            },
        ),
    ),
}


def what_comes(profile: Profile, rows: tuple[tuple[object, ...], ...]) -> object:
    plan = shipped_plan()
    tables = data_of([table_of(*rows)], profile)
    if profile.target == COUNTS:
        return count(tables, profile, plan.year).counts
    return take(tables, profile, target_of(profile, plan.settings), plan).rows[0].values


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_profile_reads_a_small_file(path: Path) -> None:
    profile = read_profile(path)
    rows, wanted = READ[profile.name]
    assert what_comes(profile, rows) == wanted
    assert {rule.code for rule in profile.counts} <= set(shipped_plan().items)


def test_every_shipped_profile_has_its_file() -> None:
    assert {path.stem for path in SHIPPED} == set(READ)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_profile_says_in_uzbek_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "'" not in text, "o‘ and g‘ are written with ‘, the tutuq with ’"

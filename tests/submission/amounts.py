"""A plan that has nothing, one thing or many things to say in every report, the same each time."""

from __future__ import annotations

import datetime as dt
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from making_plans import make_plan

from akmxl.plan.owed import all_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.plan.model import Plan

Row = dict[str, Any]
AMOUNTS = (0, 1, 80)

_EVENTS = (
    "Kitobxon onalar kuni",
    "Inson huquqlari bo‘yicha tadbir",
    "Siyosiy qatag‘on qurbonlari xotirasiga bag‘ishlangan tadbir",
    "“Kitobxonlar klubi” tadbiri",
    "Ko‘chma kutubxona tadbiri",
    "“Kitobxonlik haftaligi” tadbiri",
    "INFOLIB haftaligi tadbiri",
    "So‘rovnoma",
)
_TITLES = (
    "“Kitobxon ona — kitobxon bola” uchrashuvi",
    "Kitob taqdimoti",
    "Abdulla Qodiriy ijodiga bag‘ishlangan “O‘tkan kunlar — o‘tkir so‘z” nomli adabiy-badiiy kecha",
    "Kitobxonlik soati",
    "=Davra suhbati",
)
_PLACES = (
    "Markazning o‘quv zali",
    "1-maktab",
    "“Yoshlik” mahalla fuqarolar yig‘ini binosi",
    "Bolalar bog‘chasi",
)
_DETAILS = {
    "Xususiy kutubxona": "manzil: Navoiy ko‘chasi, {n}-uy; muassis: {n}-fuqaro; tashkil etilgan: 2019; "
    "fond: {many}; kitobxonlar: {n}\nyordam: kitoblar berildi; katalog tuzishga ko‘maklashildi",
    "Jadid merosi materiali": "turi: qo‘lyozma; yili: 1908; yozuvi: arab; egasi: {n}-fuqaro; joyi: egasining "
    "uyida; holati: qoniqarli; raqamlashtirilgan: 12.02.2025; sahifa: {n}",
    "Brayl alifbosidagi adabiyot": "nashriyot sovg‘asi",
    "Shartnoma": "Ko‘chma kutubxona xizmatini ko‘rsatish to‘g‘risida",
    "Raqamlashtirilgan nashr": "yili: 19{two}",
    "Tadbir ishtirokchisi": "lavozim: kutubxonachi; tadbir: “Central Asia” xalqaro konferensiyasi; "
    "tashkilotchi: O‘zbekiston Milliy kutubxonasi; soat: 16; natija: sertifikat",
    "So‘rovnoma natijasi": "savolga javob berganlarning ulushi — {n} %",
    "Axborot xavfsizligi chorasi": "antivirus bazasi yangilandi, zararli dastur topilmadi",
}
_LISTS = (
    ("Xususiy kutubxona", "I.1", "{n}-xususiy kutubxona"),
    ("Jadid merosi materiali", "I.5", "Fitrat. Munozara"),
    ("Brayl alifbosidagi adabiyot", "I.4", "Oybek. Navoiy"),
    ("Shartnoma", "19.1", "{n}-umumta’lim maktabi"),
    ("Raqamlashtirilgan nashr", "29", "Cho‘lpon. Kecha va kunduz"),
    ("Tadbir ishtirokchisi", "6", "{n}-xodim"),
    ("So‘rovnoma natijasi", "4", "Xizmatdan mamnunlar"),
    ("Axborot xavfsizligi chorasi", "30", "Serverlar tekshirildi"),
)
_KINDS = (("Maqola", "Viloyat gazetasi. – 2025. – 14-mart"), ("Kitob", "Toshkent: Sharq"), ("Maqola", ""))
_TEXT = (
    "Hisobot davrida ishlar reja asosida bajarildi. Tadbirlarga mahalla faollari, o‘qituvchilar va ota-onalar"
    " jalb etildi.\nKeyingi davrda ishlar davom ettiriladi."
)


def plan_with(path: Path, count: int) -> Plan:
    """The shipped plan with ``count`` rows for each list of each report, and figures if there are any."""
    months: dict[tuple[str, int], object] = {}
    for month in range(1, 13) if count else ():
        months |= {("15.1", month): 17, ("15.2", month): 353, ("29", month): 2950, ("9.4.1", month): 6}
    rows: dict[str, list[Row]] = {
        "Tadbirlar": list(_events(count)),
        "Malaka": list(_courses(count)),
        "Matbuot": list(_records(count)),
        "Royxatlar": list(_lists(count)),
        "Hisobotlar": [
            {"report": code, "period": period, "text": _TEXT} for code, period in PERIODS.items() if count
        ],
    }
    return make_plan(path, months=months, rows={name: table for name, table in rows.items() if table})


# The period in which all rows of a report lie; the events of April and October are the two weeks.
PERIODS = {
    "MK-01": "2025-H1",
    "MK-02": "2025-02",
    "MK-03": "2025-02",
    "MK-04": "2025",
    "MK-05": "2025",
    "MK-06": "2025-Q1",
    "MK-07": "2025-Q1",
    "MK-08": "2025-Q2",
    "MK-09": "2025-Q4",
    "MK-10": "2025-Q1",
    "MK-11": "2025-Q1",
    "MK-12": "2025-Q1",
    "MK-13": "2025-Q1",
    "MK-14": "2025-Q1",
    "MK-15": "2025",
    "MK-16": "2025-Q1",
    "MK-17": "2025",
    "DS-01": "2025",
    "VA-01": "2025-Q1",
    "VA-02": "2025-02",
    "VA-03": "2025-Q1",
    "VA-04": "2025",
}


def reports(plan: Plan) -> Iterator[Any]:
    """What is owed of each report in its period."""
    for owed in all_reports(plan):
        if PERIODS.get(owed.report.code) == str(owed.period):
            yield owed


def _day(number: int, month: int = 2) -> dt.date:
    return dt.date(2025, month, 1 + number % 28)


def _events(count: int) -> Iterator[Row]:
    months = {"“Kitobxonlik haftaligi” tadbiri": 10, "INFOLIB haftaligi tadbiri": 4}
    for kind in _EVENTS:
        for number, title, place in islice(zip(range(count), cycle(_TITLES), cycle(_PLACES)), count):
            people = 18 + (number * 37) % 60
            yield {
                "date": _day(number, months.get(kind, 2)),
                "event_kind": kind,
                "title": title,
                "place": place,
                "participants": people * (40 if number == 7 else 1),
                "women": people // 2,
                "children": people // 3,
                "partner": "Xotin-qizlar qo‘mitasi" if number % 3 else None,
                "link": f"https://t.me/shirin_akm/{1000 + number}" if number % 2 else None,
            }


def _courses(count: int) -> Iterator[Row]:
    for code, course in (
        ("31", "Kutubxona ishi asoslari"),
        ("31.1", "Manfaatlar to‘qnashuvi (test.adliya.uz)"),
        ("31.3", "Mualliflik huquqi va turdosh huquqlar"),
    ):
        for number in range(count):
            yield {
                "date": _day(number // 5),
                "code": code,
                "person": f"{(number * 7) % 80 + 1}-xodim",
                "post": ("Kutubxonachi", "Bosh bibliograf", "Sektor mudiri")[number % 3],
                "course": course,
                "organiser": "Viloyat axborot-kutubxona markazi",
                "hours": (36, 72, 144)[number % 3],
                "result": f"Sertifikat № {1000 + number}",
            }


def _records(count: int) -> Iterator[Row]:
    for number, (kind, publication) in zip(range(count), cycle(_KINDS)):
        yield {
            "date": _day(number),
            "code": "22",
            "author": f"{number % 9 + 1}-muallif" if number % 4 else None,
            "title": f"Shirin shahri tarixidan lavhalar, {number + 1}-qism",
            "publication": publication,
            "year_published": 2025,
            "record_kind": kind,
        }


def _lists(count: int) -> Iterator[Row]:
    for kind, code, title in _LISTS:
        for number in range(1, count + 1):
            words = {"n": number, "two": 20 + number % 60, "many": f"1 {200 + number}"}
            yield {
                "date": _day(number, 5 if kind == "Tadbir ishtirokchisi" else 2),
                "list_kind": kind,
                "code": code,
                "title": title.format(**words),
                "details": _DETAILS[kind].format(**words),
                "quantity": 1 if kind != "Raqamlashtirilgan nashr" else 120 + number,
                "document": f"{number}-son" if kind in ("Shartnoma", "Axborot xavfsizligi chorasi") else None,
                "link": f"https://kutubxona.uz/{number}" if number % 2 else None,
            }

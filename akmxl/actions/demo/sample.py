"""Make sample figures for a plan: a year as it goes in a town library, the same for the same seed.

Readers re-register in January to March, summer is quiet, nobody works on days off.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.spelling import fold
from akmxl.plan.period import month_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.plan.model import Plan

SampleRow = dict[str, object]

_SEASON = (1.03, 1.07, 1.1, 1.05, 0.99, 0.86, 0.8, 0.84, 1.02, 1.13, 1.08, 0.98)
_RENEWALS = (3.0, 2.5, 2.0, 1.0, 0.7, 0.5, 0.4, 0.4, 0.8, 0.6, 0.3, 0.2)
_SECTOR_SHARES = (30, 22, 14, 14, 6, 6, 8)
_ONCE = 5  # an item entered once a year is done in this month, or at the end of its window


@dataclass(frozen=True)
class Sample:
    """Figures up to a month: the day log's rows by date, typed months, the registers' rows.

    ``months`` are keyed by code and month (1 to 12); rows map a field to its value.
    """

    days: dict[date, SampleRow] = field(default_factory=dict)
    months: dict[tuple[str, int], int] = field(default_factory=dict)
    records: dict[str, list[SampleRow]] = field(default_factory=dict)


def sample(plan: Plan, last_month: int, seed: int = 2025) -> Sample:
    """Return figures for January to ``last_month`` of the plan's year."""
    random = Random(seed)
    records: dict[str, list[SampleRow]] = {
        "Tadbirlar": list(_events(plan, last_month)),
        "Malaka": list(_courses(plan, last_month)),
        "Matbuot": list(_articles(plan, last_month)),
        "Royxatlar": [*_contracts(plan, last_month), *_lists(plan, last_month)],
    }
    return Sample(_days(plan, last_month, random), _months(plan, last_month), records)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole shares of a total by weights; the largest remainders get what is left."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def _days(plan: Plan, last_month: int, random: Random) -> dict[date, SampleRow]:
    """Return the day log: each month's share of the plan over its working days, visits by sector."""
    rows: dict[date, SampleRow] = {}
    sectors = Random(plan.year)  # of its own, so that all other figures are as they were
    for field_, code in plan.settings.daily_items.items():
        weights = _RENEWALS if field_ == "renewed_readers" else _SEASON
        for month, total in enumerate(spread(plan.items[code].plan or 0, weights)[:last_month], 1):
            days = _working_days(plan, month)
            for day, count in zip(days, spread(total, [random.uniform(0.7, 1.3) for _ in days]), strict=True):
                values = rows.setdefault(day, {})
                if field_ == "visits":
                    shares = [share * sectors.uniform(0.6, 1.4) for share in _SECTOR_SHARES]
                    values.update(zip(plan.settings.sectors, spread(count, shares), strict=True))
                else:
                    values[field_] = count
    return rows


def _working_days(plan: Plan, month: int) -> list[date]:
    end = month_end(plan.year, month)
    days = (date(plan.year, month, day) for day in range(1, end.day + 1))
    return [day for day in days if plan.settings.is_working_day(day)]


def _months(plan: Plan, last_month: int) -> dict[tuple[str, int], int]:
    """Return the typed months: monthly items by season, items entered once in one month."""
    months: dict[tuple[str, int], int] = {}
    for item in plan.items.values():
        if item.kind == "task" and item.window:
            months[item.code, item.window[-1]] = 1
        if item.source != "typed" or not item.plan or item.window is None:
            continue
        if item.rhythm == "monthly":
            for month, value in enumerate(spread(item.plan, _SEASON), 1):
                months[item.code, month] = value
        else:
            months[item.code, _ONCE if _ONCE in item.window else item.window[-1]] = item.plan
    return {key: value for key, value in months.items() if key[1] <= last_month}


def _kind(plan: Plan, code: str, nth: int = 0) -> str:
    """Return a kind of event that counts first of all for the item; the ``nth`` where several do."""
    kinds = plan.settings.event_kinds
    names = [name for name in plan.settings.event_kind_names if kinds[fold(name)][:1] == (code,)]
    return names[nth % len(names)]


# Item, days of the month, months, title: the events of a year.
_EVENTS: tuple[tuple[str, int, tuple[int, ...], str], ...] = (
    ("I.2", 14, tuple(range(1, 13)), "“Kitobxon ona — kitobxon bola” uchrashuvi"),
    ("I.3", 24, (1, 3, 5, 7, 9, 11), "“Inson huquqlari — oliy qadriyat” davra suhbati"),
    ("I.6", 24, (2, 8, 10), "“Xotira — abadiy” adabiy kechasi"),
    ("18", 24, (4, 6, 12), "Yangi kitoblar taqdimoti"),
    ("19.2", 6, tuple(range(1, 13)), "Mahallada ko‘chma kutubxona"),
    ("19.2", 17, tuple(range(1, 13)), "Maktabda kitobxonlik soati"),
    ("19.2", 27, tuple(range(1, 13)), "Bog‘da o‘quv zali"),
    ("20", 18, (2, 5, 8, 11), "“Kitobxonlar klubi” yig‘ilishi"),
    ("4", 11, (2, 3, 5, 6, 8), "Foydalanuvchilar so‘rovnomasi"),
    ("34", 20, (3, 4, 6, 9, 11), "Mahalliy televideniyeda chiqish"),
    ("6", 21, (5,), "“Central Asia” konferensiyasi"),
    ("7", 15, (4,), "INFOLIB haftaligi"),
    ("8", 22, (10, 10, 11, 11, 12), "“Kitobxonlik haftaligi”"),
)


def _events(plan: Plan, last_month: int) -> Iterator[SampleRow]:
    rows = [
        (_working_day(plan, month, day), code, title, month)
        for code, day, months, title in _EVENTS
        for month in months
        if month <= last_month
    ]
    for nth, (day, code, title, month) in enumerate(sorted(rows, key=lambda row: row[0])):
        people = 18 + (nth * 7) % 25
        yield {
            "date": day,
            "event_kind": _kind(plan, code, month),
            "title": title,
            "place": "Shahar bo‘ylab" if code in ("19.2", "34") else "Markazning o‘quv zali",
            "participants": people,
            "women": people * 6 // 10,
            "children": people // 3,
            "partner": "Mahalla fuqarolar yig‘ini" if code == "I.2" else None,
            "responsible": f"{nth % 4 + 1}-xodim",
            "link": f"https://t.me/shirin_akm/{100 + nth}"
            if code in ("I.2", "I.3", "I.6", "7", "8")
            else None,
        }


def _working_day(plan: Plan, month: int, day: int) -> date:
    """Return the first working day of the month from a day on, or the month's last one."""
    days = _working_days(plan, month)
    return next((one for one in days if one.day >= day), days[-1])


def _courses(plan: Plan, last_month: int) -> Iterator[SampleRow]:
    courses = ((2, "31", "Kutubxona ishi asoslari"), (4, "31.1", "Manfaatlar to‘qnashuvi testi"),
               (5, "31", "Elektron katalog"), (6, "31", "Kitobxon bilan muloqot"),
               (6, "31.3", "Mualliflik huquqi va turdosh huquqlar"),
               (9, "31", "Raqamlashtirish"), (11, "31", "Bibliografik yozuv"))  # fmt: skip
    for nth, (month, code, course) in enumerate(courses, 1):
        if month <= last_month:
            yield {
                "date": _working_day(plan, month, 19),
                "code": code,
                "person": f"{nth}-xodim",
                "post": "Kutubxonachi",
                "course": course,
                "organiser": "Viloyat axborot-kutubxona markazi",
                "hours": 36 if code == "31" else 2,
                "result": "Sertifikat",
            }


def _articles(plan: Plan, last_month: int) -> Iterator[SampleRow]:
    counts = spread(plan.items["22"].plan or 0, [1.0] * 12)
    for month, count in enumerate(counts[:last_month], 1):
        for nth in range(count):
            yield {
                "date": _working_day(plan, month, 9 + 6 * nth),
                "code": "22",
                "author": f"{nth + 1}-xodim",
                "title": f"Shirin shahri tarixidan, {month}.{nth + 1}",
                "publication": "Toshkent: Sharq" if month % 3 == 0 else f"Viloyat gazetasi. – № {month * 8}",
                "year_published": plan.year,
                "record_kind": "Kitob" if month % 3 == 0 else "Maqola",
            }


def _contracts(plan: Plan, last_month: int) -> Iterator[SampleRow]:
    places = ("1-maktab", "2-maktab", "3-bog‘cha", "Mahalla idorasi", "Poliklinika", "Kollej")
    for nth, place in enumerate(places, 1):
        month = 1 if nth <= 4 else 4
        if month <= last_month:
            yield {
                "date": _working_day(plan, month, 20),
                "list_kind": "Shartnoma",
                "code": "19.1",
                "title": place,
                "details": "Nostatsionar xizmat ko‘rsatish to‘g‘risida",
                "quantity": 1,
                "document": f"{nth}-son",
            }


_LIBRARY = (
    "manzil: {}; muassis: {}-fuqaro; tashkil etilgan: {}; fond: {}; kitobxonlar: {}; yordam: kitoblar berildi"
)
_FIND = (
    "turi: bosma kitob; yili: 1911; yozuvi: arab; egasi: 3-fuqaro; joyi: egasining uyida; holati: qoniqarli; "
    "raqamlashtirilgan: fevral; sahifa: 64"
)
_ATTENDED = (
    "lavozim: {}; tadbir: {}; tashkilotchi: O‘zbekiston Milliy kutubxonasi; soat: 8; natija: sertifikat"
)
# Months, kind, code, name, details, quantity: rows of the other lists.
_LISTS: tuple[tuple[tuple[int, ...], str, str, str, str, int], ...] = (
    (
        (1,),
        "Xususiy kutubxona",
        "I.1",
        "“Ma’rifat” kutubxonasi",
        _LIBRARY.format("Navoiy ko‘chasi, 5-uy", 1, 2019, 1200, 85),
        1,
    ),
    (
        (5,),
        "Xususiy kutubxona",
        "I.1",
        "“Ziyo” kutubxonasi",
        _LIBRARY.format("Bog‘ishamol mahallasi", 2, 2024, 640, 32),
        1,
    ),
    ((2,), "Jadid merosi materiali", "I.5", "Behbudiy. Padarkush", _FIND, 1),
    ((4,), "Brayl alifbosidagi adabiyot", "I.4", "Oybek. Navoiy", "viloyat kutubxonasidan olindi", 5),
    (
        (3,),
        "Tadbir ishtirokchisi",
        "5",
        "1-xodim",
        _ATTENDED.format("bo‘lim mudiri", "ilmiy nashrlar seminari"),
        1,
    ),
    ((5,), "Tadbir ishtirokchisi", "6", "2-xodim", _ATTENDED.format("kutubxonachi", "“Central Asia”"), 1),
    (
        (2, 3, 5, 6, 8),
        "So‘rovnoma natijasi",
        "4",
        "Xizmatdan mamnunlar",
        "so‘rovda 40 kitobxon qatnashdi",
        34,
    ),
    (
        (2, 5, 8, 11),
        "Axborot xavfsizligi chorasi",
        "30",
        "Antivirus yangilandi",
        "zararli dastur topilmadi",
        1,
    ),
)


def _lists(plan: Plan, last_month: int) -> Iterator[SampleRow]:
    """Yield the rows of the other lists; of what was digitised a row a month, with the month's pages."""
    pages = spread(plan.items["29"].plan or 0, _SEASON) if "29" in plan.items else []
    digitised = (
        (
            (month,),
            "Raqamlashtirilgan nashr",
            "29",
            f"“Shirin” gazetasi, {month}-jild",
            f"yili: {1990 + month}",
            count,
        )
        for month, count in enumerate(pages, 1)
    )
    for months, kind, code, title, details, quantity in (*_LISTS, *digitised):
        for month in months:
            if month <= last_month and code in plan.items:
                yield {
                    "date": _working_day(plan, month, 21),
                    "list_kind": kind,
                    "code": code,
                    "title": title,
                    "details": details,
                    "quantity": quantity,
                }

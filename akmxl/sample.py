"""Sample figures for a plan: a year as it goes in a town library, the same for the same seed.

Readers re-register in January to March, summer is quiet, nobody works on days off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from akmxl.period import month_end
from akmxl.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.model import Plan

Row = dict[str, object]

_SEASON = (1.03, 1.07, 1.1, 1.05, 0.99, 0.86, 0.8, 0.84, 1.02, 1.13, 1.08, 0.98)
_RENEWALS = (3.0, 2.5, 2.0, 1.0, 0.7, 0.5, 0.4, 0.4, 0.8, 0.6, 0.3, 0.2)
_SECTOR_SHARES = (30, 22, 14, 14, 6, 6, 8)
_ONCE = 5  # an item entered once a year is done in this month, or at the end of its window


@dataclass(frozen=True)
class Sample:
    """Figures up to a month: the day log's rows by date, typed months, the registers' rows."""

    days: dict[date, Row] = field(default_factory=dict)
    months: dict[tuple[str, int], int] = field(default_factory=dict)
    records: dict[str, list[Row]] = field(default_factory=dict)


def sample(plan: Plan, last_month: int, seed: int = 2025) -> Sample:
    """Figures for January to ``last_month`` of the plan's year."""
    random = Random(seed)
    records: dict[str, list[Row]] = {
        "Tadbirlar": list(_events(plan, last_month)),
        "Malaka": list(_courses(plan, last_month)),
        "Matbuot": list(_articles(plan, last_month)),
        "Royxatlar": list(_contracts(plan, last_month)),
    }
    return Sample(_days(plan, last_month, random), _months(plan, last_month), records)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares of a total by weights; the largest remainders get what is left."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def _days(plan: Plan, last_month: int, random: Random) -> dict[date, Row]:
    """The day log: each month's share of the plan over its working days, visits by sector."""
    rows: dict[date, Row] = {}
    for field_, code in plan.settings.daily_items.items():
        weights = _RENEWALS if field_ == "renewed_readers" else _SEASON
        for month, total in enumerate(spread(plan.items[code].plan or 0, weights)[:last_month], 1):
            days = _working_days(plan, month)
            for day, count in zip(days, spread(total, [random.uniform(0.7, 1.3) for _ in days]), strict=True):
                values = rows.setdefault(day, {})
                if field_ == "visits":
                    values.update(zip(plan.settings.sectors, spread(count, _SECTOR_SHARES), strict=True))
                else:
                    values[field_] = count
    return rows


def _working_days(plan: Plan, month: int) -> list[date]:
    end = month_end(plan.year, month)
    days = (date(plan.year, month, day) for day in range(1, end.day + 1))
    return [day for day in days if plan.settings.is_working_day(day)]


def _months(plan: Plan, last_month: int) -> dict[tuple[str, int], int]:
    """The typed months: monthly items by season, items entered once in one month."""
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
    """A kind of event that counts for the item; ``nth`` where several do."""
    names = [name for name in plan.settings.event_kind_names if code in _codes(plan, name)]
    return names[nth % len(names)]


def _codes(plan: Plan, kind: str) -> tuple[str, ...]:
    return plan.settings.event_kinds[fold(kind)]


# Item, days of the month, months, title: the events of a year.
_EVENTS: tuple[tuple[str, int, tuple[int, ...], str], ...] = (
    ("I.2", 14, tuple(range(1, 13)), "“Kitobxon ona — kitobxon bola” uchrashuvi"),
    ("18", 24, tuple(range(1, 13)), "Yangi kitoblar taqdimoti"),
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


def _events(plan: Plan, last_month: int) -> Iterator[Row]:
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
            "place": "Markazning o‘quv zali" if code in ("18", "20", "I.2") else "Shahar bo‘ylab",
            "participants": people,
            "women": people * 6 // 10,
            "children": people // 3,
            "partner": "Mahalla fuqarolar yig‘ini" if code == "I.2" else None,
            "responsible": f"{nth % 4 + 1}-xodim",
        }


def _working_day(plan: Plan, month: int, day: int) -> date:
    """The working day of the month nearest after a day, or the last one."""
    days = _working_days(plan, month)
    return next((one for one in days if one.day >= day), days[-1])


def _courses(plan: Plan, last_month: int) -> Iterator[Row]:
    courses = ((2, "31", "Kutubxona ishi asoslari"), (4, "31.1", "Manfaatlar to‘qnashuvi testi"),
               (5, "31", "Elektron katalog"), (6, "31", "Kitobxon bilan muloqot"),
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


def _articles(plan: Plan, last_month: int) -> Iterator[Row]:
    counts = spread(plan.items["22"].plan or 0, [1.0] * 12)
    for month, count in enumerate(counts[:last_month], 1):
        for nth in range(count):
            yield {
                "date": _working_day(plan, month, 9 + 6 * nth),
                "code": "22",
                "author": f"{nth + 1}-xodim",
                "title": f"Shirin shahri tarixidan, {month}.{nth + 1}",
                "publication": "Viloyat gazetasi",
                "year_published": plan.year,
                "record_kind": "Maqola",
            }


def _contracts(plan: Plan, last_month: int) -> Iterator[Row]:
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

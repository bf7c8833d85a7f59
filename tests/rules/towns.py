"""Towns of the corpus: libraries with ways of their own, and the years that they live through.

``corpus/towns.toml`` tells the ways of each: how its seasons go, when it is closed, whether it opens on
Sundays, how large it is, whether it does what it plans. Nothing goes wrong in these years: what a rule says
of one is a wolf. Small counts scatter as small counts do, loans follow visits, whatever was not done in a
month that expects it is written down as 0, and the reports go out in time.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from math import sqrt
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from cases.bases import add_last_year
from cases.edits import fill as type_table
from making_plans import fill, make_plan
from running import put

from akmxl.actions.demo.sample import spread
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.reading.plan import read_plan

from .years import SECTORS, Year, working_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from akmxl.plan.model import Item, Plan

    Months = dict[tuple[str, int], int]
    Row = dict[str, object]

CORPUS = Path(__file__).parent / "corpus"
FIRST_PERIOD = "2025-01"
MONTHS = range(1, 13)
SEASONS = {
    "even": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "summer dip": (1.0, 1.05, 1.1, 1.1, 1.0, 0.8, 0.7, 0.75, 1.0, 1.1, 1.1, 1.1),
    "school year": (1.0, 1.2, 1.2, 1.2, 1.1, 0.5, 0.35, 0.4, 1.3, 1.4, 1.3, 1.05),
    "summer readers": (0.8, 0.8, 0.8, 0.9, 1.0, 1.4, 1.6, 1.5, 0.9, 0.8, 0.8, 0.7),
    "cold winter": (0.55, 0.6, 0.95, 1.15, 1.2, 1.1, 1.1, 1.1, 1.15, 1.2, 1.1, 0.8),
    "harvest": (1.1, 1.15, 1.15, 1.1, 1.05, 0.9, 0.85, 0.9, 0.65, 0.6, 1.2, 1.35),
}
RENEWALS = {
    "in January": (3.0, 2.5, 2.0, 1.0, 0.7, 0.5, 0.4, 0.4, 0.8, 0.6, 0.4, 0.3),
    "in September": (1.4, 1.2, 1.0, 0.7, 0.6, 0.4, 0.3, 0.4, 2.6, 1.9, 1.0, 0.6),
    "all year": (1.2, 1.1, 1.1, 1.0, 1.0, 0.9, 0.9, 0.9, 1.0, 1.0, 1.0, 0.9),
}
_DAILY = {"visits": "16", "loans": "17", "new_readers": "15.1", "renewed_readers": "15.2"}
_SCALED = ("9.2", "9.4.1", "9.4.2", "11", "13.1", "13.2", "14.1", "14.2", "15.1", "15.2", "16", "17", "29")
_SUMS = {"9.4": ("9.4.1", "9.4.2"), "9": ("9.2", "9.4"), "15": ("15.1", "15.2")}
_BATCHES = ("9.2", "9.4.1", "9.4.2")  # books come when they come
_TITLES = {
    "I.2": ("“Kitobxon ona — kitobxon bola” uchrashuvi", "Onalar va bolalar mutolaasi"),
    "I.3": ("“Inson huquqlari — oliy qadriyat” davra suhbati", "Konstitutsiya bilimdonlari"),
    "I.6": ("“Xotira — abadiy” adabiy kechasi", "Jadidlar yodi"),
    "18": ("Yangi kitoblar taqdimoti", "Navoiy g‘azallari kechasi", "Bobur ijodiga bag‘ishlangan ko‘rgazma",
           "Navro‘z va kitob", "Yosh kitobxon tanlovi", "“Bir kitob ustida” suhbati"),
    "19.2": ("Mahallada ko‘chma kutubxona", "Maktabda kitobxonlik soati", "Bog‘da o‘quv zali",
             "Poliklinikada mutolaa burchagi"),
    "20": ("“Kitobxonlar klubi” yig‘ilishi",),
    "4": ("Foydalanuvchilar so‘rovnomasi",),
    "34": ("Mahalliy televideniyeda chiqish", "Viloyat radiosida suhbat"),
    "6": ("“Central Asia” konferensiyasi",),
    "7": ("INFOLIB haftaligi",),
    "8": ("Kitobxonlik haftaligining ochilishi", "Eng faol kitobxon", "Kitob sayli", "Oilaviy mutolaa",
          "Kitobxonlik haftaligining yopilishi"),
}  # fmt: skip
_COURSES = ("Kutubxona ishi asoslari", "Elektron katalog", "Kitobxon bilan muloqot", "Raqamlashtirish",
            "Bibliografik yozuv", "Bolalar bilan ishlash")  # fmt: skip
_PLACES = ("1-maktab", "2-maktab", "3-bog‘cha", "Mahalla idorasi", "Poliklinika", "Kollej")
_ATTENDED = "lavozim: bo‘lim mudiri; tadbir: seminar; tashkilotchi: MK; soat: 8; natija: sertifikat"


@dataclass(frozen=True)
class Town:
    """The ways of a town's library."""

    name: str
    seed: int = 0
    season: str = "summer dip"
    renewals: str = "in January"
    size: float = 1.0  # the plan, as a multiple of the shipped one
    level: float = 1.0  # what is done, as a share of what is planned
    growth: float = 0.0  # against last year, as a share
    second: bool = False  # last year's months are known
    closed: tuple[int, ...] = ()  # months in which the house is shut, in both years
    closed_left_blank: bool = False  # nobody types 0 into such a month
    shut: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # the same for single items
    sundays: bool = False  # open on Sundays too
    week: int = 6
    sectors: tuple[int, ...] = SECTORS  # their shares of the visits
    scatter: float = 0.06  # of a typed month, beside what chance does to a small count
    behind: int = 0  # days by which entering lags
    in_one_figure: tuple[int, ...] = ()  # months that Kundalik does not have day by day
    by_contract: bool = True  # books come in the same months each year, else as they come
    round: bool = False  # figures of the larger typed rows are estimates in tens
    switched_off: Mapping[str, str] = field(default_factory=dict)  # rules, and why the office does without
    explained: tuple[str, ...] = ()  # rules that are right to ask here; the office gives its reasons

    @property
    def open_months(self) -> tuple[int, ...]:
        return tuple(month for month in MONTHS if month not in self.closed)

    def planned(self) -> dict[str, int]:
        """The plan of a town of its size."""
        shipped = _shipped_plan().items
        planned = {code: max(12, round((shipped[code].plan or 0) * self.size)) for code in _SCALED}
        for total, parts in _SUMS.items():
            planned[total] = sum(planned[part] for part in parts)
        return planned

    def is_shut(self, code: str, month: int) -> bool:
        return month in self.closed or month in self.shut.get(code, ())


@cache
def towns() -> dict[str, Town]:
    """All towns of the corpus by name."""
    entries: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "towns.toml").read_text("utf-8"))
    return {
        name: Town(name, **{key: _frozen(value) for key, value in ways.items()})
        for name, ways in entries.items()
    }


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(own) for key, own in value.items()}
    return tuple(value) if isinstance(value, list) else value


@cache
def _shipped_plan() -> Plan:
    from .years import shipped_opened

    return shipped_opened().plan


# -- the year ------------------------------------------------------------------------------------------


class TownYear:
    """What a town does in a year, and did in the year before."""

    def __init__(self, town: Town, plan: Plan) -> None:
        self.town, self.plan = town, plan
        self.year = Year(behind=town.behind)
        self.logged: Months = {}  # the months of the day log
        self._days()
        self._months()
        self._registers()
        self._zeros()
        if town.second:
            self._last_year()

    def _random(self, what: str) -> Random:
        """A stream of its own for each row: a change of one leaves the others as they are."""
        return Random(f"{self.town.seed} {what}")

    def _amounts(self, code: str, random: Random, weights: Iterable[float], total: float) -> list[int]:
        """Twelve months of a row: its season, and the scatter that chance gives to counts of that size."""
        town, mean = self.town, total / max(1, len(self.town.open_months))
        scatter = min(0.5, sqrt(town.scatter**2 + 1 / max(mean, 1)))
        noisy = [w * min(1.9, max(0.15, random.gauss(1, scatter))) for w in weights]
        noisy = [0.0 if town.is_shut(code, month) else w for month, w in enumerate(noisy, 1)]
        return spread(round(total), noisy)

    # -- day by day

    def _days(self) -> None:
        random = self._random("days")
        town, planned = self.town, self.plan.items
        season = SEASONS[town.season]
        visits = self._amounts(
            "16", random, season, (planned["16"].plan or 0) * town.level * random.uniform(0.98, 1.02)
        )
        ratio = (planned["17"].plan or 0) / (planned["16"].plan or 1)
        sums = {
            "visits": visits,
            "loans": [round(n * ratio * random.gauss(1, 0.05)) for n in visits],
            "new_readers": self._amounts(
                "15.1", random, [(1 + w) / 2 for w in season], (planned["15.1"].plan or 0) * town.level
            ),
            "renewed_readers": self._amounts(
                "15.2", random, RENEWALS[town.renewals], (planned["15.2"].plan or 0) * min(town.level, 1.0)
            ),
        }
        for name, months in sums.items():
            for month, total in enumerate(months, 1):
                self.logged[_DAILY[name], month] = total
                if month in town.in_one_figure:
                    self.year.months[_DAILY[name], month] = total
                elif month not in town.closed:
                    self._spread_days(name, month, total, self._random(f"{name} {month}"))

    def _spread_days(self, name: str, month: int, total: int, random: Random) -> None:
        days = self._open_days(month)
        crowds = random.sample(days, 2)  # a school class, an excursion
        weights = [
            random.uniform(0.6, 1.4) * (2.5 if day in crowds else 0.5 if day.weekday() == 6 else 1)
            for day in days
        ]
        for day, count in zip(days, spread(total, weights), strict=True):
            row = self.year.days.setdefault(day, {})
            if name == "visits":
                shares = [share * random.uniform(0.5, 1.5) for share in self.town.sectors]
                row.update(zip(self.plan.settings.sectors, spread(count, shares), strict=True))
            else:
                row[name] = count

    def _open_days(self, month: int) -> list[date]:
        days = working_days(self.plan, month)
        if not self.town.sundays:
            return days
        sundays = [day + timedelta(days=1) for day in days if day.weekday() == 5]
        holidays = self.plan.settings.holidays
        return sorted({*days, *(d for d in sundays if d.month == month and d not in holidays)})

    # -- month by month

    def _months(self) -> None:
        months = self.year.months
        for item in self.plan.items.values():
            random = self._random(item.code)
            if item.source != "typed" or not item.window:
                continue
            if item.kind == "task":
                months[item.code, random.choice(item.window)] = 1
            elif item.plan and item.rhythm == "once":
                months[item.code, random.choice([m for m in item.window if m > 2] or item.window)] = item.plan
            elif item.plan:
                for month, value in enumerate(self._typed_row(item, random), 1):
                    months[item.code, month] = value
        self._catalogue(self._random("catalogue"))

    def _typed_row(self, item: Item, random: Random) -> list[int]:
        total = (item.plan or 0) * self.town.level * random.uniform(0.97, 1.04)
        if item.code in _BATCHES:
            return self._batches(item.code, round(total), random)
        row = self._amounts(item.code, random, SEASONS[self.town.season], total)
        return [round(value, -1) for value in row] if self.town.round and total > 600 else row

    def _batches(self, code: str, total: int, random: Random) -> list[int]:
        """Deliveries: a large one a quarter, small gifts between them."""
        row = [0] * 12
        agreed = Random(f"{self.town.seed} {code}") if self.town.by_contract else random
        months = [[m for m in range(q, q + 3) if not self.town.is_shut(code, m)] for q in (1, 4, 7, 10)]
        for quarter, copies in zip(months, spread(total, [len(q) for q in months]), strict=True):
            if quarter:
                big = agreed.choice(quarter[:2])
                few = spread(copies, [6 if month == big else random.uniform(0.3, 1.3) for month in quarter])
                for month, count in zip(quarter, few, strict=True):
                    row[month - 1] = count
        return row

    def _catalogue(self, random: Random) -> None:
        """Copies enter the union catalogue in their month, a few in the next one."""
        waiting = 0
        for month in MONTHS:
            copies = sum(self.year.months.get((code, month), 0) for code in _BATCHES)
            later = 0 if month == 12 else round(copies * random.uniform(0.05, 0.15))
            if self.town.is_shut("13.2", month):
                later, copies = waiting + copies, 0
                self.year.months["13.2", month] = 0
            else:
                self.year.months["13.2", month] = copies + waiting - later
            waiting = later

    # -- row by row

    def _registers(self) -> None:
        records = self.year.records
        records[registers.EVENTS] = []
        for item in self.plan.items.values():
            if item.source == registers.EVENTS and item.plan:
                records[registers.EVENTS] += self._events(item, self._random(item.code))
        records[registers.TRAINING] = [
            {"date": day, "code": code, "person": f"{nth}-xodim", "post": "Kutubxonachi", "course": course,
             "organiser": "Viloyat axborot-kutubxona markazi", "hours": hours, "result": "Sertifikat"}
            for code in ("31", "31.1")
            for random in [self._random(code)]
            for nth, day in enumerate(self._dates(self.plan.items[code], random), 1)
            for course, hours in [_training(code, nth, random)]
        ]  # fmt: skip
        records[registers.PRESS] = [
            {"date": day, "code": "22", "author": f"{nth % 5 + 1}-xodim", "title": title,
             "publication": f"Viloyat gazetasi. – № {nth * 3}", "year_published": self.plan.year,
             "record_kind": "Maqola"}
            for nth, day in enumerate(self._dates(self.plan.items["22"], self._random("22")), 1)
            for title in [f"{_SUBJECTS[nth % len(_SUBJECTS)]}: {_PLACES[nth // 10 % len(_PLACES)]}"]
        ]  # fmt: skip
        records[registers.LISTS] = [*self._contracts(self._random("contracts")), *self._lists()]

    def _events(self, item: Item, random: Random) -> Iterator[Row]:
        settings = self.plan.settings
        kinds = [name for name in settings.event_kind_names if item.code in settings.event_kinds[fold(name)]]
        months: set[int] = set()
        for nth, day in enumerate(self._dates(item, random)):
            kind = kinds[nth % len(kinds)]
            if item.code == "18" and day.month not in months:  # each month has its mothers' day
                kind = "Kitobxon onalar kuni"
            months.add(day.month)
            titles = _TITLES[settings.event_kinds[fold(kind)][0]]
            yield {"date": day, "event_kind": kind, "title": titles[nth % len(titles)],
                   **_who_came(item.code, random),
                   "responsible": f"{nth % 4 + 1}-xodim"}  # fmt: skip

    def _dates(self, item: Item, random: Random) -> list[date]:
        """As many days as are planned, each on a day of its own, where the item is not shut."""
        window = [m for m in item.window or MONTHS if not self.town.is_shut(item.code, m)]
        count = round((item.plan or 0) * min(1.15, max(0.9, self.town.level)))
        if count >= 2 * len(window):
            each = spread(count, [random.uniform(0.7, 1.3) for _ in window])
            months = [month for month, n in zip(window, each, strict=True) for _ in range(n)]
        else:  # by quarters, as they are reported
            quarters = sorted({(month - 1) // 3 for month in window})
            months = [random.choice([m for m in window if (m - 1) // 3 == quarters[n % len(quarters)]])
                      for n in range(count)]  # fmt: skip
        taken: list[date] = []
        for month in sorted(months):
            free = [day for day in working_days(self.plan, month)
                    if all(abs((day - one).days) > 1 for one in taken)]  # fmt: skip
            taken.append(random.choice(free or working_days(self.plan, month)))
        return sorted(taken)

    def _contracts(self, random: Random) -> Iterator[Row]:
        """Four contracts at the beginning, two more in spring: the six that are planned."""
        first, later = self._open_days(self.town.open_months[0]), self._open_days(4)
        days = [*sorted(random.sample(first, 4)), *sorted(random.sample(later, 2))]
        for nth, (day, place) in enumerate(zip(days, _PLACES, strict=True), 1):
            yield {"date": day, "list_kind": "Shartnoma", "code": "19.1", "title": place,
                   "details": "Nostatsionar xizmat ko‘rsatish to‘g‘risida", "quantity": 1,
                   "document": f"{nth}-son"}  # fmt: skip

    def _lists(self) -> Iterator[Row]:
        """What reports list beside or instead of a figure: digitised pages, people who took part."""
        for (code, month), pages in self.year.months.items():
            if code == "29" and pages:
                yield {"date": working_days(self.plan, month)[-1], "list_kind": "Raqamlashtirilgan nashr",
                       "code": "29", "title": f"“Shirin” gazetasi, {month}-jild", "quantity": pages,
                       "details": f"yili: {1950 + month}"}  # fmt: skip
            if code == "5" and pages:
                yield self._attended(working_days(self.plan, month)[-1], code)
        for event in self.year.records[registers.EVENTS]:
            if "6" in self.plan.settings.event_kinds[fold(str(event["event_kind"]))]:
                yield self._attended(event["date"], "6")

    def _attended(self, day: object, code: str) -> Row:
        return {"date": day, "list_kind": "Tadbir ishtirokchisi", "code": code, "title": "2-xodim",
                "details": _ATTENDED, "quantity": 1}  # fmt: skip

    # -- what was not done, and what was done a year ago

    def _sums(self) -> Months:
        """Every month of every row, typed or from a register."""
        sums = {**self.year.months, **self.logged}
        for record in self.year.records[registers.EVENTS]:
            for code in self.plan.settings.event_kinds[fold(str(record["event_kind"]))]:
                if self.plan.items[code].source == registers.EVENTS:
                    self._count(sums, code, record)
        for name in (registers.TRAINING, registers.PRESS):
            for record in self.year.records[name]:
                self._count(sums, str(record["code"]), record)
        return sums

    def _count(self, sums: Months, code: str, record: Row) -> None:
        month: int = record["date"].month  # type: ignore[attr-defined]
        sums[code, month] = sums.get((code, month), 0) + 1

    def _zeros(self) -> None:
        """Where a month expects a figure and nothing was done, 0 is typed, over a formula too."""
        done = self._sums()
        for item in self.plan.items.values():
            if item.rhythm != "monthly" or item.source in (registers.JOURNAL, "computed"):
                continue
            for month in item.window or ():
                if not done.get((item.code, month)) and item.plan:
                    self.year.months.setdefault((item.code, month), 0)
        if self.town.closed_left_blank:
            for code, month in [key for key in self.year.months if key[1] in self.town.closed]:
                del self.year.months[code, month]

    def _last_year(self) -> None:
        """The year before: the same ways, less or more of it, and chance once more."""
        by_code: dict[str, int] = {}
        for (code, _), value in self._sums().items():
            by_code[code] = by_code.get(code, 0) + value
        for code, total in by_code.items():
            random = self._random(f"{code} last year")
            before = total / (1 + self.town.growth)
            if self.plan.items[code].adds_up == "stock":
                continue
            if code in _DAILY.values() or code in ("11", "13.1", "14.1", "14.2", "29"):
                weights = RENEWALS[self.town.renewals] if code == "15.2" else SEASONS[self.town.season]
                row = self._amounts(code, random, weights, before)
            elif code in _BATCHES:
                row = self._batches(code, round(before), random)
            else:  # as this year, some of it in the next month
                row = [self._sums().get((code, month), 0) for month in MONTHS]
                for month in range(11):
                    later = round(row[month] * random.uniform(0.05, 0.2))
                    row[month], row[month + 1] = row[month] - later, row[month + 1] + later
            self.year.last_year.update({(code, month): value for month, value in enumerate(row, 1)})


def _training(code: str, nth: int, random: Random) -> tuple[str, int]:
    """A course and its hours; a test in the net takes two."""
    if code == "31.1":
        return "Manfaatlar to‘qnashuvi testi", 2
    return _COURSES[nth % len(_COURSES)], random.choice((24, 36, 36, 72))


def _who_came(code: str, random: Random) -> Row:
    """Where an event is and who comes to it; nobody is counted before a screen."""
    if code == "34":
        return {"place": "Viloyat teleradiokompaniyasi"}
    people = max(8, round(random.gauss(36, 11)))
    return {"place": "Markazning o‘quv zali", "participants": people,
            "women": round(people * random.uniform(0.3, 0.8)),
            "children": round(people * random.uniform(0, 0.5))}  # fmt: skip


_SUBJECTS = ("Shahar tarixidan", "Sug‘diyona yo‘llarida", "Ustoz va shogird", "Mahalla nafasi", "Suv yo‘li",
             "Paxtazor ertagi", "Ko‘hna hikoyat", "Yangi avlod", "Bog‘bonlar", "Hunarmandlar")  # fmt: skip


# -- the file ------------------------------------------------------------------------------------------


def make_town(path: Path, town: Town, today: date, *, letters: bool = True) -> None:
    """Write a town's workbook as it stands on a day; the journal says which letters went out."""
    make_plan(path, planned=town.planned(), first_period=FIRST_PERIOD)
    if town.week != 6:
        place = PlanFile.open(path).named_place(layout.WORK_WEEK)
        assert place is not None
        put(path, {(place.sheet, place.row, place.column): town.week})
    if town.switched_off:
        rows = [(rule, "~", "o‘chirilgan", why) for rule, why in town.switched_off.items()]
        type_table(path, str(layout.THRESHOLDS.table), ("Qoida", "Band", "Chegara", "Izoh"), rows)
    plan = read_plan(PlanFile.open(path))
    known = TownYear(town, plan).year.known(plan, today)
    if not letters:
        del known.records[registers.JOURNAL]
    fill(path, known)
    if town.second:
        add_last_year(path, known.last_year)
    _type_last_year(path, town, known.last_year)


def _type_last_year(path: Path, town: Town, months: Months) -> None:
    """Last year's figures in the plan's column; where its months are known, their sums."""
    sums: dict[str, int] = {}
    for (code, _), value in months.items():
        sums[code] = sums.get(code, 0) + value
    if not town.second:
        printed = {code: _shipped_plan().items[code].previous.value for code in _SCALED}
        sums = {code: round(value * town.size) for code, value in printed.items() if value}
    for total, parts in _SUMS.items():
        sums[total] = sum(sums.get(part, 0) for part in parts)
    view = PlanFile.open(path).views[layout.PLAN]
    rows = {code: places[0].row for code, places in code_places(view).items()}
    put(path, {(view.name, rows[code], view.columns["previous"]): value for code, value in sums.items()})

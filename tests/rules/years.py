"""Realistic years of a town library, one for each seed, laid over the shipped plan in memory.

Readers re-register in January to March, summer is quiet, nobody works on days off, school classes come
at once, books are bought in batches, events crowd into spring and autumn, a service is sometimes a day or
two behind with its rows, reports go out in time. What is done is near the plan, never what the plan divided
by twelve would be."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from making_plans import day_cells, month_cells

from akmxl.actions.demo.sample import spread
from akmxl.core.spelling import fold
from akmxl.plan import registers as register_names
from akmxl.plan.owed import all_reports
from akmxl.plan.period import month_end
from akmxl.workbook import layout
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan

from .examples import Example, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.plan.model import Item, Plan

Row = dict[str, object]

SEASON = (1.0, 1.05, 1.1, 1.1, 1.0, 0.85, 0.8, 0.85, 1.0, 1.1, 1.1, 1.0)
RENEWALS = (3.0, 2.5, 2.0, 1.0, 0.7, 0.5, 0.4, 0.4, 0.8, 0.6, 0.4, 0.3)
EVENTS = (0.9, 1.0, 1.3, 1.3, 1.2, 0.8, 0.7, 0.7, 1.1, 1.2, 1.1, 0.9)
SECTORS = (30, 22, 14, 14, 6, 6, 8)
_CONFERENCE = "“Central Asia” konferensiyasida qatnashish"
_ATTENDED = "lavozim: bo‘lim mudiri; tadbir: konferensiya; tashkilotchi: MK; soat: 8; natija: sertifikat"
BOUGHT, GIVEN, CATALOGUED = ("9.2",), ("9.4.1", "9.4.2"), "13.2"


@dataclass
class Year:
    """A whole year; ``lay`` writes what is known of it on a day."""

    days: dict[date, Row] = field(default_factory=dict)
    months: dict[tuple[str, int], int] = field(default_factory=dict)
    records: dict[str, list[Row]] = field(default_factory=dict)
    last_year: dict[tuple[str, int], int] = field(default_factory=dict)
    behind: int = 0  # days by which entering lags

    @classmethod
    def of(cls, plan: Plan, seed: int, *, last_year: bool = False) -> Year:
        random = Random(seed)
        year = cls(behind=random.choice((0, 0, 0, 1, 2)))
        level = random.uniform(0.96, 1.08)  # of the plan
        parts = ("days", "months", "registers", "last year")  # a change of one leaves the others as they are
        days, months, registers, before = (Random(f"{seed} {part}") for part in parts)
        year._days(plan, days, level)
        year._months(plan, months, level)
        year._registers(plan, registers)
        if last_year:
            year._last_year(plan, before)
        return year

    def _days(self, plan: Plan, random: Random, level: float) -> None:
        sectors_of = Random(f"{level} sectors")  # of its own: where people go changes nothing else
        for name, code in plan.settings.daily_items.items():
            weights = RENEWALS if name == "renewed_readers" else SEASON
            most = 1.0 if name == "renewed_readers" else level  # only who was a reader can come back
            total = round((plan.items[code].plan or 0) * min(level, most) * random.uniform(0.98, 1.02))
            noisy = [weight * random.uniform(0.94, 1.06) for weight in weights]
            for month, sum_ in enumerate(spread(total, noisy), 1):
                days = working_days(plan, month)
                crowds = random.sample(days, 2)  # a school class, an excursion
                counts = spread(
                    sum_, [random.uniform(0.6, 1.4) * (3 if day in crowds else 1) for day in days]
                )
                for day, count in zip(days, counts, strict=True):
                    row = self.days.setdefault(day, {})
                    shares = [share * sectors_of.uniform(0.65, 1.35) for share in SECTORS]
                    sectors = zip(plan.settings.sectors, spread(count, shares), strict=True)
                    row.update(sectors if name == "visits" else {name: count})

    def _months(self, plan: Plan, random: Random, level: float) -> None:
        for item in plan.items.values():
            if item.kind == "task" and item.window:
                self.months[item.code, random.choice(item.window)] = 1
            elif item.source == "typed" and item.plan and item.window:
                self._row(item, random, level)
        acquired = [
            sum(self.months.get((code, month), 0) for code in BOUGHT + GIVEN) for month in range(1, 13)
        ]
        waiting = 0  # some of the month's copies are catalogued in the next
        for month, copies in enumerate(acquired, 1):
            later = round(copies * random.uniform(0.05, 0.15))
            self.months[CATALOGUED, month] = copies + waiting - later
            waiting = later

    def _row(self, item: Item, random: Random, level: float) -> None:
        window, plan = item.window or (), item.plan or 0
        if item.rhythm == "once":
            months = [month for month in window if month > 2] or window
            self.months[item.code, random.choice(months)] = plan
        elif item.code in BOUGHT + GIVEN:
            for quarter, copies in enumerate(spread(round(plan * level), [1, 1, 1, 1])):
                few = spread(copies, [random.uniform(0.5, 2) for _ in range(3)])
                batch = [copies - 1, 1, 0] if item.code in BOUGHT else few
                random.shuffle(batch)
                if batch[2] > batch[1]:  # not in the quarter's last days
                    batch[1], batch[2] = batch[2], batch[1]
                self.months.update({(item.code, 3 * quarter + n): v for n, v in enumerate(batch, 1)})
        else:
            noisy = [weight * random.uniform(0.88, 1.12) for weight in SEASON]
            for month, value in enumerate(spread(round(plan * level), noisy), 1):
                self.months[item.code, month] = value

    def _registers(self, plan: Plan, random: Random) -> None:
        self.records[register_names.EVENTS] = []
        for item in plan.items.values():
            if item.source == register_names.EVENTS and item.plan:
                self.records[register_names.EVENTS] += _events(plan, item, random)
        self.records[register_names.TRAINING] = [
            {"date": day, "code": code, "person": f"{nth}-xodim", "course": f"{nth}-kurs", "hours": 36}
            for code in ("31", "31.1")
            for nth, day in enumerate(_dates(plan, plan.items[code], random), 1)
        ]
        self.records[register_names.PRESS] = [
            {"date": day, "code": "22", "author": f"{nth % 5}-xodim", "title": f"Shahar tarixidan, {nth}"}
            for nth, day in enumerate(_dates(plan, plan.items["22"], random), 1)
        ]
        january, april = working_days(plan, 1), working_days(plan, 4)
        self.records[register_names.LISTS] = [
            {"date": random.choice(days), "list_kind": "Shartnoma", "code": "19.1", "title": f"{nth}-maktab",
             "quantity": 1}
            for days in (january, april)
            for nth in (range(1, 5) if days is january else range(5, 7))
        ]  # fmt: skip
        self.records[register_names.LISTS] += self._lists(plan)

    def _lists(self, plan: Plan) -> Iterator[Row]:
        """What reports list beside or instead of a figure: digitised pages, people who took part."""
        for (code, month), pages in self.months.items():
            if code == "29" and pages:
                yield _listed(
                    working_days(plan, month)[-1], "Raqamlashtirilgan nashr", code, pages, "yili: 1944"
                )
            if code == "5" and pages:
                yield _listed(working_days(plan, month)[-1], "Tadbir ishtirokchisi", code, 1, _ATTENDED)
        for event in self.records[register_names.EVENTS]:
            if event["event_kind"] == _CONFERENCE:
                yield _listed(event["date"], "Tadbir ishtirokchisi", "6", 1, _ATTENDED)

    def _last_year(self, plan: Plan, random: Random) -> None:
        """Each month of this year within 20 %, as a share of the year that the plan prints."""
        daily = {code: name for name, code in plan.settings.daily_items.items()}
        sums: dict[tuple[str, int], int] = dict(self.months)
        for code, name in daily.items():
            names = plan.settings.sectors if name == "visits" else (name,)
            for day, row in self.days.items():
                count = sum(int(str(row[one])) for one in names)
                sums[code, day.month] = sums.get((code, day.month), 0) + count
        for code in {code for code, _ in sums}:
            shares = [sums.get((code, month), 0) * random.uniform(0.92, 1.08) for month in range(1, 13)]
            before = plan.items[code].previous.value
            total = round(sum(shares)) if before is None else before
            self.last_year.update({(code, m): value for m, value in enumerate(spread(total, shares), 1)})

    def known(self, plan: Plan, today: date) -> Year:
        """What has been entered by a day, and the journal: each report went out on the day to send by."""
        last = today - timedelta(days=self.behind)
        return replace(
            self,
            days={day: row for day, row in self.days.items() if day <= last},
            months={key: n for key, n in self.months.items() if month_end(plan.year, key[1]) < last},
            records={
                name: sorted(
                    (row for row in rows if str(row["date"]) <= last.isoformat()),
                    key=lambda row: str(row["date"]),
                )
                for name, rows in self.records.items()
            }
            | {register_names.JOURNAL: list(_letters(plan, today))},
        )

    def lay(self, example: Example, today: date) -> None:
        """Write into an example what has been entered by a day."""
        opened, example.today = shipped_opened(), today
        known, views = self.known(opened.plan, today), opened.file.views
        for place, value in (*day_cells(opened, known.days), *month_cells(opened.file, known.months)):
            example.workbook.put(place.sheet, place.row, place.column, value)
        for name, records in known.records.items():
            view = views[name]
            for row, record in enumerate(records, view.first_row):
                for column, value in record.items():
                    if column in view.columns:
                        example.workbook.put(view.name, row, view.columns[column], value)
        if known.last_year:
            rows = example.add_last_year()
            for (code, month), value in known.last_year.items():
                example.workbook.put(layout.LAST_YEAR, rows[code], 1 + month, value)


def _listed(day: object, kind: str, code: str, quantity: int, details: str) -> Row:
    return {"date": day, "list_kind": kind, "code": code, "title": f"{code}-band, {day}", "details": details,
            "quantity": quantity}  # fmt: skip


def _letters(plan: Plan, today: date) -> Iterator[Row]:
    due = [owed for owed in all_reports(plan) if owed.send_by and owed.send_by < today]
    for nth, owed in enumerate(due, 1):
        yield {"report": owed.report.code, "period": str(owed.period), "state": "yuborildi", "version": 1,
               "number": f"01-15/{nth}", "sent": owed.send_by,
               "items": ", ".join(owed.report.items)}  # fmt: skip


def working_days(plan: Plan, month: int) -> list[date]:
    end = month_end(plan.year, month).day
    days = (date(plan.year, month, day) for day in range(1, end + 1))
    return [day for day in days if plan.settings.is_working_day(day)]


def _dates(plan: Plan, item: Item, random: Random) -> Iterator[date]:
    """As many days as the item's plan asks for, some in each month or quarter that expects one."""
    window, count = item.window or tuple(range(1, 13)), item.plan or 0
    weights = [EVENTS[month - 1] * random.uniform(0.9, 1.1) for month in window]
    if count >= 2 * len(window):
        months = [m for m, n in zip(window, spread(count, weights), strict=True) for _ in range(n)]
    else:  # as many as there are quarters, or a few more
        quarters = sorted({(month - 1) // 3 for month in window})
        months = [
            random.choice([m for m in window if (m - 1) // 3 == quarters[nth % len(quarters)]])
            for nth in range(count)
        ]
    for month in sorted(months):
        yield random.choice(working_days(plan, month))


def _events(plan: Plan, item: Item, random: Random) -> Iterator[Row]:
    kinds = [k for k in plan.settings.event_kind_names if item.code in plan.settings.event_kinds[fold(k)]]
    for nth, day in enumerate(_dates(plan, item, random), 1):
        people = random.randint(12, 45)
        yield {"date": day, "event_kind": random.choice(kinds), "title": f"{item.code}-band, {nth}-uchrashuv",
               "participants": people, "women": people // 2, "children": people // 4}  # fmt: skip


def clean_year(folder: Path, seed: int, today: date, *, last_year: bool = False) -> Example:
    """The plan as it stands on a day of a year in which nothing went wrong."""
    example = Example(folder)
    example.workbook.put(*_first_period(), "2025-01")
    year_of(seed, last_year=last_year).lay(example, today)
    return example


@cache
def _first_period() -> tuple[str, int, int]:
    place = shipped_opened().file.named_place(layout.FIRST_PERIOD)
    assert place is not None
    return place.sheet, place.row, place.column


@cache
def shipped_opened() -> OpenedPlan:
    file = PlanFile.of(shipped())
    return OpenedPlan(read_plan(file), file)


@cache
def year_of(seed: int, *, last_year: bool) -> Year:
    return Year.of(shipped_opened().plan, seed, last_year=last_year)

"""A year played through on a real workbook, day by day; at its end journal, receipts, files and workbook
agree, and agree with the office's own ledger."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pytest
from conftest import once
from making_plans import make_plan
from office import Named, Office
from rules.years import Year

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.changes import changed
from akmxl.plan.findings import Severity
from akmxl.plan.owed import due_now
from akmxl.plan.receipts import broken
from akmxl.submission.proof.proof import read_form
from akmxl.workbook.create import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan

pytestmark = pytest.mark.slow

# The days off of 2025 in a week of six days, beside Sundays; the test's own list.
DAYS_OFF = {
    date(2025, month, day)
    for month, day in ((1, 1), (1, 2), (3, 8), (3, 21), (3, 31), (5, 9), (6, 6), (6, 7), (9, 1), (10, 1),
                       (12, 8), (12, 31))
} | {date(2026, 1, day) for day in (1, 2, 3)}  # fmt: skip
BY_EVENT = {"MK-08": ("2025-Q1", "2025-Q2"), "MK-09": ("2025-Q2", "2025-Q4")}
END = date(2026, 1, 20)


def works(day: date) -> bool:
    return day.isoweekday() < 7 and day not in DAYS_OFF


@dataclass(frozen=True)
class Deadline:
    """A report of a period as the test itself works it out from the table of submissions."""

    named: Named
    end: date  # of the period
    due: date

    @property
    def send_by(self) -> date:
        return next(day for n in range(9) if works(day := self.due - timedelta(days=n)))

    @property
    def last_day(self) -> date:
        return next(day for n in range(9) if works(day := self.due + timedelta(days=n)))

    def status(self, today: date) -> str:
        if today > self.last_day:
            return "overdue"
        return "due" if today > self.end or today >= self.send_by else "upcoming"


WITHOUT_A_DAY = "DS-01"  # the state asks for it when it does: its draft waits


def deadlines() -> Iterator[Deadline]:
    for row in (one for one in shipped.catalogue() if one.days):  # nobody has told the day of the others
        for period, last in _periods(row.report, row.cadence, row.periods):
            end = date(2025, last, monthrange(2025, last)[1])
            due = (end + timedelta(days=1)).replace(day=int(row.days))
            yield Deadline((row.report, period), end, due)


def _periods(code: str, cadence: str, named: str) -> list[tuple[str, int]]:
    """Name and last month of the periods of a report."""
    quarters = [(f"2025-Q{quarter}", 3 * quarter) for quarter in range(1, 5)]
    match cadence:
        case "monthly":
            return [(f"2025-{month:02d}", month) for month in range(1, 13)]
        case "quarterly":
            return [one for one in quarters if not named or one[0][5:] in named.split(";")]
        case "half-yearly":
            return [("2025-H1", 6), ("2025-H2", 12)]
        case "yearly":
            return [("2025", 12)]
    return [one for one in quarters if one[0] in BY_EVENT[code]]


def end_of_next_month(today: date) -> date:
    year, month = (today.year, today.month + 1) if today.month < 12 else (today.year + 1, 1)
    return date(year, month, monthrange(year, month)[1])


@dataclass
class Story:
    """What happens to an office: its deadlines, the letters that go out late, and what comes between."""

    office: Office
    owed: dict[Named, Deadline]
    between: Mapping[date, Callable[[Story], None]] = field(default_factory=dict)
    late: Mapping[Named, int] = field(default_factory=dict)  # days after the due day
    looked: int = 0

    def live(self, until: date) -> None:
        """Every day from the office's own to the end: entries, the month's work, deadlines, letters."""
        while self.office.today <= until:
            self.day()
            self.office.today += timedelta(days=1)

    def day(self) -> None:
        office, today = self.office, self.office.today
        if today in self.between:
            self.between[today](self)
        if today.isoweekday() == 6:
            office.enter()
        if today == _desk_day(today):
            self.close_the_month()
        self.look()
        letters = [named for named, one in self.owed.items() if self.goes_out(one) == today]
        office.send(letters, typed=today.month % 4 != 1)

    def goes_out(self, one: Deadline) -> date:
        late = self.late.get(one.named, 0)
        return one.due + timedelta(days=late) if late else one.send_by

    def close_the_month(self) -> None:
        """On the first working days: the figures, zeros where nothing was, reasons, drafts."""
        office, today = self.office, self.office.today
        office.enter()
        last = today.replace(day=1) - timedelta(days=1)
        if last.year == 2025 and f"{last:%Y-%m}" >= str(office.plan.settings.first_period):
            office.run("close-month", "--yes", "--month", f"{last:%Y-%m}")
            office.check_and_explain()
            office.submit()
        if today.month % 3 == 1:
            office.run("rollup")

    def look(self) -> None:
        """What is due, before the day's letters go out, is what the test works out by itself."""
        today = self.office.today
        open_ = [one for one in self.owed.values() if one.named not in self.office.ledger]
        day = timedelta(days=1)
        near = {d for one in open_ for d in (one.due - day, one.due, one.last_day, one.last_day + day)}
        if today not in near:
            return
        self.looked += 1
        status = {one.named: one.status(today) for one in open_ if one.due <= end_of_next_month(today)}
        assert self.due() == status, today

    def due(self) -> dict[Named, str]:
        plan, today = self.office.plan, self.office.today
        found = [one for one in due_now(plan, today) if one.due and not one.one_off]
        return {(one.report.code, str(one.period)): one.status(today) for one in found}


def _desk_day(today: date) -> date:
    """The first working day of the month from the second on."""
    return next(day for n in range(2, 9) if works(day := today.replace(day=n)))


# -- the whole year -------------------------------------------------------------------------------

LATE = {("MK-03", "2025-02"): 4, ("VA-02", "2025-06"): 4}
MOVED = ("MK-16", "2025-Q3")
TASK = {"report": "T-1", "title": "Yozgi o‘qishlar rejasi", "recipient": "Hokimlik",
        "report_due": date(2025, 6, 12), "note": "Telefon orqali so‘ralgan"}  # fmt: skip


def learns_when_the_week_is(story: Story) -> None:
    story.office.type_window("7", "II chorak")


def writes_why_it_was_late(story: Story) -> None:
    row = story.office.row("MK-03", "2025-02")
    story.office.type(registers.JOURNAL, row, note="Aloqa uzilgan edi")


def remembers_an_event(story: Story) -> None:
    """An event of March, entered when its list and the quarter's figures have gone out."""
    event = {
        "date": date(2025, 3, 20),
        "event_kind": "Kitobxon onalar kuni",
        "title": "Kech yozilgan uchrashuv",
        "participants": 20,
    }
    story.office.add(registers.EVENTS, event)
    corrected = story.office.correct("Mart oyi tadbiri kech kiritildi")
    assert {("MK-02", "2025-03"), ("MK-16", "2025-Q1")} <= set(corrected)


def finds_a_day_left_out(story: Story) -> None:
    """Readers of a day in February: two sent quarters and their sums since January change."""
    day = next(one for one in story.office.plan.days if one.date == date(2025, 2, 12))
    before = day.columns["new_readers"].value if "new_readers" in day.columns else 0
    story.office.type(registers.DAILY, day.row, new_readers=(before or 0) + 2)
    corrected = story.office.correct("12-fevral kuni to‘liq yozilmagan")
    assert {(code, f"2025-Q{n}") for code in ("MK-10", "MK-16") for n in (1, 2)} <= set(corrected)


def gets_a_task(story: Story) -> None:
    story.office.add(registers.JOURNAL, TASK)


def task_is(status: str) -> Callable[[Story], None]:
    def look(story: Story) -> None:
        plan, today = story.office.plan, story.office.today
        found = {one.report.title: one.status(today) for one in due_now(plan, today) if one.one_off}
        assert found == ({TASK["title"]: status} if status else {})

    return look


def does_the_task(story: Story) -> None:
    task_is("overdue")(story)
    story.office.send([("T-1", "2025-06")], typed=False)
    task_is("")(story)


def hears_of_an_earlier_day(story: Story) -> None:
    """The addressee's letter: this time by the third."""
    code, period = MOVED
    row = {"report": code, "period": period, "report_due": date(2025, 10, 3)}
    story.office.add(registers.JOURNAL, row)
    story.owed[MOVED] = replace(story.owed[MOVED], due=date(2025, 10, 3))


YEAR = {
    date(2025, 2, 10): learns_when_the_week_is,
    date(2025, 3, 12): writes_why_it_was_late,
    date(2025, 4, 15): remembers_an_event,
    date(2025, 6, 2): gets_a_task,
    date(2025, 6, 11): task_is("upcoming"),
    date(2025, 6, 12): task_is("due"),
    date(2025, 6, 13): task_is("overdue"),
    date(2025, 6, 16): does_the_task,
    date(2025, 7, 15): finds_a_day_left_out,
    date(2025, 9, 29): hears_of_an_earlier_day,
}


@dataclass(frozen=True)
class Lived:
    """An office after its whole year: its file, and what its own ledger says of each letter."""

    path: Path
    ledger: dict[Named, tuple[str, date]]
    looked: int

    @cached_property
    def opened(self) -> OpenedPlan:
        return open_plan(self.path)

    @property
    def plan(self) -> Plan:
        return self.opened.plan


@pytest.fixture(scope="session")
def lived(shared: Path) -> Lived:
    """The year is lived once, for all workers."""

    def live(folder: Path) -> None:
        plan = make_plan(folder / "reja.xlsx", first_period="2025-01")
        office = Office(plan.path, Year.of(plan, 7), date(2025, 1, 3), date(2024, 12, 31))
        story = Story(office, {one.named: one for one in deadlines()}, YEAR, LATE)
        story.live(END)
        ledger = [[*named, number, day.isoformat()] for named, (number, day) in office.ledger.items()]
        told = {"ledger": ledger, "looked": story.looked}
        (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")

    folder = once(shared, "year", live)
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    ledger = {
        (code, period): (number, date.fromisoformat(day)) for code, period, number, day in told["ledger"]
    }
    return Lived(folder / "reja.xlsx", ledger, told["looked"])


def test_every_report_of_the_year_went_out(lived: Lived) -> None:
    assert {one.named for one in deadlines()} | {("T-1", "2025-06")} == set(lived.ledger)
    assert {one.report.code for one in due_now(lived.plan, END)} == {WITHOUT_A_DAY}
    assert lived.looked > 40


def test_the_journal_says_what_the_ledger_says(lived: Lived) -> None:
    rows = {}
    for row in sorted(lived.plan.journal, key=lambda row: row.version):
        if row.sent:
            rows[row.report, row.period_text or "2025-06"] = row
    assert {named: (row.number, row.sent) for named, row in rows.items()} == lived.ledger
    assert {row.state for row in rows.values()} == {"sent"}
    task = rows["T-1", "2025-06"].values
    assert {name: task[name] for name in TASK} == TASK


def test_the_receipts_are_a_whole_chain_of_what_was_sent(lived: Lived) -> None:
    assert broken(lived.plan.receipts) == []
    sealed = [receipt for receipt in lived.plan.receipts if receipt.sealed]
    assert {one.report for one in lived.plan.receipts if not one.sealed} == {WITHOUT_A_DAY}
    dated = {
        (row.report, row.period_text, row.version): (row.number, str(row.sent))
        for row in lived.plan.journal
        if row.values.get("file") and row.sent
    }
    receipts = {(one.report, one.period, one.version): (one.number, one.sent) for one in sealed}
    assert receipts == dated


def test_each_form_on_disk_is_its_receipt(lived: Lived) -> None:
    folder = lived.path.parent / "hisobotlar"
    forms = {path.name: read_form(Workbook.open(path)) for path in folder.rglob("*.xlsx")}
    receipts = {receipt.file: receipt for receipt in lived.plan.receipts}
    assert set(forms) == set(receipts)
    for name, form in forms.items():
        assert form.values == receipts[name].values, name
        assert form.values_sha256 == receipts[name].values_sha256


def test_the_workbook_is_what_was_sent_or_a_correction_says_why(lived: Lived) -> None:
    newest = {(receipt.report, receipt.period): receipt for receipt in lived.plan.receipts}
    for receipt in lived.plan.receipts:
        last = newest[receipt.report, receipt.period]
        assert changed(lived.plan, last) == ()
        if receipt is not last:
            assert changed(lived.plan, receipt) != ()
            assert last.reason
    assert newest["MK-16", "2025-Q1"].version == 3
    assert newest["MK-10", "2025-Q3"].version == 1


def test_nothing_blocks_and_one_letter_was_late_without_a_word(lived: Lived) -> None:
    findings = check(lived.opened, END)
    assert [f.message for f in findings if f.severity is Severity.ERROR or f.blocking] == []
    late = [(f.report, str(f.period)) for f in findings if f.rule == "SUB08"]
    assert late == [("VA-02", "2025-06")]


def test_documents_are_counted_once_whatever_was_corrected(lived: Lived) -> None:
    def months(code: str) -> dict[int, int]:
        values = {month: lived.plan.value(code, month) for month in range(1, 13)}
        return {month: value for month, value in values.items() if value is not None}

    assert months("I.2") == dict.fromkeys(range(1, 13), 1)
    assert months("30") == dict.fromkeys((3, 6, 9, 12), 1)
    assert months("I.1") == {6: 1, 12: 1}
    assert months("I.4") == {12: 1}


# -- a start in October ---------------------------------------------------------------------------


def test_an_office_that_starts_in_october_owes_what_comes_from_then_on(tmp_path: Path) -> None:
    first = date(2025, 10, 1)
    path = tmp_path / "reja.xlsx"
    plan = make_plan(path, first_period="2025-10")
    office = Office(path, Year.of(plan, 7), date(2025, 10, 2), first - timedelta(days=1))
    owed = {one.named: one for one in deadlines() if one.end >= first}
    story = Story(office, owed)
    story.live(END)
    assert set(office.ledger) == set(owed)
    assert {period for _, period in owed} == {"2025-10", "2025-11", "2025-12", "2025-Q4", "2025-H2", "2025"}
    assert story.due() == {}
    assert [f.message for f in check(office.opened, END) if f.severity is Severity.ERROR or f.blocking] == []
    assert broken(office.plan.receipts) == []
    for receipt in office.plan.receipts:
        assert changed(office.plan, receipt) == ()

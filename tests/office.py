"""An office that keeps a plan for a year: what its people type and run, day by day, on a real file.

It has a ledger of its own (what went out, when, under which number), so that what the journal, the
receipts, the forms and the workbook say can be held against it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from running import Run, akmxl

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan
from akmxl.core.cell_values import day_of
from akmxl.ooxml.edit.patch import Patch
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rules.years import Year

    from akmxl.plan.findings import ReportOf
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import SheetView

Row = dict[str, Any]
Cells = dict[tuple[str, int, int], Any]
Named = tuple[str, str]  # a report's code and its period
REASON = "Direktor bilan kelishilgan, yil oxirigacha."


@dataclass
class Office:
    """One library: its file, the year that it lives through, the day that it is."""

    path: Path
    year: Year
    today: date
    entered: date  # up to this day everything is in the file
    ledger: dict[Named, tuple[str, date]] = field(default_factory=dict)  # newest number and date
    letters: int = 0
    _opened: OpenedPlan | None = None

    def run(self, command: str, *options: object) -> Run:
        """A command on the day that it is; it must be able to run."""
        done = akmxl(command, self.path, *options, "--today", self.today.isoformat())
        assert done.code in (0, 1), (self.today, command, options, done.out, done.err)
        self._opened = None
        return done

    @property
    def opened(self) -> OpenedPlan:
        """The plan as the file has it now, read once until something is written."""
        if self._opened is None:
            self._opened = open_plan(self.path)
        return self._opened

    @property
    def plan(self) -> Plan:
        return self.opened.plan

    # -- figures ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """Type what happened since the last time: days, months that are over, rows of the registers."""
        file = PlanFile.open(self.path)
        daily, monthly = file.views[registers.DAILY], file.views[layout.MONTHLY]
        columns = {title: column for column, title in daily.titles.items()} | dict(daily.columns)
        days = {day_of(daily.cell(row, "date").value): row for row in daily.rows}
        cells: Cells = {
            (daily.name, days[day], columns[name]): value
            for day, row in self.year.days.items()
            if self._is_new(day)
            for name, value in row.items()
        }
        rows = monthly_rows(monthly)
        for (code, month), value in self.year.months.items():
            if self._is_new(_month_end(month)):
                cells[monthly.name, rows[code], monthly.columns[f"m{month:02d}"]] = value
        new = {
            table: [row for row in records if self._is_new(_day(row))]
            for table, records in self.year.records.items()
        }
        self._write(file, cells, new)
        self.entered = self.today

    def _is_new(self, day: date) -> bool:
        return self.entered < day <= self.today

    def _write(self, file: PlanFile, cells: Cells, rows: Mapping[str, list[Row]]) -> None:
        """Save the workbook once, with all that was typed."""
        patch = Patch(file.workbook)
        for (sheet, row, column), value in cells.items():
            patch.set(sheet, row, column, value)
        for table, records in rows.items():
            view = file.views[table]
            fields = {column: name for name, column in view.columns.items()}
            lines = [[row.get(fields.get(column, "")) for column in sorted(view.titles)] for row in records]
            patch.append_rows(table, lines)
        patch.save(backup=False)
        self._opened = None

    def type(self, sheet: str, row: int, **values: object) -> None:
        file = PlanFile.open(self.path)
        view = file.views[sheet]
        self._write(file, {(view.name, row, view.columns[name]): value for name, value in values.items()}, {})

    def add(self, table: str, *records: Row) -> None:
        self._write(PlanFile.open(self.path), {}, {table: list(records)})

    def type_window(self, code: str, text: str) -> None:
        """What the centre learns of an event's time."""
        row = code_places(PlanFile.open(self.path).views[layout.PLAN])[code][0].row
        self.type(layout.PLAN, row, window=text)

    # -- checks and letters -----------------------------------------------------------------------

    def check_and_explain(self) -> None:
        """Check; where a reason is wanted, write one."""
        self.run("check")
        file = PlanFile.open(self.path)
        view = file.views[layout.FINDINGS]
        wanted = [row for row in view.filled_rows()
                  if view.text(row, "severity") == "izoh kerak" and not view.text(row, "reason")]  # fmt: skip
        self._write(file, {(view.name, row, view.columns["reason"]): REASON for row in wanted}, {})

    def submit(self, *options: object) -> None:
        """Make drafts; what is blocked is a fault of the story."""
        reports = self.run("submit", *options, "--json").json["reports"]
        blocked = [one for one in reports if one["status"] == "blocked"]
        assert blocked == [], (self.today, options)

    def send(self, reports: Iterable[Named], *, typed: bool) -> None:
        """The letters go out: number and date are typed into the journal, or told to ``akmxl sent``."""
        out = {named: f"01-15/{self.letters + n}" for n, named in enumerate(reports, 1)}
        self.letters += len(out)
        if typed and out:
            self._type_letters(out)
        for (code, period), number in out.items():
            self.ledger[code, period] = number, self.today
            if not typed:
                self.run("sent", code, period, "--number", number, "--date", self.today.isoformat())

    def _type_letters(self, numbers: Mapping[Named, str]) -> None:
        file = PlanFile.open(self.path)
        view, cells, new = file.views[registers.JOURNAL], {}, []
        for (code, period), number in numbers.items():
            row = _row(view, code, period)
            if row is None:
                new.append({"report": code, "period": period, "number": number, "sent": self.today})
            else:
                cells[view.name, row, view.columns["number"]] = number
                cells[view.name, row, view.columns["sent"]] = self.today
        self._write(file, cells, {registers.JOURNAL: new})

    def row(self, code: str, period: str) -> int:
        """The journal's row of a report."""
        row = _row(PlanFile.open(self.path).views[registers.JOURNAL], code, period)
        assert row is not None, (code, period)
        return row

    def correct(self, reason: str) -> list[Named]:
        """Make and send a corrected version of every sent report of which a figure has changed."""
        found = (f for f in check(self.opened, self.today) if f.rule == "SUB03")
        told = {pair for f in found for pair in ((str(f.report), str(f.period)), *map(_named, f.also))}
        changed = sorted(told, key=lambda named: named[1])
        for code, period in changed:
            self.submit("--correction", "--reason", reason, "--only", code, "--period", period)
            self.send([(code, period)], typed=False)
        return changed


def _named(one: ReportOf) -> Named:
    report, period = one
    return str(report), str(period)


def _row(view: SheetView, code: str, period: str) -> int | None:
    """The journal's row of a report's newest version."""
    rows = [row for row in view.filled_rows()
            if (view.text(row, "report"), view.text(row, "period")) == (code, period)]  # fmt: skip
    return max(rows, key=lambda row: view.text(row, "version"), default=None)


def _month_end(month: int) -> date:
    return date(2025 + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day(row: Mapping[str, Any]) -> date:
    day = row["date"]
    assert isinstance(day, date)
    return day

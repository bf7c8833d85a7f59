"""The journal of letters: akmxl keeps its own columns, by row; what people do to the rest survives."""

from __future__ import annotations

import shutil
from copy import copy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from conftest import once
from making_plans import add_records, make_plan
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import TableColumn
from running import Run, akmxl, only_reports, put

from akmxl.actions.open_plan import open_plan
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TODAY = "2025-04-04"
GREEN = PatternFill("solid", fgColor="FF92D050")
FORMLESS = {"report": "XX-01", "recipient": "Hokimlik", "title": "Qo‘shimcha ma’lumot", "cadence": "har oy",
            "due_rule": "qo‘lda", "confirmed": "taxminiy", "items": "15.1"}  # fmt: skip
Row = dict[str, Any]


def run(command: str, path: Path, *options: object, day: str = TODAY) -> Run:
    done = akmxl(command, path, *options, "--today", day)
    assert done.code in (0, 1), done.err
    return done


def rows(path: Path) -> list[Row]:
    """The journal as people see it, by field; a column of their own by its heading."""
    view = PlanFile.open(path).views[registers.JOURNAL]
    names = {column: field for field, column in view.columns.items()}
    found = (
        {names.get(column, title): view.at(row, column).value for column, title in view.titles.items()}
        | {"row": row}
        for row in view.filled_rows()
    )
    return list(found)


def row_of(path: Path, report: str, period: str) -> Row:
    return next(row for row in rows(path) if (row["report"], row["period"]) == (report, period))


def type_into(path: Path, row: Row, **values: object) -> None:
    view = PlanFile.open(path).views[registers.JOURNAL]
    put(path, {(view.name, row["row"], view.columns[field]): value for field, value in values.items()})


def due(path: Path, day: str = TODAY, *options: object) -> dict[tuple[str | None, str], Row]:
    reports = akmxl("due", path, "--json", "--today", day, *options).json["reports"]
    return {(one["code"], one["period"]): one for one in reports}


def rules(path: Path, day: str = TODAY) -> set[str]:
    findings = akmxl("check", path, "--no-write", "--json", "--today", day).json["findings"]
    return {finding["rule"] for finding in findings if finding["rule"].startswith("SUB")}


@pytest.fixture
def drafted(quarter: Path, shared: Path, tmp_path: Path) -> Path:
    """A plan whose first quarter is drafted: five rows in the journal. Of another report there is no form."""

    def make(folder: Path) -> None:
        path = Path(shutil.copyfile(quarter, folder / quarter.name))
        only_reports(path, "MK-02", "MK-10", "MK-16")
        add_records(path, {"HisobotlarKatalogi": [FORMLESS]})
        for code in ("MK-02", "MK-10", "MK-16"):
            run("submit", path, "--period", "2025-Q1", "--only", code)

    return Path(shutil.copytree(once(shared, "journal", make), tmp_path / "ish")) / quarter.name


def send_by_hand(path: Path) -> None:
    """A letter of which akmxl makes no form: its row is added at the journal's end."""
    run("sent", path, FORMLESS["report"], "2025-03", "--number", "8", "--date", "2025-04-03")


# -- what people do to the sheet ------------------------------------------------------------------


def rearrange(path: Path) -> None:
    """As in Excel: the rows sorted the other way, a blank one between them, one coloured, one filtered
    out, and a column of people's own at the table's end."""
    book = openpyxl.load_workbook(path)
    sheet = book[registers.JOURNAL]
    first, last, width = 5, sheet.max_row, 15
    kept = [
        [copy(sheet.cell(row, column).value) for column in range(1, width + 1)]
        for row in range(first, last + 1)
    ]
    kept.reverse()
    kept.insert(2, [None] * width)
    for row, values in enumerate(kept, first):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
        sheet.cell(row, width + 1).value = f"{row}-qator" if any(values) else None
    for column in range(1, width + 1):
        sheet.cell(first, column).fill = GREEN
    sheet.row_dimensions[first + 1].hidden = True
    _widen(sheet, width + 1, first + len(kept) - 1)
    book.save(path)


def _widen(sheet: Worksheet, column: int, last: int) -> None:
    table = sheet.tables[registers.JOURNAL]
    sheet.cell(4, column).value = "Kim tayyorladi"
    table.tableColumns.append(TableColumn(id=column, name="Kim tayyorladi"))
    table.ref = table.autoFilter.ref = f"A4:P{last}"


def test_a_sorted_filtered_and_annotated_journal_survives(drafted: Path) -> None:
    note = "Direktor ko‘rdi"
    type_into(drafted, row_of(drafted, "MK-10", "2025-Q1"), note=note, way="E-pochta", text="Matn.")
    rearrange(drafted)
    before = rows(drafted)
    run("check", drafted)
    run("submit", drafted, "--period", "2025-Q1")
    run("rollup", drafted)
    after = rows(drafted)
    assert [one | {"file": None} for one in after] == [one | {"file": None} for one in before]
    assert len(after) == 5
    run("sent", drafted, "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-04")
    row = row_of(drafted, "MK-10", "2025-Q1")
    assert (row["number"], row["state"], row["note"], row["way"]) == ("7", "yuborildi", note, "E-pochta")
    assert row["Kim tayyorladi"] == f"{row['row']}-qator"
    send_by_hand(drafted)
    sheet = openpyxl.load_workbook(drafted)[registers.JOURNAL]
    assert sheet["B5"].fill == GREEN
    assert sheet.row_dimensions[6].hidden
    assert sheet.tables[registers.JOURNAL].ref == "A4:P11"
    assert [row["row"] for row in rows(drafted)] == [5, 6, 8, 9, 10, 11], "the blank row stays"


def test_rows_typed_under_the_table_are_taken_in(drafted: Path) -> None:
    """LibreOffice does not let a table grow when somebody types under it."""
    task = {"title": "Ro‘yxat", "report_due": date(2025, 4, 18)}
    view = PlanFile.open(drafted).views[registers.JOURNAL]
    put(drafted, {(view.name, 10, view.columns[field]): value for field, value in task.items()})
    assert (None, "2025-04") in due(drafted)
    send_by_hand(drafted)
    assert [(row["row"], row["title"]) for row in rows(drafted)][-2:] == [
        (10, "Ro‘yxat"), (11, FORMLESS["title"]),
    ]  # fmt: skip


def test_a_row_that_a_person_began_is_the_reports_own(quarter_path: Path) -> None:
    """The text is written before the first draft; akmxl fills what the catalogue knows."""
    add_records(
        quarter_path, {registers.JOURNAL: [{"report": "MK-10", "period": "2025-Q1", "text": "Matn."}]}
    )
    run("check", quarter_path)
    (row,) = rows(quarter_path)
    assert (row["items"], row["report_due"], row["state"]) == ("15; 15.1; 15.2", date(2025, 4, 7), None)
    assert row["recipient"] == "O‘zbekiston Milliy kutubxonasi"
    run("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10")
    (row,) = rows(quarter_path)
    assert (row["text"], row["state"], row["version"]) == ("Matn.", "loyiha", 1)


# -- states and days ------------------------------------------------------------------------------


def test_states_follow_the_days_and_the_outgoing_date(drafted: Path) -> None:
    row = row_of(drafted, "MK-10", "2025-Q1")
    assert (row["state"], row["report_due"]) == ("loyiha", date(2025, 4, 7))
    run("check", drafted, day="2025-04-08")
    assert row_of(drafted, "MK-10", "2025-Q1")["state"] == "muddati o‘tgan"
    run("rollup", drafted, day="2025-04-07")
    assert row_of(drafted, "MK-10", "2025-Q1")["state"] == "loyiha"
    type_into(drafted, row, number="7", sent=date(2025, 4, 7))
    run("check", drafted, day="2025-04-08")
    assert row_of(drafted, "MK-10", "2025-Q1")["state"] == "yuborildi"


def test_a_word_of_people_stays_in_the_place_of_the_state(drafted: Path) -> None:
    type_into(drafted, row_of(drafted, "MK-10", "2025-Q1"), state="direktorda")
    run("check", drafted, day="2025-04-10")
    assert row_of(drafted, "MK-10", "2025-Q1")["state"] == "direktorda"


def test_a_word_beside_the_outgoing_date_is_told_and_stays(drafted: Path) -> None:
    row = row_of(drafted, "MK-10", "2025-Q1")
    type_into(drafted, row, number="7", sent=date(2025, 4, 7))
    run("check", drafted, day="2025-04-08")
    type_into(drafted, row, state="bekor qilindi")
    for _ in range(2):
        found = run("check", drafted, "--json", day="2025-04-08").json["findings"]
        assert [one["cell"] for one in found if one["rule"] == "SUB48"]
        assert row_of(drafted, "MK-10", "2025-Q1")["state"] == "bekor qilindi"


def test_a_day_that_the_letter_asks_for_wins_and_is_never_overwritten(drafted: Path) -> None:
    letter = date(2025, 4, 3)
    type_into(drafted, row_of(drafted, "MK-10", "2025-Q1"), report_due=letter)
    for command in ("check", "rollup"):
        run(command, drafted)
    run("submit", drafted, "--period", "2025-Q1")
    row = row_of(drafted, "MK-10", "2025-Q1")
    assert (row["report_due"], row["rule_due"]) == (letter, date(2025, 4, 7))
    assert row["state"] == "muddati o‘tgan"
    one = due(drafted)["MK-10", "2025-Q1"]
    assert (one["due"], one["confirmed"], one["status"]) == ("2025-04-03", True, "overdue")
    assert not due(drafted)["MK-16", "2025-Q1"]["confirmed"]
    assert "10.04.2025 (assumed)  MK-16" in akmxl("due", drafted, "--today", TODAY).out
    assert "03.04.2025  MK-10" in akmxl("due", drafted, "--today", TODAY).out


def test_a_moved_day_holds_for_the_correction_too(drafted: Path) -> None:
    """Sent on the day that the letter allowed: not late, whatever comes after."""
    type_into(drafted, row_of(drafted, "MK-10", "2025-Q1"), report_due=date(2025, 4, 20),
              number="7", sent=date(2025, 4, 19))  # fmt: skip
    assert "SUB08" not in rules(drafted, "2025-04-25")
    view = PlanFile.open(drafted).views[registers.DAILY]
    put(drafted, {(view.name, view.first_row + 9, view.columns["new_readers"]): 5})
    run("submit", drafted, "--period", "2025-Q1", "--only", "MK-10", "--correction", "--reason", "Aniqlandi",
        day="2025-04-25")  # fmt: skip
    first, second = (row for row in rows(drafted) if row["report"] == "MK-10")
    assert (first["version"], second["version"]) == (1, 2)
    assert second["report_due"] == date(2025, 4, 20)
    assert second["state"] == "loyiha"
    assert "SUB08" not in rules(drafted, "2025-04-25")
    assert due(drafted, "2025-04-25")["MK-10", "2025-Q1"]["status"] == "due"
    told = akmxl("due", drafted, "--today", "2025-04-25").out
    assert told.count("corrected version 2 has not yet") == 1, "a day gone by needs a word why it is not late"


def test_a_changed_rule_moves_akmxls_own_day(drafted: Path) -> None:
    view = PlanFile.open(drafted).views["HisobotlarKatalogi"]
    row = next(row for row in view.filled_rows() if view.text(row, "report") == "MK-10")
    put(drafted, {(view.name, row, view.columns["days"]): 12})
    run("check", drafted)
    assert row_of(drafted, "MK-10", "2025-Q1")["report_due"] == date(2025, 4, 12)


def test_a_workbook_without_the_newer_column_keeps_a_persons_day(drafted: Path) -> None:
    book = openpyxl.load_workbook(drafted)
    sheet = book[registers.JOURNAL]
    table = sheet.tables[registers.JOURNAL]
    table.tableColumns.pop()
    table.ref = table.autoFilter.ref = "A4:N9"
    sheet.delete_cols(15)
    book.save(drafted)
    assert "rule_due" not in row_of(drafted, "MK-10", "2025-Q1")
    assert not due(drafted)["MK-10", "2025-Q1"]["confirmed"]
    type_into(drafted, row_of(drafted, "MK-10", "2025-Q1"), report_due=date(2025, 4, 3))
    run("submit", drafted, "--period", "2025-Q1")
    assert row_of(drafted, "MK-10", "2025-Q1")["report_due"] == date(2025, 4, 3)
    assert due(drafted)["MK-10", "2025-Q1"]["confirmed"]


# -- one-off tasks --------------------------------------------------------------------------------

TASKS = (
    {"title": "Maktab kutubxonalari ro‘yxati", "recipient": "Hokimlik", "report_due": date(2025, 4, 2)},
    {"report": "T-1", "title": "Xodimlar soni", "recipient": "Hokimlik", "report_due": date(2025, 4, 18)},
    {"title": "Eslatma: qog‘oz olish"},
    {"title": "O‘qib bo‘lmaydi", "report_due": "18-aprelgacha"},
)


@pytest.fixture
def tasks(plan_path: Path) -> Path:
    add_records(plan_path, {registers.JOURNAL: TASKS})
    return plan_path


def test_one_off_tasks_are_due_like_reports(tasks: Path) -> None:
    found = due(tasks)
    late, soon = found[None, "2025-04"], found["T-1", "2025-04"]
    assert (late["title"], late["status"], late["confirmed"]) == (TASKS[0]["title"], "overdue", True)
    assert (soon["recipient"], soon["due"], soon["status"]) == ("Hokimlik", "2025-04-18", "upcoming")
    assert len([key for key in found if key[0] in (None, "T-1")]) == 2
    told = akmxl("due", tasks, "--today", TODAY).out
    assert "02.04.2025  —  2025-04  overdue  Maktab kutubxonalari ro‘yxati" in told


def test_tasks_and_what_has_no_day_stand_on_the_first_sheet(tasks: Path) -> None:
    add_records(tasks, {"HisobotlarKatalogi": [FORMLESS]})
    run("rollup", tasks)
    area = PlanFile.open(tasks).workbook.name_range(layout.DUE_PANEL)
    assert area is not None
    cells = PlanFile.open(tasks).cells(area[0])
    shown = [[cells.get((row, area[2] + column)) for column in (1, 5)] for row in range(area[1], area[3] + 1)]
    lines = {title.value: state.value for title, state in shown if title and state}
    assert lines["Maktab kutubxonalari ro‘yxati"] == "muddati o‘tgan"
    assert lines[FORMLESS["title"]] == "yaqin"
    assert any(str(state).endswith("(taxminiy)") for state in lines.values())


def test_the_state_of_a_task_is_kept_and_its_other_cells_are_left_alone(tasks: Path) -> None:
    before = rows(tasks)
    run("check", tasks)
    after = rows(tasks)
    assert [row["state"] for row in after] == ["muddati o‘tgan", None, None, None]
    assert [row | {"state": None} for row in after] == before
    type_into(tasks, after[0], state="topshirildi")
    run("check", tasks)
    assert rows(tasks)[0]["state"] == "topshirildi"
    assert (None, "2025-04") not in due(tasks)


def test_a_due_day_that_cannot_be_read_is_found(tasks: Path) -> None:
    assert "SUB16" in rules(tasks)
    type_into(tasks, rows(tasks)[3], report_due=date(2025, 4, 18))
    assert "SUB16" not in rules(tasks)


def test_sent_works_on_a_task_with_a_code(tasks: Path) -> None:
    command = ("sent", tasks, "t-1", "2025-04", "--number", "9", "--date", "2025-04-03", "--today", TODAY)
    assert akmxl(*command).code == 0
    row = rows(tasks)[1]
    assert (row["number"], row["sent"], row["state"]) == ("9", date(2025, 4, 3), "yuborildi")
    assert ("T-1", "2025-04") not in due(tasks)
    assert akmxl(*command).code == 0
    assert akmxl("sent", tasks, "T-2", *command[3:]).code == 2
    assert open_plan(tasks).plan.receipts == ()


# -- letters that are counted ---------------------------------------------------------------------


def test_each_document_counts_once_in_the_month_of_its_period(tmp_path: Path) -> None:
    sent = {"items": "I.2", "number": "1", "sent": date(2025, 5, 5)}
    letters = [
        {"report": "MK-02", "period": "2025-03", "version": 1, **sent},
        {"report": "MK-02", "period": "2025-03", "version": 2, **sent},  # a correction
        {"report": "MK-02", "period": "2025-04", "version": 1, **sent, "sent": None},  # a draft
        {"report": "MK-02", "period": "2024-12", "version": 1, **sent},  # last year's
        {"title": "Bir martalik ma’lumot", **sent, "items": "I.2; 30"},
        {"title": "Davri tushunarsiz", "period": "mart", **sent},
        {"report": "VA-01", "period": "2025-Q1", **sent, "items": None},  # the catalogue knows its items
    ]
    plan = make_plan(tmp_path / "reja.xlsx", rows={registers.JOURNAL: letters})
    months = {month: plan.value("I.2", month) for month in range(1, 13)}
    assert {month: value for month, value in months.items() if value} == {3: 1, 5: 1}
    assert [plan.value("30", month) for month in (3, 5)] == [1, 1]

"""Reports from draft to sent to corrected: through the command line, on real files."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_records
from running import Run, akmxl, environment, everything_in, put

from akmxl.core import assets
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.receipts import of_version
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.receipts_sheet import read_receipts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = ("--today", "2025-04-10")
MK10 = ("--only", "MK-10", "--period", "2025-Q1")
SHIPPED = 22  # reports of the catalogue, each with its template


def submit(path: Path, *options: object, day: str = "2025-04-10") -> Run:
    return akmxl("submit", path, *options, "--today", day, "--json")


def reports(path: Path, *options: object, day: str = "2025-04-10") -> list[dict[str, Any]]:
    run = submit(path, *options, day=day)
    assert run.code in (0, 1), run.out
    found: list[dict[str, Any]] = run.json["reports"]
    return found


def only(path: Path, *options: object) -> dict[str, Any]:
    """The one report of a run for MK-10 and the first quarter."""
    (report,) = reports(path, *MK10, *options)
    return report


def send(path: Path, code: str = "MK-10", period: str = "2025-Q1", number: str = "7") -> None:
    run = akmxl("sent", path, code, period, "--number", number, "--date", "2025-04-05")
    assert run.code == 0, run.err


def owe(path: Path, code: str, cadence: str = "har chorak", items: str = "29") -> None:
    """One more report in the catalogue."""
    row = {
        "report": code, "recipient": "Hokimlik", "form_kind": "hisobot", "title": "Yangi hisobot",
        "cadence": cadence, "due_rule": "davrdan keyingi oyning kuni", "days": 5, "items": items,
    }  # fmt: skip
    add_records(path, {str(layout.CATALOGUE.table): [row]})


def findings(path: Path, rule: str) -> list[dict[str, Any]]:
    data = akmxl("check", path, "--no-write", "--json", *DAY).json
    return [one for one in data["findings"] if one["rule"] == rule]


def forms(path: Path) -> dict[str, bytes]:
    folder = path.parent / "hisobotlar"
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.glob("*/*.xlsx")}


def journal(path: Path) -> list[dict[str, Any]]:
    view = PlanFile.open(path).views[registers.JOURNAL]
    fields = view.columns
    rows = [{field: view.cell(row, field).value for field in fields} for row in view.filled_rows()]
    return [row for row in rows if row["report"]]


def change_day(path: Path, value: object = 5) -> None:
    """The new readers of a day in January, typed anew: they are part of item 15.1."""
    view = PlanFile.open(path).views[registers.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    put(path, {(place.sheet, place.row, place.column): value})


def receipt_values(path: Path, version: int) -> tuple[tuple[str, object], ...]:
    """What MK-10 said of the first quarter in one of its versions."""
    receipts = read_receipts(PlanFile.open(path))
    found = of_version(receipts, "MK-10", "2025-Q1", version)
    assert found is not None
    return found.values


def texts(path: Path) -> list[str]:
    """Every text of a form's first sheet."""
    book = Workbook.open(path)
    return [str(cell.value) for cell in book.cells(book.sheets[0].name).values() if cell.value is not None]


# -- drafts ---------------------------------------------------------------------------------------


def test_two_runs_give_the_same_bytes(quarter_path: Path) -> None:
    first = reports(quarter_path, "--period", "2025-Q1")
    made = forms(quarter_path)
    second = reports(quarter_path, "--period", "2025-Q1")
    assert forms(quarter_path) == made
    for one, two in zip(first, second, strict=True):
        assert two == one | {"status": one["status"].replace("written", "unchanged")}
    workbook, moment = quarter_path.read_bytes(), quarter_path.stat().st_mtime_ns
    assert reports(quarter_path, "--period", "2025-Q1") == second
    assert (quarter_path.read_bytes(), quarter_path.stat().st_mtime_ns) == (workbook, moment)


def test_a_run_that_has_said_all_writes_nothing(quarter_path: Path) -> None:
    only(quarter_path)
    workbook = quarter_path.read_bytes()
    only(quarter_path)
    assert quarter_path.read_bytes() == workbook
    assert akmxl("check", quarter_path, "--json", *DAY).json["written"] is False


def test_a_report_without_a_template_is_not_under_way(quarter_path: Path) -> None:
    owe(quarter_path, "YA-01", "har oy")
    submit(quarter_path, "--period", "2025-Q1")
    view = PlanFile.open(quarter_path).views[layout.FINDINGS]
    told = [view.text(row, "what") for row in view.filled_rows() if view.text(row, "rule") == "SUB01"]
    assert not any("YA-01" in text for text in told)


def test_what_an_earlier_report_stops_can_be_explained_at_once(quarter_path: Path) -> None:
    """The reason's row stands in Tekshiruv after the first try, also when a check comes between."""
    march = ("--only", "MK-02", "--period", "2025-03")
    assert [one["status"] for one in reports(quarter_path, *march)] == ["blocked"]
    akmxl("check", quarter_path, *DAY)
    view = PlanFile.open(quarter_path).views[layout.FINDINGS]
    rows = [row for row in view.filled_rows() if view.text(row, "rule") == "SUB01"]
    assert len(rows) == 2, "January and February"
    column = view.columns["reason"]
    put(quarter_path, {(view.name, row, column): "Viloyat muddatni ko‘chirdi" for row in rows})
    assert [one["status"] for one in reports(quarter_path, *march)] == ["written"]


def test_the_same_figures_in_another_file_give_the_same_bytes(quarter_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "boshqa" / "nusxa.xlsx"
    other.parent.mkdir()
    shutil.copyfile(quarter_path, other)
    for path in (quarter_path, other):
        submit(path, "--period", "2025-Q1")
    assert forms(other) == forms(quarter_path)


def test_a_draft_can_be_made_again_after_a_change(quarter_path: Path) -> None:
    first = only(quarter_path)
    change_day(quarter_path, value=6)
    second = only(quarter_path)
    assert (first["status"], second["status"]) == ("written", "written")
    assert first["version"] == second["version"] == 1
    assert first["file"] == second["file"]
    assert first["values_sha256"] != second["values_sha256"]
    assert len(journal(quarter_path)) == 1


def test_a_report_without_a_template_says_so(quarter_path: Path) -> None:
    catalogue = PlanFile.open(quarter_path).views["HisobotlarKatalogi"]
    codes = {catalogue.text(row, "report") for row in catalogue.filled_rows()}
    assert len(codes) == SHIPPED
    owe(quarter_path, "YA-01")
    found = reports(quarter_path, "--period", "2025", "--dry-run", day="2025-12-31")
    assert {one["code"].partition("/")[0] for one in found} == codes | {"YA-01"}
    assert {one["code"] for one in found if one["status"] == "no_template"} == {"YA-01"}


def test_forms_stand_in_folders_by_period(quarter_path: Path) -> None:
    submit(quarter_path, "--period", "2025-Q1")
    monthly = {
        f"2025-0{month}/{code}_2025-0{month}.xlsx"
        for code in ("MK-02", "MK-03", "VA-02")
        for month in (1, 2, 3)
    }
    quarterly = {name for name in forms(quarter_path) if name.startswith("2025-Q1/")}
    assert set(forms(quarter_path)) == monthly | quarterly
    assert {"2025-Q1/MK-10_2025-Q1.xlsx", "2025-Q1/MK-16_2025-Q1.xlsx"} <= quarterly
    assert len(quarterly) == 11


def test_the_journal_gets_a_row_a_report(quarter_path: Path) -> None:
    submit(quarter_path, "--period", "2025-Q1")
    rows = {(row["report"], row["period"]): row for row in journal(quarter_path)}
    assert len(rows) == len(forms(quarter_path)) == 20
    row = rows["MK-10", "2025-Q1"]
    assert row["version"] == 1
    assert row["file"] == "MK-10_2025-Q1.xlsx"
    assert row["sent"] is None


def test_without_a_period_what_is_owed_comes_the_oldest_first(quarter_path: Path) -> None:
    found = reports(quarter_path, "--dry-run", day="2025-05-06")
    ends = [
        (int(one["period"][-1]) * 3 if "Q" in one["period"] else int(one["period"][-2:])) for one in found
    ]
    assert ends == sorted(ends)
    assert ends[0] == 1
    assert max(ends) == 4
    assert "2025-Q2" not in {one["period"] for one in found}


def test_what_is_sent_is_not_owed_again(quarter_path: Path) -> None:
    submit(quarter_path, *MK10)
    send(quarter_path)
    assert ("MK-10", "2025-Q1") not in {
        (one["code"], one["period"]) for one in reports(quarter_path, "--dry-run")
    }
    assert only(quarter_path)["status"] == "already_sent"


def test_only_and_to_narrow_the_reports(quarter_path: Path) -> None:
    found = reports(quarter_path, "--period", "2025-Q1", "--only", "mk-02", "--dry-run")
    assert {one["code"] for one in found} == {"MK-02"}
    found = reports(quarter_path, "--period", "2025-Q1", "--to", "milliy kutubxona", "--dry-run")
    assert {one["recipient"] for one in found} == {"O‘zbekiston Milliy kutubxonasi"}


def test_a_dry_run_writes_nothing(quarter_path: Path) -> None:
    before = everything_in(quarter_path.parent)
    found = reports(quarter_path, "--period", "2025-Q1", "--dry-run")
    assert "written" in {one["status"] for one in found}
    assert everything_in(quarter_path.parent) == before


def test_forms_go_where_they_are_asked(quarter_path: Path, tmp_path: Path) -> None:
    report = only(quarter_path, "--out", tmp_path / "yangi" / "papka")
    made = tmp_path / "yangi" / "papka" / "2025-Q1" / "MK-10_2025-Q1.xlsx"
    assert report["file"] == str(made)
    assert made.is_file()
    assert forms(quarter_path) == {}


# -- what stands in the way -----------------------------------------------------------------------


def test_a_fault_blocks_the_reports_of_its_item_and_no_others(quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views[registers.DAILY]
    day = view.place(view.first_row + 9, "new_readers")
    put(quarter_path, {(day.sheet, day.row, day.column): "besh"})
    run = submit(quarter_path, "--period", "2025-Q1")
    assert run.code == 1
    states = {one["code"]: one for one in run.json["reports"]}
    blocked = {code for code, one in states.items() if one["status"] == "blocked"}
    assert blocked == {"MK-10", "MK-16"}
    assert all(one["status"] == "written" for code, one in states.items() if code not in blocked)
    (finding,) = states["MK-10"]["findings"]
    assert (finding["rule"], finding["sheet"], finding["cell"]) == ("TYP01", "Kundalik", day.a1)
    assert {row["report"] for row in journal(quarter_path)} == states.keys() - blocked


def test_a_blocked_report_is_made_once_the_fault_is_mended(quarter_path: Path) -> None:
    change_day(quarter_path, value=-1)
    assert only(quarter_path)["status"] == "blocked"
    change_day(quarter_path, value=6)
    assert only(quarter_path)["status"] == "written"


def test_a_blocked_report_names_what_stands_in_its_way(quarter_path: Path) -> None:
    change_day(quarter_path, value=-1)
    told = akmxl("submit", quarter_path, *MK10, "--dry-run", *DAY).out
    assert re.search(r"Errors: 1, unexplained: 0\. See “Tekshiruv” first\.\n    Kundalik!\w+  .*-1", told)


def test_a_fault_of_a_later_month_is_not_in_the_way(quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views[layout.MONTHLY]
    row = monthly_rows(view)["15.1"]
    put(quarter_path, {(view.name, row, view.columns["m04"]): "besh"})
    assert findings(quarter_path, "TYP01")
    assert only(quarter_path)["status"] == "written"


def test_people_read_what_is_in_the_way(plan_path: Path) -> None:
    run = akmxl("submit", plan_path, "--period", "2025-Q1", "--only", "MK-16", *DAY)
    assert run.code == 1
    assert "MK-16" in run.out
    assert "Tekshiruv" in run.out
    assert run.err == ""


# -- sent, changed, corrected ---------------------------------------------------------------------


@pytest.fixture
def sent_path(quarter_path: Path) -> Path:
    """A plan whose MK-10 for the first quarter has gone out."""
    only(quarter_path)
    send(quarter_path)
    return quarter_path


def test_a_sent_report_is_frozen(sent_path: Path) -> None:
    assert findings(sent_path, "SUB03") == []
    assert findings(sent_path, "SUB04") == []
    (row,) = journal(sent_path)
    assert (row["state"], row["number"], str(row["sent"])[:10]) == ("yuborildi", "7", "2025-04-05")


def test_a_later_change_of_its_figures_is_found(sent_path: Path) -> None:
    change_day(sent_path)
    (finding,) = findings(sent_path, "SUB03")
    assert (finding["item"], finding["severity"]) == ("15.1", "error")
    assert (finding["sheet"], finding["period"]) == ("Oylik", "2025-Q1")
    assert only(sent_path)["status"] == "already_sent"


def test_a_changed_and_restored_figure_is_no_finding(sent_path: Path) -> None:
    view = PlanFile.open(sent_path).views[registers.DAILY]
    before = view.cell(view.first_row + 9, "new_readers").value
    change_day(sent_path)
    assert findings(sent_path, "SUB03")
    change_day(sent_path, before)
    assert findings(sent_path, "SUB03") == []


def test_a_correction_is_version_2_and_the_sent_file_stays(sent_path: Path) -> None:
    before = forms(sent_path)
    change_day(sent_path)
    report = only(sent_path, "--correction", "--reason", "Yanvar aniqlandi", "--letter", "12-son")
    assert (report["status"], report["version"]) == ("written", 2)
    assert report["file"].endswith("MK-10_2025-Q1_v2.xlsx")
    after = forms(sent_path)
    assert set(after) - set(before) == {"2025-Q1/MK-10_2025-Q1_v2.xlsx"}
    assert {name: after[name] for name in before} == before
    made = sent_path.parent / "hisobotlar" / "2025-Q1" / "MK-10_2025-Q1_v2.xlsx"
    assert any("aniqlashtirilgan" in text for text in texts(made))
    assert not any("aniqlashtirilgan" in text for text in texts(made.with_name("MK-10_2025-Q1.xlsx")))
    first, second = journal(sent_path)
    assert (first["version"], str(first["sent"])[:10]) == (1, "2025-04-05")
    assert (second["version"], second["sent"]) == (2, None)
    assert "Yanvar aniqlandi" in second["note"]
    assert "12-son" in second["note"]


def test_the_correction_goes_out_and_is_frozen_in_its_turn(sent_path: Path) -> None:
    change_day(sent_path)
    only(sent_path, "--correction", "--reason", "Yanvar aniqlandi")
    assert findings(sent_path, "SUB03") == []
    send(sent_path, number="8")
    assert findings(sent_path, "SUB03") == findings(sent_path, "SUB04") == []
    assert [row["number"] for row in journal(sent_path)] == ["7", "8"]
    assert only(sent_path)["status"] == "already_sent"
    change_day(sent_path, value=6)
    assert len(findings(sent_path, "SUB03")) == 1
    before = forms(sent_path)
    third = only(sent_path, "--correction", "--reason", "Yana")
    assert third["version"] == 3
    assert {name: forms(sent_path)[name] for name in before} == before


def test_a_correction_can_be_drafted_again(sent_path: Path) -> None:
    change_day(sent_path)
    correction = ("--correction", "--reason", "Yanvar aniqlandi")
    first = only(sent_path, *correction)
    assert only(sent_path, *correction) == first | {"status": "unchanged"}
    change_day(sent_path, value=6)
    again = only(sent_path)
    assert (again["version"], again["status"]) == (2, "written")
    assert len(journal(sent_path)) == 2


def test_a_correction_drafted_again_keeps_its_reason_its_letter_and_the_text(sent_path: Path) -> None:
    view = PlanFile.open(sent_path).views[registers.JOURNAL]
    row = next(view.filled_rows())
    put(sent_path, {(view.name, row, view.columns["text"]): "Kitobxonlar soni oshdi."})
    change_day(sent_path)
    only(sent_path, "--correction", "--reason", "Yanvar aniqlandi", "--letter", "12-son")
    change_day(sent_path, value=6)
    made = type(sent_path)(only(sent_path)["file"])
    assert {"Aniqlashtirish sababi: Yanvar aniqlandi", "Asos: 12-son"} <= set(texts(made))
    assert "Kitobxonlar soni oshdi." in texts(made)
    assert journal(sent_path)[1]["text"] == "Kitobxonlar soni oshdi."


def test_a_correction_says_what_was_sent_and_what_is_right(sent_path: Path) -> None:
    sent = dict(receipt_values(sent_path, 1))
    change_day(sent_path)
    only(sent_path, "--correction", "--reason", "Yanvar aniqlandi")
    said = dict(receipt_values(sent_path, 2))
    assert said["correction:item:15.1/fact/old"] == sent["item:15.1/fact"]
    assert said["correction:item:15.1/fact/new"] == said["item:15.1/fact"]
    assert said["correction:/reason"] == "Yanvar aniqlandi"


def test_two_reports_of_one_figure_are_corrected_one_after_the_other(quarter_path: Path) -> None:
    """Neither waits for the other: the figure that was sent otherwise is in both."""
    submit(quarter_path, "--period", "2025-Q1")
    for code in ("MK-10", "MK-16"):
        send(quarter_path, code)
    change_day(quarter_path)
    (finding,) = findings(quarter_path, "SUB03")
    assert "MK-10 2025-Q1; MK-16 2025-Q1" in finding["fix"]
    for code in ("MK-10", "MK-16"):
        (report,) = reports(
            quarter_path, "--period", "2025-Q1", "--only", code, "--correction", "--reason", "Aniqlandi"
        )
        assert (report["status"], report["version"]) == ("written", 2)
    assert findings(quarter_path, "SUB03") == []


def test_a_report_that_went_out_without_akmxl_is_corrected_with_its_reason_alone(quarter_path: Path) -> None:
    """It was made by hand, then somebody made a template: nobody knows what was sent."""
    owe(quarter_path, "MK-18")
    send(quarter_path, "MK-18")
    own = quarter_path.parent / "andozalar" / "MK-18.xlsx"
    own.parent.mkdir()
    shutil.copyfile(assets.templates_folder() / "MK-10.xlsx", own)
    correction = ("--correction", "--reason", "Ro‘yxat to‘ldirildi")
    (report,) = reports(quarter_path, "--period", "2025-Q1", "--only", "MK-18", *correction)
    assert (report["status"], report["version"]) == ("written", 2)
    made = texts(type(quarter_path)(report["file"]))
    assert {"Aniqlashtirish sababi: Ro‘yxat to‘ldirildi", "2-tahrir, aniqlashtirilgan"} <= set(made)
    assert "Yuborilgan" not in made


def test_a_change_of_what_was_sent_blocks_a_later_report(sent_path: Path) -> None:
    change_day(sent_path)
    (report,) = reports(sent_path, "--period", "2025-Q1", "--only", "MK-16")
    assert report["status"] == "blocked"
    assert [one["rule"] for one in report["findings"]] == ["SUB03"]


def test_a_sent_file_stays_though_its_receipt_is_lost(sent_path: Path) -> None:
    before = forms(sent_path)
    change_day(sent_path)
    edit_receipts(sent_path, lambda table: table.__delitem__(slice(1, None)))
    assert findings(sent_path, "SUB04")
    report = only(sent_path, "--correction", "--reason", "Yanvar aniqlandi")
    assert report["status"] == "blocked"
    assert [one["rule"] for one in report["findings"]] == ["SUB04"]
    assert forms(sent_path) == before


def test_a_correction_of_unchanged_figures_is_none(sent_path: Path) -> None:
    before = forms(sent_path)
    report = only(sent_path, "--correction", "--reason", "Balki")
    assert (report["status"], report["version"]) == ("already_sent", 1)
    assert forms(sent_path) == before
    assert len(journal(sent_path)) == 1
    told = akmxl("submit", sent_path, *MK10, "--correction", "--reason", "Balki", *DAY).out
    assert "No figure differs from the report that was sent." in told


def test_a_date_typed_into_the_journal_sends_the_report(quarter_path: Path) -> None:
    only(quarter_path)
    view = PlanFile.open(quarter_path).views[registers.JOURNAL]
    row = next(row for row in view.filled_rows() if view.text(row, "report") == "MK-10")
    put(quarter_path, {
        (view.name, row, view.columns["number"]): "7",
        (view.name, row, view.columns["sent"]): date(2025, 4, 5),
    })  # fmt: skip
    change_day(quarter_path)
    assert findings(quarter_path, "SUB03")
    assert only(quarter_path)["status"] == "already_sent"
    (line,) = journal(quarter_path)
    assert line["state"] == "yuborildi"
    assert findings(quarter_path, "SUB04") == []


def test_a_sent_report_is_not_sent_twice(sent_path: Path) -> None:
    before = sent_path.read_bytes()
    again = ("sent", sent_path, "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05")
    assert akmxl(*again).code == 0
    assert sent_path.read_bytes() == before
    other = akmxl(*again[:-1], "2025-04-06")
    assert other.code == 2
    assert sent_path.read_bytes() == before


def test_a_report_made_by_hand_can_be_sent_too(quarter_path: Path) -> None:
    owe(quarter_path, "YA-01")
    send(quarter_path, "YA-01")
    (row,) = journal(quarter_path)
    assert (row["report"], row["period"], row["number"]) == ("YA-01", "2025-Q1", "7")
    assert findings(quarter_path, "SUB04") == []
    due = akmxl("due", quarter_path, "--json", *DAY).json["reports"]
    assert ("YA-01", "2025-Q1") not in {(one["code"], one["period"]) for one in due}


def test_an_added_event_in_a_sent_list_is_found(quarter_path: Path) -> None:
    reports(quarter_path, "--period", "2025-Q1", "--only", "MK-02")
    send(quarter_path, "MK-02", "2025-03")
    assert findings(quarter_path, "SUB03") == []
    kinds = PlanFile.open(quarter_path).views["TadbirTurlari"]
    row = next(row for row in kinds.filled_rows() if "I.2" in kinds.text(row, "codes"))
    event = {"date": date(2025, 3, 20), "event_kind": kinds.text(row, "event_kind"), "title": "Kech"}
    add_records(quarter_path, {registers.EVENTS: [event]})
    assert findings(quarter_path, "SUB03")


# -- receipts -------------------------------------------------------------------------------------


def edit_receipts(path: Path, change: Callable[[list[list[Any]]], None]) -> None:
    """Alter the rows of the very hidden sheet, as somebody might."""
    cells = Workbook.open(path).cells(layout.RECEIPTS)
    last = max(row for row, _ in cells)
    table = [
        [cells[row, c].value if (row, c) in cells else None for c in range(1, 12)]
        for row in range(1, last + 1)
    ]
    change(table)
    edits = {
        (layout.RECEIPTS, row, column): (table[row - 1][column - 1] if row <= len(table) else None)
        for row in range(1, last + 1)
        for column in range(1, 12)
    }
    put(path, edits)


def test_an_altered_value_of_a_receipt_breaks_the_chain(sent_path: Path) -> None:
    def alter(table: list[list[Any]]) -> None:
        row = next(row for row in table if row[4] == "item:15.1/fact")
        row[5] = "1000"

    edit_receipts(sent_path, alter)
    assert findings(sent_path, "SUB04")


def test_a_receipt_cut_out_of_the_chain_is_noticed(quarter_path: Path) -> None:
    submit(quarter_path, "--period", "2025-Q1")
    for month in (1, 2, 3):
        send(quarter_path, "MK-02", f"2025-0{month}", number=str(month))

    def cut(table: list[list[Any]]) -> None:
        table[:] = [row for row in table if (row[1], row[2]) != ("MK-02", "2025-02")]

    edit_receipts(quarter_path, cut)
    (finding,) = findings(quarter_path, "SUB04")
    assert finding["period"] == "2025-02"


def test_a_crash_between_the_forms_and_the_receipts_is_healed(quarter_path: Path) -> None:
    untouched = quarter_path.read_bytes()
    first = reports(quarter_path, "--period", "2025-Q1")
    workbook, made = quarter_path.read_bytes(), forms(quarter_path)
    quarter_path.write_bytes(untouched)  # as a crash after the last form leaves it
    second = reports(quarter_path, "--period", "2025-Q1")
    assert forms(quarter_path) == made
    assert quarter_path.read_bytes() == workbook
    assert [one["sha256"] for one in second] == [one["sha256"] for one in first]
    half = next(one for one in first if one["code"] == "MK-16")["file"]
    quarter_path.write_bytes(untouched)
    type(quarter_path)(half).unlink()  # or in the middle of the forms
    reports(quarter_path, "--period", "2025-Q1")
    assert forms(quarter_path) == made
    assert quarter_path.read_bytes() == workbook


# Python tells an audit hook before it opens, renames or removes a file, so this one looks before each.
KILLED_ONCE_IT_STANDS = """
import os, runpy, signal, sys
form = sys.argv.pop(1)
def look(event, _arguments):
    if event != "os.kill" and os.path.exists(form):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(look)
runpy.run_module("akmxl", run_name="__main__")
"""


def killed(path: Path, form: str) -> None:
    """A run of submit in a process of its own, killed before the first step after a form stands there."""
    target = path.parent / "hisobotlar" / form
    command = [sys.executable, "-c", KILLED_ONCE_IT_STANDS, str(target)]
    command += ["submit", str(path), "--period", "2025-Q1", *DAY]
    done = subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be killed in the middle of a step")
@pytest.mark.parametrize("form", ["2025-01/MK-02_2025-01.xlsx", "2025-Q1/MK-16_2025-Q1.xlsx"])
def test_a_run_killed_before_the_receipts_is_healed_by_the_next(form: str, quarter_path: Path) -> None:
    """After the first form, and after the last: the workbook knows of none of them yet."""
    untouched = quarter_path.read_bytes()
    killed(quarter_path, form)
    assert (quarter_path.parent / "hisobotlar" / form).exists()
    assert quarter_path.read_bytes() == untouched
    left = forms(quarter_path)
    found = reports(quarter_path, "--period", "2025-Q1")
    states = {one["file"].rpartition("hisobotlar/")[2]: one["status"] for one in found if one["file"]}
    assert {name: states[name] for name in left} == dict.fromkeys(left, "unchanged")
    assert {name: forms(quarter_path)[name] for name in left} == left
    assert len(journal(quarter_path)) == 20
    assert findings(quarter_path, "SUB04") == []


# -- somebody has the workbook open ---------------------------------------------------------------


def held_by_excel(path: Path) -> Path:
    name = "1-xodim"
    lock = path.with_name("~$" + path.name)
    wide = name.encode("utf-16-le")
    narrow = bytes([len(name)]) + name.encode().ljust(54)
    lock.write_bytes(narrow + len(name).to_bytes(2, "little") + wide.ljust(108, b" \0"[:1]))
    return lock


def held_by_libreoffice(path: Path) -> Path:
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text("1-xodim,kutubxona,komp-3,10.04.2025 09:00,file:///profil;", encoding="utf-8")
    return lock


@pytest.fixture(params=[held_by_excel, held_by_libreoffice], ids=["Excel", "LibreOffice"])
def held_path(request: pytest.FixtureRequest, quarter_path: Path) -> Path:
    request.param(quarter_path)
    return quarter_path


def test_a_held_workbook_is_checked_and_said_not_to_be_written(held_path: Path) -> None:
    before = everything_in(held_path.parent)
    run = akmxl("check", held_path, *DAY)
    assert run.code == 0
    assert "PLN11" in run.out
    assert "1-xodim" in run.err
    asked = akmxl("check", held_path, "--json", *DAY)
    assert asked.code == 0
    assert asked.json["written"] is False
    assert "1-xodim" in asked.err
    assert everything_in(held_path.parent) == before


def test_the_findings_of_a_held_workbook_decide_the_exit_code(quarter_path: Path) -> None:
    change_day(quarter_path, value=-1)
    held_by_excel(quarter_path)
    assert akmxl("check", quarter_path, *DAY).code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("submit", "--period", "2025-Q1"),
        ("rollup",),
        ("sent", "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_that_must_write_name_who_holds_it(arguments: tuple[str, ...], held_path: Path) -> None:
    command, *rest = arguments
    before = everything_in(held_path.parent)
    run = akmxl(command, held_path, *rest, *DAY)
    assert run.code == 2
    assert run.out == ""
    assert "1-xodim" in run.err
    asked = akmxl(command, held_path, *rest, *DAY, "--json")
    assert asked.json["error"]["kind"] == "locked"
    assert everything_in(held_path.parent) == before


def test_looking_needs_no_lock(held_path: Path) -> None:
    assert akmxl("due", held_path, *DAY).code == 0
    assert submit(held_path, "--period", "2025-Q1", "--dry-run").code == 0
    assert akmxl("check", held_path, "--no-write", *DAY).err == ""


def test_a_form_that_somebody_holds_stops_the_run_before_the_receipts(quarter_path: Path) -> None:
    report = only(quarter_path)
    form = type(quarter_path)(report["file"])
    change_day(quarter_path, value=6)
    before = quarter_path.read_bytes()
    held_by_excel(form)
    run = submit(quarter_path, *MK10)
    assert run.code == 2
    assert run.json["error"]["kind"] == "locked"
    assert quarter_path.read_bytes() == before


@pytest.mark.parametrize("typed", ["MK11", "mk 11", "МК11"])
@pytest.mark.parametrize("command", ["submit", "sent", "diff"])
def test_a_code_that_is_none_is_answered_with_the_nearest(
    command: str, typed: str, quarter_path: Path
) -> None:
    words = {
        "submit": ("submit", quarter_path, "--only", typed, "--dry-run"),
        "sent": ("sent", quarter_path, typed, "2025-Q1", "--number", "1", "--date", "2025-04-05"),
        "diff": ("diff", quarter_path, typed, "2025-Q1"),
    }
    run = akmxl(*words[command], *DAY)
    assert run.code == 2
    assert run.err.endswith(" in the catalogue. The nearest: MK-11.\n")


def test_of_an_empty_catalogue_it_says_so(quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views["HisobotlarKatalogi"]
    put(
        quarter_path, {(view.name, row, column): None for row in view.filled_rows() for column in view.titles}
    )
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--today", "2025-04-10")
    assert run.code == 2
    assert "the table “HisobotlarKatalogi” is empty" in run.err


@pytest.mark.parametrize("cadence", ["har kuni", ""])
def test_a_report_of_which_nobody_knows_when_it_is_owed_is_named(quarter_path: Path, cadence: str) -> None:
    owe(quarter_path, "HK-01", cadence)
    for period in (("--period", "2025-Q1"), ()):
        run = submit(quarter_path, "--dry-run", *period)
        assert run.code == 1
        assert [one for one in run.json["not_known"] if "HK-01" in one]
        others = submit(quarter_path, "--dry-run", *period, "--only", "MK-10").json
        assert not [one for one in others["not_known"] if "HK-01" in one] or not period
    said = akmxl("submit", quarter_path, "--dry-run", "--period", "2025-Q1", *DAY).out
    assert "it is not known when report HK-01 is owed" in said

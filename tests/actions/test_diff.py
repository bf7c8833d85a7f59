"""What differs: two workbooks, a form beside a workbook, what was sent beside what is."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from making_plans import add_records
from running import akmxl, everything_in, put

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.create.new_file import create_plan
from akmxl.workbook.create.shipped import plan as shipped_rows
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.receipts_sheet import read_receipts, to_rows

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2025-04-10")
GROUPS = ("figures", "items", "days", "records", "journal")


def diff(*arguments: object) -> tuple[int, dict[str, Any]]:
    run = akmxl("diff", *arguments, "--json")
    return run.code, run.json


def changed_groups(found: dict[str, Any]) -> list[str]:
    return [group for group in GROUPS if found[group]]


@pytest.fixture
def two(quarter_path: Path) -> tuple[Path, Path]:
    """A workbook and the same again, under another name."""
    akmxl("check", quarter_path, *DAY)  # every row of the registers has its ID
    other = quarter_path.with_name("reja (1).xlsx")
    shutil.copy(quarter_path, other)
    return quarter_path, other


# -- two workbooks ------------------------------------------------------------------------------------


def test_a_workbook_and_its_copy_do_not_differ(two: tuple[Path, Path]) -> None:
    before = everything_in(two[0].parent)
    code, found = diff(*two)
    assert (code, found["same"], changed_groups(found), found["proof"]) == (0, True, [], None)
    assert [found[side]["kind"] for side in ("old", "new")] == ["workbook", "workbook"]
    assert everything_in(two[0].parent) == before


def test_a_month_is_told_by_item_with_old_new_and_difference(two: tuple[Path, Path]) -> None:
    old, new = two
    view = PlanFile.open(new).views[layout.MONTHLY]
    row, column = monthly_rows(view)["11"], view.columns["m03"]
    before = view.cell(row, "m03").value
    put(new, {(view.name, row, column): before + 5})
    code, found = diff(old, new)
    assert code == 1
    assert changed_groups(found) == ["figures"]
    (one,) = found["figures"]
    assert one["name"].startswith("Axborot-kutubxona")
    assert (one["item"], one["period"], one["measure"]) == ("11", "2025-03", "fact")
    assert (one["old"], one["new"], one["difference"]) == (before, before + 5, 5)


def test_a_total_is_told_with_its_part_and_a_day_with_its_month(two: tuple[Path, Path]) -> None:
    old, new = two
    view = PlanFile.open(new).views[registers.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    put(new, {(place.sheet, place.row, place.column): 50})
    _, found = diff(old, new)
    assert [(one["item"], one["period"]) for one in found["figures"]] == [
        ("15", "2025-01"), ("15.1", "2025-01"),
    ]  # fmt: skip
    (day,) = found["days"]
    assert (day["subject"], day["how"], day["sheet"]) == ("2025-01-10", "changed", registers.DAILY)
    assert [(one["field"], one["new"]) for one in day["fields"]] == [("Yangi kitobxonlar", 50)]


def test_a_text_where_a_number_belongs_is_told_as_it_stands(two: tuple[Path, Path]) -> None:
    old, new = two
    view = PlanFile.open(new).views[layout.MONTHLY]
    row, column = monthly_rows(view)["11"], view.columns["m03"]
    put(new, {(view.name, row, column): "5 ta"})
    (one,) = diff(old, new)[1]["figures"]
    assert (one["new"], one["difference"]) == ("5 ta", None)


def test_rows_of_the_plan_and_their_figures_are_told(two: tuple[Path, Path]) -> None:
    old, new = two
    view = PlanFile.open(new).views[layout.PLAN]
    rows = {code: place.row for code, (place, *_) in code_places(view).items()}
    column = view.columns
    put(new, {
        (view.name, rows["11"], column["planned"]): 110,
        (view.name, rows["11"], column["name"]): "Boshqa nom",
        (view.name, rows["12"], column["code"]): "12.9",
    })  # fmt: skip
    _, found = diff(old, new)
    plans = [one for one in found["figures"] if one["measure"] == "plan"]
    assert [(one["item"], one["period"], one["old"], one["new"]) for one in plans] == [
        ("11", "2025", 102, 110),
    ]  # fmt: skip
    assert {(one["subject"], one["how"]) for one in found["items"]} == {
        ("11", "changed"), ("12", "removed"), ("12.9", "added"),
    }  # fmt: skip
    (field,) = next(one for one in found["items"] if one["subject"] == "11")["fields"]
    assert (field["field"], field["new"]) == ("Nomi", "Boshqa nom")


def test_rows_of_registers_are_told_by_their_id(two: tuple[Path, Path]) -> None:
    old, new = two
    view = PlanFile.open(new).views[registers.EVENTS]
    first, second = list(view.filled_rows())[:2]
    put(new, {(view.name, first, view.columns["participants"]): 999})
    put(new, {(view.name, second, column): None for column in view.columns.values()})
    event = {"date": date(2025, 3, 20), "event_kind": "Kitobxon onalar kuni", "title": "Kech"}
    add_records(new, {registers.EVENTS: [event]})
    _, found = diff(old, new)
    told = [(one["sheet"], one["how"], one["name"]) for one in found["records"]]
    assert told == [
        (registers.EVENTS, "changed", view.text(first, "title")),
        (registers.EVENTS, "removed", view.text(second, "title")),
        (registers.EVENTS, "added", "Kech"),
    ]
    assert found["records"][0]["fields"] == [
        {"field": "Ishtirokchilar", "old": view.cell(first, "participants").value, "new": 999}
    ]
    assert found["records"][0]["subject"] == view.text(first, "id")


def test_what_was_sent_meanwhile_is_told(two: tuple[Path, Path]) -> None:
    old, new = two
    akmxl("submit", new, "--only", "MK-10", "--period", "2025-Q1", *DAY)
    _, found = diff(old, new)
    assert [(one["subject"], one["how"]) for one in found["journal"]] == [("MK-10 2025-Q1", "added")]
    shutil.copy(new, old)
    akmxl("sent", new, "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05")
    _, found = diff(old, new)
    (row,) = found["journal"]
    assert row["how"] == "changed"
    assert {one["field"]: one["new"] for one in row["fields"]} == {
        "Holati": "yuborildi", "Chiqish raqami": "7", "Chiqish sanasi": "2025-04-05",
    }  # fmt: skip


def test_plans_of_two_years_are_compared_by_their_rows_only(plan_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "reja-2026.xlsx"
    create_plan(other, rows=shipped_rows(), year=2026, organisation="AKM")
    code, found = diff(plan_path, other)
    assert (code, changed_groups(found)) == (0, [])
    assert "Plans of different years" in akmxl("diff", plan_path, other).out


def test_people_read_it_grouped(two: tuple[Path, Path]) -> None:
    old, new = two
    view = PlanFile.open(new).views[layout.MONTHLY]
    place = monthly_rows(view)["11"], view.columns["m03"]
    before = view.cell(place[0], "m03").value
    put(new, {(view.name, *place): before + 5})
    run = akmxl("diff", old, new, lang="uz")
    assert run.code == 1
    head, item, month, end = run.out.splitlines()
    assert head == "reja.xlsx → reja (1).xlsx"
    assert item.startswith("11-band, ")
    assert month.split() == ["mart", str(before), "→", str(before + 5), "(+5)"]
    assert end == "Farqi bor: sonlar — 1 ta, qatorlar — 0 ta."
    assert akmxl("diff", old, old, lang="uz").out.splitlines()[-1] == "Farqi yo‘q."


def test_two_files_of_one_name_are_told_apart_by_their_folders(two: tuple[Path, Path]) -> None:
    old, new = two
    kept = old.parent / "kecha" / new.name
    kept.parent.mkdir()
    shutil.copyfile(new, kept)
    head = akmxl("diff", kept, new).out.splitlines()[0]
    assert head == f"kecha/{new.name} → {new.parent.name}/{new.name}"


# -- a form beside a workbook ---------------------------------------------------------------------------


@pytest.fixture
def sent(quarter_path: Path) -> tuple[Path, Path]:
    """A workbook whose MK-10 of the first quarter has gone out, and that form."""
    akmxl("submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", *DAY)
    akmxl("sent", quarter_path, "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05")
    return quarter_path, quarter_path.parent / "hisobotlar" / "2025-Q1" / "MK-10_2025-Q1.xlsx"


def change_day(path: Path) -> None:
    view = PlanFile.open(path).views[registers.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    put(path, {(place.sheet, place.row, place.column): 50})


def test_a_form_as_it_was_sent_is_said_to_be_unchanged(sent: tuple[Path, Path], tmp_path: Path) -> None:
    workbook, form = sent
    for path in (form, shutil.copy(form, tmp_path / "Шакл 2.xlsx")):
        for pair in ((path, workbook), (workbook, path)):
            code, found = diff(*pair)
            assert (code, found["same"], changed_groups(found)) == (0, True, [])
            assert found["old"]["kind"] == "form"
            assert (found["old"]["report"], found["old"]["period"]) == ("MK-10", "2025-Q1")
            assert found["proof"] == {
                "receipt": "same", "number": "7", "sent": "2025-04-05",
                "altered": [], "added": [], "moved": False, "newer": None, "spoilt": [],
                "look": "kept", "look_changes": [],
            }  # fmt: skip
    told = akmxl("diff", form, workbook).out
    assert "The form is unchanged." in told
    assert "The workbook’s receipt of it says the same. № 7, 05.04.2025" in told
    assert told.splitlines()[-1] == "Nothing differs."


def test_what_the_workbook_says_otherwise_is_told_by_item(sent: tuple[Path, Path]) -> None:
    workbook, form = sent
    change_day(workbook)
    code, found = diff(form, workbook)
    assert code == 1
    assert found["proof"]["altered"] == []
    assert {(one["item"], one["measure"]) for one in found["figures"]} == {
        (item, measure) for item in ("15", "15.1") for measure in ("fact", "ytd", "percent")
    }
    fact = next(one for one in found["figures"] if (one["item"], one["measure"]) == ("15.1", "fact"))
    assert fact["new"] - fact["old"] == fact["difference"] > 0
    assert fact["period"] == "2025-Q1"


def test_an_altered_figure_of_the_form_is_told_with_both_values(sent: tuple[Path, Path]) -> None:
    workbook, form = sent
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    right, sheet["C14"] = sheet["C14"].value, 9999
    sheet.title = "Bizniki"
    book.save(form)
    code, found = diff(form, workbook)
    assert (code, found["same"], changed_groups(found)) == (1, False, [])
    assert found["proof"]["altered"] == [
        {"sheet": "Bizniki", "cell": "C14", "key": "item:15.1/fact", "sent": right, "shown": 9999}
    ]
    told = akmxl("diff", form, workbook, lang="uz").out
    assert "Shakl o‘zgartirilgan:" in told
    assert f"Bizniki!C14  15.1-band, yangi: hisobot davri: {right} → 9\xa0999" in told


def test_who_has_the_form_alone_verifies_it(sent: tuple[Path, Path], tmp_path: Path) -> None:
    """The regional library has no workbook of the centre."""
    form = tmp_path / "shirin.xlsx"
    shutil.copy(sent[1], form)
    code, found = diff(form)
    assert (code, found["same"], found["new"], found["proof"]["receipt"]) == (0, True, None, None)
    told = akmxl("diff", form).out.splitlines()
    assert told == ["MK-10 2025-Q1 (shirin.xlsx)", "The form is unchanged."]
    book = openpyxl.load_workbook(form)
    right, book.worksheets[0]["C14"] = book.worksheets[0]["C14"].value, 9999
    book.save(form)
    assert diff(form)[0] == 1
    assert f"MK-10!C14  Item 15.1: reporting period: {right} → 9999" in akmxl("diff", form).out


def test_a_form_with_another_list_than_the_receipt_is_told(sent: tuple[Path, Path]) -> None:
    """Somebody put a figure into the form and into its hidden list, hash and all."""
    workbook, form = sent
    change_day(workbook)
    other = workbook.with_name("boshqa.xlsx")
    shutil.copy(workbook, other)
    receipts = [r for r in read_receipts(PlanFile.open(other)) if not r.sealed]
    patch = Patch(Workbook.open(other))
    patch.set_sheet_rows(layout.RECEIPTS, to_rows(receipts))  # type: ignore[arg-type]
    view = PlanFile.open(other).views[registers.JOURNAL]
    for row in view.filled_rows():
        for column in view.columns.values():
            patch.set(view.name, row, column, None)
    patch.save(backup=False)
    akmxl("submit", other, "--only", "MK-10", "--period", "2025-Q1", "--out", other.parent / "x", *DAY)
    forged = other.parent / "x" / "2025-Q1" / form.name
    code, found = diff(forged, workbook)
    assert code == 1
    assert found["proof"]["receipt"] == "other"
    assert "says something else" in akmxl("diff", forged, workbook).out
    assert diff(form, other)[1]["proof"]["receipt"] == "other"


def test_a_newer_version_is_named(sent: tuple[Path, Path]) -> None:
    workbook, form = sent
    change_day(workbook)
    akmxl(
        "submit", workbook, "--only", "MK-10", "--period", "2025-Q1", "--correction", "--reason", "Xato", *DAY
    )
    second = form.with_name("MK-10_2025-Q1_v2.xlsx")
    assert diff(form, workbook)[1]["proof"]["newer"] == 2
    code, found = diff(second, workbook)
    assert (code, found["proof"]["newer"], found["old"]["version"]) == (0, None, 2)


# -- a receipt beside its workbook -----------------------------------------------------------------------


def test_a_receipt_is_named_by_report_and_period(sent: tuple[Path, Path]) -> None:
    workbook, _ = sent
    code, found = diff(workbook, "mk-10", "2025-Q1")
    assert (code, found["old"]["kind"], found["proof"]["receipt"]) == (0, "receipt", "sealed")
    assert "The receipt is whole. № 7, 05.04.2025" in akmxl("diff", workbook, "MK-10", "2025-Q1").out
    change_day(workbook)
    code, found = diff(workbook, "MK-10", "2025-Q1")
    assert code == 1
    assert {one["item"] for one in found["figures"]} == {"15", "15.1"}


def test_the_workbook_may_be_left_out(sent: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKMXL_WORKBOOK", str(sent[0]))
    assert diff("MK-10", "2025-Q1")[0] == 0


def test_a_draft_and_an_altered_receipt_say_so(sent: tuple[Path, Path]) -> None:
    workbook, _ = sent
    akmxl("submit", workbook, "--only", "MK-16", "--period", "2025-Q1", *DAY)
    assert diff(workbook, "MK-16", "2025-Q1")[1]["proof"]["receipt"] == "draft"
    cells = Workbook.open(workbook).cells(layout.RECEIPTS)
    row = next(r for (r, c), cell in cells.items() if c == 5 and cell.value == "item:15.1/fact")
    put(workbook, {(layout.RECEIPTS, row, 6): "1"})
    code, found = diff(workbook, "MK-10", "2025-Q1")
    assert (code, found["proof"]["receipt"]) == (1, "broken")


# -- what cannot be compared -------------------------------------------------------------------------------


def test_what_cannot_be_compared_is_one_sentence(sent: tuple[Path, Path], tmp_path: Path) -> None:
    workbook, form = sent
    create_plan(tmp_path / "b.xlsx", rows=shipped_rows(), year=2026, organisation="AKM")
    text = tmp_path / "matn.xlsx"
    text.write_text("salom")
    damaged = tmp_path / "buzuq.xlsx"
    shutil.copy(form, damaged)
    put(damaged, {(layout.RECEIPTS, 9, 2): "1"})
    for arguments, kind in (
        ((workbook,), "form"),
        ((workbook, workbook, workbook, workbook), "bad_argument"),
        ((form, form), "bad_argument"),
        ((form, tmp_path / "b.xlsx"), "bad_argument"),
        ((workbook, "MK-06", "2025-Q1"), "bad_argument"),
        ((workbook, "MK-10", "2026-Q1"), "bad_argument"),
        ((workbook, text), "unreadable"),
        ((workbook, tmp_path / "yo‘q.xlsx"), "file"),
        ((damaged, workbook), "form"),
    ):
        code, found = diff(*arguments)
        assert (code, found["error"]["kind"]) == (2, kind), arguments
    assert "is not a form" in akmxl("diff", workbook).err, "its receipts are no damaged list of a form"

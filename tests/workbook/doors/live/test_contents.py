"""Both doors write the same: after each action Excel holds what the file door has put into the file."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from running import everything_in, put

from akmxl.actions.check import check as check_plan, check_fills, fix, write_check
from akmxl.actions.close_month import close_month, month_to_close
from akmxl.actions.open_plan import open_plan, opened_of
from akmxl.actions.rollup import roll_up, write_rollup
from akmxl.actions.sent import mark_sent as mark_report_sent
from akmxl.actions.submit import run
from akmxl.actions.submit_request import Request
from akmxl.core.cells import Formula
from akmxl.core.errors import Unsupported
from akmxl.plan.period import Period
from akmxl.workbook import layout
from akmxl.workbook.doors.live.attach import workbook_in_front
from akmxl.workbook.doors.live.conversion import values_of
from akmxl.workbook.doors.live.door import LiveDoor
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile, write

from . import making
from .conftest import held
from .store import Held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Demo

    from akmxl.core.cells import Place
    from akmxl.workbook.opened import OpenedPlan

    from .engine import Excel
    from .store import StoredWorkbook

pytestmark = pytest.mark.slow

TODAY = date(2025, 10, 9)
Opened = Any
Job = "Callable[[OpenedPlan], object]"


def check(plan: OpenedPlan) -> object:
    return write_check(plan, check_plan(plan, TODAY), TODAY)


def roll_up_all(plan: OpenedPlan) -> object:
    return write_rollup(plan, roll_up(plan, TODAY))


def close_august(plan: OpenedPlan) -> object:
    return close_month(plan, month_to_close(plan.plan, Period.parse("2025-08"), None, TODAY), TODAY)


def submit(plan: OpenedPlan) -> object:
    return run(plan, Request(today=TODAY))


def mend_texts(plan: OpenedPlan) -> object:
    return fix(plan.file)


def mark_sent(plan: OpenedPlan) -> object:
    draft = next(receipt for receipt in plan.plan.receipts if not receipt.sealed)
    period = Period.parse(draft.period)
    return mark_report_sent(plan, draft.report, period, number="9.10", day=TODAY, today=TODAY)


def live_plan(excel: Excel) -> OpenedPlan:
    return opened_of(PlanFile.of(workbook_in_front(excel.window, excel.workbook.name)))


def through_both(path: Path, opened: Opened, job: Callable[[OpenedPlan], object]) -> Excel:
    """Do a job through Excel, then on the file; what each holds afterwards is the same."""
    excel, before = opened(path), everything_in(path.parent)
    job(live_plan(excel))
    made = everything_in(path.parent)
    for name in made.keys() - before.keys():
        shutil.rmtree(path.parent / name.split("/")[0], ignore_errors=True)
    job(open_plan(path))
    after = everything_in(path.parent)
    forms = [name for name in {*made, *after} if name.startswith("hisobotlar")]
    assert [made[name] for name in forms] == [after[name] for name in forms]
    assert_same(excel.workbook, held(path))
    return excel  # type: ignore[no-any-return]


def assert_same(live: StoredWorkbook, file: StoredWorkbook) -> None:
    ours, theirs = live.contents(), file.contents()
    assert list(ours) == list(theirs)
    for name in theirs:
        assert ours[name] == theirs[name], name
    for sheet in file.sheets:
        formats = live.sheet(sheet.name).format
        for spot, cell in sheet.cells.items():
            spoilt = sheet.format(spot) == "@" and (cell.formula is not None or type(cell.value) is float)
            bare = sheet.format(spot) == "General" and type(cell.value) is float  # Excel would show a number
            more = {"General"} if spoilt else {"dd.mm.yyyy"} if bare else set[str]()
            assert formats(spot) in {sheet.format(spot)} | more, spot


@pytest.mark.parametrize("job", [check, roll_up_all, close_august, submit])
@pytest.mark.parametrize("which", ["faulty", "mended"])
def test_after_a_job_on_the_demo(demo: Demo, tmp_path: Path, opened: Opened, job: Any, which: str) -> None:
    path = tmp_path / "reja-2025.xlsx"
    path.write_bytes(getattr(demo, which).read_bytes())
    through_both(path, opened, job)


@pytest.mark.parametrize("job", [check, roll_up_all, close_august, submit])
def test_after_a_job_on_a_plan_that_has_never_been_checked(
    quarter_path: Path, opened: Opened, job: Any
) -> None:
    through_both(quarter_path, opened, job)


def test_after_a_report_has_gone_out(quarter_path: Path, opened: Opened) -> None:
    run(open_plan(quarter_path), Request(today=date(2025, 4, 10)))
    excel = through_both(quarter_path, opened, mark_sent)
    row = next(
        row for (row, _), cell in excel.workbook.sheet("Hisobotlar").cells.items() if cell.value == "9.10"
    )
    assert row > 1  # a number that looks like a date stays a text


def test_after_the_texts_are_mended(quarter_path: Path, opened: Opened) -> None:
    view = PlanFile.open(quarter_path).views["Tadbirlar"]
    column = view.columns["title"]
    put(quarter_path, {("Tadbirlar", view.first_row, column): "  Kitob   bayrami "})
    through_both(quarter_path, opened, mend_texts)


def test_after_dates_typed_as_texts_are_mended(quarter_path: Path, opened: Opened) -> None:
    file = PlanFile.open(quarter_path)
    events, days = file.views["Tadbirlar"], file.views["Bayramlar"]
    spots = [("Tadbirlar", events.first_row, events.columns["date"])]
    spots += [("Sozlamalar", days.last_row, days.columns["date"])]
    texts = ("5.III.2025", "31.12.2025")
    put(quarter_path, dict(zip(spots, texts, strict=True)))
    excel = opened(quarter_path)
    for name, row, column in spots:
        excel.workbook.sheet(name).formats[row, column] = "@"
    fix(live_plan(excel).file)
    for (name, row, column), day in zip(spots, (date(2025, 3, 5), date(2025, 12, 31)), strict=True):
        sheet = excel.workbook.sheet(name)
        held_there = sheet.cells[row, column].value, sheet.format((row, column))
        assert held_there == (float((day - date(1899, 12, 30)).days), "dd.mm.yyyy")
    assert not any(mend.day for mend in fix(live_plan(excel).file, write=False))


def test_one_job_after_another(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    for job in (check, roll_up_all, submit, mark_sent, close_august, check):
        job(live_plan(excel))
        job(open_plan(quarter_path))
    assert_same(excel.workbook, held(quarter_path))


@pytest.mark.parametrize("job", [check, roll_up_all, submit])
def test_done_twice_nothing_is_written(quarter_path: Path, opened: Opened, job: Any) -> None:
    excel = opened(quarter_path)
    job(live_plan(excel))
    excel.writes.clear()
    excel.workbook.saved = True
    job(live_plan(excel))
    assert (excel.writes, excel.workbook.saved) == ([], True)


def test_findings_shrink_as_they_grow(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    for day in (date(2025, 12, 20), date(2025, 4, 10), date(2025, 12, 20)):
        plan = live_plan(excel)
        write_check(plan, check_plan(plan, day), day)
        plan = open_plan(quarter_path)
        write_check(plan, check_plan(plan, day), day)
        assert_same(excel.workbook, held(quarter_path))


def test_few_ranges_are_written(quarter_path: Path, opened: Opened) -> None:
    """One for the findings, one for the ids of each register, two for the day and the summary."""
    excel = opened(quarter_path)
    check(live_plan(excel))
    values = [sheet for sheet, what in excel.writes if what[0].isdigit()]
    assert values.count("Tekshiruv") == 2  # the sentence above the table, and the table
    assert values.count("Bosh sahifa") == 1
    assert max(values.count(register.name) for register in layout.REGISTER_SHEETS) == 1


def test_nothing_is_saved_and_all_is_as_it_was_around(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    workbook = excel.workbook
    workbook.active = [sheet.name for sheet in workbook.sheets].index("Kundalik")
    workbook.sheet("Kundalik").selected = (40, 3)
    before = quarter_path.read_bytes()
    close_august(live_plan(excel))
    assert quarter_path.read_bytes() == before
    assert not workbook.saved
    assert (excel.screen_updating, excel.enable_events, excel.calculation) == (True, True, "automatic")
    assert workbook.sheets[workbook.active].name == "Kundalik"
    assert workbook.sheet("Kundalik").selected == (40, 3)
    assert workbook.sheet("Oylik").protection == held(quarter_path).sheet("Oylik").protection


def test_calculation_by_hand_stays_by_hand(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    excel.calculation = "manual"
    check(live_plan(excel))
    assert excel.calculation == "manual"


TEXTS = (
    "9.10", "05.04", "1/2", "2025-03", "=1+1", "+5", "-", "-5", "@x", "'7", "12", "1 413", "7 %", "mar 2025",
    "TRUE", "1E5", "a\nb", "  keng  ", "o‘qish", "x" * 9_000, "#N/A!",
)  # fmt: skip


@pytest.mark.parametrize("column", ["note", "number"])
def test_a_text_stays_the_text_that_it_is(quarter_path: Path, opened: Opened, column: str) -> None:
    """In a cell for anything, and in one whose format is that of texts; each stands alone, twice."""
    written: dict[Place, str] = {}

    def write_texts(plan: OpenedPlan) -> object:
        view = plan.file.views["Hisobotlar"]
        first = view.place(view.first_row, column)
        places = (first._replace(row=first.row + 3 * n) for n in range(2 * len(TEXTS)))
        written.update(zip(places, [text for text in TEXTS for _ in range(2)], strict=True))
        return write(plan.file, Fills(dict(written)))

    excel = through_both(quarter_path, opened, write_texts)
    cells = excel.workbook.sheet("Hisobotlar").cells
    assert [cells[place.row, place.column] for place in written] == list(map(Held, written.values()))


def test_a_column_that_computes_goes_on_in_new_rows(quarter_path: Path, opened: Opened) -> None:
    plan = open_plan(quarter_path)
    close_month(plan, month_to_close(plan.plan, Period.parse("2025-07"), None, TODAY), TODAY)
    file = PlanFile.open(quarter_path)
    view = file.views["Topshirish"]
    last = file.workbook.tables["Topshirish"].last_row
    put(quarter_path, {("Topshirish", last, view.columns["note"]): Formula(f"LEN(A{last})", 7)})
    excel = opened(quarter_path)
    close_august(live_plan(excel))
    cell = excel.workbook.sheet("Topshirish").cells[last + 1, view.columns["note"]]
    assert cell.formula == f"=LEN(A{last + 1})"


def test_rows_typed_under_a_table_are_taken_in(quarter_path: Path, opened: Opened) -> None:
    file = PlanFile.open(quarter_path)
    last, view = file.workbook.tables["Topshirish"].last_row, file.views["Topshirish"]
    typed = {"period": "2025-07", "service": "Direktor", "handed_in": date(2025, 8, 3)}
    rows = {
        ("Topshirish", row, view.columns[field]): value
        for row in (last, last + 1)
        for field, value in typed.items()
    }
    put(quarter_path, rows)
    through_both(quarter_path, opened, close_august)


def test_a_sheet_of_receipts_that_is_missing_is_made_very_hidden(quarter_path: Path, opened: Opened) -> None:
    content, part = quarter_path.read_bytes(), making.part_of(quarter_path, layout.RECEIPTS)
    assert content
    assert part
    making.change(quarter_path, "xl/workbook.xml", r'<sheet name="_akmxl"[^>]*/>', "")
    excel = through_both(quarter_path, opened, submit)
    assert excel.workbook.sheet(layout.RECEIPTS).state == 2
    assert excel.workbook.active == 0


def test_a_preview_is_what_writing_leaves(quarter_path: Path, opened: Opened) -> None:
    plan = live_plan(opened(quarter_path))
    fills = check_fills(plan, check_plan(plan, TODAY), TODAY)
    live, file = plan.file.workbook.preview(fills), PlanFile.open(quarter_path).workbook.preview(fills)
    assert {name: table.last_row for name, table in live.tables.items()} == {
        name: table.last_row for name, table in file.tables.items()
    }
    for sheet in file.sheets:
        ours, theirs = live.cells(sheet.name), file.cells(sheet.name)
        assert {spot: cell.value or None for spot, cell in ours.items()} == {
            spot: cell.value or None for spot, cell in theirs.items()
        }
    again = opened_of(PlanFile.of(live))
    assert check_plan(again, TODAY) == check_plan(opened_of(PlanFile.of(file)), TODAY)


def test_what_one_formula_fills_is_known_to_both_doors(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "massiv.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Massiv")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}")
        sheet.write_array_formula("D7", "{=SUM(A1:A3*2)}")
        sheet.write_array_formula("C5:D6", "{=A1:B2}")
        file.add_worksheet("Oddiy").write("A1", 1)
    excel = opened(path)
    live, file_door = workbook_in_front(excel.window, path.name), PlanFile.open(path).workbook
    for name in ("Massiv", "Oddiy"):
        assert sorted(live.formula_areas(name)) == sorted(file_door.formula_areas(name))
    fills = Fills(sheets={"Massiv": [["a"]]})
    refusals = []
    for door in (live, file_door):
        for ask in (door.preview, door.write):
            with pytest.raises(Unsupported) as refusal:
                ask(fills)
            refusals.append(str(refusal.value))
    assert len(set(refusals)) == 1


UNFIT = {
    "a bad name": Fills(sheets={"a/b": [["a"]]}),
    "two sheets by one name": Fills(sheets={"Yangi": [["a"]], "yANGI": [["b"]]}),
    "a sheet too wide": Fills(sheets={"Yangi": [[None] * 16_385]}),
    "half a letter": Fills(tables={"Tadbirlar": [["a\ud800"]]}),
    "NUL in a formula": Fills(sheets={"Yangi": [[Formula('"\0"')]]}),
    "a text too long": Fills(sheets={"Yangi": [["😀" * 16_384]]}),
}


@pytest.mark.parametrize("name", UNFIT)
def test_both_doors_refuse_what_no_workbook_can_hold(name: str, quarter_path: Path, opened: Opened) -> None:
    excel, before = opened(quarter_path), quarter_path.read_bytes()
    held_before = excel.workbook.contents()
    refusals = set()
    for door in (live_plan(excel).file.workbook, PlanFile.open(quarter_path).workbook):
        for ask in (door.preview, door.write):
            with pytest.raises(Unsupported) as refusal:
                ask(UNFIT[name])
            refusals.add(str(refusal.value))
    assert len(refusals) == 1
    assert (excel.workbook.contents(), quarter_path.read_bytes()) == (held_before, before)


def test_half_a_letter_is_read_as_in_a_file() -> None:
    assert values_of(1, ["a\ud800", None, "😀"]) == {1: "a\ufffd", 3: "😀"}
    assert values_of(1, ["\udc00b", 1.0]) == {1: "\ufffdb", 2: 1}


def test_a_workbook_that_counts_from_1904(quarter_path: Path, opened: Opened) -> None:
    making.change(quarter_path, "xl/workbook.xml", r"<workbookPr", '<workbookPr date1904="1"')
    excel = opened(quarter_path)
    file, live = PlanFile.open(quarter_path), PlanFile.of(workbook_in_front(excel.window, quarter_path.name))
    place = file.named_place(layout.LAST_CHECK)
    assert place is not None
    for source in (live, file):
        write(source, Fills({place: TODAY}))
    assert_same(excel.workbook, held(quarter_path))
    assert (
        PlanFile.of(workbook_in_front(excel.window, quarter_path.name)).named_cell(layout.LAST_CHECK).value
        == TODAY
    )


def test_a_workbook_in_the_web_has_its_forms_among_the_documents(
    quarter_path: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    excel = opened(quarter_path, full_name="https://d.docs.live.net/77/AKM/reja.xlsx")
    plan = live_plan(excel)
    assert plan.path == tmp_path / "Documents" / "AKM" / "reja" / "reja.xlsx"
    made = run(plan, Request(today=date(2025, 4, 10))).files
    assert made
    assert all(file.is_relative_to(tmp_path / "Documents" / "AKM" / "reja" / "hisobotlar") for file in made)


def test_the_door_says_where_a_workbook_stands(quarter_path: Path, opened: Opened) -> None:
    excel = opened(quarter_path)
    door = workbook_in_front(excel.window, quarter_path.name)
    assert isinstance(door, LiveDoor)
    assert door.path == quarter_path


def test_a_plan_read_through_excel_is_pure_data(quarter_path: Path, opened: Opened) -> None:
    plan = live_plan(opened(quarter_path)).plan
    assert pickle.loads(pickle.dumps(plan)) == plan

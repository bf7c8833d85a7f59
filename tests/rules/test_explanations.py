"""Reasons that staff write into Tekshiruv: they stay, move with their rows, and open when a value changes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from making_plans import add_records
from running import akmxl, insert_row_above, put

from akmxl.core.cells import Place
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.cell_keys import cell_keys
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

REASON = "Viloyat topshirig‘i bilan."
CODE = "14.1"


def check(path: Path, *options: str) -> Any:
    run = akmxl("check", path, "--today", "2025-04-10", "--json", *options)
    assert run.code in (0, 1), run.err
    return run.json


def month_place(path: Path, code: str, month: int) -> Place:
    view = PlanFile.open(path).views[layout.MONTHLY]
    return Place(view.name, monthly_rows(view)[code], view.columns[f"m{month:02d}"])


def type_month(path: Path, value: object, code: str = CODE, month: int = 3) -> None:
    place = month_place(path, code, month)
    put(path, {(place.sheet, place.row, place.column): value})


def rows(path: Path) -> list[dict[str, Any]]:
    """Tekshiruv as people see it, by field; columns of their own by heading."""
    view = PlanFile.open(path).views[layout.FINDINGS]
    names = {column: field for field, column in view.columns.items()}
    return [
        {names.get(column, title): view.at(row, column).value for column, title in view.titles.items()}
        for row in view.filled_rows()
    ]


def coloured(path: Path) -> set[object]:
    """The cells that the conditional formats colour, by their keys."""
    return set(PlanFile.open(path).workbook.grid(layout.COLOURS).values(1).values())


def colour_key(path: Path, place: Place) -> str:
    return cell_keys(PlanFile.open(path), [place])[0]


def write_beside(path: Path, rule: str, text: str, field: str = "reason") -> None:
    """Type a text into the row of a rule's first finding."""
    view = PlanFile.open(path).views[layout.FINDINGS]
    row = next(row for row in view.filled_rows() if view.text(row, "rule") == rule)
    put(path, {(view.name, row, view.columns[field]): text})


def overruns(path: Path) -> list[dict[str, Any]]:
    return [one for one in check(path)["findings"] if one["rule"] == "PLN01"]


@pytest.fixture
def explained(quarter_path: Path) -> Path:
    """A plan whose one overrun is explained."""
    type_month(quarter_path, 190, month=2)
    type_month(quarter_path, 190)
    assert check(quarter_path)["blocks"]
    assert colour_key(quarter_path, month_place(quarter_path, CODE, 3)) in coloured(quarter_path)
    write_beside(quarter_path, "PLN01", REASON)
    return quarter_path


def test_a_finding_to_explain_blocks_until_there_is_a_reason(explained: Path) -> None:
    data = check(explained)
    assert not data["blocks"]
    assert data["counts"]["explain"] == 0
    assert [one["explained"] for one in data["findings"] if one["rule"] == "PLN01"] == [True]


def test_a_reason_stays_from_run_to_run(explained: Path) -> None:
    for _ in range(3):
        check(explained)
    row = next(row for row in rows(explained) if row["rule"] == "PLN01")
    assert row["reason"] == REASON
    assert row["finding_state"] == "izohlangan"
    assert colour_key(explained, month_place(explained, CODE, 3)) not in coloured(explained)


def test_a_reason_survives_rows_inserted_above(explained: Path) -> None:
    reja = PlanFile.open(explained).views[layout.PLAN]
    before = month_place(explained, CODE, 3)
    insert_row_above(
        explained, layout.MONTHLY, monthly_rows(PlanFile.open(explained).views[layout.MONTHLY])["11"]
    )
    insert_row_above(explained, layout.PLAN, code_places(reja)["11"][0].row)
    assert month_place(explained, CODE, 3).row == before.row + 1
    data = check(explained)
    assert not data["blocks"]
    found = next(one for one in data["findings"] if one["rule"] == "PLN01")
    assert found["explained"]
    assert found["cell"] == month_place(explained, CODE, 3).a1
    assert next(row for row in rows(explained) if row["rule"] == "PLN01")["reason"] == REASON


def test_inserted_rows_bring_no_findings_but_that_they_are_empty(quarter_path: Path) -> None:
    before = check(quarter_path, "--no-write")["counts"]
    for sheet, places in (
        (layout.MONTHLY, monthly_rows(PlanFile.open(quarter_path).views[layout.MONTHLY])["11"]),
        (layout.PLAN, code_places(PlanFile.open(quarter_path).views[layout.PLAN])["11"][0].row),
        (registers.DAILY, PlanFile.open(quarter_path).views[registers.DAILY].first_row + 20),
        (registers.EVENTS, PlanFile.open(quarter_path).views[registers.EVENTS].first_row + 2),
    ):
        insert_row_above(quarter_path, sheet, places)
    after = check(quarter_path, "--no-write")
    empty = [one["sheet"] for one in after["findings"] if one["rule"] == "STR10"]
    assert sorted(empty) == [layout.MONTHLY, registers.EVENTS]
    assert after["counts"] == before | {"warning": before["warning"] + len(empty)}


def test_a_changed_value_opens_it_again_and_the_old_reason_is_kept_beside(explained: Path) -> None:
    check(explained)
    type_month(explained, 180)
    data = check(explained)
    assert data["blocks"]
    assert [one["explained"] for one in data["findings"] if one["rule"] == "PLN01"] == [False]
    found = {row["finding_state"]: row["reason"] for row in rows(explained) if row["rule"] == "PLN01"}
    assert found == {"ochiq": None, "yopilgan": REASON}


def test_a_reason_for_the_whole_year_holds_whatever_the_value(explained: Path) -> None:
    write_beside(explained, "PLN01", f"{REASON} Yil oxirigacha")
    check(explained)
    for value in (180, 185):
        type_month(explained, value)
        data = check(explained)
        assert not data["blocks"]
        assert all(one["explained"] for one in data["findings"] if one["rule"] == "PLN01")
    states = [row["finding_state"] for row in rows(explained) if row["rule"] == "PLN01"]
    assert states == ["izohlangan"], "the reason moved with its finding: no closed copy of it stays"


def test_a_reason_for_one_item_explains_no_other(explained: Path) -> None:
    write_beside(explained, "PLN01", f"{REASON} yil oxirigacha")
    type_month(explained, 900, code="14.2", month=2)
    type_month(explained, 900, code="14.2")
    states = {one["item"]: one["explained"] for one in overruns(explained)}
    assert states == {"14.1": True, "14.2": False}


def test_an_explained_finding_that_is_gone_is_kept_as_closed(explained: Path) -> None:
    check(explained)
    type_month(explained, 18)
    data = check(explained)
    assert not [one for one in data["findings"] if one["rule"] == "PLN01"]
    row = next(row for row in rows(explained) if row["rule"] == "PLN01")
    assert (row["finding_state"], row["reason"], row["item"]) == ("yopilgan", REASON, CODE)
    assert colour_key(explained, month_place(explained, CODE, 3)) not in coloured(explained)
    check(explained)
    assert sum(row["rule"] == "PLN01" for row in rows(explained)) == 1


def test_a_closed_finding_that_comes_back_takes_its_reason_again(explained: Path) -> None:
    check(explained)
    type_month(explained, 18)
    check(explained)
    type_month(explained, 190)
    assert not check(explained)["blocks"]
    assert [row["finding_state"] for row in rows(explained) if row["rule"] == "PLN01"] == ["izohlangan"]


def test_a_gone_finding_without_a_reason_leaves_no_row(quarter_path: Path) -> None:
    type_month(quarter_path, "besh")
    check(quarter_path)
    assert any(row["rule"] == "TYP01" for row in rows(quarter_path))
    type_month(quarter_path, 18)
    check(quarter_path)
    assert not any(row["rule"] == "TYP01" for row in rows(quarter_path))


def test_a_reason_does_not_excuse_an_error(quarter_path: Path) -> None:
    type_month(quarter_path, "besh")
    check(quarter_path)
    write_beside(quarter_path, "TYP01", "Shunday kerak.")
    assert check(quarter_path)["blocks"]
    row = next(row for row in rows(quarter_path) if row["rule"] == "TYP01")
    assert (row["reason"], row["finding_state"]) == ("Shunday kerak.", "ochiq")


def test_a_reason_follows_its_row_of_a_register(plan_path: Path) -> None:
    events = [
        {"date": f"{day} mart", "event_kind": "Ko‘rgazma", "title": f"Bahor {day}"} for day in (1, 2, 3)
    ]
    add_records(plan_path, {registers.EVENTS: events})
    check(plan_path)
    view = PlanFile.open(plan_path).views[registers.EVENTS]
    ids = [view.cell(row, "id").value for row in view.filled_rows()]
    assert ids == [1, 2, 3]
    write_beside(plan_path, "REF08", "So‘raldi")  # beside the first event
    texts = {}
    for row, other in zip(view.filled_rows(), reversed(list(view.filled_rows())), strict=True):
        for field, column in view.columns.items():
            texts[view.name, row, column] = view.cell(other, field).value
    put(plan_path, texts)  # staff sort the sheet the other way round
    check(plan_path)
    beside = {row["cell"]: row["reason"] for row in rows(plan_path) if row["rule"] == "REF08"}
    last = max(view.filled_rows())
    assert {cell for cell, reason in beside.items() if reason} == {f"A{last}"}


def test_columns_of_staff_are_kept_with_their_finding(explained: Path) -> None:
    add_column_to_findings(explained, "Kim qaraydi")
    view = PlanFile.open(explained).views[layout.FINDINGS]
    assert "Kim qaraydi" in view.titles.values()
    column = next(c for c, title in view.titles.items() if title == "Kim qaraydi")
    row = next(row for row in view.filled_rows() if view.text(row, "rule") == "PLN09")
    put(explained, {(view.name, row, column): "1-xodim"})
    type_month(explained, "besh", code="11")  # a new finding stands above: the rows move
    check(explained)
    assert {row["Kim qaraydi"] for row in rows(explained) if row["rule"] == "PLN09"} == {"1-xodim"}
    assert {row["Kim qaraydi"] for row in rows(explained) if row["rule"] != "PLN09"} == {None}


def add_column_to_findings(path: Path, title: str) -> None:
    """A column that staff add at the right edge of the table: its heading, and the table one wider."""
    book = Workbook.open(path)
    table = book.tables["Tekshiruv"]
    put(path, {("Tekshiruv", table.first_row, table.last_col + 1): title})
    area = book.package.xml(table.part).decode()
    old = area[area.index('ref="') + 5 :].partition('"')[0]
    new = old.replace(":K", ":L")
    assert new != old
    columns = len(table.columns)
    changed = area.replace(old, new).replace(f'count="{columns}"', f'count="{columns + 1}"')
    changed = changed.replace(
        "</tableColumns>", f'<tableColumn id="{columns + 1}" name="{title}"/></tableColumns>'
    )
    with zipfile.ZipFile(path) as source:
        parts = {info: source.read(info) for info in source.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info, content in parts.items():
            target.writestr(info, changed.encode() if info.filename == table.part else content)


def test_nothing_to_change_nothing_written(explained: Path) -> None:
    assert check(explained)["written"]
    data, moment = explained.read_bytes(), explained.stat().st_mtime_ns
    assert not check(explained)["written"]
    assert explained.read_bytes() == data
    assert explained.stat().st_mtime_ns == moment
    assert not akmxl("check", explained, "--today", "2025-04-10").err


@pytest.mark.parametrize(
    "options", [("--period", "2025-01"), ("--severity", "error"), ("--service", "Direktor")]
)
def test_filters_act_on_what_is_shown_only(options: tuple[str, ...], explained: Path) -> None:
    check(explained)
    whole = rows(explained)
    data = check(explained, *options)
    assert not data["written"]
    assert len(data["findings"]) < len(whole)
    assert rows(explained) == whole


def test_no_write_writes_nothing(quarter_path: Path) -> None:
    before = quarter_path.read_bytes()
    assert not check(quarter_path, "--no-write")["written"]
    assert quarter_path.read_bytes() == before


def test_a_note_below_the_findings_is_no_reason(plan_path: Path) -> None:
    check(plan_path)
    view = PlanFile.open(plan_path).views[layout.FINDINGS]
    put(plan_path, {(view.name, view.last_row + 2, view.columns["reason"]): "ok"})
    assert "TXT06" not in {one["rule"] for one in check(plan_path, "--no-write")["findings"]}


def test_rows_of_findings_that_are_gone_keep_formulas_without_a_result(explained: Path) -> None:
    view = PlanFile.open(explained).views[layout.FINDINGS]
    row = next(row for row in view.filled_rows() if view.text(row, "rule") == "PLN01")
    book = openpyxl.load_workbook(explained)
    book[view.name].cell(row, view.columns["fix"], f"=F{row}&$A$1")
    book.save(explained)  # which keeps no formula's result: neither that of the links
    place = month_place(explained, CODE, 3)
    type_month(explained, 16)
    check(explained)
    view = PlanFile.open(explained).views[layout.FINDINGS]
    (kept,) = (row for row in view.filled_rows() if view.text(row, "finding_state") == "yopilgan")
    assert kept != row
    assert view.cell(kept, "cell").formula == f'HYPERLINK("#\'{place.sheet}\'!{place.a1}","{place.a1}")'
    assert view.cell(kept, "fix").formula == f"F{kept}&$A$1"
    assert view.text(kept, "reason") == REASON


def test_a_row_that_lost_its_key_keeps_its_reason_while_the_finding_says_the_same(explained: Path) -> None:
    check(explained)
    write_beside(explained, "PLN01", "", "key")
    data = check(explained)
    assert [one["explained"] for one in data["findings"] if one["rule"] == "PLN01"] == [True]
    (row,) = (row for row in rows(explained) if row["rule"] == "PLN01")
    assert (row["reason"], row["key"].split("|")[:3]) == (REASON, ["PLN01", "", CODE])
    write_beside(explained, "PLN01", "", "key")
    type_month(explained, 191)
    assert not any(one["explained"] for one in check(explained)["findings"] if one["rule"] == "PLN01")
    assert REASON in [row["reason"] for row in rows(explained) if row["finding_state"] == "yopilgan"]

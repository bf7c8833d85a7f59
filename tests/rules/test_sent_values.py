"""What was sent and is no longer so: told with old and new, at the cell where it can be mended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_imports, add_records, imported, set_source
from running import akmxl, put

from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile, write
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.writing.comparison import fed_formulas

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.core.cells import Place

DAY = ("--today", "2025-04-10")


@pytest.fixture(params=[("MK-16", "2025-Q1")])
def sent(request: pytest.FixtureRequest, quarter_path: Path) -> Path:
    """A plan of which one report has gone out; every event has its id."""
    code, period = request.param
    akmxl("check", quarter_path, *DAY)
    made = akmxl("submit", quarter_path, "--only", code, "--period", "2025-Q1", *DAY)
    assert made.code == 0, made.out
    run = akmxl("sent", quarter_path, code, period, "--number", "7", "--date", "2025-04-05")
    assert run.code == 0, run.err
    return quarter_path


def found(path: Path) -> list[dict[str, Any]]:
    data = akmxl("check", path, "--no-write", "--json", *DAY).json
    return [one for one in data["findings"] if one["rule"] == "SUB03"]


def type_in(path: Path, place: Place, value: object) -> None:
    put(path, {(place.sheet, place.row, place.column): value})


def month_of(path: Path, code: str, month: int) -> Place:
    view = PlanFile.open(path).views[layout.MONTHLY]
    return view.place(monthly_rows(view)[code], f"m{month:02d}")


def reported_events(path: Path) -> list[dict[str, Place]]:
    """The rows of March that MK-02 lists, by field."""
    file = PlanFile.open(path)
    view, kinds = file.views[registers.EVENTS], file.views["TadbirTurlari"]
    own = {kinds.text(row, "event_kind") for row in kinds.filled_rows() if "I.2" in kinds.text(row, "codes")}
    return [
        {field: view.place(row, field) for field in view.columns}
        for row in view.filled_rows()
        if view.text(row, "event_kind") in own and str(view.cell(row, "date").value)[:7] == "2025-03"
    ]


def title_at(path: Path, place: Place) -> str:
    return str(PlanFile.open(path).cells(place.sheet)[place.row, place.column].value)


events = pytest.mark.parametrize("sent", [("MK-02", "2025-03")], indirect=True)


def test_a_figure_of_the_period(sent: Path) -> None:
    place = month_of(sent, "11", 3)
    type_in(sent, place, 500)
    (one,) = found(sent)
    assert (one["sheet"], one["cell"], one["item"], one["period"]) == (
        layout.MONTHLY, place.a1, "11", "2025-Q1",
    )  # fmt: skip
    assert "report MK-16 was sent with 27, the file now says 518" in one["message"]


def test_a_count_that_was_imported_later(quarter_path: Path) -> None:
    """11 is fed by imports; the one that comes after the report changes its March."""
    places = [month_of(quarter_path, "11", month) for month in (1, 2, 3)]
    put(quarter_path, {(place.sheet, place.row, place.column): None for place in places})
    set_source(quarter_path, "11", "Import")
    opened = add_imports(quarter_path, imported({("11", month): 9 for month in (1, 2, 3)}))
    write(opened.file, fed_formulas(opened, [("11", month) for month in (1, 2, 3)]))
    run = akmxl("submit", quarter_path, "--only", "MK-16", "--period", "2025-Q1", *DAY)
    assert run.code == 0, run.out
    assert akmxl("sent", quarter_path, "MK-16", "2025-Q1", "--number", "7", "--date", "2025-04-05").code == 0
    assert found(quarter_path) == []
    add_imports(quarter_path, imported({("11", 3): 12}, number=2, day="2025-04-09"))
    (one,) = found(quarter_path)
    assert (one["sheet"], one["item"], one["period"]) == (layout.MONTHLY, "11", "2025-Q1")
    assert "report MK-16 was sent with 27, the file now says 30" in one["message"]


def test_a_plan_is_told_at_the_plan(sent: Path) -> None:
    file = PlanFile.open(sent)
    view = file.views[layout.PLAN]
    place = view.place(code_places(view)["11"][0].row, "planned")
    type_in(sent, place, 210)
    (one,) = found(sent)
    assert (one["sheet"], one["cell"]) == (layout.PLAN, place.a1)
    assert "was sent with the plan 102, the file now says 210" in one["message"]


def test_two_slips_of_one_item_are_two_findings(sent: Path) -> None:
    view = PlanFile.open(sent).views[layout.PLAN]
    type_in(sent, view.place(code_places(view)["11"][0].row, "planned"), 210)
    type_in(sent, month_of(sent, "11", 3), 500)
    assert {one["sheet"] for one in found(sent)} == {layout.PLAN, layout.MONTHLY}


@events
def test_values_of_a_row(sent: Path) -> None:
    event = reported_events(sent)[0]
    type_in(sent, event["participants"], 999)
    type_in(sent, event["place"], "Park")
    (one,) = found(sent)
    assert (one["sheet"], one["period"]) == (registers.EVENTS, "2025-03")
    assert one["cell"] == event["place"].a1
    assert "→ Park; Ishtirokchilar: " in one["message"]
    assert one["message"].endswith("→ 999.")


@events
def test_a_row_that_is_gone(sent: Path) -> None:
    event = reported_events(sent)[0]
    title = title_at(sent, event["title"])
    put(sent, {(place.sheet, place.row, place.column): None for place in event.values()})
    (one,) = found(sent)
    assert title[:50] in one["message"]
    assert "which is gone" in one["message"]
    assert one["sheet"] == registers.EVENTS


@events
def test_a_row_that_counts_for_another_item_now(sent: Path) -> None:
    event = reported_events(sent)[0]
    type_in(sent, event["event_kind"], "“Kitobxonlar klubi” tadbiri")
    (one,) = found(sent)
    assert one["cell"] == event["event_kind"].a1
    assert "now it belongs to other items" in one["message"]


@events
def test_a_row_that_was_added(sent: Path) -> None:
    event = {"date": date(2025, 3, 20), "event_kind": "Kitobxon onalar kuni", "title": "Kech"}
    places = add_records(sent, {registers.EVENTS: [event]})[registers.EVENTS, 0]
    (one,) = found(sent)
    assert one["cell"] == places["date"].a1
    assert "(20.03.2025, Kech): report MK-02" in one["message"]
    assert "was sent without this row" in one["message"]


@events
def test_rows_sorted_otherwise_are_no_change(sent: Path) -> None:
    first = reported_events(sent)[0]
    view = PlanFile.open(sent).views[registers.EVENTS]
    other = next(row for row in view.filled_rows() if row != first["id"].row)
    moved = {}
    for field, place in first.items():
        moved[place.sheet, place.row, place.column] = view.cell(other, field).value
        moved[place.sheet, other, place.column] = view.cell(place.row, field).value
    put(sent, moved)
    assert found(sent) == []

"""A dry run says what would be placed where and from which cells, and writes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from making_plans import make_plan
from running import akmxl, everything_in

from akmxl.actions.open_plan import open_plan
from akmxl.core.cells import Place
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.register_rows import records_of
from akmxl.submission.form.provenance import areas, figure_places
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2025-04-10")


def dry_run(path: Path, code: str, period: str = "2025-Q1") -> dict[str, Any]:
    run = akmxl("submit", path, "--period", period, "--only", code, "--dry-run", "--json", *DAY)
    report: dict[str, Any] = run.json["reports"][-1]
    return report


def places(path: Path, code: str, period: str = "2025-Q1") -> dict[str, tuple[object, list[str]]]:
    """Cell of the form -> what it would say, and from where."""
    return {one["cell"]: (one["value"], one["from"]) for one in dry_run(path, code, period)["places"]}


def template(path: Path, cells: dict[str, str]) -> None:
    book = openpyxl.Workbook()
    for address, text in cells.items():
        book.active[address] = text
    own = path.parent / "andozalar"
    own.mkdir(exist_ok=True)
    book.save(own / "MK-16.xlsx")


@pytest.mark.parametrize("code", ["MK-02", "MK-10", "MK-16"])
def test_what_a_dry_run_tells_is_what_the_form_then_says(code: str, quarter_path: Path) -> None:
    before = everything_in(quarter_path.parent)
    told = dry_run(quarter_path, code, "2025-Q1")
    assert everything_in(quarter_path.parent) == before
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", code, "--json", *DAY)
    made = run.json["reports"][-1]
    assert "places" not in made
    assert {key: told[key] for key in made} == made
    form = Workbook.open(made["file"])
    for one in told["places"]:
        cell = form.cells(one["sheet"]).get(_place(one["cell"]))
        shown = cell.value if cell else None
        assert one["value"] == (str(shown) if hasattr(shown, "year") else shown), one["cell"]


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), openpyxl.utils.column_index_from_string(letters)


def test_every_area_is_one_that_holds_what_it_is_named_for(quarter_path: Path) -> None:
    file = PlanFile.open(quarter_path)
    template(quarter_path, {
        "A1": "{{fakt 11}}", "A2": "{{fakt 15.1}}", "A3": "{{fakt 15}}", "A4": "{{reja 11}}",
        "A5": "{{direktor}}", "A6": "{{kimga}}", "A7": "{{davr}}", "A8": "{{matn}}", "A9": "{{nomi 11}}",
        "A10": "{{foiz 11}} / {{yil boshidan 11}}",
    })  # fmt: skip
    found = places(quarter_path, "MK-16")
    plan, monthly, daily = (file.views[name] for name in (layout.PLAN, layout.MONTHLY, registers.DAILY))
    row = monthly_rows(monthly)["11"]
    first, last = daily.first_row, daily.first_row + 31 + 28 + 31 - 1
    column = openpyxl.utils.get_column_letter
    months = f"Oylik!{column(monthly.columns['m01'])}{row}:{column(monthly.columns['m03'])}{row}"
    new, again = (column(daily.columns[field]) for field in ("new_readers", "renewed_readers"))
    item = next(r for r in plan.filled_rows() if plan.text(r, "code") == "11")
    planned = f"Reja!{column(plan.columns['planned'])}{item}"
    assert found["A1"] == (27, [months])
    assert found["A2"][1] == [f"Kundalik!{new}{first}:{new}{last}"]
    assert found["A3"][1] == [f"Kundalik!{new}{first}:{again}{last}"]
    assert found["A4"] == (102, [planned])
    assert found["A9"][1] == [f"Reja!{column(plan.columns['name'])}{item}"]
    assert found["A10"][1] == [planned, months]
    assert found["A7"][1] == []
    director = file.named_place(layout.ORGANISATION["director"][0])
    assert director is not None
    assert found["A5"][1] == [f"{director.sheet}!{director.a1}"]
    (recipient,) = found["A6"][1]
    sheet, _, cell = recipient.partition("!")
    assert file.cells(sheet)[_place(cell)].value == "O‘zbekiston Milliy kutubxonasi"


def test_rows_of_registers_are_named_cell_by_cell(quarter_path: Path) -> None:
    plan = open_plan(quarter_path).plan
    report = plan.report("MK-02")
    assert report is not None
    (record,) = records_of(plan, registers.EVENTS, report, Period.month(2025, 3))
    found = places(quarter_path, "MK-02", "2025-Q1")
    told = {sources[0]: value for value, sources in reversed(found.values()) if sources}  # totals follow
    title, day = record.places["title"], record.places["date"]
    assert told[f"Tadbirlar!{title.a1}"] == record.values["title"]
    assert told[f"Tadbirlar!{day.a1}"] == str(record.date)


def test_the_cells_behind_a_figure(tmp_path: Path) -> None:
    """Typed over a register: its own cell. Counted: the rows. A total: its parts. A stock: the last."""
    kind, day = "Kitobxon onalar kuni", date(2025, 3, 5)
    make_plan(
        path := tmp_path / "reja.xlsx",
        months={("15.1", 2): 7, ("9.4.1", 1): 3, ("9.4.1", 3): 4},
        rows={registers.EVENTS: [{"date": day, "event_kind": kind, "title": title} for title in "AB"]},
    )
    opened = open_plan(path)
    plan, quarter = opened.plan, Period.quarter(2025, 1)
    first = plan.records[registers.EVENTS][0].places["date"]

    def behind(code: str) -> tuple[str, ...]:
        return areas(figure_places(opened, plan.items[code], quarter))

    typed = plan.entries["15.1", 2].place
    assert f"Oylik!{typed.a1}" in behind("15.1")
    assert len(behind("15.1")) == 3  # January and March of the day log beside it
    assert behind("18") == (f"Tadbirlar!{first.a1}:A{first.row + 1}",)
    part = plan.entries["9.4.1", 1].place
    assert f"Oylik!{part.a1}" in behind("9.4")[0].partition(":")[0]
    assert set(behind("9.4")) <= set(behind("9"))


def test_people_read_cell_value_and_source(quarter_path: Path) -> None:
    one = akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", "--dry-run", *DAY)
    assert "B14 = 207  ← Reja!" in one.out
    assert one.out.splitlines()[-1] == "Nothing was written: --dry-run."
    every = akmxl("submit", quarter_path, "--period", "2025-Q1", "--dry-run", *DAY)
    assert "more cells. All of them: akmxl submit --dry-run --only MK-16" in every.out
    assert len(every.out.splitlines()) < 20 * 15  # of each report not more than can be read


def test_cells_side_by_side_and_below_each_other_are_one_area() -> None:
    def at(*cells: tuple[int, int]) -> list[Place]:
        return [Place("Oylik", row, column) for row, column in cells]

    assert areas([]) == ()
    assert areas(at((5, 2))) == ("Oylik!B5",)
    assert areas(at((5, 2), (5, 3), (6, 2), (6, 3))) == ("Oylik!B5:C6",)
    assert areas(at((5, 2), (5, 4), (6, 2))) == ("Oylik!B5:B6", "Oylik!D5")
    assert areas(at((9, 1), (5, 1), (6, 1), (5, 1))) == ("Oylik!A5:A6", "Oylik!A9")
    assert areas([Place("Reja", 1, 1), *at((1, 1))]) == ("Reja!A1", "Oylik!A1")

"""The yearly report over all months and quarters, and the figures for the state's form."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import once
from editions.make import KEPT
from making_plans import append_rows, day_cells, make_plan
from running import akmxl, put
from several_years import copied, make_years, type_ages

from akmxl.actions.open_plan import open_plan
from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.proof.proof import read_form
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

DAY = ("--today", "2026-01-12")
YEAR = ("--period", "2025", "--only", "MK-17")


@pytest.fixture(scope="module")
def years(shared: Path) -> Path:
    return once(shared, "years", make_years)


@pytest.fixture
def path(years: Path, tmp_path: Path) -> Path:
    (found,) = copied(years, tmp_path, "2025")
    return found


def made(path: Path, *options: object) -> tuple[dict[str, Any], dict[str, object], Workbook]:
    """What a run says of the report, the values of the form, the form."""
    run = akmxl("submit", path, *options, *DAY, "--json")
    (report,) = run.json["reports"]
    assert report["status"] == "written", run.out
    form = Workbook.open(type(path)(report["file"]))
    return report, dict(read_form(form).values), form


def month(path: Path, code: str, number: int, value: object) -> None:
    view = open_plan(path).file.views[layout.MONTHLY]
    place = view.place(monthly_rows(view)[code], f"m{number:02d}")
    put(path, {(place.sheet, place.row, place.column): value})


def test_it_has_every_month_and_quarter_of_every_item(path: Path) -> None:
    _, said, _ = made(path, *YEAR)
    plan = open_plan(path).plan
    for code in (code for code, item in plan.items.items() if item.measured and item.adds_up == "flow"):
        months = [said[f"item:{code}/m{number:02d}"] for number in range(1, 13)]
        assert months == [plan.value(code, number) for number in range(1, 13)], code
        quarters = [said[f"item:{code}/q{number}"] for number in range(1, 5)]
        known = [value for value in months if isinstance(value, int)]
        assert sum(value for value in quarters if isinstance(value, int)) == sum(known)
        assert said[f"item:{code}/fact"] == (sum(known) if known else None)
    assert (said["item:15.1/plan"], said["item:15.1/percent"]) == (207, 100)


def test_a_stock_has_the_last_value_of_each_quarter(path: Path) -> None:
    _, said, _ = made(path, *YEAR)
    assert said["item:19.1/q4"] == said["item:19.1/m12"] == said["item:19.1/fact"] == 6


def test_what_differs_from_the_plan_blocks_it_until_there_is_a_reason_which_it_prints(path: Path) -> None:
    month(path, "11", 12, 60)
    run = akmxl("submit", path, *YEAR, *DAY, "--json")
    (report,) = run.json["reports"]
    assert report["status"] == "blocked"
    akmxl("check", path, *DAY)
    opened = open_plan(path)
    view = opened.file.views[layout.FINDINGS]
    open_rows = [row for row in view.filled_rows() if view.text(row, "item") == "11" and
                 view.text(row, "severity") == "izoh kerak"]  # fmt: skip
    reason = "Qo‘shimcha jamg‘armadan kitob olindi"
    put(path, {(view.name, row, view.columns["reason"]): reason for row in open_rows})
    _, said, form = made(path, *YEAR)
    assert reason in str(said["item:11/note"])
    cells = form.cells("MK-17").values()
    assert any(reason in str(cell.value) for cell in cells)


def test_a_reason_that_is_cut_on_paper_is_told_with_the_cell_where_it_was_typed(path: Path) -> None:
    month(path, "11", 12, 60)
    akmxl("submit", path, *YEAR, *DAY)
    view = open_plan(path).file.views[layout.FINDINGS]
    row = next(row for row in view.filled_rows()
               if view.text(row, "item") == "11" and view.text(row, "severity") == "izoh kerak")  # fmt: skip
    place = view.place(row, "reason")
    put(path, {(place.sheet, place.row, place.column): "\n".join(["Sababi shu edi, keyingi satrda"] * 60)})
    told = akmxl("submit", path, *YEAR, *DAY, "--json").json["reports"][0]["cut"]
    (one,) = told
    assert f"{place.sheet}!{place.a1}" in one["from"]
    text = akmxl("submit", path, *YEAR, *DAY).out
    assert "409" in text
    assert one["cell"] in text
    assert f"{place.sheet}!{place.a1}" in text


def test_it_is_printed_on_landscape_pages_with_its_heading_repeated(path: Path) -> None:
    _, _, form = made(path, *YEAR)
    xml = form.package.xml(form.sheets[0].part)
    assert b'orientation="landscape"' in xml
    titles = form.package.xml("xl/workbook.xml").decode()
    assert re.search(r"Print_Titles\"[^>]*>'MK-17'!\$\d+:\$\d+<", titles)


def test_it_is_sent_verified_and_a_changed_month_is_found(path: Path) -> None:
    report, _, _ = made(path, *YEAR)
    assert akmxl("verify", report["file"], "--json").code == 0
    sent = akmxl("sent", path, "MK-17", "2025", "--number", "9", "--date", "2026-01-12", *DAY)
    assert sent.code == 0, sent.err
    january, february = (open_plan(path).plan.value("11", number) or 0 for number in (1, 2))
    month(path, "11", 1, january + 1)
    month(path, "11", 2, february - 1)  # the year and the first quarter are what they were
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    changed = [one for one in found if one["rule"] == "SUB03" and one["item"] == "11"]
    told = [(one["cell"][0], *(f"2025-0{n}" in one["message"] for n in (1, 2))) for one in changed]
    assert told == [
        ("F", True, False), ("G", False, True),
    ]  # fmt: skip


def test_the_forms_of_several_centres_are_consolidated(path: Path, tmp_path: Path) -> None:
    made(path, *YEAR)
    out = tmp_path / "jamlama.xlsx"
    run = akmxl(
        "consolidate", path.parent / "hisobotlar" / "2025", "--out", out, "--centre", "SR-07", *DAY, "--json"
    )
    assert run.code in (0, 1), run.err
    assert (run.json["accepted"], run.json["refused"]) == (1, [])


def test_months_to_come_are_empty_in_a_draft_made_before_the_year_is_over(path: Path) -> None:
    run = akmxl("submit", path, *YEAR, "--today", "2025-11-10", "--json")
    (report,) = run.json["reports"]
    if report["status"] == "written":
        said = dict(read_form(Workbook.open(type(path)(report["file"]))).values)
        assert (said["item:19.1/m12"], said["item:19.1/q4"] is not None) == (None, True)


# -- the state's form -------------------------------------------------------------------------------

STATE = ("--period", "2025", "--only", "DS-01")


def block(form: Workbook) -> list[object]:
    """The column of figures, from its heading on: what is copied into the state's form."""
    cells = form.cells("DS-01")
    (top,) = (row for (row, _), cell in cells.items() if cell.value == "Satr")
    column = next(place[1] for place, cell in cells.items() if place[0] == top and cell.value == "Soni")
    rows = range(top + 1, top + 14)
    return [cell.value if (cell := cells.get((row, column))) else None for row in rows]


def test_the_states_form_has_its_figures_in_one_column(path: Path) -> None:
    type_ages(path)
    _, said, form = made(path, *STATE)
    figures = block(form)
    assert figures[0] == said["item:15/fact"] == 4444
    assert figures[1:4] == [said[f"item:15/{age}"] for age in ("age_14", "age_15_24", "age_25")]
    assert sum(value for value in figures[1:4] if isinstance(value, int)) == 4444
    assert figures[5:7] == [16644, 52813]


def test_ages_that_nobody_counted_are_empty_and_not_0(path: Path) -> None:
    _, said, form = made(path, *STATE)
    assert block(form)[1:4] == [None] * 3
    assert said["item:15/age_14"] is None


def test_a_centre_puts_the_rows_into_the_order_of_its_form(path: Path) -> None:
    from akmxl.submission.template.templates import find_template

    shipped = find_template("DS-01", path)
    assert shipped is not None
    own = path.parent / "andozalar" / "DS-01.xlsx"
    own.parent.mkdir()
    own.write_bytes(shipped.read_bytes())
    cells = Workbook.open(own).cells("DS-01")
    words = {str(cell.value): place for place, cell in cells.items() if str(cell.value).startswith("{{fakt")}
    first, other = words["{{fakt 15}}"], words["{{fakt 16}}"]
    put(own, {("DS-01", *first): "{{fakt 16}}", ("DS-01", *other): "{{fakt 15}}"})
    type_ages(path)
    _, _, form = made(path, *STATE)
    assert (block(form)[0], block(form)[5]) == (16644, 4444)


def test_its_day_is_nobodys_until_a_person_writes_it(path: Path) -> None:
    due = akmxl("due", path, "--today", "2026-03-01", "--json").json["reports"]
    (one,) = (one for one in due if one["code"] == "DS-01")
    assert (one["due"], one["status"] != "overdue") == (None, True)


def test_a_changed_age_of_a_sent_form_is_found(path: Path) -> None:
    type_ages(path)
    made(path, *STATE)
    assert akmxl("sent", path, "DS-01", "2025", "--number", "3", "--date", "2026-01-12", *DAY).code == 0
    opened = open_plan(path)
    day = next(one for one in opened.plan.days if (one.columns.get("age_14") and one.columns["age_14"].value))
    young, old = (day.columns[age].value or 0 for age in ("age_14", "age_25"))
    changed = {day.date: {"age_14": young - 1, "age_25": old + 1}}
    put(path, {(p.sheet, p.row, p.column): value for p, value in day_cells(opened, changed)})
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    told = [one["message"] for one in found if one["rule"] == "SUB03"]
    assert [("0–14 yosh" in text, "25+ yosh" in text) for text in told] == [(True, False), (False, True)]
    assert date(2025, 1, 1) <= day.date


def test_the_guide_tells_how_an_older_workbook_gets_both_reports(tmp_path: Path) -> None:
    path = tmp_path / "reja-2025.xlsx"
    path.write_bytes((KEPT / "3.xlsx").read_bytes())
    before = errors_of_the_catalogue(path)
    columns = PlanFile.open(path).workbook.tables[layout.CATALOGUE.table].columns
    rows = guide_rows()
    assert akmxl("submit", path, "--only", "DS-01", *DAY).err.startswith("There is no report “DS-01”")
    append_rows(path, layout.CATALOGUE.table, [[row.get(column) for column in columns] for row in rows])
    assert errors_of_the_catalogue(path) == before
    reports = {report.code: report for report in open_plan(path).plan.reports}
    shipped = {row.code: row for row in open_plan(made_new(tmp_path)).plan.reports}
    for code in ("MK-17", "DS-01"):
        for field in ("recipient", "copy_to", "title", "cadence", "due_rule", "days", "items"):
            assert getattr(reports[code], field) == getattr(shipped[code], field), (code, field)


def guide_rows() -> list[dict[str, object]]:
    """The rows that the guide's table has people type, by column."""
    guide = (Path(__file__).parents[2] / "docs" / "qollanma.md").read_text("utf-8")
    table = guide.partition("### Eski faylga MK-17 va DS-01 qo‘shish")[2].partition("\n### ")[0]
    found = [line for line in table.splitlines() if line.startswith("| ")]
    lines = [[part.strip().strip("`") for part in line.strip("| ").split("|")] for line in found]
    cells = {line[0]: line[1:] for line in lines[1:]}
    return [{column: value(texts[place]) for column, texts in cells.items()} for place in (0, 1)]


def value(text: str) -> object:
    return int(text) if text.isdecimal() else None if text == "—" else text


def errors_of_the_catalogue(path: Path) -> list[str]:
    found = akmxl("check", path, "--no-write", *DAY, "--json").json["findings"]
    return [one["message"] for one in found if one["severity"] == "error" and one["sheet"] == "Sozlamalar"]


def made_new(folder: Path) -> Path:
    path = folder / "yangi.xlsx"
    make_plan(path)
    return path

"""Several years side by side: which rows are one item, where they break, what is not known."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from running import Run, akmxl, everything_in, put
from several_years import copied, make_years, retype

import akmxl as library
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

MAY = ("--today", "2026-05-10")


@pytest.fixture(scope="module")
def years(shared: Path) -> Path:
    return once(shared, "years", make_years)


@pytest.fixture
def both(years: Path, tmp_path: Path) -> list[Path]:
    return copied(years, tmp_path, "2025", "2026")


def trend(*arguments: object, lang: str = "en") -> Run:
    return akmxl("trend", *arguments, *MAY, lang=lang)


def rows(paths: list[Path], code: str) -> list[dict[str, Any]]:
    return [row for row in trend(*paths, "--json").json["rows"] if row["code"] == code]


def test_each_item_has_a_row_a_year(both: list[Path]) -> None:
    data = trend(*reversed(both), "--json").json
    assert [one["year"] for one in data["years"]] == [2025, 2026]
    first, second = rows(both, "15.1")
    assert (first["year"], first["plan"], first["fact"], first["percent"]) == (2025, 207, 207, 100.0)
    assert (first["complete_months"], first["changes"], first["unit"]) == (12, [], "Nafar")
    assert (second["year"], second["plan"], second["line"]) == (2026, 207, "15.1")


def test_a_year_that_is_not_over_has_no_fact_but_what_is_known(both: list[Path]) -> None:
    _, running = rows(both, "15.1")
    assert (running["fact"], running["percent"], running["complete_months"]) == (None, None, 4)
    assert running["so_far"] > 0


def test_an_unknown_month_makes_the_year_unknown(both: list[Path]) -> None:
    file = PlanFile.open(both[0])
    view = file.views[layout.MONTHLY]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    put(both[0], {(view.name, row, view.columns["m06"]): None})
    (old, _) = rows(both, "11")
    assert (old["fact"], old["complete_months"]) == (None, 5)
    assert old["so_far"] > 0


def test_a_changed_unit_is_a_break(both: list[Path]) -> None:
    retype(both[1], {("17", "unit"): "Dona"})
    _, row = rows(both, "17")
    assert row["changes"] == [{"what": "unit", "old": "Nusxa", "new": "Dona"}]
    assert row["line"] == "17"


@pytest.mark.parametrize(
    ("field", "word", "old", "new"),
    [
        ("source", "qo‘lda", "Tadbirlar", "typed"),
        ("adds_up", "oxirgi qiymat", "flow", "stock"),
        ("kind", "topshiriq", "item", "task"),
    ],
)
def test_another_way_of_counting_is_a_break(
    both: list[Path], field: str, word: str, old: str, new: str
) -> None:
    retype(both[1], {("20", field): word})
    _, row = rows(both, "20")
    assert {"what": field, "old": old, "new": new} in row["changes"]


def test_other_parts_of_a_total_are_a_break(both: list[Path]) -> None:
    retype(both[1], {("9.3", "code"): "9.5"})
    (_, row) = rows(both, "9")
    assert row["changes"] == [{"what": "parts", "old": "9.1, 9.2, 9.3, 9.4", "new": "9.1, 9.2, 9.5, 9.4"}]


def test_a_code_that_means_another_item_begins_a_line_of_its_own(both: list[Path]) -> None:
    retype(both[1], {("29", "name"): "Fondni hisobdan chiqarish dalolatnomalari"})
    old, new = rows(both, "29")
    assert (old["line"], new["line"]) == ("29", "29 / 2")
    assert [change["what"] for change in new["changes"]] == ["title"]


def test_items_that_changed_places_are_not_taken_for_each_other(both: list[Path]) -> None:
    """Their titles are alike: each is more like the other's than its own code's."""
    titles = {code: rows(both, code)[0]["title"] for code in ("13.1", "13.2")}
    retype(both[1], {("13.1", "name"): titles["13.2"], ("13.2", "name"): titles["13.1"]})
    data = trend(*both, "--json").json
    lines = {row["code"]: row["line"] for row in data["rows"] if row["year"] == 2026}
    assert (lines["13.1"], lines["13.2"]) == ("13.1 / 2", "13.2 / 2")
    assert {(one["code"], one["before"]["code"]) for one in data["renumbered"]} == {
        ("13.1", "13.2"), ("13.2", "13.1"),
    }  # fmt: skip


def test_another_wording_of_a_title_is_no_break(both: list[Path]) -> None:
    (old, _) = rows(both, "16")
    retype(both[1], {("16", "name"): f"{old['title']} (2026-yil)"})
    (_, new) = rows(both, "16")
    assert (new["line"], new["changes"]) == ("16", [])


def test_a_renumbered_item_is_named_and_not_guessed(both: list[Path]) -> None:
    retype(both[1], {("34", "code"): "35"})
    data = trend(*both, "--json").json
    assert [(one["code"], one["before"]["code"]) for one in data["renumbered"]] == [("35", "34")]
    assert {row["line"] for row in data["rows"] if row["code"] in ("34", "35")} == {"34", "35"}
    assert "2026, 35: worded as 34 of 2025" in trend(*both).out


def test_people_see_what_is_not_complete_and_where_it_broke(both: list[Path]) -> None:
    retype(both[1], {("17", "unit"): "Dona"})
    lines = trend(*both).out.splitlines()
    (line,) = (line for line in lines if line.strip().startswith("17 "))
    assert "|" in line
    assert line.endswith("*")
    assert lines[0] == "Shirin shahar axborot-kutubxona markazi, 2025, 2026:"


def test_two_files_of_one_year_are_refused(both: list[Path]) -> None:
    copy = both[0].with_name("nusxa.xlsx")
    copy.write_bytes(both[0].read_bytes())
    run = trend(*both, copy)
    assert (run.code, "Both are the plan of 2025" in run.err) == (2, True)


def test_another_centres_plan_is_refused_and_a_code_says_that_it_is_one(both: list[Path]) -> None:
    def named(text: str, path: Path, name: str) -> None:
        place = PlanFile.open(path).named_place(name)
        assert place is not None
        put(path, {(place.sheet, place.row, place.column): text})

    named("Guliston shahar axborot-kutubxona markazi", both[1], "Tashkilot")
    run = trend(*both)
    assert (run.code, "“Guliston shahar" in run.err, "Markaz kodi" in run.err) == (2, True, True)
    for path in both:
        named("SR-07", path, layout.CENTRE_CODE)
    assert trend(*both).code == 0


def test_a_services_copy_is_no_plan_of_a_year(both: list[Path]) -> None:
    copy = both[0].with_name("a.xlsx")
    assert akmxl("copy", both[0], "--service", "Direktor", "--out", copy).code == 0
    for run in (
        trend(copy, both[1]),
        akmxl("next-plan", both[1], "--earlier", copy),
        akmxl("next-plan", copy),
    ):
        assert (run.code, "is the copy of a service" in run.err) == (2, True)
    run = akmxl("next-plan", both[1], "--dry-run", *MAY, lang="en")
    assert (run.code, "reja-2025.xlsx (2025)" in run.out) == (0, True)


def test_what_is_no_plan_is_refused_in_a_sentence(both: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "boshqa.xlsx"
    other.write_bytes(b"PK")
    for run in (trend(both[0], other), trend(), trend(tmp_path / "yoq.xlsx")):
        assert run.code == 2
        assert len(run.err.strip().splitlines()) == 1
    assert trend(other, "--json").json["error"]["kind"]


def test_the_workbook_has_the_table_and_charts_with_their_breaks(both: list[Path], tmp_path: Path) -> None:
    third = _whole_later_year(both, 2026)
    out = tmp_path / "yillar.xlsx"
    run = akmxl("trend", *third, "--out", out, "--today", "2027-01-20", lang="en")
    assert run.code == 0, run.err
    assert OpenXmlValidator().validate(out).errors == []
    book = load_workbook(out)
    assert book.sheetnames == ["Yillar", "Diagrammalar", "Diagramma sonlari", "Uzilishlar", "Jadval"]
    breaks = [[cell.value for cell in row] for row in book["Uzilishlar"].iter_rows(min_row=5)]
    assert [2026, "17", breaks[0][2], "o‘lchov birligi", "Nusxa", "Dona"] in breaks
    figures = [[cell.value for cell in row] for row in book["Diagramma sonlari"].iter_rows(min_row=5)]
    assert [row[2:] for row in figures if row[0] == "17"] == [[52813, None], [None, 52813]]
    assert [row[2:] for row in figures if row[0] == "16"] == [[16644, 16644]]
    charts = book["Diagrammalar"]._charts
    assert len(charts) == len({row[0] for row in figures})
    assert {len(chart.series) for chart in charts} == {1, 2}


def _whole_later_year(both: list[Path], year: int) -> list[Path]:
    """The first year, and one with the same figures in which loans have another unit."""
    later = both[0].with_name(f"reja-{year}.xlsx")
    later.write_bytes(both[0].read_bytes())
    place = PlanFile.open(later).named_place("Yil")
    assert place is not None
    file = PlanFile.open(later)
    days = file.views["Kundalik"]
    column = days.columns["date"]
    cells: dict[tuple[str, int, int], Any] = {(place.sheet, place.row, place.column): year}
    for name in ("Kundalik", "Tadbirlar", "Malaka", "Matbuot", "Royxatlar"):
        view = file.views[name]
        column = view.columns["date"]
        for row, value in view.values("date").items():
            if hasattr(value, "year"):
                cells[name, row, column] = value.replace(year=year)
    put(later, cells)
    retype(later, {("17", "unit"): "Dona"})
    return [both[0], later]


def test_lines_stand_in_the_order_of_the_newest_plan(both: list[Path]) -> None:
    """A new item stands in its place, not at the end; one that is gone where it stood."""
    retype(both[1], {("13.1", "code"): "13.7", ("29", "name"): "Fondni hisobdan chiqarish dalolatnomalari"})
    data = trend(*both, "--json").json
    lines = list(dict.fromkeys(row["line"] for row in data["rows"]))
    assert lines[lines.index("12") :][:4] == ["12", "13.1", "13.7", "13.2"]
    assert lines[lines.index("28") :][:4] == ["28", "29", "29 / 2", "30"]


def test_a_year_without_a_plan_has_its_place_on_the_axis(both: list[Path], tmp_path: Path) -> None:
    later, out = _whole_later_year(both, 2028)[1], tmp_path / "yillar.xlsx"
    run = akmxl("trend", both[0], later, "--out", out, "--today", "2029-01-20", lang="en")
    assert "Years without a plan workbook: 2026, 2027" in run.out
    figures = [[cell.value for cell in row] for row in load_workbook(out)["Diagramma sonlari"]]
    assert figures[3][2:] == ["2025", "2026", "2027", "2028"]
    assert [16644, None, None, 16644] in [row[2:] for row in figures]


def test_many_years_are_printed_on_pages_side_by_side(both: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "yillar.xlsx"
    plans = [both[0], *(_whole_later_year(both, year)[1] for year in range(2026, 2031))]
    assert akmxl("trend", *plans, "--out", out, "--today", "2031-01-20").code == 0
    sheet = load_workbook(out)["Yillar"]
    assert [one.id for one in sheet.col_breaks.brk] == [9, 15]
    assert (sheet.print_title_cols, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$A:$C", None)
    assert OpenXmlValidator().validate(out).errors == []


def test_the_table_is_written_as_csv(both: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "yillar.csv"
    assert trend(*both, "--csv", out).code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    (old, new) = (row for row in found if row["code"] == "15.1")
    assert (old["fact"], new["fact"], new["complete_months"]) == ("207", "", "4")
    assert trend(*both, "--csv", out).code == 0


def test_another_file_in_the_place_of_the_result_stays(both: list[Path], tmp_path: Path) -> None:
    before = everything_in(tmp_path)
    for option, place in (("--out", both[0]), ("--csv", both[0]), ("--out", tmp_path / "a.txt")):
        run = trend(*both, option, place)
        assert (run.code, len(run.err.strip().splitlines())) == (2, 1)
    assert everything_in(tmp_path) == before


def test_a_result_that_people_wrote_into_is_kept_as_a_copy(both: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "yillar.xlsx"
    trend(*both, "--out", out)
    first = out.read_bytes()
    assert trend(*both, "--out", out).code == 0
    assert not (tmp_path / ".akmxl-zaxira").exists()
    assert out.read_bytes() == first
    put(out, {("Jadval", 1, 1): "bizning izoh"})
    written = out.read_bytes()
    assert trend(*both, "--out", out).code == 0
    (copy,) = (tmp_path / ".akmxl-zaxira").iterdir()
    assert (copy.read_bytes(), out.read_bytes()) == (written, first)


def test_python_gets_a_tidy_frame(both: list[Path]) -> None:
    frame = library.trend(both, today="2026-05-10")
    assert list(frame.columns[:7]) == ["year", "code", "line", "section", "title", "unit", "plan"]
    assert frame[(frame.code == "15.1") & (frame.year == 2025)].fact.tolist() == [207]
    assert frame[(frame.code == "15.1") & (frame.year == 2026)].fact.isna().all()


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_prints_it(both: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "yillar.xlsx"
    trend(*both, "--out", out)
    folder = tmp_path / "pdf"
    folder.mkdir()
    (pdf,) = saved_by_libreoffice("pdf", folder, out)
    assert pdf.read_bytes().startswith(b"%PDF")

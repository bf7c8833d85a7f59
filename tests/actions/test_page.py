"""The command ``akmxl page``: what it makes, where, and what it leaves alone."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from libreoffice import if_there_is_one, saved_by_libreoffice
from making_plans import make_plan
from running import akmxl, everything_in, put

import akmxl as library
from akmxl.core import assets
from akmxl.core.text_length import units
from akmxl.submission.page.template import PAGES
from akmxl.workbook import layout
from akmxl.workbook.layout import OWN_FOLDER
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2025-10-06")
SERVICE = "Kadrlar bo‘yicha inspektor"


def made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_without_options_all_pages_are_made_beside_the_workbook(mended_path: Path) -> None:
    before = mended_path.read_bytes()
    run = akmxl("page", mended_path, *DAY)
    assert run.code == 0
    names = made(mended_path.parent / "sahifalar")
    assert names[:2] == ["hisobot.html", "rahbar.xlsx"]
    assert len(names) == 2 + 7
    assert f"xizmat {SERVICE}.xlsx" in names
    assert mended_path.read_bytes() == before


def test_each_page_alone(mended_path: Path, tmp_path: Path) -> None:
    for number, (options, names) in enumerate(
        (
            (("--director",), ["hisobot.html", "rahbar.xlsx"]),
            (("--service", "inspektor"), ["hisobot.html", f"xizmat {SERVICE}.xlsx"]),
            (("--director", "--html"), ["hisobot.html"]),
        )
    ):
        out = tmp_path / f"out{number}"
        assert akmxl("page", mended_path, *options, "--out", out, *DAY).code == 0
        assert made(out) == names


def test_the_directors_page_says_what_the_rollup_and_due_say(mended_path: Path, tmp_path: Path) -> None:
    page = akmxl("page", mended_path, "--director", "--out", tmp_path / "o", "--json", *DAY).json["director"]
    rollup = akmxl("rollup", mended_path, "--json", *DAY).json
    due = akmxl("due", mended_path, "--json", *DAY).json
    for group in ("sections", "services"):
        shares = [{key: one[key] for key in ("name", "percent", "rows", "unplanned")} for one in page[group]]
        assert shares == rollup[group]
    assert page["reports"] == due["reports"]
    drafts = {(one["code"], one["period"]) for one in page["unsigned"]}
    assert ("MK-10", "2025-Q3") in drafts
    assert len(drafts) == len(page["unsigned"])


def test_a_report_that_is_sent_waits_for_nobody(mended_path: Path, tmp_path: Path) -> None:
    sent = akmxl("sent", mended_path, "MK-10", "2025-Q3", "--number", "5", "--date", "2025-10-05", *DAY)
    assert sent.code == 0, sent.err
    page = akmxl("page", mended_path, "--director", "--out", tmp_path / "o", "--json", *DAY).json["director"]
    assert "MK-10" not in {one["code"] for one in page["unsigned"] if one["period"] == "2025-Q3"}


def test_a_second_run_changes_nothing(mended_path: Path) -> None:
    akmxl("page", mended_path, *DAY)
    before = everything_in(mended_path.parent)
    again = akmxl("page", mended_path, "--json", *DAY).json
    assert {one["status"] for one in again["files"]} == {"unchanged"}
    assert everything_in(mended_path.parent) == before


def test_a_dry_run_writes_nothing(mended_path: Path) -> None:
    before = everything_in(mended_path.parent)
    run = akmxl("page", mended_path, "--dry-run", *DAY)
    assert run.out.count("would be written") == 9
    assert everything_in(mended_path.parent) == before


def test_a_page_that_a_person_changed_is_kept_as_a_copy(mended_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    akmxl("page", mended_path, "--director", "--out", out, *DAY)
    book = openpyxl.load_workbook(out / "rahbar.xlsx")
    book.active["A1"] = "Direktorga izoh"
    book.save(out / "rahbar.xlsx")
    changed = (out / "rahbar.xlsx").read_bytes()
    found = akmxl("page", mended_path, "--director", "--out", out, "--json", *DAY).json
    (copy,) = found["kept"]
    assert (out / ".akmxl-zaxira").joinpath(copy.rpartition("/")[2]).read_bytes() == changed
    run = akmxl("page", mended_path, "--director", "--out", out, "--today", "2025-10-07", "--json").json
    assert run["kept"] == []  # akmxl's own page of yesterday


def test_a_foreign_file_in_the_place_of_a_page_is_kept_too(mended_path: Path, tmp_path: Path) -> None:
    (tmp_path / "hisobot.html").write_text("mening sahifam")
    akmxl("page", mended_path, "--director", "--html", "--out", tmp_path, *DAY)
    assert "mening sahifam" in {path.read_text() for path in (tmp_path / ".akmxl-zaxira").glob("*.html")}


def test_the_workbook_itself_is_never_a_page(mended_path: Path) -> None:
    plan = mended_path.rename(mended_path.with_name("rahbar.xlsx"))
    before = plan.read_bytes()
    run = akmxl("page", plan, "--director", "--out", plan.parent, *DAY, lang="uz")
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert "reja faylining o‘zi" in run.err
    assert plan.read_bytes() == before


@pytest.mark.parametrize("options", [("--service", "yo‘q xizmat"), ("--service", ""), ("--text", "--html"),
                                     ("--text", "--pdf"), ("--pdf", "--html")])  # fmt: skip
def test_what_cannot_be_is_one_sentence(mended_path: Path, options: tuple[str, ...]) -> None:
    before = everything_in(mended_path.parent)
    run = akmxl("page", mended_path, *options, *DAY)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert everything_in(mended_path.parent) == before


def test_a_folder_in_the_place_of_a_page_is_one_sentence_and_nothing_is_left(
    mended_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "out" / "hisobot.html").mkdir(parents=True)
    run = akmxl("page", mended_path, "--director", "--out", tmp_path / "out", *DAY)
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert "hisobot.html” is a folder" in run.err
    assert made(tmp_path / "out") == ["hisobot.html"]


def test_a_page_that_is_open_elsewhere_is_told_by_a_dry_run_too(mended_path: Path, tmp_path: Path) -> None:
    out = ("--director", "--out", tmp_path / "o")
    assert akmxl("page", mended_path, *out, "--today", "2025-10-05").code == 0
    (tmp_path / "o" / ".~lock.rahbar.xlsx#").write_text(",Anna,pc,05.10.2025 10:00,file:///;")
    before = everything_in(tmp_path / "o")
    for more in ((), ("--dry-run",)):
        run = akmxl("page", mended_path, *out, *DAY, *more)
        assert (run.code, "Anna" in run.err) == (2, True)
    assert everything_in(tmp_path / "o") == before


def test_a_service_s_whole_name_means_it_alone(mended_path: Path) -> None:
    asked = ("--text", "--json", *DAY, "--service")
    assert len(akmxl("page", mended_path, *asked, "xizmati").json["services"]) > 1
    put(mended_path, {(layout.SETTINGS, 11, 4): "Xizmat"})
    view = PlanFile.open(mended_path).views[layout.PLAN]
    rows = [
        row for row in view.filled_rows() if view.text(row, "responsible") == "Axborot-bibliografiya xizmati"
    ]
    put(mended_path, {(view.name, row, view.columns["responsible"]): "Xizmat" for row in rows})
    found = akmxl("page", mended_path, *asked, "xizmat").json["services"]
    assert [one["service"] for one in found] == ["Xizmat"]


def test_the_text_is_printed_and_no_file_is_made(mended_path: Path) -> None:
    before = everything_in(mended_path.parent)
    run = akmxl("page", mended_path, "--text", *DAY)
    assert "06.10.2025. Yilning o‘tgan qismi: 76,4 %." in run.out  # Uzbek in every language
    assert units(run.out) <= 4096
    service = akmxl("page", mended_path, "--text", "--service", "inspektor", "--json", *DAY).json
    assert SERVICE in service["services"][0]["text"]
    assert service["director"] is None
    assert everything_in(mended_path.parent) == before


def test_the_text_is_written_where_somebody_asks_for_it(mended_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    asked = ("--text", "--director", "--service", "inspektor", "--out", out)
    assert akmxl("page", mended_path, *asked, *DAY).code == 0
    assert made(out) == [f"xabar {SERVICE}.txt", "xabar.txt"]
    assert (out / "xabar.txt").read_text("utf-8") == akmxl("page", mended_path, "--text", *DAY).out
    assert {one["status"] for one in akmxl("page", mended_path, *asked, *DAY, "--json").json["files"]} == {
        "unchanged"
    }


def own_template(workbook: Path, name: str = "rahbar") -> Path:
    folder = workbook.parent / OWN_FOLDER / PAGES
    folder.mkdir(parents=True)
    return shutil.copy(assets.templates_folder() / PAGES / f"{name}.xlsx", folder / f"{name}.xlsx")


def test_a_template_of_the_centres_own_goes_first(mended_path: Path, tmp_path: Path) -> None:
    own = own_template(mended_path)
    book = openpyxl.load_workbook(own)
    book.active["A2"] = "Bizning sahifa: {{tashkilot}}"
    book.save(own)
    assert akmxl("page", mended_path, "--director", "--out", tmp_path / "o", *DAY).code == 0
    made_page = openpyxl.load_workbook(tmp_path / "o" / "rahbar.xlsx").active
    assert made_page["A2"].value == "Bizning sahifa: Shirin shahar axborot-kutubxona markazi"
    listed = akmxl("template", "list", mended_path, "--json").json["pages"]
    assert listed[0]["file"] == str(own)


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("A2", "{{sahifa.nmoi}}", "nearest"),
        ("A2", "{{fakt 15.1}}", "says nothing on this page"),
        ("A2", "{{bo‘shlar.nomi}}", "says nothing on this page"),
        ("A2", "{sahifa.nomi}", "single braces"),
        (None, "", "goes on with"),
    ],
)
def test_a_template_that_cannot_be_filled_is_told_and_nothing_is_made(
    mended_path: Path, tmp_path: Path, cell: str | None, text: str, said: str
) -> None:
    own = own_template(mended_path)
    book = openpyxl.load_workbook(own)
    if cell:
        book.active[cell] = text
    else:
        said = "finds no room"
        for row in book.active.iter_rows():
            for one in row:
                if str(one.value).endswith(".yana}}"):
                    one.value = None
    book.save(own)
    run = akmxl("page", mended_path, "--director", "--out", tmp_path / "o", *DAY)
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert said in run.err
    assert not (tmp_path / "o").exists()
    check = akmxl("template", "check", own, "--json")
    assert check.code == 1
    assert any(said in fault for fault in check.json["faults"])


@pytest.mark.parametrize(("name", "data"), [("rahbar.xlsx", b"PK damaged"), ("rahbar.xlsm", b"")])
def test_a_template_that_is_none_is_told_with_its_folder(mended_path: Path, name: str, data: bytes) -> None:
    folder = own_template(mended_path).parent
    (folder / "rahbar.xlsx").unlink()
    (folder / name).write_bytes(data)
    run = akmxl("page", mended_path, "--director", *DAY)
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert f"{OWN_FOLDER}/{PAGES}/{name}" in run.err
    assert not (mended_path.parent / "sahifalar").exists()
    assert akmxl("template", "list", mended_path).code == 1


def test_a_template_with_macros_is_refused(mended_path: Path) -> None:
    own = own_template(mended_path)
    with zipfile.ZipFile(own, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    run = akmxl("page", mended_path, "--director", *DAY)
    assert (run.code, "there are macros in the file" in run.err) == (2, True)


@pytest.mark.parametrize("spoil", ["paper", "height", "sheets"])
def test_a_template_of_more_than_one_a4_is_refused(mended_path: Path, spoil: str) -> None:
    own = own_template(mended_path, "xizmat")
    book = openpyxl.load_workbook(own)
    if spoil == "paper":
        book.active.page_setup.paperSize = 8
    elif spoil == "height":
        book.active.page_setup.fitToHeight = 0
    else:
        book.create_sheet("Yana")
    book.save(own)
    check = akmxl("template", "check", own, "--json")
    assert check.code == 1
    assert len(check.json["faults"]) >= 1
    assert any(word in check.json["faults"][-1] for word in ("one A4", "has one sheet"))


def test_words_of_pages_are_no_words_of_forms(mended_path: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{tashkilot}}", "{{sahifa.sanasi}}"
    book.save(tmp_path / "MK-10.xlsx")
    check = akmxl("template", "check", tmp_path / "MK-10.xlsx", "--workbook", mended_path, "--json")
    assert any("pages of where things stand" in fault for fault in check.json["faults"])


def test_the_shipped_pages_can_be_filled_and_show_all_lists(mended_path: Path) -> None:
    listed = akmxl("template", "list", mended_path, "--json").json["pages"]
    assert len(listed) == 2
    assert all(one["ready"] and not one["warnings"] for one in listed)


@pytest.mark.libreoffice
@if_there_is_one
def test_pdfs_are_made_beside_the_pages(mended_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    found = akmxl("page", mended_path, "--director", "--pdf", "--out", out, "--json", *DAY)
    assert found.code == 0, found.err
    assert (out / "rahbar.pdf").read_bytes().startswith(b"%PDF")
    assert str(out / "rahbar.pdf") in {one["file"] for one in json.loads(found.out)["files"]}


def test_from_python(mended_path: Path, tmp_path: Path) -> None:
    plan = library.open_plan(mended_path)
    found = library.page(plan, director=True, today=date(2025, 10, 6))
    assert found.director is not None
    assert found.services == ()
    assert found.director.year_gone == 76.4
    made_pages = library.write_pages(plan, found, tmp_path / "o")
    assert [one.path.name for one in made_pages.files] == ["rahbar.xlsx", "hisobot.html"]
    assert len(library.page(plan, services=["inspektor", "Direktor"], today="2025-10-06").services) == 2


def test_the_reason_that_people_wrote_stands_beside_what_is_behind(tmp_path: Path) -> None:
    path = tmp_path / "reja-2025.xlsx"
    make_plan(path, months={("29", month): 2000 for month in range(1, 10)})
    assert akmxl("check", path, *DAY).code == 1
    view = library.open_plan(path).file.views[layout.FINDINGS]
    (row,) = [row for row in view.rows if (view.text(row, "rule"), view.text(row, "item")) == ("PLN02", "29")]
    reason = "Skaner ta’mirda edi, ish oktabrda davom etadi"
    put(path, {(view.name, row, view.columns["reason"]): reason})
    akmxl("page", path, "--director", "--out", tmp_path / "o", *DAY)
    sheet = openpyxl.load_workbook(tmp_path / "o" / "rahbar.xlsx").active
    (cells,) = [
        [cell.value for cell in line if cell.value is not None]
        for line in sheet.iter_rows()
        if line[0].value == "29"
    ]
    assert cells[2:] == [35400, 26550, 18000, 24.2, reason]
    assert reason in (tmp_path / "o" / "hisobot.html").read_text("utf-8")
    assert "Skaner" not in akmxl("page", path, "--text", *DAY).out


@pytest.mark.libreoffice
@if_there_is_one
def test_a_template_that_another_program_saved_is_filled_with_its_chart(
    mended_path: Path, tmp_path: Path
) -> None:
    own = own_template(mended_path)
    (saved,) = saved_by_libreoffice("xlsx:Calc MS Excel 2007 XML", tmp_path / "lo", own)
    shutil.copy(saved, own)
    run = akmxl("page", mended_path, "--director", "--out", tmp_path / "o", *DAY)
    assert run.code == 0, run.err
    with zipfile.ZipFile(tmp_path / "o" / "rahbar.xlsx") as made_page:
        chart = made_page.read("xl/charts/chart1.xml").decode()
    assert "<c:v>VII</c:v>" in chart
    assert "Bajarilishi, %" in chart
    assert "{{" not in chart


def test_a_pdf_that_is_older_than_its_page_is_told(mended_path: Path, tmp_path: Path) -> None:
    (tmp_path / "rahbar.pdf").write_bytes(b"%PDF-1.4")
    os.utime(tmp_path / "rahbar.pdf", (1, 1))
    run = akmxl("page", mended_path, "--director", "--out", tmp_path, *DAY)
    assert "rahbar.pdf" in run.out
    assert (tmp_path / "rahbar.pdf").read_bytes() == b"%PDF-1.4"

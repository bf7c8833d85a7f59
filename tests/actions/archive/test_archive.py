"""`archive`: exactly what was sent, in one zip, and every report of which that cannot be said by name."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from running import akmxl, akmxl_process, everything_in, put

import akmxl as library
from actions.archive.office import FORM, NATIONAL, Office, contents, failed, states
from akmxl.actions.archive.judged import fault_of, judge, state_of
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.submission.proof.proof import verify
from akmxl.submission.template.templates import find_template
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from conftest import Demo

LISTS = {"ROYXAT.html", "royxat.json", "qaydlar.json", "qaydlar.csv", "SHA256SUMS"}


# -- one zip of exactly what was sent -----------------------------------------------------------------


def test_a_year_is_archived_and_verified_on_another_pc(office: Office, tmp_path: Path) -> None:
    """Another folder, another user, the original folder gone."""
    made = office.archive("--json", period="2025").json
    other = tmp_path / "Янги компьютер"
    other.mkdir()
    shutil.copy(made["archive"], other)
    shutil.rmtree(office.folder)
    run = akmxl_process("--lang", "en", "verify", "arxiv-2025.zip", "--json", folder=other)
    found = {one["what"]: one for one in run.json["statements"]}
    assert (run.code, run.json["period"], run.json["code"]) == (0, "2025", made["code"])
    assert {what for what, one in found.items() if one["state"] == "proven"} == {
        "sums", "archive_list", "chain", "journal", "receipts", "forms", "complete",
    }  # fmt: skip
    assert found["complete"]["told"]["count"] == len(made["reports"]) == 47
    assert found["forms"]["told"]["count"] == 94, "each beside its letter too"
    assert [path.name for path in other.iterdir()] == ["arxiv-2025.zip"], "verifying writes nothing"


def test_it_holds_forms_letters_receipts_the_plan_and_lists(office: Office) -> None:
    files = contents(office.zipped())
    journal = PlanFile.open(office.workbook).views[registers.JOURNAL]
    sent = {
        journal.text(row, "file")
        for row in journal.filled_rows()
        if journal.text(row, "period") in ("2025-01", "2025-02", "2025-03", "2025-Q1")
    }
    own = {name: data for name, data in files.items() if name not in LISTS}
    forms = {name for name in own if name.endswith(".xlsx") and "jo‘natma" not in name and "reja" not in name}
    assert {name.rpartition("/")[2] for name in forms} == sent
    for name, data in own.items():
        inside = name.removeprefix("reja/") if name.startswith("reja/") else name
        assert (office.folder / inside).read_bytes() == data, "byte for byte"
    letters = {name for name in own if name.endswith(".docx")}
    there = {
        f"hisobotlar/{path.relative_to(office.form('')).as_posix()}"
        for path in office.form("2025-Q1").rglob("*.docx")
    }
    assert letters == there
    assert len(own) == len(letters) + 2 * len(forms) + 1


def test_a_month_and_a_quarter_take_what_lies_within_them(office: Office) -> None:
    month = office.archive("--json", "--dry-run", period="2025-01").json["reports"]
    assert {one["period"] for one in month} == {"2025-01"}
    quarter = office.archive("--json", "--dry-run", period="2025-Q2").json["reports"]
    assert {one["period"] for one in quarter} == {"2025-04", "2025-05", "2025-06", "2025-Q2"}


def test_the_receipts_are_readable_without_akmxl(office: Office) -> None:
    files = contents(office.zipped())
    rows = list(csv.reader(io.StringIO(files["qaydlar.csv"].decode("utf-8-sig")), delimiter=";"))
    row = next(row for row in rows if row[:2] == ["MK-10", "2025-Q1"])
    form = verify(Workbook.open(office.form())).submitted
    assert (row[3], row[5], row[8], row[9]) == ("MK-10/03", form.code, form.values_sha256, form.form_sha256)
    (kept,) = [one for one in json.loads(files["qaydlar.json"])["receipts"] if one["short_code"] == form.code]
    assert [tuple(pair) for pair in kept["values"]] == list(form.values)


def test_its_page_names_each_report_and_each_file(office: Office) -> None:
    made = office.archive("--json").json
    files = contents(Path(made["archive"]))
    page = files["ROYXAT.html"].decode()
    assert "Yuborilgan hisobotlar arxivi: 2025-yil I chorak" in page
    for one in made["files"]:
        assert one["sha256"] in page
        assert one["path"] in page
    listed = json.loads(files["royxat.json"])
    assert [one["short_code"] for one in listed["reports"] if one["short_code"] not in page] == []
    assert not [word for word in ("<script", "http") if word in page], "it needs no net"


def test_sha256sum_understands_its_list(office: Office, tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum here")
    shutil.unpack_archive(office.zipped(period="2025"), tmp_path / "ochilgan")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "ochilgan",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(everything_in_files(tmp_path / "ochilgan")) - 1


def everything_in_files(folder: Path) -> list[str]:
    return [name for name, data in everything_in(folder).items() if data is not None]


def test_the_same_input_gives_the_same_bytes(office: Office, tmp_path: Path) -> None:
    first = office.zipped().read_bytes()
    again = office.archive("--json")
    assert (again.code, again.json["status"]) == (0, "unchanged")
    moved = Office(tmp_path / "boshqa")
    shutil.copytree(office.folder, moved.folder)
    (moved.folder / "arxiv-2025-Q1.zip").unlink()
    os.utime(moved.form(), (1, 1))
    assert moved.zipped().read_bytes() == first
    assert akmxl("archive", moved.workbook, "--period", "2025-Q1", lang="uz").code == 0, "in any language"


def test_another_archive_is_never_written_over(office: Office) -> None:
    path = office.zipped()
    before = path.read_bytes()
    office.form(FORM + ".p7s").write_bytes(b"imzo")
    for more in ((), ("--dry-run",)):
        run = office.archive(*more)
        assert (run.code, "never written over" in run.err) == (2, True)
    assert path.read_bytes() == before
    assert office.zipped("--out", office.folder / "ikkinchi.zip").is_file()
    (office.folder / "papka").mkdir()
    assert office.zipped("--out", office.folder / "papka").name == "arxiv-2025-Q1.zip"
    assert office.archive("--out", office.folder / "arxiv.rar").code == 2


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = everything_in(office.folder)
    run = office.archive("--dry-run", "--json")
    assert (run.code, run.json["status"], bool(run.json["code"])) == (0, "planned", True)
    assert everything_in(office.folder) == before
    path = office.zipped()
    assert office.archive("--dry-run", "--json").json["status"] == "unchanged"
    assert contents(path).keys() - LISTS == {one["path"] for one in run.json["files"]}


def test_nothing_sent_is_no_archive(office: Office) -> None:
    for period in ("2025-09", "2024-Q1", "2025-Q9"):
        run = office.archive(period=period)
        assert (run.code, run.out) == (2, ""), period
    assert office.archive("--forms", office.folder / "yo‘q").code == 2


def test_a_draft_is_named_and_not_in_it(office: Office) -> None:
    made = office.archive("--json", period="2025").json
    drafts = {(one["report"], one["period"]) for one in made["notes"] if one["kind"] == "draft"}
    assert ("MK-10", "2025-Q3") in drafts
    names = contents(Path(made["archive"]))
    assert not [name for name in names if name.endswith(("MK-10_2025-Q3.xlsx", "MK-02_2025-09.xlsx"))]


def corrected(office: Office) -> None:
    """The second version of MK-10 has gone out too."""
    view = PlanFile.open(office.workbook).views[registers.DAILY]
    put(office.workbook, {(view.name, view.first_row + 9, view.columns["new_readers"]): 50})
    day = ("--today", "2025-10-06")
    again = ("--only", "MK-10", "--period", "2025-Q1", "--correction", "--reason", "=Yanvar aniqlandi")
    assert akmxl("submit", office.workbook, *again, *day).code == 0
    sent = ("MK-10", "2025-Q1", "--number", "90", "--date", "2025-10-05")
    assert akmxl("sent", office.workbook, *sent, *day).code == 0


def test_each_version_that_was_sent_is_there_with_its_letter(office: Office) -> None:
    corrected(office)
    made = office.archive("--json").json
    versions = {one["version"] for one in made["files"] if one["kind"] == "form" and one["report"] == "MK-10"}
    letters = [one["path"] for one in made["files"] if one["kind"] == "letter" and "Milliy" in one["path"]]
    assert (versions, len(letters)) == ({1, 2}, 3)
    assert not [one for one in made["notes"] if one["kind"] == "no_letter"]
    files = contents(Path(made["archive"]))
    assert "'=Yanvar aniqlandi" in files["qaydlar.csv"].decode(), "no text becomes a formula in Excel"
    assert "2025-Q1, 2-tahrir" in files["ROYXAT.html"].decode()
    assert failed(Path(made["archive"])) == set()


def test_the_dated_copy_of_the_day_of_sending_goes_along(office: Office) -> None:
    kept = office.folder / ".akmxl-zaxira"
    (copy,) = kept.iterdir()
    for stamp in ("20250407-101500-000001", "20250420-101500-000001"):
        shutil.copy(copy, kept / f"reja-2025-{stamp}.xlsx")
    made = office.archive("--json").json
    copies = [one["path"] for one in made["files"] if one["kind"] == "copy"]
    assert copies == ["reja/nusxalar/reja-2025-20250407-101500-000001.xlsx"]
    assert failed(Path(made["archive"])) == set()


# -- what is missing, changed or moved is named by report ---------------------------------------------


def both(office: Office) -> list[Path]:
    """The form and its copy beside the letter."""
    return [office.form(), office.form(f"{NATIONAL}/MK-10_2025-Q1.xlsx")]


def test_a_missing_form_is_named_and_no_archive_is_made(office: Office) -> None:
    for path in both(office):
        path.unlink()
    before = everything_in(office.folder)
    run = office.archive()
    assert (run.code, "MK-10 2025-Q1: the form “MK-10_2025-Q1.xlsx” is not there" in run.out) == (1, True)
    assert everything_in(office.folder) == before
    assert office.told("problems") == [("missing", "MK-10")]


def test_an_incomplete_archive_says_so_itself(office: Office) -> None:
    for path in both(office):
        path.unlink()
    run = office.archive("--incomplete", "--json")
    path = Path(run.json["archive"])
    assert (run.code, run.json["status"]) == (1, "written")
    assert failed(path) == {"complete"}
    assert "MK-10 2025-Q1" in akmxl("verify", path).out
    files = contents(path)
    assert "«MK-10_2025-Q1.xlsx» shakli topilmadi" in files["ROYXAT.html"].decode()
    assert [one["what"] for one in json.loads(files["royxat.json"])["told"]] == ["missing"]


def alter(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int))
    cell.value += 1
    book.save(path)


def test_an_altered_form_is_named(office: Office) -> None:
    for path in both(office):
        alter(path)
    office.form(FORM + ".p7s").write_bytes(b"imzo")
    assert office.told("problems") == [("changed", "MK-10")] * 2
    assert office.told("notes") == [("signature_left", None)]
    assert "Cells that were altered: MK-10!" in office.archive().out


def test_an_altered_copy_beside_the_form_is_named(office: Office) -> None:
    """Nobody knows which of the two went out."""
    alter(both(office)[1])
    assert office.told("problems") == [("copy_changed", "MK-10")]


@pytest.mark.parametrize("how", ["emptied", "another", "text", "bare"])
def test_what_stands_in_the_place_of_a_form_is_named(how: str, office: Office) -> None:
    form, copy = both(office)
    copy.unlink()
    if how == "another":
        shutil.copy(office.form("2025-Q1/MK-16_2025-Q1.xlsx"), form)
    elif how == "bare":
        openpyxl.Workbook().save(form)
    else:
        form.write_bytes(b"" if how == "emptied" else b"yo\xe2\x80\x98q")
    assert office.told("problems") == [("changed", "MK-10")]


def test_a_moved_and_renamed_form_is_found_and_named(office: Office) -> None:
    form, copy = both(office)
    copy.unlink()
    target = office.form("Эски ҳисоботлар/нусха.xlsx")
    target.parent.mkdir()
    form.rename(target)
    made = office.archive("--json").json
    assert [(one["kind"], one["file"]) for one in made["notes"]] == [("moved", "Эски ҳисоботлар/нусха.xlsx")]
    assert failed(Path(made["archive"])) == set()
    assert "hisobotlar/Эски ҳисоботлар/нусха.xlsx" in contents(Path(made["archive"]))


def test_forms_in_other_folders_are_taken(office: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "shakllar"
    office.form("").rename(elsewhere)
    assert {kind for kind, _ in office.told("problems")} == {"missing"}
    assert office.told("problems", "--forms", elsewhere) == []
    (tmp_path / "bosh").mkdir()
    assert office.told("problems", "--forms", tmp_path / "bosh", "--forms", elsewhere) == []


def test_a_form_saved_by_another_program_is_taken_and_named(office: Office) -> None:
    """The outgoing number is written into it by hand."""
    form, copy = both(office)
    copy.unlink()
    book = openpyxl.load_workbook(form)
    book.save(form)
    made = office.archive("--json").json
    assert ("saved", "MK-10") in [(one["kind"], one["report"]) for one in made["notes"]]
    code, found = states(Path(made["archive"]))
    assert (code, found["forms"], found["saved"]) == (0, "proven", "unproven")


def test_forms_of_a_centre_s_own_template_are_taken(office: Office) -> None:
    """A template in andozalar, two reports of one code: to be sent again with it as a correction."""
    own = office.folder / "andozalar"
    own.mkdir()
    shutil.copy(find_template("MK-10", office.workbook) or "", own / "MK-10.xlsx")
    book = openpyxl.load_workbook(own / "MK-10.xlsx")
    book.worksheets[0]["H1"] = "O‘zimizniki"
    book.save(own / "MK-10.xlsx")
    corrected(office)
    path = office.zipped()
    assert failed(path) == set()
    second = contents(path)["hisobotlar/2025-Q1/MK-10_2025-Q1_v2.xlsx"]
    assert "O‘zimizniki" in {
        cell.value for row in openpyxl.load_workbook(io.BytesIO(second)).worksheets[0] for cell in row
    }


def test_a_form_of_the_first_edition_is_taken_as_far_as_it_proves(office: Office) -> None:
    """Receipts of that time know the hash of the values alone."""
    receipt = next(one for one in library.open_plan(office.workbook).plan.receipts if one.file == FORM[8:])
    book = openpyxl.load_workbook(office.form())
    rows = list(book[layout.RECEIPTS].iter_rows(values_only=True))
    del book[layout.RECEIPTS]
    sheet = book.create_sheet(layout.RECEIPTS)
    later = ("form_sha256", "edition", "program", "centre", "region", "due", "supersedes", "item", "word")
    for row in rows:
        if row[0] not in (*later, "look", "parts_sha256", "word by hand"):
            sheet.append(row)
    book.save(office.form())
    found = judge("eski.xlsx", office.form().read_bytes())
    assert fault_of(found, receipt) is not None
    assert fault_of(found, replace(receipt, form_sha256="")) is None
    assert state_of(found) == "first"


def test_a_report_that_was_sent_without_a_form_is_named(office: Office) -> None:
    view = PlanFile.open(office.workbook).views[registers.JOURNAL]
    row = view.first_row + len(list(view.filled_rows()))
    typed = {
        "report": "QX-01",
        "title": "Qo‘lda yozilgan xat",
        "period": "2025-Q1",
        "number": "5",
        "sent": "05.04.2025",
    }
    put(office.workbook, {(view.name, row, view.columns[field]): text for field, text in typed.items()})
    assert ("by_hand", "QX-01") in office.told("notes")
    assert office.told("problems") == []


def test_a_letter_without_code_and_period_is_of_its_day(office: Office) -> None:
    """What people typed is no HTML on the page."""
    view = PlanFile.open(office.workbook).views[registers.JOURNAL]
    row = view.first_row + len(list(view.filled_rows()))
    typed = {"title": "<b>Iltimosnoma</b>", "number": "5", "sent": "05.02.2025"}
    put(office.workbook, {(view.name, row, view.columns[field]): text for field, text in typed.items()})
    assert office.told("notes", period="2025-01") == []
    assert office.told("notes", period="2025-02") == [("by_hand", None)]
    path = office.zipped(period="2025-02")
    page = contents(path)["ROYXAT.html"].decode()
    assert "<p>–: akmxl shaklisiz yuborilgan" in page
    assert "&lt;b&gt;Iltimosnoma&lt;/b&gt;" in page
    assert "<b>" not in page


def test_a_day_typed_into_the_journal_asks_for_its_seal(office: Office) -> None:
    view = PlanFile.open(office.workbook).views[registers.JOURNAL]
    row = next(
        row for row in view.filled_rows()
        if (view.text(row, "report"), view.text(row, "period")) == ("MK-10", "2025-Q3")
    )  # fmt: skip
    typed = {"number": "77", "sent": "05.10.2025"}
    put(office.workbook, {(view.name, row, view.columns[field]): text for field, text in typed.items()})
    assert office.told("problems", period="2025-Q3") == [("unsealed", "MK-10")]
    assert "akmxl submit" in office.archive(period="2025-Q3").out
    assert akmxl("submit", office.workbook, "--today", "2025-10-06").code == 0
    assert office.told("problems", period="2025-Q3") == []


def test_a_report_without_a_letter_is_named(office: Office) -> None:
    for letter in office.form(NATIONAL).glob("*.docx"):
        letter.unlink()
    assert {kind for kind, _ in office.told("notes")} == {"no_letter"}
    assert office.told("problems") == []
    (office.form(NATIONAL) / "Xatimiz.docx").write_bytes(b"o'zimizniki")
    assert office.told("notes") == [], "a letter of their own"


def test_what_people_put_into_a_parcel_goes_along(office: Office) -> None:
    parcel = office.form(NATIONAL)
    (parcel / "ilova.jpg").write_bytes(b"rasm")
    (parcel / "MK-10_2025-Q1.pdf").write_bytes(b"%PDF")
    office.form("2025-Q1/MK-10_2025-Q1.pdf").write_bytes(b"%PDF")
    office.form("2025-Q1/begona.pdf").write_bytes(b"%PDF")
    (parcel / "~$Xat_2025-Q1.docx").write_bytes(b"qulf")
    made = office.archive("--json").json
    kinds = {one["path"].removeprefix("hisobotlar/"): one["kind"] for one in made["files"]}
    assert kinds[f"{NATIONAL}/ilova.jpg"] == "other"
    assert kinds[f"{NATIONAL}/MK-10_2025-Q1.pdf"] == kinds["2025-Q1/MK-10_2025-Q1.pdf"] == "pdf"
    assert not {"2025-Q1/begona.pdf", f"{NATIONAL}/~$Xat_2025-Q1.docx"} & kinds.keys()
    assert failed(Path(made["archive"])) == set()


def test_two_recipients_of_one_period_are_kept_apart(office: Office) -> None:
    names = [name for name in contents(office.zipped()) if name.endswith("Xat_2025-Q1.docx")]
    assert len(names) == len(set(names)) == 3


# -- a place for an electronic signature beside each file ---------------------------------------------


def test_signatures_are_carried_along_and_named(office: Office) -> None:
    letter = next(office.form(NATIONAL).glob("*.docx"))
    signed = (office.form(), both(office)[1], letter, office.workbook)
    for path in signed:
        path.with_name(path.name + ".p7s").write_bytes(b"imzo " + path.name.encode())
    office.form("2025-Q1/MK-16_2025-Q1.xlsx.P7S").write_bytes(b"")
    office.form("2025-Q1/yo‘qolgan.xlsx.p7s").write_bytes(b"imzo")
    made = office.archive("--json").json
    files = contents(Path(made["archive"]))
    assert files["hisobotlar/" + FORM + ".p7s"] == b"imzo MK-10_2025-Q1.xlsx"
    assert files["reja/reja-2025.xlsx.p7s"] == b"imzo reja-2025.xlsx"
    assert files["hisobotlar/2025-Q1/MK-16_2025-Q1.xlsx.p7s"] == b""
    kinds = [one["kind"] for one in made["notes"]]
    assert sorted(kinds) == ["signature_alone", "signature_empty", *["signed"] * 4]
    code, found = states(Path(made["archive"]))
    assert (code, found["signatures"], found["signatures_empty"]) == (0, "unproven", "unproven")


def test_a_folder_is_no_signature_and_its_case_is_none(office: Office) -> None:
    office.form(FORM + ".p7s").mkdir()
    office.form(FORM + ".p7s").joinpath("imzo.bin").write_bytes(b"imzo")
    office.workbook.with_name("reja-2025.xlsx.P7S").write_bytes(b"imzo")
    made = office.archive("--json").json
    told = [(one["kind"], one["file"]) for one in made["notes"] if one["kind"] != "draft"]
    assert told == [("signature_folder", FORM + ".p7s"), ("signed", "reja-2025.xlsx.P7S")]
    assert contents(Path(made["archive"]))["reja/reja-2025.xlsx.p7s"] == b"imzo"


def test_the_words_of_a_signature(office: Office) -> None:
    office.form(FORM + ".p7s").write_bytes(b"imzo")
    out = office.archive(lang="uz").out
    assert f"Imzo bor, tekshirilmagan: {FORM}.p7s" in out
    path = office.folder / "arxiv-2025-Q1.zip"
    assert f"Imzo bor, tekshirilmagan: hisobotlar/{FORM}.p7s." in akmxl("verify", path, lang="uz").out
    assert "imzo bor, tekshirilmagan" in contents(path)["ROYXAT.html"].decode()


# -- names ---------------------------------------------------------------------------------------------


def test_names_of_other_alphabets_are_kept(office: Office) -> None:
    renamed = office.workbook.rename(office.folder / "Режа 2025 ‘yil’.xlsx")
    run = akmxl("archive", renamed, "--period", "2025-Q1", "--json")
    path = Path(run.json["archive"])
    assert "reja/Режа 2025 ‘yil’.xlsx" in contents(path)
    assert failed(path) == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_other_systems_refuse_are_changed(office: Office) -> None:
    parcel = office.form(NATIONAL)
    for name in ("a:b\n.txt", "A_b_.txt", "a_b_.txt", "chap\\ong.txt"):
        (parcel / name).write_bytes(name.encode())
    path = office.zipped()
    names = [name.rpartition("/")[2] for name in contents(path) if name.endswith(".txt")]
    assert sorted(names) == ["A_b_.txt", "a_b_-2.txt", "a_b_-3.txt", "chap_ong.txt"]
    assert failed(path) == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_in_another_alphabet_s_bytes_is_carried_too(office: Office) -> None:
    try:
        office.form(NATIONAL).joinpath(os.fsdecode(b"xat \xff.txt")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    path = office.zipped()
    assert f"hisobotlar/{NATIONAL}/xat _.txt" in contents(path)
    assert failed(path) == set()


# -- from Python ---------------------------------------------------------------------------------------


def test_the_same_from_python(office: Office) -> None:
    plan = library.open_plan(office.workbook)
    made = library.archive(plan, "2025-Q1")
    assert (made.status, made.problems) == ("written", ())
    found = library.verify_archive(made.path, code=made.code)
    assert (found.sound, found.code, found.period) == (True, made.code, "2025-Q1")
    with pytest.raises(library.AkmxlError, match="reja-2025"):
        library.verify_archive(office.workbook)


def test_the_region_takes_the_forms_out_of_an_archive(demo: Demo, quarter_zip: Path, tmp_path: Path) -> None:
    """The plan and the lists are left aside without a word."""
    found = library.consolidate([quarter_zip], out=tmp_path / "natija.xlsx")
    assert (found.accepted, found.refused) == (20, ())
    assert demo.mended.is_file()

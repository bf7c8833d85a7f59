"""`akmxl init --plan`: from a signed plan to a proposal, its answers and the workbook; nothing is lost."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from importers.official.signed_form import signed_form
from importers.official.word import plan as one_plan, work
from libreoffice import XLSX, if_there_is_one, saved_by_libreoffice
from openpyxl.utils import range_boundaries
from running import akmxl, everything_in

from akmxl.actions.check import check
from akmxl.actions.init import new_plan
from akmxl.actions.open_plan import open_plan
from akmxl.importers.official.open_document import open_document
from akmxl.importers.official.read_plan import read_official_plan
from akmxl.workbook.create import shipped
from akmxl.workbook.create.new_file import create_plan

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from akmxl.importers.official.read_plan import Proposal
    from akmxl.workbook.create.plan_rows import PlanRow

TODAY = date(2025, 1, 10)
CLEAN = ("18.", "Tadbirlar va ko‘rgazmalarni tashkil qilish")


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = tmp_path / "imzolangan.docx"
    path.write_bytes(signed_form())
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A signed plan in which nothing is in doubt."""
    path = tmp_path / "imzolangan.docx"
    path.write_bytes(one_plan(work(*CLEAN)))
    return path


def answer(path: Path, said: str = "ha") -> None:
    """Write an answer beside each open doubt, as a person does in Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book["Shubhalar"]
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, 2).value == "ochiq":
            sheet.cell(row, 9, said)
    book.save(path)


def table(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path)["Taklif"]


# The way from the paper to the workbook


def test_a_signed_plan_becomes_a_proposal_first(signed: Path, tmp_path: Path) -> None:
    target = tmp_path / "reja-2025.xlsx"
    run = akmxl("init", target, "--plan", signed)
    assert run.code == 1
    assert not target.exists()
    proposal = tmp_path / "reja-2025-taklif.xlsx"
    assert proposal.name in run.out
    assert openpyxl.load_workbook(proposal).sheetnames == ["Taklif", "Shubhalar", "Bo‘limlar"]
    codes = [row[0].value for row in table(proposal).iter_rows(min_row=8)]
    assert codes == [row.code for row in shipped.plan()]


def test_the_doubts_page_says_where_what_and_what_to_do(signed: Path, tmp_path: Path) -> None:
    akmxl("init", tmp_path / "reja.xlsx", "--plan", signed)
    sheet = openpyxl.load_workbook(tmp_path / "reja-taklif.xlsx")["Shubhalar"]
    heads = [cell.value for cell in sheet[3]]
    assert heads == [
        "№", "Holati", "Hujjatdagi joyi", "Band", "Nomi", "Nima tushunilmadi", "Nima deb tushunildi",
        "Nima qilish kerak", "Javob",
    ]  # fmt: skip
    first = [cell.value for cell in sheet[4]]
    assert first[1] == "ochiq"
    assert all(first[:8])
    assert first[8] is None
    link = sheet.cell(4, 4).hyperlink
    assert link is not None
    assert str(link.location).startswith("'Taklif'!A")


def test_without_answers_no_workbook_is_made(signed: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    before = everything_in(tmp_path)
    run = akmxl("init", target, "--plan", proposal)
    assert run.code == 1
    assert "4" in run.out
    assert everything_in(tmp_path) == before
    answer(proposal, "bilmadim")
    assert akmxl("init", target, "--plan", proposal).code == 1


def test_with_answers_the_workbook_is_made_and_checks_clean(signed: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    answer(proposal)
    run = akmxl("--today", "2025-01-10", "init", target, "--plan", proposal)
    assert run.code == 0
    opened = open_plan(target)
    made = opened.plan
    assert list(made.items) == [row.code for row in shipped.plan()]
    assert {f.rule for f in check(opened, TODAY) if f.severity.value in ("error", "explain")} == set()
    assert made.items["15.1"].source == "Kundalik"
    assert len(made.sections) == 7


def test_what_is_mended_in_the_proposal_is_what_counts(signed: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    answer(proposal, "tuzatildi")
    book = openpyxl.load_workbook(proposal)
    sheet = book["Taklif"]
    row = next(row for row in range(8, 80) if sheet.cell(row, 1).value == "19.1")
    sheet.cell(row, 6, 4)
    sheet.cell(row, 10, "Direktor; Barcha xizmatlar")
    book["Bo‘limlar"].cell(2, 2, "Boshqa nom")
    book.save(proposal)
    new_plan(target, plan=proposal, today=TODAY)
    made = open_plan(target).plan
    assert made.items["19.1"].previous.value == 4
    assert made.items["19.1"].services == ("Direktor", "Barcha xizmatlar")
    assert made.sections[0].name == "BOSHQA NOM"


def test_yes_makes_the_workbook_only_where_nothing_is_in_doubt(
    signed: Path, clean: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reja.xlsx"
    signed.write_bytes(signed_form())
    assert akmxl("init", target, "--plan", signed, "--yes").code == 1
    assert not target.exists()
    (tmp_path / "reja-taklif.xlsx").unlink()
    clean.write_bytes(one_plan(work(*CLEAN)))
    run = akmxl("init", target, "--plan", clean, "--yes")
    assert run.code == 0
    assert list(open_plan(target).plan.items) == ["18"]
    assert not (tmp_path / "reja-taklif.xlsx").exists()


def test_whose_plan_it_is_stands_above_it_and_in_the_command_that_comes_next(
    signed: Path, tmp_path: Path
) -> None:
    run = akmxl("init", tmp_path / "reja.xlsx", "--plan", signed)
    assert run.out.rstrip().endswith('--org "Shirin shahar axborot-kutubxona markazi"')
    hint = str(table(tmp_path / "reja-taklif.xlsx").cell(5, 1).value)
    assert hint.endswith('reja-taklif.xlsx --org "Shirin shahar axborot-kutubxona markazi"')
    (tmp_path / "reja-taklif.xlsx").unlink()
    own = akmxl("init", tmp_path / "reja.xlsx", "--plan", signed, "--org", "Boshqa nom")
    assert own.out.rstrip().endswith('--org "Boshqa nom"')


def test_a_plan_without_doubts_is_proposed_without_yes_and_taken_as_it_is(
    clean: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reja.xlsx"
    assert akmxl("init", target, "--plan", clean).code == 0
    assert not target.exists()
    assert akmxl("init", target, "--plan", tmp_path / "reja-taklif.xlsx").code == 0
    assert target.exists()


def test_nothing_is_written_over(signed: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    before = everything_in(tmp_path)
    run = akmxl("init", target, "--plan", signed)
    assert (run.code, run.out) == (2, "")
    assert proposal.name in run.err
    answer(proposal)
    akmxl("init", target, "--plan", proposal)
    assert akmxl("init", target, "--plan", proposal).code == 2
    proposal.unlink()
    assert akmxl("init", target, "--plan", signed).code == 2
    assert not proposal.exists()
    assert before.keys() == {"imzolangan.docx", "reja-taklif.xlsx"}


def test_a_dry_run_writes_nothing(signed: Path, clean: Path, tmp_path: Path) -> None:
    before = everything_in(tmp_path)
    for given in ((signed,), (clean, "--yes"), (shipped.plan_csv(),)):
        run = akmxl("init", tmp_path / "reja.xlsx", "--plan", *given, "--dry-run")
        assert "Nothing was written" in run.out
    assert everything_in(tmp_path) == before


def test_json_says_all_of_it(signed: Path, tmp_path: Path) -> None:
    run = akmxl("init", tmp_path / "reja.xlsx", "--plan", signed, "--json")
    assert run.code == 1
    data = run.json
    assert (data["status"], data["year"], data["rows"], data["blocks"]) == ("proposed", 2025, 61, True)
    first = data["doubts"][0]
    assert first["open"]
    assert first["kind"] == "measures"
    assert {"place", "item", "title", "unclear", "understood", "fix"} <= first.keys()
    again = akmxl("init", tmp_path / "reja.xlsx", "--plan", tmp_path / "reja-taklif.xlsx", "--json").json
    assert (again["status"], again["unanswered"]) == ("unanswered", [4])
    answer(tmp_path / "reja-taklif.xlsx")
    made = akmxl("init", tmp_path / "reja.xlsx", "--plan", tmp_path / "reja-taklif.xlsx", "--json").json
    assert (made["status"], made["written"], made["blocks"]) == ("made", True, False)


def test_the_same_paper_gives_the_same_proposal(signed: Path, tmp_path: Path) -> None:
    for name in ("bir", "ikki"):
        (tmp_path / name).mkdir()
        akmxl("init", tmp_path / name / "reja.xlsx", "--plan", signed)
    one, other = (tmp_path / name / "reja-taklif.xlsx" for name in ("bir", "ikki"))
    assert one.read_bytes() == other.read_bytes()


# A proposal that was mended wrongly


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (1, None, "no code"), (1, "19", "twice"), (2, None, "no section"), (7, "12 kishi", "no whole number"),
        (7, date(2025, 6, 12), "no whole number"), (11, "nima", "unknown word"),
        (11, "jami", "total without parts"),
    ],
)  # fmt: skip
def test_a_slip_in_the_proposal_is_one_sentence(
    column: int, value: object, said: str, signed: Path, tmp_path: Path
) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    answer(proposal)
    book = openpyxl.load_workbook(proposal)
    sheet = book["Taklif"]
    sheet.cell(next(row for row in range(8, 80) if sheet.cell(row, 1).value == "18"), column).value = value
    book.save(proposal)
    run = akmxl("init", target, "--plan", proposal)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert len(run.err.strip().splitlines()) == 1
    assert not target.exists()


def test_rows_that_a_filter_hides_and_sheets_that_are_hidden_count(signed: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    book = openpyxl.load_workbook(proposal)
    for name, rows in (("Taklif", range(9, 60)), ("Shubhalar", range(4, 5))):
        for row in rows:
            book[name].row_dimensions[row].hidden = True
    book["Shubhalar"].sheet_state = "hidden"
    book.active = 0
    book.save(proposal)
    assert akmxl("init", target, "--plan", proposal, "--json").json["unanswered"] == [4]
    answer(proposal)
    assert akmxl("init", target, "--plan", proposal).code == 0
    assert len(open_plan(target).plan.items) == len(shipped.plan())


@pytest.mark.parametrize("lost", ["sheet", "column"])
def test_a_proposal_that_lost_its_doubts_is_refused(lost: str, signed: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", signed)
    book = openpyxl.load_workbook(proposal)
    if lost == "sheet":
        del book["Shubhalar"]
    else:
        book["Shubhalar"].cell(3, 9).value = None
    book.save(proposal)
    run = akmxl("init", target, "--plan", proposal)
    assert (run.code, run.out) == (2, "")
    assert "Shubhalar" in run.err


def test_a_column_of_ones_own_in_the_proposal_is_told(clean: Path, tmp_path: Path) -> None:
    target, proposal = tmp_path / "reja.xlsx", tmp_path / "reja-taklif.xlsx"
    akmxl("init", target, "--plan", clean)
    book = openpyxl.load_workbook(proposal)
    book["Taklif"].cell(7, 18, "Mening ustunim")
    book["Taklif"].cell(8, 18, "yozuv")
    book.save(proposal)
    assert "Mening ustunim" in akmxl("init", target, "--plan", proposal).out


# Files that are no plan


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 x", "PDF"), (b"{\\rtf1 x", "RTF"), (b"PK\3\4 nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), ".doc"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), ".xls"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_with_the_way_out(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "reja.docx"
    path.write_bytes(content)
    before = everything_in(tmp_path)
    run = akmxl("init", tmp_path / "yangi.xlsx", "--plan", path)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert len(run.err.strip().splitlines()) == 1
    assert everything_in(tmp_path) == before


def test_an_archive_a_folder_and_a_form_of_reports_are_refused(tmp_path: Path, demo_form: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "arxiv"), "zip", tmp_path, "."))
    for path in (archive, tmp_path, demo_form, tmp_path / "yoq.docx"):
        run = akmxl("init", tmp_path / "yangi.xlsx", "--plan", path)
        assert (run.code, run.out) == (2, ""), path
        assert len(run.err.strip().splitlines()) == 1


@pytest.fixture
def demo_form() -> Path:
    """An Excel file that is no plan: a template of a report."""
    return shipped.plan_csv().parents[1] / "MK-10.xlsx"


# There and back


def test_the_workbook_that_akmxl_made_is_read_with_its_own_columns(tmp_path: Path) -> None:
    create_plan(tmp_path / "eski.xlsx", rows=shipped.plan(), year=2025)
    made = new_plan(tmp_path / "yangi.xlsx", plan=tmp_path / "eski.xlsx", today=TODAY)
    assert (made.status, made.left) == ("made", ())
    old, new = (open_plan(tmp_path / name).plan for name in ("eski.xlsx", "yangi.xlsx"))
    for code, item in old.items.items():
        for field in (
            "name",
            "unit",
            "kind",
            "adds_up",
            "source",
            "rhythm",
            "due_text",
            "services",
            "to_confirm",
            "parent",
        ):
            assert getattr(new.items[code], field) == getattr(item, field), (code, field)
        for field in ("planned", "previous"):
            assert getattr(new.items[code], field).said == getattr(item, field).said
    assert [(one.code, one.name) for one in new.sections] == [(one.code, one.name) for one in old.sections]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The official form as it is printed: the sheet Reja within its print area, nothing of akmxl's own."""
    folder = tmp_path_factory.mktemp("shakl")
    create_plan(folder / "reja.xlsx", rows=shipped.plan(), year=2025, organisation="Shirin shahar AKM")
    book = openpyxl.load_workbook(folder / "reja.xlsx", data_only=True)
    sheet, copy = book["Reja"], openpyxl.Workbook()
    left, _, right, _ = range_boundaries(str(sheet.print_area).partition("!")[2].replace("$", ""))
    assert left is not None
    assert right is not None
    target = copy.worksheets[0]
    for row in sheet.iter_rows(min_col=left, max_col=right):
        for cell in row:
            target.cell(cell.row, cell.column - left + 1, cell.value)
    for area in sheet.merged_cells.ranges:
        if area.min_col >= left:
            target.merge_cells(
                start_row=area.min_row, end_row=area.max_row,
                start_column=area.min_col - left + 1, end_column=area.max_col - left + 1,
            )  # fmt: skip
    copy.save(folder / "shakl.xlsx")
    return folder / "shakl.xlsx"


def same_as_shipped(proposal: Proposal) -> None:
    """Nothing of the paper is lost, and nothing is in doubt."""
    assert proposal.open_doubts == ()
    assert len(proposal.rows) == len(shipped.plan())
    for row, known in zip(proposal.rows, shipped.plan(), strict=True):
        assert as_printed(row) == of_plan(known)


def as_printed(row: dict[str, str]) -> tuple[object, ...]:
    fields = ("code", "section", "printed_no", "kind", "name", "unit", "fact_2024", "plan_2025", "mechanism",
              "due", "adds_up", "source", "entry")  # fmt: skip
    return *(row[field] for field in fields), tuple(filter(None, row["responsible"].split(";")))


def of_plan(row: PlanRow) -> tuple[object, ...]:
    return (row.code, row.section, row.printed_no, row.kind, row.name, row.unit, row.previous, row.planned,
            row.mechanism, row.due, row.adds_up, row.source, row.rhythm, row.responsible)  # fmt: skip


def test_the_printed_form_reads_back_equal(printed: Path) -> None:
    same_as_shipped(read_official_plan(open_document(printed)))


def test_a_proposal_that_nobody_changed_makes_the_same_workbook_as_yes(printed: Path, tmp_path: Path) -> None:
    at_once, proposed, whose = tmp_path / "bir.xlsx", tmp_path / "ikki.xlsx", "Shirin shahar AKM"
    new_plan(at_once, plan=printed, organisation=whose, today=TODAY, yes=True)
    made = new_plan(proposed, plan=printed, organisation=whose, today=TODAY)
    new_plan(proposed, plan=made.proposal, organisation=whose, today=TODAY)
    assert at_once.read_bytes() == proposed.read_bytes()


@pytest.mark.libreoffice
@if_there_is_one
def test_the_printed_form_reads_back_equal_from_libreoffice(printed: Path, tmp_path: Path) -> None:
    (book,) = saved_by_libreoffice(XLSX, tmp_path, printed)
    same_as_shipped(read_official_plan(open_document(book)))
    (page,) = saved_by_libreoffice("html", tmp_path, printed)
    (document,) = saved_by_libreoffice("docx:MS Word 2007 XML", tmp_path, page, reads="HTML (StarWriter)")
    same_as_shipped(read_official_plan(open_document(document)))


@pytest.mark.libreoffice
@if_there_is_one
def test_the_office_s_form_is_the_same_when_libreoffice_has_saved_it(tmp_path: Path) -> None:
    """Its own numbers, lists and merged cells, spelt as another program spells them."""
    original = tmp_path / "asl.docx"
    original.write_bytes(signed_form())
    folder = tmp_path / "saqlangan"
    (saved,) = saved_by_libreoffice("docx:MS Word 2007 XML", folder, original)
    one, other = (read_official_plan(open_document(path)) for path in (original, saved))
    assert other.rows == one.rows
    assert [doubt.word for doubt in other.open_doubts] == [doubt.word for doubt in one.open_doubts]


# Quarters, and services that are no shipped ones


def test_quarters_come_through_the_proposal_into_the_workbook(tmp_path: Path) -> None:
    signed, target, proposal = (tmp_path / name for name in ("i.docx", "reja.xlsx", "reja-taklif.xlsx"))
    lines = "24\nI chorak – 5\nII chorak – 6\nIII chorak – –\nIV chorak – 12"
    signed.write_bytes(one_plan(work("18.", planned=lines)))
    akmxl("init", target, "--plan", signed)
    answer(proposal)
    assert akmxl("init", target, "--plan", proposal).code == 0
    item = open_plan(target).plan.items["18"]
    assert (item.plan, item.quarter_plans) == (24, (5, 6, None, 12))


def test_a_proposal_without_quarters_has_no_columns_for_them(signed: Path, tmp_path: Path) -> None:
    akmxl("init", tmp_path / "reja.xlsx", "--plan", signed)
    sheet = openpyxl.load_workbook(tmp_path / "reja-taklif.xlsx")["Taklif"]
    assert not any("chorak (reja)" in str(cell.value) for row in sheet.iter_rows(max_row=10) for cell in row)


@pytest.mark.parametrize(
    "text", ["N. F.", "N. F., AKT xizmati", "Direktor o‘rinbosari", "Direktor o‘rinbosari, bosh hisobchi"]
)
def test_a_service_that_was_taken_for_one_of_its_own_is_on_the_list(text: str, tmp_path: Path) -> None:
    signed, target, proposal = (tmp_path / name for name in ("i.docx", "reja.xlsx", "reja-taklif.xlsx"))
    signed.write_bytes(one_plan(work("18.", responsible=text)))
    akmxl("init", target, "--plan", signed)
    answer(proposal)
    assert akmxl("init", target, "--plan", proposal).code == 0
    assert "REF02" not in {finding.rule for finding in check(open_plan(target), TODAY)}

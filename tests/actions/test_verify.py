"""What of a form and of the receipts is proven: `verify`, and `diff`, which vouches for nothing altered."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from running import akmxl, put

from akmxl.actions.diff import Diff, FieldDiff, FigureDiff, Proof, RowDiff
from akmxl.actions.open_plan import open_plan
from akmxl.actions.wording import LETTER_WORDS, STATUS_WORDS
from akmxl.cli.json_data.diff import diff_json
from akmxl.cli.text.diff import show_diff
from akmxl.core.i18n import in_language
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.values import MEASURES
from akmxl.submission.form.change_words import key_words, measure_words
from akmxl.submission.proof.proof import FORM_EDITION, Altered, verify
from akmxl.submission.proof.shown import WORD
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2025-04-10")


@pytest.fixture
def sent(quarter_path: Path) -> tuple[Path, Path, str]:
    """A workbook that knows its centre, whose MK-10 of the quarter has gone out, the form, the short code."""
    place = PlanFile.open(quarter_path).named_place(layout.CENTRE_CODE)
    assert place is not None
    put(quarter_path, {(place.sheet, place.row, place.column): "srd-07"})
    akmxl("submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", *DAY)
    marked = ("MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05", "--json")
    code = akmxl("sent", quarter_path, *marked).json["short_code"]
    return quarter_path, quarter_path.parent / "hisobotlar" / "2025-Q1" / "MK-10_2025-Q1.xlsx", code


def states(*arguments: object) -> tuple[int, dict[str, str]]:
    run = akmxl("verify", *arguments, "--json")
    return run.code, {one["what"]: one["state"] for one in run.json["statements"]}


def cell_of_receipt(workbook: Path, column: int, text: str) -> tuple[str, int, int]:
    cells = Workbook.open(workbook).cells(layout.RECEIPTS)
    row = next(row for (row, at), cell in cells.items() if at == column and cell.value == text)
    return layout.RECEIPTS, row, column


# -- what a form carries ------------------------------------------------------------------------------


def test_a_form_says_whose_it_is(sent: tuple[Path, Path, str]) -> None:
    sender = akmxl("verify", sent[1], "--json").json["sender"]
    assert (sender["centre"], sender["due"], sender["supersedes"]) == ("SRD-07", "2025-04-07", None)
    assert (sender["edition"], bool(sender["program"])) == (FORM_EDITION, True)
    items = {item["code"]: item for item in sender["items"]}
    assert items["15.1"] == {"code": "15.1", "unit": "Nafar", "kind": "flow", "parent": "15"}


def test_a_correction_names_the_version_that_it_supersedes(sent: tuple[Path, Path, str]) -> None:
    workbook, form, _ = sent
    view = PlanFile.open(workbook).views[registers.DAILY]
    put(workbook, {(view.name, view.first_row + 9, view.columns["new_readers"]): 50})
    again = ("--only", "MK-10", "--period", "2025-Q1", "--correction", "--reason", "Yanvar aniqlandi")
    akmxl("submit", workbook, *again, *DAY)
    second = verify(Workbook.open(form.with_name("MK-10_2025-Q1_v2.xlsx"))).submitted
    assert second.sender.supersedes == verify(Workbook.open(form)).submitted.form_sha256


def test_a_form_of_the_first_edition_is_read(sent: tuple[Path, Path, str], tmp_path: Path) -> None:
    """It has the list of its values alone."""
    old = tmp_path / "eski.xlsx"
    book = openpyxl.load_workbook(sent[1])
    rows = list(book[layout.RECEIPTS].iter_rows(values_only=True))
    del book[layout.RECEIPTS]
    sheet = book.create_sheet(layout.RECEIPTS)
    sheet.sheet_state = "veryHidden"
    later = ("form_sha256", "edition", "program", "centre", "region", "due", "supersedes", "item", "word")
    for row in rows:
        if row[0] not in later:
            sheet.append(row)
    book.save(old)
    code, found = states(old)
    assert (code, found["values"], found["words"]) == (0, "proven", "unproven")
    assert akmxl("diff", old).code == 0


# -- verify -------------------------------------------------------------------------------------------


def test_what_is_whole_is_proven_but_for_its_author(sent: tuple[Path, Path, str]) -> None:
    workbook, form, code = sent
    for order in ((form, workbook), (workbook, form)):
        found = states(*order)
        assert found == (
            0,
            dict.fromkeys(("list", "values", "words", "look", "chain", "journal", "receipt"), "proven")
            | {"author": "unproven"},
        )
    assert states(form, "--code", code.lower().replace("-", " "))[1]["code"] == "proven"
    assert states(workbook, "--code", code)[1]["code"] == "proven"
    for files in ((form,), (workbook,)):
        assert states(*files, "--code", "AAAA-BBBB-CCCC-DDDD")[0] == 1
    told = akmxl("verify", form, workbook, lang="uz").out
    assert f"Nazorat kodi: {code}" in told
    assert "Uni kim yozgani isbotlanmagan" in told


def test_a_code_that_is_not_whole_is_no_other_code(sent: tuple[Path, Path, str]) -> None:
    workbook, form, code = sent
    for files in ((form,), (workbook,)):
        for written, count in ((code[:4], 4), (code[:-1], 15), (code + "A", 17)):
            run = akmxl("verify", *files, "--code", written)
            assert (run.code, f"16 letters; “{written}” has {count}." in run.out) == (1, True)
    assert "16 ta harfdan" in akmxl("verify", form, "--code", "ABCD", lang="uz").out


def test_a_file_named_twice_is_no_pair(sent: tuple[Path, Path, str]) -> None:
    for one in sent[:2]:
        run = akmxl("verify", one, one.parent / "." / one.name)
        assert (run.code, "was named twice" in run.err) == (2, True)


def test_a_word_that_was_rewritten_is_told(sent: tuple[Path, Path, str]) -> None:
    """The period line says another quarter."""
    workbook, form, _ = sent
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    cell = next(c for row in sheet.iter_rows() for c in row if "I chorak" in str(c.value))
    was, cell.value = cell.value, "2025-yil II chorak uchun"
    book.save(form)
    assert states(form)[1]["words"] == "failed"
    run = akmxl("diff", form, workbook, "--json")
    (one,) = run.json["proof"]["altered"]
    assert (run.code, one["key"], one["sent"], one["shown"]) == (1, "word", was, cell.value)
    assert f"MK-10!{cell.coordinate}  Words of the form" in akmxl("diff", form, workbook).out


def test_what_a_receiver_adds_is_told_and_no_fault(sent: tuple[Path, Path, str]) -> None:
    book = openpyxl.load_workbook(sent[1])
    book.worksheets[0].cell(1, 9).value = "Kiruvchi № 15"
    book.save(sent[1])
    run = akmxl("diff", sent[1], "--json")
    assert (run.code, [one["shown"] for one in run.json["proof"]["added"]]) == (0, ["Kiruvchi № 15"])
    assert "Kiruvchi № 15" in akmxl("diff", sent[1]).out


def test_what_is_written_among_the_form_s_own_cells_is_told(sent: tuple[Path, Path, str]) -> None:
    """It may be taken for the form's words."""
    workbook, form, _ = sent
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    cells = Workbook.open(form).cells(sheet.title)
    first, last = (end(row for row, _ in cells) for end in (min, max))
    row = next(row for row in range(first, last) if (row, 1) not in cells)
    sheet.cell(row, 1).value = "7"
    book.save(form)
    assert states(form)[1]["words"] == "failed"
    assert (akmxl("verify", form).code, akmxl("diff", form, workbook).code) == (1, 1)


def test_an_empty_code_is_no_code(sent: tuple[Path, Path, str]) -> None:
    assert states(sent[1], "--code", "") == states(sent[1], "--code", "-")
    assert states(sent[1], "--code", "")[0] == 1


def test_a_list_that_was_rewritten_is_no_form_any_more(sent: tuple[Path, Path, str]) -> None:
    put(sent[1], {(*cell_of_receipt(sent[1], 1, "centre")[:2], 2): "SRD-08"})
    assert states(sent[1]) == (1, {"list": "failed"})
    assert akmxl("diff", sent[1]).code == 2


# -- receipts that were altered -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "text", "other"),
    [(7, "7", "99-99"), (8, "2025-04-05", "2025-04-02"), (5, "MK-10_2025-Q1.xlsx", "x.xlsx")],
)
def test_nothing_vouches_for_an_altered_receipt(
    column: int, text: str, other: str, sent: tuple[Path, Path, str], tmp_path: Path
) -> None:
    workbook, form, _ = sent
    before = shutil.copy(workbook, tmp_path / "oldin.xlsx")
    put(workbook, {cell_of_receipt(workbook, column, text): other})
    for sides in ((form, workbook), (workbook, "MK-10", "2025-Q1"), (before, workbook)):
        run = akmxl("diff", *sides, "--json")
        assert (run.code, run.json["same"]) == (1, False), sides
        assert "Nothing differs" not in akmxl("diff", *sides).out
    assert [one["how"] for one in akmxl("diff", before, workbook, "--json").json["receipts"]] == ["altered"]
    assert states(workbook)[1]["chain"] == "failed"


@pytest.mark.parametrize(("column", "other"), [(2, "MK-16"), (3, "2025-Q2"), (4, "2")])
def test_a_value_that_was_given_to_another_version_is_no_value_of_this_one(
    column: int, other: str, sent: tuple[Path, Path, str]
) -> None:
    workbook = sent[0]
    sheet, row, _ = cell_of_receipt(workbook, 1, "qiymat")
    put(workbook, {(sheet, row, column): other})
    assert states(workbook)[1]["chain"] == "failed"


def test_a_seal_that_was_wiped_out_is_not_made_anew(sent: tuple[Path, Path, str]) -> None:
    """Neither by a check nor by submit."""
    workbook = sent[0]
    _, row, _ = cell_of_receipt(workbook, 7, "7")
    put(workbook, {(layout.RECEIPTS, row, 11): None})
    for command in ("check", "submit"):
        akmxl(command, workbook, *DAY)
        assert states(workbook)[1]["chain"] == "failed"
    found = akmxl("check", workbook, "--no-write", "--json", *DAY).json["findings"]
    assert [one["message"] for one in found if one["rule"] == "SUB04" and "MK-10, 2025-Q1" in one["message"]]


def test_a_text_changed_after_it_was_sent_is_told(sent: tuple[Path, Path, str]) -> None:
    file = PlanFile.open(sent[0])
    (row,) = file.views[registers.JOURNAL].filled_rows()
    place = file.views[registers.JOURNAL].place(row, "text")
    put(sent[0], {(place.sheet, place.row, place.column): "Kitobxonlar soni oshdi."})
    found = akmxl("check", sent[0], "--no-write", "--json", *DAY).json["findings"]
    assert [(one["sheet"], one["cell"]) for one in found if one["rule"] == "SUB03"] == [
        (place.sheet, place.a1)
    ]


def test_another_receipt_that_was_altered_is_named(sent: tuple[Path, Path, str]) -> None:
    workbook, _, _ = sent
    akmxl("submit", workbook, "--only", "MK-16", "--period", "2025-Q1", *DAY)
    sheet, row, _ = cell_of_receipt(workbook, 5, "item:13.1/ytd")
    put(workbook, {(sheet, row, 6): "977"})
    run = akmxl("diff", workbook, "MK-10", "2025-Q1", "--json")
    assert (run.code, run.json["proof"]["spoilt"]) == (1, ["MK-16 2025-Q1"])


def test_lost_receipts_are_not_proven_whole(sent: tuple[Path, Path, str]) -> None:
    workbook, form, _ = sent
    book = openpyxl.load_workbook(workbook)
    del book[layout.RECEIPTS]
    book.save(workbook)
    code, found = states(workbook)
    assert (code, found["chain"]) == (1, "failed")
    run = akmxl("diff", form, workbook, "--json")
    assert (run.code, run.json["proof"]["receipt"]) == (1, "missing")


def test_an_emptied_row_of_the_journal_is_no_proof(sent: tuple[Path, Path, str]) -> None:
    view = PlanFile.open(sent[0]).views[registers.JOURNAL]
    row = next(row for row in view.filled_rows() if view.text(row, "report") == "MK-10")
    put(sent[0], {(view.name, row, view.columns[field]): None for field in ("number", "sent")})
    assert states(sent[0])[1]["journal"] == "failed"


def test_a_form_whose_own_hash_was_taken_out_is_damaged(sent: tuple[Path, Path, str]) -> None:
    sheet, row, _ = cell_of_receipt(sent[1], 1, "form_sha256")
    put(sent[1], {(sheet, row, 2): None})
    assert states(sent[1]) == (1, {"list": "failed"})


def test_a_number_or_day_edited_in_the_journal_is_a_finding(sent: tuple[Path, Path, str]) -> None:
    workbook, _, _ = sent
    view = PlanFile.open(workbook).views[registers.JOURNAL]
    row = next(row for row in view.filled_rows() if view.text(row, "report") == "MK-10")
    put(workbook, {(view.name, row, view.columns["number"]): "99-99"})
    findings = akmxl("check", workbook, "--no-write", "--json", *DAY).json["findings"]
    (one,) = [one for one in findings if one["rule"] == "SUB21"]
    assert ("with 7" in one["message"], "99-99" in one["message"]) == (True, True)
    assert states(workbook)[1]["journal"] == "failed"


# -- every measure, kind of key and state has its words ----------------------------------------------------


def test_every_measure_of_a_report_has_words() -> None:
    assert [measure for measure in MEASURES if measure_words(measure) == measure] == []


KEYS = (
    *(f"item:13.1/{measure}" for measure in MEASURES),
    "report/text", "report/text-2", WORD, "Tadbirlar:7/title", "Tadbirlar[19.2]:7/participants",
    "Royxatlar[19.1][standing]:4/title", "Matbuot[kind=Maqola]:4/title", "Tadbirlar:/nothing",
    "total:Tadbirlar/count", "since:Royxatlar[29]/quantity", "correction:/reason", "correction:/letter",
    "correction:/nothing", "correction:item:13.1/fact/old", "correction:Tadbirlar:7/row/new",
    "correction:report/text/new", "correction:total:Tadbirlar/count/difference",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["uz", "en"])
def test_every_kind_of_key_is_told_in_words(lang: str, quarter: Path) -> None:
    """With the plan at hand and, as the receiver of a form has it, without."""
    with in_language(lang):
        for opened in (open_plan(quarter), None):
            told = [key_words(opened, key) for key in KEYS]
            assert [words for words in told if not words or set("{}/[]") & set(words)] == []
            assert len(set(told)) >= len(told) - 1, "the text of the report has paragraphs"


def everything_of(state: str) -> Diff:
    """A comparison in which everything differs."""
    key, of_month = "item:13.1/fact", Period.month(2025, 3)
    cell = Altered(key, 5, 6, "MK-10", "C14")
    rows = tuple(RowDiff("Tadbirlar", "7", how, "Kech", (FieldDiff("Nomi", "a", "b"),)) for how in HOWS)
    return Diff(
        figures=tuple(FigureDiff("13.1", of_month, measure, 1, 2) for measure in MEASURES),
        records=rows,
        receipts=(RowDiff("_akmxl", "MK-10 2025-Q1", "altered"),),
        text=True,
        proof=Proof(state, "7", "2025-04-05", (cell,), True, 2, (cell,), ("MK-16 2025-Q1",)),
    )


HOWS = ("added", "removed", "changed", "altered")


@pytest.mark.parametrize("state", ["same", "other", "missing", "sealed", "draft", "broken"])
def test_every_state_is_told(state: str, quarter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, opened = everything_of(state), open_plan(quarter)
    for lang in ("uz", "en"):
        with in_language(lang):
            show_diff(opened, found, ["a", "b"], of_form=state in ("same", "other", "missing", "broken"))
        told = capsys.readouterr().out
        assert not set("{}") & set(told)
        assert "item:" not in told
    assert diff_json({}, {}, opened.plan, found)["same"] is False


def test_every_status_of_a_report_has_words() -> None:
    """On the terminal and in the windows of the buttons, which say it in the same words."""
    made = {"written", "unchanged", "already_sent", "blocked", "no_template", "bad_template"}
    assert made | {"overdue", "due", "upcoming", "sent"} == set(STATUS_WORDS)
    assert set(LETTER_WORDS) == {"written", "unchanged", "kept"}


def test_last_years_fact_changed_after_it_was_sent(quarter_path: Path) -> None:
    """The report on the plan itself sends it."""
    akmxl("submit", quarter_path, "--only", "MK-16", "--period", "2025-Q1", *DAY)
    akmxl("sent", quarter_path, "MK-16", "2025-Q1", "--number", "9", "--date", "2025-04-09", *DAY)
    form = quarter_path.parent / "hisobotlar" / "2025-Q1" / "MK-16_2025-Q1.xlsx"
    assert "item:13.1/last_year" in dict(verify(Workbook.open(form)).submitted.values)
    view = PlanFile.open(quarter_path).views[layout.PLAN]
    put(quarter_path, {(view.name, code_places(view)["13.1"][0].row, view.columns["previous"]): 4321})
    for sides in ((form, quarter_path), (quarter_path, "MK-16", "2025-Q1")):
        assert "last year" in akmxl("diff", *sides).out
        found: list[dict[str, Any]] = akmxl("diff", *sides, "--json").json["figures"]
        assert ("13.1", "last_year", 4321) in {(one["item"], one["measure"], one["new"]) for one in found}


def test_a_draft_that_the_workbook_has_left_behind_is_told_when_it_is_sent(quarter_path: Path) -> None:
    akmxl("submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", *DAY)
    (place,) = code_places(PlanFile.open(quarter_path).views[layout.MONTHLY])["15.1"]
    put(quarter_path, {(layout.MONTHLY, place.row, place.column + 5): 77})
    run = akmxl("sent", quarter_path, "MK-10", "2025-Q1", "--number", "7", "--date", "2025-04-05")
    assert "something else than this draft" in run.out

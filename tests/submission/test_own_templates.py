"""Templates of a centre's own: looked over, listed, and never made into a broken form."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from docx import Document
from openxml_audit import OpenXmlValidator
from running import akmxl, everything_in

from akmxl.core import assets
from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.proof.proof import read_form

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = ("--today", "2025-04-10")
SHIPPED = {path.stem for path in assets.templates_folder().glob("[A-Z][A-Z]-*.xlsx")}


def template(path: Path, cells: dict[str, str], edit: Callable[[Any], None] | None = None) -> Path:
    path.parent.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    book.active.title = "Shakl"
    for address, text in cells.items():
        book.active[address] = text
    if edit:
        edit(book.active)
    book.save(path)
    return path


def checked(path: Path, *options: object) -> tuple[int, dict[str, Any]]:
    run = akmxl("template", "check", path, *options, "--json")
    return run.code, run.json


GOOD = {"A1": "{{tashkilot}}", "A2": "{{fakt 15.1}}"}


def test_a_template_that_can_be_filled(tmp_path: Path) -> None:
    code, found = checked(template(tmp_path / "MK-11.xlsx", GOOD))
    assert code == 0
    assert found["ready"]
    assert found["faults"] == found["warnings"] == []
    assert found["words"] == ["tashkilot", "fakt 15.1"]
    assert {"direktor", "davr"} <= set(found["unused"])
    assert "tashkilot" not in found["unused"]


def header(sheet: Any) -> None:
    sheet.oddHeader.center.text = "{{davr}}"


def formula(sheet: Any) -> None:
    sheet["C1"] = '="№ {{chiqish raqami}}"'


def merged(sheet: Any) -> None:
    sheet["C2"] = "{{davr}}"
    sheet["B2"] = "Davr"
    sheet.merge_cells("B2:D2")
    sheet._cells[2, 3] = openpyxl.cell.cell.Cell(sheet, 2, 3, "{{davr}}")


def sheet_name(sheet: Any) -> None:
    sheet.title = "{{yil}}"


def chart(sheet: Any) -> None:
    made = openpyxl.chart.BarChart()
    made.title = "{{hisobot nomi}}"
    sheet.add_chart(made, "F1")


@pytest.mark.parametrize(
    ("cells", "edit", "told"),
    [
        (
            {"A1": "{{tashkilott}}"},
            None,
            "A1: the word “tashkilott” is not known. The nearest one: “tashkilot”",
        ),
        ({"A1": "{{fakt 15.1}"}, None, "A1: the braces of a word are not closed"),
        ({"A1": "Hisobot"}, None, "there is no word in double braces"),
        (GOOD, header, "Shakl: a word in the header or footer is not filled"),
        (GOOD, formula, "C1: a word inside a formula is not filled"),
        (GOOD, merged, "C2: the word is hidden inside the merged cells B2:D2"),
        (GOOD, sheet_name, "a word in the sheet’s name is not filled"),
        (GOOD, chart, "Shakl: a word in a text box or chart is not filled"),
    ],
)
def test_what_is_in_the_way_is_told_with_its_place(
    cells: dict[str, str], edit: Callable[[Any], None] | None, told: str, tmp_path: Path
) -> None:
    code, found = checked(template(tmp_path / "MK-11.xlsx", cells, edit))
    assert (code, found["ready"]) == (1, False)
    assert told in found["faults"][0]
    assert found["faults"][0].startswith("MK-11.xlsx")


def test_formulas_are_worth_knowing_and_not_in_the_way(tmp_path: Path) -> None:
    def edit(sheet: Any) -> None:
        for row in range(1, 8):
            sheet.cell(row, 4, "=1+1")

    code, found = checked(template(tmp_path / "MK-11.xlsx", GOOD, edit))
    assert code == 0
    (warning,) = found["warnings"]
    assert warning.startswith("MK-11.xlsx, Shakl, D1, D2, D3, D4, D5, …: formulas")


def other_workbook(sheet: Any) -> None:
    link = openpyxl.workbook.external_link.ExternalLink()
    book = openpyxl.workbook.external_link.external.ExternalBook()
    book.file_link = openpyxl.packaging.relationship.Relationship(
        type="externalLinkPath", Target="boshqa.xlsx", TargetMode="External", Id="rId1"
    )
    link.externalBook = book
    link.file_link = book.file_link
    sheet.parent._external_links.append(link)
    sheet["C1"] = "=[1]Varaq!A1"
    sheet["C2"] = "kutubxona.uz"
    sheet["C2"].hyperlink = "https://kutubxona.uz"


def test_links_to_other_workbooks_are_told(tmp_path: Path) -> None:
    _, found = checked(template(tmp_path / "MK-11.xlsx", GOOD, other_workbook))
    assert any("links to other workbooks" in warning for warning in found["warnings"])


def test_a_form_leads_to_no_other_workbook(quarter_path: Path) -> None:
    template(quarter_path.parent / "andozalar" / "MK-10.xlsx", GOOD, other_workbook)
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", *DAY, "--json")
    made = run.json["reports"][0]["file"]
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, part in parts.items() if b"externalLink" in part or "externalLink" in name]
    assert not [name for name, part in parts.items() if b"[1]Varaq" in part]
    sheet = openpyxl.load_workbook(made)["Shakl"]
    assert (sheet["A2"].value, sheet["C1"].value) == (55, None)
    assert sheet["C2"].hyperlink.target == "https://kutubxona.uz"


def test_a_form_asks_no_database_no_page_and_no_program(quarter_path: Path) -> None:
    """A query’s connection, its table and its pivot table; linked objects and pictures; asking functions."""
    own = template(quarter_path.parent / "andozalar" / "MK-10.xlsx", GOOD, fetching)
    with zipfile.ZipFile(own) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= QUERY
    for name, old, new in INTO:
        assert old in parts[name], name
        parts[name] = parts[name].replace(old, new, 1)
    with zipfile.ZipFile(own, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", *DAY, "--json")
    made = run.json["reports"][0]["file"]
    with zipfile.ZipFile(made) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    whole = b"".join(kept.values())
    for gone in (
        b"yomon.uz",
        b"Provider",
        b"connection",
        b"queryTable",
        b"WEBSERVICE",
        b"oleObject",
        b"pivotCache",
    ):
        assert gone not in whole, gone
    assert set(QUERY) - set(kept) == set(QUERY) - {"xl/tables/_rels/table1.xml.rels"}
    faults = [one for one in OpenXmlValidator().validate(made).errors if one.severity.name == "ERROR"]
    assert [one for one in faults if "'color'" not in one.description] == []  # those of openpyxl's styles
    assert openpyxl.load_workbook(made)["Shakl"]["A2"].value == 55


def fetching(sheet: Any) -> None:
    sheet["D1"], sheet["D2"] = "Nomi", "Kitob"
    sheet["E1"] = '=_xlfn.WEBSERVICE("http://yomon.uz/a")'
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Sorov", ref="D1:D2"))
    sheet.parent.defined_names["Sayt"] = openpyxl.workbook.defined_name.DefinedName(
        "Sayt", attr_text='_xlfn.WEBSERVICE("http://yomon.uz/b")'
    )


_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b</Relationships>'
)
_NAMED = b"application/vnd.openxmlformats-officedocument.spreadsheetml."


def _one(number: int, kind: bytes, target: bytes, mode: bytes = b"") -> bytes:
    return b'<Relationship Id="rX%d" Type="%b%b" Target="%b"%b/>' % (number, _KIND, kind, target, mode)


QUERY = {
    "xl/connections.xml": b'<connections %b><connection id="1" name="a" type="5" refreshedVersion="6">'
    b'<dbPr connection="Provider=X;Data Source=yomon.uz" command="a"/></connection></connections>' % _MAIN,
    "xl/queryTables/queryTable1.xml": b'<queryTable %b name="a" connectionId="1"/>' % _MAIN,
    "xl/tables/_rels/table1.xml.rels": _RELS % _one(1, b"queryTable", b"../queryTables/queryTable1.xml"),
    "xl/pivotCache/pivotCacheDefinition1.xml": b'<pivotCacheDefinition %b><cacheSource type="external" '
    b'connectionId="1"/><cacheFields count="0"/></pivotCacheDefinition>' % _MAIN,
    "xl/pivotTables/pivotTable1.xml": b'<pivotTableDefinition %b name="a" cacheId="1"/>' % _MAIN,
    "xl/pivotTables/_rels/pivotTable1.xml.rels": _RELS
    % _one(1, b"pivotCacheDefinition", b"/xl/pivotCache/pivotCacheDefinition1.xml"),
}
_OLE = b'<oleObjects><oleObject progId="Word.Document.12" %b shapeId="1025"/></oleObjects>'
_END = b"<tableParts"
INTO = [  # part, what stands there, what stands there then
    ("xl/_rels/workbook.xml.rels", b"</Relationships>", _one(1, b"connections", b"connections.xml")
     + _one(2, b"pivotCacheDefinition", b"pivotCache/pivotCacheDefinition1.xml") + b"</Relationships>"),
    ("xl/workbook.xml", b"</workbook>", b'<pivotCaches><pivotCache cacheId="1" xmlns:r="%b" r:id="rX2"/>'
     b"</pivotCaches></workbook>" % _KIND.rstrip(b"/")),
    ("xl/worksheets/_rels/sheet1.xml.rels", b"</Relationships>",
     _one(3, b"pivotTable", b"../pivotTables/pivotTable1.xml")
     + _one(4, b"oleObject", b"file:///yomon.uz/a.docx", b' TargetMode="External"') + b"</Relationships>"),
    ("xl/worksheets/sheet1.xml", _END, _OLE % b'link="[1]!a"' + _END),
    ("xl/tables/table1.xml", b"<table ", b'<table tableType="queryTable" '),
    ("[Content_Types].xml", b"</Types>", b"".join(
        b'<Override PartName="/%b" ContentType="%b%b+xml"/>' % (name.encode(), _NAMED, kind)
        for name, kind in zip(QUERY, (b"connections", b"queryTable", b"", b"pivotCacheDefinition",
                                      b"pivotTable"), strict=False) if kind) + b"</Types>"),
]  # fmt: skip


def test_a_word_in_several_formats_is_filled_and_told(quarter_path: Path) -> None:
    """Excel cuts a text into runs where a person has made some letters bold."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def edit(sheet: Any) -> None:
        sheet["A3"] = CellRichText("Davr: {{", TextBlock(InlineFont(b=True), "da"), "vr}}")

    own = quarter_path.parent / "andozalar" / "MK-10.xlsx"
    code, found = checked(template(own, GOOD, edit))
    assert code == 0
    assert "“Davr: {{davr}}”: several formats in one cell" in found["warnings"][0]
    akmxl("submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", *DAY)
    form = Workbook.open(quarter_path.parent / "hisobotlar" / "2025-Q1" / "MK-10_2025-Q1.xlsx")
    assert form.cells("Shakl")[3, 1].value == "Davr: 2025-yil I chorak"


def test_item_codes_are_checked_against_a_plan(plan_path: Path, tmp_path: Path) -> None:
    path = template(tmp_path / "MK-11.xlsx", {"A1": "{{fakt 15.9}}"})
    assert checked(path)[0] == 0
    code, found = checked(path, "--workbook", plan_path)
    assert code == 1
    assert "A1: the plan has no item 15.9" in found["faults"][0]


@pytest.mark.parametrize("content", [b"salom", b"", b"PK\x03\x04 buzilgan"])
def test_a_file_that_is_no_workbook_ends_with_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "MK-11.xlsx"
    path.write_bytes(content)
    code, found = checked(path)
    assert code == 2
    assert found["error"]["kind"] == "unreadable"
    assert akmxl("template", "check", tmp_path / "yo‘q.xlsx").code == 2


def test_people_read_what_to_do(tmp_path: Path) -> None:
    run = akmxl("template", "check", template(tmp_path / "MK-11.xlsx", {"A1": "{{tashkilott}}"}), lang="uz")
    assert run.code == 1
    assert "Eng yaqini: «tashkilot»" in run.out
    assert "MK-11.xlsx" in run.out.splitlines()[-1]


# -- the list ---------------------------------------------------------------------------------------


def listed(path: Path) -> tuple[int, dict[str, dict[str, Any]], list[dict[str, Any]]]:
    run = akmxl("template", "list", path, "--json")
    return run.code, {one["code"]: one for one in run.json["templates"]}, run.json["stray"]


def test_every_report_is_listed_with_its_template(plan_path: Path) -> None:
    code, found, stray = listed(plan_path)
    assert (code, stray) == (0, [])
    assert len(found) == 22
    assert {one for one in found if found[one]["source"] == "shipped"} == SHIPPED & found.keys()
    assert {one["ready"] for one in found.values() if one["source"] == "shipped"} == {True}
    assert {one["ready"] for one in found.values() if one["source"] == "none"} <= {False}


def test_own_templates_faulty_ones_and_stray_files_are_listed(plan_path: Path) -> None:
    own = plan_path.parent / "andozalar"
    template(own / "mk-11.xlsx", GOOD)
    template(own / "MK-12.xlsx", {"A1": "{{tashkilott}}"})
    template(own / "MK13.xlsx", GOOD)
    (own / "~$MK-11.xlsx").write_bytes(b"x")
    (own / "MK-14.xlsx").write_bytes(b"salom")
    letter = Document()
    letter.add_paragraph("{tashkilot}")
    letter.save(str(own / "xat.docx"))
    code, found, stray = listed(plan_path)
    assert code == 1
    assert [(found[c]["source"], found[c]["ready"]) for c in ("MK-11", "MK-12", "MK-14")] == [
        ("own", True), ("own", False), ("own", False),
    ]  # fmt: skip
    assert "tashkilott" in found["MK-12"]["faults"][0]
    assert [(Path(one["file"]).name, one["nearest"]) for one in stray] == [("MK13.xlsx", "MK-13")]
    told = akmxl("template", "list", plan_path).out
    assert "andozalar/mk-11.xlsx" in told
    assert "xat     andozalar/xat.docx" in told
    code, found = checked(own / "xat.docx")
    assert (code, found["ready"], found["words"]) == (1, False, [])
    assert found["faults"][0].endswith(
        "{tashkilot} in single braces is no placeholder. Write {{ tashkilot }}."
    )
    assert akmxl("template", "check", own / "yo‘q.docx").code == 2
    assert "“MK13.xlsx” serves no report. The nearest code: MK-13." in told


# -- submit -----------------------------------------------------------------------------------------


def reports(path: Path, *options: object) -> tuple[int, dict[str, dict[str, Any]]]:
    run = akmxl("submit", path, "--period", "2025-Q1", *options, *DAY, "--json")
    return run.code, {one["code"]: one for one in run.json["reports"]}


@pytest.mark.parametrize(
    "cells",
    [{"A1": "{{tashkilott}}"}, {"A1": "{{fakt 15.9}}"}, {"A1": "Hisobot"}],
    ids=["word", "item", "none"],
)
def test_a_faulty_template_is_the_trouble_of_its_own_report_only(
    cells: dict[str, str], quarter_path: Path
) -> None:
    template(quarter_path.parent / "andozalar" / "MK-10.xlsx", cells)
    code, found = reports(quarter_path)
    assert code == 1
    one = found["MK-10"]
    assert (one["status"], one["file"], one["sha256"]) == ("bad_template", None, None)
    assert one["reason"].startswith("MK-10.xlsx")
    assert found["MK-16"]["status"] == "written"
    assert found["MK-16"]["reason"] is None
    made = {path.name for path in (quarter_path.parent / "hisobotlar").rglob("*.xlsx")}
    assert "MK-16_2025-Q1.xlsx" in made
    assert "MK-10_2025-Q1.xlsx" not in made


def test_a_template_that_is_no_workbook_says_so(quarter_path: Path) -> None:
    own = quarter_path.parent / "andozalar" / "MK-10.xlsx"
    own.parent.mkdir()
    own.write_bytes(b"salom")
    code, found = reports(quarter_path, "--only", "MK-10")
    assert (code, found["MK-10"]["status"]) == (1, "bad_template")
    told = akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", *DAY)
    assert "bad template" in told.out
    assert "The file is a text" in told.out


def test_a_draft_of_an_earlier_template_stays_when_the_template_breaks(quarter_path: Path) -> None:
    reports(quarter_path)
    before = everything_in(quarter_path.parent / "hisobotlar")
    template(quarter_path.parent / "andozalar" / "MK-10.xlsx", {"A1": "{{tashkilott}}"})
    reports(quarter_path)
    assert everything_in(quarter_path.parent / "hisobotlar") == before


def test_a_form_can_be_made_into_a_template(quarter_path: Path) -> None:
    """People take the last form, put words where the figures stand, and save it: its hidden list too."""
    reports(quarter_path, "--only", "MK-10")
    form = quarter_path.parent / "hisobotlar" / "2025-Q1" / "MK-10_2025-Q1.xlsx"
    own = quarter_path.parent / "andozalar" / "MK-10.xlsx"
    own.parent.mkdir()
    shutil.copy(form, own)
    book = openpyxl.load_workbook(own)
    book.worksheets[0]["A1"], book.worksheets[0]["C14"] = "{{tashkilot}}", "{{fakt 15.1}}"
    book.save(own)
    code, found = reports(quarter_path, "--only", "MK-10")
    assert (code, found["MK-10"]["status"]) == (0, "written")
    submitted = read_form(Workbook.open(form))
    assert [key for key, _ in submitted.values] == ["item:15.1/fact"]


def test_words_in_single_braces_are_no_placeholders(tmp_path: Path) -> None:
    cells = {"A1": "{{direktor}}", "A2": "{tashkilot} ({15.1})", "A3": "{{davr}}, {fakt 15.1}, {izohsiz}"}
    code, found = checked(template(tmp_path / "MK-11.xlsx", cells))
    assert code == 1
    assert found["faults"] == [
        "MK-11.xlsx, Shakl, A2: {tashkilot} in single braces is no placeholder. Write {{tashkilot}}.",
        "MK-11.xlsx, Shakl, A3: {fakt 15.1} in single braces is no placeholder. Write {{fakt 15.1}}.",
    ]


def test_codes_are_those_of_the_plan_beside_it_or_of_the_shipped_one(tmp_path: Path, plan_path: Path) -> None:
    cells = {"A1": "{{tashkilot}}", "A2": "{{fakt 99.9}}"}
    code, found = checked(template(tmp_path / "MK-11.xlsx", cells))
    assert code == 0
    (warning,) = found["warnings"]
    assert warning.startswith("MK-11.xlsx, Shakl, A2: the plan has no item 99.9.")
    assert warning.endswith("This was the plan that ships with akmxl; name yours with --workbook.")
    code, found = checked(template(plan_path.parent / "andozalar" / "MK-11.xlsx", cells))
    assert (code, found["warnings"]) == (1, [])
    assert found["faults"][0].startswith("MK-11.xlsx, Shakl, A2: the plan has no item 99.9.")


def test_a_list_that_nothing_feeds_is_said_and_denies_no_figure(quarter_path: Path) -> None:
    """Events are listed in a report on readers: 55 of them are no “nothing”."""
    own = quarter_path.parent / "andozalar" / "MK-10.xlsx"
    template(own, {"A1": "Yangi: {{fakt 15.1}}", "A2": "{{tadbir.sana}}", "B2": "{{tadbir.nomi}}"})
    code, found = checked(own)
    assert code == 0
    assert found["warnings"][0].startswith("MK-10.xlsx, Shakl, A2: nothing feeds this list: no row of sheet")
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", *DAY, "--json")
    form = Workbook.open(Path(run.json["reports"][0]["file"]))
    texts = [cell.value for cell in form.cells("Shakl").values()]
    assert texts == ["Yangi: 55", "Hisobot davri uchun ro‘yxat kiritilmagan."]


def test_a_template_that_no_report_has_is_said(tmp_path: Path, plan_path: Path) -> None:
    """What its lists are about is not known then, so nothing else can be said of them."""
    cells = {"A1": "{{fakt 15.1}}", "A2": "{{tadbir.sana}}", "B2": "{{tadbir.nomi}}"}
    for path, end in (
        (plan_path.parent / "andozalar" / "bizniki.xlsx", "Name the file as the report's code."),
        (plan_path.parent / "andozalar" / "MK10.xlsx", "The nearest code: MK-10."),
        (tmp_path / "boshqa.xlsx", "name yours with --workbook."),
    ):
        code, found = checked(template(path, cells))
        (warning,) = found["warnings"]
        assert code == 0
        assert warning.startswith(f"{path.name}: the catalogue has no report “{path.stem}”")
        assert warning.endswith(end)

"""What Word shows on paper and its file does not say plainly: numbers, changes, merged cells, boxes."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from akmxl.core.errors import Unreadable
from akmxl.importers.official.docx.document import word_document
from akmxl.importers.official.grid import Grid
from importers.official.reading import read
from importers.official.word import docx, listed, p, plan, run, tbl, tc, tr, work


def first_table(*rows: str, numbering: str = "", styles: str = "") -> list[list[str]]:
    """The texts of a document's one table; of a merged cell at each of its places."""
    document = word_document(docx(tbl(*rows), numbering=numbering, styles=styles), "reja.docx")
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return [[cell.text if cell else "" for cell in row.cells] for row in grid.rows]


def numbers(*abouts: str, numbering: str, styles: str = "") -> list[str]:
    """The numbers that Word writes before paragraphs of such properties."""
    rows = (tr(tc(p("x", about))) for about in abouts)
    return [
        row[0].removesuffix("x").strip() for row in first_table(*rows, numbering=numbering, styles=styles)
    ]


def with_fact(cell: str) -> bytes:
    """A plan of one usual work, with a cell for last year's figure."""
    rest = ("24", "Reja asosida", "2025-yil davomida", "Direktor")
    return plan(tr("18.", "Tadbirlar va ko‘rgazmalarni tashkil qilish", "Tadbir", cell, *rest))


def level(kind: str = "decimal", text: str = "%1.", at: int = 0, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(*levels: str, name: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


@pytest.mark.parametrize(
    ("kind", "start", "shown"),
    [
        ("decimal", 9, ["9.", "10."]),
        ("upperRoman", 3, ["III.", "IV."]),
        ("lowerRoman", 9, ["ix.", "x."]),
        ("upperLetter", 26, ["Z.", "AA."]),
        ("lowerLetter", 1, ["a.", "b."]),
        ("russianLower", 2, ["б.", "в."]),
        ("decimalZero", 9, ["09.", "10."]),
        ("none", 1, [".", "."]),
    ],
)
def test_a_number_is_written_as_its_kind_is(kind: str, start: int, shown: list[str]) -> None:
    numbering = abstract(level(kind, start=start)) + num(1)
    assert numbers(listed(1), listed(1), numbering=numbering) == shown


def test_a_lower_level_begins_anew_below_each_higher_one() -> None:
    numbering = abstract(level(), level(text="%1.%2.", at=1)) + num(1)
    abouts = [listed(1), listed(1, 1), listed(1, 1), listed(1), listed(1, 1)]
    assert numbers(*abouts, numbering=numbering) == ["1.", "1.1.", "1.2.", "2.", "2.1."]


def test_a_level_that_never_restarts_counts_on() -> None:
    numbering = abstract(level(), level(text="%2)", at=1, more='<w:lvlRestart w:val="0"/>')) + num(1)
    abouts = [listed(1), listed(1, 1), listed(1), listed(1, 1)]
    assert numbers(*abouts, numbering=numbering) == ["1.", "1)", "2.", "2)"]


def test_a_lower_level_without_a_higher_one_before_it_shows_that_ones_start() -> None:
    numbering = abstract(level(start=9), level(text="%1.%2", at=1)) + num(1)
    assert numbers(listed(1, 1), listed(1, 1), listed(1), numbering=numbering) == ["9.1", "9.2", "10."]


def test_legal_numbering_shows_all_levels_in_arabic_figures() -> None:
    numbering = abstract(level("upperRoman"), level(text="%1.%2", at=1, more="<w:isLgl/>")) + num(1)
    assert numbers(listed(1), listed(1, 1), numbering=numbering) == ["I.", "1.1"]


def test_two_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    begins = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(level()) + num(1) + num(2) + num(3, more=begins)
    abouts = [listed(1), listed(2), listed(3), listed(3)]
    assert numbers(*abouts, numbering=numbering) == ["1.", "2.", "1.", "2."]


def test_a_list_may_have_levels_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level("upperRoman", "%1)", start=4)}</w:lvlOverride>'
    numbering = abstract(level()) + num(1, more=own)
    assert numbers(listed(1), numbering=numbering) == ["IV)"]


def test_numbers_come_from_styles_and_from_those_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Band"><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Ost"><w:basedOn w:val="Band"/></w:style>'
    )
    numbering = abstract(level(), level(text="%1.%2", at=1, more='<w:pStyle w:val="x"/>')) + num(1)
    band, below = '<w:pStyle w:val="Band"/>', '<w:pStyle w:val="Ost"/>'
    off = '<w:pStyle w:val="Band"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert numbers(band, below, off, band, numbering=numbering, styles=styles) == ["1.", "2.", "", "3."]


def test_a_level_is_linked_to_a_style() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
        for name in ("Bir", "Ikki")
    )
    numbering = abstract(
        level(more='<w:pStyle w:val="Bir"/>'), level(text="%1.%2", at=1, more='<w:pStyle w:val="Ikki"/>')
    ) + num(1)  # fmt: skip
    abouts = ['<w:pStyle w:val="Bir"/>', '<w:pStyle w:val="Ikki"/>']
    assert numbers(*abouts, numbering=numbering, styles=styles) == ["1.", "1.1"]


def test_a_definition_may_be_that_of_a_list_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Rim"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Rim"/></w:abstractNum>'
    numbering = abstract(level("upperRoman")) + linked + num(1, of=1) + num(2, of=0)
    assert numbers(listed(1), listed(1), numbering=numbering, styles=styles) == ["I.", "II."]


def test_lists_and_styles_that_lead_in_a_circle_give_no_number() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    looped = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
    of_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles += f'<w:style w:type="numbering" w:styleId="S">{of_list}</w:style>'
    found = numbers('<w:pStyle w:val="A"/>', listed(1), listed(77), numbering=looped + num(1), styles=styles)
    assert found == ["", "", ""]


def test_a_number_of_a_kind_that_is_not_known_is_told() -> None:
    proposal = read(
        plan(tr(tc(p("", listed(1))), "Ish", "Dona", "1", "2", "x", "2025-yil davomida", "Direktor"))
    )
    assert proposal.rows  # without a definition there is no number; with one of words:
    data = docx(tbl(tr(tc(p("x", listed(1))))), numbering=abstract(level("cardinalText")) + num(1))
    document = word_document(data, "reja.docx")
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    cell = grid.rows[0].cells[0]
    assert cell is not None
    assert len(cell.odd) == 1


def test_deleted_text_is_gone_and_inserted_text_stays() -> None:
    gone = '<w:del w:id="1"><w:r><w:t>5</w:t><w:delText>12</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2">{run("7")}</w:moveFrom><w:moveTo w:id="3">{run("8")}</w:moveTo>'
    new = f'<w:ins w:id="4">{run("24")}</w:ins>'
    assert first_table(tr(tc(p(gone + new)), tc(p(moved)))) == [["24", "8"]]


def test_deleted_rows_are_gone_inserted_ones_stay() -> None:
    rows = first_table(
        tr("1"), tr("2", about='<w:del w:id="1"/>'), tr("3", about='<w:ins w:id="2"/>'),
        tr("4", about='<w:moveFrom w:id="3"/>'),
    )  # fmt: skip
    assert rows == [["1"], ["3"]]


def test_deleted_cells_are_gone_and_merges_that_are_tracked_count() -> None:
    rows = first_table(
        tr(tc("a", about='<w:cellDel w:id="1"/>'), tc("b"), tc("c", about='<w:cellIns w:id="2"/>')),
        tr(tc("", about='<w:cellMerge w:id="3" w:vMerge="cont"/>'), tc("d")),
    )
    assert rows == [["b", "c"], ["b", "d"]]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert first_table(tr(tc(p("12", gone) + p("5")))) == [["125"]]


def test_numbers_are_not_given_to_rows_that_were_deleted() -> None:
    numbering = abstract(level()) + num(1)
    rows = first_table(
        tr(tc(p("", listed(1)))),
        tr(tc(p("", listed(1))), about='<w:del w:id="1"/>'),
        tr(tc(p("", listed(1)))),
        numbering=numbering,
    )  # fmt: skip
    assert rows == [["1."], ["2."]]


def test_merged_cells_are_one_across_and_down() -> None:
    rows = first_table(
        tr(tc("№", down="restart"), tc("Miqdori", across=2)),
        tr(tc(down="continue"), "fakt", "reja"),
        tr(tc("9", across=3)),
    )
    assert rows == [["№", "Miqdori", "Miqdori"], ["№", "fakt", "reja"], ["9", "9", "9"]]


def test_a_row_may_begin_further_right() -> None:
    assert first_table(tr("1", "2"), tr("3", about='<w:gridBefore w:val="1"/>')) == [["1", "2"], ["", "3"]]


def test_a_table_in_a_cell_gives_lines() -> None:
    inner = tbl(tr("206"), tr("4236"), widths=(900,))
    (row,) = first_table(tr(tc(p("4442") + inner + p())))
    assert row == ["4442 206 4236"]


def test_a_table_in_a_cell_over_two_columns_gives_each_its_lines() -> None:
    inner = tbl(tr("206", "207"), tr("4236", "4237"), widths=(900, 900))
    rows = first_table(tr("a", "b"), tr(tc(inner + p(), across=2)))
    assert rows[1] == ["206 4236", "207 4237"]


def test_controls_fields_breaks_and_soft_hyphens_read_as_they_are_shown() -> None:
    control = f"<w:sdt><w:sdtContent>{run('Ko')}</w:sdtContent></w:sdt>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    signs = (
        "<w:r><w:t>Axborot</w:t><w:noBreakHyphen/><w:t>kutub</w:t><w:softHyphen/><w:t>xo\u00adna</w:t></w:r>"
    )
    tag = f"<w:smartTag><w:hyperlink>{run('bir')}<w:r><w:tab/></w:r>{run('ikki')}</w:hyperlink></w:smartTag>"
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    rows = first_table(tr(tc(p(control + field)), tc(p(signs + mark)), tc(p(tag)), tc(p(run("uch\nto‘rt")))))
    assert rows == [["Ko7", "Axborot-kutubxona", "bir ikki", "uch to‘rt"]]


def test_rows_and_cells_in_controls_are_read() -> None:
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{tc('a')}{cell}</w:tr>"
    assert first_table(f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>") == [["a", "b"]]


@pytest.mark.parametrize(
    ("look", "kept"), [("<w:strike/>", ""), ("<w:vanish/>", ""), ('<w:strike w:val="0"/>', "12")]
)
def test_crossed_out_and_hidden_text_is_left_out_and_told(look: str, kept: str) -> None:
    proposal = read(with_fact(tc(p(run("12", look) + run(" ")))))
    assert proposal.rows[0]["fact_2024"] == kept
    told = [doubt for doubt in proposal.open_doubts if doubt.word == "cell"]
    assert len(told) == (not kept)


def test_a_raised_figure_is_no_digit_of_the_number() -> None:
    mark = '<w:vertAlign w:val="superscript"/>'
    cell = tc(p(run("12") + run("1", mark)))
    proposal = read(with_fact(cell))
    assert proposal.rows[0]["fact_2024"] == ""
    assert [doubt.word for doubt in proposal.open_doubts] == ["figure"]


def test_text_in_a_box_is_told() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('36')}</w:txbxContent></w:pict></w:r>"
    proposal = read(with_fact(tc(p(box))))
    assert [doubt.word for doubt in proposal.open_doubts] == ["cell"]


def test_a_file_taken_in_is_told() -> None:
    body = (
        '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="x"/>'
    )
    assert [doubt.word for doubt in read(plan(work("18."), above=body)).open_doubts] == ["row"]


def test_a_document_of_the_strict_dialect_is_read_too() -> None:
    strict = plan(work("18."))
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(strict)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, text)
    assert read(target.getvalue()).rows == read(strict).rows


@pytest.mark.parametrize(
    "hostile",
    [
        tr(tc("1", across=999_999_999)) ,
        tr("1", about='<w:gridBefore w:val="-5"/>'),
        tr(tc("1", about='<w:gridSpan w:val="x"/>')),
    ],
)  # fmt: skip
def test_a_width_that_cannot_be_takes_no_memory(hostile: str) -> None:
    assert len(first_table(hostile)[0]) <= 256


def test_a_table_that_is_wider_than_any_plan_is_refused() -> None:
    with pytest.raises(Unreadable):
        first_table(tr(*(tc("1", across=200) for _ in range(3))))


def test_tables_within_tables_within_tables_are_read_or_refused() -> None:
    for depth in (20, 70, 400):
        inside = p("x")
        for _ in range(depth):
            inside = tbl(tr(tc(inside + p())), widths=(900,))
        try:
            document = word_document(docx(inside), "reja.docx")
        except Unreadable:
            assert depth == 400
        else:
            assert document.blocks


@pytest.mark.parametrize(
    "text", ["<w:document", "", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "<x/>", "\0\1"]
)
def test_a_damaged_document_is_refused_in_a_sentence(text: str) -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", text)
    with pytest.raises(Unreadable):
        word_document(target.getvalue(), "reja.docx")

"""The cover letter of a parcel: a Word file whose places staff can see and edit, ``{{ kimga }}``.

Lines that begin with ``{%p`` steer the letter (repeat, leave out) and are gone from what is made.
"""

from __future__ import annotations

import json
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING
from zipfile import ZipFile

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate
from jinja2 import Environment, nodes

from akmxl.submission.parcel.letter import packed
from akmxl.submission.parcel.ready_letter import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from docx.document import Document as Letter
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

NAME = "xat.docx"
FONT = "Times New Roman"
NUMBER, DATE = "№ ______________", "20___-yil “____” ______________"
TEXT = (
    "{{ davr }} uchun quyidagi{% if aniqlashtirilgan %} aniqlashtirilgan{% endif %} "
    "hisobot va ma’lumotlarni ilova qilgan holda yuboramiz."
)
AMENDED = "Aniqlashtirilgan: {{ aniqlashtirilganlar }}."
REASON = "Aniqlashtirish sababi: {{ sababi }}."
ENCLOSED = (
    "{{ ilova.raqami }}.\t{{ ilova.turi }}: {{ ilova.nomi }}, {{ ilova.davri }} ({{ ilova.kodi }})"
    "{% if ilova.tahriri %}, {{ ilova.tahriri }}{% endif %} — {{ ilova.varaqlari }} varaqda"
    "{% if ilova.nazorat_kodi %}, nazorat kodi {{ ilova.nazorat_kodi }}{% endif %}."
)

STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
LEFT, CENTRE, EVEN = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def write(folder: Path) -> Path:
    """Write the letter into the folder; the same bytes each time."""
    letter = Document()
    _drop_unused(letter)
    _page(letter)
    _head(letter)
    _text(letter)
    _signature(letter)
    _reporter(letter)
    target = BytesIO()
    letter.save(target)
    path = folder / NAME
    path.write_bytes(packed(target.getvalue(), title="Xat"))
    return path


def write_ready(letter: Path, folder: Path) -> Path:
    """Write the letter's parts with words in pieces: what docxtpl and Jinja make of it."""
    jinja, docxtpl, ready = Environment(), DocxTemplate(letter), {}
    with ZipFile(letter) as archive:
        for entry in archive.infolist():
            text = docxtpl.patch_xml(archive.read(entry).decode())
            pieces = list(_joined(_pieces(jinja.parse(text).body)))
            if len(pieces) > 1:
                ready[entry.filename] = {"crc": entry.CRC, "pieces": pieces}
    path = folder / FILE
    path.write_text(json.dumps(ready, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _pieces(tree: Iterable[nodes.Node]) -> Iterator[object]:
    for node in tree:
        match node:
            case nodes.Output():
                yield from _pieces(node.nodes)
            case nodes.TemplateData():
                yield node.data
            case nodes.Name():
                yield {"word": node.name}
            case nodes.Getattr(node=nodes.Name(name=line)):
                yield {"word": f"{line}.{node.attr}"}
            case nodes.If(elif_=[], else_=[]):
                (asked,) = _pieces([node.test])
                yield {"if": asked["word"], "then": list(_joined(_pieces(node.body)))}
            case nodes.For(target=nodes.Name(name=line), iter=nodes.Name(name=listed), else_=[]):
                yield {"each": listed, "as": line, "then": list(_joined(_pieces(node.body)))}
            case _:
                raise ValueError(f"ready_letter.py knows no {type(node).__name__}")


def _joined(pieces: Iterable[object]) -> Iterator[object]:
    for kind, run in groupby(pieces, type):
        found = list(run)
        yield from ["".join(found)] if kind is str else found


def _drop_unused(letter: Letter) -> None:
    """What python-docx's own template brings along and nobody needs: a picture of it, old styles."""
    unused = ("/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties", "/numbering")
    for relationships in (letter.part.package.rels, letter.part.rels):
        for key in [key for key, one in relationships.items() if one.reltype.endswith(unused)]:
            del relationships[key]
    styles = letter.styles.element
    for style in [style for style in styles.style_lst if style.get(qn("w:styleId")) not in STYLES]:
        styles.remove(style)


def _page(letter: Letter) -> None:
    section = letter.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    normal = letter.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    properties = normal.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")  # or Word underlines every word in red
    language.set(qn("w:val"), "uz-Latn-UZ")
    properties.append(language)


def _head(letter: Letter) -> None:
    """Sender, number and date left; addressee right."""
    sender, _, addressee = _columns(letter, (7.5, 1.5, 7.5))
    _lines(sender, ("{{ tashkilot }}",), bold=True, align=CENTRE)
    _lines(sender, ("{{ hudud }}", "Tel.: {{ telefon }}", "", NUMBER, "", DATE), align=CENTRE)
    _lines(addressee, ("{{ kimga }}",), bold=True)
    _lines(addressee, ("{%p if nusxasi %}", "Nusxasi: {{ nusxasi }}", "{%p endif %}"))
    for cell in (sender, addressee):
        _drop_first(cell)


def _text(letter: Letter) -> None:
    for _ in range(2):
        letter.add_paragraph()
    _body(letter.add_paragraph(TEXT))
    letter.add_paragraph("{%p if aniqlashtirilganlar %}")
    _body(letter.add_paragraph(AMENDED))
    letter.add_paragraph("{%p endif %}")
    letter.add_paragraph("{%p if sababi %}")
    _body(letter.add_paragraph(REASON))
    letter.add_paragraph("{%p endif %}")
    letter.add_paragraph()
    letter.add_paragraph().add_run("Ilova:").bold = True
    letter.add_paragraph("{%p for ilova in ilovalar %}")
    enclosed = letter.add_paragraph(ENCLOSED)
    enclosed.paragraph_format.left_indent, enclosed.paragraph_format.first_line_indent = Cm(1), Cm(-1)
    enclosed.paragraph_format.keep_together = True
    letter.add_paragraph("{%p endfor %}")
    for _ in range(2):
        letter.add_paragraph().paragraph_format.keep_with_next = True


def _body(paragraph: Paragraph) -> None:
    paragraph.alignment = EVEN
    paragraph.paragraph_format.first_line_indent = Cm(1.25)


def _signature(letter: Letter) -> None:
    who, line, name = _columns(letter, (4.5, 5.5, 6.5))
    _lines(who, ("Direktor",), bold=True)
    _lines(line, ("________________",), align=CENTRE)
    _lines(name, ("{{ direktor }}",), bold=True)
    for cell in (who, line, name):
        _drop_first(cell)


def _reporter(letter: Letter) -> None:
    """Who prepared it, small at the bottom left of the page."""
    footer = letter.sections[0].footer
    footer.paragraphs[0].style = letter.styles["Normal"]
    footer.paragraphs[0].text = "Ijrochi: {{ ijrochi }}"
    footer.add_paragraph("Tel.: {{ telefon }}")
    for paragraph in footer.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(10)


def _columns(letter: Letter, widths: tuple[float, ...]) -> tuple[_Cell, ...]:
    """Cells side by side, without lines around them."""
    table: Table = letter.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Cm(width)
    return tuple(table.rows[0].cells)


def _lines(
    cell: _Cell, texts: tuple[str, ...], *, bold: bool = False, align: WD_ALIGN_PARAGRAPH = LEFT
) -> None:
    for text in texts:
        paragraph = cell.add_paragraph()
        paragraph.alignment = align
        paragraph.add_run(text).bold = bold


def _drop_first(cell: _Cell) -> None:
    """The empty paragraph that every new cell begins with."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)

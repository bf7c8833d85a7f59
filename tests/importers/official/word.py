"""Documents of Word in a few lines: the very elements that Word writes, so that each can be put anywhere."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/numbering.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>
</Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_PART_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="styles.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>
<Relationship Id="rId2" Target="numbering.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>"""
_PAGE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720"/></w:sectPr>'
)
WIDTHS = (600, 3400, 1100, 1000, 1000, 4200, 1500, 2400)


def docx(*blocks: str, numbering: str = "", styles: str = "") -> bytes:
    """A document of paragraphs and tables."""
    target = io.BytesIO()
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/_rels/document.xml.rels": _PART_RELS,
        "word/document.xml": _part("document", f"<w:body>{''.join(blocks)}{_PAGE}</w:body>"),
        "word/styles.xml": _part("styles", styles),
        "word/numbering.xml": _part("numbering", numbering),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _part(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}">{inside}</w:{root}>'


def run(text: str, look: str = "") -> str:
    """A run of text; a line break where the text has one."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def p(inside: str = "", about: str = "") -> str:
    """A paragraph: of a text, or of elements."""
    runs = run(inside) if inside and not inside.startswith("<") else inside
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def listed(name: int, level: int = 0) -> str:
    """The property by which Word numbers a paragraph itself."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'


def tc(inside: str = "", *, across: int = 1, down: str = "", about: str = "") -> str:
    """A cell: ``down`` is ``restart`` or ``continue`` where it is merged downwards; a line is a paragraph."""
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[down]
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    content = inside if inside.startswith("<") else "".join(p(line) for line in inside.split("\n"))
    return f"<w:tc><w:tcPr>{span}{merged}{about}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, about: str = "") -> str:
    """A row of cells; a plain text is a cell of its own."""
    made = (cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(made)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = WIDTHS) -> str:
    """A table with borders, as wide as its grid."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def heading(year: int = 2025) -> str:
    """The official heading: two tiers, of which only “Miqdori” is parted."""
    upper = ("№", "Nomi", "O‘lchov birligi")
    lower = ("Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar")
    return tr(
        *(tc(text, down="restart") for text in upper),
        tc("Miqdori", across=2),
        *(tc(text, down="restart") for text in lower),
        about="<w:tblHeader/>",
    ) + tr(
        *(tc(down="continue") for _ in upper),
        tc(f"{year - 1}-yil\n(fakt)"),
        tc(f"{year}-yil\n(reja)"),
        *(tc(down="continue") for _ in lower),
        about="<w:tblHeader/>",
    )


def section(text: str) -> str:
    """The heading of a section over all columns."""
    return tr(tc(text, across=8))


def work(number: str = "1.", name: str = "Tadbirlar va ko‘rgazmalarni tashkil qilish", unit: str = "Tadbir",
         previous: str = "22", planned: str = "24", mechanism: str = "Reja asosida",
         due: str = "2025-yil davomida", responsible: str = "Direktor") -> str:  # fmt: skip
    """A row of work."""
    return tr(number, name, unit, previous, planned, mechanism, due, responsible)


def plan(*rows: str, year: int = 2025, above: str = "") -> bytes:
    """A document with one plan in section IV."""
    return docx(above, tbl(heading(year), section("IV. ASOSIY ISHLAB CHIQARISH FAOLIYATI"), *rows))


def with_quarters(*lower: str, whole: str = "2025-yil (reja)") -> str:
    """A heading whose year's plan has columns of its own below it; all other cells reach over both tiers."""
    upper = ("№", "Nomi", "O‘lchov birligi", "2024-yil (fakt)")
    right = ("Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar")
    return tr(
        *(tc(text, down="restart") for text in upper),
        tc(whole, across=len(lower)),
        *(tc(text, down="restart") for text in right),
    ) + tr(*(tc(down="continue") for _ in upper), *lower, *(tc(down="continue") for _ in right))

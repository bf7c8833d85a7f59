"""A plan workbook with everything in it that people add in Excel and that other programs lose.

XlsxWriter makes what it can; the rest are parts put into the zip, as Excel would have written them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from .making import repack

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "Boy varaq"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_X14 = f"{_MICROSOFT}/spreadsheetml/2009/9/main"
_X15 = f"{_MICROSOFT}/spreadsheetml/2010/11/main"
_GUID = "{5BE6D9B5-1D5E-4F0A-9E57-0C6A0F7B1A11}"
_PERSON = "{1AB6C9B5-1D5E-4F0A-9E57-0C6A0F7B1A22}"
_APPLICATION = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MS_EXCEL = "application/vnd.ms-excel"


def rich_plan(path: Path) -> Path:
    """The shipped plan, sample figures in it, with a rich sheet and hidden ones: an .xlsm file."""
    from akmxl.workbook.create import shipped
    from akmxl.workbook.create.new_file import create_plan

    plain = path.with_suffix(".plain.xlsx")
    writer = xlsxwriter.Workbook
    xlsxwriter.Workbook = _Rich
    try:
        create_plan(
            plain, rows=shipped.plan(), year=2025, organisation="Shirin shahar axborot-kutubxona markazi",
            first_period="2025-Q1", region="Sirdaryo viloyati",
        )  # fmt: skip
    finally:
        xlsxwriter.Workbook = writer
    repack(plain, path, _injected(plain))
    plain.unlink()
    return path


class _Rich(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook that gets more sheets just before it is closed."""

    def close(self) -> None:
        add_features(self)
        super().close()


def picture() -> BytesIO:
    """A red square."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        )

    lines = (b"\0" + b"\xc0\x20\x20" * 16) * 16
    head = struct.pack(">2L5B", 16, 16, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def add_features(file: Any) -> None:
    """What XlsxWriter can write."""
    sheet = file.add_worksheet(SHEET)
    data = [["Filial", "Soni", "Sana"], ["Markaz", 12, 45001], ["Bolalar", 7, 45002], ["Qishloq", 5, 45003]]
    for row, values in enumerate(data):
        sheet.write_row(row, 0, values)
    columns = [{"header": title} for title in data[0]]
    sheet.add_table("A1:C4", {"name": "Filiallar", "columns": columns, "data": data[1:]})
    sheet.write_formula("B6", "=SUM(B2:B4)", None, 24)
    sheet.write_dynamic_array_formula("E1", "=SORT(A2:A4)", None, "Bolalar")
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B2:B4", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.add_sparkline("D2", {"range": f"'{SHEET}'!B2:B4"})
    sheet.data_validation("B2:B4", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.insert_checkbox("F2", True)
    sheet.embed_image("F4", "belgi.png", {"image_data": picture()})
    sheet.insert_image("H2", "rasm.png", {"image_data": picture()})
    sheet.insert_textbox("H6", "Matn qutisi", {"width": 120, "height": 40})
    sheet.write_comment("A2", "Oddiy izoh")
    sheet.write_comment("B2", "[Threaded comment] Bu son qayerdan?")
    chart = file.add_chart({"type": "column"})
    chart.add_series({"categories": [SHEET, 1, 0, 3, 0], "values": [SHEET, 1, 1, 3, 1]})
    sheet.insert_chart("H12", chart)
    sheet.set_header("&L&[Picture]", {"image_left": "bosh.png", "image_data_left": picture()})
    sheet.set_footer("Ichki hujjat, 1-nusxa")
    sheet.set_paper(9)
    file.set_properties({"company": "Axborot-kutubxona markazi", "manager": "Direktor"})
    file.set_custom_property("Hujjat raqami", "12-son")
    file.add_worksheet("Yashirin").hide()
    secret = file.add_worksheet("Juda yashirin")
    secret.very_hidden()
    secret.write_row("A1", ["kalit", 7])
    file.add_worksheet("Pivot")


def _injected(path: Path) -> dict[str, bytes | None]:
    """The parts that are added or changed by hand."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if _is_text(name)}
    sheets = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"])
    rich, pivot = (f"xl/worksheets/sheet{sheets.index(name) + 1}.xml" for name in (SHEET, "Pivot"))
    new: dict[str, str] = {}
    _inject_into_sheet(parts, new, rich)
    _inject_pivot(parts, new, pivot)
    _inject_into_workbook(parts, new, len(sheets))
    changed = {name: parts[name].encode() for name in (rich, "xl/workbook.xml", "[Content_Types].xml")}
    rels = {name: text.encode() for name, text in parts.items() if name.endswith(".rels")}
    binaries = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"makros" * 200,
        "xl/printerSettings/printerSettings1.bin": b"P\0r\0i\0n\0t\0e\0r\0" * 20,
    }
    return {**changed, **rels, **{name: text.encode() for name, text in new.items()}, **binaries}


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _relate(parts: dict[str, str], owner: str, identity: str, kind: str, target: str) -> None:
    folder, _, base = owner.rpartition("/")
    name = f"{folder}/_rels/{base}.rels"
    empty = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    arrow = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
    parts[name] = parts.get(name, empty).replace("</Relationships>", arrow + "</Relationships>")


def _declare(parts: dict[str, str], part: str, kind: str) -> None:
    override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)


def _xml(body: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body


def _inject_into_sheet(parts: dict[str, str], new: dict[str, str], sheet: str) -> None:
    """Threaded comments, a slicer, an x14 validation, a custom view, printer settings."""
    xml = parts[sheet]
    view = f'<customSheetViews><customSheetView guid="{_GUID}"/></customSheetViews>'
    xml = re.sub(r"(?=<(?:mergeCells|conditionalFormatting)[ >])", view, xml, count=1)
    xml = re.sub(r"<pageSetup ", '<pageSetup r:id="rIdP" ', xml, count=1)
    validation = (
        f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations count="1" xmlns:xm="{_MICROSOFT}/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Sozlamalar!$A$2:$A$5</xm:f>'
        "</x14:formula1><xm:sqref>G2:G4</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    slicers = (
        f'<ext xmlns:x15="{_X15}" uri="{{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}}"><x14:slicerList '
        f'xmlns:x14="{_X14}"><x14:slicer r:id="rIdS"/></x14:slicerList></ext>'
    )
    xml = xml.replace("<extLst>", "<extLst>" + validation).replace("</extLst>", slicers + "</extLst>")
    parts[sheet] = xml
    new["xl/threadedComments/threadedComment1.xml"] = _xml(
        f'<ThreadedComments xmlns="{_MICROSOFT}/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B2" '
        f'dT="2025-03-04T09:30:00.00" personId="{_PERSON}" id="{_GUID}"><text>Bu son qayerdan?</text>'
        "</threadedComment></ThreadedComments>"
    )
    new["xl/slicers/slicer1.xml"] = _xml(
        f'<slicers xmlns="{_X14}"><slicer name="Filial" cache="Kesim_Filial" caption="Filial" '
        'rowHeight="241300"/></slicers>'
    )
    for identity, kind, target in (
        (
            "rIdT",
            f"{_MICROSOFT}/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
        ("rIdS", f"{_MICROSOFT}/2007/relationships/slicer", "../slicers/slicer1.xml"),
        ("rIdP", f"{_OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin"),
    ):
        _relate(parts, sheet, identity, kind, target)
    _declare(parts, "xl/threadedComments/threadedComment1.xml", f"{_MS_EXCEL}.threadedcomments+xml")
    _declare(parts, "xl/slicers/slicer1.xml", f"{_MS_EXCEL}.slicer+xml")


def _inject_pivot(parts: dict[str, str], new: dict[str, str], sheet: str) -> None:
    """A pivot table over the rich sheet's table."""
    items = "".join(f'<s v="{name}"/>' for name in ("Markaz", "Bolalar", "Qishloq"))
    new["xl/pivotCache/pivotCacheDefinition1.xml"] = _xml(
        f'<pivotCacheDefinition xmlns="{_MAIN}" xmlns:r="{_OFFICE}" r:id="rId1" refreshedBy="akm" '
        'createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="3">'
        '<cacheSource type="worksheet"><worksheetSource name="Filiallar"/></cacheSource>'
        f'<cacheFields count="2"><cacheField name="Filial" numFmtId="0"><sharedItems count="3">{items}'
        '</sharedItems></cacheField><cacheField name="Soni" numFmtId="0">'
        '<sharedItems containsSemiMixedTypes="0" '
        'containsString="0" containsNumber="1" containsInteger="1" minValue="5" maxValue="12"/></cacheField>'
        "</cacheFields></pivotCacheDefinition>"
    )
    records = "".join(f'<r><x v="{n}"/><n v="{v}"/></r>' for n, v in enumerate((12, 7, 5)))
    new["xl/pivotCache/pivotCacheRecords1.xml"] = _xml(
        f'<pivotCacheRecords xmlns="{_MAIN}" count="3">{records}</pivotCacheRecords>'
    )
    new["xl/pivotTables/pivotTable1.xml"] = _xml(
        f'<pivotTableDefinition xmlns="{_MAIN}" name="Jamlama" cacheId="1" dataCaption="Qiymat" '
        'updatedVersion="6" minRefreshableVersion="3" createdVersion="6" outline="1" outlineData="1">'
        '<location ref="A3:B7" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
        '<pivotField axis="axisRow" showAll="0"><items count="4"><item x="0"/><item x="1"/><item x="2"/>'
        '<item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields>'
        '<rowFields count="1"><field x="0"/></rowFields><rowItems count="4"><i><x/></i><i><x v="1"/></i>'
        '<i><x v="2"/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Jami" fld="1" baseField="0" baseItem="0"/></dataFields>'
        "</pivotTableDefinition>"
    )
    _relate(parts, sheet, "rIdV", f"{_OFFICE}/pivotTable", "../pivotTables/pivotTable1.xml")
    cache = "../pivotCache/pivotCacheDefinition1.xml"
    _relate(parts, "xl/pivotTables/pivotTable1.xml", "rId1", f"{_OFFICE}/pivotCacheDefinition", cache)
    records_kind = f"{_OFFICE}/pivotCacheRecords"
    _relate(parts, "xl/pivotCache/pivotCacheDefinition1.xml", "rId1", records_kind, "pivotCacheRecords1.xml")
    for part, kind in (
        ("xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "pivotCacheRecords"),
        ("xl/pivotTables/pivotTable1.xml", "pivotTable"),
    ):
        _declare(parts, part, f"{_APPLICATION}.{kind}+xml")


def _inject_into_workbook(parts: dict[str, str], new: dict[str, str], sheets: int) -> None:
    """Macros, the people of the comments, custom XML, a custom view, the caches of pivot and slicer."""
    xml = parts["xl/workbook.xml"]
    view = (
        f'<customWorkbookViews><customWorkbookView name="Direktor" guid="{_GUID}" windowWidth="800" '
        f'windowHeight="600" activeSheetId="{sheets}"/></customWorkbookViews>'
    )
    caches = '<pivotCaches><pivotCache cacheId="1" r:id="rIdPC"/></pivotCaches>'
    slicer_caches = (
        f'<extLst><ext xmlns:x15="{_X15}" uri="{{46BE6895-7355-4A93-B00E-2C351335B9C9}}"><x15:slicerCaches '
        f'xmlns:x14="{_X14}"><x14:slicerCache r:id="rIdSC"/></x15:slicerCaches></ext></extLst>'
    )
    xml = re.sub(r"(<calcPr[^>]*/>)", rf"\1{view}{caches}{slicer_caches}", xml, count=1)
    parts["xl/workbook.xml"] = xml
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        f"{_APPLICATION}.sheet.main+xml", f"{_MS_EXCEL}.sheet.macroEnabled.main+xml"
    )
    new["xl/persons/person.xml"] = _xml(
        f'<personList xmlns="{_MICROSOFT}/spreadsheetml/2018/threadedcomments">'
        '<person displayName="N. Karimova" '
        f'id="{_PERSON}" userId="nk" providerId="None"/></personList>'
    )
    new["xl/slicerCaches/slicerCache1.xml"] = _xml(
        f'<slicerCacheDefinition xmlns="{_X14}" name="Kesim_Filial" sourceName="Filial"><extLst>'
        f'<x:ext xmlns:x="{_MAIN}" xmlns:x15="{_X15}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">'
        '<x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>'
    )
    new["customXml/item1.xml"] = '<hujjat xmlns="urn:akm"><raqam>12</raqam></hujjat>'
    new["customXml/itemProps1.xml"] = _xml(
        f'<ds:datastoreItem ds:itemID="{_GUID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/'
        '2006/customXml"/>'
    )
    for identity, kind, target in (
        ("rIdM", f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        ("rIdPE", f"{_MICROSOFT}/2017/10/relationships/person", "persons/person.xml"),
        ("rIdX", f"{_OFFICE}/customXml", "../customXml/item1.xml"),
        ("rIdPC", f"{_OFFICE}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        ("rIdSC", f"{_MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
    ):
        _relate(parts, "xl/workbook.xml", identity, kind, target)
    _relate(parts, "customXml/item1.xml", "rId1", f"{_OFFICE}/customXmlProps", "itemProps1.xml")
    _declare(parts, "xl/vbaProject.bin", f"{_MS_EXCEL}.vbaProject".replace("ms-excel", "ms-office"))
    _declare(parts, "xl/persons/person.xml", f"{_MS_EXCEL}.person+xml")
    _declare(parts, "xl/slicerCaches/slicerCache1.xml", f"{_MS_EXCEL}.slicerCache+xml")
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    _declare(parts, "customXml/itemProps1.xml", kind)
    printer = f'<Default Extension="bin" ContentType="{_APPLICATION}.printerSettings"/><Override '
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("<Override ", printer, 1)


PROBES: dict[str, tuple[str, bytes]] = {
    "comments": (r"xl/comments", b"Oddiy izoh"),
    "threaded comments": (r"xl/threadedComments/", b"Bu son qayerdan"),
    "validations": (r"xl/worksheets/", b"<dataValidation "),
    "validations with lists on other sheets (x14)": (r"xl/worksheets/", rb"Sozlamalar!\$A\$2:\$A\$5"),
    "conditional formats (x14)": (r"xl/worksheets/", b"x14:cfRule"),
    "sparklines": (r"xl/worksheets/", b"sparklineGroup"),
    "slicers": (r"xl/slicers/", b"Kesim_Filial"),
    "pivot tables": (r"xl/pivotTables/", b"pivotTableDefinition"),
    "charts": (r"xl/charts/chart", b"barChart"),
    "pictures": (r"xl/media/", b"PNG"),
    "pictures inside cells": (r"xl/richData/", b"rv"),
    "text boxes": (r"xl/drawings/drawing", b"Matn qutisi"),
    "checkboxes in cells": (r"xl/featurePropertyBag/", b"Checkbox"),
    "dynamic arrays": (r"xl/metadata\.xml", b"XLDAPR"),
    "header pictures": (r"xl/worksheets/", b"legacyDrawingHF"),
    "footers without a side": (r"xl/worksheets/", b"Ichki hujjat"),
    "printer settings": (r"xl/printerSettings/", b""),
    "custom views": (r"xl/workbook\.xml", b"customWorkbookView "),
    "custom XML": (r"customXml/item1\.xml", b"urn:akm"),
    "app properties (company, manager)": (r"docProps/app\.xml", b"<Manager>Direktor"),
    "custom properties": (r"docProps/custom\.xml", b"12-son"),
    "macros": (r"xl/vbaProject\.bin", b"makros"),
    "hidden and very hidden sheets": (r"xl/workbook\.xml", b'state="(?:veryH|h)idden"'),
    "stored results of formulas": (r"xl/worksheets/", rb"<f[^>]*>SUM\(B2:B4\)</f><v>24</v>"),
}
"""What is looked for, as patterns: the part's name and something that stands in it."""


def survives(parts: dict[str, bytes], feature: str) -> bool:
    """Whether a feature of the rich plan is still there among a file's parts."""
    name, mark = PROBES[feature]
    return any(
        re.match(name, part.lstrip("/")) and re.search(mark, content) for part, content in parts.items()
    )

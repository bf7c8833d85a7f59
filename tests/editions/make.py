"""How ``1.xlsx`` was made, and how the next edition's is: ``python tests/editions/make.py N`` before EDITION
is raised. Kept as it is: a workbook of an earlier edition is never made again.

The demo's faulty workbook (nine months of figures), in which people have a column, a sheet, a comment and a
colour of their own, what wants a reason has one, and two reports were sent; one of the forms stands beside.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

KEPT = Path(__file__).resolve().parent
DAY = ("--today", "2025-10-06")
SENT = (("MK-02", "2025-01"), ("VA-02", "2025-01"))
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def main(edition: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        akmxl("demo", f"{folder}/demo")
        path = Path(folder, "reja-2025.xlsx")
        shutil.copyfile(f"{folder}/demo/1-xatoli/reja-2025.xlsx", path)
        rewrite(path, add_what_people_have)
        rewrite(path, explain)
        for number, (code, period) in enumerate(SENT, 1):
            akmxl("submit", path, "--period", period, "--only", code, *DAY)
            day = f"2025-02-0{number + 2}"
            akmxl("sent", path, code, period, "--number", f"01-{number}", "--date", day, *DAY)
        akmxl("check", path, *DAY)
        akmxl("rollup", path, *DAY)
        shutil.copyfile(path, KEPT / f"{edition}.xlsx")
        code, period = SENT[0]
        form = f"{code}_{period}.xlsx"
        shutil.copyfile(Path(folder, "hisobotlar", period, form), KEPT / f"{edition}-{form}")


def akmxl(*arguments: object) -> None:
    done = subprocess.run([sys.executable, "-m", "akmxl", *map(str, arguments)], check=False)
    assert done.returncode in (0, 1), arguments  # 1: there are findings


def rewrite(path: Path, change: object) -> None:
    """A workbook whose parts, as texts, were changed by a function."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = {name: part.decode() for name, part in parts.items()}
    change(texts)  # type: ignore[operator]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)


def add_what_people_have(parts: dict[str, str]) -> None:
    """A column of the events' table, a sheet, a comment, a colour."""
    events = _sheet(parts, "Tadbirlar")
    table = next(name for name in parts if "/tables/" in name and 'displayName="Tadbirlar"' in parts[name])
    count = int(re.search(r'<tableColumns count="(\d+)"', parts[table])[1])  # type: ignore[index]
    last, column = chr(ord("A") + count - 1), chr(ord("A") + count)
    parts[table] = re.sub(rf':{last}(\d+)"', rf':{column}\1"', parts[table])
    parts[table] = parts[table].replace(f'count="{count}"', f'count="{count + 1}"')
    own = f'<tableColumn id="{count + 1}" name="Bizning belgi"/></tableColumns>'
    parts[table] = parts[table].replace("</tableColumns>", own)
    for row, text in ((4, "Bizning belgi"), (5, "rasm bor"), (7, "video bor")):
        parts[events] = _with_cell(parts[events], row, column, text)
    styles = parts["xl/styles.xml"]
    fill = '<fill><patternFill patternType="solid"><fgColor rgb="FF00B0F0"/></patternFill></fill>'
    fills = int(re.search(r'<fills count="(\d+)"', styles)[1])  # type: ignore[index]
    number = int(re.search(r'<cellXfs count="(\d+)"', styles)[1])  # type: ignore[index]
    styles = styles.replace(f'<fills count="{fills}"', f'<fills count="{fills + 1}"')
    styles = styles.replace("</fills>", fill + "</fills>")
    styles = styles.replace(f'<cellXfs count="{number}"', f'<cellXfs count="{number + 1}"')
    xf = f'<xf numFmtId="0" fontId="0" fillId="{fills}" borderId="0" xfId="0" applyFill="1"/></cellXfs>'
    parts["xl/styles.xml"] = styles.replace("</cellXfs>", xf)
    parts[events] = re.sub(r'(<c r="D6"[^>]*? )s="\d+"', rf'\1s="{number}"', parts[events])
    _add_comment(parts, events)
    _add_sheet(parts, "Bizning varaq")


def explain(parts: dict[str, str]) -> None:
    """A reason for each of the findings that want one."""
    findings = _sheet(parts, "Tekshiruv")
    for row in re.findall(r'<c r="A(\d+)"[^>]*><is><t>izoh kerak</t>', parts[findings]):
        xml = re.sub(rf'<c r="I{row}"[^>]*/>', "", parts[findings])
        xml = re.sub(rf'<c r="I{row}"[^>]*>.*?</c>', "", xml)
        reason = "Viloyat topshirig‘i bilan rejadan tashqari yozuvlar yaratildi."
        cell = f'<c r="I{row}" t="inlineStr"><is><t>{reason}</t></is></c>'
        parts[findings] = re.sub(rf'(?=<c r="J{row}")', cell, xml)


def _sheet(parts: dict[str, str], name: str) -> str:
    """The part of a sheet."""
    target = re.search(rf'<sheet name="{name}"[^>]*r:id="([^"]*)"', parts["xl/workbook.xml"])
    assert target is not None
    rels = parts["xl/_rels/workbook.xml.rels"]
    relation = next(one for one in re.findall(r"<Relationship [^>]*>", rels) if f'Id="{target[1]}"' in one)
    found = re.search(r'Target="([^"]*)"', relation)
    assert found is not None
    return f"xl/{found[1]}"


def _with_cell(sheet: str, row: int, column: str, text: str) -> str:
    cell = f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
    return re.sub(rf'(<row r="{row}"[ >].*?)</row>', lambda found: f"{found[1]}{cell}</row>", sheet, count=1)


def _add_comment(parts: dict[str, str], sheet: str) -> None:
    rels = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
    related = "".join(
        f'<Relationship Id="rId9{number}" Type="{_OFFICE}/{kind}" Target="../{target}"/>'
        for number, (kind, target) in enumerate(
            (("comments", "comments1.xml"), ("vmlDrawing", "drawings/vmlDrawing1.vml"))
        )
    )
    parts[rels] = parts[rels].replace("</Relationships>", related + "</Relationships>")
    parts[sheet] = parts[sheet].replace("<tableParts", '<legacyDrawing r:id="rId91"/><tableParts')
    text = '<comment ref="C5" authorId="0"><text><t>Rasmlar papkada.</t></text></comment>'
    parts["xl/comments1.xml"] = (
        f'{_XML}<comments xmlns="{_MAIN}"><authors><author>1-xodim</author></authors>'
        f"<commentList>{text}</commentList></comments>"
    )
    parts["xl/drawings/vmlDrawing1.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" '
        'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
        '<v:shape id="_x0000_s1025" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#ffffe1"><x:ClientData ObjectType="Note">'
        "<x:Anchor>3, 15, 4, 10, 5, 15, 8, 4</x:Anchor><x:Row>4</x:Row><x:Column>2</x:Column></x:ClientData>"
        "</v:shape></xml>"
    )
    types = (
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f'<Override PartName="/xl/comments1.xml" ContentType="{_TYPE}comments+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", types)


def _add_sheet(parts: dict[str, str], name: str) -> None:
    """A sheet of people's own, last."""
    parts["xl/worksheets/sheet99.xml"] = (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Filiallar</t>'
        '</is></c></row><row r="2"><c r="A2"><v>3</v></c></row></sheetData></worksheet>'
    )
    target = "worksheets/sheet99.xml"
    related = f'<Relationship Id="rId99" Type="{_OFFICE}/worksheet" Target="{target}"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", related)
    sheet = f'<sheet name="{name}" sheetId="99" r:id="rId99"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", sheet)
    override = f'<Override PartName="/xl/{target}" ContentType="{_TYPE}worksheet+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)


if __name__ == "__main__":
    main(sys.argv[1])

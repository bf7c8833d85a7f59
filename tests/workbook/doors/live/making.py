"""Files as people and other programs leave them: parts of a workbook changed by hand."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def change(path: Path, part: str, pattern: str, new: str) -> None:
    """Replace what a pattern finds in a part; it must find something."""
    parts = _parts(path)
    text, count = re.subn(pattern, new, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, f"{part} has nothing like {pattern!r}"
    _write(path, parts | {part: text.encode()})


def part_of(path: Path, sheet: str) -> str:
    return Workbook.open(path).sheet(sheet).part


def merge(path: Path, sheet: str, area: str) -> None:
    change(path, part_of(path, sheet), r"<mergeCells[^>]*>", f'<mergeCells><mergeCell ref="{area}"/>')


def hide_row(path: Path, sheet: str, row: int) -> None:
    change(path, part_of(path, sheet), rf'<row r="{row}"', rf'<row r="{row}" hidden="1"')


def format_cell(path: Path, code: str, sheet: str, address: str) -> None:
    """Give a cell a style of its own, with this number format."""
    change(path, "xl/styles.xml", r"<numFmts[^>]*>", rf'\g<0><numFmt numFmtId="199" formatCode="{code}"/>')
    count = len(re.findall(r"<xf ", _parts(path)["xl/styles.xml"].decode().split("<cellXfs")[1]
                           .split("</cellXfs>")[0]))  # fmt: skip
    change(path, "xl/styles.xml", r"</cellXfs>", '<xf numFmtId="199" applyNumberFormat="1"/></cellXfs>')
    change(path, part_of(path, sheet), rf'<c r="{address}"(?: s="\d+")?', f'<c r="{address}" s="{count}"')


def hide_sheet(path: Path, sheet: str) -> None:
    change(path, "xl/workbook.xml", rf'<sheet name="{sheet}"', rf'<sheet name="{sheet}" state="hidden"')


def drop_validations(path: Path, sheet: str) -> None:
    change(path, part_of(path, sheet), r"<dataValidations.*?</dataValidations>", "")


def keep_results(path: Path) -> None:
    """Excel has saved the file and need not calculate it when it opens it."""
    change(path, "xl/workbook.xml", r'\sfullCalcOnLoad="1"', "")


def drop_results(path: Path, sheet: str) -> None:
    """Formulas alone, as many a program writes them."""
    parts, part = _parts(path), part_of(path, sheet)
    text = re.sub(r' t="str"(?=><f)', "", parts[part].decode())
    text = re.sub(r"(</f>|<f[^>]*/>)<v>[^<]*</v>", r"\1", text)
    _write(path, parts | {part: text.encode()})


def link(path: Path, target: str, cells: Mapping[str, str]) -> None:
    """A link to another file: ``cells`` maps addresses of Oylik to formulas with ``[1]`` for that file."""
    parts = _parts(path)
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{_MAIN}" xmlns:r="{_RELATIONSHIP}"><externalBook r:id="rId1">'
        f'<sheetNames><sheetName val="Oylik"/></sheetNames></externalBook></externalLink>'
    ).encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONSHIP}/externalLinkPath" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    _write(path, parts)
    change(path, "xl/_rels/workbook.xml.rels", "</Relationships>",
           f'<Relationship Id="rIdLink" Type="{_RELATIONSHIP}/externalLink" '
           'Target="externalLinks/externalLink1.xml"/></Relationships>')  # fmt: skip
    change(path, "xl/workbook.xml", "</sheets>",
           f'</sheets><externalReferences><externalReference xmlns:r="{_RELATIONSHIP}" r:id="rIdLink"/>'
           "</externalReferences>")  # fmt: skip
    change(path, "[Content_Types].xml", "</Types>",
           '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/'
           'vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>')  # fmt: skip
    for address, formula in cells.items():
        change(path, part_of(path, "Oylik"), rf'(<c r="{address}"(?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)',
               rf"\1><f>{formula}</f><v>4</v></c>")  # fmt: skip


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

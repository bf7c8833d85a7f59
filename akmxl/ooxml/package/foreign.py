"""Refuse a package that is no workbook: .xlsb, Strict Open XML, other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.ooxml.package.damage import whole_copy
from akmxl.ooxml.package.refusals import not_a_workbook
from akmxl.ooxml.xml import xmlbytes

if TYPE_CHECKING:
    from akmxl.ooxml.package.package import Package


_BINARY = N_("The file is in the binary .xlsb format: “{file}”. Open it in Excel and save it as .xlsx.")
_ODS = N_("The file is in LibreOffice's own format (.ods): “{file}”. Open it and save it as .xlsx.")
_STRICT = N_("The file is a Strict Open XML workbook: “{file}”. In Excel save it as “Excel Workbook”.")
OTHER_FORMATS = frozenset({_BINARY, _ODS, _STRICT})
_OWN_PART, _RELATIONSHIPS = "xl/workbook.xml", "_rels/.rels"


def refuse_foreign_package(package: Package) -> str:
    """Return the workbook part's name; raise Unreadable for .xlsb, strict OOXML and all but a workbook."""
    targets = [rel for rel in package.relationships("") if rel.type.endswith("/officeDocument")]
    part = targets[0].target if targets else ""
    if part.lower().endswith(".bin"):
        raise Unreadable(_BINARY, file=package.file)
    if not part and package.find("mimetype") and package.find("content.xml"):
        raise Unreadable(_ODS, file=package.file)
    if package.find(part) is None:
        lost = part or _RELATIONSHIPS  # a plan has copies beside it, and one of them may be whole
        raise package.damaged(lost) if whole_copy(package.path, lost) else not_a_workbook(package.path)
    if part == _OWN_PART and not package.xml(part).strip():
        raise package.damaged(part)
    if b"workbook" not in package.xml(part)[:4096]:
        raise not_a_workbook(package.path)
    root = package.tree(part).tag
    if root.startswith("{" + xmlbytes.STRICT):
        raise Unreadable(_STRICT, file=package.file)
    if root != f"{{{xmlbytes.MAIN}}}workbook":
        raise not_a_workbook(package.path)
    return part

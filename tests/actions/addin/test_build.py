"""The add-in is exactly its sources: built anew it is the same, and other programs read them out of it."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import olefile
import pytest
from oletools.olevba import VBA_Parser
from openxml_audit import OpenXmlValidator
from pyopenvba import ExcelFile, check_file
from running import akmxl

from akmxl.actions.addin.build import MODULE, build
from akmxl.core.errors import FileProblem
from akmxl.core.version import __version__

from .sources import BUILT, MACROS, SOURCE, TAB, parts

if TYPE_CHECKING:
    from pathlib import Path


def test_the_committed_addin_is_that_of_the_sources(tmp_path: Path) -> None:
    fresh = tmp_path / "akmxl.xlam"
    assert akmxl("addin", "build", "--out", fresh).code == 0
    assert parts(fresh) == parts(BUILT), "run akmxl addin build"


def test_the_same_sources_give_the_same_bytes() -> None:
    assert build(MACROS) == build(MACROS)


def test_parts_are_sorted_and_without_dates() -> None:
    with zipfile.ZipFile(BUILT) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_pyopenvba_finds_the_source_and_no_fault() -> None:
    with ExcelFile(BUILT) as file:
        assert file.get_module(MODULE) == SOURCE
        assert file.module_names() == ["ThisWorkbook", "Sheet1", MODULE]
        assert file.validate() == []
        assert "Office" in [reference.name for reference in file.references()]  # IRibbonControl is its type
    report = check_file(BUILT)
    assert report.ok, report.issues


def test_olevba_reads_the_source() -> None:
    found = {name: code for _, _, name, code in VBA_Parser(str(BUILT)).extract_macros()}
    assert found[f"{MODULE}.bas"] == SOURCE


def test_the_project_opens_strictly() -> None:
    project = io.BytesIO(parts(BUILT)["xl/vbaProject.bin"])
    with olefile.OleFileIO(project, raise_defects=olefile.DEFECT_POTENTIAL) as opened:
        assert opened.exists(f"VBA/{MODULE}")


def test_the_tab_is_related_from_the_root() -> None:
    found = parts(BUILT)
    kinds = {relation.get("Type"): relation.get("Target") for relation in ET.fromstring(found["_rels/.rels"])}
    target = kinds["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"]
    assert target is not None
    assert found[target] == TAB.read_bytes()


def test_it_names_its_version_and_no_person() -> None:
    found = parts(BUILT)
    core = ET.fromstring(found["docProps/core.xml"])
    assert {element.tag.rpartition("}")[2]: element.text for element in core} == {
        "title": "akmxl", "creator": "akmxl", "version": __version__,
    }  # fmt: skip
    assert not [name for name, data in found.items() if b"Smith" in data or b"Users" in data]


def test_the_workbook_around_it_is_valid() -> None:
    assert OpenXmlValidator().validate(str(BUILT)).errors == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"o'rnatilmagan", "o‘rnatilmagan".encode(), "65-qator"),
        (b'Attribute VB_Name = "AkmxlRibbon"\r\n', b"", "birinchi qator"),
        (b'"AkmxlRibbon"', b'"Module1"', "birinchi qator"),
    ],
)
def test_vba_that_would_be_spoilt_is_refused(before: bytes, after: bytes, said: str, tmp_path: Path) -> None:
    source = (MACROS / f"{MODULE}.bas").read_bytes()
    assert before in source
    (tmp_path / f"{MODULE}.bas").write_bytes(source.replace(before, after))
    (tmp_path / TAB.name).write_bytes(TAB.read_bytes())
    with pytest.raises(FileProblem, match=said):
        build(tmp_path)


def test_lines_end_as_excel_wants_whatever_the_checkout_made_of_them(tmp_path: Path) -> None:
    source = (MACROS / f"{MODULE}.bas").read_bytes()
    (tmp_path / f"{MODULE}.bas").write_bytes(source.replace(b"\r\n", b"\n"))
    (tmp_path / TAB.name).write_bytes(TAB.read_bytes())
    assert build(tmp_path) == build(MACROS)


def test_without_pyopenvba_building_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    run = akmxl("addin", "build", "--out", tmp_path / "akmxl.xlam")
    assert run.code == 2
    assert "pip install pyOpenVBA==6.5.0" in run.err
    assert not (tmp_path / "akmxl.xlam").exists()

"""The add-ins are exactly their sources: built anew they are the same, and other programs read them out."""

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

from akmxl.actions.addin.build import build
from akmxl.actions.addin.words import MODULE, spelt, words_of
from akmxl.core.assets import ADDINS
from akmxl.core.errors import FileProblem
from akmxl.core.version import __version__

from .sources import BUILT, IN_EACH, MACROS, SHOWN, SOURCE, TAB, parts

if TYPE_CHECKING:
    from pathlib import Path


def test_the_committed_addins_are_those_of_the_sources(tmp_path: Path) -> None:
    assert akmxl("addin", "build", "--out", tmp_path).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in BUILT.values())
    for committed in BUILT.values():
        assert parts(tmp_path / committed.name) == parts(committed), "run akmxl addin build"


@IN_EACH
def test_the_same_sources_give_the_same_bytes(language: str) -> None:
    assert build(MACROS, language) == build(MACROS, language)


@IN_EACH
def test_parts_are_sorted_and_without_dates(language: str) -> None:
    with zipfile.ZipFile(BUILT[language]) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


@IN_EACH
def test_pyopenvba_finds_the_source_and_no_fault(language: str) -> None:
    with ExcelFile(BUILT[language]) as file:
        assert file.get_module(MODULE) == SOURCE[language]
        assert file.module_names() == ["ThisWorkbook", "Sheet1", MODULE]
        assert file.validate() == []
        assert "Office" in [reference.name for reference in file.references()]  # IRibbonControl is its type
    report = check_file(BUILT[language])
    assert report.ok, report.issues


@IN_EACH
def test_olevba_reads_the_source(language: str) -> None:
    found = {name: code for _, _, name, code in VBA_Parser(str(BUILT[language])).extract_macros()}
    assert found[f"{MODULE}.bas"] == SOURCE[language]


@IN_EACH
def test_the_project_opens_strictly(language: str) -> None:
    project = io.BytesIO(parts(BUILT[language])["xl/vbaProject.bin"])
    with olefile.OleFileIO(project, raise_defects=olefile.DEFECT_POTENTIAL) as opened:
        assert opened.exists(f"VBA/{MODULE}")


@IN_EACH
def test_the_tab_is_related_from_the_root(language: str) -> None:
    found = parts(BUILT[language])
    kinds = {relation.get("Type"): relation.get("Target") for relation in ET.fromstring(found["_rels/.rels"])}
    target = kinds["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"]
    assert target is not None
    assert found[target].decode("utf-8") == SHOWN[language]


@IN_EACH
def test_it_names_its_version_and_no_person(language: str) -> None:
    found = parts(BUILT[language])
    core = ET.fromstring(found["docProps/core.xml"])
    assert {element.tag.rpartition("}")[2]: element.text for element in core} == {
        "title": "akmxl", "creator": "akmxl", "version": __version__,
    }  # fmt: skip
    assert not [name for name, data in found.items() if b"Smith" in data or b"Users" in data]


@IN_EACH
def test_the_workbook_around_it_is_valid(language: str) -> None:
    assert OpenXmlValidator().validate(str(BUILT[language])).errors == []


def test_the_addins_differ_in_words_alone() -> None:
    assert list(ADDINS) == ["uz", "ru"]
    uzbek, russian = (parts(path) for path in BUILT.values())
    assert uzbek.keys() == russian.keys()
    assert {name for name in uzbek if uzbek[name] != russian[name]} == {
        "customUI/customUI14.xml", "xl/vbaProject.bin"
    }  # fmt: skip


@IN_EACH
def test_no_line_is_longer_than_vba_takes(language: str) -> None:
    lines = SOURCE[language].splitlines()
    assert max(map(len, lines)) < 1023
    assert SOURCE[language].isascii()


def test_every_word_of_the_sources_is_collected() -> None:
    words = words_of(MACROS)
    assert {"Check", "Open the folder", "Opens the guide for staff."} <= words
    assert "It was not done (code: {code}). Give this command in a terminal: akmxl doctor" in words


def test_another_letter_is_spelt_in_ascii() -> None:
    assert spelt('o‘zi ~ "Ё"!') == "o~2018zi ~007E ~0022~0401~0022!"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"is not installed", "isn’t installed".encode(), "65-qator"),
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
        build(tmp_path, "uz")


def test_lines_end_as_excel_wants_whatever_the_checkout_made_of_them(tmp_path: Path) -> None:
    source = (MACROS / f"{MODULE}.bas").read_bytes()
    (tmp_path / f"{MODULE}.bas").write_bytes(source.replace(b"\r\n", b"\n"))
    (tmp_path / TAB.name).write_bytes(TAB.read_bytes())
    assert build(tmp_path, "uz") == build(MACROS, "uz")


def test_without_pyopenvba_building_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    run = akmxl("addin", "build", "--out", tmp_path)
    assert run.code == 2
    assert "pip install pyOpenVBA==6.5.0" in run.err
    assert not list(tmp_path.iterdir())

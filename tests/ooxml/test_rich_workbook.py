"""A workbook full of what people add in Excel goes through akmxl and loses nothing of it."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest
from libreoffice import if_there_is_one, saved_by_libreoffice
from openxml_audit import OpenXmlValidator
from running import akmxl

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from ooxml.making import packed_parts
from ooxml.rich import PROBES, rich_plan, survives

if TYPE_CHECKING:
    from pathlib import Path

# The sheets that akmxl was asked to write into; the workbook part may ask Excel to calculate.
WRITTEN = ("Tekshiruv", "Jamlanma", "Bosh sahifa", "Tadbirlar", "Hisobotlar", "_akmxl", "_ranglar")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_plan(tmp_path_factory.mktemp("rich") / "reja.xlsm")


@pytest.fixture(scope="module")
def after(before: Path) -> Path:
    """The same workbook after a check, a rollup and rows added to a register."""
    path = before.with_name("keyin.xlsm")
    shutil.copyfile(before, path)
    for command in ("check", "rollup"):
        assert akmxl(command, path).code in (0, 1)
    patch = Patch(Workbook.open(path))
    patch.append_rows("Tadbirlar", [[None, "Taqdimot", f"{number}-tadbir"] for number in range(40)])
    patch.save()
    assert akmxl("check", path).code in (0, 1)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_workbook_has_every_feature(before: Path) -> None:
    assert [feature for feature in PROBES if not survives(parts(before), feature)] == []


def test_every_untouched_part_keeps_its_bytes(before: Path, after: Path) -> None:
    old, new = packed_parts(before), packed_parts(after)
    book = Workbook.open(before)
    written = {book.sheet(name).part for name in WRITTEN}
    tables = {table.part for table in book.tables.values() if table.sheet in WRITTEN}
    assert list(old) == list(new)
    changed = {name for name in old if old[name] != new[name]}
    assert changed <= written | tables | {book.part}
    assert book.sheet("Boy varaq").part not in changed
    assert len(changed) > 2
    assert len(old) - len(changed) > 60


def test_every_feature_is_still_there(after: Path) -> None:
    assert [feature for feature in PROBES if not survives(parts(after), feature)] == []


def test_every_part_is_sound_xml_and_the_package_valid(before: Path, after: Path) -> None:
    for name, content in parts(after).items():
        if name.endswith((".xml", ".rels", ".vml")):
            expat.ParserCreate(namespace_separator="}").Parse(content, True)
    validator = OpenXmlValidator()
    known = {error.description for error in validator.validate(before).errors}
    assert {error.description for error in validator.validate(after).errors} <= known


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_opens_it(after: Path, tmp_path: Path) -> None:
    (saved,) = saved_by_libreoffice("xlsx", tmp_path, after)
    there, back = Workbook.open(after), Workbook.open(saved)
    for name in ("Boy varaq", "Tekshiruv"):
        cells = there.cells(name)
        texts = {p: c.value for p, c in cells.items() if type(c.value) is str and c.formula is None}
        found = back.cells(name)
        same = sum(place in found and found[place].value == text for place, text in texts.items())
        assert same >= 0.9 * len(texts)

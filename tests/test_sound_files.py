"""Every file that akmxl writes is valid Open XML, each part of it parses, and LibreOffice opens it."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice
from openxml_audit import OpenXmlValidator
from running import akmxl, put

from akmxl.plan import registers
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Demo

DAY = ("--today", "2025-10-20")
MK10 = ("MK-10", "2025-Q3")


def work(plan: Path) -> None:
    """What an office does after the demo: a report goes out, is corrected and goes out again, the next year
    begins."""
    run("submit", plan, "--period", "2025-Q3")
    run("sent", plan, *MK10, "--number", "46", "--date", "2025-10-06")
    view = PlanFile.open(plan).views[registers.DAILY]
    put(plan, {(view.name, view.first_row + 183, view.columns["new_readers"]): 9})
    correction = ("--correction", "--reason", "3-iyul kuni yozilmay qolgan")
    run("submit", plan, "--period", "2025-Q3", "--only", "MK-10", *correction)
    run("sent", plan, *MK10, "--number", "60", "--date", "2025-10-20")
    run("rollup", plan)
    run("check", plan)
    run("new-year", plan, "--year", "2026", "--draft", "--out", plan.with_name("reja-2026.xlsx"))
    run("init", plan.with_name("yangi.xlsx"), "--org", "AKM")


def run(command: str, *arguments: object) -> None:
    done = akmxl(command, *arguments, *DAY)
    assert done.code in (0, 1), done.err


@pytest.fixture(scope="session")
def written(demo: Demo, shared: Path) -> list[Path]:
    """The files of the demo and of what came after it."""

    def make(folder: Path) -> None:
        shutil.copytree(demo.folder, folder / "demo")
        work(folder / "demo" / demo.mended.relative_to(demo.folder))

    folder = once(shared, "written", make)
    files = [*folder.rglob("*.xlsx"), *folder.rglob("*.docx")]
    return sorted(file for file in files if ".akmxl-zaxira" not in file.parts)


def test_every_kind_of_file_is_there(written: list[Path]) -> None:
    names = {file.name for file in written}
    assert {"reja-2025.xlsx", "reja-2026.xlsx", "yangi.xlsx", "MK-10_2025-Q3_v2.xlsx"} <= names
    assert {name.partition("_")[0] for name in names} >= {"MK-02", "MK-09", "MK-16", "VA-03", "Xat"}


def test_every_part_parses_and_every_package_is_valid(written: list[Path]) -> None:
    validator = OpenXmlValidator()
    for file in written:
        with zipfile.ZipFile(file) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                if name.endswith((".xml", ".rels", ".vml")):
                    expat.ParserCreate(namespace_separator="}").Parse(archive.read(name), True)
        assert [error.description for error in validator.validate(file).errors] == [], file.name


@pytest.mark.libreoffice
@if_there_is_one
def test_libreoffice_opens_the_plans(written: list[Path], tmp_path: Path) -> None:
    """Forms and letters are opened where they become PDF (test_pdf, test_shipped_forms)."""
    plans = {f"{number}.xlsx": file for number, file in enumerate(written) if file.parent.name != "1-xatoli"}
    plans = {name: file for name, file in plans.items() if file.name[:4] in ("reja", "yang")}
    for name, file in plans.items():
        shutil.copyfile(file, tmp_path / name)
    saved_by_libreoffice("ods", tmp_path / "ods", *(tmp_path / name for name in plans))
    assert {file.stem for file in (tmp_path / "ods").iterdir()} == {name[:-5] for name in plans}
    assert len(plans) == 3

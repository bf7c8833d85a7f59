"""``akmxl doctor``: what hinders is named with what to do, and nothing is changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from running import ROOT, Run, akmxl, everything_in, put

from akmxl.actions.doctor.folder import mounted_from, network_of, synced_by
from akmxl.cli.text.machine import STATE_WORDS, WHAT_WORDS
from akmxl.core import assets
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook.plan_file import PlanFile

TEXT = {"type": "string"}
CHECK: dict[str, Any] = {
    "type": "object",
    "properties": {
        "what": {"enum": list(WHAT_WORDS)},
        "state": {"enum": list(STATE_WORDS)},
        "text": TEXT | {"minLength": 1},
        "advice": TEXT,
        "hinders": {"type": "boolean"},
    },
    "required": ["what", "state", "text", "advice", "hinders"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {"checks": {"type": "array", "items": CHECK}, "hinders": {"type": "boolean"}},
    "required": ["checks", "hinders"],
    "additionalProperties": False,
}


def doctor(*arguments: object) -> dict[str, Any]:
    """The checks by what was looked at; the terminal and the exit code agree with them."""
    asked, told = akmxl("doctor", *arguments, "--json"), akmxl("doctor", *arguments)
    Draft202012Validator(SCHEMA).validate(asked.json)
    hinders = asked.json["hinders"]
    assert (asked.code, told.code) == (int(hinders), int(hinders))
    for check in asked.json["checks"]:
        assert check["text"] in told.out
        assert check["advice"] in told.out
        assert check["advice"] or check["state"] == "ok" or check["what"] == "libreoffice"
    return {check["what"]: check for check in asked.json["checks"]}


def hindering(checks: dict[str, Any]) -> list[str]:
    return [what for what, check in checks.items() if check["hinders"]]


def test_a_plan_in_its_folder_is_hindered_by_nothing(plan_path: Path) -> None:
    before = everything_in(plan_path.parent)
    checks = doctor(plan_path)
    assert hindering(checks) == []
    assert list(checks) == list(WHAT_WORDS)
    assert everything_in(plan_path.parent) == before


def test_without_a_plan_the_pc_and_the_shipped_templates_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AKMXL_WORKBOOK", raising=False)
    assert list(doctor()) == ["python", "package", "excel", "addin", "libreoffice", "templates"]


def test_a_name_that_excel_would_not_open_is_told(plan_path: Path) -> None:
    """The plan's own, though no form that will stand beside it is so long."""
    folder = len(str(plan_path.parent.resolve()))
    path = plan_path.rename(plan_path.with_name("a" * (219 - folder - len("/.xlsx")) + ".xlsx"))
    checks = doctor(path)
    assert hindering(checks) == ["paths"]
    assert "219" in checks["paths"]["text"]


def test_a_plan_without_figures_has_its_first_period(plan_path: Path) -> None:
    patch = Patch(Workbook.open(plan_path))
    view = PlanFile.open(plan_path).views["Reja"]
    for row in view.filled_rows():
        patch.set(view.name, row, view.columns["planned"], None)
    patch.save(backup=False)
    told = doctor(plan_path)["settings"]
    assert told["text"] == "Not all that is owed is known."
    assert "no row has a plan figure" in told["advice"]


def test_cells_of_other_sheets_are_named_with_them(plan_path: Path) -> None:
    patch = Patch(Workbook.open(plan_path))
    view = PlanFile.open(plan_path).views["KundalikBandlari"]
    for row in view.filled_rows():
        for column in view.titles:
            patch.set(view.name, row, column, None)
    patch.save(backup=False)
    assert ": Reja L" in doctor(plan_path)["settings"]["text"]


def test_it_speaks_uzbek(plan_path: Path) -> None:
    run: Run = akmxl("doctor", plan_path, lang="uz")
    assert "Faylni hech kim ochmagan." in run.out
    assert run.out.splitlines()[-1] == "Ishga hech narsa to‘sqinlik qilmaydi."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows may have Excel")
def test_elsewhere_than_on_windows_excel_is_missing_and_hinders_nothing() -> None:
    checks = doctor()
    assert [checks[what]["state"] for what in ("excel", "addin")] == ["missing", "missing"]
    assert not checks["excel"]["hinders"]


def test_who_has_the_file_open_is_named(plan_path: Path) -> None:
    plan_path.with_name(f".~lock.{plan_path.name}#").write_text(
        ",aziza,kutubxona-2,01.04.2025 09:00,file:///home;", encoding="utf-8"
    )
    checks = doctor(plan_path)
    assert hindering(checks) == ["lock"]
    assert "aziza (kutubxona-2)" in checks["lock"]["text"]
    assert f".~lock.{plan_path.name}#" in checks["lock"]["advice"]


def test_a_folder_that_takes_no_file_is_told() -> None:
    # Nobody may make a file there, not even root; so it needs no rights to be taken away.
    checks = doctor("/proc/reja.xlsx")
    assert {"workbook", "writing"} <= set(hindering(checks))


def test_a_file_that_is_no_plan_is_told(tmp_path: Path) -> None:
    (tmp_path / "reja.xlsx").write_text("bu matn", encoding="utf-8")
    checks = doctor(tmp_path / "reja.xlsx")
    assert hindering(checks) == ["workbook"]
    assert checks["workbook"]["state"] == "attention"
    assert hindering(doctor(tmp_path / "yoq.xlsx")) == ["workbook"]


def test_copies_beside_the_workbook_are_named(plan_path: Path) -> None:
    shutil.copyfile(plan_path, plan_path.with_name("reja (1).xlsx"))
    copies = doctor(plan_path)["copies"]
    assert (copies["state"], copies["hinders"]) == ("attention", False)
    assert "reja (1).xlsx" in copies["text"]


def test_a_faulty_template_of_ones_own_is_named(plan_path: Path) -> None:
    own = plan_path.parent / "andozalar" / "MK-10.xlsx"
    own.parent.mkdir()
    shutil.copyfile(assets.templates_folder() / "MK-10.xlsx", own)
    put(own, {(Workbook.open(own).sheets[0].name, 40, 1): "{{tashkilott}}"})
    checks = doctor(plan_path)
    assert hindering(checks) == ["templates"]
    assert "tashkilott" in checks["templates"]["text"]
    own.write_text("bu matn", encoding="utf-8")
    assert "MK-10.xlsx" in doctor(plan_path)["templates"]["text"]


def test_a_package_that_is_not_whole_hinders(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "akmxl", tmp_path / "akmxl")
    shutil.copytree(assets.templates_folder(), tmp_path / "workbook_templates")
    run = subprocess.run(
        [sys.executable, "-m", "akmxl", "doctor", "--json"], capture_output=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 1
    package = json.loads(run.stdout)["checks"][1]
    assert (package["what"], package["state"], package["hinders"]) == ("package", "missing", True)
    assert ", ".join((*assets.ADDINS.values(), *assets.GUIDES.values())) in package["text"]


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/a/OneDrive - Kutubxona/reja", "OneDrive"),
        ("/home/a/Dropbox/reja", "Dropbox"),
        ("/home/a/Мой диск/reja", "Google Drive"),
        ("/home/a/YandexDisk/reja", "Yandex Disk"),
        ("/home/a/bulut/reja", "OneDrive"),
        ("/home/a/onedriver/reja", ""),
        ("/home/a/reja", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name_or_by_the_environment(folder: str, service: str) -> None:
    assert synced_by(Path(folder), {"OneDriveCommercial": "/home/a/bulut", "OneDrive": ""}) == service


MOUNTS = """\
/dev/vda / ext4 rw 0 0
//server/umumiy /mnt/umumiy\\040papka cifs rw 0 0
nas:/reja /mnt/nas nfs4 rw 0 0
/dev/sdb /mnt/nas/disk ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "server"),
    [
        ("/mnt/umumiy papka/2025", "//server/umumiy"),
        ("/mnt/nas/reja", "nas:/reja"),
        ("/mnt/nas/disk/reja", ""),
        ("/mnt/nasx", ""),
        ("/home", ""),
    ],
)
def test_a_network_folder_is_known_by_its_mount(folder: str, server: str) -> None:
    assert mounted_from(Path(folder), MOUNTS) == server


def test_a_folder_of_this_pc_has_no_server(tmp_path: Path) -> None:
    assert network_of(tmp_path.resolve()) == ""

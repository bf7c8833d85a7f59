"""Each case of this folder: a real file, checked by the command line, gives what its page says, no more."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from conftest import once
from running import akmxl

from cases.bases import make_base
from cases.case import FOLDER, Case, Spot, all_cases, table
from cases.edits import apply

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NO_LIBREOFFICE = shutil.which("soffice") is None
CASES = [
    pytest.param(case, id=case.name, marks=[pytest.mark.libreoffice] if case.needs_libreoffice else [])
    for case in all_cases()
]
_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d+\b")


def check(path: Path, case: Case) -> Any:
    return akmxl("check", path, "--today", case.today, "--json", "--no-write", lang="uz")


def spot(finding: dict[str, Any]) -> Spot:
    return tuple(finding[name] or "" for name in ("rule", "sheet", "cell", "item", "period"))


def matter(finding: dict[str, Any]) -> tuple[str, ...]:
    """What a finding says, wherever its rows and columns have moved."""
    return finding["rule"], finding["item"] or "", _ADDRESS.sub("", finding["message"])


@pytest.fixture
def base(case: Case, shared: Path) -> Path:
    """The workbook that the case starts from, and its own findings beside it."""

    def make(folder: Path) -> None:
        path = folder / "reja-2025.xlsx"
        make_base(case.base, case.today, path)
        findings = check(path, case).json["findings"]
        (folder / "findings.json").write_text(json.dumps(findings), encoding="utf-8")

    return once(shared, f"base {case.base} {case.today}", make)


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, base: Path, tmp_path: Path) -> None:
    if case.needs_libreoffice and NO_LIBREOFFICE:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "reja-2025.xlsx"
    shutil.copyfile(base / path.name, path)
    apply(path, case.edits)
    before = path.read_bytes()
    run = check(path, case)
    assert path.read_bytes() == before
    if case.stops:
        assert run.json["error"]["message"] == case.stops
    else:
        own = json.loads((base / "findings.json").read_text(encoding="utf-8"))
        found = beyond(own, run.json["findings"])
        assert table([spot(one) for one in found]) == table(list(case.finds)), texts(found)
        assert all(one["message"] and one["fix"] for one in found)
    assert run.code == case.code


TOGETHER = (
    "word-with-a-number", "thousands-with-a-point", "error-pasted", "letter-for-a-nought",
    "done-without-plan", "total-typed-over", "stock-added-up", "day-off", "digit-too-many-in-a-day",
    "training-code-unknown", "contract-without-quantity", "unit-unknown", "due-text-unread",
    "months-merged", "hidden-sheet",
)  # fmt: skip


@pytest.mark.parametrize("case", [Case.read(FOLDER / f"{TOGETHER[0]}.toml")], ids=["many slips"])
def test_slips_hide_none_of_one_another_and_are_written_once(case: Case, base: Path, tmp_path: Path) -> None:
    path = tmp_path / "reja-2025.xlsx"
    shutil.copyfile(base / path.name, path)
    cases = [Case.read(FOLDER / f"{name}.toml") for name in TOGETHER]
    for one in cases:
        apply(path, one.edits)
    own = json.loads((base / "findings.json").read_text(encoding="utf-8"))
    found = {spot(finding) for finding in beyond(own, check(path, case).json["findings"])}
    assert found == {expected for one in cases for expected in one.finds}
    assert akmxl("check", path, "--today", case.today, "--json").json["written"]
    written = path.read_bytes()
    assert not akmxl("check", path, "--today", case.today, "--json").json["written"]
    assert path.read_bytes() == written


def beyond(own: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings that the base does not have."""
    left, new = Counter(map(matter, own)), []
    for one in found:
        if left[matter(one)]:
            left[matter(one)] -= 1
        else:
            new.append(one)
    return new


def texts(found: list[dict[str, Any]]) -> str:
    return "\n".join(f"{one['rule']} {one['cell']}: {one['message']} {one['fix']}" for one in found)

"""Forms and letters as PDF, in one batch."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from libreoffice import if_there_is_one
from running import akmxl, only_reports

from akmxl.actions.from_python.reports import submit
from akmxl.actions.open_plan import open_plan
from akmxl.actions.pdf import write_pdfs
from akmxl.core.errors import FileProblem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def quarter_path(quarter_path: Path) -> Path:
    """A plan that owes three reports: what is tested here does not depend on how many there are."""
    return only_reports(quarter_path, "MK-02", "MK-10", "MK-16")


def pdfs(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.pdf")}


@pytest.mark.libreoffice
@if_there_is_one
def test_forms_and_letters_become_pdf_in_one_batch(quarter_path: Path) -> None:
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--today", "2025-04-10", "--pdf")
    assert run.code == 0
    assert run.err == ""  # no bar where nobody watches
    parcel = "2025-Q1/jo‘natma/O‘zbekiston Milliy kutubxonasi"
    months = ("2025-01", "2025-02", "2025-03")
    names = [*(f"MK-02_{month}" for month in months), "MK-10_2025-Q1", "MK-16_2025-Q1"]
    made = pdfs(quarter_path.parent / "hisobotlar")
    beside = {f"{name.partition('_')[2]}/{name}.pdf" for name in names}
    assert set(made) == beside | {f"{parcel}/{name}.pdf" for name in (*names, "Xat_2025-Q1")}
    assert all(content.startswith(b"%PDF-") for content in made.values())
    assert made["2025-Q1/MK-10_2025-Q1.pdf"] == made[f"{parcel}/MK-10_2025-Q1.pdf"]
    letter = quarter_path.parent / "hisobotlar" / parcel / "Xat_2025-Q1.pdf"
    said = subprocess.run(["pdftotext", str(letter), "-"], capture_output=True, check=True).stdout.decode()
    assert "5. Hisobot: Yillik ish rejasining bajarilishi to‘g‘risida" in " ".join(said.split())


@pytest.mark.libreoffice
@if_there_is_one
def test_a_file_that_is_none_is_named_and_the_others_are_made(tmp_path: Path, quarter_path: Path) -> None:
    plan = open_plan(quarter_path)
    (form,) = submit(plan, "2025-Q1", only="MK-10", out=tmp_path, dry_run=False).files
    torn = form.with_name("a-buzuq.xlsx")
    torn.write_bytes(b"PK\x03\x04 torn")
    steps: list[int] = []
    program = shutil.which("soffice")
    assert program is not None
    with pytest.raises(FileProblem, match=torn.name) as told:
        write_pdfs(program, {one: [one.with_suffix(".pdf")] for one in (torn, form)}, steps.append)
    assert form.name not in str(told.value)
    assert form.with_suffix(".pdf").read_bytes()[:5] == b"%PDF-"
    assert not torn.with_suffix(".pdf").exists()
    assert sum(steps) == 1


def test_an_older_pdf_is_not_taken_for_the_forms_own(tmp_path: Path) -> None:
    form = tmp_path / "MK-10_2025-Q1.xlsx"
    form.write_bytes(b"a form")
    form.with_suffix(".pdf").write_bytes(b"of an earlier draft")
    with pytest.raises(FileProblem, match="MK-10_2025-Q1"):
        write_pdfs(sys.executable, {form: [form.with_suffix(".pdf")]})  # a program that makes no PDF


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time is over at once, and it would never end by itself: that this test ends is the proof."""
    monkeypatch.setattr("akmxl.actions.pdf._START_SECONDS", 0)
    monkeypatch.setattr("akmxl.actions.pdf._FILE_SECONDS", 0)
    program = tmp_path / "hangs"
    program.write_text("#!/bin/sh\nwhile :; do tail -f /dev/null; done\n")
    program.chmod(0o755)
    form = tmp_path / "MK-10.xlsx"
    form.write_bytes(b"a form")
    with pytest.raises(FileProblem, match="MK-10"):
        write_pdfs(str(program), {form: [tmp_path / "MK-10.pdf"]})


def test_old_pdfs_are_told(quarter_path: Path) -> None:
    def run() -> str:
        return akmxl("submit", quarter_path, "--period", "2025-Q1", "--today", "2025-04-10").out

    assert "Older" not in run()
    form = quarter_path.parent / "hisobotlar/2025-Q1/MK-10_2025-Q1.xlsx"
    old = form.with_suffix(".pdf")
    old.write_bytes(b"%PDF- of an earlier draft")
    assert "Older" not in run()
    form.unlink()
    assert "Older than their forms: MK-10_2025-Q1.pdf." in run()

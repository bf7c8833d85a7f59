"""Due days as a calendar, forms as PDF."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from making_plans import make_plan

from akmxl.errors import FileProblem
from akmxl.exports import write_calendar, write_pdfs
from akmxl.sheets.rollup import due_now
from akmxl.submitting import submit

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 4, 3)


def test_the_calendar_holds_each_day_to_send_by(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    owed = due_now(plan, TODAY)
    target = tmp_path / "muddatlar.ics"
    assert write_calendar(owed, target) == len(owed)
    events = Calendar.from_ical(target.read_bytes()).events
    days = {str(event["UID"]): event["DTSTART"].dt for event in events}
    assert days["MK-02-2025-03@akmxl"] == date(2025, 4, 5)  # a Saturday, and the week has six days
    assert days["MK-16-2025-Q1@akmxl"] == date(2025, 4, 10)


def test_the_same_days_give_the_same_calendar(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    for name in ("a.ics", "b.ics"):
        write_calendar(due_now(plan, TODAY), tmp_path / name)
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


@pytest.mark.libreoffice
def test_a_pdf_stands_beside_its_form(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    plan = make_plan(tmp_path / "reja.xlsx", first_period="2025-03")
    submission = submit(plan, "2025-Q1", only="MK-10", today=TODAY, out=tmp_path)
    write_pdfs(program, submission.files)
    assert [form.with_suffix(".pdf").read_bytes()[:5] for form in submission.files] == [b"%PDF-"]


def test_an_older_pdf_is_not_taken_for_the_forms_own(tmp_path: Path) -> None:
    form = tmp_path / "MK-10_2025-Q1.xlsx"
    form.write_bytes(b"a form")
    form.with_suffix(".pdf").write_bytes(b"of an earlier draft")
    with pytest.raises(FileProblem, match="MK-10_2025-Q1"):
        write_pdfs(sys.executable, [form])  # a program that makes no PDF

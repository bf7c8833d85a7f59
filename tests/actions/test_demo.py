"""The demo makes what it says, names the faults that it planted, and leaves nothing to mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from running import akmxl, akmxl_process, everything_in

import akmxl as package
from akmxl.actions.demo.demo import TODAY
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.submission.proof.proof import read_form
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Demo

DAY = ("--today", "2025-10-06")
PLANTED = {"STR18", "TYP09", "REF08", "PLN01"}


def blocking(path: Path) -> set[str]:
    found = akmxl("check", path, "--no-write", "--json", *DAY).json["findings"]
    return {
        f["rule"]
        for f in found
        if f["severity"] == "error" or (f["severity"] == "explain" and not f["explained"])
    }


def test_it_ends_well_and_says_what_it_made(demo: Demo) -> None:
    assert demo.run.code == 0
    assert demo.run.err == ""
    named = re.findall(r"\S+\.xlsx", demo.run.out)
    assert named
    assert all((demo.folder.parent / name).is_file() for name in named)
    assert len(demo.run.out.splitlines()) <= 15


def test_it_names_the_faults_it_planted(demo: Demo) -> None:
    assert set(re.findall(r"\b[A-Z]{3}\d\d\b", demo.run.out)) == PLANTED


def test_the_first_workbook_has_the_faults(demo: Demo) -> None:
    assert blocking(demo.faulty) == PLANTED


def test_nothing_is_left_to_mend_in_the_copy(demo: Demo) -> None:
    run = akmxl("check", demo.mended, "--no-write", "--json", *DAY)
    assert run.code == 0
    assert blocking(demo.mended) == set()
    explained = [one for one in run.json["findings"] if one["explained"]]
    assert [one["rule"] for one in explained] == ["PLN01"]


def test_the_sheet_of_findings_says_what_a_check_finds(demo: Demo) -> None:
    found = package.check(package.open_plan(demo.mended), TODAY)
    view = PlanFile.open(demo.mended).views[layout.FINDINGS]
    assert sorted(view.text(row, "key") for row in view.filled_rows()) == sorted(f.key for f in found)
    assert not any(f.severity is Severity.ERROR for f in found)


def test_three_quarters_are_submitted_two_of_them_sent(demo: Demo) -> None:
    made = {path.stem for path in demo.forms}
    assert {f"MK-02_2025-{month:02d}" for month in range(1, 10)} <= made
    assert {f"MK-{code}_2025-Q{quarter}" for code in (10, 16) for quarter in (1, 2, 3)} <= made
    assert {name.partition("_")[0] for name in made} >= {
        f"MK-{number:02d}" for number in (3, 6, 7, 8, 11, 12, 13)
    }
    plan = package.open_plan(demo.mended).plan
    sent = {(row.report, str(row.period)) for row in plan.journal if row.sent}
    drafts = {(row.report, str(row.period)) for row in plan.journal if not row.sent}
    assert ("MK-16", "2025-Q2") in sent
    assert ("MK-16", "2025-Q3") in drafts
    assert {receipt.file for receipt in plan.receipts} == {path.name for path in demo.forms}
    assert {(receipt.report, receipt.period) for receipt in plan.receipts if receipt.sealed} == sent


def test_every_form_says_what_its_receipt_says(demo: Demo) -> None:
    receipts = {receipt.file: receipt for receipt in package.open_plan(demo.mended).plan.receipts}
    for form in demo.forms:
        read = read_form(Workbook.open(form))  # raises where cells, list and hash do not agree
        assert read.values_sha256 == receipts[form.name].values_sha256


def test_figures_stop_where_the_demo_says(demo: Demo) -> None:
    plan = package.open_plan(demo.mended).plan
    flows = [entry for entry in plan.entries.values() if plan.items[entry.code].adds_up == "flow"]
    assert {entry.month for entry in flows if entry.value is not None} == set(range(1, 10))


def test_nobody_real_stands_in_it(demo: Demo) -> None:
    plan = package.open_plan(demo.mended).plan
    assert plan.organisation["director"] == "Direktor F.I.Sh."
    assert re.fullmatch(r"\d+-xodim", plan.organisation["reporter"])
    people = {str(row.values["person"]) for row in plan.records[registers.TRAINING]}
    assert people
    assert all(re.fullmatch(r"\d+-xodim", name) for name in people)


def test_a_second_run_in_the_same_folder_changes_nothing(demo: Demo) -> None:
    before = everything_in(demo.folder)
    run = akmxl("demo", demo.folder)
    assert run.code == 2
    assert run.err.strip()
    assert everything_in(demo.folder) == before


def test_the_demo_is_the_same_everywhere(demo: Demo, tmp_path: Path) -> None:
    assert akmxl_process("demo", folder=tmp_path).code == 0  # in Uzbek, in the folder of its own choice
    again = tmp_path / "akmxl-demo"
    files = [path.relative_to(again) for path in sorted(again.rglob("*.*")) if path.is_file()]
    made = [path for path in files if path.suffix in (".xlsx", ".docx") and ".akmxl" not in str(path)]
    assert len([path for path in made if path.parent.name.startswith("2025-")]) == 60  # the forms
    assert len([path for path in made if path.name.startswith("Xat_")]) == 11
    for path in made:
        assert (again / path).read_bytes() == (demo.folder / path).read_bytes(), path

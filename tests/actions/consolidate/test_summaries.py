"""The summary forms of regions as files: one a region, report and period, none of somebody else's lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workbook.create.consolidated.making import clean, consolidation

from akmxl.actions.consolidate.summaries import Summaries, write_summaries
from akmxl.core.errors import FileProblem
from akmxl.submission.proof.proof import opened, read_form
from akmxl.submission.returns.summary import Sender

if TYPE_CHECKING:
    from pathlib import Path

SENDER = Sender("SR", {"organisation": "Sirdaryo viloyati AKM", "region": "sirdaryo viloyati"})


def test_every_region_gets_a_form_of_each_report_and_period(tmp_path: Path) -> None:
    written = write_summaries(Summaries(tmp_path), consolidation(), None)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "2025-Q3/MK-10_2025-Q3_Jizzax-viloyati.xlsx",
        "2025-Q3/MK-14_2025-Q3_Jizzax-viloyati.xlsx",
        "2025-Q3/MK-10_2025-Q3_Sirdaryo-viloyati.xlsx",
        "2025-Q3/MK-14_2025-Q3_Sirdaryo-viloyati.xlsx",
    ]


def test_a_region_that_says_who_it_is_gets_its_own_alone(tmp_path: Path) -> None:
    written = write_summaries(Summaries(tmp_path), consolidation(), SENDER)
    assert [path.name for path in written] == ["MK-10_2025-Q3_SR.xlsx", "MK-14_2025-Q3_SR.xlsx"]
    assert read_form(opened(written[0].read_bytes())).sender.centre == "SR"


def test_a_form_is_made_anew_when_more_has_come_and_left_alone_when_not(tmp_path: Path) -> None:
    _, before = write_summaries(Summaries(tmp_path), consolidation(), SENDER)
    kept = before.stat().st_mtime_ns
    write_summaries(Summaries(tmp_path), consolidation(), SENDER)
    assert before.stat().st_mtime_ns == kept
    first = read_form(opened(before.read_bytes()))
    write_summaries(Summaries(tmp_path), clean(), SENDER)
    second = read_form(opened(before.read_bytes()))
    assert dict(second.values)["item:29/said-fact"] == "3 / 4"
    assert (first.version, second.version, second.sender.supersedes) == (1, 2, first.form_sha256)
    write_summaries(Summaries(tmp_path), clean(), SENDER)
    assert read_form(opened(before.read_bytes())) == second


def test_a_file_of_somebody_elses_stays(tmp_path: Path) -> None:
    place = tmp_path / "2025-Q3" / "MK-10_2025-Q3_SR.xlsx"
    place.parent.mkdir()
    place.write_bytes(b"mine")
    with pytest.raises(FileProblem):
        write_summaries(Summaries(tmp_path), consolidation(), SENDER)
    assert place.read_bytes() == b"mine"

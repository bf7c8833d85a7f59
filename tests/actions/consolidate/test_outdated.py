"""What an earlier run made and a later one would not make is moved away, or told; people's work stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from shutil import copytree, rmtree
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from running import akmxl, everything_in
from workbook.create.consolidated.making import consolidation

from akmxl.actions.consolidate.consolidate import consolidate
from akmxl.actions.consolidate.summaries import Summaries, write_summaries
from akmxl.actions.consolidate.task import Task
from akmxl.actions.consolidate.written import Written
from akmxl.core.errors import FileProblem
from akmxl.submission.returns.sender import Sender

from .conftest import CENTRES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.plan.returns.records import Consolidation

TODAY = date(2025, 4, 10)
COPIES = ".akmxl-zaxira"


@pytest.fixture
def inbox(came: Path, tmp_path: Path) -> Path:
    """The folders of two centres, each to be taken away."""
    for one in CENTRES[:2]:
        copytree(came / "2025-04-07" / one.code, tmp_path / "kelgan" / "2025-04-07" / one.code)
    return tmp_path / "kelgan"


def run(inbox: Path) -> Consolidated:
    summaries = Summaries(inbox.parent / "jamlama")
    return consolidate(Task((inbox,), inbox.parent / "natija.xlsx", TODAY, summaries=summaries))


def names(files: Iterable[Path]) -> list[str]:
    return sorted(one.name for one in files)


def test_answers_of_those_who_are_gone_are_moved_away_and_told(inbox: Path) -> None:
    first, gone = run(inbox), inbox / "2025-04-07" / CENTRES[1].code
    answers = first.feedback[0].parent
    away = gone.rename(inbox.parent / "chetda")
    second = run(inbox)
    assert set(first.feedback) - set(second.feedback) == {
        one.file for one in second.outdated if one.file.parent == answers
    }
    assert names(answers.glob("*.xlsx")) == names(second.feedback)
    assert all(one.copy and one.copy.parent.name == COPIES and one.copy.is_file() for one in second.outdated)
    assert run(inbox).outdated == ()  # told once
    away.rename(gone)
    assert run(inbox).feedback == first.feedback


def test_what_somebody_has_changed_stays_and_is_told_each_time(inbox: Path) -> None:
    first = run(inbox)
    (path,) = (one for one in first.feedback if one.stem == CENTRES[1].code)
    book = load_workbook(path)
    book.active["Z9"] = "12-son xat"
    book.save(path)
    mine = path.read_bytes()
    own = path.with_name("Izoh.xlsx")
    load_workbook(path).save(own)
    (path.parent / "papka.xlsx").mkdir()
    (path.parent / "xat.docx").write_bytes(b"xat")
    rmtree(inbox / "2025-04-07" / CENTRES[1].code)
    for _ in range(2):
        told = {one.file: one.copy for one in run(inbox).outdated if one.file.parent == path.parent}
        assert told == {path: None, own: None}
    assert path.read_bytes() == mine
    assert {"papka.xlsx", "xat.docx"} <= {one.name for one in path.parent.iterdir()}


def test_a_summary_whose_last_form_is_gone_is_moved_away_and_goes_on_when_it_comes_back(inbox: Path) -> None:
    first, gone = run(inbox), inbox / "2025-04-07" / CENTRES[1].code
    away = gone.rename(inbox.parent / "chetda")
    second = run(inbox)
    assert first.summaries
    assert second.summaries
    lost = set(first.summaries) - set(second.summaries)
    assert lost
    assert lost <= {one.file for one in second.outdated}
    assert names((inbox.parent / "jamlama").rglob("2025*/*.xlsx")) == names(second.summaries)
    copies = {one.file: one.copy for one in second.outdated}
    away.rename(gone)
    run(inbox)
    for path in lost:
        copy = copies[path]
        assert copy
        assert path.read_bytes() == copy.read_bytes()  # the same version, and no other first one


def test_summaries_of_other_results_and_periods_stay(inbox: Path, tmp_path: Path) -> None:
    """Each month, and each region, may have a run of its own into one folder."""
    summaries = Summaries(tmp_path / "jamlama")
    by_centre = [Task((inbox / "2025-04-07" / one.code,), tmp_path / f"{one.code}.xlsx", TODAY,
                      summaries=summaries) for one in CENTRES[:2]]  # fmt: skip
    made = [path for task in by_centre for path in consolidate(task).summaries or ()]
    assert len(set(made)) == len(made)
    for task in by_centre:
        assert consolidate(task).outdated == ()
    only = Task(tuple(by_centre[0].paths[0].glob("VA-02_2025-01*")), by_centre[0].out, TODAY)
    told = consolidate(replace(only, summaries=summaries)).outdated
    assert all(path.is_file() for path in made)
    assert {one.file.parent.name for one in told} <= {"2025-01"}


def spelt(region: str) -> Consolidation:
    found = consolidation()
    return replace(found, centres=tuple(one._replace(region=region) for one in found.centres))


def test_a_region_that_is_spelt_otherwise_now_has_one_form(tmp_path: Path) -> None:
    """It goes on under the name that it had: of two forms the nation would count one twice."""
    before, other = Written(out=tmp_path / "a.xlsx"), Written(out=tmp_path / "b.xlsx")
    old = write_summaries(Summaries(tmp_path / "j"), spelt("Sirdaryo vil."), None, before)
    before.remember()
    new = write_summaries(Summaries(tmp_path / "j"), spelt("Sirdaryo viloyati"), None, other)
    other.remember()
    assert (other.outdated, new) == ([], old)
    assert names((tmp_path / "j" / "2025-Q3").glob("*.xlsx")) == names(new)


def test_a_region_that_has_another_code_now_has_one_form(tmp_path: Path) -> None:
    """Whichever result the other was made with, and whatever else lies there."""
    before, now = Written(out=tmp_path / "a.xlsx"), Written(out=tmp_path / "b.xlsx")
    sender = Sender("SR", {"organisation": "Sirdaryo AKM", "region": "Sirdaryo viloyati"})
    old = write_summaries(Summaries(tmp_path / "j"), spelt("Sirdaryo"), sender, before)
    before.remember()
    (old[0].parent / "MK-10_2025-Q3_eski.xlsx").mkdir()
    new = write_summaries(Summaries(tmp_path / "j"), spelt("Sirdaryo viloyati"), None, now)
    assert [one.file for one in now.outdated] == sorted(old)
    assert all(one.is_file() for one in new)
    assert not set(old) & set(new)


def test_a_run_that_cannot_end_moves_nothing(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(inbox)
    made = everything_in(inbox.parent)
    gone = inbox / "2025-04-07" / CENTRES[1].code
    away = gone.rename(inbox.parent.parent / "chetda")

    def full(_self: Written) -> None:
        raise FileProblem("full")

    monkeypatch.setattr(Written, "remember", full)
    with pytest.raises(FileProblem):
        run(inbox)
    away.rename(gone)
    assert everything_in(inbox.parent) == made


def test_it_is_said_for_people_and_for_programs(inbox: Path) -> None:
    out = inbox.parent / "a.xlsx"
    arguments = ("consolidate", inbox, "--out", out, "--today", TODAY)
    akmxl(*arguments)
    gone = inbox / "2025-04-07" / CENTRES[1].code
    away = gone.rename(inbox.parent / "chetda")
    told = akmxl(*arguments).out
    assert "no longer follow from what came, moved to the copies: 1" in told
    assert f"{CENTRES[1].code}.xlsx" in told
    away.rename(gone)
    akmxl(*arguments)
    rmtree(gone)
    (one,) = json.loads(akmxl(*arguments, "--json").out)["outdated"]
    assert one["file"].endswith(f"{CENTRES[1].code}.xlsx")
    assert COPIES in one["moved_to"]


@pytest.mark.parametrize("kind", ["a file", "a folder"])
@pytest.mark.parametrize("place", ["an answer", "a summary"])
def test_what_stands_in_the_way_is_named_with_its_folder(kind: str, place: str, inbox: Path) -> None:
    first = run(inbox)
    path = (first.feedback if place == "an answer" else first.summaries or ())[0]
    path.unlink()
    if kind == "a file":
        path.write_bytes(b"mine")
    else:
        path.mkdir()
    before = everything_in(inbox.parent)
    with pytest.raises(FileProblem) as caught:
        run(inbox)
    assert (caught.value.params["file"], caught.value.params["folder"]) == (path.name, path.parent)
    assert everything_in(inbox.parent) == before


def test_a_table_that_somebody_has_changed_is_kept(inbox: Path, tmp_path: Path) -> None:
    table = tmp_path / "jadval" / "a.csv"
    table.parent.mkdir()
    task = Task((inbox,), None, TODAY, csv=table)
    assert consolidate(task).kept == ()
    made = table.read_bytes()
    assert consolidate(task).kept == ()
    table.write_bytes(made + b"izoh\r\n")
    (copy,) = consolidate(task).kept
    assert copy.read_bytes() == made + b"izoh\r\n"
    assert copy.parent == table.parent / COPIES
    assert table.read_bytes() == made
    rmtree(inbox / "2025-04-07" / CENTRES[1].code)
    assert consolidate(task).kept == ()  # new figures alone are nobody's work


def test_what_killed_runs_left_among_summaries_is_swept(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(inbox)
    assert first.summaries
    monkeypatch.setattr("akmxl.ooxml.package.temporaries.is_running", lambda _pid: False)
    from akmxl.ooxml.package.processes import this_host

    left = [folder / f".akmxl-{this_host()}-999999-0123456789ab.tmp"
            for folder in (first.summaries[0].parent, first.summaries[0].parent / COPIES)]  # fmt: skip
    for one in left:
        one.write_bytes(b"half")
    run(inbox)
    assert not any(one.exists() for one in left)

"""The benchmarks can run: each job is a function, its files have a maker, and large ones are asked for."""

from __future__ import annotations

import sys

import pytest
from running import ROOT


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import run

    yield run
    for name in ("run", "jobs", "files"):
        sys.modules.pop(name, None)


def test_each_job_is_there_and_so_are_its_files(run) -> None:  # type: ignore[no-untyped-def]
    names = [job.name for job in run.JOBS]
    assert len(set(names)) == len(names)
    for job in run.JOBS:
        for contender in {job.ours, job.theirs} - {run.NOTHING}:
            assert callable(getattr(run.jobs, contender)), contender
        assert job.workbook.removesuffix("-later") in run.files.MAKERS


def test_a_large_job_runs_where_it_is_named_alone(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    ran: list[str] = []
    monkeypatch.setattr(
        run, "measure", lambda job, _runs: ran.append(job.name) or 2 * [run.Measure(1, 1, 1, 7)]
    )
    monkeypatch.setattr(run, "_missing", lambda _job: "")
    for only, large in (("", False), ("nation", True)):
        ran.clear()
        monkeypatch.setattr(sys, "argv", ["run.py", "--only", only])
        run.main()
        assert ("nation" in ran) is large
        assert len(ran) == (1 if only else len(run.JOBS) - 1)

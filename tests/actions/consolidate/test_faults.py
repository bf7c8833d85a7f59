"""Each fault that is planted in real forms stands in the ledger, with its status and its reason."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from multiprocessing import active_children
from typing import TYPE_CHECKING

import pytest
from conftest import once
from running import everything_in
from submission.returns.made_forms import (
    FAULTS,
    QUARTER,
    centres,
    make_patterns,
    open_patterns,
    planted,
    returns,
    spelt_otherwise,
)

from akmxl.actions.consolidate import engine
from akmxl.actions.consolidate.consolidate import consolidate
from akmxl.actions.consolidate.task import Task
from akmxl.actions.consolidate.workers import Hire
from akmxl.core.i18n import in_language, translate

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.plan.returns.records import Entry

REPORT = "MK-10"
TODAY = date(2025, 4, 30)
CENTRES = centres(len(FAULTS))

TOLD: dict[str, list[tuple[str, str]]] = {
    "late": [("accepted, late", "")],
    "missing": [],
    "twice": [("accepted", ""), ("duplicate", "The same file came already")],
    "twice, saved": [("accepted", ""), ("duplicate", "The same values came already")],
    "corrected": [("superseded", "Version 2 counts"), ("accepted", "")],
    "forked": [("accepted", "")] + 2 * [("unsure", "There are 2 different forms of version 2")],
    "gap": [("accepted", ""), ("unsure", "Version 3 came, but not version 2")],
    "altered figure": [("refused", "the cell shows «9\u00a0999», the form submits")],
    "altered hash": [("refused", "its hidden list was changed after the form was made")],
    "altered list": [("refused", "its hidden list was changed after the form was made")],
    "wrong total": [("refused", "its total of the period is")],
    "less since January": [("refused", "its total since January is")],
    "wrong percent": [("refused", "the form says that 12.3 % of the plan is done")],
    "hidden row": [("refused", "values are hidden")],
    "other template": [("accepted", "Its figures stand in other columns")],
    "other unit": [("accepted", "its unit is “Dona”, in the plan “Nafar”; it is not added up")],
    "name spelt otherwise": [("accepted", "carries no code of its centre")],
    "unknown centre": [("refused", "“YO‘Q-1” is not in the list")],
    "empty form": [("refused", "the form says nothing of its period")],
    "no list": [("refused", "its hidden list is gone")],
    "first edition": [("accepted", "The form was made before its words were kept")],
    "second edition": [("accepted", "its look is not proven")],
    "saved": [("accepted", "Another program has saved the form")],
    "foreign xlsx": [("refused", "is no form made by akmxl")],
    "damaged": [("refused", "damaged")],
    "encrypted": [("refused", "protected by a password")],
    "text": [("refused", "is no Excel workbook")],
    "nothing in it": [("refused", "is empty (0 bytes)")],
    "bomb": [("refused", "not safe to open")],
}  # fmt: skip
"""By fault: of each file, in the order in which they came, what became of it and what is said of it."""


@pytest.fixture(scope="module")
def found(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Consolidated:
    """What comes of one form with each fault, each of a centre of its own, which a table names."""
    patterns = open_patterns(once(shared, "returned-forms", make_patterns))
    folder = tmp_path_factory.mktemp("faults")
    for sent in returns({(REPORT, QUARTER): patterns[REPORT, QUARTER]}, CENTRES, planted()):
        path = folder / "kelgan" / sent.received / str(sent.position) / sent.name
        path.parent.mkdir(parents=True)
        path.write_bytes(sent.data)
    table = folder / "markazlar.csv"
    rows = [(one.code, one.name, spelt_otherwise(one.name), one.region) for one in CENTRES]
    lines = map(";".join, [("Kod", "Markaz", "Boshqa nomlari", "Viloyat"), *rows])
    table.write_text("\n".join(lines), encoding="utf-8")
    return consolidate(Task((folder / "kelgan",), None, TODAY, centres=table))


def _said(entry: Entry) -> tuple[str, str]:
    """What became of a file, and all that the ledger says of it."""
    doubts = entry.returned.doubts if entry.returned else ()
    with in_language("en"):
        said = [translate(entry.reason, **entry.params) if entry.reason else "", *map(translate, doubts)]
    return entry.status.value + (", late" if entry.late else ""), " ".join(said).strip()


def test_the_ledger_names_each_fault(found: Consolidated) -> None:
    by_fault: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(found.consolidation.entries, key=lambda one: one.came.received):
        by_fault[FAULTS[int(entry.came.file.split("/")[2])]].append(entry)
    assert TOLD.keys() == set(FAULTS)
    for fault, told in TOLD.items():
        said = [_said(entry) for entry in by_fault[fault]]
        assert [status for status, _ in said] == [status for status, _ in told], fault
        for (_, sentence), (_, words) in zip(said, told, strict=True):
            assert words in sentence if words else not sentence, (fault, sentence)
    owing = {one.centre for one in found.consolidation.missing if one.report == REPORT}
    silent = {one.code for one, fault in zip(CENTRES, FAULTS, strict=True) if not _counts(TOLD[fault])}
    assert owing == silent
    assert CENTRES[FAULTS.index("missing")].code in owing


def _counts(told: list[tuple[str, str]]) -> bool:
    return any(status.startswith("accepted") for status, _ in told)


@pytest.mark.parametrize("hire", [Hire(jobs=2), Hire(engine="local")], ids=["process", "dask"])
def test_a_worker_killed_in_the_middle_costs_no_form(
    hire: Hire, came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hire.engine:
        pytest.importorskip("distributed", reason="akmxl[milliy] is not installed")
    monkeypatch.setattr(engine, "CHUNK", 1)  # some are read when most were taken in
    killed: list[int | None] = []

    def kill_one(read: int, whole: int) -> None:
        if not killed and read > whole * 0.75:
            worker = active_children()[0]
            worker.kill()
            killed.append(worker.pid)

    day = date(2025, 4, 10)
    consolidate(Task((came,), tmp_path / "here" / "natija.xlsx", day))
    consolidate(Task((came,), tmp_path / "there" / "natija.xlsx", day, hire=hire), kill_one)
    assert killed
    assert everything_in(tmp_path / "there") == everything_in(tmp_path / "here")

"""A plan is pure data and goes to another process; beside its workbook it is an ``OpenedPlan``."""

from __future__ import annotations

import gc
import inspect
import pickle
import re
import subprocess
import sys
from collections import deque
from datetime import date
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING

import pytest

import akmxl
from akmxl.actions.open_plan import open_plan
from akmxl.actions.submit_request import Request, Result, Submission
from akmxl.core.cells import NOT_CALCULATED
from akmxl.plan.findings import Finding
from akmxl.plan.model import Plan
from akmxl.plan.period import Period
from akmxl.plan.rollup import Rollup, roll_up
from akmxl.plan.values import MEASURES, item_value
from akmxl.rules.find import find
from akmxl.rules.rule import Case
from akmxl.workbook.opened import OpenedPlan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Demo

TODAY = date(2025, 10, 6)
LARGEST = 500_000  # bytes, of a plan with nine months of figures, its journal and its receipts
# What a plan is made of: nothing of the rooms of files.
PURE = {
    "akmxl.plan.model", "akmxl.plan.reports", "akmxl.plan.owed", "akmxl.plan.period", "akmxl.core.cells",
    "builtins", "datetime", "pathlib",
}  # fmt: skip

# Another process: without the workbook, it gives back the plan as it came and what it comes to.
ELSEWHERE = """
import pickle, sys
from datetime import date
from akmxl.plan.rollup import roll_up
plan, today = pickle.load(sys.stdin.buffer), date(2025, 10, 6)
assert not {"akmxl.workbook", "akmxl.ooxml"} & sys.modules.keys(), "a plan knows no file"
frame = plan.to_frame().to_csv()
pickle.dump((plan, roll_up(plan, today), frame), sys.stdout.buffer)
"""


@pytest.fixture(scope="module")
def opened(demo: Demo) -> OpenedPlan:
    """The demo's workbook: nine months of figures, drafts, letters that were sent, reasons."""
    return open_plan(demo.mended)


def behind(start: object) -> Iterator[object]:
    """Everything that an object leads to, itself too; classes and functions lead nowhere."""
    seen, waiting = {id(start)}, deque([start])
    while waiting:
        one = waiting.popleft()
        yield one
        for other in gc.get_referents(one):
            if id(other) not in seen and not isinstance(other, type | FunctionType | ModuleType):
                seen.add(id(other))
                waiting.append(other)


def test_a_plan_is_small_without_its_file(opened: OpenedPlan) -> None:
    assert len(pickle.dumps(opened.plan)) < LARGEST


def test_a_check_leaves_nothing_in_the_plan(opened: OpenedPlan) -> None:
    before = pickle.dumps(opened.plan)
    akmxl.check(opened, TODAY)
    assert len(pickle.dumps(opened.plan)) == len(before)


def test_no_way_leads_from_a_plan_to_its_file(opened: OpenedPlan) -> None:
    akmxl.check(opened, TODAY)
    assert {type(one).__module__ for one in behind(opened.plan)} <= PURE
    assert any(one is opened.file for one in behind(opened)), "it would be found"


def test_a_plan_comes_to_the_same_in_another_process(opened: OpenedPlan) -> None:
    sent = pickle.dumps(opened.plan)
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], input=sent, capture_output=True, check=True)
    plan, rollup, frame = pickle.loads(done.stdout)
    assert plan == opened.plan
    assert rollup == roll_up(opened.plan, TODAY) == akmxl.roll_up(opened, TODAY)
    assert frame == opened.to_frame().to_csv()


def test_a_plan_that_was_elsewhere_has_the_same_findings_and_values(opened: OpenedPlan) -> None:
    again = OpenedPlan(pickle.loads(pickle.dumps(opened.plan)), opened.file)
    assert find(Case(again, TODAY)) == find(Case(opened, TODAY))
    quarter = Period.quarter(2025, 3)
    for code in opened.plan.items:
        for measure in MEASURES:
            told = (item_value(plan, code, measure, quarter) for plan in (again.plan, opened.plan))
            assert len(set(told)) == 1, (code, measure)


def test_a_formula_without_result_is_the_same_everywhere() -> None:
    assert pickle.loads(pickle.dumps({"planned": NOT_CALCULATED}))["planned"] is NOT_CALCULATED


def test_an_opened_plan_knows_its_path_and_table(opened: OpenedPlan, demo: Demo) -> None:
    assert opened.path == opened.plan.path == demo.mended
    assert opened.to_frame().equals(opened.plan.to_frame())


def test_the_readme_holds(quarter_path: Path, tmp_path: Path) -> None:
    plan = akmxl.open_plan(quarter_path)
    assert isinstance(plan, akmxl.OpenedPlan)
    assert isinstance(plan.plan, akmxl.Plan)
    assert all(isinstance(finding, akmxl.Finding) for finding in akmxl.check(plan))
    assert "percent" in akmxl.roll_up(plan).by_service.columns
    made = akmxl.submit(plan, "2025-Q1", out=str(tmp_path / "h"), only="MK-10", today=date(2025, 4, 10))
    assert [path.name for path in made.files] == ["MK-10_2025-Q1.xlsx"]


def members(cls: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties of a class, by name."""
    for name, member in vars(cls).items():
        function = getattr(member, "fget", None) or getattr(member, "func", None) or member
        if not name.startswith("_") and isinstance(function, FunctionType):
            yield f"{cls.__name__}.{name}", function


def test_public_signatures_are_typed_through_and_through() -> None:
    functions = {name: getattr(akmxl, name) for name in akmxl.__all__}
    classes = [
        OpenedPlan,
        Plan,
        Finding,
        Rollup,
        Submission,
        Request,
        Result,
    ]
    found = {name: one for name, one in functions.items() if isinstance(one, FunctionType)}
    found |= {name: one for cls in classes for name, one in members(cls)}
    assert {"check", "open_plan", "roll_up", "submit", "Plan.children", "OpenedPlan.path"} <= found.keys()
    annotations = {name: inspect.get_annotations(one) for name, one in found.items()}
    annotations |= {cls.__name__: inspect.get_annotations(cls) for cls in classes}
    for name, told in annotations.items():
        assert not [text for text in told.values() if re.search(r"\bAny\b", str(text))], name
    for name, one in found.items():
        wanted = {*inspect.signature(one).parameters, "return"} - {"self"}
        assert wanted == annotations[name].keys(), name

"""The installed xlwings has what the live door uses, and the Windows engine what the one in memory shows.

``base_classes`` is no documented interface: a new version of xlwings that changes it is seen here first.
"""

from __future__ import annotations

import ast
import inspect
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlwings
from xlwings import base_classes

from . import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

READ = {
    xlwings.App: "api books selection alert screen_updating enable_events calculation status_bar",
    xlwings.Book: "api app name names sheets",
    xlwings.Name: "name refers_to",
    xlwings.main.Sheets: "active add",
    xlwings.Sheet: "api book name range tables used_range delete",
    xlwings.main.Tables: "__call__ __iter__",
    xlwings.main.Table: "api display_name range resize",
    xlwings.Range: "api sheet row column shape raw_value formula number_format merge_cells merge_area "
    "autofill",
    xlwings.main.Engines: "add",
    xlwings.Engine: "activate apps",
}
WRITTEN = {
    xlwings.App: "screen_updating enable_events calculation status_bar",
    xlwings.Range: "raw_value number_format",
}
CLASSES = ("Apps", "App", "Books", "Book", "Names", "Name", "Sheets", "Sheet", "Tables", "Table", "Range")
OURS = {"app", "excel", "stored", "spots"}  # what the engine in memory has for itself


@pytest.mark.parametrize("front", READ, ids=lambda front: front.__name__)
def test_the_front_end_has_what_the_door_reads(front: type) -> None:
    assert [name for name in READ[front].split() if not hasattr(front, name)] == []


def test_objects_have_what_the_door_reads_of_them(opened: Any, quarter_path: Path) -> None:
    opened(quarter_path)
    sheet = xlwings.engines.active.apps[4711].books[quarter_path.name].sheets[0]
    assert hasattr(sheet.impl, "activate")


@pytest.mark.parametrize("front", WRITTEN, ids=lambda front: front.__name__)
def test_the_front_end_takes_what_the_door_writes(front: type) -> None:
    assert all(getattr(front, name).fset for name in WRITTEN[front].split())


def test_questions_and_fillings_are_asked_for_as_before() -> None:
    assert list(inspect.signature(xlwings.App.alert).parameters)[1:5] == [
        "prompt",
        "title",
        "buttons",
        "mode",
    ]
    assert list(inspect.signature(xlwings.Range.autofill).parameters)[1:3] == ["destination", "type_"]
    assert list(inspect.signature(xlwings.main.Sheets.add).parameters)[1:4] == ["name", "before", "after"]


@pytest.mark.parametrize("name", CLASSES)
def test_the_engine_in_memory_has_nothing_that_excels_own_has_not(name: str) -> None:
    ours = {member for member in vars(getattr(engine, name)) if not member.startswith("_")} - OURS
    theirs = members_on_windows(name) | set(dir(getattr(base_classes, name)))
    assert ours <= theirs


def test_excels_engine_can_be_told_to_leave_excel_alone() -> None:
    """It would ask a busy Excel for ever, and end Excels that it takes for forgotten."""
    source = windows_engine()
    assigned = {
        target.id
        for node in source.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert "N_COM_ATTEMPTS" in assigned
    (cleanup,) = (
        node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == "cleanup"
    )
    assert [ast.unparse(one) for one in cleanup.decorator_list] == ["atexit.register"]


def windows_engine() -> ast.Module:
    """The source of the engine that drives Excel: it cannot be imported elsewhere than on Windows."""
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    return ast.parse(Path(spec.origin).with_name("_xlwindows.py").read_text("utf-8"))


def members_on_windows(name: str) -> set[str]:
    (found,) = (
        node for node in windows_engine().body if isinstance(node, ast.ClassDef) and node.name == name
    )
    return set(_names(found))


def _names(found: ast.ClassDef) -> Iterator[str]:
    for node in found.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))

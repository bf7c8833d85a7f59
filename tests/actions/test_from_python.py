"""The Python face: its page's examples run, it is as wide as the command line, its types say what it is."""

from __future__ import annotations

import doctest
import inspect
import shutil
import typing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import akmxl
from akmxl.core.i18n import set_language

if TYPE_CHECKING:
    from conftest import Demo

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
FUNCTIONS = [name for name in akmxl.__all__ if inspect.isfunction(getattr(akmxl, name))]


@pytest.fixture
def in_the_demo(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(demo.folder, tmp_path / "demo")
    folder = tmp_path / "demo" / "2-tuzatilgan"
    monkeypatch.chdir(folder)
    set_language("uz")
    return folder


@pytest.mark.usefixtures("in_the_demo")
def test_the_examples_of_the_page_run() -> None:
    text = PAGE.read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=told.append)
    assert not result.failed, "".join(told)
    assert result.attempted > 30


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_page_shows_each_function(name: str) -> None:
    assert f"akmxl.{name}(" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_takes_returns_and_raises(name: str) -> None:
    function = getattr(akmxl, name)
    assert "Any" not in " ".join(map(str, function.__annotations__.values()))
    assert set(function.__annotations__) == {*inspect.signature(function).parameters, "return"}
    assert function.__doc__
    assert "eturn" in function.__doc__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_unknown_option_is_refused_by_name(name: str, in_the_demo: Path) -> None:
    with pytest.raises(TypeError, match="andaza"):
        getattr(akmxl, name)(in_the_demo / "reja-2025.xlsx", andaza=1)


def test_days_are_taken_as_dates_and_as_text(in_the_demo: Path) -> None:
    plan = akmxl.open_plan(in_the_demo / "reja-2025.xlsx")
    for day in ("2025-10-09", "09.10.2025"):
        assert akmxl.check(plan, day) == akmxl.check(plan, date(2025, 10, 9))
    with pytest.raises(akmxl.AkmxlError, match="kecha"):
        akmxl.check(plan, "kecha")


def test_periods_are_taken_as_periods_and_as_text(in_the_demo: Path) -> None:
    plan = akmxl.open_plan(in_the_demo / "reja-2025.xlsx")
    quarter = akmxl.Period.parse("2025-Q1")
    assert akmxl.diff_sent(plan, "mk-10", quarter) == akmxl.diff_sent(plan, "MK-10", "2025-Q1")
    with pytest.raises(akmxl.AkmxlError, match="2025-X"):
        akmxl.diff_sent(plan, "MK-10", "2025-X")


def test_a_second_plan_is_asked_for(in_the_demo: Path) -> None:
    plan = akmxl.open_plan(in_the_demo / "reja-2025.xlsx")
    with pytest.raises(TypeError, match="second plan"):
        akmxl.diff(plan)


def test_the_types_are_shipped() -> None:
    assert (Path(akmxl.__file__).parent / "py.typed").exists()
    assert typing.get_type_hints(akmxl.Period)  # and can be looked up

"""The Python face: its page's examples run, it is as wide as the command line, its types say what it is."""

from __future__ import annotations

import doctest
import inspect
import re
import shutil
import typing
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import akmxl
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Callable

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
    for day in ("2025-10-09", "09.10.2025", datetime.fromisoformat("2025-10-09T08:30")):
        assert akmxl.check(plan, day) == akmxl.check(plan, date(2025, 10, 9))
    with pytest.raises(akmxl.AkmxlError, match="kecha"):
        akmxl.check(plan, "kecha")


def test_periods_are_taken_as_periods_and_as_text(in_the_demo: Path) -> None:
    plan = akmxl.open_plan(in_the_demo / "reja-2025.xlsx")
    quarter = akmxl.Period.parse("2025-Q1")
    assert akmxl.diff_sent(plan, "mk-10", quarter) == akmxl.diff_sent(plan, "MK-10", "2025-Q1")
    with pytest.raises(akmxl.AkmxlError, match="2025-X"):
        akmxl.diff_sent(plan, "MK-10", "2025-X")


def _refused(plan: akmxl.OpenedPlan) -> dict[str, list[Callable[[], object]]]:
    """By function, the calls with an argument that cannot be understood."""
    path, new, last = plan.path, Path("reja-2026.xlsx"), "kecha"
    sent = partial(akmxl.mark_sent, plan, "MK-10", number="1", day="2025-10-09", today="2025-10-09")
    return {
        "check": [lambda: akmxl.check(plan, last)],
        "write_findings": [lambda: akmxl.write_findings(plan, [], last)],
        "roll_up": [lambda: akmxl.roll_up(plan, last)],
        "write_rollup": [lambda: akmxl.write_rollup(plan, last)],
        "due": [lambda: akmxl.due(plan, today=last), lambda: akmxl.due(plan, until=last)],
        "submit": [
            lambda: akmxl.submit(plan, today=last),
            lambda: akmxl.submit(plan, "2025-X"),
            lambda: akmxl.submit(plan, "2024-Q3"),
            lambda: akmxl.submit(plan, only="MK-99"),
            lambda: akmxl.submit(plan, to="nobody"),
            lambda: akmxl.submit(plan, "2025-Q1", correction=True),
        ],
        "mark_sent": [
            partial(sent, period="2025-X"),
            partial(sent, period="2025-Q3", day=last),
            partial(sent, period="2025-Q3", day="2025-10-10"),
            partial(sent, period="2025-Q3", today=last),
            partial(sent, period="2025-Q3", number=" "),
        ],
        "close_month": [
            lambda: akmxl.close_month(plan, "2025-X"),
            lambda: akmxl.close_month(plan, "2024-09", today="2025-10-09"),
            lambda: akmxl.close_month(plan, today=last),
            lambda: akmxl.close_month(plan, "2025-10", today="2025-10-09"),
            lambda: akmxl.close_month(plan, "2025-09", service="nobody", today="2025-10-09"),
        ],
        "diff_sent": [
            lambda: akmxl.diff_sent(plan, "MK-10", "2025-X"),
            lambda: akmxl.diff_sent(plan, "MK-99", "2025-Q1"),
        ],
        "repair": [lambda: akmxl.repair(path, today=last)],
        "new_year": [
            lambda: akmxl.new_year(plan, new, today=last),
            lambda: akmxl.new_year(plan, new.with_suffix(".xls")),
        ],
    }


def test_what_cannot_be_understood_is_a_bad_argument_as_the_docstring_says(in_the_demo: Path) -> None:
    path = in_the_demo / "reja-2025.xlsx"
    before = path.read_bytes()
    for name, calls in _refused(akmxl.open_plan(path)).items():
        assert "``BadArgument``" in (getattr(akmxl, name).__doc__ or ""), name
        for call in calls:
            with pytest.raises(BadArgument):
                call()
    assert path.read_bytes() == before


def test_a_form_of_another_year_is_a_bad_argument(in_the_demo: Path) -> None:
    assert "``BadArgument``" in (akmxl.diff.__doc__ or "")
    form = next((in_the_demo / "hisobotlar").rglob("*.xlsx"))
    akmxl.new_year(akmxl.open_plan(in_the_demo / "reja-2025.xlsx"), "reja-2026.xlsx", draft=True)
    with pytest.raises(BadArgument):
        akmxl.diff(form, akmxl.open_plan("reja-2026.xlsx"))


def test_a_form_and_the_receipts_are_verified(in_the_demo: Path) -> None:
    plan = akmxl.open_plan(in_the_demo / "reja-2025.xlsx")
    form = next((in_the_demo / "hisobotlar").rglob("MK-10_2025-Q1.xlsx"))
    for found in (akmxl.verify(plan), akmxl.verify(form), akmxl.verify(str(form), plan)):
        assert found.sound
    assert akmxl.verify(form, code=akmxl.verify(form).code).sound
    assert not akmxl.verify(plan, code="AAAA-BBBB-CCCC-DDDD").sound
    with pytest.raises(akmxl.AkmxlError, match="reja-2025"):
        akmxl.verify(in_the_demo / "reja-2025.xlsx")
    with pytest.raises(TypeError, match="one plan"):
        akmxl.verify(plan, plan)


def test_a_second_plan_is_asked_for(in_the_demo: Path) -> None:
    plan = akmxl.open_plan(in_the_demo / "reja-2025.xlsx")
    with pytest.raises(TypeError, match="second plan"):
        akmxl.diff(plan)


def test_what_is_of_another_kind_is_refused_with_what_is_wanted(in_the_demo: Path) -> None:
    path = in_the_demo / "reja-2025.xlsx"
    opened = akmxl.open_plan(path)
    wrong: list[tuple[Callable[..., object], tuple[object, ...], str]] = [
        (akmxl.check, (path,), "akmxl.open_plan"),
        (akmxl.roll_up, (str(path),), "akmxl.open_plan"),
        (akmxl.due, (opened.plan,), "akmxl.open_plan"),
        (akmxl.diff, (opened, path), "akmxl.open_plan"),
        (akmxl.check, (opened, 5), "datetime.date"),
        (akmxl.submit, (opened, 3), "akmxl.Period"),
        (akmxl.diff_sent, (opened, 10, "2025-Q1"), "“code”"),
        (akmxl.verify, (path, path), "akmxl.open_plan"),
    ]
    for act, given, told in wrong:
        with pytest.raises(TypeError, match=re.escape(told)):
            act(*given)
    with pytest.raises(BadArgument) as error:
        akmxl.submit(opened, "2025-Q1", correction=True)
    assert "--" not in str(error.value)


def test_the_types_are_shipped() -> None:
    assert (Path(akmxl.__file__).parent / "py.typed").exists()
    assert typing.get_type_hints(akmxl.Period)  # and can be looked up

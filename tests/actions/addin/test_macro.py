"""The macro, run without Excel: which command each button gives, and what it says when that fails."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from akmxl.actions.addin.install import command
from akmxl.actions.addin.words import MODULE
from akmxl.core.assets import GUIDES, asset
from akmxl.core.i18n import in_language
from akmxl.ribbon.buttons import ACTIONS
from akmxl.ribbon.press import Press, read_press

from .macro import PRESSED, PYTHON, WINDOW, command_of, excel
from .sources import IN_EACH, MACROS, SOURCE
from .test_tab import CALLBACK

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "reja-2025.xlsx",
    "reja 2025 (1).xlsx",
    "Шахноза ўқув режаси.xlsx",
    "o‘quv ma’lumot o'zi.xlsx",
    "--json.xlsx",
    "-c import os.xlsx",
    "%PATH%.xlsx",
    "100% & x ^ y; z.xlsx",
    'a" --hwnd=1 "b.xlsx',
    "~0041.xlsx",
    "reja\\",
    "書\uff5e.xlsx",
]


def said_by(**given: str) -> str:
    app = excel(**given)
    app.run("ClickAkmxlCheck")
    ((_, text, title, _),) = app.dialogs
    assert title == "AKM"
    return text


def test_these_are_all_the_callbacks() -> None:
    assert sorted(CALLBACK.findall(SOURCE["uz"])) == sorted(PRESSED)


@pytest.mark.parametrize("callback", PRESSED)
def test_a_button_gives_its_command(callback: str) -> None:
    line = command_of(callback, workbook="reja-2025.xlsx")
    assert line == command(PYTHON, PRESSED[callback], WINDOW) + " --workbook-name=reja-2025.xlsx"


@IN_EACH
def test_without_a_workbook_none_is_named(language: str) -> None:
    with in_language(language):
        assert command_of("AkmxlHelp", language=language) == command(PYTHON, "help", WINDOW)


@pytest.mark.parametrize("name", NAMES)
def test_the_workbooks_name_arrives_whatever_it_is(name: str) -> None:
    line = command_of("AkmxlCheck", workbook=name)
    arguments = line.removeprefix(f'"{PYTHON}" -E -P -m akmxl.ribbon ')
    assert re.fullmatch(r"[A-Za-z0-9 =._~-]+", arguments)
    assert read_press(arguments.split(" "), {"check": None}) == Press("check", WINDOW, name, language="uz")


@IN_EACH
def test_the_very_line_opens_the_guide(language: str, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n', encoding="utf-8")
    browser.chmod(0o755)
    line = command_of("AkmxlHelp", python=sys.executable, workbook="reja 2025 %PATH%.xlsx", language=language)
    done = subprocess.run(
        shlex.split(line), capture_output=True, check=False, env=os.environ | {"BROWSER": f"{browser} %s"}
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "opened").read_text("utf-8").strip() == asset(GUIDES[language]).as_uri()


@pytest.mark.skipif(sys.platform == "win32", reason="a window would wait for a person")
@pytest.mark.parametrize("callback", [button for button in PRESSED if button != "AkmxlHelp"])
@pytest.mark.parametrize("name", ["reja-2025.xlsx", "Шахноза ўқув режаси (2) 100%PATH%.xlsx", ""])
def test_the_very_line_elsewhere_than_on_windows_says_one_sentence(callback: str, name: str) -> None:
    line = command_of(callback, python=sys.executable, workbook=name)
    done = subprocess.run(shlex.split(line), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == (
        "AKM yorlig‘i faqat Windowsdagi Excelda ishlaydi. Bu yerda buyruqlardan foydalaning: akmxl --help.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a window would wait for a person")
def test_the_very_line_beside_a_folder_that_would_be_imported(tmp_path: Path) -> None:
    """Whoever can write into the plan's folder must not be able to run code on every desk."""
    for name in ("akmxl", "argparse", "xlwings", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(99)", encoding="utf-8")
    line = command_of("AkmxlCheck", python=sys.executable, workbook="reja.xlsx")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": str(tmp_path / "akmxl.py")}
    done = subprocess.run(shlex.split(line), capture_output=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr.decode()


def test_the_very_line_of_an_action_that_is_not_known_ends_with_2() -> None:
    line = command_of("AkmxlHelp", python=sys.executable).replace(" help ", " boshqa ")
    done = subprocess.run(shlex.split(line), capture_output=True, check=False)
    assert done.returncode == 2


def test_every_button_has_its_action() -> None:
    assert set(PRESSED.values()) <= set(ACTIONS)


def test_nothing_is_said_when_all_went_well() -> None:
    app = excel(workbook="reja-2025.xlsx")
    app.run("ClickAkmxlRollup")
    assert app.dialogs == []


def test_the_russian_tab_says_it_in_russian() -> None:
    russian = {"language": "ru"}
    assert said_by(python="", **russian) == (
        "Программа не установлена. Дайте в терминале команду: akmxl addin install"
    )
    assert said_by(run="Err.Raise 70", **russian) == (
        "Python не запустился. Дайте в терминале команду: akmxl addin install"
    )
    assert said_by(run="AkmxlRun = 2", **russian) == (
        "Действие не выполнено (код: 2). Дайте в терминале команду: akmxl doctor"
    )


def test_where_the_code_page_lacks_the_letters_another_window_says_it() -> None:
    app = excel(python="", language="ru", shows=False)
    app.run("ClickAkmxlCheck")
    assert app.dialogs == []
    assert app.console == ["Программа не установлена. Дайте в терминале команду: akmxl addin install"]


@pytest.mark.skipif(sys.platform == "win32", reason="a window would wait for a person")
def test_the_very_line_of_the_russian_tab_is_answered_in_russian() -> None:
    line = command_of("AkmxlCheck", python=sys.executable, workbook="reja.xlsx", language="ru")
    done = subprocess.run(shlex.split(line), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == (
        "Вкладка AKM работает только в Excel на Windows. Здесь пользуйтесь командами: akmxl --help.\n"
    )


def test_without_an_interpreter_the_macro_says_what_to_do() -> None:
    assert said_by(python="") == "Dastur o‘rnatilmagan. Terminalda buyruq bering: akmxl addin install"


def test_a_python_that_does_not_start_is_told() -> None:
    said = said_by(run="Err.Raise 70")
    assert said == "Python ishga tushmadi. Terminalda buyruq bering: akmxl addin install"


@pytest.mark.parametrize("code", [1, 2, -1073741819])
def test_any_other_end_than_0_is_told(code: int) -> None:
    said = said_by(run=f"AkmxlRun = {code}")
    assert said == f"Amal bajarilmadi (kod: {code}). Terminalda buyruq bering: akmxl doctor"


def test_no_name_is_undeclared() -> None:
    vbalidator = pytest.importorskip("vbalidator", reason="the VBA linter is not installed")
    result = vbalidator.precheck(str(MACROS / f"{MODULE}.bas"), host="excel")
    assert result.errors == []
    assert result.warnings == []

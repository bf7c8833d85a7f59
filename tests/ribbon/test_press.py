"""What the buttons run: the press is read, what stops it is one sentence, a bug goes to a file."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from running import environment

from akmxl.core.errors import FileProblem
from akmxl.core.version import __version__
from akmxl.ribbon import main as ribbon_main
from akmxl.ribbon.main import main
from akmxl.ribbon.press import Press, read_press, spelt_out

if TYPE_CHECKING:
    from pathlib import Path


def test_probe_answers_with_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "--hwnd=0"]) == 0
    assert capsys.readouterr().out == f"akmxl {__version__}\n"


def test_a_press_imports_nothing_heavy() -> None:
    code = (
        "import sys; from akmxl.ribbon.light_imports import travel_light; travel_light(); import xlwings; "
        "from akmxl.ribbon import checking, month, reports; from akmxl.rules.find import find; "
        "print([name for name in ('pandas', 'numpy', 'PIL', 'matplotlib') if sys.modules.get(name)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=environment())
    assert (done.stdout.decode().strip(), done.stderr.decode()) == ("[]", "")


@pytest.mark.parametrize(
    ("spelt", "name"),
    [
        ("reja-2025.xlsx", "reja-2025.xlsx"),
        ("~0416~0438.xlsx", "Жи.xlsx"),
        ("a~0020~0022~0025b", 'a "%b'),
        ("~007E0041", "~0041"),
        ("~D834~DD1E.xlsx", "𝄞.xlsx"),
        ("~D834.xlsx", "�.xlsx"),
        ("~zz", "~zz"),
    ],
)
def test_a_name_is_spelt_out(spelt: str, name: str) -> None:
    assert spelt_out(spelt) == name


def test_a_press_has_its_window_and_workbook() -> None:
    read = read_press(["check", "--hwnd=77", "--workbook-name=-x.xlsx"], {"check": None})
    assert read == Press("check", 77, "-x.xlsx")


@pytest.mark.parametrize(
    "arguments", [[], ["boshqa"], ["probe", "--hwnd=x"], ["probe", "--work=a"], ["probe", "reja.xlsx"]]
)
def test_a_line_that_is_not_understood_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a window would wait for a person")
def test_what_stops_an_action_is_one_uzbek_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_press: Press) -> None:
        raise FileProblem("There is no file “{file}”. Check the name and the folder.", file="reja.xlsx")

    assert main(["check"], {"check": stopped}) == 0
    assert capsys.readouterr().err == "«reja.xlsx» fayli topilmadi. Nomini va papkasini tekshiring.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a window would wait for a person")
def test_a_bug_is_told_and_its_traceback_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_press: Press) -> None:
        raise ValueError("ўзбекча")

    monkeypatch.setattr(ribbon_main, "LOG", tmp_path / "ribbon.log")
    assert main(["check"], {"check": broken}) == 0
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert str(tmp_path / "ribbon.log") in said
    assert "ValueError: ўзбекча" in (tmp_path / "ribbon.log").read_text("utf-8")


def test_without_a_browser_the_guides_place_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _url: False)
    if sys.platform != "win32":
        assert main(["help"]) == 0
        assert "qollanma.html" in capsys.readouterr().err

"""Starting: quick answers, both ways to start, and the two commands of the README."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from running import ROOT, akmxl_process, environment

import akmxl
from akmxl.cli.group import cli

HEAVY = ("pandas", "numpy", "openpyxl", "xlwings", "xlsxwriter", "docx", "jinja2", "lxml")
_LOADED = """
import atexit, json, sys

@atexit.register
def tell():
    print(json.dumps([name for name in {heavy!r} if name in sys.modules]), file=sys.stderr)

sys.argv = ["akmxl", *{arguments!r}]
from akmxl.cli.main import main
main()
"""


def loaded(*arguments: str) -> tuple[str, list[str]]:
    """What a run says, and which heavy packages it imported."""
    program = _LOADED.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment()
    )
    return done.stdout, json.loads(done.stderr.splitlines()[-1])


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("check", "--help"), ("submit", "--help")]
)
def test_help_and_version_answer_without_heavy_packages(arguments: tuple[str, ...]) -> None:
    said, heavy = loaded(*arguments)
    assert said.strip()
    assert heavy == []


def test_a_run_imports_the_command_that_it_needs() -> None:
    program = (
        "import sys; sys.argv = ['akmxl', 'rules']; import akmxl.cli.group as m; m.run(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment()
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert [name for name in loaded if name.startswith("akmxl.cli.commands.")] == ["akmxl.cli.commands.rules"]


def test_what_libraries_import_for_no_command_stays_out_until_it_is_asked_for() -> None:
    program = """
import sys
sys.argv = ["akmxl", "--version"]
from akmxl.cli.light_imports import travel_light
travel_light()
from akmxl.cli.group import run
run()
print([name for name in ("dis", "platform", "uuid", "ipaddress") if name in sys.modules])
import inspect, ipaddress, pathlib, urllib.parse, uuid
print(urllib.parse.quote("a b"), pathlib.Path("/a b").as_uri(), ipaddress.ip_address("::1"))
print(inspect.cleandoc("a"), uuid.UUID(int=1), inspect.ismodule(inspect))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.splitlines()[1:] == [
        "[]",
        "a%20b file:///a%20b ::1",
        "a 00000000-0000-0000-0000-000000000001 True",
    ]


def test_a_run_ends_with_all_that_waits_for_its_end() -> None:
    program = """
import atexit, sys, threading
atexit.register(print, "bye")
later = threading.Thread(target=lambda: (threading.main_thread().join(), print("later")))
if sys.argv.pop() == "busy":
    later.start()
from akmxl.cli.main import main
sys.argv = ["akmxl", "--version"]
main()
"""
    for argument, end in (("idle", ["bye"]), ("busy", ["later", "bye"])):
        done = subprocess.run(
            [sys.executable, "-c", program, argument],
            capture_output=True, text=True, check=True, env=environment(),
        )  # fmt: skip
        assert done.stdout.splitlines()[1:] == end


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_what_cannot_be_said_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "akmxl", "--version"], stdout=full, stderr=subprocess.PIPE, check=False,
            env=environment(),
        )  # fmt: skip
    assert done.returncode != 0


def test_every_module_of_the_commands_is_a_command() -> None:
    files = (ROOT / "akmxl/cli/commands").glob("[!_]*.py")
    modules = {path.stem.removesuffix("_file").replace("_", "-") for path in files}  # import is Python's word
    assert modules == set(cli.commands)
    assert {command.name for command in cli.commands.values()} == modules


def test_importing_akmxl_loads_nothing_heavy() -> None:
    program = f"import sys, akmxl; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.strip() == "[]"


def test_the_commands_are_listed_without_what_they_do() -> None:
    program = "import sys, akmxl.cli.group; print([name for name in sys.modules if 'akmxl.actions' in name])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.strip() == "[]"


def test_python_m_akmxl_starts() -> None:
    run = akmxl_process("--version")
    assert (run.code, run.out.strip(), run.err) == (0, f"akmxl {akmxl.__version__}", "")


def test_the_script_is_the_same_command_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["scripts"]["akmxl"].partition(":")
    program = (
        f"import sys; sys.argv = ['akmxl', '--version']; from {module} import {name}; sys.exit({name}())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment()
    )
    assert (done.returncode, done.stdout.strip()) == (0, f"akmxl {akmxl.__version__}")


def test_the_help_names_every_command() -> None:
    run = akmxl_process("--lang", "en", "--help")
    assert run.code == 0
    listed = re.findall(r"^  ([a-z-]+)  ", run.out.partition("Commands:")[2], re.MULTILINE)
    assert {"check", "demo", "due", "init", "rollup", "rules", "sent", "submit"} <= set(listed)
    assert listed == sorted(listed)


def test_without_a_command_one_sentence_says_how_to_get_help() -> None:
    run = akmxl_process()
    assert run.code == 2
    assert "akmxl --help" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("lang", ["uz", "en"])
def test_the_language_can_stand_anywhere_on_the_line(lang: str) -> None:
    first, last = (
        akmxl_process("--lang", lang, "rules", "TYP04"),
        akmxl_process("rules", "TYP04", "--lang", lang),
    )
    assert first == last
    assert first.code == 0
    assert ("negative" in first.out or "fewer than none" in first.out) == (lang == "en")


def test_a_rule_tells_what_why_what_to_do_and_an_example_of_each_kind() -> None:
    told = akmxl_process("--lang", "en", "rules", "ari04").out
    assert told.startswith("ARI04  error\n")
    assert "What to do: Check the parts (…) and the total." in told
    right, wrong = told.partition("Right:\n")[2].split("Wrong:\n")
    assert "ARI04" not in right
    assert "ARI04" in wrong


def test_the_two_commands_of_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    marked = text.partition("<!-- commands -->")[2].partition("<!-- end -->")[0]
    commands = [line.strip() for line in marked.splitlines() if line.strip() and not line.startswith("```")]
    assert commands == [
        "python -m pip install . && akmxl demo",
        'python -m pip install -c constraints.txt -e ".[dev]" && pytest',
    ]

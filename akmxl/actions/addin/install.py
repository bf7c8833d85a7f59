"""Install the add-in where Excel starts it, tell the macro where Python is, and undo both."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.assets import ADDINS, asset, in_words
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem, Locked, Reason, Unsupported
from akmxl.core.i18n import DEFAULT_LANGUAGE, N_, spoken_language
from akmxl.core.version import __version__
from akmxl.ooxml.package.save import create_file, make_folder
from akmxl.ooxml.package.together import all_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.actions.addin.registry import Registry

ADDIN_NAME = Path(ADDINS[DEFAULT_LANGUAGE]).name  # whatever its language: one tab at a time
# Where VBA keeps the settings of its programs; the macro reads the interpreter there.
SETTING = r"HKCU\Software\VB and VBA Program Settings\akmxl\addin"
PYTHON = "python"

_VERSION = re.compile(rb"<cp:version>([^<]*)</cp:version>")
_PROBE_SECONDS = 60
_STORE = "WindowsApps"  # whose programs get folders and registry keys of their own in place of the user's
_PROBED = f"akmxl {__version__}"


@dataclass(frozen=True)
class ExcelHere:
    """A user's Excel: the folder whose files it opens at its start, the registry, and akmxl's Python."""

    start_folder: Path
    registry: Registry
    python: str

    @property
    def addin(self) -> Path:
        return self.start_folder / ADDIN_NAME


@dataclass(frozen=True)
class Status:
    """The state of the add-in in this Excel. ``version`` and ``python`` are empty where there is none."""

    addin: Path
    version: str
    same: bool  # byte for byte an add-in of this akmxl
    python: str
    answers: bool  # that Python ran this akmxl by the macro's own command line

    @property
    def installed(self) -> bool:
        return bool(self.version)

    @property
    def well(self) -> bool:
        return self.same and self.answers


def excel_here() -> ExcelHere:
    """Return the Excel of this Windows user; raises ``Unsupported`` elsewhere."""
    if sys.platform == "win32":
        from akmxl.actions.addin.registry import WindowsRegistry

        folder = Path(os.environ["APPDATA"], "Microsoft", "Excel", "XLSTART")
        return ExcelHere(folder, WindowsRegistry(), sys.executable)
    raise Unsupported(N_("The tab AKM works in Excel on Windows only. Here use the commands: akmxl --help."))


def install(here: ExcelHere) -> Status:
    """Put the add-in in its place and name its Python, once that Python has answered.

    Its buttons speak the run's language where it has them, else Uzbek.

    Raises ``Unsupported`` where the macro could not start that Python, or Excel not see what it writes,
    ``Locked`` or ``FileProblem`` where the file cannot be written; nothing is then changed.
    """
    if '"' in here.python or "%" in here.python:  # Windows takes %NAME% for a variable in the macro's line
        raise Unsupported(
            N_("Excel cannot start a Python in a folder with this name: {path}"), path=here.python
        )
    if _STORE in f"{here.python} {sys.base_prefix}":
        raise Unsupported(
            N_(
                "This Python is from the Microsoft Store: Windows would hide from Excel what it installs. "
                "Install Python from python.org, and akmxl in it."
            )
        )
    if (said := answer(here.python)) != _PROBED:
        raise Unsupported(
            N_("The buttons could not run akmxl, so nothing was installed. {command}: {said}"),
            command=command(here.python, "probe"), said=said,
        )  # fmt: skip
    with all_or_none():
        make_folder(here.start_folder)
        create_file(here.addin, asset(in_words(ADDINS)).read_bytes(), overwrite=True)
        try:
            here.registry.write(SETTING, PYTHON, here.python)
        except OSError as problem:
            raise FileProblem(
                N_("Windows did not keep the setting of the add-in: {reason}. Nothing was changed."),
                file=SETTING, reason=Reason(problem),
            ) from problem  # fmt: skip
    return status(here)


def uninstall(here: ExcelHere) -> bool:
    """Remove the add-in and its setting; return False when there was neither.

    The start folder stays: it is Excel's own. Raises ``Locked`` while Excel holds the add-in open.
    """
    there = here.addin.exists() or here.registry.read(SETTING, PYTHON) is not None
    try:
        here.addin.unlink(missing_ok=True)
    except OSError as problem:
        raise Locked(
            N_("“{file}” is in use. Close Excel and try again. Nothing was changed."), file=here.addin.name
        ) from problem
    here.registry.remove(SETTING)
    for key in _above(SETTING):
        if here.registry.is_empty(key):
            here.registry.remove(key)
    return there


def status(here: ExcelHere) -> Status:
    """Return the state of the add-in now; its Python is run to see whether it answers."""
    python = here.registry.read(SETTING, PYTHON) or ""
    data = here.addin.read_bytes() if here.addin.is_file() else b""
    return Status(
        here.addin,
        version=version_of(here.addin) if data else "",
        same=data in (asset(name).read_bytes() for name in ADDINS.values()),
        python=python,
        answers=bool(python) and answer(python) == _PROBED,
    )


def command(python: str, action: str, window: int = 0) -> str:
    """Return the macro's own command line for an action without a workbook, in the run's language."""
    return f'"{python}" -E -P -m akmxl.ribbon {action} --hwnd={window} --lang={spoken_language()}'


def answer(python: str) -> str:
    """Run the macro's command line and return what it says: ``akmxl`` and its version, if all is well."""
    line = command(python, "probe")
    try:
        done = subprocess.run(
            line if os.name == "nt" else shlex.split(line),
            capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=_PROBE_SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    return said if done.returncode == 0 else f"{done.returncode}. {said[-300:]}"


def version_of(addin: Path) -> str:
    """Return the version that an add-in was built for; ``?`` where it does not say."""
    try:
        with zipfile.ZipFile(addin) as archive:
            found = _VERSION.search(archive.read("docProps/core.xml"))
    except (OSError, KeyError, zipfile.BadZipFile):
        return "?"
    return found[1].decode("utf-8", "replace") if found else "?"


def _above(key: str) -> Iterator[str]:
    """Yield the keys above one, up to the user's ``Software``."""
    while (key := key.rpartition("\\")[0]).count("\\") > 1:
        yield key

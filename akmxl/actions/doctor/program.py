"""Check this PC: Python, akmxl, Excel, its add-in, LibreOffice."""

from __future__ import annotations

import platform
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from akmxl.actions.addin.install import status
from akmxl.actions.doctor.diagnosis import ATTENTION, MISSING, OK, Diagnosis
from akmxl.actions.pdf import office
from akmxl.core.assets import ADDINS, GUIDES, TEMPLATES, asset
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import _
from akmxl.core.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.actions.addin.install import ExcelHere, Status

_EXCEL_VERSION = r"HKCR\Excel.Application\CurVer"
_EXCEL_PROGRAM = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


def python() -> Diagnosis:
    """Return the version and the place of Python as a check that always passes."""
    bits = platform.architecture()[0].removesuffix("bit")
    text = f"{platform.python_version()} ({bits} bit), {sys.executable}"
    return Diagnosis("python", OK, text)


def package() -> Diagnosis:
    """Check that akmxl has all that it ships and needs."""
    missing = [*_missing_files(), *_missing_packages()]
    if missing:
        text = _("akmxl {version} lacks: {missing}", version=__version__, missing=", ".join(missing))
        command = "python -m pip install --force-reinstall ."
        advice = _("In the folder of akmxl, install it anew: {command}", command=command)
        return Diagnosis("package", MISSING, text, advice, hinders=True)
    return Diagnosis("package", OK, f"akmxl {__version__}")


def _missing_files() -> Iterator[str]:
    for name in (TEMPLATES, *ADDINS.values(), *GUIDES.values()):
        try:
            asset(name)
        except FileProblem:
            yield name


def _missing_packages() -> Iterator[str]:
    try:
        requirements = metadata.requires("akmxl") or ()
    except metadata.PackageNotFoundError:
        return  # run from its folder, without being installed
    for requirement in requirements:
        name = re.split(r"[^\w.-]", requirement)[0]
        try:
            if "extra ==" not in requirement:
                metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name


def excel(here: ExcelHere | None) -> Diagnosis:
    """Check that Excel is installed."""
    if here is None:
        return Diagnosis("excel", MISSING, *_windows_only())
    version = here.registry.read(_EXCEL_VERSION, "")
    if version is None:
        advice = _("Install Excel; until then the commands do all the work.")
        return Diagnosis("excel", MISSING, _("Excel was not found."), advice, hinders=True)
    program = here.registry.read(_EXCEL_PROGRAM, "") or ""
    return Diagnosis("excel", OK, f"{version.rpartition('.')[2]}  {program}".rstrip())


def addin(here: ExcelHere | None) -> Diagnosis:
    """Check the tab AKM of this Excel."""
    if here is None:
        return Diagnosis("addin", MISSING, *_windows_only())
    return addin_diagnosis(status(here))


def addin_diagnosis(found: Status) -> Diagnosis:
    """Check the tab: it is installed, its Python answers, it is of this version."""
    again = _("Close Excel and give the command: akmxl addin install")
    if not found.installed:
        return Diagnosis("addin", MISSING, _("It is not in Excel yet."), again)
    if not found.answers:
        text = _("The buttons cannot run akmxl by this Python: {python}", python=found.python or "—")
        return Diagnosis("addin", ATTENTION, text, again, hinders=True)
    if not found.same:
        text = _("It was made for another akmxl: {version}", version=found.version)
        return Diagnosis("addin", ATTENTION, text, again)
    return Diagnosis("addin", OK, f"{found.version}  {found.addin}")


def _windows_only() -> tuple[str, str]:
    return _("Works on Windows only."), _("Nothing to do: the commands do all the work here.")


def libreoffice() -> Diagnosis:
    """Check that LibreOffice, which makes the PDFs, is installed."""
    try:
        return Diagnosis("libreoffice", OK, office())
    except FileProblem as problem:
        return Diagnosis("libreoffice", MISSING, str(problem))

"""Putting the add-in into Excel's start folder and taking it out again, with a registry in memory."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from running import akmxl, everything_in

from akmxl.actions.addin.install import (
    PYTHON,
    SETTING,
    ExcelHere,
    answer,
    command,
    install,
    status,
    uninstall,
    version_of,
)
from akmxl.actions.doctor.program import addin_diagnosis, excel
from akmxl.core.errors import FileProblem, Locked, Unsupported
from akmxl.core.i18n import in_language
from akmxl.core.version import __version__

from .sources import BUILT, SOURCE

if TYPE_CHECKING:
    from pathlib import Path


class MemoryRegistry:
    """A registry as Windows keeps it: keys with texts, keys within keys."""

    def __init__(self, *keys: str) -> None:
        self.keys: dict[str, dict[str, str]] = {}
        for key in keys:
            self._make(key)

    def read(self, key: str, name: str) -> str | None:
        return self.keys.get(key, {}).get(name)

    def write(self, key: str, name: str, text: str) -> None:
        self._make(key)[name] = text

    def remove(self, key: str) -> None:
        if not self._within(key):
            self.keys.pop(key, None)

    def is_empty(self, key: str) -> bool:
        return key in self.keys and not self.keys[key] and not self._within(key)

    def _make(self, key: str) -> dict[str, str]:
        parts = key.split("\\")
        for depth in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:depth]), {})
        return self.keys[key]

    def _within(self, key: str) -> list[str]:
        return [other for other in self.keys if other.startswith(key + "\\")]


@pytest.fixture
def here(tmp_path: Path) -> ExcelHere:
    """An Excel that has been started before and holds a file of the user's."""
    folder = tmp_path / "Шахноза" / "XLSTART"
    folder.mkdir(parents=True)
    (folder / "PERSONAL.XLSB").write_bytes(b"the user's")
    return ExcelHere(folder, MemoryRegistry(r"HKCU\Software"), sys.executable)


def test_install_puts_the_file_and_names_the_python_that_answered(here: ExcelHere) -> None:
    done = install(here)
    assert here.addin.read_bytes() == BUILT["uz"].read_bytes()
    assert here.registry.read(SETTING, PYTHON) == sys.executable
    assert (done.installed, done.well, done.version) == (True, True, __version__)
    assert status(here) == done
    assert addin_diagnosis(done).state == "ok"


def test_the_macro_reads_what_install_writes() -> None:
    assert rf'SETTING As String = "{SETTING}\{PYTHON}"' in SOURCE["uz"]


def test_install_makes_the_start_folder_where_excel_has_not_yet(tmp_path: Path) -> None:
    here = ExcelHere(tmp_path / "Excel" / "XLSTART", MemoryRegistry(r"HKCU\Software"), sys.executable)
    assert install(here).well


def test_installing_again_changes_nothing(here: ExcelHere) -> None:
    first = install(here)
    before = everything_in(here.start_folder)
    assert install(here) == first
    assert everything_in(here.start_folder) == before


def test_the_tab_speaks_the_language_of_the_command_and_takes_the_place_of_the_other(here: ExcelHere) -> None:
    for language, name in {"ru": "ru", "en": "uz", "uz": "uz"}.items():
        with in_language(language):
            assert install(here).well
            assert f"--lang={language}" in command(here.python, "probe")
        assert here.addin.read_bytes() == BUILT[name].read_bytes()
        assert status(here).well, "whichever language it is asked in"
        assert [path.name for path in here.start_folder.glob("*.xlam")] == ["akmxl.xlam"]


def test_an_older_file_is_replaced(here: ExcelHere) -> None:
    here.addin.write_bytes(BUILT["uz"].read_bytes()[:-1])
    assert install(here).same


def test_uninstall_undoes_it_wholly(here: ExcelHere) -> None:
    registry = here.registry
    assert isinstance(registry, MemoryRegistry)
    files, keys = everything_in(here.start_folder), dict(registry.keys)
    install(here)
    assert uninstall(here)
    assert everything_in(here.start_folder) == files
    assert registry.keys == keys
    assert not uninstall(here)


def test_uninstall_leaves_what_other_programs_keep_beside_it(here: ExcelHere) -> None:
    others = SETTING.replace("akmxl", "boshqa")
    here.registry.write(others, "til", "uz")
    install(here)
    uninstall(here)
    assert here.registry.read(others, "til") == "uz"
    assert here.registry.read(SETTING, PYTHON) is None


@pytest.mark.parametrize("python", ["/yo‘q/python", "/bin/false", "/bin/echo"])
def test_a_python_that_does_not_answer_leaves_everything_as_it_was(python: str, here: ExcelHere) -> None:
    silent = ExcelHere(here.start_folder, here.registry, python)
    before = everything_in(here.start_folder)
    with pytest.raises(Unsupported, match=r"-E -P -m akmxl\.ribbon probe --hwnd=0"):
        install(silent)
    assert everything_in(here.start_folder) == before
    assert here.registry.read(SETTING, PYTHON) is None


@pytest.mark.parametrize("python", ["/opt/100%/python", 'C:\\a"b\\python.exe'])
def test_a_python_that_the_macro_could_not_name_is_refused(python: str, here: ExcelHere) -> None:
    with pytest.raises(Unsupported, match="Excel"):
        install(ExcelHere(here.start_folder, here.registry, python))


def test_install_refuses_a_python_whose_files_excel_would_not_see(here: ExcelHere) -> None:
    python = r"C:\Users\Olim\AppData\Local\Microsoft\WindowsApps\python.exe"
    with pytest.raises(Unsupported, match="Microsoft Store"):
        install(ExcelHere(here.start_folder, here.registry, python))
    assert not here.addin.exists()


def test_install_refuses_while_excel_holds_the_file(here: ExcelHere) -> None:
    install(here)
    (here.start_folder / "~$akmxl.xlam").write_bytes(b"\x05Aziza")
    with pytest.raises(Locked, match="Aziza"):
        install(here)


def test_a_start_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "Excel").write_text("a file", encoding="utf-8")
    here = ExcelHere(tmp_path / "Excel" / "XLSTART", MemoryRegistry(), sys.executable)
    with pytest.raises(FileProblem, match="Excel"):
        install(here)
    assert here.registry.read(SETTING, PYTHON) is None


def test_status_before_during_and_after(here: ExcelHere) -> None:
    assert addin_diagnosis(status(here)).state == "missing"
    install(here)
    here.registry.write(SETTING, PYTHON, "/yo‘q/python")
    assert (addin_diagnosis(status(here)).state, addin_diagnosis(status(here)).hinders) == ("attention", True)
    here.registry.write(SETTING, PYTHON, sys.executable)
    here.addin.write_bytes(b"of another version")
    found = status(here)
    assert (found.same, found.version, addin_diagnosis(found).hinders) == (False, "?", False)
    uninstall(here)
    assert addin_diagnosis(status(here)).state == "missing"


def test_the_version_is_read_from_the_file(tmp_path: Path) -> None:
    assert version_of(BUILT["uz"]) == __version__
    assert version_of(tmp_path / "yoq.xlam") == "?"


def test_the_probe_runs_the_macros_own_line() -> None:
    assert answer(sys.executable) == f"akmxl {__version__}"


def test_excel_is_known_by_the_registry(here: ExcelHere) -> None:
    assert (excel(here).state, excel(here).hinders) == ("missing", True)
    here.registry.write(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.16")
    assert (excel(here).state, excel(here).text) == ("ok", "16")


@pytest.mark.skipif(sys.platform == "win32", reason="says what happens elsewhere than on Windows")
@pytest.mark.parametrize("name", ["install", "uninstall", "status"])
def test_elsewhere_than_on_windows_one_sentence(name: str) -> None:
    told, asked = akmxl("addin", name), akmxl("addin", name, "--json")
    assert (told.code, told.out) == (2, "")
    assert "Windows" in told.err
    assert len(told.err.splitlines()) == 1
    assert asked.json["error"] == {"kind": "unsupported", "message": told.err.strip()}

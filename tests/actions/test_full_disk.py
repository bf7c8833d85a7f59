"""A disk that is full at any moment: “Nothing was changed” is true of every command that writes files."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import akmxl, everything_in

from akmxl.actions.addin import install as addin
from akmxl.actions.demo.demo import run_demo
from akmxl.actions.open_plan import open_plan
from akmxl.actions.rollup import roll_up, write_csv
from akmxl.actions.submit import run
from akmxl.actions.submit_request import Request
from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.ooxml.package import save
from akmxl.plan.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2025, 4, 10)
VILOYAT = Request(Period.parse("2025-Q1"), to="Viloyat", today=TODAY)
DAY = ("--today", "2025-04-10")


def problem_of(work: Callable[[], object]) -> AkmxlError | None:
    try:
        work()
    except AkmxlError as error:
        return error
    return None


class Disk:
    """Counts what is written, and is full from the write with the number ``full`` on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full, self.written = 0, 0
        write = save.write_beside

        def write_beside(path: object, content: bytes, *, flush: bool = True) -> str:
            self.written += 1
            if self.written == self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(path, content, flush=flush)  # type: ignore[arg-type]

        monkeypatch.setattr(save, "write_beside", write_beside)

    def fails_at_each_write(self, folder: Path, work: Callable[[], object], every: int = 1) -> int:
        """Do the work with a disk that is full at each write; return how many writes it takes."""
        before, self.full = everything_in(folder), 1
        while True:
            self.written = 0
            error = problem_of(work)
            if error is None:
                return self.written
            assert error.message.endswith("Nothing was changed."), error
            assert str(error.params["reason"]) == "diskda joy qolmagan"
            assert everything_in(folder) == before, f"full at write {self.full}"
            self.full += every


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_submit_writes_all_or_nothing(quarter_path: Path, disk: Disk) -> None:
    """Four forms, their copies, the letter, the workbook with its dated copy."""
    folder = quarter_path.parent
    assert disk.fails_at_each_write(folder, lambda: run(open_plan(quarter_path), VILOYAT)) >= 11


def test_drafts_that_are_made_again_come_back(quarter_path: Path, disk: Disk) -> None:
    """Also one that somebody had edited, whose copy would have been kept."""
    made = run(open_plan(quarter_path), VILOYAT)
    for result in made.results:
        form = Path(result.file)
        form.write_bytes(b"somebody's own")
    again = disk.fails_at_each_write(quarter_path.parent, lambda: run(open_plan(quarter_path), VILOYAT))
    assert again >= 2 * len(made.results)


def test_a_late_refusal_leaves_no_form(quarter_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the workbook while the forms are made."""
    before = everything_in(quarter_path.parent)
    opened = open_plan(quarter_path)
    monkeypatch.setattr(save, "refuse_changed", _saved_meanwhile)
    with pytest.raises(FileProblem):
        run(opened, VILOYAT)
    assert everything_in(quarter_path.parent) == before


def _saved_meanwhile(*_: object) -> None:
    raise FileProblem("saved meanwhile")


@pytest.mark.slow
def test_the_demo_is_made_whole_or_not_at_all(tmp_path: Path, disk: Disk) -> None:
    folder = tmp_path / "namuna"
    assert disk.fails_at_each_write(tmp_path, lambda: run_demo(folder, lambda _: None), every=40) > 40


def test_a_rollup_writes_its_table_and_the_workbook_or_neither(quarter_path: Path, disk: Disk) -> None:
    table = quarter_path.parent / "jamlanma.csv"
    write_csv(roll_up(open_plan(quarter_path)), table)
    table.write_bytes(table.read_bytes().partition(b"\n")[0])
    before = everything_in(quarter_path.parent)
    for disk.full in (1, 2, 3):
        disk.written = 0
        failed = akmxl("rollup", quarter_path, "--csv", table, *DAY)
        assert failed.code == 2
        assert failed.err.strip().endswith("Nothing was changed.")
        assert everything_in(quarter_path.parent) == before
    disk.full = 0
    assert akmxl("rollup", quarter_path, "--csv", table, *DAY).code == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbfcode,plan,fact")


@pytest.mark.parametrize(
    "command",
    [("check",), ("close-month", "--month", "2025-03", "--yes"), ("repair",), ("due", "--ics", "kunlar.ics")],
    ids=lambda command: command[0],
)
def test_each_command_leaves_all_as_it_was(
    command: tuple[str, ...], quarter_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(quarter_path.parent)
    before, name, options = everything_in(quarter_path.parent), command[0], command[1:]
    disk.full = 1
    failed = akmxl(name, quarter_path, *options, *DAY)
    if disk.written:
        assert failed.code in (1, 2)
        assert "Nothing was changed." in failed.err
    assert everything_in(quarter_path.parent) == before


class Forgetful:
    """A registry that keeps nothing: the policy of an office."""

    def read(self, _key: str, _name: str) -> None:
        return None

    def write(self, *_: str) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    def remove(self, _key: str) -> None: ...

    def is_empty(self, _key: str) -> bool:
        return True


def test_an_add_in_without_its_setting_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin, "answer", lambda _python: addin._PROBED)
    here = addin.ExcelHere(tmp_path / "Excel" / "XLSTART", Forgetful(), "python")
    error = problem_of(lambda: addin.install(here))
    assert error is not None
    assert error.message.endswith("Nothing was changed.")
    assert everything_in(tmp_path) == {}

"""Saving leaves either the new file or the old one, never something between."""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import FileProblem, Locked, Unreadable
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.package import save
from akmxl.ooxml.package.locks import holder
from akmxl.ooxml.read.workbook import Workbook

from .making import make, sheet_part, with_sheet

if TYPE_CHECKING:
    from pathlib import Path

EXCEL_OWNER = (
    bytes([9]) + b"Olim Aka." + b" " * 45 + (9).to_bytes(2, "little") + "Olim Akaʼ".encode("utf-16-le")
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return make(tmp_path / "reja.xlsx", Varaq={"A1": 1})


def edited(path: Path, value: object = 2) -> Patch:
    patch = Patch(Workbook.open(path))
    patch.set("Varaq", 1, 1, value)  # type: ignore[arg-type]
    return patch


def value(path: Path) -> object:
    return Workbook.open(path).cells("Varaq")[1, 1].value


def beside(path: Path) -> set[str]:
    return {other.name for other in path.parent.iterdir()}


def test_a_saved_file_takes_the_old_ones_place_and_a_copy_stays(plan: Path) -> None:
    before = plan.read_bytes()
    assert edited(plan).save() is True
    assert value(plan) == 2
    assert beside(plan) == {"reja.xlsx", ".akmxl-zaxira"}
    copies = list((plan.parent / ".akmxl-zaxira").iterdir())
    assert [copy.read_bytes() for copy in copies] == [before]


def test_the_ten_newest_copies_are_kept(plan: Path) -> None:
    other = plan.parent / ".akmxl-zaxira" / "reja-2026-20250101-101010-000000.xlsx"
    for number in range(2, 15):
        edited(plan, number).save()
        if number == 2:
            other.write_bytes(b"")
    copies = sorted((plan.parent / ".akmxl-zaxira").glob("reja-*.xlsx"))
    assert other in copies  # another file's copy is not ours to remove
    assert [value(copy) for copy in copies if copy != other] == list(range(4, 14))


def test_the_last_copy_of_each_day_stays_for_ten_days(plan: Path) -> None:
    folder = plan.parent / ".akmxl-zaxira"
    folder.mkdir()
    hours = [(day, hour) for day in range(1, 21) for hour in range(8, 12)]
    for day, hour in hours:
        (folder / f"reja-202501{day:02d}-{hour:02d}0000-000000.xlsx").write_bytes(b"")
    edited(plan).save()
    *left, today = sorted(copy.name for copy in folder.iterdir())
    assert not today.startswith("reja-202501")
    kept = [(int(name[11:13]), int(name[14:16])) for name in left]
    assert kept == [(day, 11) for day in range(12, 18)] + hours[-9:]


def test_a_copy_is_kept_also_by_a_clock_that_was_set_back(plan: Path) -> None:
    folder = plan.parent / ".akmxl-zaxira"
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"reja-209901{day:02d}-080000-000000.xlsx").write_bytes(b"")
    before = plan.read_bytes()
    edited(plan).save()
    assert [copy.read_bytes() for copy in folder.iterdir() if "-2099" not in copy.name] == [before]


def test_an_outdated_copy_that_cannot_be_removed_is_in_nobodys_way(plan: Path) -> None:
    """On Windows one that somebody has open; anywhere a folder of such a name."""
    folder = plan.parent / ".akmxl-zaxira"
    (stays := folder / "reja-20240101-080000-000000.xlsx").mkdir(parents=True)
    for day in range(1, 21):
        (folder / f"reja-202501{day:02d}-080000-000000.xlsx").write_bytes(b"")
    edited(plan).save()
    assert value(plan) == 2
    assert stays.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts the letters of the whole path")
def test_a_copy_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    plan = make(tmp_path / f"{'r' * 235}.xlsx", Varaq={"A1": 1})  # with a date a name that is too long
    with pytest.raises(FileProblem):
        edited(plan).save()
    assert value(plan) == 1
    assert list((plan.parent / ".akmxl-zaxira").iterdir()) == []


def test_a_copy_equal_to_the_newest_one_is_not_made_again(plan: Path) -> None:
    copy = save.keep_backup(plan, plan.read_bytes())
    assert save.keep_backup(plan, plan.read_bytes()) == copy
    assert len(list((plan.parent / ".akmxl-zaxira").iterdir())) == 1


def test_no_copy_when_none_is_wanted(plan: Path) -> None:
    edited(plan).save(backup=False)
    assert beside(plan) == {"reja.xlsx"}


def test_a_file_marked_as_read_only_is_left_alone(plan: Path) -> None:
    before = plan.read_bytes()
    plan.chmod(0o444)
    with pytest.raises(FileProblem, match="faqat o‘qish"):
        edited(plan).save()
    assert plan.read_bytes() == before
    assert beside(plan) == {"reja.xlsx"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_mode_is_kept_and_links_are_followed(plan: Path) -> None:
    plan.chmod(0o640)
    link = plan.with_name("link.xlsx")
    link.symlink_to(plan)
    edited(link).save(backup=False)
    assert link.is_symlink()
    assert stat.S_IMODE(plan.stat().st_mode) == 0o640
    assert value(plan) == 2


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file to somebody"
)
def test_the_owner_is_kept(plan: Path) -> None:
    os.chown(plan, 12345, 54321)
    edited(plan).save()
    assert (plan.stat().st_uid, plan.stat().st_gid) == (12345, 54321)


def test_somebody_elses_save_is_not_written_over(plan: Path) -> None:
    mine = edited(plan, 2)
    edited(plan, 3).save(backup=False)
    with pytest.raises(Locked):
        mine.save()
    assert value(plan) == 3
    assert beside(plan) == {"reja.xlsx"}


def test_a_file_open_in_excel_is_named_with_its_holder(plan: Path) -> None:
    plan.with_name("~$reja.xlsx").write_bytes(EXCEL_OWNER.ljust(165, b"\0"))
    held = holder(plan)
    assert held is not None
    assert (held.user, held.host, held.lock) == ("Olim Akaʼ", "", "~$reja.xlsx")
    with in_language("en"), pytest.raises(Locked) as caught:
        edited(plan).save()
    with in_language("en"):
        assert "Opened by: Olim Akaʼ" in str(caught.value)
    assert value(plan) == 1
    assert beside(plan) == {"reja.xlsx", "~$reja.xlsx"}


def test_a_file_open_in_libreoffice_is_named_with_its_holder(plan: Path) -> None:
    lock = plan.with_name(".~lock.reja.xlsx#")
    lock.write_text(
        "Karimova\\, Nodira,nodira,kutubxona-pc,09.01.2025 10:15,file:///home/nodira;", encoding="utf-8"
    )
    held = holder(plan)
    assert held is not None
    assert (held.user, held.host) == ("Karimova, Nodira", "kutubxona-pc")
    with pytest.raises(Locked):
        edited(plan).save()


def test_an_unreadable_lock_file_still_holds(plan: Path) -> None:
    plan.with_name("~$reja.xlsx").write_bytes(b"")
    assert holder(plan) is not None
    assert holder(plan.with_name("boshqa.xlsx")) is None


def test_of_many_threads_only_those_win_that_read_the_newest(plan: Path) -> None:
    patches = [edited(plan, number) for number in range(2, 8)]
    outcomes: list[bool] = []

    def run(patch: Patch) -> None:
        try:
            outcomes.append(patch.save(backup=False))
        except Locked:
            outcomes.append(False)

    threads = [threading.Thread(target=run, args=(patch,)) for patch in patches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(True) == 1
    assert beside(plan) == {"reja.xlsx"}


def test_an_existing_target_is_refused_unless_asked(plan: Path, tmp_path: Path) -> None:
    target = make(tmp_path / "hisobot.xlsx", Varaq={"A1": "eski"})
    with pytest.raises(FileProblem):
        edited(plan).save(target)
    assert value(target) == "eski"
    assert edited(plan).save(target, overwrite=True) is True
    assert value(target) == 2
    assert value(plan) == 1


def test_a_copy_without_edits_is_the_same_file(plan: Path, tmp_path: Path) -> None:
    assert Patch(Workbook.open(plan)).save(tmp_path / "nusxa.xlsx") is True
    assert (tmp_path / "nusxa.xlsx").read_bytes() == plan.read_bytes()


def test_a_sheet_that_was_damaged_before_is_not_saved(tmp_path: Path) -> None:
    xml = sheet_part('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c>')
    path = with_sheet(tmp_path, xml)
    before = path.read_bytes()
    with pytest.raises(Unreadable):
        edited(path).save()
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_a_file_problem(plan: Path, tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        edited(plan).save(tmp_path / "yoq" / "hisobot.xlsx")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder one cannot write")
def test_a_folder_one_cannot_write_leaves_the_file(plan: Path) -> None:
    plan.parent.chmod(0o500)
    try:
        with pytest.raises(FileProblem):
            edited(plan).save()
    finally:
        plan.parent.chmod(0o700)
    assert value(plan) == 1


def test_a_file_in_the_place_of_the_copies_folder_is_named(plan: Path) -> None:
    folder = plan.parent / ".akmxl-zaxira"
    folder.write_bytes(b"")
    with pytest.raises(FileProblem) as caught:
        edited(plan).save()
    assert caught.value.params["file"] == str(folder)
    assert value(plan) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_among_the_copies_is_none(plan: Path) -> None:
    copy = save.keep_backup(plan, plan.read_bytes())
    os.mkfifo(plan.parent / ".akmxl-zaxira" / "reja-29990101-000000-000001.xlsx")
    assert save.copies_of(plan) == [str(copy)]
    assert save.keep_backup(plan, plan.read_bytes()) == copy

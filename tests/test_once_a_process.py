"""What tests take over from one another is what they would have read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import once_a_process
import pytest
from running import put

from akmxl.core.errors import Unreadable
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout

if TYPE_CHECKING:
    from pathlib import Path

SPOT = (layout.MONTHLY, 30, 8)


def value(path: Path) -> object:
    cell = Workbook.open(path).grid(SPOT[0]).cell(*SPOT[1:])
    return cell and cell.value


def test_a_changed_sheet_is_read_anew(quarter_path: Path) -> None:
    before = value(quarter_path)
    put(quarter_path, {SPOT: 4711})
    assert (before != 4711, value(quarter_path)) == (True, 4711)
    put(quarter_path, {SPOT: None})
    assert value(quarter_path) is None


def test_a_refusal_names_the_file_that_is_read(quarter_path: Path) -> None:
    value(quarter_path)
    other = quarter_path.rename(quarter_path.with_name("boshqa.xlsx"))
    grid = Workbook.open(other).grid(SPOT[0])
    with pytest.raises(Unreadable, match=r"boshqa\.xlsx"), grid._reading():
        raise ValueError


def test_what_is_kept_is_not_without_end() -> None:
    kept: once_a_process._Kept[int] = once_a_process._Kept(2)
    assert [kept.get_or(key, lambda key=key: key) for key in (1, 2, 1, 3)] == [1, 2, 1, 3]
    assert list(kept) == [1, 3]

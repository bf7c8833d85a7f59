"""Find the copies of a workbook: those that lie beside it, and akmxl's own dated ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.errors import AkmxlError
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.workbook.plan_file import SheetView

_COPY_SIGN = lazily(r"[\s_-]*(?:\(\d+\)|\(?.*(?:copy|kopi|nusxa|conflict|konflikt).*\)?)")


def copies(path: Path) -> list[Path]:
    """Return the files beside this one that are named as its copies, or as what it is a copy of."""
    try:
        others = sorted(path.parent.iterdir())
    except OSError:  # no folder, or one that may not be listed
        return []
    own, found = fold(path.stem), []
    for other in others:
        name = fold(other.stem)
        if other.name.startswith(("~$", ".")) or other.suffix.lower() not in (".xlsx", ".xlsm"):
            continue
        if other.name != path.name and (is_copy(name, own) or is_copy(own, name)):
            found.append(other)
    return found


def is_copy(name: str, original: str) -> bool:
    """Tell whether a folded name is another one with the sign of a copy behind it."""
    return name.startswith(original) and bool(_COPY_SIGN.fullmatch(name.removeprefix(original)))


def own_copies(path: Path) -> list[str]:
    """Return the paths of a workbook's dated copies, the oldest first."""
    from akmxl.ooxml.package.save import copies_of  # late: it brings all that only writing needs

    return copies_of(path)


def newest_copy_with(path: Path, sheet: str) -> str:
    """Return the name of the newest dated copy that has a sheet; empty where none has."""
    for name in reversed(own_copies(path)):
        try:
            if any(fold(one.name) == fold(sheet) for one in FileDoor.open(Path(name)).sheets):
                return Path(name).name
        except AkmxlError:
            continue
    return ""


def newest_copy_with_column(path: Path, sheet: str, field: str) -> str:
    """Return the name of the newest dated copy whose sheet has a field's column; empty where none has."""
    return _newest_copy(path, sheet, lambda view: field in view.columns)


def newest_copy_with_entries(path: Path, sheet: str, field: str) -> str:
    """Return the name of the newest dated copy with something in a field's column; empty where none has."""
    return _newest_copy(path, sheet, lambda view: any(view.text(row, field) for row in view.rows))


def _newest_copy(path: Path, sheet: str, has: Callable[[SheetView], bool]) -> str:
    for name in reversed(own_copies(path)):
        try:
            view = PlanFile.open(Path(name)).views.get(sheet)
            if view is not None and has(view):
                return Path(name).name
        except AkmxlError:
            continue
    return ""


def dated_copies(path: Path, year: int, most: int) -> Iterator[tuple[str, PlanFile]]:
    """Yield the newest dated copies of a year's plan that can be read, name and file, the newest first."""
    for name in [*reversed(own_copies(path))][:most]:
        try:
            file = PlanFile.open(Path(name))
            if whole_number(text_of(file.named_cell("Yil").value)) == year:
                yield Path(name).name, file
        except AkmxlError:
            continue  # a copy that cannot be read has nothing to tell

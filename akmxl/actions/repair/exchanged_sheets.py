"""Refuse to repair a workbook whose sheets stand under one another's names; name the copy to take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, NotAPlan, Unreadable
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.workbook import layout
from akmxl.workbook.copies import own_copies
from akmxl.workbook.plan_file import PlanFile, has_headings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.doors.file_door import FileDoor

_EXCHANGED_COPY = N_(
    "Parts of the file were exchanged: sheet “{other}” has what belongs to sheet “{sheet}”. The newest copy "
    "that is whole is “{copy}”, in the folder .akmxl-zaxira: put it in this file's place, under this file's "
    "name, and type again what was entered since."
)
_EXCHANGED = N_(
    "Parts of the file were exchanged: sheet “{other}” has what belongs to sheet “{sheet}”. Restore the file "
    "from a backup copy; in the folder .akmxl-zaxira beside it none is whole."
)
_NOWHERE_COPY = N_(
    "The file is damaged: the headings of the table “{table}” stand nowhere on sheet “{sheet}”. The newest "
    "copy that is whole is “{copy}”, in the folder .akmxl-zaxira: put it in this file's place, under this "
    "file's name, and type again what was entered since."
)
_NOWHERE = N_(
    "The file is damaged: the headings of the table “{table}” stand nowhere on sheet “{sheet}”. Restore the "
    "file from a backup copy; in the folder .akmxl-zaxira beside it none is whole."
)


def refuse_exchanged_sheets(door: FileDoor) -> None:
    """Raise ``NotAPlan`` where a sheet of the plan stands under another's name, and names both."""
    for sheet, other in _exchanged(door):
        copy = _whole_copy(door.path)
        raise NotAPlan(_EXCHANGED_COPY if copy else _EXCHANGED, sheet=sheet, other=other, copy=copy)


def table_nowhere(path: Path, error: Unreadable) -> Unreadable:
    """Return what is to be said where a table could not be put right: the copy to take."""
    if "table" not in error.params:
        return error
    copy = _whole_copy(path)
    return Unreadable(_NOWHERE_COPY if copy else _NOWHERE, **error.params, copy=copy)


def _exchanged(door: FileDoor) -> Iterator[tuple[str, str]]:
    """Yield the sheets that lack their headings, with the one that has them and not its own, if any."""
    known = {fold(sheet.name): sheet for sheet in layout.everything() if sheet.name != layout.SETTINGS}
    own = known.keys() | {fold(name) for name in (layout.SETTINGS, *layout.OWNED_SHEETS, layout.HOME)}
    here = {fold(sheet.name): sheet.name for sheet in door.sheets if fold(sheet.name) in own}
    odd = [
        key for key, name in here.items() if key not in known or not has_headings(door.grid(name), known[key])
    ]
    for key in (one for one in odd if one in known):
        yield from (
            (here[key], here[other])
            for other in odd
            if other != key and has_headings(door.grid(here[other]), known[key])
        )


def _whole_copy(path: Path) -> str:
    for name in reversed(own_copies(path)):
        try:
            file = PlanFile.open(Path(name))
        except AkmxlError:
            continue
        if not file.missing_sheets and not any(view.missing for view in file.views.values()):
            return Path(name).name
    return ""

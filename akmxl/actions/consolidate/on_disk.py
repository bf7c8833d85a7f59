"""List the files that came: those at paths and in folders, with the day of the dated folder they lie in."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.untouched import Stamp
from akmxl.core.errors import AkmxlError, FileProblem, Reason
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.sources.archive import is_wanted
from akmxl.ooxml.package.regular import refuse_irregular
from akmxl.plan.returns.records import Came, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_A_LINK = N_(
    "“{file}” is a link to a folder, so what lies there is not read. Name that folder itself, beside the "
    "others."
)
_DATED = re.compile(r"\d{4}-\d\d-\d\d")


class OnDisk(NamedTuple):
    """A file to take in: where it is, what people know it by, its size, the day of its folder, its stamp."""

    path: str
    name: str
    size: int
    day: str
    stamp: Stamp


def files_in(paths: Iterable[Path], own: Iterable[Path] = ()) -> list[OnDisk | Refused]:
    """Return the files at paths and in folders, by name; those of ``own`` (files or folders) are left out.

    A folder that cannot be looked into is refused as a file is, and so is a link to one. Raises
    ``FileProblem`` for a path where there is nothing.
    """
    leave = {str(_real(one)) for one in own}
    found: dict[str, OnDisk | Refused] = {}
    for path in paths:
        whole = _is_folder(path)
        top = path if whole else path.parent
        real, above = _real(top), _day_of(top.absolute().parts)
        for folder, below, names in _folders(path, leave, found) if whole else [(top, (), [path.name])]:
            day = _day_of(below) or above
            base, at = os.path.join(real, *below, ""), os.path.join(folder, "")
            inside = "/".join((real.name, *below, "")) if whole else ""
            for name in names if is_wanted(inside) else ():
                place = base + name
                if is_wanted(name) and place not in leave and place not in found:
                    found[place] = _on_disk(at + name, inside + name, day)
    return sorted(found.values(), key=_order)


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; raises ``FileProblem`` where there is nothing or nobody may look."""
    try:
        return S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileProblem(
            N_("There is no file “{file}”. Check the name and the folder."), file=path
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise unread(str(path), error) from error


def _real(path: Path) -> Path:
    """Return where a path leads; itself where that cannot be told."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle
        return path.absolute()


def refused(came: Came, error: AkmxlError) -> Refused:
    """Return a file that is not taken, for the reason that an error tells."""
    return Refused(came, error.message, error.params)


def unread(name: str, error: Exception) -> FileProblem:
    """Return the error of what the disk does not give."""
    reason = Reason(error if isinstance(error, OSError) else OSError(22, ""))
    return FileProblem(N_("The file “{file}” cannot be read: {reason}."), file=name, reason=reason)


def _folders(
    path: Path, leave: set[str], found: dict[str, OnDisk | Refused]
) -> Iterator[tuple[Path, tuple[str, ...], list[str]]]:
    """Yield a folder and those in it, each with its place below the first and the names of its files.

    No link to a folder is followed, as it may lead round in a circle: it is refused.
    """
    real = _real(path)

    def refuse(error: OSError) -> None:
        below = Path(str(error.filename or path)).relative_to(path)
        name = "/".join((real.name, *below.parts))
        found[str(real / below)] = refused(Came(name, ""), unread(name, error))

    top = len(os.fspath(path))
    for where, folders, names in os.walk(path, onerror=refuse):
        below = tuple(filter(None, where[top:].split(os.sep)))
        base = os.path.join(real, *below)
        if leave:
            folders[:] = [one for one in folders if os.path.join(base, one) not in leave]
        for one in folders:
            if _is_link(os.path.join(where, one)) and str(_real(Path(where, one))) not in leave:
                name = "/".join((real.name, *below, one))
                if is_wanted(name):
                    found[os.path.join(base, one)] = refused(Came(name, ""), FileProblem(_A_LINK, file=name))
        yield Path(where), below, names


def _is_link(folder: str) -> bool:
    """Tell whether a folder stands elsewhere: a link, or what Windows calls a junction."""
    if sys.version_info >= (3, 12) and os.path.isjunction(folder):
        return True
    return os.path.islink(folder)


def _on_disk(path: str, name: str, day: str) -> OnDisk | Refused:
    try:
        found = os.stat(path)
        refuse_irregular(path, found.st_mode)
        return OnDisk(path, name, found.st_size, day, Stamp.of(found))
    except FileProblem as error:
        return refused(Came(name, ""), error)
    except (OSError, ValueError) as error:
        return refused(Came(name, ""), unread(name, error))


def _day_of(folders: Sequence[str]) -> str:
    """Return the day that the last of folders, or the nearest one above it, has for a name; else nothing."""
    for name in reversed(folders):
        if _DATED.fullmatch(name):
            try:
                return date.fromisoformat(name).isoformat()
            except ValueError:
                continue
    return ""


def _order(one: OnDisk | Refused) -> tuple[str, str]:
    return (one.name, one.path) if isinstance(one, OnDisk) else (one.came.file, "")

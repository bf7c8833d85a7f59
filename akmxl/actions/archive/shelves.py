"""Look through the folders of the forms: every file, with what it is to the reports that were sent."""

from __future__ import annotations

import os
import unicodedata
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.archive.lists import FORMS
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem, Reason
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.importers.sources.archive import is_wanted
from akmxl.ooxml.package.regular import read_regular
from akmxl.submission.parcel.parcel import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIGNATURE = ".p7s"
MOST_OF_A_FILE = 128 * 1024 * 1024
_UNSAFE = lazily(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]')
_UNWRITABLE = lazily("[\ud800-\udfff]")  # a byte of a name that is no letter in this system's alphabet


class Found(NamedTuple):
    """A file in a folder of forms; ``inside`` is its path from there, with slashes."""

    path: Path
    inside: str
    shelf: str

    @property
    def folder(self) -> str:
        """The folder that it lies in, as it is compared."""
        return f"{self.shelf}/{self.inside}".casefold().rpartition("/")[0]

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    @property
    def in_a_parcel(self) -> bool:
        """Whether it lies in a recipient's folder."""
        return any(fold(part) == fold(FOLDER) for part in self.inside.split("/")[:-2])

    @property
    def beside(self) -> tuple[str, str]:
        """What it shares with a form or letter of which it is a copy: folder, and name without ending."""
        return self.folder, self.path.stem.casefold()

    @property
    def wanted_name(self) -> str:
        """Its path in an archive: no sign that a system refuses or that a list of hashes spells otherwise."""
        parts = (self.shelf, *self.inside.split("/"))
        return "/".join(map(safe_name, parts))

    def read(self) -> bytes | None:
        """Return its bytes, None where they are too many; raises ``FileProblem``."""
        return read_regular(str(self.path), MOST_OF_A_FILE)


def safe_name(name: str) -> str:
    """Return a file's name as every system takes it."""
    return unicodedata.normalize("NFC", _UNSAFE.sub("_", name)).rstrip(" .") or "_"


def signature_beside(path: Path) -> Path | None:
    """Return the signature that stands beside a file, whatever the case of its letters."""
    name = f"{path.name}{SIGNATURE}".casefold()
    return next((one for one in path.parent.glob("*") if one.name.casefold() == name and one.is_file()), None)


@dataclass(frozen=True)
class Shelves:
    """The files below some folders, in the order of their paths."""

    files: tuple[Found, ...]
    odd: tuple[str, ...] = ()
    """Folders that are called as a signature is."""

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Shelves:
        """Look through folders; one that is not there has no files.

        Raises ``FileProblem`` where one cannot be looked into: what lies there would be missing unseen.
        """
        known: dict[str, Found] = {}
        odd: list[str] = []
        for number, folder in enumerate(folders, 1):
            shelf = FORMS if number == 1 else f"{FORMS}-{number}"
            for one in _walk(folder, shelf):
                if one.suffix == SIGNATURE and not one.path.is_file():
                    odd.append(one.inside)
                else:
                    known.setdefault(os.path.realpath(one.path), one)
        return cls(tuple(known.values()), tuple(odd))

    @cached_property
    def signatures(self) -> dict[str, Found]:
        """The signatures by the path of the file beside which they stand."""
        return {_path(one).removesuffix(SIGNATURE): one for one in self.files if one.suffix == SIGNATURE}

    def signature_of(self, one: Found) -> Found | None:
        """Return the signature beside a file."""
        return self.signatures.get(_path(one))

    def unclaimed(self) -> Iterator[Found]:
        """Yield the signatures whose file is not there."""
        there = set(map(_path, self.files))
        yield from (one for path, one in self.signatures.items() if path not in there)


def _path(one: Found) -> str:
    return f"{one.shelf}/{one.inside}".casefold()


def _walk(folder: Path, shelf: str) -> Iterator[Found]:
    def stop(error: OSError) -> None:
        raise FileProblem(
            N_("The folder “{folder}” cannot be looked into: {reason}. Ask for the right to read it."),
            folder=error.filename or folder,
            reason=Reason(error),
        ) from error

    if not os.path.lexists(folder):
        return
    for where, folders, names in os.walk(folder, onerror=stop):
        folders.sort()
        for name in sorted([*names, *(name for name in folders if name.lower().endswith(SIGNATURE))]):
            path = Path(where, name)
            inside = _UNWRITABLE.sub("?", path.relative_to(folder).as_posix())
            if is_wanted(inside) and (path.is_file() or name in folders):
                yield Found(path, inside, shelf)

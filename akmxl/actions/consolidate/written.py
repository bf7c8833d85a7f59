"""Remember what was written, so that a file which somebody has filled in since is not lost.

A workbook is made anew whenever more has come. One that is no longer as akmxl left it holds work of people: a
number and a date of a letter, a sheet of somebody's own. One that a run made and a later run would not make
again is moved among the copies, unless somebody has changed it.
"""

from __future__ import annotations

import json
import os
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import BACKUP_FOLDER, cannot_write, create_file, keep_backup, remove_file
from akmxl.ooxml.package.together import kept, make_folders

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = "jamlama.json"  # in the folder of the copies: what is known of each file there as it was written


class Outdated(NamedTuple):
    """A file of an earlier run that follows from nothing any more; its ``copy`` where it was moved away."""

    file: Path
    copy: Path | None


class Written:
    """The files of a run, and those that earlier runs wrote into the same folders.

    ``out`` is the result that the run makes: its files are told from those of runs for other results.
    """

    def __init__(self, file: str = _FILE, out: Path | None = None) -> None:
        self._file = file
        self._out = out
        self._said: dict[Path, dict[str, str]] = {}  # by folder, then by name: the hash, and whose it is
        self._owners: dict[Path, str] = {}  # by folder
        self._changed: set[Path] = set()  # folders of which more is known now
        self.kept: list[Path] = []  # copies of files that somebody had changed
        self.outdated: list[Outdated] = []

    def write(self, path: Path, data: bytes, there: bytes | None, *, flush: bool = True) -> None:
        """Write a file; what stands ``there`` is copied first where it is not as a run left it.

        Raises ``FileProblem`` or ``Locked``.
        """
        if there == data:
            self._note(path, _hash(data))
            return
        try:
            make_folders(path.parent)
            if there:
                self._keep_changed(path, _hash(there))
        except OSError as error:
            raise cannot_write(path, error) from error
        create_file(path, data, overwrite=True, flush=flush)
        self._note(path, _hash(data))

    def put(self, path: Path, temporary: Path) -> None:
        """Put a large file that was written beside its place there, as ``write`` does; raises ``OSError``."""
        there, new = _hash_of_file(path), _hash_of_file(temporary)
        if there and there != new:
            self._keep_changed(path, there)
        with kept(path):
            temporary.replace(path)
        self._note(path, new)

    def is_ours(self, path: Path) -> bool:
        """Tell whether a run that made the same result wrote a file."""
        said = self._known(path.parent).get(path.name, "")
        return bool(self._out) and said.endswith(self._owner(path.parent))

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files of a folder that runs wrote."""
        return sorted(self._known(folder))

    def set_aside(self, files: Iterable[Path]) -> None:
        """Move files that follow from nothing any more among the copies; raises ``FileProblem``, ``Locked``.

        One that somebody has changed stays, and is told.
        """
        for path in files:
            known = self._known(path.parent)
            try:
                there = path.read_bytes() if path.is_file() else b""
                as_written = _hash(there) == known.get(path.name, "")[:_HASH]
                copy = Path(keep_backup(path, there)) if there and as_written else None
            except OSError as error:
                raise cannot_write(path, error) from error
            if there:
                self.outdated.append(Outdated(path, copy))
            if copy:
                remove_file(path)
            if copy or not there:
                known.pop(path.name, None)
                self._changed.add(path.parent)

    def remember(self) -> None:
        """Write down what was written; raises ``FileProblem``."""
        for folder in sorted(self._changed):
            place = folder / BACKUP_FOLDER / self._file
            try:
                make_folders(place.parent)
            except OSError as error:
                raise cannot_write(place, error) from error
            said = json.dumps(self._said[folder], ensure_ascii=False, indent=0, sort_keys=True)
            create_file(place, said.encode("utf-8", "surrogatepass"), overwrite=True, flush=False)
        self._changed.clear()

    def _keep_changed(self, path: Path, there: str) -> None:
        """Copy a file of a hash where it is not as a run left it; raises ``OSError``."""
        if self._known(path.parent).get(path.name, "")[:_HASH] != there:
            self.kept.append(Path(keep_backup(path, path.read_bytes())))

    def _note(self, path: Path, hashed: str) -> None:
        known, now = self._known(path.parent), hashed + self._owner(path.parent)
        if known.get(path.name) != now:
            known[path.name] = now
            self._changed.add(path.parent)

    def _owner(self, folder: Path) -> str:
        """Return what stands for the result behind a hash; it is the same where both move together."""
        if self._out and folder not in self._owners:
            try:
                way = os.path.relpath(self._out, folder)
            except ValueError:  # on another drive
                way = os.fspath(self._out.absolute())
            named = way.replace(os.sep, "/").encode("utf-8", "surrogatepass")
            self._owners[folder] = f" {_hash(named)[:16]}"
        return self._owners.get(folder, "")

    def _known(self, folder: Path) -> dict[str, str]:
        if folder not in self._said:
            self._said[folder] = _read(folder / BACKUP_FOLDER / self._file)
        return self._said[folder]


def _read(path: Path) -> dict[str, str]:
    """Return what is known of a folder's files; nothing where it cannot be read: then all are copied."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    said = found.items() if isinstance(found, dict) else ()
    return {name: one for name, one in said if isinstance(one, str) and Path(name).name == name}


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


_HASH = len(_hash(b""))


def _hash_of_file(path: Path) -> str:
    """Return the hash of a file; empty where there is none, or nothing in it. Raises ``OSError``."""
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest() if os.fstat(stream.fileno()).st_size else ""
    except FileNotFoundError:
        return ""

"""Remember what was written, so that a file which somebody has filled in since is not lost.

A workbook is made anew whenever more has come. One that is no longer as akmxl left it holds work of people: a
number and a date of a letter, a sheet of somebody's own.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from akmxl.ooxml.package.save import BACKUP_FOLDER, cannot_write, create_file, keep_backup
from akmxl.ooxml.package.together import make_folders

_FILE = "jamlama.json"  # in the folder of the copies: the hash of each file there as it was written


class Written:
    """The files of a run, and those that earlier runs wrote into the same folders."""

    def __init__(self, file: str = _FILE) -> None:
        self._file = file
        self._hashes: dict[Path, dict[str, object]] = {}  # by folder, then by name
        self._changed: set[Path] = set()  # folders of which more is known now
        self.kept: list[Path] = []  # copies of files that somebody had changed

    def write(self, path: Path, data: bytes, there: bytes | None, *, flush: bool = True) -> None:
        """Write a file; what stands ``there`` is copied first where it is not as a run left it.

        Raises ``FileProblem`` or ``Locked``.
        """
        if there == data:
            self._note(path, data)
            return
        try:
            make_folders(path.parent)
            if there and self._known(path.parent).get(path.name) != _hash(there):
                self.kept.append(Path(keep_backup(path, there)))
        except OSError as error:
            raise cannot_write(path, error) from error
        create_file(path, data, overwrite=True, flush=flush)
        self._note(path, data)

    def remember(self) -> None:
        """Write down what was written; raises ``FileProblem``."""
        for folder in sorted(self._changed):
            place = folder / BACKUP_FOLDER / self._file
            try:
                make_folders(place.parent)
            except OSError as error:
                raise cannot_write(place, error) from error
            said = json.dumps(self._hashes[folder], ensure_ascii=False, indent=0, sort_keys=True)
            create_file(place, said.encode(), overwrite=True, flush=False)
        self._changed.clear()

    def _note(self, path: Path, data: bytes) -> None:
        known, now = self._known(path.parent), _hash(data)
        if known.get(path.name) != now:
            known[path.name] = now
            self._changed.add(path.parent)

    def _known(self, folder: Path) -> dict[str, object]:
        if folder not in self._hashes:
            self._hashes[folder] = _read(folder / BACKUP_FOLDER / self._file)
        return self._hashes[folder]


def _read(path: Path) -> dict[str, object]:
    """Return what is known of a folder's files; nothing where it cannot be read: then all are copied."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()

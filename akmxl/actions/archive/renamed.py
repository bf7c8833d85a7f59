"""Know the files of an archive that a program packed again under other names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.archive.lists import SUMS, read_sums
from akmxl.actions.archive.packing import Unpacked
from akmxl.core.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping


def sums_in(zipped: Unpacked) -> Mapping[str, str]:
    """Return the list of hashes; nothing where it is none."""
    try:
        return read_sums(zipped.files.get(SUMS, b""))
    except ValueError:
        return {}


def named_as_listed(zipped: Unpacked) -> tuple[Unpacked, tuple[str, ...]]:
    """Return an archive with the names of its list, and the names that were others.

    A file is known by its hash. A program with an alphabet of its own writes ``?`` for an apostrophe.
    """
    sums, files = sums_in(zipped), dict(zipped.files)
    others: dict[str, list[str]] = {}
    for path in sorted(files.keys() - sums.keys() - {SUMS}):
        others.setdefault(sha256(files[path]), []).append(path)
    renamed = []
    for path, digest in sums.items():
        if path not in files and path not in zipped.damaged and others.get(digest):
            there = others[digest].pop(0)
            files[path] = files.pop(there)
            renamed.append(there)
    return Unpacked(files, zipped.damaged), tuple(renamed)

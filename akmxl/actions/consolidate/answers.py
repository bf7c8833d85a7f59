"""Give each centre its part of a consolidation, and remember which answers stand as they would be made."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from akmxl.core.i18n import in_language
from akmxl.core.version import __version__
from akmxl.ooxml.package.save import create_file
from akmxl.ooxml.package.together import make_folders
from akmxl.plan.returns.records import Consolidation
from akmxl.plan.returns.told import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from akmxl.plan.returns.records import Entry, Expected, Outlier, Revised

One = TypeVar("One", "Entry", "Expected", "Outlier", "Revised")
_FILE = "answers.json"


def by_centre(found: Consolidation) -> Iterator[Consolidation]:
    """Yield the part of each centre: what others sent cannot get into its answer."""
    entries, missing = _grouped(found.entries), _grouped(found.missing)
    outliers, revised, expected = _grouped(found.outliers), _grouped(found.revised), _grouped(found.expected)
    for code, centre in {one.code: one for one in found.centres}.items():
        yield Consolidation(
            (centre,), tuple(entries[code]), tuple(expected[code]), tuple(missing[code]), (), (),
            tuple(outliers[code]), tuple(revised[code]),
        )  # fmt: skip


def _grouped(rows: Iterable[One]) -> defaultdict[str, list[One]]:
    found = defaultdict[str, list[One]](list)
    for one in rows:
        found[one.centre].append(one)
    return found


class Answers:
    """The answers that an earlier run wrote, as far as there is a store that remembers them."""

    def __init__(self, store: Path | None, today: date, *, to_regions: bool = False) -> None:
        self._file = store / _FILE if store else None
        self._head = (__version__, today, to_regions)
        self._before = _read(self._file) if self._file else {}
        self._now: dict[str, list[str]] = {}

    def stands(self, path: Path, part: Consolidation) -> bool:
        """Tell whether a file is there already as it would be made of a part."""
        known = self._before.get(path.name)
        if not known or known[0] != self._said(part):
            return False
        try:
            if _sha256(path.read_bytes()) != known[1]:
                return False
        except OSError:
            return False
        self._now[path.name] = known
        return True

    def note(self, path: Path, part: Consolidation, data: bytes) -> None:
        """Remember a file that was made of a part."""
        if self._file:
            self._now[path.name] = [self._said(part), _sha256(data)]

    def keep(self) -> None:
        """Write down what was made; raises ``FileProblem``."""
        if self._file and self._now != self._before:
            make_folders(self._file.parent)
            create_file(self._file, json.dumps(self._now, indent=0).encode(), overwrite=True, flush=False)

    def _said(self, part: Consolidation) -> str:
        """Return a hash of all that an answer says."""
        with in_language("uz"):
            entries = [
                (*one.came, one.status.value, one.report, one.period, one.version, one.late, one.due,
                 words_of(one))
                for one in part.entries
            ]  # fmt: skip
        lists = [list(map(tuple, rows)) for rows in (part.missing, part.outliers, part.revised)]
        said = (*self._head, *part.centres, entries, lists)
        return _sha256(repr(said).encode("utf-8", "replace"))


def _read(path: Path) -> dict[str, list[str]]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and all(map(_is_pair, found.values())) else {}


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2


def _sha256(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()

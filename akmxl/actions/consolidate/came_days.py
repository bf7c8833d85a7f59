"""Remember on which day each file came: what a later run is told, or is not, changes nothing of it.

The file ``days.json`` of the store holds, by the hash of a file's bytes and that of its name, the day and
whether a message claims it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from akmxl.ooxml.package.save import create_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from akmxl.plan.returns.records import Came

_FILE = "days.json"
_Days = dict[str, dict[str, tuple[str, bool]]]


class CameDays:
    """The days on which files came, as far as there is a store that remembers them."""

    def __init__(self, store: Path | None) -> None:
        self._file = store / _FILE if store else None
        self._days = _read(self._file) if self._file else {}

    def of(self, came: Came) -> Came:
        """Return a file with the day that is known of it: by its name, else the first of its bytes."""
        known = self._days.get(came.sha256)
        if not known:
            return came
        day, claimed = known.get(_name(came)) or min(known.values())
        return came._replace(received=day, claimed=claimed)

    def keep(self, files: Iterable[Came]) -> None:
        """Write down the days of files; raises ``FileProblem``."""
        if self._file is None:
            return
        new = False
        for came in files:
            if came.received and _name(came) not in self._days.get(came.sha256, ()):
                self._days.setdefault(came.sha256, {})[_name(came)] = (came.received, came.claimed)
                new = True
        if new:
            create_file(self._file, json.dumps(self._days, separators=(",", ":")).encode(), overwrite=True)


def _name(came: Came) -> str:
    """Return what stands for a file's name: names may be those of people."""
    from hashlib import sha256

    return sha256(came.file.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(path: Path) -> _Days:
    from datetime import date

    try:
        return {
            sha: {
                name: (date.fromisoformat(day).isoformat(), bool(claimed))
                for name, (day, claimed) in its.items()
            }
            for sha, its in json.loads(path.read_bytes()).items()
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}

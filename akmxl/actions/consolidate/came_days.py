"""Remember on which day each file came first: a later run may be told another day, or none.

The file ``days.json`` of the store holds, by the hash of a file's bytes and that of its name, the day and
whether a message claims it. Nothing else tells these days, so one that is damaged is never written over.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.ooxml.package.save import create_file

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from akmxl.plan.returns.records import Came

_FILE = "days.json"
_Day = tuple[str, bool]  # empty where nobody said one; whether a message claims it
_NONE: _Day = ("", False)


class CameDays:
    """The days on which files came, as far as there is a store that remembers them."""

    def __init__(self, store: Path | None) -> None:
        """Read them; raises ``FileProblem`` where they cannot be read."""
        self._file = store / _FILE if store else None
        self._days: dict[str, dict[str, _Day]] = _read(self._file) if self._file else {}
        self._now: list[tuple[str, Came]] = []  # the name of each file, as it is kept

    def of(self, files: Sequence[Came]) -> list[Came]:
        """Return the files of a run with the first day that is known of each.

        One of a new name is another copy where a known one of its bytes came too; else it was moved or
        renamed, and came when those did.
        """
        if not self._days and not any(came.received for came in files):
            return list(files)  # nobody says or knows any day
        names = list(self._names(files))
        copied = {
            came.sha256
            for came, name in zip(files, names, strict=True)
            if name in self._days.get(came.sha256, ())
        }
        found = []
        for came, name in zip(files, names, strict=True):
            if known := self._days.get(came.sha256):
                others = () if came.sha256 in copied else known.values()
                day, claimed = _first([(came.received, came.claimed), known.get(name, _NONE), *others])
                came = came._replace(received=day, claimed=claimed)
            found.append(came)
        self._now = list(zip(names, found, strict=True))
        return found

    def _names(self, files: Iterable[Came]) -> Iterator[str]:
        """Yield what stands for the name of each file of which a day is known or said."""
        times = Counter[tuple[str, str]]()
        for came in files:
            if not came.received and came.sha256 not in self._days:
                yield ""
                continue
            times[came.sha256, came.file] += 1
            more = times[came.sha256, came.file] - 1  # in one archive several files may have one name
            yield _hash(came.file + "\0" * more)

    def keep(self, but: Container[Came] = ()) -> None:
        """Write down the days of the files that were asked for ``but`` some; raises ``FileProblem``."""
        new = False
        for name, came in self._now if self._file else ():
            day = came.received, came.claimed
            if came.received and came not in but and self._days.get(came.sha256, {}).get(name) != day:
                self._days.setdefault(came.sha256, {})[name] = day
                new = True
        if new and self._file:
            create_file(self._file, json.dumps(self._days, separators=(",", ":")).encode(), overwrite=True)


def _first(days: Iterable[_Day]) -> _Day:
    return min((one for one in days if one[0]), default=_NONE)


def _hash(name: str) -> str:
    """Return a hash of a file's name: names may be those of people."""
    from hashlib import sha256

    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(path: Path) -> dict[str, dict[str, _Day]]:
    from datetime import date

    try:
        return {
            sha: {
                name: (date.fromisoformat(day).isoformat(), bool(claimed))
                for name, (day, claimed) in its.items()
            }
            for sha, its in json.loads(path.read_bytes()).items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise FileProblem(
            N_(
                "“{file}” cannot be read, or is damaged. It tells on which day each form came, and nothing "
                "else does. Put it back from a copy; or delete it, and say the days again: --received, or "
                "folders called by their days. Nothing was changed."
            ),
            file=path,
        ) from error

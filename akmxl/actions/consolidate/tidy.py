"""Write what forms say as tidy rows: into the store, and as CSV for other programs."""

from __future__ import annotations

import csv
import os
from codecs import BOM_UTF8
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.figures import FIGURE, is_figure
from akmxl.actions.consolidate.shipped_plan import known_units
from akmxl.core.spelling import fold
from akmxl.core.version import __version__
from akmxl.ooxml.package.save import BACKUP_FOLDER, cannot_write
from akmxl.ooxml.package.temporaries import sweep, temporary_name
from akmxl.ooxml.package.write_over import other_kind
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.totals import PERCENT
from akmxl.plan.values import SAID, split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set
    from pathlib import Path

    from akmxl.actions.consolidate.written import Written
    from akmxl.plan.returns.records import Consolidation, Entry, Value

    Place = tuple[str, str, str]
    Row = tuple[Value, ...]

COLUMNS = (
    "centre", "report", "period", "version", "key", "value", "unit", "status", "file_sha256", "received"
)  # fmt: skip
TEXT = "text"  # a further column, where texts were asked for
_KEPT = (Status.ACCEPTED, Status.SUPERSEDED, Status.UNSURE)  # a duplicate says the same again
LEFT_OUT = "left_out"  # the status of a figure that is not added up in a form that counts
_ITEM = FIGURE[:-1]  # the kind of a key
_PERCENT = "%"
_LARGEST = 1e300
_FORMAT = 2  # of the rows; another one, and all are written anew
_HEADING = 200
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Tidy:
    """The rows of a consolidation: numbers, and with ``texts`` what is no number too.

    ``entries`` are those that have rows.
    """

    def __init__(self, consolidation: Consolidation, *, texts: bool) -> None:
        self.columns = (*COLUMNS, TEXT) if texts else COLUMNS
        self.texts = texts
        self._places: dict[int, Sequence[tuple[int, tuple[str, str, str]]]] = {}  # by the id of keys
        kept = (one for one in consolidation.entries if one.returned and one.status in _KEPT)
        self.entries = [one for one in kept if self._has_rows(one)]
        self._units = known_units()
        self._left_out: defaultdict[Place, set[str]] = defaultdict(set)
        for one in consolidation.findings:
            if one.left_out:
                self._left_out[one.centre, one.report, one.period].add(one.code)

    def rows(self, entry: Entry) -> Iterator[Row]:
        """Yield a row for each value of a form; a figure that is not added up says so as its status."""
        form, texts = entry.returned, self.texts
        if form is None:
            return
        units = {item.code: self._unit(item.unit) for item in form.items}
        left_out = self._left(entry)
        said = (entry.centre, entry.report, entry.period, entry.version)
        came = (entry.came.sha256, entry.came.received)
        for place, (kind, code, measure) in self._asked(form.keys):
            value = form.said[place]
            if not self._is_row(value):
                continue
            is_item = kind == _ITEM
            unit = units.get(code, "") if is_item else ""
            status = LEFT_OUT if is_item and code in left_out else entry.status.value
            row = (
                *said,
                form.keys[place],
                _number(value),
                _PERCENT if is_item and measure == PERCENT else unit,
                status,
                *came,
            )
            yield (*row, value if isinstance(value, str) else None) if texts else row

    def _has_rows(self, entry: Entry) -> bool:
        form = entry.returned
        return form is not None and any(self._is_row(form.said[place]) for place, _ in self._asked(form.keys))

    def _asked(self, keys: tuple[str, ...]) -> Sequence[tuple[int, tuple[str, str, str]]]:
        """Return the places of keys that may be rows, split; forms that are alike share their keys.

        Of how many centres a figure is, is no figure itself.
        """
        found = self._places.get(id(keys))
        if found is None:
            asked = [
                (at, split_key(key)) for at, key in enumerate(keys) if self.texts or key.startswith(FIGURE)
            ]
            found = self._places[id(keys)] = [one for one in asked if not one[1][2].startswith(SAID)]
        return found

    def _is_row(self, value: Value) -> bool:
        return self.texts or is_figure(value)

    def fingerprint(self, entries: Iterable[Entry]) -> str:
        """Return a hash of all that the rows of entries come from: the same, the same rows."""
        from hashlib import sha256

        rows = [
            (one.centre, one.report, one.period, one.version, one.status.value, one.came.sha256,
             one.came.received, sorted(self._left(one)))
            for one in entries
        ]  # fmt: skip
        return sha256(repr((_FORMAT, __version__, self.columns, rows)).encode("utf-8", "replace")).hexdigest()

    def _left(self, entry: Entry) -> Set[str]:
        counts = entry.status is Status.ACCEPTED
        return self._left_out.get((entry.centre, entry.report, entry.period), set()) if counts else set()

    def _unit(self, unit: str) -> str:
        """Return a unit as the plan spells it."""
        return self._units.get(fold(unit), unit)


def _number(value: Value) -> int | float | None:
    """Return a number that tables can hold; None for what is none."""
    return None if isinstance(value, str) or value is None or abs(value) > _LARGEST else value


def write_csv(path: Path, consolidation: Consolidation, written: Written, *, texts: bool) -> None:
    """Write all rows as a CSV that Excel opens; a text that would become a formula there gets an apostrophe.

    One that somebody has changed is copied first. Raises ``FileProblem``.
    """
    refuse_other_table(path)
    tidy = Tidy(consolidation, texts=texts)
    temporary = path.parent / temporary_name()
    try:
        for folder in (path.parent, path.parent / BACKUP_FOLDER):
            sweep(str(folder))
        with temporary.open("x", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator=os.linesep)
            writer.writerow(tidy.columns)
            for entry in tidy.entries:
                writer.writerows(map(_harmless, tidy.rows(entry)))
        written.put(path, temporary)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def refuse_other_table(path: Path) -> None:
    """Raise ``FileProblem`` where another file than such a table stands in the place of the CSV."""
    try:
        with path.open("rb") as stream:
            first = stream.readline(_HEADING).removeprefix(BOM_UTF8).replace(b";", b",").replace(b'"', b"")
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_write(path, error) from error
    if first and not first.startswith(",".join(COLUMNS).encode()):
        raise other_kind(path)


def _harmless(row: Row) -> Row:
    return tuple(
        f"'{one}" if isinstance(one, str) and len(one) > 1 and one.startswith(_BEGINS_A_FORMULA) else one
        for one in row
    )

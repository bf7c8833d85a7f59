"""Write what forms say as tidy rows: into the store, and as CSV for other programs."""

from __future__ import annotations

import csv
import os
from codecs import BOM_UTF8
from collections import defaultdict
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.figures import FIGURE, is_figure
from akmxl.actions.consolidate.parquet import Block
from akmxl.actions.consolidate.shipped_plan import known_units
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.version import __version__
from akmxl.ooxml.package.save import cannot_write
from akmxl.ooxml.package.temporaries import sweep, temporary_name
from akmxl.ooxml.package.write_over import other_kind
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.totals import PERCENT
from akmxl.plan.values import SAID, split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set
    from pathlib import Path

    from akmxl.actions.consolidate.parquet import Cell
    from akmxl.plan.returns.records import Consolidation, Entry, Return, Value

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
_LARGEST, _USUAL = 1e300, 10**15
_FORMAT = 3  # of the rows; another one, and all are written anew
_HEADING = 200
_MOST_KINDS = 1000  # of forms that are alike, kept at a time
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Alike(NamedTuple):
    """What the rows of forms have in common that say the same of the same items: keys, codes, units."""

    keys: tuple[str, ...]
    codes: tuple[str, ...]
    units: tuple[str | None, ...]


class Tidy:
    """The rows of a consolidation: numbers, and with ``texts`` what is no number too.

    ``entries`` are those that have rows.
    """

    def __init__(self, consolidation: Consolidation, *, texts: bool) -> None:
        self.columns = (*COLUMNS, TEXT) if texts else COLUMNS
        self.texts = texts
        kept = (one for one in consolidation.entries if one.returned and one.status in _KEPT)
        self.entries = [one for one in kept if one.returned and self._has_rows(one.returned)]
        self._units = known_units()
        self._alike: dict[tuple[object, ...], _Alike] = {}
        self._left_out: defaultdict[Place, set[str]] = defaultdict(set)
        for one in consolidation.findings:
            if one.left_out:
                self._left_out[one.centre, one.report, one.period].add(one.code)

    def rows(self, entry: Entry) -> Iterator[Row]:
        """Yield a row for each value of a form."""
        rows, cells = self.block(entry)
        return zip(*(cell if isinstance(cell, tuple) else (cell,) * rows for cell in cells), strict=True)

    def block(self, entry: Entry) -> Block:
        """Return the rows of a form; a figure that is not added up says so as its status."""
        assert entry.returned
        form, left_out = entry.returned, self._left(entry)
        places = _places_in(form.keys, self.texts)
        values = [form.said[place] for place in places]
        if not self.texts:
            odd = {
                place
                for place, one in zip(places, values, strict=True)
                if type(one) is str and not is_figure(one)
            }
            if odd:
                places = tuple([place for place in places if place not in odd])
                values = [form.said[place] for place in places]
        alike = self._rows_alike(form, places)
        status: Cell | tuple[Cell, ...] = entry.status.value
        if left_out:
            status = tuple([LEFT_OUT if code in left_out else entry.status.value for code in alike.codes])
        numbers = tuple([
            one if one is None or (type(one) is int and -_USUAL < one < _USUAL) else _number(one)
            for one in values
        ])  # fmt: skip
        texts = (_texts(values),) if self.texts else ()
        said = (entry.centre, entry.report, entry.period, entry.version, alike.keys, numbers, alike.units)
        return Block(len(values), (*said, status, entry.came.sha256, entry.came.received or None, *texts))

    def _has_rows(self, form: Return) -> bool:
        places = _places_in(form.keys, self.texts)
        return any(self.texts or is_figure(form.said[place]) for place in places)

    def _rows_alike(self, form: Return, places: tuple[int, ...]) -> _Alike:
        of = form.keys, form.items, places
        if of not in self._alike:
            if len(self._alike) >= _MOST_KINDS:
                self._alike.clear()
            units = {item.code: self._unit(item.unit) for item in form.items}
            told = [(form.keys[place], *split_key(form.keys[place])) for place in places]
            self._alike[of] = _Alike(
                tuple([key for key, *_ in told]),
                tuple([code if kind == _ITEM else "" for _, kind, code, _ in told]),
                tuple([
                    None if kind != _ITEM else _PERCENT if measure == PERCENT else units.get(code) or None
                    for _, kind, code, measure in told
                ]),
            )  # fmt: skip
        return self._alike[of]

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


@lru_cache(maxsize=4096)  # asked of each form that came
def _places_in(keys: tuple[str, ...], texts: bool) -> tuple[int, ...]:
    """Return where rows may stand; of how many centres a figure is, is no figure itself."""
    told = (split_key(key) for key in keys)
    return tuple(
        place
        for place, (kind, _, measure) in enumerate(told)
        if (texts or kind == _ITEM) and not measure.startswith(SAID)
    )


def _number(value: Value) -> int | float | None:
    """Return a number that tables can hold; None for what is none."""
    return None if value is None or isinstance(value, str) or abs(value) > _LARGEST else value


def _texts(values: Iterable[Value]) -> tuple[str | None, ...]:
    return tuple([one or None if isinstance(one, str) else None for one in values])


def write_csv(path: Path, consolidation: Consolidation, *, texts: bool) -> None:
    """Write all rows as a CSV that Excel opens; a text that would become a formula there gets an apostrophe.

    Raises ``FileProblem``.
    """
    refuse_other_table(path)
    tidy = Tidy(consolidation, texts=texts)
    temporary = path.parent / temporary_name()
    try:
        sweep(str(path.parent))
        with temporary.open("x", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator=os.linesep)
            writer.writerow(tidy.columns)
            for entry in tidy.entries:
                writer.writerows(map(_harmless, tidy.rows(entry)))
        temporary.replace(path)
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

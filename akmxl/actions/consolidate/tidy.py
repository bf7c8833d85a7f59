"""Write what forms say as tidy rows: into the store, and as CSV for other programs."""

from __future__ import annotations

import csv
import os
from codecs import BOM_UTF8
from contextlib import suppress
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.figures import FIGURE, is_figure
from akmxl.ooxml.package.save import cannot_write, other_kind
from akmxl.ooxml.package.temporaries import sweep, temporary_name
from akmxl.plan.returns.records import Status
from akmxl.plan.values import SAID, split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from akmxl.plan.returns.records import Consolidation, Entry, Value

    Row = tuple[Value, ...]

COLUMNS = (
    "centre", "report", "period", "version", "key", "value", "unit", "status", "file_sha256", "received"
)  # fmt: skip
TEXT = "text"  # a further column, where texts were asked for
_KEPT = (Status.ACCEPTED, Status.SUPERSEDED, Status.UNSURE)  # a duplicate says the same again
_HEADING = 200
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def entries_of(consolidation: Consolidation) -> Iterator[Entry]:
    """Yield the entries whose values are kept."""
    return (one for one in consolidation.entries if one.returned and one.status in _KEPT)


def rows_of(entry: Entry, *, texts: bool) -> Iterator[Row]:
    """Yield a row for each value of a form: numbers, and with ``texts`` what is no number too."""
    form = entry.returned
    if form is None:
        return
    units = {item.code: item.unit for item in form.items}
    said = (entry.centre, entry.report, entry.period, entry.version)
    came = (entry.status.value, entry.came.sha256, entry.came.received)
    for key, value in form.values:
        kind, code, measure = split_key(key)
        if not texts and not (kind == FIGURE[:-1] and is_figure(value)):
            continue
        if measure.startswith(SAID):
            continue  # of how many centres the figure before it is: no figure itself
        unit = units.get(code, "") if kind == FIGURE[:-1] else ""
        number = None if isinstance(value, str) else value
        row = (*said, key, number, unit, *came)
        yield (*row, value if isinstance(value, str) else None) if texts else row


def write_rows(stream: TextIO, entries: Iterable[Entry], *, texts: bool) -> None:
    """Write the rows of entries as they are."""
    writer = csv.writer(stream, lineterminator="\n")
    for entry in entries:
        writer.writerows(rows_of(entry, texts=texts))


def write_csv(path: Path, consolidation: Consolidation, *, texts: bool) -> None:
    """Write all rows as a CSV that Excel opens; a text that would become a formula there gets an apostrophe.

    Raises ``FileProblem``.
    """
    refuse_other_table(path)
    temporary = path.parent / temporary_name()
    try:
        sweep(str(path.parent))
        with temporary.open("x", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator=os.linesep)
            writer.writerow((*COLUMNS, TEXT) if texts else COLUMNS)
            for entry in entries_of(consolidation):
                writer.writerows(map(_harmless, rows_of(entry, texts=texts)))
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


def fingerprint(entries: Iterable[Entry], *, texts: bool) -> str:
    """Return a hash of all that the rows of entries come from: the same, the same rows."""
    from hashlib import sha256

    told = sha256(repr((COLUMNS, texts)).encode())
    for one in entries:
        said = (one.centre, one.report, one.period, one.version, one.status.value)
        told.update(repr((said, one.came.sha256, one.came.received)).encode())
    return told.hexdigest()


def _harmless(row: Row) -> Row:
    return tuple(
        f"'{one}" if isinstance(one, str) and len(one) > 1 and one.startswith(_BEGINS_A_FORMULA) else one
        for one in row
    )

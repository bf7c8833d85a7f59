"""Keep the figures of all forms as tidy rows in Parquet files, and ask them in SQL.

A row is a value that a form says: centre, report, period, version, key, value, unit, status, the file's hash
and the day on which it came. DuckDB writes and reads them (``pip install akmxl[milliy]``). A report's period
is a file of its own, written anew where something of it changed; a question is asked of a copy in memory that
can reach neither disk nor network.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from akmxl.actions.consolidate.extra import import_extra
from akmxl.actions.consolidate.tidy import COLUMNS, TEXT, entries_of, fingerprint, write_rows
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import cannot_write, create_file
from akmxl.ooxml.package.temporaries import sweep, temporary_name
from akmxl.ooxml.package.together import make_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from akmxl.plan.returns.records import Centre, Consolidation, Entry

FIGURES, CENTRES = "figures", "centres"  # the tables of a query
_INDEX = "index.json"
_TYPES = {"version": "INTEGER", "value": "DOUBLE", "received": "DATE"}
_CENTRE_COLUMNS = ("centre", "name", "region", "district", "like", "since", "until")
_MEMORY = "1GB"


class _Connection(Protocol):
    """What is used of DuckDB's connection."""

    @property
    def description(self) -> Sequence[tuple[object, ...]] | None: ...
    def execute(self, query: str) -> _Connection: ...
    def fetchall(self) -> list[tuple[object, ...]]: ...
    def df(self) -> DataFrame: ...
    def close(self) -> None: ...


def refuse_missing() -> None:
    """Raise ``FileProblem`` where the extra is not installed: before anything is read."""
    import_extra("duckdb")


def write_store(store: Path, consolidation: Consolidation, *, texts: bool) -> int:
    """Write the rows of a consolidation; return how many files were written. Raises ``FileProblem``."""
    folder = store / FIGURES
    try:
        make_folders(folder)
        sweep(str(folder))
        with _connected() as connection:
            return _write(folder, connection, consolidation, texts=texts)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _write(folder: Path, connection: _Connection, consolidation: Consolidation, *, texts: bool) -> int:
    before, now, written = _index(folder), {}, 0
    entries = sorted(entries_of(consolidation), key=_part)
    for (report, period), group in groupby(entries, key=_part):
        part = list(group)
        name = _part_name(report, period)
        now[name] = fingerprint(part, texts=texts)
        if before.get(name) != now[name] or not (folder / name).is_file():
            _write_part(folder, name, connection, part, texts=texts)
            written += 1
    for name in {*before, *_parquets(folder)} - set(now):
        with suppress(FileNotFoundError):
            (folder / name).unlink()
    _write_centres(folder.parent, connection, consolidation.centres)
    if now != before:
        create_file(folder / _INDEX, json.dumps(now, indent=1).encode(), overwrite=True)
    return written


def _part(entry: Entry) -> tuple[str, str]:
    return entry.report, entry.period


def _part_name(report: str, period: str) -> str:
    """Return a name that any disk takes: a report's code may hold ``/``, and what forms say anything."""
    from hashlib import sha256

    plain = re.sub(r"[^A-Za-z0-9-]+", "-", f"{report}_{period}")[:60]
    return f"{plain}-{sha256(repr((report, period)).encode()).hexdigest()[:8]}.parquet"


def _parquets(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.parquet")}


def _index(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / _INDEX).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_part(
    folder: Path, name: str, connection: _Connection, entries: list[Entry], *, texts: bool
) -> None:
    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_rows(stream, entries, texts=texts)

    _to_parquet(folder, name, connection, (*COLUMNS, TEXT) if texts else COLUMNS, write)


def _write_centres(store: Path, connection: _Connection, centres: Sequence[Centre]) -> None:
    import csv

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(
                (one.code, one.name, one.region, one.district, one.group, one.since, one.until)
                for one in centres
            )

    _to_parquet(store, f"{CENTRES}.parquet", connection, _CENTRE_COLUMNS, write)


def _to_parquet(
    folder: Path, name: str, connection: _Connection, columns: Sequence[str], write: Callable[[Path], None]
) -> None:
    """Write rows as CSV, let DuckDB make Parquet of them, and put it in its place when it is whole."""
    rows, made = (folder / temporary_name() for _ in range(2))
    types = ", ".join(f"'{column}': '{_TYPES.get(column, 'VARCHAR')}'" for column in columns)
    source = (
        f"read_csv({_quoted(rows)}, columns = {{{types}}}, header = false, auto_detect = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', parallel = false, max_line_size = 20000000)"
    )
    try:
        write(rows)
        connection.execute(
            f"COPY (SELECT * FROM {source}) TO {_quoted(made)} (FORMAT parquet, COMPRESSION zstd)"
        )
        made.replace(folder / name)
    finally:
        for left in (rows, made):
            with suppress(FileNotFoundError):
                left.unlink()


class Answer(NamedTuple):
    """What a question gives: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def ask(store: Path, question: str) -> Answer:
    """Ask a store in SQL; its tables are ``figures`` and ``centres``.

    Raises ``FileProblem`` where there is no store, ``BadArgument`` where the question is not understood.
    """
    with _loaded(store) as connection:
        found = _asked(connection, question)
        columns = tuple(str(column[0]) for column in found.description or ())
        return Answer(columns, found.fetchall() if columns else [])


def frame(store: Path) -> DataFrame:
    """Return all rows of a store as a DataFrame. Raises ``FileProblem`` where there is no store."""
    with _loaded(store) as connection:
        order = "report, period, centre, version, file_sha256"
        return connection.execute(f"SELECT * FROM {FIGURES} ORDER BY {order}").df()


def _asked(connection: _Connection, question: str) -> _Connection:
    try:
        return connection.execute(question)
    except Exception as error:
        if type(error).__module__ not in ("duckdb", "_duckdb"):
            raise
        raise BadArgument(
            N_("The question is not understood: {why} Tables: figures, centres."),
            why=str(error).partition("\n")[0],
        ) from error


@contextmanager
def _loaded(store: Path) -> Iterator[_Connection]:
    """Load a store into memory, then close the way to the disk and the network for good."""
    folder = store / FIGURES
    if not folder.is_dir() or not _parquets(folder):
        raise FileProblem(
            N_(
                "There is no store in “{folder}”. Make it: akmxl consolidate PATH --out FILE --store {folder}"
            ),
            folder=store,
        )
    with _connected() as connection:
        for table, files in (
            (FIGURES, folder / "*.parquet"),
            (CENTRES, store / f"{CENTRES}.parquet"),
        ):
            try:
                source = f"read_parquet({_quoted(files)}, union_by_name = true)"
                connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {source}")
            except Exception as error:
                if type(error).__module__ not in ("duckdb", "_duckdb"):
                    raise
                raise FileProblem(
                    N_("The store in “{folder}” is damaged. Delete the folder, and consolidate again."),
                    folder=store,
                ) from error
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


@contextmanager
def _connected() -> Iterator[_Connection]:
    duckdb = import_extra("duckdb")
    config = {
        "memory_limit": _MEMORY,
        "threads": "1",  # each more takes 100 MB to write a file that is small
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "true",
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        yield connection
    finally:
        connection.close()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

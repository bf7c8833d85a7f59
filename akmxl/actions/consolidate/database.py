"""Open DuckDB in memory: what does not fit spills into the store, never into the current folder."""

from __future__ import annotations

from contextlib import contextmanager
from shutil import rmtree
from typing import TYPE_CHECKING, Protocol

from akmxl.actions.consolidate.extra import import_duckdb
from akmxl.ooxml.package.temporaries import temporary_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pandas import DataFrame

_MEMORY = "1GB"  # at most; beyond it DuckDB spills


class Connection(Protocol):
    """What is used of DuckDB's connection."""

    @property
    def description(self) -> Sequence[tuple[object, ...]] | None: ...
    def execute(self, query: str) -> Connection | None: ...
    def extract_statements(self, query: str) -> Sequence[object]: ...
    def fetchall(self) -> list[tuple[object, ...]]: ...
    def df(self) -> DataFrame: ...
    def close(self) -> None: ...


@contextmanager
def connected(store: Path) -> Iterator[Connection]:
    """Give a database in memory, which may spill into a store."""
    spill = store / temporary_name()
    config = {
        "memory_limit": _MEMORY,
        "threads": "1",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "true",
        "temp_directory": str(spill),
    }
    connection = import_duckdb().connect(":memory:", config=config)
    try:
        yield connection
    finally:
        connection.close()
        rmtree(spill, ignore_errors=True)


def is_of_duckdb(error: Exception) -> bool:
    """Tell whether DuckDB raised an error: its classes cannot be named where it is not installed."""
    return type(error).__module__ in ("duckdb", "_duckdb")


def rows_of(connection: Connection, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query of akmxl's own."""
    found = connection.execute(query)
    return found.fetchall() if found else []


def quoted(text: object) -> str:
    """Return a text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"

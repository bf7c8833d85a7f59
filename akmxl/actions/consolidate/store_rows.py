"""Make the Parquet files of a store: of new rows, and of those of an older file that stay."""

from __future__ import annotations

import csv
from contextlib import suppress
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.database import is_of_duckdb, listed, quoted, rows_of
from akmxl.actions.consolidate.figures import FIGURE, PRINTED
from akmxl.actions.consolidate.tidy import TEXT
from akmxl.ooxml.package.temporaries import temporary_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from akmxl.actions.consolidate.database import Connection
    from akmxl.actions.consolidate.store_index import Part
    from akmxl.plan.returns.records import Centre

_FEW = 3  # centres: for more of them all rows are sorted
_LONG_LINES = ", max_line_size = 20000000, buffer_size = 20000000"  # of texts; else 16 times as much memory
_TYPES = {"version": "BIGINT", "value": "DOUBLE", "received": "DATE"}
CENTRE_COLUMNS = ("centre", "name", "region", "district", "like", "since", "until")


def typed(columns: Iterable[str]) -> str:
    """Return columns as SQL declares those of a table."""
    return ", ".join(f'"{name}" {_TYPES.get(name, "VARCHAR")}' for name in columns)


def files_held(connection: Connection, path: Path) -> tuple[bool, dict[str, list[str]]]:
    """Read a file whole: whether it has texts, and the forms of each centre; raises DuckDB's errors."""
    source = f"read_parquet({quoted(path)})"
    columns = [row[0] for row in rows_of(connection, f"DESCRIBE SELECT * FROM {source}")]
    held: dict[str, list[str]] = {}
    for code, file in rows_of(connection, f"SELECT DISTINCT centre, file_sha256 FROM {source} ORDER BY ALL"):
        held.setdefault(str(code), []).append(str(file))
    rows_of(connection, f"SELECT count(COLUMNS(*)) FROM {source}")  # reads all of it
    return TEXT in columns, held


def held_rows(
    path: Path, old: Part, columns: Sequence[str], codes: Iterable[str], gone: Collection[str]
) -> str:
    """Return the query of the rows of centres that stay in a file, numbered in their order.

    Those of the files that are ``gone`` go, and so do texts, where ``columns`` have none.
    """
    shown = [
        f"NULL AS {name}" if name == TEXT and not old.texts
        else f"CAST({name} AS {_TYPES.get(name, 'VARCHAR')}) AS {name}"
        for name in columns
    ]  # fmt: skip
    only = f" AND file_sha256 NOT IN {listed(gone)}" if gone else ""
    if leaving := old.centres.keys() - set(codes):  # they are fewer than those that stay
        only += f" AND centre NOT IN {listed(leaving)}"
    if old.texts and TEXT not in columns:
        only += (
            f" AND starts_with(key, {quoted(FIGURE)}) "
            f"AND ({TEXT} IS NULL OR regexp_full_match({TEXT}, {quoted(PRINTED)}))"
        )
    return (
        f"SELECT {', '.join(shown)}, 0 AS run, file_row_number AS nth "
        f"FROM read_parquet({quoted(path)}, file_row_number = true) WHERE true{only}"
    )


def held_centres(connection: Connection, path: Path, codes: set[str]) -> str:
    """Return the query of centres that stay in their table; empty where it is damaged, or there is none."""
    if not codes or not path.is_file():
        return ""
    names = ", ".join(f'"{name}"' for name in CENTRE_COLUMNS)
    source = f"read_parquet({quoted(path)}, file_row_number = true)"
    query = f"SELECT {names}, 0 AS run, file_row_number AS nth FROM {source} WHERE centre IN {listed(codes)}"
    try:
        rows_of(connection, query)
    except Exception as error:
        if not is_of_duckdb(error):
            raise
        return ""
    return query


def rows_of_centres(centres: Iterable[Centre]) -> list[tuple[object, ...]]:
    """Return the rows of centres in their table."""
    return [
        (one.code, one.name, one.region, one.district, one.group, one.since, one.until) for one in centres
    ]


def make_parquet(
    connection: Connection, made: Path, columns: Sequence[str], new: Iterable[Sequence[object]], held: str,
    codes: Collection[str] = (),
) -> None:  # fmt: skip
    """Let DuckDB make Parquet of ``new`` rows, given as CSV, and of those that are ``held``, by centre.

    ``codes`` are the centres of the new rows, where those that are held are in their order.
    """
    rows = made.parent / temporary_name()
    types = ", ".join(f"{quoted(name)}: {quoted(_TYPES.get(name, 'VARCHAR'))}" for name in columns)
    query = (
        f"SELECT * FROM read_csv({quoted(rows)}, columns = {{{types}}}, header = false, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', parallel = false"
        f"{_LONG_LINES if TEXT in columns else ''})"
    )
    if held:
        names = ", ".join(f'"{name}"' for name in columns)
        query = _between(names, held, query, codes) if 0 < len(codes) <= _FEW else _sorted(names, held, query)
    try:
        with rows.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(new)
        connection.execute(f"COPY ({query}) TO {quoted(made)} (FORMAT parquet, COMPRESSION zstd)")
    finally:
        with suppress(FileNotFoundError):
            rows.unlink()


def _sorted(names: str, held: str, new: str) -> str:
    """Return the query of rows that are held and of new ones, sorted by centre."""
    both = f"{held} UNION ALL SELECT *, 1, row_number() OVER () FROM ({new})"
    return f"SELECT {names} FROM ({both}) ORDER BY centre, run, nth"


def _between(names: str, held: str, new: str, codes: Collection[str]) -> str:
    """Return the same where few centres have new rows: they are put in their place, in half the time."""
    pieces, last = [], ""
    for code in map(quoted, sorted(codes)):
        pieces.append(f"SELECT {names} FROM ({held}) WHERE centre <= {code}{last}")
        pieces.append(f"SELECT {names} FROM ({new}) WHERE centre = {code}")
        last = f" AND centre > {code}"  # for the next piece
    return " UNION ALL ".join((*pieces, f"SELECT {names} FROM ({held}) WHERE true{last}"))

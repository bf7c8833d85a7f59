"""Make the Parquet files of a store: of new rows, and of those of an older file that stay."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.database import is_of_duckdb, listed, quoted, rows_of
from akmxl.actions.consolidate.figures import FIGURE, PRINTED
from akmxl.actions.consolidate.parquet import DAY, FREE_TEXT, KEY, NUMBER, WHOLE, WORD, Block, parquet
from akmxl.actions.consolidate.tidy import TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from akmxl.actions.consolidate.database import Connection
    from akmxl.actions.consolidate.store_index import Part
    from akmxl.plan.returns.records import Centre

_TYPES = {"version": "BIGINT", "value": "DOUBLE", "received": "DATE"}
_READ = {**_TYPES, "received": "VARCHAR"}  # a day as its text
_KINDS = {"version": WHOLE, "value": NUMBER, "received": DAY, "key": KEY, "unit": KEY, TEXT: FREE_TEXT}
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
    connection: Connection, path: Path, old: Part, columns: Iterable[str], codes: Collection[str],
    gone: Collection[str],
) -> list[Block]:  # fmt: skip
    """Return the rows of centres that stay in a file, in their order.

    Those of the files that are ``gone`` go, and so do texts, where ``columns`` have none.
    """
    shown = [
        f"NULL AS {name}" if name == TEXT and not old.texts
        else f"CAST({name} AS {_READ.get(name, 'VARCHAR')}) AS {name}"
        for name in columns
    ]  # fmt: skip
    only = f" AND file_sha256 NOT IN {listed(gone)}" if gone else ""
    if old.texts and TEXT not in columns:
        only += (
            f" AND starts_with(key, {quoted(FIGURE)}) "
            f"AND ({TEXT} IS NULL OR regexp_full_match({TEXT}, {quoted(PRINTED)}))"
        )
    rows = rows_of(
        connection,
        f"SELECT {', '.join(shown)} FROM read_parquet({quoted(path)}, file_row_number = true) "
        f"WHERE centre IN {listed(codes)}{only} ORDER BY file_row_number",
    )
    return [_block(list(its)) for _, its in groupby(rows, key=itemgetter(0))]


def _block(rows: Sequence[tuple[object, ...]]) -> Block:
    """Return the rows of one centre as a block."""
    code, *columns = zip(*rows, strict=True)
    return Block(len(rows), (code[0], *columns))


def held_centres(connection: Connection, path: Path, codes: set[str]) -> list[tuple[object, ...]]:
    """Return the rows of centres that stay in their table; none where it is damaged."""
    names = ", ".join(f'"{name}"' for name in CENTRE_COLUMNS)
    try:
        return rows_of(
            connection, f"SELECT {names} FROM read_parquet({quoted(path)}) WHERE centre IN {listed(codes)}"
        )
    except Exception as error:
        if not is_of_duckdb(error):
            raise
        return []


def rows_of_centres(centres: Iterable[Centre]) -> list[tuple[object, ...]]:
    """Return the rows of centres in their table."""
    return [
        (one.code, one.name, one.region, one.district, one.group, one.since, one.until) for one in centres
    ]


def figures_parquet(columns: Iterable[str], blocks: Iterable[Block]) -> bytes:
    """Return the file of figures; raises ``CannotHold``."""
    return parquet({name: _KINDS.get(name, WORD) for name in columns}, list(blocks))


def centres_parquet(rows: Iterable[Sequence[object]]) -> bytes:
    """Return the file of centres, by their codes; raises ``CannotHold``."""
    shown = sorted([str(one or "") for one in row] for row in rows)
    blocks = [Block(1, [one or None for one in row]) for row in shown]
    return parquet(dict.fromkeys(CENTRE_COLUMNS, WORD), blocks)

"""Make the Parquet files of a store: of new rows, and of those of an older file that stay.

Rows of a file that is as it was made are not taken apart: they go over in ranges, whole columns of them.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from arro3.core import Array, DataType, Field, RecordBatch, Schema, Table
from arro3.io import read_parquet, write_parquet

from akmxl.actions.consolidate.database import quoted, rows_of
from akmxl.actions.consolidate.figures import FIGURE, is_figure
from akmxl.actions.consolidate.store_index import SQL_TYPES
from akmxl.actions.consolidate.tidy import COLUMNS, TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from akmxl.actions.consolidate.database import Connection
    from akmxl.plan.returns.records import Centre

    Row = Sequence[object]

CENTRE_COLUMNS = ("centre", "name", "region", "district", "like", "since", "until")
_DAY_0 = date(1970, 1, 1)  # from which Parquet counts days
_AT_ONCE = 1 << 20  # rows that are read at a time: a file has fewer


class Older:
    """The rows of an older file, and which are those of a centre: they stand together."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._places: dict[str, range] = {}
        start = 0
        for code, rows in groupby(table.column("centre").to_pylist()):
            stop = start + sum(1 for _ in rows)
            self._places[str(code)] = range(start, stop)
            start = stop

    @classmethod
    def of(cls, data: bytes) -> Older:
        """Return the rows of a file that is as it was made."""
        return cls(read_parquet(BytesIO(data), batch_size=_AT_ONCE).read_all())

    @classmethod
    def of_another(cls, connection: Connection, path: Path, *, texts: bool) -> Older:
        """Return those of a file that others may have made: DuckDB reads what any program writes."""
        columns = (*COLUMNS, TEXT) if texts else COLUMNS
        shown = ", ".join(f"CAST({name} AS {SQL_TYPES.get(name, 'VARCHAR')})" for name in columns)
        source = f"read_parquet({quoted(path)}, file_row_number = true)"
        rows = rows_of(connection, f"SELECT {shown} FROM {source} ORDER BY centre, file_row_number")
        return cls(Table.from_batches([_batch(columns, rows)]))

    def kept(self, code: str, columns: Sequence[str], gone: Collection[str]) -> range | list[Row]:
        """Return where the rows of a centre are; or what stays of them, where not all of it does.

        Those of the files that are ``gone`` go, and so do texts, where ``columns`` have none.
        """
        place, own = self._places.get(code, range(0)), self._table.column_names  # its texts may have gone
        if not gone and own == list(columns):
            return place
        part = self._table.slice(place.start, len(place))
        cells = zip(*(part.column(name).to_pylist() for name in own), strict=True)
        rows = [dict(zip(own, row, strict=True)) for row in cells]
        return [
            tuple(map(row.get, columns))
            for row in rows
            if row["file_sha256"] not in gone and (TEXT in columns or _is_figure(row))
        ]

    def between(self, place: range) -> list[RecordBatch]:
        """Return rows as they are."""
        return self._table.slice(place.start, len(place)).to_batches()


def _is_figure(row: Mapping[str, object]) -> bool:
    text = row.get(TEXT)
    return str(row["key"]).startswith(FIGURE) and (text is None or is_figure(str(text)))


class MadeRows:
    """The rows of a file being made, one centre after another."""

    def __init__(self, columns: Sequence[str], older: Older | None = None) -> None:
        self._columns, self._older = columns, older
        self._pieces: list[range | list[Row]] = []

    def add(self, *pieces: range | Sequence[Row]) -> None:
        """Add the rows of a centre: those that are in the older file, or new ones."""
        for piece in filter(len, pieces):
            last = self._pieces[-1] if self._pieces else None
            if isinstance(piece, range):
                if isinstance(last, range) and last.stop == piece.start:
                    self._pieces[-1] = range(last.start, piece.stop)
                else:
                    self._pieces.append(piece)
            elif isinstance(last, list):
                last += piece
            else:
                self._pieces.append(list(piece))

    def parquet(self) -> bytes:
        """Return the file: the same rows give the same bytes, whichever of them are new."""
        target = BytesIO()
        table = Table.from_batches(list(self._batches()), schema=_schema(self._columns)).combine_chunks()
        write_parquet(table, target, compression="zstd(1)", max_row_group_size=_AT_ONCE)
        return target.getvalue()

    def _batches(self) -> Iterable[RecordBatch]:
        for piece in self._pieces:
            if not isinstance(piece, range):
                yield _batch(self._columns, piece)
            elif self._older:
                yield from self._older.between(piece)


def _schema(columns: Iterable[str]) -> Schema:
    return Schema([Field(name, _ARROW[SQL_TYPES.get(name, "VARCHAR")]()) for name in columns])


_ARROW = {
    "BIGINT": DataType.int64, "DOUBLE": DataType.float64, "DATE": DataType.date32, "VARCHAR": DataType.utf8
}  # fmt: skip


def _batch(columns: Sequence[str], rows: Iterable[Row]) -> RecordBatch:
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    made = [_array(SQL_TYPES.get(name, "VARCHAR"), its) for name, its in zip(columns, cells, strict=True)]
    return RecordBatch.from_arrays(made, schema=_schema(columns))


def _array(kind: str, cells: Sequence[object]) -> Array:
    """Return a column; what is empty is nothing."""
    if kind == "DATE":
        days = {cell: _day(cell) for cell in set(cells)}
        return Array([days[cell] for cell in cells], type=DataType.int32()).cast(DataType.date32())
    if kind == "VARCHAR":
        cells = [str(cell) if cell else None for cell in cells]
    return Array(cells, type=_ARROW[kind]())


def _day(cell: object) -> int | None:
    if not cell:
        return None
    return ((cell if isinstance(cell, date) else date.fromisoformat(str(cell))) - _DAY_0).days


def files_held(connection: Connection, path: Path) -> tuple[bool, dict[str, list[str]]]:
    """Read a file whole: whether it has texts, and the forms of each centre; raises DuckDB's errors."""
    source = f"read_parquet({quoted(path)})"
    columns = [row[0] for row in rows_of(connection, f"DESCRIBE SELECT * FROM {source}")]
    held: dict[str, list[str]] = {}
    for code, file in rows_of(connection, f"SELECT DISTINCT centre, file_sha256 FROM {source} ORDER BY ALL"):
        held.setdefault(str(code), []).append(str(file))
    rows_of(connection, f"SELECT count(COLUMNS(*)) FROM {source}")  # reads all of it
    return TEXT in columns, held


def rows_of_centres(centres: Iterable[Centre]) -> list[Row]:
    """Return the rows of centres in their table."""
    return [
        (one.code, one.name, one.region, one.district, one.group, one.since, one.until) for one in centres
    ]


def centres_held(connection: Connection, path: Path) -> list[Row]:
    """Read the table of centres; raises DuckDB's errors."""
    names = ", ".join(f'"{name}"' for name in CENTRE_COLUMNS)
    return list(rows_of(connection, f"SELECT {names} FROM read_parquet({quoted(path)})"))

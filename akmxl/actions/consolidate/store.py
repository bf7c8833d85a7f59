"""Keep the figures of all forms as tidy rows in Parquet files, and ask them in SQL.

A row is a value that a form says: centre, report, period, version, key, value, unit, status, the file's
hash and the day on which it came. A question is asked of a copy that DuckDB (``pip install akmxl[milliy]``)
has in memory, and that can reach neither disk nor network.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.database import connected, is_of_duckdb, quoted
from akmxl.actions.consolidate.extra import import_duckdb, import_extra
from akmxl.actions.consolidate.store_index import CENTRES, CENTRES_FILE, FIGURES, SQL_TYPES, parquets
from akmxl.actions.consolidate.tidy import COLUMNS
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pandas import DataFrame

    from akmxl.actions.consolidate.database import Connection


def refuse_unfit(store: Path, *, asked: bool = True) -> None:
    """Raise ``FileProblem`` where the extra is not installed or no folder can be: before anything is read.

    DuckDB is needed where the store is ``asked``; without it the store is written.
    """
    import_extra("arro3.io")
    if asked:
        import_duckdb()
    try:
        is_other = store.exists() and not store.is_dir()
    except OSError as error:
        raise cannot_write(store, error) from error
    if is_other:
        raise FileProblem(
            N_("“{file}” is a file; the store is a folder. Name a folder. Nothing was changed."), file=store
        )


def refuse_question(store: Path, question: str) -> None:
    """Raise ``BadArgument`` for a question that asks nothing or that nobody understands."""
    with connected(store) as connection:
        try:
            asks = connection.extract_statements(question)
        except Exception as error:
            raise _misunderstood(error) from error
        if not asks:
            raise BadArgument(N_("The question is empty. Ask for example: SELECT * FROM figures LIMIT 10"))


class Answer(NamedTuple):
    """What a question gives: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def ask(store: Path, question: str) -> Answer:
    """Ask a store in SQL; its tables are ``figures`` and ``centres``.

    Raises ``FileProblem`` where there is no store, ``BadArgument`` where the question is not understood.
    """
    refuse_unfit(store)
    refuse_question(store, question)
    with _loaded(store) as connection:
        try:
            found = connection.execute(question)
            columns = tuple(str(column[0]) for column in (found and found.description) or ())
            return Answer(columns, found.fetchall() if found and columns else [])
        except Exception as error:
            raise _misunderstood(error) from error


def frame(store: Path) -> DataFrame:
    """Return all rows of a store as a DataFrame. Raises ``FileProblem`` where there is no store."""
    refuse_unfit(store)
    with _loaded(store) as connection:
        order = "report, period, centre, version, file_sha256"
        found = connection.execute(f"SELECT * FROM {FIGURES} ORDER BY {order}")
        assert found is not None
        return found.df()


def _misunderstood(error: Exception) -> BadArgument:
    """Return what a question's error is called; raises what is none of DuckDB's."""
    if not is_of_duckdb(error):
        raise error
    return BadArgument(
        N_("The question is not understood: {why} Tables: figures, centres."),
        why=str(error).partition("\n")[0],
    )


@contextmanager
def _loaded(store: Path) -> Iterator[Connection]:
    """Load a store into memory, then close the way to the disk and the network for good."""
    folder, centres = store / FIGURES, store / CENTRES_FILE
    files = parquets(folder) if folder.is_dir() else []
    if not files and not centres.is_file():
        raise FileProblem(
            N_(
                "There is no store in “{folder}”. Make it: akmxl consolidate PATH --out FILE --store {folder}"
            ),
            folder=store,
        )
    with connected(store) as connection:
        if not files:  # of all that came nothing has figures
            columns = ", ".join(f"{name} {SQL_TYPES.get(name, 'VARCHAR')}" for name in COLUMNS)
            connection.execute(f"CREATE TABLE {FIGURES} ({columns})")
        for table, paths in ((FIGURES, files), (CENTRES, [centres])):
            try:
                source = f"read_parquet([{', '.join(map(quoted, paths))}], union_by_name = true)"
                if paths:
                    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {source}")
            except Exception as error:
                if not is_of_duckdb(error):
                    raise
                raise FileProblem(
                    N_("The store in “{folder}” is damaged. Consolidate all its forms anew."),
                    folder=store,
                ) from error
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection

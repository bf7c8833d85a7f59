"""Write the rows of a consolidation into the files of a store, beside those that earlier runs brought.

A report's period is a file. What this run brought of a centre takes the place of what the file held of it,
where a form of it counts; the rows of other centres stay. All is made under temporary names first, and put
in its place at the end.
"""

from __future__ import annotations

import csv
import json
import re
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.database import connected, is_of_duckdb, listed, quoted, rows_of
from akmxl.actions.consolidate.figures import FIGURE, PRINTED
from akmxl.actions.consolidate.tidy import TEXT, Tidy, write_rows
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import cannot_write, create_file
from akmxl.ooxml.package.temporaries import sweep, temporary_name
from akmxl.ooxml.package.together import kept, make_folders
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from akmxl.actions.consolidate.database import Connection
    from akmxl.plan.returns.records import Centre, Consolidation, Entry

FIGURES, CENTRES = "figures", "centres"  # the tables of a query
_INDEX = "index.json"
_TYPES = {"version": "BIGINT", "value": "DOUBLE", "received": "DATE"}
_CENTRE_COLUMNS = ("centre", "name", "region", "district", "like", "since", "until")
_NAMED = re.compile(r".*-[0-9a-f]{8}\.parquet")


class _Rows(NamedTuple):
    """What a file holds of a centre: a hash of what its rows come from (empty: unknown), its forms."""

    print: str
    files: tuple[str, ...]


class _Part(NamedTuple):
    """What is known of a file of the store: its bytes, whether it has texts, its rows by centre."""

    sha256: str
    texts: bool
    centres: Mapping[str, _Rows]


class Made:
    """The files of a store as they are to be, under temporary names."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.ready: list[tuple[Path, Path]] = []  # the file that was made, its place
        self.gone: list[Path] = []
        self.index: dict[str, _Part] = {}

    def put(self) -> int:
        """Put all in its place; return how many files of figures changed. Raises ``FileProblem``."""
        folder = self.store / FIGURES
        try:
            for made, place in self.ready:
                with kept(place):
                    made.replace(place)
            for path in self.gone:
                with kept(path), suppress(FileNotFoundError):
                    path.unlink()
        except OSError as error:
            raise cannot_write(folder, error) from error
        data = json.dumps(self.index, indent=1).encode()
        if _read(folder / _INDEX) != data:
            create_file(folder / _INDEX, data, overwrite=True)
        return sum(place.parent == folder for _made, place in self.ready)


@contextmanager
def store_made(store: Path, consolidation: Consolidation, *, texts: bool) -> Iterator[Made]:
    """Make the files of a store; nothing changes before they are put. Raises ``FileProblem``."""
    made = Made(store)
    try:
        _make(made, consolidation, texts=texts)
        yield made
    finally:
        for path, _place in made.ready:
            with suppress(OSError):
                path.unlink()


def parquets(folder: Path) -> list[Path]:
    """Return the files of figures in a store's folder: those named as the store names them."""
    return sorted(path for path in folder.glob("*.parquet") if _NAMED.fullmatch(path.name))


def _make(made: Made, consolidation: Consolidation, *, texts: bool) -> None:
    folder = made.store / FIGURES
    try:
        make_folders(folder)
        sweep(str(folder))
        sweep(str(made.store))
        with connected(made.store) as connection:
            making = _Making(made, connection, consolidation, texts=texts)
            making.parts()
            making.centres(consolidation.centres)
    except OSError as error:
        raise cannot_write(folder, error) from error
    except Exception as error:
        if not is_of_duckdb(error):
            raise
        raise FileProblem(
            N_("The store in “{folder}” cannot be written: {why} Nothing was changed."),
            folder=made.store,
            why=str(error).partition("\n")[0],
        ) from error


class _Making:
    """A run's way into the store: what it brought, and what is there."""

    def __init__(
        self, made: Made, connection: Connection, consolidation: Consolidation, *, texts: bool
    ) -> None:
        self._made = made
        self._folder = made.store / FIGURES
        self._connection = connection
        self._texts = texts
        self._tidy = Tidy(consolidation, texts=texts)
        self._came = {one.came.sha256 for one in consolidation.entries}
        self._brought: dict[str, list[Entry]] = {}
        for entry in self._tidy.entries:
            self._brought.setdefault(_part_name(entry.report, entry.period), []).append(entry)

    def parts(self) -> None:
        """Make each file anew of which something changed."""
        index = _index(self._folder)
        for name in sorted({*self._brought, *index}):
            self._part(name, index.get(name))

    def _part(self, name: str, known: _Part | None) -> None:
        path = self._folder / name
        new = self._by_centre(self._brought.get(name, ()))
        if known and not new and self._stays(known):
            if path.is_file():
                self._made.index[name] = known
            return
        sure = {one.centre for one in self._brought.get(name, ()) if one.status is Status.ACCEPTED}
        old = self._there(path, known, sure)
        stay = {
            code: _Rows(rows.print if len(left) == len(rows.files) else "", left)
            for code, rows in (old.centres if old else {}).items()
            if code not in sure and (left := tuple(one for one in rows.files if one not in self._came))
        }
        both = {
            code: _Rows(new[code].print, (*rows.files, *new[code].files))
            for code, rows in stay.items()
            if code in new
        }
        centres = {
            code: rows._replace(files=tuple(sorted(rows.files)))
            for code, rows in sorted((stay | new | both).items())
        }
        if old and old.sha256 and old.centres == centres and not (old.texts and not self._texts):
            self._made.index[name] = old
        elif centres:
            self._anew(path, old, stay, centres)
        elif known:
            self._made.gone.append(path)

    def _stays(self, known: _Part) -> bool:
        """Tell whether a file of which nothing came stays as it is."""
        came = any(one in self._came for rows in known.centres.values() for one in rows.files)
        return not came and not (known.texts and not self._texts)

    def _there(self, path: Path, known: _Part | None, sure: set[str]) -> _Part | None:
        """Return what a file holds; None for no file, and for a damaged one of which all came again."""
        data = _read(path)
        if data is None:
            return None
        if known and known.sha256 == sha256(data).hexdigest():
            return known
        source = f"read_parquet({quoted(path)})"
        try:
            columns = [row[0] for row in rows_of(self._connection, f"DESCRIBE SELECT * FROM {source}")]
            held: dict[str, list[str]] = {}
            for code, file in rows_of(
                self._connection, f"SELECT DISTINCT centre, file_sha256 FROM {source} ORDER BY ALL"
            ):
                held.setdefault(str(code), []).append(str(file))
            rows_of(self._connection, f"SELECT count(COLUMNS(*)) FROM {source}")  # reads all of it
        except Exception as error:
            if not is_of_duckdb(error):
                raise
            if known and not sure.issuperset(known.centres):
                raise FileProblem(
                    N_(
                        "The store’s file “{file}” is damaged, and not all of its centres’ forms came now. "
                        "Consolidate all forms of its period together, or delete it. Nothing was changed."
                    ),
                    file=path,
                ) from error
            return None
        return _Part("", TEXT in columns, {code: _Rows("", tuple(files)) for code, files in held.items()})

    def _anew(
        self, path: Path, old: _Part | None, stay: Mapping[str, _Rows], centres: dict[str, _Rows]
    ) -> None:
        entries = list(self._brought.get(path.name, ()))

        def write(rows: Path) -> None:
            with rows.open("w", encoding="utf-8", newline="") as stream:
                write_rows(stream, self._tidy, entries)

        held = self._held(path, old, stay) if old and stay else ""
        made = self._to_parquet(path, self._tidy.columns, write, held)
        digest = sha256(made.read_bytes()).hexdigest()
        self._made.index[path.name] = _Part(digest, self._texts, centres)

    def _by_centre(self, entries: Sequence[Entry]) -> dict[str, _Rows]:
        found: dict[str, list[Entry]] = {}
        for one in entries:
            found.setdefault(one.centre, []).append(one)
        return {
            code: _Rows(self._tidy.fingerprint(its), tuple(sorted({one.came.sha256 for one in its})))
            for code, its in found.items()
        }

    def _held(self, path: Path, old: _Part, stay: Mapping[str, _Rows]) -> str:
        """Return the query of the rows that stay in a file, numbered in their order."""
        shown = [
            f"NULL AS {name}" if name == TEXT and not old.texts
            else f"CAST({name} AS {_TYPES.get(name, 'VARCHAR')}) AS {name}"
            for name in self._tidy.columns
        ]  # fmt: skip
        gone = {one for code in stay for one in old.centres[code].files} & self._came
        only = f" AND file_sha256 NOT IN {listed(gone)}" if gone else ""
        if old.texts and not self._texts:
            only += (
                f" AND starts_with(key, {quoted(FIGURE)}) "
                f"AND ({TEXT} IS NULL OR regexp_full_match({TEXT}, {quoted(PRINTED)}))"
            )
        return (
            f"SELECT {', '.join(shown)}, 0 AS run, file_row_number AS nth "
            f"FROM read_parquet({quoted(path)}, file_row_number = true) WHERE centre IN {listed(stay)}{only}"
        )

    def _to_parquet(
        self, path: Path, columns: Sequence[str], write: Callable[[Path], None], held: str
    ) -> Path:
        """Write rows as CSV, and let DuckDB make Parquet of them and of those that stay."""
        rows, made = (path.parent / temporary_name() for _ in range(2))
        types = ", ".join(f"{quoted(name)}: {quoted(_TYPES.get(name, 'VARCHAR'))}" for name in columns)
        query = (
            f"SELECT * FROM read_csv({quoted(rows)}, columns = {{{types}}}, header = false, "
            "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', parallel = false, "
            "max_line_size = 20000000)"
        )
        if held:
            names = ", ".join(f'"{name}"' for name in columns)
            both = f"{held} UNION ALL SELECT *, 1, row_number() OVER () FROM ({query})"
            query = f"SELECT {names} FROM ({both}) ORDER BY centre, run, nth"
        self._made.ready.append((made, path))
        try:
            write(rows)
            self._connection.execute(f"COPY ({query}) TO {quoted(made)} (FORMAT parquet, COMPRESSION zstd)")
        finally:
            with suppress(FileNotFoundError):
                rows.unlink()
        return made

    def centres(self, centres: Sequence[Centre]) -> None:
        """Make the table of centres: those of this run, and others of which the store has rows."""
        path = self._made.store / f"{CENTRES}.parquet"
        codes = {code for part in self._made.index.values() for code in part.centres}
        others = codes - {one.code for one in centres}

        def write(rows: Path) -> None:
            with rows.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows(
                    (one.code, one.name, one.region, one.district, one.group, one.since, one.until)
                    for one in centres
                )

        held = self._held_centres(path, others) if others and path.is_file() else ""
        self._to_parquet(path, _CENTRE_COLUMNS, write, held)

    def _held_centres(self, path: Path, codes: set[str]) -> str:
        """Return the query of centres that stay; empty where the table is damaged."""
        names = ", ".join(f'"{name}"' for name in _CENTRE_COLUMNS)
        source = f"read_parquet({quoted(path)}, file_row_number = true)"
        query = (
            f"SELECT {names}, 0 AS run, file_row_number AS nth FROM {source} WHERE centre IN {listed(codes)}"
        )
        try:
            rows_of(self._connection, query)
        except Exception as error:
            if not is_of_duckdb(error):
                raise
            return ""
        return query


def _part_name(report: str, period: str) -> str:
    """Return a name that any disk takes: a report's code may hold ``/``, and what forms say anything."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", f"{report}_{period}")[:60]
    return f"{plain}-{sha256(repr((report, period)).encode()).hexdigest()[:8]}.parquet"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _index(folder: Path) -> dict[str, _Part]:
    """Return what the store says of its files; what is not as akmxl writes it says nothing."""
    try:
        found = json.loads((folder / _INDEX).read_bytes())
        return {
            str(name): _Part(
                str(sha), bool(texts), {code: _Rows(fp, tuple(files)) for code, (fp, files) in held.items()}
            )
            for name, (sha, texts, held) in found.items()
            if _NAMED.fullmatch(name) and "/" not in name and "\\" not in name
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}

"""Write the rows of a consolidation into the files of a store, beside those that earlier runs brought.

A report's period is a file, or several where its forms are long. What this run brought of a centre takes the
place of what the file held of it, where a form of it counts; the rows of other centres stay. All is made
under temporary names first, and put in its place at the end.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.database import connected, is_of_duckdb
from akmxl.actions.consolidate.store_index import (
    CENTRES_FILE,
    FIGURES,
    Part,
    Rows,
    parquets,
    part_of,
    parts_of,
    read_bytes,
    read_index,
    write_index,
)
from akmxl.actions.consolidate.store_rows import (
    CENTRE_COLUMNS,
    MadeRows,
    Older,
    centres_held,
    files_held,
    rows_of_centres,
)
from akmxl.actions.consolidate.tidy import Tidy
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import cannot_write
from akmxl.ooxml.package.temporaries import sweep_below, temporary_name
from akmxl.ooxml.package.together import kept, make_folders
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence, Set
    from pathlib import Path

    from akmxl.actions.consolidate.database import Connection
    from akmxl.actions.consolidate.tidy import Row
    from akmxl.plan.returns.records import Centre, Consolidation, Entry


class Made:
    """The files of a store as they are to be, under temporary names."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.ready: list[tuple[Path, Path]] = []  # the file that was made, its place
        self.gone: list[Path] = []
        self.index: dict[str, Part] = {}

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
            write_index(folder, self.index)
        except OSError as error:
            raise cannot_write(folder, error) from error
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


def _make(made: Made, consolidation: Consolidation, *, texts: bool) -> None:
    folder = made.store / FIGURES
    try:
        make_folders(folder)
        sweep_below(str(made.store))
        with ExitStack() as stack:
            making = _Making(made, stack, consolidation, texts=texts)
            making.parts()
            making.centres(consolidation.centres)
    except OSError as error:
        raise cannot_write(folder, error) from error
    except Exception as error:
        if not isinstance(error, OverflowError) and not is_of_duckdb(error):
            raise
        raise FileProblem(
            N_("The store in “{folder}” cannot be written: {why} Nothing was changed."),
            folder=made.store,
            why=str(error).partition("\n")[0],
        ) from error


class _Change(NamedTuple):
    """What becomes of a file: what it holds (None: nothing that counts), and what it is to hold by centre.

    The rows of the centres in ``stay`` stay in it, but for those of the files in ``gone``, which came again;
    those of the ``same`` centres came again as they are there.
    """

    old: Part | None
    stay: Mapping[str, Rows]
    gone: Mapping[str, Set[str]]
    same: Mapping[str, Rows]
    centres: Mapping[str, Rows]


class _Making:
    """A run's way into the store: what it brought, and what is there."""

    def __init__(self, made: Made, stack: ExitStack, consolidation: Consolidation, *, texts: bool) -> None:
        self._made = made
        self._folder = made.store / FIGURES
        self._stack = stack
        self._texts = texts
        self._tidy = Tidy(consolidation, texts=texts)
        self._index = read_index(self._folder)
        self._came = {one.came.sha256 for one in consolidation.entries}
        self._brought: dict[str, list[Entry]] = {}
        self._sure: dict[str, set[str]] = {}  # centres of which a form counts, with rows or without
        for entry in self._tidy.entries:
            self._brought.setdefault(part_of(entry), []).append(entry)
        for entry in consolidation.entries:
            for name in parts_of(entry) if entry.status is Status.ACCEPTED else ():
                self._sure.setdefault(name, set()).add(entry.centre)

    @cached_property
    def _connection(self) -> Connection:
        """Open the database where a file is read that others made: that takes longer than all else here."""
        return self._stack.enter_context(connected(self._made.store))

    def parts(self) -> None:
        """Make each file anew of which something changed, or of which nobody knows what it holds."""
        there = (path.name for path in parquets(self._folder))
        for name in sorted({*self._brought, *self._index, *there} - {CENTRES_FILE}):
            self._part(name, self._index.get(name))

    def _part(self, name: str, known: Part | None) -> None:
        path, brought, sure = self._folder / name, self._brought.get(name, []), self._sure.get(name, set())
        if known and not brought and self._stays(known, sure):
            if path.is_file():
                self._made.index[name] = known
            return
        change = self._change(path, known, brought, sure)
        fresh = [one for one in brought if one.centre not in change.same]
        if not change.centres:
            self._made.gone += [path] if known or change.old else []
        elif (old := change.old) and self._is_fit(old) and old.centres == change.centres:
            self._made.index[name] = old
        else:
            self._anew(path, change, fresh)

    def _change(
        self, path: Path, known: Part | None, brought: Sequence[Entry], sure: Collection[str]
    ) -> _Change:
        """Tell what a file is to hold, centre by centre."""
        old, new = self._there(path, known, sure), self._by_centre(brought)
        held = old.centres if old else {}
        stays_whole = old is not None and old.texts == self._texts
        stay = {
            code: Rows(rows.print if stays_whole and len(left) == len(rows.files) else "", left)
            for code, rows in held.items()
            if code not in sure and (left := tuple(one for one in rows.files if one not in self._came))
        }
        both = {
            code: Rows(new[code].print, tuple(sorted((*rows.files, *new[code].files))))
            for code, rows in stay.items()
            if code in new
        }
        gone = {code: came for code in stay if (came := self._came.intersection(held[code].files))}
        same = {code: rows for code, rows in new.items() if code not in stay and held.get(code) == rows}
        return _Change(old, stay, gone, same, dict(sorted((stay | new | both).items())))

    def _stays(self, known: Part, sure: Collection[str]) -> bool:
        """Tell whether a file of which no rows came stays as it is."""
        came = any(one in self._came for rows in known.centres.values() for one in rows.files)
        return not came and known.centres.keys().isdisjoint(sure) and self._is_fit(known)

    def _is_fit(self, known: Part) -> bool:
        """Tell whether nothing in a file has to go whatever came: it is as it was made, and has no texts."""
        return bool(known.sha256) and not (known.texts and not self._texts)

    def _there(self, path: Path, known: Part | None, sure: Collection[str]) -> Part | None:
        """Return what a file holds; None for no file, and for a damaged one of which all came again."""
        data = read_bytes(path)
        if data is None:
            return None
        if known and known.sha256 == sha256(data).hexdigest():
            return known
        try:
            texts, held = files_held(self._connection, path)
        except Exception as error:
            if not is_of_duckdb(error):
                raise
            if known and not known.centres.keys() <= set(sure):
                raise _damaged(path) from error
            return None
        return Part("", texts, {code: Rows("", tuple(files)) for code, files in held.items()})

    def _anew(self, path: Path, change: _Change, fresh: Sequence[Entry]) -> None:
        """Make a file: of each centre the rows that stay, then the new ones."""
        older, columns = self._older(path, change), self._tidy.columns
        new: dict[str, list[Row]] = {}
        for one in fresh:
            new.setdefault(one.centre, []).extend(self._tidy.rows(one))
        made, stays = MadeRows(columns, older), {*change.stay, *change.same}
        for code in change.centres:
            kept = older.kept(code, columns, change.gone.get(code, ())) if older and code in stays else ()
            made.add(kept, new.get(code, ()))
        digest = self._to_be_put(path, made.parquet())
        self._made.index[path.name] = Part(digest, self._texts, change.centres)

    def _older(self, path: Path, change: _Change) -> Older | None:
        """Return the rows of the older file, where some of them stay."""
        old = change.old
        if old is None or not (change.stay or change.same):
            return None
        if not old.sha256:
            return Older.of_another(self._connection, path, texts=old.texts)
        return Older.of(path.read_bytes())

    def _by_centre(self, entries: Sequence[Entry]) -> dict[str, Rows]:
        found: dict[str, list[Entry]] = {}
        for one in entries:
            found.setdefault(one.centre, []).append(one)
        return {
            code: Rows(self._tidy.fingerprint(its), tuple(sorted({one.came.sha256 for one in its})))
            for code, its in found.items()
        }

    def _to_be_put(self, path: Path, data: bytes) -> str:
        """Write a file, to be put in its place; return its hash."""
        made = path.parent / temporary_name()
        self._made.ready.append((made, path))
        made.write_bytes(data)
        return sha256(data).hexdigest()

    def centres(self, centres: Sequence[Centre]) -> None:
        """Make the table of centres: those of this run, and others of which the store has rows."""
        path, rows = self._made.store / CENTRES_FILE, rows_of_centres(centres)
        codes = {code for part in self._made.index.values() for code in part.centres}
        others = codes - {one.code for one in centres}
        said = sha256(repr((CENTRE_COLUMNS, rows, sorted(others))).encode("utf-8", "replace")).hexdigest()
        old = self._index.get(CENTRES_FILE)
        if not old or old.centres != {"": Rows(said, ())} or not _is_there(path, old):
            if others and path.is_file():
                held = [row for row in self._centres_there(path) if row[0] in others]
                rows = sorted([*rows, *held], key=_code)
            made = MadeRows(CENTRE_COLUMNS)
            made.add(rows)
            old = Part(self._to_be_put(path, made.parquet()), False, {"": Rows(said, ())})
        self._made.index[CENTRES_FILE] = old

    def _centres_there(self, path: Path) -> Sequence[Sequence[object]]:
        try:
            return centres_held(self._connection, path)
        except Exception as error:
            if not is_of_duckdb(error):
                raise
            raise _damaged(path) from error


def _damaged(path: Path) -> FileProblem:
    return FileProblem(
        N_(
            "The store’s file “{file}” is damaged, and not all of its centres’ forms came now. "
            "Consolidate all forms of its period together, or delete it. Nothing was changed."
        ),
        file=path,
    )


def _code(row: Sequence[object]) -> str:
    return str(row[0])


def _is_there(path: Path, known: Part) -> bool:
    data = read_bytes(path)
    return data is not None and sha256(data).hexdigest() == known.sha256

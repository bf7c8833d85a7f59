"""Write the rows of a consolidation into the files of a store, beside those that earlier runs brought.

A report's period is a file. What this run brought of a centre takes the place of what the file held of it,
where a form of it counts; the rows of other centres stay. All is made under temporary names first, and put
in its place at the end.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.database import TO_WRITE, connected, is_of_duckdb
from akmxl.actions.consolidate.store_index import (
    CENTRES,
    FIGURES,
    Part,
    Rows,
    part_name,
    read_bytes,
    read_index,
    write_index,
)
from akmxl.actions.consolidate.store_rows import (
    CENTRE_COLUMNS,
    files_held,
    held_centres,
    held_rows,
    make_parquet,
    write_centres,
)
from akmxl.actions.consolidate.tidy import Tidy, write_rows
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import cannot_write
from akmxl.ooxml.package.temporaries import sweep_below, temporary_name
from akmxl.ooxml.package.together import kept, make_folders
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from akmxl.actions.consolidate.database import Connection
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
        except OSError as error:
            raise cannot_write(folder, error) from error
        write_index(folder, self.index)
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
        with connected(made.store, TO_WRITE) as connection:
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


class _Change(NamedTuple):
    """What becomes of a file: what it holds (None: nothing that counts), and what it is to hold by centre.

    The rows of the centres in ``stay`` stay in it, but for those of files that came again; those of the
    ``same`` centres came again as they are there.
    """

    old: Part | None
    stay: Mapping[str, Rows]
    same: Mapping[str, Rows]
    centres: Mapping[str, Rows]


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
            self._brought.setdefault(part_name(entry.report, entry.period), []).append(entry)

    def parts(self) -> None:
        """Make each file anew of which something changed."""
        index = read_index(self._folder)
        for name in sorted({*self._brought, *index}):
            self._part(name, index.get(name))

    def _part(self, name: str, known: Part | None) -> None:
        path, brought = self._folder / name, self._brought.get(name, [])
        if known and not brought and self._stays(known):
            if path.is_file():
                self._made.index[name] = known
            return
        change = self._change(path, known, brought)
        fresh = [one for one in brought if one.centre not in change.same]
        if not change.centres:
            self._made.gone += [path] if known else []
        elif change.old and self._says_the_same(change, fresh):
            self._made.index[name] = change.old._replace(centres=change.centres)
        else:
            self._anew(path, change, fresh)

    def _change(self, path: Path, known: Part | None, brought: Sequence[Entry]) -> _Change:
        """Tell what a file is to hold, centre by centre."""
        sure = {one.centre for one in brought if one.status is Status.ACCEPTED}
        old, new = self._there(path, known, sure), self._by_centre(brought)
        held = old.centres if old else {}
        stay = {
            code: Rows(rows.print if len(left) == len(rows.files) else "", left)
            for code, rows in held.items()
            if code not in sure and (left := tuple(one for one in rows.files if one not in self._came))
        }
        both = {
            code: Rows(new[code].print, tuple(sorted((*rows.files, *new[code].files))))
            for code, rows in stay.items()
            if code in new
        }
        same = {code: rows for code, rows in new.items() if code not in stay and held.get(code) == rows}
        return _Change(old, stay, same, dict(sorted((stay | new | both).items())))

    def _says_the_same(self, change: _Change, fresh: Sequence[Entry]) -> bool:
        """Tell whether a file stays as it is: all is there, or what is new has no figures."""
        old = change.old
        if not old or not old.sha256 or (old.texts and not self._texts):
            return False
        if old.centres == change.centres:
            return True
        new = (row for one in fresh for row in self._tidy.rows(one))
        return old.centres == {**change.stay, **change.same} and next(new, None) is None

    def _stays(self, known: Part) -> bool:
        """Tell whether a file of which nothing came stays as it is."""
        came = any(one in self._came for rows in known.centres.values() for one in rows.files)
        return not came and not (known.texts and not self._texts)

    def _there(self, path: Path, known: Part | None, sure: set[str]) -> Part | None:
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
            if known and not sure.issuperset(known.centres):
                raise FileProblem(
                    N_(
                        "The store’s file “{file}” is damaged, and not all of its centres’ forms came now. "
                        "Consolidate all forms of its period together, or delete it. Nothing was changed."
                    ),
                    file=path,
                ) from error
            return None
        return Part("", texts, {code: Rows("", tuple(files)) for code, files in held.items()})

    def _anew(self, path: Path, change: _Change, fresh: Sequence[Entry]) -> None:
        def write(rows: Path) -> None:
            with rows.open("w", encoding="utf-8", newline="") as stream:
                write_rows(stream, self._tidy, fresh)

        held, old = "", change.old
        if old and (change.stay or change.same):
            gone = {one for code in change.stay for one in old.centres[code].files} & self._came
            held = held_rows(path, old, self._tidy.columns, [*change.stay, *change.same], gone)
        codes = {one.centre for one in fresh} if old and old.sha256 else ()
        made = self._to_parquet(path, self._tidy.columns, write, held, codes)
        digest = sha256(made.read_bytes()).hexdigest()
        self._made.index[path.name] = Part(digest, self._texts, change.centres)

    def _by_centre(self, entries: Sequence[Entry]) -> dict[str, Rows]:
        found: dict[str, list[Entry]] = {}
        for one in entries:
            found.setdefault(one.centre, []).append(one)
        return {
            code: Rows(self._tidy.fingerprint(its), tuple(sorted({one.came.sha256 for one in its})))
            for code, its in found.items()
        }

    def _to_parquet(
        self, path: Path, columns: Sequence[str], write: Callable[[Path], None], held: str,
        codes: Collection[str] = (),
    ) -> Path:  # fmt: skip
        made = path.parent / temporary_name()
        self._made.ready.append((made, path))
        make_parquet(self._connection, made, columns, write, held, codes)
        return made

    def centres(self, centres: Sequence[Centre]) -> None:
        """Make the table of centres: those of this run, and others of which the store has rows."""
        path = self._made.store / f"{CENTRES}.parquet"
        codes = {code for part in self._made.index.values() for code in part.centres}
        held = held_centres(self._connection, path, codes - {one.code for one in centres})
        self._to_parquet(path, CENTRE_COLUMNS, partial(write_centres, centres=centres), held)

"""Go through the rows of an export that are data: totals, column numbers and repeated headings are none.

The totals that the file itself gives are held against the rows that were read.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_, number
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.importers.heading import doubled, find_heading, place_of
from akmxl.importers.numbers import read_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from akmxl.importers.heading import Heading
    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.said import Said
    from akmxl.importers.sources.table import Row, SourceTable

_LEADING = 3  # cells in which the word of a total may stand
_NUMBERED = 3  # a row of column numbers has at least so many
_REMEMBERED = 4096
NOTHING: Mapping[str, int] = MappingProxyType({})
_ONE = (1, "1")


class Rejected(NamedTuple):
    """A row that is not imported: its number as its table counts, the column's heading, why.

    ``cells`` are those of the profile's columns, in their order.
    """

    row: int
    column: str
    reason: Said
    cells: tuple[object, ...]
    table: str = ""


class Data(NamedTuple):
    """A table of an export with its heading found."""

    table: SourceTable
    heading: Heading
    profile: Profile

    def rows(self, summed: Mapping[str, int] = NOTHING) -> Iterator[Row]:
        """Yield the rows that are data, padded to the width of the heading.

        ``summed`` are the columns, by heading, whose totals the file may give. Raises ``FileProblem`` where
        these do not agree with the rows, or are not there.
        """
        control = None
        if summed and self.profile.control and not self.heading.given_back:
            control = _Control(self, summed)
        width = max((*self.heading.titles, *self.heading.columns.values()), default=0) + 1
        words = (*self.profile.skipped, *(self.profile.control if control else ()))
        leads, is_control = _led_by(words), _led_by(self.profile.control)
        first, looks_odd, is_furniture = _furniture(self.heading)
        for row, cells in self._below_heading():
            if len(cells) < width:
                cells = [*cells, *(None,) * (width - len(cells))]
            if words and any(map(leads, cells[:_LEADING])):
                if control is not None and any(map(is_control, cells[:_LEADING])):
                    control.check(row, cells)
            elif not ((cells[first] in looks_odd or cells[0] in _ONE) and is_furniture(cells)):
                if control is not None:
                    control.add(row, cells)
                yield row, cells
        if control is not None:
            control.finish()

    def _below_heading(self) -> Iterator[Row]:
        rows = self.table.read()
        for row, cells in rows:
            if row >= self.heading.first:
                yield row, cells
                break
        yield from rows

    def cells(self, row: Sequence[object]) -> tuple[object, ...]:
        """Return a row's cells of the profile's columns, in the profile's order."""
        columns = self.heading.columns
        return tuple(row[columns[name]] if name in columns else None for name in self.profile.columns)

    def title(self, name: str) -> str:
        """Return the heading of a profile's column as the export has it."""
        return self.heading.titles.get(self.heading.columns.get(name, -1), name)


def data_of(tables: Iterable[SourceTable], profile: Profile) -> list[Data]:
    """Return the tables of a source that a profile fits. Raises ``FileProblem`` where none is one."""
    found, seen = [], []
    for table in tables:
        if profile.sheet and table.sheet and fold(profile.sheet) != fold(table.sheet):
            continue
        seen.append(table)
        heading = find_heading(table, profile)
        if heading is None:
            continue
        if twice := doubled(heading, profile):
            name, left, right = twice
            raise FileProblem(
                N_("{file}: the heading “{name}” stands over two columns, {left} and {right}. Rename one."),
                file=place_of(table), name=name, left=left, right=right,
            )  # fmt: skip
        found.append(Data(table, heading, profile))
    if not found:
        raise _nothing_fits(seen, profile)
    return found


def _nothing_fits(tables: Sequence[SourceTable], profile: Profile) -> FileProblem:
    """Say that no table has the profile's columns, and what the first one has."""
    if not tables:
        return FileProblem(
            N_("The file has no sheet “{sheet}”, which profile {profile} reads."),
            sheet=profile.sheet, profile=profile.path.name,
        )  # fmt: skip
    texts = [str(cell) for _, row in zip(range(5), tables[0].read(), strict=False) for cell in row[1]
             if isinstance(cell, str) and cell.strip()]  # fmt: skip
    return FileProblem(
        N_(
            "{file}: no heading of profile {profile} is in it. It looks for: {wanted}. "
            "The file begins: {found}. To make a profile of this file: akmxl import --suggest FILE"
        ),
        file=place_of(tables[0]), profile=profile.path.name,
        wanted=", ".join(profile.columns), found=", ".join(texts[:8]) or "–",
    )  # fmt: skip


def _led_by(words: Iterable[str]) -> Callable[[object], bool]:
    """Return a test whether a cell begins with one of the words, as words and not as parts of longer ones."""
    known = tuple(fold(word) for word in words)
    plain_fold = fold.__wrapped__  # its memory has no end, and an export may have millions of texts

    @lru_cache(_REMEMBERED)
    def begins(text: str) -> bool:
        folded = plain_fold(text)
        return any(
            folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha() for word in known
        )

    def test(value: object) -> bool:
        return isinstance(value, str) and not value[:1].isdigit() and value != "" and begins(value)

    return test if known else lambda _value: False


def _furniture(heading: Heading) -> tuple[int, frozenset[object], Callable[[Sequence[object]], bool]]:
    """Return a test whether a row is blank, numbers the columns, or repeats the heading on a new page.

    Before it the place of the first column, and what stands there in such a row; or the row begins with 1.
    """
    places = sorted(heading.columns.values())
    first = places[0] if places else 0
    titles = [fold(heading.titles.get(place, "")) for place in places]
    begins = heading.titles.get(first)

    def test(cells: Sequence[object]) -> bool:
        if cells[first] == begins:
            return [fold(str(cells[place] or "")) for place in places] == titles
        return _is_numbered(cells) or all(cell is None or cell == "" for cell in cells)

    return first, frozenset({None, "", begins, *_ONE}), test


def _is_numbered(cells: Sequence[object]) -> bool:
    """Tell whether a row numbers the columns: 1, 2, 3 ..."""
    filled = [str(value).strip() for value in cells if value not in (None, "")]
    return len(filled) >= _NUMBERED and all(text == str(n) for text, n in zip(filled, count(1), strict=False))


class _Control:
    """Adds up the rows between the file's own totals, and since the table's first row."""

    def __init__(self, data: Data, places: Mapping[str, int]) -> None:
        self._data = data
        self._places = places
        self._since = dict.fromkeys(places, 0)
        self._whole = dict.fromkeys(places, 0)
        self._seen = False

    def add(self, row: int, cells: Sequence[object]) -> None:
        for name, place in self._places.items():
            value = cells[place]
            if value in (None, "", "-"):
                continue
            amount = read_count(value, self._data.profile.decimal)
            if amount is None:
                raise FileProblem(
                    N_(
                        "{file}, row {row}: “{value}” in “{column}” is no whole number, so the file's own "
                        "total cannot be compared. Nothing was imported."
                    ),
                    file=place_of(self._data.table), row=row, value=value, column=name,
                )  # fmt: skip
            self._since[name] += amount
            self._whole[name] += amount

    def check(self, row: int, cells: Sequence[object]) -> None:
        for name, place in self._places.items():
            total = read_count(cells[place], self._data.profile.decimal)
            self._seen |= total is not None
            if total is not None and total not in (self._since[name], self._whole[name]):
                raise FileProblem(
                    N_(
                        "{file}, row {row}: the file's own total of “{column}” is {total}, but its rows "
                        "give {sum}. Nothing was imported: look whether rows are missing in the file."
                    ),
                    file=place_of(self._data.table), row=row, column=name,
                    total=number(total), sum=number(self._since[name]),
                )  # fmt: skip
        self._since = dict.fromkeys(self._places, 0)

    def finish(self) -> None:
        if not self._seen:
            raise FileProblem(
                N_(
                    "{file}: there is no row “{word}” with the file's own total, which profile {profile} "
                    "asks for. Nothing was imported: the file may be cut off."
                ),
                file=place_of(self._data.table), word=self._data.profile.control[0],
                profile=self._data.profile.path.name,
            )  # fmt: skip

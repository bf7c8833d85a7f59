"""Go through the rows of an export that are data: totals, column numbers and repeated headings are none.

The totals that the file itself gives are held against the rows that were read.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count, dropwhile, islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_, number
from akmxl.core.lazy_pattern import lazily
from akmxl.core.likeness import nearest_heading
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.unseen import is_blank
from akmxl.core.vocabulary import MONTHS
from akmxl.importers.days import is_day
from akmxl.importers.heading import doubled, find_heading, place_of
from akmxl.importers.numbers import is_nothing, read_amount, text_in
from akmxl.plan.period import WHOLE_YEAR
from akmxl.plan.period_words import read_period
from akmxl.workbook.create.rejected_rows import MARK, REASON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from akmxl.core.said import Said
    from akmxl.importers.heading import Heading
    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Row, SourceTable

_LEADING = 3  # cells in which the word of a total may stand
_NUMBERED = 2  # a row of column numbers has at least so many
_FEW_HEADINGS = 2  # words of a heading that make a row another one
BLANK, HEADING, DATA = "blank", "heading", "data"  # what a row is
_ABOVE, _NAMED = 12, 8  # rows in which a heading is looked for, texts of them that are told
_LOOKED_AT = 40  # rows, to tell what a column holds
_REMEMBERED = 4096
NOTHING: Mapping[str, int] = MappingProxyType({})
_COLUMN_LETTERS = frozenset("AaBbАаБбВв")  # Latin and Cyrillic: the columns of texts are lettered
_ABOUT = lazily(r"\b(?:boyicha|uchun|za|po|oyida|oyining)\b")
_ABOUT_TOTALS = lazily(r"\d+|\b(?:ta|nafar|dona|yil\w*|oy\w*|god\w*|za|po|boyicha|chorak\w*|mesya\w*)\b")
_ANY_YEAR = 2000


class Rejected(NamedTuple):
    """A row that is not imported: its number as its table counts, the column's heading, why.

    ``cells`` are those of the profile's columns, in their order; ``mark`` is that of a row that an import
    gave back before.
    """

    row: int
    column: str
    reason: Said
    cells: tuple[object, ...]
    table: str = ""
    mark: str = ""


class Where(NamedTuple):
    """A row of an export: its table, and its number there."""

    table: str
    row: int


class Data(NamedTuple):
    """A table of an export with its heading found."""

    table: SourceTable
    heading: Heading
    profile: Profile

    def rows(self, summed: Mapping[str, int] = NOTHING, days: Sequence[int] = ()) -> Iterator[Row]:
        """Yield the rows that are data, padded to the width of the heading.

        ``summed`` are the columns, by heading, whose totals the file may give; in ``days`` stand days: a row
        that has one is no total, though its first text begins with the word. Raises ``FileProblem`` where the
        totals do not agree with the rows, or are not there.
        """
        control = None
        if summed and self.profile.control and not self.heading.given_back:
            control = _Control(self, summed)
        is_skipped, is_control = led_by(self.profile.skipped), led_by(self.profile.control)
        held = control is not None
        for row, cells in self._below_heading():
            if held and is_control(cells, days):
                control.check(row, cells)  # type: ignore[union-attr]
            elif not is_skipped(cells, days):
                if held:
                    control.add(row, cells)  # type: ignore[union-attr]
                yield row, cells
        if control is not None:
            control.finish()

    def _below_heading(self) -> Iterator[Row]:
        """Yield the rows below the heading that are not blank, no heading again and no column numbers.

        A row 1, 2, 3 ... numbers the columns where it stands right below a heading, unless the next row goes
        on with 2 in its first cell: then both are data.
        """
        width = max((*self.heading.titles, *self.heading.columns.values()), default=0) + 1
        first, begins = self.heading.first, _beginnings(self.heading)
        place = min(self.heading.columns.values(), default=0)
        headings = {_folded(cells) for cells in self.heading.rows}
        below, waiting = True, None  # right below a heading; a row of column numbers that may be data
        for row, cells in self.table.read():
            if row < first:
                continue
            if len(cells) < width:
                cells = [*cells, *(None,) * (width - len(cells))]
            value = cells[place]
            if value is None or value == "" or value in begins or not str(value).strip():
                kind = self._kind(row, cells, headings, begins)
                if kind is not DATA:
                    below |= kind is HEADING
                    continue
            if below:
                if waiting is None and is_numbered(cells, len(self.heading.titles)):
                    waiting = row, cells
                    continue
                if waiting is not None and _first_text(cells) == _first_text(waiting[1], 1):
                    yield waiting
                below, waiting = False, None
            yield row, cells

    def _kind(
        self, row: int, cells: Sequence[object], headings: set[tuple[str, ...]], begins: set[object]
    ) -> str:
        """Tell a blank row, and a heading that comes again, from data; another heading is refused."""
        if all(map(_is_blank, cells)):
            return BLANK
        if _folded(cells) in headings:
            return HEADING
        if sum(cell in begins for cell in cells) < _FEW_HEADINGS:
            return DATA
        raise FileProblem(
            N_(
                "{file}, row {row}: another heading stands here, with its columns in another order. "
                "Put what is below it into a file of its own and import that."
            ),
            file=place_of(self.table), row=row,
        )  # fmt: skip

    def cells(self, row: Sequence[object]) -> tuple[object, ...]:
        """Return a row's cells of the profile's columns, in its order; then those of months side by side."""
        columns = self.heading.columns
        own = (row[columns[name]] if name in columns else None for name in self.profile.columns)
        months = {month: row[place] for place, month in self.heading.months.items()}
        return (*own, *(map(months.get, WHOLE_YEAR) if self.profile.across else ()))

    def mark(self, row: Sequence[object]) -> str:
        """Return the mark of a row that an import gave back; empty for others."""
        place = self.heading.mark if self.heading.given_back else None
        return "" if place is None or place >= len(row) else text_in(row[place])

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of columns that the profile does not read."""
        read = {*self.heading.columns.values(), *self.heading.months}
        own = {fold(REASON), fold(MARK)}
        titles = (title for place, title in self.heading.titles.items() if place not in read)
        return tuple(title for title in titles if fold(title) not in own)

    def runs_over(self, cells: Sequence[object]) -> bool:
        """Tell whether a row of a text file is longer than the heading: its figures may stand shifted."""
        if not self.table.kind.endswith("sv"):
            return False
        width = max((*self.heading.titles, *self.heading.columns.values()), default=0) + 1
        return len(cells) > width and not all(map(_is_blank, cells[width:]))

    def title(self, name: str) -> str:
        """Return the heading of a profile's column as the export has it."""
        return self.heading.titles.get(self.heading.columns.get(name, -1), name)


def headings_of(profile: Profile) -> tuple[str, ...]:
    """Return the headings under which ``Data.cells`` stand."""
    return (*profile.columns, *((name.capitalize() for name in MONTHS) if profile.across else ()))


def data_of(tables: Iterable[SourceTable], profile: Profile) -> list[Data]:
    """Return the tables of a source that a profile fits.

    Rows that an earlier import gave back are left out where they lie beside an export: they are of it. Raises
    ``FileProblem`` where no table fits.
    """
    found, seen = [], []
    for table in tables:
        if profile.sheet and table.sheet and fold(profile.sheet) != fold(table.sheet):
            continue
        seen.append(table)
        heading = find_heading(table, profile)
        if heading is None:
            continue
        if twice := doubled(heading):
            name, left, right = twice
            raise FileProblem(
                N_("{file}: the heading “{name}” stands over two columns, {left} and {right}. Rename one."),
                file=place_of(table), name=name, left=left, right=right,
            )  # fmt: skip
        found.append(Data(table, heading, profile))
        refuse_spread(found[-1])
    if not found:
        raise _nothing_fits(seen, profile)
    return [data for data in found if not data.heading.given_back] or found


def unread_tables(tables: Iterable[SourceTable], found: Iterable[Data], profile: Profile) -> tuple[str, ...]:
    """Return the names of the tables that hold rows, and are neither read nor meant to be left out."""
    read = {id(data.table) for data in found}
    if profile.sheet:
        tables = (table for table in tables if not table.sheet or fold(table.sheet) == fold(profile.sheet))
    return tuple(place_of(table) for table in tables if id(table) not in read and _has_rows(table))


def _has_rows(table: SourceTable) -> bool:
    return any(not all(map(_is_blank, cells)) for _, cells in islice(table.read(), _LOOKED_AT))


def refuse_spread(data: Data) -> None:
    """Raise ``FileProblem`` where a heading stands over several columns of figures, of which one is read."""
    titles, lowest = data.heading.titles, data.heading.rows[-1] if data.heading.rows else ()
    rows = [cells for _, cells in islice(data.rows(), _LOOKED_AT)]
    places = {
        **dict.fromkeys(data.heading.months),
        **dict.fromkeys(data.heading.columns.values()),
    }
    for place in places:
        under = place + 1
        while (
            under < len(lowest) and _is_blank(lowest[under]) and under not in places and under not in titles
        ):
            if any(_is_figure(row[place]) and _is_figure(row[under]) for row in rows if len(row) > under):
                raise FileProblem(
                    N_(
                        "{file}: the heading “{title}” stands over several columns of figures, {left} and "
                        "{right}. Give each a heading of its own, and name the right one in {profile}."
                    ),
                    file=place_of(data.table), title=titles.get(place, ""), profile=data.profile.path.name,
                    left=column_letter(place + 1), right=column_letter(under + 1),
                )  # fmt: skip
            under += 1


def _is_figure(value: object) -> bool:
    return not is_nothing(value) and (read_amount(value) is not None or text_in(value).isdigit())


def _nothing_fits(tables: Sequence[SourceTable], profile: Profile) -> FileProblem:
    """Say that no table has the profile's columns, and what the first one has."""
    if not tables:
        return FileProblem(
            N_("The file has no sheet “{sheet}”, which profile {profile} reads."),
            sheet=profile.sheet, profile=profile.path.name,
        )  # fmt: skip
    texts = [str(cell) for _, row in zip(range(_ABOVE), tables[0].read(), strict=False) for cell in row[1]
             if isinstance(cell, str) and cell.strip()]  # fmt: skip
    pairs = (
        (name, nearest_heading(word, texts)) for name, words in profile.columns.items() for word in words
    )
    near = next(((name, like) for name, like in pairs if like), None)
    if near:
        return FileProblem(
            N_(
                "{file}: no heading of profile {profile} is in it. The nearest to “{name}” is “{like}”: "
                "if it is that one, add it in the profile. "
                "To make a profile of this file: akmxl import --suggest FILE"
            ),
            file=place_of(tables[0]), profile=profile.path.name, name=near[0], like=near[1],
        )  # fmt: skip
    return FileProblem(
        N_(
            "{file}: no heading of profile {profile} is in it. It looks for: {wanted}. "
            "The file begins: {found}. To make a profile of this file: akmxl import --suggest FILE"
        ),
        file=place_of(tables[0]), profile=profile.path.name,
        wanted=", ".join(profile.columns), found=", ".join(texts[:_NAMED]) or "–",
    )  # fmt: skip


def led_by(words: Iterable[str]) -> Callable[..., bool]:
    """Return a test whether a row is led by one of the words; ``days`` are columns in which days stand.

    The row's first text begins with it, as a word and not as a part of a longer one, or names a period and
    ends with it (``Yanvar oyi jami``); or one of its first cells says nothing else. A title such as ``Jami
    kitobxonlar`` that stands behind a day leads no row, nor does one of a row that has a day.
    """
    known = tuple(fold(word) for word in words)
    plain_fold = fold.__wrapped__  # its memory has no end, and an export may have millions of texts

    @lru_cache(_REMEMBERED)
    def said(text: str) -> tuple[bool, bool, bool]:
        folded = plain_fold(text).strip(" :.")
        rests = [
            folded.removeprefix(word)
            for word in known
            if folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha()
        ]
        ends = any(folded.endswith(f" {word}") and _is_period(folded.removesuffix(word)) for word in known)
        return bool(rests) or ends, folded in known, ends or any(map(_says_little, rests))

    def test(cells: Sequence[object], days: Sequence[int] = ()) -> bool:
        leads = True
        for value in cells[:_LEADING]:
            if value is None or value == "" or type(value) is int or type(value) is float:
                continue  # the row's number may stand before the word
            if isinstance(value, str):
                if value.isdigit():
                    continue
                begins, alone, plain = said(value)
                if alone or (leads and begins and (plain or not any(is_day(cells[at]) for at in days))):
                    return True
            leads = False
        return False

    return test if known else lambda _cells, _days=(): False


def _says_little(rest: str) -> bool:
    """Tell whether what follows the word of a total is a number, a unit, a year: no title."""
    return not _ABOUT_TOTALS.sub("", rest).strip(" :.-,()")


def _is_period(text: str) -> bool:
    plain = _ABOUT.sub("", text).strip(" :.-")
    return bool(plain) and read_period(plain, _ANY_YEAR) is not None


def _first_text(cells: Sequence[object], more: int = 0) -> str:
    """Return a row's first filled cell as text; where it is a number, so much more."""
    text = next((text_in(value) for value in cells if not _is_blank(value)), "")
    return str(int(text) + more) if text.isdecimal() else text


def _beginnings(heading: Heading) -> set[object]:
    """Return what stands in the heading's rows, as the file has it."""
    return {cell for cells in heading.rows for cell in cells} - {None, ""}


def _folded(cells: Sequence[object]) -> tuple[str, ...]:
    """Return the texts of a row, folded, up to the last one."""
    texts = [fold.__wrapped__(text_in(value)) for value in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and is_blank(value))


def is_numbered(cells: Sequence[object], columns: int) -> bool:
    """Tell whether a row numbers all columns: 1, 2, 3 ..., the first of them perhaps with letters."""
    filled = [text_in(value) for value in cells if not _is_blank(value)]
    if len(filled) < max(_NUMBERED, columns):
        return False
    numbers = list(dropwhile(_COLUMN_LETTERS.__contains__, filled))
    return len(numbers) > 1 and all(text == str(n) for text, n in zip(numbers, count(1), strict=False))


class _Control:
    """Adds up the rows, and holds the totals that the file itself gives against them."""

    def __init__(self, data: Data, places: Mapping[str, int]) -> None:
        self._data = data
        self._places = places
        self._sums = dict.fromkeys(places, 0)
        self._passed: list[dict[str, int]] = [
            dict(self._sums)
        ]  # the sums at each total, and at the beginning
        self._ahead: tuple[int, dict[str, int]] | None = None  # a total that stands above its rows
        self._seen = False

    def add(self, row: int, cells: Sequence[object]) -> None:
        for name, place in self._places.items():
            value = cells[place]
            if type(value) is int and value >= 0:
                self._sums[name] += value
            else:
                self._sums[name] += self._amount(row, name, value)

    def _amount(self, row: int, name: str, value: object) -> int:
        amount = read_amount(value, self._data.profile.decimal)
        if amount is None:
            raise FileProblem(
                N_(
                    "{file}, row {row}: “{value}” in “{column}” is no whole number, so the file's own "
                    "total cannot be compared. Nothing was imported."
                ),
                file=place_of(self._data.table), row=row, value=value, column=name,
            )  # fmt: skip
        return amount

    def check(self, row: int, cells: Sequence[object]) -> None:
        """Hold a row of totals against the rows since an earlier one: a month's, a quarter's, the whole."""
        totals = {
            name: self._amount(row, name, cells[place])
            for name, place in self._places.items()
            if not is_nothing(cells[place])
        }
        if not totals:
            return
        self._seen = True
        if len(self._passed) == 1 and not any(self._sums.values()) and any(totals.values()):
            self._ahead = row, totals
            return
        for before in self._passed:
            if all(self._sums[name] - before[name] == total for name, total in totals.items()):
                break
        else:
            self._refuse(row, totals, self._passed[-1])
        self._passed.append(dict(self._sums))

    def _refuse(self, row: int, totals: Mapping[str, int], before: Mapping[str, int]) -> None:
        name = next(name for name, total in totals.items() if self._sums[name] - before[name] != total)
        raise FileProblem(
            N_(
                "{file}, row {row}: the file's own total of “{column}” is {total}, but its rows "
                "give {sum}. Nothing was imported: look whether rows are missing in the file."
            ),
            file=place_of(self._data.table), row=row, column=name,
            total=number(totals[name]), sum=number(self._sums[name] - before[name]),
        )  # fmt: skip

    def finish(self) -> None:
        """Ask for the totals: there is one, and none of the rows stands below the last of them."""
        word = self._data.profile.control[0]
        if self._ahead is not None:
            row, totals = self._ahead
            if any(self._sums[name] != total for name, total in totals.items()):
                self._refuse(row, totals, self._passed[0])
        elif not self._seen:
            raise FileProblem(
                N_(
                    "{file}: there is no row “{word}” with the file's own total, which profile {profile} "
                    "asks for. Nothing was imported: the file may be cut off."
                ),
                file=place_of(self._data.table), word=word, profile=self._data.profile.path.name,
            )  # fmt: skip
        elif self._sums != self._passed[-1]:
            raise FileProblem(
                N_(
                    "{file}: below the last row “{word}” there are more rows, of which the file gives no "
                    "total. Nothing was imported: the file may be cut off."
                ),
                file=place_of(self._data.table), word=word,
            )  # fmt: skip

"""Find the heading of an export's table, of one row or of several, and in it the columns of a profile."""

from __future__ import annotations

from itertools import islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.likeness import nearest_heading
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold_header, tidy
from akmxl.plan.period_words import read_period
from akmxl.workbook.create.rejected_rows import MARK, REASON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Row, SourceTable

SEARCHED = 60  # rows: titles, dates and stamps may stand above
_ANY_YEAR = 2000  # of a heading that names a month alone
_FEWEST = 2  # columns that make a heading: a day alone stands over many a table
_YEAR_TITLES = frozenset(map(fold_header, ("Yil", "Yili", "Hisobot yili", "Год", "Отчетный год", "Year")))
_DEEPEST = 3  # rows of a heading that is looked for


class Heading(NamedTuple):
    """A heading that was found: where its data begin, and which column holds what.

    ``first`` is the number of the row below it, ``columns`` gives by the profile's name the place of its
    column (from 0), ``months`` by place the month (1-12) that it names, ``titles`` by place what stands over
    each column. ``given_back``: the table is what an earlier import rejected. ``twins``: by name a second
    column under the same heading; ``rows`` are the heading's own rows, as they come again on a new page.
    """

    first: int
    columns: Mapping[str, int]
    titles: Mapping[int, str]
    months: Mapping[int, int]
    given_back: bool
    twins: Mapping[str, int] = MappingProxyType({})
    rows: tuple[Sequence[object], ...] = ()

    @property
    def mark(self) -> int | None:
        """The place of the marks of rows that an import gave back."""
        return next((p for p, title in self.titles.items() if fold_header(title) == fold_header(MARK)), None)

    @property
    def year(self) -> int | None:
        """The place of a column that says the year of a row's month."""
        return next((p for p, title in self.titles.items() if fold_header(title) in _YEAR_TITLES), None)


def find_heading(table: SourceTable, profile: Profile) -> Heading | None:
    """Find the heading of a profile in a table; None where no row has the half of its columns.

    Raises ``FileProblem`` where a heading is there but lacks a column, or has one twice.
    """
    best = best_heading(list(islice(table.read(), SEARCHED)), profile)
    if best is None or len(best.columns) + len(best.months) < min(_FEWEST, len(profile.columns)):
        return None
    wanted = [name for name in profile.columns if name not in profile.optional]
    missing = [name for name in wanted if name not in best.columns]
    if not missing:
        return best
    if 2 * sum(name in best.columns for name in wanted) < len(wanted):
        return None
    raise no_column(table, profile, missing[0], best.titles.values())


def no_column(table: SourceTable, profile: Profile, name: str, titles: Iterable[str]) -> FileProblem:
    """Say which column an export lacks, and what in it is nearest."""
    known = list(titles)
    like = next(filter(None, (nearest_heading(word, known) for word in profile.columns[name])), None)
    if like:
        return FileProblem(
            N_(
                "{file}: there is no column “{name}”; the nearest is “{like}”. If it is that one, add it in "
                "{profile}, line {line}."
            ),
            file=place_of(table), name=name, like=like,
            profile=profile.path.name, line=profile.lines.get(name, 1),
        )  # fmt: skip
    return FileProblem(
        N_("{file}: there is no column “{name}” (profile {profile}, line {line}). Its columns: {known}."),
        file=place_of(table), name=name, profile=profile.path.name, line=profile.lines.get(name, 1),
        known=", ".join(f"“{title}”" for title in known if title) or "–",
    )  # fmt: skip


def place_of(table: SourceTable) -> str:
    """Name a table as a message does: its file, and its sheet where there are several."""
    return f"{table.file} ({table.sheet})" if table.sheet else table.file


def best_heading(rows: Sequence[Row], profile: Profile) -> Heading | None:
    """Return the heading in which most of a profile's columns are found, the upper one of several.

    It takes in the rows that divide its columns further, and no line that only stands above it.
    """
    depths = [profile.heading_rows] if profile.heading_rows else range(1, _DEEPEST + 1)
    best: Heading | None = None
    most, ends = (0, 0), (0, 0)
    for start in range(len(rows)):
        for depth in depths:
            block = [cells for _, cells in rows[start : start + depth]]
            if len(block) < depth or (depth > 1 and not profile.heading_rows and not is_tier(block[-1])):
                continue
            titles = titles_of(block, profile.joined)
            found, twins, whole = _columns(titles, block, profile)
            months = months_of(titles) if profile.across else {}
            score, end = (len(found) + len(months), whole), (start + depth, start)
            better = score > most or (score == most and start < ends[0] and end > ends)
            if found and better:
                most, ends = score, end
                given_back = fold_header(REASON) in map(fold_header, titles.values())
                after = rows[start + depth - 1][0] + 1
                best = Heading(after, found, titles, months, given_back, twins, tuple(block))
    return best


def is_tier(cells: Sequence[object]) -> bool:
    """Tell whether a row may be the lowest of several of a heading: in it stand words, or years."""
    texts = list(filter(None, map(_text, cells)))
    return bool(texts) and all(map(_is_word, texts))


def _is_word(text: str) -> bool:
    return any(sign.isalpha() or sign in "№%" for sign in text) or fold_header(text) == "#"


def titles_of(block: Sequence[Sequence[object]], joined: str) -> dict[int, str]:
    """Join the rows of a heading, column by column; what spans several columns stands over each of them."""
    width = max(map(len, block), default=0)
    rows = [[_text(cells[p]) if p < len(cells) else "" for p in range(width)] for cells in block]
    tiers: list[list[str]] = []
    for number, row in enumerate(rows):
        texts = list(row)
        for left, right in pairwise(range(width)):  # a merged cell's text stands in its first column alone
            under_it = any(below[right] for below in rows[number + 1 :])
            parted = any(above[right] != above[left] for above in tiers)
            if not texts[right] and under_it and not parted:
                texts[right] = texts[left]
        tiers.append(texts)
    found = {}
    for place in range(width):
        words = dict.fromkeys(tier[place] for tier in tiers if tier[place])
        if words:
            found[place] = joined.join(words)
    return found


def _text(value: object) -> str:
    return tidy(value) if isinstance(value, str) else "" if value is None else str(value)


def _columns(
    titles: Mapping[int, str], block: Sequence[Sequence[object]], profile: Profile
) -> tuple[dict[str, int], dict[str, int], int]:
    """Find each name's column: by the joined heading, else by the lowest of its rows alone.

    A name's own heading goes before its other spellings, so that no name takes another's column. With the
    columns come second ones under the same heading, and how many were found by the whole heading.
    """
    lowest = {place: _text(value) for place, value in enumerate(block[-1]) if _text(value)}
    found: dict[str, int] = {}
    twins: dict[str, int] = {}
    whole = 0
    for texts in (titles, lowest):
        folded: dict[str, list[int]] = {}
        for place, text in texts.items():
            folded.setdefault(fold_header(text), []).append(place)
        for own in (True, False):
            for name, spellings in profile.columns.items():
                if name not in found:
                    _find(name, spellings[:1] if own else spellings[1:], folded, found, twins)
        if texts is titles:
            whole = len(found)
    return found, {name: place for name, place in twins.items() if place not in found.values()}, whole


def _find(
    name: str,
    spellings: Iterable[str],
    folded: Mapping[str, Sequence[int]],
    found: dict[str, int],
    twins: dict[str, int],
) -> None:
    places = dict.fromkeys(place for word in spellings for place in folded.get(fold_header(word), ()))
    free = [place for place in places if place not in found.values()]
    if free:
        found[name], *others = free
        if others:  # under the same heading, or under another one that is to mean the same
            twins[name] = others[0]


def doubled(heading: Heading) -> tuple[str, str, str] | None:
    """Return a name whose heading stands over two columns, with the letters of both; None where none does."""
    for name, place in heading.twins.items():
        return name, column_letter(heading.columns[name] + 1), column_letter(place + 1)
    return None


def months_of(titles: Mapping[int, str]) -> dict[int, int]:
    """Return the columns that are headed with a month alone, by place."""
    periods = ((place, read_period(title, _ANY_YEAR)) for place, title in titles.items())
    return {place: found.first for place, found in periods if found is not None and len(found.months) == 1}

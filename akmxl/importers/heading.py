"""Find the heading of an export's table, of one row or of several, and in it the columns of a profile."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold_header, nearest, tidy
from akmxl.plan.period_words import read_period
from akmxl.workbook.create.rejected_rows import REASON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Row, SourceTable

SEARCHED = 60  # rows: titles, dates and stamps may stand above
_ANY_YEAR = 2000  # of a heading that names a month alone
_DEEPEST = 3  # rows of a heading that is looked for


class Heading(NamedTuple):
    """A heading that was found: where its data begin, and which column holds what.

    ``first`` is the number of the row below it, ``columns`` gives by the profile's name the place of its
    column (from 0), ``months`` by place the month (1-12) that it names, ``titles`` by place what stands over
    each column. ``given_back``: the table is what an earlier import rejected.
    """

    first: int
    columns: Mapping[str, int]
    titles: Mapping[int, str]
    months: Mapping[int, int]
    given_back: bool


def find_heading(table: SourceTable, profile: Profile) -> Heading | None:
    """Find the heading of a profile in a table; None where no row has the half of its columns.

    Raises ``FileProblem`` where a heading is there but lacks a column, or has one twice.
    """
    best = best_heading(list(islice(table.read(), SEARCHED)), profile)
    if best is None:
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
    like = next(filter(None, (nearest(word, known) for word in profile.columns[name])), None)
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
    """Return the heading in which most of a profile's columns are found: of equals the shallow, upper one."""
    depths = [profile.heading_rows] if profile.heading_rows else range(1, _DEEPEST + 1)
    best, most = None, 0
    for depth in depths:
        for start in range(len(rows)):
            block = [cells for _, cells in rows[start : start + depth]]
            if len(block) < depth:
                continue
            titles = titles_of(block, profile.joined)
            found = _columns(titles, block, profile)
            score = len(found) + (len(_months(titles)) if profile.across else 0)
            if score > most:
                most = score
                after = rows[start + depth - 1][0] + 1
                best = Heading(after, found, titles, _months(titles) if profile.across else {},
                               fold_header(REASON) in map(fold_header, titles.values()))  # fmt: skip
    return best


def titles_of(block: Sequence[Sequence[object]], joined: str) -> dict[int, str]:
    """Join the rows of a heading, column by column; what spans several columns stands over each of them."""
    width = max(map(len, block), default=0)
    tiers: list[list[str]] = []
    for number, cells in enumerate(block):
        texts = [_text(cells[place]) if place < len(cells) else "" for place in range(width)]
        if number < len(block) - 1:  # an upper tier: a merged cell's text stands in its first column alone
            below = [_text(value) for value in block[number + 1]] + [""] * width
            for left, right in pairwise(range(width)):
                if not texts[right] and below[right]:
                    texts[right] = texts[left]
        tiers.append(texts)
    found = {}
    for place in range(width):
        words = dict.fromkeys(tier[place] for tier in tiers if tier[place])
        if words:
            found[place] = joined.join(words)
    return found


def _text(value: object) -> str:
    return tidy(str(value)) if isinstance(value, str) else "" if value is None else str(value)


def _columns(
    titles: Mapping[int, str], block: Sequence[Sequence[object]], profile: Profile
) -> dict[str, int]:
    """Find each name's column: by the joined heading, else by the lowest of its rows alone."""
    lowest = {place: _text(value) for place, value in enumerate(block[-1]) if _text(value)}
    found: dict[str, int] = {}
    for texts in (titles, lowest):
        folded: dict[str, list[int]] = {}
        for place, text in texts.items():
            folded.setdefault(fold_header(text), []).append(place)
        for name, spellings in profile.columns.items():
            if name in found:
                continue
            places = [p for word in spellings for p in folded.get(fold_header(word), ())]
            free = [place for place in dict.fromkeys(places) if place not in found.values()]
            if free:
                found[name] = free[0]
    return found


def doubled(heading: Heading, profile: Profile) -> tuple[str, str, str] | None:
    """Return a name whose heading stands over two columns, with the letters of both; None where none does."""
    for name, place in heading.columns.items():
        own = fold_header(heading.titles.get(place, ""))
        twins = [p for p, title in heading.titles.items() if p != place and fold_header(title) == own]
        if twins and own in map(fold_header, profile.columns[name]):
            return name, column_letter(place + 1), column_letter(twins[0] + 1)
    return None


def _months(titles: Mapping[int, str]) -> dict[int, int]:
    """Return the columns that are headed with a month alone, by place."""
    periods = ((place, read_period(title, _ANY_YEAR)) for place, title in titles.items())
    return {place: found.first for place, found in periods if found is not None and len(found.months) == 1}

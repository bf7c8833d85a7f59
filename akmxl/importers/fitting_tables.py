"""Find the tables of a source that a profile fits."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.likeness import nearest_heading
from akmxl.core.spelling import fold
from akmxl.importers.heading import doubled, find_heading, place_of
from akmxl.importers.numbers import is_nothing, read_amount, text_in
from akmxl.importers.row_kinds import is_blank_cell
from akmxl.importers.rows import Data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import SourceTable

_ABOVE, _NAMED = 12, 8  # rows in which a heading is looked for, texts of them that are told
_LOOKED_AT = 40  # rows, to tell what a column holds


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
    return any(not all(map(is_blank_cell, cells)) for _, cells in islice(table.read(), _LOOKED_AT))


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
            under < len(lowest)
            and is_blank_cell(lowest[under])
            and under not in places
            and under not in titles
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

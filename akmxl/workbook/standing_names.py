"""Tell which of a workbook's own defined names stand for something.

What a check says is gone, and what a repair defines again, is asked here: a name whose cells were deleted,
that was written twice, or that says a number, another file's cells or several areas, is as good as none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.lazy_pattern import lazily
from akmxl.workbook import layout

if TYPE_CHECKING:
    from akmxl.workbook.doors.door import Door

OWN_KINDS = "akmxl-"  # words by which akmxl says what a workbook is
_MOST_EDITIONS = 999  # a year in its place is no edition
_OF_A_TABLE = frozenset(name.casefold() for _, _, name in layout.TABLE_NAMED)
_COLUMN = lazily(r"=?'?\w+'?\[.+\]")  # Bayramlar[Sana]


def every_name(edition: int) -> tuple[str, ...]:
    """Return the names that a plan of an edition defines, with those by which it is known."""
    return layout.FILE_KIND, *layout.names(edition), *layout.COLOUR_NAMES


def standing_names(door: Door) -> frozenset[str]:
    """Return the names, in small letters, that stand for what they ought to: cells, a column or a word."""
    return frozenset(name.casefold() for name, text in door.names.items() if _stands(door, name, text))


def said_by(door: Door, name: str) -> str:
    """Return the number or the word that a defined name says, whatever its case; "" where it is not there."""
    texts = {own.casefold(): text for own, text in door.names.items()}
    return texts.get(name.casefold(), "").strip('="')


def edition_of(door: Door) -> int | None:
    """Return the edition of the layout that a workbook names; None where it names none that can be."""
    edition = whole_number(said_by(door, layout.FILE_EDITION))
    return edition if edition is not None and edition <= _MOST_EDITIONS else None


def broken_names(door: Door) -> frozenset[str]:
    """Return the plan's own names, in small letters, that are there and stand for nothing."""
    own = {name.casefold() for name in (*every_name(layout.EDITION), layout.FILE_EDITION)}
    there = {name.casefold() for name in door.names}
    return frozenset((own & there) - standing_names(door))


def _stands(door: Door, name: str, text: str) -> bool:
    folded = name.casefold()
    if "#REF!" in text:
        return False
    if folded == layout.FILE_KIND.casefold():
        return said_by(door, name).startswith(OWN_KINDS)
    if folded == layout.FILE_EDITION.casefold():
        return edition_of(door) is not None
    if folded in _OF_A_TABLE and _COLUMN.fullmatch(text):
        return True
    return door.name_range(name) is not None

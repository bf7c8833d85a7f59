"""Define fills: what is to be written, as data. Both doors apply them; a dry run only looks at them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.core.cells import Place

    FilledRows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Fills:
    """The values to write: single cells, whole tables that akmxl owns, rows to add, whole owned sheets.

    ``ends`` are the new last rows of tables that people typed below. ``names`` are defined names of the whole
    workbook, with the reference that each gets.

    ``columns`` are the values of thousands of cells, by sheet and column, and in it by row.

    ``styles`` gives cells another style, by its index in ``style_sheet`` (empty: the workbook's own as it
    is); ``elements`` what stands beside a sheet's cells, by sheet and element name, all of that name.
    """

    cells: Mapping[Place, object] = field(default_factory=dict)
    tables: Mapping[str, FilledRows] = field(default_factory=dict)
    added: Mapping[str, FilledRows] = field(default_factory=dict)
    sheets: Mapping[str, FilledRows] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, int], Mapping[int, object]] = field(default_factory=dict)
    styles: Mapping[Place, int] = field(default_factory=dict)
    elements: Mapping[tuple[str, str], Sequence[bytes]] = field(default_factory=dict)
    style_sheet: bytes = b""

    def __or__(self, other: Fills) -> Fills:
        """Join two fills; where both fill the same place, the second counts."""
        return Fills(
            {**self.cells, **other.cells},
            {**self.tables, **other.tables},
            {**self.added, **other.added},
            {**self.sheets, **other.sheets},
            {**self.ends, **other.ends},
            {**self.names, **other.names},
            _joined(self.columns, other.columns),
            {**self.styles, **other.styles},
            {**self.elements, **other.elements},
            other.style_sheet or self.style_sheet,
        )


def _joined(
    one: Mapping[tuple[str, int], Mapping[int, object]], other: Mapping[tuple[str, int], Mapping[int, object]]
) -> dict[tuple[str, int], Mapping[int, object]]:
    """Join the columns of two fills, cell by cell."""
    return {**one, **{place: {**one.get(place, {}), **values} for place, values in other.items()}}

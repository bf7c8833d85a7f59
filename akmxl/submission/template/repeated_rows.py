"""Find the rows of a template that repeat, with each table's heading, sums and sentence for no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.submission.template.placeholders import register_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.register_rows import Selection
    from akmxl.submission.template.spots import Spots
    from akmxl.submission.template.words import Register

_HEADING_OF = {"item": "section", "record": "kind"}


@dataclass(frozen=True)
class RepeatedRows:
    """A row that repeats, with the rows that belong to it.

    ``kind``: record (of a register), item, text (the report's text, a row a paragraph), change (of a
    correction), centre or list_total (of a summary form). ``heading`` is the row just above that comes once
    a section or kind. A list's block is the whole table, ``first`` to ``last``: the rows of its heading, the
    ``sums`` below its records, and the row that is there ``otherwise``, when there are no records.
    """

    sheet: str
    row: int
    kind: str
    heading: int | None = None
    register: Register | None = None
    selection: Selection | None = None
    first: int = 0
    sums: tuple[int, ...] = ()
    otherwise: int | None = None

    @property
    def last(self) -> int:
        return self.otherwise or max((self.row, *self.sums))

    @property
    def head(self) -> range:
        """The rows above the records that can be repeated above them where a page begins."""
        return range(self.first, self.row if self.kind == "record" and not self.heading else self.first)


def repeated_rows_of(template: Spots) -> Iterator[RepeatedRows]:
    """Yield the blocks of a template, from top to bottom."""
    kinds = template.kinds
    for (sheet, row), kind in kinds.items():
        if kind not in ("record", "item", "text", "change", "centre", "list_total"):
            continue
        above = kinds.get((sheet, row - 1))
        heading = row - 1 if above is not None and above == _HEADING_OF.get(kind) else None
        if kind == "record":
            yield _table(template, sheet, row, heading)
        else:
            yield RepeatedRows(sheet, row, kind, heading, first=heading or row)


def _table(template: Spots, sheet: str, row: int, heading: int | None) -> RepeatedRows:
    kinds = template.kinds
    word = next(p for spot in template.row(sheet, row) for p in spot.placeholders if p.kind == "record")
    end = row
    while kinds.get((sheet, end + 1)) == "total":
        end += 1
    return RepeatedRows(
        sheet,
        row,
        "record",
        heading,
        register_of(word),
        word.selection,
        first=heading_start(template, sheet, heading or row),
        sums=tuple(range(row + 1, end + 1)),
        otherwise=end + 1 if kinds.get((sheet, end + 1)) == "otherwise" else None,
    )


def heading_start(template: Spots, sheet: str, row: int) -> int:
    """Return the first row of a heading above ``row``: rows of two texts or more without placeholders."""
    cells = template.workbook.cells(sheet)
    first = row
    while first > 1 and not template.row(sheet, first - 1):
        texts = [cell for (r, _), cell in cells.items() if r == first - 1 and cell.value is not None]
        if len(texts) < 2:
            break
        first -= 1
    return first

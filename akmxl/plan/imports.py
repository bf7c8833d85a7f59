"""Keep what other systems said: the receipts of imports, and the counts that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


MENDED = "sonlar"  # in place of a sheet: a mended row that was counted, by its mark


class ImportedRow(NamedTuple):
    """A row that an import wrote: in which sheet, by what it is known there and in the export.

    ``name`` is a register row's id, the day (ISO) of the day log, the number of a row of the journal;
    ``identity`` the folded texts of the profile's identity columns. ``values`` are what was written, by
    field; ``before`` what stood there, of fields that were changed; a row that is new has none.
    """

    sheet: str
    name: str
    identity: str
    values: Mapping[str, object]
    before: Mapping[str, object] | None = None


class Count(NamedTuple):
    """What another system counts for an item in a month (1-12); ``at_least``: there may have been more."""

    code: str
    month: int
    value: int
    at_least: bool = False


@dataclass(frozen=True)
class ImportReceipt:
    """One import: its number from 1, the profile, the file and its SHA-256, the day (ISO), what was written.

    ``tally`` counts rows and counts by what became of them: new, changed, unchanged, rejected. ``headings``
    is the fingerprint of the export's headings, by which its next file is known; ``title`` is the profile's
    name as people read it.
    """

    number: int
    profile: str
    file: str
    sha256: str
    day: str
    tally: Mapping[str, int]
    rows: tuple[ImportedRow, ...] = ()
    counts: tuple[Count, ...] = ()
    headings: str = ""
    title: str = ""

    @property
    def on_top(self) -> bool:
        """Whether it brought mended rows, whose counts came on top of those of the export itself."""
        return any(row.sheet == MENDED for row in self.rows)


class Imported(NamedTuple):
    """The count of an item's month as the newest import has it."""

    value: int
    receipt: ImportReceipt
    at_least: bool = False


def newest_counts(imports: Iterable[ImportReceipt]) -> dict[tuple[str, int], Imported]:
    """Return, by item code and month, the count that the newest import gives."""
    return {
        (count.code, count.month): Imported(count.value, receipt, count.at_least)
        for receipt in imports
        for count in receipt.counts
    }

"""Give rows of the registers that have lost their ids the same ids back, where it is known which they had.

Sent reports say what stood in a row; the newest dated copies have the row itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.plan.row_numbers import numbers_in
from akmxl.workbook.copies import dated_copies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.plan.model import Record
    from akmxl.workbook.plan_file import PlanFile, SheetView
    from akmxl.workbook.receipts_sheet import Kept

_NEWEST = 2  # copies that are looked at: each is a file to open
_MOST = 20  # rows: of a register that lost more repair finds them


def with_old_ids(
    file: PlanFile, records: Mapping[str, Sequence[Record]], kept: Kept, year: int
) -> dict[str, tuple[Record, ...]]:
    """Return the registers' rows, those without an id with the one that they had."""
    return {
        register: _with_old_ids(file, register, tuple(rows), kept, year) for register, rows in records.items()
    }


def _with_old_ids(
    file: PlanFile, register: str, rows: tuple[Record, ...], kept: Kept, year: int
) -> tuple[Record, ...]:
    new = [record for record in rows if record.new_id]
    if not 0 < len(new) <= _MOST or (len(new) == len(rows) > 1):
        return rows
    from akmxl.plan.old_ids import same_rows, sent_values  # late: few runs find a row without its id

    present = {record.id for record in rows if not record.new_id}
    missing = {str(number) for number in numbers_in(kept.known_rows.get(register, ""))} - present
    sealed = (receipt for receipt in kept.receipts if receipt.sealed)
    sent = sent_values(sealed, (register,)).get(register, {})
    lost = {name: values for name, values in sent.items() if name.isdecimal() and name not in present}
    ids = {record.row: name for name, record in same_rows(new, lost).items()}
    left = {record.row for record in new if record.row not in ids}
    missing -= set(ids.values())
    if left and missing:
        ids |= _in_copies(file, file.views[register], left, missing, year)
    return tuple(replace(one, id=ids[one.row]) if one.row in ids else one for one in rows) if ids else rows


def _in_copies(
    file: PlanFile, view: SheetView, rows: set[int], missing: set[str], year: int
) -> dict[int, str]:
    """Return row -> the id that the newest copies give to the row of the same words."""
    here = rows_by_words(view, view)
    wanted = {words: row for words, row in here.items() if row in rows}
    for _, copy in dated_copies(file.path, year, _NEWEST) if wanted else ():
        there = copy.views.get(view.layout.name)
        known = rows_by_words(there, view) if there is not None and "id" in there.columns else {}
        ids = {
            row: there.text(known[words], "id") for words, row in wanted.items() if there and words in known
        }
        if found := {row: name for row, name in ids.items() if name in missing}:
            return found
    return {}


def rows_by_words(view: SheetView, other: SheetView) -> dict[tuple[str, ...], int]:
    """Return the rows by what their cells say, in the columns that both sheets have, but for the id."""
    fields = [field for field in other.columns if field != "id" and field in view.columns]
    rows = {row: tuple(view.text(row, field) for field in fields) for row in view.filled_rows()}
    times = Counter(rows.values())
    return {words: row for row, words in rows.items() if times[words] == 1}

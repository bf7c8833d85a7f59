"""Move the months that services handed in to Topshirish; the first edition noted them in Hisobotlar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import MOVED, NOTHING, Repair, Repairs
from akmxl.core.errors import Unsupported
from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.look.areas import runs
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk, patch_of
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.hand_ins import hand_in_key, read_hand_ins
from akmxl.workbook.reading.registers import read_journal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.ooxml.edit.patch import Patch
    from akmxl.plan.reports import JournalRow
    from akmxl.workbook.reading.hand_ins import Key

CODE = "OY"  # the journal's code, in the first edition, for "this service has handed in its month"
_OWN = frozenset({"report", "title", "period", "state", "note"})
_NOTE = lazily(r"(\d\d\.\d\d\.\d{4})(?:; 0: (\d{1,9}))?")


def move_hand_ins(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook with those rows of Hisobotlar in Topshirish, and the list of them.

    A row in which people wrote something of their own is entered in Topshirish too, and stays.
    """
    rows = _hand_in_rows(file)
    if not rows:
        return file, NOTHING
    known = read_hand_ins(file)
    new: dict[Key, dict[str, object]] = {}
    for row in rows:
        values = _values(row)
        key = hand_in_key(str(values["period"]), str(values["service"]))
        if key not in known:
            new.setdefault(key, values)
    view = file.views[layout.HAND_INS]
    lines = [view.in_order(values) for values in new.values()]
    patch = patch_of(on_disk(file.workbook), Fills(added={str(view.layout.table): lines} if lines else {}))
    gone = _take_out(patch, file, [row.row for row in rows if not _has_more(file, row)])
    if not (lines or gone):
        return file, NOTHING
    done = [
        Repair(MOVED, view.name, "", "", f"{values['period']}: {values['service']}")
        for values in map(_values, rows)
    ]
    return PlanFile.of(on_disk(file.workbook).changed(patch)), Repairs(tuple(done))


def _hand_in_rows(file: PlanFile) -> list[JournalRow]:
    catalogue = file.views[layout.CATALOGUE.key]
    if any(catalogue.text(row, "report") == CODE for row in catalogue.rows):
        return []  # a report of people's own
    return [
        row
        for row in read_journal(file)
        if row.report == CODE and row.period and row.period.first == row.period.last and _service(row)
    ]


def _service(row: JournalRow) -> str:
    """Return the service that a row's title names behind the month."""
    return str(row.values.get("title") or "").partition(":")[2].strip()


def _values(row: JournalRow) -> dict[str, object]:
    note = str(row.values.get("note") or "").strip()
    found = _NOTE.fullmatch(note)
    try:
        day = datetime.strptime(found[1], "%d.%m.%Y").date() if found else None  # noqa: DTZ007
    except ValueError:
        day = None
    zeros = int(found[2] or 0) if found and day else None
    return {
        "period": str(row.period),
        "service": _service(row),
        "handed_in": day,
        "zeros": zeros,
        "note": None if day else note or None,
    }


def _has_more(file: PlanFile, row: JournalRow) -> bool:
    """Tell whether something stands in a row that akmxl did not write: there, or beside the table."""
    view = file.views[registers.JOURNAL]
    own = {view.columns[field] for field in _OWN if field in view.columns}
    return any(
        view.at(row.row, column).value not in (None, "") for column in view.grid.columns if column not in own
    )


def _take_out(patch: Patch, file: PlanFile, rows: Iterable[int]) -> bool:
    """Take rows out of the journal; where they cannot be, they stay. A table keeps one row at least."""
    view = file.views[registers.JOURNAL]
    table = file.workbook.tables.get(str(view.layout.table))
    gone = sorted(rows)
    if not gone or table is None:
        return False
    kept = set(range(table.first_data_row, table.last_data_row + 1)) - set(gone)
    if not kept:
        row = gone.pop(0)
        for column in view.titles:
            patch.set(view.name, row, column, None)
    try:
        for first, last in reversed(runs(gone)):
            patch.delete_rows(view.name, first, last)
    except Unsupported:
        return not kept
    return True

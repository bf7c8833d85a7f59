"""Hisobotlar and ``_akmxl``: the journal's rows, the receipts behind them, and the registers' row ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.receipts import to_rows
from akmxl.words import term
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.model import JournalRow, Place, Plan, Receipt
    from akmxl.owed import Owed
    from akmxl.workbook.file import PlanFile


def journal_values(owed: Owed, *, state: str, version: int = 1, file: str = "") -> dict[str, object]:
    """What akmxl writes into a report's row; the columns of people are not among it."""
    report = owed.report
    return {
        "report": report.code,
        "title": report.title,
        "recipient": report.recipient,
        "period": str(owed.period),
        "report_due": owed.due,
        "state": term("state", state),
        "version": version,
        "file": file or None,
        "items": "; ".join(report.items),
    }


def fill_row(row: JournalRow, values: Mapping[str, object]) -> Fills:
    """New values for a row that is there; a cell that holds the same is not touched."""
    return Fills({row.places[field]: value for field, value in values.items() if field in row.places})


def add_rows(file: PlanFile, rows: Iterable[Mapping[str, object]]) -> Fills:
    """Rows for the journal's end, in the order of its columns."""
    view = file.views[layout.JOURNAL]
    fields = {column: field for field, column in view.columns.items()}
    lines = [[row.get(fields.get(column, "")) for column in sorted(view.titles)] for row in rows]
    return Fills(added={str(layout.HISOBOTLAR.table): lines}) if lines else Fills()


def fill_receipts(plan: Plan, receipts: Iterable[Receipt]) -> Fills:
    return Fills(sheets={layout.RECEIPTS: to_rows(receipts, plan.highest_ids)})


def fill_ids(plan: Plan) -> Fills:
    """The ids that reading gave to rows of the registers which had none of their own, and the highest."""
    cells: dict[Place, object] = {}
    highest = dict(plan.highest_ids)
    for register, records in plan.records.items():
        ids = [int(record.id) for record in records]
        highest[register] = max([highest.get(register, 0), *ids])
        for record in records:
            if record.new_id and "id" in record.columns:
                cells[record.places["id"]] = int(record.id)
    highest = {register: number for register, number in highest.items() if number}
    known = any(sheet.name == layout.RECEIPTS for sheet in plan.source.workbook.sheets)
    if not known or highest == plan.highest_ids:
        return Fills(cells)
    return Fills(cells, sheets={layout.RECEIPTS: to_rows(plan.receipts, highest)})

"""Read and write the receipts' sheet, the very hidden ``_akmxl``.

One row a receipt (``qayd``), followed by its values (``qiymat``), one row a (key, value). Behind them a row a
register (``raqam``) keeps the highest id that a row of it was ever given: receipts and reasons know rows by
their ids, so none is given twice.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain, whole_number
from akmxl.plan.reports import Receipt
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.workbook.plan_file import PlanFile


HEADER = (
    "turi", "hisobot", "davr", "tahrir", "kalit yoki fayl", "qiymat yoki nazorat kodi",
    "chiqish raqami", "chiqish sanasi", "sababi", "oldingi muhr", "muhr",
)  # fmt: skip
_RECEIPT, _VALUE, _HIGHEST = "qayd", "qiymat", "raqam"


def read_receipts(file: PlanFile) -> tuple[Receipt, ...]:
    """Read the receipts of a workbook, in their order; none where the sheet is missing."""
    return parse_rows(_rows(file))


def read_highest_ids(file: PlanFile) -> dict[str, int]:
    """Read register -> the highest id that was ever given to a row of it, as far as it was written down."""
    return {row[1]: _whole(row[5]) for row in _rows(file) if row[0] == _HIGHEST}


def _rows(file: PlanFile) -> list[list[str]]:
    if not any(sheet.name == layout.RECEIPTS for sheet in file.workbook.sheets):
        return []
    cells = file.cells(layout.RECEIPTS)
    last = max((row for row, _ in cells), default=1)
    return [
        [str(cells[row, column].value).strip() if (row, column) in cells else "" for column in range(1, 12)]
        for row in range(2, last + 1)
    ]


def parse_rows(rows: Iterable[Sequence[str]]) -> tuple[Receipt, ...]:
    """Read rows of ``_akmxl`` as receipts; a row of neither kind is passed over (the seals will tell)."""
    found: list[tuple[Receipt, list[tuple[str, object]]]] = []
    for kind, report, period, version, key, value, number, sent, reason, previous, seal in rows:
        if kind == _RECEIPT:
            head = (report, period, _whole(version), key, (), value, number, sent, reason, previous, seal)
            found.append((Receipt(*head), []))
        elif kind == _VALUE and found:
            found[-1][1].append((key, _from_json(value)))
    return tuple(replace(receipt, values=tuple(values)) for receipt, values in found)


def to_rows(receipts: Iterable[Receipt], highest_ids: Mapping[str, int] | None = None) -> list[list[object]]:
    """Write receipts and highest ids as the rows of ``_akmxl``, heading first.

    Every cell is text: no locale touches it.
    """
    rows: list[list[object]] = [list(HEADER)]
    for r in receipts:
        head = [_RECEIPT, r.report, r.period, str(r.version)]
        told = (r.file, r.values_sha256, r.number, r.sent, r.reason, r.previous, r.seal)
        rows.append([*head, *(text or None for text in told)])
        for key, value in r.values:
            data = json.dumps(plain(value), ensure_ascii=False)
            rows.append([_VALUE, r.report, r.period, str(r.version), key, data, *[None] * 5])
    for register, number in (highest_ids or {}).items():
        rows.append([_HIGHEST, register, *[None] * 3, str(number), *[None] * 5])
    return rows


def _whole(text: str) -> int:
    return whole_number(text) or 0


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text

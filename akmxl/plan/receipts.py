"""What was submitted, and the proof of it: value lists, their hashes, and the chain of seals.

The receipts stand on the very hidden sheet ``_akmxl``: one row a receipt (``qayd``), followed by its
values (``qiymat``), one row a (key, value). Behind them a row a register (``raqam``) keeps the highest id
that a row of it was ever given: receipts and reasons know rows by their ids, so none is given twice.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.reports import Receipt
from akmxl.workbook import layout
from akmxl.workbook.file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.workbook.file import PlanFile

HEADER = (
    "turi", "hisobot", "davr", "tahrir", "kalit yoki fayl", "qiymat yoki nazorat kodi",
    "chiqish raqami", "chiqish sanasi", "sababi", "oldingi muhr", "muhr",
)  # fmt: skip
_RECEIPT, _VALUE, _HIGHEST = "qayd", "qiymat", "raqam"

Values = tuple[tuple[str, object], ...]


def plain(value: object) -> object:
    """A value as JSON holds it: dates in ISO form."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else value


def values_sha256(values: Iterable[tuple[str, object]]) -> str:
    """SHA-256 of the canonical JSON of a value list, its order kept."""
    return _sha256([[key, plain(value)] for key, value in values])


def sealed(draft: Receipt, previous: str, *, number: str, sent: date) -> Receipt:
    """The receipt of a report that has gone out, tied to the seal before it.

    Its texts lose outer blanks and line breaks first: a cell would, and the seal must hold.
    """
    number, reason = (" ".join(text.split()) for text in (number, draft.reason))
    receipt = replace(draft, number=number, sent=sent.isoformat(), reason=reason, previous=previous, seal="")
    return replace(receipt, seal=_seal(receipt))


def last_seal(receipts: Iterable[Receipt]) -> str:
    """The seal that the next receipt carries; empty before the first."""
    return next((receipt.seal for receipt in reversed(list(receipts)) if receipt.sealed), "")


def broken(receipts: Iterable[Receipt]) -> list[Receipt]:
    """The sealed receipts that were altered, or whose predecessor is missing or altered."""
    found, previous = [], ""
    for receipt in receipts:
        if not receipt.sealed:
            continue
        whole = receipt.values_sha256 == values_sha256(receipt.values) and receipt.seal == _seal(receipt)
        if not whole or receipt.previous != previous:
            found.append(receipt)
        previous = receipt.seal
    return found


def newest(receipts: Iterable[Receipt], report: str, period: str) -> Receipt | None:
    """The receipt of the highest version for a report and period."""
    own = [r for r in receipts if r.report == report and r.period == period]
    return max(own, key=lambda receipt: receipt.version, default=None)


def of_version(receipts: Iterable[Receipt], report: str, period: str, version: int) -> Receipt | None:
    """The receipt of one version of a report and period."""
    key = report, period, version
    return next((r for r in receipts if (r.report, r.period, r.version) == key), None)


def _seal(receipt: Receipt) -> str:
    return _sha256(
        [
            *(receipt.report, receipt.period, receipt.version, receipt.file, receipt.values_sha256),
            *(receipt.number, receipt.sent, receipt.reason, receipt.previous),
        ]
    )


def _sha256(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read_receipts(file: PlanFile) -> tuple[Receipt, ...]:
    """The receipts of a workbook, in their order; none where the sheet is missing."""
    return parse_rows(_rows(file))


def read_highest_ids(file: PlanFile) -> dict[str, int]:
    """Register -> the highest id that was ever given to a row of it, as far as it was written down."""
    return {row[1]: _whole(row[5]) for row in _rows(file) if row[0] == _HIGHEST}


def _rows(file: PlanFile) -> list[list[str]]:
    if not any(sheet.name == layout.RECEIPTS for sheet in file.workbook.sheets):
        return []
    cells = file.cells(layout.RECEIPTS)
    last = max((row for row, _ in cells), default=1)
    return [
        [text_of(cells[row, column].value) if (row, column) in cells else "" for column in range(1, 12)]
        for row in range(2, last + 1)
    ]


def parse_rows(rows: Iterable[Sequence[str]]) -> tuple[Receipt, ...]:
    """Rows of ``_akmxl`` -> receipts; a row that is neither kind is passed over (the seals will tell)."""
    found: list[tuple[Receipt, list[tuple[str, object]]]] = []
    for kind, report, period, version, key, value, number, sent, reason, previous, seal in rows:
        if kind == _RECEIPT:
            head = (report, period, _whole(version), key, (), value, number, sent, reason, previous, seal)
            found.append((Receipt(*head), []))
        elif kind == _VALUE and found:
            found[-1][1].append((key, _from_json(value)))
    return tuple(replace(receipt, values=tuple(values)) for receipt, values in found)


def to_rows(receipts: Iterable[Receipt], highest_ids: Mapping[str, int] | None = None) -> list[list[object]]:
    """Receipts and highest ids -> the rows of ``_akmxl``, heading first. Every cell is text: no locale
    touches it."""
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
    return int(text) if text.isdecimal() else 0


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text

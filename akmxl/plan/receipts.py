"""Prove what was submitted: by the values, their hashes and the chain of seals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from akmxl.plan.model import Plan
    from akmxl.plan.reports import JournalRow, Receipt


Values = tuple[tuple[str, object], ...]


def values_sha256(values: Iterable[tuple[str, object]]) -> str:
    """Compute the SHA-256, in hexadecimal, of the canonical JSON of a value list, its order kept."""
    return _sha256([[key, plain(value)] for key, value in values])


def rows_sha256(rows: Iterable[Sequence[str]]) -> str:
    """Compute the SHA-256, in hexadecimal, of rows of texts; blanks at a row's end are no part of it."""
    return _sha256([list(row) for row in rows])


def sealed(draft: Receipt, previous: str, *, number: str, sent: date) -> Receipt:
    """Seal the receipt of a report that has gone out, tied to the seal before it.

    Its texts lose outer blanks and line breaks first: a cell would, and the seal must hold.
    """
    number, reason = (" ".join(text.split()) for text in (number, draft.reason))
    receipt = replace(draft, number=number, sent=sent.isoformat(), reason=reason, previous=previous, seal="")
    return replace(receipt, seal=_seal(receipt))


def last_seal(receipts: Iterable[Receipt]) -> str:
    """Return the seal that the next receipt carries; empty before the first."""
    return next((receipt.seal for receipt in reversed(list(receipts)) if receipt.sealed), "")


def broken(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the sealed receipts that were altered, or whose predecessor is missing or altered."""
    found, previous = [], ""
    for receipt in receipts:
        if not receipt.sealed:
            continue
        whole = receipt.values_sha256 == values_sha256(receipt.values) and receipt.seal == _seal(receipt)
        if not whole or receipt.previous != previous:
            found.append(receipt)
        previous = receipt.seal
    return found


def missing(plan: Plan, receipts: Iterable[Receipt] | None = None) -> list[JournalRow]:
    """Return the journal's rows of reports that went out and have no receipt among these, or the plan's."""
    kept = plan.receipts if receipts is None else receipts
    known = {(receipt.report, receipt.period, receipt.version) for receipt in kept}
    sent = (row for row in plan.journal if row.sent and row.period and row.values.get("file"))
    return [row for row in sent if (row.report, str(row.period), row.version) not in known]


def altered(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the receipts that are not what was written: those broken, and drafts with other values."""
    own = list(receipts)
    spoilt = [r for r in own if not r.sealed and r.values_sha256 != values_sha256(r.values)]
    return broken(own) + spoilt


def short_code(report: str, period: str, version: int, values: str, form: str) -> str:
    """Return the code of a form to be written on paper: 16 letters of base 32, in groups of four.

    ``values`` and ``form`` are the hashes of its values and of all that it says. It is known as soon as the
    form is drafted, and stays the same when it is sent.
    """
    from base64 import b32encode

    digest = bytes.fromhex(_sha256([report, period, version, values, form]))
    letters = b32encode(digest[:10]).decode()
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def code_of(receipt: Receipt) -> str:
    """Return the short code of a receipt, which is that of its form."""
    return short_code(
        receipt.report, receipt.period, receipt.version, receipt.values_sha256, receipt.form_sha256
    )


_LOOK_ALIKE = str.maketrans("018", "OIB", "- \xa0\u2010\u2011\u2013\u2014")  # base 32 has none of the digits


def same_code(written: str, code: str) -> bool:
    """Tell whether a code that a person copied from paper is a short code."""
    return written.upper().translate(_LOOK_ALIKE) == code.translate(_LOOK_ALIKE)


def told_otherwise(
    receipts: Iterable[Receipt], journal: Iterable[JournalRow]
) -> Iterator[tuple[Receipt, JournalRow, str]]:
    """Yield each field, ``number`` or ``sent``, of which the journal says another value than the seal."""
    rows = {(row.report, row.period_text, row.version): row for row in journal if row.sent}
    for receipt in receipts:
        row = rows.get((receipt.report, receipt.period, receipt.version)) if receipt.sealed else None
        if row is not None and " ".join(row.number.split()) != receipt.number:
            yield receipt, row, "number"
        if row is not None and row.sent and row.sent.isoformat() != receipt.sent:
            yield receipt, row, "sent"


def newest(receipts: Iterable[Receipt], report: str, period: str) -> Receipt | None:
    """Return the receipt of the highest version for a report and period, or None."""
    own = [r for r in receipts if r.report == report and r.period == period]
    return max(own, key=lambda receipt: receipt.version, default=None)


def of_version(receipts: Iterable[Receipt], report: str, period: str, version: int) -> Receipt | None:
    """Return the receipt of one version of a report and period, or None."""
    key = report, period, version
    return next((r for r in receipts if (r.report, r.period, r.version) == key), None)


def _seal(receipt: Receipt) -> str:
    return _sha256(
        [
            *(receipt.report, receipt.period, receipt.version, receipt.file, receipt.values_sha256),
            *(receipt.number, receipt.sent, receipt.reason, receipt.previous),
            *((receipt.form_sha256,) if receipt.form_sha256 else ()),  # earlier receipts are sealed without
        ]
    )


def _sha256(data: object) -> str:
    import json  # late: a check of a plan without receipts needs neither

    from akmxl.core.digest import sha256

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode())

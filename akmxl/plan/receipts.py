"""Prove what was submitted: by the values, their hashes and the chain of seals."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.period_words import due_day_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from json import JSONEncoder

    from akmxl.plan.model import Plan
    from akmxl.plan.reports import JournalRow, Receipt


Values = tuple[tuple[str, object], ...]


def values_sha256(values: Iterable[tuple[str, object]]) -> str:
    """Compute the SHA-256, in hexadecimal, of the canonical JSON of a value list, its order kept."""
    return _sha256([[key, plain(value)] for key, value in values])


def rows_sha256(rows: Iterable[Sequence[str]]) -> str:
    """Compute the SHA-256, in hexadecimal, of rows of texts; blanks at a row's end are no part of it."""
    return _sha256(list(rows))


def sealed(draft: Receipt, previous: str, *, number: str, sent: date, letter: str = "") -> Receipt:
    """Seal the receipt of a report that has gone out, tied to the seal before it.

    Its texts lose outer blanks and line breaks first: a cell would, and the seal must hold. ``letter`` is
    what ``letter_said`` returns of the journal's row.
    """
    number, reason = (" ".join(text.split()) for text in (number, draft.reason))
    receipt = replace(
        draft, number=number, sent=sent.isoformat(), reason=reason, previous=previous, seal="", letter=letter
    )
    return replace(receipt, seal=_seal(receipt))


def last_seal(receipts: Iterable[Receipt]) -> str:
    """Return the seal that the next receipt carries; empty before the first."""
    return next((_seal_in(receipt) for receipt in reversed(list(receipts)) if receipt.sealed), "")


def _seal_in(receipt: Receipt) -> str:
    """Return the seal that the next receipt was tied to, also where its own cell was emptied."""
    return receipt.seal or _seal(receipt)


def broken(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the sealed receipts that were altered, or whose predecessor is missing or altered."""
    found, previous = [], ""
    for receipt in receipts:
        if not receipt.sealed:
            continue
        whole = receipt.values_sha256 == values_sha256(receipt.values) and receipt.seal == _seal(receipt)
        if not whole or receipt.previous != previous:
            found.append(receipt)
        previous = _seal_in(receipt)
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
    return broken(own) + spoilt_drafts(own)


def spoilt_drafts(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the drafts whose values are not those that were drafted."""
    return [r for r in receipts if not r.sealed and r.values_sha256 != values_sha256(r.values)]


def short_code(report: str, period: str, version: int, values: str, form: str) -> str:
    """Return the code of a form to be written on paper: 16 letters of base 32, in groups of four.

    ``values`` and ``form`` are the hashes of its values and of all that it says. It is known as soon as the
    form is drafted, and stays the same when it is sent.
    """
    return as_code(_sha256([report, period, version, values, form]))


def as_code(digest: str) -> str:
    """Return the beginning of a SHA-256 in hexadecimal as a code to be written on paper."""
    from base64 import b32encode

    letters = b32encode(bytes.fromhex(digest)[:10]).decode()
    return "-".join(letters[place : place + 4] for place in range(0, CODE_LETTERS, 4))


def code_of(receipt: Receipt) -> str:
    """Return the short code of a receipt, which is that of its form."""
    return short_code(
        receipt.report, receipt.period, receipt.version, receipt.values_sha256, receipt.form_sha256
    )


CODE_LETTERS = 16
_LOOK_ALIKE = str.maketrans("018", "OIB", "- \xa0\u2010\u2011\u2013\u2014")  # base 32 has none of the digits


def same_code(written: str, code: str) -> bool:
    """Tell whether a code that a person copied from paper is a short code."""
    return _letters(written) == _letters(code)


def letters_in(written: str) -> int:
    """Return how many letters a code from paper has; a whole one has ``CODE_LETTERS``."""
    return len(_letters(written))


def _letters(code: str) -> str:
    return code.upper().translate(_LOOK_ALIKE)


_OF_LETTER = ("title", "recipient", "report_due")


def letter_said(row: JournalRow) -> str:
    """Return what the journal says of a letter beside its number and day, as a receipt keeps it.

    What nobody has written is left out: akmxl fills it in.
    """
    import json

    said = {field: text for field in _OF_LETTER if (text := _said(row, field))}
    return json.dumps(said, ensure_ascii=False) if said else ""


def _said(row: JournalRow, field: str) -> str:
    """Return what a cell of the journal says, in one line; a day as ISO text, however it is written."""
    value = row.values.get(field)
    if field == "report_due" and (day := due_day_in(value)):
        return day.isoformat()
    return "" if value is None else " ".join(str(plain(value)).split())


class ToldOtherwise(NamedTuple):
    """A cell of the journal that says another value than the seal; ``old`` is the seal's."""

    receipt: Receipt
    row: JournalRow
    field: str
    old: str

    @property
    def said(self) -> str:
        """What the cell says, in the words of the seal."""
        if self.field == "number":
            return " ".join(self.row.number.split())
        if self.field == "sent":
            return self.row.sent.isoformat() if self.row.sent else ""
        return _said(self.row, self.field)


def told_otherwise(receipts: Iterable[Receipt], journal: Iterable[JournalRow]) -> Iterator[ToldOtherwise]:
    """Yield the cells of sent reports' rows that say otherwise than the seals.

    These are number and date, the form's file, and what ``letter_said`` keeps: title, recipient, due day. A
    blank among the last is filled in by akmxl again, as the state is.
    """
    rows = {(row.report, row.period_text, row.version): row for row in journal if row.sent}
    for receipt in receipts:
        row = rows.get((receipt.report, receipt.period, receipt.version)) if receipt.sealed else None
        if row is None or row.sent is None:
            continue
        if " ".join(row.number.split()) != receipt.number:
            yield ToldOtherwise(receipt, row, "number", receipt.number)
        if row.sent.isoformat() != receipt.sent:
            yield ToldOtherwise(receipt, row, "sent", receipt.sent)
        if _file_name(_said(row, "file")) != _file_name(receipt.file):
            yield ToldOtherwise(receipt, row, "file", receipt.file)
        for field, old in kept_of_letter(receipt).items():
            if _said(row, field) not in ("", old):
                yield ToldOtherwise(receipt, row, field, old)


def letter_key(path: object) -> str:
    """Return a form's file name without its folder, as forms are moved; empty for a blank."""
    return _file_name(" ".join(str(path or "").split()))


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].casefold()


def kept_of_letter(receipt: Receipt) -> dict[str, str]:
    """Return what a receipt keeps of the letter; nothing where it was altered, which its seal tells."""
    import json

    try:
        said = json.loads(receipt.letter or "{}")
    except ValueError:
        said = {}
    return (
        {field: str(said[field]) for field in _OF_LETTER if field in said} if isinstance(said, dict) else {}
    )


def newest(receipts: Iterable[Receipt], report: str, period: str) -> Receipt | None:
    """Return the receipt of the highest version for a report and period, or None."""
    own = [r for r in receipts if r.report == report and r.period == period]
    return max(own, key=lambda receipt: receipt.version, default=None)


def of_version(receipts: Iterable[Receipt], report: str, period: str, version: int) -> Receipt | None:
    """Return the receipt of one version of a report and period, or None."""
    key = report, period, version
    return next((r for r in receipts if (r.report, r.period, r.version) == key), None)


def in_force(plan: Plan) -> Iterator[Receipt]:
    """Yield the receipt of each sent report, in the version of its newest journal row.

    A report of which a correction is being made is left out.
    """
    newest: dict[tuple[str, str], JournalRow] = {}
    for row in sorted(plan.journal, key=attrgetter("version")):
        if row.period:
            newest[row.report, str(row.period)] = row
    for (report, period), row in newest.items():
        receipt = of_version(plan.receipts, report, period, row.version) if row.sent else None
        if receipt is not None:
            yield receipt


def _seal(receipt: Receipt) -> str:
    return _sha256(
        [
            *(receipt.report, receipt.period, receipt.version, receipt.file, receipt.values_sha256),
            *(receipt.number, receipt.sent, receipt.reason, receipt.previous),
            *filter(None, (receipt.form_sha256, receipt.letter)),  # earlier receipts are sealed without
        ]
    )


def _sha256(data: object) -> str:
    from akmxl.core.digest import sha256  # late: a check of a plan without receipts needs it not

    return sha256(_canonical().encode(data).encode())


@cache
def _canonical() -> JSONEncoder:
    import json  # late, as above

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

"""Read and write the receipts' sheet, the very hidden ``_akmxl``.

One row a receipt (``qayd``), followed by its values (``qiymat``), one row a (key, value). Behind them a row a
register (``raqam``) keeps the highest id that a row of it was ever given: receipts and reasons know rows by
their ids, so none is given twice. Another (``ustun``) keeps which of its columns have been in use, a third
(``qatorlar``) the ids of the rows that were there at the last check. A row a one-off task (``topshiriq``)
keeps by which number it is known. An import has a head (``import``), a row for each row of a register that it
wrote (``import qatori``) and for each count (``import soni``). A month that a service handed in has a head
(``topshirdi``) and its cells (``topshirgani``). A copy for a service has a row that says so (``nusxa``) and
what stood in the plan then (``nusxa asosi``); the plan itself what was taken out of a copy (``qo‘shilgan``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.cell_values import json_text, plain, whole_number
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.copies import CopyOf, MergedCopy
from akmxl.plan.handed_in import HandedIn
from akmxl.plan.imports import Count, ImportedRow, ImportReceipt
from akmxl.plan.reports import KeptTask, Receipt
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.model import Plan
    from akmxl.plan.receipts import Values
    from akmxl.workbook.plan_file import PlanFile


_RECEIPT, _VALUE, _HIGHEST, _USED = "qayd", "qiymat", "raqam", "ustun"
_TASK, _ROWS = "topshiriq", layout.KEPT_ROWS
_IMPORT, _IMPORTED_ROW, _COUNT, _AT_LEAST = "import", "import qatori", "import soni", "kamida"
_HANDED_IN, _HANDED_CELLS = "topshirdi", "topshirgani"
_COPY, _COPY_BASE, _MERGED = "nusxa", "nusxa asosi", "qo‘shilgan"
_NOTHING = (None,) * 7  # what only a receipt has


class Kept(NamedTuple):
    """All that the sheet keeps: the receipts in their order, and of each register what is known of it.

    ``highest_ids`` are the highest that were ever given to a row, ``used_columns`` the fields of the columns
    that were in use at the last check, ``known_rows`` the ids that were there then; all as far as they were
    written down. ``tasks`` are the one-off tasks that were seen, ``hand_ins`` the months that services handed
    in. ``copy_of`` says of a service's copy what it is, ``merged`` what was taken out of copies.
    """

    receipts: tuple[Receipt, ...]
    highest_ids: dict[str, int]
    used_columns: dict[str, tuple[str, ...]]
    tasks: tuple[KeptTask, ...]
    known_rows: dict[str, str]
    imports: tuple[ImportReceipt, ...]
    hand_ins: tuple[HandedIn, ...] = ()
    copy_of: CopyOf | None = None
    merged: tuple[MergedCopy, ...] = ()


def kept_of(plan: Plan) -> Kept:
    """Return all that the sheet of a plan keeps, to be written with what is new in it."""
    return Kept(
        plan.receipts,
        dict(plan.highest_ids),
        dict(plan.used_columns),
        plan.kept_tasks,
        dict(plan.known_rows),
        plan.imports,
        plan.hand_ins,
        plan.copy_of,
        plan.merged,
    )


def fill_kept(kept: Kept) -> Fills:
    """Return the fills by which the sheet keeps this, and nothing else."""
    return Fills(sheets={layout.RECEIPTS: to_rows(*kept)})


def read_receipts(file: PlanFile) -> tuple[Receipt, ...]:
    """Read the receipts of a workbook, in their order; none where the sheet is missing."""
    return read_kept(file).receipts


def read_kept(file: PlanFile) -> Kept:
    """Read all that the sheet keeps."""
    rows = _rows(file)
    highest = {row[1]: _whole(row[5]) for row in rows if row[0] == _HIGHEST}
    used = {row[1]: tuple(filter(None, row[5].split(";"))) for row in rows if row[0] == _USED}
    tasks = (
        KeptTask(row[1], row[4], row[5], row[2], row[6], _whole(row[3])) for row in rows if row[0] == _TASK
    )
    known = {row[1]: row[5] for row in rows if row[0] == _ROWS}
    return Kept(
        parse_rows(rows),
        highest,
        used,
        tuple(tasks),
        known,
        tuple(_imports(rows)),
        tuple(_hand_ins(rows)),
        _copy_of(rows),
        tuple(MergedCopy(row[1], row[2], row[5]) for row in rows if row[0] == _MERGED),
    )


def _rows(file: PlanFile) -> list[list[str]]:
    if not any(sheet.name == layout.RECEIPTS for sheet in file.workbook.sheets):
        return []
    grid = file.grid(layout.RECEIPTS)
    columns = [grid.values(column) for column in range(1, len(layout.RECEIPTS_HEADER) + 1)]
    rows = sorted({row for column in columns for row in column if row > 1})
    return [[_exact(column.get(row)) for column in columns] for row in rows]


def _exact(value: object) -> str:
    """Return a text as it was written, with the signs in it that nobody sees: a seal is of every sign."""
    return "" if value is None else str(value).strip()


def parse_rows(rows: Iterable[Sequence[str]]) -> tuple[Receipt, ...]:
    """Read rows of ``_akmxl`` as receipts; a row of neither kind is passed over (the seals will tell).

    A value that names another version than the receipt above it keeps that name, so the seal does not fit it.
    """
    found: list[tuple[Receipt, list[tuple[str, object]]]] = []
    head = None
    for kind, *of, key, value, number, sent, reason, previous, seal, form, letter in rows:
        if kind == _RECEIPT:
            report, period, version = head = of
            proof = (value, number, sent, reason, previous, seal, form, letter)
            found.append((Receipt(report, period, _whole(version), key, (), *proof), []))
        elif kind == _VALUE and found:
            found[-1][1].append((key if of == head else " ".join((*of, key)), _from_json(value)))
    return tuple(replace(receipt, values=tuple(values)) for receipt, values in found)


def receipts_of(rows: Iterable[Sequence[object]]) -> tuple[Receipt, ...]:
    """Return the receipts of rows that ``to_rows`` made, as they are read once these are written."""
    return parse_rows([_exact(value) for value in row] for row in rows)


def as_read(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Return receipts as they are read once they are written."""
    return tuple(map(_as_read, receipts))


def _as_read(receipt: Receipt) -> Receipt:
    values: Values = tuple((_exact(key), plain(value)) for key, value in receipt.values)
    head = (receipt.report.strip(), receipt.period.strip(), receipt.version, receipt.file.strip())
    proof = map(str.strip, (receipt.values_sha256, receipt.number, receipt.sent, receipt.reason))
    seals = map(str.strip, (receipt.previous, receipt.seal, receipt.form_sha256, receipt.letter))
    # long values are kept once
    return Receipt(*head, receipt.values if values == receipt.values else values, *proof, *seals)


def to_rows(
    receipts: Iterable[Receipt],
    highest_ids: Mapping[str, int] | None = None,
    used_columns: Mapping[str, Sequence[str]] | None = None,
    kept_tasks: Iterable[KeptTask] = (),
    known_rows: Mapping[str, str] | None = None,
    imports: Iterable[ImportReceipt] = (),
    hand_ins: Iterable[HandedIn] = (),
    copy_of: CopyOf | None = None,
    merged: Iterable[MergedCopy] = (),
) -> list[list[object]]:
    """Write receipts, and all else that is kept, as rows of ``_akmxl``, heading first.

    Every cell is text: no locale touches it.
    """
    rows: list[list[object]] = [list(layout.RECEIPTS_HEADER)]
    for r in receipts:
        head = [_RECEIPT, r.report, r.period, str(r.version)]
        texts = (
            r.file,
            r.values_sha256,
            r.number,
            r.sent,
            r.reason,
            r.previous,
            r.seal,
            r.form_sha256,
            r.letter,
        )
        rows.append([*head, *(text or None for text in texts)])
        for key, value in r.values:
            rows.append([_VALUE, r.report, r.period, str(r.version), key, json_text(value), *_NOTHING])
    for register, number in (highest_ids or {}).items():
        rows.append([_HIGHEST, register, *[None] * 3, str(number), *_NOTHING])
    for register, fields in (used_columns or {}).items():
        rows.append([_USED, register, *[None] * 3, ";".join(fields) or None, *_NOTHING])
    for one in kept_tasks:
        known = (one.code, one.day, str(one.number), one.title, one.recipient, one.words)
        rows.append([_TASK, *(text or None for text in known), *_NOTHING[1:]])
    for register, ids in (known_rows or {}).items():
        rows.append([_ROWS, register, *[None] * 3, ids, *_NOTHING])
    for receipt in imports:
        rows.extend(_import_rows(receipt))
    for handed in hand_ins:
        rows.extend(_hand_in_rows(handed))
    rows.extend(_copy_rows(copy_of) if copy_of else ())
    rows.extend([_MERGED, one.id, one.part, None, None, one.text, *_NOTHING] for one in merged)
    return rows


def _hand_in_rows(one: HandedIn) -> Iterator[list[object]]:
    """Write a month that was handed in: its head, then its cells."""
    key = [one.service, one.period, None]
    yield [_HANDED_IN, *key, one.by or None, one.code, one.day, ";".join(one.items) or None, *_NOTHING[2:]]
    for text in one.values:
        yield [_HANDED_CELLS, *key, None, text, *_NOTHING]


def _hand_ins(rows: Iterable[Sequence[str]]) -> Iterator[HandedIn]:
    """Read the months that were handed in; cells that belong to no head are passed over."""
    heads: dict[tuple[str, str], Sequence[str]] = {}
    values: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row[0] == _HANDED_IN:
            heads[row[1], row[2]] = row
        elif row[0] == _HANDED_CELLS:
            values.setdefault((row[1], row[2]), []).append(row[5])
    for (service, period), (_, _, _, _, by, code, day, items, *_rest) in heads.items():
        codes = tuple(filter(None, items.split(";")))
        yield HandedIn(period, service, day, by, code, codes, tuple(values.get((service, period), ())))


def _copy_rows(one: CopyOf) -> Iterator[list[object]]:
    yield [_COPY, one.service, one.day, None, one.id, one.organisation or None, *_NOTHING]
    for text in one.base:
        yield [_COPY_BASE, None, None, None, one.id, text, *_NOTHING]


def _copy_of(rows: Iterable[Sequence[str]]) -> CopyOf | None:
    rows = list(rows)
    head = next((row for row in rows if row[0] == _COPY), None)
    if head is None:
        return None
    base = tuple(row[5] for row in rows if row[0] == _COPY_BASE)
    return CopyOf(head[4], head[1], head[2], head[5], base)


def _import_rows(receipt: ImportReceipt) -> Iterator[list[object]]:
    """Write an import: its head, then its rows and counts; what has a shape of its own stands as JSON."""
    number = str(receipt.number)
    yield [_IMPORT, receipt.profile, receipt.day, number, receipt.file, receipt.sha256,
           _json(receipt.tally), receipt.headings or None,
           receipt.title or None, *_NOTHING[3:]]  # fmt: skip
    for row in receipt.rows:
        before = None if row.before is None else _json(row.before)
        known = (row.sheet, row.name, number, row.identity, _json(row.values), before)
        yield [_IMPORTED_ROW, *(text or None for text in known), *_NOTHING[1:]]
    for count in receipt.counts:
        bound = _AT_LEAST if count.at_least else None
        yield [_COUNT, count.code, f"{count.month:02d}", number, bound, str(count.value), *_NOTHING]


def _imports(rows: Iterable[Sequence[str]]) -> Iterator[ImportReceipt]:
    """Read the imports among rows of ``_akmxl``; what belongs to no head is passed over."""
    heads: list[Sequence[str]] = []
    written: dict[str, list[ImportedRow]] = {}
    counts: dict[str, list[Count]] = {}
    for row in rows:
        kind, first, second, number, key, value, before = row[:7]
        if kind == _IMPORT:
            heads.append(row)
        elif kind == _IMPORTED_ROW:
            old = _mapping(before) if before else None
            written.setdefault(number, []).append(ImportedRow(first, second, key, _mapping(value), old))
        elif kind == _COUNT and (amount := whole_number(value)) is not None:
            counts.setdefault(number, []).append(Count(first, _whole(second), amount, key == _AT_LEAST))
    for _, profile, day, number, file, digest, tally, headings, title, *_rest in heads:
        yield ImportReceipt(
            _whole(number), profile, file, digest, day, _numbers(tally),
            tuple(written.get(number, ())), tuple(counts.get(number, ())), headings, title,
        )  # fmt: skip


def _json(values: Mapping[str, object]) -> str:
    """Write what stands in fields, a day as ISO text."""
    import json  # late, as below

    return json.dumps({name: plain(value) for name, value in values.items()}, ensure_ascii=False)


def _mapping(text: str) -> dict[str, object]:
    found = _from_json(text)
    return found if isinstance(found, dict) else {}


def _numbers(text: str) -> dict[str, int]:
    return {name: count for name, count in _mapping(text).items() if isinstance(count, int)}


def _whole(text: str) -> int:
    return whole_number(text) or 0


def _from_json(text: str) -> object:
    import json  # late: few plans have no receipts, but a new one is checked often

    try:
        return json.loads(text)
    except ValueError:
        return text

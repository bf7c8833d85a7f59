"""Select register rows for a submission, put them in order, and read and add up their fields."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.cell_values import known_value, whole_number
from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import DASH, fold
from akmxl.core.unseen import SEMICOLONS, visible
from akmxl.plan import registers
from akmxl.plan.registers import KIND_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.plan.model import Item, Plan, Record
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Report

FieldValue = None | str | int | float | date

PART = "details:"  # a field that is one part of a row's details: ``details:manzil``
COUNT = "count"  # the field of a total that counts the rows themselves

_NO_QUOTES = dict.fromkeys(map(ord, '“”„«»"'))
_NO_BRACKETS = str.maketrans("[]", "()")
_SELECTION = lazily(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_WHOLE_NUMBER = lazily(r"0|[1-9]\d{0,2}(?: \d{3})+|[1-9]\d{0,8}")
_LABEL = lazily(r"\s*([^:：;；\n]{1,40}?)\s*[:：](?!//)\s*(.*)", re.DOTALL)
_BOOKS = frozenset(
    fold(kind)
    for kind in ("kitob", "risola", "darslik", "qo‘llanma", "o‘quv qo‘llanma", "monografiya", "to‘plam",
                 "jurnal", "gazeta")
)  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """A selection of a register's rows: by default those of the report's items that are dated in its period.

    ``item`` narrows them to one code, ``kind`` to one kind. ``standing`` rows are all that were entered
    up to the period's end: what is in force, or exists, whenever it began.
    """

    register: str
    item: str = ""
    standing: bool = False
    kind: str = ""

    def __str__(self) -> str:
        """Write it as keys do: ``Tadbirlar``, ``Royxatlar[19.1][standing]``, ``Matbuot[kind=Maqola]``."""
        return self._text

    @cached_property
    def _text(self) -> str:
        kind = "kind=" + self.kind.translate(_NO_BRACKETS) if self.kind else ""
        parts = (self.item, "standing" if self.standing else "", kind)
        return self.register + "".join(f"[{part}]" for part in parts if part)

    @classmethod
    def parse(cls, text: str) -> Selection | None:
        """Read what ``str`` writes; None for anything else."""
        match = _SELECTION.fullmatch(text)
        if not match:
            return None
        item, kind, standing = "", "", False
        for part in re.findall(r"\[([^\[\]]*)\]", match[2]):
            word, _, name = part.partition("=")
            if word == "kind":
                kind = name
            elif word == "standing":
                standing = True
            else:
                item = part
        return cls(match[1], item, standing, kind)


@dataclass(frozen=True)
class Kind:
    """The rows of one kind within a table that is divided by kinds."""

    name: str
    records: tuple[Record, ...]


def records_of(plan: Plan, selected: Selection | str, report: Report, period: Period) -> tuple[Record, ...]:
    """Return the selected rows of a report, in the order of a form's list; a register's name selects all."""
    selection = Selection(selected) if isinstance(selected, str) else selected
    return tuple(sorted(rows_of(plan, selection, report, period), key=_place_in_list))


def rows_of(plan: Plan, selection: Selection, report: Report, period: Period) -> Sequence[Record]:
    """Return the selected rows of a report in any order, to count them."""
    item, kind = selection.item, fold(selection.kind)
    if selection.register not in plan.index:
        return ()
    rows = plan.index[selection.register].dated(
        item.__eq__ if item else report.concerns,
        date.min if selection.standing else period.start,
        period.end,
    )
    if item and not report.concerns(item):
        rows = [record for record in rows if any(map(report.concerns, record.codes))]
    if kind:
        rows = [record for record in rows if fold(kind_of(record)) == kind]
    if selection.standing:
        rows = _newest(rows, plan.items)
    return rows


def by_kind(records: Iterable[Record]) -> tuple[Kind, ...]:
    """Divide rows by their kind, the kinds in the order of the alphabet."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(fold(kind_of(record)), []).append(record)
    return tuple(Kind(kind_of(rows[0]), tuple(rows)) for _, rows in sorted(groups.items()))


def kind_of(record: Record) -> str:
    """Return the row's kind in words; empty where none is given."""
    value = record_value(record, KIND_FIELDS[record.register])
    return "" if value is None else " ".join(str(value).split())


def total_of(records: Sequence[Record], field: str) -> int | float | None:
    """Count rows (field ``count``), or add up a field over them.

    None where a row's figure cannot be read, or where rows are there and none has a figure.
    """
    if field == COUNT:
        return len(records)
    values = [value for record in records if (value := record_value(record, field)) not in (None, DASH)]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or (records and not numbers):
        return None
    return sum(numbers)


def record_value(record: Record, field: str) -> FieldValue:
    """Return a row's value in a field; None for a blank, an error, or a formula without result."""
    if field.startswith(PART):
        return _part(record, field.removeprefix(PART))
    if field == "description":
        return description(record)
    value = record.values.get(field)
    if type(value) is str:  # as most are
        return visible(value) if value else None
    value = known_value(value)
    if isinstance(value, str):
        return visible(value)
    return value if isinstance(value, date | int | float) else None


def column_of(field: str) -> str:
    """Return the column of which a field of a form is made: a description's title, a part's details.

    >>> column_of("description"), column_of("details:manzil"), column_of("women")
    ('title', 'details', 'women')
    """
    return "title" if field == "description" else "details" if field.startswith(PART) else field


def parts_of(details: str) -> dict[str, str]:
    """Split a text such as ``manzil: Navoiy ko‘chasi; fond: 1200`` into its parts, by folded label.

    A line's end parts them too; what has no label belongs to the part before it.
    """
    parts: dict[str, str] = {}
    label = ""
    for piece in pieces_of(details):
        match = _LABEL.fullmatch(piece)
        if match:
            label = fold(match[1])
            parts[label] = match[2].strip()
        elif label and piece.strip():
            parts[label] = f"{parts[label]}; {piece.strip()}".strip("; ")
    return parts


def labels_of(pattern: str) -> tuple[str, ...]:
    """Return the labels of a pattern such as ``manzil: ; fond:``, as they are written."""
    return tuple(match[1] for piece in pieces_of(pattern) if (match := _LABEL.fullmatch(piece)))


_BETWEEN = str.maketrans(dict.fromkeys(f"\n{SEMICOLONS}", ";"))


def pieces_of(text: str) -> list[str]:
    """Return what stands between the semicolons and line ends of a text of labelled parts."""
    return text.translate(_BETWEEN).split(";")


def description(record: Record) -> str | None:
    """Describe a row of Matbuot as a library does (GOST 7.1): ``Author. Title // Publication. – Year.``

    A part of a publication stands before ``//``; a book, journal or newspaper is described as a whole. None
    without a title.
    """
    author, title, publication, year = (
        "" if (value := record_value(record, field)) is None else " ".join(str(value).split())
        for field in ("author", "title", "publication", "year_published")
    )
    if not title:
        return None
    name = " ".join(part for part in (_closed(author), title) if part)
    year = "" if year and year in publication else year
    if fold(kind_of(record)) in _BOOKS:
        imprint = ", ".join(part for part in (publication.rstrip(" ."), year) if part)
        return " – ".join(_closed(part) for part in (name, imprint) if part)
    if publication:
        name = f"{name.rstrip(' .')} // {publication}"
    return " – ".join(_closed(part) for part in (name, year) if part)


def _closed(text: str) -> str:
    """End a text with a full stop, or with the sign that it has."""
    return text if not text or text[-1] in ".?!…" else f"{text}."


def _part(record: Record, label: str) -> FieldValue:
    """Return one labelled part of the details: a whole number as a number, anything else as typed."""
    text = parts_of(str(record_value(record, "details") or "")).get(fold(label))
    number = whole_number(text.replace(" ", "")) if text and _WHOLE_NUMBER.fullmatch(text) else None
    return (text or None) if number is None else number


def _newest(records: Iterable[Record], items: Mapping[str, Item]) -> list[Record]:
    """Keep the newest row of each name; rows with another document beside them, or without a name, are other
    things, and so are all that make up a stock, since each of them counts in its figure.

    A row with a minus ends the one of its name and document; where it names no document, the last one of its
    name, and where it has no name, that of its document. Of a row of several, as many are left; what is more
    ends the one before it too.
    """
    found: dict[tuple[tuple[str, ...], str, str, str], Record] = {}
    for record in sorted(records, key=lambda one: (one.date or date.min, one.row)):
        title, document = (
            fold(str(record.values.get(field) or "").translate(_NO_QUOTES)) for field in ("title", "document")
        )
        kind = (fold(kind_of(record)), *record.codes)
        if record.quantity >= 0:
            in_force = any(code in items and items[code].adds_up == "stock" for code in record.codes)
            found[kind, title, document, str(record.row) if in_force or not title else ""] = record
            continue
        told = title or document
        ended = [
            key
            for key in found
            if told and key[0] == kind and title in ("", key[1]) and document in ("", key[2])
        ]
        left = record.quantity
        while ended and left < 0:
            left += found[ended[-1]].quantity
            stood = found.pop(key := ended.pop())
            if left > 0:
                found[key] = _of_which(stood, left)
    return list(found.values())


def _of_which(record: Record, left: int) -> Record:
    """Return a row of several things of which as many are left."""
    return replace(record, values={**record.values, "quantity": left}, quantity=left)


def _place_in_list(record: Record) -> tuple[object, ...]:
    """Return the sort key: by date; people and lists also by name; Matbuot by kind, then author or title."""
    day = record.date or date.min
    if record.register == registers.PRESS:
        kind, author, title = (_word(record, field) for field in ("record_kind", "author", "title"))
        return kind, author or title, title, day, record.row
    name = _NAMES.get(record.register)
    return day, _word(record, name) if name else "", record.row


_NAMES = {registers.TRAINING: "person", registers.LISTS: "title"}


def _word(record: Record, field: str) -> str:
    return fold(str(record.values.get(field) or ""))

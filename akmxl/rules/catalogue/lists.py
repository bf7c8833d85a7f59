"""Check the rows of Royxatlar: their details, what they are for, contracts in force and those that ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.register_rows import labels_of, parts_of
from akmxl.rules.alike import Key, agree, plain, repeat_hit, repeats_among, rows_alike, values_agree
from akmxl.rules.figures import cell_hit, item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Lists and contracts"), 105


@rule(
    "REF13",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the details lack: {value}."),
    N_("Write them as “label: value”, with ; between; where there is none, “-”."),
)
def details_whole(case: Case) -> Iterator[Hit]:
    """The details of a list's row have all the parts that its kind is written with (Sozlamalar).

    Why: the parts stand in columns of the report; where one is missing or its label misspelt, the form has
    a blank in that place.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi           | Kod | Nomi          | Tafsiloti  | Miqdori |
        | 2025-03-05 | Raqamlashtirilgan nashr | '29 | Oybek. Navoiy | yili: 1944 | 12      |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi           | Kod | Nomi          | Tafsiloti  | Miqdori |
        | 2025-03-05 | Raqamlashtirilgan nashr | '29 | Oybek. Navoiy | yil: 1944  | 12      |  REF13
    """
    for record in case.plan.records[registers.LISTS]:
        pattern = case.plan.settings.list_patterns.get(fold(text_of(record.values.get("list_kind"))), "")
        given = parts_of(text_of(record.values.get("details")))
        missing = [label for label in labels_of(pattern) if not given.get(fold(label))]
        if missing and "details" in record.columns:
            yield Hit(
                record.places["details"],
                item=next((code for code in record.codes if code in case.plan.items), None),
                period=record_period(case, record),
                value=", ".join(missing),
                subject=f"{row_name(record)}/details",
            )


@rule(
    "REF50",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: “{register}” gives item {value}, and no report lists this row."),
    N_("Choose the code of the item that the row is about; if it is right, write the reason."),
)
def list_row_is_for_something(case: Case) -> Iterator[Hit]:
    """A row of Royxatlar is about an item that is not counted from another register, or stands in a list of
    a report, where other rows of its kind do.

    Why: a contract under the code of the events is in no figure and on no list; nobody misses it.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       |
        | 2025-03-03 | Shartnoma    | '18   | 2-maktab | 1       |  REF50
    """
    source = {item.code: item.source for item in case.plan.items.values() if item.source in _COUNTED_FROM}
    records = case.plan.records[registers.LISTS]
    odd = [record for record in records if record.codes and record.codes[0] in source]
    if not odd:
        return
    listed = _listed(case)
    fed = {item.code for item in case.plan.items.values() if item.source == registers.LISTS} | listed
    kinds = {record.values.get("list_kind") for record in records if fed.intersection(record.codes)}
    for record in odd:
        code = record.codes[0]
        if code not in listed and record.values.get("list_kind") in kinds:
            yield cell_hit(case, record, "code", code, register=source[code])


_COUNTED_FROM = frozenset({
    registers.DAILY, registers.EVENTS, registers.TRAINING, registers.PRESS, registers.JOURNAL,
})  # fmt: skip


def _listed(case: Case) -> set[str]:
    """Return the items whose rows of Royxatlar stand in a list of a report."""
    found: set[str] = set()
    for report in case.plan.reports:
        for one in case.lists_of(report.code):
            if one.register == registers.LISTS:
                found.update((one.selection.item,) if one.selection.item else report.items)
    return set(case.plan.items) if "*" in found else found


@rule(
    "XSH15",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: the same stands in row {other} too: “{value}”."),
    N_("If it is one, delete one of the rows; if there are two, write the reason."),
)
def list_row_stands_once(case: Case) -> Iterator[Hit]:
    """No row of Royxatlar stands twice: the same name and kind, and the same document; without one the same
    details within a week, or the same large quantity; of contracts in force the name is enough.

    Why: the contract that is entered when it is signed and again when it comes back counts as two in force.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori | Hujjat raqami |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |
        | 2025-03-03 | Shartnoma    | '19.1 | 2-maktab | 1       | 2-son         |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori | Hujjat raqami |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |
        | 2025-03-17 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |  XSH15
        | 2024-03-17 | Shartnoma    | '19.1 | 2-maktab | 1       | 2-son         |
        | 2025-03-17 | Shartnoma    | '19.1 | 2-maktab | 1       | 2-son         |  XSH15
    """

    def kind_and_code(record: Record) -> Key | None:
        return (record.values.get("list_kind"), record.codes) if record.quantity > 0 else None

    for rows in rows_alike(case, registers.LISTS, "title", kind_and_code):
        same = repeats_among(rows, lambda one, other: _one_row(case, one, other))
        yield from (repeat_hit(case, pair, "title", any_period=True) for pair in same)


_LARGE = 100  # a quantity that two things hardly have in common by chance


def _in_force(case: Case, record: Record) -> bool:
    """Tell whether a row makes up what is in force, such as a contract."""
    item = case.plan.items.get(item_of(case, record) or "")
    return item is not None and item.adds_up == "stock"


def _ended(case: Case, one: Record, other: Record) -> bool:
    """Tell whether a row with a minus stands between two contracts of one name and document."""
    first, last = sorted((one, other), key=lambda record: record.date or date.min)
    ends = (record for record in case.plan.records[registers.LISTS] if record.quantity < 0 and record.date)
    return any(first.date <= end.date <= last.date and _means(end, first) for end in ends)  # type: ignore[operator]


def _one_row(case: Case, one: Record, other: Record) -> bool:
    """Tell whether two rows of one name are the same document, or the same thing without one."""
    assert one.date is not None
    assert other.date is not None
    documents = [plain(record.values.get("document")) for record in (one, other)]
    equal = one.quantity == other.quantity
    if all(documents):
        if documents[0] != documents[1]:
            return False
        if one.date.year != other.date.year:  # a number is given anew every year; the old one has to end
            return _in_force(case, one) and not _ended(case, one, other)
        return equal or _in_force(case, one)
    if not any(documents) and _in_force(case, one):
        return not _ended(case, one, other)
    if not equal or not values_agree(one, other, "details"):
        return False
    if any(documents) and _in_force(case, one):
        return True
    near = timedelta(days=7) if plain(one.values.get("details")) else timedelta(0)
    return abs(one.date - other.date) <= near or one.quantity >= _LARGE


@rule(
    "XSH16",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: contract {value} stands in row {other} too, with another name."),
    N_("Compare with the contracts; each has a number of its own."),
)
def contract_number_once(case: Case) -> Iterator[Hit]:
    """No two contracts of a year that are in force bear the same number.

    Why: a number that was copied down names one contract twice and another one not at all.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori | Hujjat raqami |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |
        | 2025-03-03 | Shartnoma    | '19.1 | 2-bog‘cha | 1      | 2-son         |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori | Hujjat raqami |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |
        | 2025-03-03 | Shartnoma    | '19.1 | 2-bog‘cha | 1      | 1-son         |  XSH16
    """
    documents, seen = case.view(registers.LISTS).values("document"), dict[Key, "Record"]()
    for record in case.plan.records[registers.LISTS] if documents else ():
        if record.date is None or record.quantity <= 0 or not _in_force(case, record):
            continue
        if not (number := plain(documents.get(record.row))):
            continue
        key = fold(text_of(record.values.get("list_kind"))), record.codes, record.date.year, number
        other = seen.setdefault(key, record)
        names = [plain(one.values.get("title")) for one in (other, record)]
        if other is not record and not agree(*names):
            yield repeat_hit(case, (record, other), "document")


@rule(
    "XSH20",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{name}” has contract {value} in force, and row {other} another one."),
    N_("If the earlier one has ended, enter a row with −1 for it; if both are in force, leave them."),
    unless=("XSH15", "XSH16"),
)
def one_contract_with_whom(case: Case) -> Iterator[Hit]:
    """With one organisation one contract of a kind is in force: what was renewed has ended.

    Why: the new contract is entered and the old one forgotten; the letter gives one more than there are.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori | Hujjat raqami |
        | 2025-01-13 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | -1      | 1-son         |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       | 9-son         |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori | Hujjat raqami |
        | 2025-01-13 | Shartnoma    | '19.1 | 1-maktab | 1       | 1-son         |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       | 9-son         |  XSH20
    """

    def with_whom(record: Record) -> Key | None:
        kind = fold(text_of(record.values.get("list_kind")))
        return (kind, record.codes) if _in_force(case, record) else None

    for rows in rows_alike(case, registers.LISTS, "title", with_whom):
        numbered = [one for one in _positive(rows) if plain(one.values.get("document"))]
        other, *more = numbered or rows
        if sum(one.quantity for one in rows) <= max(one.quantity for one in rows):
            continue
        for record in more:
            documents = [plain(one.values.get("document")) for one in (other, record)]
            if documents[0] != documents[1] and len(numbered) > 1:
                params = {"name": text_of(record.values.get("title"))}
                hit = repeat_hit(case, (record, other), "document", any_period=True)
                yield hit._replace(params={**hit.params, **params})


def _positive(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if record.quantity > 0)


@rule(
    "XSH17",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: {value} ends what no other row says was in force: “{name}”."),
    N_("If nothing ended, take the minus away; else write the row of the contract, or the reason."),
)
def what_ends_was_in_force(case: Case) -> Iterator[Hit]:
    """A row of Royxatlar with a minus ends what another row brought into force: of the same name or document,
    and not before it; a contract of 0 is none.

    Why: a minus that slipped before a 1 takes a contract away instead of adding it, which makes two.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-01-13 | Shartnoma    | '19.1 | 1-maktab | 1       |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | -1      |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-01-13 | Shartnoma    | '19.1 | 1-maktab | 1       |
        | 2025-03-03 | Shartnoma    | '19.1 | 2-maktab | -1      |  XSH17
        | 2025-01-03 | Shartnoma    | '19.1 | 1-maktab | -1      |  XSH17
        | 2025-03-03 | Shartnoma    | '19.1 | 3-maktab | 0       |  XSH17
    """
    records = case.plan.records[registers.LISTS]
    for record in (one for one in records if one.quantity <= 0):
        if not _in_force(case, record):
            continue
        params: dict[str, object] = {"name": text_of(record.values.get("title"))}
        hit = Hit(record.places["quantity"], item_of(case, record), None, record.quantity,
                  f"{row_name(record)}/quantity", params=params)  # fmt: skip
        others = [one for one in _positive(records) if one.codes == record.codes and _means(record, one)]
        if record.quantity == 0:
            if type(record.values.get("quantity")) is int:
                yield hit._replace(message=_NONE_IN_FORCE, fix=_HOW_MANY)
        elif not others:
            yield hit
        elif record.date and all(one.date and one.date > record.date for one in others):
            first = min(others, key=lambda one: one.date or date.max)
            begun = {"other": str(first.row), "day": first.date}
            yield hit._replace(params=params | begun, message=_TOO_EARLY, fix=_LATER)


_NONE_IN_FORCE = N_("Sheet “{sheet}”, cell {cell}: a contract of {value} is none: “{name}”.")
_HOW_MANY = N_("Write how many there are, 1 for one; for one that has ended −1.")
_TOO_EARLY = N_("Sheet “{sheet}”, cell {cell}: “{name}” ends here before it begins: row {other} is of {day}.")
_LATER = N_("Correct one of the two dates.")


def _means(record: Record, other: Record) -> bool:
    for field in ("title", "document"):
        name = plain(record.values.get(field))
        if name and agree(name, other.values.get(field)) and plain(other.values.get(field)):
            return True
    return False

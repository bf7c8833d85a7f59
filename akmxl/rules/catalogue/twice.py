"""Look for rows of the registers that stand twice: spelt otherwise, a day later, with small differences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.alike import Names, agree, pairs_of, plain
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from akmxl.plan.model import Record
    from akmxl.rules.alike import Name

TITLE, PLACE = N_("Rows that stand twice"), 105

_MANY = 20  # rows of one name: no longer held beside one another, but by all that they say
_SERIES = 3  # different days on which the same is done again and again
_DAY = timedelta(days=1)

Key = tuple[object, ...]
Same = tuple["Record", "Record"]  # a row and the earlier one that it repeats


def _hit(case: Case, same: Same, field: str, *, any_period: bool = False) -> Hit:
    record, other = same
    return Hit(
        record.places[field],
        item_of(case, record),
        None if any_period else record_period(case, record),
        text_of(record.values[field]),
        f"{row_name(record)}/twice",
        params={"other": str(other.row)},
    )


def _grouped(
    case: Case, register: str, field: str, key: Callable[[Record], Key | None]
) -> Iterator[list[Record]]:
    """Yield rows of a register that have the rest of their keys and the name in a field in common."""
    names = Names(case, register, field)
    keys: defaultdict[tuple[Key, Name], list[Record]] = defaultdict(list)
    for record in () if names.all_different else case.plan.records[register]:
        name, context = names.of(record), key(record)
        if name and context is not None and record.date is not None:
            keys[context, name].append(record)
    yield from pairs_of(names, keys)


def _same_among(rows: list[Record], same: Callable[[Record, Record], bool]) -> Iterator[Same]:
    """Yield each row that repeats an earlier one. What is done on many days is a series: only on one day
    can it stand twice."""
    series = len({record.date for record in rows}) >= _SERIES
    if len(rows) > _MANY:
        by_day: defaultdict[date | None, list[Record]] = defaultdict(list)
        for record in rows:
            by_day[record.date].append(record)
        parts = [part[:_MANY] for part in by_day.values() if len(part) > 1]
    else:
        parts = [rows]
    for part in parts:
        for nth, record in enumerate(part):
            earlier = (o for o in part[:nth] if (not series or o.date == record.date) and same(record, o))
            if (other := next(earlier, None)) is not None:
                yield record, other


def _values_agree(record: Record, other: Record, *fields: str) -> bool:
    return all(agree(record.values.get(field), other.values.get(field)) for field in fields)


@rule(
    "XSH13",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the same stands in row {other} too: “{value}”."),
    N_("If it is one, delete one of the rows; if there were two, tell them apart by their words."),
)
def training_and_record_stand_once(case: Case) -> Iterator[Hit]:
    """No training of a person and no record stands twice in Malaka or Matbuot: the same course or title, a
    letter off at most, of the same person; in the same source. What comes on three days or more is a series.

    Why: a certificate is entered when the course begins and again when it has come; both rows count.

    Okay:
        Malaka
        | Sana       | Kod | Xodim     | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim  | Elektron katalog | 36   |
        | 2025-03-03 | '31 | B. Salim  | Elektron katalog | 36   |
    Bad:
        Malaka
        | Sana       | Kod | Xodim     | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim  | Elektron katalog | 36   |
        | 2025-03-05 | '31 | A. Karim  | Elektron katolog | 72   |  XSH13
    """
    people = case.view(registers.TRAINING).values("person")
    person = {text: plain(text) for text in case.texts(case.view(registers.TRAINING), "person")}

    def of_person(record: Record) -> Key | None:
        name = person.get(str(people.get(record.row)))
        return (record.codes, name) if name else None

    for rows in _grouped(case, registers.TRAINING, "course", of_person):
        yield from (_hit(case, same, "course") for same in _same_among(rows, lambda *_: True))

    def one_record(record: Record, other: Record) -> bool:
        told = any(record.values.get(one) and other.values.get(one) for one in ("author", "publication"))
        return told and _values_agree(record, other, "author", "publication")

    for rows in _grouped(case, registers.PRESS, "title", lambda record: record.codes):
        yield from (_hit(case, same, "title") for same in _same_among(rows, one_record))


@rule(
    "XSH14",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the event stands in row {other} too, nearly the same: “{value}”."),
    N_("If it is one event, delete one of the rows; if there were two, tell them apart by their titles."),
)
def event_again(case: Case) -> Iterator[Hit]:
    """No event stands again within a day, or with a title a letter off. What is held on three days running,
    or in two places, is a series; the same title on the same day is XSH09's.

    Why: whoever held it enters the day, and whoever writes the report the day after.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-05 | Ko‘rgazma   | Yangi nashr | 40             |
        | 2025-03-12 | Ko‘rgazma   | Yangi nashr | 40             |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-05 | Ko‘rgazma   | Yangi nashr | 40             |
        | 2025-03-06 | Ko‘rgazma   | Yangi nashr | 42             |  XSH14
        | 2025-03-10 | Ko‘rgazma   | Ona va bola | 30             |
        | 2025-03-10 | Ko‘rgazma   | Ona va bolo | 30             |  XSH14
    """
    told: set[str] = set()
    for rows in _grouped(case, registers.EVENTS, "title", lambda _: ()):
        days = {record.date for record in rows}
        for one, two in _neighbours(rows):
            if _one_event(one, two) and not _goes_on(days, one, two):
                other, record = sorted((one, two), key=lambda record: record.row)
                if record.name not in told:
                    told.add(record.name)
                    yield _hit(case, (record, other), "title")


def _neighbours(rows: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Return the pairs of rows that follow one another by their days; the earlier stands first."""
    return pairwise(sorted(rows, key=lambda record: (record.date, record.row)))


def _one_event(one: Record, other: Record) -> bool:
    """Tell whether two rows, the earlier first, may be one event: within a day, of one kind, in one place."""
    assert one.date is not None
    assert other.date is not None
    if other.date - one.date > _DAY or not _values_agree(one, other, "event_kind", "place"):
        return False
    titles = [fold(text_of(record.values["title"])) for record in (one, other)]
    return one.date != other.date or titles[0] != titles[1]


@rule(
    "XSH21",
    Severity.INFO,
    N_("Sheet “{sheet}”, cell {cell}: row {other} says the same of an event two days away: “{value}”."),
    N_("If it is one event, delete one of the rows; if there were two, leave them."),
    unless=("XSH14",),
)
def event_again_in_two_days(case: Case) -> Iterator[Hit]:
    """No event stands again two days later with the same title, kind, place, person and number of people,
    one or two more or less where women and children are as many.
    What is held so more than twice a year is a series.

    Why: whoever was ill on the day enters it anew, with the day of the entry.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-05 | Ko‘rgazma   | Yangi nashr | 40             |
        | 2025-03-07 | Ko‘rgazma   | Yangi nashr | 31             |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-05 | Ko‘rgazma   | Yangi nashr | 40             |
        | 2025-03-07 | Ko‘rgazma   | Yangi nashr | 40             |  XSH21
    """
    for rows in _grouped(case, registers.EVENTS, "title", lambda _: ()):
        pairs = [pair for pair in _neighbours(rows) if _alike_in_two_days(*pair)]
        for pair in pairs if len(pairs) < _SERIES else ():
            other, record = sorted(pair, key=lambda record: record.row)
            yield _hit(case, (record, other), "title")


def _alike_in_two_days(one: Record, other: Record) -> bool:
    """Tell whether two rows, the earlier first, are two days apart and say the same of an event."""
    assert one.date is not None
    assert other.date is not None
    people = one.values.get("participants")
    if other.date - one.date != 2 * _DAY or people in (None, 0, "") or not _same_people(one, other):
        return False
    return _values_agree(one, other, "event_kind", "place", "responsible")


@rule(
    "XSH19",
    Severity.INFO,
    N_(
        "Sheet “{sheet}”, cell {cell}: row {other} of the same day has this title, by another author: "
        "“{value}”."
    ),
    N_("If two wrote it together, leave one row with both names; if there were two, leave them."),
    unless=("XSH13",),
)
def record_of_two_authors(case: Case) -> Iterator[Hit]:
    """No record of Matbuot stands twice on a day under two authors, in the same source.

    Why: an article of two authors is entered by each of them, and counts as two.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Muallif  |
        | 2025-03-05 | '22 | Maqola   | A. Karim |
        | 2025-03-06 | '22 | Maqola   | B. Salim |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha | Muallif  |
        | 2025-03-05 | '22 | Maqola   | A. Karim |
        | 2025-03-05 | '22 | Maqola   | B. Salim |  XSH19
    """

    def of_day(record: Record) -> Key:
        return record.codes, record.date

    for rows in _grouped(case, registers.PRESS, "title", of_day):
        for same in _same_among(rows, lambda one, other: _values_agree(one, other, "publication")):
            if not _values_agree(*same, "author"):
                yield _hit(case, same, "title")


def _same_people(one: Record, other: Record) -> bool:
    """Tell whether as many people came; or nearly as many, and as many women and children."""
    people, others = one.values.get("participants"), other.values.get("participants")
    if people == others:
        return True
    parts = [(record.values.get("women"), record.values.get("children")) for record in (one, other)]
    near = type(people) is int and type(others) is int and abs(people - others) <= _NEARLY
    return near and parts[0] == parts[1] and all(parts[0])


_NEARLY = 2  # people more or less, where women and children are as many


def _goes_on(days: set[date | None], one: Record, other: Record) -> bool:
    """Tell whether the same is held on the day before or after two days, too."""
    assert one.date is not None
    assert other.date is not None
    return one.date != other.date and (one.date - _DAY in days or other.date + _DAY in days)


@rule(
    "XSH15",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: the same stands in row {other} too: “{value}”."),
    N_("If it is one, delete one of the rows; if there are two, write the reason."),
)
def list_row_stands_once(case: Case) -> Iterator[Hit]:
    """No row of Royxatlar stands twice: the same name and kind, and the same document; without one the same
    details within a week, or the same large quantity.

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

    for rows in _grouped(case, registers.LISTS, "title", kind_and_code):
        same = _same_among(rows, lambda one, other: _one_row(case, one, other))
        yield from (_hit(case, pair, "title", any_period=True) for pair in same)


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
    if not equal or not _values_agree(one, other, "details"):
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
            yield _hit(case, (record, other), "document")


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

    for rows in _grouped(case, registers.LISTS, "title", with_whom):
        numbered = [one for one in _positive(rows) if plain(one.values.get("document"))]
        other, *more = numbered or rows
        if sum(one.quantity for one in rows) <= max(one.quantity for one in rows):
            continue
        for record in more:
            documents = [plain(one.values.get("document")) for one in (other, record)]
            if documents[0] != documents[1] and len(numbered) > 1:
                params = {"name": text_of(record.values.get("title"))}
                hit = _hit(case, (record, other), "document", any_period=True)
                yield replace(hit, params={**hit.params, **params})


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
                yield replace(hit, message=_NONE_IN_FORCE, fix=_HOW_MANY)
        elif not others:
            yield hit
        elif record.date and all(one.date and one.date > record.date for one in others):
            first = min(others, key=lambda one: one.date or date.max)
            begun = {"other": str(first.row), "day": first.date}
            yield replace(hit, params=params | begun, message=_TOO_EARLY, fix=_LATER)


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

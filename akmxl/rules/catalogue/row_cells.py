"""Check the cells of the registers' rows beside date, code and kind: names, figures, years, coming days."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import item_of, median, record_period, row_name
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.plan.model import Record

    Usual = tuple[int, float, bool]

TITLE, PLACE = N_("Cells of the registers"), 108


def _hit(case: Case, record: Record, field: str, value: object = "", **params: object) -> Hit:
    subject = f"{row_name(record)}/{field}"
    place, period = record.places[field], record_period(case, record)
    return Hit(place, item_of(case, record), period, value, subject, params=params)


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
            yield _hit(case, record, "code", code, register=source[code])


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


_NAMES = ((registers.EVENTS, "title"), (registers.TRAINING, "person"), (registers.TRAINING, "course"),
          (registers.PRESS, "title"), (registers.LISTS, "title"))  # fmt: skip
_OTHERS = 3  # rows that have a cell filled: fewer show no habit
_NO_LETTER = lazily(r"[\W\d_]+")


@rule(
    "REF52",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{label}” is empty."),
    N_("Write it: the report lists the row by it."),
)
def row_is_named(case: Case) -> Iterator[Hit]:
    """An event, a training, a record and a row of a list have their names, in words; a training its person
    too, and a record its author, where most have one (a dash says that there is none).

    Where nobody fills the column, nothing is said.

    Why: the row counts, but its line in the report is blank.

    Okay:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog |
        | 2025-03-10 | '31 | B. Salim | Elektron katalog |
        | 2025-03-11 | '31 | D. Olim  | Elektron katalog |
        | 2025-03-17 | '31 | N. Anvar | Elektron katalog |
    Bad:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog |
        | 2025-03-10 | '31 | B. Salim | Elektron katalog |
        | 2025-03-11 | '31 | D. Olim  | Elektron katalog |
        | 2025-03-17 | '31 | ~        | Elektron katalog |  REF52
        | 2025-03-18 | '31 | E. Murod | -                |  REF52
    """
    nothing = N_("Sheet “{sheet}”, cell {cell}: “{label}” says nothing: “{value}”.")
    for register, field in _NAMES:
        view = case.view(register)
        blank = _blank_rows(case, register, field)
        filled = len(view.values(field)) - 1  # the heading stands there too
        if blank and filled >= _OTHERS and filled >= len(blank):
            for record in case.plan.records[register]:
                counts = record.row in blank and record.date and item_of(case, record)
                if counts and field in record.columns:
                    yield _hit(case, record, field, label=view.title(field))
        odd = _without_words(case, register, field)
        if odd and filled - len(odd) >= max(_OTHERS, len(odd)):
            for record in (one for one in case.plan.records[register] if one.row in odd):
                value, label = odd[record.row], view.title(field)
                yield replace(_hit(case, record, field, value, label=label), message=nothing)
    yield from _without_author(case)


def _without_words(case: Case, register: str, field: str) -> dict[int, object]:
    """Return the cells of a column in which something stands, and no letter: a dash, a number, a date."""
    values = case.view(register).values(field)
    texts = {text for text in case.texts(case.view(register), field) if _NO_LETTER.fullmatch(text)}
    if not texts and all(type(value) is str for value in values.values()):
        return {}
    return {
        row: value
        for row, value in values.items()
        if (value in texts if type(value) is str else value is not None) and text_of(value)
    }


def _without_author(case: Case) -> Iterator[Hit]:
    """Yield a hit for each record without an author, where four of five have one."""
    view = case.view(registers.PRESS)
    blank = _blank_rows(case, registers.PRESS, "author") if "author" in view.columns else set()
    filled = len(view.values("author")) - 1 if blank else 0
    if filled >= max(_OTHERS, 4 * len(blank)):
        for record in (one for one in case.plan.records[registers.PRESS] if one.row in blank):
            if record.date and item_of(case, record):
                yield _hit(case, record, "author", label=view.title("author"))


def _blank_rows(case: Case, register: str, field: str) -> set[int]:
    """Return the rows of a register in which nothing stands in a column."""
    values = case.view(register).values(field)
    rows = {record.row for record in case.plan.records[register]}
    blank = rows.difference(values)
    if any(type(text) is str and not text.strip() for text in case.texts(case.view(register), field)):
        blank |= {row for row in rows & values.keys() if not text_of(values[row])}
    return blank


@rule(
    "REF51",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: how many took part is not written; of other events of the kind it is."),
    N_("Write how many took part; if nobody is counted there, 0."),
)
def participants_given(case: Case) -> Iterator[Hit]:
    """An event says how many took part, where four of five events of its kind do; where four of five of all
    events do, as many of its kind as do not.

    Why: the event counts and its people do not; the letter gives both.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-03 | Ko‘rgazma   | Bahor       | 30             |
        | 2025-03-10 | Ko‘rgazma   | Navro‘z     | 41             |
        | 2025-03-17 | Ko‘rgazma   | Yosh shoir  | 25             |
        | 2025-03-24 | Ko‘rgazma   | Hunarmand   | 33             |
        | 2025-03-31 | Ko‘rgazma   | Ertaklar    | 28             |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar |
        | 2025-03-03 | Ko‘rgazma   | Bahor       | 30             |
        | 2025-03-10 | Ko‘rgazma   | Navro‘z     | 41             |
        | 2025-03-17 | Ko‘rgazma   | Yosh shoir  | 25             |
        | 2025-03-24 | Ko‘rgazma   | Hunarmand   | 33             |
        | 2025-03-31 | Ko‘rgazma   | Ertaklar    | ~              |  REF51
    """
    records = case.plan.records[registers.EVENTS]
    blank = _blank_rows(case, registers.EVENTS, "participants")
    if not blank or len(blank) > len(records) / 2:
        return
    every: Counter[object] = Counter(record.values.get("event_kind") for record in records)
    without = [record for record in records if record.row in blank]
    lacking = Counter(record.values.get("event_kind") for record in without)
    many_blank = len(records) < 5 * len(without)
    for record in without:
        kind = record.values.get("event_kind")
        filled, least = every[kind] - lacking[kind], _OTHERS if many_blank else 1
        usual = filled >= max(least, (4 if many_blank else 1) * lacking[kind])
        if usual and record.date and record.date <= case.today and item_of(case, record):
            yield _hit(case, record, "participants")


_NO_HOURS = N_(
    "Sheet “{sheet}”, cell {cell}: the hours of a training are not written; the others have theirs."
)


@rule(
    "REF63",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: a training of {value} hours; the others have theirs."),
    N_("Write how many hours it took, as the certificate says."),
)
def training_took_hours(case: Case) -> Iterator[Hit]:
    """A training has more than 0 hours, where the others do; it has hours, where four of five others do.

    Why: 0 is typed until the certificate comes, and stays; the letter on who was trained gives the hours.

    Okay:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | 36   |
        | 2025-03-10 | '31 | B. Salim | Bolalar bilan    | 2    |
    Bad:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | 36   |
        | 2025-03-10 | '31 | B. Salim | Bolalar bilan    | 24   |
        | 2025-03-11 | '31 | D. Olim  | Fond             | 36   |
        | 2025-03-17 | '31 | N. Anvar | Menejment        | 0    |  REF63
    """
    view = case.view(registers.TRAINING)
    records = case.plan.records[registers.TRAINING]
    hours = {row: value for row, value in view.values("hours").items() if isinstance(value, int | float)}
    none = {row for row, value in hours.items() if value == 0}
    if none and len(hours) - len(none) >= max(_OTHERS, len(none)):
        for record in (one for one in records if one.row in none):
            yield _hit(case, record, "hours", 0)
    blank = _blank_rows(case, registers.TRAINING, "hours") if "hours" in view.columns else set()
    if blank and len(hours) - len(none) >= max(_OTHERS, 4 * len(blank)):
        for record in (one for one in records if one.row in blank):
            if record.date and record.date <= case.today and item_of(case, record):
                yield replace(_hit(case, record, "hours"), message=_NO_HOURS)


_FAR = 150  # smaller figures of people and pages differ as they like
_LONGEST = 600  # hours: no course is longer, whatever the others are
_TIMES = 10  # what a digit too many makes of a figure


@rule(
    "LIB06",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value}; in the other rows usually {usual}."),
    N_("Check the figure; if it is right, leave it."),
    unless=("TYP11", "SUB03"),
)
def row_in_measure(case: Case) -> Iterator[Hit]:
    """No participants, hours or quantity of a row are 150 or more and ten times what other rows of the kind
    usually have (three at least; too few, and all rows are asked); no course takes 600 hours. Where all other
    quantities of a kind are equal, no other one is ten times as much.

    Why: a digit too many, or the number from the column beside it, goes into the sums of the report.

    Okay:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | 36   |
        | 2025-03-10 | '31 | B. Salim | Bolalar bilan    | 24   |
        | 2025-03-11 | '31 | D. Olim  | Fond             | 36   |
        | 2025-03-17 | '31 | N. Anvar | Menejment        | 288  |
    Bad:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | 36   |
        | 2025-03-10 | '31 | B. Salim | Bolalar bilan    | 24   |
        | 2025-03-11 | '31 | D. Olim  | Fond             | 36   |
        | 2025-03-17 | '31 | N. Anvar | Menejment        | 7200 |  LIB06
    """
    for register, field, kind in _MEASURED:
        values = {
            row: value for row, value in case.view(register).values(field).items() if type(value) is int
        }
        if field != "quantity" and max(values.values(), default=0) < _FAR:
            continue
        for record, usual in _far_from_usual(case.plan.records[register], values, kind):
            yield _hit(case, record, field, values[record.row], usual=round(usual))


_MEASURED = (
    (registers.EVENTS, "participants", "event_kind"),
    (registers.TRAINING, "hours", "code"),
    (registers.LISTS, "quantity", "list_kind"),
)


def _usual(figures: list[int]) -> Usual:
    """Tell of the rows beside the one with the largest figure: their number, their middle, all the same."""
    others = sorted(figures)[:-1]
    return len(others), median(others) if others else 0, bool(others) and others[0] == others[-1]


def _far_from_usual(
    records: Sequence[Record], values: Mapping[int, int], kind: str
) -> Iterator[tuple[Record, float]]:
    """Yield the rows whose figure is far above the others', with what is usual there."""
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for record in records:
        if record.row in values:
            groups[record.values.get(kind)].append(values[record.row])
    usual = {own: _usual(figures) for own, figures in groups.items()}
    every, quantities = _usual([*values.values()]), kind == "list_kind"
    for record in records:
        value = values.get(record.row, 0)
        if value < (_TIMES if quantities else _FAR):
            continue
        alike = usual[record.values.get(kind)]
        others = alike if quantities or alike[0] >= _OTHERS else every
        too_long = kind == "code" and value >= _LONGEST
        if too_long or ((value >= _FAR or others[2]) and _is_far(value, others)):
            yield record, others[1]


def _is_far(value: int, others: Usual) -> bool:
    """Tell whether a figure is a digit too many; where only one or two others say what is usual, three."""
    rows, middle, equal = others
    times = _TIMES if rows >= _OTHERS else _TIMES**3
    return value >= times * middle > 0 and (rows >= _OTHERS or equal)


_EARLIEST = 1400  # no book or paper that is registered here was printed earlier
_YEAR = lazily(r"(?<!\d)\d{4}(?!\d)")


@rule(
    "TYP15",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: this can be no year: {value}."),
    N_("Type the year in four digits, e.g. {year}."),
)
def year_can_be(case: Case) -> Iterator[Hit]:
    """The year of a record or article is one: of four digits, not after the next year.

    Why: two digits exchanged make 2052 of 2025; the list of the report goes out with it.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili |
        | 2025-03-05 | '22 | Maqola   | 2024 |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili |
        | 2025-03-05 | '22 | Maqola   | 2205 |  TYP15
    """
    for record, value in _odd_years(case):
        if not _years_in(case, value):
            yield _hit(case, record, "year_published", value, year=str(case.plan.year))


@rule(
    "TYP16",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: words stand with the year: “{value}”."),
    N_("Leave the year only: {year}."),
)
def year_alone(case: Case) -> Iterator[Hit]:
    """The year of a record or article stands without words; of a volume over two years both may.

    Why: "2025-yil" is a text for Excel, which neither sorts nor filters it as a year.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili      |
        | 2025-03-05 | '22 | Maqola   | 2025      |
        | 2025-03-05 | '22 | To‘plam  | 2024–2025 |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili     |
        | 2025-03-05 | '22 | Maqola   | 2025-yil |  TYP16
    """
    for record, value in _odd_years(case):
        years = _years_in(case, value)
        if years and any(sign.isalpha() for sign in str(value)):
            yield _hit(case, record, "year_published", value, year=years[0])


@once
def _odd_years(case: Case) -> Iterator[tuple[Record, object]]:
    """Yield the rows in whose column of years another thing than a likely year stands."""
    view, last = case.view(registers.PRESS), case.plan.year + 1
    typed = view.values("year_published")
    odd = {value for value in set(typed.values()) if type(value) is not int or not _EARLIEST <= value <= last}
    for record in case.plan.records[registers.PRESS] if len(odd) > 1 else ():  # the heading is one
        value = typed.get(record.row)
        if value in odd and text_of(value):
            yield record, value


def _years_in(case: Case, value: object) -> list[str]:
    """Return the years that a cell names; none where one of them cannot be. A dash, or words without a
    digit, stand for no year."""
    text = text_of(value)
    if not any(sign.isdigit() for sign in text):
        return ["-"] if not text.strip("-–— ") else [text]
    years = _YEAR.findall(text)
    return years if all(_EARLIEST <= int(year) <= case.plan.year + 1 for year in years) else []


@rule(
    "TMP17",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the day {value} has not come yet, and the row counts already."),
    N_("Check the date; what is only planned is entered when it is done."),
)
def day_of_a_row_has_come(case: Case) -> Iterator[Hit]:
    """No row of a register has a date after today.

    Why: the month typed for another one moves the row into a figure that is not due yet; in its own month
    it is missing.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-04-10 | Ko‘rgazma   | Navro‘z     |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-04-11 | Ko‘rgazma   | Navro‘z     |  TMP17
    """
    for register, records in case.plan.records.items():
        days = {day for day, *_ in case.plan.index[register].told if day}
        if days and max(days) > case.today:
            for record in records:
                if record.date is not None and record.date > case.today:
                    yield _hit(case, record, "date", record.date)

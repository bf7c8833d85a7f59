"""Check the cells of the registers' rows beside date, code and kind: names, people, hours, quantities."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import cell_hit, item_of, median
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.plan.model import Record

    Usual = tuple[int, float, bool]

TITLE, PLACE = N_("Cells of the registers"), 108


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
                    yield cell_hit(case, record, field, label=view.title(field))
        odd = _without_words(case, register, field)
        if odd and filled - len(odd) >= max(_OTHERS, len(odd)):
            for record in (one for one in case.plan.records[register] if one.row in odd):
                value, label = odd[record.row], view.title(field)
                yield cell_hit(case, record, field, value, label=label)._replace(message=nothing)
    yield from _without_author(case)


def _without_words(case: Case, register: str, field: str) -> dict[int, object]:
    """Return the cells of a column in which something stands, and no letter: a dash, a number, a date."""
    view = case.view(register)
    values = view.values(field)
    perhaps = any(map(_NO_LETTER.fullmatch, case.without_digits(view, field)))
    texts = {text for text in case.texts(view, field) if perhaps and _NO_LETTER.fullmatch(text)}
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
                yield cell_hit(case, record, "author", label=view.title("author"))


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
    Severity.EXPLAIN,
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
            yield cell_hit(case, record, "participants")


_NO_HOURS = N_(
    "Sheet “{sheet}”, cell {cell}: the hours of a training are not written; the others have theirs."
)


@rule(
    "REF63",
    Severity.EXPLAIN,
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
            yield cell_hit(case, record, "hours", 0)
    blank = _blank_rows(case, registers.TRAINING, "hours") if "hours" in view.columns else set()
    if blank and len(hours) - len(none) >= max(_OTHERS, 4 * len(blank)):
        for record in (one for one in records if one.row in blank):
            if record.date and record.date <= case.today and item_of(case, record):
                yield cell_hit(case, record, "hours")._replace(message=_NO_HOURS)


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
            yield cell_hit(case, record, field, values[record.row], usual=round(usual))


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

"""Look for rows of the registers that stand twice: spelt otherwise, a day later, with small differences."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import apart_from_digits, fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.alike import SERIES, plain, repeat_hit, repeats_among, rows_alike, values_agree
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from akmxl.plan.model import Record
    from akmxl.rules.alike import Key

TITLE, PLACE = N_("Rows that stand twice"), 105

_DAY = timedelta(days=1)


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

    for rows in rows_alike(case, registers.TRAINING, "course", of_person):
        yield from (repeat_hit(case, same, "course") for same in repeats_among(rows, lambda *_: True))

    def one_record(record: Record, other: Record) -> bool:
        told = any(record.values.get(one) and other.values.get(one) for one in ("author", "publication"))
        return told and values_agree(record, other, "author", "publication")

    for rows in rows_alike(case, registers.PRESS, "title", lambda record: record.codes):
        yield from (repeat_hit(case, same, "title") for same in repeats_among(rows, one_record))


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

    for rows in rows_alike(case, registers.PRESS, "title", of_day):
        for same in repeats_among(rows, lambda one, other: values_agree(one, other, "publication")):
            if not values_agree(*same, "author"):
                yield repeat_hit(case, same, "title")


@rule(
    "XSH09",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the event of this day stands in row {other} too: “{value}”."),
    N_("If it is one event, delete one of the rows; if there were two, tell them apart by their titles."),
)
def event_stands_once(case: Case) -> Iterator[Hit]:
    """No event stands twice: the same day, the same title in whatever spelling.

    Why: two colleagues enter the event that they held together, and the report counts it twice.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-05 | Ko‘rgazma   | Yangi nashr |
        | 2025-03-06 | Ko‘rgazma   | Yangi nashr |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-05 | Ko‘rgazma   | Yangi nashr |
        | 2025-03-05 | Ko‘rgazma   | YANGI NASHR |  XSH09
    """
    view = case.view(registers.EVENTS)
    titles, name_of = view.values("title"), _names_of_titles(case)
    if name_of is _itself and len(case.texts(view, "title")) == len(titles):
        return  # no title comes twice, on whatever day
    seen: dict[object, int] = {}
    for record in case.plan.records[registers.EVENTS]:
        title = titles.get(record.row)
        name = name_of(title)
        if record.date is None or not name:
            continue
        other = seen.setdefault((record.date, name), record.row)
        if other != record.row:
            place, period = record.places["title"], record_period(case, record)
            item, params = item_of(case, record), {"other": str(other)}
            yield Hit(place, item, period, text_of(title), row_name(record), params=params)


def _names_of_titles(case: Case) -> Callable[[object], Hashable]:
    """Return what tells what the spellings of an event's title have in common; nothing for no title.

    Titles that differ in their digits alone are folded once, and few of the others are one title.
    """
    view = case.view(registers.EVENTS)
    if set(map(type, view.values("title").values())) != {str}:  # a year, say
        return _folded
    folded = {title: _folded(title) for title in case.without_digits(view, "title")}
    if apart_from_digits(folded)[1] != apart_from_digits(folded.values())[1]:
        return _folded  # there is a digit of another kind, such as ²
    spelt = Counter(folded.values())
    several = {title for title, name in folded.items() if spelt[name] > 1 or not name}
    if not several:
        return _itself
    texts = case.texts(view, "title")
    all_alike = zip(texts, *apart_from_digits(texts), strict=True)
    names: dict[object, Hashable] = {
        text: (folded[one], own) if folded[one] else "" for text, one, own in all_alike if one in several
    }
    return lambda title: names.get(title, title)


def _folded(title: object) -> str:
    return fold(text_of(title))


def _itself(title: object) -> Hashable:
    return title


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
    for rows in rows_alike(case, registers.EVENTS, "title", lambda _: ()):
        days = {record.date for record in rows}
        for one, two in _neighbours(rows):
            if _one_event(one, two) and not _goes_on(days, one, two):
                other, record = sorted((one, two), key=lambda record: record.row)
                if record.name not in told:
                    told.add(record.name)
                    yield repeat_hit(case, (record, other), "title")


def _neighbours(rows: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Return the pairs of rows that follow one another by their days; the earlier stands first."""
    return pairwise(sorted(rows, key=lambda record: (record.date, record.row)))


def _one_event(one: Record, other: Record) -> bool:
    """Tell whether two rows, the earlier first, may be one event: within a day, of one kind, in one place."""
    assert one.date is not None
    assert other.date is not None
    if other.date - one.date > _DAY or not values_agree(one, other, "event_kind", "place"):
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
    """No event stands again two days later with the same title, kind, place, person and number of people.
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
    for rows in rows_alike(case, registers.EVENTS, "title", lambda _: ()):
        pairs = [pair for pair in _neighbours(rows) if _alike_in_two_days(*pair)]
        for pair in pairs if len(pairs) < SERIES else ():
            other, record = sorted(pair, key=lambda record: record.row)
            yield repeat_hit(case, (record, other), "title")


def _alike_in_two_days(one: Record, other: Record) -> bool:
    """Tell whether two rows, the earlier first, are two days apart and say the same of an event."""
    assert one.date is not None
    assert other.date is not None
    people = one.values.get("participants")
    if other.date - one.date != 2 * _DAY or people in (None, 0, "") or people != other.values["participants"]:
        return False
    return values_agree(one, other, "event_kind", "place", "responsible")


def _goes_on(days: set[date | None], one: Record, other: Record) -> bool:
    """Tell whether the same is held on the day before or after two days, too."""
    assert one.date is not None
    assert other.date is not None
    return one.date != other.date and (one.date - _DAY in days or other.date + _DAY in days)

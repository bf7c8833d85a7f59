"""Look for figures of the registers' rows that were copied from the row above, or dragged down."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import eq
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Copied rows"), 189

_PEOPLE = ("participants", "women", "children")
_LEAST_ROWS = 10
_CHANCE = 0.1  # how often it may stand there by chance in a year
_FEW = 3
_LEAST = 10  # smaller figures are often the same, or follow one another
_STEPS = 3  # from row to row


@rule(
    "XSH37",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: participants, women and children are those of row {other}: {value}."),
    N_("If they were copied, type the own ones; if it is one event, delete one of the rows."),
    unless=("LIB05", "SUB03", "XSH09", "XSH14", "XSH21", "XSH28"),
)
def people_are_counted_anew(case: Case) -> Iterator[Hit]:
    """No event has all the figures of people of the row above, or of one of its day and kind, where the
    figures differ otherwise; round ones are left alone.

    Why: the row above is copied for the next event, and its people come along; or one event stands twice,
    under two titles.

    Okay:
        today: 2025-04-10
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar | Ayollar | Bolalar |
        | 2025-03-04 | Ko‘rgazma   | Birinchi    | 40             | 20      | 10      |
        | 2025-03-05 | Ko‘rgazma   | Ikkinchi    | 40             | 20      | 10      |
    Bad:
        today: 2025-04-10
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Ishtirokchilar | Ayollar | Bolalar |
        | 2025-03-01 | Ko‘rgazma   | Bir         | 41             | 23      | 11      |
        | 2025-03-03 | Ko‘rgazma   | Ikki        | 41             | 23      | 11      |  XSH37
        | 2025-03-05 | Ko‘rgazma   | Uch         | 37             | 21      | 12      |
        | 2025-03-07 | Ko‘rgazma   | To‘rt       | 28             | 13      | 4       |
        | 2025-03-10 | Ko‘rgazma   | Besh        | 52             | 30      | 9       |
        | 2025-03-12 | Ko‘rgazma   | Olti        | 33             | 17      | 8       |
        | 2025-03-14 | Ko‘rgazma   | Yetti       | 45             | 22      | 13      |
        | 2025-03-17 | Ko‘rgazma   | Sakkiz      | 26             | 16      | 3       |
        | 2025-03-19 | Ko‘rgazma   | To‘qqiz     | 48             | 25      | 14      |
        | 2025-03-24 | Ko‘rgazma   | O‘n         | 31             | 18      | 7       |
    """
    view = case.view(registers.EVENTS)
    columns = [view.values(field) for field in _PEOPLE]
    records = [one for one in case.plan.records[registers.EVENTS] if one.date and one.codes]
    rows = [record.row for record in records]
    people = list(zip(*(map(column.get, rows) for column in columns), strict=True))
    counts = Counter(own for own in people if None not in own)
    # What is found is left out below: so few rows that they take away no more than this.
    spared = 2 * _FEW * (max(counts.values(), default=1) - 1)
    if len(people) < _LEAST_ROWS or _pairs(counts) - spared > _CHANCE * counts.total():
        return
    found = dict(_again(records, people))
    if not 0 < len(found) <= _FEW:
        return
    counts.subtract(people[at] for at in found)
    if _pairs(counts) > _CHANCE * max(1, counts.total() - 1):
        return  # as often as by chance, or the office estimates
    for at, other in found.items():
        record, value = records[at], " / ".join(map(str, people[at]))
        yield Hit(record.places["participants"], item_of(case, record), record_period(case, record), value,
                  f"{row_name(record)}/people", params={"other": str(records[other].row)})  # fmt: skip


def _pairs(counts: Counter[tuple[object, ...]]) -> int:
    """Return how many ordered pairs of rows have the same figures."""
    return sum(rows * (rows - 1) for rows in counts.values())


def _again(records: Sequence[Record], people: Sequence[tuple[object, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the places of rows with the people of the row above, or of one of the same day and kind."""
    days: dict[object, int] = {}
    twice = {own for own, rows in Counter(people).items() if rows > 1 and _counted(own)}
    for at, own in enumerate(people) if twice else ():
        if own in twice:
            key = records[at].date, records[at].values.get("event_kind"), own
            if (other := days.setdefault(key, at)) != at:
                yield at, other
            elif at and people[at - 1] == own:
                yield at, at - 1


def _counted(people: Sequence[object]) -> bool:
    """Tell whether people were counted one by one: all three figures, not all of them round."""
    figures = [one for one in people if type(one) is int]
    return len(figures) == len(_PEOPLE) and figures[0] >= _LEAST and any(one % 5 for one in figures)


@rule(
    "XSH38",
    Severity.WARNING,
    N_("Sheet “{sheet}”, from cell {cell} to {end}: the figures go up by one from row to row: {value}."),
    N_("If the cell was dragged down, type the own figures."),
    unless=("LIB05", "LIB11", "SUB03", "XSH28"),
)
def figures_are_no_series(case: Case) -> Iterator[Hit]:
    """No four rows one after another have figures of 10 or more that go up by one.

    Why: a cell that is dragged down with the mouse fills the rows below with the next numbers.

    Okay:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | 36   |
        | 2025-03-04 | '31 | B. Salim | Bibliografiya    | 37   |
        | 2025-03-05 | '31 | V. Umar  | Mutolaa          | 72   |
    Bad:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Soat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | 36   |  XSH38
        | 2025-03-04 | '31 | B. Salim | Bibliografiya    | 37   |
        | 2025-03-05 | '31 | V. Umar  | Mutolaa          | 38   |
        | 2025-03-06 | '31 | G. Aziz  | Fond             | 39   |
    """
    columns = [(registers.EVENTS, field) for field in _PEOPLE] + [(registers.TRAINING, "hours")]
    for register, field in columns:
        values = case.view(register).values(field).items()
        figures = {row: value for row, value in values if type(value) is int and value >= _LEAST}
        if len(figures) > _STEPS:
            records = [one for one in case.plan.records[register] if one.date]
            for series in _series_among([(at, figures.get(one.row)) for at, one in enumerate(records)]):
                yield _series(case, records[series[0][0]], records[series[-1][0]], field, series)


def _series_among(figures: Iterable[tuple[int, int | None]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the figures, with their places, that go up by one from place to place."""
    counted = [(at, value) for at, value in figures if value is not None]
    ahead = [value - at for at, value in counted]  # the same all along a series
    if not any(map(eq, ahead, ahead[_STEPS:])):
        return
    for _, run in groupby(counted, key=lambda one: one[1] - one[0]):
        series = list(run)
        if len(series) > _STEPS and series[-1][0] - series[0][0] == len(series) - 1:
            yield series


def _series(case: Case, first: Record, last: Record, field: str, series: list[tuple[int, int]]) -> Hit:
    value = f"{series[0][1]}–{series[-1][1]}"
    params = {"end": last.places[field].a1}
    return Hit(first.places[field], item_of(case, first), record_period(case, first), value,
               f"{row_name(first)}/series {field}", params=params)  # fmt: skip

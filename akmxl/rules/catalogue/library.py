"""Compare figures of visits, loans and readers with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.expected import complete
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period
from akmxl.plan.rollup import figure_of, last_ended_month
from akmxl.rules.figures import item_of, median, month_of, record_period, row_name
from akmxl.rules.known_items import item_meant
from akmxl.rules.rule import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.plan.model import Item

TITLE, PLACE = N_("Figures of the library"), 190

_UNUSUAL = (
    "PLN06",
    "TYP11",
    "ARI11",
    "TMP07",
    "TMP08",
    "TMP09",
    "TMP16",
    "XSH01",
    "LIB01",
)  # they name the figure itself


_FIRST = 3  # months: in January and February readers are registered anew, many without coming in


def _daily(case: Case, *fields: str) -> tuple[Item, ...]:
    """Return the items fed by these columns of the day log; empty where one of the columns has no item."""
    codes = case.plan.settings.daily_items
    found = tuple(item for field in fields if (item := case.plan.items.get(codes.get(field, ""))))
    return found if len(found) == len(fields) else ()


def _since_january(case: Case, item: Item, month: int) -> int | None:
    return figure_of(case.plan, item, Period(case.plan.year, 1, month), case.today)


@rule(
    "LIB01",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: no visits ({value}), but {loans} loans."),
    N_("Type the visits; if the figures are right, write the reason."),
)
def loans_come_with_visits(case: Case) -> Iterator[Hit]:
    """A month with loans has visits, and since January, from the first quarter's end on, there are at least
    as many visits as readers registered.

    Why: who borrows or registers has come in; visits that are lower were not counted.

    Okay:
        Oylik
        | Kod | Mart |
        | 16  | 2    |
        | 17  | 4    |
    Bad:
        Oylik
        | Kod | Mart |
        | 16  | 0    |  LIB01
        | 17  | 4    |
    """
    fewer = N_("Item {item}, {period}: since January {value} visits, but {readers} readers registered.")
    if not (known := _daily(case, "visits", "loans", "new_readers", "renewed_readers")):
        return
    visits, loans, *readers = known
    none = [
        month
        for month in range(1, 13)
        if case.plan.value(visits.code, month) == 0 and case.plan.value(loans.code, month)
    ]
    for month in none:
        yield _hit(case, visits, month, 0, {"loans": case.plan.value(loans.code, month)}, (loans.code,))
    last = last_ended_month(case.plan.year, case.today)
    counted = [_since_january(case, item, last) for item in (visits, *readers)] if last else [None]
    if none or last < _FIRST or any(value is None for value in counted):
        return
    if not complete(case.plan, visits, last):
        return
    came, registered = counted[0] or 0, sum(value or 0 for value in counted[1:])
    if came < registered:
        yield _hit(case, visits, last, came, {"readers": registered}, message=fewer)


def _hit(
    case: Case,
    item: Item,
    month: int,
    value: object,
    params: Mapping[str, object],
    rests_on: tuple[str, ...] = (),
    message: str | None = None,
) -> Hit:
    entry = case.plan.entry(item.code, month)
    place, period = entry.place if entry else None, month_of(case, month)
    return Hit(place, item.code, period, value, params=params, rests_on=rests_on, message=message)


@rule(
    "LIB02",
    Severity.WARNING,
    N_("Item {item}, {period}: {value} loans a visit; usually {usual}."),
    N_("Check the loans and the visits; if they are right, leave them."),
    unless=_UNUSUAL,
)
def loans_a_visit(case: Case) -> Iterator[Hit]:
    """Loans a visit are within 30 % of the row's own months before (three at least, last year's among
    them); visits a reader since January, from the first quarter's end on, within 30 % of last year's, where
    “Otgan yil” is there.

    Why: either figure may look right alone; their ratio is a habit of the house and changes slowly.

    Okay:
        today: 2025-05-10
        Oylik
        | Kod | Yanvar | Fevral | Mart | Aprel |
        | 16  | 1400   | 1420   | 1380 | 1300  |
        | 17  | 4400   | 4430   | 4420 | 4200  |
    Bad:
        today: 2025-05-10
        Oylik
        | Kod | Yanvar | Fevral | Mart | Aprel |
        | 16  | 1400   | 1420   | 1380 | 1300  |
        | 17  | 4400   | 4430   | 4420 | 2600  |  LIB02
    """
    plan, last = case.plan, last_ended_month(case.plan.year, case.today)
    if not (known := _daily(case, "loans", "visits")):
        return
    loans, visits = known
    old = plan.last_year
    ratios = (_ratio(old.get((loans.code, m)), old.get((visits.code, m))) for m in range(1, 13))
    past = [ratio for ratio in ratios if ratio is not None]
    for month in range(1, last + 1):
        ratio = _ratio(plan.value(loans.code, month), plan.value(visits.code, month))
        if ratio is not None:
            if len(past) >= 3 and _far(case, ratio, usual := median(past)):
                params = {"usual": round(usual, 1)}
                yield _hit(case, loans, month, round(ratio, 1), params, (visits.code,))
            past.append(ratio)
    yield from _visits_a_reader(case, visits, last)


def _visits_a_reader(case: Case, visits: Item, last: int) -> Iterator[Hit]:
    """Compare visits a reader, from January to the last month that is over, with those of last year."""
    message = N_("Item {item}, {period}: since January {value} visits a reader; last year {usual}.")
    readers = _daily(case, "new_readers", "renewed_readers")
    codes = tuple(item.code for item in readers)
    old = [_sum_of_last_year(case, wanted, last) for wanted in ((visits.code,), codes)]
    now = [_since_january(case, item, last) for item in (visits, *readers)] if last else []
    if not readers or last < _FIRST or any(value is None for value in now):
        return
    ratio, usual = _ratio(now[0], sum(value or 0 for value in now[1:])), _ratio(*old)
    if ratio is not None and usual and _far(case, ratio, usual):
        params = {"usual": round(usual, 1)}
        yield _hit(case, visits, last, round(ratio, 1), params, codes, message)


def _sum_of_last_year(case: Case, codes: tuple[str, ...], last: int) -> int | None:
    """Return last year's sum of rows from January on; None where a month is missing."""
    values = [case.plan.last_year.get((code, month)) for code in codes for month in range(1, last + 1)]
    return None if any(value is None for value in values) else sum(value or 0 for value in values)


def _ratio(some: int | None, others: int | None) -> float | None:
    return some / others if some is not None and others else None


def _far(case: Case, ratio: float, usual: float) -> bool:
    return abs(ratio - usual) > usual * case.threshold("LIB02", None, 30) / 100


@rule(
    "LIB03",
    Severity.EXPLAIN,
    N_("Item {item}: since January {value} readers re-registered; last year there were {readers} in all."),
    N_("Check both figures; if they are right, write the reason."),
    unless=("PLN01", "ARI11", "XSH01"),
)
def readers_re_registered(case: Case) -> Iterator[Hit]:
    """No more readers re-register than were registered last year, new and old, or than the plan has.

    Why: only who was a reader last year can register again; one more is a new reader, or counted twice.

    Okay:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 15.2 | 1500   | 1400   | 1000 |
    Bad:
        Oylik
        | Kod  | Yanvar | Fevral | Mart |
        | 15.2 | 1900   | 1700   | 1000 |  LIB03
    """
    for item in _daily(case, "renewed_readers"):
        total = case.plan.items.get(item.parent or "")
        readers = total.previous.value if total and total.kind == "total" else None
        filled = [month for month in range(1, 13) if case.plan.value(item.code, month) is not None]
        done = _since_january(case, item, 12)
        if readers and filled and done is not None and done > max(readers, item.plan or 0):
            yield _hit(case, item, filled[-1], done, {"readers": readers})


@rule(
    "LIB04",
    Severity.WARNING,
    N_("Item {item}, {period}: since January {value}, but no pages were digitised (item {other})."),
    N_("Check both rows."),
    unless=("TMP04", "TMP14", "TMP05", "PLN02"),
)
def pages_and_resources(case: Case) -> Iterator[Hit]:
    """Full-text resources (28) are not made without digitised pages (29); and when the year is over,
    digitised pages have become resources.

    Why: pages are digitised to become books that can be read; one without the other is half reported.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 28  | 0      | 0      | 1    |
        | 29  | 3000   | 3000   | 3000 |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 28  | 0      | 0      | 1    |  LIB04
        | 29  | 0      | 0      | ~    |
    """
    unused = N_("Item {item}, {period}: since January {value} pages, but no resource (item {other}).")
    pages, resources = item_meant(case.plan, "digitised"), item_meant(case.plan, "resources")
    last = last_ended_month(case.plan.year, case.today)
    if pages is None or resources is None or not last:
        return
    read, made = (_since_january(case, item, last) for item in (pages, resources))
    if read == 0 and made:
        yield _hit(case, resources, last, made, {"other": pages.code}, (pages.code,))
    elif last == 12 and read and made == 0:
        yield _hit(case, pages, last, read, {"other": resources.code}, (resources.code,), unused)


@rule(
    "LIB05",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value}, but all participants of the event are {participants}."),
    N_("Check the event's figures: women and children are among the participants."),
    unless=("TYP11",),
)
def part_of_the_participants(case: Case) -> Iterator[Hit]:
    """No more women, and no more children, came to an event than participants in all.

    Why: figures typed into each other's columns go into the letter on women and families as they are.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Ishtirokchilar | Ayollar | Bolalar |
        | 2025-03-05 | Ko‘rgazma   | 40             | 25      | 15      |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Ishtirokchilar | Ayollar | Bolalar |
        | 2025-03-05 | Ko‘rgazma   | 25             | 40      | 15      |  LIB05
    """
    view = case.view(registers.EVENTS)
    people, told = view.values("participants"), set[str]()
    for field in ("women", "children"):
        values = view.values(field)
        together = set(zip(values.values(), map(people.get, values), strict=True))  # few are different
        if not any(_more(some, every) for some, every in together):
            continue
        more = {
            row: value
            for row, value in values.items()
            if type(value) is int and type(total := people.get(row)) is int and value > total
        }
        for record in (one for one in case.plan.records[registers.EVENTS] if one.row in more):
            if record.name in told:
                continue  # women and children too: the participants are wrong, said once
            told.add(record.name)
            period, subject = record_period(case, record), f"{row_name(record)}/{field}"
            params = {"participants": people[record.row]}
            yield Hit(
                record.places[field],
                item_of(case, record),
                period,
                more[record.row],
                subject,
                params=params,
            )


def _more(some: object, every: object) -> bool:
    return isinstance(some, int | float) and isinstance(every, int | float) and some > every

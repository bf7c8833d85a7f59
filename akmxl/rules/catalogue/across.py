"""Compare what two sheets, or two rows, say of the same thing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.i18n import N_
from akmxl.core.spelling import apart_from_digits, fold
from akmxl.plan import registers
from akmxl.plan.expected import complete
from akmxl.plan.findings import Severity
from akmxl.plan.listed import differences, lists_of_items
from akmxl.plan.owed import all_reports, owed_reports
from akmxl.plan.period import Period, month_end
from akmxl.plan.rollup import figure_of
from akmxl.rules.catalogue.arithmetic import slipped_items
from akmxl.rules.figures import item_of, month_of, record_period, row_name
from akmxl.rules.known_items import item_meant
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.registers import visits_of
from akmxl.workbook.reading.settings import fixed_days

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from datetime import date

    from akmxl.plan.listed import Difference, FormList
    from akmxl.plan.model import Day, Item
    from akmxl.plan.owed import Owed

TITLE, PLACE = N_("Across sheets"), 180


@rule(
    "XSH01",
    Severity.ERROR,
    N_("Item {item}, {period}: typed {value} (cell {cell}), the register “{register}” gives {counted}."),
    N_("Complete the register, or clear the cell and restore its formula."),
)
def month_agrees_with_register(case: Case) -> Iterator[Hit]:
    """A month typed over a register's formula agrees with the register, where the register has rows.

    Why: the list of events goes out with the figure; a report whose list and figure differ comes back.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi                | Tadbir nomi |
        | 2025-03-05 | “Kitobxonlar klubi” tadbiri | Uchrashuv   |
        Oylik
        | Kod | Mart |
        | 20  | 1    |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi                | Tadbir nomi |
        | 2025-03-05 | “Kitobxonlar klubi” tadbiri | Uchrashuv   |
        Oylik
        | Kod | Mart |
        | 20  | 2    |  XSH01
    """
    for entry in case.plan.entries.values():
        figure = entry.figure
        if figure.typed and figure.value is not None and entry.register not in (None, figure.value):
            if case.plan.items[entry.code].source == registers.IMPORT:
                continue  # IMP01 compares it, with what may be between them
            yield Hit(
                entry.place,
                item=entry.code,
                period=month_of(case, entry.month),
                value=figure.value,
                params={"counted": entry.register, "register": case.plan.items[entry.code].source},
            )


@rule(
    "XSH12",
    Severity.WARNING,
    N_("Item {item}, {period}: typed {value} (cell {cell}), but the journal has no letter for it."),
    N_("Enter the letters into the journal with their dates, and restore the formula."),
    unless=("XSH01",),
)
def month_of_letters_agrees(case: Case) -> Iterator[Hit]:
    """A month that counts letters is not typed where the journal has none.

    Why: letters are shown by their numbers and dates; a figure without them cannot be shown to anybody.

    Okay:
        nom: Birinchi_davr = 2025-01
        Oylik
        | Kod | Mart |
        | I.2 | 0    |
    Bad:
        nom: Birinchi_davr = 2025-01
        Oylik
        | Kod | Mart |
        | I.2 | 4    |  XSH12
    """
    first = case.plan.settings.first_period
    for entry in case.plan.entries.values():
        period, value = month_of(case, entry.month), entry.figure.value
        if not (entry.figure.typed and value and first) or entry.register is not None:
            continue
        counts_letters = case.plan.items[entry.code].source == registers.JOURNAL
        if counts_letters and first.start <= period.end < case.today:
            yield Hit(entry.place, entry.code, period, value, cause="letters")


@rule(
    "XSH03",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}: visits on a day off: {value}."),
    N_("Check the date."),
)
def day_log_follows_the_calendar(case: Case) -> Iterator[Hit]:
    """The day log has figures on working days, and on each of them once the month is over. A month of
    which the log has no day at all is TMP04's. A day of the week on which the library opens on purpose, as
    most of its days show, is no slip; nor are as many days off a month as Chegaralar allows.

    Why: a row too high or too low is the commonest slip of the day log; a day left out is missing from
    the month, and nobody sees it there.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-15 | 4                    |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-03-16 | 4                    |  XSH03
    """
    other = N_("Sheet “{sheet}”, {date}: figures on a day off: {value}.")
    item = case.plan.settings.daily_items.get("visits")
    allowed = case.threshold("XSH03", item, 0)
    by_month: dict[int, list[Day]] = {}
    for day in _open_days_off(case):
        by_month.setdefault(day.date.month, []).append(day)
    for month, days in by_month.items():
        for day in days if len(days) > allowed else ():
            visits, counted = visits_of(day).value, _counted(day)
            yield Hit(
                day.columns[next(iter(counted))].place,
                item=item,
                period=month_of(case, month),
                value=visits or sum(counted.values()),
                subject=day.date.isoformat(),
                params={"date": day.date},
                message=None if visits else other,
            )
    yield from _empty_days(case)


def _counted(day: Day) -> dict[str, int]:
    return {name: figure.value for name, figure in day.columns.items() if figure.value}


def _open_days_off(case: Case) -> Iterator[Day]:
    """Yield the days off that have figures, but for a day of the week on which the library opens usually."""
    settings = case.plan.settings
    off = [d for d in case.plan.days if d.date.year == case.plan.year and not settings.is_working_day(d.date)]
    filled = [day for day in off if _counted(day)]
    if not filled:
        return
    since = [day for day in off if filled[0].date <= day.date <= filled[-1].date]
    opened = Counter(day.date.isoweekday() for day in filled)
    passed = Counter(day.date.isoweekday() for day in since)
    usual = {weekday for weekday, count in opened.items() if count >= max(4, 0.6 * passed[weekday])}
    yield from (day for day in filled if day.date.isoweekday() not in usual)


def _empty_days(case: Case) -> Iterator[Hit]:
    """Yield a hit for each month that is over and has both working days with figures and some without."""
    message = N_("Sheet “{sheet}”, {period}: no figures on working days: {value}.")
    fix = N_("Type the days' figures; if the library was closed, type 0.")
    settings, first = case.plan.settings, case.plan.settings.first_period
    months: dict[Period, list[Day]] = {}
    for day in case.plan.days:
        if day.date.year == case.plan.year and month_end(day.date.year, day.date.month) < case.today:
            months.setdefault(month_of(case, day.date.month), []).append(day)
    for period, days in months.items():
        empty = [
            d for d in days if settings.is_working_day(d.date) and not _says(d) and not _is_fixed(d.date)
        ]
        if not empty or len(empty) == len(days) or not any(_says(day) for day in days):
            continue
        if first is None or period.end >= first.start:
            item, numbers = settings.daily_items.get("visits"), ", ".join(str(d.date.day) for d in empty)
            place = empty[0].visits.place
            yield Hit(place, item, period, numbers, "days", message=message, fix=fix)


def _is_fixed(day: date) -> bool:
    """Tell whether a day is a holiday each year: where Bayramlar says otherwise it has its own finding."""
    return (day.month, day.day) in fixed_days()


def _says(day: Day) -> bool:
    return not all(figure.blank for figure in (*day.columns.values(), visits_of(day)))


@rule(
    "XSH10",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the day {value} stands in row {other} too, and both rows count."),
    N_("Mend the date, or delete the row that is too many."),
)
def day_stands_once(case: Case) -> Iterator[Hit]:
    """No day has two rows with figures in the day log, nor figures in a row that stands for another day.

    Why: a row that was copied for its formulas brings its date and figures along, and the month counts
    the day twice.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-05 | 40                |
        | 2025-03-06 | 40                |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Berilgan kitoblar |
        | 2025-03-05 | 40                |
        | 2025-03-06 | 40                |
        keyin:
        Kundalik
        | Sana       | Sana       |
        | 2025-03-06 | 2025-03-05 |  XSH10
    """
    blank = N_("Sheet “{sheet}”, cell {cell}: the day {value} stands in row {other} too, in its place.")
    mend = N_("Mend the date: the figures of this row are another day's.")
    seen: dict[date, Day] = {}
    for day in case.plan.days:
        if day.date.year == case.plan.year:
            first = seen.setdefault(day.date, day)
            if first is not day:
                odd, other = (
                    (first, day) if _in_order(case, day) and not _in_order(case, first) else (day, first)
                )
                if not _says(odd) or (not _says(other) and _in_order(case, odd)):
                    continue
                yield Hit(
                    case.view(registers.DAILY).place(odd.row, "date"),
                    item=case.plan.settings.daily_items.get("visits"),
                    period=month_of(case, day.date.month),
                    value=day.date,
                    subject=f"{registers.DAILY}:{day.date.isoformat()}",
                    params={"other": str(other.row)},
                    message=None if _says(other) else blank,
                    fix=None if _says(other) else mend,
                )


def _in_order(case: Case, day: Day) -> bool:
    """Tell whether a day stands between the rows of an earlier and a later one."""
    view = case.view(registers.DAILY)
    above, below = (day_of(view.cell(row, "date").value) for row in (day.row - 1, day.row + 1))
    return (above is None or above < day.date) and (below is None or day.date < below)


@rule(
    "XSH06",
    Severity.WARNING,
    N_("Item {item}, {period}: since January {value} copies added to the catalogue, {acquired} acquired."),
    N_("Check both figures, or have the catalogue completed."),
    unless=("PLN02",),
)
def acquired_is_catalogued(case: Case) -> Iterator[Hit]:
    """At a quarter's end, the copies added to the union catalogue (13.2) since January are not 10 or more
    below those acquired (9) up to the month before.

    Why: the plan asks for as many of one as of the other; what is not in the catalogue cannot be found
    by a reader. A month's delay is usual.

    Okay:
        Oylik
        | Kod   | Yanvar | Fevral | Mart |
        | 9.2   | 17     | 17     | 34   |
        | 9.4.1 | 6      | 6      | 6    |
        | 9.4.2 | 3      | 3      | 3    |
        | 13.2  | 26     | 26     | 12   |
    Bad:
        Oylik
        | Kod   | Yanvar | Fevral | Mart |
        | 9.2   | 37     | 37     | 4    |
        | 9.4.1 | 6      | 6      | 6    |
        | 9.4.2 | 3      | 3      | 3    |
        | 13.2  | 26     | 26     | 12   |  XSH06
    """
    plan, acquired, added = case.plan, item_meant(case.plan, "acquired"), item_meant(case.plan, "catalogued")
    quarter = sum(month_end(plan.year, 3 * number) < case.today for number in range(1, 5))
    if acquired is None or added is None or not quarter:
        return
    if {acquired.code, added.code}.intersection(slipped_items(case)):
        return
    last = 3 * quarter
    if not all(complete(plan, item, last) for item in (acquired, added)):
        return
    before = figure_of(plan, acquired, Period(plan.year, 1, last - 1), case.today)
    done = figure_of(plan, added, Period(plan.year, 1, last), case.today)
    least = case.threshold("XSH06", added.code, 10)
    if before is not None and done is not None and before - done >= least:
        entry, period = plan.entry(added.code, last), Period.quarter(plan.year, quarter)
        params = {"acquired": before}
        yield Hit(entry.place if entry else None, added.code, period, done, params=params)


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
    plain = {title: _folded(title) for title in case.without_digits(view, "title")}
    if apart_from_digits(plain)[1] != apart_from_digits(plain.values())[1]:
        return _folded  # there is a digit of another kind, such as ²
    spelt = Counter(plain.values())
    several = {title for title, name in plain.items() if spelt[name] > 1 or not name}
    if not several:
        return _itself
    texts = case.texts(view, "title")
    all_alike = zip(texts, *apart_from_digits(texts), strict=True)
    names: dict[object, Hashable] = {
        text: (plain[one], own) if plain[one] else "" for text, one, own in all_alike if one in several
    }
    return lambda title: names.get(title, title)


def _folded(title: object) -> str:
    return fold(text_of(title))


def _itself(title: object) -> Hashable:
    return title


@rule(
    "XSH11",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: the figure is {value}, the list of {report} (“{register}”) has {listed}."),
    N_("Complete the list or mend the figure; if both are right, write the reason."),
    unless=("XSH01", "TMP04", "TMP14", "REF09", "XSH15", "XSH17"),
)
def figure_agrees_with_list(case: Case) -> Iterator[Hit]:
    """What a report lists is as much as the plan's figure for its period, once the period is over: events,
    people, records as many as their rows, lists with quantities as much as these make together. Where the
    figure counts something else (a list that was sent, the event that people took part in), one is not there
    without the other.

    Why: the form shows both, or the list instead of the figure; a report that contradicts itself comes back,
    and a list that was forgotten says that nothing was done.

    Okay:
        nom: Birinchi_davr = 2025-01
        Oylik
        | Kod | Mart |
        | 5   | 1    |
        Royxatlar
        | Sana       | Ro‘yxat turi         | Kod | Nomi    | Miqdori |
        | 2025-03-05 | Tadbir ishtirokchisi | '5  | 1-xodim | 1       |
    Bad:
        nom: Birinchi_davr = 2025-01
        Oylik
        | Kod | Mart |
        | 5   | 1    |  XSH11
    """
    told: list[tuple[str, Period]] = []
    lists: dict[Hashable, list[tuple[Item, FormList]]] = {}  # by report: they are the same in every period
    for owed, first in _compared(case):
        report = owed.report
        own = report.code, report.items  # one by events is narrowed to an item, which is not in its code
        if own not in lists:
            lists[own] = list(lists_of_items(case.plan, report, case.lists_of(report.entry)))
        for one in differences(case.plan, owed, lists[own], first=first):
            if not any(item == one.item.code and period in one.period for item, period in told):
                told.append((one.item.code, one.period))
                yield _difference(owed, one)


def _compared(case: Case) -> list[tuple[Owed, bool]]:
    """Return the reports whose periods are over or that are being drafted, and whether no earlier one is.

    The shortest periods come first: a month's difference is the quarter's too.
    """
    over = [owed for owed in owed_reports(case.plan) if owed.period.end < case.today]
    asked = (owed for owed in all_reports(case.plan) if (owed.report.code, owed.period) in case.drafting)
    chosen = {(o.report.code, o.period): o for o in (*over, *asked) if case.lists_of(o.report.entry)}
    first: dict[str, Period] = {}
    for code, period in sorted(chosen):
        first.setdefault(code, period)
    ordered = sorted(chosen.values(), key=lambda owed: (len(owed.period.months), owed.period))
    return [(owed, owed.period == first[owed.report.code]) for owed in ordered]


def _difference(owed: Owed, one: Difference) -> Hit:
    params = {"report": owed.report.code, "register": one.register, "listed": one.listed}
    figure = "–" if one.figure is None else one.figure
    return Hit(one.entry.place, one.item.code, one.period, figure, params=params)


_COPIED = {"name": "name", "service": "responsible", "unit": "unit"}  # columns of Oylik and of Reja


@rule(
    "XSH22",
    Severity.WARNING,
    N_("Item {item}, cell {cell}: “{value}” was typed over the formula; Reja says: {right}."),
    N_("Restore the formula: undo, or run: akmxl repair."),
)
def oylik_names_items_as_reja_does(case: Case) -> Iterator[Hit]:
    """The name, service and unit of a row of Oylik are those of its item in Reja.

    Why: the figures go by the code, people by the name: they would type into the row of another item.

    Okay:
        Oylik
        | Kod | O‘lchov birligi |
        | 11  | dona            |
    Bad:
        Oylik
        | Kod | Nomi       |
        | 11  | Boshqa ish |  XSH22
    """
    monthly, plan = case.view(layout.MONTHLY), case.view(layout.PLAN)
    rows = monthly_rows(monthly)
    for shown, field in _COPIED.items():
        for code, row in rows.items():
            item = case.plan.items.get(code)
            cell = monthly.cell(row, shown)
            if item is None or cell.formula is not None or cell.value in (None, ""):
                continue
            right = plan.text(item.row, field)
            if fold(monthly.text(row, shown)) != fold(right):
                place = monthly.place(row, shown)
                yield Hit(place, code, value=cell.value, params={"right": right or "–"})

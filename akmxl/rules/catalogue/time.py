"""Check that figures and rows come when their time has come, and in months in which the work is done."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.expected import before_first_period, complete, entry_rhythm, expected_spans, span_filled
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period, month_end
from akmxl.plan.rollup import pasted_ahead
from akmxl.rules.figures import cell_hit, due_words, month_of
from akmxl.rules.rule import Case, Hit, once, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.plan.model import Item

TITLE, PLACE = N_("Time"), 130

Span = tuple[int, ...]


@rule(
    "TMP01",
    Severity.ERROR,
    N_("Cell {cell}: a figure stands in a month that has not begun: {value} ({period})."),
    N_("Check the column, or the row of the day."),
)
def month_not_begun(case: Case) -> Iterator[Hit]:
    """No figure is typed into a month that has not begun, or on a day that has not come.

    Why: it belongs into the column beside it; left there, two months are wrong.

    Okay:
        Oylik
        | Kod | Aprel |
        | 11  | 5     |
    Bad:
        Oylik
        | Kod | May |
        | 11  | 5   |  TMP01
    """
    pasted = pasted_ahead(case.plan, case.today)
    restore = N_("It was pasted over its formula: press “Tiklash”, or run: akmxl repair.")
    for entry in case.plan.entries.values():
        if not entry.figure.typed or entry.figure.value is None:
            continue
        if (period := month_of(case, entry.month)).start > case.today:
            fix, cause = restore if entry.place in pasted else None, f"{entry.code}/{entry.figure.value}"
            yield Hit(entry.place, entry.code, period, entry.figure.value, fix=fix, cause=cause)
    not_come = N_("Cell {cell}: a figure stands on a day that has not come: {value} ({date}).")
    rows = Counter(day.date for day in case.plan.days)
    for day in case.plan.days:
        twice = rows[day.date] > 1  # XSH10
        if day.columns and day.date.year == case.plan.year and day.date > case.today and not twice:
            period = Period.month(day.date.year, day.date.month)
            message = None if period.start > case.today else not_come
            for name, figure in day.columns.items():
                if figure.value is not None:
                    item = case.plan.settings.day_item(name)
                    subject, params = f"{day.date.isoformat()}/{name}", {"date": day.date}
                    yield Hit(figure.place, item, period, figure.value, subject, None, params, message,
                              cause=f"{day.row}/{message is None}")  # fmt: skip


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
                    yield cell_hit(case, record, "date", record.date)


@rule(
    "TMP02",
    Severity.INFO,
    N_("Item {item}: {period} is not over yet, and its figure stands already: {value}."),
    N_("When the month is over, complete it."),
    unless=("TMP15",),
)
def month_not_over(case: Case) -> Iterator[Hit]:
    """A typed figure of the running month is not the month's last word. Rows that the day log or a
    register feeds grow from day to day and are left out; so is an item that lacks an earlier month.

    Why: early entry is welcome, but what is done in the month's last days is easily left out.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        Oylik
        | Kod | Aprel |
        | 11  | 5     |  TMP02
    """
    lacking = {item.code for item, _ in blank_spans(case)}
    for entry in case.plan.entries.values():
        if entry.value is None or case.plan.items[entry.code].source != "typed" or entry.code in lacking:
            continue
        period = month_of(case, entry.month)
        if period.start <= case.today <= period.end:
            yield Hit(entry.place, item=entry.code, period=period, value=entry.value)


@rule(
    "TMP03",
    Severity.EXPLAIN,
    N_("Item {item}: the work is to be done in: {due}; but a figure stands in {period}: {value}."),
    N_("Check the month; if it is right, write the reason."),
    silences=("PLN02",),
)
def outside_the_window(case: Case) -> Iterator[Hit]:
    """A figure stands in a month of its item's window. Where nothing is planned, PLN03 speaks instead.

    Why: work before or after its time happens, but more often the figure slipped into another column.

    Okay:
        today: 2025-05-10
        Oylik
        | Kod | Mart |
        | 5   | 1    |
    Bad:
        today: 2025-05-10
        Oylik
        | Kod | Aprel |
        | 5   | 1     |  TMP03
    """
    found: dict[str, list[Hit]] = {}
    for entry in case.plan.entries.values():
        if not entry.value:
            continue
        item, period = case.plan.items[entry.code], month_of(case, entry.month)
        silent = item.source == "computed" or item.planned.dash or period.start > case.today
        if not silent and item.window and entry.month not in item.window:
            due = due_words(item)
            hit = Hit(entry.place, item=item.code, period=period, value=entry.value, params={"due": due})
            found.setdefault(item.code, []).append(hit)
    for code, hits in found.items():
        item = case.plan.items[code]
        if item.window_text and len(hits) >= _OF_A_WINDOW and "window" in item.places:
            yield _window_too_narrow(item, hits)
        else:
            yield from hits


_OF_A_WINDOW = 2  # months outside: it is not they that slipped
_NARROW = N_(
    "Item {item}, cell {cell}: by “Oyna” the work is to be done in {value}, but figures stand in {count} "
    "other months too."
)


def _window_too_narrow(item: Item, hits: list[Hit]) -> Hit:
    """Return the one hit of an own window that lies beside the row's figures."""
    covers = tuple(hit.place for hit in hits if hit.place)
    params, fix = (
        {"count": len(hits)},
        N_("Check the months in the column “Oyna”; if they are right, write the reason."),
    )
    return Hit(item.places["window"], item.code, None, item.window_text, f"{item.code}/window", params=params,
               message=_NARROW, fix=fix, covers=covers)  # fmt: skip


_FILL = N_("If there was no work, type 0; if it is not planned, type “-”.")
_FILL_REGISTER = N_("Fill in the sheet “{source}”; if there was no work, type 0 into this cell.")


_IMPORT = N_("Import the month: akmxl import FILE; if there was no work, type 0 into this cell.")
_WAS_CLOSED = N_(
    "Type the figures. If the service was closed all month, write it once: akmxl close-month --closed, or in "
    "“Topshirish” the month, the service and “yopiq” in place of the day."
)


@rule("TMP04", Severity.WARNING, N_("Item {item}: {period} is not filled in (cell {cell})."), _FILL)
def month_blank(case: Case) -> Iterator[Hit]:
    """An expected month, quarter or window has its figure once it is over.

    Why: whoever knows the figure today has to look for it in three weeks. Items that the journal of
    reports feeds are left out: what was not sent is told by `akmxl due` and SUB01.

    Okay:
        today: 2025-04-03
        nom: Birinchi_davr = 2025-03
        Oylik
        | Kod | Mart |
        | 11  | 0    |
    Bad:
        today: 2025-04-03
        nom: Birinchi_davr = 2025-03
        Oylik
        | Kod | Mart |
        | 11  | ~    |  TMP04
    """
    for item, span in blank_spans(case):
        if case.today <= _grace_end(case, item, span):
            yield _blank(case, item, span)


@rule(
    "TMP14",
    Severity.ERROR,
    N_("Item {item}: {period} is still not filled in (cell {cell})."),
    _FILL,
    unless=("REF40", "SUB03"),
)
def month_still_blank(case: Case) -> Iterator[Hit]:
    """An expected month has its figure when the days of grace are over (5, or as Sozlamalar says).

    Why: a blank cannot be told from a figure that was forgotten, so nothing may be reported over it.
    Items that the journal of reports feeds are left out, as in TMP04.

    Okay:
        nom: Birinchi_davr = 2025-03
        Oylik
        | Kod | Mart |
        | 11  | 0    |
    Bad:
        nom: Birinchi_davr = 2025-03
        Oylik
        | Kod | Mart |
        | 11  | ~    |  TMP14
    """
    for item, span in blank_spans(case):
        if case.today > _grace_end(case, item, span):
            yield _blank(case, item, span)


@once
def _all_blank(case: Case) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the services, as items name them, and months of which two rows or more, and all, are blank."""
    blank = Counter((item.services, span[0]) for item, span in blank_spans(case) if len(span) == 1)
    asked = Counter(_asked(case))
    return (key for key, count in blank.items() if count == asked[key] and (count > 1 or len(blank) > 1))


@once
def _asked(case: Case) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the services and the month of each figure that is expected of a month, again for each row."""
    for item in case.plan.items.values():
        if item.source != registers.JOURNAL and case.plan.entry(item.code, 1) is not None:
            yield from ((item.services, span[0]) for span in expected_spans(item) if len(span) == 1)


@once
def blank_spans(case: Case) -> Iterator[tuple[Item, Span]]:
    """Yield items with spans of months that are over and blank, from the first period akmxl answers for."""
    first = case.plan.settings.first_period
    if first is None:
        return
    for item in case.plan.items.values():
        if item.source == registers.JOURNAL or case.plan.entry(item.code, 1) is None:
            continue  # nobody types it; a row that Oylik lacks is STR09
        ends = {span: month_end(case.plan.year, span[-1]) for span in expected_spans(item)}
        over = (span for span, end in ends.items() if first.start <= end < case.today)
        blank = [span for span in over if not span_filled(case.plan, item, span)]
        if blank and not _elsewhere(case, item):
            yield from ((item, span) for span in blank)


def _elsewhere(case: Case, item: Item) -> bool:
    """Tell whether the blank span has its figure in a wrong month, which has its own finding.

    Such a month has not begun yet (TMP01), or lies outside the window of work that is done once (TMP03).
    """
    once_only = entry_rhythm(item) == "once"
    for month in range(1, 13):
        entry = case.plan.entry(item.code, month)
        if entry is None or entry.value is None or not entry.figure.typed:
            continue
        if month_of(case, month).start > case.today or (once_only and month not in (item.window or ())):
            return True
    return False


def _grace_end(case: Case, item: Item, span: Span) -> date:
    """Return the last day on which the figures of a span may still be missing."""
    days = case.threshold("TMP14", item.code, 5)
    return month_end(case.plan.year, span[-1]) + timedelta(days=max(-366, min(int(days), 366)))


def _blank(case: Case, item: Item, span: Span) -> Hit:
    entry = case.plan.entry(item.code, span[-1])
    cause = _common_cause(case, item, span)
    quarterly = entry_rhythm(item) == "quarterly"
    last = span[-1]
    period = Period.quarter(case.plan.year, (last + 2) // 3) if quarterly else month_of(case, last)
    fixes = {"typed": None, registers.IMPORT: _IMPORT}
    fix, params = fixes.get(item.source, _FILL_REGISTER), {"source": item.source}
    if cause:
        fix = _WAS_CLOSED
    place = entry.place if entry else None
    return Hit(place, item.code, period, "", item.code, None, params, fix=fix, cause=cause)


def _common_cause(case: Case, item: Item, span: Span) -> str:
    """Return by what blanks of a month belong together: the library has nothing of it, or the services have
    nothing; empty where only some rows are blank.
    """
    if len(span) > 1 or (item.services, span[0]) not in _all_blank(case):
        return ""
    return f"{span[0]}" if span[0] in _blank_months(case) else f"{span[0]}/{item.responsible}"


@once
def _blank_months(case: Case) -> Iterator[int]:
    """Yield the months of which no service that is asked has anything."""
    for month in dict.fromkeys(month for _, month in _all_blank(case)):
        everyone = {services for services, asked in _asked(case) if asked == month}
        if everyone == {services for services, blank in _all_blank(case) if blank == month}:
            yield month


@rule(
    "TMP05",
    Severity.EXPLAIN,
    N_("Item {item}: planned {planned}, and its time is over (last month: {period}), but nothing was done."),
    N_("Type what was done; if nothing was, write the reason."),
    unless=("PLN02",),
)
def nothing_done(case: Case) -> Iterator[Hit]:
    """When an item's window is over, its sum is not 0, and not all its months are dashes. Where PLN02
    speaks of the item, this rule is silent.

    Why: the plan's one bibliographic index, or two databases, are easily forgotten behind thousands of
    loans; the report has to say what became of them.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 5   | 0      | 0      | 1    |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 5   | 0      | 0      | 0    |  TMP05
    """
    for item in case.plan.items.values():
        if not item.plan or item.source == "computed" or not item.window or not item.measured:
            continue
        entries = [e for month in range(1, 13) if (e := case.plan.entry(item.code, month)) is not None]
        over = month_end(case.plan.year, item.window[-1]) < case.today
        over = over and not before_first_period(case.plan, item.window[-1])
        whole = complete(case.plan, item, item.window[-1]) and any(entry.filled for entry in entries)
        if over and whole and not any(entry.value or entry.failed for entry in entries):
            entry = next((e for e in entries if e.month == item.window[-1]), None)
            params = {"planned": item.plan}
            period = month_of(case, item.window[-1])
            yield Hit(entry.place if entry else None, item.code, period, 0, params=params)

"""Check the rows of Topshirish: a month, a service, a day on which the month could be handed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.model import is_closed
from akmxl.plan.period_words import read_period
from akmxl.rules.catalogue.references import suggestion
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.hand_ins import faulty_hand_ins, hand_in_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.period import Period
    from akmxl.workbook.plan_file import SheetView
    from akmxl.workbook.reading.hand_ins import HandInRow

TITLE, PLACE = N_("Days of hand-in"), 101


@rule(
    "REF58",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is not a date."),
    N_("Type the day of hand-in, e.g. 05.10.2025; of a service that was closed all month, the word “yopiq”."),
)
def hand_ins_understood(case: Case) -> Iterator[Hit]:
    """A row of Topshirish names a month of the year, a service of Sozlamalar and the day of hand-in, or the
    word “yopiq” in place of the day.

    Why: a row that is not understood counts for nothing: the month of a closed service is asked for again.

    Okay:
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-03 | Barcha xizmatlar | 2025-04-05        |
        | 2025-04 | Barcha xizmatlar | yopiq             |
    Bad:
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2O25-03 | Barcha xizmatlar | 2025-04-05        |  REF58
        | 2025-03 | Boshqa           | 2025-04-05        |  REF58
        | 2025-04 | Barcha xizmatlar | '5/4/25           |  REF58
        | 2025-03 | Fond xizmati     | ~                 |  REF58
        | ~       | Barcha xizmatlar | 2025-04-05        |  REF58
    """
    if layout.HAND_INS not in case.file.views:
        return
    view, services = case.view(layout.HAND_INS), case.plan.settings.services
    for row, field in faulty_hand_ins(case.file, case.plan.year, services):
        value = view.text(row, field)
        params: dict[str, object] = {"year": str(case.plan.year)}
        message, fix = _HAND_INS.get(field, (None, None))
        if field == "handed_in" and not value:
            period = read_period(view.text(row, "period"), case.plan.year)
            if period is not None and period.end >= case.today:
                continue  # written ahead: REF65's
            message = _NO_DAY
        if field == "period" and not value:
            message = _NO_MONTH
        if field == "service":
            more, fix = suggestion(value, services.values())
            params |= more
        subject = f"{layout.HAND_INS}:{view.text(row, 'period')}/{view.text(row, 'service')}/{field}"
        shown = value or "–"
        yield Hit(view.place(row, field), None, None, shown, subject, params=params, message=message, fix=fix)


_NO_DAY = N_("Sheet “{sheet}”, cell {cell}: the day of hand-in is missing.")
_NO_MONTH = N_("Sheet “{sheet}”, cell {cell}: the month is missing, so the row counts for nothing.")
_HAND_INS = {
    "period": (
        N_(
            "Sheet “{sheet}”, cell {cell}: “{value}” is not a month of {year}, so the row counts for nothing."
        ),
        N_("Write the month as close-month does, e.g. 2025-03."),
    ),
    "service": (
        N_("Sheet “{sheet}”, cell {cell}: there is no service “{value}”, so the row counts for nothing."),
        None,
    ),
    "zeros": (
        N_("Sheet “{sheet}”, cell {cell}: “{value}” is no number of cells in which 0 was written."),
        N_("Type a whole number, or empty the cell."),
    ),
}


@rule(
    "REF65",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {period} is not over, so nothing can be handed in of it: {value}."),
    N_("Correct the month or the day; a month is handed in when it is over."),
    unless=("REF58",),
)
def hand_ins_can_be(case: Case) -> Iterator[Hit]:
    """A month is handed in once, after its last working day; a service that was closed has no figures in it.

    Why: a month marked too early, or as closed, is asked for no more, whatever it still lacks.

    Okay:
        today: 2025-05-10
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-03 | Barcha xizmatlar | 2025-03-31        |
        | 2025-04 | Barcha xizmatlar | yopiq             |
    Bad:
        today: 2025-05-10
        nom: Birinchi_davr = 2025-06
        Oylik
        | Kod | Aprel |
        | 11  | 5     |
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-03 | Barcha xizmatlar | 2025-03-14        |  REF65
        | 2025-03 | Barcha xizmatlar | 2025-04-02        |  REF65
        | 2025-04 | Barcha xizmatlar | yopiq             |  REF65
        | 2025-06 | Barcha xizmatlar | ~                 |  REF65
    Bad:
        today: 2025-05-10
        Topshirish
        | Davr    | Xizmat           | Topshirilgan sana |
        | 2025-Q1 | Barcha xizmatlar | 2025-04-02        |  REF65
    """
    if layout.HAND_INS not in case.file.views:
        return
    view = case.view(layout.HAND_INS)
    seen: set[tuple[Period, str]] = set()
    for one in hand_in_rows(case.file, case.plan.year, case.plan.settings.services):
        key, subject = (one.period, one.service), f"{layout.HAND_INS}:{one.period}/{one.service}"
        if key in seen:
            place, text = view.place(one.row, "period"), view.text(one.row, "service")
            yield Hit(place, None, one.period, text, f"{subject}/twice", message=_TWICE, fix=_ONE_ROW)
        seen.add(key)
        yield from _impossible(case, view, one, subject)


def _impossible(case: Case, view: SheetView, one: HandInRow, subject: str) -> Iterator[Hit]:
    """Yield the hit of a row that cannot be as it stands, whatever other rows say."""
    text = view.text(one.row, "service")
    if one.day and one.day > case.today:
        place, come = view.place(one.row, "handed_in"), f"{subject}/coming"
        yield Hit(place, None, one.period, one.day, come, message=_COMING, fix=_DAY)
    elif _too_early(case, one):
        value = one.day or view.text(one.row, "handed_in") or "–"
        place = view.place(one.row, "handed_in" if one.day else "period")
        yield Hit(place, None, one.period, value, f"{subject}/{one.row}")
    elif one.period.first != one.period.last and not one.closed:
        place, several = view.place(one.row, "period"), f"{subject}/several"
        yield Hit(place, None, one.period, text, several, message=_SEVERAL, fix=_ROW_EACH)
    elif one.closed and (codes := _at_work(case, one)):
        params = {"codes": ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")}
        place, fix = view.place(one.row, "handed_in"), _NOT_CLOSED
        yield Hit(place, None, one.period, text, f"{subject}/closed", None, params, _HAS_FIGURES, fix)


_COMING = N_("Sheet “{sheet}”, cell {cell}: {period} was handed in on {value}, a day that has not come yet.")
_DAY = N_("Correct the day of hand-in.")
_TWICE = N_("Sheet “{sheet}”, cell {cell}: {period} of “{value}” stands in two rows.")
_ONE_ROW = N_("Delete one of the rows.")
_SEVERAL = N_("Sheet “{sheet}”, cell {cell}: {period} is several months, and all of them count as handed in.")
_ROW_EACH = N_("Write the month that was handed in; each month has a row of its own.")
_HAS_FIGURES = N_(
    "Sheet “{sheet}”, cell {cell}: “{value}” was closed in {period}, but has figures: items {codes}."
)
_NOT_CLOSED = N_("Write the day of hand-in in place of “yopiq”, or empty the figures.")


def _too_early(case: Case, one: HandInRow) -> bool:
    """Tell whether a month has not begun, or a working day of it was still to come on the day of hand-in."""
    if one.period.start > case.today:
        return True
    left = range((one.period.end - one.day).days) if one.day else range(0)
    working = case.plan.settings.is_working_day
    return any(working(one.period.end - timedelta(days=day)) for day in left)


def _at_work(case: Case, one: HandInRow) -> list[str]:
    """Return the items of a closed service that have figures in that month; a stock stands without work."""
    found = []
    for month in one.period.months:
        closed = frozenset({(month, one.service)})
        for item in case.plan.items.values():
            counts = item.adds_up == "flow" and item.source not in (registers.JOURNAL, "computed")
            if counts and case.plan.value(item.code, month) and is_closed(closed, item, month):
                found.append(item.code)
    return found

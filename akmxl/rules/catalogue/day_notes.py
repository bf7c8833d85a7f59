"""Hold a day's note against its figures, and days on which nothing happened against those around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.day_log import COUNTED, item_of_column, said_days
from akmxl.rules.figures import median, month_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.registers import visits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Day

TITLE, PLACE = N_("Days and their notes"), 189

_NEAR = 10  # days before and after with which a day is compared
_USUAL = 20  # visits a day: where fewer come, a day without any is no surprise


@rule(
    "XSH31",
    Severity.WARNING,
    N_("Sheet “{sheet}”, {date}: nobody came and nothing was lent on a working day; usually {usual} come."),
    N_("If the library was closed, write it into the note; if not, type the day's figures."),
    unless=("XSH03", "XSH10", "XSH18"),
)
def working_days_have_visits(case: Case) -> Iterator[Hit]:
    """No working day has 0 in all its columns without a note, and no day 0 visits beside other figures,
    where 20 or more come on the days around it.

    Why: noughts are dragged down over days that nobody has entered yet, and then look entered.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Izoh                     |
        | 2025-03-03 | 41                   | ~                        |
        | 2025-03-04 | 38                   | ~                        |
        | 2025-03-05 | 0                    | Suv bo‘lmadi, ishlamadik |
        | 2025-03-06 | 44                   | ~                        |
        | 2025-03-07 | 36                   | ~                        |
        | 2025-03-11 | 40                   | ~                        |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Berilgan kitoblar |
        | 2025-03-03 | 41                   | 110               |
        | 2025-03-04 | 38                   | 98                |
        | 2025-03-05 | 0                    | 0                 |  XSH31
        | 2025-03-06 | 44                   | 121               |
        | 2025-03-07 | 36                   | 95                |
        | 2025-03-11 | 0                    | 102               |  XSH31
        | 2025-03-12 | 40                   | 102               |
    """
    said, view = said_days(case), case.view(registers.DAILY)
    for nth, (day, figures) in enumerate(said):
        lent = any(figures.values())
        if view.text(day.row, "note") or (lent and visits_of(day).value != 0):
            continue
        if not lent and not case.plan.settings.is_working_day(day.date):
            continue
        around = (*said[max(0, nth - _NEAR) : nth], *said[nth + 1 : nth + 1 + _NEAR])
        visits = [visits_of(other).value or 0 for other, _ in around]
        usual = median(visits) if len(visits) >= 5 else 0
        if usual >= _USUAL:
            places = [day.columns[name].place for name, figure in figures.items() if not figure]
            subject, params = f"{day.date.isoformat()}/nobody", {"date": day.date, "usual": round(usual)}
            yield Hit(places[0], item_of_column(case, "visits"), month_of(case, day.date.month), 0, subject,
                      params=params, covers=tuple(places[1:]), message=_NOBODY if lent else None)  # fmt: skip


_NOBODY = N_(
    "Sheet “{sheet}”, {date}: other figures of the day are there, but nobody came; usually {usual} come."
)

# What a number in a note counts, by the word before or behind it.
_TOLD = {
    "visits": lazily(r"(?:jami qatnov|qatnov)\D{0,12}?(\d+)|(\d+)\s*(?:ta )?qatnov"),
    "loans": lazily(
        r"(?:berilgan kitob\w*|kitob berildi|kitob berilishi)\D{0,6}?(\d+)"
        r"|(\d+)\s*(?:ta |nusxa )kitob\w* beril"
    ),
}
_IN_ALL = lazily(r"\bjami\W+(\d+)\b")
_EVENT = "tadbir"  # people who came to one may be counted elsewhere


@rule(
    "XSH32",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the note says {told}, the day of {date} has {value} in “{column}”."),
    N_("Put the figure or the note right."),
    unless=("XSH23",),
)
def notes_agree_with_figures(case: Case) -> Iterator[Hit]:
    """The number of visits or loans that a day's note tells is the day's, and no more people came in all by
    the note than were counted. What a note tells of an event is left alone.

    Why: the note was written on the day, the figure perhaps at the month's end; they tell of two days.

    Okay:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Izoh                     |
        | 2025-03-05 | 41                   | 25 nafar o‘quvchi, jami 41 |
    Bad:
        today: 2025-03-20
        Kundalik
        | Sana       | Abonementlar sektori | Izoh                  |
        | 2025-03-05 | 41                   | Jami 94 kishi keldi   |  XSH32
    """
    view = case.view(registers.DAILY)
    notes = view.values("note")
    for day, figures in said_days(case) if notes else ():
        note = fold(text_of(notes.get(day.row, "")))
        told = _told(day, figures, note) if any(map(str.isdigit, note)) else None
        if told:
            name, number, value = told
            column = view.title(name)
            params = {"date": day.date, "told": number, "column": column}
            yield Hit(view.place(day.row, "note"), item_of_column(case, name), month_of(case, day.date.month),
                      value, f"{day.date.isoformat()}/note/{name}", params=params)  # fmt: skip


def _told(day: Day, figures: dict[str, int], note: str) -> tuple[str, int, int] | None:
    """Return the column, the note's number and the day's, where they contradict one another."""
    own = {name: figures[name] for name in COUNTED if name in figures}
    visits = visits_of(day).value
    if visits is not None:
        own["visits"] = visits
    for name, pattern in _TOLD.items():
        found = pattern.search(note)
        told = whole_number(found[1] or found[2]) if found else None
        if told is not None and name in own and told != own[name]:
            return name, told, own[name]
    found = _IN_ALL.search(note) if visits is not None and _EVENT not in note else None
    number = (whole_number(found[1]) if found else None) or 0
    more = visits is not None and number > visits and number not in own.values()
    return ("visits", number, visits or 0) if more else None

"""Spell what pages say, the same on paper, in the browser and in a message. In the run's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import one_line
from akmxl.core.i18n import N_, translate
from akmxl.core.spelling import plain_signs
from akmxl.core.text_length import shortened
from akmxl.core.value_text import day_text, number_text
from akmxl.core.vocabulary import ROMAN, term
from akmxl.plan.findings import off_words
from akmxl.plan.period import month_name
from akmxl.workbook.writing.rollup import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import TypeVar

    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.progress import OnTime
    from akmxl.plan.register_rows import FieldValue
    from akmxl.plan.standing import DirectorPage, Done

    T = TypeVar("T")

LONGEST = 90  # letters of a name or title: two lines
LONGEST_TEXT = 150  # of a reason, of what is wrong, of what to do


def brief(text: str, most: int = LONGEST) -> str:
    """Return a text of people in one line, as long as there is room for; one that was longer ends with …"""
    return shortened(plain_signs(one_line(text)), most)


def check_words(page: DirectorPage) -> str:
    """Return what the check has found, and which rules say nothing; not why, which people write freely."""
    line, off = translate(N_("Checked: nothing to mend.")), off_words(page.plan.settings, reasons=False)
    if any(page.found.values()):
        text = N_("Checked: errors: {error}; to explain: {explain}; warnings: {warning}; notes: {info}.")
        line = translate(text, **page.found)
    return f"{line} {off}".rstrip()


def percent_words(done: Done) -> float | str:
    """Return the mean percent of a section or service, or why there is none."""
    share = done.share
    if share.percent is not None:
        return share.percent
    return translate(N_("no figures")) if share.rows else translate(N_("no plan"))


def with_sign(percent: float | str) -> str:
    """Return a percent as a text; what stands in place of one as it is."""
    return percent if isinstance(percent, str) else f"{number_text(percent, decimals=1)} %"


def on_time_words(told: OnTime) -> str:
    """Return how many rows are where their time asks for: ``12 / 14``, and how many are not known."""
    if not told.compared and not told.unknown:
        return "–"
    known = f"{told.done} / {told.compared}"
    return (
        translate(N_("{known} (unknown: {count})"), known=known, count=told.unknown)
        if told.unknown
        else known
    )


def owed_words(owed: Iterable[Owed], today: date) -> str:
    """Return how many reports are overdue, and how many are due by the end of next month."""
    late, near = late_and_near(owed, today)
    text = N_("overdue {late}, due by the end of next month {due}")
    return translate(text, late=len(late), due=len(near))


def late_and_near(owed: Iterable[Owed], today: date) -> tuple[list[Owed], list[Owed]]:
    """Part what is overdue from what is due, each in its order."""
    every = list(owed)
    late = [one for one in every if one.status(today) == "overdue"]
    return late, [one for one in every if one.status(today) != "overdue"]


def shared(rows: tuple[T, ...], late: int, room: int) -> tuple[T, ...]:
    """Return the rows for which there is room; the first ``late`` of them leave half of it to the others."""
    kept = min(len(rows) - late, (room + 1) // 2)
    first = min(late, room - kept)
    return (*rows[:first], *rows[late : late + room - first])


def state_words(owed: Owed, today: date) -> str:
    """Return how a report stands, and that its day is only assumed."""
    state = "bugun" if owed.send_by == today else STATES[owed.status(today)]
    return state if owed.confirmed or owed.due is None else f"{state} ({term('confirmed', 'no')})"


def period_words(period: Period) -> str:
    """Return a period without its year, which is the page's: ``mart``, ``I chorak``, ``9 oy``, ``yil``."""
    name = str(period).partition("-")[2]
    if period.first == period.last:
        return month_name(period.first)
    if name.startswith("Q"):
        return f"{ROMAN[period.last // 3 - 1]} chorak"
    if name.startswith("H"):
        return f"{ROMAN[period.last // 6 - 1]} yarim yil"
    return f"{period.last} oy" if name else "yil"


def span_words(spans: Sequence[Sequence[int]]) -> str:
    """Return spans of months: ``yanvar, fevral``, ``I chorak``; work that is done once has all its months."""
    return ", ".join(_span(span) for span in spans)


def _span(span: Sequence[int]) -> str:
    first, last = span[0], span[-1]
    if first == last:
        return month_name(first)
    if (last - 1) // 3 == (first - 1) // 3:
        return f"{ROMAN[(last - 1) // 3]} chorak"
    return f"{month_name(first)}–{month_name(last)}"


def shown(value: FieldValue, name: str = "") -> str:
    """Return a value as a page shows it in a text: ``1 413``, ``77,8``, ``05.04.2025``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        whole = isinstance(value, int)
        return number_text(value, grouped=name != "year", decimals=None if whole else 1)
    return day_text(value)

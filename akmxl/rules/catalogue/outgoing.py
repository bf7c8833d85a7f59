"""Hold the outgoing numbers and days of letters, and the one-off tasks, beside one another."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.kept_letters import lost_letters
from akmxl.plan.period_words import due_day_in
from akmxl.plan.values import typed
from akmxl.rules.alike import agree, plain
from akmxl.rules.journal_rows import name_of, named_rows, reports_owed
from akmxl.rules.order import out_of_order
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.stopped import items_counting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import JournalRow

TITLE, PLACE = N_("Outgoing numbers and days"), 206

_NUMBER = lazily(r"(.*?)(\d+)$")
_LEAST_LETTERS = 8  # fewer show no order
_DAYS = timedelta(days=7)  # a number may be taken before the letter goes out
_JUMP = 5  # times the highest number before it: a digit too many
_LEAST_NUMBER = 10


@rule(
    "SUB37",
    Severity.EXPLAIN,
    N_(
        "“{letter}” ({asked}) had gone out on {value}, № {number}, at the last check; no row of “{sheet}” "
        "says so any more."
    ),
    N_(
        "Write the row with its date again, or run: akmxl repair --from-copy. If the letter has not gone out "
        "after all, write the reason."
    ),
)
def letters_kept(case: Case) -> Iterator[Hit]:
    """A letter that had gone out at the last check stands in the journal with its day still, also one of
    which akmxl made no form.

    Why: without the day the report counts as not sent: it is owed again, and rows of the plan that count
    letters lose one.

    Okay:
        today: 2025-04-10
        qatorlar: xat|MK-06|2025-Q1|1| = 2025-04-04 01-15/11
        Hisobotlar
        | Hisobot kodi | Davr    | Chiqish raqami | Chiqish sanasi |
        | MK-06        | 2025-Q1 | 01-15/11       | 2025-04-07     |
    Bad:
        today: 2025-04-10
        qatorlar: xat|MK-06|2025-Q1|1| = 2025-04-04 01-15/11
        Hisobotlar
        | Hisobot kodi | Davr    | Chiqish raqami |
        | MK-06        | 2025-Q1 | 01-15/11       |  SUB37
    """
    view = case.view(registers.JOURNAL)
    for one in lost_letters(case.plan):
        place = one.row.places["sent"] if one.row else view.place(view.header_row, "sent")
        period = next((owed.period for owed in reports_owed(case) if str(owed.period) == one.period), None)
        params = {"letter": one.name, "asked": one.period or "–", "number": one.number or "–"}
        fix = None if one.row or period else _ROW_AGAIN  # nothing else knows a task
        subject, stops = f"{one.name} {one.period}", items_counting(case, one.report)
        value = typed("date", one.day)
        yield Hit(place, None, period, value, subject, one.report, params, fix=fix, stops=stops)


_ROW_AGAIN = N_("Write its row again. If the letter has not gone out after all, write the reason.")


@rule(
    "SUB31",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the number {value} is of {day}; {other} is of {other_day}."),
    N_("Compare with the register of outgoing letters; correct the number or the day."),
    unless=("SUB04", "SUB13", "SUB14", "SUB18", "SUB21", "SUB22", "SUB23", "SUB25"),
)
def numbers_follow_the_days(case: Case) -> Iterator[Hit]:
    """Where the outgoing numbers of a year rise with their days, no single letter is weeks out of order, and
    none has five times the highest number before it.

    Why: two digits exchanged, or one typed twice, and the addressee finds another letter under the number.

    Okay:
        today: 2025-06-10
        Hisobotlar
        | Nomi     | Kimga    | Chiqish raqami | Chiqish sanasi |
        | Birinchi | Hokimlik | 01-15/7        | 2025-02-05     |
        | Ikkinchi | Hokimlik | 01-15/8        | 2025-03-05     |
    Bad:
        today: 2025-06-10
        Hisobotlar
        | Nomi      | Kimga    | Chiqish raqami | Chiqish sanasi |
        | Bir       | Hokimlik | 01-15/7        | 2025-02-05     |
        | Ikki      | Hokimlik | 01-15/9        | 2025-02-20     |
        | Uch       | Hokimlik | 01-15/12       | 2025-03-05     |
        | To‘rt     | Hokimlik | 01-15/13       | 2025-03-20     |
        | Besh      | Hokimlik | 01-15/14       | 2025-04-04     |
        | Olti      | Hokimlik | 01-15/15       | 2025-02-07     |  SUB31
        | Yetti     | Hokimlik | 01-15/18       | 2025-05-05     |
        | Sakkiz    | Hokimlik | 01-15/19       | 2025-05-20     |
    """
    series: defaultdict[tuple[str, int], list[tuple[int, date, JournalRow]]] = defaultdict(list)
    for row in named_rows(case):
        found = _NUMBER.match(row.number.strip()) if row.sent else None
        if found and row.sent:
            series[fold(found[1]), row.sent.year].append((int(found[2][:9]), row.sent, row))
    for letters in series.values():
        if len(letters) >= _LEAST_LETTERS:
            letters.sort(key=lambda one: (one[0], one[1]))
            if (odd := _odd_one(letters)) is not None:
                row, other = letters[odd][2], letters[odd - 1][2]
                params = {"day": row.sent, "other": other.number, "other_day": other.sent}
                yield Hit(row.places["number"], None, row.period, row.number, f"{name_of(row)}/order",
                          row.report, params)  # fmt: skip


def _odd_one(letters: list[tuple[int, date, JournalRow]]) -> int | None:
    """Return the place of the one letter that is out of order among letters sorted by their numbers."""
    number, before = letters[-1][0], letters[-2][0]
    if before >= _LEAST_NUMBER and number >= _JUMP * before:
        return len(letters) - 1
    days = [day for _, day, _ in letters]
    odd = out_of_order(days)
    if len(odd) != 1:
        return None
    (at,) = odd
    around = [days[at - 1], *days[at + 1 : at + 2]]
    return at if days[at] < around[0] - _DAYS or days[at] > around[-1] + _DAYS else None


@rule(
    "SUB32",
    Severity.INFO,
    N_("Sheet “{sheet}”, cell {cell}: {value} is a day off; letters go out on working days."),
    N_("Check the outgoing date with the register of outgoing letters; if it is right, leave it."),
    unless=("SUB04", "SUB18", "SUB21", "SUB25", "SUB31"),
)
def sent_on_a_working_day(case: Case) -> Iterator[Hit]:
    """A letter is sent on a working day, or on a Saturday; on Sundays and holidays nobody gives out numbers.

    Why: a date that is a Sunday is often a date with a digit off.

    Okay:
        Hisobotlar
        | Nomi     | Kimga    | Chiqish raqami | Chiqish sanasi |
        | Birinchi | Hokimlik | 01-15/7        | 2025-02-05     |
    Bad:
        Hisobotlar
        | Nomi     | Kimga    | Chiqish raqami | Chiqish sanasi |
        | Birinchi | Hokimlik | 01-15/7        | 2025-02-02     |  SUB32
    """
    settings = case.plan.settings
    for row in named_rows(case):
        day = row.sent
        if day is None or day > case.today or settings.is_working_day(day):
            continue
        if day.weekday() != 5 or day in settings.holidays:
            yield Hit(row.places["sent"], None, row.period, day, f"{name_of(row)}/day off", row.report)


@rule(
    "SUB33",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the task stands in row {other} too: “{value}”."),
    N_("If it is one task, delete one of the rows; if there are two, tell them apart by their titles."),
    unless=("SUB17", "SUB22"),
)
def task_stands_once(case: Case) -> Iterator[Hit]:
    """A one-off task stands in one row of the journal: its title, addressee and due day.

    Why: two people enter the same letter that came in, and both answer it.

    Okay:
        Hisobotlar
        | Nomi               | Kimga    | Topshirish muddati |
        | Maktablar ro‘yxati | Hokimlik | 2025-04-18         |
        | Maktablar ro‘yxati | Hokimlik | 2025-07-18         |
    Bad:
        Hisobotlar
        | Nomi               | Kimga    | Topshirish muddati |
        | Maktablar ro‘yxati | Hokimlik | 2025-04-18         |
        | Maktablar royxati  | Hokimlik | 2025-04-18         |  SUB33
    """
    tasks: defaultdict[date, list[JournalRow]] = defaultdict(list)
    for row in case.plan.journal:
        due = due_day_in(row.values.get("report_due"))
        if due and not row.report and plain(row.values.get("title")):
            tasks[due].append(row)
    for rows in (rows for rows in tasks.values() if len(rows) > 1):
        rows.sort(key=lambda row: (plain(row.values.get("title")), row.row))
        for one, other in pairwise(rows):
            if all(agree(one.values.get(field), other.values.get(field)) for field in ("title", "recipient")):
                first, again = sorted((one, other), key=lambda row: row.row)
                params = {"other": str(first.row)}
                yield Hit(again.places["title"], None, again.period, again.values.get("title"),
                          f"{name_of(again)} {again.row}/twice", again.report, params)  # fmt: skip

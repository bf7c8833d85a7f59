"""Compare what two sheets say of the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import DASH, fold
from akmxl.plan import registers
from akmxl.plan.expected import complete
from akmxl.plan.findings import Severity
from akmxl.plan.listed import differences, lists_of_items
from akmxl.plan.owed import all_reports, owed_reports
from akmxl.plan.period import Period, month_end
from akmxl.plan.rollup import figure_of
from akmxl.rules.catalogue.arithmetic import slipped_items
from akmxl.rules.figures import month_of
from akmxl.rules.known_items import item_meant
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from akmxl.plan.listed import Difference, FormList
    from akmxl.plan.model import Item
    from akmxl.plan.owed import Owed

TITLE, PLACE = N_("Across sheets"), 180


@rule(
    "XSH01",
    Severity.ERROR,
    N_("Item {item}, {period}: typed {value} (cell {cell}), the register “{register}” gives {counted}."),
    N_("Complete the register, or clear the cell and restore its formula."),
)
def month_agrees_with_register(case: Case) -> Iterator[Hit]:
    """A month typed over a register's formula agrees with the register, where the register has rows; a dash,
    which every sum passes over, agrees with none.

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
        | 2025-03-12 | Ko‘rgazma                   | Navro‘z     |
        Oylik
        | Kod | Mart |
        | 20  | 2    |  XSH01
        | 18  | -    |  XSH01
    """
    for entry in case.plan.entries.values():
        figure = entry.figure
        said = (
            figure.value if not (figure.dash and entry.register) else DASH
        )  # which says that nothing was due
        if figure.typed and said is not None and entry.register not in (None, said):
            if case.plan.items[entry.code].source == registers.IMPORT:
                continue  # IMP01 compares it, with what may be between them
            yield Hit(
                entry.place,
                item=entry.code,
                period=month_of(case, entry.month),
                value=said,
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

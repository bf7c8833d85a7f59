"""Check that the plan makes sense beside its due texts and beside last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold_header
from akmxl.core.vocabulary import term
from akmxl.plan import registers
from akmxl.plan.expected import entry_rhythm
from akmxl.plan.findings import Severity
from akmxl.plan.period import month_name
from akmxl.plan.rollup import unsaid_last_year
from akmxl.rules.figures import last_year_by_months, measured, month_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Item
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("The plan itself"), 160

_LEAST = 10  # a percentage speaks only where the difference is this large


@rule(
    "PLN04",
    Severity.WARNING,
    N_("Item {item}: the plan is {value}, but the work is to be done {times} times (cell {cell})."),
    N_("Mend the plan, the due text or the column “Kiritish”."),
    lasting=True,
)
def rhythm_against_quantity(case: Case) -> Iterator[Hit]:
    """The year's plan is not below the number of times that the due text or Kiritish asks for.

    Weekly work counts four times a month, monthly work once, quarterly work once a quarter, within the
    window. A plan above that number says nothing: a month may have several.

    Why: work of every week with a plan of 2 is either planned too low or due another time.

    Okay:
        Reja
        | Kod | 2025-yil (reja) | Bajarilish muddati  |
        | 30  | 4               | 2025-yil har chorakda |
    Bad:
        Reja
        | Kod | 2025-yil (reja) | Bajarilish muddati  |
        | 30  | 3               | 2025-yil har chorakda |  PLN04
    """
    for item in measured(case.plan):
        times = _times(item)
        if item.plan and item.plan < times:
            yield Hit(item.planned.place, item=item.code, value=item.plan, params={"times": times})


def _times(item: Item) -> int:
    """Return how many times the work is to be done in the year; 0 where nothing says so."""
    if not item.window or item.adds_up != "flow":
        return 0
    quarters = {(month - 1) // 3 for month in item.window}
    counts = {"weekly": 4 * len(item.window), "monthly": len(item.window), "quarterly": len(quarters)}
    asked = (item.work_time.rhythm if item.work_time else "", entry_rhythm(item) if item.rhythm else "")
    return max(counts.get(rhythm, 0) for rhythm in asked)


@rule(
    "PLN05",
    Severity.INFO,
    N_("Item {item}: the plan is {value}, last year's fact was {previous} ({percent} %)."),
    N_("If the plan is right, leave it; the difference may be asked about."),
    unless=("PLN06", "ARI04"),
    lasting=True,
)
def plan_against_last_year(case: Case) -> Iterator[Hit]:
    """The plan lies within 25 % of last year's fact, or less than 10 from it. A total speaks for its parts.

    Why: a plan far from what was done is a misprint or a decision; the director should know which.

    Okay:
        Reja
        | Kod | 2024-yil (fakt) | 2025-yil (reja) |
        | 29  | 32090           | 35400           |
    Bad:
        Reja
        | Kod | 2024-yil (fakt) | 2025-yil (reja) |
        | 29  | 32090           | 3540            |  PLN05
    """
    told: set[str] = set()
    for item in measured(case.plan):  # a total stands above its parts
        planned, previous = item.plan, item.previous.value
        if item.parent in told:
            told.add(item.code)
        elif planned and previous and abs(planned - previous) >= _LEAST:
            percent = round(100 * planned / previous, 1)
            if abs(percent - 100) > case.threshold("PLN05", item.code, 25):
                told.add(item.code)
                params = {"previous": previous, "percent": percent}
                yield Hit(item.planned.place, item=item.code, value=planned, params=params)


@rule(
    "PLN06",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: last year's fact is {value}, by the sheet “Otgan yil” it is {right}."),
    N_("Mend the column, or the month on the sheet “Otgan yil”."),
    unless=("ARI04", "ARI06"),
)
def last_year_as_reported(case: Case) -> Iterator[Hit]:
    """Last year's column is the sum of last year's months; silent without the sheet Otgan yil.

    An item is compared where that sheet has a figure for each time that its rhythm asks for.

    Why: last year's figures went out in letters; this year's percents and comparisons rest on them.

    Okay:
        Otgan yil
        | Kod | Mart | Iyun | Sentabr | Dekabr |
        | 31  | 1    | 1    | 1       | 1      |
    Bad:
        Otgan yil
        | Kod | Mart | Iyun | Sentabr | Dekabr |
        | 31  | 1    | 2    | 1       | 1      |
    """
    for item in measured(case.plan):
        right = last_year_by_months(case.plan, item)
        above = (item.parent,) if item.parent else ()
        place, value = item.previous.place, item.previous.value
        if right is not None and value not in (None, right):
            yield Hit(place, item=item.code, value=value, params={"right": right}, rests_on=above)
        elif right and item.previous.blank and _was_written(case, item):
            yield Hit(place, item.code, None, "", f"{item.code}/previous", params={"right": right},
                      message=_EMPTY, rests_on=above)  # fmt: skip


_EMPTY = N_("Item {item}, cell {cell}: last year's fact is empty, by the sheet “Otgan yil” it is {right}.")


def _was_written(case: Case, item: Item) -> bool:
    """Tell whether last year's fact of an item stood in the approved plan."""
    approved = case.plan.approved.get(item.code)
    return approved is not None and bool(whole_number(approved.kept.get("previous", "")))


@rule(
    "PLN16",
    Severity.EXPLAIN,
    N_("Item {item}, last year, {month}, cell {cell}: no figure stands there: {value}."),
    N_("Type last year's figure, 0 too; until then reports print no figure of last year for that time."),
)
def last_year_without_gaps(case: Case) -> Iterator[Hit]:
    """A row of the sheet Otgan yil that has nearly all months has all of them, and nothing but figures.

    A gap is lawful where the other months make up last year's column.

    Why: a sum over a month that is missing is too small, and a report would compare with it.

    Okay:
        Otgan yil
        | Kod | Mart | Iyun | Sentabr | Dekabr |
        | 31  | 1    | 1    | 1       | 1      |
    Bad:
        Otgan yil
        | Kod | Mart | Iyun | Sentabr | Dekabr |
        | 31  | 1    | '1x  | 1       | 1      |  PLN16
    """
    if (view := case.file.views.get(layout.LAST_YEAR)) is None:
        return
    for row in view.rows:
        item = case.plan.items.get(read_code(view.cell(row, "code").value) or "")
        for month in unsaid_last_year(case.plan, item, range(1, 13)) if item and item.measured else ():
            field = layout.MONTH_FIELDS[month - 1]
            place, text = view.place(row, field), view.text(row, field)
            code, params = view.text(row, "code"), {"month": month_name(month)}
            yield Hit(place, code, month_of(case, month), text or "–", str(month), params=params)
    yield from _rows_lost(case, view)


_LOST = N_(
    "Sheet “{sheet}”, cell {cell}: item {item} has no month there, but Reja says {value} of last year."
)
_MOST = 3  # times more items have their months there than have not


def _is_counted(case: Case, item: Item) -> bool:
    """Tell whether an item of the plan has typed months of last year: not a total, nor letters."""
    return (
        bool(item.previous.value and item.plan)
        and not case.plan.parts(item)
        and item.source != registers.JOURNAL
        and (not case.plan.approved or item.code in case.plan.approved)  # another code: STR09
    )


def _rows_lost(case: Case, view: SheetView) -> Iterator[Hit]:
    """Yield the items that have no row or no month in Otgan yil, where nearly all that were counted have."""
    said = {code for code, _ in case.plan.last_year} | {code for code, _ in case.plan.last_year_unread}
    counted = [one for one in measured(case.plan) if _is_counted(case, one)]
    lost = [item for item in counted if item.code not in said]
    if lost and len(counted) - len(lost) >= _MOST * len(lost):
        rows = {read_code(view.cell(row, "code").value): row for row in view.rows}
        owners = {fold_header(one.name): one.code for one in case.plan.items.values()}
        named = {owners.get(fold_header(view.text(row, "name"))): row for row in view.rows}
        for item in lost:
            row = rows.get(item.code)
            odd = named.get(item.code)  # its name without its code
            place = (
                view.place(row, layout.MONTH_FIELDS[0]) if row else view.place(odd or view.header_row, "code")
            )
            yield Hit(place, item.code, None, item.previous.value, "lost", message=_LOST)


_DECREES = "I"  # the section of the decrees, whose years are those of the documents
_YEAR = lazily(r"(?<![\d-])20\d\d(?!\d|\s*[-–]?\s*yil|[-–]\d)")


@rule(
    "PLN08",
    Severity.WARNING,
    N_("Item {item}, cell {cell}: the title carries the year {other}, the plan is for {year}."),
    N_("Compare with the signed plan; if the event has a new title, write it."),
    lasting=True,
)
def title_of_another_year(case: Case) -> Iterator[Hit]:
    """A title outside the section of the decrees carries no other year than the plan's.

    Dates (`2024-yil 5-iyun`) are no titles.

    Why: a plan is written by copying last year's; the conference's year is what gets left behind.

    Okay:
        Reja
        | Kod | Nomi                                 |
        | 8   | “Kitobxonlik haftaligi — 2025”ni o‘tkazish |
    Bad:
        Reja
        | Kod | Nomi                                     |
        | 8   | “Kitobxonlik haftaligi”ni tashkil qilish va o‘tkazish 2023 |  PLN08
    """
    for item in case.plan.items.values():
        years = (int(found) for found in _YEAR.findall(item.name) if item.section != _DECREES)
        if other := next((year for year in years if year != case.plan.year), None):
            params = {"other": str(other), "year": str(case.plan.year)}
            yield Hit(item.places["name"], item=item.code, value=item.name, params=params)


@rule(
    "PLN09",
    Severity.WARNING,
    N_("Item {item}: the due text is not understood: “{value}” (cell {cell})."),
    N_("Write the months into the column “Oyna”, e.g. “II chorak” or “yanvar, fevral”."),
    lasting=True,
)
def due_text_read(case: Case) -> Iterator[Hit]:
    """The due text is read, and where the centre sets its own time, the column Oyna says which.

    Why: without the window nobody is reminded, and no month is expected. An empty due text that waits
    to be confirmed is PLN11.

    Okay:
        Reja
        | Kod | Bajarilish muddati    |
        | 11  | 2025-yil I-III chorak |
    Bad:
        Reja
        | Kod | Bajarilish muddati |
        | 11  | bahorda            |  PLN09
    """
    own = N_("Item {item}: the centre sets the time itself, and “Oyna” is empty (cell {cell}).")
    none = N_("Item {item}: the plan is {value}, but nothing says when it is due (cell {cell}).")
    for item in measured(case.plan):
        text = item.window_text or item.due_text
        place = item.places["window" if item.window_text else "due"]
        if text and item.work_time is None:
            yield Hit(place, item=item.code, value=text)
        elif item.work_time and item.work_time.centre_sets and not item.window_text:
            yield Hit(item.places.get("window", place), item=item.code, value=text, message=own)
        elif item.plan and not text and "due" not in item.to_confirm:
            yield Hit(place, item=item.code, value=item.plan, message=none)


@rule(
    "PLN12",
    Severity.WARNING,
    N_("Item {item}: the plan is empty (cell {cell}), but by “Kiritish” a figure is due: {value}."),
    N_("Write the plan; where nothing is planned, write “-” and empty the cell of “Kiritish”."),
)
def plan_given(case: Case) -> Iterator[Hit]:
    """A row whose Kiritish says when its figure comes has a plan.

    Why: where the plan is gone no month is expected and no percent is told: the row looks well whatever it
    lacks.

    Okay:
        Reja
        | Kod | Kiritish | 2025-yil (reja) |
        | 11  | har oy   | 120             |
    Bad:
        Reja
        | Kod | Kiritish | 2025-yil (reja) |
        | 11  | har oy   | ~               |  PLN12
    """
    for item in measured(case.plan):
        planned = item.planned.dash or item.planned.shown or "planned" in item.to_confirm
        if item.rhythm and not planned and item.kind != "task":
            yield Hit(item.planned.place, item=item.code, value=term("rhythm", item.rhythm))


@rule(
    "PLN11",
    Severity.INFO,
    N_("Item {item} waits to be confirmed: {value}."),
    N_("Compare with the signed plan, mend the row and empty the cell {cell}."),
    lasting=True,
)
def waits_to_be_confirmed(case: Case) -> Iterator[Hit]:
    """Nothing of an item waits to be confirmed.

    Why: what a scan lost was left empty or taken with care; somebody has to look at the signed paper.

    Okay:
        Reja
        | Kod | Tasdiqlansin |
        | 1   | ~            |
    Bad:
        Reja
        | Kod | Tasdiqlansin |
        | 11  | reja; birligi |  PLN11
    """
    for item in case.plan.items.values():
        if item.to_confirm:
            words = ", ".join(term("to_confirm", field) for field in item.to_confirm)
            yield Hit(item.places["to_confirm"], item=item.code, value=words)

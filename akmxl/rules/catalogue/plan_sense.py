"""Hold the cells of a row of Reja beside one another, and work that is done once beside its months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import term
from akmxl.plan.expected import entry_rhythm
from akmxl.plan.findings import Severity
from akmxl.rules.figures import due_words, measured, month_of, plans_of_parts
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Entry, Item

TITLE, PLACE = N_("A row of the plan in itself"), 162


@rule(
    "PLN17",
    Severity.WARNING,
    N_("Item {item}, cell {cell}: the quarters' plans come to {value}, the year's plan is {planned}."),
    N_("Mend the quarters or the year's plan."),
    unless=("ARI04", "REF57"),
)
def quarters_come_to_the_year(case: Case) -> Iterator[Hit]:
    """The quarters' plans of a row, where they are given, come to its year's plan; those of a stock end with
    it. No quarter in which the work is not to be done has a plan.

    Why: what is behind is told by the quarters' plans, what is over by the year's; if they differ, a report
    says that all is done and that half is missing.

    Okay:
        Reja
        | Kod | 2025-yil (reja) | I chorak (reja) | II chorak (reja) | III chorak (reja) | IV chorak (reja) |
        | 30  | 4               | 1               | 1                | 1                 | 1                |
    Bad:
        Reja
        | Kod | 2025-yil (reja) | I chorak (reja) | II chorak (reja) | III chorak (reja) |
        | 30  | 4               | 1               | 1                | 1                 |  PLN17
    """
    late = N_(
        "Item {item}, cell {cell}: {value} is planned for this quarter, but the work is to be done in: {due}."
    )
    view = case.view(layout.PLAN)
    for item in measured(case.plan):
        given = {n: plan for n, plan in enumerate(item.quarter_plans, 1) if plan is not None}
        if not given or item.plan is None or _is_unread(case, item):
            continue
        came = given[max(given)] if item.adds_up == "stock" else sum(given.values())
        first = view.place(item.row, f"plan_q{min(given)}")
        outside = [n for n, plan in given.items() if plan and not _in_window(item, n)]
        if came != item.plan:
            covers = tuple(view.place(item.row, f"plan_q{n}") for n in given)
            told: dict[str, object] = {"planned": item.plan}
            yield Hit(first, item.code, None, came, f"{item.code}/quarters", params=told, covers=covers)
        elif outside:
            place, params = (
                view.place(item.row, f"plan_q{outside[0]}"),
                {"due": due_words(item)},
            )
            yield Hit(
                place,
                item.code,
                None,
                given[outside[0]],
                f"{item.code}/quarters",
                params=params,
                message=late,
            )


def _is_unread(case: Case, item: Item) -> bool:
    """Tell whether a quarter's plan is no number: its cell has a finding of its own."""
    view = case.view(layout.PLAN)
    fields = [f"plan_q{n}" for n in range(1, 5)]
    odd = [
        f for f in fields if f in view.columns and type(view.cell(item.row, f).value) not in (int, type(None))
    ]
    return any(view.text(item.row, f).strip("-–— ") for f in odd)


def _in_window(item: Item, quarter: int) -> bool:
    return not item.window or any((month + 2) // 3 == quarter for month in item.window)


_NUMBER = lazily(r"\d+")


@rule(
    "PLN18",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: the plan is printed as “{value}”, its parts are planned as {right}."),
    N_("Mend the heading's cell, or the parts."),
    unless=("REF57",),
)
def heading_prints_its_parts(case: Case) -> Iterator[Hit]:
    """A group that prints the plans of its parts in one cell (6/36) prints those that its parts have.

    Why: the signed form shows the heading's cell, percents go by the parts.

    Okay:
        Reja
        | Kod | 2025-yil (reja) |
        | 19  | 6/36            |
    Bad:
        Reja
        | Kod | 2025-yil (reja) |
        | 19  | 6/63            |  PLN18
    """
    view = case.view(layout.PLAN)
    for item in case.plan.items.values():
        text = view.text(item.row, "planned")
        plans = plans_of_parts(case.plan, item, text)
        if plans and [whole_number(n) for n in _NUMBER.findall(fold(text))] != plans:
            right, place = "/".join(map(str, plans)), view.place(item.row, "planned")
            yield Hit(place, item.code, None, text, params={"right": right},
                      rests_on=tuple(part.code for part in case.plan.children[item.code]))  # fmt: skip


@rule(
    "REF75",
    Severity.WARNING,
    N_(
        "Item {item}, cell {cell}: “{value}” is confirmed no more in the column “Tasdiqlansin”, but is empty."
    ),
    N_("Write what the signed plan says; where it says nothing, “-”."),
)
def confirmed_is_written(case: Case) -> Iterator[Hit]:
    """What was taken off the column Tasdiqlansin stands in its cell.

    Why: the list of what the scan lost is the only thing that asks for it; emptied unseen, the row stays
    without a plan for good.

    Okay:
        Reja
        | Kod | Tasdiqlansin | 2024-yil (fakt) |
        | I.3 | ~            | 12              |
    Bad:
        Reja
        | Kod | Tasdiqlansin |
        | I.3 | ~            |  REF75
    """
    view = case.view(layout.PLAN)
    for item in case.plan.items.values():
        approved = case.plan.approved.get(item.code)
        waited = approved.waited if approved and item.kind != "task" else ()
        empty = [f for f in waited if f in ("planned", "previous") and f not in item.to_confirm
                 and f in view.columns and not view.text(item.row, f)]  # fmt: skip
        if empty:
            place = view.place(item.row, "to_confirm" if "to_confirm" in view.columns else empty[0])
            words = ", ".join(term("to_confirm", field) for field in empty)
            covers = tuple(view.place(item.row, field) for field in empty)
            yield Hit(place, item.code, None, words, f"{item.code}/confirmed", covers=covers)


@rule(
    "REF76",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the heading says {other}, the column is of {year}."),
    N_("Mend the heading; the form prints it."),
)
def headings_of_the_years(case: Case) -> Iterator[Hit]:
    """The headings of plan and fact in Reja name the plan's year and the year before.

    Why: any year is read as the heading's own; the form then prints last year's plan as this year's.

    Okay:
        sarlavha: Reja / 2025-yil (reja) = 2025 yil (reja)
    Bad:
        sarlavha: Reja / 2025-yil (reja) = 2026-yil (reja)
    """
    view, year = case.view(layout.PLAN), case.plan.year
    for field, right in (("planned", year), ("previous", year - 1)):
        column = view.columns.get(field)
        found = _YEAR.search(text_of(view.titles.get(column))) if column else None
        if column and found and int(found[0]) != right:
            place = view.place(view.header_row, field)
            yield Hit(place, value=found[0], subject=f"{layout.PLAN}/{field}/year",
                      params={"other": found[0], "year": str(right)})  # fmt: skip


_YEAR = lazily(r"(?<!\d)20\d\d(?!\d)")


@rule(
    "TMP21",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: {value} stands here too, but the work is done once: {other} in {before}."),
    N_("Leave the month in which it was done; if both are right, write the reason."),
    unless=("TMP03", "ARI11", "PLN03", "XSH01"),
)
def done_once(case: Case) -> Iterator[Hit]:
    """A task has 1, in one month. Work that is done once has its plan in one month, not again in another.

    Why: the task is asked for as done or not; a document that is counted twice is two hundred percent.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral |
        | I.7 | 1      | 0      |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral |
        | I.7 | 1      | 1      |  TMP21
    """
    more = N_(
        "Item {item}, {period}: {value} stands in cell {cell}; a task has 1 in the month in which it was "
        "done."
    )
    one = N_("Write 1; what else is to be said belongs into the report's text.")
    for item in measured(case.plan):
        task = item.kind == "task"
        if not task and (entry_rhythm(item) != "once" or item.source != "typed" or not item.plan):
            continue
        filled = [e for month in range(1, 13) if (e := case.plan.entry(item.code, month)) and e.value]
        for nth, entry in enumerate(filled):
            value, period = entry.value, month_of(case, entry.month)
            if task and value is not None and value > 1:
                yield Hit(entry.place, item.code, period, value, message=more, fix=one)
            elif nth and (task or _again(item, filled[: nth + 1])):
                first = filled[0]
                params = {"other": first.value, "before": month_of(case, first.month)}
                yield Hit(entry.place, item.code, period, value, params=params)


def _again(item: Item, entries: list[Entry]) -> bool:
    """Tell whether the last of these months has what is planned, which an earlier one has already."""
    return entries[-1].value == item.plan and any(entry.value == item.plan for entry in entries[:-1])

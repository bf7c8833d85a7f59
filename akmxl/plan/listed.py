"""Compare figures with the lists that a form shows under them, or that stand for them.

Which rows of a register stand for which item's figure is decided here, for the rules and for the forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.register_rows import Selection, records_of, rows_of, total_of
from akmxl.plan.rollup import figure_of
from akmxl.plan.unread_rows import may_belong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.plan.model import Entry, Item, Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.reports import Report

QUANTITY = "quantity"
_A_LIST = fold("ro‘yxat")  # the unit of an item that asks for a list, however many the list names
_NOT_LISTED = (registers.DAILY, registers.JOURNAL, "computed")  # sources of figures that no list stands for


@dataclass(frozen=True)
class FormList:
    """A list of a form: its rows, and the totals below it (``total/quantity``, ``since/count``)."""

    selection: Selection
    totals: frozenset[str] = frozenset()

    @property
    def register(self) -> str:
        return self.selection.register

    def holds(self, item: Item) -> bool:
        """Tell whether rows of an item can stand in it."""
        return self.selection.item in ("", item.code)

    def has_total(self, span: str = "", field: str = "") -> bool:
        """Tell whether it has a total of a span (total, since), or of a field over any span."""
        return any(span in ("", s) and field in ("", f) for s, _, f in map(_split, self.totals))


@dataclass(frozen=True)
class Difference:
    """A figure that is not what its list says; ``entry`` is the month in which they part.

    ``figure`` None: nothing is known of it while rows stand in the list.
    """

    item: Item
    period: Period
    entry: Entry
    figure: int | None
    listed: int | float
    register: str


class _Said(NamedTuple):
    """The number of an item's rows in a list, and what their quantities make together."""

    rows: int
    total: int | float


def lists_of_items(plan: Plan, report: Report, lists: Sequence[FormList]) -> Iterator[tuple[Item, FormList]]:
    """Yield the items of a report, each with the list that stands for its figure.

    It is the list of the register that feeds the item. For any other item it is the list of its code, or the
    only list of a form about this item alone; for a typed one also the list in which it has rows. A figure of
    the day log, of letters or of parts stands in no list.
    """
    items = _items(plan, report)
    for item in items:
        found = _own_list(item, lists) or _other_list(plan, item, lists, alone=len(items) == 1)
        if found and found.selection.standing == (item.adds_up == "stock"):
            yield item, found


def differences(
    plan: Plan, owed: Owed, lists: Iterable[tuple[Item, FormList]], *, first: bool
) -> Iterator[Difference]:
    """Yield where a report would show one figure and its list another; nothing where a row is unread.

    ``lists`` are those of its items, as ``lists_of_items`` tells them. ``first``: no earlier report has been
    compared, so what is shown since January is.
    """
    for item, listed in lists:
        since = owed.period.since_january
        spans = [owed.period, since] if first and listed.has_total("since") else [owed.period]
        found = (_difference(plan, owed.report, item, listed, span) for span in dict.fromkeys(spans))
        told = next((one for one in found if one), None)
        if told and not may_belong(plan, listed.register, owed.report, since):
            yield told


def denies_a_figure(
    plan: Plan, report: Report, period: Period, selection: Selection, lists: Sequence[FormList]
) -> bool:
    """Tell whether “nothing was done” in place of an empty list would deny a figure that is not 0.

    Figures that another list of the form stands for are left out, and those that count letters.
    """
    items = [item for item in _items(plan, report) if selection.item in ("", item.code)]
    if (named := plan.items.get(selection.item)) and named.measured and named not in items:
        items.append(named)  # a template may show the figure of any item
    fed = [item for item in items if item.source == selection.register]
    free = [item for item in items if item.source != registers.JOURNAL and not _own_list(item, lists)]
    return any(figure_of(plan, item, period, period.end) for item in fed or free)


def nothing_feeds(plan: Plan, report: Report | None, selection: Selection) -> bool:
    """Tell whether no row can ever stand in a list: no kind or register counts for its items.

    Without a report it is known of a list of one item alone. The other lists take rows of any item.
    """
    wanted = {selection.item} if selection.item else set(report.items if report else ())
    strange = report is not None and bool(selection.item) and not report.concerns(selection.item)
    if strange and selection.register != registers.EVENTS:
        return True  # a row has one code there, and a report shows rows of its own items
    if not wanted:
        return report is not None  # one about no item shows no row
    if "*" in wanted or selection.register == registers.LISTS:
        return False
    if selection.register == registers.EVENTS:
        kinds = [codes for codes in plan.settings.event_kinds.values() if wanted.intersection(codes)]
        return not any(not strange or report is None or any(map(report.concerns, codes)) for codes in kinds)
    items = [item for code in wanted if (item := plan.items.get(code))]
    fed = any(item.source == selection.register for item in items)
    return not fed and not any(_has_rows(plan, selection.register, item) for item in items)


def _split(total: str) -> tuple[str, str, str]:
    return total.partition("/")


def _items(plan: Plan, report: Report) -> list[Item]:
    return [item for item in plan.items.values() if item.measured and report.concerns(item.code)]


def _own_list(item: Item, lists: Sequence[FormList]) -> FormList | None:
    """Return the list of the register that feeds the item, the narrower of two; None where there is none."""
    own = [one for one in lists if one.register == item.source and one.holds(item)]
    return next(iter(sorted(own, key=lambda one: not one.selection.item)), None)


def _other_list(plan: Plan, item: Item, lists: Sequence[FormList], *, alone: bool) -> FormList | None:
    if item.source in _NOT_LISTED:
        return None
    named = [one for one in lists if one.selection.item == item.code]
    only = named or ([one for one in lists if not one.selection.item] if alone else [])
    if len(only) == 1:
        return only[0]
    typed = (one for one in lists if one.holds(item) and item.source == "typed")
    return next((one for one in typed if _has_rows(plan, one.register, item)), None)


def _has_rows(plan: Plan, register: str, item: Item) -> bool:
    return any(day.year == plan.year for day in plan.index[register].days(item.code))


def _difference(
    plan: Plan, report: Report, item: Item, listed: FormList, period: Period
) -> Difference | None:
    """Return how a figure and its list differ; None where they agree, or where one of them is not read."""
    entries = [entry for month in period.months if (entry := plan.entry(item.code, month))]
    said = _said(plan, report, item, listed, period)
    figure = figure_of(plan, item, period, period.end)
    unread = said is None or any(entry.failed for entry in entries)
    if said is None or unread or not entries or _agree(item, listed, figure, said):
        return None
    entry = _apart(plan, report, item, listed, entries)
    return Difference(item, period, entry, figure, _shown(item, listed, said), listed.register)


def _apart(plan: Plan, report: Report, item: Item, listed: FormList, entries: Sequence[Entry]) -> Entry:
    """Return the first month whose figure is not what its rows say; of a stock the last with a figure."""
    for entry in entries if item.adds_up != "stock" else ():
        said = _said(plan, report, item, listed, Period.month(plan.year, entry.month))
        if said and not _agree(item, listed, entry.value, said):
            return entry
    return next((one for one in reversed(entries) if one.value is not None), entries[-1])


def _said(plan: Plan, report: Report, item: Item, listed: FormList, period: Period) -> _Said | None:
    """Return what the item's rows in a list say; None where a quantity is not read."""
    own = Selection(listed.register, item.code, listed.selection.standing)
    rows = (records_of if listed.register == registers.LISTS else rows_of)(plan, own, report, period)
    total = total_of(rows, QUANTITY) if listed.register == registers.LISTS else len(rows)
    return None if total is None else _Said(len(rows), total)


def _agree(item: Item, listed: FormList, figure: int | None, said: _Said) -> bool:
    """Tell whether a figure is what its list says.

    Where it counts something else than the rows (lists, or events of which the rows are the participants),
    they agree when both are there or both are not.
    """
    if fold(item.unit) == _A_LIST or item.source not in (listed.register, "typed"):
        return bool(figure) == bool(said.rows)
    if _by_quantity(item, listed):
        return (figure or 0) == said.total
    return (figure or 0) in said


def _by_quantity(item: Item, listed: FormList) -> bool:
    return item.source == listed.register or listed.has_total(field=QUANTITY)


def _shown(item: Item, listed: FormList, said: _Said) -> int | float:
    return said.total if _by_quantity(item, listed) else said.rows

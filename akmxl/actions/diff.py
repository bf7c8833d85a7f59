"""Compare two plan workbooks: a pure function over two opened plans.

A report that was sent is compared with a workbook in ``diff_sent.py``, with the same records as result; the
words and the order on the screen are in ``cli/text/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import known_value, plain
from akmxl.core.dataclass import dataclass
from akmxl.plan import registers
from akmxl.plan.changes import Change
from akmxl.plan.period import Period
from akmxl.plan.receipts import altered
from akmxl.plan.register_rows import record_value
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.plan.model import Item, Plan, Record
    from akmxl.plan.reports import JournalRow, Receipt
    from akmxl.submission.proof.look import LookFound
    from akmxl.submission.proof.proof import Altered
    from akmxl.workbook.opened import OpenedPlan

_ITEM_FIELDS = ("name", "unit", "kind", "adds_up", "source", "rhythm", "section", "due_text", "window_text",
                "mechanism", "responsible")  # fmt: skip
_ITEM_COLUMNS = {"due_text": "due", "window_text": "window"}  # field of an item -> its column in Reja
_JOURNAL_FIELDS = ("report_due", "state", "number", "sent", "way", "file", "text", "note")


@dataclass(frozen=True)
class FigureDiff:
    """A figure of an item that differs.

    ``measure``: fact, plan, previous, and of reports also ytd, percent and difference. Unknown is None.
    """

    item: str
    period: Period
    measure: str
    old: object
    new: object

    @property
    def difference(self) -> int | float | None:
        return Change("", self.old, self.new).difference


@dataclass(frozen=True)
class FieldDiff:
    """The old and the new value of one cell of a row; ``field`` is its heading."""

    field: str
    old: object
    new: object


@dataclass(frozen=True)
class RowDiff:
    """A row that differs.

    ``how``: added, removed, changed or, of a receipt, altered; ``subject``: the item's code, the day, the
    row's ID, or the journal's report, period and version; ``name``: what people call it.
    """

    sheet: str
    subject: str
    how: str
    name: str = ""
    fields: tuple[FieldDiff, ...] = ()


@dataclass(frozen=True)
class Proof:
    """The result of verifying a sent report.

    ``altered``: cells of the form that do not show what was submitted; ``added``: what somebody wrote into
    its empty cells, no fault but for those ``within`` its own ones; ``moved``: its cells were found in other
    places. ``receipt``: of a form, whether the workbook's receipt of it says the same (same, other, missing,
    broken; None without a workbook); of a receipt itself sealed, draft or broken. ``newer``: a version above
    it, if there is one.
    ``spoilt`` names the other receipts of the workbook that were altered. ``words_kept``: the form lists its
    words too, and not its values alone, as those of the first edition. ``look``: of a form, whether it is
    shown as it was when it was made.
    """

    receipt: str | None = None
    number: str = ""
    sent: str = ""
    altered: tuple[Altered, ...] = ()
    moved: bool = False
    newer: int | None = None
    added: tuple[Altered, ...] = ()
    spoilt: tuple[str, ...] = ()
    words_kept: bool = True
    look: LookFound | None = None
    within: tuple[Altered, ...] = ()

    @property
    def sound(self) -> bool:
        seen_otherwise = self.look is not None and self.look.state == "altered"
        told = self.altered or self.within or self.spoilt or seen_otherwise
        return not told and self.receipt not in ("other", "broken", "missing")


@dataclass(frozen=True)
class Diff:
    """All differences between two sides; ``proof`` where one of them is a report that was sent.

    ``text``: whether the text of the report differs; ``receipts``: of two workbooks the sealed receipts that
    differ, and those that were altered in either.
    """

    figures: tuple[FigureDiff, ...] = ()
    items: tuple[RowDiff, ...] = ()
    days: tuple[RowDiff, ...] = ()
    records: tuple[RowDiff, ...] = ()
    journal: tuple[RowDiff, ...] = ()
    text: bool = False
    proof: Proof | None = None
    receipts: tuple[RowDiff, ...] = ()

    @property
    def same(self) -> bool:
        differs = (self.figures, self.items, self.days, self.records, self.journal, self.receipts, self.text)
        return not any(differs) and (self.proof is None or self.proof.sound)


def diff_plans(before: OpenedPlan, after: OpenedPlan) -> Diff:
    """Return the differences between two workbooks.

    Of plans of different years only the rows of the plan and their yearly figures are compared: their months,
    days and rows are other ones altogether.
    """
    old, new = before.plan, after.plan
    items = tuple(_items(old, after))
    if old.year != new.year:
        return Diff(tuple(_plan_figures(old, new)), items)
    return Diff(
        figures=(*_plan_figures(old, new), *_months(old, new)),
        items=items,
        days=tuple(_days(before, after)),
        records=tuple(_records(before, after)),
        journal=tuple(_journal(before, after)),
        receipts=tuple(_receipts(old, new)),
    )


def _common(old: Plan, new: Plan) -> Iterator[tuple[Item, Item]]:
    return ((item, new.items[code]) for code, item in old.items.items() if code in new.items)


def _plan_figures(old: Plan, new: Plan) -> Iterator[FigureDiff]:
    year = Period.whole(new.year)
    for before, after in _common(old, new):
        pairs: list[tuple[Period, str, object, object]] = [
            (year, "previous", before.previous.said, after.previous.said),
            (year, "plan", before.planned.said, after.planned.said),
        ]
        quarters = zip(range(1, 5), before.quarter_plans, after.quarter_plans, strict=True)
        pairs += [(Period.quarter(new.year, number), "plan", a, b) for number, a, b in quarters]
        for period, measure, a, b in pairs:
            if a != b:
                yield FigureDiff(after.code, period, measure, a, b)


def _months(old: Plan, new: Plan) -> Iterator[FigureDiff]:
    for code in new.items:
        for month in range(1, 13):
            before, after = (_month(plan, code, month) for plan in (old, new))
            if code in old.items and before != after:
                yield FigureDiff(code, Period.month(new.year, month), "fact", before, after)


def _month(plan: Plan, code: str, month: int) -> object:
    entry = plan.entry(code, month)
    if entry is None:
        return None
    typed = entry.figure.said if entry.figure.typed or entry.figure.dash else None
    return entry.value if entry.value is not None else typed


def _items(old: Plan, after: OpenedPlan) -> Iterator[RowDiff]:
    new, titles = after.plan, after.file.views[layout.PLAN].title
    for code, item in old.items.items():
        if code not in new.items:
            yield RowDiff(layout.PLAN, code, "removed", item.name)
    for code, item in new.items.items():
        before = old.items.get(code)
        if before is None:
            yield RowDiff(layout.PLAN, code, "added", item.name)
            continue
        fields = [
            FieldDiff(titles(_ITEM_COLUMNS.get(field, field)) or field, getattr(before, field), value)
            for field in _ITEM_FIELDS
            if getattr(before, field) != (value := getattr(item, field))
        ]
        if fields:
            yield RowDiff(layout.PLAN, code, "changed", item.name, tuple(fields))


def _days(old: OpenedPlan, new: OpenedPlan) -> Iterator[RowDiff]:
    def columns(opened: OpenedPlan) -> dict[str, dict[str, object]]:
        view = opened.file.views[registers.DAILY]
        return {
            day.date.isoformat(): {view.title(name) or name: one.said for name, one in day.columns.items()}
            for day in opened.plan.days
        }

    yield from _rows(registers.DAILY, columns(old), columns(new), lambda _: "")


def _records(old: OpenedPlan, new: OpenedPlan) -> Iterator[RowDiff]:
    for sheet in layout.REGISTER_SHEETS:
        before, after = (one.plan.index[sheet.name].names for one in (old, new))
        titles_then, titles_now = (one.file.views[sheet.name].title for one in (old, new))
        alike = all(titles_then(field) == titles_now(field) for field in sheet.fields)
        for name in dict.fromkeys((*before, *after)):
            then, now = before.get(name), after.get(name)
            if alike and then and now and then.values == now.values:
                continue  # as nearly all of thousands are
            rows_then = {name: _values(then, titles_then)} if then else {}
            rows_now = {name: _values(now, titles_now)} if now else {}
            title = title_of(after.get(name) or before[name])
            yield from _rows(sheet.name, rows_then, rows_now, {name: title}.__getitem__)


def _values(record: Record, title: Callable[[str], str]) -> dict[str, object]:
    """Return the values of a row by heading."""
    return {
        title(field) or field: plain(record_value(record, field)) for field in record.values if field != "id"
    }


def title_of(record: Record) -> str:
    """Return the title of a register's row; empty where it has none."""
    return str(record_value(record, TITLE_FIELDS[record.register]) or "")


def _journal(old: OpenedPlan, new: OpenedPlan) -> Iterator[RowDiff]:
    def rows(opened: OpenedPlan) -> dict[str, dict[str, object]]:
        view = opened.file.views[registers.JOURNAL]
        return {
            journal_name(row): {
                view.title(field) or field: plain(known_value(row.values.get(field)))
                for field in _JOURNAL_FIELDS
            }
            for row in opened.plan.journal
        }

    yield from _rows(registers.JOURNAL, rows(old), rows(new), lambda _: "")


def _receipts(old: Plan, new: Plan) -> Iterator[RowDiff]:
    """Yield the sealed receipts that differ, and those that do not agree with their own seal."""
    then, now = ({name_of(r): r for r in plan.receipts if r.sealed} for plan in (old, new))
    spoilt = {name_of(r) for plan in (old, new) for r in altered(plan.receipts)}
    for name in dict.fromkeys((*then, *now, *spoilt)):
        before, after = then.get(name), now.get(name)
        if before != after or name in spoilt:
            how = "altered" if name in spoilt else "changed" if before and after else ""
            yield RowDiff(layout.RECEIPTS, name, how or ("removed" if before else "added"))


def name_of(receipt: Receipt) -> str:
    """Return the name of a receipt: ``MK-10 2025-Q1``, a corrected version with its number behind."""
    name = f"{receipt.report} {receipt.period}"
    return name if receipt.version < 2 else f"{name} v{receipt.version}"


def journal_name(row: JournalRow) -> str:
    """Return the name of a journal row: ``MK-10 2025-Q1``, a corrected version with its number behind."""
    name = f"{row.report} {row.period_text}".strip()
    return name if row.version < 2 else f"{name} v{row.version}"


def _rows(
    sheet: str,
    old: Mapping[str, Mapping[str, object]],
    new: Mapping[str, Mapping[str, object]],
    name: Callable[[str], str],
) -> Iterator[RowDiff]:
    """Yield the rows that differ. Rows are given by their subject, each with its values by heading."""
    for subject in dict.fromkeys((*old, *new)):
        before, after = old.get(subject, {}), new.get(subject, {})
        fields = tuple(
            FieldDiff(heading, before.get(heading), after.get(heading))
            for heading in dict.fromkeys((*before, *after))
            if before.get(heading) != after.get(heading)
        )
        how = "added" if subject not in old else "removed" if subject not in new else "changed"
        if fields or how != "changed":
            yield RowDiff(sheet, subject, how, name(subject), fields)

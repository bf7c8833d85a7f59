"""Find where the workbook no longer holds the values of a sent report, for rule SUB03."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.unseen import tell_apart
from akmxl.core.vocabulary import header
from akmxl.plan.changes import TOTAL, changed, text_changed
from akmxl.plan.findings import ReportOf
from akmxl.plan.old_ids import likely_rows
from akmxl.plan.owed import report_of
from akmxl.plan.period import Period
from akmxl.plan.register_rows import column_of
from akmxl.plan.registers import AGES, TITLE_FIELDS
from akmxl.plan.unread_rows import unread, unread_rows
from akmxl.plan.values import span_of, typed
from akmxl.rules.figures import monthly_place, unknown
from akmxl.rules.rule import Hit
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from akmxl.core.cells import Place
    from akmxl.plan.changes import Change, Changed
    from akmxl.plan.model import Record
    from akmxl.plan.reports import Receipt
    from akmxl.rules.rule import Case

_OF_PART = N_(
    "Item {item}, {part}: report {report} ({period}) was sent with {old}, the file now says {value}."
)
# The measures that a person changes, and what to say of each; the others follow from them.
_CAUSES: Mapping[str, str | None] = {
    "plan": N_(
        "Item {item}: report {report} ({period}) was sent with the plan {old}, the file now says {value}."
    ),
    "previous": N_(
        "Item {item}: report {report} ({period}) was sent with last year’s {old}, the file now says {value}."
    ),
    "fact": None,  # the rule's own message
    **dict.fromkeys((*layout.MONTH_FIELDS, *AGES), _OF_PART),
}
_EARLIER = N_(
    "Item {item}, since January: report {report} ({period}) was sent with {old}, the file now says {value}."
)
_CHANGED = N_("Sheet “{sheet}”, ID {row}: report {report} ({period}) was sent with other values. {changes}.")
_BACK = N_("If it is right, make a corrected report (submit --correction); if not, restore it.")
_REMOVED = N_(
    "Sheet “{sheet}”: report {report} ({period}) was sent with the row ID {row} ({name}), which is gone."
)
_LEFT = N_(
    "Sheet “{sheet}”, ID {row} ({name}): report {report} ({period}) was sent with this row, "
    "now it belongs to other items."
)
_TOTAL = N_("Sheet “{sheet}”: report {report} ({period}) was sent with the total {old}, now {value}.")
_ADDED = N_("Sheet “{sheet}”, ID {row} ({name}): report {report} ({period}) was sent without this row.")


_OTHER_ID = N_(
    "Sheet “{sheet}”, cell {cell}: report {report} ({period}) was sent with the row ID {row} ({name}); "
    "it seems to be this one, but its ID is “{value}” now."
)
_TYPE_ID = N_(
    "If it is this row, type {row} into the cell {cell}: sent reports know it by that. If it is another one, "
    "make a corrected report (submit --correction)."
)
_TEXT = N_(
    "Report {report} for {period} was sent with another text than stands in the journal now (cell {cell})."
)
_OTHERS = N_(
    "If it is right, make corrected reports (submit --correction); if not, restore it. "
    "Sent otherwise: {reports}."
)

Caused = tuple["Hashable", "Hit"]  # what was changed, and a report that was sent otherwise


class _OfRow(NamedTuple):
    register: str
    row: str


class _OfItem(NamedTuple):
    code: str
    measure: str
    step: object


class _OfTotal(NamedTuple):
    register: str
    subject: str
    difference: float | None


_MANY = 5  # rows of one column: nobody changed them one by one
_MANY_ROWS = N_(
    "Sheet “{sheet}”: {count} rows are not as they were sent, in the column of cell {cell}; the first is ID "
    "{row} in report {report} ({period})."
)
_TOGETHER = N_("Undo (Ctrl+Z) if the column was sorted or pasted; else make corrected reports.")


def by_cause(found: Iterable[Caused]) -> Iterator[Hit]:
    """Yield one hit a change: that of the earliest report, which names the others. Where many rows differ in
    one column they are of one cause."""
    hits = list(_one_a_change(found))
    rows = [hit.place for hit in hits if hit.place and "row" in hit.params]
    columns = Counter((place.sheet, place.column) for place in rows)
    for hit in hits:
        count = columns[hit.place.sheet, hit.place.column] if hit.place and "row" in hit.params else 0
        if count <= _MANY or hit.place is None:
            yield hit
            continue
        params = {**hit.params, "count": str(count)}
        cause = f"{hit.place.sheet}/{hit.place.column}"
        yield hit._replace(params=params, message=_MANY_ROWS, fix=_TOGETHER, cause=cause)


def _one_a_change(found: Iterable[Caused]) -> Iterator[Hit]:
    causes: dict[Hashable, list[Hit]] = {}
    followers: dict[Hashable, list[Hit]] = {}  # figures that follow from a row that came or left
    for cause, hit in found:
        causes.setdefault(cause, []).append(hit)
    for cause in [one for one in causes if isinstance(one, _OfTotal)]:
        rows = (one for one in causes if isinstance(one, _OfRow) and one.register == cause.register)
        if (row := next(rows, None)) is not None:  # the row that left, or came, changed the total
            causes[row] += causes.pop(cause)
    for cause in [one for one in causes if isinstance(one, _OfItem) and one.measure == "months"]:
        rows = (one for one in causes if isinstance(one, _OfRow))
        if (row := next((r for r in rows if _follows(causes[cause], causes[r])), None)) is not None:
            followers.setdefault(row, []).extend(causes.pop(cause))
    for cause, hits in causes.items():
        first, *others = sorted(hits, key=lambda hit: (hit.place is None, *_when(hit)))
        others += followers.get(cause, [])
        reports = tuple(dict.fromkeys(ReportOf(hit.report or "", hit.period) for hit in (first, *others)))
        if len(reports) == 1:
            yield first
            continue
        words = "; ".join(f"{one.report} {one.period}" for one in reports)
        yield first._replace(also=reports[1:], fix=_OTHERS, params={**first.params, "reports": words})


def _follows(figures: list[Hit], rows: list[Hit]) -> bool:
    """Tell whether figures changed with a row that came to their item, or left it."""
    code = figures[0].item
    return any(
        code in row.rests_on and row.period and one.period and _overlap(row.period, one.period)
        for row in rows
        for one in figures
    )


def _overlap(one: Period, other: Period) -> bool:
    return not set(one.since_january.months).isdisjoint(other.months)


def _when(hit: Hit) -> tuple[int, int]:
    return (hit.period.last, -hit.period.first) if hit.period else (0, 0)


def sent_otherwise(case: Case, receipt: Receipt) -> Iterator[Caused]:
    """Yield a hit for each item or row that is not as it was sent, with its cause; a total is left to its
    parts."""
    try:
        period = Period.parse(receipt.period)
    except BadArgument:
        return  # an altered receipt: SUB04
    found = [one for one in changes_of(case, receipt) if not _unread(case, one, period)]
    items = {one.subject for one in found if one.kind == "item"}
    for one in found:
        item = case.plan.items.get(one.subject) if one.kind == "item" else None
        if one.kind == TOTAL:
            change = one.changes[0]
            cause = _OfTotal(one.register, one.subject, change.difference)
            yield cause, _of_total(receipt, period, one)
        elif one.kind != "item":
            yield _OfRow(one.register, _sent_as(case, one)), _of_record(case, receipt, period, one)
        elif not (item and any(part.code in items for part in case.plan.parts(item))):
            yield from _of_item(case, receipt, period, one)


def _sent_as(case: Case, one: Changed) -> str:
    """Return the id by which a row was sent: of one that has lost it the old one."""
    old = (name for (register, name), row in likely_rows(case.plan).items()
           if (register, row.name) == (one.kind, one.subject))  # fmt: skip
    return next(old, one.subject) if one.how == "added" else one.subject


def changes_of(case: Case, receipt: Receipt) -> tuple[Changed, ...]:
    """Return what differs from a receipt, found once for all rules."""
    key = "changes of", receipt.report, receipt.period, receipt.version
    if key not in case.shared:
        case.shared[key] = changed(case.plan, receipt)
    return cast("tuple[Changed, ...]", case.shared[key])


def text_otherwise(case: Case, receipt: Receipt) -> Hit | None:
    """Return the hit for a report whose text in the journal is not the one that was sent."""
    key = receipt.report, receipt.period, receipt.version
    rows = (row for row in case.plan.journal if (row.report, row.period_text, row.version) == key)
    row = next(rows, None)
    if row is None or not text_changed(receipt, row.text.splitlines()):
        return None
    place, subject = row.places["text"], f"{receipt.report} {receipt.version}/text"
    return Hit(place, None, row.period, _or_dash(row.text or None), subject, receipt.report, message=_TEXT,
               fix=_BACK, params={"report": receipt.report})  # fmt: skip


def _unread(case: Case, one: Changed, period: Period) -> bool:
    """Tell whether a cell behind an item's figures could not be read: it has its own finding."""
    if one.kind != "item":
        return _row_unread(case, one, period)
    item = case.plan.items.get(one.subject)
    if item is None or all(change.new is not None for change in one.changes):
        return False
    return unknown(case.plan, item, period.since_january.months)


def _row_unread(case: Case, one: Changed, period: Period) -> bool:
    """Tell whether a row left its list, or a total changed, because rows of the register cannot be read."""
    plan = case.plan
    if one.kind == TOTAL:
        months = period.since_january.months
        return any(not set(months).isdisjoint(row.months) for row in unread_rows(plan, one.register))
    record = plan.index[one.kind].names.get(one.subject)
    if record is None or one.how != "removed":
        return False
    return unread(record, plan.items, plan.settings, plan.year) is not None


def _step(change: Change) -> object:
    """Return by how much a figure was changed, which is the same in all its sums; else both sides."""
    return (change.old, change.new) if change.difference is None else change.difference


def _of_item(case: Case, receipt: Receipt, period: Period, one: Changed) -> Iterator[Caused]:
    """Yield a hit for each figure that was changed, at the cell where it can be mended."""
    causes = [change for change in one.changes if change.field in _CAUSES]
    if any(_is_month(change) for change in causes):  # what they come to is no cause
        causes = [change for change in causes if change.field != "fact"]
    for change in causes or one.changes[:1]:
        span = span_of(change.field, period)
        message = _CAUSES.get(change.field, _EARLIER)
        place = _cause_place(case, one.subject, change.field, span)
        params = {"report": receipt.report, "old": _or_dash(change.old), "part": _part(change.field, span)}
        months = "months" if message in (None, _EARLIER) or _is_month(change) else change.field
        cause = _OfItem(one.subject, months, _step(change))
        yield cause, Hit(place, one.subject, period, _or_dash(change.new), report=receipt.report,
                         params=params, message=message)  # fmt: skip


def _is_month(change: Change) -> bool:
    return change.field in layout.MONTH_FIELDS


def _part(field: str, span: Period) -> str:
    """Return what part of an item's figure a measure is: an age, by its column's heading, or a month."""
    return header(field) if field in AGES else str(span)


def _cause_place(case: Case, code: str, field: str, period: Period) -> Place:
    item = case.plan.items.get(code)
    if item and field in ("plan", "previous"):
        return (item.planned if field == "plan" else item.previous).place
    earlier = (
        field != "fact" and field not in (*layout.MONTH_FIELDS, *AGES) and period.first > 1
    )  # the period itself is as it was sent
    place = item_place(case, code, period.first - 1 if earlier else period.last)
    view = case.view(layout.MONTHLY)
    return place or view.place(view.header_row, "code")  # its row has lost the code


def item_place(case: Case, code: str, month: int) -> Place | None:
    """Return an item's cell of a month (1 to 12) in Oylik; None where the item has no row."""
    view = case.view(layout.MONTHLY)
    return monthly_place(view, monthly_rows(view), code, layout.MONTH_FIELDS[month - 1])


def _of_total(receipt: Receipt, period: Period, one: Changed) -> Hit:
    """Return the hit for a register's total that has changed, where no row of the report says why."""
    change = one.changes[0]
    params = {"report": receipt.report, "old": _or_dash(change.old), "sheet": one.register}
    subject, value = f"{one.register}: {one.subject}", _or_dash(change.new)
    return Hit(None, None, period, value, subject, receipt.report, params=params, message=_TOTAL)


def _of_record(case: Case, receipt: Receipt, period: Period, one: Changed) -> Hit:
    record = case.plan.index[one.kind].names.get(one.subject)
    message = {"changed": _CHANGED, "added": _ADDED, "removed": _LEFT if record else _REMOVED}[one.how]
    params: dict[str, object] = {
        "report": receipt.report,
        "sheet": one.kind,
        "row": one.subject,
        "name": _name(one),
        "changes": "; ".join(_said(case, one.kind, change) for change in one.changes),
    }
    value = "; ".join(show(change.new) for change in one.changes)
    place, fix = _record_place(case, one, record), _BACK
    subject = f"{one.kind}:{one.subject}"
    codes = tuple(_codes(case, receipt, period, one, record))
    likely = likely_rows(case.plan).get((one.kind, one.subject)) if record is None else None
    if likely is not None and "id" in likely.columns:
        place, message, fix = likely.places["id"], _OTHER_ID, _TYPE_ID
        value = text_of(likely.values.get("id")) or "–"
    return Hit(place, None, period, value, subject, receipt.report, params=params, message=message, fix=fix,
               rests_on=codes)  # fmt: skip


_COUNTING = ("date", "event_kind", "quantity", "code")


def _codes(
    case: Case, receipt: Receipt, period: Period, one: Changed, record: Record | None
) -> Iterator[str]:
    """Yield the items whose figures a row changed by coming, leaving, or counting for more."""
    if one.how == "changed" and not any(change.field in _COUNTING for change in one.changes):
        return
    kinds = [str(c.old) for c in one.changes if c.field == "event_kind" and c.old]
    codes = {code for kind in kinds for code in case.plan.settings.event_kinds.get(fold(kind), ())}
    codes |= set(record.codes if record else ())
    report = report_of(case.plan, receipt.report, period)
    fed = {i.code for i in case.plan.items.values() if i.source == one.kind}
    of_report = set(report.items) if report else set()
    yield from sorted(codes & fed or of_report & fed)


def _record_place(case: Case, one: Changed, record: Record | None) -> Place:
    """Return the cell to show for a changed row.

    That is the cell that changed; of a row that left the report the cell that says what it counts for; of a
    row that is gone the heading of its register.
    """
    view = case.view(one.kind)
    if record is None:
        return view.place(view.header_row, "date")
    field = column_of(one.changes[0].field)
    if one.how == "removed":
        field = "event_kind" if "event_kind" in record.columns else "code"
    return record.places[field if field in record.columns else "date"]


def _name(one: Changed) -> str:
    """Return a row's own title and date, or whatever the report says of it."""
    values = [(change.field, change.old if change.new is None else change.new) for change in one.changes]
    named = [(field, value) for field, value in values if field in (TITLE_FIELDS[one.kind], "date")]
    return ", ".join(show(typed(field, value)) for field, value in named or values)


def _said(case: Case, register: str, change: Change) -> str:
    old, new = tell_apart(*(show(typed(change.field, value)) or "-" for value in (change.old, change.new)))
    column = column_of(change.field)
    return f"{case.view(register).title(column) or column}: {old} → {new}"


def _or_dash(value: object) -> object:
    return "-" if value is None else value

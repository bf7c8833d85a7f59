"""Put what a service's copy comes to into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, _, number
from akmxl.core.unseen import tell_apart
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.plan.values import typed
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.keyed_cells import OWN_TITLE, REASON, REST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.actions.merge.found import Merge, Question
    from akmxl.plan.handed_in import Key
    from akmxl.plan.merging import Difference, RowDifference

_MOST = 15  # lines of each part


def merge_lines(merge: Merge) -> Iterator[str]:
    """Yield what is taken out of a copy, what is asked, and what is left alone, part by part."""
    found = merge.found
    yield _(N_("Copy of “{service}”: {file}"), service=merge.service, file=merge.copy.path.name)
    changed = [_change(merge, one) for one in (*found.taken, *merge.reasons)]
    yield from _part(N_("Changed in the copy alone: {count}."), changed)
    yield from _part(N_("New rows: {count}."), [_row(one) for one in found.added])
    if merge.questions:
        yield _(N_("Taken only after a yes: {count}."), count=number(len(merge.questions)))
        yield from (f"  {question_line(merge, one)}" for one in merge.questions)
    others = [*(_change(merge, one) for one in found.foreign), *(_row(one) for one in found.foreign_rows)]
    yield from _part(N_("Not this service’s own, so it is not taken: {count}."), others)
    homeless = [_change(merge, one) for one in merge.homeless]
    yield from _part(N_("Without a place in the plan, so it is not taken: {count}."), homeless)
    unread = [_change(merge, one) for one in merge.unread]
    text = N_("An error, TRUE or FALSE, or a formula without a result, so it is not taken: {count}.")
    yield from _part(text, unread)
    if merge.empty:
        yield _(N_("There is nothing to take over from the copy."))


def question_line(merge: Merge, one: Question) -> str:
    """Return what is asked in one line: what stood there before, in the plan now, in the copy."""
    if one.kind == "removed":
        text = N_("{name}: the row is deleted in the copy: {row}")
        return _(text, name=one.name, row=_values(one.key[0], _mapping(one.old)))
    if one.kind == "gone":
        text = N_("{name}: the row is deleted in the plan, the copy changed it: {row}")
        return _(text, name=one.name, row=_values(one.key[0], _mapping(one.new)))
    field = one.key[2]
    base, old, new = (show(typed(field, value)) or "–" for value in (one.base, one.old, one.new))
    text = N_("{name} ({where}): before {base}, in the plan now {old}, in the copy {new}")
    return _(text, name=one.name, where=_where(merge, one.key), base=base, old=old, new=new)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _part(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield _(heading, count=number(len(lines)))
        yield from (f"  {line}" for line in lines[:_MOST])
        if len(lines) > _MOST:
            yield "  " + _(N_("and {count} more"), count=len(lines) - _MOST)


def _change(merge: Merge, one: Difference) -> str:
    if one.key[2] == REST:
        return f"{one.key[0]}: {_where(merge, one.key)}"
    sides = (show(typed(one.key[2], value)) or "–" for value in (one.old, one.new))
    old, new = tell_apart(*sides)
    place = merge.place(one.there)
    where = f"{place.sheet}!{place.a1} " if place else f"{one.key[0]}: "
    return f"{where}({_where(merge, one.there)}): {old} → {new}"


def _where(merge: Merge, key: Key) -> str:
    """Return what a cell is called: the item and month, the day and column, the row and column."""
    sheet, row, field = key
    if field == REST:
        return _(N_("cells beside the tables"))
    if sheet == layout.MONTHLY and field in layout.MONTH_FIELDS:
        month = Period.month(merge.plan.plan.year, layout.MONTH_FIELDS.index(field) + 1)
        return _(N_("item {item}, {period}"), item=row, period=month.words)
    view = merge.plan.file.views.get(sheet.removeprefix(f"{layout.SETTINGS} "))
    column = (view.title(field) if view else "") or field.removeprefix(OWN_TITLE)
    if field == REASON:
        rule, _report, subject, *_rest = row.split("|")
        return f"{rule}, {subject}"
    name = show(typed("date", row)) if sheet == registers.DAILY else row
    return f"{name}, {column}" if sheet not in merge.plan.plan.records else f"ID {name}, {column}"


def _row(one: RowDifference) -> str:
    sheet, name = one.row
    return f"{sheet}, {name}: {_values(sheet, one.values)}"


def _values(sheet: str, values: Mapping[str, object]) -> str:
    """Return a row's day and title, or what it says first."""
    named = [values.get("date"), values.get(TITLE_FIELDS.get(sheet, "title"))]
    said = [value for value in named if value] or [value for value in values.values() if value][:3]
    return ", ".join(show(typed("date", value)) for value in said)

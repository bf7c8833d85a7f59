"""Word what an import comes to: for the terminal and for the button."""

from __future__ import annotations

from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from akmxl.core.i18n import N_, _, number
from akmxl.core.value_text import day_text
from akmxl.plan.period import month_name, read_day
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from akmxl.importers.proposal import Changed, CountChange, Frozen, Kept, Proposal
    from akmxl.importers.rows import Rejected, Where
    from akmxl.importers.taking import Taken
    from akmxl.importers.writing import Undone
    from akmxl.plan.model import Plan

T = TypeVar("T")

_SHOWN, _LOOKED_AT = 10, 40  # lines of a sort; of those that a person has to look at
_LONG = 40  # signs of an item's name
_FIELDS = 4  # of a new row


class Part(NamedTuple):
    """A heading with its count, and lines below it."""

    heading: str
    lines: tuple[str, ...] = ()


def title_of(proposal: Proposal) -> str:
    """Say what is imported, by which profile, where it goes."""
    return _(
        "{file}: profile “{profile}” → {target}",
        file=proposal.file, profile=proposal.profile.name, target=proposal.profile.target,
    )  # fmt: skip


def parts_of(plan: Plan, proposal: Proposal) -> Iterator[Part]:
    """Yield what is new, changed, unchanged, left out, twice, kept, rejected and already sent."""
    new = [one for one in proposal.counts if one.old is None]
    changed = [one for one in proposal.counts if one.old is not None]

    def count_line(one: CountChange) -> str:
        return _count_line(plan, one)

    lines = (*_lines(proposal.new, _new_line), *_lines(new, count_line))
    yield Part(_("New: {count}", count=number(proposal.new_count)), lines)
    lines = (*_lines(proposal.changed, _changed_line), *_lines(changed, count_line))
    yield Part(_("Changed: {count}", count=number(proposal.changed_count)), lines)
    yield Part(_("Unchanged: {count}", count=number(proposal.unchanged)))
    yield from _left_out(proposal)
    yield from _looked_at(proposal)


def _left_out(proposal: Proposal) -> Iterator[Part]:
    """Yield what of the file is not read, and why."""
    if proposal.filtered:
        heading = _("Left out by the profile: {count}", count=number(proposal.filtered))
        yield Part(heading, _lines(proposal.left_words, str))
    for year, rows in sorted((proposal.other_years or {}).items()):
        yield Part(_("Of another year, {year}: {count}", year=str(year), count=number(rows)))
    for code, rows in (proposal.undated or {}).items():
        yield Part(_("Without a day, so not counted for item {code}: {count}", code=code, count=number(rows)))
    if proposal.unread_columns:
        names = ", ".join(proposal.unread_columns)
        yield Part(_("Columns that the profile does not read: {names}", names=names))
    if proposal.unread_tables:
        amount = number(len(proposal.unread_tables))
        heading = _("Not read, as the profile's headings are not there: {count}", count=amount)
        yield Part(heading, _lines(proposal.unread_tables, str, _LOOKED_AT))


def _looked_at(proposal: Proposal) -> Iterator[Part]:
    """Yield what a person has to look at."""
    if proposal.gone:
        amount = number(len(proposal.gone))
        heading = _("The last import had them, this file has not; they stay: {count}", count=amount)
        yield Part(heading, _lines(proposal.gone, _gone_line, _LOOKED_AT))
    if proposal.twice:
        heading = _(
            "Twice in the file, so the second is not taken: {count}", count=number(len(proposal.twice))
        )
        yield Part(heading, _lines(proposal.twice, _twice_line, _LOOKED_AT))
    if proposal.kept:
        heading = _("Changed by a person, so left as it is: {count}", count=number(len(proposal.kept)))
        yield Part(heading, _lines(proposal.kept, _kept_line, _LOOKED_AT))
    if proposal.rejected_count:
        heading = _("Rejected: {count}", count=number(proposal.rejected_count))
        line = partial(_rejected_line, several=len({one.table for one in proposal.rejected}) > 1)
        lines = _lines(proposal.rejected, line, _LOOKED_AT, proposal.rejected_count)
        yield Part(heading, lines)
    if proposal.frozen:
        heading = _("What was sent changes; the check will say so, and a correction may be owed:")
        yield Part(heading, _lines(proposal.frozen, _frozen_line, _LOOKED_AT))


def undone_lines(found: Undone) -> Iterator[str]:
    """Yield what taking an import back comes to."""
    receipt = found.receipt
    day = day_text(read_day(receipt.day)) if receipt.day else "–"
    yield _(
        "Import of {day}: {file}, profile “{profile}”.", day=day, file=receipt.file, profile=receipt.profile
    )
    for text, amount in (
        (N_("Rows taken out: {count}"), found.emptied),
        (N_("Rows as they were before: {count}"), found.restored),
        (N_("Counts taken back: {count}"), found.counts),
    ):
        if amount:
            yield _(text, count=number(amount))
    if found.left:
        cells = ", ".join(f"{place.sheet}!{place.a1}" for place in found.left[:_SHOWN])
        yield _("Changed since by a person, so left as they are: {count}. They are at: {cells}",
                count=number(len(found.left)), cells=cells)  # fmt: skip
    if found.missing:
        yield _("Not found any more, so nothing was done: {count}", count=number(found.missing))


def _lines(
    rows: Sequence[T], line: Callable[[T], str], most: int = _SHOWN, whole: int = 0
) -> tuple[str, ...]:
    left = (whole or len(rows)) - most
    more = (_("… and {count} more", count=number(left)),) if left > 0 else ()
    return (*map(line, rows[:most]), *more)


def _new_line(row: Taken) -> str:
    values = " · ".join(map(_shown, list(row.values.values())[:_FIELDS]))
    return _("row {row}: {what}", row=row.row, what=values)


def _changed_line(one: Changed) -> str:
    changes = (
        f"{one.places[field].a1}: {_shown(one.old.get(field))} → {_shown(value)}"
        for field, value in one.new.items()
    )
    return _("row {row}: {what}", row=one.taken.row, what="; ".join(changes))


def _count_line(plan: Plan, one: CountChange) -> str:
    new = _("at least {count}", count=number(one.new)) if one.at_least else number(one.new)
    value = new if one.old is None else f"{number(one.old)} → {new}"
    name = shorten(plan.items[one.code].name, _LONG, placeholder="…")
    line = f"{one.code} {name}, {month_name(one.month)}: {value}"
    if one.other:
        return _("{line} (before by profile “{profile}”)", line=line, profile=one.other)
    if one.doubtful:
        return _("{line} (less than before: is the file of the whole month?)", line=line)
    return line


def _gone_line(one: tuple[str, int]) -> str:
    code, month = one
    return f"{code}, {month_name(month)}"


def _twice_line(pair: tuple[Where, Where]) -> str:
    first, second = pair
    if first.table == second.table:
        return _("rows {first} and {second}", first=first.row, second=second.row)
    return _("row {first} of {file} and row {second} of {other}", first=first.row, file=first.table,
             second=second.row, other=second.table)  # fmt: skip


def _kept_line(one: Kept) -> str:
    if one.place is None:
        return _("row {row}: a person has deleted or changed it in the sheet", row=one.row)
    return _("row {row}: {sheet}!{cell} holds {standing}; the file says {coming}", row=one.row,
             sheet=one.place.sheet, cell=one.place.a1, standing=_shown(one.standing),
             coming=_shown(one.coming))  # fmt: skip


def _rejected_line(one: Rejected, *, several: bool) -> str:
    where = f"{one.table}, " if several else ""
    if one.column:
        line = _("row {row}, “{column}”: {why}", row=one.row, column=one.column, why=str(one.reason))
    else:
        line = _("row {row}: {what}", row=one.row, what=str(one.reason))
    return where + line


def _frozen_line(one: Frozen) -> str:
    return f"{one.report}, {one.period.words}"


def _shown(value: object) -> str:
    return show(value) or "–"

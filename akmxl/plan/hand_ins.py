"""Know what a service handed in: the figures of its month and the rows and days behind them, as they stood.

A service's month is, of each item that it is responsible for, the figure as it counts and what was typed over
a register's; of the registers the rows that count for it; of the day log its columns. All are known by what
people know them by (item, day, row's ID), so sorted rows and inserted ones change nothing. Totals follow from
their parts, and letters go out later: neither is among it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cell_values import known_value, plain
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.handed_in import HandedIn, control_code, same
from akmxl.plan.period import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from akmxl.plan.handed_in import Cells
    from akmxl.plan.model import Item, Plan, Record

MONTHLY = "Oylik"
FACT, TYPED = "fact", "typed"  # of an item's month: what counts, and what a person typed into the cell
COUNTED = ("loans", "new_readers", "renewed_readers")
_FIGURES = frozenset({FACT, TYPED, "date", "code", "event_kind", "list_kind", "quantity", "participants",
                      "women", "children", "hours"})  # fmt: skip
_LONGEST = 400  # signs of a text that are kept; of a longer one its hash too


def own_items(plan: Plan, service: str) -> tuple[Item, ...]:
    """Return the items whose month a service hands in: its own, but totals and those that count letters."""
    others = ("computed", registers.JOURNAL)
    return tuple(
        item
        for item in plan.items.values()
        if service in item.services and item.measured and item.source not in others
    )


def hand_in_of(plan: Plan, service: str, month: int, day: date, by: str) -> HandedIn:
    """Return a service's month (1-12) as it stands, to be kept."""
    codes = tuple(item.code for item in own_items(plan, service))
    period = str(Period.month(plan.year, month))
    values = _texts(month_cells(plan, codes, month))
    code = control_code(period, service, values)
    return HandedIn(period, service, day.isoformat(), by, code, codes, values)


def _texts(cells: Cells) -> tuple[str, ...]:
    """Write cells as JSON lists, each so short that a cell of Excel takes it."""
    import json

    texts: list[str] = []
    rows: list[str] = []
    room = 0
    for key, value in sorted(cells.items()):
        text = json.dumps([*key, value], ensure_ascii=False, separators=(",", ":"))
        if rows and room + len(text) > _ROOM:
            texts.append(f"[{','.join(rows)}]")
            rows, room = [], 0
        rows.append(text)
        room += len(text) + 1
    return (*texts, f"[{','.join(rows)}]")


_ROOM = 15_000  # signs; of those beyond the first plane Excel counts two


def month_cells(plan: Plan, codes: Collection[str], month: int) -> Cells:
    """Return what the cells of items hold in a month (1-12), as a hand-in keeps it."""
    cells: Cells = {}
    for code in codes:
        entry = plan.entry(code, month)
        if entry is not None:
            typed = entry.figure.said if entry.figure.typed or entry.figure.dash else None
            cells |= {(MONTHLY, code, FACT): entry.value, (MONTHLY, code, TYPED): typed}
    cells |= _of_days(plan, codes, month)
    for register in plan.records:
        for record in rows_behind(plan, register, codes, month):
            cells |= record_cells(record)
    return {key: value for key, value in cells.items() if value not in (None, "")}


def day_fields(plan: Plan, codes: Collection[str]) -> dict[str, str]:
    """Return field or sector of the day log -> the item among these that it counts for."""
    named = {field: code for field, code in plan.settings.daily_items.items() if code in codes}
    visits = named.get("visits")
    sectors = dict.fromkeys(plan.settings.sectors, visits) if visits else {}
    return {**sectors, **named}


def _of_days(plan: Plan, codes: Collection[str], month: int) -> Cells:
    fields = day_fields(plan, codes)
    cells: Cells = {}
    for day in plan.days if fields else ():
        if (day.date.year, day.date.month) != (plan.year, month):
            continue
        name = day.date.isoformat()
        said = {field: figure.said for field, figure in day.columns.items() if field in fields}
        if "visits" in fields and day.visits.typed and not day.visits.by_formula:
            said["visits"] = day.visits.said
        cells |= {(registers.DAILY, name, field): value for field, value in said.items()}
    return cells


def rows_behind(plan: Plan, register: str, codes: Collection[str], month: int) -> Iterator[Record]:
    """Yield the rows of a register that count for items in a month (1-12).

    For what is in force, as contracts are, also the earlier ones.
    """
    period = Period.month(plan.year, month)
    stocks = {c for c in codes if c in plan.items and plan.items[c].adds_up == "stock"}
    lasting = stocks if register == registers.LISTS else frozenset()
    index = plan.index[register]
    found = {record.name: record for record in index.dated(codes.__contains__, period.start, period.end)}
    if lasting:
        found |= {record.name: record for record in index.dated(lasting.__contains__, date.min, period.end)}
    yield from found.values()


def record_cells(record: Record) -> Cells:
    """Return what a register's row says, but for its ID."""
    said = {field: _kept(record.values.get(field)) for field in record.columns if field != "id"}
    return {(record.register, record.name, f): value for f, value in said.items() if value not in (None, "")}


def _kept(value: object) -> object:
    found = plain(known_value(value))
    if not isinstance(found, str) or len(found) <= _LONGEST:
        return found.strip() if isinstance(found, str) else found
    from akmxl.core.digest import sha256

    return f"{found[:_LONGEST].strip()}… #{sha256(found.encode())[:16]}"


class Changed(NamedTuple):
    """A row, a day's cell or an item's month that is not as it was handed in.

    ``how``: changed, added or removed; ``old`` and ``new`` hold the values by field.
    """

    sheet: str
    row: str
    how: str
    old: Mapping[str, object]
    new: Mapping[str, object]

    @property
    def in_figures(self) -> bool:
        """Whether what counts was changed, and not words alone."""
        different = {f for f in (*self.old, *self.new) if not same(self.old.get(f), self.new.get(f))}
        return self.how != "changed" or self.sheet == registers.DAILY or not different.isdisjoint(_FIGURES)


def came_since(plan: Plan, handed: HandedIn) -> tuple[str, ...]:
    """Return the items that a service has got since it handed in a month: of them it said nothing."""
    names = plan.settings.services
    service = names.get(fold(handed.service), handed.service)
    return tuple(one.code for one in own_items(plan, service) if one.code not in handed.items)


def changes(plan: Plan, handed: HandedIn) -> tuple[Changed, ...]:
    """Return what has changed since a month was handed in, each cause once.

    A month's figure is among it where no row or day says why it is another one.
    """
    before = handed.cells
    codes = [code for code in handed.items if code in plan.items]
    now = month_cells(plan, codes, handed.month)
    if now == before:  # as nearly all are
        return ()
    rows = [*_changed_rows(plan, before, now), *_changed_days(plan, before, now)]
    touched = _touched(plan, rows)
    months = (_changed_month(code, before, now) for code in codes)
    return (*rows, *(one for one in months if one and (TYPED in one.old or one.row not in touched)))


def _changed_rows(plan: Plan, before: Cells, now: Cells) -> Iterator[Changed]:
    old, new = _by_row(before), _by_row(now)
    for sheet, name in dict.fromkeys((*old, *new)):
        if sheet not in plan.records:
            continue
        record = plan.index[sheet].names.get(name)
        then = old.get((sheet, name), {})
        said = {key[2]: value for key, value in record_cells(record).items()} if record else {}
        if not then:
            yield Changed(sheet, name, "added", {}, said)
        elif record is None:
            yield Changed(sheet, name, "removed", then, {})
        elif one := _differing(sheet, name, then, said):
            yield one


def _changed_days(plan: Plan, before: Cells, now: Cells) -> Iterator[Changed]:
    there = {day.date.isoformat() for day in plan.days}
    for key in dict.fromkeys((*before, *now)):
        sheet, name, field = key
        if sheet == registers.DAILY and name in there and not same(before.get(key), now.get(key)):
            yield Changed(sheet, name, "changed", {field: before.get(key)}, {field: now.get(key)})


def _changed_month(code: str, before: Cells, now: Cells) -> Changed | None:
    """Return the change of an item's month; ``typed`` is among it where a person changed the cell itself."""
    fields = [
        f for f in (FACT, TYPED) if not same(before.get((MONTHLY, code, f)), now.get((MONTHLY, code, f)))
    ]
    if not fields:
        return None
    old, new = ({f: cells.get((MONTHLY, code, f)) for f in fields} for cells in (before, now))
    return Changed(MONTHLY, code, "changed", old, new)


def _by_row(cells: Cells) -> dict[tuple[str, str], dict[str, object]]:
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for (sheet, name, field), value in cells.items():
        rows.setdefault((sheet, name), {})[field] = value
    return rows


def _differing(
    sheet: str, name: str, then: Mapping[str, object], said: Mapping[str, object]
) -> Changed | None:
    fields = [field for field in dict.fromkeys((*then, *said)) if not same(then.get(field), said.get(field))]
    if not fields:
        return None
    return Changed(sheet, name, "changed", {f: then.get(f) for f in fields}, {f: said.get(f) for f in fields})


def _touched(plan: Plan, rows: Iterable[Changed]) -> set[str]:
    """Return the items whose figure changed rows and days explain."""
    found: set[str] = set()
    kinds = plan.settings.event_kinds
    for one in rows:
        if one.sheet == registers.DAILY:
            fields = day_fields(plan, plan.items)
            found.update(code for field in one.old if (code := fields.get(field)))
            continue
        record = plan.index[one.sheet].names.get(one.row)
        found.update(record.codes if record else ())
        for side in (one.old, one.new):
            found.update(kinds.get(fold(str(side.get("event_kind", ""))), ()))
            found.add(str(side.get("code", "")))
    return found

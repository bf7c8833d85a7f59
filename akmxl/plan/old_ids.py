"""Tell which rows of the registers are those that a report was sent with, where they have lost their ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.spelling import fold
from akmxl.plan.changes import reads_otherwise, sent_rows
from akmxl.plan.receipts import in_force
from akmxl.plan.register_rows import record_value
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.plan.row_numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from akmxl.plan.model import Plan, Record
    from akmxl.plan.reports import Receipt

    SentValues = Mapping[str, Mapping[str, object]]  # by id, then by field


def sent_values(receipts: Iterable[Receipt], registers: Container[str]) -> dict[str, dict[str, SentValues]]:
    """Return register -> id -> field -> what was sent, by the newest of the receipts."""
    found: defaultdict[str, dict[str, dict[str, object]]] = defaultdict(dict)
    for receipt in receipts:
        for selection, rows in sent_rows(registers, receipt).items():
            for name, values in rows.items():
                found[selection.register].setdefault(name, {}).update(values)
    return dict(found)  # type: ignore[arg-type]


def same_rows(records: Sequence[Record], lost: SentValues) -> dict[str, Record]:
    """Return id -> the one row that says all that the lost row of that id was sent with."""
    found = {}
    for name, values in lost.items():
        same = [record for record in records if says_the_same(record, values)]
        if len(same) == 1:
            found[name] = same[0]
    times = Counter(record.row for record in found.values())
    return {name: record for name, record in found.items() if times[record.row] == 1}


def says_the_same(record: Record, values: Mapping[str, object]) -> bool:
    """Tell whether a row says what was sent of one, in every field that was sent."""
    return bool(values) and not any(
        reads_otherwise(plain(record_value(record, field)), old) for field, old in values.items()
    )


def likely_rows(plan: Plan) -> Mapping[tuple[str, str], Record]:
    """Return (register, id) -> the row that had that id, it seems, where no row has it now.

    It says what a report was sent with; or it has its title, or its day, and an id that no row had at the
    last check. Where one id is gone and one row among the others has none, it is that.
    """
    known = plan.worked_out.get("likely_rows")
    if known is None:
        known = plan.worked_out["likely_rows"] = dict(_likely_rows(plan))
    return known  # type: ignore[return-value]


def _likely_rows(plan: Plan) -> Iterable[tuple[tuple[str, str], Record]]:
    sent = sent_values(in_force(plan), plan.records)
    for register, records in plan.records.items():
        before, names = numbers_in(plan.known_rows.get(register, "")), plan.index[register].names
        lost = {name: values for name, values in sent.get(register, {}).items() if name not in names}
        new = [record for record in records if record.new_id]
        found = _sent_ones(register, records, lost, before) if lost else {}
        yield from (((register, name), record) for name, record in found.items())
        gone = [name for name in map(str, before) if name not in names and name not in lost] if new else []
        last = max((record.row for record in records if not record.new_id), default=0)
        between = [one for one in new if one.row < last and one not in found.values()]
        if len(gone) == len(between) == 1:
            yield (register, gone[0]), between[0]


def _sent_ones(
    register: str, records: Sequence[Record], lost: SentValues, before: Container[int]
) -> dict[str, Record]:
    free = [record for record in records if record.name not in lost]
    found = same_rows(free, lost)
    strange = [record for record in free if record.new_id or int(record.id) not in before]
    for name, values in lost.items():
        taken = {record.row for record in found.values()}
        like = [r for r in strange if r.row not in taken and _is_like(r, register, values)]
        if name not in found and len(like) == 1:
            found[name] = like[0]
    return found


def _is_like(record: Record, register: str, values: Mapping[str, object]) -> bool:
    title = TITLE_FIELDS[register]
    old, new = values.get(title), record_value(record, title)
    if isinstance(old, str) and isinstance(new, str) and fold(old) == fold(new):
        return True
    return bool(values.get("date")) and says_the_same(record, {"date": values["date"]})

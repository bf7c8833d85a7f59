"""Hold a service's copy beside the plan and what stood there when the copy was made: who changed what.

A cell goes by what people know it by (``handed_in.Key``). What only the copy changed is taken, what both
changed is a question, what is not the service's own is only told. Rows of registers are taken or asked about
whole where one side has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.handed_in import same

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from akmxl.plan.handed_in import Cells, Key

Row = tuple[str, str]  # the sheet, and by what its row is known

MERGED_AS = "→"  # in place of a field: by which ID a row of the copy is known in the plan
_NAMING = ("date", "title", "course", "person")  # a row in which all of these differ is another one


class Difference(NamedTuple):
    """A cell that the copy changed, with what stood there, what the plan says now, and what the copy says.

    ``key`` is the copy's, ``there`` the plan's: a row that was taken has another ID there.
    """

    key: Key
    there: Key
    base: object
    old: object
    new: object


class RowDifference(NamedTuple):
    """A row that one side has and the other has not, with its values by field."""

    row: Row
    values: Mapping[str, object]


@dataclass(frozen=True)
class Compared:
    """What a copy comes to.

    ``taken`` and ``added`` are changed and new in the copy alone; ``agreed`` was changed in both to the same;
    ``conflicts`` was changed in both; ``removed`` are rows that the copy has no more and the plan has,
    ``gone`` those that the copy changed and the plan has no more. ``foreign`` and ``foreign_rows`` are not
    the service's own; ``homeless`` have no cell in the plan any more.
    """

    taken: tuple[Difference, ...]
    agreed: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]
    added: tuple[RowDifference, ...]
    removed: tuple[RowDifference, ...]
    gone: tuple[RowDifference, ...]
    foreign: tuple[Difference, ...]
    foreign_rows: tuple[RowDifference, ...]
    homeless: tuple[Difference, ...]
    known_as: Mapping[Row, str]


class Whose(NamedTuple):
    """What is compared how.

    ``registers`` are the sheets whose rows people add and delete, ``come_and_go`` those in which the program
    does; ``cell`` and ``row`` tell whether a cell, or a row of a register, is the service's own.
    """

    registers: Collection[str]
    come_and_go: Collection[str]
    cell: Callable[[Key], bool]
    row: Callable[[Row], bool]


def compare(base: Cells, plan: Cells, copy: Cells, whose: Whose) -> Compared:
    """Compare a copy with the plan; blank cells are there with None.

    ``base`` is what stood in the plan, with what was taken out of this copy since.
    """
    found = _Comparing(base, plan, copy, whose)
    found.cells()
    found.rows()
    return found.result()


class _Comparing:
    def __init__(self, base: Cells, plan: Cells, copy: Cells, whose: Whose) -> None:
        self._base, self._plan, self._copy, self._whose = base, plan, copy, whose
        self._registers = frozenset(whose.registers)
        self._known_as = {(s, r): str(v) for (s, r, field), v in base.items() if field == MERGED_AS}
        self._cells: dict[str, list[Difference]] = {
            name: [] for name in ("taken", "agreed", "conflicts", "foreign", "homeless")
        }
        self._rows: dict[str, list[RowDifference]] = {
            name: [] for name in ("added", "removed", "gone", "foreign_rows")
        }

    def result(self) -> Compared:
        cells = {name: tuple(found) for name, found in self._cells.items()}
        rows = {name: tuple(found) for name, found in self._rows.items()}
        return Compared(
            taken=cells["taken"],
            agreed=cells["agreed"],
            conflicts=cells["conflicts"],
            foreign=cells["foreign"],
            homeless=cells["homeless"],
            added=rows["added"],
            removed=rows["removed"],
            gone=rows["gone"],
            foreign_rows=rows["foreign_rows"],
            known_as=self._known_as,
        )

    def cells(self) -> None:
        """Compare the cells of sheets whose rows stay."""
        for key, new in self._copy.items():
            if key[0] not in self._registers:
                self._cell(key, key, new, own=self._whose.cell(key))
        there = {key[:2] for key in self._copy}
        for row, values in _rows(
            self._base, frozenset({key[0] for key in self._base} - self._registers)
        ).items():
            if row not in there and row[0] not in self._whose.come_and_go:
                self._rows["foreign_rows"].append(RowDifference(row, values))

    def _cell(self, key: Key, there: Key, new: object, *, own: bool) -> None:
        base = self._base.get(key)
        if same(base, new):
            return
        old = self._plan.get(there)
        kind = "conflicts"
        if there in self._plan and same(old, new):
            kind = "agreed"
        elif not own:
            kind = "foreign"
        elif there not in self._plan:
            kind = "homeless"
        elif same(old, base):
            kind = "taken"
        self._cells[kind].append(Difference(key, there, base, old, new))

    def rows(self) -> None:
        """Compare the rows of registers."""
        base, plan, copy = (_rows(cells, self._registers) for cells in (self._base, self._plan, self._copy))
        new_there = [values for row, values in plan.items() if row not in base]
        for row, values in copy.items():
            before = base.get(row)
            if before is None or _is_another(before, values, merged=row in self._known_as):
                self._new_row(row, values, new_there)
            else:
                self._known_row(row, before, values, plan)
        for row in base:
            there = plan.get((row[0], self._known_as.get(row, row[1])))
            if row in copy or there is None:
                continue
            kind = "removed" if self._whose.row(row) else "foreign_rows"
            self._rows[kind].append(RowDifference(row, there))

    def _new_row(self, row: Row, values: Mapping[str, object], new_there: list[dict[str, object]]) -> None:
        """Take a row that is new in the copy, unless the plan has got the very same meanwhile."""
        twin = next((other for other in new_there if _alike(other, values)), None)
        if twin is not None:
            new_there.remove(twin)
            return
        kind = "added" if self._whose.row(row) else "foreign_rows"
        self._rows[kind].append(RowDifference(row, values))

    def _known_row(
        self,
        row: Row,
        before: Mapping[str, object],
        values: Mapping[str, object],
        plan: Mapping[Row, Mapping[str, object]],
    ) -> None:
        name, own = self._known_as.get(row, row[1]), self._whose.row(row)
        if (row[0], name) in plan:
            for field, new in values.items():
                self._cell((*row, field), (row[0], name, field), new, own=own)
        elif any(not same(before.get(field), new) for field, new in values.items()):
            self._rows["gone" if own else "foreign_rows"].append(RowDifference(row, values))


def _rows(cells: Cells, registers: frozenset[str]) -> dict[Row, dict[str, object]]:
    rows: dict[Row, dict[str, object]] = {}
    for (sheet, name, field), value in cells.items():
        if sheet in registers and field != MERGED_AS:
            rows.setdefault((sheet, name), {})[field] = value
    return rows


def _is_another(before: Mapping[str, object], now: Mapping[str, object], *, merged: bool) -> bool:
    """Tell whether a row only has the ID of one that was taken: two desks worked in one copy."""
    named = [field for field in _NAMING if before.get(field) is not None]
    return merged and bool(named) and not any(same(before[field], now.get(field)) for field in named)


def _alike(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    fields = {*one, *other}
    return all(same(one.get(field), other.get(field)) for field in fields)


def taken_cells(
    found: Compared, accepted: Collection[Key], names: Mapping[Row, str]
) -> Iterator[tuple[Key, object]]:
    """Yield what the plan has taken out of a copy, by the copy's keys, so that it is no change next time.

    ``accepted`` are the conflicts to which somebody said yes, by the plan's keys; ``names`` the IDs that rows
    of the copy got in the plan.
    """
    yes = [one for one in found.conflicts if one.there in accepted]
    yield from ((one.key, one.new) for one in (*found.taken, *found.agreed, *found.homeless, *yes))
    for change in (*found.added, *found.gone):
        if change.row in names:
            yield from (((*change.row, field), value) for field, value in change.values.items())
            yield (*change.row, MERGED_AS), names[change.row]

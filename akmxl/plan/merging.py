"""Hold a service's copy beside the plan and what stood there when the copy was made: who changed what.

A cell goes by what people know it by (``handed_in.Key``). What only the copy changed is taken, what both
changed is a question, what is not the service's own is only told. Rows of registers are taken or asked about
whole where one side has none.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.handed_in import same
from akmxl.plan.merging_rows import NAMING, by_words, known_rows, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from akmxl.plan.handed_in import Cells, Key
    from akmxl.plan.merging_rows import Row, Words

MERGED_AS = "→"  # in place of a field: by which ID a row of the copy is known in the plan


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
    ``conflicts`` was changed in both; ``removed`` are rows that the copy has no more and the plan has, by
    their IDs there, ``gone`` those that the copy changed and the plan has no more. ``foreign`` and
    ``foreign_rows`` are not the service's own; ``homeless`` have no cell in the plan any more. ``twins`` are
    new rows that the plan has got too meanwhile, with their IDs there. ``known_as`` are the IDs that rows
    which were taken have in the plan, ``kept_as`` by what a row of the copy is kept, where that is not its
    own ID.
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
    twins: tuple[tuple[RowDifference, str], ...]
    kept_as: Mapping[Row, Row]


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
        self._twins: list[tuple[RowDifference, str]] = []
        self._now_known_as: dict[Row, str] = {}
        self._kept_as: dict[Row, Row] = {}

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
            known_as=self._known_as | self._now_known_as,
            twins=tuple(self._twins),
            kept_as=self._kept_as,
        )

    def cells(self) -> None:
        """Compare the cells of sheets whose rows stay."""
        for key, new in self._copy.items():
            if key[0] not in self._registers:
                self._cell(key, key, new, self._base.get(key), own=self._whose.cell(key))
        there = {key[:2] for key in self._copy}
        for row, values in _rows(
            self._base, frozenset({key[0] for key in self._base} - self._registers)
        ).items():
            if row not in there and row[0] not in self._whose.come_and_go:
                self._rows["foreign_rows"].append(RowDifference(row, values))

    def _cell(
        self, key: Key, there: Key, new: object, base: object, *, own: bool, asked: bool = False
    ) -> None:
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
        elif same(old, base) and not asked:
            kind = "taken"
        self._cells[kind].append(Difference(key, there, base, old, new))

    def rows(self) -> None:
        """Compare the rows of registers."""
        base, plan, copy = (_rows(cells, self._registers) for cells in (self._base, self._plan, self._copy))
        known = known_rows(base, copy, self._known_as)
        self._name(copy, known)
        merged = {(sheet, name) for (sheet, _), name in self._known_as.items()}
        new_there = {
            row: values
            for row, values in plan.items()
            if row not in merged and (row not in base or row in self._known_as)
        }
        twins = by_words(new_there)
        for row, values in copy.items():
            if row in known:
                self._known_row(row, base[known[row]], values, plan)
            else:
                self._new_row(row, values, twins)
        met = set(known.values())
        for row in base:
            there = (row[0], self._known_as.get(row, row[1]))
            if row in met or there not in plan:
                continue
            kind = "removed" if self._whose.row(row) else "foreign_rows"
            self._rows[kind].append(RowDifference(there, plan[there]))

    def _name(self, copy: Iterable[Row], known: Mapping[Row, Row]) -> None:
        """Note by what rows are known in the plan, and kept where their ID is that of another row."""
        used = set(self._known_as)
        for row in copy:
            kept = known.get(row)
            if kept is None:
                kept = next(one for one in _names(row) if one not in used)
                used.add(kept)
            elif kept in self._known_as:
                self._now_known_as[row] = self._known_as[kept]
            if kept != row:
                self._kept_as[row] = kept

    def _new_row(self, row: Row, values: Mapping[str, object], twins: dict[Words, list[Row]]) -> None:
        """Take a row that is new in the copy, unless the plan has got the very same meanwhile."""
        change = RowDifference(row, values)
        if alike := twins.get(words_of(row, values)):
            self._twins.append((change, alike.pop(0)[1]))
        else:
            self._rows["added" if self._whose.row(row) else "foreign_rows"].append(change)

    def _known_row(
        self,
        row: Row,
        before: Mapping[str, object],
        values: Mapping[str, object],
        plan: Mapping[Row, Mapping[str, object]],
    ) -> None:
        taken, own = self._now_known_as.get(row), self._whose.row(row)
        name = taken or row[1]
        if (row[0], name) in plan:
            for field, new in values.items():
                asked = taken is not None and field in NAMING  # it may be another desk's row of the same ID
                base = before.get(field)
                self._cell((*row, field), (row[0], name, field), new, base, own=own, asked=asked)
        elif any(not same(before.get(field), new) for field, new in values.items()):
            self._rows["gone" if own else "foreign_rows"].append(RowDifference(row, values))


def _rows(cells: Cells, registers: frozenset[str]) -> dict[Row, dict[str, object]]:
    rows: dict[Row, dict[str, object]] = {}
    for (sheet, name, field), value in cells.items():
        if sheet in registers and field != MERGED_AS:
            rows.setdefault((sheet, name), {})[field] = value
    return rows


def _names(row: Row) -> Iterator[Row]:
    """Yield by what a row may be kept: its ID, and with a number behind it where another row has that."""
    yield row
    yield from ((row[0], f"{row[1]}:{number}") for number in count(2))


def taken_cells(
    found: Compared, accepted: Collection[Key], names: Mapping[Row, str], reasons: Iterable[Difference]
) -> Iterator[tuple[Key, object]]:
    """Yield what the plan has taken out of a copy, by the copy's keys, so that it is no change next time.

    ``accepted`` are the conflicts to which somebody said yes, by the plan's keys; ``names`` the IDs that rows
    of the copy got in the plan; ``reasons`` those to findings that the plan had not written.
    """
    yes = [one for one in found.conflicts if one.there in accepted]
    for one in (*found.taken, *found.agreed, *reasons, *yes):
        yield (*_kept_as(found, one.key[:2]), one.key[2]), one.new
    new = [(change, names[change.row]) for change in (*found.added, *found.gone) if change.row in names]
    for change, name in (*new, *found.twins):
        kept = _kept_as(found, change.row)
        yield from (((*kept, field), value) for field, value in change.values.items())
        yield (*kept, MERGED_AS), name


def _kept_as(found: Compared, row: Row) -> Row:
    return found.kept_as.get(row, row)

"""Take over a service's own rows and cells out of its copy; what both changed is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.copy import said_cells
from akmxl.core.cells import Formula
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan import merging, registers
from akmxl.plan.copies import as_merged, merged_cells
from akmxl.plan.hand_ins import day_fields
from akmxl.plan.row_numbers import numbers_in, ranges
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.plan_file import write
from akmxl.workbook.reading.figures import read_codes
from akmxl.workbook.reading.keyed_cells import OWN_TITLE, keyed_cells
from akmxl.workbook.receipts_sheet import fill_kept, kept_of
from akmxl.workbook.writing.journal import fill_new_ids, highest_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from akmxl.core.cells import Place
    from akmxl.plan.copies import CopyOf
    from akmxl.plan.handed_in import Cells, Key
    from akmxl.plan.merging import Compared, Difference, Row, RowDifference
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.reading.keyed_cells import Held

_LEAST_ALIKE = 0.5  # of the items: fewer are another plan


@dataclass(frozen=True)
class Question:
    """What is not taken without a yes.

    ``name`` is the cell in the plan (``Oylik!H24``), by which a yes is given; of a row that is gone from the
    plan, its ID in the copy. ``kind``: conflict (both changed the cell), removed (the copy has the row no
    more), gone (the copy changed a row that the plan has no more). ``base``, ``old`` and ``new`` are what
    stood there when the copy was made, what the plan says, what the copy says; of rows by field.
    """

    name: str
    kind: str
    key: Key
    base: object
    old: object
    new: object


@dataclass(frozen=True)
class Merge:
    """What taking over a copy comes to; nothing is written yet."""

    service: str
    plan: OpenedPlan
    copy: OpenedPlan
    found: Compared
    questions: tuple[Question, ...]
    held: Mapping[Key, Held]
    copied: Mapping[Key, Held]

    @property
    def empty(self) -> bool:
        return not (self.found.taken or self.found.added or self.reasons or self.questions)

    @property
    def reasons(self) -> tuple[Difference, ...]:
        """Reasons to findings that the plan has not written yet."""
        return tuple(one for one in self.found.homeless if one.key[0] == layout.FINDINGS and one.new)

    @property
    def homeless(self) -> tuple[Difference, ...]:
        """What has no cell in the plan any more."""
        return tuple(one for one in self.found.homeless if one.key[0] != layout.FINDINGS)

    def place(self, key: Key) -> Place | None:
        """Return the cell of the plan; None where the plan has none."""
        held = self.held.get(key)
        return held.place if held else None


def compare_copy(opened: OpenedPlan, copy: OpenedPlan) -> Merge:
    """Hold a service's copy beside the plan.

    Raises ``BadArgument`` where it is no copy, another plan's, or damaged, or where the plan itself is one.
    """
    plan, mark = opened.plan, copy.plan.copy_of
    _refuse(opened, copy)
    assert mark is not None
    base = _base(mark, plan, copy)
    held, copied = keyed_cells(opened), keyed_cells(copy)
    own = _Own(plan, copy.plan, mark)
    found = merging.compare(
        base,
        said_cells(held, blank=True),
        said_cells(copied, blank=True),
        registers=plan.records,
        owns=own.cell,
        owns_row=own.row,
        come_and_go=(layout.FINDINGS,),
    )
    return Merge(mark.service, opened, copy, found, tuple(_questions(found, held)), held, copied)


def _base(mark: CopyOf, plan: Plan, copy: OpenedPlan) -> Cells:
    """Return what stood in the plan when the copy was made, with what was taken out of it since."""
    try:
        base = mark.cells
        if not base:
            raise ValueError("nothing is kept")
        return base | merged_cells(plan.merged, mark.id)
    except ValueError as error:
        raise BadArgument(
            N_(
                "“{file}”: what stood in the plan when the copy was made is not there any more, so it is not "
                "known what was changed. Make a new copy and type the changes into it."
            ),
            file=copy.path.name,
        ) from error


def _refuse(opened: OpenedPlan, copy: OpenedPlan) -> None:
    plan, other, mark = opened.plan, copy.plan, copy.plan.copy_of
    if plan.copy_of is not None:
        raise BadArgument(
            N_("“{file}” is itself a copy ({service}). Merge copies into the plan."),
            file=plan.path.name, service=plan.copy_of.service,
        )  # fmt: skip
    if mark is None:
        raise BadArgument(
            N_("“{file}” is no copy for a service. A copy is made by: akmxl copy --service NAME"),
            file=copy.path.name,
        )
    alike = sum(
        code in other.items and other.items[code].name == item.name for code, item in plan.items.items()
    )
    whose = plan.organisation.get("organisation", "")
    strange = mark.organisation and whose and fold(mark.organisation) != fold(whose)
    if plan.year != other.year or strange or alike < _LEAST_ALIKE * len(plan.items):
        raise BadArgument(
            N_("“{file}” is the copy of another plan ({whose}, {year}). Nothing was changed."),
            file=copy.path.name, whose=mark.organisation or "–", year=other.year,
        )  # fmt: skip
    if mark.service not in plan.settings.services.values():
        raise BadArgument(
            N_("“{file}” is the copy of “{service}”, which is no service of this plan any more."),
            file=copy.path.name, service=mark.service,
        )  # fmt: skip


class _Own:
    """Tell what of a copy is the service's own."""

    def __init__(self, plan: Plan, copy: Plan, mark: CopyOf) -> None:
        self._plan, self._copy = plan, copy
        self._codes = {code for code, item in plan.items.items() if mark.service in item.services}
        self._fields = day_fields(plan, self._codes)
        self._base = mark.cells
        self._reasons = {explanation.key: _item_of(explanation.values) for explanation in copy.explanations}

    def cell(self, key: Key) -> bool:
        sheet, name, field = key
        if sheet == layout.MONTHLY:
            return name in self._codes and field in layout.MONTH_FIELDS
        if sheet == registers.DAILY:
            return field in self._fields or (
                bool(self._fields) and (field == "note" or field[0] == OWN_TITLE)
            )
        return sheet == layout.FINDINGS and self._reasons.get(name) in self._codes

    def row(self, row: Row) -> bool:
        """Tell whether a register's row counts for an item of the service, or did when the copy was made.

        A new one of which nobody can read for what it counts is that of who typed it.
        """
        before = self._base.get((*row, "event_kind")), self._base.get((*row, "code"))
        record = self._copy.index[row[0]].names.get(row[1])
        now = record.codes if record else ()
        if before != (None, None):
            codes = (
                *self._plan.settings.event_kinds.get(fold(str(before[0] or "")), ()),
                *read_codes(before[1]),
            )
            return not self._codes.isdisjoint(codes or now)
        return not now or not self._codes.isdisjoint(now)


def _item_of(values: Mapping[str, object]) -> str:
    heading = layout.FINDINGS_SHEET.column("item").header()
    return str(values.get(heading) or "")


def _questions(found: Compared, held: Mapping[Key, Held]) -> Iterator[Question]:
    for one in found.conflicts:
        yield Question(_name(held, one.there), "conflict", one.there, one.base, one.old, one.new)
    for change in found.removed:
        name = found.known_as.get(change.row, change.row[1])
        key = _first_cell(held, change, name)
        yield Question(_name(held, key), "removed", key, change.values, change.values, None)
    for change in found.gone:
        key = (*change.row, next(iter(change.values), ""))
        name = f"{change.row[0]}!ID{change.row[1]}"
        yield Question(name, "gone", key, None, None, change.values)


def _first_cell(held: Mapping[Key, Held], change: RowDifference, name: str) -> Key:
    keys = [(change.row[0], name, field) for field in change.values]
    return min((key for key in keys if key in held), key=lambda key: held[key].place.column)


def _name(held: Mapping[Key, Held], key: Key) -> str:
    place = held[key].place
    return f"{place.sheet}!{place.a1}"


def known_names(merge: Merge, names: Collection[str]) -> Iterator[str]:
    """Yield the questions' names that are meant; raises ``BadArgument`` for one that is asked nowhere."""
    known = {fold(one.name.replace("$", "")): one.name for one in merge.questions}
    for name in names:
        found = known.get(fold(name.replace("$", "").replace("'", "")))
        if found is None:
            raise BadArgument(
                N_("Nothing is asked of “{name}”. Asked: {known}."),
                name=name, known=", ".join(known.values()) or "–",
            )  # fmt: skip
        yield found


def write_merge(merge: Merge, accepted: Collection[str] = ()) -> bool:
    """Write what a copy comes to, and the questions to which somebody said yes, by their names.

    All or nothing; False where there is nothing to write. Raises ``Locked`` where somebody holds the plan.
    """
    opened = merge.plan
    opened.file.workbook.refuse_held()
    yes = [one for one in merge.questions if one.name in accepted]
    if not (merge.found.taken or merge.found.added or merge.found.agreed or merge.reasons or yes):
        return False
    return write(opened.file, _fills(opened, merge, yes))


def _fills(opened: OpenedPlan, merge: Merge, yes: list[Question]) -> Fills:
    plan, found, kept = opened.plan, merge.found, kept_of(opened.plan)
    mark = merge.copy.plan.copy_of
    assert mark is not None
    agreed = {one.key for one in yes if one.kind == "conflict"}
    asked = {(one.key[0], one.key[1]) for one in yes if one.kind == "gone"}
    new = [*found.added, *(one for one in found.gone if one.row in asked)]
    highest = highest_ids(plan)
    names: dict[Row, str] = {}
    for change in new:
        highest[change.row[0]] = highest.get(change.row[0], 0) + 1
        names[change.row] = str(highest[change.row[0]])
    changed = (*found.taken, *(one for one in found.conflicts if one.there in agreed))
    cells = {merge.held[one.there].place: _coming(merge, one) for one in changed}
    emptied = {(one.key[0], one.key[1]) for one in yes if one.kind == "removed"}
    cells |= {place: None for row in emptied for place in plan.index[row[0]].names[row[1]].places.values()}
    cells |= {held.place: None for key, held in merge.held.items() if (key[0], key[1]) in emptied}
    taken = merged_cells(plan.merged, mark.id) | dict(merging.taken_cells(found, agreed, names))
    others = tuple(one for one in plan.merged if one.id != mark.id)
    kept = kept._replace(
        highest_ids=highest,
        merged=(*others, *as_merged(mark.id, taken)),
        known_rows=_without(plan, emptied),
    )
    added = _added(opened, merge, new, names) | _new_reasons(opened, merge, names)
    return Fills(cells, added=added) | fill_new_ids(opened) | fill_kept(kept)


def _coming(merge: Merge, one: Difference) -> object:
    """Return what a cell gets: what was typed in the copy, or the formula that stands there instead."""
    held = merge.copied[one.key]
    if held.value is None and one.key[0] == layout.MONTHLY and held.place == merge.held[one.there].place:
        formula = merge.copy.file.grid(held.place.sheet).formulas(held.place.column).get(held.place.row)
        return Formula(formula) if formula else None
    return held.value


def _added(
    opened: OpenedPlan, merge: Merge, new: list[RowDifference], names: Mapping[Row, str]
) -> dict[str, list[list[object]]]:
    """Return the new rows by table, in the order of its columns."""
    lines: dict[str, list[list[object]]] = {}
    for change in new:
        view = opened.file.views[change.row[0]]
        values = {field: merge.copied[*change.row, field].value for field in change.values}
        own = {f.removeprefix(OWN_TITLE): value for f, value in values.items() if f.startswith(OWN_TITLE)}
        line = view.in_order({**values, "id": int(names[change.row])}, own)
        lines.setdefault(str(view.layout.table), []).append(line)
    return lines


def _new_reasons(opened: OpenedPlan, merge: Merge, names: Mapping[Row, str]) -> dict[str, list[list[object]]]:
    """Return rows of Tekshiruv for reasons to findings that the plan has not written yet."""
    there, here = merge.copy.file.views[layout.FINDINGS], opened.file.views[layout.FINDINGS]
    ids = {
        f"{sheet}:{name}": f"{sheet}:{new}"
        for (sheet, name), new in {**merge.found.known_as, **names}.items()
    }
    lines = []
    for one in merge.reasons:
        row = merge.copied[one.key].place.row
        values: dict[str, object] = {field: there.text(row, field) or None for field in there.columns}
        rule, report, subject, *rest = one.key[1].split("|")
        name, slash, field = subject.partition("/")
        values["key"] = "|".join([rule, report, ids.get(name, name) + slash + field, *rest])
        lines.append(here.in_order(values))
    return {str(here.layout.table): lines} if lines else {}


def _without(plan: Plan, emptied: Collection[Row]) -> dict[str, str]:
    """Return the IDs of the rows that are there without those that are taken out."""
    known = dict(plan.known_rows)
    for register in {row[0] for row in emptied}:
        gone = {int(name) for sheet, name in emptied if sheet == register and name.isdecimal()}
        known[register] = ranges([n for n in numbers_in(known.get(register, "")) if n not in gone])
    return known

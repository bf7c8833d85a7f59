"""Take over a service's own rows and cells out of its copy; what both changed is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.copy import said_cells
from akmxl.actions.merge.fills import fills_of
from akmxl.actions.merge.found import Merge, Question
from akmxl.actions.merge.own import Own
from akmxl.core.cells import a1
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.core.unseen import tell_apart
from akmxl.plan import merging
from akmxl.plan.copies import merged_cells
from akmxl.plan.handed_in import same
from akmxl.workbook import layout
from akmxl.workbook.headings import other_than_the_table
from akmxl.workbook.plan_file import write
from akmxl.workbook.reading.keyed_cells import keyed_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from akmxl.plan.copies import CopyOf
    from akmxl.plan.handed_in import Cells, Key
    from akmxl.plan.merging import Compared, RowDifference
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.reading.keyed_cells import Held

_LEAST_ALIKE = 0.5  # of the items: fewer are another plan


def compare_copy(opened: OpenedPlan, copy: OpenedPlan) -> Merge:
    """Hold a service's copy beside the plan.

    Raises ``BadArgument`` where it is no copy, another plan's, or damaged, or where the plan itself is one.
    """
    plan, mark = opened.plan, copy.plan.copy_of
    _refuse(opened, copy)
    assert mark is not None
    base = _base(mark, plan, copy)
    held, copied = keyed_cells(opened), keyed_cells(copy)
    service = _service(mark, plan, copy)
    own = Own(plan, copy.plan, mark, service)
    whose = merging.Whose(plan.records, (layout.FINDINGS,), own.cell, own.row)
    here = said_cells(held, blank=True) | _unread(opened, held)
    there, odd = said_cells(copied, blank=True), _unread(copy, copied)
    there |= dict.fromkeys(_pasted(base, there, copy.plan))
    found = merging.compare(base, here, {key: said for key, said in there.items() if key not in odd}, whose)
    unread = tuple(_not_read(odd, base, here, found, whose))
    return Merge(service, opened, copy, found, tuple(_questions(found, held)), held, copied, unread)


def _pasted(base: Cells, there: Cells, copy: Plan) -> Iterator[Key]:
    """Yield the months in which only the result of our formula stands in its place: that is no figure."""
    for key, said in there.items():
        if (
            key[0] == layout.MONTHLY
            and key[2] in layout.MONTH_FIELDS
            and said is not None
            and base.get(key) is None
        ):
            month = layout.MONTH_FIELDS.index(key[2]) + 1
            entry = copy.entry(key[1], month)
            if entry is not None and entry.register is not None and same(entry.register, said):
                yield key


def _service(mark: CopyOf, plan: Plan, copy: OpenedPlan) -> str:
    """Return the copy's service by the name that it has in the plan now."""
    name = plan.settings.services.get(fold(mark.service))
    if name is None:
        raise BadArgument(
            N_(
                "“{file}” is the copy of “{service}”, which is no service of this plan any more. If it was "
                "renamed, type the old name beside the new one, sheet “Sozlamalar”, column “{column}”."
            ),
            file=copy.path.name, service=mark.service,
            column=layout.SERVICES.column("spellings").header(),
        )  # fmt: skip
    return name


def _unread(opened: OpenedPlan, held: Mapping[Key, Held]) -> dict[Key, object]:
    """Return the cells of which nobody can tell what they say, with what people see there."""
    return {key: _seen(opened, one) for key, one in held.items() if one.unread}


def _seen(opened: OpenedPlan, held: Held) -> str:
    if isinstance(held.value, bool):
        return str(held.value).upper()
    if isinstance(held.value, str):
        return str(held.value)
    formulas = opened.file.grid(held.place.sheet).formulas(held.place.column)
    return "=" + formulas.get(held.place.row, "")


def _not_read(
    odd: Mapping[Key, object], base: Cells, here: Cells, found: Compared, whose: merging.Whose
) -> Iterator[merging.Difference]:
    """Yield the service's own cells of which the copy does not tell what they say, and the plan does."""
    for key, seen in odd.items():
        row = key[:2]
        there = (key[0], found.known_as.get(row, key[1]), key[2])
        own = whose.row(row) if key[0] in whose.registers else whose.cell(key)
        if own and here.get(there) != seen:
            yield merging.Difference(key, there, base.get(key), here.get(there), seen)


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
    for one in (opened, copy):
        _refuse_confused(one)


def _refuse_confused(opened: OpenedPlan) -> None:
    """Raise ``BadArgument`` where headings and tables disagree: figures would go to other columns."""
    for view, column, said, title in other_than_the_table(opened.file):
        shown, right = tell_apart(said, title)
        raise BadArgument(
            N_(
                "“{file}”, sheet “{sheet}”, cell {cell}: the heading is “{value}”, its table calls the "
                "column “{right}”, so it is not known what stands where. Mend that first, then merge again."
            ),
            file=opened.path.name, sheet=view.name, cell=a1(view.header_row, column),
            value=shown or "–", right=right,
        )  # fmt: skip


def _questions(found: Compared, held: Mapping[Key, Held]) -> Iterator[Question]:
    for one in found.conflicts:
        yield Question(_name(held, one.there), "conflict", one.there, one.base, one.old, one.new)
    for change in found.removed:
        key = _first_cell(held, change)
        yield Question(_name(held, key), "removed", key, change.values, change.values, None)
    for change in found.gone:
        key = (*change.row, next(iter(change.values), ""))
        name = f"{change.row[0]}!ID{change.row[1]}"
        yield Question(name, "gone", key, None, None, change.values)


def _first_cell(held: Mapping[Key, Held], change: RowDifference) -> Key:
    keys = [(*change.row, field) for field in change.values]
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


def refuse_in_use(merge: Merge) -> None:
    """Raise ``Locked`` where somebody holds the plan or the copy: what is not saved yet is not read."""
    for one in (merge.plan, merge.copy):
        one.file.workbook.refuse_held()


def write_merge(merge: Merge, accepted: Collection[str] = ()) -> bool:
    """Write what a copy comes to, and the questions to which somebody said yes, by their names.

    All or nothing; False where there is nothing to write. Raises ``Locked`` where somebody holds the plan or
    the copy.
    """
    opened = merge.plan
    refuse_in_use(merge)
    yes = [one for one in merge.questions if one.name in accepted]
    if not (
        merge.found.taken
        or merge.found.added
        or merge.found.agreed
        or merge.found.twins
        or merge.reasons
        or yes
    ):
        return False
    return write(opened.file, fills_of(merge, yes))

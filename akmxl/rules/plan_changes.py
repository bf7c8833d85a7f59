"""Find what was changed in Reja since the plan was approved, and whether it is told alone, together or as a
plan of the centre's own."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import DASH, fold
from akmxl.core.text_length import LONGEST_SHOWN, shortened
from akmxl.core.vocabulary import meaning
from akmxl.rules.figures import last_year_by_months, plans_of_parts
from akmxl.rules.rule import once
from akmxl.workbook import layout
from akmxl.workbook.reading.items import split_services

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.core.cells import Place
    from akmxl.plan.model import Figure, Item
    from akmxl.rules.rule import Case

ALONE, TOGETHER, OWN = "alone", "together", "own"

_CODED = ("kind", "adds_up", "source", "rhythm")
_FIGURES = ("planned", "previous")
_OF_A_CENTRE = (*_FIGURES, "responsible", "due")
_FEW = 5  # rows: more in one column are one finding
_OWN_PART = 3  # from a third of a column on it is a plan of its own


class Change(NamedTuple):
    """A cell of Reja that is not as approved; ``old`` and ``new`` are its texts."""

    item: Item
    field: str
    place: Place
    title: str
    old: str
    new: str

    @property
    def words(self) -> str:
        return f"{shortened(self.old, LONGEST_SHOWN)} → {shortened(self.new, LONGEST_SHOWN) or DASH}"


def told_changes(case: Case) -> Mapping[str, list[Change]]:
    """Return the changes by how they are told: ``ALONE``, ``TOGETHER`` by column, ``OWN``."""
    columns: defaultdict[str, list[Change]] = defaultdict(list)
    for change in _changes(case):
        columns[change.field].append(change)
    ways = {field: _way(case, field, changes) for field, changes in columns.items()}
    told: dict[str, list[Change]] = {ALONE: [], TOGETHER: [], OWN: []}
    for change in _changes(case):
        typed, emptied = ways[change.field]
        told[typed if change.new else emptied].append(change)
    return told


def _way(case: Case, field: str, changes: Sequence[Change]) -> tuple[str, str]:
    """Return how a column's changes are told: those of typed cells, those of emptied ones."""
    if field not in _OF_A_CENTRE or len(changes) <= _FEW:
        return ALONE, ALONE
    if not _is_own(case, field, changes):
        return TOGETHER, TOGETHER
    return OWN, OWN if sum(not change.new for change in changes) <= _FEW else TOGETHER


def _is_own(case: Case, field: str, changes: Sequence[Change]) -> bool:
    """Tell whether so much of a column was typed anew that it is a plan of the centre's own."""
    rows = sum(field in approved.kept for approved in case.plan.approved.values())
    typed = [change for change in changes if change.new]
    return _OWN_PART * len(typed) >= rows and not (field in _FIGURES and _is_moved(case, field, typed))


def _is_moved(case: Case, field: str, changes: Sequence[Change]) -> bool:
    """Tell whether most figures are those approved for other rows, all equally far away: cells were moved."""
    approved = case.plan.approved
    rows = {item.row: approved[code].kept.get(field)
            for code, item in case.plan.items.items() if code in approved}  # fmt: skip
    steps = Counter(
        row - change.item.row for change in changes for row, text in rows.items() if text == change.new
    )
    return 2 * max(steps.values(), default=0) > len(changes)


@once
def _changes(case: Case) -> Iterator[Change]:
    for item in case.plan.items.values():
        yield from _changes_of(case, item)


def _changes_of(case: Case, item: Item) -> Iterator[Change]:
    approved, view = case.plan.approved.get(item.code), case.view(layout.PLAN)
    if approved is None or not approved.kept:
        return
    confirmed = set(approved.waited) - set(item.to_confirm)
    empty = {} if item.measured else dict.fromkeys(_FIGURES, DASH)  # a group's are printed, nothing counts
    for field, text in (empty | dict(approved.kept)).items():
        if field in item.places and field not in confirmed and not _same(case, item, field, text):
            now = view.text(item.row, field)
            yield Change(item, field, item.places[field], view.title(field), text, now)


def _same(case: Case, item: Item, field: str, text: str) -> bool:
    """Tell whether a field of an item says what was approved; what cannot be read has its own finding."""
    if field in _CODED:
        was = meaning(field, text)
        return was == getattr(item, field) or (was is None and text != DASH)
    if field == "responsible":
        return set(split_services(text, case.plan.settings)[0]) == set(item.services)
    if field == "due":
        return _words(text) == _words(item.due_text)
    if field not in _FIGURES:
        return True
    if not item.measured:
        now = _printed(case.view(layout.PLAN).text(item.row, field))
        return now == _printed(text) or _is_of_parts(case, item, field, now)
    return _same_figure(getattr(item, field), text) or (field == "previous" and _is_no_loss(case, item, text))


def _is_of_parts(case: Case, item: Item, field: str, now: str) -> bool:
    """Tell whether a group's cell follows its parts, which have findings of their own (PLN18 too)."""
    if field == "planned":
        return bool(plans_of_parts(case.plan, item, now))
    facts = [str(part.previous.said or "") for part in case.plan.children.get(item.code, ())]
    return len(facts) > 1 and now == "/".join(facts)


def _printed(text: str) -> str:
    return fold(text).replace(" ", "") or DASH


def _is_no_loss(case: Case, item: Item, text: str) -> bool:
    """Tell whether last year's fact was none, or is told by last year's months: PLN06."""
    return (text == DASH and item.previous.blank) or last_year_by_months(case.plan, item) is not None


def _words(text: str) -> list[str]:
    """Return a text's words, however they are joined: ``2025-yil`` is ``2025 yil``."""
    return fold(text).replace("-", " ").split()


def _same_figure(figure: Figure, text: str) -> bool:
    if figure.fault and figure.value is None:
        return True
    said = DASH if figure.dash else figure.value
    return said == (whole_number(text) if text != DASH else DASH)

"""List what a form prints beside its values, and where it comes from: a receiver verifies it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.cells import a1
from akmxl.core.version import __version__
from akmxl.plan.register_rows import Selection
from akmxl.plan.values import SPANS, split_key
from akmxl.submission.proof.proof import FORM_EDITION, ListedItem, Sender
from akmxl.submission.proof.shown import WORD, Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.plan.model import Item, Plan
    from akmxl.submission.form.cell_fill import Fill
    from akmxl.submission.form.content import Content
    from akmxl.submission.form.rows import Line
    from akmxl.submission.template.template import Template


def words_of(template: Template, lines: Iterable[Line], fills: Sequence[Fill]) -> Iterator[Written]:
    """Yield the texts and numbers of a form that are no values of its own: what stands in the template, and
    the words around a value.
    """
    filled = {(one.sheet, one.row, one.column) for one in fills}
    arranged = set()
    for line in lines:
        arranged.add(line.sheet)
        for column, value in template.constants.get((line.sheet, line.source), {}).items():
            if (line.sheet, line.row, column) not in filled:
                yield Written(WORD, plain(value), line.sheet, a1(line.row, column))
    for (sheet, row), values in template.constants.items():
        if sheet not in arranged:  # a sheet without placeholders stays as it is
            for column, value in values.items():
                yield Written(WORD, plain(value), sheet, a1(row, column))
    for one in fills:
        by_hand = any(word.kind == "letter" and word.field in _WRITTEN_LATER for word, _ in one.asked)
        if by_hand or _says_more(one):
            value = plain(one.value)
            yield Written(WORD, value, one.sheet, a1(one.row, one.column), by_hand=by_hand)


_WRITTEN_LATER = ("number", "sent")


def _says_more(one: Fill) -> bool:
    """Tell whether a cell says something else than one of its values alone."""
    value = plain(one.value)
    if value in (None, "") or (len(one.said) == 1 and value == one.said[0][1]):
        return False  # as nearly all
    return all(value != said for _, said in one.said)


def sender_of(content: Content, written: Iterable[Written]) -> Sender:
    """Return who sends a form, by when it is due, which version it supersedes, and what its items are."""
    due, correction, plan = content.owed.due, content.correction, content.plan
    codes = _items_of(one.key for one in written)
    return Sender(
        FORM_EDITION,
        __version__,
        plan.settings.centre_code,
        one_line(plan.organisation.get("region", "")),
        due.isoformat() if due else "",
        correction.supersedes if correction else "",
        tuple(_listed(plan, item) for code, item in plan.items.items() if code in codes),
    )


def _items_of(keys: Iterable[str]) -> set[str]:
    """Return the items that keys of the list of values are about."""
    parts = [split_key(key)[:2] for key in keys]
    selections = {subject if kind in SPANS else kind for kind, subject in parts if kind != "item"}
    found = {selection.item for text in selections if (selection := Selection.parse(text))}
    return found | {subject for kind, subject in parts if kind == "item"}


def _listed(plan: Plan, item: Item) -> ListedItem:
    summed = item.source == "computed" and item.adds_up == "flow"  # else its months are not their sum
    parts = ";".join(part.code for part in plan.parts(item)) if summed else ""
    return ListedItem(item.code, one_line(item.unit), item.adds_up, item.parent or "", parts)


def one_line(text: str) -> str:
    """Return a text as it reads back from a cell: in one line, without outer blanks."""
    return " ".join(text.split())

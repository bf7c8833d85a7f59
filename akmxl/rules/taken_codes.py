"""Tell which codes of Reja and Oylik were typed wrong, by the place or the name of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.rules.rule import once
from akmxl.workbook import layout
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.mistaken_codes import codes_by_names, codes_in_order, exchanged_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.rules.rule import Case


class TakenCodes(NamedTuple):
    """The codes in whose place another one stands.

    ``meant``: a code typed wrong -> those of which one is meant, ``waits``: one of several such codes -> the
    cell that is to be mended first, ``without``: codes for which rows without a code wait.
    """

    meant: dict[str, tuple[str, ...]]
    waits: dict[str, str]
    without: set[str]

    def is_told(self, code: str) -> bool:
        """Tell whether the finding of another row names this code as the one that belongs there."""
        return code in self.without or (code,) in self.meant.values()


def taken_codes(case: Case) -> TakenCodes:
    """Return the codes of Reja and Oylik that were typed wrong, and those that are meant."""
    return _taken_codes(case)[0]


@once
def _taken_codes(case: Case) -> Iterator[TakenCodes]:
    plan, views = case.plan, (case.view(layout.MONTHLY), case.view(layout.PLAN))
    rows = (plan.approved or plan.items).items()
    approved = {known for code, row in rows for known in (code, row.section)}
    found = TakenCodes({}, {}, set())
    for both in exchanged_codes(codes_in_order(views[0]), codes_in_order(views[1])):
        for view, own, other in zip(views, both, both[::-1], strict=True):
            wrong = [code for code in own if code not in approved]
            right = [code for code in other if code in approved]
            if "" in wrong:
                found.without.update(right)
            elif right and len(wrong) == len(right):
                found.meant.update((code, (its,)) for code, its in zip(wrong, right, strict=True))
            elif right and wrong:
                found.meant.update((code, tuple(right)) for code in wrong)
                first = view.place(monthly_rows(view)[wrong[0]], "code")
                found.waits.update((code, f"{first.sheet}!{first.a1}") for code in right)
    found.meant.update((code, (right,)) for code, right in codes_by_names(case.file).items())
    yield found

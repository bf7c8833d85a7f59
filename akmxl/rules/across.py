"""Across sheets: what two sheets say of the same thing agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.findings import Severity
from akmxl.i18n import N_
from akmxl.rules.base import Case, Hit, rule
from akmxl.rules.figures import month_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "XSH01",
    Severity.ERROR,
    N_("Item {item}, {period}: typed {value} (cell {cell}), the register “{register}” gives {counted}."),
    N_("Complete the register, or clear the cell and restore its formula."),
)
def month_agrees_with_register(case: Case) -> Iterator[Hit]:
    """A month typed over a register's formula agrees with the register, where the register has rows.

    Why: the list of events goes out with the figure; a report whose list and figure differ comes back.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi                | Tadbir nomi |
        | 2025-03-05 | “Kitobxonlar klubi” tadbiri | Uchrashuv   |
        Oylik
        | Kod | Mart |
        | 20  | 1    |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi                | Tadbir nomi |
        | 2025-03-05 | “Kitobxonlar klubi” tadbiri | Uchrashuv   |
        Oylik
        | Kod | Mart |
        | 20  | 2    |  XSH01
    """
    for entry in case.plan.entries.values():
        figure = entry.figure
        if figure.typed and figure.value is not None and entry.register not in (None, figure.value):
            yield Hit(
                entry.place,
                item=entry.code,
                period=month_of(case, entry.month),
                value=figure.value,
                params={"counted": entry.register, "register": case.plan.items[entry.code].source},
            )

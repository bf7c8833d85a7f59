"""Define one row of a plan while it is made out of a printout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.dataclass import dataclass

if TYPE_CHECKING:
    from akmxl.importers.official.doubts import Mark
    from akmxl.workbook.create.plan_rows import PlanRow


@dataclass(frozen=True)
class Entry:
    """A row of a plan: texts as they are printed, figures as a plan keeps them.

    ``above`` is the place of the entry whose line or part it is, among all; ``usual`` the item of the shipped
    plan that it is.
    """

    mark: Mark
    at: float
    section: str
    number: str
    name: str
    unit: str
    previous: str
    planned: str
    mechanism: str
    due: str
    responsible: str
    above: int | None = None
    usual: PlanRow | None = None
    code: str = ""
    kind: str = ""
    quarters: tuple[str, ...] = ()  # the plan of each quarter, where the paper has it

    @property
    def figures(self) -> tuple[str, str]:
        return self.previous, self.planned

    def with_(self, **values: object) -> Entry:
        """Return the entry with other values."""
        return replace(self, **values)  # type: ignore[arg-type]


def adds_up(total: str, parts: list[str]) -> bool | None:
    """Tell whether a figure is the sum of others; None where one is not known. A dash adds nothing."""
    whole, known = whole_number(total), [0 if part == "-" else whole_number(part) for part in parts]
    if whole is None or not known or any(part is None for part in known):
        return None
    return whole == sum(part for part in known if part is not None)


def known_sum(parts: list[str]) -> int:
    """Return the sum of figures, of which each is a number or a dash."""
    return sum(whole_number(part) or 0 for part in parts)

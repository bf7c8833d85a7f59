"""Check what formulas give in the cells of figures: formulas of people and of the workbook itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.findings import Severity
from akmxl.rules.figures import with_fault
from akmxl.rules.rule import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Results of formulas"), 50


@rule(
    "TYP07",
    Severity.ERROR,
    N_("Cell {cell} holds an Excel error: {value}."),
    N_("Mend the formula, or type the number."),
)
def excel_error(case: Case) -> Iterator[Hit]:
    """No cell of figures shows an Excel error.

    Why: an error spreads into every total that contains the cell.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        Oylik
        | Kod | Mart  |
        | 11  | #REF! |  TYP07
    """
    return with_fault(case, "TYP07")


@rule(
    "TYP12",
    Severity.INFO,
    N_("Cell {cell} holds a formula of its own; its value is used: {number}."),
    N_("If the formula is not needed, type the number itself."),
)
def own_formula(case: Case) -> Iterator[Hit]:
    """An input cell holds a number, not a formula.

    Why: the figure changes when the cells behind the formula do, also after the report has gone out.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart      |
        | 11  | =3+4 -> 7 |  TYP12
    """
    return with_fault(case, "TYP12")


@rule(
    "TYP13",
    Severity.WARNING,
    N_("The formula in cell {cell} has not been calculated: {value}. Its figure is not known."),
    N_("Open the file in Excel and save it, or type the number."),
)
def not_calculated(case: Case) -> Iterator[Hit]:
    """A formula in an input cell has been calculated.

    Why: a program other than Excel wrote it without a result; akmxl does not calculate people's formulas.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | =3+4 |  TYP13
    """
    return with_fault(case, "TYP13")

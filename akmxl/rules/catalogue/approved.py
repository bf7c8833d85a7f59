"""Compare the rows of Reja with the plan as it was approved (the sheet _reja)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, fold_header
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("The approved plan"), 110

_RESTORE = N_("Restore the approved wording; if the plan was amended, leave it.")


@rule(
    "TXT03",
    Severity.WARNING,
    N_("Item {item}, cell {cell}: the name differs from the approved plan: “{approved}”."),
    _RESTORE,
    unless=("REF20", "TXT02", "TXT05", "REF05", "PLN08"),
)
def wording_as_approved(case: Case) -> Iterator[Hit]:
    """An item is worded as in the approved plan; apostrophes, blanks, case, alphabet and years aside.

    Why: the name says what is counted; a row that was renamed or sorted apart counts something else.

    Okay:
        Reja
        | Kod | Nomi                                     |
        | 11  | Axborot-kutubxona resurslarini  tasniflash |
    Bad:
        Reja
        | Kod | Nomi                                 |
        | 11  | Axborot-kutubxona fondini tasniflash |  TXT03
    """
    for item in case.plan.items.values():
        approved = case.plan.approved.get(item.code)
        if approved and approved.name and fold_header(approved.name) != fold_header(item.name):
            params = {"approved": approved.name}
            yield Hit(item.places["name"], item=item.code, value=item.name, params=params)


@rule(
    "REF20",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: the name of item {other} stands here: “{value}”."),
    N_("Rows were sorted or moved without their codes: undo it, or give each row its own code."),
)
def name_of_its_code(case: Case) -> Iterator[Hit]:
    """No item carries the name that the approved plan has for another code.

    Why: sorting by name with the codes left out puts every figure of the year under another work. What
    else such rows give is left unsaid until they are in order.

    Okay:
        Reja
        | Kod | Nomi                                     |
        | 11  | Axborot-kutubxona resurslarini tasniflash |
    Bad:
        Reja
        | Kod | Nomi            |
        | 9.1 | Xarid qilish orqali |  REF20
        | 9.2 | Majburiy nusxa      |  REF20
    """
    owner = {fold_header(approved.name): code for code, approved in case.plan.approved.items()}
    for item in case.plan.items.values():
        approved = case.plan.approved.get(item.code)
        own, name = fold_header(approved.name) if approved else "", fold_header(item.name)
        if own and name and name != own and name in owner:
            months = (case.plan.entry(item.code, month) for month in range(1, 13))
            covers = (*item.places.values(), *(entry.place for entry in months if entry))
            params = {"other": owner[name]}
            yield Hit(item.places["name"], item.code, value=item.name, params=params, covers=covers)


@rule(
    "REF06",
    Severity.EXPLAIN,
    N_("Item {item}, cell {cell}: the unit “{value}” differs from the approved plan: “{approved}”."),
    N_("Choose the approved unit; if the plan was amended, write the reason."),
    unless=("REF20",),
)
def unit_as_approved(case: Case) -> Iterator[Hit]:
    """An item's unit is that of the approved plan, in any of its spellings.

    Why: copies and titles, or pages and books, differ by far; figures before and after the change
    cannot be added. A unit that the approved plan lacks may be filled in; an empty one is REF10.

    Okay:
        Reja
        | Kod | O‘lchov birligi |
        | 29  | sahifa          |
    Bad:
        Reja
        | Kod | O‘lchov birligi |
        | 29  | Nusxa           |  REF06
    """
    units = case.plan.settings.units
    for item in case.plan.items.values():
        approved = case.plan.approved.get(item.code)
        if approved and approved.unit and item.unit:
            unit = units.get(fold(approved.unit), approved.unit)
            if fold(unit) != fold(item.unit):
                yield Hit(item.places["unit"], item=item.code, value=item.unit, params={"approved": unit})

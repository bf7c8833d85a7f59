"""Compare the rows of Reja with the plan as it was approved (the sheet _reja)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, fold_header
from akmxl.plan.findings import Severity
from akmxl.rules.plan_changes import ALONE, OWN, TOGETHER, Change, told_changes
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
        confirmed = approved and "name" in approved.waited and "name" not in item.to_confirm
        differs = approved and approved.name and fold_header(approved.name) != fold_header(item.name)
        if approved and differs and not confirmed:
            params = {"approved": approved.name}
            yield Hit(item.places["name"], item=item.code, value=item.name, params=params)


@rule(
    "REF20",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: the name of item {other} stands here: “{value}”."),
    N_("Rows were sorted or moved without their codes: undo it, or give each row its own code."),
    unless=("STR08",),
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
        confirmed = approved and "unit" in approved.waited and "unit" not in item.to_confirm
        if approved and approved.unit and item.unit and not confirmed:
            unit = units.get(fold(approved.unit), approved.unit)
            if fold(unit) != fold(item.unit):
                yield Hit(item.places["unit"], item=item.code, value=item.unit, params={"approved": unit})


# What follows from how a row is counted: said when the row itself is in order, or its change explained.
FOLLOWS = (
    "REF11", "REF26", "REF27", "REF31", "REF34", "TYP12", "TYP13", "STR12", "STR18", "STR37",
    "TMP03", "TMP04", "TMP05", "TMP14", "TMP16", "XSH01", "XSH06", "XSH11",
    "ARI04", "ARI06", "ARI07", "ARI08", "ARI09", "ARI10", "ARI11", "ARI12", "ARI13", "ARI14", "ARI15",
    "PLN01", "PLN02", "PLN03", "PLN04", "PLN05", "PLN09", "PLN12", "LIB01", "LIB02", "LIB03", "LIB04",
    "ARI16", "IMP03", "PLN06", "PLN16", "PLN17", "PLN18", "TMP06", "TMP21",
)  # fmt: skip


@rule(
    "REF57",
    Severity.EXPLAIN,
    N_("Item {item}, cell {cell}: changed since the plan was approved: {changes}."),
    N_("Put it back; if the plan was amended, write the reason."),
    unless=("REF20", "REF40", "REF02", "REF03"),
    silences=FOLLOWS,
)
def row_as_approved(case: Case) -> Iterator[Hit]:
    """A row of Reja is counted, planned and answered for as in the approved plan.

    Kept are Turi, Jamlash, Manba, Kiritish, the services, the due text, the plan's figure and last year's
    fact; the unit is REF06, the name TXT03. What was empty when the workbook was made may be filled in, but
    for plan and fact of a group, which forms print and nothing counts; what waited to be confirmed may be
    mended when it is taken off the column Tasdiqlansin. A fact that the sheet Otgan yil tells is PLN06.
    Figures, services or due texts that differ in more than five rows are one finding; a third of a column
    typed anew is a centre's own plan: REF80. A workbook of an earlier edition keeps them from the day on
    which it is repaired.

    Why: whoever drags a cell too far or picks the word beside it counts the whole year otherwise: figures
    stay as they are, sums and percents do not.

    Okay:
        Reja
        | Kod | Manba  |
        | 29  | qo‘lda |
    Bad:
        Reja
        | Kod | Manba   |
        | 29  | Matbuot |  REF57
        Reja
        | Kod | 2025-yil (reja) |
        | 11  | 120             |  REF57
        | 13  | 4922            |  REF57
    """
    told = told_changes(case)
    by_item: defaultdict[str, list[Change]] = defaultdict(list)
    for change in told[ALONE]:
        by_item[change.item.code].append(change)
    for code, changes in by_item.items():
        text = "; ".join(f"{change.title}: {change.words}" for change in changes)
        first, *others = (change.place for change in changes)
        yield Hit(first, code, value=text, params={"changes": text}, covers=tuple(others),
                  rests_on=_above(changes[0]))  # fmt: skip
    yield from _of_columns(told[TOGETHER], _MANY, _UNDO)


def _of_columns(changes: list[Change], message: str | None, fix: str | None) -> Iterator[Hit]:
    """Yield the hits of changes that are one finding a column."""
    columns: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        columns[change.field].append(change)
    for field, own in columns.items():
        text = "; ".join(f"{change.item.code}: {change.words}" for change in own)
        params = {"title": own[0].title, "count": len(own), "changes": text}
        for change in own:
            yield Hit(change.place, change.item.code, None, change.words, f"{change.item.code}/{field}", None,
                      params, message, fix, rests_on=_above(change), cause=field)  # fmt: skip


def _above(change: Change) -> tuple[str, ...]:
    return (change.item.parent,) if change.item.parent else ()


_MANY = N_("Sheet “{sheet}”, column “{title}”: {count} rows changed since the plan was approved: {changes}.")
_UNDO = N_(
    "If the cells were emptied, moved or typed over by mistake, put back what stood there (Ctrl+Z, or a copy "
    "of the file from the folder .akmxl-zaxira); if the plan was amended, write the reason: one is enough "
    "for all."
)


@rule(
    "REF80",
    Severity.INFO,
    N_("Sheet “{sheet}”, column “{title}”: {count} rows are not those of the approved plan: {changes}."),
    N_("If this is the centre’s own plan, leave it; if not, put back what stood there."),
    lasting=True,
)
def plan_of_its_own(case: Case) -> Iterator[Hit]:
    """Less than a third of a column of Reja was typed anew since the plan was approved.

    Why: a centre that types its own plan over the shipped one is right, and asked for no reason; who pasted
    the column of another centre should see it.

    Okay:
        Reja
        | Kod | 2025-yil (reja) |
        | 11  | 120             |
    Bad:
        Reja
        | Kod  | 2025-yil (reja) |
        | 8    | 6               |
        | 15   | 4445            |
        | 15.1 | 208             |
        | 16   | 16645           |
        | 17   | 52814           |
        | 18   | 25              |
        | 29   | 35401           |
        | 30   | 5               |
        | 34   | 6               |
        | 20   | 5               |
        | I.2  | 13              |
        | I.3  | 13              |
        | 5    | 2               |
        | 6    | 2               |
        | 7    | 2               |
        | 24   | 2               |
    """
    return _of_columns(told_changes(case)[OWN], None, None)

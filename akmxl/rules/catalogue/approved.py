"""Compare the rows of Reja with the plan as it was approved (the sheet _reja)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.i18n import N_
from akmxl.core.spelling import DASH, fold, fold_header
from akmxl.core.vocabulary import meaning
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.items import split_services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Item

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


_CODED = ("kind", "adds_up", "source", "rhythm")
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

    Kept are Turi, Jamlash, Manba, Kiritish, the services, the due text and the plan's figure; the unit is
    REF06, the name TXT03. What was empty when the workbook was made may be filled in, but for the plan of a
    group, which forms print and nothing counts; what waited to be confirmed may be mended when it is taken
    off the column Tasdiqlansin. Figures, services or due texts that differ in many rows are a centre's own
    plan, typed over the shipped one. A workbook of an earlier edition keeps them from the day on which it is
    repaired.

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
    found = {item.code: list(_changes(case, item)) for item in case.plan.items.values()}
    often = Counter(field for changes in found.values() for field, *_ in changes if field in _OF_A_CENTRE)
    own = {field for field, count in often.items() if count > _FEW}
    for code, every in found.items():
        item, changes = case.plan.items[code], [change for change in every if change[0] not in own]
        if changes:
            text = "; ".join(f"{title}: {old} → {new}" for _, title, old, new in changes)
            places = [item.places[field] for field, *_ in changes]
            above = (item.parent,) if item.parent else ()
            yield Hit(places[0], item.code, value=text, params={"changes": text}, covers=tuple(places[1:]),
                      rests_on=above)  # fmt: skip


_OF_A_CENTRE = ("planned", "responsible", "due")
_FEW = 5  # rows: more are no slips


def _changes(case: Case, item: Item) -> Iterator[tuple[str, str, str, str]]:
    """Yield what differs from the approved row: field, the column's heading, what was approved, what is."""
    approved, view = case.plan.approved.get(item.code), case.view(layout.PLAN)
    if approved is None or not approved.kept:
        return
    confirmed = set(approved.waited) - set(item.to_confirm)
    for field, text in approved.kept.items():
        if field in item.places and field not in confirmed and not _same(case, item, field, text):
            yield field, view.title(field), text, view.text(item.row, field) or DASH
    if not item.measured and "planned" not in approved.kept and (text := view.text(item.row, "planned")):
        yield "planned", view.title("planned"), DASH, text


def _same(case: Case, item: Item, field: str, text: str) -> bool:
    """Tell whether a field of an item says what was approved; what cannot be read has its own finding."""
    if field in _CODED:
        was = meaning(field, text)
        return was == getattr(item, field) or (was is None and text != DASH)
    if field == "responsible":
        return set(split_services(text, case.plan.settings)[0]) == set(item.services)
    if field == "due":
        return _words(text) == _words(item.due_text)
    return field != "planned" or not item.measured or _same_plan(item, text)


def _words(text: str) -> list[str]:
    """Return a text's words, however they are joined: ``2025-yil`` is ``2025 yil``."""
    return fold(text).replace("-", " ").split()


def _same_plan(item: Item, text: str) -> bool:
    figure = item.planned
    if figure.fault and figure.value is None:
        return True
    said = DASH if figure.dash else figure.value
    return said == (whole_number(text) if text != DASH else DASH)

"""Check that units, services, sections, decrees and the catalogue of reports name things that exist."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.cells import NOT_CALCULATED
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, nearest
from akmxl.core.unseen import tell_apart
from akmxl.core.vocabulary import TERMS, meaning, month_number
from akmxl.plan.findings import Severity
from akmxl.plan.period import month_end
from akmxl.rules.catalogue.approved import FOLLOWS
from akmxl.rules.figures import measured
from akmxl.rules.lost_words import items_of_lost, lost_from_settings
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.items import split_services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.model import Item, Section

TITLE, PLACE = N_("References"), 80

_PICK = N_("Choose one from the list. The nearest: “{similar}”.")
_PICK_ANY = N_("Choose one from the list, or add it on sheet “Sozlamalar”.")


def suggestion(word: str, known: Iterable[str]) -> tuple[dict[str, object], str]:
    """Return the message parameters and the advice for a word that is not on its list.

    Where it looks like the nearest one, both are shown with what makes them differ.
    """
    similar = nearest(word, known)
    if similar is None:
        return {}, _PICK_ANY
    named, given = tell_apart(similar, word)
    return {"similar": named, **({} if given == word else {"value": given})}, _PICK


@rule(
    "REF40",
    Severity.ERROR,
    N_("Item {item}, cell {cell}: the word “{value}” is not known here. Known words: {words}."),
    N_("Choose one from the list."),
    silences=FOLLOWS,
)
def known_plan_words(case: Case) -> Iterator[Hit]:
    """The columns of Reja that say how a row is counted (Turi, Jamlash, Manba, Kiritish) hold known words;
    where other rows have one, an item of the first plan has all of the first three; a group needs no source.

    Why: a word that is not understood counts as none, so a row that a register feeds would be taken for
    one that is typed by hand, and its figures would be gone.

    Okay:
        Reja
        | Kod | Jamlash  |
        | 11  | yig‘indi |
    Bad:
        Reja
        | Kod | Jamlash   |
        | 11  | yig‘iladu |  REF40
        | 12  | ~         |  REF40
    """
    view = case.view(layout.PLAN)
    empty = N_("Item {item}, cell {cell}: nothing says how the row is counted. Known words: {words}.")
    items = case.plan.items.values()
    used = {field for field in _MUST for item in items if view.text(item.row, field)}
    for item in items:
        for field in _PLAN_WORDS:
            value, text = view.cell(item.row, field).value, view.text(item.row, field)
            given = bool(text) or value is NOT_CALCULATED
            missed = field in used and item.code in case.plan.approved
            missed = missed and not (field == "source" and item.kind == "group")
            if meaning(field, text) is None if given else missed:
                words = ", ".join(first for first, *_ in TERMS[field].values())
                place, subject = item.places[field], f"{item.code}/{field}"
                params, message = {"words": words}, None if given else empty
                yield Hit(place, item.code, None, value, subject, params=params, message=message)


_MUST = ("kind", "adds_up", "source")  # an empty rhythm is that of the due text
_PLAN_WORDS = (*_MUST, "rhythm")


@rule(
    "REF01",
    Severity.ERROR,
    N_("The unit “{value}” is not on the list (item {item}, cell {cell})."),
    _PICK_ANY,
)
def known_unit(case: Case) -> Iterator[Hit]:
    """A unit is one of the list in Sozlamalar, in any of its spellings.

    Why: the same unit written in two ways is two units; sums and forms then fall apart.

    Okay:
        Reja
        | Kod | O‘lchov birligi |
        | 11  | nusxa           |
    Bad:
        Reja
        | Kod | O‘lchov birligi |
        | 11  | Nusxalar        |  REF01
    """
    units = case.plan.settings.units
    unknown = {one.code: one.unit for one in measured(case.plan) if one.unit and fold(one.unit) not in units}
    approved = case.plan.approved
    lost = items_of_lost({code: word for code, word in unknown.items()
                        if code in approved and fold(approved[code].unit) == fold(word)})  # fmt: skip
    used = {fold(one.unit) for one in case.plan.items.values()}
    for word, codes in lost.items():
        yield lost_from_settings(case, layout.UNITS, "unit", word, codes, used)
    for code, word in unknown.items():
        if word not in lost:
            params, fix = suggestion(word, units.values())
            place = case.plan.items[code].places["unit"]
            yield Hit(place, item=code, value=word, params=params, fix=fix)


@rule(
    "REF02",
    Severity.ERROR,
    N_("The service “{value}” is not on the list (item {item}, cell {cell})."),
    _PICK_ANY,
)
def known_service(case: Case) -> Iterator[Hit]:
    """Whoever is responsible is one of the services in Sozlamalar.

    Why: an item of an unknown service appears in nobody's list of blanks and in nobody's percent.

    Okay:
        Reja
        | Kod | Mas’ullar                  |
        | 11  | Direktor, Barcha xizmatlar |
    Bad:
        Reja
        | Kod | Mas’ullar                   |
        | 11  | Direktor, Barcha xizmatchilar |  REF02
    """
    settings = case.plan.settings
    unknown = {
        item.code: left for item in measured(case.plan)
        if (left := split_services(item.responsible, settings)[1])
    }  # fmt: skip
    approved = case.plan.approved
    printed = {code: fold(one.kept.get("responsible", "")) for code, one in approved.items()}
    lost = items_of_lost({code: left for code, left in unknown.items() if left in printed.get(code, "")})
    used = {fold(service) for one in case.plan.items.values() for service in one.services}
    for word, codes in lost.items():
        yield lost_from_settings(case, layout.SERVICES, "service", word, codes, used)
    for code, left in unknown.items():
        if left not in lost:
            params, fix = suggestion(left, settings.services.values())
            item = case.plan.items[code]
            yield Hit(item.places["responsible"], item=code, value=item.responsible, params=params, fix=fix)


@rule(
    "REF10",
    Severity.WARNING,
    N_("Item {item} has no unit (cell {cell})."),
    N_("Choose the unit from the list."),
    lasting=True,
)
def unit_given(case: Case) -> Iterator[Hit]:
    """An item with figures has a unit.

    Why: without one nobody knows what was counted, and figures of unlike things get compared.

    Okay:
        Reja
        | Kod | O‘lchov birligi |
        | 11  | Dona            |
    Bad:
        Reja
        | Kod | O‘lchov birligi |
        | 11  | ~               |  REF10
    """
    for item in measured(case.plan):
        if not item.unit:
            yield Hit(item.places["unit"], item=item.code)


_DECREES = "I"  # the decrees' section: the plan itself prints no service there


@rule(
    "REF11",
    Severity.WARNING,
    N_("Item {item} has no responsible service (cell {cell})."),
    N_("Write the service that does the work."),
    lasting=True,
)
def service_given(case: Case) -> Iterator[Hit]:
    """An item with figures has a responsible service; the plan prints none for the decrees (section I).

    Why: nobody is asked for the figure, so it stays blank until the report is due.

    Okay:
        Reja
        | Kod | Mas’ullar |
        | 11  | Direktor  |
    Bad:
        Reja
        | Kod | Mas’ullar |
        | 11  | ~         |  REF11
    """
    for item in measured(case.plan):
        if not item.responsible and item.section != _DECREES:
            yield Hit(item.places["responsible"], item=item.code)


@rule(
    "REF03",
    Severity.ERROR,
    N_("Item {item} stands in section {section}, but belongs to section {right} (cell {cell})."),
    N_("Move the row under its own section's heading, or mend its code."),
)
def row_in_its_section(case: Case) -> Iterator[Hit]:
    """A row stands in the section of its code: I.2 in I, a part with its parent, a number where the
    approved plan has it.

    Why: percents are counted by section; a row that slipped under another heading moves both.

    Okay:
        Reja
        | Kod | Nomi                                                |
        | 33  | Axborot-kutubxona markazlariga tashrif buyuruvchilar |
    Bad:
        Reja
        | Kod | Mas’ullar |
        | 33  | Direktor  |
        keyin:
        Oylik
        | Kod | Kod  |
        | 33  | 10.5 |
        Reja
        | Kod | Kod  |
        | 33  | 10.5 |  REF03
    """
    misplaced: dict[str, str] = {}
    for item in case.plan.items.values():
        right = _section_of(case, item)
        if right and right != item.section:
            misplaced[item.code] = right
    for section, below in _by_heading(case):
        rights = {misplaced.get(code, "") for code in below if not case.plan.items[code].parent}
        lost = len(rights) == 1 and not any(one.code in rights for one in case.plan.sections)
        if lost and "" not in rights:
            params = {"section": section.code, "right": rights.pop(), "count": len(below)}
            yield Hit(section.place, None, None, section.code, params=params, message=_HEADING,
                      fix=_HEADING_FIX, stops=tuple(below))  # fmt: skip
            misplaced = {code: right for code, right in misplaced.items() if code not in below}
    for code, right in misplaced.items():
        item = case.plan.items[code]
        if item.parent not in misplaced:
            params = {"section": item.section or "-", "right": right}
            yield Hit(item.places["code"], item=code, value=item.section, params=params)


def _by_heading(case: Case) -> Iterator[tuple[Section, list[str]]]:
    """Yield the sections with the codes of the items between their heading and the next."""
    headings = sorted(case.plan.sections, key=lambda section: section.place.row)
    ends = [section.place.row for section in headings[1:]]
    for section, end in zip_longest(headings, ends):
        first = section.place.row
        rows = ((item.code, item.row) for item in case.plan.items.values())
        yield section, [code for code, row in rows if first < row and (end is None or row < end)]


_HEADING = N_(
    "Sheet “{sheet}”, cell {cell}: the section is “{section}” here, but its {count} items belong to {right}."
)
_HEADING_FIX = N_("Write the section's own code: {right}.")


def _section_of(case: Case, item: Item) -> str:
    """Return an item's section: that of its code, else of its parent, else of the approved plan, else ""."""
    first = item.code.partition(".")[0]
    if any(section.code == first for section in case.plan.sections):
        return first
    if item.parent:
        return case.plan.items[item.parent].section
    approved = case.plan.approved.get(item.code)
    return approved.section if approved else ""


_DECREE = lazily(r"\b(?:PQ|PF|PP|VMQ|O‘RQ)\b(?!\s*[-–]?\s*\d)")
_DAY = lazily(r"\b((?:19|20)\d\d)-yil(?:ning)?\s+(\d+)-([^\W\d_]+)")


@rule(
    "REF05",
    Severity.WARNING,
    N_("Item {item}, cell {cell}: the number or date of a document is not right: “{value}”."),
    N_("Compare with the document: PQ-401, 60-son, 2023-yil 21-dekabr."),
)
def decree_malformed(case: Case) -> Iterator[Hit]:
    """Decrees in names and mechanisms have a number after PQ, PF or VMQ, and a day that there is.

    Why: the letter cites the decree word for word; a wrong number comes back from the addressee.

    Okay:
        Reja
        | Kod | Amalga oshirish mexanizmi                |
        | 11  | 2023-yil 21-dekabrdagi PQ-401 qarori asosida |
    Bad:
        Reja
        | Kod | Amalga oshirish mexanizmi                |
        | 11  | 2023-yil 31-fevraldagi PQ-401 qarori asosida |  REF05
        | 12  | PQ- qarori asosida                       |  REF05
    """
    for item in case.plan.items.values():
        for field, text in (("name", item.name), ("mechanism", item.mechanism)):
            wrong = next((found.group() for found in _DECREE.finditer(text)), None) or _impossible_day(text)
            if wrong:
                yield Hit(item.places[field], item.code, None, wrong, f"{item.code}/{field}")


def _impossible_day(text: str) -> str | None:
    """Return the first date in a text whose day its month does not have; None where there is none."""
    for found in _DAY.finditer(text) if "-yil" in text else ():
        year, day, word = int(found[1]), whole_number(found[2]) or 0, found[3]
        month = next((n for end in range(len(word), 2, -1) if (n := month_number(word[:end]))), None)
        if month and not 1 <= day <= month_end(year, month).day:
            return found.group()
    return None

"""Ask about the words of a plan that akmxl works with: units, services, due texts. None is put right here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.spelling import DASH, fold, names_in, nearest
from akmxl.core.text_length import shortened
from akmxl.importers.official import doubts
from akmxl.importers.official.doubts import WHOLE, listed
from akmxl.plan.period import read_work_time
from akmxl.workbook.create import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.importers.official.doubts import Doubts, Kind
    from akmxl.importers.official.entries import Entry
    from akmxl.workbook.create.shipped import Named


_SHOWN = 30


def tell_words(entries: Iterable[Entry], found: Doubts) -> None:
    """Note units and services that are on no list, and due texts that nobody can read, each once."""
    rows = list(entries)
    units, services = shipped.units(), shipped.services()
    _tell((doubts.UNKNOWN_UNIT, doubts.LIKE_A_UNIT), _unknown_units(rows), units, found)
    _tell((doubts.UNKNOWN_SERVICE, doubts.LIKE_A_SERVICE), _unknown_services(rows), services, found)
    for entry in rows:
        if entry.due and not is_dash(entry.due) and read_work_time(entry.due) is None:
            found.add(doubts.DUE_UNREAD, entry.mark._replace(item=entry.code), entry.at, text=entry.due)


def _tell(
    kinds: tuple[Kind, Kind], unknown: dict[str, list[str]], known: tuple[Named, ...], found: Doubts
) -> None:
    for text, items in unknown.items():
        near = nearest(text, (one.name for one in known))
        found.add(kinds[near is not None], WHOLE, text=text, nearest=near, items=listed(items))


def _unknown_units(entries: list[Entry]) -> dict[str, list[str]]:
    known = _units()
    unknown: dict[str, list[str]] = {}
    for entry in entries:
        if entry.unit and not is_dash(entry.unit) and fold(unit_in(entry.unit)) not in known:
            unknown.setdefault(entry.unit, []).append(called(entry))
    return unknown


def _unknown_services(entries: list[Entry]) -> dict[str, list[str]]:
    unknown: dict[str, list[str]] = {}
    for entry in entries:
        if entry.responsible and not is_dash(entry.responsible) and _named(entry.responsible)[1]:
            unknown.setdefault(entry.responsible, []).append(called(entry))
    return unknown


def called(entry: Entry) -> str:
    """Return by what a person finds a row: its code, else its number, else the title."""
    return entry.code or entry.number or shortened(entry.name, _SHOWN)


def services_in(text: str) -> tuple[str, ...]:
    """Return the services that a text names; one text where it names others than the known ones."""
    found, left = _named(text)
    if left or not found:
        return (text,) if text and not is_dash(text) else ()
    return found


def _named(text: str) -> tuple[tuple[str, ...], str]:
    return names_in(text.replace("/", ", "), _services())


def is_dash(text: str) -> bool:
    """Tell whether a cell of words says that there is none."""
    return fold(text) == DASH


def unit_in(text: str) -> str:
    """Return a unit as it is usually written, also where a hyphen parts its word; another as it is printed.

    >>> unit_in("nusxada"), unit_in("Ma’lu-mot."), unit_in("disk")
    ('Nusxa', 'Ma’lumot', 'disk')
    """
    known, plain = _units(), text.strip().rstrip(".")
    spellings = (plain, plain.replace("-", ""), "/".join(part.strip() for part in plain.split("/")))
    return next((known[fold(one)] for one in spellings if fold(one) in known), text)


@cache
def _units() -> dict[str, str]:
    return _spellings(shipped.units())


@cache
def _services() -> dict[str, str]:
    return _spellings(shipped.services())


def _spellings(named: Iterable[Named]) -> dict[str, str]:
    """Return the folded spellings of names, each with the name."""
    return {
        fold(spelling): one.name
        for one in named
        for spelling in (one.name, *one.beside.split(";"))
        if fold(spelling)
    }

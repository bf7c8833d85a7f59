"""Hold the people whom the registers name beside the list of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import nearest
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.alike import plain
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Person = tuple[str, ...]  # the words of a name

TITLE, PLACE = N_("People"), 109

_COLUMNS = ((registers.TRAINING, "person"), (registers.EVENTS, "responsible"))
_LEAST = 3  # names of a list, and rows that are on it: of fewer nobody knows whether the list is kept
_MOST = 4  # where more than one of five names is not on it, the list is of some of the staff
_BETWEEN = lazily(r"[,;/\n]|\bva\b")


@rule(
    "REF64",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is not on the list of staff (Sozlamalar, “{table}”)."),
    N_("Write the name as the list has it; if the person is new, add it there."),
    unless=("REF52",),
)
def person_of_the_staff(case: Case) -> Iterator[Hit]:
    """Who was trained, and who held an event, stands on the list of staff in Sozlamalar, where it is filled
    and most of the people are on it. Initials will do, and a surname alone.

    Why: the letter to the region lists the trained by name; under another name nobody is found there.

    Okay:
        Xodimlar
        | Xodim           | Xizmat   |
        | Karimova Anora  | Direktor |
        | Salimov Botir   | Direktor |
        | Olimova Dilnoza | Direktor |
        Malaka
        | Sana       | Kod | Xodim       | Kurs yoki sinov  |
        | 2025-03-03 | '31 | A. Karimova | Elektron katalog |
        | 2025-03-10 | '31 | Salimov B.  | Elektron katalog |
        | 2025-03-11 | '31 | Olimova     | Elektron katalog |
    Bad:
        Xodimlar
        | Xodim           | Xizmat   |
        | Karimova Anora  | Direktor |
        | Salimov Botir   | Direktor |
        | Olimova Dilnoza | Direktor |
        Malaka
        | Sana       | Kod | Xodim           | Kurs yoki sinov  |
        | 2025-03-03 | '31 | Karimova Anora  | Elektron katalog |
        | 2025-03-10 | '31 | Salimov Botir   | Elektron katalog |
        | 2025-03-11 | '31 | Olimova Dilnoza | Elektron katalog |
        | 2025-03-12 | '31 | Karimova Anora  | Fond             |
        | 2025-03-17 | '31 | Anvarov Nodir   | Elektron katalog |  REF64
    """
    view = case.view(str(layout.STAFF.table))
    listed = {text_of(view.cell(row, "person").value) for row in view.filled_rows()} - {""}
    staff = [words for words in map(_words, listed) if words]
    if len(staff) < _LEAST:
        return
    for register, field in _COLUMNS:
        values = case.view(register).values(field)
        told = {value for value in set(values.values()) if type(value) is str}
        unknown = {value for value in told if not all(_known(one, staff) for one in _people(value))}
        records = [one for one in case.plan.records[register] if one.row in values]
        odd = [record for record in records if values[record.row] in unknown]
        if odd and len(records) - len(odd) >= max(_LEAST, _MOST * len(odd)):
            for record in odd:
                name, subject = text_of(values[record.row]), f"{row_name(record)}/{field}"
                similar = nearest(name, listed)
                params = {"table": layout.STAFF.table}
                yield Hit(record.places[field], item_of(case, record), record_period(case, record), name,
                          subject, params={**params, "similar": similar} if similar else params,
                          fix=_NEAREST if similar else None)  # fmt: skip


_NEAREST = N_(
    "Write the name as the list has it (the nearest: “{similar}”); if the person is new, add it there."
)


def _people(text: str) -> Iterator[Person]:
    """Yield the people named in a cell, each as the words of the name."""
    yield from filter(None, map(_words, _BETWEEN.split(text)))


def _words(name: str) -> Person:
    return tuple(plain(name).split())


def _known(person: Person, staff: Sequence[Person]) -> bool:
    return any(_one_person(person, one) for one in staff)


def _one_person(one: Person, other: Person) -> bool:
    """Tell whether two names may be one person's: each word of the shorter begins, or is begun by, another's.

    A word with a digit is the same or another one.
    """
    fewer, more = sorted((one, other), key=len)
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        same = next((two for two in left if _one_word(word, two)), None)
        if same is None:
            return False
        left.remove(same)
    return True


def _one_word(one: str, other: str) -> bool:
    if any(sign.isdigit() for sign in one + other):
        return one == other
    return one.startswith(other) or other.startswith(one)

"""Say in words what became of a file that came, why, and what a value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_, translate
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import HEADERS, header
from akmxl.plan.period import Period
from akmxl.plan.register_rows import COUNT, PART, Selection
from akmxl.plan.registers import LISTS
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.told import words_of
from akmxl.plan.values import MEASURE_WORDS, SAID, SPANS, split_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.plan.returns.records import Entry

STATUS_WORDS = {
    Status.ACCEPTED: N_("accepted"),
    Status.SUPERSEDED: N_("a later version counts"),
    Status.DUPLICATE: N_("came already"),
    Status.UNSURE: N_("waits: it is not certain yet"),
    Status.REFUSED: N_("not accepted"),
}


_CLAIMED = N_("The day on which it came is the one that its message claims.")


def status_words(status: Status) -> str:
    """Return what became of a file in words."""
    return translate(STATUS_WORDS[status])


def reason_words(entry: Entry) -> str:
    """Return why a file has its status, and what it does not prove, as sentences that can be sent back."""
    words, came = words_of(entry), entry.came
    return f"{words} {translate(_CLAIMED)}".strip() if came.claimed and came.received else words


def count_words(said: int, expected: int, beyond: Sequence[str]) -> str:
    """Return how many centres said a figure, of how many, and which regions' centres are not in it."""
    text = f"{said} / {expected}"
    if len(beyond) > _MOST_NAMED:
        return f"{text} + {translate(_REGIONS, count=len(beyond))}"
    return " + ".join((text, *beyond))


_MOST_NAMED = 2
_REGIONS = N_("{count} regions")


def period_words(period: str) -> str:
    """Return a period in words; what is no period of a year as it was written."""
    try:
        return Period.parse(period).words
    except AkmxlError:
        return period


def period_order(period: str) -> tuple[int, int, int, str]:
    """Return what periods are sorted by: the year, the last month, the longer one behind the shorter."""
    try:
        found = Period.parse(period)
    except AkmxlError:
        return (0, 0, 0, period)
    return (found.year, found.last, -found.first, period)


def key_words(key: str) -> tuple[str, str]:
    """Return in words what a key of a form's values is about, and which figure or word of it."""
    kind, subject, field = split_key(key)
    if kind == "item":
        return subject, measure_words(field)
    if kind == "report":
        return "", translate(N_("Text of the report"))
    if kind in SPANS:
        said, of = (SAID, field.removeprefix(SAID)) if field.startswith(SAID) else ("", field)
        return selection_words(subject), f"{list_words(of)}, {measure_words(said + _OF_SPAN[kind])}"
    word = header(field) if field in HEADERS else field
    return ": ".join(part for part in (kind, subject) if part), word


_OF_SPAN = {"total": "fact", "since": "ytd"}  # the measure that covers the same months


def list_words(field: str) -> str:
    """Return a field of a list that is added up in words."""
    if field == COUNT:
        return translate(N_("number of rows"))
    if field.startswith(PART):
        return f"{header('details')}: {field.removeprefix(PART)}"
    return header(field) if field in HEADERS else field


def list_title(selection: str, field: str) -> str:
    """Return the total of a list in words: which rows of which register, and what of them is added up."""
    return f"{selection_words(selection)}: {list_words(field)}"


def selection_words(text: str) -> str:
    """Return in words which rows of a register are meant: ``Ro‘yxatlar (19.1-band, amaldagilar)``."""
    selected = Selection.parse(text)
    if selected is None:
        return text
    register = _REGISTERS.get(selected.register, selected.register)
    item = f"{selected.item}-band" if selected.item else ""
    narrowed = ", ".join(filter(None, (item, selected.kind, "amaldagilar" if selected.standing else "")))
    return f"{register} ({narrowed})" if narrowed else register


_REGISTERS = {LISTS: "Ro‘yxatlar"}  # the sheet's name does without the sign


def measure_words(measure: str) -> str:
    """Return a measure of an item in words."""
    return translate(MEASURE_WORDS.get(measure, measure))


def item_order(code: str) -> tuple[object, ...]:
    """Return what item codes are sorted by: ``9.2`` before ``9.10``, the sections' own before numbers."""
    parts = fold(code).split(".")
    numbers = map(whole_number, parts)
    return tuple((number is not None, number or 0, part) for number, part in zip(numbers, parts, strict=True))

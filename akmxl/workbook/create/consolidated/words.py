"""Say in words what became of a file that came, why, and what a value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import whole_number
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_, translate
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import HEADERS, header
from akmxl.plan.period import Period
from akmxl.plan.register_rows import COUNT
from akmxl.plan.returns.records import Status
from akmxl.plan.values import MEASURE_WORDS, SPANS, split_key

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
    doubts = entry.returned.doubts if entry.returned else ()
    if not (entry.reason or doubts or entry.came.claimed):
        return ""  # as nearly all
    reason = [translate(entry.reason, **entry.params)] if entry.reason else []
    claim = [translate(_CLAIMED)] if entry.came.claimed and entry.came.received else []
    return " ".join((*reason, *map(translate, doubts), *claim))


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
        return subject, f"{list_words(field)}, {measure_words(_OF_SPAN[kind])}"
    word = header(field) if field in HEADERS else field
    return ": ".join(part for part in (kind, subject) if part), word


_OF_SPAN = {"total": "fact", "since": "ytd"}  # the measure that covers the same months


def list_words(field: str) -> str:
    """Return a field of a list that is added up in words."""
    if field == COUNT:
        return translate(N_("number of rows"))
    return header(field) if field in HEADERS else field


def measure_words(measure: str) -> str:
    """Return a measure of an item in words."""
    return translate(MEASURE_WORDS.get(measure, measure))


def item_order(code: str) -> tuple[object, ...]:
    """Return what item codes are sorted by: ``9.2`` before ``9.10``, the sections' own before numbers."""
    parts = fold(code).split(".")
    numbers = map(whole_number, parts)
    return tuple((number is not None, number or 0, part) for number, part in zip(numbers, parts, strict=True))

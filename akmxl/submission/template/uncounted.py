"""Find the totals of a summary form that do not say of how many centres they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.submission.template.words import LIST_TOTAL, SAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.submission.template.placeholders import Placeholder
    from akmxl.submission.template.template import BadTemplate, Template

_COUNT = "said/"
_Of = tuple[str, str]  # an item's code (empty: of the row) and measure, or a list total's kind and span


def uncounted(template: Template, *, of_regions: bool = False) -> Iterator[BadTemplate]:
    """Yield a fault for each total beside which nothing says of how many centres it is.

    A row of each centre with its figure says it too, unless the rows are those of regions (``of_regions``).
    """
    told = {of for spot in template.spots for word in spot.placeholders if (of := _counted(word, of_regions))}
    message = N_(
        "{place}: nothing says of how many centres the total “{word}” is, so nobody could add it up further. "
        "Write {example} beside it."
    )
    for spot in template.spots:
        for word in spot.placeholders:
            of = _added(word)
            if of and of not in told and ("", of[1]) not in told:
                yield template.fault(spot, message, word=word.text, example=f"{{{{{_example(word)}}}}}")


def _counted(word: Placeholder, of_regions: bool) -> _Of | None:
    """Return the total of which a word says of how many centres it is."""
    if word.kind == "said" or (word.kind == "centre" and word.subject and not of_regions):
        return word.subject, word.field
    return _place(word, word.field.removeprefix(_COUNT)) if word.field.startswith(_COUNT) else None


def _added(word: Placeholder) -> _Of | None:
    """Return the total that a word stands for, where it is one that is added up further."""
    counts = LIST_TOTAL if word.kind == "list_total" else SAID
    return _place(word, word.field) if _COUNT + word.field in counts.values() else None


def _place(word: Placeholder, field: str) -> _Of | None:
    match word.kind:
        case "sum" | "figure":
            return word.subject, field
        case "item":
            return "", field
        case "list_total":
            return word.kind, field
    return None


def _example(word: Placeholder) -> str:
    """Return the word of the count of a total, as a person would type it."""
    counts = LIST_TOTAL if word.kind == "list_total" else SAID
    count = next(typed for typed, field in counts.items() if field == _COUNT + word.field)
    if word.kind in ("item", "list_total"):
        return f"{word.text.partition('.')[0]}.{count}"
    return " ".join(f"soni {count.removesuffix('soni')} {word.subject}".split())

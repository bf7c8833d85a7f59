"""Parse the words between ``{{`` and ``}}`` in a template.

The words are listed in ``words.py``; what each says is looked up in ``form/content.py`` by its field.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, nearest
from akmxl.plan.register_rows import PART, Selection
from akmxl.submission.template.words import (
    CENTRE,
    CHANGE,
    FIGURES,
    ITEM,
    KIND,
    LETTER,
    LIST_TOTAL,
    MEASURES,
    OTHERWISE,
    OVER_CENTRES,
    PAGE,
    PAGE_LISTS,
    PART_OF,
    REGISTERS,
    SAID,
    SECTION,
    STANDING,
    SUMS,
    TOTALS,
)
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.submission.template.words import Register


_PLACE = lazily(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Placeholder:
    """One placeholder.

    ``kind``: letter, figure, record, total, item, section, kind (a kind's heading), otherwise, change; of a
    summary form sum, said, centre and list_total; of a page page and listed; or empty when it is unknown.
    ``subject`` is the item's code of a figure (of a sum, of a centre), a record's word, a page's list, or the
    span of a total; ``selection`` says of records and totals which rows; ``text`` what was typed.
    """

    kind: str
    field: str
    subject: str
    text: str
    selection: Selection | None = None

    @property
    def of_summary(self) -> bool:
        """Whether only the summary form of a region can say it."""
        return self.kind in ("sum", "said", "centre", "list_total") or self.field in SAID.values()

    @property
    def of_page(self) -> bool:
        """Whether only a page of where things stand can say it."""
        return self.kind in ("page", "listed")


def split_text(text: str) -> tuple[str | Placeholder, ...]:
    """Split a cell's text into plain texts (none of them empty) and placeholders, in order."""
    found: list[str | Placeholder] = []
    end = 0
    for match in _PLACE.finditer(text):
        found += [text[end : match.start()], parse(match[1])]
        end = match.end()
    return tuple(piece for piece in (*found, text[end:]) if piece)


def parse(text: str) -> Placeholder:
    """Return the placeholder for the words between the braces; spellings are folded as everywhere."""
    readers = (_letter, _otherwise, _of_group, _record, _total, _figure, _over_centres, _of_centre)
    found = (placeholder for read in readers if (placeholder := read(text)))
    return next(found, Placeholder("", "", "", text))


def _letter(text: str) -> Placeholder | None:
    field = _folded("letter").get(fold(text))
    return Placeholder("letter", field, "", text) if field else None


def _otherwise(text: str) -> Placeholder | None:
    word, colon, sentence = text.partition(":")
    if not colon or fold(word) != fold(OTHERWISE):
        return None
    return Placeholder("otherwise", " ".join(sentence.split()), "", text)


def _of_group(text: str) -> Placeholder | None:
    """Read ``band.nomi``, ``bo‘lim.nomi``, ``tur.soni``, ``sahifa.sanasi``, ``muddatlar.nomi``."""
    group, _, word = (part.strip() for part in fold(text).partition("."))
    if group in _PAGE_LISTS:
        name, fields = _PAGE_LISTS[group]
        return Placeholder("listed", fields[word], name, text) if word in fields else None
    kind = _GROUPS.get(group, "")
    field = _folded(kind).get(word) if kind else None
    return Placeholder(kind, field, "", text) if field else None


def _record(text: str) -> Placeholder | None:
    """Read ``tadbir.nomi``, ``tadbir.nomi 19.2``, ``amaldagi ro‘yxat.tafsiloti manzil``."""
    found = _of_register(text)
    if found is None:
        return None
    name, word, selection = found
    field = _folded(name).get(word) or _part(name, word)
    return Placeholder("record", field, name, text, selection) if field else None


def _total(text: str) -> Placeholder | None:
    """Read ``jami tadbir.ishtirokchilar``, ``yil boshidan tadbir.soni 19.2``."""
    for start, span in TOTALS.items():
        head = _after(text, start)
        found = _of_register(head) if head else None
        if found:
            name, word, selection = found
            field = _folded(f"sums of {name}").get(word) or _part(name, word)
            return Placeholder("total", field, span, text, selection) if field else None
    return None


def _figure(text: str) -> Placeholder | None:
    """Read ``reja 15.1``."""
    head, code = _split_code(text)
    field = _folded("figure").get(fold(head)) if code else None
    return Placeholder("figure", field, code, text) if field else None


def _over_centres(text: str) -> Placeholder | None:
    """Read ``jami 15.1``, ``jami reja 15.1``, ``soni 15.1``; the measure may stand behind the code."""
    for start, kind in OVER_CENTRES.items():
        rest = _after(text, start)
        if rest is None:
            continue
        head, code = _split_code(rest)
        if not code:
            code, _, head = rest.partition(" ")
            code = read_code(code)
        field = _folded("measure").get(fold(head)) if head.strip() else MEASURES["fakt"]
        return Placeholder(kind, field, code, text) if field and _CODE.fullmatch(code) else None
    return None


def _of_centre(text: str) -> Placeholder | None:
    """Read ``markaz.nomi``, ``markaz.fakt 15.1``."""
    group, dot, rest = text.partition(".")
    if not dot or fold(group) != _CENTRE:
        return None
    head, code = _split_code(rest)
    field = _folded("measure" if code else "centre").get(fold(head))
    return Placeholder("centre", field, code, text) if field else None


_CENTRE = fold("markaz")


def _of_register(text: str) -> tuple[str, str, Selection] | None:
    """Return the register's word, the folded word behind its point, and the selection of rows."""
    head = _after(text, STANDING)
    prefix, dot, rest = (head or text).partition(".")
    register = _REGISTERS.get(fold(prefix))
    if not dot or register is None:
        return None
    word, code = _split_code(rest)
    return fold(prefix), fold(word), Selection(register.sheet, code, standing=head is not None)


def _after(text: str, start: str) -> str | None:
    """Return what follows the words ``start`` at a text's beginning; None where it begins otherwise."""
    count = len(start.split())
    words = text.split()
    return " ".join(words[count:]) if fold(" ".join(words[:count])) == fold(start) else None


def _split_code(text: str) -> tuple[str, str]:
    """Split the item code off a text's end; return the whole text and "" where there is none."""
    head, blank, last = text.strip().rpartition(" ")
    code = read_code(last)
    return (head, code) if blank and _CODE.fullmatch(code) else (text, "")


def _part(register: str, word: str) -> str:
    """Return the field of one labelled part of the details; empty where the word asks for none."""
    label = _after(word, PART_OF) if "details" in _REGISTERS[register].fields.values() else None
    return f"{PART}{label}" if label and "/" not in label else ""


def register_of(placeholder: Placeholder) -> Register:
    """Return the register that a record's placeholder belongs to."""
    return _REGISTERS[placeholder.subject]


def nearest_word(placeholder: Placeholder) -> str | None:
    """Return the known word most like an unknown one, its item code kept; None where none is like it."""
    text = _COMMA.sub(".", placeholder.text)  # 19,1 is 19.1
    code = _split_code(text)[1]
    return nearest(text, known_words(code) if code else known_words())


_COMMA = lazily(r"(?<=\d),(?=\d)")


def known_words(code: str = "15.1") -> Iterator[str]:
    """Yield every word as a person would type it; figures with this code."""
    yield from LETTER
    yield from (f"{word} {code}" for word in FIGURES)
    yield from (f"{over} {code}" for over in OVER_CENTRES)
    yield from (f"band.{word}" for word in ITEM)
    yield from (f"bo‘lim.{word}" for word in SECTION)
    yield from (f"tur.{word}" for word in KIND)
    yield from (f"o‘zgarish.{word}" for word in CHANGE)
    yield from (f"markaz.{word}" for word in CENTRE)
    yield from (f"ro‘yxatlar.{word}" for word in LIST_TOTAL)
    yield from (f"sahifa.{word}" for word in PAGE)
    yield from (f"{name}.{word}" for name, words in PAGE_LISTS.items() for word in words)
    for name, register in REGISTERS.items():
        yield from (f"{name}.{word}" for word in register.fields)
        yield from (f"{total} {name}.{word}" for total in TOTALS for word in SUMS[name])


_CODE = lazily(r"(?:[IVX]+\.)?\d+(?:\.\d+)*")
_GROUPS = {
    fold("band"): "item",
    fold("bo‘lim"): "section",
    fold("tur"): "kind",
    fold("o‘zgarish"): "change",
    fold("sahifa"): "page",
    fold("ro‘yxatlar"): "list_total",
}
_PAGE_LISTS = {
    fold(name): (name, {fold(word): field for word, field in words.items()})
    for name, words in PAGE_LISTS.items()
}
_REGISTERS = {fold(name): register for name, register in REGISTERS.items()}


@cache
def _folded(kind: str) -> Mapping[str, str]:
    """Return the words of a kind, or of a register, in their folded spelling, with their fields."""
    tables = {"letter": LETTER, "figure": FIGURES, "item": ITEM, "section": SECTION, "kind": KIND}
    tables |= {"measure": MEASURES, "centre": CENTRE, "list_total": LIST_TOTAL, "change": CHANGE}
    tables |= {"page": PAGE} | {f"sums of {fold(name)}": words for name, words in SUMS.items()}
    table = tables[kind] if kind in tables else _REGISTERS[kind].fields
    return {fold(word): field for word, field in table.items()}

"""The words that stand between ``{{`` and ``}}`` in a template, and what each of them asks for.

A new word is one entry here; what it says is looked up in ``content.py`` by its field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from akmxl.i18n import N_
from akmxl.reading.figures import read_code
from akmxl.words import fold, nearest
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Word -> what it asks for: the letterhead and the report as a whole.
LETTER: Mapping[str, str] = {
    "tashkilot": "organisation",
    "hudud": "region",
    "direktor": "director",
    "ijrochi": "reporter",
    "telefon": "phone",
    "kimga": "recipient",
    "nusxasi": "copy_to",
    "hisobot turi": "form_kind",
    "hisobot nomi": "title",
    "davr": "period",
    "tahrir": "version",
    "chiqish raqami": "number",
    "chiqish sanasi": "sent",
    "yil": "year",
    "matn": "text",
    "aniqlashtirish sababi": "correction_reason",
    "aniqlashtirish xati": "correction_letter",
}

# Word -> measure of an item: with a code behind it (``{{reja 15.1}}``) or after ``band.``.
FIGURES: Mapping[str, str] = {
    "nomi": "name",
    "birligi": "unit",
    "reja": "plan",
    "fakt": "fact",
    "yil boshidan": "ytd",
    "foiz": "percent",
    "o‘tgan yil": "previous",
    "farqi": "difference",
    "izoh": "note",
}
ITEM: Mapping[str, str] = {"kodi": "code", "raqami": "printed_no"} | dict(FIGURES)
SECTION: Mapping[str, str] = {"nomi": "name", "kodi": "code"}
# After ``o‘zgarish.``: a row for each value that a corrected report was sent with otherwise.
CHANGE: Mapping[str, str] = {
    "raqam": "ordinal",
    "ko‘rsatkich": "indicator",
    "eski": "old",
    "yangi": "new",
    "farqi": "difference",
}


@dataclass(frozen=True)
class Register:
    """A register's words, and the sentence that stands in the place of an empty table."""

    sheet: str
    fields: Mapping[str, str]
    nothing: str


_ORDINAL = {"raqam": "ordinal", "sana": "date"}
REGISTERS: Mapping[str, Register] = {
    "tadbir": Register(
        layout.EVENTS,
        _ORDINAL
        | {
            "turi": "event_kind",
            "nomi": "title",
            "joyi": "place",
            "ishtirokchilar": "participants",
            "ayollar": "women",
            "bolalar": "children",
            "hamkor": "partner",
            "mas’ul": "responsible",
            "havola": "link",
            "izoh": "note",
        },
        N_("No events were held in the reporting period."),
    ),
    "malaka": Register(
        layout.TRAINING,
        _ORDINAL
        | {
            "xodim": "person",
            "lavozimi": "post",
            "kurs": "course",
            "tashkilotchi": "organiser",
            "soat": "hours",
            "natija": "result",
            "band": "code",
        },
        N_("Nobody was trained or tested in the reporting period."),
    ),
    "matbuot": Register(
        layout.PRESS,
        _ORDINAL
        | {
            "muallif": "author",
            "sarlavha": "title",
            "nomi": "title",
            "nashr": "publication",
            "yili": "year_published",
            "turi": "record_kind",
            "band": "code",
        },
        N_("No bibliographic records or articles were made in the reporting period."),
    ),
    "ro‘yxat": Register(
        layout.LISTS,
        _ORDINAL
        | {
            "turi": "list_kind",
            "nomi": "title",
            "tafsiloti": "details",
            "miqdori": "quantity",
            "hujjat": "document",
            "havola": "link",
            "izoh": "note",
            "band": "code",
        },
        N_("Nothing was entered in the lists in the reporting period."),
    ),
}

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Placeholder:
    """One placeholder. ``kind``: letter, figure, record, item, section, change, or empty when unknown;
    ``subject`` is a figure's item code or a record's word; ``text`` what the person typed."""

    kind: str
    field: str
    subject: str
    text: str


def pieces(text: str) -> tuple[str | Placeholder, ...]:
    """A cell's text taken apart: plain texts (none of them empty) and placeholders, in order."""
    found: list[str | Placeholder] = []
    end = 0
    for match in _PLACE.finditer(text):
        found += [text[end : match.start()], parse(match[1])]
        end = match.end()
    return tuple(piece for piece in (*found, text[end:]) if piece)


def parse(text: str) -> Placeholder:
    """What the words between the braces ask for; spellings are folded as everywhere."""
    word = fold(text)
    if field := _folded("letter").get(word):
        return Placeholder("letter", field, "", text)
    prefix, dot, rest = word.partition(".")
    group = prefix.strip()
    if dot and (group in _GROUPS or group in _REGISTERS):
        kind = _GROUPS.get(group, "record")
        table = _folded(kind if kind != "record" else group)
        if field := table.get(rest.strip()):
            return Placeholder(kind, field, group if kind == "record" else "", text)
    head, _, code = text.rpartition(" ")
    if (field := _folded("figure").get(fold(head))) and _CODE.fullmatch(read_code(code)):
        return Placeholder("figure", field, read_code(code), text)
    return Placeholder("", "", "", text)


def register_of(placeholder: Placeholder) -> Register:
    """The register that a record's placeholder belongs to."""
    return _REGISTERS[placeholder.subject]


def nearest_word(placeholder: Placeholder) -> str | None:
    """The known word most like an unknown one, its item code kept."""
    last = read_code(placeholder.text.rpartition(" ")[2])
    return nearest(placeholder.text, known_words(last) if _CODE.fullmatch(last) else known_words())


def known_words(code: str = "15.1") -> Iterator[str]:
    """Every word as a person would type it; figures with this code."""
    yield from LETTER
    yield from (f"{word} {code}" for word in FIGURES)
    yield from (f"band.{word}" for word in ITEM)
    yield from (f"bo‘lim.{word}" for word in SECTION)
    yield from (f"o‘zgarish.{word}" for word in CHANGE)
    for name, register in REGISTERS.items():
        yield from (f"{name}.{word}" for word in register.fields)


_CODE = re.compile(r"(?:[IVX]+\.)?\d+(?:\.\d+)*")
_GROUPS = {fold("band"): "item", fold("bo‘lim"): "section", fold("o‘zgarish"): "change"}
_REGISTERS = {fold(name): register for name, register in REGISTERS.items()}


@cache
def _folded(kind: str) -> Mapping[str, str]:
    """The words of a kind, or of a register, in their folded spelling."""
    tables = {"letter": LETTER, "figure": FIGURES, "item": ITEM, "section": SECTION, "change": CHANGE}
    table = tables[kind] if kind in tables else _REGISTERS[kind].fields
    return {fold(word): field for word, field in table.items()}

"""Say which columns a MARC file has as a table, and take their values from a record.

A value that is not there is None, and never 0. A day that is none stays the text that stands there, so
that whoever reads the column rejects the row and shows it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.profile.profile import UNIMARC
from akmxl.importers.sources.marc.record import Record, cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Taken = Callable[[Record], object]

# The first year of MARC: 008 says no century, and no record is older, so lower digits are of this century.
_FIRST_YEAR = 68
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_ENDS = " /:;=,"  # what ISBD puts at the end of a part, before the next one
_SHORT = re.compile(r"(?:^|[\s.,-])[^\W\d_]{1,3}\.$")  # an initial or an abbreviation, whose point stays

_ARTICLE, _SERIAL = "maqola", "jurnal/gazeta"
_ALIKE = {"c": "nota", "d": "nota", "e": "xarita", "f": "xarita", "g": "video", "i": "audio", "j": "audio",
          "k": "tasviriy nashr", "r": "buyum"}  # fmt: skip
_MATERIALS_MARC21 = {**_ALIKE, "a": "kitob", "t": "qo‘lyozma", "m": "elektron resurs", "o": "to‘plam",
                     "p": "to‘plam"}  # fmt: skip
_MATERIALS_UNIMARC = {**_ALIKE, "a": "kitob", "b": "qo‘lyozma", "l": "elektron resurs", "m": "multimedia"}
_LEVELS = {"a": _ARTICLE, "b": _ARTICLE, "s": _SERIAL, "i": "yangilanib boruvchi nashr"}


def _number(record: Record) -> object:
    return cleaned(record.controls.get("001", "")) or None


def _created_marc21(record: Record) -> object:
    return _short_day(record.controls.get("008", "")[:6])


def _created_unimarc(record: Record) -> object:
    return _long_day(record.coded("100")[:8])


def _edited(record: Record) -> object:
    return _long_day(record.controls.get("005", "")[:8])


@lru_cache(maxsize=4096)
def _short_day(digits: str) -> date | str | None:
    """Return a day of six digits; the two of the year are of the century in which MARC was there."""
    if len(digits) == 6 and digits.isdecimal():
        return _long_day(("19" if int(digits[:2]) >= _FIRST_YEAR else "20") + digits, digits)
    return _long_day(digits)


@lru_cache(maxsize=4096)
def _long_day(digits: str, shown: str = "") -> date | str | None:
    """Return a day of eight digits; None for a blank (or fill signs), else the text that is no day."""
    if len(digits) == 8 and digits.isdecimal() and digits.isascii():
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            return shown or digits
    return cleaned(digits.replace("|", " ").replace("#", " ")) or None


def _agencies_marc21(record: Record) -> object:
    return _joined(record.texts("040", "acd"))


def _agencies_unimarc(record: Record) -> object:
    return _joined(record.texts("801", "b"))


def _creator_marc21(record: Record) -> object:
    return record.first(("040",), "a") or None


def _creator_unimarc(record: Record) -> object:
    for field in record.fields.get("801", ()):
        if field.indicators[1] == "0":
            for code, value in field.subfields:
                if code == "b" and (text := record.clean(value)):
                    return text
    return None


def _author_marc21(record: Record) -> object:
    return _name(record.first(("100", "110", "111"), "a")) or None


def _author_unimarc(record: Record) -> object:
    for tag in ("700", "701", "710", "711"):
        for field in record.fields.get(tag, ()):
            parts = dict(reversed(field.subfields))  # the first of each code
            name, rest = record.clean(parts.get("a", "")), record.clean(parts.get("b", "")).lstrip(", ")
            if name:
                # The second indicator says that the family name comes first, so a comma stands after it.
                comma = "," if field.indicators[1] == "1" and tag < "710" else ""
                return _name(f"{name.rstrip(_ENDS)}{comma} {rest}" if rest else name)
    return None


@lru_cache(maxsize=2048)
def _name(text: str) -> str:
    """Return a name without the sign that leads to its next part."""
    text = text.rstrip(_ENDS)
    return text if _SHORT.search(text) else text.removesuffix(".")


def _title_marc21(record: Record) -> object:
    return _title(record, "245", "b") or None


def _title_unimarc(record: Record) -> object:
    return _title(record, "200", "e") or None


def _title(record: Record, tag: str, rest: str) -> str:
    """Return the title proper and what explains it, joined as ISBD does, without the signs at their ends."""
    for field in record.fields.get(tag, ()):
        parts = (record.clean(value) for code, value in field.subfields if code == "a" or code == rest)
        if title := " : ".join(text for part in parts if (text := _part(part))):
            return title
    return ""


@lru_cache(maxsize=2048)
def _part(text: str) -> str:
    text = text.strip(_ENDS)
    whole = text.endswith("..") or _SHORT.search(text)  # its point is no sign of ISBD
    return text if whole else text.removesuffix(".").rstrip(_ENDS)


def _published_marc21(record: Record) -> object:
    host = record.first(("773",), "t") if _kind_marc21(record) == _ARTICLE else ""
    return _part(host or record.first(("260", "264"), "b")) or None


def _published_unimarc(record: Record) -> object:
    host = _host(record, "t", "200", "a") if _kind_unimarc(record) == _ARTICLE else ""
    return _part(host or record.first(("210",), "c")) or None


def _host(record: Record, code: str, tag: str, embedded: str) -> str:
    """Return what 463 or 461 says of the work around: in a subfield, or in a field embedded after ``$1``."""
    for linking in ("463", "461"):
        for field in record.fields.get(linking, ()):
            inside = ""
            for sub, value in field.subfields:
                if sub == "1":
                    inside = record.clean(value)[:3]
                elif (inside, sub) in ((tag, embedded), ("", code)) and (text := record.clean(value)):
                    return text
    return ""


def _year_marc21(record: Record) -> object:
    for tag, codes in (("260", "c"), ("264", "c"), ("773", "dg")):
        for text in record.texts(tag, codes):
            if year := _year(text):
                return year
    return _year(record.controls.get("008", "")[7:11])


def _year_unimarc(record: Record) -> object:
    for text in record.texts("210", "d"):
        if year := _year(text):
            return year
    return _year(_host(record, "d", "210", "d")) or _year(record.coded("100")[9:13])


@lru_cache(maxsize=2048)
def _year(text: str) -> int | None:
    """Return the first year in a text."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _udc_marc21(record: Record) -> object:
    return _joined(record.texts("080", "a"))


def _udc_unimarc(record: Record) -> object:
    return _joined(record.texts("675", "a"))


def _full_text(record: Record) -> object:
    return _joined(record.texts("856", "u"))


def _copies_marc21(record: Record) -> object:
    return _copies(record, ("852", "952", "899"))


def _copies_unimarc(record: Record) -> object:
    return _copies(record, ("899", "995", "941"))


def _copies(record: Record, tags: Sequence[str]) -> int | None:
    """Count the copies; where several tags describe them it is the same ones, so the largest count is taken.

    A field is one copy, or as many as it has numbers of copies ($p).
    """
    counts = [
        sum([max(1, [code for code, _ in field.subfields].count("p")) for field in record.fields[tag]])
        for tag in tags
        if tag in record.fields
    ]
    return max(counts, default=None)


def _kind_marc21(record: Record) -> object:
    return _kind(record.leader, _MATERIALS_MARC21, "at")


def _kind_unimarc(record: Record) -> object:
    return _kind(record.leader, _MATERIALS_UNIMARC, "ab")


def _kind(leader: str, materials: dict[str, str], texts: str) -> str | None:
    material, level = leader[6:7], leader[7:8]
    if material and material in texts and level in _LEVELS:
        return _LEVELS[level]
    return materials.get(material)


def _language_marc21(record: Record) -> object:
    return cleaned(record.controls.get("008", "")[35:38].replace("|", " ")) or None


def _language_unimarc(record: Record) -> object:
    return _joined(record.texts("101", "a"))


def _joined(texts: Sequence[str]) -> str | None:
    """Join different texts as they come; None where there is none."""
    if len(texts) < 2:
        return texts[0] if texts else None
    return "; ".join(dict.fromkeys(texts)) or None


TITLE = "Sarlavha"


class Column(NamedTuple):
    """A column: its heading, how it is taken from each kind of record, the tags this asks, and what it is."""

    heading: str
    marc21: Taken
    tags_marc21: str
    unimarc: Taken
    tags_unimarc: str
    means: str


COLUMNS = (
    Column("Nazorat raqami", _number, "001", _number, "001", "the record's number in the catalogue"),
    Column("Yaratilgan sana", _created_marc21, "008", _created_unimarc, "100",
           "day on which the record was made: 008/00-05, 100$a/00-07; a copied record keeps it"),
    Column("Tahrirlangan sana", _edited, "005", _edited, "005", "day of its last change: 005"),
    Column("Agentlik", _agencies_marc21, "040", _agencies_unimarc, "801",
           "all who made or changed it, each once: 040$a$c$d, 801$b"),
    Column("Yaratgan agentlik", _creator_marc21, "040", _creator_unimarc, "801",
           "who made it: 040$a, 801$b with the second indicator 0"),
    Column("Muallif", _author_marc21, "100 110 111", _author_unimarc, "700 701 710 711",
           "the first author: 100, 110, 111 $a; 700, 701, 710, 711 $a $b"),
    Column(TITLE, _title_marc21, "245", _title_unimarc, "200",
           "245 $a $b, 200 $a $e, without the signs that ISBD puts at their ends"),
    Column("Nashr", _published_marc21, "260 264 773", _published_unimarc, "210 463 461",
           "the publisher: 260, 264 $b, 210 $c; of an article what it stands in: 773 $t, 463 or 461 $t"),
    Column("Nashr yili", _year_marc21, "260 264 773 008", _year_unimarc, "210 463 461 100",
           "the first year of 260, 264 $c (773 $d $g), 210 $d; else that of the coded data"),
    Column("UDK", _udc_marc21, "080", _udc_unimarc, "675", "080 $a, 675 $a"),
    Column("To‘liq matn", _full_text, "856", _full_text, "856", "addresses of the full text: 856 $u"),
    Column("Nusxalar", _copies_marc21, "852 952 899", _copies_unimarc, "899 995 941",
           "how many copies: of 852, 952 (Koha), 899 or 899 (RUSMARC), 995 (Koha), 941 the most"),
    Column("Turi", _kind_marc21, "", _kind_unimarc, "", "what it describes: leader/06 and 07"),
    Column("Til", _language_marc21, "008", _language_unimarc, "101", "008/35-37, 101 $a: codes as eng, uzb"),
)  # fmt: skip
HEADINGS = tuple(column.heading for column in COLUMNS)


def takers(kind: str) -> tuple[Taken, ...]:
    """Return how each column is taken from a record of this kind."""
    return tuple(column.unimarc if kind == UNIMARC else column.marc21 for column in COLUMNS)


def tags(kind: str) -> frozenset[str]:
    """Return the tags that the columns ask of a record of this kind."""
    asked = (column.tags_unimarc if kind == UNIMARC else column.tags_marc21 for column in COLUMNS)
    return frozenset(tag for some in asked for tag in some.split())

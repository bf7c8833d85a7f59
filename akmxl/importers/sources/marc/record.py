"""Define a MARC record as the columns ask it, wherever it was read from, and clean its texts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.unseen import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Control signs, which no cell takes; among them the marks around an article that sorting leaves out.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]+")
_MARKS = re.compile("[\x88\x89\x98\x9c]")


Value = str | bytes


class Field(NamedTuple):
    """One field with subfields: its two indicators, and code and value of each subfield.

    Fields of pymarc have the same two names, and stand here as they are.
    """

    indicators: Sequence[str]
    subfields: Sequence[tuple[str, Value]]


class Record(NamedTuple):
    """A record: its leader, the control fields by tag (the first of each), the other fields by tag.

    Values are bytes where they are decoded when they are asked for: most are not. ``clean`` decodes one and
    cleans it; it raises ``UnicodeError`` for what is not in the record's encoding.
    """

    leader: str
    controls: Mapping[str, str]
    fields: Mapping[str, Sequence[Field]]
    clean: Callable[[Value], str]

    def texts(self, tag: str, codes: str) -> Sequence[str]:
        """Return the texts of a tag's subfields of these codes, clean, as they stand, without blanks."""
        if tag not in self.fields:
            return ()
        clean = self.clean
        values = [value for field in self.fields[tag] for code, value in field.subfields if code in codes]
        return [text for value in values if (text := clean(value))]

    def first(self, tags: Sequence[str], codes: str) -> str:
        """Return the first text of the first of these tags that has one."""
        for tag in tags:
            if texts := self.texts(tag, codes):
                return texts[0]
        return ""

    def coded(self, tag: str) -> str:
        """Return a control field, or $a of a field of coded data, with its blanks: positions matter."""
        if tag in self.controls:
            return self.controls[tag]
        for field in self.fields.get(tag, ()):
            for code, value in field.subfields:
                if code == "a":
                    return value if isinstance(value, str) else value.decode("ascii", "replace")
        return ""


@cache
def cleaner(encoding: str) -> Callable[[Value], str]:
    """Return what makes clean texts of bytes in an encoding (empty: of texts); much in a catalogue recurs."""

    @lru_cache(maxsize=2048)
    def clean(value: Value) -> str:
        return cleaned(value if isinstance(value, str) else value.decode(encoding))

    return clean


def cleaned(value: str) -> str:
    """Return a text without signs that nobody sees and with single blanks, its accents joined to letters."""
    if value.isascii() and value.isprintable():
        return value if value.strip(" ") == value and "  " not in value else " ".join(value.split())
    if not value.isprintable():
        value = _UNSEEN.sub(" ", _MARKS.sub("", value))
    value = unicodedata.normalize("NFC", visible(value))
    return " ".join(value.split())

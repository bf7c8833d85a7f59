"""Define a MARC record as the columns ask it, wherever it was read from, and clean its texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.unseen import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Control signs, which no cell takes; among them the marks around an article that sorting leaves out.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]+")
_MARKS = re.compile("[\x88\x89\x98\x9c]")


class Field(NamedTuple):
    """One field with subfields: its two indicators, and code and text of each subfield.

    pymarc's fields have the same two names, so they stand here as they are.
    """

    indicators: Sequence[str]
    subfields: Sequence[tuple[str, str]]


class Record(NamedTuple):
    """A record: its leader, the control fields by tag (the first of each), the other fields by tag."""

    leader: str
    controls: Mapping[str, str]
    fields: Mapping[str, Sequence[Field]]

    def texts(self, tag: str, codes: str) -> Iterator[str]:
        """Yield the texts of a tag's subfields of these codes, clean, as they stand; blanks are left out."""
        for field in self.fields.get(tag, ()):
            for code, value in field.subfields:
                if code in codes and (text := cleaned(value)):
                    yield text

    def first(self, tags: Sequence[str], codes: str) -> str:
        """Return the first text of the first of these tags that has one."""
        for tag in tags:
            if tag in self.fields:
                for text in self.texts(tag, codes):
                    return text
        return ""

    def coded(self, tag: str) -> str:
        """Return a control field, or $a of a field of coded data, with its blanks: positions matter."""
        if tag in self.controls:
            return self.controls[tag]
        for field in self.fields.get(tag, ()):
            for code, value in field.subfields:
                if code == "a":
                    return value
        return ""


def cleaned(value: str) -> str:
    """Return a text without signs that nobody sees and with single blanks, its accents joined to letters."""
    if not value.isprintable():
        value = _UNSEEN.sub(" ", _MARKS.sub("", value))
    if not value.isascii():
        value = unicodedata.normalize("NFC", visible(value))
    return " ".join(value.split())

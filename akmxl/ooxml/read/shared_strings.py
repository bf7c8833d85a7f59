"""Give the shared strings of a workbook, decoded by the piece: many may belong to sheets nobody reads."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.unseen import is_blank
from akmxl.ooxml.xml.xmlbytes import decode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

_STRING = lazily(r"<si(?:\s[^>]*?)?(?:/>|>(?:<t(?: [^>]*)?>([^<]*)</t></si>|(.*?)</si>))", re.DOTALL)
_PIECE = 1 << 17  # bytes


class SharedStrings:
    """The texts of the shared strings part, by number from 0; phonetic hints left out.

    One that shows nothing, such as a blank, is empty.

    ``reading`` is entered for decoding: it turns what the part's content cannot mean into Unreadable.
    """

    def __init__(self, xml: bytes, reading: Callable[[], AbstractContextManager[None]]) -> None:
        if b"<!" in xml or b"<x" in xml[:200]:
            from akmxl.ooxml.read.plain import plain_strings  # late: for unusual files alone

            xml = plain_strings(xml)
        self._xml = xml
        self._reading = reading
        self._starts = [*_starts(xml), len(xml)]
        self._firsts = [0]  # the number of the first text of each piece
        for start, end in zip(self._starts, self._starts[1:], strict=False):
            self._firsts.append(self._firsts[-1] + xml.count(b"<si", start, end))
        self._texts: list[str | None] = [None] * self._firsts[-1]

    def __getitem__(self, number: int) -> str:
        """Return a text; raises IndexError where there is none."""
        text = self._texts[number]
        return self.pick((number,))[0] if text is None else text

    def pick(self, numbers: Sequence[int]) -> Sequence[str]:
        """Return the texts with these numbers, from 0; raises IndexError where there is no such text."""
        found = list(map(self._texts.__getitem__, numbers))
        if None in found:
            with self._reading():
                for number in numbers:
                    if self._texts[number] is None:
                        self._decode(bisect_right(self._firsts, number) - 1)
            found = list(map(self._texts.__getitem__, numbers))
        return found  # type: ignore[return-value]

    def _decode(self, piece: int) -> None:
        first, end = self._firsts[piece], self._firsts[piece + 1]
        texts = _decoded(self._xml[self._starts[piece] : self._starts[piece + 1]])
        if len(texts) == end - first:
            self._texts[first:end] = texts
        else:  # damage: whatever reads as a text counts, in its order
            self._texts[:] = _decoded(self._xml)


class LostStrings(SharedStrings):
    """The texts of a workbook without a part of them: whoever asks for one is told that it is damaged."""

    def __init__(self, refusal: Callable[[], Exception]) -> None:
        self._refusal = refusal

    def __getitem__(self, number: int) -> str:
        raise self._refusal()

    def pick(self, numbers: Sequence[int]) -> Sequence[str]:
        if numbers:
            raise self._refusal()
        return ()


def _starts(xml: bytes) -> Iterator[int]:
    """Yield where the pieces begin, each of which begins with a text."""
    start = xml.find(b"<si")
    while start >= 0:
        yield start
        start = xml.find(b"<si", start + _PIECE)


def _decoded(xml: bytes) -> list[str]:
    text = xml.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _STRING.findall(text, 0, max(text.rfind("</si>") + 5, text.rfind("/>") + 2))
    strings = [plain if plain or not rich else _joined(rich) for plain, rich in found]
    if "&" in text or "_x" in text:
        strings = [decode_text(string) if "&" in string or "_x" in string else string for string in strings]
    return ["" if is_blank(string) else string for string in strings]


def _joined(rich: str) -> str:
    from akmxl.ooxml.read.plain import joined_raw  # late: few texts have several looks

    return joined_raw(rich)

"""Find where the rows of a sheet part stand: all numbers at once, a row's place when it is asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice
from operator import ge

from akmxl.core.lazy_pattern import lazily
from akmxl.ooxml.xml.attributes import row_number, row_numbers
from akmxl.ooxml.xml.xmlbytes import MAIN

_ROW = lazily(rb'<row(?: r="([1-9][0-9]{0,6})")?')
_NUMBERED_ROW = lazily(rb"""<row\s(?:[^>]*?\s)?r=["']([0-9]{1,7})["'][^>]*>""")
_PREFIX = lazily(rb"""xmlns:([\w.-]+)\s*=\s*["']""" + MAIN.encode())
_FAR = 1 << 13  # bytes between landmarks


class UnclearRows(Exception):
    """Rows that cannot be told for certain: not numbered upwards, or hidden from a plain search."""


class RowIndex:
    """The rows between two places of a sheet part; ``numbers`` go upwards. Raises UnclearRows.

    A row is looked for from the landmark before it: of a hundred thousand rows few are edited.
    """

    def __init__(self, xml: bytes, start: int, end: int) -> None:
        self._xml = xml
        self._end = end
        if hides_rows(xml, start, end):
            raise UnclearRows
        found = _ROW.findall(xml, start, end)
        if b"" in found:  # a number that stands elsewhere in its tag: every row becomes a landmark
            tags = list(_NUMBERED_ROW.finditer(xml, start, end))
            if len(tags) != len(found):
                raise UnclearRows
            found = [tag[1] for tag in tags]
            self._landmarks = [tag.start() for tag in tags]
        else:
            marks = {xml.find(b"<row", place, end) for place in range(start, end, _FAR)}
            self._landmarks = sorted(marks - {-1})
        self.numbers: list[int] = row_numbers(found)
        self._next = -1, -1  # the place after the last row that was asked for, and where it begins
        self._marked = [self._number_at(place) for place in self._landmarks]
        if any(map(ge, self.numbers, islice(self.numbers, 1, None))) or xml[start : self._start(0)].strip():
            raise UnclearRows

    def span(self, number: int) -> tuple[int, int]:
        """Return where a row begins and ends; twice the place where it would stand when there is none."""
        place = bisect_left(self.numbers, number)
        start = self._start(place)
        if place < len(self.numbers) and self.numbers[place] == number:
            following = self._xml.find(b"<row", start + 1, self._end)
            self._next = place + 1, self._end if following < 0 else following
            return start, self._next[1]
        if place and not self._xml[self._start(place - 1) : start].rstrip().endswith((b"</row>", b"/>")):
            raise UnclearRows  # not between two rows but inside something that holds them
        return start, start

    def start_of(self, number: int) -> int:
        """Return where the first row begins that has this number or a higher one."""
        return self._start(bisect_left(self.numbers, number))

    def places(self, first: int, last: int, step: int) -> list[int]:
        """Return where every so many rows begin, from one number to another, and where the last ends."""
        steps = range(bisect_left(self.numbers, first), bisect_right(self.numbers, last), step)
        return [*map(self._start, steps), self.span(last)[1]]

    def count(self, first: int, last: int) -> int:
        """Count the rows from one number to another."""
        return bisect_right(self.numbers, last) - bisect_left(self.numbers, first)

    def _start(self, place: int) -> int:
        """Return where a row begins, by its place among the numbers; after the last, where all rows end."""
        if place >= len(self.numbers):
            return self._end
        if place == self._next[0]:
            return self._next[1]
        number = self.numbers[place]
        mark = bisect_right(self._marked, number) - 1
        if self._marked[mark] == number:
            return self._landmarks[mark]
        return self._xml.index(b'<row r="%d"' % number, self._landmarks[mark])

    def _number_at(self, place: int) -> int:
        tag = _NUMBERED_ROW.match(self._xml, place)
        assert tag is not None
        return row_number(tag[1])


def hides_rows(xml: bytes, start: int, end: int) -> bool:
    """Tell whether a comment, a CDATA section, an instruction or another prefix may hold rows.

    One letter is found forty times faster than two, and nearly every sheet has none of these.
    """
    signs = [b"<" + sign for sign in (b"!", b"?") if xml.find(sign, start, end) >= 0]
    prefixes = [b"<%b:" % prefix for prefix in _PREFIX.findall(xml)]
    return any(xml.find(sign, start, end) >= 0 for sign in signs + prefixes)

"""Take apart what stands as lines in the cells of one row: several measures, aligned across the columns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import DASH
from akmxl.core.text_length import shortened
from akmxl.importers.official import doubts
from akmxl.importers.official.doubts import listed
from akmxl.importers.official.entries import Entry
from akmxl.importers.official.figures import read_printed
from akmxl.importers.official.grid import joined
from akmxl.importers.official.headings import FIGURES
from akmxl.importers.official.quarters import QUARTERS
from akmxl.importers.official.words import unit_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.importers.official.doubts import Doubts
    from akmxl.importers.official.groups import Group, Lines

_MARKED = lazily(r"(?:[-‐‑‒–—−•·*▪●○◦]|\d{1,2}[.)]|[a-zа-я]\))\s*(?=\S)")
_BETWEEN_MARKS = lazily(r"\s[-–—•]\s")
_SHOWN = 60


class Titles(NamedTuple):
    """What the title of a row says: the row's own, and those of the measures below it."""

    own: str
    parts: tuple[str, ...] = ()


def entries_of(groups: Sequence[Group], found: Doubts, year: int | None) -> list[Entry]:
    """Return the rows of a plan, each measure of a group as its own row below the group's."""
    entries: list[Entry] = []
    for group in groups:
        measured = _Measured(group.by_quarters(), found, year)
        first = len(entries)
        entries.append(measured.head)
        entries += [part.with_(above=first) for part in measured.parts]
    return entries


class _Measured:
    """A group taken apart: ``head`` its own row, ``parts`` its measures."""

    def __init__(self, group: Group, found: Doubts, year: int | None) -> None:
        self._group = group
        with_quarters = any(group.text(quarter) for quarter in QUARTERS)
        self._fields = (*FIGURES, *QUARTERS) if with_quarters else FIGURES
        self._found = found
        self._year = year
        titles, figures = self._aligned()
        units = self._units(len(titles.parts))
        works = self._works(titles)
        self._count = len(titles.parts)
        self.head = self._entry(titles.own, units[0], works[0], figures[0], 0)
        self.parts = [
            self._entry(name, units[at], works[at], figures[at], at)
            for at, name in enumerate(titles.parts, 1)
        ]

    def _aligned(self) -> tuple[Titles, list[tuple[str, ...]]]:
        """Return the titles, and for each of them its figures as printed, in the order of the fields."""
        group = self._group
        titles = read_titles(group.lines.get("name", ()))
        counts = {field: len(group.filled(field)) for field in self._fields}
        if max(counts.values()) <= 1 and not self._by_place(titles):
            only = tuple(group.text(field) for field in self._fields)
            return titles, [only, *[("",) * len(only)] * len(titles.parts)]
        for choice in self._choices(titles):
            columns = [_spread(group.lines.get(field, ()), choice) for field in self._fields]
            if all(column is not None for column in columns) and not self._is_mixed(columns):
                self._tell_unsure(choice)
                filled = [column or [] for column in columns]
                return choice, list(zip(*filled, strict=True))
        self._found.add(
            doubts.LINES_APART, group.mark, group.at,
            name=vocabulary.header("name"),
            names=len(group.filled("name")),
            figures=listed(str(count) for count in counts.values()),
            shown=self._shown(),
        )  # fmt: skip
        return Titles(group.text("name")), [("",) * len(self._fields)]

    def _shown(self) -> str:
        return shortened(" | ".join(" / ".join(self._group.filled(field)) for field in self._fields), _SHOWN)

    def _is_mixed(self, columns: Sequence[list[str] | None]) -> bool:
        """Tell whether by number alone one column has a figure of the row's own and another has none."""
        given = [
            (bool(column[0]), len(self._group.lines.get(field, ())) == len(column))
            for field, column in zip(self._fields, columns, strict=True)
            if column is not None and any(column)
        ]
        return len({own for own, _ in given}) > 1 and not all(in_place for _, in_place in given)

    def _tell_unsure(self, titles: Titles) -> None:
        """Note an alignment that the lines' places do not prove."""
        group = self._group
        places = len(titles.parts) + 1
        by_works = titles.parts == blocks(group.lines.get("mechanism", ()))
        columns = [(group.filled(field), group.lines.get(field, ())) for field in self._fields]
        fewer = any(
            filled and lines[0] and places not in (len(filled), len(lines)) for filled, lines in columns
        )
        if not group.by_rows and (by_works or (fewer and titles.parts != group.filled("unit"))):
            self._found.add(
                doubts.LINES_ALIGNED, group.mark, group.at,
                shown=self._shown(),
                parts="; ".join(titles.parts),
            )  # fmt: skip

    def _by_place(self, titles: Titles) -> bool:
        """Tell whether the one figure of a column stands beside a certain line of the title."""
        lines = [self._group.lines.get(field, ()) for field in self._fields]
        return bool(titles.parts) and any(len(one) == len(titles.parts) + 1 for one in lines)

    def _choices(self, titles: Titles) -> list[Titles]:
        """Return how the title's lines can be read, the surest first."""
        group = self._group
        lines = group.filled("name")
        if titles.parts:
            return [titles]
        choices = []
        if len(lines) > 1 and not _is_one_title(lines):
            choices.append(Titles(_plain(lines[0]), tuple(map(unmarked, lines[1:]))))
        own = group.text("name")
        if (run := read_run(own)) is not None:
            choices.append(run)
        works = blocks(group.lines.get("mechanism", ()))
        if len(set(works)) == len(works) > 1:
            choices.append(Titles(own, tuple(joined((work,)) for work in works)))
        units = group.filled("unit")
        if len(units) > 1:
            choices.append(Titles(own, units))
        return choices

    def _units(self, parts: int) -> Lines:
        """Return the unit of the row's own figures and of each measure, as units are usually written."""
        lines = tuple(map(unit_in, self._group.filled("unit")))
        if parts and len(lines) == parts + 1:
            return lines
        if parts and len(lines) == parts:
            return (" / ".join(lines) if len(set(lines)) > 1 else lines[0], *lines)
        return (unit_in(self._group.text("unit")),) * (parts + 1)

    def _works(self, titles: Titles) -> Lines:
        works = blocks(self._group.lines.get("mechanism", ()))
        whole = works[0] if len(set(works)) == 1 else self._group.text("mechanism")
        if titles.parts and titles.parts == works:
            return (whole, *works)
        return (whole,) * (len(titles.parts) + 1)

    def _entry(self, name: str, unit: str, work: str, figures: tuple[str, ...], at: int) -> Entry:
        group = self._group
        mark = group.mark._replace(title=name)
        previous, planned, *quarters = (
            self._figure(field, text, mark, unit) for field, text in zip(self._fields, figures, strict=True)
        )
        return Entry(
            mark=mark, at=group.at + at / 1000, section=group.section,
            number="" if at else group.text("printed_no"), name=name, unit=unit,
            previous=previous, planned=planned, mechanism=work,
            quarters=tuple("" if figure == DASH else figure for figure in quarters),
            due=group.of_measure("due", at, self._count),
            responsible=group.of_measure("responsible", at, self._count),
        )  # fmt: skip

    def _figure(self, field: str, text: str, mark: doubts.Mark, unit: str) -> str:
        figure = read_printed(text, unit)
        if not figure.sure:
            kind = doubts.FIGURE_READ if figure.text else doubts.FIGURE_UNREAD
            self._found.add(
                kind, mark, self._group.at,
                column=vocabulary.header(field, self._year), text=text, number=figure.text,
            )  # fmt: skip
        return figure.text


def read_titles(lines: Lines) -> Titles:
    """Read the lines of a title: those with a mark before them, or behind a colon, are measures.

    >>> read_titles(("Ro‘yxatga olish:", "- yangi;", "- qayta"))
    Titles(own='Ro‘yxatga olish', parts=('yangi', 'qayta'))
    >>> read_titles(("Kutubxona fondini", "to‘ldirish")).own
    'Kutubxona fondini to‘ldirish'
    """
    filled = tuple(line for line in lines if line)
    marked = [at for at, line in enumerate(filled) if _MARKED.match(line)]
    first = marked[0] if marked and marked[0] else 0
    if not first and len(filled) > 2 and filled[0].endswith(":"):
        return Titles(_plain(filled[0]), tuple(map(unmarked, filled[1:])))
    if not first or (len(marked) < 2 and not filled[first - 1].endswith(":")):
        return Titles(joined(filled))
    parts: list[str] = []
    for line in filled[first:]:
        if _MARKED.match(line):
            parts.append(line)
        else:  # a measure's title goes on in a line of its own
            parts[-1] = joined((parts[-1], line))
    return Titles(_plain(joined(filled[:first])), tuple(map(unmarked, parts)))


def read_run(title: str) -> Titles | None:
    """Read a title whose measures stand in one line behind a colon; None where it has none.

    >>> read_run("Ro‘yxatga olish: - yangi; - qayta")
    Titles(own='Ro‘yxatga olish', parts=('yangi', 'qayta'))
    """
    own, colon, rest = title.partition(":")
    parts = [part for part in _BETWEEN_MARKS.split(f" {rest}") if part.strip()]
    if not colon or len(parts) < 2 or not _MARKED.match(rest.strip()):
        return None
    return Titles(_plain(own), tuple(_plain(part.strip()) for part in parts))


def _is_one_title(lines: Lines) -> bool:
    """Tell whether lines may be one title that was broken: a line goes on in small letters."""
    return any(
        (below[:1].islower() or below[:1] == "(") and above[-1:] not in (":", ";", ".")
        for above, below in pairwise(lines)
    )


def unmarked(line: str) -> str:
    """Return a measure's title without the mark before it and the sign behind it."""
    return _plain(_MARKED.sub("", line, count=1) if _MARKED.match(line) else line)


def _plain(title: str) -> str:
    return title.rstrip(" ;:,")


def blocks(lines: Lines) -> Lines:
    """Put lines together that belong together: those between blank lines, and one that ends in a colon.

    >>> blocks(("Asosiy baza:", "1. Tahrirlash", "Asosiy baza:", "2. Qo‘shish"))
    ('Asosiy baza: Tahrirlash', 'Asosiy baza: Qo‘shish')
    """
    if "" in lines[1:-1]:
        parted = "\n".join(line or "\0" for line in lines).split("\0")
        return tuple(joined(tuple(one.split("\n"))) for one in parted if one.strip())
    found: list[str] = []
    opened = False
    for line in lines:
        if not line:
            continue
        if opened:
            found[-1] = f"{found[-1]} {unmarked(line)}"
        else:
            found.append(line)
        opened = line.endswith(":")
    return tuple(found)


def _spread(lines: Lines, titles: Titles) -> list[str] | None:
    """Lay a column's lines beside titles: by their places, else by their number; None where neither goes."""
    places = len(titles.parts) + 1
    filled = [line for line in lines if line]
    if not filled:
        return [""] * places
    for found in (lines, filled):
        if len(found) == places:
            return list(found)
    for found in (lines, filled):
        if len(found) == places - 1:
            return ["", *found]
    return None

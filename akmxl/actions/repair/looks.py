"""Restore the looks of cells that a paste changed: number format, lock, the workbook's own colours.

A colour that is not one of the workbook's own is a person's and stays; a number format of the same kind
(``0``, ``#,##0``) is a matter of taste, unless it shows another number.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import FORMAT, Repair, Repairs
from akmxl.core.cells import Place, format_range
from akmxl.core.i18n import N_, translate
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.areas import covering
from akmxl.ooxml.look.rows_alike import rows_alike
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.repair.sheet_match import Match
    from akmxl.core.cells import Position
    from akmxl.ooxml.look.styles import Look, StyleSheet
    from akmxl.workbook.plan_file import PlanFile

_FORMAT_WORDS = {
    "general": N_("general format"),
    "number": N_("number format"),
    "percent": N_("percent format"),
    "date": N_("date format"),
    "text": N_("text format"),
}

_FIRST_YEAR = 2000


class Judge:
    """A comparison of the workbook's styles (``own``) with the template's; adds to ``own`` what it lacks."""

    def __init__(self, own: StyleSheet, template: StyleSheet) -> None:
        self._own, self._template = own, template
        self._ours = frozenset(("", *template.fills))  # no colour, or one of the workbook's own
        self._known: dict[tuple[int, int, bool, bool], int | None] = {}

    def better(self, now: int, right: int, *, protected: bool, holds_day: bool = False) -> int | None:
        """Return the style to have instead of ``now``; None where nothing of the template's is lost.

        A day keeps its format where a figure or a code belongs: as a number it would be taken for one.
        """
        key = now, right, protected, holds_day and self._template.look(right).kind != "date"
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def well(self, now: int, right: int, *, protected: bool, keeps_format: bool = False) -> bool:
        """Tell whether nothing of the template's is lost in a style."""
        here, there = self._own.look(now), self._template.look(right)
        same_fill = self._painted(now) or here.fill == there.fill
        same_kind = keeps_format or (there.kind in ("general", here.kind) and here.odd in ("", there.odd))
        same_lines = there.bare or not here.bare
        return same_fill and same_kind and same_lines and not (protected and here.locked != there.locked)

    def _painted(self, now: int) -> bool:
        """Tell whether a style has a colour that is not one of the workbook's own."""
        return self._own.look(now).fill not in self._ours

    def _find(self, now: int, right: int, protected: bool, keeps_format: bool) -> int | None:
        if self.well(now, right, protected=protected, keeps_format=keeps_format):
            return None
        painted = self._painted(now)
        fill, number = now if painted else None, now if keeps_format else None
        return self._own.adopt(self._template, right, fill_of=fill, format_of=number)

    def says(self, now: int, new: int, *, protected: bool) -> tuple[str, str]:
        """Return what differs between two styles, before and after in words."""
        before, after = self._own.look(now), self._own.look(new)
        parts = [
            (_format(before), _format(after)),
            (_locked(before), _locked(after)) if protected else ("", ""),
            (_fill(before), _fill(after)),
            (_lines(before), _lines(after)),
        ]
        differing = [pair for pair in parts if pair[0] != pair[1]]
        one, other = zip(*differing, strict=True)
        return ", ".join(one), ", ".join(other)


def _format(look: Look) -> str:
    words = translate(_FORMAT_WORDS[look.kind])
    return f"{words} ({look.odd})" if look.odd else words


def _locked(look: Look) -> str:
    return translate(N_("locked")) if look.locked else translate(N_("not locked"))


def _fill(look: Look) -> str:
    return f"#{look.fill}" if look.fill else translate(N_("no colour"))


def _lines(look: Look) -> str:
    return translate(N_("no lines")) if look.bare else translate(N_("lines"))


def look_repairs(file: PlanFile, template: PlanFile, matches: Iterable[Match], judge: Judge) -> Repairs:
    """Return the cells whose looks are to be put back."""
    repairs: list[Repair] = []
    styles: dict[Place, int] = {}
    reader, pattern = Patch(on_disk(file.workbook)), Patch(on_disk(template.workbook))
    found = [
        (match, _deviating(match, reader, pattern, judge)) for match in matches
    ]  # all, before a style is added
    for match, deviating in found:
        protected = match.actual.layout.name == layout.MONTHLY
        changes: dict[tuple[int, int], list[Position]] = defaultdict(list)
        for position, origin, now, right in deviating:
            if _formula_of_people(match, position, origin):
                continue
            holds_day = _is_day(match.actual.at(*position).value)
            new = judge.better(now, right, protected=protected, holds_day=holds_day)
            if new is not None:
                changes[now, new].append(position)
        told: dict[tuple[str, str], list[Position]] = defaultdict(list)
        for (now, new), positions in changes.items():
            told[judge.says(now, new, protected=protected)] += positions
            styles |= {Place(match.sheet, *position): new for position in positions}
        for (before, after), positions in told.items():
            areas = map(format_range, covering(positions))
            repairs += [Repair(FORMAT, match.sheet, area, before, after) for area in areas]
    return Repairs(tuple(repairs), fills=Fills(styles=styles))


def _deviating(
    match: Match, reader: Patch, pattern: Patch, judge: Judge
) -> list[tuple[Position, Position, int, int]]:
    """Return the cells that have not all that the template's have: cell, origin, its style and the right one.

    Of rows that look alike, as thousands do in a register, only one is looked at.
    """
    protected = match.actual.layout.name == layout.MONTHLY
    here, there = reader.open_rows(match.sheet)[1], pattern.open_rows(match.template.name)[1]
    part = reader.part_xml(reader.locate(match.sheet)[1])
    found = []
    for origin, rows in rows_alike(part, match.rows):
        for column, beside in match.columns.items():
            right, now = there.own_style(origin, beside), here.style_at(rows[0], column) or 0
            if right is not None and not judge.well(now, right, protected=protected):
                found += [((row, column), (origin, beside), now, right) for row in rows]
    order = {row: number for number, row in enumerate(match.rows)}
    columns = {column: number for number, column in enumerate(match.columns)}
    return sorted(found, key=lambda one: (order[one[0][0]], columns[one[0][1]]))


def _is_day(value: object) -> bool:
    """Tell whether a value is a day that somebody typed; one long ago is a figure that got a day's format."""
    return isinstance(value, date) and value.year >= _FIRST_YEAR


def _formula_of_people(match: Match, position: Position, origin: Position) -> bool:
    """Tell whether a cell has a formula where the template has none: its purpose was changed."""
    return bool(match.actual.at(*position).formula) and not match.template.at(*origin).formula

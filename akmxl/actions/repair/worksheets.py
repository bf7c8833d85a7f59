"""Find where a worksheet lacks a rule of the template."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.actions.repair.formulas import skeleton
from akmxl.core.dataclass import dataclass
from akmxl.ooxml.look.arearules import by_left_edge, format_rules, validation_rules, with_formula
from akmxl.ooxml.look.areas import without
from akmxl.workbook.doors.file_door import on_disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.actions.repair.sheet_match import Match
    from akmxl.core.cells import Range
    from akmxl.ooxml.look.arearules import AreaRule
    from akmxl.workbook.plan_file import PlanFile

_ROOM = 500  # empty rows below a table; LibreOffice lets go of what lies further down


@dataclass(frozen=True)
class Worksheet:
    """A worksheet: ``xml`` is its part, ``template`` the part of the template's sheet."""

    name: str
    xml: bytes
    template: bytes
    matches: tuple[Match, ...]

    def wanted(self, rule: AreaRule) -> list[Range]:
        """Return the areas in which a rule of the template belongs."""
        return [here for match in self.matches for area in rule.areas for here in match.areas(area)]

    def missing(self, rule: AreaRule, covered: Iterable[Range]) -> Iterator[tuple[list[Range], bytes]]:
        """Yield the areas in which a rule of the template is missing, and its element as it reads there."""
        cuts = list(covered)
        for match in self.matches:
            wanted = [here for area in rule.areas for here in match.areas(area)]
            for areas in by_left_edge(without(wanted, cuts)):
                corner = areas[0][:2]
                if match.growing and corner[0] > match.actual.last_row + _ROOM:
                    continue
                formula = match.formula(rule.formula, corner, match.origin(corner), rule.corner)
                if formula is not None:
                    yield areas, with_formula(rule.xml, formula)


def worksheets(file: PlanFile, template: PlanFile, matches: Iterable[Match]) -> Iterator[Worksheet]:
    """Yield the sheets on which something is matched."""
    for name, group in groupby(sorted(matches, key=attrgetter("sheet")), attrgetter("sheet")):
        found = tuple(group)
        there = found[0].template.name
        yield Worksheet(name, _part(file, name), _part(template, there), found)


def _part(file: PlanFile, sheet: str) -> bytes:
    """Return a sheet's part; raises ``Unreadable`` when what is beside its rows makes no sense."""
    workbook = on_disk(file.workbook)
    package, part = workbook.package, workbook.sheet(sheet).part
    xml = package.xml(part)
    with package.reading(part):
        for read in (validation_rules, format_rules):
            read(xml)
    return xml


def rule_key(rule: AreaRule) -> tuple[str, str]:
    """Return what a rule says: the same for two rules that say it each of its own cells."""
    written_out = rule.formula.startswith('"')  # a list in the rule itself
    return rule.kind, rule.formula if written_out else skeleton(rule.formula)

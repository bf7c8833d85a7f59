"""Restore the conditional formats of a sheet (findings, days off) where they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import COLOURS, Repair, Repairs
from akmxl.actions.repair.worksheets import rule_key
from akmxl.core.vocabulary import TERMS
from akmxl.ooxml.look.arearules import (
    FORMATS,
    format_rules,
    format_xml,
    priorities,
    with_attributes,
    with_priorities,
)
from akmxl.ooxml.look.areas import format_areas
from akmxl.ooxml.xml.attributes import whole
from akmxl.ooxml.xml.children import after_rows
from akmxl.ooxml.xml.xmlbytes import attribute
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from akmxl.actions.repair.worksheets import Worksheet
    from akmxl.core.cells import Range
    from akmxl.ooxml.look.arearules import AreaRule
    from akmxl.ooxml.look.styles import StyleSheet

_EXTENSIONS = "extLst"  # holds newer kinds of conditional formats; all are in one order


def colour_repairs(sheet: Worksheet, own: StyleSheet, template: StyleSheet) -> Repairs:
    """Return the conditional formats of a sheet that are to be put back; their looks are added to ``own``."""
    blocks = {name: after_rows(sheet.xml, name) for name in (FORMATS, _EXTENSIONS)}
    order = sorted({place for found in blocks.values() for block in found for place in priorities(block)})
    added = _add_missing(sheet, order)
    if not added:
        return Repairs()
    places = {old: new for new, old in enumerate(order, 1)}
    blocks = {name: [with_priorities(block, places) for block in found] for name, found in blocks.items()}
    for mark, (_, areas, element) in added.items():
        look = own.adopt_difference(template, whole(attribute(element, b"dxfId")))
        rule = with_attributes(element, dxfId=look, priority=places[mark])
        blocks[FORMATS].append(format_xml([rule], areas))
    repairs = (
        Repair(COLOURS, sheet.name, format_areas(areas), "", _says(rule)) for rule, areas, _ in added.values()
    )
    elements = {(sheet.name, name): found for name, found in blocks.items() if found}
    return Repairs(tuple(repairs), fills=Fills(elements=elements))


def _add_missing(sheet: Worksheet, order: list[int]) -> dict[int, tuple[AreaRule, list[Range], bytes]]:
    """Return the missing rules, each by a mark below 0 that is put into ``order`` at the rule's place.

    The place is before a rule that says the same, else behind the template's rule before it.
    """
    present = format_rules(sheet.xml)
    added: dict[int, tuple[AreaRule, list[Range], bytes]] = {}
    at = 0
    for rule in sorted(format_rules(sheet.template), key=lambda rule: rule.priority):
        alike = [one for one in present if rule_key(one) == rule_key(rule)]
        if alike:
            first = min(one.priority for one in alike)
            at = order.index(first) if first in order else at  # a priority that is none is in no order
        for areas, element in sheet.missing(rule, [area for one in alike for area in one.areas]):
            mark = -1 - len(added)
            order.insert(at, mark)
            added[mark] = rule, areas, element
            at += 1
        at += bool(alike)
    return added


def _says(rule: AreaRule) -> str:
    """Return the severities that a rule colours, in the workbook's own words; else its formula."""
    words = [word for word, *_ in TERMS["severity"].values() if f'"{word}"' in rule.formula]
    return ", ".join(words) or f"={rule.formula}"

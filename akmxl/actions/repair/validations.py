"""Restore input checks and drop-down lists that are gone or replaced by another column's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import VALIDATION, Repair, Repairs
from akmxl.actions.repair.worksheets import rule_key
from akmxl.core.i18n import N_, translate
from akmxl.core.vocabulary import term
from akmxl.ooxml.edit.shift import copy_formula
from akmxl.ooxml.look.arearules import (
    VALIDATIONS,
    by_left_edge,
    validation_rules,
    validation_xml,
    validations_block,
    with_formula,
)
from akmxl.ooxml.look.areas import format_areas, without
from akmxl.plan import registers
from akmxl.workbook.fills import Fills

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.actions.repair.worksheets import Worksheet
    from akmxl.core.cells import Range
    from akmxl.ooxml.look.arearules import AreaRule
    from akmxl.workbook.plan_file import PlanFile

_LATER_WORDS = (term("source", registers.IMPORT),)  # of lists that stand in the check itself
_CHECKS = {
    "list": N_("list"),
    "date": N_("date"),
    "whole": N_("whole number"),
    "custom": N_("whole number or “-”"),
}


def validation_repairs(file: PlanFile, sheet: Worksheet, known: Iterable[AreaRule]) -> Repairs:
    """Return the validations of a sheet that are to be put back.

    ``known`` are the workbook's own, of all sheets. One that people made themselves stays.
    """
    rules, present = validation_rules(sheet.template), validation_rules(sheet.xml)
    own = {rule_key(rule) for rule in known}
    kept = [
        (rule, without(rule.areas, _foreign(sheet, rules, rule) if rule_key(rule) in own else ()))
        for rule in present
    ]
    outgrown = {_before_later_words(rule): rule for rule in rules}
    kept = [
        (rule, without(areas, sheet.wanted(outgrown[rule.formula])) if rule.formula in outgrown else areas)
        for rule, areas in kept
    ]
    elements = [element for rule, areas in kept for element in _narrowed(rule, areas)]
    ours = {area for rule in present for area in rule.areas}
    covered = [area for _, areas in kept for area in areas]
    covered += set(file.workbook.validations(sheet.name)) - ours  # those that Excel keeps in an extension
    repairs = []
    for rule in rules:
        for areas, element in sheet.missing(rule, covered):
            elements.append(validation_xml(element, areas))
            covered += areas
            area = format_areas(areas)
            repairs.append(Repair(VALIDATION, sheet.name, area, _before(present, areas), _says(rule)))
    if not repairs:
        return Repairs()
    block = validations_block(sheet.xml, elements)
    return Repairs(tuple(repairs), fills=Fills(elements={(sheet.name, VALIDATIONS): [block]}))


def _before_later_words(rule: AreaRule) -> str | None:
    """Return the list of a rule as earlier workbooks have it; None where it has no word that came later."""
    words = rule.formula.strip('"').split(",")
    former = [word for word in words if word not in _LATER_WORDS]
    return f'"{",".join(former)}"' if rule.kind == "list" and former != words else None


def _foreign(sheet: Worksheet, rules: list[AreaRule], rule: AreaRule) -> list[Range]:
    """Return the areas in which one of the workbook's own checks is in the place of another."""
    alike = [rule_key(one) == rule_key(rule) for one in rules]
    right = [area for one, same in zip(rules, alike, strict=True) if same for area in sheet.wanted(one)]
    others = [area for one, same in zip(rules, alike, strict=True) if not same for area in sheet.wanted(one)]
    return without(others, right)


def _narrowed(rule: AreaRule, areas: list[Range]) -> Iterator[bytes]:
    """Yield a validation as it reads once it was cut out of other columns; as it was where it was not."""
    if sorted(areas) == sorted(rule.areas):
        yield rule.xml
        return
    for group in by_left_edge(areas):
        down, right = (here - seen for here, seen in zip(group[0][:2], rule.corner, strict=True))
        formula = copy_formula(rule.formula, down, right)
        yield validation_xml(with_formula(rule.xml, formula), group)


def _before(present: list[AreaRule], areas: list[Range]) -> str:
    there = next((rule for rule in present if without(areas, rule.areas) != areas), None)
    return _says(there) if there else ""


def _says(rule: AreaRule) -> str:
    word = translate(_CHECKS[rule.kind]) if rule.kind in _CHECKS else rule.kind
    return f"{word}: {rule.formula}" if rule.kind == "list" else word

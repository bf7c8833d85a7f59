"""Find what is wrong in a plan: run all rules of the catalogue, family by family."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.plan.findings import ORDER, Finding, Severity, is_year_long, year_key
from akmxl.rules import catalogue
from akmxl.rules.rule import RULES, Case, Hit, Rule, is_reason
from akmxl.workbook.cell_keys import cell_key
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FAMILIES", "RULES", "find"]


def _load_families() -> dict[str, str]:
    """Import every file of the catalogue, which registers its rules; return name -> title by their places."""
    names = [name for _, name, _ in iter_modules(catalogue.__path__)]
    modules = {name: import_module(f"{catalogue.__name__}.{name}") for name in names}
    return {name: modules[name].TITLE for name in sorted(names, key=lambda name: modules[name].PLACE)}


FAMILIES = _load_families()
"""The families in the order in which they check, each with its title: a message id."""

_NO_PLACE = Place("", 0, 0)


def find(case: Case) -> list[Finding]:
    """Return all findings of a case, the gravest first.

    The families check one after the other; a cell with an error in one is left out of the later ones.
    """
    failed: set[Place] = set()
    hits: dict[str, list[Hit]] = {}
    for family in FAMILIES:
        for rule in (rule for rule in RULES.values() if rule.family == family):
            if rule.severity is not Severity.GATE:
                hits[rule.code] = [
                    hit
                    for hit in rule.check(case)
                    if hit.place not in failed and not case.switched_off(rule.code, hit.item)
                ]
        errors = (hit for code in hits if RULES[code].severity is Severity.ERROR for hit in hits[code])
        failed |= {place for hit in errors for place in (hit.place, *hit.covers) if place is not None}
    told = [
        (hit, _finding(case, RULES[code], hit))
        for code, found in hits.items()
        for hit in found
        if not any(
            _same_matter((code, hit), (name, other))
            for name in RULES[code].unless
            for other in hits.get(name, ())
        )
    ]
    to_explain = {finding.key for _, finding in told if finding.severity is Severity.EXPLAIN}
    findings = [finding for hit, finding in told if not hit.answers or hit.answers in to_explain]
    return _explained(case, sorted(findings, key=_order))


_SUMS = ("PLN01", "PLN02", "LIB03")  # for a period they use all months since January


def _same_matter(one: tuple[str, Hit], other: tuple[str, Hit]) -> bool:
    """Tell whether two rules' hits are about the same figures: of one item, and of a month in common."""
    items = [{hit.item, *hit.rests_on} - {None} for _, hit in (one, other)]
    if items[0].isdisjoint(items[1]):
        return False
    if one[1].period is None or other[1].period is None:
        return True
    mine, others = (
        hit.period.since_january if code in _SUMS else hit.period for code, hit in (one, other) if hit.period
    )
    return not set(mine.months).isdisjoint(others.months)


def _finding(case: Case, rule: Rule, hit: Hit) -> Finding:
    place, period = hit.place, hit.period
    params = {
        "sheet": place.sheet if place else "",
        "cell": place.a1 if place else "",
        "item": hit.item or "",
        "period": period or "",
        "value": hit.value if isinstance(hit.value, int | float) else show(hit.value),
        **hit.params,
    }
    subject = hit.subject or hit.item or ""
    value = show(hit.value).replace("|", "/")  # the key's own separator
    key = "|".join([rule.code, hit.report or "", subject, str(period or ""), value])
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        message_id=hit.message or rule.message,
        fix_id=hit.fix or rule.fix,
        params=params,
        place=place,
        item=hit.item,
        period=period,
        report=hit.report,
        key=key,
        cell_key=cell_key(case.file, place, case.row_ids.get((place.sheet, place.row))) if place else "",
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return (ORDER[finding.severity], finding.place or _NO_PLACE, finding.rule, finding.key)


def _explained(case: Case, findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding with the reason that staff wrote for this rule, row, period and value."""
    exact = {e.key: e.reason for e in case.plan.explanations if is_reason(e.reason)}
    year_long = {year_key(key): reason for key, reason in exact.items() if is_year_long(reason)}
    return [replace(f, explanation=exact.get(f.key) or year_long.get(year_key(f.key), "")) for f in findings]

"""Find what is wrong in a plan: run all rules of the catalogue, family by family."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from importlib import import_module
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.text_length import shortened
from akmxl.plan.findings import ORDER, Finding, Member, Severity, common, is_year_long, with_keys, year_key
from akmxl.rules import catalogue
from akmxl.rules.matters import Matters
from akmxl.rules.repeated import gather
from akmxl.rules.rule import RULES, Case, Hit, Rule, is_reason
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.model import Explanation
    from akmxl.plan.period import Period
    from akmxl.rules.repeated import Told

__all__ = ["FAMILIES", "RULES", "find"]


def _load_families() -> Iterator[tuple[int, str, str]]:
    """Import every file of the catalogue, which registers its rules; yield their places, names and titles."""
    files = sorted(chain.from_iterable(map(os.listdir, catalogue.__path__)))
    for name, ending in map(os.path.splitext, files):
        if ending == ".py" and name[0] != "_":
            family = import_module(f"{catalogue.__name__}.{name}")
            yield family.PLACE, name, family.TITLE


_LOADED = sorted(_load_families())
FAMILIES = {name: title for _, name, title in _LOADED}
"""The families in the order in which they check, each with its title: a message id."""

_STEPS = [[name for _, name, _ in step] for _, step in groupby(_LOADED, key=itemgetter(0))]
_NO_PLACE = Place("", 0, 0)
_LONGEST_WORDS = 1_000  # of one parameter of a message


def find(case: Case) -> list[Finding]:
    """Return all findings of a case, the gravest first.

    The families check one after the other; a cell with an error in one is left out of the later ones. Those
    of one place check side by side, as one family does.
    """
    failed: set[Place | None] = set()
    off = bool(case.plan.settings.switched_off)
    hits: dict[str, list[Hit]] = {}
    rules: dict[str, list[Rule]] = defaultdict(list)
    for rule in RULES.values():
        if rule.severity is not Severity.GATE:
            rules[rule.family].append(rule)
    for step in _STEPS:
        found = {
            rule.code: [
                hit
                for hit in rule.check(case)
                if hit.place not in failed and not (off and case.switched_off(rule.code, hit.item))
            ]
            for family in step
            for rule in rules[family]
        }
        errors = (hit for code, own in found.items() if RULES[code].severity is Severity.ERROR for hit in own)
        failed |= {place for hit in errors for place in (hit.place, *hit.covers) if place is not None}
        hits |= found
    said = _without_followed(hits)
    every = (_finding(one) for one in gather((RULES[code], own) for code, own in said.items()))
    reasons = Reasons(with_keys(case.plan.explanations, every))
    told = _without_followers(said, reasons)
    to_explain = {
        key_of(RULES[code], hit)
        for code, own in told.items()
        for hit in (own if RULES[code].severity is Severity.EXPLAIN else ())
    }
    still = (
        (RULES[code], [hit for hit in own if not hit.answers or hit.answers in to_explain])
        for code, own in told.items()
    )
    findings = [reasons.given_to(_finding(one), one) for one in gather(still)]
    return sorted(findings, key=_order)


def _without_followed(hits: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    """Return the hits but for those of which a rule of their ``unless`` has spoken."""
    told = {}
    for code, own in hits.items():
        spoken = Matters()
        for name in RULES[code].unless if own else ():
            spoken.add(name, hits.get(name, ()))
        told[code] = spoken.others(code, own)
    return told


def _without_followers(told: dict[str, list[Hit]], reasons: Reasons) -> dict[str, list[Hit]]:
    """Return the hits without those that wait until the hit of another rule is explained."""
    awaited: defaultdict[str, list[Matters]] = defaultdict(list)
    for code, own in told.items():
        rule = RULES[code]
        if open_hits := reasons.without_one(rule, own) if rule.silences else ():
            matters = Matters()
            matters.add(code, open_hits)
            for other in rule.silences:
                awaited[other].append(matters)
    kept = {}
    for code, own in told.items():
        kept[code] = own
        for matters in awaited.get(code, ()):
            kept[code] = matters.others(code, kept[code])
    return kept


def _finding(told: Told) -> Finding:
    rule, first = told.rule, told.hits[0]
    place = first.place
    params = {
        "sheet": place.sheet if place else "",
        "cell": place.a1 if place else "",
        "item": first.item or "",
        "period": first.period or "",
        "value": first.value if isinstance(first.value, int | float) else show(first.value),
        **{name: _brief(value) for name, value in first.params.items()},
    }
    members = tuple(Member(hit.place, hit.item, hit.period) for hit in told.hits)
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        message_id=first.message or rule.message,
        fix_id=first.fix or rule.fix,
        params=params,
        members=members,
        report=first.report,
        key=_key_of(told),
        stops=_stopped(told),
        also=first.also,
        lasting=rule.lasting,
    )


def _stopped(told: Told) -> tuple[str, ...]:
    """Return what all hits of one cause stand in the way of."""
    return tuple(dict.fromkeys(chain.from_iterable(dict.fromkeys(hit.stops for hit in told.hits))))


def _brief(value: object) -> object:
    """Return a parameter of a message; a text that nobody would read to its end is cut."""
    return shortened(value, _LONGEST_WORDS) if isinstance(value, str) else value


def key_of(rule: Rule, hit: Hit) -> str:
    """Return the key of a hit: rule, report, item or row, period, value."""
    return _key(rule, hit, hit.subject or hit.item or "", hit.period, show(hit.value))


def _key_of(told: Told) -> str:
    return key_of(told.rule, told.hits[0]) if len(told.hits) == 1 else _key_of_all(told)


def _key_of_all(told: Told) -> str:
    """Return the key of hits of one cause: it changes with each member and each value."""
    from akmxl.core.digest import sha256  # late: most checks have no such finding

    rule, hits = told
    period = common(hit.period for hit in hits)
    column = hits[0].subject.rpartition("/")[2]
    members = sha256("\n".join(sorted(f"{hit.subject}|{hit.value!r}" for hit in hits)).encode())
    subject = f"{hits[0].place.sheet if hits[0].place else ''}/{column}/*"
    value = f"{show(hits[0].value)} #{members[:16]}"
    return _key(rule, hits[0], subject, period, value)


def _key(rule: Rule, hit: Hit, subject: str, period: Period | None, value: str) -> str:
    own = value.replace("|", "/")  # the key's own separator
    return "|".join([rule.code, hit.report or "", subject, str(period or ""), own])


def _order(finding: Finding) -> tuple[object, ...]:
    return (ORDER[finding.severity], finding.place or _NO_PLACE, finding.rule, finding.key)


class Reasons:
    """The reasons that staff wrote in Tekshiruv, by the keys of their findings."""

    def __init__(self, written: Iterable[Explanation]) -> None:
        self._exact = {e.key: e.reason for e in written if is_reason(e.reason)}
        self._year_long = {year_key(key): why for key, why in self._exact.items() if is_year_long(why)}

    def given_to(self, finding: Finding, told: Told) -> Finding:
        """Return a finding with the reason for this rule, row, period and value, if there is one."""
        reason = self._given_to_all(told)
        return replace(finding, explanation=reason) if reason else finding

    def given_for(self, key: str) -> str:
        """Return the reason for a finding by its key; empty where there is none."""
        return self._exact.get(key) or self._year_long.get(year_key(key), "")

    def without_one(self, rule: Rule, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a rule for which there is no reason."""
        if not self._exact:
            return hits
        return [hit for told in gather([(rule, hits)]) if not self._given_to_all(told) for hit in told.hits]

    def _given_to_all(self, told: Told) -> str:
        return self.given_for(_key_of(told)) or self._of_each(told)

    def _of_each(self, told: Told) -> str:
        """Return the reasons of cells that were findings of their own when each was explained."""
        if len(told.hits) == 1 or not self._exact:
            return ""
        reasons = [self.given_for(key_of(told.rule, hit)) for hit in told.hits]
        return "; ".join(dict.fromkeys(reasons)) if all(reasons) else ""

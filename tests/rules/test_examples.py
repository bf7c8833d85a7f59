"""Each rule says why it is there, and its two examples do what they say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import LANGUAGES, in_language
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.approved import FOLLOWS
from akmxl.rules.find import FAMILIES, RULES
from akmxl.rules.rule import Rule, rule as make_rule

from .examples import Example, spots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.plan.findings import Finding

CORE = {
    "STR": "01 02 04 05 08 09 12 16 18",
    "TYP": "01 02 04 05 06 07 09",
    "TXT": "04",
    "REF": "01 02 08 09 10 11",
    "ARI": "04 06 07 08",
    "TMP": "01 03 04 14",
    "PLN": "01 02 03 09 11",
    "XSH": "01",
    "SUB": "01 03 04 11",
}

BRACES = set("{}")
GATES = [rule for rule in RULES.values() if rule.severity is Severity.GATE]
OTHERS = [rule for rule in RULES.values() if rule.severity is not Severity.GATE]


def named(rule: Rule) -> str:
    return rule.code


def test_all_core_rules_are_there() -> None:
    codes = {family + number for family, numbers in CORE.items() for number in numbers.split()}
    assert len(codes) == 41
    assert codes <= set(RULES)


@pytest.mark.parametrize("code", ["STR01", "STR03"], ids=["of another rule", "of a rule that is gone"])
def test_a_code_is_not_given_again(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        make_rule(code, Severity.ERROR, "", "")(lambda _: iter(()))


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_a_rule_says_what_why_and_shows_two_examples(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.reason.endswith(".")
    assert all(rule.examples)
    assert rule.family in FAMILIES
    assert rule.check.__name__ in vars(__import__(rule.check.__module__, fromlist=["*"]))


@pytest.mark.parametrize("rule", OTHERS, ids=named)
def test_a_rule_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    assert rule.message.endswith(".")
    assert rule.fix.endswith(".")


def matters(finding: Finding) -> set[str]:
    """By what a finding is known again: its key, or where it is about many cells each of them."""
    if len(finding.members) == 1:
        return {finding.key}
    return {f"{finding.rule}||{member.item}|{member.period}|" for member in finding.members}


@pytest.fixture(scope="module")
def keys_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], frozenset[str]]:
    """By what is known what is found before an example's tables are filled."""

    @cache
    def found(start: str) -> frozenset[str]:
        every = Example.of(start, tmp_path_factory.mktemp("boshi")).findings()
        return frozenset(name for finding in every for name in matters(finding))

    return lambda example: found(Example.start_of(example))


@pytest.mark.parametrize("rule", OTHERS, ids=named)
def test_the_passing_example_passes(
    rule: Rule, tmp_path: Path, keys_of: Callable[[str], frozenset[str]]
) -> None:
    okay, _ = rule.examples
    example = Example.of(okay, tmp_path)
    if rule.code in FOLLOWS:
        example.forget_approved()
    found, before = example.findings(), keys_of(okay)
    assert [f.message for f in found if f.rule == rule.code and not matters(f) <= before] == []
    assert example.touched.isdisjoint(spots(found, rule.code))


@pytest.mark.parametrize("rule", OTHERS, ids=named)
def test_the_failing_example_fails_where_it_is_marked(
    rule: Rule, tmp_path: Path, keys_of: Callable[[str], frozenset[str]]
) -> None:
    _, bad = rule.examples
    example = Example.of(bad, tmp_path)
    if rule.code in FOLLOWS:
        example.forget_approved()
    found, before = example.findings(), keys_of(bad if example.touched else "")
    new = [finding for finding in found if not matters(finding) <= before]
    assert {finding.rule for finding in new} <= {rule.code}, "one slip, one finding"
    assert rule.code in {finding.rule for finding in found}
    assert example.marked <= set(spots(found, rule.code))
    assert not example.marked or set(spots(new, rule.code)) <= example.marked
    for text in (text for finding in new for language in LANGUAGES for text in finding.in_language(language)):
        assert text
        assert not BRACES & set(text), "a name of a parameter never reaches a person"


@pytest.mark.parametrize("rule", GATES, ids=named)
def test_a_gate_lets_its_passing_example_through_and_stops_the_other(rule: Rule, tmp_path: Path) -> None:
    okay, bad = (Example.of(text, tmp_path) for text in rule.examples)
    through, stopped = (e.path if rule.code == "STR01" else e.file for e in (okay, bad))
    rule.check(through)
    with pytest.raises(AkmxlError) as problem:
        rule.check(stopped)
    for language in LANGUAGES:
        with in_language(language):
            assert str(problem.value).endswith(".")
            assert not BRACES & set(str(problem.value))

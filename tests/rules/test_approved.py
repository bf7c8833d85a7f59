"""The plan as approved: what was changed since is said once, until it is explained or put back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from akmxl.plan.model import Explanation
from akmxl.rules.find import find
from akmxl.rules.rule import Case
from akmxl.workbook.opened import OpenedPlan

from .examples import Example

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from akmxl.plan.findings import Finding


def beyond_the_plan(text: str, folder: Path) -> list[Finding]:
    start = {finding.key for finding in Example.of("", folder).findings()}
    return [one for one in Example.of(text, folder).findings() if one.key not in start]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ("| Kod | Turi |\n| 29 | jami |", "J64"),
        ("| Kod | Jamlash |\n| 16 | oxirgi qiymat |", "K46"),
        ("| Kod | Manba |\n| 22 | qo‘lda |", "L57"),
        ("| Kod | Kiritish |\n| 13.1 | ~ |", "M38"),
        ("| Kod | Mas’ullar |\n| 16 | Kadrlar bo‘yicha inspektor |", "I46"),
        ("| Kod | Bajarilish muddati |\n| 6 | 2026-yil II chorak |", "H22"),
        ("| Kod | 2025-yil (reja) |\n| 15.2 | 4273 |", "F45"),
        ("| Kod | 2025-yil (reja) |\n| 19 | ~ |", "F49"),  # groups: printed, and counted nowhere
        ("| Kod | 2025-yil (reja) |\n| 19 | 42 |", "F49"),
        ("| Kod | 2025-yil (reja) |\n| 19 | - |", "F49"),
        ("| Kod | 2025-yil (reja) |\n| 13 | 4922 |", "F37"),
        ("| Kod | 2024-yil (fakt) |\n| 19 | 40 |", "E49"),
        ("| Kod | 2024-yil (fakt) |\n| 19 | ~ |", "E49"),
        ("| Kod | 2024-yil (fakt) |\n| 13 | 40 |", "E37"),
        ("| Kod | Jamlash | Manba |\n| 16 | oxirgi qiymat | qo‘lda |", "K46"),
    ],
)
def test_a_change_is_one_finding_at_its_cell(rows: str, cell: str, tmp_path: Path) -> None:
    found = beyond_the_plan(f"Reja\n{rows}", tmp_path)
    assert [(one.rule, *one.cells) for one in found] == [("REF57", cell)]


@pytest.mark.parametrize(
    "rows",
    [
        "| Kod | Mas’ullar |\n| 29 | AXBOROT-KOMMUNIKATSIYA TEXNOLOGIYALARI VA RAQAMLASHTIRISH XIZMATI |",
        "| Kod | 2025-yil (reja) |\n| 1 | 4 |",  # it was empty
        "| Kod | 2025-yil (reja) |\n| 13 | - |",
        "| Kod | 2025-yil (reja) |\n| 19 | 6 / 36 |",
        "| Kod | 2025-yil (reja) | Tasdiqlansin |\n| 13.1 | 4260 | ~ |",  # it waited to be confirmed
        "| Kod | Nomi | Tasdiqlansin |\n| 27 | Kutubxonachilar kuni | ~ |",
    ],
)
def test_what_was_open_may_be_filled_in(rows: str, tmp_path: Path) -> None:
    codes = {one.rule for one in beyond_the_plan(f"Reja\n{rows}", tmp_path)}
    assert not codes & {"REF57", "REF06", "TXT03"}


def test_a_heading_that_follows_its_parts_is_told_with_them(tmp_path: Path) -> None:
    found = beyond_the_plan("Reja\n| Kod | 2025-yil (reja) |\n| 19 | 7/36 |\n| 19.1 | 7 |", tmp_path)
    assert [(one.rule, one.item) for one in found if one.rule in ("REF57", "PLN18")] == [("REF57", "19.1")]


def test_the_fact_of_a_group_may_come_late_with_those_of_its_parts(tmp_path: Path) -> None:
    rows = "| 19 | 5/30 |\n| 19.1 | 5 |\n| 19.2 | 30 |"
    found = beyond_the_plan(f"Reja\n| Kod | 2024-yil (fakt) |\n{rows}", tmp_path)
    assert "REF57" not in {one.rule for one in found}


MANY = ("11", "13.2", "16", "17", "18", "22")


def raised(example: Example, codes: Iterable[str], by: int = 1) -> str:
    rows = "".join(f"| {code} | {(example.plan.items[code].plan or 0) + by} |\n" for code in codes)
    return f"Reja\n| Kod | 2025-yil (reja) |\n{rows}"


def of_rule(example: Example, rule: str) -> list[Finding]:
    return [one for one in example.findings() if one.rule == rule]


def test_many_changes_of_a_column_are_one_finding(tmp_path: Path) -> None:
    start = Example.of("", tmp_path)
    example = Example.of(raised(start, MANY), tmp_path)
    (change,) = of_rule(example, "REF57")
    assert {one.item for one in change.members} == set(MANY)
    assert "17: 52813 → 52814" in str(change.params["changes"])


def test_one_reason_is_enough_for_all_of_a_column(tmp_path: Path) -> None:
    parts = ("9.2", "9.4.1", *MANY)
    example = Example.of(raised(Example.of("", tmp_path), parts), tmp_path)
    (change,) = of_rule(example, "REF57")
    assert "ARI04" not in rules_of(example.opened, example, {})
    assert "ARI04" in rules_of(example.opened, example, {change.key: "Viloyat topshirig‘i bilan"})


def test_a_third_of_a_column_is_a_plan_of_its_own(tmp_path: Path) -> None:
    start = Example.of("", tmp_path)
    codes = [code for code, item in start.plan.items.items() if item.measured and (item.plan or 0) > 11]
    example = Example.of(raised(start, codes, 1000), tmp_path)
    assert (of_rule(example, "REF57"), len(of_rule(example, "REF80"))) == ([], 1)


def test_figures_that_moved_by_a_row_are_no_plan_of_its_own(tmp_path: Path) -> None:
    items = [one for one in Example.of("", tmp_path).plan.items.values() if one.measured]
    pairs = [(low, up) for up, low in pairwise(items) if up.row + 1 == low.row and up.plan]
    rows = "".join(f"| {low.code} | {up.plan} |\n" for low, up in pairs)
    example = Example.of(f"Reja\n| Kod | 2025-yil (reja) |\n{rows}", tmp_path)
    assert (len(of_rule(example, "REF57")), of_rule(example, "REF80")) == (1, [])


def test_facts_of_last_year_are_those_approved(tmp_path: Path) -> None:
    found = beyond_the_plan("Reja\n| Kod | 2024-yil (fakt) |\n| 16 | ~ |\n| 17 | 99999 |", tmp_path)
    assert {(one.rule, *one.cells) for one in found} == {("REF57", "E46"), ("REF57", "E47")}


def test_what_follows_from_a_change_waits_until_it_is_explained(tmp_path: Path) -> None:
    example = Example.of("Reja\n| Kod | 2025-yil (reja) |\n| 15.2 | 4273 |", tmp_path)
    opened = example.opened
    (change,) = (one for one in example.findings() if one.rule == "REF57")
    assert "ARI04" not in rules_of(opened, example, {})
    assert "ARI04" in rules_of(opened, example, {change.key: "Viloyat topshirig‘i bilan"})


def rules_of(opened: OpenedPlan, example: Example, reasons: Mapping[str, str]) -> set[str]:
    told = tuple(Explanation(key, reason, "", {}) for key, reason in reasons.items())
    explained = OpenedPlan(replace(opened.plan, explanations=told), opened.file)
    return {one.rule for one in find(Case(explained, example.today)) if one.severity.value == "error"}


def test_a_workbook_of_before_is_silent(tmp_path: Path) -> None:
    example = Example.of("Reja\n| Kod | Manba |\n| 29 | Matbuot |", tmp_path)
    example.forget_approved()
    assert "REF57" not in {one.rule for one in example.findings()}

"""The plan as approved: what was changed since is said once, until it is explained or put back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from akmxl.plan.model import Explanation
from akmxl.rules.find import find
from akmxl.rules.rule import Case
from akmxl.workbook.opened import OpenedPlan

from .examples import Example

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        "| Kod | 2025-yil (reja) | Tasdiqlansin |\n| 13.1 | 4260 | ~ |",  # it waited to be confirmed
        "| Kod | Nomi | Tasdiqlansin |\n| 27 | Kutubxonachilar kuni | ~ |",
    ],
)
def test_what_was_open_may_be_filled_in(rows: str, tmp_path: Path) -> None:
    codes = {one.rule for one in beyond_the_plan(f"Reja\n{rows}", tmp_path)}
    assert not codes & {"REF57", "REF06", "TXT03"}


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

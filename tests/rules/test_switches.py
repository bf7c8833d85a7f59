"""Sozlamalar: thresholds by rule and by item, and rules switched off with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan
from running import akmxl

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 2, 10)
OVERRUN = {("11", month): 70 for month in (1, 2)}  # the year's plan is 102


def rules_of(path: Path, *rows: dict[str, object]) -> list[str]:
    make_plan(path, months=OVERRUN, rows={"Chegaralar": rows}, first_period="2025-02")
    found = check(open_plan(path), TODAY)
    return [finding.rule for finding in found if finding.item == "11"]


def test_a_threshold_speaks_for_its_rule(tmp_path: Path) -> None:
    assert "PLN01" in rules_of(tmp_path / "a.xlsx")
    assert "PLN01" not in rules_of(tmp_path / "b.xlsx", {"rule": "PLN01", "item": "11", "threshold": 50})
    assert "PLN01" in rules_of(tmp_path / "c.xlsx", {"rule": "PLN01", "item": "12", "threshold": 50})


def test_a_rule_is_switched_off_with_a_reason(tmp_path: Path) -> None:
    off = {"rule": "PLN01", "threshold": "o‘chirilgan", "note": "Reja qayta ko‘rilmoqda"}
    assert "PLN01" not in rules_of(tmp_path / "a.xlsx", off)
    assert "PLN01" in rules_of(tmp_path / "b.xlsx", {**off, "note": None}), "without a reason it stays on"
    assert "PLN01" not in rules_of(tmp_path / "c.xlsx", {**off, "item": "11"})
    assert "PLN01" in rules_of(tmp_path / "d.xlsx", {**off, "item": "12"})


def test_every_report_of_findings_says_what_is_off(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    rules_of(path, {"rule": "PLN01", "threshold": "o‘chirilgan", "note": "Reja qayta ko‘rilmoqda"})
    data = akmxl("check", path, "--today", "2025-02-10", "--json").json
    off = [{"rule": "PLN01", "item": None, "reason": "Reja qayta ko‘rilmoqda"}]
    assert data["switched_off"] == off
    assert "PLN01 (Reja qayta ko‘rilmoqda)" in akmxl("check", path, "--today", "2025-02-10").out
    line = open_plan(path).file.named_cell("Tekshiruv_qatori").value
    assert "PLN01 (Reja qayta ko‘rilmoqda)" in str(line)
    assert akmxl("page", path, "--text", "--json", "--today", "2025-02-10").json["switched_off"] == off
    assert "PLN01" in akmxl("page", path, "--text", "--today", "2025-02-10").out
    doctor = akmxl("doctor", path, "--json").json["checks"]
    assert "PLN01" in next(one["text"] for one in doctor if one["what"] == "rules")
    submitted = akmxl("submit", path, "--period", "2025-02", "--dry-run", "--today", "2025-03-01", "--json")
    assert submitted.json["switched_off"] == off
    assert "PLN01" in akmxl("verify", path).out


@pytest.mark.parametrize("rule", ["XSH01", "STR19", "STR02"])
def test_a_rule_that_finds_errors_is_not_switched_off_in_silence(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "reja.xlsx"
    off = {"rule": rule, "threshold": "o‘chirilgan", "note": "Ro‘yxat keyin to‘ldiriladi"}
    speakers = {"rule": "REF81", **{key: off[key] for key in ("threshold", "note")}}
    make_plan(path, rows={"Chegaralar": [off, speakers]}, first_period="2025-02")
    found = check(open_plan(path), TODAY)
    told = [(one.rule, one.params["value"]) for one in found if one.rule in ("REF81", "STR19")]
    assert set(told) == {("REF81" if rule == "XSH01" else "STR19", rule), ("STR19", "REF81")}

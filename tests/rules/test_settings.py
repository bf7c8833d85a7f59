"""A cell of Sozlamalar that is not understood is said, and stands in the way of what it may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from making_plans import fill_sample, make_plan
from running import akmxl, put

from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

from .examples import Example

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2025-04-10"


def rules_of(text: str, folder: Path) -> set[str]:
    return {finding.rule for finding in Example.of(text, folder).findings()}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("TadbirTurlari\n| Tadbir turi | Bandlar |\n| Yangi | 15,1 |", "REF25"),
        ("TadbirTurlari\n| Tadbir turi | Bandlar |\n| Yangi | 7 hamda 18 |", "TXT09"),
        ("TadbirTurlari\n| Tadbir turi | Bandlar |\n| Yangi | ~    |", "REF24"),
        ("TadbirTurlari\n| Tadbir turi | Bandlar |\n| ~     | '18  |", "REF24"),
        ("RoyxatTurlari\n| Ro‘yxat turi | Tafsiloti namunasi |\n| Yangi | manzil: ; fond |", "REF24"),
        ("KundalikBandlari\n| Ustun | Kod |\n| Hafta kuni | '18 |", "REF24"),
        ("Birliklar\n| O‘lchov birligi |\n| 5 |", "REF24"),
        ("Birliklar\n| O‘lchov birligi | Boshqa yozilishi |\n| Yangi | nusxa, dona |", "REF28"),
        ("Sektorlar\n| Sektor | Boshqa yozilishi |\n| 2025-01-09 | ~ |", "REF24"),
        ("Xodimlar\n| Xodim | Xizmat |\n| ~ | Direktor |", "REF24"),
        ("HisobotlarKatalogi\n| Hisobot kodi |\n| MK-10 |", "REF28"),
        ("Chegaralar\n| Qoida | Band | Chegara |\n| PLN01 | '99 | 30 |", "REF25"),
        ("Bayramlar\n| Sana | Kun turi |\n| 2025-03-08 | ish kuni |", "REF28"),
        ("Bayramlar\n| Sana | Ish haftasi |\n| 2025-11-15 | 7 |", "REF12"),
    ],
)
def test_what_is_not_understood_is_said(text: str, rule: str, tmp_path: Path) -> None:
    assert rule in rules_of(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "TadbirTurlari\n| Tadbir turi | Bandlar |\n| Yangi | - |",
        "TadbirTurlari\n| Tadbir turi | Bandlar |\n| Yangi | 7; 18 |",
        "RoyxatTurlari\n| Ro‘yxat turi | Tafsiloti namunasi |\n| Yangi | manzil：；fond: |",
        "Chegaralar\n| Qoida | Band | Chegara |\n| PLN01 | 11-band | '30 % |",
        "Bayramlar\n| Sana | Kun turi | Ish haftasi |\n| 2025-11-15 | bayram | 5 kunlik |",
        "Xodimlar\n| Xodim | Xizmat |\n| 1-xodim | Direktor; Fond xizmati |",
    ],
)
def test_what_can_be_understood_is_no_finding(text: str, tmp_path: Path) -> None:
    assert rules_of(text, tmp_path) <= rules_of("", tmp_path)


def test_a_code_that_became_a_date_makes_no_threshold_for_every_item(tmp_path: Path) -> None:
    text = "Chegaralar\n| Qoida | Band | Chegara |\n| PLN01 | 2025-01-09 | 300 |"
    assert Example.of(text, tmp_path).plan.settings.thresholds["PLN01", ""] == 20


@pytest.fixture
def quarter(tmp_path: Path) -> Path:
    path = tmp_path / "reja.xlsx"
    make_plan(path, first_period="2025-01")
    fill_sample(path, 3)
    return path


def test_a_half_read_kind_stands_in_the_way_of_every_report_on_events(quarter: Path) -> None:
    view = PlanFile.open(quarter).views[str(layout.EVENT_KINDS.table)]
    row = next(r for r in view.filled_rows() if view.text(r, "event_kind") == "Kitobxon onalar kuni")
    put(quarter, {(view.name, row, view.columns["codes"]): "I.2; o‘n sakkiz"})
    run = akmxl("submit", quarter, "--today", TODAY, "--period", "2025-03", "--only", "MK-02", "--json")
    assert [report["status"] for report in run.json["reports"]] == ["blocked"]
    assert "REF24" in {one["rule"] for one in run.json["reports"][0]["findings"]}


@pytest.mark.parametrize(("typed", "known"), [(None, False), ("boshi", False), ("yanvar 2025", True)])
def test_due_doctor_and_submit_say_when_they_cannot_know(quarter: Path, typed: object, known: bool) -> None:
    place = PlanFile.open(quarter).named_place(layout.FIRST_PERIOD)
    assert place is not None
    put(quarter, {tuple(place): typed})
    due = akmxl("due", quarter, "--today", TODAY, "--json").json
    assert bool(due["reports"]) is known
    assert ("not_known" in due) is not known
    told = akmxl("due", quarter, "--today", TODAY).out
    assert ("cell D4" in told) is not known
    assert "Nothing is overdue" not in told
    assert ("cell D4" in akmxl("doctor", quarter, "--today", TODAY).out) is not known
    assert ("first period" in akmxl("submit", quarter, "--dry-run", "--today", TODAY).out) is not known
    assert ("REF21" in akmxl("check", quarter, "--no-write", "--today", TODAY).out) is not known


def test_a_name_that_was_lost_is_read_by_its_label(tmp_path: Path) -> None:
    example = Example.of("nom: Birinchi_davr = 2025-02", tmp_path)
    del example.workbook.names[layout.FIRST_PERIOD]
    assert str(example.plan.settings.first_period) == "2025-02"
    example.workbook.names[layout.FIRST_PERIOD] = "Sozlamalar!$D$5"
    assert str(example.plan.settings.first_period) == "2025-02"
    assert "REF23" in {finding.rule for finding in example.findings()}


def test_the_first_period_lies_not_after_a_report_that_was_sent(tmp_path: Path) -> None:
    figure = "Oylik\n| Kod  | Yanvar |\n| 15.1 | 8 |\n"
    sent = "nom: Birinchi_davr = {}\n" + figure + "yuborilgan: MK-10 2025-Q1 2025-04-05"
    assert "REF21" not in {one.rule for one in Example.of(sent.format("2025-01"), tmp_path).findings()}
    (found,) = (one for one in Example.of(sent.format("2025-04"), tmp_path).findings() if one.rule == "REF21")
    assert "MK-10 2025-Q1" in found.message


def test_what_is_said_of_a_blank_cell_shows_no_empty_value(mended_path: Path) -> None:
    file, before = PlanFile.open(mended_path), mended_path.read_bytes()
    views = [file.views[str(one.table)] for one in layout.SETTINGS_TABLES]
    blanked = 0
    for view in views:
        for column in sorted(view.titles):
            if view.at(view.first_row, column).value is not None:
                blanked += 1
                put(mended_path, {(view.name, view.first_row, column): None})
                for found in findings(mended_path):
                    assert "“”" not in found["message"] + found["fix"], found
                mended_path.write_bytes(before)
    assert blanked > 20


@pytest.mark.parametrize(
    ("table", "column", "typed", "rule"),
    [
        ("Bayramlar", "date", "x", "REF12"),
        ("Chegaralar", "rule", "x", "STR19"),
        ("Chegaralar", "item", "x", "REF25"),
    ],
)
def test_a_row_that_is_not_read_is_not_lost_as_well(
    table: str, column: str, typed: str, rule: str, mended_path: Path
) -> None:
    akmxl("check", mended_path, "--today", TODAY)  # it keeps the rows of the thresholds
    view = PlanFile.open(mended_path).views[table]
    old = {one["rule"] for one in findings(mended_path)}
    put(mended_path, {(view.name, view.first_row, view.columns[column]): typed})
    assert {one["rule"] for one in findings(mended_path)} - old == {rule}


def findings(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = akmxl("check", path, "--json", "--no-write", "--today", TODAY).json[
        "findings"
    ]
    return found

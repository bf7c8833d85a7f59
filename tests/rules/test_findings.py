"""What all rules together say: nothing of what is right; reasons stay with what they explain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan
from running import put

from akmxl.actions.check import check
from akmxl.actions.demo.sample import sample
from akmxl.actions.open_plan import open_plan
from akmxl.plan import registers
from akmxl.plan.findings import Finding, Severity
from akmxl.plan.period import month_end
from akmxl.plan.reports import Receipt
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

from .examples import Example

if TYPE_CHECKING:
    from pathlib import Path

GRAVE = (Severity.ERROR, Severity.EXPLAIN)


def grave(text: str, folder: Path) -> list[tuple[str, str | None]]:
    """Rule and item of the errors and of what wants a reason, in a plan as described."""
    return [(f.rule, f.item) for f in Example.of(text, folder).findings() if f.severity in GRAVE]


@pytest.mark.parametrize(
    "today",
    [date(2024, 12, 20), date(2025, 1, 15), date(2025, 4, 10), date(2025, 10, 15), date(2026, 11, 23)],
)
def test_the_shipped_plan_has_nothing_to_mend(today: date, tmp_path: Path) -> None:
    example = Example(tmp_path, today=today)
    assert [finding.message for finding in example.findings() if finding.severity in GRAVE] == []


def test_findings_have_keys_of_their_own(tmp_path: Path) -> None:
    text = """
        nom: Birinchi_davr = 2025-01
        Kundalik
        | Sana       | Abonementlar sektori | Huquqiy axborotlar sektori |
        | 2025-03-05 | besh                 | besh                       |
        | 2025-03-06 | besh                 | ~                          |
        Tadbirlar
        | Sana | Tadbir turi | Tadbir nomi |
        | ~    | Ko‘rgazma   | Birinchi    |
        | ~    | Ko‘rgazma   | Ikkinchi    |
        """
    keys = [finding.key for finding in Example.of(text, tmp_path).findings()]
    assert len(keys) == len(set(keys))


def test_families_of_one_place_hide_nothing_from_one_another(tmp_path: Path) -> None:
    """A month that a merged cell lies across and whose formula is gone: an error of both."""
    text = """
        birlashgan: Oylik / 22 / Fevral:Mart
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | Maqola   |
        Oylik
        | Kod | Mart |
        | 22  | ~    |
        """
    assert {("STR11", "22"), ("STR18", "22")} <= {*grave(text, tmp_path)}


def test_an_error_hides_its_cell_from_the_families_after_it(tmp_path: Path) -> None:
    """A date of another year has not come either: only the former is told."""
    text = """
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2026-03-05 | Ko‘rgazma   | Bahor       |
        """
    found = {finding.rule for finding in Example.of(text, tmp_path).findings()}
    assert "REF09" in found
    assert "TMP17" not in found


RIGHT = {
    "a number kept as text counts": "| 9.4.1 | '5 |\n| 9.4.2 | 2 |",
    "a dash where nothing is planned adds nothing": "| 9.4.1 | 3 |\n| 32 | - |",
    "a formula without result is mended by the next calculation": "| 9.4.1 | 5 |",
}


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT)
def test_what_is_right_has_no_grave_finding(rows: str, tmp_path: Path) -> None:
    assert grave(f"Oylik\n| Kod | Mart |\n{rows}", tmp_path) == []


def test_a_stale_result_of_the_own_formula_is_no_finding(tmp_path: Path) -> None:
    example = Example.of("Oylik\n| Kod | Mart |\n| 9.4.1 | 5 |", tmp_path)
    view = example.file.views[layout.MONTHLY]
    row = next(row for row in view.rows if view.text(row, "code") == "9.4")
    for field in ("m03", "q1", "year_total"):
        formula = view.cell(row, field).formula
        example.workbook.put(view.name, row, view.columns[field], 999, formula)
    assert [f.rule for f in example.findings() if f.severity in GRAVE] == []


OVER = "Oylik\n| Kod | Fevral | Mart |\n| 11 | 70 | {} |"


def explained(example: Example, finding: Finding, reason: str) -> Finding:
    """The one finding of the same rule after a reason was written into its row of Tekshiruv."""
    example.row(layout.FINDINGS, ["Kalit", "Sababi (izoh)"], [finding.key, reason])
    return over(example)


def over(example: Example) -> Finding:
    (finding,) = (f for f in example.findings() if f.rule == "PLN01")
    return finding


def test_a_reason_stays_with_its_finding(tmp_path: Path) -> None:
    example = Example.of(OVER.format(70), tmp_path)
    assert over(example).blocking
    finding = explained(example, over(example), "Yangi fond keldi")
    assert finding.explanation == "Yangi fond keldi"
    assert not finding.blocking


def test_another_value_opens_an_explained_finding_again(tmp_path: Path) -> None:
    earlier = over(Example.of(OVER.format(70), tmp_path))
    assert explained(Example.of(OVER.format(80), tmp_path), earlier, "Yangi fond keldi").blocking


def test_a_reason_for_the_year_holds_whatever_the_value(tmp_path: Path) -> None:
    earlier = over(Example.of(OVER.format(70), tmp_path))
    later = Example.of(OVER.format(80), tmp_path)
    assert explained(later, earlier, "Yangi fond, Yil oxirigacha").explained


def test_a_reason_for_another_item_does_not_help(tmp_path: Path) -> None:
    other = "Oylik\n| Kod | Fevral | Mart |\n| 13.2 | 240 | 240 |"
    earlier = over(Example.of(other, tmp_path))
    assert explained(Example.of(OVER.format(80), tmp_path), earlier, "yil oxirigacha").blocking


def test_a_threshold_of_the_settings_replaces_the_default(tmp_path: Path) -> None:
    text = OVER.format(70) + "\nChegaralar\n| Qoida | Band | Chegara |\n| PLN01 | '11 | 50 |"
    assert grave(text, tmp_path) == []


def test_a_draft_under_way_makes_the_earlier_report_a_finding(tmp_path: Path) -> None:
    from akmxl.plan.period import Period
    from akmxl.rules.find import find
    from akmxl.rules.rule import Case

    example = Example.of("nom: Birinchi_davr = 2025-Q1", tmp_path)
    drafting = frozenset({("MK-10", Period.quarter(2025, 2))})
    case = Case(example.opened, date(2025, 7, 10), drafting)
    assert [(f.report, str(f.period)) for f in find(case) if f.rule == "SUB01"] == [("MK-10", "2025-Q1")]


@pytest.mark.parametrize("month", [3, 6, 9, 12])
def test_a_clean_year_has_nothing_to_mend_or_explain(month: int, tmp_path: Path) -> None:
    example = Example.of("nom: Birinchi_davr = 2025-01", tmp_path)
    example.today = month_end(2025, month) + timedelta(days=9)
    figures = sample(example.plan, month)
    monthly, daily = (example.file.views[name] for name in (layout.MONTHLY, registers.DAILY))
    rows = {monthly.text(row, "code"): row for row in monthly.rows}
    for (code, number), figure in figures.months.items():
        example.workbook.put(monthly.name, rows[code], monthly.columns[f"m{number:02d}"], figure)
    columns = {title: column for column, title in daily.titles.items()} | dict(daily.columns)
    days = {day.date: day.row for day in example.plan.days}
    for day, values in figures.days.items():
        for name, value in values.items():
            example.workbook.put(daily.name, days[day], columns[name], value)
    for register, records in figures.records.items():
        view = example.file.views[register]
        for row, record in enumerate(records, view.first_row):
            for field, value in record.items():
                example.workbook.put(view.name, row, view.columns[field], value)
    assert [(f.rule, f.message) for f in example.findings() if f.severity in GRAVE] == []


SENT = """
    Tadbirlar
    | Sana       | Tadbir turi          | Tadbir nomi |
    | 2025-01-05 | Kitobxon onalar kuni | Birinchi    |
    Oylik
    | Kod  | Yanvar |
    | 15.1 | 8      |
    yuborilgan: MK-10 2025-Q1 2025-04-05
    yuborilgan: MK-10 2025-Q2 2025-07-05
    """


def test_a_changed_month_is_found_in_every_sent_report_that_holds_it(tmp_path: Path) -> None:
    example = Example.of(SENT + "Oylik\n| Kod | Yanvar |\n| 15.1 | 9 |", tmp_path, tables=True)
    found = [f for f in example.findings() if f.rule == "SUB03"]
    assert [(f.item, str(f.period), f.params["old"]) for f in found] == [("15.1", "2025-Q1", 8)]
    assert [(one.report, str(one.period)) for one in found[0].also] == [("MK-10", "2025-Q2")]  # since January
    march = example.file.views[layout.MONTHLY].columns["m03"]
    assert [f.place.column for f in found if f.place] == [march]


def test_a_month_before_the_report_s_own_is_told_where_it_stands(tmp_path: Path) -> None:
    """The report of the second quarter alone says what there was since January."""
    sent = SENT.replace("yuborilgan: MK-10 2025-Q1 2025-04-05", "")
    example = Example.of(sent + "Oylik\n| Kod | Yanvar |\n| 15.1 | 9 |", tmp_path)
    (found,) = [f for f in example.findings() if f.rule == "SUB03"]
    assert found.place is not None
    assert found.place.column == example.file.views[layout.MONTHLY].columns["m03"]
    assert "since January" in found.message_id


def test_two_changes_are_two_findings(tmp_path: Path) -> None:
    """Each with the reports that it is in."""
    example = Example.of(SENT + "Oylik\n| Kod | Yanvar | Aprel |\n| 15.1 | 9 | 5 |", tmp_path)
    found = {str(f.period): f for f in example.findings() if f.rule == "SUB03"}
    assert set(found) == {"2025-Q1", "2025-Q2"}


def test_an_altered_receipt_is_found(tmp_path: Path) -> None:
    example = Example.of(SENT, tmp_path)
    cells = example.workbook.cells(layout.RECEIPTS)
    row = next(row for (row, column), cell in cells.items() if column == 5 and cell.value == "item:15.1/fact")
    example.workbook.put(layout.RECEIPTS, row, 6, "9")
    assert {f.rule for f in example.findings() if f.severity is Severity.ERROR} >= {"SUB04"}


def test_a_correction_under_way_is_no_change_of_what_was_sent(tmp_path: Path) -> None:
    under_way = "aniqlanmoqda: MK-10 2025-Q1\naniqlanmoqda: MK-10 2025-Q2"
    example = Example.of(SENT + "Oylik\n| Kod | Yanvar |\n| 15.1 | 9 |\n" + under_way, tmp_path)
    assert [f.rule for f in example.findings() if f.severity is Severity.ERROR] == []


def test_a_correction_that_was_given_up_leaves_the_change_found(tmp_path: Path) -> None:
    """Somebody has deleted its row from the journal; the draft's receipt stands there still."""
    example = Example.of(SENT + "Oylik\n| Kod | Yanvar |\n| 15.1 | 9 |", tmp_path)
    unsent = dict.fromkeys(("number", "sent", "previous", "seal", "letter"), "")
    second = [replace(r, version=2, **unsent) for r in example.plan.receipts]
    example.lay_receipts([*example.plan.receipts, *second])
    assert [f.rule for f in example.findings() if f.severity is Severity.ERROR] == ["SUB03"]


def test_a_rhythm_that_fits_no_letter_is_told_of_letters_that_akmxl_drafted_too(tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    months = ("2025-01", "2025-02", "2025-03")
    sent = {"report": "MK-02", "state": "yuborildi", "number": "7", "sent": date(2025, 4, 5)}
    make_plan(path, rows={"Hisobotlar": [{**sent, "period": month} for month in months]})
    drafted = tuple(Receipt("MK-02", month, 1, "", (), "") for month in months)

    def told() -> list[str]:
        opened = open_plan(path)
        opened = replace(opened, plan=replace(opened.plan, receipts=drafted))
        return [str(one.place) for one in check(opened, date(2025, 4, 10)) if one.rule == "SUB17"]

    assert told() == []
    view = PlanFile.open(path).views[str(layout.CATALOGUE.table)]
    row = next(row for row in view.filled_rows() if view.text(row, "report") == "MK-02")
    put(path, {(view.name, row, view.columns["cadence"]): "yillik"})
    assert len(told()) == 1

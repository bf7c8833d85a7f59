"""What is told of figures that another system counts otherwise; one cause, one finding."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from making_plans import add_imports, imported, make_plan, set_source

from akmxl.actions.check import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.plan.findings import Finding

TODAY = date(2025, 4, 10)


def findings(
    path: Path, months: Mapping[tuple[str, int], object], counts: Mapping[tuple[str, int], int], **more: str
) -> list[Finding]:
    """The findings on items that are counted; ``more`` are the items whose source is another."""
    make_plan(path, months=months)
    for code, word in more.items():
        set_source(path, code.removeprefix("item_"), word)
    found = check(add_imports(path, imported(counts)), TODAY)
    codes = {code for code, _ in counts}
    return [one for one in found if not one.lasting and any(member.item in codes for member in one.members)]


def spoken(found: list[Finding], code: str) -> list[tuple[str, str]]:
    """What is said of an item: rule and period of each cell."""
    return [(one.rule, str(m.period)) for one in found for m in one.members if m.item == code]


def test_a_difference_names_both_values_the_source_and_its_day(tmp_path: Path) -> None:
    months = {("14.1", month): 20 + month for month in (1, 2, 3)}
    (one,) = findings(tmp_path / "reja.xlsx", months, {("14.1", 1): 21, ("14.1", 2): 30, ("14.1", 3): 23})
    assert (one.rule, one.severity.value, one.place.a1 if one.place else "") == ("IMP01", "explain", "G38")
    assert one.message == (
        "14.1-band, 2025-yil fevral oyi: 22 (G38 katagi); 02.04.2025 kungi import bo‘yicha — 30: "
        "hisobot.xlsx (kundalik)."
    )


def test_a_part_that_differs_speaks_for_its_total(tmp_path: Path) -> None:
    months = {("9.2", 1): 10, ("9.2", 2): 12, ("9.2", 3): 9}
    found = findings(tmp_path / "reja.xlsx", months, {("9", 2): 15, ("9.2", 2): 15, ("9", 3): 8})
    imports = [one for one in found if one.rule == "IMP01"]
    assert (spoken(imports, "9"), spoken(imports, "9.2")) == ([("IMP01", "2025-03")], [("IMP01", "2025-02")])


def test_a_blank_is_said_once_by_the_rule_that_asks_for_it(tmp_path: Path) -> None:
    """14.1 is expected, so TMP14 says it; 10 has no plan: its three blanks are one finding."""
    counts = {(code, month): 5 for code in ("14.1", "10") for month in (1, 2, 3)}
    found = findings(tmp_path / "reja.xlsx", {}, counts)
    assert spoken(found, "14.1") == [("TMP14", f"2025-{month:02d}") for month in (1, 2, 3)]
    (one,) = (one for one in found if one.item == "10")
    assert (one.rule, len(one.members)) == ("IMP01", 3)


def test_a_month_of_an_item_fed_by_imports_is_asked_for_once(tmp_path: Path) -> None:
    found = findings(
        tmp_path / "reja.xlsx", {}, {("14.1", 1): 20, ("14.1", 2): 25}, **{"item_14.1": "Import"}
    )
    told = [one for one in found if one.rule != "STR18"]  # the months have no formulas yet
    assert spoken(told, "14.1") == [("TMP14", "2025-03")]


def test_a_quarter_divided_by_three_is_one_finding(tmp_path: Path) -> None:
    months = {("13.2", month): 60 for month in (1, 2, 3)}
    found = findings(tmp_path / "reja.xlsx", months, {("13.2", 1): 50, ("13.2", 2): 71, ("13.2", 3): 59})
    assert [one.rule for one in found if one.rule[:3] in ("IMP", "TMP")] == ["IMP02"]


def test_a_dash_is_compared_as_nothing_done(tmp_path: Path) -> None:
    months = {("14.1", 1): "-", ("14.1", 2): "-", ("14.1", 3): 9}
    found = findings(
        tmp_path / "reja.xlsx", months, {("14.1", 1): 0, ("14.1", 2): 4}, **{"item_14.1": "Import"}
    )
    assert spoken(found, "14.1") == [("PLN15", "2025-01"), ("IMP01", "2025-02")]
    assert ": - (" in found[-1].message

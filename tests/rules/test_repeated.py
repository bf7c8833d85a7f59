"""One cause over many rows is one finding: in Tekshiruv, on the terminal, in JSON, in the colours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_records
from running import akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.core.cells import Place
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.model import Explanation
from akmxl.rules.find import RULES, find, key_of
from akmxl.rules.repeated import _MANY, gather
from akmxl.rules.rule import Case, Hit, Rule
from akmxl.workbook import layout
from akmxl.workbook.cell_keys import cell_keys
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CROWD = 90_000  # people at one event: too many to be believed without a reason
EXPLAINED = "Bitta tadbir ikki kun davom etdi, ikkalasi ham sanaladi."


def check(path: Path, *options: str) -> Any:
    run = akmxl("check", path, "--today", "2025-04-10", "--json", *options)
    assert run.code in (0, 1), run.err
    return run.json


def events(path: Path, kinds: list[str], month: int = 3) -> list[str]:
    """Events of these kinds, a day each; gives the cells of the kinds."""
    rows = [
        {"date": date(2025, month, n % 28 + 1), "event_kind": kind, "title": f"Tadbir {month}/{n}"}
        for n, kind in enumerate(kinds)
    ]
    add_records(path, {registers.EVENTS: rows})
    view = PlanFile.open(path).views[registers.EVENTS]
    last = max(view.filled_rows())
    return [view.place(row, "event_kind").a1 for row in range(last - len(kinds) + 1, last + 1)]


def unknown_kinds(data: Any) -> list[Any]:
    return [one for one in data["findings"] if one["rule"] == "REF08"]


def test_a_kind_that_is_not_on_the_list_is_one_finding_however_often_it_stands_there(plan_path: Path) -> None:
    cells = events(plan_path, ["Uchrashuv kechasi"] * 30)
    (found,) = unknown_kinds(check(plan_path))
    assert found["cell"] == cells[0]
    assert found["cells"] == cells
    assert "“Uchrashuv kechasi”" in found["message"]
    assert found["message"].endswith(f"30 cells of this column ({', '.join(cells[:5])}, …).")


def test_two_kinds_are_two_causes(plan_path: Path) -> None:
    cells = events(plan_path, ["Uchrashuvlar kechasi", "Boshqa narsa"] * 3)
    found = unknown_kinds(check(plan_path))
    assert [one["cells"] for one in found] == [cells[::2], cells[1::2]]


def test_more_values_than_anybody_reads_are_one_finding(plan_path: Path) -> None:
    cells = events(plan_path, [f"Kecha {number}" for number in range(_MANY + 1)])
    (found,) = unknown_kinds(check(plan_path))
    assert found["cells"] == cells
    assert "“Kecha 0”" in found["message"]


def test_every_cell_is_coloured_until_it_is_mended(plan_path: Path) -> None:
    cells = events(plan_path, ["Uchrashuv kechasi"] * 12)
    check(plan_path)
    assert set(colour_keys(plan_path, cells)) <= coloured(plan_path)
    view = PlanFile.open(plan_path).views[registers.EVENTS]
    row, column = view.rows[0], view.columns["event_kind"]
    put(plan_path, {(view.name, row, column): "Ko‘rgazma"})
    check(plan_path)
    assert set(colour_keys(plan_path, cells[1:])) <= coloured(plan_path)
    assert not set(colour_keys(plan_path, cells[:1])) & coloured(plan_path)


def colour_keys(path: Path, cells: list[str]) -> list[str]:
    file = PlanFile.open(path)
    view = file.views[registers.EVENTS]
    return cell_keys(file, [view.place(int(cell[1:]), "event_kind") for cell in cells])


def coloured(path: Path) -> set[object]:
    return set(PlanFile.open(path).workbook.grid(layout.COLOURS).values(1).values())


def test_tekshiruv_has_one_row_of_it(plan_path: Path) -> None:
    cells = events(plan_path, ["Uchrashuv kechasi"] * 12)
    check(plan_path)
    view = PlanFile.open(plan_path).views[layout.FINDINGS]
    (row,) = [row for row in view.filled_rows() if view.text(row, "rule") == "REF08"]
    assert view.text(row, "cell") == cells[0]
    assert "12 ta katagida" in view.text(row, "what")


def test_the_terminal_names_the_first_cells_and_how_many_there_are(plan_path: Path) -> None:
    cells = events(plan_path, ["Uchrashuv kechasi"] * 12)
    run = akmxl("check", plan_path, "--today", "2025-04-10")
    assert "REF08  (12)" in run.out
    assert f"{', '.join(cells[:6])}" in run.out
    assert "of this column" not in run.out


def test_only_the_rows_of_the_period_that_is_asked_for(plan_path: Path) -> None:
    march = events(plan_path, ["Uchrashuv kechasi"] * 3)
    events(plan_path, ["Uchrashuv kechasi"] * 4, month=2)
    (found,) = unknown_kinds(check(plan_path, "--period", "2025-03"))
    assert found["cells"] == march
    assert found["period"] == "2025-03"
    (every,) = unknown_kinds(check(plan_path))
    assert len(every["cells"]) == 7
    assert every["period"] is None


def test_a_reason_closes_all_of_it_until_a_row_joins(plan_path: Path) -> None:
    crowd(plan_path, 3)
    (found,) = crowds(check(plan_path))
    assert len(found["cells"]) == 3
    view = PlanFile.open(plan_path).views[layout.FINDINGS]
    row = next(row for row in view.filled_rows() if view.text(row, "rule") == found["rule"])
    put(plan_path, {(view.name, row, view.columns["reason"]): EXPLAINED})
    assert [one["explained"] for one in crowds(check(plan_path))] == [True]
    assert not coloured(plan_path) & set(participant_keys(plan_path))
    crowd(plan_path, 1)
    (wider,) = crowds(check(plan_path))
    assert (len(wider["cells"]), wider["explained"]) == (4, False)
    assert set(participant_keys(plan_path)) <= coloured(plan_path)


def test_a_reason_for_each_row_is_a_reason_for_all(plan_path: Path) -> None:
    """Reasons that were written row by row, before the rows were one finding, count."""
    crowd(plan_path, 2)
    case = Case(open_plan(plan_path), date(2025, 4, 10))
    (found,) = (one for one in find(case) if one.severity is Severity.EXPLAIN and len(one.members) == 2)
    hits = [one for one in RULES[found.rule].check(case) if one.place in [m.place for m in found.members]]
    reasons = tuple(Explanation(key_of(RULES[found.rule], one), EXPLAINED, "", {}) for one in hits)
    plan = replace(case.plan, explanations=reasons)
    again = find(Case(OpenedPlan(plan, case.file), case.today))
    assert [one.explanation for one in again if one.rule == found.rule] == [EXPLAINED]
    one_only = replace(case.plan, explanations=reasons[:1])
    left = find(Case(OpenedPlan(one_only, case.file), case.today))
    assert [one.explanation for one in left if one.rule == found.rule] == [""]


def crowd(path: Path, count: int) -> None:
    """Events with a participants' figure that needs a reason."""
    rows = [
        {
            "date": date(2025, 3, n + 1),
            "event_kind": "Ko‘rgazma",
            "title": f"Sayil {n}",
            "participants": 90_000,
        }
        for n in range(count)
    ]
    add_records(path, {registers.EVENTS: rows})


def crowds(data: Any) -> list[Any]:
    return [
        one for one in data["findings"] if one["sheet"] == registers.EVENTS and one["severity"] == "explain"
    ]


def participant_keys(path: Path) -> list[str]:
    file = PlanFile.open(path)
    view = file.views[registers.EVENTS]
    return cell_keys(file, [view.place(row, "participants") for row in view.filled_rows()])


RULE = Rule("REF08", Severity.EXPLAIN, "registers", "Cell {cell}: “{value}”.", "Mend it.", lambda _case: ())


def hit(row: int, value: object, sheet: str = registers.EVENTS, **more: Any) -> Hit:
    return Hit(Place(sheet, row, 2), value=value, subject=f"{sheet}:{row}/x", **more)


def sizes(*hits: Hit) -> list[int]:
    return [len(told.hits) for told in gather([(RULE, hits)])]


def test_what_is_one_cause() -> None:
    assert sizes(hit(5, "a"), hit(6, "a"), hit(7, "b")) == [2, 1]
    assert sizes(hit(5, 1), hit(6, True), hit(7, "1")) == [1, 1, 1]
    assert sizes(hit(5, 2, registers.DAILY), hit(6, 2, registers.DAILY)) == [1, 1]
    assert sizes(hit(5, 2, "Oylik"), hit(6, 2, "Oylik")) == [1, 1]
    assert sizes(hit(5, "a", message="Other."), hit(6, "a")) == [1, 1]
    assert sizes(*(hit(row, row, registers.DAILY) for row in range(_MANY + 1))) == [_MANY + 1]

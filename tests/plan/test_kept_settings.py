"""What the settings said of counted rows is kept, and a change is told until it is changed back."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from akmxl.plan.kept_settings import (
    REPORTS,
    THRESHOLDS,
    changed_settings,
    kept_rows,
    rows_to_keep,
    settings_to_keep,
)
from akmxl.plan.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.model import Plan


def plan(
    kept: dict[str, str],
    used: str = "Aksiya",
    unread: tuple[str, ...] = (),
    worked: Iterable[date] = (),
    periods: str = "",
    written: dict[str, str] | None = None,
    first: Period | None = None,
    cadence: str = "",
    days: str = "",
    **kinds: str,
) -> Plan:
    settings = SimpleNamespace(
        event_kinds={kind: tuple(codes.split()) for kind, codes in kinds.items()},
        unread_kinds=unread, daily_items={}, worked=worked, written=written or {}, first_period=first,
    )  # fmt: skip
    rows = [SimpleNamespace(values={"event_kind": used})]
    when = {"cadence": cadence, "due_rule": "by_hand", "days": days, "items": ("18",)}
    reports = [SimpleNamespace(code="MK-07", periods=tuple(periods.split()), **when)]
    made = SimpleNamespace(
        settings=settings, records={"Tadbirlar": rows}, known_rows=kept, days=(), items={"18": 1, "20": 1},
        reports=reports,
    )  # fmt: skip
    return cast("Plan", made)


KEPT = {"TadbirTurlari/aksiya": "18;20"}


@pytest.mark.parametrize(("one", "told"), [
    (plan(KEPT, aksiya="20 18"), []),  # another order is no change
    (plan(KEPT, aksiya="18"), ["18"]),
    (plan(KEPT, aksiya=""), [""]),
    (plan(KEPT, aksiya="18 99"), []),  # no item of the plan: REF25 speaks
    (plan(KEPT, aksiya="18", unread=("aksiya",)), []),
    (plan(KEPT, aksiya="18", used=""), []),  # nothing is counted by it
    (plan({}, aksiya="18"), []),  # first seen
])  # fmt: skip
def test_changed_codes_are_told_where_they_move_figures(one: Plan, told: list[str]) -> None:
    assert [" ".join(changed.now) for changed in changed_settings(one)] == told


def test_what_was_kept_once_stays_until_nothing_is_counted_by_it() -> None:
    assert settings_to_keep(plan({}, aksiya="20 18")) == KEPT
    assert settings_to_keep(plan(KEPT, aksiya="18")) == KEPT
    assert settings_to_keep(plan(KEPT, aksiya="18", used="")) == {}


def test_the_last_word_of_cells_that_may_be_blank_stays() -> None:
    kept = {"Bayramlar/ish kuni": "2025-11-15", "HisobotlarKatalogi/MK-07": "Q1;Q2"}
    first = plan({}, worked=[date(2025, 11, 15)], periods="Q1 Q2")
    assert settings_to_keep(first) == kept
    assert settings_to_keep(plan(kept)) == kept
    both = {"Bayramlar/ish kuni": "2025-11-15;2025-11-16", "HisobotlarKatalogi/MK-07": "Q3"}
    assert settings_to_keep(plan(kept, worked=[date(2025, 11, 16)], periods="Q3")) == both


def test_of_the_single_cells_the_last_word_stays_and_of_the_first_period_the_earliest() -> None:
    kept = {"Sozlamalar/Ish_haftasi": "5", "Sozlamalar/birinchi davr": "2025-01"}
    now = plan({}, written={"Ish_haftasi": "5"}, first=Period.quarter(2025, 1))
    assert settings_to_keep(now) == kept
    assert settings_to_keep(plan(kept, first=Period.month(2025, 6))) == kept
    later = plan(kept, written={"Ish_haftasi": "6"}, first=Period.month(2024, 12))
    assert settings_to_keep(later) == {"Sozlamalar/Ish_haftasi": "6", "Sozlamalar/birinchi davr": "2024-12"}


def test_rows_that_a_table_ever_had_stay() -> None:
    now = plan({})
    now.settings.thresholds = {("PLN01", "11"): 30.0, ("ARI11", ""): 2.0}  # type: ignore[misc]
    now.settings.switched_off = {}  # type: ignore[misc]
    kept = rows_to_keep(now)
    assert kept == {"qatorlar/HisobotlarKatalogi": "MK-07", "qatorlar/Chegaralar": "ARI11/;PLN01/11"}
    later = plan(kept | {"qatorlar/HisobotlarKatalogi": "MK-07;MK-16"})
    later.settings.thresholds, later.settings.switched_off = {}, {}  # type: ignore[misc]
    assert rows_to_keep(later) == later.known_rows
    assert kept_rows(later, REPORTS) == ["MK-07", "MK-16"]
    assert kept_rows(later, THRESHOLDS) == ["ARI11/", "PLN01/11"]


def test_when_a_report_is_owed_is_kept_as_it_was_until_it_is_told() -> None:
    kept = {"topshirish/MK-07": "monthly|by_hand|5|18|"}
    assert settings_to_keep(plan({}, cadence="monthly", days="5")) == kept
    assert settings_to_keep(plan(kept, cadence="oylik")) == kept  # not understood
    changed = plan(kept, cadence="monthly", days="7")
    assert settings_to_keep(changed, told=False) == kept
    assert settings_to_keep(changed) == {"topshirish/MK-07": "monthly|by_hand|7|18|"}

"""An event's title is one in all its spellings, and each digit tells it from another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import add_records

from akmxl.actions.open_plan import open_plan
from akmxl.plan import registers
from akmxl.rules.catalogue.twice import event_stands_once
from akmxl.rules.rule import Case

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(
    ("titles", "again"),
    [
        (["Kuz 12", "Kuz 13", "KUZ  12", "Kuz 12", "Qish", "'"], [(2, 0), (3, 0)]),
        (["Kuz 12", "Kuz 13", "kuz 1²", "Kuz １３", "Kuz 14"], [(3, 1)]),
        ([2025, "2025", "Kuz 12", "kuz 12", 2024], [(1, 0), (3, 2)]),
    ],
    ids=["spellings", "digits of another kind", "a year"],
)
def test_titles(plan_path: Path, titles: list[object], again: list[tuple[int, int]]) -> None:
    rows = [{"date": DAY, "event_kind": "Ko‘rgazma", "title": title} for title in titles]
    add_records(plan_path, {registers.EVENTS: rows})
    opened = open_plan(plan_path)
    records = [one.row for one in opened.plan.records[registers.EVENTS]]
    hits = event_stands_once(Case(opened, date(2025, 4, 10)))
    told = [(hit.place.row, int(str(hit.params["other"]))) for hit in hits if hit.place]
    assert told == [(records[row], records[other]) for row, other in again]

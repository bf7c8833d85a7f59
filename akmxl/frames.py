"""The plan and its rollup as pandas DataFrames. The only room that imports pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.model import Plan
    from akmxl.rollup import Rollup, Share


def plan_frame(plan: Plan) -> pd.DataFrame:
    """A row an item, service and period (``2025-01`` ... and the year): actual by month, planned by year."""
    rows: list[tuple[object, ...]] = []
    for item in plan.items.values():
        if not item.measured:
            continue
        for service in item.services or ("",):
            head = (item.code, item.section, service, item.unit)
            rows += (
                (*head, f"{plan.year}-{month:02d}", plan.value(item.code, month), None)
                for month in range(1, 13)
            )
            rows.append((*head, str(plan.year), None, item.plan))
    columns = ["code", "section", "service", "unit", "period", "actual", "planned"]
    return pd.DataFrame(rows, columns=columns).astype({"actual": "Int64", "planned": "Int64"})


def items_frame(rollup: Rollup) -> pd.DataFrame:
    """A row an item: plan, fact since January, percent, last year's fact, quarters and months."""
    rows = [
        {
            "code": totals.code,
            "plan": totals.item.plan,
            "fact": totals.fact,
            "percent": totals.percent,
            "previous_fact": totals.item.previous.value,
            "complete": totals.complete,
            **{str(period): value for period, value in {**totals.quarters, **totals.months}.items()},
        }
        for totals in rollup.items
    ]
    frame = pd.DataFrame(rows).set_index("code")
    whole = [name for name in frame.columns if name not in ("percent", "complete")]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def shares_frame(shares: Iterable[Share], index: str) -> pd.DataFrame:
    """A row a section or service: mean percent done, planned rows, rows without a plan."""
    rows = [(share.name, share.percent, share.rows, share.unplanned) for share in shares]
    columns = [index, "percent", "planned_rows", "unplanned_rows"]
    return pd.DataFrame(rows, columns=columns).astype({"percent": "Float64"}).set_index(index)

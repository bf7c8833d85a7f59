"""Give what looks over several years as plain data: a trend, next year's draft plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.trend import YearsOf
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.trend import YearRow


def trend_json(years: YearsOf, out: Path | None, csv: Path | None) -> Json:
    """Return several years side by side."""
    return {
        "years": [{"year": plan.year, "file": str(plan.path)} for plan in years.plans],
        "missing_years": list(years.trend.missing),
        "rows": [_row_json(row) for row in years.trend.rows],
        "renumbered": [
            {
                "year": one.year,
                "code": one.code,
                "title": one.title,
                "before": {"year": one.before_year, "code": one.before_code, "title": one.before_title},
            }
            for one in years.trend.renumbered
        ],
        "out": str(out) if out else None,
        "csv": str(csv) if csv else None,
    }


def _row_json(row: YearRow) -> Json:
    return {
        "year": row.year,
        "code": row.code,
        "line": row.line,
        "title": row.title,
        "unit": row.unit,
        "plan": row.plan,
        "fact": row.fact,
        "so_far": row.so_far,
        "percent": row.percent,
        "complete_months": row.complete_months,
        "changes": [{"what": one.what, "old": one.old, "new": one.new} for one in row.changes],
    }

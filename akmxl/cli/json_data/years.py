"""Give what looks over several years as plain data: a trend, next year's draft plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.next_plan import NextPlan
    from akmxl.actions.trend import YearsOf
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.next_plan import DraftRow
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


def next_plan_json(done: NextPlan) -> Json:
    """Return the result of making next year's draft plan."""
    return {
        "year": done.year,
        "out": str(done.path),
        "status": done.status,
        "kept": done.kept,
        "plans": [{"year": plan.year, "file": str(plan.path)} for plan in done.plans],
        "missing_years": list(done.missing),
        "rows": [_draft_json(row) for row in done.rows if row.item.measured],
    }


def _draft_json(row: DraftRow) -> Json:
    return {
        "code": row.item.code,
        "title": row.item.name,
        "unit": row.item.unit,
        "years": [
            {
                "year": one.year,
                "plan": one.plan,
                "fact": one.fact,
                "percent": one.percent,
                "complete": one.complete,
                "changed": one.changed,
                "printed": one.printed,
            }
            for one in row.years
        ],
        "mean": row.mean,
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

"""Give a consolidation, and what a question of its store brings, as plain data."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from akmxl.core.i18n import translate

if TYPE_CHECKING:
    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.actions.consolidate.store import Answer
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.returns.records import Finding, Outlier


def consolidated_json(found: Consolidated) -> Json:
    """Return what became of the files: how many came, count and were refused; what is missing and late; what
    is to be looked at, and the totals.

    ``completeness`` and ``timeliness`` are percents of what is owed; null where nobody knows what is, or, of
    the latter, on which day anything came: ``undated`` counts the reports of which that is not known.
    ``beyond`` are the regions whose centres are not in a total's counts, as nobody knows how many they are;
    ``regions_listed`` is false where no list of centres tells which regions there are beside those that came.
    ``kept`` are copies of workbooks that somebody had changed before they were made anew.
    """
    result = found.consolidation
    return {
        "files": found.files,
        "accepted": found.accepted,
        "refused": [
            {"file": one.came.file, "reason": translate(one.reason, **one.params)} for one in found.refused
        ],
        "centres": len(result.centres),
        "missing": [
            {"centre": one.centre, "report": one.report, "period": one.period, "due": one.due or None}
            for one in result.missing
        ],
        "late": [
            {
                "centre": one.centre, "report": one.report, "period": one.period, "due": one.due or None,
                "received": found.first_came(one) or None,
            }
            for one in found.late
        ],
        "findings": [*map(_finding, result.findings), *map(_outlier, result.outliers)],
        "totals": [
            {
                "report": one.report, "period": one.period, "item": one.code, "measure": one.measure,
                "unit": one.unit, "value": one.value, "said": one.said, "expected": one.expected,
                "beyond": list(one.beyond),
            }
            for one in result.totals
        ],
        "regions_listed": result.regions.listed,
        "completeness": found.completeness,
        "timeliness": found.timeliness,
        "undated": found.undated,
        "out": str(found.out) if found.out else None,
        "summaries": [str(path) for path in found.summaries or ()],
        "not_in_summaries": [{"centre": one.code, "region": one.region or None} for one in found.left_out],
        "kept": [str(path) for path in found.kept],
    }  # fmt: skip


def _finding(one: Finding) -> Json:
    return {
        "kind": "left_out" if one.left_out else "contradiction", "centre": one.centre, "report": one.report,
        "period": one.period, "item": one.code, "message": str(one.said),
    }  # fmt: skip


def _outlier(one: Outlier) -> Json:
    return {
        "kind": "outlier", "centre": one.centre, "report": one.report, "period": one.period, "item": one.code,
        "measure": one.measure, "value": one.value, "median": one.median, "distance": one.distance,
    }  # fmt: skip


def answer_json(answer: Answer) -> Json:
    """Return the columns and rows of an answer; days as ISO texts."""
    return {"columns": list(answer.columns), "rows": [list(map(_plain, row)) for row in answer.rows]}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)

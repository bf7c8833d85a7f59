"""Give a consolidation, and what a question of its store brings, as plain data."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from akmxl.plan.returns.told import is_doubt, words_of

if TYPE_CHECKING:
    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.actions.consolidate.store import Answer
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.returns.records import Entry, Finding, Outlier, Total


def consolidated_json(found: Consolidated) -> Json:
    """Return what became of the files: how many came, count and were refused; what is missing and late; what
    is to be looked at, and the totals. ``aside`` are the files that are no forms.

    Of what is ``expected``, as it is owed, ``came`` so much: ``completeness`` and ``timeliness`` are percents
    of it; null where nobody knows what is owed, or, of the latter, whether anything came in time: ``undated``
    counts the reports of which that is not known. ``unasked`` are further forms that count.
    ``beyond`` are the regions whose centres are not in a total's counts, as nobody knows how many they are;
    ``regions_listed`` is false where no list of centres tells which regions there are beside those that came.
    ``kept`` are copies of files that somebody had changed before they were made anew, ``outdated`` the
    answers and summaries of earlier runs that no longer follow from what came.
    """
    result = found.consolidation
    return {
        "files": found.files,
        "accepted": found.accepted,
        "refused": [
            {"file": one.came.file, "reason": words_of(one)} for one in found.refused
        ],
        "aside": list(found.aside),
        "centres": len(result.centres),
        "missing": [
            {"centre": one.centre, "report": one.report, "period": one.period, "due": one.due or None}
            for one in result.missing
        ],
        "late": [_late(found, one) for one in found.late],
        "late_unasked": [_late(found, one) for one in found.late_unasked],
        "findings": [*map(_finding, result.findings), *map(_outlier, result.outliers)],
        "totals": list(map(_total, result.totals)),
        "regions_listed": result.regions.listed,
        "expected": found.whole.expected,
        "came": found.whole.came,
        "unasked": len(result.unasked),
        "completeness": found.completeness,
        "timeliness": found.timeliness,
        "undated": found.undated,
        "out": str(found.out) if found.out else None,
        "summaries": [str(path) for path in found.summaries or ()],
        "not_in_summaries": [{"centre": one.code, "region": one.region or None} for one in found.left_out],
        "kept": [str(path) for path in found.kept],
        "outdated": [
            {"file": str(one.file), "moved_to": str(one.copy) if one.copy else None} for one in found.outdated
        ],
    }  # fmt: skip


def _total(one: Total) -> Json:
    return {
        "report": one.report, "period": one.period, "item": one.code, "measure": one.measure,
        "unit": one.unit, "value": one.value, "said": one.said, "expected": one.expected,
        "beyond": list(one.beyond),
    }  # fmt: skip


def _late(found: Consolidated, one: Entry) -> Json:
    return {
        "centre": one.centre, "report": one.report, "period": one.period, "due": one.due or None,
        "received": found.first_came(one) or None,
    }  # fmt: skip


def _finding(one: Finding) -> Json:
    kind = "doubt" if is_doubt(one) else "left_out" if one.left_out else "contradiction"
    return {
        "kind": kind, "centre": one.centre, "report": one.report,
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

"""Give totals, drafts and due days as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.cli.json_data.check import finding_json
from akmxl.cli.json_data.hand_in import not_handed_in_json
from akmxl.core.cell_values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from akmxl.actions.submit_request import Result, Submission
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.owed import Owed
    from akmxl.plan.rollup import ItemTotals, Rollup, Share
    from akmxl.submission.parcel.parcel import Enclosure, Parcel


def rollup_json(rollup: Rollup) -> Json:
    """Return the totals of items, sections and services."""
    return {
        "year": rollup.year,
        "items": [_totals_json(totals) for totals in rollup.items],
        "sections": [_share_json(share) for share in rollup.sections],
        "services": [_share_json(share) for share in rollup.services],
    }


def _totals_json(totals: ItemTotals) -> Json:
    return {
        "code": totals.code,
        "plan": totals.item.plan,
        "months": {str(period): value for period, value in totals.months.items()},
        "quarters": {str(period): value for period, value in totals.quarters.items()},
        "fact": totals.fact,
        "percent": totals.percent,
        "previous_fact": totals.item.previous.value,
        "complete": totals.complete,
    }


def _share_json(share: Share) -> Json:
    return {"name": share.name, "percent": share.percent, "rows": share.rows, "unplanned": share.unplanned}


def submit_json(submission: Submission, doubts: Sequence[str] = ()) -> Json:
    """Return the results of drafting reports, and the parcels; why a report may have been left out."""
    return {
        "period": str(submission.period) if submission.period else None,
        "reports": [_result_json(result) | _places(result, submission) for result in submission.results],
        "parcels": [_parcel_json(parcel) for parcel in submission.parcels],
        "not_handed_in": not_handed_in_json(submission.not_handed_in),
        "not_known": list(doubts),
    }


def _parcel_json(parcel: Parcel) -> Json:
    return {
        "recipient": parcel.recipient,
        "period": str(parcel.period),
        "letter": str(parcel.letter),
        "status": parcel.status,
        "reports": [_enclosure_json(one) for one in parcel.enclosed],
        "left_out": [_enclosure_json(one) for one in parcel.left_out],
    }


def _enclosure_json(one: Enclosure) -> Json:
    return {"code": one.owed.report.code, "period": str(one.owed.period), "version": one.version}


def _result_json(result: Result) -> Json:
    return {
        "code": result.owed.report.code,
        "recipient": result.owed.report.recipient,
        "period": str(result.owed.period),
        "version": result.version,
        "status": result.status,
        "file": result.file or None,
        "sha256": result.sha256 or None,
        "values_sha256": result.values_sha256 or None,
        "findings": [finding_json(finding) for finding in result.findings],
        "reason": str(result.fault) if result.fault else None,
        "cut": [{"sheet": one.sheet, "cell": one.cell, "from": list(one.sources)} for one in result.cut],
    }


def _places(result: Result, submission: Submission) -> Json:
    """Return, of a dry run, each cell of the form, its value, and the cells that the value comes from."""
    if not submission.request.dry_run:
        return {}
    return {
        "places": [
            {"sheet": one.sheet, "cell": one.cell, "value": plain(one.value), "from": list(one.sources)}
            for one in result.placed
        ]
    }


def due_json(owed: Iterable[Owed], today: date, doubts: Sequence[str]) -> Json:
    """Return the reports and tasks that are due, days in ISO form; why it is not known, where it is not."""
    known: Json = {"today": today.isoformat(), "reports": [owed_json(one, today) for one in owed]}
    return known | {"not_known": list(doubts)} if doubts else known


def owed_json(owed: Owed, today: date) -> Json:
    """Return a report or a task that is due, and how it stands on a day."""
    return {
        "code": owed.report.code or None,
        "recipient": owed.report.recipient,
        "title": owed.report.title,
        "period": str(owed.period),
        "due": owed.due.isoformat() if owed.due else None,
        "send_by": owed.send_by.isoformat() if owed.send_by else None,
        "confirmed": owed.confirmed,
        "status": owed.status(today),
    }

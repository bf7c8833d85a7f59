"""Results as plain data, for ``--json``: the keys are stable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.findings import counts
from akmxl.i18n import outline, sentence
from akmxl.sheets.rollup import due_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from akmxl.closing import Month
    from akmxl.errors import AkmxlError
    from akmxl.findings import Finding
    from akmxl.hygiene import Mend
    from akmxl.model import Plan
    from akmxl.owed import Owed
    from akmxl.period import Period
    from akmxl.rollup import ItemTotals, Rollup, Share
    from akmxl.submitting import Result, Submission

Json = dict[str, Any]


def finding_json(finding: Finding) -> Json:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": place.sheet if place else None,
        "cell": place.a1 if place else None,
        "item": finding.item,
        "period": str(finding.period) if finding.period else None,
        "message": finding.text,
        "fix": finding.advice,
        "explained": finding.explained,
    }


def check_json(plan: Plan, findings: Sequence[Finding], period: Period | None, *, written: bool) -> Json:
    return {
        "workbook": str(plan.path),
        "year": plan.year,
        "period": str(period) if period else None,
        "findings": [finding_json(finding) for finding in findings],
        "counts": counts(findings),
        "blocks": any(finding.blocking for finding in findings),
        "written": written,
        "switched_off": [
            {"rule": rule, "item": item or None, "reason": why}
            for (rule, item), why in plan.settings.switched_off.items()
        ],
    }


def mends_json(mends: Iterable[Mend]) -> Json:
    return {
        "fixed": [
            {"sheet": m.place.sheet, "cell": m.place.a1, "before": m.before, "after": m.after} for m in mends
        ]
    }


def month_json(month: Month, *, written: bool) -> Json:
    return {
        "period": str(month.period),
        "services": [
            {"service": name or None, "blanks": [{"item": b.item.code, "cell": b.place.a1} for b in blanks]}
            for name, blanks in month.blanks.items()
        ],
        "written": written,
    }


def rollup_json(rollup: Rollup) -> Json:
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


def submit_json(submission: Submission) -> Json:
    return {
        "period": str(submission.period) if submission.period else None,
        "reports": [_result_json(result) for result in submission.results],
    }


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
    }


def due_json(plan: Plan, today: date, until: date | None) -> Json:
    reports = [_due_json(owed, today) for owed in due_now(plan, today, until)]
    return {"today": today.isoformat(), "reports": reports}


def _due_json(owed: Owed, today: date) -> Json:
    return {
        "code": owed.report.code,
        "recipient": owed.report.recipient,
        "title": owed.report.title,
        "period": str(owed.period),
        "due": owed.due.isoformat() if owed.due else None,
        "send_by": owed.send_by.isoformat() if owed.send_by else None,
        "confirmed": owed.report.confirmed,
        "status": owed.status(today),
    }


def rules_json(rules: Iterable[Any]) -> Json:
    return {
        "rules": [
            {
                "code": rule.code,
                "severity": rule.severity.value,
                "checks": sentence(rule.summary),
                "why": sentence(rule.reason),
                "fix": outline(rule.fix),
                "examples": dict(zip(("right", "wrong"), rule.examples, strict=True)),
            }
            for rule in rules
        ]
    }


def error_json(error: AkmxlError) -> Json:
    return {"error": {"kind": error.kind, "message": str(error)}}

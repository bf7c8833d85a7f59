"""Give findings, mended texts, a month's blanks, the rules and an error as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import outline, sentence
from akmxl.plan.findings import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from akmxl.actions.close_month import Month
    from akmxl.cli.json_data.json_object import Json
    from akmxl.core.errors import AkmxlError
    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period
    from akmxl.rules.rule import Rule
    from akmxl.workbook.below_tables import Below
    from akmxl.workbook.tidy import Mend


def finding_json(finding: Finding) -> Json:
    """Return a finding; ``sheet`` and ``cell`` (such as ``B7``) are null where it has no place.

    ``cells`` are all its cells, ``cell`` is the first; ``item`` and ``period`` are null where they differ.
    """
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": place.sheet if place else None,
        "cell": place.a1 if place else None,
        "cells": finding.cells,
        "item": finding.item,
        "period": str(finding.period) if finding.period else None,
        "message": finding.message,
        "fix": finding.fix,
        "explained": finding.explained,
    }


def check_json(
    plan: Plan, shown: Sequence[Finding], whole: Sequence[Finding], period: Period | None, *, written: bool
) -> Json:
    """Return the result of a check.

    ``findings`` are those that were asked for; ``counts`` and ``blocks`` are of the whole check, as is the
    exit code: what is not shown still blocks.
    """
    return {
        "workbook": str(plan.path),
        "year": plan.year,
        "period": str(period) if period else None,
        "findings": [finding_json(finding) for finding in shown],
        "counts": counts(whole),
        "blocks": any(finding.blocking for finding in whole),
        "written": written,
    } | switched_off_json(plan)


def switched_off_json(plan: Plan) -> Json:
    """Return the rules that Sozlamalar switches off, with the reasons; ``item`` is null where it is all."""
    return {
        "switched_off": [
            {"rule": rule, "item": item or None, "reason": why}
            for (rule, item), why in plan.settings.switched_off.items()
        ]
    }


def extended_json(found: Iterable[Below]) -> Json:
    """Return the tables that end with rows typed below them; where nothing was written, those that would."""
    return {
        "extended": [
            {
                "table": below.table.name,
                "sheet": below.view.name,
                "before": below.before,
                "after": below.after,
                "rows": below.taken,
            }
            for below in found
        ]
    }


def mends_json(mends: Iterable[Mend]) -> Json:
    """Return the mended cells, each with before and after."""
    return {
        "fixed": [
            {"sheet": m.place.sheet, "cell": m.place.a1, "before": m.before, "after": m.after} for m in mends
        ]
    }


def month_json(month: Month, *, written: bool) -> Json:
    """Return the blanks of a month by service; ``service`` is null for items that name none."""
    return {
        "period": str(month.period),
        "services": [
            {"service": name or None, "blanks": [{"item": b.item.code, "cell": b.place.a1} for b in blanks]}
            for name, blanks in month.blanks.items()
        ],
        "written": written,
    }


def rules_json(rules: Iterable[Rule]) -> Json:
    """Return the rules, with the texts in the run's language."""
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
    """Return the error that ended a run."""
    return {"error": {"kind": error.kind, "message": str(error)}}

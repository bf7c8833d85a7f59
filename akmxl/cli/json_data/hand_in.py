"""Give hand-ins as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.cli.json_data.check import finding_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from akmxl.actions.hand_in import MonthOfService, ServiceMonth
    from akmxl.actions.not_handed_in import NotHandedIn
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.hand_ins import Changed


def hand_in_json(month: ServiceMonth, *, written: bool) -> Json:
    """Return a month about to be handed in: what is in the way, and what is not as it was handed in."""
    return {
        "service": month.service,
        "period": str(month.period),
        "state": "handed_in" if written else month.standing.state,
        "ready": month.ready,
        "errors": [finding_json(one) for one in month.errors],
        "blanks": [finding_json(one) for one in month.blanks],
        "to_explain": [finding_json(one) for one in month.to_explain],
        "changed": [changed_json(one) for one in month.changed],
        "new_items": list(month.new_items),
        "written": written,
    }


def changed_json(one: Changed) -> Json:
    """Return what is not as it was handed in, the old and new values by field."""
    fields = list(dict.fromkeys((*one.old, *one.new)))
    return {
        "sheet": one.sheet,
        "row": one.row,
        "how": one.how,
        "fields": [{"field": f, "old": one.old.get(f), "new": one.new.get(f)} for f in fields],
    }


def standings_json(found: Sequence[MonthOfService]) -> Json:
    """Return how the services' months stand; ``state``: handed_in, unproven, faulty, closed or missing."""
    return {
        "period": str(found[0].standing.period) if found else None,
        "services": [_standing_json(one) for one in found],
    }


def _standing_json(one: MonthOfService) -> Json:
    row = one.standing.row
    return {
        "service": one.standing.service,
        "state": one.standing.state,
        "handed_in": (row.day if row else "") or None,
        "by": (row.by if row else "") or None,
        "code": (row.code if row else "") or None,
        "changed": [changed_json(change) for change in one.changed],
        "new_items": list(one.new_items),
    }


def not_handed_in_json(found: Iterable[NotHandedIn]) -> list[Json]:
    """Return which services have not handed in which months of which reports."""
    return [
        {"services": list(one.services), "months": list(one.months), "reports": list(one.reports)}
        for one in found
    ]

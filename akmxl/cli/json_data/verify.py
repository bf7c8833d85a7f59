"""Give what is proven of a form and of the receipts as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.cli.json_data.diff import altered_json, look_json

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.verify import Verification
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.model import Plan
    from akmxl.submission.proof.proof import Submitted


def verification_json(form: Path | None, plan: Plan | None, found: Verification) -> Json:
    """Return what was found. ``sound``: nothing speaks against it.

    ``statements``: ``what`` was looked at (list, values, words, look, receipt, chain, journal, drafts,
    code, author) and its ``state``: proven, failed or unproven; ``told`` has the figures and names of it.
    ``sender`` is null without a form. ``look``: what the form shows otherwise than when it was made.
    """
    return {
        "form": str(form) if form else None,
        "file": str(plan.path) if plan else None,
        "sound": found.sound,
        "code": found.code or None,
        "sender": _sender_json(found.form) if found.form else None,
        "statements": [
            {"what": one.what, "state": one.state, "told": dict(one.told)} for one in found.statements
        ],
        "altered": altered_json(found.altered),
        "added": altered_json(found.added),
        "look": look_json(found.look),
    }


def _sender_json(form: Submitted) -> Json:
    sender = form.sender
    return {
        "organisation": form.organisation,
        "centre": sender.centre or None,
        "region": sender.region or None,
        "report": form.report,
        "period": form.period,
        "version": form.version,
        "due": sender.due or None,
        "supersedes": sender.supersedes or None,
        "edition": sender.edition,
        "program": sender.program or None,
        "items": [
            {"code": one.code, "unit": one.unit or None, "kind": one.kind, "parent": one.parent or None}
            for one in sender.items
        ],
    }

"""Give templates as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.model import Plan
    from akmxl.submission.template.inspection import Inspection, Listed, Listing


def inspection_json(found: Inspection) -> Json:
    """Return a template's faults, warnings and words."""
    return {
        "file": str(found.path),
        "ready": found.ready,
        "faults": list(found.faults),
        "warnings": list(found.warnings),
        "words": list(found.words),
        "unused": list(found.unused),
    }


def listing_json(plan: Plan, listing: Listing) -> Json:
    """Return the templates of a plan.

    ``source``: own, shipped or none; ``ready``: a form can be made of it.
    """
    return {
        "workbook": str(plan.path),
        "folder": str(listing.folder),
        "templates": [_listed_json(one) for one in listing.listed],
        "letter": inspection_json(listing.letter) if listing.letter else None,
        "pages": list(map(inspection_json, listing.pages)),
        "stray": [{"file": str(path), "nearest": nearest} for path, nearest in listing.stray],
    }


def _listed_json(one: Listed) -> Json:
    found = one.inspection
    return {
        "code": one.report.code,
        "title": one.report.title,
        "recipient": one.report.recipient,
        "source": one.source,
        "file": str(found.path) if found else None,
        "ready": bool(found and found.ready),
        "faults": list(found.faults) if found else [],
        "warnings": list(found.warnings) if found else [],
    }

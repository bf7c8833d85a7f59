"""Describe an import, and one that is taken back, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.cli.json_data.json_object import Json
    from akmxl.importers.proposal import Proposal
    from akmxl.importers.writing import Undone


def import_json(proposal: Proposal, *, written: bool, rejected: Path | None) -> Json:
    """Return an import: how many rows and counts are new, changed, unchanged; what is rejected and kept."""
    return {
        "source": proposal.file,
        "sha256": proposal.sha256,
        "profile": proposal.profile.name,
        "target": proposal.profile.target,
        "new": proposal.new_count,
        "changed": proposal.changed_count,
        "unchanged": proposal.unchanged,
        "rejected": [
            {"row": one.row, "column": one.column or None, "reason": str(one.reason), "table": one.table}
            for one in proposal.rejected
        ],
        "rejected_count": proposal.rejected_count,
        "twice": [
            {"row": again.row, "table": again.table, "first": first.row, "first_table": first.table}
            for first, again in proposal.twice
        ],
        "changes": [
            {"row": one.taken.row, "cell": one.places[field].a1, "field": field,
             "old": plain(one.old.get(field)), "new": plain(value)}
            for one in proposal.changed for field, value in one.new.items()
        ],
        "counts": [
            {"item": one.code, "month": one.month, "old": one.old, "new": one.new, "at_least": one.at_least}
            for one in proposal.counts
        ],
        "kept": [
            {"row": one.row, "cell": one.place.a1 if one.place else None,
             "standing": plain(one.standing), "coming": plain(one.coming)}
            for one in proposal.kept
        ],
        "sent": [{"report": one.report, "period": str(one.period)} for one in proposal.frozen],
        "filtered": proposal.filtered,
        "other_years": {str(year): rows for year, rows in sorted((proposal.other_years or {}).items())},
        "unread": [*proposal.unread_tables, *proposal.unread_columns],
        "left_words": list(proposal.left_words),
        "undated": dict(proposal.undated or {}),
        "gone": [{"item": code, "month": month} for code, month in proposal.gone],
        "written": written,
        "rejected_file": str(rejected) if rejected else None,
    }  # fmt: skip


def undo_json(found: Undone, *, written: bool) -> Json:
    """Return what taking an import back came to."""
    return {
        "source": found.receipt.file,
        "profile": found.receipt.profile,
        "day": found.receipt.day,
        "emptied": found.emptied,
        "restored": found.restored,
        "counts": found.counts,
        "left": [place.a1 for place in found.left],
        "missing": found.missing,
        "written": written,
    }

"""Give what became of a new plan workbook as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akmxl.actions.init import NewPlan
    from akmxl.cli.json_data.json_object import Json


def new_plan_json(made: NewPlan) -> Json:
    """Return the new plan, its proposal and the doubts."""
    return {
        "workbook": str(made.path),
        "status": made.status,
        "written": made.written,
        "year": made.year,
        "rows": made.rows,
        "proposal": str(made.proposal) if made.proposal else None,
        "doubts": [
            {
                "kind": doubt.word,
                "place": str(doubt.mark.place),
                "item": doubt.mark.item or None,
                "title": doubt.first_words or None,
                "unclear": str(doubt.unclear),
                "understood": str(doubt.understood),
                "fix": str(doubt.to_do),
                "open": doubt.is_open,
            }
            for doubt in made.doubts
        ],
        "unanswered": list(made.unanswered),
        "columns_left": list(made.left),
        "blocks": made.blocks,
    }

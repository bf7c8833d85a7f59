"""Give the draft of a profile as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.cli.json_data.json_object import Json
    from akmxl.importers.suggest import Suggestion


def suggest_json(found: Suggestion, path: Path | None) -> Json:
    """Return a draft: its columns, what has to be decided, its text. ``file``: where it was written, or null.

    ``filled`` goes from 0 to 1; ``state``: taken, left, personal or unsure.
    """
    return {
        "name": found.name,
        "file": str(path) if path else None,
        "target": found.target,
        "table": found.table,
        "rows": found.rows,
        "whole": found.whole,
        "headings": found.headings,
        "columns": [
            {
                "column": one.letter,
                "title": one.title,
                "filled": round(one.filled, 4),
                "samples": list(one.samples),
                "kind": one.kind,
                "field": one.name or None,
                "state": one.state,
                "why": str(one.why) if one.why else None,
            }
            for one in found.columns
        ],
        "questions": list(map(str, found.questions)),
        "profile": found.text,
    }

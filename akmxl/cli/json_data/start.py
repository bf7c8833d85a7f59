"""Give the result of making the next year's workbook as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akmxl.actions.new_year.late import LateFigure
    from akmxl.actions.new_year.new_year import NewYear
    from akmxl.cli.json_data.json_object import Json


def new_year_json(done: NewYear) -> Json:
    """Return the result of making the next year's workbook."""
    return {
        "workbook": str(done.source),
        "year": done.year,
        "out": str(done.path),
        "status": done.status,
        "blanks": [
            {"service": service, "item": blank.item.code, "period": str(period), "cell": blank.place.a1}
            for service, blanks in done.blanks.items()
            for period, blank in blanks
        ],
        "unknown": list(done.unknown),
        "missing": list(done.missing),
        "titles": [finding.item for finding in done.titles],
        "windows": [item.code for item in done.windows],
        "holidays_left_out": [{"date": day.isoformat(), "name": name} for day, name in done.holidays],
        "planned": done.planned,
        "in_force": done.in_force,
        "left_behind": list(done.left_behind),
        "changes": [_change_json(change) for change in done.changes],
    }


def _change_json(change: LateFigure) -> Json:
    return {
        "sheet": change.place.sheet,
        "cell": change.place.a1,
        "item": change.item,
        "old": change.old or None,
        "new": change.new,
        "kept": change.kept,
    }

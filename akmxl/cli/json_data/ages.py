"""Give counts by age as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.ages import AgeRow


def ages_json(year: int, rows: Sequence[AgeRow]) -> Json:
    """Return readers and participants by age; unknown is null, never 0."""
    found = [
        {"of": row.of, "period": str(row.period), **row.counts, "with_age": row.told, "all": row.whole}
        for row in rows
    ]
    return {"year": year, "rows": found}

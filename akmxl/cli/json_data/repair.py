"""Give what was put back as plain data: every cell or area."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import KINDS
from akmxl.core.cell_values import plain

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.actions.repair.outcome import Repairs
    from akmxl.actions.repair.repair import Repaired
    from akmxl.cli.json_data.json_object import Json


def copied_json(outcome: Repaired) -> Json:
    """Return what the dated copies have for what is lost, and whether it was taken."""
    return {
        "copied": [
            {"sheet": place.sheet, "cell": place.a1, "value": plain(value), "copy": one.copy}
            for one in outcome.copied
            for place, value in one.values.items()
        ]
        + [
            {"sheet": one.name, "cell": None, "value": one.receipts.number, "copy": one.copy}
            for one in outcome.copied
            if one.receipts
        ]
        + [
            {"sheet": one.name, "cell": None, "value": len(one.rows), "copy": one.copy}
            for one in outcome.copied
            if one.rows
        ],
        "taken": outcome.taken and outcome.written,
    }


def repairs_json(path: Path, repairs: Repairs, *, written: bool) -> Json:
    """Return the repairs, what was left as it is, and the number of repairs by kind."""
    numbers = Counter(repair.kind for repair in repairs.done)
    return {
        "workbook": str(path),
        "repairs": [
            {
                "kind": one.kind,
                "sheet": one.sheet or None,
                "cells": one.area or None,
                "before": one.before,
                "after": one.after,
            }
            for one in repairs.done
        ],
        "left": [
            {"sheet": one.sheet, "cells": one.area, "value": one.value, "reason": one.reason}
            for one in repairs.left
        ],
        "counts": {kind: numbers[kind] for kind in KINDS},
        "written": written,
    }

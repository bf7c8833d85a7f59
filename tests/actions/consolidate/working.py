"""What workers do in tests of the engine: found by its name in every process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.intake import Form
from akmxl.plan.returns.records import Came, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.returns.records import Return

DEADLY = b"deadly"


def forms(count: int, deadly: int = -1) -> Iterator[Form]:
    """Make forms, one of which ends the process that reads it."""
    for number in range(count):
        yield Form(Came(f"{number}.xlsx", str(number)), DEADLY if number == deadly else b"")


def work(chunk: list[Form]) -> list[Return | Refused]:
    """Read forms as a worker does."""
    for form in chunk:
        if form.data == DEADLY:
            os._exit(1)
    return [Refused(form.came, "read") for form in chunk]


def fail(chunk: list[Form]) -> list[Return | Refused]:
    """Fail as a worker on which akmxl is not installed."""
    raise ModuleNotFoundError(f"No module named 'akmxl' ({len(chunk)})")

"""Say what a consolidation is asked for, and refuse what cannot be asked for before anything is read."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.output import refuse_others
from akmxl.actions.consolidate.tidy import refuse_other_table
from akmxl.actions.consolidate.workers import Hire, refuse_bad
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.value_text import day_text
from akmxl.plan.returns.asked import read_periods

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from akmxl.actions.consolidate.summaries import Summaries


@dataclass(frozen=True)
class Task:
    """What is asked for: the files, and where what is found of them goes."""

    paths: tuple[Path, ...]
    out: Path | None
    today: date
    centres: Path | None = None
    store: Path | None = None
    csv: Path | None = None
    received: date | None = None
    given_centre: str = ""
    with_texts: bool = False
    hire: Hire = field(default_factory=Hire)
    summaries: Summaries | None = None
    periods: tuple[str, ...] = ()


def refuse_impossible(task: Task) -> None:
    """Raise what cannot be asked for, before anything is read."""
    if not task.paths:
        raise BadArgument(
            N_("Name the folders, archives or files that came: akmxl consolidate PATH --out FILE")
        )
    if task.received and task.received > task.today:
        raise BadArgument(
            N_("--received {day} is not yet: today is {today}. Nothing was changed."),
            day=day_text(task.received),
            today=day_text(task.today),
        )
    refuse_bad(task.hire)
    read_periods(task.periods)
    if task.out:
        refuse_others(task.out)
    if task.csv:
        refuse_other_table(task.csv)
    if task.store:
        from akmxl.actions.consolidate.store import refuse_unfit

        refuse_unfit(task.store, asked=False)

"""What the public functions take: opened plans, texts, days, periods and paths; asked for by name."""

from __future__ import annotations

from datetime import date, datetime
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from akmxl.plan.period import Period, read_day
from akmxl.workbook.opened import OpenedPlan

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    DayOrText = date | str
    PathText = str | PathLike[str]

T = TypeVar("T")
P = ParamSpec("P")

_PLANS = ("opened", "new", "copy")
_TEXTS = ("code", "to", "only", "reason", "letter", "number", "service", "by")


def checked(act: Callable[P, T]) -> Callable[P, T]:
    """Let a function say what it takes, where it is given a path for a plan or a number for a text."""
    taken = signature(act)

    @wraps(act)
    def asked(*args: P.args, **options: P.kwargs) -> T:
        try:
            given = taken.bind(*args, **options).arguments
        except TypeError:
            return act(*args, **options)  # tells itself which option there is not, or is missing
        for name, value in given.items():
            if name in _PLANS and not (isinstance(value, OpenedPlan) or (value is None and name == "new")):
                raise TypeError(
                    f"{act.__name__}() takes an opened plan as “{name}”, not {type(value).__name__}: "
                    f'plan = akmxl.open_plan("reja-2025.xlsx"), then akmxl.{act.__name__}(plan, ...)'
                )
            if name in _TEXTS and not isinstance(value, str) and (name != "service" or value is not None):
                raise TypeError(f"{act.__name__}() takes a text as “{name}”, not {type(value).__name__}")
        return act(*args, **options)

    return asked


def path_of(path: PathText | None) -> Path | None:
    return None if path is None else Path(path)


def day_of(day: DayOrText | None) -> date:
    if day is None:
        return date.today()
    if isinstance(day, str):
        return read_day(day)
    if not isinstance(day, date):
        raise TypeError(f'a day is a datetime.date or a text such as "2025-10-09", not {type(day).__name__}')
    return day.date() if isinstance(day, datetime) else day


def period_of(period: Period | str) -> Period:
    if not isinstance(period, Period | str):
        told = 'a period is an akmxl.Period or a text such as "2025-Q3"'
        raise TypeError(f"{told}, not {type(period).__name__}")
    return Period.parse(period) if isinstance(period, str) else period

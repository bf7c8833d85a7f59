"""Import what ``pip install akmxl[milliy]`` brings, or say in one sentence that it is missing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from types import ModuleType


def import_duckdb() -> ModuleType:
    """Return DuckDB; raises ``FileProblem`` where it is not installed.

    Its engine has all that is needed: the package around it, which versions before 1.4 need, takes four times
    as long to import.
    """
    try:
        return import_module("_duckdb")
    except ImportError:
        return import_extra("duckdb")


def import_extra(name: str) -> ModuleType:
    """Return a module of the extra; raises ``FileProblem`` where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise FileProblem(
            N_(
                "What --store and --engine need is not installed ({name}). "
                "Install it: pip install akmxl[milliy]"
            ),
            name=name.partition(".")[0],
        ) from error

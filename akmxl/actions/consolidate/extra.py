"""Import what ``pip install akmxl[milliy]`` brings, or say in one sentence that it is missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from types import ModuleType


def refuse_without_duckdb() -> None:
    """Raise ``FileProblem`` where DuckDB is not installed; to look for it is quicker than to import it."""
    if find_spec("duckdb") is None:
        raise _not_installed("duckdb")


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
        raise _not_installed(name) from error


def _not_installed(name: str) -> FileProblem:
    return FileProblem(
        N_("What --store and --engine need is not installed ({name}). Install it: pip install akmxl[milliy]"),
        name=name.partition(".")[0],
    )

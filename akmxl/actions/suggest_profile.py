"""Draft a profile from a sample of an export, into the folder of profiles beside the workbook."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from akmxl.core.spelling import fold, tidy
from akmxl.importers.profile.find import FOLDER, profiles
from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from akmxl.importers.suggest import Suggestion
    from akmxl.workbook.opened import OpenedPlan


def suggest_profile(
    opened: OpenedPlan, source: Path, encoding: str = "", *, write: bool = True
) -> tuple[Suggestion, Path | None]:
    """Draft a profile from a sample and write it into the folder of profiles beside the workbook.

    Returns the draft and its file; None where nothing was written. A profile that is there is never
    overwritten: the next name that is free is taken. Raises as ``propose`` does.
    """
    from akmxl.importers.suggest import suggest
    from akmxl.ooxml.package.save import create_file

    found = open_source(source, Reading(encoding=encoding))
    folder = opened.path.parent / FOLDER
    path = folder / f"{_free(tidy(source.stem), profiles(opened.path))}.toml"
    suggestion = suggest(found.tables, opened.plan, path.stem)
    if not write:
        return suggestion, None
    folder.mkdir(exist_ok=True)
    create_file(path, suggestion.text.encode(), overwrite=False)
    return suggestion, path


def _free(name: str, taken: Iterable[str]) -> str:
    """Return the first of ``name``, ``name-2``, ``name-3`` ... that no profile has."""
    folded = set(map(fold, taken))
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(one for one in names if fold(one) not in folded)

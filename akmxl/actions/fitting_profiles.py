"""Find the profiles whose headings a file has, for whoever does not know a profile by its name."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.fingerprint import fingerprint, remembered
from akmxl.importers.heading import SEARCHED, best_heading
from akmxl.importers.profile.find import profiles
from akmxl.importers.profile.profile import MARC21, TABLE, UNIMARC
from akmxl.importers.profile.read import read_profile
from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Source
    from akmxl.workbook.opened import OpenedPlan

_FEWEST = 2  # columns that make a profile fit: a day stands in every export


class Fitting(NamedTuple):
    """The profiles by which a file may be read, the one that fits best first.

    ``remembered`` was taken for these headings before (empty: none was), ``fit`` have all that they need in
    the file, ``others`` have not, or could not be read.
    """

    remembered: str
    fit: tuple[str, ...]
    others: tuple[str, ...]


def fitting_profiles(opened: OpenedPlan, source: Path, encoding: str = "") -> Fitting:
    """Return the profiles that a plan has, by how well a file's headings fit. Nothing is written.

    Raises as ``propose`` does for a file that cannot be read.
    """
    found = open_source(source, Reading(encoding=encoding))
    marks: dict[str, tuple[int, int]] = {}
    known = ""
    for name, path in profiles(opened.path).items():
        try:
            profile = read_profile(path)
        except FileProblem:
            marks[name] = (0, 0)
            continue
        marks[name], headings = _mark(found, profile)
        if any(remembered(opened.plan.imports, one) == name for one in headings):
            known = name
    ranked = sorted(marks, key=lambda name: (marks[name], name == known), reverse=True)
    return Fitting(
        known,
        tuple(name for name in ranked if marks[name][0]),
        tuple(name for name in ranked if not marks[name][0]),
    )


def _mark(source: Source, profile: Profile) -> tuple[tuple[int, int], list[str]]:
    """Return whether a profile fits and how many of its columns are there; and the headings' fingerprints."""
    if profile.kind != TABLE:
        return (int(any(table.kind == profile.kind for table in source.tables)), 0), []
    best, headings = (0, 0), []
    needed = set(profile.columns) - profile.optional
    for table in source.tables:
        if table.kind in (MARC21, UNIMARC):
            continue
        heading = best_heading(list(islice(table.read(), SEARCHED)), profile)
        if heading is None:
            continue
        headings.append(fingerprint(heading.titles.values()))
        columns = len(heading.columns) + len(heading.months)
        fits = needed <= set(heading.columns) and columns >= min(_FEWEST, len(profile.columns))
        best = max(best, (int(fits), columns))
    return best, headings

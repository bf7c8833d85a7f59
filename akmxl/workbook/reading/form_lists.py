"""Read which lists the shipped forms show: ``workbook_templates/build.py`` writes them down."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.assets import templates_folder
from akmxl.plan.listed import FormList
from akmxl.plan.register_rows import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FILE = "form_lists.csv"
HEADING = "form,list,totals"  # a check reads it each time: no signs that would need a CSV reader


@cache
def shipped_lists() -> Mapping[str, tuple[FormList, ...]]:
    """Return the lists of each shipped form that has any, by the report's code."""
    found: dict[str, tuple[FormList, ...]] = {}
    for line in (templates_folder() / "data" / FILE).read_text("utf-8").splitlines()[1:]:
        form, selection, totals = line.split(",")
        parsed = Selection.parse(selection)
        if parsed:
            found[form] = (*found.get(form, ()), FormList(parsed, frozenset(totals.split())))
    return found


def as_lines(forms: Mapping[str, Sequence[FormList]]) -> Iterator[str]:
    """Yield the lines that ``shipped_lists`` reads."""
    yield HEADING
    for form, lists in forms.items():
        yield from (f"{form},{one.selection},{_joined(one.totals)}" for one in lists)


def _joined(totals: Iterable[str]) -> str:
    return " ".join(sorted(totals))

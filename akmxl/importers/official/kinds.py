"""Tell totals, groups and single rows apart by what the figures prove; what they do not prove is a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.spelling import DASH
from akmxl.importers.official import doubts
from akmxl.importers.official.doubts import listed
from akmxl.importers.official.entries import adds_up, known_sum
from akmxl.importers.official.headings import FIGURES
from akmxl.plan.model import parent_of

if TYPE_CHECKING:
    from akmxl.importers.official.doubts import Doubts
    from akmxl.importers.official.entries import Entry


def with_kinds(entries: list[Entry], found: Doubts, year: int | None) -> list[Entry]:
    """Return the rows with their kinds: item, total, group, part, task."""
    codes = {entry.code for entry in entries if entry.code}
    below: dict[str, list[Entry]] = {}
    for entry in entries:
        if parent := parent_of(entry.code, codes):
            below.setdefault(parent, []).append(entry)
    kinds = [_kind(entry, below.get(entry.code, []), found, year) for entry in entries]
    by_code = {entry.code: kind for entry, kind in zip(entries, kinds, strict=True) if entry.code}
    return [
        entry.with_(kind=_as_part(kind, by_code.get(parent_of(entry.code, codes) or "")))
        for entry, kind in zip(entries, kinds, strict=True)
    ]


def _as_part(kind: str, above: str | None) -> str:
    """Return the kind of a row below one of another kind: what a total or a group consists of are parts."""
    if kind not in ("item", "part"):
        return kind
    return "part" if above in ("total", "group") else "item"


def _kind(entry: Entry, parts: list[Entry], found: Doubts, year: int | None) -> str:
    usual = entry.usual.kind if entry.usual is not None else ""
    if not parts:
        return usual if usual in ("item", "part", "task") else "item"
    if any("/" in figure for figure in entry.figures):
        return "group"
    proven = [adds_up(getattr(entry, field), [getattr(part, field) for part in parts]) for field in FIGURES]
    if usual == "total" or (not usual and True in proven and False not in proven):
        _tell_sums(entry, parts, proven, found, year)
        return "total"
    if usual:
        return usual
    kind = "item" if _own_figures(entry) else "group"
    if False not in proven or not _own_figures(entry):
        found.add(
            doubts.TOTAL_OR_NOT, entry.mark._replace(item=entry.code), entry.at,
            parts=listed(part.code for part in parts), kind=vocabulary.term("kind", kind),
        )  # fmt: skip
    else:
        _tell_sums(entry, parts, proven, found, year)
    return kind


def _tell_sums(
    entry: Entry, parts: list[Entry], proven: list[bool | None], found: Doubts, year: int | None
) -> None:
    for field, right in zip(FIGURES, proven, strict=True):
        if right is False:
            found.add(
                doubts.NOT_A_SUM, entry.mark._replace(item=entry.code), entry.at,
                column=vocabulary.header(field, year), total=getattr(entry, field),
                sum=known_sum([getattr(part, field) for part in parts]),
            )  # fmt: skip


def _own_figures(entry: Entry) -> bool:
    return any(figure not in ("", DASH) for figure in entry.figures)

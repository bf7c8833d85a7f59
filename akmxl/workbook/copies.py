"""Find the copies of a workbook that lie beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from pathlib import Path

_COPY_SIGN = lazily(r"[\s_-]*(?:\(\d+\)|\(?.*(?:copy|kopi|nusxa|conflict|konflikt).*\)?)")


def copies(path: Path) -> list[Path]:
    """Return the files beside this one that are named as its copies, or as what it is a copy of."""
    if not path.parent.is_dir():
        return []
    own, found = fold(path.stem), []
    for other in sorted(path.parent.iterdir()):
        name = fold(other.stem)
        if other.name.startswith(("~$", ".")) or other.suffix.lower() not in (".xlsx", ".xlsm"):
            continue
        if other.name != path.name and (is_copy(name, own) or is_copy(own, name)):
            found.append(other)
    return found


def is_copy(name: str, original: str) -> bool:
    """Tell whether a folded name is another one with the sign of a copy behind it."""
    return name.startswith(original) and bool(_COPY_SIGN.fullmatch(name.removeprefix(original)))

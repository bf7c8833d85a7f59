"""List the files of a folder by their ending, in small letters or capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LEFT_OPEN = ("~$", ".")  # what Excel keeps beside an open file, and hidden files


def files_ending(folder: Path, ending: str) -> list[Path]:
    """Return what in a folder ends so (``.xlsx``), also as ``.XLSX``; nothing where it is no folder."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [p for p in found if p.name.lower().endswith(ending) and not p.name.startswith(_LEFT_OPEN)]

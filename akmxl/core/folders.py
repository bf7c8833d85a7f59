"""List the files of a folder by their ending, in small letters or capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem, Reason
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

_LEFT_OPEN = ("~$", ".")  # what Excel keeps beside an open file, and hidden files


def files_ending(folder: Path, ending: str) -> list[Path]:
    """Return what in a folder ends so (``.xlsx``), also as ``.XLSX``; nothing where it is no folder.

    Raises ``FileProblem`` for one that cannot be looked into, or a link that leads to none: what lies there
    would be missing unseen.
    """
    try:
        found = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        if isinstance(error, FileNotFoundError) and folder.is_symlink():
            raise _not_looked_into(folder, error) from error
        return []
    except OSError as error:
        raise _not_looked_into(folder, error) from error
    return [p for p in found if p.name.lower().endswith(ending) and not p.name.startswith(_LEFT_OPEN)]


def _not_looked_into(folder: Path, error: OSError) -> FileProblem:
    return FileProblem(
        N_("The folder “{folder}” cannot be looked into: {reason}. Ask for the right to read it."),
        folder=folder.name,
        reason=Reason(error),
    )

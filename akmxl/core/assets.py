"""Find the files that ship with akmxl: the templates, the add-in, the guide."""

from __future__ import annotations

from pathlib import Path

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_

ADDIN = "macros/akmxl.xlam"
GUIDE = "docs/qollanma.html"
TEMPLATES = "workbook_templates"

_PACKAGE = Path(__file__).resolve().parents[1]


def asset(name: str) -> Path:
    """Find a file or folder that ships with akmxl: the repository's own first, else the package's copy.

    An editable install sees both, and the package's copy is as old as the last build. Raises
    ``FileProblem`` where there is neither.
    """
    for place in (_PACKAGE.parent / name, _PACKAGE / name):
        if place.exists():
            return place
    raise FileProblem(N_("A file that ships with akmxl is missing: {path}"), path=_PACKAGE / name)


def templates_folder() -> Path:
    """Find the folder ``workbook_templates``; raises as ``asset``."""
    return asset(f"{TEMPLATES}/data").parent

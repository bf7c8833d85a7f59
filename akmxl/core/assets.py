"""Find the files that ship with akmxl: the templates, the add-in, the guide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import DEFAULT_LANGUAGE, N_, spoken_language

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDINS = {"uz": "macros/akmxl.xlam", "ru": "macros/akmxl-ru.xlam"}  # by the language of their buttons
GUIDES = {"uz": "docs/qollanma.html", "ru": "docs/rukovodstvo.html"}
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


def in_words(shipped: Mapping[str, str]) -> str:
    """Choose, of a file that ships in some languages, the one in the run's language, else the Uzbek one."""
    return shipped.get(spoken_language(), shipped[DEFAULT_LANGUAGE])


def templates_folder() -> Path:
    """Find the folder ``workbook_templates``; raises as ``asset``."""
    return asset(f"{TEMPLATES}/data").parent

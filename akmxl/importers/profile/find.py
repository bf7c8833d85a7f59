"""Find the profiles that a plan has: the centre's own beside the workbook, then those that ship."""

from __future__ import annotations

import os
from pathlib import Path

from akmxl.core.assets import templates_folder
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, nearest

FOLDER = "profillar"
_SUFFIX = ".toml"


def profiles(plan: Path) -> dict[str, Path]:
    """Return the files of all profiles by name; one beside the workbook goes before a shipped one."""
    folders = (templates_folder() / FOLDER, plan.parent / FOLDER)
    found = {path.stem: path for folder in folders for path in sorted(folder.glob(f"*{_SUFFIX}"))}
    return dict(sorted(found.items()))


def find_profile(name: str, plan: Path) -> Path:
    """Return the file of a profile, by its name or its path. Raises ``BadArgument`` for an unknown one."""
    path = Path(name)
    if path.suffix.lower() == _SUFFIX and os.path.lexists(path):
        return path  # what is no file is refused by its name as it is read
    known = profiles(plan)
    own = {fold(one): file for one, file in known.items()}
    found = own.get(fold(path.stem if path.suffix.lower() == _SUFFIX else name))
    if found is None:
        if like := nearest(name, known):
            raise BadArgument(N_("There is no profile “{name}”. The nearest: {like}."), name=name, like=like)
        raise BadArgument(
            N_("There is no profile “{name}”. Profiles: {known}."), name=name, known=", ".join(known)
        )
    return found

"""The add-in's sources and the built add-in that the repository holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

from akmxl.actions.addin.build import MODULE, read_module
from akmxl.core.assets import ADDIN, asset

ROOT = Path(__file__).resolve().parents[3]
MACROS = ROOT / "macros"
TAB = MACROS / "customUI14.xml"
BUILT = asset(ADDIN)
SOURCE = read_module(MACROS / f"{MODULE}.bas")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

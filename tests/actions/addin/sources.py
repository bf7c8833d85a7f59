"""The add-in's sources and the built add-ins that the repository holds, one a language."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from akmxl.actions.addin.build import read_module
from akmxl.actions.addin.words import MODULE, TAB as TAB_NAME, module_in, tab_in
from akmxl.core.assets import ADDINS, asset

ROOT = Path(__file__).resolve().parents[3]
MACROS = ROOT / "macros"
TAB = MACROS / TAB_NAME
BUILT = {language: asset(name) for language, name in ADDINS.items()}
SOURCE = {language: module_in(language, read_module(MACROS / f"{MODULE}.bas")) for language in ADDINS}
SHOWN = {language: tab_in(language, TAB.read_text("utf-8")) for language in ADDINS}
IN_EACH = pytest.mark.parametrize("language", ADDINS)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

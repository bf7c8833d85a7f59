"""LibreOffice as the tests start it: for many files at once, since a start costs more than a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

XLSX = "xlsx:Calc MS Excel 2007 XML"
# What a file says is not believed: all is calculated anew when it is opened.
CALCULATES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
_SAFETY_SECONDS = 900  # for a LibreOffice that hangs; no test waits for it

missing = shutil.which("soffice") is None
if_there_is_one = pytest.mark.skipif(missing, reason="LibreOffice (soffice) is not installed")


def saved_by_libreoffice(
    kind: str, folder: Path, *files: Path, settings: str = "", reads: str = ""
) -> list[Path]:
    """Files as LibreOffice saves them into a folder, all in one start; with a profile of its own, which may
    have settings. ``reads`` names the filter that opens them, where the program would take another."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        profile = Path(name, "user")
        profile.mkdir()
        if settings:
            (profile / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={Path(name).as_uri()}"]
        command += [f"--infilter={reads}"] if reads else []
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, files)],
            check=True, capture_output=True, timeout=_SAFETY_SECONDS, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    ending = kind.partition(":")[0]
    return [folder / f"{file.stem}.{ending}" for file in files]

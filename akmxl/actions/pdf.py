"""Convert files to PDF: all of them through LibreOffice in one batch."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.i18n import N_
from akmxl.ooxml.package.save import create_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_OFFICES = (
    "soffice",
    "libreoffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_START_SECONDS, _FILE_SECONDS = 90, 20  # longest time of a batch: its start, and each file
_LOOK_SECONDS = 0.2


def office() -> str:
    """Return the path of the LibreOffice program; raises ``FileProblem`` where there is none."""
    found = next((path for name in _OFFICES if (path := shutil.which(name))), None)
    if found is None:
        raise FileProblem(
            N_("PDF needs LibreOffice, which was not found. Install it, or save the form as PDF in Excel.")
        )
    return found


def write_pdfs(
    program: str, files: Mapping[Path, Sequence[Path]], advance: Callable[[int], object] = lambda _: None
) -> None:
    """Make a PDF of each file in the places that it is given.

    LibreOffice runs with a profile of its own (one that is open is not disturbed). ``advance`` is told how
    many more are made, as they are made. Raises ``FileProblem`` naming the files of which none could be made:
    an older PDF that was there is not taken for theirs.
    """
    missing = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, staged = Path(name), {}
        for number, file in enumerate(files):  # files of several folders may have the same name
            staged[file] = f"{number:04d}"
            with suppress(OSError):
                shutil.copyfile(file, folder / f"{number:04d}{file.suffix}")
        _convert(program, folder, sorted(path.name for path in folder.iterdir()), advance)
        for file, places in files.items():
            try:
                made = (folder / "pdf" / f"{staged[file]}.pdf").read_bytes()
                for place in places:
                    create_file(place, made, overwrite=True, flush=False)
            except (OSError, AkmxlError):
                missing.append(file.name)
    if missing:
        raise FileProblem(N_("No PDF could be made of: {files}."), files=", ".join(missing))


def _convert(program: str, folder: Path, names: Sequence[str], advance: Callable[[int], object]) -> None:
    """Let LibreOffice turn files of a folder into PDF below it; end it when it takes too long."""
    profile, made = (folder / "profile").as_uri(), folder / "pdf"
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", made.name, *names]
    quiet = subprocess.DEVNULL
    try:
        office = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return
    last, done = time.monotonic() + _START_SECONDS + _FILE_SECONDS * len(names), 0
    while office.poll() is None and time.monotonic() < last:
        with suppress(subprocess.TimeoutExpired):
            office.wait(_LOOK_SECONDS)
        now = len(list(made.glob("*.pdf")))
        advance(now - done)
        done = now
    _end(office)


def _end(office: subprocess.Popen[bytes]) -> None:
    """End the program and what it started, if they still run."""
    if office.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(office.pid, signal.SIGKILL)
        else:
            office.kill()
        office.wait()

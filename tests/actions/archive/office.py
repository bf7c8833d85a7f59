"""An office that archives, and archives that somebody takes to pieces."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from running import Run, akmxl

from akmxl.actions.archive.lists import SUMS, sums_of

if TYPE_CHECKING:
    from collections.abc import Mapping


FORM = "2025-Q1/MK-10_2025-Q1.xlsx"
NATIONAL = "2025-Q1/jo‘natma/O‘zbekiston Milliy kutubxonasi"


@dataclass(frozen=True)
class Office:
    """A plan's folder on some PC."""

    folder: Path

    @property
    def workbook(self) -> Path:
        return self.folder / "reja-2025.xlsx"

    def form(self, name: str = FORM) -> Path:
        return self.folder / "hisobotlar" / name

    def archive(self, *more: object, period: str = "2025-Q1", lang: str = "en") -> Run:
        return akmxl("archive", self.workbook, "--period", period, *more, lang=lang)

    def zipped(self, *more: object, period: str = "2025-Q1") -> Path:
        run = self.archive("--json", *more, period=period)
        assert run.json["status"] == "written", run.json
        return Path(run.json["archive"])

    def told(self, what: str, *more: object, period: str = "2025-Q1") -> list[tuple[str, str]]:
        """The kinds and reports of what is told, of ``problems`` or ``notes``, by a dry run."""
        told = self.archive("--json", "--dry-run", *more, period=period).json[what]
        return [(one["kind"], one["report"]) for one in told if one["kind"] != "draft"]


def contents(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, files: Mapping[str, bytes], *, summed: bool = False) -> Path:
    """A zip of these files as others pack; ``summed``: with a list of hashes that agrees with them."""
    files = dict(files)
    if summed:
        files[SUMS] = sums_of({name: data for name, data in files.items() if name != SUMS})
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())
    return path


def states(path: Path, *more: object) -> tuple[int, dict[str, str]]:
    """The exit code of ``verify``, and the state of each thing that was looked at."""
    run = akmxl("verify", path, "--json", *more)
    return run.code, {one["what"]: one["state"] for one in run.json["statements"]}


def failed(path: Path, *more: object) -> set[str]:
    """What speaks against an archive; its exit code says the same."""
    code, found = states(path, *more)
    against = {what for what, state in found.items() if state == "failed"}
    assert code == bool(against)
    return against

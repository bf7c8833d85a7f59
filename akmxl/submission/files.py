"""Where a form stands, and putting it there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem, Locked, Reason
from akmxl.core.i18n import N_
from akmxl.ooxml.package import save
from akmxl.submission.proof.proof import as_akmxl_wrote_it

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt

_UNSAFE = re.compile(r"[^\w-]+")
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f“”„«»]+')  # Windows refuses the first; quotes look torn in a path
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST_NAME = 80


def form_path(out: Path, report: str, period: Period, version: int = 1) -> Path:
    """``OUT/2025-Q3/MK-16_2025-Q3.xlsx``; a correction has its version behind: ``_v2``."""
    code = _UNSAFE.sub("-", report).strip("-") or "hisobot"  # a code is typed by people
    suffix = f"_v{version}" if version > 1 else ""
    return out / str(period) / f"{code}_{period}{suffix}.xlsx"


def would_write(path: Path, data: bytes) -> str:
    """What ``write_form`` would answer; nothing is written."""
    return "unchanged" if path.is_file() and path.read_bytes() == data else "written"


def folder_name(text: str) -> str:
    """A name of people or places as a folder's name that every system takes."""
    name = " ".join(_REFUSED.sub(" ", text).split())[:_LONGEST_NAME].strip(" .")
    return f"_{name}" if not name or _DEVICES.match(name) else name


def write_form(path: Path, data: bytes) -> str:
    """Write a form whole or not at all: ``written``, or ``unchanged`` when it stands there already. Those of
    a whole run are flushed together, by ``flush``.

    Raises ``Locked`` while somebody holds the file open, ``FileProblem`` where the disk refuses.
    """
    try:
        if would_write(path, data) == "unchanged":
            return "unchanged"
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        save.create_file(path, data, overwrite=True, flush=False)
    except FileProblem as problem:
        if isinstance(problem.__cause__, PermissionError) and path.exists():
            raise _cannot_write(path, problem.__cause__) from problem
        raise
    return "written"


def flush(paths: Iterable[Path]) -> None:
    """Return once the disk keeps the forms of a run. Raises ``FileProblem`` where it refuses."""
    try:
        save.flush_files(paths)
    except OSError as error:
        raise FileProblem(
            N_("The forms cannot be written to the disk: {reason}."), reason=Reason(error)
        ) from error


def keep_edited(path: Path, data: bytes) -> Path | None:
    """A dated copy of the draft at ``path`` in the backup folder beside it, if it would be written over and
    somebody has worked on it in another program, or put a file of his own there."""
    if not path.is_file() or would_write(path, data) == "unchanged":
        return None
    try:
        old = path.read_bytes()
        return None if as_akmxl_wrote_it(old) else Path(save.keep_backup(path, old))
    except OSError as error:
        raise _cannot_write(path, error) from error


def refuse_sent(path: Path, receipts: Iterable[Receipt]) -> None:
    """Raise ``FileProblem`` where a form would go over one that was sent: two codes make one file name."""
    for receipt in receipts:
        if receipt.sealed and (receipt.file, receipt.period) == (path.name, path.parent.name):
            raise FileProblem(
                N_("“{file}” was sent as {report} and is not written over. Give one report another code."),
                file=path.name, report=receipt.report,
            )  # fmt: skip


def _cannot_write(path: Path, error: OSError) -> Locked | FileProblem:
    if isinstance(error, PermissionError):
        return Locked(N_("“{file}” is open or protected. Close it and try again."), file=path.name)
    return FileProblem(
        N_("“{file}” cannot be written: {reason}. Nothing was changed."),
        file=path.name, reason=Reason(error),
    )  # fmt: skip

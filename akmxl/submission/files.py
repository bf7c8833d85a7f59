"""Name the file of a form and write it."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem, Locked, Reason
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.text_length import cut_to_bytes
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look import pages
from akmxl.ooxml.package import save
from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.proof.proof import as_akmxl_wrote_it

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt

_UNSAFE = lazily(r"[^\w-]+")
_REFUSED = lazily(r'[<>:"/\\|?*\x00-\x1f“”„«»]+')  # Windows refuses the first; quotes look torn in a path
_DEVICES = lazily(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST_NAME = 80


def form_path(out: Path, report: str, period: Period, version: int = 1) -> Path:
    """Return the path of a form: ``OUT/2025-Q3/MK-16_2025-Q3.xlsx``; a correction's ends in ``_v2``."""
    code = _UNSAFE.sub("-", report).strip("-") or "hisobot"  # a code is typed by people
    suffix = f"_v{version}" if version > 1 else ""
    return out / str(period) / f"{code}_{period}{suffix}.xlsx"


def would_write(path: Path, data: bytes) -> str:
    """Return the answer that ``write_form`` would give; nothing is written."""
    return "unchanged" if path.is_file() and path.read_bytes() == data else "written"


def folder_name(text: str) -> str:
    """Return a name of people or places as a folder's name that every system accepts."""
    name = " ".join(_REFUSED.sub(" ", text).split())[:_LONGEST_NAME]
    name = cut_to_bytes(name, 2 * _LONGEST_NAME).strip(" .")
    return f"_{name}" if not name or _DEVICES.match(name) else name


def write_form(path: Path, data: bytes) -> str:
    """Write a form whole or not at all; return ``written``, or ``unchanged`` where the file has its bytes.

    The forms of a run are flushed to the disk together, by ``flush``. Raises ``Locked`` while somebody holds
    the file open, ``FileProblem`` where the disk refuses.
    """
    try:
        if would_write(path, data) == "unchanged":
            return "unchanged"
    except OSError as error:
        raise _cannot_write(path, error) from error
    save.make_folder(path.parent)
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
            N_("The forms cannot be written to the disk: {reason}. Nothing was changed."),
            reason=Reason(error),
        ) from error


def keep_edited(path: Path, data: bytes) -> Path | None:
    """Copy a draft that a person edited into the backup folder beside it, before it is written over.

    Return the path of the dated copy; None where ``data`` would change nothing, or where the file at ``path``
    is still as akmxl wrote it. A file saved by another program, or put there by a person, counts as edited.
    Raises ``Locked`` or ``FileProblem`` where it cannot be read or copied.
    """
    if not path.is_file() or would_write(path, data) == "unchanged":
        return None
    try:
        old = path.read_bytes()
        return None if as_akmxl_wrote_it(old) else Path(save.keep_backup(path, old))
    except OSError as error:
        raise _cannot_write(path, error) from error


def sheets_of_paper(path: Path) -> int | None:
    """Return on how many sheets a form is printed; None where it is not there or does not say."""
    if not path.is_file():
        return None
    patch = Patch(Workbook.open(path))
    shown = [sheet.name for sheet in patch.workbook.sheets if sheet.state == "visible"]
    counts = [pages.page_count(patch, name) for name in shown]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def refuse_sent(path: Path, receipts: Iterable[Receipt]) -> None:
    """Raise ``FileProblem`` where a form would go over one that was sent: two codes make one file name."""
    for receipt in receipts:
        if receipt.sealed and (receipt.file, receipt.period) == (path.name, path.parent.name):
            raise FileProblem(
                N_("“{file}” was sent as {report} and is not written over. Give one report another code."),
                file=path.name, report=receipt.report,
            )  # fmt: skip


def _cannot_write(path: Path, error: OSError) -> Locked | FileProblem:
    found = save.cannot_write(path, error)
    if error.errno == errno.EPERM and not isinstance(found, save.FolderProblem):  # who holds it open: EACCES
        return FileProblem(
            N_("“{file}” is protected: {reason}. Take the protection off the file. Nothing was changed."),
            file=path.name, reason=Reason(error),
        )  # fmt: skip
    if isinstance(error, PermissionError) and not isinstance(found, save.FolderProblem):
        return Locked(
            N_("“{file}” is open or protected. Close it and try again. Nothing was changed."), file=path.name
        )
    return found

"""Write the workbooks of a consolidation: the result, and beside it what each centre is told."""

from __future__ import annotations

import gc
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.text_length import cut_to_bytes
from akmxl.ooxml.package.save import BACKUP_FOLDER, cannot_write, flush_files, refuse_special
from akmxl.ooxml.package.temporaries import file_names, sweep, sweep_below
from akmxl.workbook.create.consolidated.mark import is_own

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from akmxl.actions.consolidate.written import Written
    from akmxl.plan.returns.records import Centre

_FOLDER = "-javoblar"  # <name of the result>-javoblar
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no files of Windows'
_NOW_AND_THEN = 30_000  # objects made since: some twenty answers
_LONGEST = 80  # letters of a code in a file's name
_NOT_IN_NAMES = re.compile(r"[^\w().-]+")


def feedback_folder(out: Path) -> Path:
    """Return the folder of what centres are told, beside the result."""
    return out.with_name(out.stem + _FOLDER)


def refuse_others(out: Path) -> None:
    """Raise ``FileProblem`` where the result cannot stand: a folder, or a file of somebody else's."""
    if out.suffix.lower() != ".xlsx":
        raise FileProblem(N_("The result is an .xlsx file; “{file}” is not. Name it so."), file=out.name)
    if out.is_dir():
        raise FileProblem(N_("“{file}” is a folder. Name a file in it. Nothing was changed."), file=out.name)
    refuse_special(out)
    if out.exists() and not _is_own_file(out):
        raise FileProblem(
            N_("“{file}” is no result of a consolidation. Choose another name. Nothing was changed."),
            file=out.name,
        )


def _is_own_file(path: Path) -> bool:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise cannot_write(path, error) from error
    return not data or is_own(data)


def feedback_files(out: Path, centres: Iterable[Centre]) -> dict[str, Path]:
    """Return the file of each centre by its code, named by the code as far as a disk takes it."""
    folder, taken, found = feedback_folder(out), set[str](), {}
    for code in sorted({one.code for one in centres}):
        stem = in_file_name(code, _LONGEST) or "markaz"
        stem = name = f"markaz-{stem}" if _DEVICES.fullmatch(stem) else stem
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.lower())
        found[code] = folder / f"{name}.xlsx"
    return found


def in_file_name(words: str, longest: int) -> str:
    """Return words as a file's name takes them: so many letters at most, and twice as many bytes."""
    return cut_to_bytes(_NOT_IN_NAMES.sub("-", words).strip(".-")[:longest], 2 * longest)


def write_workbook(path: Path, data: bytes, written: Written) -> bool:
    """Write a result or an answer over an older one; tell whether anything had to be written.

    Raises ``FileProblem`` for a file of another kind, ``Locked`` where somebody holds it.
    """
    there = bytes_there(path)
    if there and there != data and not is_own(there):
        raise in_the_way(path)
    written.write(path, data, there, flush=False)
    return there != data


def bytes_there(path: Path) -> bytes | None:
    """Return what stands in the place of a file; raises ``FileProblem`` for what is none."""
    if path.exists() and not path.is_file():
        raise in_the_way(path)
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise cannot_write(path, error) from error


def in_the_way(path: Path) -> FileProblem:
    """Return what is said of what somebody put where a file goes whose name nobody chooses."""
    return FileProblem(
        N_(
            "“{file}” in the folder “{folder}” is not what akmxl writes there. Move it to another folder and "
            "run the command again. Nothing was changed."
        ),
        file=path.name,
        folder=path.parent,
    )


def outdated_answers(folder: Path, now: Iterable[Path], written: Written) -> list[Path]:
    """Return the answers in a folder that are not those of ``now``; also those of which nothing is known."""
    known, names = written.names(folder), {one.name for one in now}
    others = (name for name in file_names(str(folder)) if name.lower().endswith(".xlsx"))
    unknown = outdated(folder, sorted(set(others).difference(known)), names)
    return [*outdated(folder, known, names), *filter(_looks_own, unknown)]


def outdated(folder: Path, names: Iterable[str], now: Collection[str]) -> list[Path]:
    """Return the files of a folder that are not those of ``now``, however a disk takes capitals."""
    gone = [name for name in names if name not in now]
    spelt = {name.casefold(): name for name in now} if gone else {}
    return [folder / name for name in gone if not _is_same(folder, name, spelt.get(name.casefold()))]


def _is_same(folder: Path, name: str, other: str | None) -> bool:
    try:
        return other is not None and (folder / name).samefile(folder / other)
    except OSError:
        return False


def _looks_own(path: Path) -> bool:
    try:
        return is_own(bytes_there(path) or b"")
    except AkmxlError:
        return False  # a folder, a pipe, what cannot be read: it is somebody else's


def sweep_around(out: Path) -> None:
    """Remove what killed runs left beside a result, among the answers and the copies."""
    for folder in (out.parent, out.parent / BACKUP_FOLDER):
        sweep(str(folder))
    sweep_below(str(feedback_folder(out)))


def keep(paths: Iterable[Path]) -> None:
    """Wait until the disk keeps what was written."""
    flush_files([os.fspath(one) for one in paths])


@contextmanager
def memory_given_back() -> Iterator[None]:
    """Let workbooks that were made go, each as soon as the next is: they hold themselves in circles.

    A run looks for no garbage; here it looks among what is made inside the block alone, now and then.
    """
    enabled, frozen, often = gc.isenabled(), gc.get_freeze_count(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NOW_AND_THEN)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*often)
        if not enabled:
            gc.disable()
        if not frozen:
            gc.unfreeze()

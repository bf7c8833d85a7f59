"""Write a workbook that akmxl makes whole, over an older one of its kind and over nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.ooxml.package.locks import refuse_held
from akmxl.ooxml.package.save import cannot_write, create_file, keep_backup, refuse_special
from akmxl.workbook.create.consolidated.mark import is_own

if TYPE_CHECKING:
    from pathlib import Path


def refuse_other_file(path: Path, mark: str) -> bytes | None:
    """Return what stands in the place of a workbook that is to be written, None where nothing does.

    Raises ``FileProblem`` for a name that Excel does not open, a folder, or a file of another kind.
    """
    if path.suffix.lower() != ".xlsx":
        raise FileProblem(N_("The result is an .xlsx file; “{file}” is not. Name it so."), file=path.name)
    if path.is_dir():
        raise FileProblem(N_("“{file}” is a folder. Name a file in it. Nothing was changed."), file=path.name)
    refuse_special(path)
    try:
        there = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise cannot_write(path, error) from error
    if there and not is_own(there, mark):
        raise FileProblem(
            N_("“{file}” is a document of another kind. Name another file. Nothing was changed."),
            file=path.name,
        )
    return there


def write_workbook(path: Path, data: bytes, mark: str) -> bool:
    """Write a workbook; return False where it stands there already.

    People may have written into the one that it replaces, so that is kept as a dated copy. Raises as
    ``refuse_other_file``, and ``Locked`` where somebody holds the file.
    """
    there = refuse_other_file(path, mark)
    if there == data:
        return False
    if there:
        refuse_held(path)
        try:
            keep_backup(path, there)
        except OSError as error:
            raise cannot_write(path, error) from error
    create_file(path, data, overwrite=True)
    return True

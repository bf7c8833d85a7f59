"""Write a table as CSV, over an older one of the same columns and over nothing else."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from akmxl.ooxml.package.write_over import write_over

if TYPE_CHECKING:
    from pathlib import Path

    from pandas import DataFrame


def write_table(frame: DataFrame, path: Path, *, index: bool = True) -> None:
    """Write a table as CSV, in UTF-8 with a mark that Excel knows it by.

    Raises ``FileProblem`` where the file cannot be written, or is no such table.
    """
    new = frame.to_csv(lineterminator=os.linesep, index=index).encode("utf-8-sig")
    heading = _heading(new)
    write_over(path, new, lambda first: _heading(first) == heading)


def _heading(table: bytes) -> bytes:
    """Return the headings of a table; a spreadsheet program may have saved it otherwise."""
    line = table.removeprefix(BOM_UTF8).partition(b"\n")[0]
    return line.strip().replace(b";", b",").replace(b'"', b"")

"""Running akmxl in the tests as people do: its command line, in this process or in one of its own."""

from __future__ import annotations

import gettext
import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from akmxl.core.i18n import in_language, locale_folder
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Run:
    """What a run left: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def akmxl(*arguments: object, lang: str = "en") -> Run:
    """A run of the command line in this process; a bug comes through as the exception that it is."""
    from akmxl.cli.group import run

    given, sys.argv = sys.argv, ["akmxl", "--lang", lang, *map(str, arguments)]
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        with in_language(lang), redirect_stdout(out), redirect_stderr(err):
            run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = given
    said = out.getvalue() + err.getvalue()
    assert not [name for name in re.findall(r"\{(\w+)\}", said) if name in parameters()], said
    return Run(code, out.getvalue(), err.getvalue())


@cache
def parameters() -> frozenset[str]:
    """The names of the parameters of all messages: none of them, in its braces, ever reaches a person."""
    ids = gettext.translation("akmxl", locale_folder(), ["uz"])._catalog  # type: ignore[attr-defined]
    texts = (text if isinstance(text, str) else text[0] for text in ids)
    return frozenset(name for text in texts for name in re.findall(r"\{(\w+)\}", text))


def akmxl_process(*arguments: object, folder: Path | None = None) -> Run:
    """A run in a process of its own: ``python -m akmxl ...``."""
    done = subprocess.run(
        [sys.executable, "-m", "akmxl", *map(str, arguments)],
        capture_output=True, check=False, cwd=folder, env=environment(),
    )  # fmt: skip
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def on_a_terminal(width: int, *arguments: str, typed: str = "") -> str:
    """What a run shows on a terminal of that many columns, where somebody types."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    known = {name: value for name, value in environment().items() if name not in ("COLUMNS", "NO_COLOR")}
    command = [sys.executable, "-m", "akmxl", *arguments]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=known | {"TERM": "xterm"}
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    pieces = []
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    process.wait()
    os.close(ours)
    return b"".join(pieces).decode()


def environment() -> dict[str, str]:
    """The environment of a process that runs this tree, whether or not it is installed."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    names = ("AKMXL_LANG", "AKMXL_WORKBOOK")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes; folders with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def put(path: Path, cells: dict[tuple[str, int, int], Any]) -> None:
    """Type values into a workbook's cells, given by sheet, row and column."""
    patch = Patch(Workbook.open(path))
    for (sheet, row, column), value in cells.items():
        patch.set(sheet, row, column, value)
    patch.save(backup=False)


def only_reports(path: Path, *codes: str) -> Path:
    """The workbook with these reports alone in its catalogue."""
    view = PlanFile.open(path).views[str(layout.CATALOGUE.table)]
    gone = [row for row in view.filled_rows() if view.text(row, "report") not in codes]
    put(path, {(view.name, row, column): None for row in gone for column in view.columns.values()})
    return path


def insert_row_above(path: Path, sheet: str, row: int) -> None:
    """A blank row, as Excel inserts it: everything below moves, formulas and names follow."""
    patch = Patch(Workbook.open(path))
    patch.repeat_rows(sheet, row, row, 2)
    patch.save(backup=False)
    book = Workbook.open(path)
    put(path, {(sheet, row, column): None for line, column in book.cells(sheet) if line == row})

"""What comes from elsewhere: other systems' exports, other centres' forms."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.from_python.arguments import checked, day_of, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor

    from pandas import DataFrame

    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.actions.from_python.arguments import DayOrText, PathText
    from akmxl.importers.proposal import Proposal
    from akmxl.importers.writing import Undone
    from akmxl.workbook.opened import OpenedPlan


@checked
def import_file(
    opened: OpenedPlan,
    source: PathText,
    profile: str = "",
    *,
    date_order: str = "",
    encoding: str = "",
    update: bool = True,
    add: bool = True,
    today: DayOrText | None = None,
    write: bool = True,
) -> Proposal:
    """Import another system's export by a profile: rows of a sheet, or counts by item and month.

    ``source`` is a file, an archive or a folder, ``profile`` a name or the path of a ``.toml`` (default: that
    by which a file of the same headings was imported before). ``date_order`` is ``"KOY"`` (day first),
    ``"OKY"`` or ``"YOK"``, ``encoding`` for example ``"cp1251"``, both only where the file leaves it open.
    ``update``: rows that are there are changed, where no person did; ``add``: new ones are added. Without
    ``write`` nothing is written. Returns the ``Proposal``: ``new``, ``changed``, ``counts``, ``unchanged``,
    ``kept``, ``twice`` and ``rejected``. Raises ``BadArgument`` where it is not known which profile or order
    of dates is meant, ``FileProblem`` or ``Unreadable`` where file or profile cannot be read or the file's
    own totals do not agree, ``Locked`` where somebody holds the workbook.
    """
    from akmxl.actions.import_file import propose, write_import

    proposal = propose(
        opened, Path(source), profile, date_order=date_order, encoding=encoding, update=update, add=add
    )
    if write:
        write_import(opened, proposal, day_of(today))
    return proposal


@checked
def undo_import(opened: OpenedPlan, *, today: DayOrText | None = None, write: bool = True) -> Undone:
    """Take the last import back, but for rows that somebody touched since.

    Without ``write`` nothing is written. Returns an ``Undone``: ``receipt``, how many rows are ``emptied``
    and ``restored``, ``counts`` taken back, and ``left``, the cells of rows that stay. Raises
    ``BadArgument`` where nothing was imported, ``Locked`` where somebody holds the workbook.
    """
    from akmxl.actions.import_file import undo_import as undo
    from akmxl.workbook.plan_file import write as write_fills

    found = undo(opened, day_of(today))
    if write:
        write_fills(opened.file, found.fills)
    return found


def consolidate(
    paths: PathText | Iterable[PathText], executor: Executor | None = None, *, out: PathText | None = None,
    centres: PathText | None = None, centre: str = "", store: PathText | None = None,
    with_texts: bool = False, csv: PathText | None = None, received: DayOrText | None = None,
    periods: Iterable[str] = (), jobs: int | None = None, engine: str = "", today: DayOrText | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Consolidated:  # fmt: skip
    """Put the forms of many centres together, each verified again.

    ``paths`` are folders, zips, messages (.eml) and forms. They are read in this process or, where that is
    asked, in others: by ``executor``, any ``concurrent.futures.Executor``, in so many ``jobs`` (a script then
    needs ``if __name__ == "__main__":``), or on the Dask cluster of an address (``engine``: ``"local"``,
    ``"tls://scheduler:8786"``); the result is the same. ``out`` is the workbook that is made, beside it an
    answer for each centre; ``centres`` the table of centres, ``centre`` the code of the one whose forms carry
    none, ``received`` the day on which all of it came, ``periods`` those for which reports are owed
    (``"2025-Q1"``; default: what most centres sent). ``store`` is a folder of tidy rows in which a second run
    finds what it knows, ``csv`` a table of the same; both hold figures alone, without ``with_texts``.
    ``progress`` is told of bytes read, and of how many there are. Without ``out``, ``store`` and ``csv``
    nothing is written. Returns a ``Consolidated``: what is ``accepted``, ``refused`` and ``late``, and the
    ``consolidation`` itself (entries, missing, totals, rates, outliers, revised). A file that cannot be taken
    is an entry, no exception. Raises ``FileProblem`` where a path is not there, the extra is not installed
    or another file stands in the place of a result, ``BadArgument`` for what cannot be asked for.
    """
    from akmxl.actions.consolidate.consolidate import consolidate as run
    from akmxl.actions.consolidate.task import Task
    from akmxl.actions.consolidate.workers import Hire

    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    here = int(executor is None and not engine)
    task = Task(
        paths=tuple(map(Path, given)), out=path_of(out), today=day_of(today), centres=path_of(centres),
        store=path_of(store), csv=path_of(csv), received=None if received is None else day_of(received),
        given_centre=centre, with_texts=with_texts, periods=tuple(periods),
        hire=Hire(executor, jobs or here, engine),
    )  # fmt: skip
    return run(task, progress)


def consolidated(store: PathText) -> DataFrame:
    """Return all that a store of ``consolidate`` keeps as a tidy pandas DataFrame: a row a value.

    Columns: centre, report, period, version, key, value, unit, status, file_sha256, received, and text where
    texts were asked for. Raises ``FileProblem`` where there is no store, or the extra is not installed.
    """
    from akmxl.actions.consolidate.store import frame

    return frame(Path(store))

"""Hire who reads the forms: this process, processes beside it, a given executor, a Dask cluster."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import chain, islice
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.engine import FEW, Workers, processors, read_here
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

    from akmxl.actions.consolidate.engine import Work
    from akmxl.actions.consolidate.intake import Form
    from akmxl.plan.returns.records import Refused, Return

_ASSUMED = 4  # workers of an executor that does not say how many it has


class Hire(NamedTuple):
    """Who is to read: an executor, a number of processes (0: as the work asks for), a cluster's address."""

    executor: Executor | None = None
    jobs: int = 0
    engine: str = ""


def refuse_bad(hire: Hire) -> None:
    """Raise ``BadArgument`` for what cannot be asked for, before anything is read."""
    if sum((hire.executor is not None, bool(hire.jobs), bool(hire.engine))) > 1:
        raise BadArgument(N_("Name one of these alone: --jobs, --engine or an executor."))
    if hire.jobs < 0:
        raise BadArgument(N_("--jobs takes a number from 1 on."))
    if hire.engine:
        from akmxl.actions.consolidate.cluster import refuse_address

        refuse_address(hire.engine)


def read_forms(forms: Iterable[Form], hire: Hire, work: Work) -> Iterator[Return | Refused]:
    """Let the ``work`` be done by whom was asked; of few forms here, where nobody was.

    Raises ``FileProblem`` where the workers do not work.
    """
    with ExitStack() as stack:
        if hire.executor is not None:
            from akmxl.actions.consolidate.beside import read_with

            count = getattr(hire.executor, "_max_workers", _ASSUMED)
            yield from read_with(Workers(hire.executor, count, _processes(count, stack)), forms, work)
        elif hire.engine:
            from akmxl.actions.consolidate.beside import read_with
            from akmxl.actions.consolidate.cluster import cluster

            yield from read_with(stack.enter_context(cluster(hire.engine)), forms, work)
        else:
            yield from _here_or_beside(iter(forms), hire.jobs, stack, work)


def _here_or_beside(
    forms: Iterator[Form], jobs: int, stack: ExitStack, work: Work
) -> Iterator[Return | Refused]:
    """Start processes where there is more than they take to start, or where they were asked for."""
    count = jobs or processors()
    first = [] if jobs else list(islice(forms, FEW + 1))
    if count == 1 or (not jobs and len(first) <= FEW):
        yield from read_here(chain(first, forms), work)
    else:
        from akmxl.actions.consolidate.beside import read_with  # late: few forms are read here

        renew = _processes(count, stack)
        yield from read_with(Workers(renew(), count, renew), chain(first, forms), work)


def _processes(count: int, stack: ExitStack) -> Callable[[], Executor]:
    """Return what starts processes; they end with the run.

    They are spawned: a fork of a process with threads may hang, and Windows knows none.
    """

    def start() -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        try:
            pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
        except (OSError, ValueError, NotImplementedError, ImportError) as error:
            raise FileProblem(N_("No further programs can be started here. Try with --jobs 1.")) from error
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        return pool

    return start

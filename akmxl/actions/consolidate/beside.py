"""Read forms beside this process: chunks on their way through an executor, and what a worker's death costs.

Where a worker dies its chunk is read again, then its files one by one: the file that kills is refused, and
nothing else is lost.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.engine import chunks, file_of
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.plan.returns.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from akmxl.actions.consolidate.engine import Chunk, Read, Work, Workers
    from akmxl.actions.consolidate.intake import Form

_IN_FLIGHT = 3  # chunks for each worker: it never waits, and memory stays bounded
_KILLED = ("KilledWorker", "CommClosedError", "WorkerDied")  # as dask tells it


def read_with(workers: Workers, forms: Iterable[Form], work: Work) -> Iterator[Read]:
    """Read forms through an executor; yields in the order of the forms, whichever is done first."""
    return _Run(workers, work).of(chunks(forms))


class _Run:
    """Chunks on their way: those at work, those whose worker died, and what came back."""

    def __init__(self, workers: Workers, work: Work) -> None:
        self._workers = workers
        self._work = work
        self._executor = workers.executor
        self._at_work: dict[Future[list[Read]], int] = {}
        self._given: dict[int, Chunk] = {}
        self._done: dict[int, list[Read]] = {}
        self._lost: deque[int] = deque()

    def of(self, chunks: Iterable[Chunk]) -> Iterator[Read]:
        turn = 0
        try:
            for number, chunk in enumerate(chunks):
                self._give(number, chunk)
                while len(self._given) >= _IN_FLIGHT * self._workers.size:
                    self._wait()
                while turn in self._done:
                    yield from self._done.pop(turn)
                    turn += 1
            while self._given:
                self._wait()
            for number in sorted(self._done):
                yield from self._done.pop(number)
        finally:
            for future in self._at_work:
                future.cancel()

    def _give(self, number: int, chunk: Chunk) -> None:
        self._given[number] = chunk
        try:
            self._at_work[self._executor.submit(self._work, chunk)] = number
        except (BrokenExecutor, RuntimeError):  # it broke, or was shut down, since
            self._lost.append(number)

    def _wait(self) -> None:
        """Take in what is done; when nothing is at work any more, read what was lost again."""
        for future in wait(self._at_work, return_when=FIRST_COMPLETED).done if self._at_work else ():
            number = self._at_work.pop(future)
            try:
                self._take_in(number, future.result())
            except (Exception, CancelledError):  # clusters have many words for it: reading it again tells
                self._lost.append(number)
        if self._lost and not self._at_work:
            self._renew()
            while self._lost:
                number = self._lost.popleft()
                self._take_in(number, self._again(self._given[number]))

    def _take_in(self, number: int, read: list[Read]) -> None:
        self._done[number] = read
        del self._given[number]

    def _again(self, chunk: Chunk) -> list[Read]:
        """Read a chunk alone, then its forms one by one: nothing else is at work that could be the cause."""
        read = self._alone(chunk)
        if read is None:
            read = []
            for form in chunk:
                read += self._alone([form]) or [self._refused(form)]
        return read

    def _alone(self, chunk: Chunk) -> list[Read] | None:
        """Read a chunk while nothing else is at work; None where its worker died."""
        try:
            return self._executor.submit(self._work, chunk).result()
        except (Exception, CancelledError) as error:
            _refuse_other_faults(error)
            self._renew()
            return None

    def _renew(self) -> None:
        """Go on with an executor that works: the same one, where it replaces its workers itself."""
        for _attempt in range(2):
            try:
                self._executor.submit(self._work, []).result()
            except (BrokenExecutor, RuntimeError, CancelledError):
                self._executor = self._workers.renew()
            except Exception as error:
                raise _no_workers(error) from error
            else:
                return
        raise _no_workers(BrokenExecutor())

    @staticmethod
    def _refused(form: Form) -> Refused:
        reason = N_(
            "“{file}” ends the program that reads it, each time. Make it again with akmxl, and send it again."
        )
        return Refused(form.came, reason, {"file": file_of(form)})


def _refuse_other_faults(error: BaseException) -> None:
    """Raise what is no worker's death: then it is the workers that are not set up, and no form's fault."""
    died = isinstance(error, BrokenExecutor | CancelledError | MemoryError)
    if not died and type(error).__name__ not in _KILLED:
        raise _no_workers(error) from error


def _no_workers(error: BaseException) -> FileProblem:
    return FileProblem(
        N_(
            "The programs that read the forms beside this one do not work ({why}). Try with --jobs 1; on a "
            "cluster install the same akmxl everywhere."
        ),
        why=f"{type(error).__name__}: {error}".rstrip(": ")[:200],
    )

"""Read forms in this process, in others or on a cluster: the same records, in the same order.

Forms go out in chunks, a few at a time, so memory stays bounded; what comes back are plain records. How they
are read elsewhere than in this process: ``beside.py``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.returns.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

    from akmxl.actions.consolidate.intake import Form
    from akmxl.plan.returns.records import Return

    Read = Return | Refused
    Chunk = list[Form]
    Work = Callable[[Chunk], list[Read]]

CHUNK = 64  # forms; one future a form is slower than no cluster at all
_MOST_BYTES = 16 * 1024 * 1024  # of a chunk
FEW = 3 * CHUNK  # up to here other processes take longer to start than the reading takes


class Workers(NamedTuple):
    """Where forms are read: an executor, how many work in it, and how another one is made when it breaks."""

    executor: Executor
    size: int
    renew: Callable[[], Executor]


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_chunk(chunk: Chunk, *, texts: bool) -> list[Read]:
    """Read forms one after another; what a worker runs. A form on which the reading fails is refused.

    Without ``texts`` a form's figures alone come back.
    """
    from akmxl.actions.consolidate.figures import without_texts
    from akmxl.actions.consolidate.shared_words import Shared

    shared = Shared()
    kept = (read if texts else without_texts(read) for read in map(_read, chunk))
    return [shared.of(read) for read in kept]


def _read(form: Form) -> Read:
    from akmxl.submission.returns.read_return import read_return

    try:
        return read_return(form.data, form.came)
    except AkmxlError as error:
        return Refused(form.came, error.message, error.params)
    except Exception as error:  # one file never stops the rest, whatever is in it
        reason = N_("“{file}” cannot be read as a form ({why}). Make it again with akmxl, and send it again.")
        return Refused(form.came, reason, {"file": file_of(form), "why": type(error).__name__})


def read_here(forms: Iterable[Form], work: Work) -> Iterator[Read]:
    """Read forms in this process."""
    for chunk in chunks(forms):
        yield from work(chunk)


def chunks(forms: Iterable[Form]) -> Iterator[Chunk]:
    """Yield forms in chunks, bounded by their number and their bytes."""
    chunk: Chunk = []
    size = 0
    for form in forms:
        if chunk and (len(chunk) >= CHUNK or size + len(form.data) > _MOST_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(form)
        size += len(form.data)
    if chunk:
        yield chunk


def file_of(form: Form) -> str:
    """Return the name of a form's file, without its folders."""
    return form.came.file.rpartition("/")[2]

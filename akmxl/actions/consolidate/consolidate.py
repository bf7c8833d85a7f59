"""Put the forms of many centres together: ``akmxl consolidate``.

Files are taken in one after another, each once by its hash; what the store knows of them is not read again.
All that is written follows from the consolidation alone, so it is the same whoever read the forms.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.answers import Answers, by_centre
from akmxl.actions.consolidate.found import Found
from akmxl.actions.consolidate.outcome import Consolidated
from akmxl.actions.consolidate.output import (
    feedback_files,
    feedback_folder,
    keep,
    memory_given_back,
    outdated_answers,
    sweep_around,
    write_workbook,
)
from akmxl.actions.consolidate.shipped_plan import (
    known_days_off,
    known_items,
    known_names,
    known_reports,
    known_units,
)
from akmxl.actions.consolidate.task import refuse_impossible
from akmxl.actions.consolidate.tidy import write_csv
from akmxl.actions.consolidate.written import Written
from akmxl.ooxml.package.runlock import run_lock
from akmxl.ooxml.package.save import cannot_write
from akmxl.ooxml.package.together import all_or_none, make_folders
from akmxl.plan.period import YEARS, Period
from akmxl.plan.returns.asked import read_periods
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.told import REGIONS, senders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.actions.consolidate.centres import CentreTable
    from akmxl.actions.consolidate.intake import Progress
    from akmxl.actions.consolidate.store_files import Made
    from akmxl.actions.consolidate.summaries import Summaries
    from akmxl.actions.consolidate.task import Task
    from akmxl.plan.returns.records import Centre, Consolidation
    from akmxl.submission.returns.sender import Sender


def consolidate(task: Task, progress: Progress | None = None) -> Consolidated:
    """Read all forms, judge and add them up, and write what was found.

    ``progress`` is told of bytes read. Raises ``BadArgument``, ``FileProblem``, ``Unreadable`` or ``Locked``
    where it cannot go on; nothing is then written but what the manifest of the store keeps of the reading.
    """
    try:
        return _run(task, progress)
    except PermissionError as error:  # wherever a folder was looked into
        raise cannot_write(Path(str(error.filename)), error) from error


def _run(task: Task, progress: Progress | None) -> Consolidated:
    refuse_impossible(task)
    sender = task.summaries.sender() if task.summaries else None
    table = _centre_table(task.centres) if task.centres else None
    with _one_run_of(task.store):
        found = Found(task, progress)
        found.read()
        result = _consolidation(found, table, task)
        feedback = feedback_files(task.out, result.centres) if task.out else {}
        written = Written(out=task.out)
        with all_or_none(), _store_made(task, result) as made:
            _write(task, result, feedback, written, found.aside)
            forms, others = _write_summaries(task.summaries, result, sender, written)
            written.remember()
            if made:  # last: what else was written can be taken back
                made.put()
                found.keep()
    return Consolidated(
        result, task.out, tuple(feedback.values()), found.files, found.known, tuple(found.aside), forms,
        tuple(written.kept), others, tuple(written.outdated),
    )  # fmt: skip


def _centre_table(path: Path) -> CentreTable:
    from akmxl.actions.consolidate.centres import (
        read_centres,
    )  # late: where there is no table nothing reads it

    return read_centres(path, known_reports())


@contextmanager
def _one_run_of(store: Path | None) -> Iterator[None]:
    """Let only one run at a time write into a store; raises ``Locked``."""
    with ExitStack() as stack:
        if store is not None:
            try:
                make_folders(store)
                stack.enter_context(run_lock(store / store.absolute().name))
            except OSError as error:
                raise cannot_write(store, error) from error
        yield


@contextmanager
def _store_made(task: Task, result: Consolidation) -> Iterator[Made | None]:
    """Make the files of the store, if there is one: what it cannot keep is said before all else."""
    if task.store is None:
        yield None
        return
    from akmxl.actions.consolidate.store_files import store_made

    with store_made(task.store, result, texts=task.with_texts) as made:
        yield made


def _write_summaries(
    wanted: Summaries | None, result: Consolidation, sender: Sender | None, written: Written
) -> tuple[tuple[Path, ...] | None, tuple[Centre, ...]]:
    if wanted is None:
        return None, ()
    from akmxl.actions.consolidate.summaries import left_out, write_summaries  # late: most runs make no forms

    return write_summaries(wanted, result, sender, written), left_out(result, sender)


def _consolidation(found: Found, table: CentreTable | None, task: Task) -> Consolidation:
    forms = found.returns()
    years = {Period.parse(text).year for text in read_periods(task.periods)}
    years |= {int(one.period[:4]) for one in forms if one.period[:4].isdecimal()}
    return consolidation(
        forms,
        found.refused,
        table.centres if table else (),
        given=task.given_centre,
        extensions=table.extensions if table else (),
        catalogue=known_reports(),
        known=known_items(),
        periods=task.periods,
        today=task.today,
        units=known_units(),
        days_off=known_days_off(years & set(YEARS)),
    )


def _write(
    task: Task, result: Consolidation, feedback: dict[str, Path], written: Written, aside: Sequence[str]
) -> None:
    if task.out:
        sweep_around(task.out)
        with memory_given_back():
            _write_workbooks(task.out, task, result, feedback, written, aside)
    if task.csv:
        write_csv(task.csv, result, written, texts=task.with_texts)


def _write_workbooks(
    out: Path,
    task: Task,
    result: Consolidation,
    feedback: dict[str, Path],
    written: Written,
    aside: Sequence[str],
) -> None:
    from akmxl.workbook.create.consolidated.feedback import feedback_bytes
    from akmxl.workbook.create.consolidated.result import result_bytes

    names = known_names()
    data = result_bytes(result, task.today, names=names, aside=aside)
    new = [out] if write_workbook(out, data, written) else []
    to_regions = senders(result) == REGIONS
    answers = Answers(task.store, task.today, to_regions=to_regions)
    for part in by_centre(result):
        (centre,) = part.centres
        path = feedback[centre.code]
        if not answers.stands(path, part):
            data = feedback_bytes(part, centre, task.today, names, to_region=to_regions)
            new += [path] if write_workbook(path, data, written) else []
            answers.note(path, part, data)
    answers.keep()
    written.set_aside(outdated_answers(feedback_folder(out), feedback.values(), written))
    keep(new)

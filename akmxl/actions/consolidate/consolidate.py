"""Put the forms of many centres together: ``akmxl consolidate``.

Files are taken in one after another, each once by its hash; what the store knows of them is not read again.
All that is written follows from the consolidation alone, so it is the same whoever read the forms.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.answers import Answers, by_centre
from akmxl.actions.consolidate.came_days import CameDays
from akmxl.actions.consolidate.centres import CentreTable, read_centres
from akmxl.actions.consolidate.engine import read_chunk
from akmxl.actions.consolidate.intake import Aside, Form, take
from akmxl.actions.consolidate.on_disk import files_in
from akmxl.actions.consolidate.output import (
    feedback_files,
    feedback_folder,
    keep,
    memory_given_back,
    refuse_others,
    write_workbook,
)
from akmxl.actions.consolidate.shared_words import Shared
from akmxl.actions.consolidate.shipped_plan import (
    known_days_off,
    known_items,
    known_names,
    known_reports,
    known_units,
)
from akmxl.actions.consolidate.tidy import refuse_other_table, write_csv
from akmxl.actions.consolidate.workers import Hire, read_forms, refuse_bad
from akmxl.actions.consolidate.written import Written
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.value_text import day_text
from akmxl.ooxml.package.runlock import run_lock
from akmxl.ooxml.package.save import cannot_write
from akmxl.ooxml.package.together import all_or_none, make_folders
from akmxl.plan.period import YEARS, Period
from akmxl.plan.returns.asked import read_periods
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.records import Refused, Return, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from akmxl.actions.consolidate.intake import Progress
    from akmxl.actions.consolidate.manifest import Manifest
    from akmxl.actions.consolidate.store_files import Made
    from akmxl.actions.consolidate.summaries import Summaries
    from akmxl.plan.returns.records import Came, Centre, Consolidation, Entry, Rate
    from akmxl.submission.returns.summary import Sender


@dataclass(frozen=True)
class Task:
    """What is asked for: the files, and where what is found of them goes."""

    paths: tuple[Path, ...]
    out: Path | None
    today: date
    centres: Path | None = None
    store: Path | None = None
    csv: Path | None = None
    received: date | None = None
    given_centre: str = ""
    with_texts: bool = False
    hire: Hire = field(default_factory=Hire)
    summaries: Summaries | None = None
    periods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consolidated:
    """What became of it: the consolidation, where its workbooks stand, how many files came and were read.

    ``aside`` are the names of letters and pictures that came with the forms, ``known`` counts files that the
    store knew. ``kept`` are copies of workbooks that somebody had changed since they were written.
    ``summaries`` are None where nobody asked for them, ``left_out`` the centres that are in none of them.
    """

    consolidation: Consolidation
    out: Path | None
    feedback: tuple[Path, ...]
    files: int
    known: int
    aside: tuple[str, ...]
    summaries: tuple[Path, ...] | None = None
    kept: tuple[Path, ...] = ()
    left_out: tuple[Centre, ...] = ()

    @property
    def accepted(self) -> int:
        """How many forms count."""
        return sum(one.status is Status.ACCEPTED for one in self.consolidation.entries)

    @property
    def refused(self) -> tuple[Entry, ...]:
        """The files that were refused, and versions that nobody can be sure of."""
        entries = self.consolidation.entries
        return tuple(one for one in entries if one.status in (Status.REFUSED, Status.UNSURE))

    @property
    def late(self) -> tuple[Entry, ...]:
        """The reports whose first accepted version came too late."""
        return tuple(one for one in self.consolidation.entries if one.late and one.status is Status.ACCEPTED)

    @property
    def to_look_at(self) -> int:
        """How many figures are to be looked at: not added up, said otherwise elsewhere, or far off."""
        return len(self.consolidation.findings) + len(self.consolidation.outliers)

    def first_came(self, entry: Entry) -> str:
        """Return the day on which the first version of a report came; empty where nobody says."""
        return self._first_came.get((entry.centre, entry.report, entry.period), "")

    @cached_property
    def _first_came(self) -> dict[tuple[str, str, str], str]:
        found: dict[tuple[str, str, str], str] = {}
        for one in self.consolidation.entries:  # in the order of versions
            if one.status in (Status.ACCEPTED, Status.SUPERSEDED):
                found.setdefault((one.centre, one.report, one.period), one.came.received)
        return found

    @property
    def completeness(self) -> float | None:
        """Percent of what is owed that came; None where nothing is."""
        return self._percent(sum(rate.came for rate in self._rates))

    @property
    def timeliness(self) -> float | None:
        """Percent of what is owed that came in time; what is ``undated`` is not in it.

        None where nothing is owed, or where of nothing that came a day is known.
        """
        rates = self._rates
        if rates and self.undated == sum(rate.came for rate in rates) > 0:
            return None
        return self._percent(sum(rate.in_time for rate in rates))

    @property
    def undated(self) -> int:
        """Of how many reports that came nobody knows whether that was in time."""
        return sum(rate.undated for rate in self._rates)

    @property
    def _rates(self) -> list[Rate]:
        return [rate for rate in self.consolidation.rates if rate.of == "centre"]

    def _percent(self, count: int) -> float | None:
        expected = sum(rate.expected for rate in self._rates)
        return round(100 * count / expected, 1) if expected else None

    @property
    def complete(self) -> bool:
        """Whether something came, all was accepted, nothing is missing, late or to be looked at."""
        wanting = self.refused or self.late or self.consolidation.missing or self.to_look_at
        return self.accepted > 0 and not wanting


def consolidate(task: Task, progress: Progress | None = None) -> Consolidated:
    """Read all forms, judge and add them up, and write what was found.

    ``progress`` is told of bytes read. Raises ``BadArgument``, ``FileProblem``, ``Unreadable`` or ``Locked``
    where it cannot go on; nothing is then written but what the manifest of the store keeps of the reading.
    """
    _refuse(task)
    sender = task.summaries.sender() if task.summaries else None
    table = read_centres(task.centres) if task.centres else CentreTable((), ())
    with _one_run_of(task.store):
        found = _Found(task, _manifest(task), progress)
        found.read()
        result = _consolidation(found, table, task)
        feedback = feedback_files(task.out, result.centres) if task.out else {}
        written = Written()
        with all_or_none(), _store_made(task, result) as made:
            _write(task, result, feedback, written)
            forms, others = _write_summaries(task.summaries, result, sender, written)
            written.remember()
            if made:  # last: what else was written can be taken back
                made.put()
                found.keep_days()
    return Consolidated(
        result, task.out, tuple(feedback.values()), found.files, found.known, tuple(found.aside), forms,
        tuple(written.kept), others,
    )  # fmt: skip


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


def _refuse(task: Task) -> None:
    """Raise what cannot be asked for, before anything is read."""
    if not task.paths:
        raise BadArgument(
            N_("Name the folders, archives or files that came: akmxl consolidate PATH --out FILE")
        )
    if task.received and task.received > task.today:
        raise BadArgument(
            N_("--received {day} is not yet: today is {today}. Nothing was changed."),
            day=day_text(task.received),
            today=day_text(task.today),
        )
    refuse_bad(task.hire)
    read_periods(task.periods)
    if task.out:
        refuse_others(task.out)
    if task.csv:
        refuse_other_table(task.csv)
    if task.store:
        from akmxl.actions.consolidate.store import refuse_unfit

        refuse_unfit(task.store)


def _consolidation(found: _Found, table: CentreTable, task: Task) -> Consolidation:
    forms = found.returns()
    years = {Period.parse(text).year for text in read_periods(task.periods)}
    years |= {int(one.period[:4]) for one in forms if one.period[:4].isdecimal()}
    return consolidation(
        forms,
        found.refused,
        table.centres,
        given=task.given_centre,
        extensions=table.extensions,
        catalogue=known_reports(),
        known=known_items(),
        periods=task.periods,
        today=task.today,
        units=known_units(),
        days_off=known_days_off(years & set(YEARS)),
    )


def _manifest(task: Task) -> Manifest | None:
    if not task.store:
        return None
    from akmxl.actions.consolidate.manifest import Manifest

    return Manifest(task.store, texts=task.with_texts)


class _Found:
    """The files on their way from the folders to the consolidation."""

    def __init__(self, task: Task, manifest: Manifest | None, progress: Progress | None) -> None:
        self._task = task
        self._manifest = manifest
        self._progress = progress
        self._came: list[Came] = []
        self._read: dict[str, Return | Refused | None] = {}  # by hash; None while it is being read
        self._days = CameDays(task.store)
        self.refused: list[Refused] = []
        self.aside: list[str] = []
        self.known = 0

    @property
    def files(self) -> int:
        """How many files came that may be forms."""
        return len(self._came) + len(self.refused)

    def read(self) -> None:
        """Read all files, each content once."""
        task, shared = self._task, Shared()
        work = partial(read_chunk, texts=task.with_texts)
        for read in read_forms(self._new_forms(), task.hire, work):
            self._read[read.came.sha256] = shared.of(read)
            if self._manifest and isinstance(read, Return):
                self._manifest.add(read)
        if self._manifest:
            self._manifest.write()

    def returns(self) -> list[Return]:
        """Return the forms, one for each file that came; the files that are none join those refused."""
        found = []
        for came in self._came:
            read = self._read[came.sha256]
            if isinstance(read, Return):
                _refuse_early(self._task.received, read, came)
                found.append(replace(read, came=self._days.of(came)))
            elif read is not None:
                self.refused.append(_under_its_name(read, came))
        self._came = [one.came for one in found]
        return found

    def keep_days(self) -> None:
        """Let the store remember when the forms came."""
        self._days.keep(self._came)

    def _new_forms(self) -> Iterator[Form]:
        """Yield the forms that have to be read: not those that the store knows or that came already."""
        task = self._task
        own = [one for one in (task.out, task.store, task.csv, task.centres) if one]
        if task.out:
            own.append(feedback_folder(task.out))
        if task.summaries:
            own.append(task.summaries.folder)
        received = task.received.isoformat() if task.received else ""
        known = self._manifest.known if self._manifest else {}
        for one in take(files_in(task.paths, own), received, self._progress, task.today.isoformat()):
            if isinstance(one, Aside):
                self.aside.append(one.file)
            elif isinstance(one, Refused):
                self.refused.append(one)
            else:
                self._came.append(one.came)
                sha256 = one.came.sha256
                if sha256 in known:
                    self.known += sha256 not in self._read
                    self._read[sha256] = known[sha256]
                elif sha256 not in self._read:
                    self._read[sha256] = None
                    yield one


def _refuse_early(received: date | None, read: Return, came: Came) -> None:
    """Raise ``BadArgument`` where a form is said to have come before the end of its period."""
    if received is None:
        return
    try:
        period = Period.parse(read.period)
    except BadArgument:
        return  # the ledger says so
    if received < period.end:
        raise BadArgument(
            N_(
                "--received {day} is before the end of the period of “{file}”: {period}. Put the day "
                "right, or take the file out."
            ),
            day=day_text(received),
            file=came.file,
            period=read.period,
        )


def _under_its_name(read: Refused, came: Came) -> Refused:
    """Return a refusal of the same bytes that came under another name."""
    old, new = read.came.file, came.file
    names = {old: new, old.rpartition("/")[2]: new.rpartition("/")[2]}
    params = {
        key: names.get(value, value) if isinstance(value, str) else value
        for key, value in read.params.items()
    }
    return replace(read, came=came, params=params)


def _write(task: Task, result: Consolidation, feedback: dict[str, Path], written: Written) -> None:
    if task.out:
        with memory_given_back():
            _write_workbooks(task.out, task, result, feedback, written)
    if task.csv:
        write_csv(task.csv, result, texts=task.with_texts)


def _write_workbooks(
    out: Path, task: Task, result: Consolidation, feedback: dict[str, Path], written: Written
) -> None:
    from akmxl.workbook.create.consolidated.feedback import feedback_bytes
    from akmxl.workbook.create.consolidated.result import result_bytes

    names = known_names()
    data = result_bytes(result, task.today, names=names)
    new = [out] if write_workbook(out, data, written) else []
    answers = Answers(task.store, task.today)
    for part in by_centre(result):
        (centre,) = part.centres
        path = feedback[centre.code]
        if not answers.stands(path, part):
            data = feedback_bytes(part, centre, task.today, names)
            new += [path] if write_workbook(path, data, written) else []
            answers.note(path, part, data)
    answers.keep()
    keep(new)

"""Bring what came on its way: each content is read once, and what the store knows of it is not read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.came_days import CameDays
from akmxl.actions.consolidate.engine import read_chunk
from akmxl.actions.consolidate.intake import Aside, Form, take
from akmxl.actions.consolidate.manifest import Known, Manifest
from akmxl.actions.consolidate.on_disk import files_in
from akmxl.actions.consolidate.output import feedback_folder
from akmxl.actions.consolidate.shared_words import Shared
from akmxl.actions.consolidate.untouched import Untouched
from akmxl.actions.consolidate.workers import read_forms
from akmxl.core.i18n import N_
from akmxl.core.value_text import day_text
from akmxl.plan.returns.possible import EARLY, is_early
from akmxl.plan.returns.records import Refused, Return

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.actions.consolidate.intake import Progress
    from akmxl.actions.consolidate.task import Task
    from akmxl.plan.returns.records import Came


_TOO_EARLY = N_(
    "By --received, or by the dated folder that it lies in, “{file}” came on {day}, before its period "
    "{period} was over. Put the day right, or let the form be sent again when the period is over."
)


class Found:
    """The files on their way from the folders to the consolidation."""

    def __init__(self, task: Task, progress: Progress | None) -> None:
        self._task = task
        self._manifest = _manifest(task)
        self._known = self._manifest.known if self._manifest else Known({})
        self._progress = progress
        self._came: list[Came] = []
        self._read: dict[str, Return | Refused | None] = {}  # by hash; None while it is being read, or known
        self._days = CameDays(task.store)
        self._untouched = Untouched(task.store)
        self._early: list[Came] = []  # refused, as they are said to have come before their period was over
        self.refused: list[Refused] = []
        self.aside: list[str] = []
        self.known = 0

    @property
    def files(self) -> int:
        """How many files came that may be forms."""
        return len(self._came) - len(self._early) + len(self.refused)

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
        found, known = [], self._known
        for came in self._days.of(self._forms()):
            read = self._read[came.sha256]
            form = read.came_as(came) if isinstance(read, Return) else known.as_came(came)
            if not is_early(came.received, form.period, form.due):
                found.append(form)
            elif came.claimed:
                found.append(replace(form, doubts=(*form.doubts, EARLY)))
            else:
                self._early.append(came)
                self.refused.append(_too_early(form))
        return found

    def _forms(self) -> list[Came]:
        """Return the files that are forms; the others join those refused."""
        forms = []
        for came in self._came:
            read = self._read[came.sha256]
            if isinstance(read, Return) or came.sha256 in self._known:
                forms.append(came)
            else:
                self.refused += [_under_its_name(read, came)] if read else []
        self._came = forms
        return forms

    def keep(self) -> None:
        """Let the store remember when the forms came, and which files they are."""
        self._days.keep(self._early)
        self._untouched.keep({*self._known, *(came.sha256 for came in self._came)})

    def _new_forms(self) -> Iterator[Form]:
        """Yield the forms that have to be read: not those that the store knows or that came already."""
        task = self._task
        own = [one for one in (task.out, task.store, task.csv, task.centres) if one]
        if task.out:
            own.append(feedback_folder(task.out))
        if task.summaries:
            own.append(task.summaries.folder)
        received = task.received.isoformat() if task.received else ""
        known = self._known
        files = files_in(task.paths, own)
        for one in take(files, received, self._progress, task.today.isoformat(), known, self._untouched):
            if isinstance(one, Aside):
                self.aside.append(one.file)
            elif isinstance(one, Refused):
                self.refused.append(one)
            else:
                self._came.append(one.came)
                sha256 = one.came.sha256
                if sha256 in known:
                    self.known += sha256 not in self._read
                    self._read[sha256] = None
                elif sha256 not in self._read:
                    self._read[sha256] = None
                    yield one


def _too_early(form: Return) -> Refused:
    """Return the refusal of a form that by the office's own word came before its period was over."""
    came, day = form.came, day_text(date.fromisoformat(form.came.received))
    params = {"file": came.file, "day": day, "period": form.period}
    return Refused(came, _TOO_EARLY, params, form.centre, form.organisation, form.report, form.period)


def _under_its_name(read: Refused, came: Came) -> Refused:
    """Return a refusal of the same bytes that came under another name."""
    old, new = read.came.file, came.file
    names = {old: new, old.rpartition("/")[2]: new.rpartition("/")[2]}
    params = {
        key: names.get(value, value) if isinstance(value, str) else value
        for key, value in read.params.items()
    }
    return replace(read, came=came, params=params)


def _manifest(task: Task) -> Manifest | None:
    return Manifest(task.store, texts=task.with_texts) if task.store else None

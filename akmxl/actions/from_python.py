"""Offer the library's public functions: as wide as the command line, for people who write Python.

They take days and periods as values or as text, as a person writes them, and hand them on to the actions.
Every function raises an ``AkmxlError`` whose ``str()`` is the sentence for people, and refuses an option
that it does not know by its name (``TypeError``).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import wraps
from inspect import signature
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from akmxl.actions import check as checking, close_month as closing, rollup as rolling, submit as submitting
from akmxl.actions.sent import mark_sent as mark_report_sent
from akmxl.actions.submit_request import Request
from akmxl.plan.owed import due_now
from akmxl.plan.period import Period, read_day
from akmxl.workbook.opened import OpenedPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor

    from pandas import DataFrame

    from akmxl.actions.archive.records import Archive
    from akmxl.actions.archive.verify_archive import VerifiedArchive
    from akmxl.actions.close_month import Month
    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.actions.diff import Diff
    from akmxl.actions.hand_in import ServiceMonth
    from akmxl.actions.merge.found import Merge
    from akmxl.actions.new_year.new_year import NewYear
    from akmxl.actions.next_plan import NextPlan
    from akmxl.actions.page import Pages, WrittenPages
    from akmxl.actions.repair.outcome import Repairs
    from akmxl.actions.submit_request import Submission
    from akmxl.actions.verify import Verification
    from akmxl.importers.proposal import Proposal
    from akmxl.importers.writing import Undone
    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed
    from akmxl.plan.rollup import Rollup

    DayOrText = date | str
    PathText = str | PathLike[str]

T = TypeVar("T")
P = ParamSpec("P")

_PLANS = ("opened", "new", "copy")
_TEXTS = ("code", "to", "only", "reason", "letter", "number", "service", "by")


def _checked(act: Callable[P, T]) -> Callable[P, T]:
    """Let a function say what it takes, where it is given a path for a plan or a number for a text."""
    taken = signature(act)

    @wraps(act)
    def asked(*args: P.args, **options: P.kwargs) -> T:
        try:
            given = taken.bind(*args, **options).arguments
        except TypeError:
            return act(*args, **options)  # tells itself which option there is not, or is missing
        for name, value in given.items():
            if name in _PLANS and not (isinstance(value, OpenedPlan) or (value is None and name == "new")):
                raise TypeError(
                    f"{act.__name__}() takes an opened plan as “{name}”, not {type(value).__name__}: "
                    f'plan = akmxl.open_plan("reja-2025.xlsx"), then akmxl.{act.__name__}(plan, ...)'
                )
            if name in _TEXTS and not isinstance(value, str) and (name != "service" or value is not None):
                raise TypeError(f"{act.__name__}() takes a text as “{name}”, not {type(value).__name__}")
        return act(*args, **options)

    return asked


@_checked
def check(opened: OpenedPlan, today: DayOrText | None = None) -> list[Finding]:
    """Find what is wrong or unusual in a plan; nothing is written.

    ``today`` is the day of the check (default: this day). Returns the findings, the gravest first, each with
    ``rule``, ``severity``, ``place`` (sheet, row, column from 1) of its first cell, ``cells`` (the addresses
    of all), ``message`` and ``fix``. Raises ``BadArgument`` for a text that is no day.
    """
    return checking.check(opened, _day(today))


@_checked
def write_findings(opened: OpenedPlan, findings: Sequence[Finding], today: DayOrText | None = None) -> bool:
    """Write findings into the sheet Tekshiruv; return whether anything changed in the file.

    Takes what ``check`` returned for the same plan and day. Raises ``BadArgument`` for a text that is no day,
    ``Locked`` where somebody holds the file.
    """
    return checking.write_check(opened, list(findings), _day(today))


@_checked
def roll_up(opened: OpenedPlan, today: DayOrText | None = None) -> Rollup:
    """Add up a plan: by item, section and service, for months, quarters, since January and the year.

    ``today`` bounds what can have happened (default: this day). Returns a ``Rollup``: ``by_item``,
    ``by_section`` and ``by_service`` are pandas DataFrames; an unknown figure is missing there, never 0.
    Raises ``BadArgument`` for a text that is no day.
    """
    return rolling.roll_up(opened, _day(today))


@_checked
def write_rollup(opened: OpenedPlan, today: DayOrText | None = None) -> bool:
    """Fill the sheets Jamlanma and Bosh sahifa; return whether anything changed in the file.

    Raises ``BadArgument`` for a text that is no day, ``Locked`` where somebody holds the file.
    """
    return rolling.write_rollup(opened, roll_up(opened, today))


@_checked
def due(opened: OpenedPlan, *, today: DayOrText | None = None, until: DayOrText | None = None) -> list[Owed]:
    """List the reports and one-off tasks that are overdue, or due up to a day.

    ``until`` is that day (default: the last of next month). Returns them by day, each with ``report``,
    ``period``, ``due``, ``send_by`` and ``status(today)``: overdue, due, upcoming or sent. Raises
    ``BadArgument`` for a text that is no day.
    """
    return list(due_now(opened.plan, _day(today), None if until is None else _day(until)))


@_checked
def page(
    opened: OpenedPlan,
    *,
    director: bool = False,
    services: str | Sequence[str] = (),
    today: DayOrText | None = None,
) -> Pages:
    """Tell where things stand: for the director, for services, or without both for all of them.

    ``services`` is a part of a service's name, or several. Returns ``Pages``: ``director`` and ``services``
    hold what is done, late, behind and waiting as data, ``texts`` each page as plain text for a messenger (at
    most 4,096 units of UTF-16, no names of people). Nothing is written. Raises ``BadArgument`` for a service
    that is not in the plan, and a text that is no day.
    """
    from akmxl.actions.page import pages_of

    names = (services,) if isinstance(services, str) else tuple(services)
    return pages_of(opened, _day(today), director=director, services=names)


@_checked
def write_pages(
    opened: OpenedPlan, pages: Pages, out: PathText | None = None, *, dry_run: bool = False
) -> WrittenPages:
    """Write pages as Excel files and as one hisobot.html; return the files, and copies of changed ones.

    Takes what ``page`` returned for the same plan. ``out`` is their folder (default: sahifalar beside the
    workbook). With ``dry_run`` nothing is written. Raises ``BadTemplate`` where a template cannot be filled,
    ``FileProblem`` and ``Locked`` where a file cannot be written; then none is.
    """
    from akmxl.actions.page import write_pages as write

    return write(opened, pages, None if out is None else Path(out), dry_run=dry_run)


@_checked
def submit(
    opened: OpenedPlan,
    period: Period | str | None = None,
    *,
    to: str = "",
    only: str = "",
    out: PathText | None = None,
    today: DayOrText | None = None,
    dry_run: bool = False,
    correction: bool = False,
    reason: str = "",
    letter: str = "",
) -> Submission:
    """Draft the reports of a period (``"2025-Q3"``), or without one all that are owed.

    ``to`` (a recipient) and ``only`` (a code) narrow them; ``out`` is the folder of the forms (default:
    hisobotlar beside the workbook); ``correction`` makes the next version of what was sent, and says
    ``reason`` and ``letter``. With ``dry_run`` nothing is written. Returns a ``Submission``: ``results``
    tells for each report its status and file, ``files`` the forms that stand there, ``blocked`` whether one
    could not be made. Raises ``Locked`` before anything is written where somebody holds the workbook,
    ``BadArgument`` for an unknown code or recipient, a text that is no day or period, a period of another
    year and a correction without a reason.
    """
    request = Request(
        period=None if period is None else _period(period),
        to=to,
        only=only,
        out=None if out is None else Path(out),
        today=_day(today),
        dry_run=dry_run,
        correction=correction,
        reason=reason,
        letter=letter,
    )
    return submitting.run(opened, request)


@_checked
def mark_sent(
    opened: OpenedPlan,
    code: str,
    period: Period | str,
    *,
    number: str,
    day: DayOrText,
    today: DayOrText | None = None,
) -> bool:
    """Write a report's outgoing number and day into the journal: from then on its figures are frozen.

    Returns False where the journal says so already. Raises ``BadArgument`` for an unknown report or period,
    one that was sent otherwise or has no draft yet, an empty number, or a day that cannot be (no day, in the
    future, before the period); ``Locked`` where somebody holds the file.
    """
    return mark_report_sent(opened, code, _period(period), number=number, day=_day(day), today=_day(today))


@_checked
def close_month(
    opened: OpenedPlan,
    month: Period | str | None = None,
    *,
    service: str | None = None,
    today: DayOrText | None = None,
    closed: bool = False,
    by: str = "",
    write: bool = True,
) -> Month:
    """Write 0 where a finished month is still blank, and enter in Topshirish that the services handed it in.

    Of services that were ``closed`` all month only that is entered: their blanks then say that nothing was
    done.

    ``month`` is for example ``"2025-03"`` (default: the last one that is over), ``service`` a part of a
    service's name, ``by`` who hands in (default: the name by which the system knows who is at work). Without
    ``write`` nothing is written. Returns the month with its ``blanks`` by service, as they were before.
    Raises ``BadArgument`` for a text that is no day or period, a month that is not over or of another year,
    an unknown service and in a service's copy, ``Locked`` where somebody holds the file.
    """
    day = _day(today)
    found = closing.month_to_close(opened.plan, None if month is None else _period(month), service, day)
    if write:
        closing.close_month(opened, found, day, closed=closed, by=by)
    return found


@_checked
def hand_in(
    opened: OpenedPlan,
    service: str,
    month: Period | str | None = None,
    *,
    by: str = "",
    today: DayOrText | None = None,
    write: bool = True,
) -> ServiceMonth:
    """Hand in a service's month: enter it in Topshirish with the control code of its cells.

    ``service`` is its name or a part of it, ``month`` for example ``"2025-03"`` (default: the last one that
    is over), ``by`` who hands in (default: the name by which the system knows who is at work). Without
    ``write`` nothing is written, and nothing is where something is in the way. Returns the month as it was
    before: ``ready``, ``errors`` and ``blanks`` (findings, in the way), ``to_explain`` (not in the way),
    ``changed`` (not as it was handed in before). Raises ``BadArgument`` for an unknown service, a month that
    is not over, was closed or is of another year, ``NotAPlan`` for an edition that keeps no codes,
    ``Locked`` where somebody holds the file.
    """
    from akmxl.actions.hand_in import hand_in as enter, month_to_hand_in

    day = _day(today)
    found = month_to_hand_in(opened, service, None if month is None else _period(month), day)
    if write and found.ready:
        enter(opened, found, day, by)
    return found


@_checked
def copy_for(
    opened: OpenedPlan, service: str, out: PathText | None = None, *, today: DayOrText | None = None
) -> Path:
    """Make a service's own copy of a plan, and return its path.

    ``out`` is the copy's path (default: beside the plan, with the service's name behind the plan's). The copy
    keeps what stood in the plan, so that ``merge`` knows what was changed in it. Raises ``BadArgument`` for
    an unknown service and in a copy, ``FileProblem`` where the file exists or cannot be written, ``Locked``
    where Excel holds the plan.
    """
    from akmxl.actions.copy import copy_for as make

    return make(opened, service, _day(today), None if out is None else Path(out))[0]


@_checked
def merge(
    opened: OpenedPlan, copy: OpenedPlan, *, take: Iterable[str] = (), yes: bool = False, write: bool = True
) -> Merge:
    """Take a service's own rows and cells out of its copy, where the copy alone changed them.

    What both changed, and rows that one of them deleted, are ``questions`` of the result: each has a ``name``
    (the cell, ``"Oylik!H24"``), ``kind``, ``base``, ``old`` (in the plan) and ``new`` (in the copy). ``take``
    says yes to some by their names, ``yes`` to all. Without ``write`` nothing is written. Returns a
    ``Merge``: ``found`` tells what was taken, added, and what was not the service's own. Raises
    ``BadArgument`` for what is no copy, another plan's copy or a damaged one, and for an unknown name,
    ``Locked`` where somebody holds the plan.
    """
    from akmxl.actions.merge.merge import compare_copy, known_names, write_merge

    found = compare_copy(opened, copy)
    accepted = {one.name for one in found.questions} if yes else set(known_names(found, list(take)))
    if write:
        write_merge(found, accepted)
    return found


@_checked
def diff(old: OpenedPlan | PathText, new: OpenedPlan | None = None) -> Diff:
    """Show what differs between two plans, or between a form that was sent and a plan.

    ``old`` is an opened plan, or the path of a form; a form without a plan beside it is verified alone.
    Returns a ``Diff``: ``same``, and by kind ``figures``, ``items``, ``days``, ``records``, ``journal`` and
    ``receipts``, each with old and new values; ``proof`` tells whether a form is as it was made. Raises
    ``FormFault`` where a file is no form, ``BadArgument`` where the form is of another year than the plan.
    """
    if isinstance(old, OpenedPlan):
        if new is None:
            raise TypeError("diff() needs a second plan: diff(old, new)")
        from akmxl.actions.diff import diff_plans

        return diff_plans(old, new)
    from akmxl.actions.diff_sent import diff_form, verified_alone
    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.submission.proof.proof import verify

    found = verify(Workbook.open(old))
    return verified_alone(found) if new is None else diff_form(found, new)


@_checked
def diff_sent(opened: OpenedPlan, code: str, period: Period | str) -> Diff:
    """Show what the plan says otherwise than the receipt of a report that was sent (or drafted).

    Returns a ``Diff``, as ``diff`` does. Raises ``BadArgument`` for a text that is no period, and where there
    is no such receipt.
    """
    from akmxl.actions.diff_sent import diff_receipt, receipt_of

    return diff_receipt(receipt_of(opened.plan, code.upper(), _period(period)), opened)


@_checked
def verify(
    old: OpenedPlan | PathText, new: OpenedPlan | None = None, *, code: str | None = None
) -> Verification:
    """Tell what of a form, of a plan's receipts, or of a form beside its receipt is proven.

    ``old`` is the path of a form, or an opened plan; ``new`` the plan beside a form; ``code`` the short code
    that stands on the letter's paper copy. Returns a ``Verification``: ``sound`` (nothing speaks against it),
    ``statements`` with ``what`` was looked at and its ``state`` (proven, failed, unproven), ``altered``,
    ``added`` and ``look`` (what the form shows otherwise than when it was made), ``code``. A form that was
    forged is an answer, no exception. Raises ``FormFault`` where a file is no form.
    """
    from akmxl.actions.verify import verify_files

    if isinstance(old, OpenedPlan):
        if new is not None:
            raise TypeError("verify() takes one plan: verify(plan), verify(form) or verify(form, plan)")
        return verify_files(None, old.plan, code)
    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.submission.proof.proof import form_only

    return verify_files(form_only(Workbook.open(old)), new.plan if new else None, code)


@_checked
def archive(
    opened: OpenedPlan,
    period: Period | str,
    *,
    out: PathText | None = None,
    forms: Iterable[PathText] = (),
    dry_run: bool = False,
    incomplete: bool = False,
) -> Archive:
    """Put all that was sent in a period (``"2025-Q3"``, ``"2025"``) into one zip.

    ``out`` is the zip, or a folder for it (default: beside the workbook), ``forms`` the folders in which the
    forms lie (default: hisobotlar beside the workbook). Where something that was sent is missing or is not as
    it was nothing is written, but with ``incomplete``. Returns an ``Archive``: ``status`` (written,
    unchanged, planned, incomplete), ``path``, ``code`` for paper, ``carried`` files, ``problems`` and
    ``notes``. Raises ``BadArgument`` for a text that is no period, a period of another year and one in which
    nothing was sent; ``FileProblem`` where a folder or file cannot be read or written, or another archive
    stands in the place.
    """
    from akmxl.actions.archive.archive import ArchiveRequest, make_archive

    folders = tuple(Path(one) for one in forms)
    return make_archive(opened, ArchiveRequest(_period(period), _path(out), folders, dry_run, incomplete))


@_checked
def verify_archive(path: PathText, *, code: str | None = None) -> VerifiedArchive:
    """Tell what of an archive is proven; it needs neither the workbook nor the folder of which it was made.

    ``code`` stands on paper: the archive's, or that of a form in it. Returns a ``VerifiedArchive``: ``sound``
    (nothing speaks against it), ``statements`` with ``what`` was looked at and its ``state`` (proven, failed,
    unproven), ``files``, ``faults`` of forms, ``code``. Raises ``FileProblem`` where there is no such file,
    ``Unreadable`` where it is no archive, is damaged as a whole or is not safe to open.
    """
    from akmxl.actions.archive.packing import archive_of
    from akmxl.actions.archive.verify_archive import verify_archive as verify

    return verify(Path(path).name, archive_of(Path(path)), code)


def repair(workbook: PathText, *, today: DayOrText | None = None, write: bool = True) -> Repairs:
    """Put back what a paste destroyed; bring a workbook of an earlier edition up to date.

    Takes the workbook's path, as one of an earlier edition cannot be opened otherwise. Without ``write``
    nothing is written. Returns what was put back or added (``done``: kind, sheet, cell, before, after) and
    what was not, with the reason (``left``). Raises ``BadArgument`` for a text that is no day, ``NotAPlan``
    where it is no whole plan, ``Locked`` where somebody, or Excel, holds the file.
    """
    from akmxl.actions.repair.repair import repair_file

    return repair_file(Path(workbook), _day(today), write=write).repairs


@_checked
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
        write_import(opened, proposal, _day(today))
    return proposal


@_checked
def undo_import(opened: OpenedPlan, *, today: DayOrText | None = None, write: bool = True) -> Undone:
    """Take the last import back, but for rows that somebody touched since.

    Without ``write`` nothing is written. Returns an ``Undone``: ``receipt``, how many rows are ``emptied``
    and ``restored``, ``counts`` taken back, and ``left``, the cells of rows that stay. Raises
    ``BadArgument`` where nothing was imported, ``Locked`` where somebody holds the workbook.
    """
    from akmxl.actions.import_file import undo_import as undo
    from akmxl.workbook.plan_file import write as write_fills

    found = undo(opened, _day(today))
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
        paths=tuple(map(Path, given)), out=_path(out), today=_day(today), centres=_path(centres),
        store=_path(store), csv=_path(csv), received=None if received is None else _day(received),
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


def trend(
    paths: Iterable[PathText],
    *,
    out: PathText | None = None,
    csv: PathText | None = None,
    today: DayOrText | None = None,
) -> DataFrame:
    """Put the plan workbooks of several years of one centre side by side.

    Returns a table, a row an item and year: year, code, line (which rows are one item), section, title, unit,
    plan, fact (of a whole year of which all is known), so_far, percent, complete_months (0-12) and changed
    (what of the definition is another than the year before). ``out`` is a workbook with the table and charts,
    ``csv`` a file of the table. Raises ``BadArgument`` for two plans of a year or of two centres, an
    ``AkmxlError`` for a file that is no plan or cannot be written.
    """
    from akmxl.actions.trend import trend as several_years, write_trend

    years = several_years(map(Path, paths), _day(today))
    write_trend(years, _day(today), out=_path(out), csv=_path(csv))
    return years.trend.to_frame()


@_checked
def by_age(opened: OpenedPlan, today: DayOrText | None = None) -> DataFrame:
    """Count readers and participants by age, for the months that have begun, the quarters and the year.

    Returns a table: of (readers, participants), period, age_14, age_15_24, age_25 (missing where not all have
    an age), with_age and all.
    """
    from akmxl.actions.ages import by_age as count
    from akmxl.plan.ages import ages_frame

    return ages_frame(count(opened, _day(today)))


@_checked
def next_plan(
    opened: OpenedPlan,
    *,
    earlier: Iterable[PathText] = (),
    out: PathText | None = None,
    today: DayOrText | None = None,
    dry_run: bool = False,
) -> NextPlan:
    """Make next year's draft plan: the same items, their last three years, an empty column.

    ``earlier`` are plan workbooks of the two years before that do not stand beside the plan; ``out`` is the
    draft (default: beside the year's reports). What people wrote into a draft that stands there is kept.
    Returns a ``NextPlan``: ``path``, ``status``, ``rows``, ``missing`` (years without a plan), ``kept``.
    Raises an ``AkmxlError`` for a file that is no plan of this centre, or another one in the draft's place.
    """
    from akmxl.actions.next_plan import make_next_plan

    day, plans = _day(today), [Path(one) for one in earlier]
    return make_next_plan(opened, today=day, earlier=plans, out=_path(out), dry_run=dry_run)


@_checked
def new_year(
    opened: OpenedPlan,
    out: PathText,
    *,
    today: DayOrText | None = None,
    draft: bool = False,
    plan_from: PathText | None = None,
) -> NewYear:
    """Make the next year's workbook; where it stands already, bring last year's facts in it up to date.

    Without ``draft`` nothing is made while months are blank (``status``: blank). ``plan_from`` is a draft
    plan (``next_plan``) whose figures are taken. Returns a ``NewYear``: ``status``, ``path``, ``blanks`` and
    what a person should look at. Raises ``BadArgument`` for a text that is no day, a file that is no .xlsx
    and a draft plan that cannot be taken, ``FileProblem`` where another file stands in the place,
    ``NotAPlan`` where the plan's structure has errors.
    """
    from akmxl.actions.new_year.new_year import make_next_year

    return make_next_year(opened, Path(out), today=_day(today), draft=draft, plan_from=_path(plan_from))


def _path(path: PathText | None) -> Path | None:
    return None if path is None else Path(path)


def _day(day: DayOrText | None) -> date:
    if day is None:
        return date.today()
    if isinstance(day, str):
        return read_day(day)
    if not isinstance(day, date):
        raise TypeError(f'a day is a datetime.date or a text such as "2025-10-09", not {type(day).__name__}')
    return day.date() if isinstance(day, datetime) else day


def _period(period: Period | str) -> Period:
    if not isinstance(period, Period | str):
        told = 'a period is an akmxl.Period or a text such as "2025-Q3"'
        raise TypeError(f"{told}, not {type(period).__name__}")
    return Period.parse(period) if isinstance(period, str) else period

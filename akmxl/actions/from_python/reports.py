"""Reports: made, sent, compared, proven, archived."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions import submit as submitting
from akmxl.actions.from_python.arguments import checked, day_of, path_of, period_of
from akmxl.actions.sent import mark_sent as mark_report_sent
from akmxl.actions.submit_request import Request
from akmxl.workbook.opened import OpenedPlan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.archive.records import Archive
    from akmxl.actions.archive.verify_archive import VerifiedArchive
    from akmxl.actions.diff import Diff
    from akmxl.actions.from_python.arguments import DayOrText, PathText
    from akmxl.actions.submit_request import Submission
    from akmxl.actions.verify import Verification
    from akmxl.plan.period import Period


@checked
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
        period=None if period is None else period_of(period),
        to=to,
        only=only,
        out=None if out is None else Path(out),
        today=day_of(today),
        dry_run=dry_run,
        correction=correction,
        reason=reason,
        letter=letter,
    )
    return submitting.run(opened, request)


@checked
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
    return mark_report_sent(
        opened, code, period_of(period), number=number, day=day_of(day), today=day_of(today)
    )


@checked
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


@checked
def diff_sent(opened: OpenedPlan, code: str, period: Period | str) -> Diff:
    """Show what the plan says otherwise than the receipt of a report that was sent (or drafted).

    Returns a ``Diff``, as ``diff`` does. Raises ``BadArgument`` for a text that is no period, and where there
    is no such receipt.
    """
    from akmxl.actions.diff_sent import diff_receipt, receipt_of

    return diff_receipt(receipt_of(opened.plan, code.upper(), period_of(period)), opened)


@checked
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


@checked
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
    return make_archive(opened, ArchiveRequest(period_of(period), path_of(out), folders, dry_run, incomplete))


@checked
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

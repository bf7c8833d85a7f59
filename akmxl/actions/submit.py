"""Draft the reports that are owed, with their parcels and receipts; tell what prevents drafting them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.check import check, check_fills
from akmxl.actions.codes import refuse_unknown_report
from akmxl.actions.draft_report import draft_report
from akmxl.actions.not_handed_in import not_handed_in
from akmxl.actions.open_plan import refuse_other_year
from akmxl.actions.sent import seal_sent
from akmxl.actions.services_copy import refuse_copy
from akmxl.actions.submit_request import Request, Result, Submission
from akmxl.actions.wording import NO_CATALOGUE
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.ooxml.package.together import all_or_none
from akmxl.plan.owed import Owed, all_reports, owed_reports
from akmxl.plan.receipts import code_of, newest
from akmxl.submission.blocking import blockers
from akmxl.submission.files import flush, form_path
from akmxl.submission.parcel.letter import LetterTemplate
from akmxl.submission.parcel.parcel import Enclosure, Parcel, Sending, refuse_too_long
from akmxl.submission.template.templates import Templates
from akmxl.workbook.fills import Fills
from akmxl.workbook.layout import CATALOGUE, SETTINGS
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile, preview, write
from akmxl.workbook.reading.plan import read_journal_again
from akmxl.workbook.receipts_sheet import as_read
from akmxl.workbook.writing.journal import add_rows, fill_receipts, fill_row, fill_standing, journal_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Plan
    from akmxl.plan.reports import JournalRow, Receipt


def run(opened: OpenedPlan, request: Request) -> Submission:
    """Carry out a request: forms first, then the letters, then the journal and the receipts; all or none.

    Raises what ``drafted`` raises.
    """
    with all_or_none():
        submission, journal = drafted(opened, request)
        if not request.dry_run:
            fills = journal | _checked_after(opened, journal, submission, request.today)
            del journal  # its receipts, which may be many, are not held twice
            write(opened.file, fills)
    return submission


def drafted(opened: OpenedPlan, request: Request) -> tuple[Submission, Fills]:
    """Write the forms and the letters; return with them the fills for the journal and the receipts.

    Raises ``BadArgument`` for a correction without a reason, a period of another year, or an unknown report
    or recipient, and in a service's copy; ``Locked`` when somebody holds the workbook.
    """
    if request.correction and not request.reason.strip():
        raise BadArgument(N_("A correction needs a reason: what was wrong, and why."))
    plan, file = opened.plan, opened.file
    refuse_copy(plan)
    if not request.dry_run:
        file.workbook.refuse_held()
    chosen = wanted(plan, request)
    refuse_too_long(request.folder(plan), chosen)  # this and a faulty letter before anything is written
    cover = LetterTemplate.of_plan(plan.path) if chosen else None
    templates = Templates(plan.path)
    drafting = frozenset(
        (owed.report.code, owed.period)
        for owed in chosen
        if not owed.sent and templates.find(owed.report.entry)
    )
    findings = check(opened, request.today, drafting)
    receipts = seal_sent(plan)
    results = tuple(draft_report(opened, owed, request, templates, findings, receipts) for owed in chosen)
    parcels = _parcels(plan, request, cover, results, findings, receipts) if cover else ()
    made = (one.owed for one in results if one.status in _READY_OR_NOT)
    missing = not_handed_in(opened, made, request.today)
    submission = Submission(
        request.period, results, tuple(findings), request, parcels, tuple(receipts), missing,
        tuple(filter(request.means, plan.reports)),
    )  # fmt: skip
    if request.dry_run:
        return submission, Fills()
    flush(_written(submission))  # the journal names no form that the disk does not keep
    return submission, _journal(opened, results, receipts, request)


def _written(submission: Submission) -> Iterator[Path]:
    """Yield the forms and the letters that this run wrote."""
    yield from (Path(result.file) for result in submission.results if result.status == "written")
    yield from (parcel.letter for parcel in submission.parcels if parcel.status == "written")


def _checked_after(opened: OpenedPlan, journal: Fills, submission: Submission, today: date) -> Fills:
    """Return the check as it is once the journal is written: the next check has then nothing to change.

    What stopped a report is in it, so that its reason can be written. The receipts, which may be many, are
    not previewed: it is known how they will be read.
    """
    there = {sheet.name for sheet in opened.file.workbook.sheets}
    begun = {name: rows[:1] for name, rows in journal.sheets.items() if name not in there}
    file = PlanFile.of(preview(opened.file, replace(journal, sheets=begun)))
    after = OpenedPlan(read_journal_again(opened.plan, file, as_read(submission.receipts)), file)
    stopped = frozenset(
        (one.owed.report.code, one.owed.period) for one in submission.results if one.status == "blocked"
    )
    return check_fills(after, check(after, today, stopped), today, told=False)


def wanted(plan: Plan, request: Request) -> list[Owed]:
    """Return the reports that a request means.

    With a period these are its reports that have begun or whose day has come; without one, those whose period
    has ended or whose day has come and that are not sent. Raises ``BadArgument`` for a period of another
    year, and for a report or a recipient that is not in the catalogue.
    """
    refuse_other_year(plan, request.period)
    every = all_reports(plan)
    if request.only:
        refuse_unknown_report(plan, request.only.upper())
    if not plan.reports:
        raise BadArgument(NO_CATALOGUE, sheet=SETTINGS, table=CATALOGUE.table)
    if not any(fold(request.to) in fold(report.recipient) for report in plan.reports):
        raise BadArgument(
            N_("No report in the catalogue goes to “{recipient}”. Recipients: {known}."),
            recipient=request.to,
            known="; ".join(sorted({report.recipient for report in plan.reports})),
        )
    if request.period:
        within = request.period
        begun = (o for o in every if o.period.start <= request.today or o.ready(request.today))
        found = [o for o in begun if o.period in within]
    else:
        ready = (o for o in owed_reports(plan) if o.ready(request.today))
        found = [o for o in ready if request.correction or not o.sent]
    return [o for o in found if request.means(o.report)]


def _parcels(
    plan: Plan,
    request: Request,
    cover: LetterTemplate,
    results: Iterable[Result],
    findings: Sequence[Finding],
    receipts: Sequence[Receipt],
) -> tuple[Parcel, ...]:
    """Return the parcels of the recipients that this run is about.

    Where only one report was asked for, they hold the drafts of an earlier run too.
    """
    known = {(one.owed.report.code, one.owed.period): one for one in results if one.status in _READY_OR_NOT}
    about = {fold(one.owed.report.recipient) for one in known.values()}
    reports = []
    for owed in wanted(plan, replace(request, only="")):
        report = owed.report.code
        one = known.get((report, owed.period)) or _standing(plan, owed, request, findings, receipts)
        if one is not None and fold(owed.report.recipient) in about:
            path = form_path(request.folder(plan), report, owed.period, one.version)
            last = newest(receipts, report, str(owed.period))
            reason = last.reason if last else ""
            code = code_of(last) if last and last.version == one.version else ""
            blocked = one.status == "blocked"
            reports.append(Enclosure(owed, path, one.version, reason, blocked, code))
    sent = frozenset(Path(receipt.file).stem for receipt in receipts if receipt.sealed)
    if request.correction:  # the letter of a correction lists the correction alone
        reports = [one for one in reports if one.version > 1]
    out = request.folder(plan)
    return Sending(plan, cover, out, request.period, sent, request.dry_run).parcels(reports)


_READY_OR_NOT = ("written", "unchanged", "blocked")


def _standing(
    plan: Plan, owed: Owed, request: Request, findings: Iterable[Finding], receipts: Iterable[Receipt]
) -> Result | None:
    """Return the draft of an earlier run, if there is one that was not sent."""
    last = newest(receipts, owed.report.code, str(owed.period))
    if last is None or last.sealed:
        return None
    if blockers(findings, owed, last, request.period):
        return Result(owed, "blocked", last.version)
    path = form_path(request.folder(plan), owed.report.code, owed.period, last.version)
    return Result(owed, "unchanged", last.version, str(path)) if path.is_file() else None


def _journal(
    opened: OpenedPlan, results: Iterable[Result], receipts: list[Receipt], request: Request
) -> Fills:
    """Return the fills of this run: its journal rows, the state of the other rows, and the receipts."""
    plan, new = opened.plan, []
    fills = fill_standing(plan, request.today)
    for result in results:
        if result.status not in ("written", "unchanged"):
            continue
        owed = result.owed
        overdue = owed.status(request.today) == "overdue"
        values = journal_values(
            owed,
            state="overdue" if overdue else "draft",
            version=result.version,
            file=Path(result.file).name,
        )
        row = owed.row
        if row is not None and row.version == result.version:
            fills |= fill_row(row, values)
        else:
            begun = _begun(row, request) if result.version > 1 else {}
            new.append(values | {"report_due": owed.due} | begun)
    fills |= add_rows(opened.file, new)
    return fills if receipts == list(plan.receipts) else fills | fill_receipts(plan, receipts)


def _begun(sent: JournalRow | None, request: Request) -> dict[str, object]:
    """Return the first values of a correction's row: why it is made, and the text that was sent."""
    note = "; ".join(part for part in (request.reason.strip(), request.letter.strip()) if part)
    return {"note": note, "text": sent.text or None if sent else None}

"""Submitting: drafts of what is owed, what stands in their way, and the receipts behind them."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akmxl.errors import AkmxlError, BadArgument
from akmxl.i18n import N_, in_language
from akmxl.owed import Owed, all_reports, owed_reports
from akmxl.parcel import Enclosure, Parcel, Sending
from akmxl.period import Period
from akmxl.pipeline import check, check_fills
from akmxl.quickly import dataclass
from akmxl.reading import read_journal_again
from akmxl.receipts import newest, values_sha256
from akmxl.reports import Receipt
from akmxl.sending import seal_sent
from akmxl.sheets.journal import add_rows, fill_receipts, fill_row, fill_standing, journal_values
from akmxl.submission.blocking import blockers, notes_of
from akmxl.submission.corrections import Correction, correction_of, letter_of
from akmxl.submission.form import fill
from akmxl.submission.letter import LetterTemplate
from akmxl.submission.place import flush, form_path, keep_edited, refuse_sent, would_write, write_form
from akmxl.submission.template import Templates
from akmxl.words import fold
from akmxl.workbook.file import PlanFile
from akmxl.workbook.fills import Fills, preview, write
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.findings import Finding
    from akmxl.model import Plan
    from akmxl.reports import JournalRow
    from akmxl.submission.sources import Placed


@dataclass(frozen=True)
class Result:
    """What became of one report. ``status``: written, unchanged, already_sent, blocked, no_template, or
    bad_template: it cannot be filled, ``fault`` says why."""

    owed: Owed
    status: str
    version: int = 1
    file: str = ""
    sha256: str = ""
    values_sha256: str = ""
    findings: tuple[Finding, ...] = ()
    fault: AkmxlError | None = None
    placed: tuple[Placed, ...] = ()  # of a dry run: what would be placed where, and from which cells
    kept: Path | None = None  # a copy of the draft that somebody had edited by hand


@dataclass(frozen=True)
class Submission:
    """One run of submit: its reports, the whole check that it made, and the parcels of the recipients."""

    period: Period | None
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    request: Request
    parcels: tuple[Parcel, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The forms that stand there now."""
        made = (result for result in self.results if result.status in ("written", "unchanged"))
        return tuple(Path(result.file) for result in made)

    @property
    def blocked(self) -> bool:
        """Whether a report could not be made until somebody mends something."""
        return any(result.status in ("blocked", "bad_template") for result in self.results)


@dataclass(frozen=True)
class Request:
    """What a run of submit was asked for; ``to`` and ``only`` narrow the reports."""

    period: Period | None = None
    to: str = ""
    only: str = ""
    out: Path | None = None
    today: date = field(default_factory=date.today)
    dry_run: bool = False
    correction: bool = False
    reason: str = ""
    letter: str = ""

    def folder(self, plan: Plan) -> Path:
        """Where the forms go."""
        return self.out or plan.path.parent / REPORTS_FOLDER


def submit(plan: Plan, period: str | Period | None = None, **options: Any) -> Submission:
    """Draft the reports of a period (``"2025-Q3"``), or without one all that are owed.

    ``options`` are the fields of ``Request``: ``out``, ``to``, ``only``, ``today``, ``dry_run``,
    ``correction`` with ``reason`` and ``letter``. Raises ``Locked`` before anything is written when
    somebody holds the workbook.
    """
    asked = Period.parse(period) if isinstance(period, str) else period
    if "out" in options and options["out"] is not None:
        options["out"] = Path(options["out"])
    return run(plan, Request(period=asked, **options))


def run(plan: Plan, request: Request) -> Submission:
    """Carry out a request: forms first, then the letters, then the journal and the receipts."""
    if request.correction and not request.reason.strip():
        raise BadArgument(N_("A correction needs a reason: --reason TEXT."))
    if not request.dry_run:
        plan.source.workbook.refuse_held()
    chosen = wanted(plan, request)
    cover = LetterTemplate.of_plan(plan.path) if chosen else None  # refused before anything is written
    templates = Templates(plan.path)
    drafting = frozenset(
        (owed.report.code, owed.period)
        for owed in chosen
        if not owed.sent and templates.find(owed.report.entry)
    )
    findings = check(plan, request.today, drafting)
    receipts = seal_sent(plan)
    results = tuple(_draft(plan, owed, request, templates, findings, receipts) for owed in chosen)
    parcels = _parcels(plan, request, cover, results, findings, receipts) if cover else ()
    submission = Submission(request.period, results, tuple(findings), request, parcels)
    if not request.dry_run:
        flush(_written(submission))  # the journal names no form that the disk does not keep
        journal = _journal(plan, results, receipts, request)
        write(plan.source, journal | _checked_after(plan, journal, request.today))
    return submission


def _written(submission: Submission) -> Iterator[Path]:
    """The forms and the letters that this run wrote."""
    yield from (Path(result.file) for result in submission.results if result.status == "written")
    yield from (parcel.letter for parcel in submission.parcels if parcel.status == "written")


def _checked_after(plan: Plan, journal: Fills, today: date) -> Fills:
    """The check as it stands once the journal is written: the next check has then nothing to change."""
    after = read_journal_again(plan, PlanFile.of(preview(plan.source, journal)))
    return check_fills(after, check(after, today), today)


def wanted(plan: Plan, request: Request) -> list[Owed]:
    """The reports that a request means: those within its period that have begun or whose day has come,
    or, without a period, those whose period has ended or whose day has come and that are not sent."""
    every, only = all_reports(plan), request.only.upper()
    if only and plan.report(only) is None and only not in {owed.report.code for owed in every}:
        raise BadArgument(
            N_("There is no report “{code}” in the catalogue. Codes: {known}."),
            code=request.only,
            known=", ".join(report.code for report in plan.reports),
        )
    recipient = fold(request.to)
    if not any(recipient in fold(report.recipient) for report in plan.reports):
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
    return [
        o
        for o in found
        if recipient in fold(o.report.recipient) and only in ("", o.report.code, o.report.entry)
    ]


def _draft(
    plan: Plan,
    owed: Owed,
    request: Request,
    templates: Templates,
    findings: Sequence[Finding],
    receipts: list[Receipt],
) -> Result:
    """One report: filled and written, or why not. A new receipt takes its draft's place."""
    code, period = owed.report.code, str(owed.period)
    last = newest(receipts, code, period)
    if owed.sent and not request.correction:
        return _already_sent(owed, last)
    path = templates.find(owed.report.entry)
    if path is None:
        return Result(owed, "no_template")
    in_the_way = blockers(findings, owed, last, request.period)
    if in_the_way:
        return Result(owed, "blocked", last.version if last else 1, findings=in_the_way)
    version = _next_version(owed, last)
    correction = _correction(plan, owed, request, receipts) if version > 1 else None
    begins = last is not None and last.version < version
    if begins and correction and not correction.lines:
        return _already_sent(owed, last)  # nothing is to be corrected
    notes = notes_of(findings, owed.period)
    try:
        draft = fill(templates.open(path), plan, owed, version=version, notes=notes, correction=correction)
    except AkmxlError as fault:  # this report's own trouble: the others are made
        return Result(owed, "bad_template", version, fault=fault)
    proof = values_sha256(draft.values)
    target = form_path(request.folder(plan), code, owed.period, version)
    digest = sha256(draft.data).hexdigest()
    refuse_sent(target, receipts)
    kept = None if request.dry_run else keep_edited(target, draft.data)
    status = would_write(target, draft.data) if request.dry_run else write_form(target, draft.data)
    reason = correction.reason if correction else ""
    _put(receipts, Receipt(code, period, version, target.name, draft.values, proof, reason=reason))
    placed = draft.placed() if request.dry_run else ()
    return Result(owed, status, version, str(target), digest, proof, placed=placed, kept=kept)


def _next_version(owed: Owed, last: Receipt | None) -> int:
    """The version to draft: above every one that was sent, by its receipt or by the journal."""
    drafted = 1 if last is None else last.version + (1 if last.sealed else 0)
    sent = owed.row.version + 1 if owed.row and owed.row.sent else 1
    return max(drafted, sent)


def _correction(plan: Plan, owed: Owed, request: Request, receipts: Sequence[Receipt]) -> Correction:
    """What a corrected report says of itself. One that is drafted again keeps its reason and its letter
    unless others are given."""
    code, period = owed.report.code, str(owed.period)
    sent, last = newest((r for r in receipts if r.sealed), code, period), newest(receipts, code, period)
    begun = last if last and not last.sealed else None
    reason = request.reason or (begun.reason if begun else "")
    letter = request.letter or (letter_of(begun) if begun else "")
    if sent is None:
        return Correction(reason, letter, compared=False)
    text = owed.row.text.splitlines() if owed.row else ()
    with in_language("uz"):
        return correction_of(plan, sent, text, reason=reason, letter=letter)


def _parcels(
    plan: Plan,
    request: Request,
    cover: LetterTemplate,
    results: Iterable[Result],
    findings: Sequence[Finding],
    receipts: Sequence[Receipt],
) -> tuple[Parcel, ...]:
    """The parcels of the recipients that this run is about, with the drafts that stand there from an
    earlier run where only one report was asked for."""
    known = {(one.owed.report.code, one.owed.period): one for one in results if one.status in _READY_OR_NOT}
    about = {fold(one.owed.report.recipient) for one in known.values()}
    reports = []
    for owed in wanted(plan, replace(request, only="")):
        code = owed.report.code
        one = known.get((code, owed.period)) or _standing(plan, owed, request, findings, receipts)
        if one is not None and fold(owed.report.recipient) in about:
            path = form_path(request.folder(plan), code, owed.period, one.version)
            last = newest(receipts, code, str(owed.period))
            reason = last.reason if last else ""
            reports.append(Enclosure(owed, path, one.version, reason, blocked=one.status == "blocked"))
    sent = frozenset(Path(receipt.file).stem for receipt in receipts if receipt.sealed)
    out = request.folder(plan)
    return Sending(plan, cover, out, request.period, sent, request.dry_run).parcels(reports)


_READY_OR_NOT = ("written", "unchanged", "blocked")


def _standing(
    plan: Plan, owed: Owed, request: Request, findings: Iterable[Finding], receipts: Iterable[Receipt]
) -> Result | None:
    """The draft of an earlier run, if there is one that was not sent."""
    last = newest(receipts, owed.report.code, str(owed.period))
    if last is None or last.sealed:
        return None
    if blockers(findings, owed, last, request.period):
        return Result(owed, "blocked", last.version)
    path = form_path(request.folder(plan), owed.report.code, owed.period, last.version)
    return Result(owed, "unchanged", last.version, str(path)) if path.is_file() else None


def _already_sent(owed: Owed, receipt: Receipt | None) -> Result:
    if receipt is None:
        return Result(owed, "already_sent")
    return Result(owed, "already_sent", receipt.version, receipt.file, values_sha256=receipt.values_sha256)


def _put(receipts: list[Receipt], draft: Receipt) -> None:
    """A draft's receipt in the place of its earlier one; drafts stand after all sealed receipts."""
    key = draft.report, draft.period, draft.version
    for index, old in enumerate(receipts):
        if (old.report, old.period, old.version) == key:
            receipts[index] = draft
            return
    receipts.append(draft)


def _journal(plan: Plan, results: Iterable[Result], receipts: list[Receipt], request: Request) -> Fills:
    """The journal's rows of this run, where the others stand, and the receipts."""
    fills, new = fill_standing(plan, request.today), []
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
    fills |= add_rows(plan.source, new)
    return fills if receipts == list(plan.receipts) else fills | fill_receipts(plan, receipts)


def _begun(sent: JournalRow | None, request: Request) -> dict[str, object]:
    """What a correction's row begins with: why it is made, and the text that was sent."""
    note = "; ".join(part for part in (request.reason.strip(), request.letter.strip()) if part)
    return {"note": note, "text": sent.text or None if sent else None}

"""Show, draft, mark and open reports: Muddatlar, Hisobot tayyorlash, Yuborildi and Papkani ochish."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

from akmxl.actions.hand_in_wording import not_handed_in_lines
from akmxl.actions.sent import mark_sent as mark_report_sent, short_code_of
from akmxl.actions.submit import run
from akmxl.actions.submit_request import Request
from akmxl.actions.wording import (
    KEPT,
    NOT_MADE,
    STATUS_WORDS,
    cut_lines,
    day_doubts,
    due_lines,
    owing_doubts,
    submit_doubts,
)  # fmt: skip
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_, _
from akmxl.core.value_text import day_text
from akmxl.plan import registers
from akmxl.plan.findings import off_words
from akmxl.plan.owed import due_now, owed_reports, tasks
from akmxl.plan.period import Period, read_day
from akmxl.ribbon.month import SAVE
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.actions.submit_request import Submission
    from akmxl.plan.owed import Owed
    from akmxl.ribbon.desk import Desk

_IN_WEB = N_(
    "“{file}” was opened from the web, so its forms stand on this PC. The office's own templates, if it has "
    "any, must stand here: {folder}"
)
_TOLD = ("written", "unchanged", "blocked", "bad_template", "no_template")


def show_due(desk: Desk) -> None:
    """Show what is overdue, and what is due by the end of next month."""
    doubts = [*owing_doubts(desk.plan, desk.today), *day_doubts(desk.plan)]
    desk.say(*due_lines(due_now(desk.plan, desk.today), desk.today, doubts))


def submit(desk: Desk) -> None:
    """Draft every report that is owed; say which were made, which were not, and where the forms are."""
    desk.door.refuse_never_saved()
    request = Request(today=desk.today)
    submission = run(desk.opened, request)
    doubts = list(submit_doubts(desk.plan, submission))
    lines = [*doubts, *_submission_lines(submission, known=not doubts)]
    if submission.results and (off := off_words(desk.plan.settings)):
        lines.append(off)
    lines += not_handed_in_lines(submission.not_handed_in)
    if submission.files:
        lines += ["", _(N_("The forms are here: {folder}"), folder=request.folder(desk.plan)), _(SAVE)]
    if desk.door.in_web:
        lines += ["", _(_IN_WEB, file=desk.plan.path.name, folder=desk.plan.path.parent / OWN_FOLDER)]
    desk.say(*lines)


def _submission_lines(submission: Submission, *, known: bool) -> Iterator[str]:
    """Yield a line for each outcome, with the reports that had it; ``known`` tells whether that is all."""
    for status in _TOLD:
        found = [result.owed for result in submission.results if result.status == status]
        if found:
            names = ", ".join(_name(owed) for owed in found)
            word = _(STATUS_WORDS[status])
            yield f"{word[:1].upper()}{word[1:]}: {len(found)}. {names}"
    for result in submission.results:
        if result.fault:
            yield _(NOT_MADE, title=result.owed.report.title, reason=result.fault)
        if result.kept:
            yield _(KEPT, file=result.kept)
        yield from cut_lines(result)
    if any(result.findings for result in submission.results):
        yield _(N_("What is in the way stands on the sheet “Tekshiruv”."))
    if not submission.results and known:
        yield _(N_("No report is owed for this period."))


def mark_sent(desk: Desk) -> None:
    """Ask which report has gone out, its number and its day; its figures are frozen from then on.

    Raises ``FileProblem`` where there is no draft to be sent.
    """
    desk.door.refuse_held()
    waiting = _waiting(desk)
    if not waiting:
        raise FileProblem(N_("There is no draft that could be sent. First press “Hisobot tayyorlash”."))
    drafts = ", ".join(map(_name, waiting))
    offered = _name(_selected(desk, waiting) or waiting[0])
    named = desk.ask(
        _(N_("Which report has gone out? Code and period. Drafts: {drafts}"), drafts=drafts), offered
    )
    if named is None:
        return
    code, period = _read_name(named)
    report = f"{code} {period}"
    number = desk.ask(_(N_("{report}: its outgoing number?"), report=report))
    if number is None:
        return
    day = _ask_day(desk, report)
    if day is not None:
        _mark(desk, code, period, number, day)


def _mark(desk: Desk, code: str, period: Period, number: str, day: date) -> None:
    mark_report_sent(desk.opened, code, period, number=number, day=day, today=desk.today)
    told = {"code": code, "period": period.words, "number": number, "day": day_text(day)}
    on_paper = short_code_of(desk.plan, code, period)
    lines = [_(N_("Sent: {code}, {period}, № {number}, {day}."), **told)]
    if on_paper:
        lines.append(
            _(N_("Short code of the form, to be written on the letter’s copy: {code}"), code=on_paper)
        )
    desk.say(*lines, _(SAVE))


def _waiting(desk: Desk) -> list[Owed]:
    """Return what has a row in the journal and no outgoing date yet, the earliest first."""
    every = (*owed_reports(desk.plan), *tasks(desk.plan))
    return [owed for owed in every if owed.row is not None and not owed.sent and owed.report.code]


def _selected(desk: Desk, waiting: list[Owed]) -> Owed | None:
    """Return the report in whose row of the journal the selected cell is; None where it is in no such row."""
    here, view = desk.here(), desk.file.views[registers.JOURNAL]
    if here is None or here.sheet != view.name:
        return None
    return next((owed for owed in waiting if owed.row is not None and owed.row.row == here.row), None)


def _ask_day(desk: Desk, report: str) -> date | None:
    question = _(N_("{report}: its outgoing date?"), report=report)
    answer = desk.ask(question, day_text(desk.today))
    return None if answer is None else read_day(answer)


def _name(owed: Owed) -> str:
    return f"{owed.report.code} {owed.period}"


def _read_name(text: str) -> tuple[str, Period]:
    code, _blank, period = text.strip().rpartition(" ")
    if not code:
        raise BadArgument(N_("Write the report's code and the period, e.g. MK-10 2025-Q1."))
    return code_letters(code.strip(" ,")), Period.parse(period)


def open_folder(desk: Desk) -> None:
    """Open the folder of the forms; raises ``FileProblem`` where there is none or it cannot be opened."""
    desk.door.refuse_never_saved()
    folder = Request().folder(desk.plan)
    if not folder.is_dir():
        raise FileProblem(
            N_("There are no forms yet. First press “Hisobot tayyorlash”. They will be here: {folder}"),
            folder=folder,
        )
    if not webbrowser.open(folder.as_uri()):
        raise FileProblem(N_("The folder could not be opened: {folder}"), folder=folder)

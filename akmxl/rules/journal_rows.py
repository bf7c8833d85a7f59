"""Find what several rules ask of the journal: rows of owed reports, doubled rows, rows under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.owed import all_reports, in_catalogue
from akmxl.plan.period_words import due_day_in
from akmxl.plan.receipts import letter_key, missing
from akmxl.rules.rule import once
from akmxl.workbook.reading.setting_cells import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import JournalRow, Receipt, Report
    from akmxl.rules.rule import Case


def name_of(row: JournalRow) -> str:
    """Return the words that identify a row of the journal: people's own rows have only a title."""
    return f"{row.report or row.values.get('title') or ''} {row.period_text} {row.version}"


def is_dated(row: JournalRow) -> bool:
    """Tell whether a row has anything in the column of the outgoing date, a date or not."""
    return row.values.get("sent") not in (None, "")


class Strayed(NamedTuple):
    """A sent letter's row that names another report, period or version than its receipt."""

    row: JournalRow
    receipt: Receipt
    field: str  # the first of them that differs

    @property
    def said(self) -> str:
        """What the row says in that field."""
        return str(_identity(self.row)[_IDENTITY.index(self.field)])

    @property
    def sealed(self) -> str:
        """What the receipt says of it."""
        return str(_key(self.receipt)[_IDENTITY.index(self.field)])


_IDENTITY = ("report", "period", "version")


def _identity(row: JournalRow) -> tuple[str, str, int]:
    return row.report, row.period_text, row.version


def _key(receipt: Receipt) -> tuple[str, str, int]:
    return receipt.report, receipt.period, receipt.version


@once
def strayed(case: Case) -> Iterator[Strayed]:
    """Yield the rows that no longer name their letter, which is known by its form, or number and day.

    A row that was copied for the next letter is none: its letter has a row that names it.
    """
    sealed = {_key(one): one for one in case.plan.receipts if one.sealed}
    named = {_identity(row) for row in case.plan.journal if row.sent}
    if sealed.keys() <= named:  # as nearly always; a column that was sorted may still name them all
        pairs = ((row, sealed.get(_identity(row))) for row in case.plan.journal if row.sent)
        if not any(one and letter_key(one.file) != letter_key(row.values.get("file")) for row, one in pairs):
            return
    forms = {letter_key(one.file): one for one in sealed.values()}
    letters = {(one.number, one.sent): one for one in sealed.values()}
    if len(letters) < len(sealed):
        letters = {}  # several reports went out in one letter
    tied: list[tuple[JournalRow, Receipt]] = []
    for row in case.plan.journal:
        letter = " ".join(row.number.split()), row.sent.isoformat() if row.sent else ""
        own, form = sealed.get(_identity(row)), letter_key(row.values.get("file"))
        if own and letter == (own.number, own.sent):
            tied.append((row, own))
        elif row.sent and (receipt := forms.get(form) if form else letters.get(letter)):
            tied.append((row, receipt))
    held = {_key(receipt) for row, receipt in tied if _identity(row) == _key(receipt)}
    for row, receipt in tied:
        if _key(receipt) not in held:
            parts = zip(_IDENTITY, _identity(row), _key(receipt), strict=True)
            yield Strayed(row, receipt, next(field for field, said, seal in parts if said != seal))


class Unmatched(NamedTuple):
    """Rows of sent letters without a receipt, each with that of the letter whose version it misstates, if so;
    and the receipts of letters of which no row says that they were sent."""

    rows: list[tuple[JournalRow, Receipt | None]]
    letters: list[Receipt]


def unmatched(case: Case) -> Unmatched:
    """Return the sent letters that only the journal, or only its receipt knows; of strayed ones, none."""
    away = strayed(case)
    dated = {_identity(row) for row in case.plan.journal if is_dated(row)}
    letters = [
        one
        for one in case.plan.receipts
        if one.sealed and _key(one) not in dated and all(one is not other.receipt for other in away)
    ]
    found: list[tuple[JournalRow, Receipt | None]] = []
    for row in missing(case.plan):
        if all(row != one.row for one in away):
            own = (one for one in letters if (one.report, one.period) == (row.report, row.period_text))
            found.append((row, next(own, None)))
            letters = [one for one in letters if one is not found[-1][1]]
    return Unmatched(found, letters)


@once
def named_rows(case: Case) -> Iterator[JournalRow]:
    """Yield the journal's rows but for the strayed ones, of which one finding says all."""
    away = {one.row.row for one in strayed(case)}
    yield from (row for row in case.plan.journal if row.row not in away)


@once
def reports_owed(case: Case) -> Iterator[Owed]:
    """Yield every report of the year, as the catalogue has it."""
    yield from all_reports(case.plan)


@once
def owed_by_row(case: Case) -> Iterator[tuple[JournalRow, Owed]]:
    """Yield the rows of the journal that are of an owed report, with it."""
    if case.plan.journal:
        owed = {(one.report.code, one.period): one for one in reports_owed(case)}
        for row in named_rows(case):
            if row.period and (found := owed.get((row.report, row.period))):
                yield row, found


@once
def doubled(case: Case) -> Iterator[tuple[JournalRow, JournalRow]]:
    """Yield the rows that repeat an earlier one: the same report, period and version."""
    seen: dict[tuple[object, ...], JournalRow] = {}
    for row in named_rows(case):
        if row.report and row.period:
            other = seen.setdefault((row.report, row.period, row.version), row)
            if other is not row:
                yield row, other


@once
def of_no_period(case: Case) -> Iterator[JournalRow]:
    """Yield the rows that name a report of the catalogue for a period for which it is not owed.

    One-off tasks are left out, and what akmxl itself drafted.
    """
    if not case.plan.journal:
        return
    owed = {(one.report.code, one.period) for one in reports_owed(case)}
    drafted = {(receipt.report, receipt.period) for receipt in case.plan.receipts}
    for row in named_rows(case):
        if not in_catalogue(case.plan, row.report) or (row.report, row.period) in owed:
            continue
        ours = row.values.get("rule_due")  # in a row that akmxl knew as the report's
        one_off = not row.period_text and not ours and due_day_in(row.values.get("report_due"))
        if not one_off and (row.report, row.period_text) not in drafted:
            yield row


@once
def of_no_code(case: Case) -> Iterator[tuple[JournalRow, Report]]:
    """Yield rows without a code of the catalogue, but with a period and the title of one of its reports."""
    titles: dict[str, Report] = {}
    for report in case.plan.reports if case.plan.journal else ():
        if report.title:
            titles.setdefault(fold(report.title), report)
    for row in named_rows(case):
        if row.period and not in_catalogue(case.plan, row.report):
            title = fold(plain_text(row.values.get("title")))
            if title in titles:
                yield row, titles[title]


def sent_by_another_name(case: Case) -> set[tuple[str, Period]]:
    """Return the reports that went out, but stand in the journal under a wrong code or period.

    A row's date says which: the last report of the code, without a row, whose period was over by then.
    """
    rows = [(row, row.report) for row in (*of_no_period(case), *(row for row, _ in doubled(case)))]
    rows += [(row, report.code) for row, report in of_no_code(case)]
    taken = {(owed.report.code, owed.period) for _, owed in owed_by_row(case)}
    found: set[tuple[str, Period]] = set()
    for row, code in rows:
        over = [
            (owed.report.code, owed.period)
            for owed in reports_owed(case)
            if owed.report.entry == code and row.sent and owed.period.end <= row.sent
            if (owed.report.code, owed.period) not in taken | found
        ]
        found.update(over[-1:])
    return found

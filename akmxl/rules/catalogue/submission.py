"""Check that reports go out in their order and that what was sent stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.plan import receipts, registers
from akmxl.plan.findings import Severity
from akmxl.plan.owed import BY_EVENT, all_reports, owed_reports
from akmxl.plan.period import Period
from akmxl.plan.values import split_key, typed
from akmxl.rules.journal_rows import name_of, named_rows, sent_by_another_name, strayed, unmatched
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.rules.stopped import items_counting
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import JournalRow, Receipt

TITLE, PLACE = N_("Reports"), 210

_UNDER_WAY = ("draft", "sent")


@rule(
    "SUB01",
    Severity.EXPLAIN,
    N_("Report {report} for {period} was due on {due} and is not sent, but a later one is under way."),
    N_("Send the earlier report first, or write the reason."),
    unless=("SUB04", "SUB15", "SUB17", "SUB19", "SUB37"),
)
def earlier_report_sent(case: Case) -> Iterator[Hit]:
    """Before a report of a later period goes out, the earlier ones of the same report are sent. Reports on
    events of their own do not wait for one another.

    What submit was stopped by stands in Tekshiruv until the report is sent, so that a reason can be written.

    Why: figures since January in the later report rest on the earlier; the addressee asks for it anyway.

    Okay:
        today: 2025-07-10
        nom: Birinchi_davr = 2025-Q1
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
        | MK-10        | 2025-Q2 | loyiha    | ~              | ~              |
    Bad:
        today: 2025-07-10
        nom: Birinchi_davr = 2025-Q1
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish sanasi |
        | MK-10        | 2025-Q2 | loyiha    | ~              |  SUB01
    """
    told = {tuple(old.key.split("|")[2:4]) for old in case.plan.explanations if old.key.startswith("SUB01|")}
    away = {(one.receipt.report, one.receipt.period) for one in strayed(case)}
    elsewhere = sent_by_another_name(case)  # their rows have findings of their own
    for owed in owed_reports(case.plan):
        if owed.status(case.today) != "overdue" or BY_EVENT in owed.report.periods:
            continue
        if (owed.report.code, owed.period) in elsewhere or (owed.report.code, str(owed.period)) in away:
            continue
        code, end = owed.report.code, owed.period.end
        later = [row for row in _rows_of(case, code) if row.period and row.period.start > end]
        begun = [row for row in later if row.sent or row.state in _UNDER_WAY]
        drafted = any(report == code and period.start > end for report, period in case.drafting)
        if begun or drafted or (code, str(owed.period)) in told:
            row = owed.row or next(iter(begun), None)
            place = row.places.get("report") if row else None
            params = {"report": code, "due": owed.due}
            yield Hit(place, period=owed.period, value="", report=code, subject=code, params=params)


def _rows_of(case: Case, report: str) -> list[JournalRow]:
    return [row for row in named_rows(case) if row.report == report]


@once
def _broken(case: Case) -> Iterator[Receipt]:
    yield from receipts.broken(case.plan.receipts)


@rule(
    "SUB03",
    Severity.ERROR,
    N_("Item {item}, {period}: report {report} was sent with {old}, the file now says {value}."),
    N_("If it is right, make a corrected report (submit --correction); if not, restore the figure."),
    unless=("REF09",),
)
def sent_figures_kept(case: Case) -> Iterator[Hit]:
    """What a sent report says, its text too, is what the workbook says, until a corrected version is made.

    Why: the addressee has added the sent figure up; a quiet change makes two truths. One finding a change,
    with all reports that were sent otherwise: a changed month changes the sums too, and a part its total.
    What an altered receipt says is no evidence (SUB04).

    Okay:
        Oylik
        | Kod  | Yanvar |
        | 15.1 | 8      |
        yuborilgan: MK-10 2025-Q1 2025-04-05
    Bad:
        Oylik
        | Kod  | Yanvar |
        | 15.1 | 8      |
        yuborilgan: MK-10 2025-Q1 2025-04-05
        Oylik
        | Kod  | Yanvar |
        | 15.1 | 9      |  SUB03
    """
    altered = _broken(case)
    away = {(one.receipt.report, one.receipt.period) for one in strayed(case)}
    away |= {(one.row.report, one.row.period_text) for one in strayed(case)}
    whole = [one for one in receipts.in_force(case.plan) if one not in altered]
    whole = [one for one in whole if (one.report, one.period) not in away]  # SUB04: whose row is which
    if not whole:
        return
    from akmxl.rules.sent_values import (
        by_cause,
        sent_otherwise,
        text_otherwise,
    )  # late: after the first report

    yield from by_cause(found for receipt in whole for found in sent_otherwise(case, receipt))
    yield from (hit for receipt in whole if (hit := text_otherwise(case, receipt)))


@rule(
    "SUB04",
    Severity.ERROR,
    N_("The receipt of report {report}, {period}, version {version}, was altered, or one before it lost."),
    N_(
        "Run: akmxl repair --from-copy; it takes the receipts from the newest copy in the folder "
        ".akmxl-zaxira that has them whole. If none has, the printed forms that went out are the proof."
    ),
)
def receipts_whole(case: Case) -> Iterator[Hit]:
    """The receipts of sent reports are all there and unaltered, and the journal still says that they were
    sent.

    Why: they prove what was sent; without one a later change of its figures could not be seen.

    Okay:
        yuborilgan: MK-10 2025-Q1 2025-04-05
    Bad:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        qaydsiz: MK-10 2025-Q1
    """
    gone = N_("The receipt of report {report} for {period}, version {version}, is gone.")
    edited = N_(
        "Report {report} for {period}: the journal says version {value} (cell {cell}), the receipt {old}."
    )
    yield from _strayed(case)
    missing, forgotten = unmatched(case)
    if len(missing) > 1 and not any(receipt.sealed for receipt in case.plan.receipts):
        none = N_("The hidden sheet “_akmxl” has no receipts any more; {value} reports were sent.")
        yield Hit(missing[0][0].places["file"], value=len(missing), subject="receipts", message=none)
        return
    for row, other in missing:
        params = {"report": row.report, "version": row.version}
        if other is None:
            place = row.places["file"]
            yield Hit(
                place, period=row.period, value=row.version, report=row.report, params=params, message=gone
            )
        else:  # one slip: the row's version was edited
            place, params = row.places["version"], {**params, "old": other.version}
            fix = N_("Put the version back that the receipt says.")
            yield Hit(place, None, row.period, row.version, "", row.report, params, edited, fix)
    yield from (_no_row(case, receipt) for receipt in forgotten)
    if missing:
        return  # the seal after a missing receipt is broken too: one slip, one finding
    for receipt in _broken(case):
        params = {"report": receipt.report, "period": receipt.period, "version": receipt.version}
        subject = f"{receipt.report} {receipt.period}"
        period, report = _period(receipt), receipt.report
        yield Hit(None, None, period, receipt.version, subject, report, params)


@rule(
    "SUB28",
    Severity.WARNING,
    N_("The receipt of the draft of {report} for {period}, version {version}, was altered."),
    N_("Make the draft anew before it is sent: akmxl submit --period {asked} --only {report}."),
)
def drafts_as_made(case: Case) -> Iterator[Hit]:
    """The receipts of drafts, in the hidden sheet “_akmxl”, say what was drafted.

    Why: the receipt is sealed as it stands when the letter goes out; what was altered before would be proven
    for ever.

    Okay:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        aniqlanmoqda: MK-10 2025-Q1
    Bad:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        aniqlanmoqda: MK-10 2025-Q1
        qaydda: MK-10 2025-Q1 = 99
    """
    for receipt in receipts.spoilt_drafts(case.plan.receipts):
        params = {"report": receipt.report, "version": receipt.version, "asked": receipt.period}
        subject, period = f"{receipt.report} {receipt.period}", _period(receipt)
        yield Hit(None, None, period, receipt.version, subject, receipt.report, params)


@rule(
    "SUB29",
    Severity.WARNING,
    N_(
        "Report {report} for {period}: the correction, version {value}, is of nothing: the workbook says "
        "what was sent."
    ),
    N_("Delete this row of the journal and the form; if the letter itself has to go out again, leave them."),
    unless=("SUB28",),
)
def corrections_of_something(case: Case) -> Iterator[Hit]:
    """A correction that is being made differs from what was sent.

    Why: the figure was restored and the draft forgotten; once it goes out, the addressee looks for a change.

    Okay:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        Oylik
        | Kod  | Yanvar |
        | 15.1 | 8      |
        aniqlanmoqda: MK-10 2025-Q1
    Bad:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        aniqlanmoqda: MK-10 2025-Q1
    """
    drafts = {(r.report, r.period, r.version) for r in case.plan.receipts if not r.sealed and r.version > 1}
    for row in case.plan.journal if drafts else ():
        if row.sent or (row.report, row.period_text, row.version) not in drafts:
            continue
        own = (r for r in case.plan.receipts if (r.report, r.period) == (row.report, row.period_text))
        sent = max((r for r in own if r.sealed), key=lambda r: r.version, default=None)
        if sent is None or sent in _broken(case):
            continue
        from akmxl.plan.changes import differs  # late: corrections are rare

        if differs(case.plan, sent, row.text.splitlines()):
            continue
        params = {"report": row.report}
        yield Hit(row.places["version"], None, row.period, row.version, "", row.report, params)


@rule(
    "SUB21",
    Severity.EXPLAIN,
    N_("Report {report} for {period} was sent with {old}; the journal now says {value} (cell {cell})."),
    N_("Put back what the receipt says; if the slip was in the receipt, write the reason."),
    unless=("SUB04",),
)
def number_and_date_as_sealed(case: Case) -> Iterator[Hit]:
    """The outgoing number and date of a sent report are those with which its receipt was sealed; so are its
    title, recipient, due day and file. A blank that akmxl fills in again is left alone.

    Why: the addressee knows the letter by them, and the days decide whether it was late.

    Okay:
        yuborilgan: MK-10 2025-Q1 2025-04-05
    Bad:
        yuborilgan: MK-10 2025-Q1 2025-04-05
        raqami: MK-10 2025-Q1 = 99-99
    """
    told, view = (
        list(receipts.told_otherwise(case.plan.receipts, named_rows(case))),
        case.view(registers.JOURNAL),
    )
    moved = {field for field in {one.field for one in told} if _is_moved(told, field)}
    for receipt, row, field, sealed in told:
        old = typed("date", sealed) if field in ("sent", "report_due") else sealed
        value = row.values.get(field)
        value = (row.number if field == "number" else row.sent if field == "sent" else value) or "–"
        subject = f"{receipt.report} {receipt.version}/{field}"
        count = sum(one.field == field for one in told)
        params = {"report": receipt.report, "old": old, "count": str(count), "column": view.title(field)}
        if field not in moved:
            yield Hit(row.places[field], None, row.period, value, subject, receipt.report, params)
        else:
            yield Hit(row.places[field], None, None, value, subject, receipt.report, params, _COLUMN, _UNDO,
                      cause=f"column {field}")  # fmt: skip


_MANY = 3  # rows of one column: it was sorted, or pasted, without the others
_STRAYED = N_("Sheet “{sheet}”, cell {cell}: “{value}”; the receipt of this letter ({form}) says “{old}”.")
_PUT_BACK = N_("Put back what the receipt says.")
_COLUMN = N_(
    "Sheet “{sheet}”: the column “{column}” was sorted or pasted alone; in {count} rows it is not that of "
    "their letters, first in {cell}: “{value}” for “{old}”."
)
_UNDO = N_("Undo (Ctrl+Z), or copy the column from the newest copy in the folder .akmxl-zaxira.")


def _is_moved(told: list[receipts.ToldOtherwise], field: str) -> bool:
    """Tell whether a column says in other rows what it said, in three rows or more."""
    own = [one for one in told if one.field == field]
    sealed = {one.old for one in own}
    return len(own) >= _MANY and 5 * sum(one.said in sealed for one in own) >= 4 * len(own)


def _strayed(case: Case) -> Iterator[Hit]:
    """Yield a hit for each row that no longer names its letter: one of all where a column was moved."""
    found = strayed(case)
    view = case.view(registers.JOURNAL)
    for one in found:
        alike = [other for other in found if other.field == one.field]
        moved = len(alike) >= _MANY
        params = {"old": one.sealed, "form": one.receipt.file, "count": str(len(alike)),
                  "column": view.title(one.field)}  # fmt: skip
        place, period = one.row.places[one.field], _period(one.receipt)
        yield Hit(place, None, None if moved else period, one.said, f"{name_of(one.row)}/{one.field}",
                  one.receipt.report, params, _COLUMN if moved else _STRAYED,
                  _UNDO if moved else _PUT_BACK, cause=f"column {one.field}" if moved else "",
                  stops=items_counting(case, one.receipt.report))  # fmt: skip


def _no_row(case: Case, receipt: Receipt) -> Hit:
    key = receipt.report, receipt.period, receipt.version
    row = next((row for row in case.plan.journal if (row.report, row.period_text, row.version) == key), None)
    journal = case.view(registers.JOURNAL)
    place = row.places["sent"] if row else journal.place(journal.header_row, "report")
    subject = f"{receipt.report} {receipt.period} {receipt.version}"
    params = {"report": receipt.report, "period": receipt.period, "version": receipt.version}
    sent, period = typed("date", receipt.sent), _period(receipt)
    stops = items_counting(case, receipt.report) if receipt.version < 2 else ()
    message, fix = (_NO_DAY, _DAY_AGAIN) if row else (_NO_ROW, _ROW_AGAIN)
    return Hit(place, None, period, sent, subject, receipt.report, params, message, fix, stops=stops)


_NO_ROW = N_("Report {report} for {period}, version {version}, was sent on {value}; no journal row says so.")
_ROW_AGAIN = N_(
    "Write its row, with the outgoing number and date, into the journal again; or run: akmxl repair "
    "--from-copy. It writes what the receipt says of the letter."
)
_NO_DAY = N_(
    "Report {report} for {period}, version {version}, was sent on {value}; in the journal the date is gone "
    "(cell {cell})."
)
_DAY_AGAIN = N_("Write the date there again, or run: akmxl repair --from-copy; the receipt has it.")


def _period(receipt: Receipt) -> Period | None:
    """Return a receipt's period; None where it was altered."""
    try:
        return Period.parse(receipt.period)
    except BadArgument:
        return None


@rule(
    "SUB08",
    Severity.WARNING,
    N_("Report {report} for {period} was due on {due} and was sent on {value}; no reason is written."),
    N_("Write into the column “{label}” why it was late."),
    unless=("SUB18", "SUB21"),
)
def late_with_a_reason(case: Case) -> Iterator[Hit]:
    """Beside a report that was sent late stands a word why. A corrected version is not late.

    Why: punctuality is counted above; next year nobody knows any more that the line was down.

    Okay:
        yuborilgan: MK-10 2025-Q1 2025-04-07
    Bad:
        yuborilgan: MK-10 2025-Q1 2025-04-09
    """
    first, label = case.plan.settings.first_period, case.view(registers.JOURNAL).title("note")
    for owed in all_reports(case.plan):
        row = next(
            (r for r in _rows_of(case, owed.report.code) if r.period == owed.period and r.version < 2), None
        )
        answered = first is None or owed.period.end >= first.start
        if row is None or row.sent is None or owed.last_day is None or row.values.get("note"):
            continue
        if answered and row.sent > owed.last_day:
            params = {"report": owed.report.code, "due": owed.due, "value": row.sent, "label": label}
            place = row.places.get("sent")
            yield Hit(place, period=owed.period, value=row.sent, report=owed.report.code, params=params)


@rule(
    "SUB10",
    Severity.ERROR,
    N_("Item {item}, {period}: report {report} was sent with {value}, the months sent add up to {sum}."),
    N_("Send a corrected report of the month, or of the quarter (submit --correction)."),
    unless=("SUB03",),
)
def sent_months_make_the_quarter(case: Case) -> Iterator[Hit]:
    """The months that were sent add up to the quarter that was sent, where two reports have an item in
    common. Letters themselves are not counted, and a quarter that is being corrected is left alone.

    Why: the addressee adds up the three months and holds the sum beside the quarter.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 31  | 1      | 1      | 1    |
        yuborilgan: VA-02 2025-01 2025-02-05
        yuborilgan: VA-02 2025-02 2025-03-05
        yuborilgan: VA-02 2025-03 2025-04-05
        yuborilgan: VA-03 2025-Q1 2025-04-05
    Bad:
        Oylik
        | Kod | Yanvar | Fevral | Mart |
        | 31  | 1      | 1      | 1    |
        yuborilgan: VA-02 2025-01 2025-02-05
        yuborilgan: VA-02 2025-02 2025-03-05
        yuborilgan: VA-02 2025-03 2025-04-05
        Oylik
        | Kod | Mart |
        | 31  | 2    |  SUB10
        aniqlanmoqda: VA-02 2025-03
        yuborilgan: VA-03 2025-Q1 2025-04-05
    """
    sent = {(r.report, r.period): r for r in case.plan.receipts if r.sealed}  # the newest version stays
    months: dict[tuple[str, str], float] = {}
    for (_, month), receipt in sent.items():
        months.update({(month, key): v for key, v in receipt.values if isinstance(v, int | float)})
    for quarter in receipts.in_force(case.plan):
        try:
            period = Period.parse(quarter.period)
        except BadArgument:
            continue
        if period.last - period.first == 2:
            yield from _unequal(case, quarter, period, months)


def _unequal(
    case: Case, quarter: Receipt, period: Period, months: dict[tuple[str, str], float]
) -> Iterator[Hit]:
    """Yield a hit for each item whose quarter was sent with another figure than its months add up to."""
    for key, value in quarter.values:
        kind, code, field = split_key(key)
        item = case.plan.items.get(code) if kind == "item" and field == "fact" else None
        if item is None or item.source == registers.JOURNAL or not isinstance(value, int | float):
            continue
        parts = [months.get((str(Period.month(period.year, month)), key)) for month in period.months]
        known = [part for part in parts if part is not None]
        added = known[-1] if item.adds_up == "stock" and known else sum(known)
        if len(known) == len(parts) and added != value:
            from akmxl.rules.sent_values import item_place  # late, as above

            place, params = item_place(case, code, period.last), {"report": quarter.report, "sum": added}
            yield Hit(place, code, period, value, report=quarter.report, params=params)


_NEEDED = ("organisation", "director", "reporter", "phone")


@rule(
    "SUB11",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{label}” is empty."),
    N_("Write it once; every report takes it from here."),
)
def sender_known(case: Case) -> Iterator[Hit]:
    """The organisation, its director, the reporter and the phone, a whole number, stand on Bosh sahifa.

    Why: every form carries them; a form without them is returned.

    Okay:
        nom: Tashkilot = Shirin shahar axborot-kutubxona markazi
    Bad:
        nom: Tashkilot = ~
    """
    for field in _NEEDED:
        if not case.plan.organisation.get(field):
            name, label = layout.ORGANISATION[field]
            if place := case.file.named_place(name):  # a name that is gone is STR31
                yield Hit(place, subject=field, params={"label": label})
    phone = case.plan.organisation.get("phone")
    if phone and 0 < sum(map(str.isdigit, phone)) < _PHONE:  # without any it is REF69's
        name, label = layout.ORGANISATION["phone"]
        if place := case.file.named_place(name):
            yield Hit(place, value=phone, subject="phone/digits", params={"label": label}, message=_SHORT,
                      fix=_WHOLE)  # fmt: skip


_PHONE = 6  # digits of a number within a town
_SHORT = N_("Sheet “{sheet}”, cell {cell}: “{label}” has too few digits: “{value}”.")
_WHOLE = N_("Write the whole number; every report takes it from here.")

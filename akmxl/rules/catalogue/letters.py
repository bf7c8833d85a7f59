"""Hold the rows of the journal beside one another, the catalogue and the receipts."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan.findings import Severity
from akmxl.plan.owed import BY_EVENT, WITHIN_PERIOD
from akmxl.plan.values import split_key
from akmxl.rules.journal_rows import doubled, name_of, owed_by_row
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.setting_cells import plain_text, read_report_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.plan.owed import Owed
    from akmxl.plan.reports import JournalRow, Receipt

TITLE, PLACE = N_("Letters of the journal"), 205


@rule(
    "SUB22",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: the letter stands in row {other} too: {value}."),
    N_("If it is one letter, delete one of the rows; if it went out twice, write the reason."),
)
def letter_stands_once(case: Case) -> Iterator[Hit]:
    """A version of a report stands in one row of the journal for its period.

    Why: letters are counted by the journal; the row that was copied for the next letter counts as one.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Tahrir | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 1      | 01-15/7        | 2025-04-05     |
        | MK-10        | 2025-Q1 | yuborildi | 2      | 01-15/9        | 2025-04-09     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/9        | 2025-04-07     |  SUB22
    """
    for row, other in doubled(case):
        value = f"{row.report} {row.period_text}"
        params = {"other": str(other.row)}
        subject = f"{name_of(row)} {row.number} {row.sent or ''}/twice"
        yield Hit(row.places["report"], None, row.period, value, subject, row.report, params)


@rule(
    "SUB30",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {report}, {period}: version {value} stands here without version 1."),
    N_("If it is the first letter, write 1; if not, add the row of the first letter."),
    unless=("SUB19", "SUB22", "SUB03", "SUB04", "SUB28", "SUB21"),
)
def correction_of_a_letter(case: Case) -> Iterator[Hit]:
    """A correction stands in the journal beside the first version of its report and period, and versions
    follow one another without a gap.

    Why: a correction counts as no letter of its own; without the first one a letter is lost.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Tahrir | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 1      | 01-15/7        | 2025-04-05     |
        | MK-10        | 2025-Q1 | yuborildi | 2      | 01-15/9        | 2025-04-09     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Tahrir | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 2      | 01-15/7        | 2025-04-05     |  SUB30
    """
    versions: defaultdict[tuple[str, object], list[JournalRow]] = defaultdict(list)
    for row, _ in owed_by_row(case):
        versions[row.report, row.period].append(row)
    for rows in versions.values():
        rows.sort(key=lambda row: row.version)
        before = [1, *(row.version for row in rows)]
        for row, last in zip(rows, before, strict=False):
            first = row is rows[0]
            if row.version > (1 if first else last + 1):
                params, message = {"report": row.report, "missing": str(last + 1)}, None if first else _GAP
                yield Hit(row.places["version"], None, row.period, row.version, name_of(row), row.report,
                          params, message, None if first else _NEXT)  # fmt: skip


_GAP = N_(
    "Sheet “{sheet}”, cell {cell}: {report}, {period}: version {value} stands here without version {missing}."
)
_NEXT = N_("If it is the next letter, write {missing}; if not, add the row of the one before it.")


@rule(
    "SUB23",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the outgoing number {value} is that of row {other} too."),
    N_("Compare with the register of outgoing letters; each letter has a number of its own."),
    unless=("SUB22", "SUB21"),
)
def number_of_one_letter(case: Case) -> Iterator[Hit]:
    """No two letters of a year have one outgoing number. Reports that go to one addressee on one day may be
    one letter, where all that went there on that day bear its number. Where numbers come again and again the
    office counts in its own way.

    Why: the addressee knows a letter by its number; a copied one leads to the wrong letter.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
        | MK-13        | 2025-Q1 | yuborildi | 01-15/8        | 2025-04-07     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-05     |
        | MK-13        | 2025-Q1 | yuborildi | 01-15/7        | 2025-04-07     |  SUB23
    """
    twice = {row.row for row, _ in doubled(case)}
    letters: defaultdict[tuple[int, str], list[JournalRow]] = defaultdict(list)
    parcels: defaultdict[tuple[date, str], set[str]] = defaultdict(set)
    for row in case.plan.journal:
        if row.sent and row.number and row.row not in twice:
            letters[row.sent.year, fold(row.number)].append(row)
            parcels[_parcel(row)].add(fold(row.number))
    found = []
    for (_, number), rows in letters.items():
        first = rows[0]
        one_parcel = parcels[_parcel(first)] == {number}
        for row in rows[1:]:
            if not one_parcel or _parcel(row) != _parcel(first):
                place, params = row.places["number"], {"other": str(first.row)}
                found.append(Hit(place, None, row.period, row.number, name_of(row), row.report, params))
    if len(found) <= _FEW:
        yield from found


_FEW = 2  # slips


def _parcel(row: JournalRow) -> tuple[date, str]:
    """Return what the reports in one letter have in common: the day and the addressee."""
    assert row.sent is not None
    return row.sent, fold(plain_text(row.values.get("recipient")))


@rule(
    "SUB24",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: report {report} is about {items}, the row says: “{value}”."),
    N_("Write the items of the report; if the letter was about others, write the reason."),
)
def items_of_the_report(case: Case) -> Iterator[Hit]:
    """The items in a report's row are the catalogue's; where that has changed since, those of its receipt.

    Why: letters are counted for the items of their rows; one edited word moves the letter to another item.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Bandlar |
        | MK-02        | 2025-03 | I.2     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Bandlar |
        | MK-02        | 2025-03 | I.3     |  SUB24
    """
    receipts = {(receipt.report, receipt.period): receipt for receipt in case.plan.receipts}
    for row, owed in owed_by_row(case):
        read, ours = read_report_items(row.values.get("items")), set(owed.report.items)
        receipt = receipts.get((row.report, row.period_text))
        if set(read.value) == ours or not ours or (not read.value and not _was_filled(row, receipt)):
            continue
        if not set(read.value) | ours <= {*case.plan.items, "*"}:
            continue  # not understood: SUB19, or in the catalogue REF04
        if receipt is not None and read.value and ours != {"*"}:
            sent = {code for kind, code, _ in (split_key(key) for key, _ in receipt.values) if kind == "item"}
            if not ours <= sent and set(read.value) <= sent:
                continue  # the catalogue has been changed since
        params = {"items": "; ".join(owed.report.items), "report": row.report}
        value = plain_text(row.values.get("items")) or "–"
        yield Hit(row.places["items"], None, row.period, value, f"{name_of(row)}/items", row.report, params,
                  cause=f"{row.report}/{value}")  # fmt: skip


def _was_filled(row: JournalRow, receipt: Receipt | None) -> bool:
    """Tell whether akmxl wrote the row, with its items. In a row of a person's the check fills them in."""
    return receipt is not None and bool(row.values.get("file")) and bool(row.values.get("title"))


@rule(
    "REF66",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: report {report} is about {value} here, but was sent about {items}."),
    N_("Put the items back; if the report is about others now, look at its form, and write the reason."),
    silences=("SUB24", "SUB03"),
)
def items_as_sent(case: Case) -> Iterator[Hit]:
    """The items of a report in the catalogue are those about which all its letters went out.

    Why: the form prints what its template asks for, whatever stands here; what blocks a report, its lists and
    its letters go by this cell.

    Okay:
        Oylik
        | Kod  | Yanvar |
        | 15.1 | 8      |
        yuborilgan: MK-10 2025-Q1 2025-04-05
    Bad:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga    | Davriyligi | Muddat qoidasi | Bandlar |
        | VZ-1         | Vazirlik | har oy     | qo‘lda         | '29     |
        yuborilgan: VZ-1 2025-01 2025-02-05
        keyin:
        bo‘sh: HisobotlarKatalogi / VZ-1
        HisobotlarKatalogi
        | Hisobot kodi | Kimga    | Davriyligi | Muddat qoidasi | Bandlar |
        | VZ-1         | Vazirlik | har oy     | qo‘lda         | '31     |  REF66
    """
    view = case.view(str(layout.CATALOGUE.table))
    receipts = {(one.report, one.period, one.version): one for one in case.plan.receipts if one.sealed}
    sent: dict[str, list[tuple[JournalRow, set[str]]]] = defaultdict(list)
    for row, owed in owed_by_row(case):
        went_out = row.sent or (row.report, row.period_text, row.version) in receipts
        if went_out and BY_EVENT not in owed.report.periods:
            sent[row.report].append((row, set(read_report_items(row.values.get("items")).value)))
    for report in case.plan.reports:
        ours, rows = set(report.items), sent.get(report.code, [])
        said = rows[0][1] if rows else set()
        if not said or said == ours or any(items != said for _, items in rows):
            continue
        row = rows[0][0]
        receipt = receipts.get((row.report, row.period_text, row.version))
        keys = (key for key, _ in receipt.values) if receipt else ()
        printed = {subject for kind, subject, _ in map(split_key, keys) if kind == "item"}
        if (len(rows) > 1 or said <= printed) and said | ours <= {*case.plan.items, "*"}:
            place, old = view.place(report.place.row, "items"), "; ".join(sorted(said))
            params = {"report": report.code, "items": old}
            yield Hit(place, None, None, "; ".join(report.items), report.code, report.code, params)


@rule(
    "SUB25",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: sent on {value}, but the period of report {report} ended on {end}."),
    N_("Correct the outgoing date or the period; a report is sent when its period is over."),
    unless=("SUB18", "SUB21"),
)
def sent_after_its_period(case: Case) -> Iterator[Hit]:
    """A report is sent after its period has ended, where it is due after it.

    Why: the figures of the days that were still to come are missing; or the date, or the period, is wrong.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-03-31     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 01-15/7        | 2025-03-20     |  SUB25
    """
    for row, owed in owed_by_row(case):
        if row.sent is None or row.sent > case.today or not owed.period.start <= row.sent < owed.period.end:
            continue
        if not _may_go_earlier(owed):
            place, params = row.places["sent"], {"end": owed.period.end, "report": row.report}
            yield Hit(place, None, row.period, row.sent, f"{name_of(row)}/early", row.report, params)


def _may_go_earlier(owed: Owed) -> bool:
    """Tell whether a report is on something that may be over before its period is."""
    if BY_EVENT in owed.report.periods or owed.report.due_rule in WITHIN_PERIOD:
        return True
    return owed.send_by is not None and owed.send_by <= owed.period.end


_MOVED = timedelta(days=92)  # nobody moves a due day by more than a quarter


@rule(
    "SUB26",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the due day {value} cannot be: it is far from {period}."),
    N_("Correct the due day; until then nobody is reminded in time."),
    unless=("SUB21",),
)
def due_day_can_be(case: Case) -> Iterator[Hit]:
    """The due day of a report lies within three months of the day by its rule, that of a task within a year
    of the plan's.

    Why: two digits exchanged in the year, and the report is on no list for thirty years.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Topshirish muddati |
        | MK-10        | 2025-Q1 | 2025-04-09         |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Topshirish muddati |
        | MK-10        | 2025-Q1 | 2052-04-09         |  SUB26
    """
    plain_task = N_("Sheet “{sheet}”, cell {cell}: the due day {value} cannot be: the plan is of {year}.")
    rules = {row.row: owed.by_rule for row, owed in owed_by_row(case)}
    for row in case.plan.journal:
        due, year = day_of(row.values.get("report_due")), case.plan.year
        if due is None:
            continue
        by_rule = rules.get(row.row)
        if abs(due - by_rule) > _MOVED if by_rule else abs(due.year - year) > 1:
            message = None if by_rule else plain_task
            place, subject, params = row.places["report_due"], f"{name_of(row)}/due", {"year": str(year)}
            yield Hit(place, None, row.period, due, subject, row.report, params, message)

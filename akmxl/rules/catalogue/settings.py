"""Check that the catalogue of reports and the days off in Sozlamalar are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.i18n import N_
from akmxl.core.vocabulary import TERMS, meaning, term
from akmxl.plan.due_days import days_understood
from akmxl.plan.findings import Severity
from akmxl.rules.catalogue.structure import codes_unique
from akmxl.rules.figures import dated_codes
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Settings"), 90


@rule(
    "REF04",
    Severity.ERROR,
    N_("Report {report}: the column “{column}” is not understood: “{value}” (cell {cell})."),
    N_("Write one of: {known}."),
)
def catalogue_understood(case: Case) -> Iterator[Hit]:
    """A report of the catalogue has a recipient, a known cadence and due rule, a day that the rule can use,
    and items of the plan.

    Why: a report with a misspelt cadence is never owed, one with an unknown item goes out without it.

    Okay:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga | Davriyligi | Muddat qoidasi | Bandlar |
        | MK-77        | Vazirlik | har oy  | qo‘lda         | 15.1    |
    Bad:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga | Davriyligi | Muddat qoidasi | Bandlar |
        | MK-77        | Vazirlik | har kuni | qo‘lda        | 15.1    |  REF04
    """
    view = case.view(str(layout.CATALOGUE.table))
    nobody = N_("Report {report}: no recipient (cell {cell}).")
    unknown = N_("Report {report}: no such items in the plan: {value} (cell {cell}).")
    no_day = N_("Report {report}: the due rule cannot use the day “{value}” (cell {cell}).")
    known_codes = {*case.plan.items, *dated_codes(case).values(), *monthly_rows(case.view(layout.MONTHLY))}
    doubtful = any(True for _ in codes_unique(case))  # a row waits for its code: one slip, one finding
    for report in case.plan.reports:
        for field, word in (("cadence", report.cadence), ("due_rule", report.due_rule)):
            if word not in TERMS[field]:
                known = ", ".join(words[0] for words in TERMS[field].values())
                params = {"report": report.code, "column": view.title(field), "known": known}
                place, subject = view.place(report.place.row, field), f"{report.code}/{field}"
                yield Hit(place, None, None, word, subject, report.code, params)
        lost = [] if doubtful else [c for c in report.items if c != "*" and c not in known_codes]
        missing = ", ".join(lost)
        faults = {"recipient": (not report.recipient, "", nobody, N_("Write to whom the report goes."))}
        number = N_("Write a number of days, or for a fixed date the date: 25.12.")
        faults["days"] = (not days_understood(report), report.days, no_day, number)
        fix = N_("Mend the codes; separate them by “;”.")
        faults["items"] = (bool(missing) or not report.items, missing, unknown, fix)
        for field, (wrong, value, message, fix) in faults.items():
            if wrong:
                place, subject = view.place(report.place.row, field), f"{report.code}/{field}"
                params = {"report": report.code}
                yield Hit(place, None, None, value, subject, report.code, params, message, fix)


@rule(
    "REF12",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the day is not understood: “{value}”. Its row does not count."),
    N_("Write the date, “{off}” or “{working}”, and 5, 6 or nothing for the week."),
)
def moved_day_understood(case: Case) -> Iterator[Hit]:
    """A row of the days off and moved rest days has a date, a known kind, and a week of 5 or 6 days or of
    both.

    Why: due days are moved around days off; a holiday that is not read makes a report late.

    Okay:
        Bayramlar
        | Sana       | Nomi          | Kun turi |
        | 2025-11-15 | Ko‘chirilgan  | ish kuni |
    Bad:
        Bayramlar
        | Sana       | Nomi          | Kun turi |
        | 2025-11-15 | Ko‘chirilgan  | ishlanadi |  REF12
    """
    view = case.view(str(layout.HOLIDAYS.table))
    words = {kind: term("day_kind", kind) for kind in ("off", "working")}
    for row in view.filled_rows():
        day, kind, week = (view.cell(row, field).value for field in ("date", "day_kind", "week"))
        wrong = {
            "date": day_of(day) is None,
            "day_kind": bool(text_of(kind)) and meaning("day_kind", text_of(kind)) is None,
            "week": text_of(week) not in ("", "5", "6"),
        }
        for field in (field for field, fault in wrong.items() if fault):
            value = view.cell(row, field).value
            yield Hit(view.place(row, field), value=value, subject=f"{row}/{field}", params=words)

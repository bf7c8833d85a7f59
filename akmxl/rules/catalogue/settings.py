"""Check that the catalogue of reports and the days off in Sozlamalar are understood."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, nearest_code
from akmxl.core.vocabulary import TERMS, term
from akmxl.plan.due_days import days_understood
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import OWED_FIELDS, kept_cell, kept_owed, owed_as_kept
from akmxl.rules.alike import letter_off, plain
from akmxl.rules.catalogue.structure import codes_unique
from akmxl.rules.emptied import EMPTIED, emptied_day_cells, emptied_periods
from akmxl.rules.figures import BLANK_IN_ROW, dated_codes
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.doors.grids import says
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading import setting_cells as cells
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import read_codes, show
from akmxl.workbook.reading.settings import moved_days, setting_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import Report
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Settings"), 90


@rule(
    "REF04",
    Severity.ERROR,
    N_("Report {report}: the column “{column}” is not understood: “{value}” (cell {cell})."),
    N_("Write one of: {known}."),
)
def catalogue_understood(case: Case) -> Iterator[Hit]:
    """A report of the catalogue has a recipient, a known cadence and due rule, a day that the rule can use,
    periods of its cadence, and items of the plan.

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
    number = N_("Write a number of days, or for a fixed date the date: 25.12.")
    codes = N_("Mend the codes; separate them by “;”.")
    known = known_codes(case)
    for report in case.plan.reports:
        row = report.place.row
        hit = partial(_not_understood, view, report)
        for field in ("cadence", "due_rule", "confirmed"):
            read = cells.read_term(field, view.cell(row, field).value, "no" if field == "confirmed" else "")
            if read.fault:
                words = ", ".join(words[0] for words in TERMS[field].values())
                yield hit(field, view.cell(row, field).value, known=words)
        periods = view.cell(row, "periods").value
        if report.cadence in TERMS["cadence"] and cells.read_report_periods(periods, report.cadence).fault:
            yield hit("periods", periods, known=_PERIODS)
        elif len(set(named := _named_periods(periods))) < len(named):
            yield hit("periods", periods, _TWICE, _ONCE)
        if not report.recipient:
            yield _of_report(view, report, "recipient", "", nobody, N_("Write to whom the report goes."))
        if not days_understood(report):
            yield hit("days", view.cell(row, "days").value, no_day, number)
        items = view.cell(row, "items").value
        lost = [code for code in report.items if code != "*" and known is not None and code not in known]
        if lost or not report.items:
            near = nearest_code(lost[0], known or ()) if lost else None
            yield hit("items", ", ".join(lost) or items or "", unknown, codes, near_code=near)
        elif cells.read_report_items(items).fault or two_ways(items, known or set()):
            yield hit("items", items, unknown, codes)


def _not_understood(
    view: SheetView, report: Report, field: str, value: object, message: str | None = None,
    fix: str | None = None, **params: object,
) -> Hit:  # fmt: skip
    """Return the hit of a cell that is not understood; of a blank one the message shows no value."""
    return _of_report(view, report, field, value, message if says(value) else _IS_EMPTY, fix, **params)


_IS_EMPTY = N_("Report {report}: the column “{column}” is empty (cell {cell}).")
_TWICE = N_("Report {report}, cell {cell}: a period is named twice: “{value}”.")
_ONCE = N_("Write each period once; see which one is missing.")


def _named_periods(value: object) -> list[str]:
    return [part for part in fold(show(value)).replace(",", ";").replace(" ", "").split(";") if part]


_PERIODS = "Q1; Q2; H1; 01; " + term("periods", "item-due")


def _of_report(
    view: SheetView, report: Report, field: str, value: object, message: str | None = None,
    fix: str | None = None, **params: object,
) -> Hit:  # fmt: skip
    """Return the hit of a cell in a report's row of the catalogue."""
    place, subject = view.place(report.place.row, field), f"{report.code}/{field}"
    params |= {"report": report.code, "column": view.title(field)}
    return Hit(place, None, None, value, subject, report.code, params, message, fix)


@rule(
    "REF48",
    Severity.INFO,
    N_("Sheet “{sheet}”, cell {cell}: the centre’s code is not written, so no form says whose it is."),
    N_("Write the code by which the regional library knows the centre; letters, digits, - and . only."),
    lasting=True,
)
def centre_code_written(case: Case) -> Iterator[Hit]:
    """The code by which those above know the centre stands in Sozlamalar.

    Why: the reports of nearly two hundred centres are added up above; a name is spelt in many ways.

    Okay:
        nom: Markaz_kodi = SRD-07
    Bad:
        nom: Markaz_kodi = ~
        nom: Markaz_kodi = Shirin shahar markazi
    """
    not_read = N_("Sheet “{sheet}”, cell {cell}: the centre’s code is not understood: “{value}”.")
    setting = setting_cell(case.file, layout.CENTRE_CODE)
    fault = cells.read_centre_code(setting.cell.value).fault
    if setting.place and fault:
        before = kept_cell(case.plan, layout.CENTRE_CODE) if fault == cells.BLANK else ""
        message = None if fault == cells.BLANK else not_read
        value, fix = before or show(setting.cell.value), N_("Write {value}, as it was.") if before else None
        yield Hit(setting.place, value=value, subject=layout.CENTRE_CODE, message=message, fix=fix)


def known_codes(case: Case) -> set[str] | None:
    """Return the codes of the plan, those that Excel turned into dates or one sheet has lost among them.

    None where a row waits for its own code: nobody knows which one it is, and it has its own finding.
    """
    if any(True for _ in codes_unique(case)):
        return None
    monthly = monthly_rows(case.view(layout.MONTHLY)).keys() - {
        section.code for section in case.plan.sections
    }
    return {*case.plan.items, *dated_codes(case).values(), *monthly}


def two_ways(value: object, known: set[str]) -> bool:
    """Tell whether codes can be read in two ways: 15,1 for 15.1; a number 19.1 that may be 19.10."""
    if isinstance(value, float):
        return any(f"{code}0" in known for code in read_codes(value))
    text = str(value)
    return "," in text and any(found.group().replace(",", ".") in known for found in _COMMA.finditer(text))


_COMMA = lazily(r"\d+,\d+")


@rule(
    "REF12",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the day is not understood: “{value}”. Its row does not count."),
    N_("Write the date, “{off}” or “{working}”, and 5, 6 or nothing for the week."),
)
def moved_day_understood(case: Case) -> Iterator[Hit]:
    """A row of the days off and moved rest days has a date of the plan's time, a known kind, and a week of
    5 or 6 days or of both.

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
    for moved in moved_days(case.file, case.plan.year):
        for field in moved.faults:
            value, subject = view.cell(moved.row, field).value, f"{moved.row}/{field}"
            params, message = {**words, "column": view.title(field)}, None if says(value) else BLANK_IN_ROW
            yield Hit(view.place(moved.row, field), value=value, subject=subject, params=params,
                      message=message)  # fmt: skip
    for one in emptied_day_cells(case):
        place, (message, fix) = view.place(one.row, one.field), EMPTIED[one.field]
        said, subject = words.get(one.said, one.said), f"{one.row}/{one.field}"
        yield Hit(place, value=said, subject=subject, params=words, message=message, fix=fix)


_FORM_KINDS = frozenset(
    fold(word)
    for word in (
        "ma’lumot", "hisobot", "ro‘yxat", "xat", "axborot", "axborotnoma", "jadval", "tahlil", "so‘rovnoma",
        "dalolatnoma", "bayonnoma", "ma’lumotnoma", "reja", "xulosa", "taklif", "ariza", "shakl",
    )
)  # fmt: skip
_WORDS = lazily(r"[^\W\d_]+(?:['‘’][^\W\d_]+)*")


@rule(
    "REF60",
    Severity.WARNING,
    N_("Report {report}, cell {cell}: no word of the kind of form is known: “{value}”."),
    N_("Write what it is, e.g. ma’lumot, hisobot, ro‘yxat; if it is right so, leave it."),
    unless=("REF04", "REF61"),
)
def catalogue_words(case: Case) -> Iterator[Hit]:
    """A report of the catalogue has a title, a known kind of form and a word on what it holds; who gets it
    looks like somebody's name.

    A kind that several reports have is known; a recipient in one small word that stands nowhere else is none.

    Why: title, kind and recipient stand on the form and its letter as they are here.

    Okay:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga    | Shakl turi | Nomi  | Davriyligi | Muddat qoidasi | Bandlar | Mazmuni |
        | MK-77        | Vazirlik | hisobot    | Sinov | har oy | qo‘lda | 15.1    | matn    |
    Bad:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga    | Shakl turi | Nomi  | Davriyligi | Muddat qoidasi | Bandlar | Mazmuni |
        | MK-77        | Vazirlik | qwerty     | Sinov | har oy | qo‘lda | 15.1    | matn    |  REF60
        | MK-78        | qwerty   | hisobot    | Sinov | har oy | qo‘lda | 15.1    | matn    |  REF60
        | MK-79        | Vazirlik | hisobot    | Sinov | har oy | qo‘lda | 15.1    | qwerty  |  REF60
    """
    view = case.view(str(layout.CATALOGUE.table))
    fill = N_("Fill it in; every form of the report takes it from here.")
    nobody = N_("Report {report}, cell {cell}: this looks like nobody's name: “{value}”.")
    name = N_("Write to whom the report goes.")
    reports = case.plan.reports
    kinds = Counter(fold(one.form_kind) for one in reports)
    named = [text for one in reports for text in (one.recipient, one.copy_to) if text]
    people, spelt = Counter(map(fold, named)), {fold(text): text for text in named}
    for report in reports:
        hit = partial(_of_report, view, report)
        for field, text in (("form_kind", report.form_kind), ("title", report.title)):
            if not text and not cells.read_words(view.cell(report.place.row, field).value).fault:
                yield hit(field, "", _IS_EMPTY, fill)
        yield from _of_content(case, view, report)
        known = kinds[fold(report.form_kind)] > 1
        if (
            report.form_kind
            and not known
            and _FORM_KINDS.isdisjoint(map(fold, _WORDS.findall(report.form_kind)))
        ):
            yield hit("form_kind", report.form_kind)
        yield from _of_times(case, view, report)
        for field, text in (("recipient", report.recipient), ("copy_to", report.copy_to)):
            if people[fold(text)] == 1 and _is_nobody(text):
                yield hit(field, text, nobody, name)
            elif people[fold(text)] == 1 and (other := _letter_off(text, people)):
                yield hit(field, text, _UNLIKE, _ALIKE, other=spelt[other])


def _is_nobody(text: str) -> bool:
    """Tell whether a text is one small word, or has none of three letters: a code, ``yo‘q``."""
    words = _WORDS.findall(text)
    return all(len(word) <= _SHORT for word in words) or (len(words) == 1 and text.islower())


_SHORT = 2
_UNLIKE = N_("Report {report}, cell {cell}: “{value}” is a letter off from “{other}” of other reports.")
_ALIKE = N_("Write it as there: letters to one recipient go out together; if it is another one, leave it.")


def _letter_off(text: str, people: Counter[str]) -> str:
    """Return the name of several reports of which a name is a letter off; empty where there is none."""
    several = (other for other, count in people.items() if count > 1)
    return next((other for other in several if letter_off(plain(text), plain(other))), "")


def _of_times(case: Case, view: SheetView, report: Report) -> Iterator[Hit]:
    """Yield a hit where a report that is due once does not say when, or its periods were emptied."""
    sometime = N_(
        "Report {report}, cell {cell}: it is due once; nothing says when, so it counts for the year."
    )
    when = N_("Write “{by_event}”, or for the whole year the year itself, e.g. 2025.")
    if report.cadence == "once" and not says(view.cell(report.place.row, "periods").value):
        yield _of_report(view, report, "periods", "", sometime, when, by_event=term("periods", "item-due"))
    if periods := emptied_periods(case, report):
        yield _of_report(view, report, "periods", periods, *EMPTIED["periods"])


_CONTENTS = tuple(
    map(fold, ("ko‘rsatkich", "ro‘yxat", "matn", "butun reja", "sabab", "ish", "tadbir", "xodim", "yozuv",
               "material", "jadval", "ma’lumot", "hisobot", "tahlil", "band", "son", "raqam", "dalil", "xat",
               "izoh", "rasm", "surat", "shakl", "diagramma", "ilova", "nusxa", "shartnoma", "dalolatnoma"))
)  # fmt: skip
_ODD_CONTENT = N_("Report {report}, cell {cell}: it does not say what the report holds: “{value}”.")
_CONTENT = N_("Write what the report holds, e.g. ro‘yxat + matn; if it is right so, leave it.")


def _of_content(case: Case, view: SheetView, report: Report) -> Iterator[Hit]:
    """Yield the hit of a report that does not say what it holds; blank where nearly all others say it."""
    cell = view.cell(report.place.row, "content")
    words = _WORDS.findall(fold(text_of(cell.value)))
    if not says(cell.value):
        blank = sum(not says(view.cell(one.place.row, "content").value) for one in case.plan.reports)
        if blank * _FEW <= len(case.plan.reports):
            yield _of_report(view, report, "content", "", _IS_EMPTY, _CONTENT)
    elif not any(word.startswith(_CONTENTS) for word in (*words, " ".join(words))):
        yield _of_report(view, report, "content", text_of(cell.value), _ODD_CONTENT, _CONTENT)


@rule(
    "REF84",
    Severity.WARNING,
    N_("Report {report}, cell {cell}: “{column}” was “{before}” at the last check, now it is “{value}”."),
    N_("If it was changed by mistake, write “{before}” again; else leave it: this is said once."),
    unless=("REF04", "REF28", "REF60", "REF61", "REF66", "SUB17"),
    silences=("SUB08",),
)
def reports_owed_as_before(case: Case) -> Iterator[Hit]:
    """When a report of the catalogue is owed, and about which items, is as it was at the last check.

    Why: two cells that were exchanged are as good as before, and reports go out on other days or about other
    work.

    Okay:
        qatorlar: topshirish/MK-02 = monthly|after_period|5|I.2|
    Bad:
        qatorlar: topshirish/MK-02 = monthly|after_period|10|I.2|
    Bad:
        qatorlar: topshirish/MK-02 = monthly|after_period||I.2|
    """
    view = case.view(str(layout.CATALOGUE.table))
    for report in case.plan.reports:
        before, now = kept_owed(case.plan, report.code), owed_as_kept(report)
        for field, old, new in zip(OWED_FIELDS, before, now, strict=False) if before and now else ():
            if old != new:
                params, value = {"before": _owed_word(field, old)}, _owed_word(field, new)
                message, fix = (None, None) if old else (_WAS_EMPTY, _EMPTY_AGAIN)
                yield _of_report(view, report, field, value, message, fix, **params)


_WAS_EMPTY = N_("Report {report}, cell {cell}: “{column}” was empty at the last check, now it is “{value}”.")
_EMPTY_AGAIN = N_("If it was written by mistake, empty the cell again; else leave it: this is said once.")


def _owed_word(field: str, said: str) -> str:
    return (term(field, said) if said and field in TERMS else said) or "–"


_FEW = 10  # of as many reports one may have forgotten it; where more are blank nobody fills it in


@rule(
    "REF61",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is written unlike all other codes of reports, e.g. {other}."),
    N_("Write the report's code; journal, files and receipts know it by that."),
)
def report_codes_alike(case: Case) -> Iterator[Hit]:
    """The code of a report has letters and digits, where those of all others have.

    Why: a number, a date or a word in its place is a slip of the keyboard, and the report is owed under a
    name that no template and no letter knows.

    Okay:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga    | Davriyligi | Muddat qoidasi | Bandlar |
        | VZ-1         | Vazirlik | har oy     | qo‘lda         | 15.1    |
    Bad:
        HisobotlarKatalogi
        | Hisobot kodi | Kimga    | Davriyligi | Muddat qoidasi | Bandlar |
        | 7            | Vazirlik | har oy     | qo‘lda         | 15.1    |  REF61
        | qwerty       | Vazirlik | har oy     | qo‘lda         | 15.1    |  REF61
    """
    view = case.view(str(layout.CATALOGUE.table))
    codes = {report.place.row: report.code for report in case.plan.reports}
    whole = [code for code in codes.values() if _has_both(code)]
    if 2 * len(whole) <= len(codes):
        return
    for row, code in codes.items():
        value = view.cell(row, "report").value
        if not _has_both(code) or not isinstance(value, str):
            params = {"other": whole[0]}
            subject = f"{layout.CATALOGUE.table}/{row}/report"
            yield Hit(view.place(row, "report"), value=value, subject=subject, report=code, params=params)


def _has_both(code: str) -> bool:
    return any(map(str.isalpha, code)) and any(map(str.isdigit, code))

"""Check that cells of the registers, the day log and the journal hold what people typed there: no formulas,
no numbers or days in place of words, the weekday of the date."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import DASH, fold
from akmxl.core.unseen import is_empty_text
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import item_of, month_of, record_period, row_name
from akmxl.rules.journal_rows import name_of
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.plan.model import Record
    from akmxl.plan.period import Period
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("What was typed"), 114

_FREE = frozenset({"link", "note", "file", "id"})  # a link is a formula; the rest goes into no figure
_OF_JOURNAL = ("report", "recipient", "period", "report_due", "version", "number", "sent", "text", "items")


@rule(
    "REF68",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: a formula stands here: {formula}. It shows “{value}” today."),
    N_("Type what is to stand there, or paste it as a value: a formula shows another thing tomorrow."),
    unless=("TYP07", "TYP12", "TYP13", "REF08", "REF42", "SUB14"),
)
def rows_hold_no_formulas(case: Case) -> Iterator[Hit]:
    """No row of a register or of the journal, and no date of the day log, is a formula.

    Why: =TODAY() is another day tomorrow, and a sorted row shows its new neighbour's kind; the month that was
    sent changes without a hand.

    Okay:
        Malaka
        | Sana       | Kod | Xodim   | Kurs yoki sinov |
        | 2025-03-05 | '31 | 1-xodim | Katalog         |
    Bad:
        Malaka
        | Sana                | Kod | Xodim   | Kurs yoki sinov |
        | =TODAY() -> 2025-03-05 | '31 | 1-xodim | Katalog      |  REF68
    """
    for register, records in case.plan.records.items():
        view = case.view(register)
        rows: Mapping[int, Record] = {}
        for field in view.columns.keys() - _FREE:
            formulas = _formulas(view, field)
            rows = rows or ({one.row: one for one in records} if formulas else {})
            for row in formulas.keys() & rows.keys():
                record = rows[row]
                yield _formula_hit(view, row, field, formulas[row], f"{row_name(record)}/{field}",
                                   item_of(case, record))  # fmt: skip
    view = case.view(registers.DAILY)
    for row, formula in sorted(_formulas(view, "date").items()):
        yield _formula_hit(view, row, "date", formula, f"{row}/date", None)
    view = case.view(registers.JOURNAL)
    for one in case.plan.journal:
        for field in _OF_JOURNAL:
            if own := _formulas(view, field).get(one.row):
                yield _formula_hit(view, one.row, field, own, f"{name_of(one)}/{field}", None)


def _formulas(view: SheetView, field: str) -> Mapping[int, str]:
    """Return the formulas of a column's rows; one that is an empty text is as good as a blank."""
    column = view.columns.get(field)
    found = view.grid.formulas(column) if column else {}
    own = {row: text for row, text in found.items() if view.first_row <= row <= view.last_row}
    return {row: text for row, text in own.items() if not is_empty_text(text)}


def _formula_hit(view: SheetView, row: int, field: str, formula: str, subject: str, item: str | None) -> Hit:
    params = {"formula": f"={formula.removeprefix('=')}"}
    return Hit(view.place(row, field), item, None, view.cell(row, field).value, subject, params=params)


_WORDS = {
    registers.EVENTS: ("place", "responsible", "partner"),
    registers.TRAINING: ("post", "organiser"),
    registers.PRESS: ("author", "publication", "record_kind"),
    registers.LISTS: ("document", "details"),
}
_NUMBERED = frozenset({"document", "details"})  # which may be a number alone
_PHONE = 5  # digits of the shortest
_NAMES = ("organisation", "region", "director", "reporter")


@rule(
    "REF69",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” is no text of the column “{label}”."),
    N_("Write it in words; what Excel made a date of, type once more with an apostrophe before it."),
    unless=("SUB21",),
)
def words_are_words(case: Case) -> Iterator[Hit]:
    """Where a place, a person or an organisation belongs there stands no number and no date; a document and a
    letter have no date for their number, nor, where most letters have another kind of number, a day as
    Excel counts it; the centre's head and phone are what forms can show.

    Why: the form prints 45853 where number 5/7 was typed, and the letter is found nowhere.

    Okay:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 5/7            | 2025-04-05     |
    Bad:
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-10        | 2025-Q1 | yuborildi | 2025-07-05     | 2025-04-05     |  REF69
        | MK-13        | 2025-Q1 | yuborildi | 01-15/8        | 2025-04-05     |
        | MK-11        | 2025-Q1 | yuborildi | 45843          | 2025-04-05     |  REF69
    """
    for register, records in case.plan.records.items():
        view = case.view(register)
        for field in _WORDS.get(register, ()):
            values = view.values(field)
            silent = {value for value in set(values.values()) if type(value) is str and _is_mute(value)}
            odd = {row for row, value in values.items() if _is_no_word(value, field) or value in silent}
            for record in records if odd else ():
                if record.row in odd:
                    value = view.cell(record.row, field).value
                    yield Hit(record.places[field], item_of(case, record), record_period(case, record), value,
                              f"{row_name(record)}/{field}", params={"label": view.title(field)})  # fmt: skip
    view, alike = case.view(registers.JOURNAL), [row for row in case.plan.journal if _is_serial(row.number)]
    serials = alike if len(alike) < sum(bool(row.number) for row in case.plan.journal) / 2 else []
    for one in case.plan.journal:
        value = view.cell(one.row, "number").value
        text = text_of(value)
        value = text if one in serials else value
        if isinstance(value, date) or one in serials or (text and not any(s.isdigit() for s in text)):
            yield Hit(view.place(one.row, "number"), None, one.period, value, f"{name_of(one)}/number",
                      one.report, {"label": view.title("number")})  # fmt: skip
        for field in ("title", "recipient", "way"):
            yield from _of_words(view, one.row, field, one.period, name_of(one), one.report)
    if layout.HAND_INS in case.file.views:
        view = case.view(layout.HAND_INS)
        for row in view.filled_rows():
            name = f"{layout.HAND_INS}:{view.text(row, 'period')}/{view.text(row, 'service')}"
            yield from _of_words(view, row, "handed_in_by", None, name, None)
    yield from _sender(case)


def _of_words(
    view: SheetView, row: int, field: str, period: Period | None, name: str, report: str | None
) -> Iterator[Hit]:
    """Yield the hit of a cell of words that holds none."""
    value = view.cell(row, field).value
    if _is_no_word(value, field) or (type(value) is str and _is_mute(value)):
        yield Hit(view.place(row, field), None, period, value, f"{name}/{field}", report,
                  {"label": view.title(field)})  # fmt: skip


def _is_serial(text: str) -> bool:
    """Tell whether a text is a day of these years (2009 to 2064) as Excel counts it."""
    return len(text) == 5 and text.isdecimal() and 40000 <= int(text) <= 60000


def _is_no_word(value: object, field: str) -> bool:
    """Tell whether a value is a day, or a number; a document may have a number alone."""
    if isinstance(value, date):
        return True
    return field not in _NUMBERED and type(value) in (int, float)


def _is_mute(text: str) -> bool:
    """Tell whether a text has neither a letter nor a digit; a dash says that there is none."""
    return not any(map(str.isalnum, text)) and fold(text) not in ("", DASH)


def _sender(case: Case) -> Iterator[Hit]:
    for field in (*_NAMES, "phone"):
        name, label = layout.ORGANISATION[field]
        value = case.file.named_cell(name).value
        text = text_of(value)
        digits = sum(sign.isdigit() for sign in text)
        said = _is_phone(text, digits) if field == "phone" else any(sign.isalpha() for sign in text)
        if type(value) is not bool and text and (not said or isinstance(value, date)) and text[0] != "#":
            yield Hit(case.file.named_place(name), value=value, subject=field, params={"label": label})


def _is_phone(text: str, digits: int) -> bool:
    """Tell whether somebody can be called by a text; with the country's code it has all its digits."""
    numbers = _BETWEEN_PHONES.split(text)
    whole = all(sum(map(str.isdigit, one)) >= _WHOLE for one in numbers if "+998" in one.replace(" ", ""))
    return digits >= _PHONE and whole


_BETWEEN_PHONES = lazily(r"[,;/]|\bva\b")
_WHOLE = 12  # digits of +998 67 123 45 67


@rule(
    "XSH29",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {date} is a “{weekday}”, not “{value}”."),
    N_("See whether the date or the weekday is right: the figures belong to the date."),
    unless=("XSH10", "STR26"),
)
def weekday_of_the_date(case: Case) -> Iterator[Hit]:
    """Beside a date of the day log stands its own weekday.

    Why: one of the two was typed over or sorted apart; people find the row by the weekday, akmxl by the date.

    Okay:
        Kundalik
        | Sana       | Hafta kuni |
        | 2025-03-05 | chorshanba |
    Bad:
        Kundalik
        | Sana       | Hafta kuni |
        | 2025-03-05 | dushanba   |  XSH29
    """
    view = case.view(registers.DAILY)
    item = case.plan.settings.daily_items.get("visits")
    known = {fold(name): nth for nth, name in enumerate(vocabulary.WEEKDAYS)}
    weekdays = view.values("weekday")
    rows = Counter(day.date for day in case.plan.days)  # a date that stands twice is XSH10
    for day in (one for one in case.plan.days if one.date.year == case.plan.year and rows[one.date] == 1):
        text = text_of(weekdays.get(day.row))
        if fold(text) in known and known[fold(text)] != day.date.weekday():
            weekday = vocabulary.WEEKDAYS[day.date.weekday()]
            yield Hit(view.place(day.row, "weekday"), item, month_of(case, day.date.month), text,
                           f"{day.date.isoformat()}/weekday",
                           params={"date": day.date, "weekday": weekday}, cause="weekday")  # fmt: skip

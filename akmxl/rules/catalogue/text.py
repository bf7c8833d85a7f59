"""Check that names, units and notes are spelt so that people, filters and look-ups read them alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from akmxl.core.cells import Place
from akmxl.core.cyrillic import code_letters
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import plain_apostrophes, plain_signs
from akmxl.core.text_length import LONGEST_CODE, LONGEST_NAME, LONGEST_TEXT, units
from akmxl.core.unseen import odd_signs, tell_apart, visible
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import odd_sheet_names
from akmxl.workbook.reading.codes_in_words import codes_in_other_signs, codes_in_words
from akmxl.workbook.reading.figures import read_code
from akmxl.workbook.tidy import (
    letters_in_headings,
    named_texts,
    naming_columns,
    odd_signs_elsewhere,
    texts_elsewhere,
    typed_texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Texts"), 70

T = TypeVar("T")


@once
def _names(case: Case) -> Iterator[tuple[SheetView, str, Collection[str], str]]:
    """Yield view, field and the different texts of every column of names, units, services and codes.

    The texts also side by side, those that differ in their digits alone once.
    """
    for view, field in naming_columns(case.file):
        texts = case.texts(view, field)
        yield view, field, texts, " ".join(case.without_digits(view, field))


def _name_hits(case: Case, slip: Callable[[str], T | None]) -> Iterator[tuple[Hit, T]]:
    """Yield a hit for each typed name in which ``slip`` finds something, with what it found.

    Where it finds nothing in the texts side by side, it finds nothing in any of them.
    """
    for view, field, texts, together in _names(case):
        found_in = texts if slip(together) else ()
        slips = {text: found for text in found_in if (found := slip(text))}
        for row, text in typed_texts(view, field).items() if slips else ():
            if text in slips:
                yield _name_hit(case, field, text, view.place(row, field)), slips[text]


def _name_hit(case: Case, field: str, text: str, place: Place) -> Hit:
    in_plan = place.sheet == case.view(layout.PLAN).name
    item = next((i.code for i in case.plan.items.values() if i.row == place.row), None) if in_plan else None
    row = item or case.row_ids(place.sheet).get(place.row) or f"row {place.row}"
    return Hit(place, item=item, value=text, subject=f"{place.sheet}:{row}/{field}")


@rule(
    "TXT01",
    Severity.INFO,
    N_("Cell {cell}: another sign stands for the apostrophe of o‘, g‘ or the tutuq: “{value}”."),
    N_("It is read rightly, so there is no hurry; one command mends them all: akmxl check --fix."),
)
def apostrophe_variants(case: Case) -> Iterator[Hit]:
    """Names are written with ‘ in o‘ and g‘ and with ’ elsewhere.

    Why: akmxl reads every spelling, but Excel's filters and look-ups take them for other words.

    Okay:
        Malaka
        | Sana       | Kod | Xodim         |
        | 2025-03-05 | '31 | Qo‘ldosh Ma’no |
    Bad:
        Malaka
        | Sana       | Kod | Xodim         |
        | 2025-03-05 | '31 | Qo'ldosh Ma'no |  TXT01
    """
    return (hit for hit, _ in _name_hits(case, lambda text: plain_apostrophes(text) != text))


_WORD = lazily(r"[^\W\d_]+(?:['`‘’ʻʼ][^\W\d_]+)*")
_LATIN, _CYRILLIC = lazily("[a-z]", re.IGNORECASE), lazily("[а-яёўқғҳі]", re.IGNORECASE)
_OTHER = lazily("[а-яёўқғҳіα-ω]", re.IGNORECASE)  # Greek letters look alike too


@rule(
    "TXT02",
    Severity.WARNING,
    N_("Cell {cell}: letters of another alphabet ({letters}) stand inside a Latin word: “{word}”."),
    N_("Type the word again with one keyboard."),
)
def lookalike_letters(case: Case) -> Iterator[Hit]:
    """A word is written in one alphabet.

    Why: a Cyrillic о looks like a Latin o, but no search finds the word any more.

    Okay:
        Malaka
        | Sana       | Kod | Xodim  |
        | 2025-03-05 | '31 | Oripov |
    Bad:
        Malaka
        | Sana       | Kod | Xodim  |
        | 2025-03-05 | '31 | Оripov |  TXT02
    """
    for hit, word in (*_name_hits(case, _mixed_word), *_mixed_in_lists(case)):
        letters = ", ".join(dict.fromkeys(_OTHER.findall(word)))
        yield hit._replace(params={"word": word, "letters": letters})


def _mixed_word(text: str) -> str | None:
    words = _WORD.findall(text) if _OTHER.search(text) else ()
    return next((word for word in words if _LATIN.search(word) and _OTHER.search(word)), None)


_LISTED = (
    (layout.UNITS, "unit"), (layout.SERVICES, "service"), (layout.SECTORS, "sector"),
    (layout.STAFF, "person"), (layout.EVENT_KINDS, "event_kind"), (layout.LIST_KINDS, "list_kind"),
    (layout.CATALOGUE, "recipient"), (layout.CATALOGUE, "copy_to"), (layout.CATALOGUE, "form_kind"),
    (layout.CATALOGUE, "title"),
)  # fmt: skip


def _mixed_in_lists(case: Case) -> Iterator[tuple[Hit, str]]:
    """Yield a hit for each name in the lists of Sozlamalar with a word in two alphabets, and that word."""
    for sheet, field in _LISTED:
        view = case.view(str(sheet.table))
        for row, text in typed_texts(view, field).items():
            if word := _mixed_word(text):
                yield _name_hit(case, field, text, view.place(row, field)), word


_RESIDUE = lazily(r"[¢°ﬁﬂ]|\b(?:\d{4}-)?vil(?:da|ga|ning|gi|lik)?\b", re.IGNORECASE)


@rule(
    "TXT05",
    Severity.WARNING,
    N_("Cell {cell}: what a scanner left in the text: “{residue}”."),
    N_("Compare with the signed plan and mend the word."),
)
def scan_residue(case: Case) -> Iterator[Hit]:
    """The plan's names and mechanisms are free of what a scanner misreads: ¢, °, ﬁ, vil for yil.

    Why: the plan came from paper; what the scan misread goes into every form that prints the name.

    Okay:
        Reja
        | Kod | Amalga oshirish mexanizmi |
        | 11  | 2025-yil rejasi asosida   |
    Bad:
        Reja
        | Kod | Amalga oshirish mexanizmi |
        | 11  | 2025-vil rejasi asosida   |  TXT05
    """
    for item in case.plan.items.values():
        for field, text in (("name", item.name), ("mechanism", item.mechanism)):
            if _perhaps_residue(text) and (found := _RESIDUE.search(text)):
                params = {"residue": found.group()}
                yield Hit(item.places[field], item.code, None, text, f"{item.code}/{field}", params=params)


def _perhaps_residue(text: str) -> bool:
    """Tell quickly whether the expression could find anything: hardly ever, and it takes long."""
    return "vil" in text.lower().replace("viloyat", "") or any(sign in text for sign in "¢°ﬁﬂ")


@rule(
    "TXT10",
    Severity.WARNING,
    N_("Cell {cell}: in the text “{value}” the sign \ufffd stands for a letter that was lost."),
    N_("Type the text again: it is read and printed as it stands."),
    unless=("REF04", "REF08", "REF21", "SUB17"),
)
def lost_letters(case: Case) -> Iterator[Hit]:
    """No sign stands in words, names and settings in the place of a letter that a program could not read.

    Why: the organisation's name goes onto every form so, and a period is read as if the sign were not there.

    Okay:
        Reja
        | Kod | Amalga oshirish mexanizmi |
        | 11  | 2025-yil rejasi asosida   |
    Bad:
        Reja
        | Kod | Amalga oshirish mexanizmi |
        | 11  | 2025-yil r�jasi asosida   |  TXT10
    """
    yield from (hit for hit, _ in _name_hits(case, lambda text: _LOST in text))
    for item in case.plan.items.values():
        if _LOST in item.mechanism:
            subject = f"{item.code}/mechanism"
            yield Hit(item.places["mechanism"], item.code, None, item.mechanism, subject)
    for place, text in texts_elsewhere(case.file, _LOST):
        yield Hit(place, value=text, subject=f"{place.sheet}!{place.a1}")


_LOST = "\N{REPLACEMENT CHARACTER}"


@rule(
    "TXT07",
    Severity.INFO,
    N_("Sheet “{sheet}”: Latin and Cyrillic labels are mixed, the first is in cell {cell}: “{value}”."),
    N_("Write the labels of a sheet in one alphabet."),
)
def alphabets_mixed(case: Case) -> Iterator[Hit]:
    """The headings of a sheet, and the names of the plan's items, are in one alphabet.

    Why: akmxl reads both, but sorting and searching in Excel do not. Titles in the registers are left
    as their books have them.

    Okay:
        ustun: Malaka / Natija yoki sertifikat = Natija
    Bad:
        ustun: Malaka / Natija yoki sertifikat = Натижа
    """
    for sheet in layout.SHEETS:
        view = case.file.views.get(sheet.name)
        if view is None:
            continue  # an earlier edition lacks it
        labels = [(view.heading_place(column), text) for column, text in view.titles.items()]
        if sheet is layout.PLAN_SHEET:
            labels += [(item.places["name"], item.name) for item in case.plan.items.values()]
        cyrillic = [label for label in labels if _is_cyrillic(label[1])]
        latin = [label for label in labels if _LATIN.search(label[1]) and label not in cyrillic]
        if cyrillic and latin:
            place, text = min(cyrillic, latin, key=len)[0]
            yield Hit(place, value=text, subject=sheet.name)


def _is_cyrillic(text: str) -> bool:
    found = _CYRILLIC.findall(text)
    return bool(found) and len(found) > len(_LATIN.findall(text))


@rule(
    "TXT04",
    Severity.INFO,
    N_("Cell {cell}: blanks too many, or a line break: “{value}”."),
    N_("Leave one plain blank between words; akmxl check --fix does it."),
    unless=("STR31",),
)
def untidy_text(case: Case) -> Iterator[Hit]:
    """Codes and names have single plain blanks, none outside; words, headings and the names of sheets hold no
    unseen signs; a code has the digits, letters and points of a keyboard.

    Why: they look the same on paper, but lists, filters and look-ups in Excel take them for other words.
    Such signs come along when a text is copied from a web page, a PDF file or a messenger.

    Okay:
        Reja
        | Kod | Nomi |
        | 11  | 'Axborot-kutubxona resurslarini tasniflash   |
    Bad:
        Reja
        | Kod | Nomi |
        | 11  | 'Axborot-kutubxona resurslarini   tasniflash |  TXT04
    """
    for hit, _ in _name_hits(case, lambda text: plain_signs(text) != text):
        yield _unseen(hit) if odd_signs(str(hit.value)) else hit
    spelt = N_("Cell {cell}: “{value}” is read as {code}, but is typed with other signs.")
    for mend in codes_in_other_signs(case.file):
        hit = _name_hit(case, "code", mend.before, mend.place)
        yield hit._replace(params={"code": mend.after}, message=spelt, fix=_SPELL)
    again = N_("Type it again in the cell itself: “{right}”.")
    for mend in letters_in_headings(case.file):
        subject, params = f"{mend.place.sheet}!{mend.place.a1}", {"code": mend.after, "right": mend.after}
        fix = again if mend.by_hand else _SPELL
        yield Hit(mend.place, value=mend.before, subject=subject, params=params, message=spelt, fix=fix)
    for mend in odd_signs_elsewhere(case.file):
        subject = f"{mend.place.sheet}!{mend.place.a1}"
        hit = _unseen(Hit(mend.place, value=mend.before, subject=subject))
        yield hit._replace(fix=again, params={**hit.params, "right": mend.after}) if mend.by_hand else hit
    for sheet, own in odd_sheet_names(case.file).items():
        right, odd = tell_apart(own, sheet)
        if odd != sheet:
            subject, params = f"sheet {own}", {"right": right}
            yield Hit(Place(sheet, 1, 1), value=odd, subject=subject, params=params, message=_SHEET, fix=_OWN)


_SHEET = N_("The sheet “{right}” is named with other signs, which only look like these: “{value}”.")
_OWN = N_("It is read all the same. To give it its own name: press “Tiklash”, or run: akmxl repair.")
_SPELL = N_(
    "Write it as {code}: Excel's formulas, lists and filters compare sign by sign; akmxl check --fix does it."
)


@rule(
    "TXT09",
    Severity.WARNING,
    N_("Cell {cell}: “{value}” is counted as {code}, but the workbook's own formulas do not see that code."),
    N_("Write the code alone: {code}; akmxl check --fix does it."),
    unless=("TXT04", "REF08", "REF25"),
)
def codes_as_formulas_see_them(case: Case) -> Iterator[Hit]:
    """The code in a row of a register is the code and nothing else; a kind's codes have ; between them.

    Why: akmxl reads “22-band” as 22, a formula compares letter by letter: the sheet in front of people shows
    one figure, the report another.

    Okay:
        Malaka
        | Sana       | Kod | Xodim   |
        | 2025-03-05 | '31 | 1-xodim |
    Bad:
        Malaka
        | Sana       | Kod     | Xodim   |
        | 2025-03-05 | 31-band | 1-xodim |  TXT09
        TadbirTurlari
        | Tadbir turi   | Bandlar   |
        | Yangi tadbir  | I.2 va 18 |  TXT09
    """
    for mend in codes_in_words(case.file):
        subject, params = f"{mend.place.sheet}!{mend.place.a1}", {"code": mend.after}
        yield Hit(mend.place, value=mend.before, subject=subject, params=params)


@rule(
    "TXT08",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the text is too long for the reports: {length} signs, at most {most}."),
    N_("Shorten it; look whether something else was pasted here."),
)
def text_too_long(case: Case) -> Iterator[Hit]:
    """A code has at most 50 signs, a name, title or note 5 000, the text of a report 30 000.

    Why: Excel puts no more than 32 767 signs into a cell, and a form's cell holds several texts. A text is
    never cut unseen, so the report would have to wait on its last day.

    Okay:
        Malaka
        | Sana       | Kod | Xodim   |
        | 2025-03-05 | '31 | 1-xodim |
    Bad:
        Malaka
        | Sana       | Kod                                                     | Xodim   |
        | 2025-03-05 | '31, 31.1 kasbiy tayyorgarlik va qayta tayyorlash kurslari | 1-xodim |  TXT08
    """
    for key, view in case.file.views.items():
        if key not in _COPIES:
            for field in view.columns:
                yield from _too_long(case, view, field)
    for place, text in named_texts(case.file):
        if _is_longer(text, LONGEST_NAME):
            yield _length_hit(Hit(place, value=text, subject=place.a1), text, LONGEST_NAME)


# What akmxl wrote there is as long as its source.
_COPIES = (layout.ROLLUP, layout.COMPARISON, layout.FINDINGS, layout.APPROVED)
_CODES = ("code", "report", "rule", "item", "period")
_LONGEST_LETTER = 30_000


def _too_long(case: Case, view: SheetView, field: str) -> Iterator[Hit]:
    letter = view.layout.name == registers.JOURNAL and field == "text"
    most = _LONGEST_LETTER if letter else LONGEST_CODE if field in _CODES else LONGEST_NAME
    values = view.values(field)
    if max(map(len, case.texts(view, field)), default=0) * _WIDEST <= most:
        return
    for row, text in values.items():
        if type(text) is str and len(text) * _WIDEST > most and row in view.rows and _is_longer(text, most):
            yield _length_hit(_about(case, view, row, field, text), text, most)


_WIDEST = 6  # signs that a receipt needs for one, such as \\u0001


def _is_longer(text: str, most: int) -> bool:
    """Tell whether a text has more signs than it may, as Excel counts them, or than a receipt can keep."""
    said = visible(text)
    return units(said) > most or _kept_length(said) > LONGEST_TEXT


def _kept_length(said: str) -> int:
    if said.isprintable() and '"' not in said and "\\" not in said:
        return units(said)  # as nearly all
    from json import dumps  # late

    return units(dumps(said, ensure_ascii=False))


_WITH_MARKS = N_(
    "Sheet “{sheet}”, cell {cell}: the text is too long for the reports: {length} signs, at most {most}, as "
    "each line break and each quotation mark counts as two."
)


def _length_hit(hit: Hit, text: str, most: int) -> Hit:
    said = visible(text)
    if units(said) > most:
        return hit._replace(params={"length": units(said), "most": most})
    params = {"length": _kept_length(said), "most": LONGEST_TEXT}
    return hit._replace(params=params, message=_WITH_MARKS)


def _about(case: Case, view: SheetView, row: int, field: str, text: str) -> Hit:
    """Return the hit of a cell, with the item and period, or the report, whose forms it would go into."""
    place, subject = view.place(row, field), f"{view.name}:row {row}/{field}"
    sheet = view.layout.name
    if sheet == registers.JOURNAL or view.layout.table == layout.CATALOGUE.table:
        return Hit(place, value=text, subject=subject, report=code_letters(view.text(row, "report")) or None)
    if sheet in case.plan.records:
        record = next((one for one in case.plan.records[sheet] if one.row == row), None)
        if record is not None:
            item, period = item_of(case, record), record_period(case, record)
            return Hit(place, item, period, text, f"{row_name(record)}/{field}")
    code = read_code(view.cell(row, "code").value) if sheet in (layout.PLAN, layout.MONTHLY) else ""
    return Hit(place, code if code in case.plan.items else None, value=text, subject=subject)


def _unseen(hit: Hit) -> Hit:
    return hit._replace(
        message=N_("Cell {cell}: in the text “{value}” stand signs that nobody sees: {signs}."),
        fix=N_("They are read over; one command takes them away: akmxl check --fix."),
        params={"signs": ", ".join(odd_signs(str(hit.value)))},
    )

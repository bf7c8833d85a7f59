"""Words as people write them: folding of spellings, and the vocabulary of the plan workbook.

``HEADERS`` says which header stands for which field, with its other spellings; ``TERMS`` the same
for the words inside cells. A new spelling is one alias here and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from akmxl.cyrillic import latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DASH = "-"  # in a cell of figures: not planned, does not apply

_APOSTROPHE = re.compile("['`‘’ʻʼ´ʹ′]")
_DASH = re.compile("[‐‑‒–—−]")
_AROUND_DASH = re.compile(r"\s*-\s*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


@cache
def fold(text: str) -> str:
    """One form for all spellings of the same words: apostrophes, blanks, dashes, case, Cyrillic, ts for s.

    >>> fold("O'lchov  birligi ") == fold("Ўлчов бирлиги") == fold("o‘lchov birligi")
    True
    """
    if text.isascii():  # every other text: the rest has nothing to find in it
        plain = text.lower().replace("'", "").replace("`", "")
    else:
        plain = unicodedata.normalize("NFKC", text)
        if _CYRILLIC.search(plain):
            plain = latin(plain)
        plain = _DASH.sub("-", _APOSTROPHE.sub("", plain.casefold()))
    plain = plain.replace("ts", "s")  # the Cyrillic letter of it is one in one word and the other in another
    if "-" in plain:
        plain = _AROUND_DASH.sub("-", plain)
    return " ".join(plain.split())


_O_G = "OoGgОо"  # with the Cyrillic О that looks like one
_WRONG_APOSTROPHE = re.compile(  # begins with a sign, so that texts without one are passed quickly
    f"['`‘’ʻʼ´′](?=\\w)(?:(?<=[{_O_G}]['`’ʻʼ´′])|(?<=[^\\W{_O_G}]['`‘ʻʼ´′]))"
)
_AFTER_O_G = re.compile(f"(?<=[{_O_G}])['`‘’ʻʼ´′](?=\\w)")
_IN_WORD = re.compile("(?<=\\w)['`‘ʻʼ´′](?=\\w)")


def plain_blanks(text: str) -> str:
    """Single plain blanks between words, none outside, no line breaks."""
    return " ".join(text.split())


def plain_apostrophes(text: str) -> str:
    """The letters o‘ and g‘ with ‘, the tutuq (ma’no) with ’, whatever key was struck for them."""
    if not _WRONG_APOSTROPHE.search(text):
        return text
    letters = _AFTER_O_G.sub("‘", text)
    return _IN_WORD.sub(lambda sign: sign.group() if _is_letter(letters, sign.start()) else "’", letters)


def _is_letter(text: str, position: int) -> bool:
    return text[position] == "‘" and text[position - 1] in _O_G


def tidy(text: str) -> str:
    """A code or name with its blanks and apostrophes put right."""
    return plain_apostrophes(plain_blanks(text))


@cache
def fold_header(text: str) -> str:
    """A header's form: as ``fold``, any year a wildcard, hyphens at line ends and full stops gone."""
    return _YEAR.sub("#", fold(text)).replace("#-yil", "# yil").rstrip(" .:")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known spelling most like ``word``, or None where nothing is near."""
    import difflib  # late: most runs find every word

    by_fold = {fold(choice): choice for choice in known}
    match = difflib.get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[match[0]] if match else None


def names_in(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The known names in a text, longest first (names contain commas), and what is left over, folded.

    ``known`` maps folded spellings to names.
    """
    rest = fold(text)
    found: dict[int, str] = {}
    for spelling in sorted(known, key=len, reverse=True):
        position = rest.find(spelling)
        if position >= 0:
            found[position] = known[spelling]
            rest = rest.replace(spelling, "\0" * len(spelling), 1)
    left = rest.replace("\0", " ").strip(" ;,.")
    return tuple(found[position] for position in sorted(found)), " ".join(left.split())


MONTHS = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun",
    "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV")
WEEKDAYS = ("dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba")

_MONTH_ALIASES = {"sentyabr": 9, "oktyabr": 10, "yanv": 1, "yan": 1, "fev": 2, "sen": 9, "okt": 10, "noy": 11}


def month_number(text: str) -> int | None:
    """The month (1-12) that ``text`` names, in any of its spellings."""
    name = fold(text)
    if name in MONTHS:
        return MONTHS.index(name) + 1
    return _MONTH_ALIASES.get(name)


# Field -> the header as akmxl writes it, then its other spellings. A year is a wildcard, written #.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("Kod", "Band kodi", "Band", "Kodi"),
    "printed_no": ("№", "T/r", "No", "Ne", "N"),
    "name": ("Nomi", "Nom", "Ko‘rsatkich nomi"),
    "unit": ("O‘lchov birligi", "Birlik", "Birligi"),
    "section": ("Bo‘lim",),
    "previous": ("{previous_year}-yil (fakt)", "#-yil fakt", "#-yilda (fakt)", "# (fakt)", "O‘tgan yil"),
    "planned": ("{year}-yil (reja)", "#-yil reja", "#-yilga (reja)", "# (reja)", "Yillik reja", "Reja"),
    "mechanism": ("Amalga oshirish mexanizmi", "Mexanizmi"),
    "due": ("Bajarilish muddati", "Muddati", "Muddat"),
    "responsible": ("Mas’ullar", "Mas’ul", "Mas’ul xizmat", "Ijrochilar"),
    "kind": ("Turi",),
    "adds_up": ("Jamlash",),
    "source": ("Manba",),
    "rhythm": ("Kiritish",),
    "window": ("Oyna",),
    "to_confirm": ("Tasdiqlansin",),
    **{f"plan_q{q}": (f"{ROMAN[q - 1]} chorak (reja)", f"{ROMAN[q - 1]} chorak reja") for q in range(1, 5)},
    **{
        f"m{month:02d}": (name.capitalize(), *(other for other, m in _MONTH_ALIASES.items() if m == month))
        for month, name in enumerate(MONTHS, 1)
    },
    **{f"q{q}": (f"{ROMAN[q - 1]} chorak", f"{q}-chorak") for q in range(1, 5)},
    "since_3": ("3 oy", "3 oylik"),
    "since_6": ("6 oy", "6 oylik", "Yarim yil"),
    "since_9": ("9 oy", "9 oylik"),
    "since_12": ("12 oy", "12 oylik"),
    "year_total": ("Yil boshidan", "Yil", "Jami yil"),
    "percent": ("Bajarilishi, %", "Bajarilishi %", "Foizi", "%"),
    "complete": ("To‘liq",),
    "date": ("Sana", "Sanasi"),
    "weekday": ("Hafta kuni",),
    "visits": ("Jami qatnov", "Jami", "Qatnovlar jami"),
    "loans": ("Berilgan kitoblar", "Kitob berilishi", "Kitob berildi"),
    "new_readers": ("Yangi kitobxonlar", "Yangi", "Yangi a’zolar"),
    "renewed_readers": ("Qayta ro‘yxatdan o‘tganlar", "Qayta", "Qayta ro‘yxat"),
    "note": ("Izoh", "Eslatma"),
    "event_kind": ("Tadbir turi", "Turi"),
    "title": ("Nomi", "Tadbir nomi", "Sarlavha", "Sarlavhasi", "Hisobot nomi"),
    "place": ("O‘tkazilgan joyi", "Joyi"),
    "participants": ("Ishtirokchilar", "Ishtirokchilar soni", "Qatnashchilar"),
    "women": ("Ayollar", "shundan ayollar", "Xotin-qizlar"),
    "children": ("Bolalar", "shundan bolalar"),
    "partner": ("Hamkor tashkilot", "Hamkor"),
    "link": ("Havola",),
    "id": ("ID",),
    "person": ("Xodim", "F.I.Sh.", "Xodimning F.I.Sh."),
    "post": ("Lavozimi", "Lavozim"),
    "course": ("Kurs yoki sinov", "Kurs nomi", "Sinov nomi"),
    "organiser": ("Tashkilotchi",),
    "hours": ("Soat", "Soati"),
    "result": ("Natija yoki sertifikat", "Natija", "Sertifikat"),
    "author": ("Muallif",),
    "publication": ("Nashr", "Nashr nomi", "Manbasi"),
    "year_published": ("Yili", "Nashr yili"),
    "record_kind": ("Turi", "Yozuv turi"),
    "list_kind": ("Ro‘yxat turi", "Turi"),
    "pattern": ("Tafsiloti namunasi", "Namuna"),
    "details": ("Tafsiloti", "Tafsilot"),
    "quantity": ("Miqdori", "Soni"),
    "document": ("Hujjat raqami", "Hujjat №"),
    "report": ("Hisobot kodi", "Kod", "Hisobot"),
    "recipient": ("Kimga",),
    "copy_to": ("Nusxasi",),
    "period": ("Davr", "Hisobot davri"),
    "report_due": ("Topshirish muddati", "Muddati"),
    "state": ("Holati",),
    "version": ("Tahrir",),
    "number": ("Chiqish raqami", "Chiqish №"),
    "sent": ("Chiqish sanasi", "Yuborilgan sana"),
    "way": ("Yuborish usuli", "Usuli"),
    "file": ("Fayl",),
    "text": ("Hisobot matni", "Matn"),
    "items": ("Bandlar", "Bandlari"),
    "severity": ("Daraja", "Darajasi"),
    "rule": ("Qoida",),
    "sheet": ("Varaq",),
    "cell": ("Katak",),
    "item": ("Band",),
    "what": ("Nima bo‘ldi", "Holat"),
    "fix": ("Nima qilish kerak", "Chora"),
    "reason": ("Sababi (izoh)", "Sababi", "Izoh"),
    "finding_state": ("Holati",),
    "key": ("Kalit",),
    "cell_key": ("Katak kaliti",),
    "service": ("Xizmat",),
    "sector": ("Sektor",),
    "spellings": ("Boshqa yozilishi", "Boshqa yozilishlari"),
    "codes": ("Bandlar", "Kodlar"),
    "field": ("Ustun",),
    "threshold": ("Chegara", "Qiymati"),
    "form_kind": ("Shakl turi",),
    "cadence": ("Davriyligi",),
    "periods": ("Davrlar",),
    "due_rule": ("Muddat qoidasi",),
    "days": ("Kun", "Kuni"),
    "confirmed": ("Muddat holati",),
    "stated": ("Rejada aytilgani",),
    "content": ("Mazmuni",),
    "day_kind": ("Kun turi", "Turi"),
    "week": ("Ish haftasi", "Hafta"),
    "basis": ("Asosi", "Asos", "Hujjat"),
    "rule_due": ("Qoida bo‘yicha",),
}

# Field -> code -> the word in the cell, then its other spellings.
TERMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "kind": {
        "item": ("band",),
        "total": ("jami",),
        "group": ("guruh",),
        "part": ("qism",),
        "task": ("topshiriq",),
    },
    "adds_up": {
        "flow": ("yig‘indi", "yig‘iladi", "jami"),
        "stock": ("oxirgi qiymat", "qoldiq"),
        "task": ("bajarildi", "bajarilgan"),
    },
    "source": {
        "typed": ("qo‘lda",),
        "computed": ("hisoblanadi", "hisob"),
        "Kundalik": ("Kundalik",),
        "Tadbirlar": ("Tadbirlar",),
        "Malaka": ("Malaka",),
        "Matbuot": ("Matbuot",),
        "Royxatlar": ("Royxatlar", "Ro‘yxatlar"),
        "Hisobotlar": ("Hisobotlar",),
    },
    "rhythm": {
        "monthly": ("har oy", "oylik", "har oyda"),
        "quarterly": ("har chorak", "choraklik", "har chorakda"),
        "once": ("bir marta", "bir martalik"),
    },
    "cadence": {
        "monthly": ("har oy", "oylik"),
        "quarterly": ("har chorak", "choraklik"),
        "half-yearly": ("yarim yillik", "har yarim yil"),
        "yearly": ("yillik", "har yil"),
        "once": ("bir marta", "bir martalik"),
    },
    "due_rule": {
        "after_period": ("davrdan keyingi oyning kuni",),
        "same_month": ("davr oxirgi oyining kuni",),
        "before_event": ("tadbirdan oldingi ish kunlari",),
        "after_event": ("tadbirdan keyingi ish kunlari",),
        "date": ("aniq sana",),
        "by_hand": ("qo‘lda",),
    },
    "confirmed": {"yes": ("tasdiqlangan",), "no": ("taxminiy",)},
    "periods": {"item-due": ("band muddati",)},
    "severity": {
        "error": ("xato",),
        "explain": ("izoh kerak",),
        "warning": ("ogohlantirish",),
        "info": ("eslatma",),
    },
    "finding_state": {"open": ("ochiq",), "explained": ("izohlangan",), "closed": ("yopilgan",)},
    "state": {
        "draft": ("loyiha",),
        "sent": ("yuborildi", "yuborilgan"),
        "overdue": ("muddati o‘tgan",),
        "handed_in": ("topshirildi",),
    },
    "day_kind": {"off": ("dam olish kuni", "dam olish"), "working": ("ish kuni", "ishchi kun")},
    "threshold": {"off": ("o‘chirilgan", "o‘chiq")},
    "to_confirm": {
        "name": ("nomi",),
        "unit": ("birligi",),
        "previous": ("o‘tgan yil fakti",),
        "planned": ("reja",),
        "due": ("muddat",),
        "responsible": ("mas’ul",),
    },
}


def header(field: str, year: int | None = None) -> str:
    """The header of a field as akmxl writes it, for the plan of ``year``."""
    text = HEADERS[field][0]
    return text.format(year=year, previous_year=year - 1) if year else text


@cache
def header_spellings(field: str) -> frozenset[str]:
    """All folded spellings of a field's header."""
    first, *others = HEADERS[field]
    wildcard = first.format(year="#", previous_year="#")
    return frozenset(fold_header(text) for text in (wildcard, *others))


def term(field: str, code: str) -> str:
    """The Uzbek word for a code: ``term("kind", "total")`` is ``jami``. Unknown codes stay as they are."""
    words = TERMS[field].get(code)
    return words[0] if words else code


def meaning(field: str, text: str) -> str | None:
    """The code that an Uzbek word stands for, or None: the reverse of ``term``."""
    return _meanings(field).get(fold(text))


@cache
def _meanings(field: str) -> dict[str, str]:
    return {fold(word): code for code, words in TERMS[field].items() for word in (*words, code)}

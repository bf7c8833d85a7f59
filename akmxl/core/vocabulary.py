"""Name the field's words: months, headers of columns, terms, each with its other spellings.

``HEADERS`` says which header stands for which field, ``TERMS`` the same for the words inside cells. A new
spelling is one alias here and nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.spelling import fold, fold_header

if TYPE_CHECKING:
    from collections.abc import Mapping


MONTHS = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun",
    "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV")
WEEKDAYS = ("dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba")

_MONTH_ALIASES = {"sentyabr": 9, "oktyabr": 10, "yanv": 1, "yan": 1, "fev": 2, "sen": 9, "okt": 10, "noy": 11}


def month_number(text: str) -> int | None:
    """Return the month (1-12) that ``text`` names, in any of its spellings; None where it names none."""
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
    "age_14": ("0–14 yosh", "14 yosh va undan kichik", "14 yoshgacha", "14 yoshgacha bo‘lganlar"),
    "age_15_24": ("15–24 yosh", "15-24 yoshdagilar", "15 dan 24 yoshgacha"),
    "age_25": ("25+ yosh", "25 yosh va undan katta", "25 yosh va kattalar", "25+"),
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
    "handed_in": ("Topshirilgan sana",),
    "handed_in_by": ("Kim topshirdi",),
    "zeros": ("0 yozilgan kataklar",),
    "control_code": ("Nazorat kodi",),
    "typed": ("Qo‘lda yozilgan", "Qo‘lda"),
    "counted": ("Ro‘yxat bo‘yicha", "Ro‘yxat"),
    "imported": ("Import", "Import bo‘yicha"),
    "difference": ("Farqi", "Farq"),
    "beyond": ("Chegaradan oshdi", "Chegaradan oshgan"),
    "export": ("Manbasi", "Import manbasi"),
    "export_day": ("Import sanasi", "Olingan sana"),
}

# The same for plans as offices sign them, beside the spellings above: there nobody has columns of his own.
SIGNED_HEADERS: Mapping[str, tuple[str, ...]] = {
    "printed_no": ("T/r №", "№ T/r", "Tartib raqami", "Tartib №", "P/p", "№ p/p", "П/п", "№ п/п"),
    "name": (
        "Ko‘rsatkichlar", "Ko‘rsatkichlar nomi", "Tadbirlar", "Tadbirlar nomi", "Tadbir nomi", "Ishlar nomi",
        "Ish nomi", "Ishlar", "Bajariladigan ishlar", "Bajariladigan ishlar nomi", "Chora-tadbirlar",
        "Chora-tadbirlar nomi", "Ish turlari", "Ishlar mazmuni", "Mazmuni", "Bandlar nomi",
        "Наименование", "Наименование мероприятий", "Наименование работ", "Наименование показателей",
        "Мероприятия", "Виды работ", "Содержание работ", "Показатели",
    ),
    "unit": (
        "O‘lchov", "O‘lch. birligi", "O‘lchov birliklari", "Единица измерения", "Ед. изм", "Ед. измерения",
    ),
    "previous": (
        "#-yil (amalda)", "#-yilda amalda", "#-yilda bajarilgan", "Fakt", "Amalda", "O‘tgan yil (fakt)",
        "O‘tgan yil fakt", "O‘tgan yilda amalda", "O‘tgan yilda bajarilgan", "Прошлый год (факт)",
    ),
    "planned": (
        "#-yilga reja", "#-yil uchun reja", "#-yilda reja", "Joriy yil (reja)", "Joriy yil rejasi",
        "Joriy yilga reja", "План", "План на # год", "План на год",
    ),
    "mechanism": (
        "Mexanizm", "Amalga oshirish mexanizmlari", "Amalga oshirish yo‘llari", "Механизм реализации",
        "Механизм исполнения", "Механизм выполнения",
    ),
    "due": (
        "Bajarish muddati", "Ijro muddati", "Amalga oshirish muddati", "Bajarilish muddatlari",
        "Срок исполнения", "Сроки исполнения", "Срок выполнения", "Сроки выполнения", "Сроки", "Срок",
    ),
    "responsible": (
        "Mas’ul ijrochilar", "Mas’ul ijrochi", "Mas’ul shaxslar", "Mas’ul shaxs", "Ijro uchun mas’ullar",
        "Ijrochi", "Mas’ul xizmatlar", "Mas’ul xodim", "Mas’ul xodimlar",
        "Ответственные", "Ответственный", "Ответственные исполнители", "Исполнители", "Исполнитель",
    ),
}  # fmt: skip

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
        "import": ("Import", "import qilinadi", "importdan", "boshqa dasturdan", "tashqi dastur"),
    },
    "rhythm": {
        "monthly": ("har oy", "oylik", "har oyda"),
        "quarterly": ("har chorak", "choraklik", "har chorakda"),
        "once": ("bir marta", "bir martalik"),
    },
    "cadence": {
        "monthly": (
            "har oy",
            "oylik",
            "har oyda",
            "oyma-oy",
            "oy",
            "oyda",
            "oy sayin",
            "oyiga",
            "oyiga bir marta",
            "oyda bir marta",
            "oyiga 1 marta",
            "oyda 1 marta",
            "har oyi",
            "ежемесячно",
            "ежемесячный",
            "раз в месяц",
        ),
        "quarterly": (
            "har chorak",
            "choraklik",
            "har chorakda",
            "chorak",
            "chorakda",
            "chorakda bir marta",
            "chorakda 1 marta",
            "chorak sayin",
            "kvartal",
            "kvartalda",
            "har kvartal",
            "har kvartalda",
            "3 oylik",
            "uch oylik",
            "har 3 oyda",
            "har uch oyda",
            "3 oyda bir",
            "uch oyda bir",
            "3 oyda bir marta",
            "uch oyda bir marta",
            "3 oyda 1 marta",
            "ежеквартально",
            "ежеквартальный",
            "раз в квартал",
            "квартальный",
        ),
        "half-yearly": (
            "yarim yillik",
            "har yarim yil",
            "har yarim yilda",
            "yarim yil",
            "yarim yilda",
            "yarim yilda bir marta",
            "yarimyillik",
            "6 oylik",
            "olti oylik",
            "har 6 oyda",
            "har olti oyda",
            "6 oyda bir",
            "olti oyda bir",
            "6 oyda bir marta",
            "olti oyda bir marta",
            "yilda 2 marta",
            "yilda ikki marta",
            "yiliga 2 marta",
            "yiliga ikki marta",
            "полугодие",
            "полугодовой",
            "раз в полугодие",
        ),
        "yearly": (
            "yillik",
            "har yil",
            "har yili",
            "yilda bir marta",
            "yil",
            "yilda",
            "yilda 1 marta",
            "yiliga bir marta",
            "yiliga 1 marta",
            "1 yillik",
            "yil yakuni",
            "ежегодно",
            "годовой",
            "ежегодный",
            "раз в год",
        ),
        "once": ("bir marta", "bir martalik", "1 marta", "1 martalik", "bir karra", "разово", "один раз"),
    },
    "due_rule": {
        "after_period": ("davrdan keyingi oyning kuni",),
        "same_month": ("davr oxirgi oyining kuni",),
        "before_event": ("tadbirdan oldingi ish kunlari",),
        "after_event": ("tadbirdan keyingi ish kunlari",),
        "date": ("aniq sana",),
        "by_hand": ("qo‘lda",),
    },
    "confirmed": {"yes": ("tasdiqlangan", "tasdiqlandi", "ha"), "no": ("taxminiy", "tasdiqlanmagan", "yo‘q")},
    "periods": {"item-due": ("band muddati", "band muddatida", "band muddati bo‘yicha", "band bo‘yicha")},
    "severity": {
        "error": ("xato",),
        "explain": ("izoh kerak", "izoh"),
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
    "day_kind": {
        "off": (
            "dam olish kuni",
            "dam olish",
            "dam",
            "dam kuni",
            "bayram",
            "bayram kuni",
            "bayram (dam olish) kuni",
            "ishlanmaydigan kun",
            "ishlanmaydi",
            "выходной",
            "выходной день",
            "праздник",
            "нерабочий день",
        ),
        "working": ("ish kuni", "ishchi kun", "ishchi", "ishchi kuni", "рабочий", "рабочий день"),
    },
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
    """Return the header of a field as akmxl writes it, for the plan of ``year``; without one, of any year."""
    first, *others = HEADERS[field]
    if year:
        return first.format(year=year, previous_year=year - 1)
    return next(text for text in others if "#" not in text) if "{" in first else first


@cache
def header_spellings(field: str) -> frozenset[str]:
    """Return all folded spellings of a field's header."""
    first, *others = HEADERS[field]
    wildcard = first.format(year="#", previous_year="#")
    return frozenset(fold_header(text) for text in (wildcard, *others))


@cache
def signed_spellings(field: str) -> frozenset[str]:
    """Return all folded spellings of the header of a column in a plan as offices sign it."""
    return header_spellings(field) | set(map(fold_header, SIGNED_HEADERS.get(field, ())))


def term(field: str, code: str) -> str:
    """Return the Uzbek word for a code: ``term("kind", "total")`` is ``jami``. An unknown code comes back."""
    words = TERMS[field].get(code)
    return words[0] if words else code


def meaning(field: str, text: str) -> str | None:
    """Return the code that an Uzbek word stands for, or None: the reverse of ``term``."""
    return _meanings(field).get(fold(text))


@cache
def _meanings(field: str) -> dict[str, str]:
    return {fold(word): code for code, words in TERMS[field].items() for word in (*words, code)}

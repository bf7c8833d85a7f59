"""List the words of placeholders and the fields that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.vocabulary import MONTHS, ROMAN
from akmxl.plan import registers
from akmxl.plan.register_rows import COUNT

if TYPE_CHECKING:
    from collections.abc import Mapping


# Word -> what it asks for: the letterhead and the report as a whole.
LETTER: Mapping[str, str] = {
    "tashkilot": "organisation",
    "hudud": "region",
    "direktor": "director",
    "ijrochi": "reporter",
    "telefon": "phone",
    "kimga": "recipient",
    "nusxasi": "copy_to",
    "hisobot turi": "form_kind",
    "hisobot nomi": "title",
    "davr": "period",
    "tahrir": "version",
    "chiqish raqami": "number",
    "chiqish sanasi": "sent",
    "yil": "year",
    "avvalgi yil": "previous_year",
    "matn": "text",
    "aniqlashtirish sababi": "correction_reason",
    "aniqlashtirish xati": "correction_letter",
}

# Word -> how old readers or participants are, as the state's statistics ask.
AGES: Mapping[str, str] = dict(zip(("0–14 yosh", "15–24 yosh", "25+ yosh"), registers.AGES, strict=True))

# Word -> measure of an item: with a code behind it (``{{reja 15.1}}``) or after ``band.``.
FIGURES: Mapping[str, str] = {
    "nomi": "name",
    "birligi": "unit",
    "reja": "plan",
    "fakt": "fact",
    "yil boshidan": "ytd",
    "foiz": "percent",
    "o‘tgan yil": "previous",
    "farqi": "difference",
    "avvalgi yil": "last_year",
    "mexanizmi": "mechanism",
    "muddati": "due_text",
    "mas’ullar": "responsible",
    "izoh": "note",
    **AGES,
    **{month: f"m{number:02d}" for number, month in enumerate(MONTHS, 1)},
    **{f"{number} chorak": f"q{place}" for place, number in enumerate(ROMAN, 1)},
}
# How many centres said a figure of an item: in a region's summary form alone.
SAID: Mapping[str, str] = {
    "soni": "said/fact",
    "reja soni": "said/plan",
    "yil boshidan soni": "said/ytd",
    "o‘tgan yil soni": "said/previous",
}
ITEM: Mapping[str, str] = {"kodi": "code", "raqami": "printed_no"} | dict(FIGURES) | dict(SAID)
# Words of a region's summary form, which adds up the forms of its centres (``returns/summary.py``). In front
# of a code, ``{{jami 15.1}}`` or ``{{jami reja 15.1}}``: the total, and how many of how many centres said it;
# after ``markaz.`` a row for each centre, with a code its figure: ``{{markaz.fakt 15.1}}``.
OVER_CENTRES: Mapping[str, str] = {"jami": "sum", "soni": "said"}
MEASURES: Mapping[str, str] = {
    word: FIGURES[word] for word in ("fakt", "yil boshidan", "reja", "foiz", "o‘tgan yil")
}
CENTRE: Mapping[str, str] = {
    "raqam": "ordinal",
    "kodi": "code",
    "nomi": "name",
    "hududi": "region",
    "tumani": "district",
    "holati": "state",
}
# After ``ro‘yxatlar.`` a row for each total of a list that the centres' forms have.
LIST_TOTAL: Mapping[str, str] = {
    "nomi": "name",
    "jami": "total",
    "soni": "said/total",
    "yil boshidan": "since",
    "yil boshidan soni": "said/since",
}
SECTION: Mapping[str, str] = {"nomi": "name", "kodi": "code"}
KIND: Mapping[str, str] = {"nomi": "name", "soni": "count"}  # a kind's heading over the rows of a register

# Before a register's word: which of its rows, and over which time its figures are added up.
STANDING = "amaldagi"
TOTALS: Mapping[str, str] = {"jami": "total", "yil boshidan": "since"}
PART_OF = "tafsiloti"  # with a label behind it: one part of the details, {{ro‘yxat.tafsiloti manzil}}
OTHERWISE = "bo‘lmasa"  # {{bo‘lmasa: a sentence}}: the row stands where the list above it is empty
# After ``o‘zgarish.``: a row for each value that a corrected report was sent with otherwise.
CHANGE: Mapping[str, str] = {
    "raqam": "ordinal",
    "ko‘rsatkich": "indicator",
    "eski": "old",
    "yangi": "new",
    "farqi": "difference",
}

# Words of a page (``submission/page``): after ``sahifa.``, and after the name of a list, each of whose rows
# in the template takes one of its records; ``yana`` says how many found no room.
PAGE: Mapping[str, str] = {
    "nomi": "page_title",
    "sanasi": "day",
    "xizmat": "service",
    "yil ulushi": "year_gone",
    "bajarilishi": "percent",
    "muddatida": "on_time",
    "hisobi": "basis",
    "tekshiruv": "check",
    "to‘liqligi": "gaps",
    "noaniq": "doubts",
    "hisobotlar": "owed",
}
_DONE = {
    "nomi": "title",
    "bajarilishi": "percent",
    "yil ulushi": "year_gone",
    "muddatida": "on_time",
    "rejali": "planned_rows",
    "soni yo‘q": "blank_rows",
    "rejasiz": "unplanned_rows",
}
_WORK = {"kodi": "code", "nomi": "title", "birligi": "unit", "kerak": "asked", "bajarildi": "done"}
MORE = "yana"
PAGE_LISTS: Mapping[str, Mapping[str, str]] = {
    name: words | {MORE: "more"}
    for name, words in {
        "bo‘limlar": {"kodi": "code"} | _DONE,
        "xizmatlar": _DONE,
        "muddatlar": {
            "kodi": "code",
            "nomi": "title",
            "davri": "period",
            "kimga": "recipient",
            "muddati": "due",
            "yuborish kuni": "send_by",
            "holati": "state",
        },
        "ortda": _WORK | {"reja": "plan", "oyi": "through", "farqi": "lag", "sababi": "reasons"},
        "imzo": {"kodi": "code", "nomi": "title", "davri": "period", "tahrir": "version", "muddati": "due"},
        "bo‘shlar": {"kodi": "code", "nomi": "title", "oylari": "months"},
        "holatlar": {
            "darajasi": "severity",
            "joyi": "place",
            "bandi": "code",
            "nima": "title",
            "chora": "fix",
        },
        "ishlar": _WORK | {"muddati": "due"},
    }.items()
}


@dataclass(frozen=True)
class Register:
    """A register's words, and the sentence that takes the place of an empty table."""

    sheet: str
    fields: Mapping[str, str]
    nothing: str


_ORDINAL = {"raqam": "ordinal", "sana": "date"}
REGISTERS: Mapping[str, Register] = {
    "tadbir": Register(
        registers.EVENTS,
        _ORDINAL
        | {
            "turi": "event_kind",
            "nomi": "title",
            "joyi": "place",
            "ishtirokchilar": "participants",
            "ayollar": "women",
            "bolalar": "children",
            **AGES,
            "hamkor": "partner",
            "mas’ul": "responsible",
            "havola": "link",
            "izoh": "note",
        },
        N_("No events were held in the reporting period."),
    ),
    "malaka": Register(
        registers.TRAINING,
        _ORDINAL
        | {
            "xodim": "person",
            "lavozimi": "post",
            "kurs": "course",
            "tashkilotchi": "organiser",
            "soat": "hours",
            "natija": "result",
            "band": "code",
        },
        N_("Nobody was trained or tested in the reporting period."),
    ),
    "matbuot": Register(
        registers.PRESS,
        _ORDINAL
        | {
            "muallif": "author",
            "sarlavha": "title",
            "nomi": "title",
            "nashr": "publication",
            "yili": "year_published",
            "turi": "record_kind",
            "tavsif": "description",
            "band": "code",
        },
        N_("No bibliographic records or articles were made in the reporting period."),
    ),
    "ro‘yxat": Register(
        registers.LISTS,
        _ORDINAL
        | {
            "turi": "list_kind",
            "nomi": "title",
            "tafsiloti": "details",
            "miqdori": "quantity",
            "hujjat": "document",
            "havola": "link",
            "izoh": "note",
            "band": "code",
        },
        N_("Nothing was entered in the lists in the reporting period."),
    ),
}

# The words of sums: the number of rows, and the columns that can be added up.
SUMS: Mapping[str, Mapping[str, str]] = {
    name: {"soni": COUNT}
    | {
        word: field
        for word, field in register.fields.items()
        if field in ("participants", "women", "children", "hours", "quantity", *registers.AGES)
    }
    for name, register in REGISTERS.items()
}

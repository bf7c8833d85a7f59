"""Forms about events: what was held, where, who came."""

from __future__ import annotations

from forms.parts import COUNT, DATE, UPRIGHT, Column, Letter, Table, figures, listing

_PEOPLE = "Ishtirokchilar, nafar"
COLUMNS = (
    ("raqam", Column("№", 4.5, "0")),
    ("sana", Column("Sana", 11, DATE)),
    ("nomi", Column("Tadbir nomi", 27, align="left")),
    ("turi", Column("Shakli", 22, align="left")),
    ("joyi", Column("O‘tkazilgan joyi", 18, align="left")),
    ("ishtirokchilar", Column("jami", 10, COUNT, over=_PEOPLE, total="ishtirokchilar")),
    ("ayollar", Column("ayollar", 10, COUNT, over=_PEOPLE, total="ayollar")),
    ("bolalar", Column("bolalar", 10, COUNT, over=_PEOPLE, total="bolalar")),
    ("hamkor", Column("Hamkor tashkilot", 17, align="left")),
    ("havola", Column("Havola", 18, align="left")),
)


def _events(nothing: str, *, code: str = "", title: str = "") -> Table:
    return listing("tadbir", COLUMNS, of="ta tadbir", nothing=nothing, code=code, title=title)


_CONTRACTS = listing(
    "amaldagi ro‘yxat",
    (
        ("raqam", Column("№", 4.5, "0")),
        ("nomi", Column("Shartnoma tuzilgan tashkilot", 45, align="left")),
        ("tafsiloti", Column("Shartnoma mazmuni", 45, align="left")),
        ("hujjat", Column("Raqami", 17)),
        ("sana", Column("Sanasi", 17, DATE)),
        ("miqdori", Column("Soni", 16, COUNT, total="miqdori")),
    ),
    nothing="Amaldagi shartnomalar yo‘q.",
    code="19.1",
    since=False,
)
_SURVEYS = listing(
    "tadbir",
    (
        ("raqam", Column("№", 5.5, "0")),
        ("sana", Column("Sana", 12, DATE)),
        ("nomi", Column("So‘rovnoma", 32, align="left")),
        ("joyi", Column("O‘tkazilgan joyi", 18, align="left")),
        ("ishtirokchilar", Column("Ishtirok etganlar, nafar", 14, COUNT, total="ishtirokchilar")),
        ("havola", Column("Havola", 24, align="left")),
    ),
    of="ta so‘rovnoma",
    nothing="Hisobot davrida so‘rovnomalar o‘tkazilmagan.",
    title="O‘tkazilgan so‘rovnomalar",
)
_ANSWERS = listing(
    "ro‘yxat",
    (
        ("raqam", Column("№", 5.5, "0")),
        ("nomi", Column("Natija", 40, align="left")),
        ("tafsiloti", Column("Tafsiloti", 40, align="left")),
        ("miqdori", Column("Soni", 15, COUNT)),
    ),
    of="ta ko‘rsatkich",
    nothing="Hisobot davrida so‘rovnoma natijalari ro‘yxatga kiritilmagan.",
    title="So‘rovnoma natijalari",
    since=False,
)

LETTERS = (
    Letter("MK-02", (_events("Hisobot davrida “Kitobxon onalar kuni” tadbirlari o‘tkazilmagan."),)),
    Letter("MK-03", (_events("Hisobot davrida inson huquqlari bo‘yicha tadbirlar o‘tkazilmagan."),)),
    Letter(
        "MK-06",
        (
            _events(
                "Hisobot davrida siyosiy qatag‘on qurbonlari xotirasiga bag‘ishlangan tadbirlar "
                "o‘tkazilmagan."
            ),
        ),
    ),
    Letter(
        "MK-07",
        (figures("4"), _SURVEYS, _ANSWERS),
        landscape=False,
        grid=UPRIGHT,
    ),
    Letter(
        "MK-09",
        (
            figures(),
            _events("Hisobot davrida haftalik doirasida tadbirlar o‘tkazilmagan.", title="Tadbirlar"),
        ),
    ),
    Letter(
        "MK-11",
        (
            figures("19.1", label="Amaldagi shartnomalar soni", title="1. Shartnomalar"),
            _CONTRACTS,
            figures("19.2", label="O‘tkazilgan tadbirlar soni", title="2. Tadbirlar"),
            _events("Hisobot davrida nostatsionar xizmat tadbirlari o‘tkazilmagan.", code="19.2"),
        ),
    ),
    Letter(
        "MK-12",
        (
            figures("20"),
            _events("Hisobot davrida “Kitobxonlar klubi” tadbirlari o‘tkazilmagan.", title="Tadbirlar"),
        ),
    ),
)

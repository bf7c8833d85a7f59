"""Forms of figures: the whole plan, readers, digitised pages."""

from __future__ import annotations

from forms.parts import COUNT, DATE, PERCENT, UPRIGHT, Column, Letter, Table, braced, figures, listing

_QUANTITY = "Miqdori"
_WHOLE_PLAN = (
    ("raqami", Column("№", 5)),
    ("nomi", Column("Nomi", 32, align="left")),
    ("birligi", Column("O‘lchov birligi", 11)),
    ("avvalgi yil", Column("{{avvalgi yil}}-yil (fakt)", 8, COUNT, over=_QUANTITY)),
    ("reja", Column("{{yil}}-yil (reja)", 8, COUNT, over=_QUANTITY)),
    ("mexanizmi", Column("Amalga oshirish mexanizmi", 36, align="left")),
    ("muddati", Column("Bajarilish muddati", 12)),
    ("mas’ullar", Column("Mas’ullar", 17, align="left")),
    ("fakt", Column("Hisobot davri", 8, COUNT)),
    ("yil boshidan", Column("Yil boshidan", 9, COUNT)),
    ("foiz", Column("Bajari-lishi, %", 8.5, PERCENT)),
    ("o‘tgan yil", Column("O‘tgan yilning shu davri", 9, COUNT)),
    ("izoh", Column("Izoh", 17, align="left")),
)
_DIGITISED = listing(
    "ro‘yxat",
    (
        ("raqam", Column("№", 5.5, "0")),
        ("sana", Column("Sana", 12, DATE)),
        ("nomi", Column("Muallifi va nomi", 40, align="left")),
        ("tafsiloti yili", Column("Nashr yili", 10, "0")),
        ("miqdori", Column("Sahifalar soni", 12, COUNT, total="miqdori")),
        ("havola", Column("Havola", 22, align="left")),
    ),
    of="ta nashr",
    nothing="Hisobot davrida raqamlashtirilgan nashrlar ro‘yxatga kiritilmagan.",
    title="Raqamlashtirilgan nashrlar",
)

LETTERS = (
    Letter("MK-10", (figures("15", "15.1", "15.2"),), landscape=False),
    Letter(
        "MK-14",
        (figures("29"), _DIGITISED),
        landscape=False,
        grid=UPRIGHT,
    ),
    Letter(
        "MK-16",
        (
            Table(
                tuple(column for _, column in _WHOLE_PLAN),
                (tuple(braced(f"band.{word}") for word, _ in _WHOLE_PLAN),),
                heading="{{bo‘lim.kodi}}. {{bo‘lim.nomi}}",
            ),
        ),
        scale=70,
    ),
)

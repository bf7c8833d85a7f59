"""Forms that are lists: private libraries, finds, literature, measures, bibliographic records."""

from __future__ import annotations

from forms.parts import COUNT, DATE, YEAR, Column, Letter, counts, listing

_NUMBER = ("raqam", Column("№", 5, "0"))
_LIBRARIES = listing(
    "amaldagi ro‘yxat",
    (
        _NUMBER,
        ("nomi", Column("Kutubxona nomi", 28, align="left")),
        ("tafsiloti manzil", Column("Manzili", 28, align="left")),
        ("tafsiloti muassis", Column("Muassisi", 22, align="left")),
        ("tafsiloti tashkil etilgan", Column("Tashkil etilgan yili", 11, YEAR)),
        ("tafsiloti fond", Column("Fondi, nusxa", 10, COUNT, total="tafsiloti fond")),
        ("tafsiloti kitobxonlar", Column("Kitobxon-lari, nafar", 11, COUNT, total="tafsiloti kitobxonlar")),
        ("tafsiloti yordam", Column("Ko‘rsatilgan yordam", 26, align="left")),
    ),
    of="ta xususiy kutubxona",
    nothing="Tashabbuskor fuqarolar tashkil etgan xususiy kutubxonalar yo‘q.",
    since=False,
)
_FINDS = listing(
    "ro‘yxat",
    (
        _NUMBER,
        ("tafsiloti turi", Column("Turi", 13, align="left")),
        ("nomi", Column("Muallifi va nomi", 27, align="left")),
        ("tafsiloti yili", Column("Yili", 8, YEAR)),
        ("tafsiloti yozuvi", Column("Yozuvi", 10)),
        ("tafsiloti egasi", Column("Egasi", 16, align="left")),
        ("tafsiloti joyi", Column("Saqlanish joyi", 16, align="left")),
        ("tafsiloti holati", Column("Holati", 12)),
        ("tafsiloti raqamlashtirilgan", Column("sanasi", 12, over="Raqamlashtirilgan")),
        ("tafsiloti sahifa", Column("sahifa", 9, COUNT, over="Raqamlashtirilgan", total="tafsiloti sahifa")),
        ("havola", Column("Havola", 18, align="left")),
    ),
    of="ta material",
    nothing="Hisobot davrida jadidchilikka oid materiallar aniqlanmagan.",
    since=False,
)
_BRAILLE = listing(
    "ro‘yxat",
    (
        _NUMBER,
        ("sana", Column("Sana", 13, DATE)),
        ("nomi", Column("Muallifi va nomi", 38, align="left")),
        ("tafsiloti", Column("Tafsiloti", 28, align="left")),
        ("miqdori", Column("Nusxalar soni", 11, COUNT, total="miqdori")),
        ("hujjat", Column("Hujjat", 14)),
    ),
    of="ta nom",
    nothing="Hisobot davrida Brayl alifbosidagi adabiyotlar olinmagan.",
    since=False,
)
_MEASURES = listing(
    "ro‘yxat",
    (
        _NUMBER,
        ("sana", Column("Sana", 13, DATE)),
        ("nomi", Column("Bajarilgan ish", 40, align="left")),
        ("tafsiloti", Column("Natijasi", 36, align="left")),
        ("hujjat", Column("Hujjat", 14)),
    ),
    of="ta ish",
    nothing="Hisobot davrida axborot xavfsizligi bo‘yicha bajarilgan ishlar ro‘yxatga kiritilmagan.",
    since=False,
)
_RECORDS = listing(
    "matbuot",
    (("raqam", Column("№", 6, "0")), ("tavsif", Column("Bibliografik tavsif", 86, align="left"))),
    of="ta bibliografik yozuv",
    nothing="Hisobot davrida bibliografik yozuvlar tuzilmagan.",
    heading="{{tur.nomi}}: {{tur.soni}} ta",
)

LETTERS = (
    Letter("MK-01", (_LIBRARIES,)),
    Letter(
        "MK-04",
        (
            counts(
                "ro‘yxat",
                ("Brayl alifbosidagi adabiyotlar, nomda", "soni"),
                ("Brayl alifbosidagi adabiyotlar, nusxada", "miqdori"),
            ),
            _BRAILLE,
        ),
        landscape=False,
        grid=(5, 13, 29, 9, 28, 11, 14),
    ),
    Letter("MK-05", (_FINDS,), size=10),
    Letter("MK-13", (_RECORDS,), landscape=False, grid=(6, 37, 7, 42)),
    Letter(
        "VA-01",
        (
            counts("ro‘yxat", ("Axborot xavfsizligi bo‘yicha bajarilgan ishlar soni", "soni")),
            _MEASURES,
        ),
        landscape=False,
        grid=(5, 13, 29, 11, 23, 13, 14),
    ),
)

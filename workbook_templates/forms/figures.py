"""Forms of figures: the whole plan, readers, digitised pages."""

from __future__ import annotations

from akmxl.core.vocabulary import MONTHS
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
_QUARTERS = ("I", "II", "III", "IV")
_SHORT = ("Yan", "Fev", "Mar", "Apr", "May", "Iyn", "Iyl", "Avg", "Sen", "Okt", "Noy", "Dek")


def _quarter(place: int, roman: str) -> tuple[tuple[str, Column], ...]:
    """The three months of a quarter, and the quarter itself."""
    words = MONTHS[3 * place : 3 * place + 3]
    over = f"{roman} chorak"
    months = zip(words, _SHORT[3 * place : 3 * place + 3], strict=True)
    return (
        *((word, Column(short, 6, COUNT, over=over)) for word, short in months),
        (over, Column("Jami", 6.6, COUNT, over=over)),
    )


_WHOLE_YEAR = (
    ("raqami", Column("№", 4.5)),
    ("nomi", Column("Nomi", 28, align="left")),
    ("birligi", Column("O‘lchov birligi", 9.6)),
    ("reja", Column("Yillik reja", 7, COUNT)),
    *(column for place, roman in enumerate(_QUARTERS) for column in _quarter(place, roman)),
    ("fakt", Column("Yillik fakt", 7, COUNT)),
    ("foiz", Column("Bajari-lishi, %", 6.6, PERCENT)),
    ("o‘tgan yil", Column("{{avvalgi yil}}-yil (fakt)", 7, COUNT)),
    ("izoh", Column("Rejadan farqining sababi", 20, align="left")),
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

_AGES = (
    ("0–14 yosh", "14 yosh va undan kichik"),
    ("15–24 yosh", "15–24 yosh"),
    ("25+ yosh", "25 yosh va undan katta"),
)


def _by_age(code: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((f"shu jumladan: {label}", "Nafar", f"{word} {code}") for word, label in _AGES)


# The order of the state's form is not public: these rows may be put into any order, in a copy of the form.
_STATE = (
    ("Foydalanuvchilar soni, jami", "Nafar", "fakt 15"),
    *_by_age("15"),
    ("Foydalanuvchilar jamidan yangi a’zolar", "Nafar", "fakt 15.1"),
    ("Kutubxonaga qatnovlar soni", "Nafar", "fakt 16"),
    ("Berilgan kitoblar soni", "Nusxa", "fakt 17"),
    ("Fondga kelib tushgan nashrlar soni", "Nusxa", "fakt 9"),
    ("Ommaviy tadbirlar soni", "Tadbir", "fakt 18"),
    ("Tadbir ishtirokchilari soni, jami", "Nafar", "jami tadbir.ishtirokchilar 18"),
    *_by_age("18"),
)
_STATE_COLUMNS = (
    Column("Satr", 8, "0"),
    Column("Ko‘rsatkich", 58, align="left"),
    Column("O‘lchov birligi", 16),
    Column("Soni", 18, COUNT),
)
LETTERS = (
    Letter(
        "DS-01",
        (
            Table(
                _STATE_COLUMNS,
                tuple(
                    (str(place), label, unit, braced(word))
                    for place, (label, unit, word) in enumerate(_STATE, 1)
                ),
                indented=frozenset(),
            ),
        ),
        landscape=False,
    ),
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
    Letter(
        "MK-17",
        (
            Table(
                tuple(column for _, column in _WHOLE_YEAR),
                (tuple(braced(f"band.{word}") for word, _ in _WHOLE_YEAR),),
                heading="{{bo‘lim.kodi}}. {{bo‘lim.nomi}}",
            ),
        ),
        scale=65,
        size=10,
    ),
)

"""Summary forms: what a region's centres said in one report, all together and each.

``jamlama`` serves any report: its rows are the report's items; the others know their items.
"""

from __future__ import annotations

from forms.parts import COUNT, PERCENT, Column, Letter, Table, braced

GENERAL = "jamlama"
_NAME = Column("Ko‘rsatkich", 34, align="left")
_FIGURES = (
    ("reja", Column("Jami", 11, COUNT, over="Yillik reja")),
    ("reja soni", Column("n / N", 8, over="Yillik reja")),
    ("fakt", Column("Jami", 11, COUNT, over="Hisobot davri")),
    ("soni", Column("n / N", 8, over="Hisobot davri")),
    ("yil boshidan", Column("Jami", 11, COUNT, over="Yil boshidan")),
    ("yil boshidan soni", Column("n / N", 8, over="Yil boshidan")),
    ("foiz", Column("Bajarilishi, %", 10, PERCENT)),
    ("o‘tgan yil", Column("Jami", 11, COUNT, over="O‘tgan yilning shu davri")),
    ("o‘tgan yil soni", Column("n / N", 8, over="O‘tgan yilning shu davri")),
)
_TITLE = "Jami ko‘rsatkichlar (n / N — son kelgan va kutilgan markazlar)"
_LISTS = {
    "fakt": "jami",
    "soni": "soni",
    "yil boshidan": "yil boshidan",
    "yil boshidan soni": "yil boshidan soni",
}
_CENTRE = (
    ("raqam", Column("№", 5, "0")),
    ("nomi", Column("Axborot-kutubxona markazi", 40, align="left")),
    ("tumani", Column("Tuman (shahar)", 20, align="left")),
)
_STATE = ("holati", Column("Holati", 15))


def _of_items(*codes: str) -> Table:
    """The totals: a row an item and a row a list's total, each with how many centres said it."""
    columns = (_NAME, *(column for _, column in _FIGURES))
    if not codes:
        words = ("nomi", *(word for word, _ in _FIGURES))
        row = tuple(braced(f"band.{word}") for word in words)
        name = f"{braced('band.kodi')}. {row[0]} ({braced('band.birligi')})"
        return Table(columns, ((name, *row[1:]), _of_lists()), _TITLE)
    rows = tuple(
        (
            f"{braced(f'nomi {code}')} ({braced(f'birligi {code}')})",
            *(_total(word, code) for word, _ in _FIGURES),
        )
        for code in codes
    )
    return Table(
        columns,
        (*rows, _of_lists()),
        _TITLE,
        indented=frozenset(place for place, code in enumerate(codes) if _is_part(code, codes)),
    )


def _of_lists() -> tuple[str, ...]:
    """What the lists of the forms come to, a row each below the items: lists have no plan."""
    words = ("nomi", *(_LISTS.get(word, "") for word, _ in _FIGURES))
    return tuple(braced(f"ro‘yxatlar.{word}") if word else "" for word in words)


def _is_part(code: str, codes: tuple[str, ...]) -> bool:
    return code.rpartition(".")[0] in codes


def _total(word: str, code: str) -> str:
    if word.endswith("soni"):
        return braced(f"soni {word.removesuffix('soni').strip() or 'fakt'} {code}")
    return braced(f"jami {word} {code}")


def _of_centres(*codes: str) -> Table:
    """The centres, a row each: what each said of the period, and whether its report came."""
    figures = tuple(Column(f"{code}-band", 12, COUNT) for code in codes)
    columns = (*(column for _, column in _CENTRE), *figures, _STATE[1])
    words = (*(word for word, _ in _CENTRE), *(f"fakt {code}" for code in codes), _STATE[0])
    row = tuple(braced(f"markaz.{word}") for word in words)
    total = ("", "Jami", "", *(braced(f"jami {code}") for code in codes), "")
    return Table(columns, (row, total) if codes else (row,), "Markazlar kesimida")


def _summary(code: str, *items: str) -> Letter:
    grid = (5, 27, 11, 8, 11, 8, 11, 8, 10, 11, 8)
    return Letter(code, (_of_items(*items), _of_centres(*items)), grid=grid, size=10.5, scale=90)


SUMMARIES = (
    _summary(GENERAL),
    _summary("MK-10", "15", "15.1", "15.2"),
    _summary("MK-11", "19.1", "19.2"),
    _summary("MK-12", "20"),
    _summary("MK-14", "29"),
)

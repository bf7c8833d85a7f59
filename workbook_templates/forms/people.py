"""Forms that list people: who took part, who was trained or tested."""

from __future__ import annotations

from forms.parts import COUNT, DATE, Column, Letter, Table, listing

_NUMBER = ("raqam", Column("№", 4.5, "0"))
_LEARNERS = (
    _NUMBER,
    ("xodim", Column("F.I.Sh.", 24, align="left")),
    ("lavozimi", Column("Lavozimi", 19, align="left")),
    ("kurs", Column("Kurs yoki sinov", 29, align="left")),
    ("tashkilotchi", Column("Tashkilotchi", 30, align="left")),
    ("sana", Column("Sana", 11, DATE)),
    ("soat", Column("Soat", 8, COUNT, total="soat")),
    ("natija", Column("Natija yoki sertifikat", 22, align="left")),
)
_PARTICIPANTS = listing(
    "ro‘yxat",
    (
        _NUMBER,
        ("nomi", Column("F.I.Sh.", 24, align="left")),
        ("tafsiloti lavozim", Column("Lavozimi", 20, align="left")),
        ("tafsiloti tadbir", Column("Tadbir", 31, align="left")),
        ("tafsiloti tashkilotchi", Column("Tashkilotchi", 26, align="left")),
        ("sana", Column("Sana", 11, DATE)),
        ("tafsiloti soat", Column("Soat", 8, COUNT, total="tafsiloti soat")),
        ("tafsiloti natija", Column("Natija yoki sertifikat", 22, align="left")),
    ),
    of="nafar",
    nothing="Hisobot davrida xalqaro va respublika tadbirlarida ishtirok etilmagan.",
    since=False,
)


def _learners(nothing: str, *, since: bool = True) -> tuple[Table, ...]:
    return (listing("malaka", _LEARNERS, of="nafar", nothing=nothing, since=since),)


LETTERS = (
    Letter("MK-08", (_PARTICIPANTS,)),
    Letter(
        "MK-15",
        _learners(
            "Hisobot davrida “Manfaatlar to‘qnashuvi” bo‘yicha onlayn test topshirilmagan.", since=False
        ),
    ),
    Letter("VA-02", _learners("Hisobot davrida mutaxassislar malakasi oshirilmagan.")),
    Letter("VA-03", _learners("Hisobot davrida malaka oshirgan mutaxassislar yo‘q.")),
    Letter(
        "VA-04",
        _learners(
            "Hisobot davrida “Mualliflik huquqi va turdosh huquqlar” bo‘yicha malaka oshirilmagan.",
            since=False,
        ),
    ),
)

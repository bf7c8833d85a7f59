"""List the words that a profile may hold, with what each says and an example: the schema, and its page."""

from __future__ import annotations

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple


class Word(NamedTuple):
    """A word of a profile: the table in which it stands (empty: the file), what it says, an example."""

    table: str
    word: str
    meaning: str
    example: str


WORDS = (
    Word("", "nomi", N_("the profile's name as people read it"), 'nomi = "Qatnov: oylik hisobot"'),
    Word(
        "",
        "izoh",
        N_("a note for those who look after the profile; nothing reads it"),
        'izoh = "Har oyning 1-sanasida olinadi"',
    ),
    Word(
        "",
        "manba",
        N_("what the rows come from: jadval (usual; any table), marc21 or unimarc"),
        'manba = "jadval"',
    ),
    Word(
        "",
        "nishon",
        N_(
            "where it goes: sonlar (counts by item and month), or rows of the sheet Kundalik, "
            "Tadbirlar, Malaka, Matbuot, Royxatlar or Hisobotlar"
        ),
        'nishon = "sonlar"',
    ),
    Word(
        "",
        "kalit",
        N_(
            "the columns by which a row is known again: two rows alike in all of them are one. "
            "For counts: such a row is counted once"
        ),
        'kalit = ["Raqam"]',
    ),
    Word(
        "",
        "ixtiyoriy",
        N_("columns that an export may lack; every other one must be there"),
        'ixtiyoriy = ["Filial"]',
    ),
    Word("", "oqish", N_("the table that says how the file is read"), "[oqish]"),
    Word(
        "",
        "ustunlar",
        N_(
            "the table of columns: our name, and the headings under which the export has it. "
            "Of a sheet the name is its heading; of counts any name. Apostrophes, letters' "
            "case, Cyrillic or Latin make no difference; a heading of several rows is "
            "written in one, from top to bottom"
        ),
        '[ustunlar]\n"Sana" = ["Дата", "Date"]\n"Qatnov" = ["Посещения"]\n"Filial" = []\n"Raqam" = ["№"]\n'
        '"Yaratilgan sana" = []',
    ),
    Word(
        "",
        "filtr",
        N_(
            "the table of filters: only rows are read in which one of these words stands; "
            "“*” is anything but a blank"
        ),
        '[filtr]\n"Filial" = ["Markaz", "1-filial"]',
    ),
    Word(
        "",
        "doimiy",
        N_("the table of what every row gets, where the export has no such column"),
        '[doimiy]\n"Yil" = "2025"',
    ),
    Word(
        "",
        "moslik",
        N_("by column: the export's word = the plan's word"),
        '[moslik."Filial"]\n"Asosiy bino" = "Markaz"',
    ),
    Word(
        "", "son", N_("what is counted, a table for each figure; only where the target is sonlar"), "[[son]]"
    ),
    Word(
        "oqish",
        "varaq",
        N_("the sheet of a file that has several; without it all that fit are read"),
        'varaq = "Hisobot"',
    ),
    Word(
        "oqish",
        "sarlavha_qatorlari",
        N_("how many rows the heading has; without it it is looked for"),
        "sarlavha_qatorlari = 2",
    ),
    Word(
        "oqish",
        "sarlavha_birlashuvi",
        N_("the sign that joins the rows of a heading; usually a blank"),
        'sarlavha_birlashuvi = " / "',
    ),
    Word(
        "oqish",
        "otkaziladigan",
        N_("the words with which a row begins that is no data"),
        'otkaziladigan = ["На начало", "O‘rtacha"]',
    ),
    Word(
        "oqish",
        "nazorat",
        N_(
            "the words with which the file's own totals begin: each must be the sum of "
            "its rows, else nothing is imported. A total of a month, a quarter or the "
            "whole, below its rows or above all"
        ),
        'nazorat = ["Jami", "Итого"]',
    ),
    Word(
        "oqish",
        "sana_tartibi",
        N_(
            "the order of day (K), month (O) and year (Y) in days written in figures: "
            "KOY, OKY or YOK. Without it all days of the column decide, and "
            "where they leave it open it is asked"
        ),
        'sana_tartibi = "KOY"',
    ),
    Word(
        "oqish",
        "kasr_belgisi",
        N_("the sign that parts the decimals, “,” or “.”; the other one then stands between thousands"),
        'kasr_belgisi = ","',
    ),
    Word(
        "oqish",
        "kodlash",
        N_("the encoding of a text file or of records, where it is not found out"),
        'kodlash = "cp1251"',
    ),
    Word(
        "oqish",
        "ajratgich",
        N_("the sign between the cells of a text file, where it is not found out"),
        'ajratgich = ";"',
    ),
    Word(
        "oqish",
        "oylar_ustunda",
        N_(
            "true: the months stand side by side, in columns of their names. Columns "
            "of other years are not read"
        ),
        "oylar_ustunda = false",
    ),
    Word(
        "oqish",
        "qoshiladi",
        N_("true: several files, sheets or rows that have one item in one month are added up"),
        "qoshiladi = false",
    ),
    Word("son", "band", N_("the item of the plan for which is counted"), 'band = "16"'),
    Word(
        "son",
        "oy",
        N_("the column whose day or month says the month; not where months stand side by side"),
        'oy = "Sana"',
    ),
    Word(
        "son", "miqdor", N_("the column that is added up; without it rows are counted"), 'miqdor = "Qatnov"'
    ),
    Word(
        "son",
        "turli",
        N_("instead of “miqdor”: the column whose different values are counted"),
        'turli = "Raqam"',
    ),
    Word(
        "son",
        "keyin",
        N_("a column of days: only rows count whose “oy” is a later day, or that have none in it"),
        'keyin = "Yaratilgan sana"',
    ),
    Word(
        "son",
        "kamida",
        N_("true where there may have been more: a figure above the count contradicts nothing"),
        "kamida = true",
    ),
    Word(
        "son",
        "agar",
        N_("only rows count in which one of these words stands; “*” is anything but a blank"),
        'agar = { "Filial" = ["Markaz", "1-filial"] }',
    ),
)
KEYS = {
    table: tuple(word.word for word in WORDS if word.table == table) for table in ("", "oqish", "son")
}  # every word that a profile may hold, by the table in which it stands

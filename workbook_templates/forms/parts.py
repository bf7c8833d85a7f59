"""What a form is made of: a letter holds tables, a table holds columns. Widths are shares of the page."""

from __future__ import annotations

from dataclasses import dataclass

COUNT, YEAR, DATE, TEXT = "[>=1000]# ##0;0", "0", "dd.mm.yyyy", "@"
# Values with a sign or a decimal comma have one format: LibreOffice drops the minus in a second one. With
# Uzbek's number it puts a blank between thousands whatever its own language; Excel does as Windows does.
DIFFERENCE, PERCENT, VALUE = "[$-443]#,##0", "[$-443]0.0", "[$-443]General"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading (``over`` stands above it and its neighbours of the same words),
    its share of the width, how its cells look, and the word after the register that is summed below."""

    heading: str
    width: float
    number: str = TEXT
    align: str = "center"
    over: str = ""
    total: str = ""


@dataclass(frozen=True)
class Table:
    """A table: ``rows`` are the texts of its cells, ``heading`` a row over them that comes once a section
    or kind, ``sums`` the label and the span word of each row of totals, ``otherwise`` what stands where a
    list is empty; ``indented`` rows are parts of the one above."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    heading: str = ""
    sums: tuple[tuple[str, str], ...] = ()
    register: str = ""
    code: str = ""
    otherwise: str = ""
    indented: frozenset[int] = frozenset()

    @property
    def repeats(self) -> bool:
        return bool(self.register or self.heading)


@dataclass(frozen=True)
class Letter:
    """A form. ``grid`` is what all its tables' columns are fitted to; by default the widest table's.
    ``size`` is the tables' type in points, ``scale`` how much smaller than life it is printed, %."""

    code: str
    tables: tuple[Table, ...]
    landscape: bool = True
    grid: tuple[float, ...] = ()
    size: float = 11
    scale: int = 100

    @property
    def shares(self) -> tuple[float, ...]:
        widest = max(self.tables, key=lambda table: len(table.columns))
        return self.grid or tuple(column.width for column in widest.columns)


def braced(word: str) -> str:
    return f"{{{{{word}}}}}"


def listing(
    register: str,
    columns: tuple[tuple[str, Column], ...],
    *,
    nothing: str,
    of: str = "",
    code: str = "",
    title: str = "",
    heading: str = "",
    since: bool = True,
) -> Table:
    """A list of a register's rows: ``columns`` by their word after the register, ``of`` what is counted
    (nothing where a column's total says it).

    ``register`` is its word (``tadbir``, ``amaldagi ro‘yxat``), ``code`` narrows it to one item; ``since``
    adds the totals since January.
    """

    def counted(span: str) -> str:
        return braced(f"{span} {_word(register, 'soni', code)}") + f" {of}"

    spans = ("jami", "yil boshidan") if since else ("jami",)
    return Table(
        tuple(column for _, column in columns),
        (tuple(braced(_word(register, word, code)) for word, _ in columns),),
        title,
        heading,
        tuple((span, span.capitalize() + (f": {counted(span)}" if of else "")) for span in spans),
        register,
        code,
        braced(f"bo‘lmasa: {nothing}") + (f" Yil boshidan: {counted('yil boshidan')}." if since else ""),
    )


def total_word(table: Table, span: str, column: Column) -> str:
    """The place of a column's total in a list: ``{{jami tadbir.ishtirokchilar 19.2}}``."""
    return braced(f"{span} {_word(table.register, column.total, table.code)}")


def _word(register: str, word: str, code: str) -> str:
    return f"{register}.{word} {code}".strip()


# The grid of an upright page that has both figures and a list.
UPRIGHT = (5.5, 12, 15.5, 11, 5, 6, 11.5, 13.5, 14, 12)

FIGURES: tuple[tuple[str, str], ...] = (
    ("Yillik reja", COUNT),
    ("Hisobot davri", COUNT),
    ("Yil boshidan", COUNT),
    ("Bajarilishi, %", PERCENT),
    ("O‘tgan yilning shu davri", COUNT),
    ("Farqi", DIFFERENCE),
)
FIGURE_WORDS = ("reja", "fakt", "yil boshidan", "foiz", "o‘tgan yil", "farqi")


def figure_columns(width: float) -> tuple[Column, ...]:
    return tuple(Column(heading, width, number) for heading, number in FIGURES)


def figures(*codes: str, label: str = "", title: str = "") -> Table:
    """The table of figures: of these items, or without codes of the report's items, a row each.

    The items after the first are its parts; ``label`` stands for the first one's name and unit.
    """
    rows: list[tuple[str, ...]] = []
    for code in codes or ("",):
        name = _figure("nomi", code) if rows else f"{_figure('nomi', code)} ({_figure('birligi', code)})"
        rows.append((name, *(_figure(word, code) for word in FIGURE_WORDS)))
    if label:
        rows[0] = (label, *rows[0][1:])
    columns = (Column("Ko‘rsatkich", 36, align="left"), *figure_columns(13))
    return Table(columns, tuple(rows), title, indented=frozenset(range(1, len(rows))))


def _figure(word: str, code: str) -> str:
    return braced(f"{word} {code}" if code else f"band.{word}")


def counts(register: str, *rows: tuple[str, str]) -> Table:
    """Totals of a register: a label and the word that is summed, for the period and since January."""
    columns = (Column("Ko‘rsatkich", 60, align="left"), Column("Hisobot davri", 20, COUNT),
               Column("Yil boshidan", 20, COUNT))  # fmt: skip
    cells = (
        (label, *(braced(f"{span} {register}.{word}") for span in ("jami", "yil boshidan")))
        for label, word in rows
    )
    return Table(columns, tuple(cells))

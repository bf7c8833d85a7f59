"""Say what of a plan was not understood: where it stands, what was taken for it, what a person has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.text_length import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.importers.official.grid import Grid

_FIRST_WORDS = 60  # signs of a title by which a person finds the row

_COMPARE = N_(
    "Compare it with the paper. If it is right, answer “ha”; else mend the table and answer “tuzatildi”."
)
_WRITE = N_(
    "Write it into the table and answer “tuzatildi”; if nobody knows it, leave it empty and answer “ha”."
)
_NOTHING = N_("Nothing.")


class Kind(NamedTuple):
    """A kind of doubt: its word for programs, three messages; ``is_open``: a person has to answer it."""

    word: str
    unclear: str
    understood: str
    to_do: str = _COMPARE
    is_open: bool = True


class Mark(NamedTuple):
    """What a doubt is about: where it stands on paper, the number or code, the title."""

    place: Said
    item: str = ""
    title: str = ""


@dataclass(frozen=True)
class Doubt:
    """One doubt, or something that was only told (``is_open`` False)."""

    word: str
    mark: Mark
    unclear: Said
    understood: Said
    to_do: Said
    is_open: bool

    @property
    def first_words(self) -> str:
        return shortened(self.mark.title, _FIRST_WORDS)


class Doubts:
    """The doubts of one reading, in the order in which they came up."""

    def __init__(self) -> None:
        self._found: list[tuple[float, Doubt]] = []

    def add(self, kind: Kind, mark: Mark, at: float = 0, /, **params: object) -> None:
        """Note a doubt; ``at`` is where the row stands in the plan, so that all can be put in its order."""
        unclear, understood, to_do = (
            Said(message, **params) for message in (kind.unclear, kind.understood, kind.to_do)
        )
        self._found.append((at, Doubt(kind.word, mark, unclear, understood, to_do, kind.is_open)))

    def __iter__(self) -> Iterator[Doubt]:
        """Yield the doubts in the order of the plan, those to answer first."""
        ordered = sorted(self._found, key=lambda pair: (not pair[1].is_open, pair[0]))
        return iter([doubt for _, doubt in ordered])


def place_in(grid: Grid, row: int) -> Said:
    """Return where a row stands, in words."""
    if grid.sheet:
        return Said(N_("“{sheet}”, row {row}"), sheet=grid.sheet, row=row)
    return Said(N_("table {table}, row {row}"), table=grid.number, row=row)


WHOLE = Mark(Said(N_("the whole document")))


def listed(texts: Iterable[str]) -> str:
    """Return texts, each once, with commas between."""
    return ", ".join(dict.fromkeys(texts))


# What a figure, a cell or a row left open

FIGURE_READ = Kind(
    "figure", N_("In “{column}” stands “{text}”, not a whole number alone."), N_("It was read as {number}.")
)
FIGURE_UNREAD = Kind(
    "figure", N_("In “{column}” stands “{text}”, which is no whole number."),
    N_("The figure was left empty."), _WRITE,
)  # fmt: skip
FIGURE_SHARED = Kind(
    "figure", N_("In “{column}” one merged cell with “{text}” stands beside several rows."),
    N_("The figure was left empty in each of them."), _WRITE,
)  # fmt: skip
FIGURE_ACROSS = Kind(
    "figure", N_("One merged cell with “{text}” reaches over several columns: {columns}."),
    N_("The figure was left empty in each of them."), _WRITE,
)  # fmt: skip
ODD_CELL = Kind("cell", N_("In “{column}”: {odd}."), N_("The cell was read so: “{text}”."))
LINES_APART = Kind(
    "lines",
    N_("The lines do not go together: “{name}” has {names}, the figures have {figures}: {shown}."),
    N_("One row was made, its figures were left empty."),
    N_("Write a row for each measure with its figures into the table and answer “tuzatildi”."),
)
LINES_ALIGNED = Kind(
    "lines", N_("It is not said which line each figure belongs to: {shown}."),
    N_("The row has none of its own; in this order they are of: {parts}."),
)  # fmt: skip
SLASH_APART = Kind(
    "measures",
    N_("“{text}” are {count} measures in one cell, and it is not said of what each one is."),
    N_("The text was kept, no parts were made."),
    N_("Write a row for each measure below it (such as {code}.1) and answer “tuzatildi”."),
)
SLASH_ONE = Kind(
    "measures", N_("In “{column}” stands one figure ({text}) for several measures: {parts}."),
    N_("It stays in the row above; the parts were left empty."), _WRITE,
)  # fmt: skip
SLASH_MADE = Kind(
    "measures", N_("“{text}” stands in one cell for several measures."),
    N_("Parts that are never added up: {parts}."), _NOTHING, is_open=False,
)  # fmt: skip
NOT_A_ROW = Kind(
    "row", N_("It is not clear what the row is: “{text}”."), N_("The row was left out."),
)  # fmt: skip
LINE_OF_TOTALS = Kind(
    "row", N_("The row is a line of totals: “{text}”."), N_("The row was left out: totals are computed."),
)  # fmt: skip
GOES_ON = Kind(
    "row", N_("The row has no number and no figures: “{text}”."), N_("It goes on the row above it."),
)  # fmt: skip
WENT_ON = Kind(
    "row", N_("The row was parted by the end of a page."), N_("It goes on the row above it: “{text}”."),
    _NOTHING, is_open=False,
)  # fmt: skip
NO_NUMBER = Kind(
    "number", N_("The row has no number, and its figures do not say what it belongs to."),
    N_("It stands below {above} as a row of its own: {code}."),
)  # fmt: skip
NUMBER_TWICE = Kind(
    "number", N_("The number {number} is printed twice in one section."),
    N_("From its place between the rows: {code}."),
)  # fmt: skip
NUMBER_UNREAD = Kind(
    "number", N_("The number is not understood: “{number}”."), N_("The code was left empty."),
    N_("Write a code into the table and answer “tuzatildi”."),
)  # fmt: skip
NUMBER_MISSING = Kind(
    "number", N_("The row has no number."), N_("The code was left empty."),
    N_("Write a code into the table and answer “tuzatildi”."),
)  # fmt: skip
NO_CODE = Kind(
    "number", N_("The number {number} is printed twice in one section."), N_("The code was left empty."),
    N_("Write a code into the table and answer “tuzatildi”."),
)  # fmt: skip
ALIKE = Kind(
    "code", N_("The title differs from the usual one of {code}: “{usual}”."),
    N_("It is the item {code}, on which reports are made."),
)  # fmt: skip
OTHER_WORK = Kind(
    "code", N_("The printed number {number} is that of another work in the usual plan: “{usual}”."),
    N_("It is a work of its own, with the code {code}: the usual reports do not count it."),
)  # fmt: skip
NEW_ITEMS = Kind(
    "code",
    N_("Not in the usual plan: {items}. The paper does not say how their figures are gathered."),
    N_("Each month is typed, and months are added up."),
    N_(
        "Look at the columns “Jamlash”, “Manba”, “Kiritish” of these rows, mend them where they are not so, "
        "and answer “ha”."
    ),
)
NOT_A_SUM = Kind(
    "total", N_("{column}: {total}, but its parts together are {sum}."),
    N_("All figures were kept as they are printed."),
)  # fmt: skip
TOTAL_OR_NOT = Kind(
    "total", N_("Its figures do not say whether it is the sum of the rows below it: {parts}."),
    N_("It is taken for “{kind}”."),
)  # fmt: skip

QUARTERS_APART = Kind(
    "total", N_("{column}: {total}, but the quarters together are {sum}."),
    N_("All figures were kept as they are printed."),
)  # fmt: skip
QUARTERS_ALONE = Kind(
    "total", N_("The quarters have figures, the year has none. The quarters together are {sum}."),
    N_("The year’s figure was left empty."), _WRITE,
)  # fmt: skip

# What a word left open

_OWN_UNIT, _OWN_SERVICE = N_("It is a unit of its own."), N_("It is a service of its own.")
UNKNOWN_UNIT = Kind("unit", N_("The unit “{text}” is on no list. Rows: {items}."), _OWN_UNIT)
LIKE_A_UNIT = Kind(
    "unit", N_("The unit “{text}” is on no list. The nearest one: “{nearest}”. Rows: {items}."), _OWN_UNIT
)
UNKNOWN_SERVICE = Kind("service", N_("“{text}” is on no list of services. Rows: {items}."), _OWN_SERVICE)
LIKE_A_SERVICE = Kind(
    "service", N_("“{text}” is on no list of services. The nearest one: “{nearest}”. Rows: {items}."),
    _OWN_SERVICE,
)  # fmt: skip
DUE_UNREAD = Kind(
    "due", N_("When the work is done is not understood: “{text}”."),
    N_("The text was kept; the months in which figures are expected are not known."),
    N_("Write the months into “Oyna” (such as “I chorak”) and answer “tuzatildi”."),
)  # fmt: skip

# What the form itself left open

NO_SECTION = Kind(
    "section", N_("The section has no Roman number: “{text}”."), N_("By its place it is section {code}."),
)  # fmt: skip
SECTIONLESS = Kind(
    "section", N_("No heading of a section stands above the first rows."), N_("They are in section I."),
)  # fmt: skip
UNKNOWN_COLUMN = Kind(
    "column", N_("The column “{column}” is not known. In it stands, for instance: “{text}”."),
    N_("The column was left out."),
)  # fmt: skip
NO_COLUMN = Kind(
    "column", N_("There is no column “{column}”."), N_("It was left empty in all rows."), _WRITE,
)  # fmt: skip
COLUMN_BY_PLACE = Kind(
    "column", N_("The column left of the titles has no heading."), N_("It holds the numbers."), _NOTHING,
    is_open=False,
)  # fmt: skip
OTHER_YEAR = Kind(
    "year", N_("The document says that it is the plan of {year}."),
    N_("It was taken for the plan of {asked}, as asked for."),
)  # fmt: skip
OTHER_TABLE = Kind(
    "table", N_("Another table stands in the document: “{text}”."), N_("It was left out."),
)  # fmt: skip
SMALL_TABLE = Kind(
    "table", N_("A table without the plan’s columns: “{text}”."), N_("It was left out."), _NOTHING,
    is_open=False,
)  # fmt: skip
OTHER_PLAN = Kind(
    "table", N_("A second plan stands in the document (its year: {year})."), N_("It was left out."),
)  # fmt: skip
MORE_SECTIONS = Kind(
    "table", N_("Other sections of the plan stand on this sheet: {sections}."),
    N_("They go on the plan."),
)  # fmt: skip
SIGNED = Kind(
    "row", N_("A signature: “{text}”."), N_("It was left out."), _NOTHING, is_open=False,
)  # fmt: skip
TEXT_LEFT = Kind(
    "row", N_("Of the document: {text}"), N_("It was left out."), is_open=True,
)  # fmt: skip
WHOSE = Kind(
    "organisation", N_("Above the plan stands whose it is."), N_("The organisation: {name}."), _NOTHING,
    is_open=False,
)  # fmt: skip
MISSING_ITEMS = Kind(
    "code", N_("Of the usual plan these are not in it: {items}."), N_("They are not planned."), _NOTHING,
    is_open=False,
)  # fmt: skip
COUNTED = Kind(
    "row", N_("Read: {rows} rows of the plan in {sections} sections."),
    N_("Hold the count against the paper."), _NOTHING, is_open=False,
)  # fmt: skip

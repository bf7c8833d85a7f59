"""Put right the blanks, unseen signs and apostrophes of codes and names. Never a figure.

The rules TXT01 and TXT04 say where it is needed, ``check --fix`` does it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.cyrillic import plain_letters
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold_header, plain_signs, tidy
from akmxl.core.unseen import odd_signs, without_breaks
from akmxl.plan import registers
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from akmxl.workbook.plan_file import PlanFile, SheetView

# The columns that hold codes and names: what lists, filters and look-ups compare.
_NAMING = {
    layout.PLAN: ("code", "name", "unit", "due", "responsible"),
    layout.MONTHLY: ("code",),
    registers.EVENTS: ("event_kind", "title", "place", "partner", "responsible"),
    registers.TRAINING: ("code", "person", "post", "course", "organiser"),
    registers.PRESS: ("code", "author", "title", "publication", "record_kind"),
    registers.LISTS: ("list_kind", "code", "title", "document"),
    registers.JOURNAL: ("report", "period"),
}
# Further columns whose words are read or compared, in any spelling and on several lines.
_READ = {
    layout.PLAN: ("printed_no", "kind", "adds_up", "source", "rhythm", "window", "to_confirm"),
    registers.TRAINING: ("hours", "result"),
    registers.LISTS: ("details",),
    registers.JOURNAL: ("title", "recipient", "number", "way", "items"),
    layout.LAST_YEAR: ("code",),
    **{str(table.table): table.fields for table in layout.SETTINGS_TABLES},
}
_SINGLE = (layout.FIRST_PERIOD, layout.WORK_WEEK, layout.CENTRE_CODE)
_NAMED = (*(name for name, _ in layout.ORGANISATION.values()), *_SINGLE)


class Mend(NamedTuple):
    """One cell's text as it stands and as it should; ``by_hand`` where only a person can put it right.

    ``day`` is the date that a text becomes, ``number`` the number; ``heading``: it is a table's heading,
    which formulas name.
    """

    place: Place
    before: str
    after: str
    by_hand: bool = False
    day: date | None = None
    heading: bool = False
    number: int | None = None


def mends(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells of codes and names whose text is not tidy, sheet by sheet."""
    found = [
        Mend(view.place(row, field), text, after)
        for view, field in naming_columns(file)
        for row, text in typed_texts(view, field).items()
        if (after := tidy(text)) and after != text
    ]
    found += (mend for mend in odd_signs_elsewhere(file) if not mend.by_hand)
    odd = {mend.place for mend in found}
    found += (mend for mend in letters_in_headings(file) if not mend.by_hand and mend.place not in odd)
    found.sort(key=lambda mend: mend.place.sheet)
    for _sheet, own in groupby(found, lambda mend: mend.place.sheet):
        yield from sorted(own, key=lambda mend: mend.place)


def naming_columns(file: PlanFile) -> Iterator[tuple[SheetView, str]]:
    """Return view and field of every column of codes and names."""
    return ((file.views[sheet], field) for sheet, fields in _NAMING.items() for field in fields)


def odd_signs_elsewhere(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells beside codes and names in which signs stand that nobody sees.

    These are headings, words of the plan and of Sozlamalar, the organisation's block. The heading of a table
    stands in formulas too: where these cannot follow, only a person can change it, in Excel.
    """
    for key, view in file.views.items():
        table = file.workbook.tables.get(str(view.layout.table))
        yield from _odd_heading_cells(view) if table else ()
        for place, text in _headings(view) if odd_signs("\n".join(view.titles.values())) else ():
            if odd_signs(text):
                from akmxl.workbook.table_headings import can_be_plain  # late: hardly any heading is odd

                by_hand = table is not None and not can_be_plain(file, table, text)
                mend = _mend(place, _whole_heading(file, view, text))
                yield mend._replace(before=text, by_hand=by_hand, heading=table is not None)
        for field in _READ.get(key, ()):
            different = set(view.values(field).values())
            if odd_signs("\n".join(text for text in different if type(text) is str)):
                texts = typed_texts(view, field).items()
                yield from (_mend(view.place(row, field), text) for row, text in texts if odd_signs(text))
    for place, text in named_texts(file):
        if odd_signs(text):
            yield _mend(place, text)


def texts_elsewhere(file: PlanFile, sign: str) -> Iterator[tuple[Place, str]]:
    """Yield the typed texts beside codes and names, headings apart, in which a sign stands."""
    for key, view in file.views.items():
        for field in _READ.get(key, ()):
            if any(type(text) is str and sign in text for text in set(view.values(field).values())):
                texts = typed_texts(view, field).items()
                yield from ((view.place(row, field), text) for row, text in texts if sign in text)
    yield from ((place, text) for place, text in named_texts(file) if sign in text)


def letters_in_headings(file: PlanFile) -> Iterator[Mend]:
    """Yield the headings that are read as meant, though letters of another alphabet stand in their words."""
    for view in file.views.values():
        table = file.workbook.tables.get(str(view.layout.table))
        for place, text in _headings(view) if any(not t.isascii() for t in view.titles.values()) else ():
            after = plain_letters(text)
            if after != text and fold_header(after) == fold_header(text):
                from akmxl.workbook.table_headings import can_be_plain  # late: as above

                by_hand = table is not None and not can_be_plain(file, table, text, after)
                yield Mend(place, text, after, by_hand, heading=table is not None)


def _mend(place: Place, text: str) -> Mend:
    return Mend(place, text, "\n".join(plain_signs(line) for line in text.split("\n")))


def _odd_heading_cells(view: SheetView) -> Iterator[Mend]:
    """Yield the cells of a table's headings that have such signs while the table itself has none."""
    for column, title in view.titles.items():
        said = view.at(view.header_row, column).value
        if said != title and isinstance(said, str) and odd_signs(said) and not odd_signs(title):
            yield Mend(Place(view.name, view.header_row, column), said, title, heading=True)


def _whole_heading(file: PlanFile, view: SheetView, text: str) -> str:
    """Return a heading without the breaks inside its words, where it is known so and not with blanks."""
    whole = without_breaks(text)
    if whole is text:
        return text
    sectors = file.views[str(layout.SECTORS.table)].values("sector").values()
    known = {fold_header(name) for name in sectors if type(name) is str}
    known |= frozenset().union(*(column.spellings for column in view.layout.columns))
    broken = fold_header(plain_signs(text)) not in known and fold_header(whole) in known
    return whole if broken else text


def _headings(view: SheetView) -> Iterator[tuple[Place, str]]:
    """Yield the headings of a view, each with its cell."""
    for column, title in view.titles.items():
        yield view.heading_place(column), title


def named_texts(file: PlanFile) -> Iterator[tuple[Place, str]]:
    """Yield the cells of the organisation's block and the first settings that hold a typed text."""
    for name in _NAMED:
        place, cell = file.named_place(name), file.named_cell(name)
        if place and isinstance(cell.value, str) and cell.formula is None:
            yield place, cell.value


def typed_texts(view: SheetView, field: str) -> dict[int, str]:
    """Return row -> text, in the data rows of a column; formulas are left out."""
    formulas = view.grid.formulas(view.columns.get(field, 0))
    return {
        row: value
        for row, value in view.values(field).items()
        if type(value) is str and view.first_row <= row <= view.last_row and row not in formulas
    }

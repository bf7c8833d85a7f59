"""Hold a row of a register beside the others of its register: what all of them have, this one has too."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.alike import names_in_column
from akmxl.rules.figures import cell_hit
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.model import Record
    from akmxl.rules.alike import Name

TITLE, PLACE = N_("Rows beside the others"), 112

_LEAST = 3  # rows that show a habit
_TIMES = 3  # so many times more rows have it than have it not
_NAMED_BY = ((registers.EVENTS, "title", "event_kind"), (registers.TRAINING, "course", "code"))


@rule(
    "XSH24",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}”; the other rows of this name ({count}) have “{usual}”."),
    N_("Choose what the other rows have; if this one is of another kind, leave it."),
    unless=("REF08", "REF34", "TXT09"),
)
def rows_of_one_name_count_alike(case: Case) -> Iterator[Hit]:
    """Events of one name, and trainings in one course, count for the same items: where three or more do, and
    three times as many as do not; or two do, and the other row has what stands above it.

    Why: the kind that was dragged down one row too far moves the event into another item's figure.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Navro‘z     |
        | 2025-03-11 | Ko‘rgazma   | Navro‘z     |
        | 2025-03-18 | Ko‘rgazma   | Navro‘z     |
        | 2025-03-25 | Ko‘rgazma   | Navro‘z     |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi               | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma                 | Navro‘z     |
        | 2025-03-11 | Ko‘rgazma                 | Navro‘z     |
        | 2025-03-18 | Ko‘rgazma                 | Navro‘z     |
        | 2025-03-25 | Ko‘chma kutubxona tadbiri | Navro‘z     |  XSH24
    """
    for register, name, field in _NAMED_BY:
        names = names_in_column(case, register, name)
        groups: defaultdict[Name, list[Record]] = defaultdict(list)
        for record in () if names.all_different else case.plan.records[register]:
            if record.codes and record.date and (own := names.of(record)):
                groups[own].append(record)
        for rows in groups.values():
            if len({record.codes for record in rows}) > 1:
                yield from _of_other_items(case, rows, field)


def _of_other_items(case: Case, rows: list[Record], field: str) -> Iterator[Hit]:
    counts = Counter(record.codes for record in rows)
    codes, most = counts.most_common(1)[0]
    if most < max(_LEAST, _TIMES * (len(rows) - most)) and not _copied_down(case, rows, codes, field):
        return
    usual = next(text_of(one.values.get(field)) for one in rows if one.codes == codes)
    for record in rows:
        if record.codes != codes:
            value = text_of(record.values.get(field))
            yield cell_hit(case, record, field, value, count=most, usual=usual)


def _copied_down(case: Case, rows: list[Record], codes: tuple[str, ...], field: str) -> bool:
    """Tell whether all rows but one, two at least, have one kind, and that one the kind of the row above."""
    odd = [record for record in rows if record.codes != codes]
    if len(odd) != 1 or len(rows) < _LEAST or len({one.values.get(field) for one in rows}) != 2:
        return False
    above = case.view(odd[0].register).values(field).get(odd[0].row - 1)
    return above is not None and above == odd[0].values.get(field)


@rule(
    "XSH25",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the code {code} has “{usual}” ({count} rows), this row “{value}”."),
    N_("Choose the kind or the code anew; if the row is right, leave it."),
    unless=("REF08", "REF34", "REF50", "TXT09"),
    silences=("REF13", "LIB06"),
)
def kind_and_code_go_together(case: Case) -> Iterator[Hit]:
    """A row of a list is of the kind that the other rows of its code are, where these are four or more.

    Why: the forms list contracts and participants by their kind, the figures count them by their code; a row
    in which the two differ is in one of them and not in the other.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       |
        | 2025-03-04 | Shartnoma    | '19.1 | 2-maktab | 1       |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi        | Kod   | Nomi     | Miqdori |
        | 2025-03-03 | Shartnoma           | '19.1 | 1-maktab | 1       |
        | 2025-03-04 | Shartnoma           | '19.1 | 2-maktab | 1       |
        | 2025-03-05 | Shartnoma           | '19.1 | 3-maktab | 1       |
        | 2025-03-06 | Shartnoma           | '19.1 | 4-maktab | 1       |
        | 2025-03-07 | Tadbir ishtirokchisi | '19.1 | 5-maktab | 1       |  XSH25
    """
    rows = [one for one in case.plan.records[registers.LISTS] if one.codes and one.values.get("list_kind")]
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record in rows:
        kinds[record.codes[0]][text_of(record.values.get("list_kind"))] += 1
    for record in rows:
        kind, own = text_of(record.values.get("list_kind")), kinds[record.codes[0]]
        usual, most = own.most_common(1)[0]
        if kind != usual and len(own) == 2 and own[kind] == 1 and most > _LEAST:
            hit = cell_hit(case, record, "list_kind", kind, code=record.codes[0], usual=usual, count=most)
            yield hit


@rule(
    "LIB11",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value}; in all other rows of the kind “{kind}” ({count}): {usual}."),
    N_("Check the quantity; if it is right, leave it."),
    unless=("LIB06", "XSH25"),
)
def quantity_as_in_the_others(case: Case) -> Iterator[Hit]:
    """A row of a list has the quantity 1 where all others of its kind have, four of them or more.

    Why: dragging the cell down makes 1, 2, 3 of three contracts, and six of them are in force.

    Okay:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       |
        | 2025-03-04 | Shartnoma    | '19.1 | 2-maktab | 2       |
    Bad:
        Royxatlar
        | Sana       | Ro‘yxat turi | Kod   | Nomi     | Miqdori |
        | 2025-03-03 | Shartnoma    | '19.1 | 1-maktab | 1       |
        | 2025-03-04 | Shartnoma    | '19.1 | 2-maktab | 1       |
        | 2025-03-05 | Shartnoma    | '19.1 | 3-maktab | 1       |
        | 2025-03-06 | Shartnoma    | '19.1 | 4-maktab | 1       |
        | 2025-03-07 | Shartnoma    | '19.1 | 5-maktab | 2       |  LIB11
    """
    kinds: defaultdict[object, list[Record]] = defaultdict(list)
    for record in case.plan.records[registers.LISTS]:
        if record.quantity > 0 and record.date:
            kinds[record.values.get("list_kind")].append(record)
    for kind, rows in kinds.items():
        odd = [record for record in rows if record.quantity != 1]
        same = len(rows) - len(odd)
        if odd and same > _LEAST and (len(odd) == 1 or (_is_series(odd) and same >= len(odd))):
            for record in odd:
                yield cell_hit(
                    case, record, "quantity", record.quantity, kind=text_of(kind), count=same, usual=1
                )


def _is_series(rows: list[Record]) -> bool:
    """Tell whether the quantities go up by one from row to row, as where a cell was dragged down."""
    return [record.quantity for record in rows] == list(range(2, 2 + len(rows)))


_TEXTS = {
    registers.EVENTS: ("title", "place", "responsible"),
    registers.TRAINING: ("person", "post", "course", "organiser"),
    registers.PRESS: ("author", "title", "record_kind"),
    registers.LISTS: ("title", "details"),
}


@rule(
    "XSH26",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” stands elsewhere in the column “{label}” ({count} rows)."),
    N_("Put each word into its own column."),
    unless=("REF52", "REF64"),
)
def texts_in_their_columns(case: Case) -> Iterator[Hit]:
    """No name, person or place stands in another column than in all other rows, where it does so in two.

    Why: a line of the report then has the reading room for the title of the event.

    Okay:
        Malaka
        | Sana       | Kod | Xodim    | Lavozimi      | Kurs yoki sinov  |
        | 2025-03-03 | '31 | A. Karim | Kutubxonachi  | Elektron katalog |
        | 2025-03-10 | '31 | B. Salim | Kutubxonachi  | Fond             |
        | 2025-03-11 | '31 | D. Olim  | Kutubxonachi  | Fond             |
    Bad:
        Malaka
        | Sana       | Kod | Xodim        | Lavozimi     | Kurs yoki sinov  |
        | 2025-03-03 | '31 | A. Karim     | Kutubxonachi | Elektron katalog |
        | 2025-03-10 | '31 | B. Salim     | Kutubxonachi | Fond             |
        | 2025-03-11 | '31 | Kutubxonachi | D. Olim      | Fond             |  XSH26
    """
    for register, fields in _TEXTS.items():
        if _all_in_their_columns(case, register, fields):
            continue
        texts = {field: _counted(case, register, field) for field in fields}
        for record in case.plan.records[register]:
            found = list(_elsewhere(record, texts))
            if found:
                field, value, other, count = found[0]
                covers = tuple(record.places[one] for one, *_ in found[1:])
                hit = cell_hit(
                    case, record, field, value, label=case.view(register).title(other), count=count
                )
                yield Hit(hit.place, hit.item, hit.period, hit.value, hit.subject, params=hit.params,
                          covers=covers)  # fmt: skip


def _all_in_their_columns(case: Case, register: str, fields: Iterable[str]) -> bool:
    """Tell whether no text stands in two columns, as nearly always."""
    texts = [set(case.texts(case.view(register), field)) for field in fields]
    return all(one.isdisjoint(other) for one, other in combinations(texts, 2))


def _counted(case: Case, register: str, field: str) -> Counter[str]:
    return Counter(value for value in case.view(register).values(field).values() if type(value) is str)


def _elsewhere(record: Record, texts: dict[str, Counter[str]]) -> Iterator[tuple[str, str, str, int]]:
    """Yield the columns of a row whose text other rows have in another column, and never in this one."""
    for field, own in texts.items():
        value = record.values.get(field)
        if type(value) is not str or own[value] != 1 or field not in record.columns:
            continue
        for other, counts in texts.items():
            if other != field and counts[value] > 1 and record.values.get(other) != value:
                yield field, value, other, counts[value]
                break


_FILLED = {
    registers.EVENTS: ("place", "responsible"),
    registers.TRAINING: ("post", "organiser", "result"),
    registers.PRESS: ("publication", "year_published", "record_kind"),
}
_FOUR = 4  # of five rows


@rule(
    "REF70",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{label}” is empty; the other rows have it."),
    N_("Write it; if there is none, a dash."),
    unless=("REF52", "REF34", "REF09", "TMP17"),
)
def filled_as_in_the_others(case: Case) -> Iterator[Hit]:
    """A row has a place, an organiser, a publication or a year where four of five rows of the register have
    one; a row of a list the number of its document, where those of its kind have.

    Why: the report lists the row with a hole in it, and nobody remembers at the year's end.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Nashr |
        | 2025-03-03 | '22 | Birinchi | ~     |
        | 2025-03-04 | '22 | Ikkinchi | № 4   |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha   | Nashr |
        | 2025-03-03 | '22 | Birinchi   | № 3   |
        | 2025-03-04 | '22 | Ikkinchi   | № 4   |
        | 2025-03-05 | '22 | Uchinchi   | № 5   |
        | 2025-03-06 | '22 | To‘rtinchi | № 6   |
        | 2025-03-07 | '22 | Beshinchi  | ~     |  REF70
    """
    for register, fields in _FILLED.items():
        rows = [one for one in case.plan.records[register] if one.codes and one.date]
        told: dict[int, Hit] = {}
        for field in fields:
            for record in _holes(case, register, rows, field):
                hit = told.get(record.row) or cell_hit(
                    case, record, field, label=case.view(register).title(field)
                )
                told[record.row] = hit._replace(covers=(*hit.covers, record.places[field]))
        yield from told.values()
    kinds: defaultdict[object, list[Record]] = defaultdict(list)
    for record in case.plan.records[registers.LISTS]:
        if record.date and record.quantity > 0:
            kinds[record.values.get("list_kind")].append(record)
    label = case.view(registers.LISTS).title("document")
    for rows in kinds.values():
        for record in _holes(case, registers.LISTS, rows, "document"):
            yield cell_hit(case, record, "document", label=label)


def _holes(case: Case, register: str, rows: list[Record], field: str) -> list[Record]:
    """Return the rows in which a column is empty that four of five have filled."""
    view = case.view(register)
    if field not in view.columns:
        return []
    values = view.values(field)
    blanks = {text for text in case.texts(view, field) if not text_of(text)} | {None}
    blank = [record for record in rows if values.get(record.row) in blanks]
    return blank if len(rows) - len(blank) >= _FOUR * len(blank) else []


_ROWS = 10  # records that show of which years a register is
_RECENT, _OLD = 2, 5  # years before the plan's


@rule(
    "LIB12",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value}; the years of all other records: {years}."),
    N_("Check the year; if the record is so old, leave it."),
    unless=("TYP15",),
)
def year_as_of_the_others(case: Case) -> Iterator[Hit]:
    """A record is not alone with a year long past, where ten others or more are of the last three years.

    Why: 2015 for 2025 is one key beside the other, and the list of new records is judged by its years.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili |
        | 2025-03-03 | '22 | Birinchi | 2015 |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha | Yili |
        | 2025-03-01 | '22 | A-maqola | 2025 |
        | 2025-03-02 | '22 | B-maqola | 2025 |
        | 2025-03-03 | '22 | D-maqola | 2025 |
        | 2025-03-04 | '22 | E-maqola | 2024 |
        | 2025-03-05 | '22 | F-maqola | 2025 |
        | 2025-03-06 | '22 | G-maqola | 2025 |
        | 2025-03-07 | '22 | H-maqola | 2025 |
        | 2025-03-08 | '22 | I-maqola | 2025 |
        | 2025-03-09 | '22 | J-maqola | 2025 |
        | 2025-03-10 | '22 | K-maqola | 2025 |
        | 2025-03-11 | '22 | L-maqola | 2015 |  LIB12
    """
    typed = case.view(registers.PRESS).values("year_published")
    years = {row: value for row, value in typed.items() if type(value) is int}
    recent = [year for year in years.values() if year >= case.plan.year - _RECENT]
    if len(recent) < max(_ROWS, len(years) - 1):
        return
    for record in case.plan.records[registers.PRESS] if len(recent) < len(years) else ():
        year = years.get(record.row, case.plan.year)
        if year <= case.plan.year - _OLD:
            years_of_others = "–".join(map(str, sorted({min(recent), max(recent)})))
            yield cell_hit(case, record, "year_published", str(year), years=years_of_others)

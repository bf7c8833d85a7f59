"""Look at a sample of an export without a profile: where its heading stands, and what its columns hold."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold, fold_header, tidy
from akmxl.importers.days import ORDERS, read_day, read_month
from akmxl.importers.heading import SEARCHED, is_tier, months_of, titles_of
from akmxl.importers.numbers import is_nothing, read_count, text_in
from akmxl.importers.row_kinds import is_numbered, led_by
from akmxl.plan.period_words import read_sure_day
from akmxl.workbook.reading.figures import looks_like_a_code, read_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from akmxl.importers.sources.table import Row, SourceTable
    from akmxl.plan.model import Plan

LOOKED_AT = 5000  # rows of a sample
DAY, MONTH, NUMBER, CODE, EVENT_KIND, LIST_KIND, SECTOR, NAMES, TEXT = (
    "day", "month", "number", "code", "event_kind", "list_kind", "sector", "names", "text",
)  # fmt: skip
_MOST = 0.9  # of a column's values: what they are
_FEW = 4  # values of a short column, of which one may be a slip
_SOME = 0.6  # of what is known by a list of the plan, or looks like names: others may be misspelt
_DEEPEST = 3  # rows of a heading
_SHOWN, _LONGEST = 3, 30  # samples of a column, signs of one

# Whose data nobody needs for a figure: by the heading, and by what the cells look like.
_PERSONAL = lazily(
    r"\bf\.? ?i\.? ?(?:sh|o)\b|\bfio\b|famil|\bism|otasining ismi|\bimya|otchestvo|^name$|full name|surname|"
    r"pas+port|jshshir|pinfl|\binn\b|\bstir\b|telefon|\btel\b|phone|mobil|e-?mail|pochta|manzil|adres|address|"
    r"tugilgan|rojdeniya|birth|kitobxon(?!lar)|foydalanuvchi(?!lar)|chitatel(?!i|y)|\breader\b|patron|"
    r"borrower|azo(?:si|lik)? (?:raqami|kartasi)|bilet|card ?n|karta"
)
_SECRET = lazily(
    r"[A-Z]{2} ?\d{7}|\d{14}|\+?998[ -]?\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|[^@\s]+@[^@\s]+\.\w+"
)
_NAME = lazily(
    r"[^\W\d_]+(?:ov|ova|ev|eva|yev|yeva|skiy|skaya)\b.+|.*\b[^\W\d_]+(?:vich|vna|ogli|qizi|ugli|kizi)\b.*|"
    r"[^\W\d_]+ [^\W\d_]\. ?[^\W\d_]\.?"
)
_OF_READERS = lazily(r"kitobxon|azolar|\bazo\b|foydalanuvchi|chitatel|polzovatel|reader|patron|borrower")

# The words that lead rows of totals, and others that are no data.
TOTALS = ("Jami", "Hammasi", "Umumiy", "Всего", "Итого", "Total", "Grand total", "Sum")
OTHERS = (
    "Oy boshiga", "Oy boshidan", "Yil boshidan", "Yil boshiga", "Davr boshiga", "O‘rtacha", "На начало",
    "С начала", "На конец", "В среднем", "Average",
)  # fmt: skip


@dataclass(frozen=True)
class ColumnSample:
    """A column of a sample: its place (from 0), heading, how many of its cells are filled (0 to 1), samples.

    ``ends`` is what the lower rows of its heading say, the longer one first, where no other column ends so.
    ``kind`` says what its values are. ``personal``: they are data of persons, and no sample is shown;
    ``secret``: of a kind that stands in no sheet, such as a passport's number. ``values`` are the different
    values there are, ``distinct``: no two cells are alike.
    """

    place: int
    title: str
    ends: tuple[str, ...]
    filled: float
    samples: tuple[str, ...]
    kind: str
    personal: bool
    secret: bool
    values: tuple[object, ...]
    distinct: bool


@dataclass(frozen=True)
class Sample:
    """A table of a sample: its heading of so many rows, its columns, the rows that are data.

    ``led`` are the words of rows that are no data, ``months`` the columns headed with a month alone.
    ``whole``: all rows were looked at.
    """

    table: SourceTable
    depth: int
    columns: tuple[ColumnSample, ...]
    months: Mapping[int, int]
    rows: tuple[Row, ...]
    totals: tuple[str, ...]
    others: tuple[str, ...]
    whole: bool
    of_readers: bool


def look(table: SourceTable, plan: Plan) -> Sample | None:
    """Look at a table; None where it has no heading over columns of data."""
    rows = list(islice(table.read(), LOOKED_AT + 1))
    whole = len(rows) <= LOOKED_AT
    found = _heading(rows[:LOOKED_AT])
    if found is None:
        return None
    start, depth = found
    block = [cells for _, cells in rows[start : start + depth]]
    titles = titles_of(block, " ")
    data, totals, others = _parted(rows[start + depth :], titles)
    ends = [_alone(titles_of(block[above:], " ")) for above in range(1, depth)]
    columns = tuple(
        _column(place, title, tuple(one[place] for one in ends if place in one), data, plan)
        for place, title in sorted(titles.items())
    )
    above = " ".join(text_in(value) for _, cells in rows[: start + depth] for value in cells)
    of_readers = _OF_READERS.search(fold(above)) is not None
    return Sample(table, depth, columns, months_of(titles), tuple(data), totals, others, whole, of_readers)


def _heading(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Return where the heading begins and of how many rows it is: texts over columns of data."""
    best, most = None, (0, 0)
    for start in range(min(len(rows), SEARCHED)):
        for depth in range(1, _DEEPEST + 1):
            block = [cells for _, cells in rows[start : start + depth]]
            if len(block) < depth or not all(map(_is_words, block)):
                break
            below = [cells for _, cells in rows[start + depth : start + depth + 20]]
            if not below or (_is_words(below[0]) and any(not _is_words(cells) for cells in below)):
                continue  # the row below belongs to the heading, or is the heading
            titles = titles_of(block, " ")
            over = sum(any(_is_filled(cells, place) for cells in below) for place in titles)
            if over > 1 and (over, -depth) > most:
                best, most = (start, depth), (over, -depth)
    return best


def _is_words(cells: Sequence[object]) -> bool:
    return is_tier(cells) and not any(
        isinstance(value, str) and read_sure_day(tidy(value)) is not None for value in cells
    )


def _is_filled(cells: Sequence[object], place: int) -> bool:
    return place < len(cells) and tidy(text_in(cells[place])) != ""


def _parted(
    rows: Iterable[Row], titles: Mapping[int, str]
) -> tuple[list[Row], tuple[str, ...], tuple[str, ...]]:
    """Part the rows that are data from those of totals and column numbers; return also the totals' words."""
    width = max(titles, default=0) + 1
    tests = {word: led_by((word,)) for word in (*TOTALS, *OTHERS)}
    data: list[Row] = []
    words: set[str] = set()
    for row, cells in rows:
        padded = [*cells, *(None,) * (width - len(cells))]
        led = [word for word, test in tests.items() if test(padded)]
        words.update(led)
        blank = not any(_is_filled(padded, place) for place in titles)
        if not led and not blank and not (not data and is_numbered(padded, len(titles))):
            data.append((row, padded))
    totals, others = (tuple(word for word in known if word in words) for known in (TOTALS, OTHERS))
    return data, totals, others


def _alone(texts: Mapping[int, str]) -> dict[int, str]:
    """Return the texts by place, without those that stand there twice."""
    folded = [fold_header(text) for text in texts.values()]
    return {place: text for place, text in texts.items() if folded.count(fold_header(text)) == 1}


def _column(place: int, title: str, ends: tuple[str, ...], rows: Sequence[Row], plan: Plan) -> ColumnSample:
    values = [cells[place] for _, cells in rows if _is_filled(cells, place)]
    different = tuple(dict.fromkeys(value for value in values if value is not True and value is not False))
    kind = _kind(different, plan)
    texts = [tidy(text_in(value)) for value in different]
    secret = bool(texts) and sum(map(bool, map(_SECRET.fullmatch, texts))) > _SOME * len(texts)
    personal = secret or kind == NAMES or (
        kind in (TEXT, NUMBER, DAY) and _PERSONAL.search(fold_header(title)) is not None
    )  # fmt: skip
    samples = () if personal else tuple(text[:_LONGEST] for text in texts[:_SHOWN])
    return ColumnSample(
        place, title, ends, len(values) / len(rows) if rows else 0.0, samples, kind, personal, secret,
        different, len(different) == len(values),
    )  # fmt: skip


def _kind(values: Sequence[object], plan: Plan) -> str:
    """Tell what a column's values are; the plan's own words go before figures, figures before texts."""
    said = [value for value in values if not is_nothing(value)]
    if not said:
        return TEXT
    settings = plan.settings
    words: tuple[tuple[str, Iterable[str]], ...] = (
        (EVENT_KIND, settings.event_kind_names),
        (LIST_KIND, settings.list_kinds),
        (SECTOR, (*settings.sectors, *settings.sector_spellings)),
    )
    texts = [fold(text_in(value)) for value in said]
    for kind, known in words:
        folded = set(map(fold, known))
        if sum(text in folded for text in texts) >= _SOME * len(texts):
            return kind
    for kind, is_one in _tests(plan):
        if _is_most(sum(map(is_one, said)), len(said)):
            return kind
    names = sum(_NAME.fullmatch(text) is not None for text in texts)
    return NAMES if names >= _SOME * len(texts) else TEXT


def _is_most(these: int, all_values: int) -> bool:
    """Tell whether nearly all values are of a kind; of a few, one may be a slip."""
    return these >= _MOST * all_values or (all_values >= _FEW and these >= all_values - 1)


def _tests(plan: Plan) -> Iterator[tuple[str, Callable[[object], bool]]]:
    yield DAY, lambda value: any(read_day(value, order) for order in ORDERS)
    yield CODE, lambda value: (
        isinstance(value, str) and looks_like_a_code(code := read_code(value)) and code in plan.items
        and not code.isdecimal()
    )  # fmt: skip
    yield NUMBER, lambda value: any(read_count(value, sign) is not None for sign in ("", ",", "."))
    yield MONTH, lambda value: isinstance(value, str) and read_month(value, "KOY", plan.year) is not None

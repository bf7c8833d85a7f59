"""Find the columns of figures that a draft sends nowhere, and what each of them may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.likeness import likeness
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold_header
from akmxl.importers.numbers import read_count
from akmxl.importers.sample import NUMBER, TOTALS
from akmxl.importers.sector_words import sectors_like

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from akmxl.importers.sample import ColumnSample, Sample

_LIKE = 0.55  # a heading may mean what it is so like
_NUMBERS = lazily(
    r"^#|^n$|\bno\b|\bt/ ?r\b|\bp/ ?p\b|raqam|nomer|\bid\b|\bkodi?\b|\bcode\b|\binv\b|shtrix|barcode|isbn|"
    r"issn|^(?:god|yili?|year)\b|\b(?:nashr yili|god izdaniya)\b|narx|\bsena\b|price|\budk\b|\bbbk\b"
)
_FEWEST = 3  # rows that are numbered


class Known(NamedTuple):
    """What a column of figures may be: our name with its spellings, and the item that it stands for."""

    name: str
    spellings: Sequence[str]
    code: str = ""


def figures_in(sample: Sample) -> Iterator[ColumnSample]:
    """Yield the columns of whole numbers that may be figures: no row's number, code, year or total."""
    numbers = [column for column in sample.columns if column.kind == NUMBER and not column.personal]
    for column in numbers:
        total = len(numbers) > 1 and fold_header(column.title) in map(fold_header, TOTALS)
        named = _NUMBERS.search(fold_header(column.title)) is not None
        if not (total or named or _numbers_rows(column, sample)):
            yield column


def candidates(title: str, known: Iterable[Known], sectors: Collection[str]) -> tuple[Known, ...]:
    """Return what a heading may mean, the likeliest first; ``sectors`` are those among the names."""
    known = tuple(known)
    meant = sectors_like(title, sectors)
    marks = {
        one.name: 1 - meant.index(one.name) / 100
        if one.name in meant
        else max((likeness(title, word) for word in one.spellings), default=0.0)
        for one in known
    }
    return tuple(sorted((one for one in known if marks[one.name] >= _LIKE), key=lambda one: -marks[one.name]))


def _numbers_rows(column: ColumnSample, sample: Sample) -> bool:
    """Tell whether the first column says 1, 2, 3 ..."""
    counted = [read_count(value) for value in column.values]
    first = column.place == min(one.place for one in sample.columns)
    return first and len(counted) >= _FEWEST and counted == list(range(1, len(counted) + 1))

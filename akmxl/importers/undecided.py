"""Ask what the figures that a draft sends nowhere may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.likeness import likeness
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold_header
from akmxl.importers.draft import LEFT, UNSURE
from akmxl.importers.numbers import read_count
from akmxl.importers.profile.profile import COUNTS, UNDECIDED, CountRule
from akmxl.importers.sample import NUMBER, TOTALS
from akmxl.importers.sector_words import sectors_like
from akmxl.importers.shapes import shapes
from akmxl.importers.target import QUANTITY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from akmxl.importers.draft import ColumnDraft
    from akmxl.importers.fit import Fit
    from akmxl.importers.sample import ColumnSample, Sample
    from akmxl.plan.model import Plan

_NOWHERE = N_("whole numbers that go nowhere; if it is one of these, take the # away from its line: {names}")
_NOWHERE_KNOWN = N_("whole numbers that go nowhere; write the item's number for “?” if one counts them")
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


def of_which_item(figures: Sequence[ColumnSample], plan: Plan) -> Said:
    if not figures:
        return Said(N_("of which item are the rows? Write its number for “?” in [[son]]"))
    title, known = figures[0].title, _counted(plan)
    asked = N_(
        "of which item are the figures of “{title}”? Write its number for “?” in [[son]], e.g. {items}"
    )
    return Said(asked, title=title, items=_shown(candidates(title, known, ()) or known))


def _counted(plan: Plan) -> tuple[Known, ...]:
    """Return what the shipped profiles add up, with the item of each that the plan has."""
    found = {
        rule.quantity: Known(rule.quantity, shape.names[rule.quantity], rule.code)
        for shape in shapes(plan.settings)
        for rule in shape.counts
        if rule.quantity and rule.code in plan.items
    }
    return tuple(found.values())


def _shown(known: Iterable[Known]) -> str:
    return "; ".join(f"{one.code} ({one.name})" if one.code else one.name for one in known)


def with_open_figures(
    columns: tuple[ColumnDraft, ...], sample: Sample, fit: Fit, plan: Plan
) -> tuple[ColumnDraft, ...]:
    """Ask about each column of figures that goes nowhere, with all that it may be."""
    if fit.shape.across:
        return columns
    figures = {column.place for column in figures_in(sample)}
    known = _free(fit, plan)
    counts = fit.shape.target == COUNTS
    said: set[str] = set()
    found = []
    for place, one in ((column.place, own) for column, own in zip(sample.columns, columns, strict=True)):
        if one.state != LEFT or place not in figures or not (known or counts):
            found.append(one)
            continue
        like = candidates(one.title, known, plan.settings.sectors)
        open_names = like or known
        why = Said(_NOWHERE, names=_shown(open_names)) if open_names else Said(_NOWHERE_KNOWN)
        names = [] if counts and not like else [other.name for other in open_names]
        names.sort(key=said.__contains__)  # another one for each column
        said.update(names[:1])
        name, *others = names or [""]
        found.append(one._replace(state=UNSURE, name=name, others=tuple(others), why=why))
    return tuple(found)


def _free(fit: Fit, plan: Plan) -> tuple[Known, ...]:
    """Return the names of figures that no column has been taken for."""
    if fit.shape.target == COUNTS:
        return tuple(one for one in _counted(plan) if one.name not in fit.columns)
    below = any(fit.shape.fields.get(name) == "sector" for name in fit.columns)
    sectors = plan.settings.sectors
    names = sorted(fit.shape.kinds.items(), key=lambda one: fit.shape.fields[one[0]] not in sectors)
    return tuple(
        Known(name, fit.shape.names[name])
        for name, kinds in names
        if kinds == (NUMBER,) and name not in fit.columns
        and (fit.shape.fields[name] == QUANTITY) <= below
        and not (below and fit.shape.fields[name] in sectors)
    )  # fmt: skip


def perhaps(columns: Iterable[ColumnDraft], fit: Fit, plan: Plan) -> tuple[CountRule, ...]:
    """Return a count for each column of figures that a person has to decide about."""
    if fit.shape.target != COUNTS or fit.shape.across:
        return ()
    codes = {one.name: one.code for one in _counted(plan)}
    month = fit.counts[0].month if fit.counts else ""
    return tuple(
        CountRule(codes.get(one.name, UNDECIDED), month, quantity=one.name or one.title)
        for one in columns
        if one.state == UNSURE and one.kind == NUMBER
    )

"""Fit a sample to a shape: the column of each name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.likeness import likeness
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold, fold_header
from akmxl.importers.numbers import text_in
from akmxl.importers.sample import CODE, DAY, EVENT_KIND, LIST_KIND, MONTH, NAMES, NUMBER, SECTOR, TEXT
from akmxl.importers.target import QUANTITY
from akmxl.plan.registers import DAILY, TRAINING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.importers.profile.profile import CountRule
    from akmxl.importers.sample import ColumnSample, Sample
    from akmxl.importers.shapes import Shape

BY_HEADING = N_("by its heading")
BY_VALUES = N_("by its values: {kind}")
_LIKE = N_("its heading is like that of “{name}”")
_UNDER = N_("it stands under a heading like “{name}”")
_OTHER_VALUES = N_("the heading is that of “{name}”, but its values are not: {kind}")
KIND_WORDS = {
    DAY: N_("days"), MONTH: N_("months"), NUMBER: N_("whole numbers"), CODE: N_("item codes"),
    EVENT_KIND: N_("kinds of events"), LIST_KIND: N_("kinds of lists"), SECTOR: N_("sectors"),
    NAMES: N_("names of people"), TEXT: N_("texts"),
}  # fmt: skip
_NAMES_ALLOWED = ("person", "author", "responsible", "partner", "recipient", "place", "organiser")
_COUNTING = lazily(r"\b(?:soni|miqdori|kolichestvo|kol-vo|chislo|number of|count of)\b")
_NEARLY = 0.8
_SURE = 2  # of a column that is known by its heading; by its values alone it weighs half of that


class Fit(NamedTuple):
    """How a sample fits a shape: the column of each name and why, and the counts that can be made."""

    shape: Shape
    columns: Mapping[str, ColumnSample]
    why: Mapping[str, Said]
    doubts: Mapping[int, tuple[str, Said]]  # by place: what a column may be, and why it is not sure
    counts: tuple[CountRule, ...]
    missing: tuple[str, ...]
    score: tuple[int, int]


def fitted(sample: Sample, shape: Shape) -> Fit:
    if shape.across != (len(sample.months) > 1):
        return Fit(shape, {}, {}, {}, (), shape.needed, (-1, 0))
    free = {column.place: column for column in sample.columns if column.place not in sample.months}
    columns, doubts = _by_heading(sample, shape, free)
    why = dict.fromkeys(columns, Said(BY_HEADING))
    sure = len(columns)
    for name in shape.sought:
        if name not in columns:
            _by_values(name, shape, free, columns, why)
    if shape.across and not columns and (labels := labels_of(free.values())):
        name = next(iter(shape.names))
        columns[name], why[name] = labels, Said(BY_VALUES, kind=Said(KIND_WORDS[TEXT]))
    counts = tuple(filter(None, (_usable(rule, columns) for rule in shape.counts)))
    missing = tuple(name for name in _needed(shape, columns) if name not in columns)
    given = [name for name in missing if shape.fields.get(name) in ("code", "event_kind", "list_kind")]
    enough = bool(counts) if shape.counts else len(columns) > 1 and sure > 0
    complete = len(missing) == len(given) and enough and not _is_of_persons(sample, shape, columns)
    fitting = sum(column.kind in shape.kinds.get(name, ()) for name, column in columns.items())
    score = (complete, _SURE * sure + len(columns) - sure + fitting)
    return Fit(shape, columns, why, doubts, counts, missing, score)


def _by_heading(
    sample: Sample, shape: Shape, free: dict[int, ColumnSample]
) -> tuple[dict[str, ColumnSample], dict[int, tuple[str, Said]]]:
    """Find the columns that are headed as a name is, its own heading first; and the doubtful ones."""
    columns: dict[str, ColumnSample] = {}
    doubts: dict[int, tuple[str, Said]] = {}
    for whole, own in ((True, True), (True, False), (False, True), (False, False)):
        for name, spellings in shape.names.items():
            known = {_plain(word) for word in (spellings[:1] if own else spellings[1:])}
            like = [
                c for c in free.values() if known & {_plain(t) for t in ((c.title,) if whole else c.ends)}
            ]
            for column in like if name not in columns else ():
                if not _may_be(column, shape, name, sample):
                    continue
                if not whole and (above := _of_other(column, shape, name)):
                    doubts[column.place] = above, Said(_UNDER, name=above)
                    continue
                if _is_of_kind(column, shape.kinds.get(name)):
                    columns[name] = free.pop(column.place)
                    break
                kind = Said(KIND_WORDS[column.kind])
                doubts[column.place] = name, Said(_OTHER_VALUES, name=name, kind=kind)
    for column in free.values():
        open_names = [
            name for name in shape.names if name not in columns and _may_be(column, shape, name, sample)
        ]
        if column.place not in doubts and (near := _like(column, shape, open_names)):
            doubts[column.place] = near, Said(_LIKE, name=near)
    return columns, doubts


@cache
def _plain(title: str) -> str:
    """Fold a heading, without the words that only say that something is counted, where there are others."""
    folded = fold_header(title)
    return _COUNTING.sub(" ", folded).strip() or folded


def _like(column: ColumnSample, shape: Shape, names: Iterable[str]) -> str | None:
    """Return the name whose spelling is nearly a column's heading and whose values the column's are."""
    title = _plain(column.title)
    for name in names:
        if _is_of_kind(column, shape.kinds.get(name)) and any(
            likeness(title, _plain(word)) >= _NEARLY for word in shape.names[name]
        ):
            return name
    return None


def _of_other(column: ColumnSample, shape: Shape, name: str) -> str | None:
    """Return another name than this one, which the upper rows of a column's heading say; None for none.

    Under ``Выдано`` a sector's word is no sector's visits.
    """
    above = [_plain(column.title.removesuffix(end).strip()) for end in column.ends]
    return next((
        other for other, spellings in shape.names.items()
        if other != name and any(likeness(text, _plain(word)) >= _NEARLY for text in above if text
                                 for word in spellings)
    ), None)  # fmt: skip


def _is_of_persons(sample: Sample, shape: Shape, columns: Mapping[str, ColumnSample]) -> bool:
    """Tell whether rows are persons, whom no list of events, publications or letters is about."""
    if not shape.fields or shape.target == TRAINING:
        return False
    taken = {column.place for column in columns.values()}
    named = any(column.kind == NAMES and column.place not in taken for column in sample.columns)
    return shape.target != DAILY and (named or any(column.secret for column in sample.columns))


def labels_of(columns: Iterable[ColumnSample]) -> ColumnSample | None:
    """Return the column that says what a row of months is about: the first one of words."""
    words = (TEXT, EVENT_KIND, LIST_KIND, SECTOR)
    return next((column for column in columns if column.kind in words and not column.personal), None)


def _needed(shape: Shape, columns: Mapping[str, ColumnSample]) -> tuple[str, ...]:
    quantity = [name for name, field in shape.fields.items() if field == QUANTITY]
    by_sector = any(shape.fields.get(name) == "sector" for name in columns)
    return (*shape.needed, *(quantity if by_sector and shape.target == "Kundalik" else ()))


def _may_be(column: ColumnSample, shape: Shape, name: str, sample: Sample) -> bool:
    """Tell whether a column may be taken for a name: no data of persons where a sheet asks for none."""
    field = shape.fields.get(name, "")
    if column.secret or (field == "person" and (sample.of_readers or shape.target != TRAINING)):
        return False
    return not column.personal or field in _NAMES_ALLOWED


def _is_of_kind(column: ColumnSample, kinds: Sequence[str] | None) -> bool:
    if kinds is None or not column.values or kinds[0] not in (DAY, NUMBER):
        return True
    return (
        column.kind in kinds
        or (NUMBER in kinds and column.kind == CODE)
        or (MONTH in kinds and column.kind == NUMBER)
    )


def _by_values(
    name: str,
    shape: Shape,
    free: dict[int, ColumnSample],
    columns: dict[str, ColumnSample],
    why: dict[str, Said],
) -> None:
    """Find a name's column by its values, where only one has such."""
    kinds = shape.kinds[name]
    if shape.fields.get(name) == QUANTITY and not any(shape.fields.get(n) == "sector" for n in columns):
        return
    for kind in kinds:
        like = [column for column in free.values() if column.kind == kind and not column.personal]
        if len(like) == 1:
            columns[name] = free.pop(like[0].place)
            why[name] = Said(BY_VALUES, kind=Said(KIND_WORDS[kind]))
            return


def _usable(rule: CountRule, columns: Mapping[str, ColumnSample]) -> CountRule | None:
    """Return a count of a shipped profile if the sample has its columns and a word that it asks for."""
    if any(
        name not in columns for name in filter(None, (rule.month, rule.quantity, rule.distinct, *rule.where))
    ):
        return None
    where = {}
    for name, words in rule.where.items():
        there = {fold(text_in(value)) for value in columns[name].values}
        where[name] = tuple(word for word in words if fold(word) in there)
        if not where[name]:
            return None
    return replace(rule, where=where)

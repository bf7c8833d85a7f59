"""Draft a profile from one sample of an export: where each column goes, why, what a person has to decide."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.likeness import likeness
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold, fold_header, tidy
from akmxl.importers.days import order_of
from akmxl.importers.draft import LEFT, PERSONAL, TAKEN, UNSURE, ColumnDraft, Draft, figures_of, profile_text
from akmxl.importers.fingerprint import fingerprint, remembered
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import read_count, text_in
from akmxl.importers.profile.profile import COUNTS, MARC21, UNDECIDED, UNIMARC, CountRule
from akmxl.importers.profile.read import profile_in
from akmxl.importers.sample import (
    CODE,
    DAY,
    EVENT_KIND,
    LIST_KIND,
    MONTH,
    NAMES,
    NUMBER,
    SECTOR,
    TEXT,
    look,
)
from akmxl.importers.shapes import Shape, shapes, shipped_files
from akmxl.importers.target import QUANTITY
from akmxl.importers.undecided import Known, candidates, figures_in
from akmxl.plan.registers import DAILY, TRAINING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from akmxl.importers.sample import ColumnSample, Sample
    from akmxl.importers.sources.table import SourceTable
    from akmxl.plan.model import Plan

_BY_HEADING = N_("by its heading")
_BY_VALUES = N_("by its values: {kind}")
_LIKE = N_("its heading is like that of “{name}”")
_UNDER = N_("it stands under a heading like “{name}”")
_NOWHERE = N_("whole numbers that go nowhere; if it is one of these, take the # away from its line: {names}")
_NOWHERE_KNOWN = N_("whole numbers that go nowhere; write the item's number for “?” if one counts them")
_OTHER_VALUES = N_("the heading is that of “{name}”, but its values are not: {kind}")
_KIND_WORDS = {
    DAY: N_("days"), MONTH: N_("months"), NUMBER: N_("whole numbers"), CODE: N_("item codes"),
    EVENT_KIND: N_("kinds of events"), LIST_KIND: N_("kinds of lists"), SECTOR: N_("sectors"),
    NAMES: N_("names of people"), TEXT: N_("texts"),
}  # fmt: skip
_NAMES_ALLOWED = ("person", "author", "responsible", "partner", "recipient", "place", "organiser")
_YEAR, _YEAR_WORDS = "Yil", ("yil", "yili", "god", "year")
_YEARS = frozenset(map(str, range(1900, 2101)))
_COUNTING = lazily(r"\b(?:soni|miqdori|kolichestvo|kol-vo|chislo|number of|count of)\b")
_NEARLY = 0.8
_MOST_WORDS = 40  # of a column that the plan does not know
_SURE = 2  # of a column that is known by its heading; by its values alone it weighs half of that


@dataclass(frozen=True)
class Suggestion:
    """The draft of a profile: its text, what it was made of, and what a person has to decide.

    ``rows`` of the sample were looked at, ``whole``: there are no more. ``headings`` is the fingerprint
    of the headings.
    """

    name: str
    text: str
    target: str
    table: str
    rows: int
    whole: bool
    columns: tuple[ColumnDraft, ...] = ()
    questions: tuple[Said, ...] = ()
    headings: str = ""


class _Fit(NamedTuple):
    """How a sample fits a shape: the column of each name and why, and the counts that can be made."""

    shape: Shape
    columns: Mapping[str, ColumnSample]
    why: Mapping[str, Said]
    doubts: Mapping[int, tuple[str, Said]]  # by place: what a column may be, and why it is not sure
    counts: tuple[CountRule, ...]
    missing: tuple[str, ...]
    score: tuple[int, int]


def suggest(tables: Sequence[SourceTable], plan: Plan, name: str) -> Suggestion:
    """Draft a profile from the table of a sample that fits a target best.

    Raises ``FileProblem`` where no table has a heading over columns of data.
    """
    for table in tables:
        if table.kind in (MARC21, UNIMARC):
            return _of_records(table, name)
    fits = []
    for place, table in enumerate(tables):
        sample = look(table, plan)
        if sample is not None:
            best = max((_fit(sample, shape) for shape in shapes(plan.settings)), key=lambda fit: fit.score)
            fits.append((best.score, -place, sample, best))
    if not fits:
        raise FileProblem(
            N_(
                "{file}: no table with a heading over its columns was found. Look whether the file is the "
                "export itself, with at least one row below the heading."
            ),
            file=place_of(tables[0]) if tables else name,
        )  # fmt: skip
    _, _, sample, fit = max(fits, key=lambda one: one[:2])
    return _drafted(sample, fit, plan, tidy(name), several=len(tables) > 1)


def _of_records(table: SourceTable, name: str) -> Suggestion:
    """Give the shipped profile of MARC records: what stands in them is known."""
    path = next(path for path in shipped_files() if path.stem == table.kind)
    return Suggestion(name, path.read_text(encoding="utf-8"), COUNTS, place_of(table), 0, whole=False)


def _fit(sample: Sample, shape: Shape) -> _Fit:
    if shape.across != (len(sample.months) > 1):
        return _Fit(shape, {}, {}, {}, (), shape.needed, (-1, 0))
    free = {column.place: column for column in sample.columns if column.place not in sample.months}
    columns, doubts = _by_heading(sample, shape, free)
    why = dict.fromkeys(columns, Said(_BY_HEADING))
    sure = len(columns)
    for name in shape.sought:
        if name not in columns:
            _by_values(name, shape, free, columns, why)
    if shape.across and not columns and (labels := _labels(free.values())):
        name = next(iter(shape.names))
        columns[name], why[name] = labels, Said(_BY_VALUES, kind=Said(_KIND_WORDS[TEXT]))
    counts = tuple(filter(None, (_usable(rule, columns) for rule in shape.counts)))
    missing = tuple(name for name in _needed(shape, columns) if name not in columns)
    given = [name for name in missing if shape.fields.get(name) in ("code", "event_kind", "list_kind")]
    enough = bool(counts) if shape.counts else len(columns) > 1 and sure > 0
    complete = len(missing) == len(given) and enough and not _is_of_persons(sample, shape, columns)
    fitting = sum(column.kind in shape.kinds.get(name, ()) for name, column in columns.items())
    score = (complete, _SURE * sure + len(columns) - sure + fitting)
    return _Fit(shape, columns, why, doubts, counts, missing, score)


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
                kind = Said(_KIND_WORDS[column.kind])
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


def _labels(columns: Iterable[ColumnSample]) -> ColumnSample | None:
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
            why[name] = Said(_BY_VALUES, kind=Said(_KIND_WORDS[kind]))
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


def _drafted(sample: Sample, fit: _Fit, plan: Plan, name: str, *, several: bool) -> Suggestion:
    questions: list[Said] = []
    complete = fit.score[0] > 0
    if not complete:
        fit = _any_counts(sample, plan, questions)
    fit, filters = _of_year(sample, fit, plan)
    columns = _with_open_figures(
        tuple(_column(column, fit, sample.months) for column in sample.columns), sample, fit, plan
    )
    draft = Draft(
        title=name,
        target=fit.shape.target,
        sample=sample,
        columns=tuple(zip(sample.columns, columns, strict=True)),
        counts=fit.counts,
        across=fit.shape.across,
        sheet=sample.table.sheet if several else "",
        order=_date_order(fit, questions),
        decimal=_decimal(fit, questions),
        identity=_identity(sample, fit, questions),
        choices=_choices(fit, plan, questions),
        words=_words(fit, plan, questions),
        filters=filters,
        perhaps=_perhaps(columns, fit, plan),
    )
    questions += [
        Said(N_("column {letter}, “{title}”: {why}"), letter=one.letter, title=one.title, why=one.why)
        for one in columns
        if one.state == UNSURE
    ]
    headings = fingerprint(column.title for column in sample.columns)
    if known := remembered(plan.imports, headings):
        asked = N_("files of these headings were imported by profile “{profile}”: is another one needed?")
        questions.insert(0, Said(asked, profile=known))
    text = _with_control(draft, questions)
    profile_in(text, Path(f"{name}.toml"))  # what is handed over can be read
    return Suggestion(
        name, text, fit.shape.target, place_of(sample.table), len(sample.rows), sample.whole, columns,
        tuple(questions), headings,
    )  # fmt: skip


def _of_year(sample: Sample, fit: _Fit, plan: Plan) -> tuple[_Fit, dict[str, tuple[str, ...]]]:
    """Let counts be of the plan's year alone, where a column says the year of months that name none."""
    taken = {column.place for column in fit.columns.values()}
    for column in sample.columns:
        years = column.kind == NUMBER and all(text_in(value) in _YEARS for value in column.values)
        if (
            fit.shape.target == COUNTS
            and years
            and fold(column.title) in _YEAR_WORDS
            and column.place not in taken
        ):
            columns, why = {**fit.columns, _YEAR: column}, {**fit.why, _YEAR: Said(_BY_HEADING)}
            return fit._replace(columns=columns, why=why), {_YEAR: (str(plan.year),)}
    return fit, {}


def _any_counts(sample: Sample, plan: Plan, questions: list[Said]) -> _Fit:
    """Fit a sample that is like no target: its figures or rows are counted for an item that is asked."""
    open_to_all = [column for column in sample.columns if not column.personal]
    if not open_to_all:
        raise FileProblem(
            N_("{file}: all its columns are data of persons; there is nothing that a plan could take."),
            file=place_of(sample.table),
        )  # fmt: skip
    across = len(sample.months) > 1
    figures = () if across or len(open_to_all) < len(sample.columns) else tuple(figures_in(sample))
    questions.append(_of_which_item(figures, plan))
    rest = (column for column in sample.columns if column.place not in sample.months)
    if across and (labels := _labels(rest)):
        shape = Shape(COUNTS, {}, {}, {}, (), (), (), {}, across=True)
        rule = CountRule(UNDECIDED, "", where={labels.title: (tidy(text_in(labels.values[0])),)})
        why = Said(_BY_VALUES, kind=Said(_KIND_WORDS[TEXT]))
        return _Fit(shape, {labels.title: labels}, {labels.title: why}, {}, (rule,), (), (0, 0))
    days = [column for column in open_to_all if column.kind in (DAY, MONTH)]
    if len(days) != 1:
        questions.append(Said(N_("which column says the day by which rows are counted (“oy” in [[son]])?")))
    month = (days or open_to_all)[0]
    summed = next((column for column in figures if column.place != month.place), None)
    shape = Shape(COUNTS, {}, {}, {}, (), (), (), {})
    taken = {column.title: column for column in (month, summed) if column}
    reasons = {title: Said(_BY_VALUES, kind=Said(_KIND_WORDS[one.kind])) for title, one in taken.items()}
    rule = CountRule(UNDECIDED, month.title, quantity=summed.title if summed else "")
    return _Fit(shape, taken, reasons, {}, (rule,), (), (0, 0))


def _of_which_item(figures: Sequence[ColumnSample], plan: Plan) -> Said:
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


def _with_open_figures(
    columns: tuple[ColumnDraft, ...], sample: Sample, fit: _Fit, plan: Plan
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


def _free(fit: _Fit, plan: Plan) -> tuple[Known, ...]:
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


def _perhaps(columns: Iterable[ColumnDraft], fit: _Fit, plan: Plan) -> tuple[CountRule, ...]:
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


def _column(column: ColumnSample, fit: _Fit, months: Container[int]) -> ColumnDraft:
    name = next((name for name, one in fit.columns.items() if one.place == column.place), "")
    state, why = (TAKEN if name else PERSONAL if column.personal else LEFT), fit.why.get(name)
    if fit.shape.across and column.place in months:
        name, state, why = column.title, TAKEN, Said(_BY_HEADING)
    elif state == LEFT and column.place in fit.doubts:
        state, (name, why) = UNSURE, fit.doubts[column.place]
    samples = () if state == PERSONAL else column.samples
    letter = column_letter(column.place + 1)
    return ColumnDraft(letter, column.title, column.filled, samples, column.kind, name, why, state)


def _date_order(fit: _Fit, questions: list[Said]) -> str:
    """Return the order in which the sample's days read, where it has to be said; empty where none is open."""
    found = set()
    for column in fit.columns.values():
        if column.kind != DAY:
            continue
        try:
            order = order_of(column.title, column.values)
        except BadArgument as problem:
            questions.append(Said(problem.message, **problem.params))
            return ""
        if any(isinstance(value, str) and "." not in value for value in column.values):
            found.add(order)
    return found.pop() if len(found) == 1 else ""


def _decimal(fit: _Fit, questions: list[Said]) -> str:
    """Return the decimal sign where the sample's numbers cannot be read without."""
    values = {
        value
        for column in fit.columns.values()
        if column.kind == NUMBER
        for value in column.values
        if isinstance(value, str) and read_count(value) is None and any(map(str.isdigit, value))
    }
    signs = [sign for sign in (",", ".") if all(read_count(value, sign) is not None for value in values)]
    if not values or len(signs) == 1:
        return signs[0] if values else ""
    questions.append(
        Said(N_("“{value}”: which sign parts the decimals (“kasr_belgisi”)?"), value=min(values))
    )  # fmt: skip
    return ""


def _identity(sample: Sample, fit: _Fit, questions: list[Said]) -> tuple[str, ...]:
    """Return the names by which a row is known again; ask where several of the sample are alike."""
    names = fit.shape.identity
    asked = N_("rows are alike in {names} (“kalit”): which column tells them apart?")
    if fit.shape.target == DAILY:  # what its rows are known by is no matter of the profile
        names = tuple(name for name in fit.columns if fit.shape.fields[name] in ("date", "sector"))
        asked = N_(
            "rows are alike in {names}, but a day has one row: should they be counted (target “sonlar”)?"
        )
    if not names or any(name not in fit.columns for name in names):
        return ()
    places = [fit.columns[name].place for name in names]
    keys = {tuple(fold(text_in(cells[place])) for place in places) for _, cells in sample.rows}
    if len(keys) < len(sample.rows):
        questions.append(Said(asked, names=", ".join(names)))
    return fit.shape.identity


def _choices(fit: _Fit, plan: Plan, questions: list[Said]) -> dict[str, tuple[str, ...]]:
    """Return what has no column, each with the words of the plan of which one is every row's."""
    settings = plan.settings
    items = tuple(code for code, item in plan.items.items() if item.source == fit.shape.target)
    known = {"code": items, "event_kind": settings.event_kind_names, "list_kind": settings.list_kinds}
    found = {name: known[fit.shape.fields[name]] for name in fit.missing}
    for name, words in found.items():
        if len(words) != 1:
            questions.append(
                Said(N_("the export has no column “{name}”: choose one for all rows in [doimiy]"), name=name)
            )
    return found


def _words(fit: _Fit, plan: Plan, questions: list[Said]) -> dict[str, dict[str, str]]:
    """Return the export's words that the plan has not: what the plan calls them, empty where nobody knows."""
    settings = plan.settings
    known: dict[str, Iterable[str]] = {
        "event_kind": settings.event_kind_names,
        "list_kind": settings.list_kinds,
        "sector": (*settings.sectors, *settings.sector_spellings),
    }
    found: dict[str, dict[str, str]] = {}
    for name, column in fit.columns.items():
        field = fit.shape.fields.get(name, "")
        if field not in known:
            continue
        folded = set(map(fold, known[field]))
        shipped = {fold(theirs): ours for theirs, ours in fit.shape.words.get(name, {}).items()}
        strange = {text for value in column.values if fold(text := tidy(text_in(value))) not in folded}
        found[name] = {text: shipped.get(fold(text), "") for text in sorted(strange)[:_MOST_WORDS]}
        if not all(found[name].values()):
            questions.append(
                Said(N_("“{name}” has words that the plan does not know: see [moslik]"), name=name)
            )
    return found


def _with_control(draft: Draft, questions: list[Said]) -> str:
    """Return the draft's text; with the file's own totals as control where they agree with its rows."""
    from akmxl.importers.rows import data_of

    plain = profile_text(draft, questions)
    if not draft.sample.totals:
        return plain
    text = profile_text(draft._replace(control=True), questions)
    try:
        profile = profile_in(text, Path("namuna.toml"))
        for data in data_of([draft.sample.table], profile):
            for _ in data.rows(figures_of(draft)):
                pass
    except (FileProblem, BadArgument):
        totals = ", ".join(draft.sample.totals)
        asked = Said(
            N_("the rows “{words}” do not give the sum of the rows above: they are left out"), words=totals
        )
        questions.append(asked)
        return profile_text(draft, questions)
    return text

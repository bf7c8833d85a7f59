"""Draft a profile from one sample of an export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold, tidy
from akmxl.importers.draft import LEFT, PERSONAL, TAKEN, UNSURE, ColumnDraft, Draft, figures_of, profile_text
from akmxl.importers.fingerprint import fingerprint, remembered
from akmxl.importers.fit import BY_HEADING, BY_VALUES, KIND_WORDS, Fit, fitted, labels_of
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import text_in
from akmxl.importers.profile.profile import COUNTS, MARC21, UNDECIDED, UNIMARC, CountRule
from akmxl.importers.profile.read import profile_in
from akmxl.importers.sample import DAY, MONTH, NUMBER, TEXT, look
from akmxl.importers.settling import choices, date_order, decimal_sign, identity, strange_words
from akmxl.importers.shapes import Shape, shapes, shipped_files
from akmxl.importers.undecided import figures_in, of_which_item, perhaps, with_open_figures

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from akmxl.importers.sample import ColumnSample, Sample
    from akmxl.importers.sources.table import SourceTable
    from akmxl.plan.model import Plan

_YEAR, _YEAR_WORDS = "Yil", ("yil", "yili", "god", "year")
_YEARS = frozenset(map(str, range(1900, 2101)))


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
            best = max((fitted(sample, shape) for shape in shapes(plan.settings)), key=lambda fit: fit.score)
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


def _drafted(sample: Sample, fit: Fit, plan: Plan, name: str, *, several: bool) -> Suggestion:
    questions: list[Said] = []
    complete = fit.score[0] > 0
    if not complete:
        fit = _any_counts(sample, plan, questions)
    fit, filters = _of_year(sample, fit, plan)
    columns = with_open_figures(
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
        order=date_order(fit, questions),
        decimal=decimal_sign(fit, questions),
        identity=identity(sample, fit, questions),
        choices=choices(fit, plan, questions),
        words=strange_words(fit, plan, questions),
        filters=filters,
        perhaps=perhaps(columns, fit, plan),
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


def _of_year(sample: Sample, fit: Fit, plan: Plan) -> tuple[Fit, dict[str, tuple[str, ...]]]:
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
            columns, why = {**fit.columns, _YEAR: column}, {**fit.why, _YEAR: Said(BY_HEADING)}
            return fit._replace(columns=columns, why=why), {_YEAR: (str(plan.year),)}
    return fit, {}


def _any_counts(sample: Sample, plan: Plan, questions: list[Said]) -> Fit:
    """Fit a sample that is like no target: its figures or rows are counted for an item that is asked."""
    open_to_all = [column for column in sample.columns if not column.personal]
    if not open_to_all:
        raise FileProblem(
            N_("{file}: all its columns are data of persons; there is nothing that a plan could take."),
            file=place_of(sample.table),
        )  # fmt: skip
    across = len(sample.months) > 1
    figures = () if across or len(open_to_all) < len(sample.columns) else tuple(figures_in(sample))
    questions.append(of_which_item(figures, plan))
    rest = (column for column in sample.columns if column.place not in sample.months)
    if across and (labels := labels_of(rest)):
        shape = Shape(COUNTS, {}, {}, {}, (), (), (), {}, across=True)
        rule = CountRule(UNDECIDED, "", where={labels.title: (tidy(text_in(labels.values[0])),)})
        why = Said(BY_VALUES, kind=Said(KIND_WORDS[TEXT]))
        return Fit(shape, {labels.title: labels}, {labels.title: why}, {}, (rule,), (), (0, 0))
    days = [column for column in open_to_all if column.kind in (DAY, MONTH)]
    if len(days) != 1:
        questions.append(Said(N_("which column says the day by which rows are counted (“oy” in [[son]])?")))
    month = (days or open_to_all)[0]
    summed = next((column for column in figures if column.place != month.place), None)
    shape = Shape(COUNTS, {}, {}, {}, (), (), (), {})
    taken = {column.title: column for column in (month, summed) if column}
    reasons = {title: Said(BY_VALUES, kind=Said(KIND_WORDS[one.kind])) for title, one in taken.items()}
    rule = CountRule(UNDECIDED, month.title, quantity=summed.title if summed else "")
    return Fit(shape, taken, reasons, {}, (rule,), (), (0, 0))


def _column(column: ColumnSample, fit: Fit, months: Container[int]) -> ColumnDraft:
    name = next((name for name, one in fit.columns.items() if one.place == column.place), "")
    state, why = (TAKEN if name else PERSONAL if column.personal else LEFT), fit.why.get(name)
    if fit.shape.across and column.place in months:
        name, state, why = column.title, TAKEN, Said(BY_HEADING)
    elif state == LEFT and column.place in fit.doubts:
        state, (name, why) = UNSURE, fit.doubts[column.place]
    samples = () if state == PERSONAL else column.samples
    letter = column_letter(column.place + 1)
    return ColumnDraft(letter, column.title, column.filled, samples, column.kind, name, why, state)


def _with_control(draft: Draft, questions: list[Said]) -> str:
    """Return the draft's text; with the file's own totals as control where they agree with its rows."""
    from akmxl.importers.fitting_tables import data_of

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

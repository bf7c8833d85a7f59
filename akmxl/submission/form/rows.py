"""Arrange the rows of a filled form: a template's rows, the repeating ones once for each record or item."""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING, TypeAlias

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, translate
from akmxl.plan.register_rows import Selection, by_kind
from akmxl.plan.values import nothing_key
from akmxl.submission.form.corrections import CORRECTED, NOTHING_KEY
from akmxl.submission.template.repeated_rows import heading_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from akmxl.ooxml.edit.patch import Patch
    from akmxl.plan.model import Record
    from akmxl.submission.form.content import Content, Subject
    from akmxl.submission.template.repeated_rows import RepeatedRows
    from akmxl.submission.template.template import Template


# Sheet and row of a list's block -> the numbers of the records over which its heading stands once more.
Cuts: TypeAlias = "Mapping[tuple[str, int], Sequence[int]]"


@dataclass(frozen=True)
class Line:
    """One row of the form.

    ``source`` is the row of the template that it is made from, ``row`` its own number. A ``sentence``, with
    the key ``nothing`` in the list of values, takes the place of a table without rows.
    """

    sheet: str
    source: int
    row: int
    subject: Subject = None
    sentence: str = ""
    nothing: str = ""

    @property
    def paragraph(self) -> bool:
        return isinstance(self.subject, tuple) and isinstance(self.subject[1], str)

    @property
    def number(self) -> int:
        """The number of a record, change or paragraph in its list; 0 for any other row."""
        return self.subject[0] if isinstance(self.subject, tuple) else 0

    @property
    def repeated(self) -> bool:
        """Whether the row is one of many: a record, an item, a paragraph, or a heading among them."""
        return self.subject is not None and not isinstance(self.subject, Selection)


@dataclass(frozen=True)
class Expanded:
    """A block as it will be in the form: its rows (source row, subject), and the edit that makes them.

    ``first`` and ``last`` are the template's rows that they replace.
    """

    first: int
    last: int
    rows: tuple[tuple[int, Subject], ...]
    edit: Callable[[Patch], None]
    sentence: str = ""
    nothing: str = ""


def arrange(template: Template, content: Content, patch: Patch, cuts: Cuts) -> tuple[Line, ...]:
    """Repeat and remove the rows in ``patch``; return the form's rows with their final numbers."""
    lines: list[Line] = []
    for sheet in dict.fromkeys(spot.sheet for spot in template.spots):
        own = [one for one in template.repeated_rows if one.sheet == sheet]
        expanded = [_expand(template, content, one, cuts.get((sheet, one.row), ())) for one in own]
        lines += _lines(template, sheet, expanded)
        for one in reversed(expanded):  # from the bottom up: the rows above keep their numbers
            one.edit(patch)
    return tuple(lines)


def _lines(template: Template, sheet: str, expanded: list[Expanded]) -> Iterator[Line]:
    """Yield the rows with anything in them, from the top, moved by what grew or was removed above them."""
    inside = {row for one in expanded for row in range(one.first, one.last + 1)}
    plain = template.filled_rows(sheet) - inside
    starts = {one.first: one for one in expanded}
    shift = 0
    for row in sorted(plain | starts.keys()):
        one = starts.get(row)
        if one is None:
            yield Line(sheet, row, row + shift)
            continue
        for number, (source, subject) in enumerate(one.rows, row + shift):
            yield Line(sheet, source, number, subject, one.sentence, one.nothing)
        shift += len(one.rows) - (one.last - one.first + 1)


def _expand(template: Template, content: Content, repeated: RepeatedRows, cuts: Sequence[int]) -> Expanded:
    if repeated.kind == "item":
        return _grouped(repeated, _heading(repeated), content.items())
    if repeated.kind == "change":
        return _changes(template, content, repeated)
    if repeated.kind == "centre":
        return _grouped(repeated, _heading(repeated), [(None, list(enumerate(content.centres(), 1)))])
    if repeated.kind == "list_total":
        return _list_totals(content, repeated)
    return _records(content, repeated, cuts) if repeated.kind == "record" else _paragraphs(content, repeated)


def _list_totals(content: Content, repeated: RepeatedRows) -> Expanded:
    """Return the totals of lists, a row each; where the items have no row either, a sentence."""
    totals = list(enumerate(content.list_totals(), 1))
    if totals or content.items():
        return _grouped(repeated, range(0), [(None, totals)])
    row, sentence = repeated.row, translate(N_("The forms of the centres have no figures to add up."))
    return Expanded(row, row, ((row, None),), lambda _: None, sentence, nothing_key("totals"))


def _records(content: Content, repeated: RepeatedRows, cuts: Sequence[int]) -> Expanded:
    assert repeated.selection is not None
    records = content.records(repeated.selection)
    if not records:
        return _nothing(content, repeated, known=not content.may_have(repeated.selection))
    heading = repeated.head if cuts else _heading(repeated)
    made = _grouped(repeated, heading, _groups(repeated, records, cuts))

    def edit(patch: Patch) -> None:
        if repeated.otherwise:
            patch.delete_rows(repeated.sheet, repeated.otherwise, repeated.otherwise)
        made.edit(patch)

    top = [(row, None) for row in range(repeated.first, heading.start)]
    sums = [(row, None) for row in repeated.sums]
    return Expanded(repeated.first, repeated.last, (*top, *made.rows, *sums), edit)


def _groups(
    repeated: RepeatedRows, records: Sequence[Record], cuts: Sequence[int]
) -> list[tuple[Subject, list[Subject]]]:
    """Return the numbered records by their kinds or by the pages that they are on."""
    if repeated.heading:
        kinds, numbers = by_kind(records), count(1)
        return [(kind, [(next(numbers), one) for one in kind.records]) for kind in kinds]
    numbered = list(enumerate(records, 1))
    parts = pairwise((1, *cuts, len(numbered) + 1))
    return [(None, [*numbered[start - 1 : end - 1]]) for start, end in parts]


def _nothing(content: Content, repeated: RepeatedRows, *, known: bool) -> Expanded:
    """Return a table without records: the row that the template has for that case, else a sentence.

    Where a row that could not be read may belong into it (not ``known``), it does not say that there is
    nothing.
    """
    assert repeated.register is not None
    assert repeated.selection is not None
    kept = repeated.otherwise or repeated.row

    def edit(patch: Patch) -> None:
        if repeated.last > kept:
            patch.delete_rows(repeated.sheet, kept + 1, repeated.last)
        if repeated.first < kept:
            patch.delete_rows(repeated.sheet, repeated.first, kept - 1)

    if repeated.otherwise and known:
        return Expanded(repeated.first, repeated.last, ((kept, repeated.selection),), edit)
    told = translate(repeated.register.nothing if known else _UNREAD)
    sentence = content.nothing(repeated.selection, told) if known else told
    return Expanded(
        repeated.first, repeated.last, ((kept, None),), edit, sentence, nothing_key(repeated.selection)
    )


_UNREAD = N_("Not known yet: rows of the register could not be read.")


def _changes(template: Template, content: Content, repeated: RepeatedRows) -> Expanded:
    """Return the changes of a correction, a row each.

    In a report that is no correction the whole block is removed; where no value differs a sentence takes the
    table's place.
    """
    sheet, row = repeated.sheet, repeated.row
    lines = content.correction.lines if content.correction else ()
    if lines:
        rows: tuple[tuple[int, Subject], ...] = tuple((row, one) for one in enumerate(lines, 1))
        return Expanded(row, row, rows, lambda patch: _repeat(patch, sheet, row, row, len(lines)))
    first = heading_start(template, sheet, row)
    if content.correction and content.correction.compared:
        edit = _without_rows(sheet, first, row - 1)
        sentence = translate(N_("No figure differs from the report that was sent."))
        return Expanded(first, row, ((row, None),), edit, sentence, NOTHING_KEY)
    while not content.correction and first > 1 and _is_about_a_correction(template, sheet, first - 1):
        first -= 1
    return Expanded(first, row, (), _without_rows(sheet, first, row))


def _is_about_a_correction(template: Template, sheet: str, row: int) -> bool:
    words = [placeholder for spot in template.row(sheet, row) for placeholder in spot.placeholders]
    return bool(words) and all((p.kind, p.field) in CORRECTED for p in words)


def _without_rows(sheet: str, first: int, last: int) -> Callable[[Patch], None]:
    def edit(patch: Patch) -> None:
        if first <= last:
            patch.delete_rows(sheet, first, last)

    return edit


def _paragraphs(content: Content, repeated: RepeatedRows) -> Expanded:
    """Return the report's text, a row for each paragraph: no single row is high enough for a long text."""
    sheet, row = repeated.sheet, repeated.row
    paragraphs = content.paragraphs()
    rows: tuple[tuple[int, Subject], ...] = tuple((row, one) for one in enumerate(paragraphs, 1))
    if not rows:
        return Expanded(row, row, ((row, None),), lambda _: None)
    return Expanded(row, row, rows, lambda patch: _repeat(patch, sheet, row, row, len(rows)))


def _heading(repeated: RepeatedRows) -> range:
    """Return the row that comes once for each section or kind; an empty range where there is none."""
    return range(repeated.heading or repeated.row, repeated.row)


def _grouped(
    repeated: RepeatedRows, heading: range, groups: Sequence[tuple[Subject, Sequence[Subject]]]
) -> Expanded:
    """Return a block with a row for each subject, and the rows of the heading for each group."""
    sheet, row = repeated.sheet, repeated.row
    rows: list[tuple[int, Subject]] = []
    for group, subjects in groups:
        rows += [(one, group) for one in heading]
        rows += [(row, subject) for subject in subjects]
    counts = [len(subjects) for _, subjects in groups]

    def edit(patch: Patch) -> None:
        if not heading:
            _repeat(patch, sheet, row, row, sum(counts))
            return
        _repeat(patch, sheet, heading.start, row, len(counts))
        for place in reversed(range(len(counts))):
            subject_row = row + (len(heading) + 1) * place
            _repeat(patch, sheet, subject_row, subject_row, counts[place])

    return Expanded(repeated.first, row, tuple(rows), edit)


def _repeat(patch: Patch, sheet: str, first: int, last: int, count: int) -> None:
    if count != 1:
        patch.repeat_rows(sheet, first, last, count)

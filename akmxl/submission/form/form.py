"""Fill a template: make the bytes of the form and the list of the values that it submits."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from itertools import chain, count, groupby
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.cells import a1
from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.shown import Shown
from akmxl.plan.receipts import values_sha256
from akmxl.submission.form.cell_fill import Fill
from akmxl.submission.form.content import OPTIONAL, Content
from akmxl.submission.form.corrections import with_block
from akmxl.submission.form.page_breaks import divide
from akmxl.submission.form.printed import one_line, sender_of, words_of
from akmxl.submission.form.provenance import Placed, sources_of
from akmxl.submission.form.rows import Cuts, Line, arrange
from akmxl.submission.proof.look import Look, facts_of, parts_sha256, with_looks
from akmxl.submission.proof.proof import FormFault, Submitted, keeps, listed, opened, proof_rows, read_form
from akmxl.submission.proof.shown import Written, agrees
from akmxl.submission.spoken import spoken
from akmxl.submission.template.template import missing_items, not_of_this_form
from akmxl.workbook import layout
from akmxl.workbook.row_heights import fit_heights, merge_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.receipts import Values
    from akmxl.plan.register_rows import FieldValue
    from akmxl.submission.form.content import Said
    from akmxl.submission.form.corrections import Correction
    from akmxl.submission.template.spots import Spot
    from akmxl.submission.template.template import Template
    from akmxl.workbook.plan_file import PlanFile

_LONG = 16  # rows of a list


@dataclass(frozen=True)
class Draft:
    """A filled form: ``values`` is what it submits, dates in ISO form; ``data`` the file's bytes."""

    report: str
    period: Period
    version: int
    values: Values
    values_sha256: str
    form_sha256: str
    data: bytes
    content: Content = field(repr=False, compare=False)
    fills: tuple[Fill, ...] = field(repr=False, compare=False)

    def placed(self, file: PlanFile) -> tuple[Placed, ...]:
        """Return what is written in each cell, with the cells of the workbook ``file`` that it comes from."""
        return tuple(self._placed(file, one) for one in self.fills if one.value is not None or one.said)

    def cut(self, file: PlanFile) -> tuple[Placed, ...]:
        """Return the cells whose texts are cut off on paper: no row of Excel is as high as they need."""
        return tuple(self._placed(file, one) for one in self.fills if one.cut)

    def _placed(self, file: PlanFile, one: Fill) -> Placed:
        return Placed(
            one.sheet,
            a1(one.row, one.column),
            one.value,
            sources_of(self.content, file, one.asked),
            one.asked[0][0].field if len(one.asked) == 1 else "",
        )


def fill(
    template: Template,
    plan: Plan,
    owed: Owed,
    *,
    version: int = 1,
    notes: Mapping[str, str] | None = None,
    correction: Correction | None = None,
    today: date = date.max,
) -> Draft:
    """Return the filled form of a report; always in Uzbek, and the same bytes for the same plan.

    ``notes`` are the explanations of findings by item code, ``correction`` is what a corrected report says of
    itself. A period that has not begun on the day ``today`` has no figures. Raises ``BadTemplate`` where the
    template asks for an item that the plan does not have, ``FormFault`` where the form does not read back
    equal.
    """
    with in_language("uz"):
        for fault in chain(not_of_this_form(template), missing_items(template, plan)):
            raise fault
        if correction:
            template = with_block(template)
        return fill_with(
            template, Content(plan, owed, version, notes or {}, correction, template.lists, today)
        )


def fill_with(template: Template, content: Content) -> Draft:
    """Return the form that a template makes of what it can say; always in Uzbek.

    Raises ``FormFault`` where the form does not read back equal.
    """
    with in_language("uz"):
        patch, lines, fills, cuts = _on_pages(template, content, {})
        if cuts:
            patch, lines, fills, _ = _on_pages(template, content, cuts)
        submitted = _submitted(content, patch, (*_written(fills), *words_of(template, lines, fills)))
        values, rows = submitted.values, proof_rows(submitted)
        patch.set_sheet_rows(layout.RECEIPTS, rows)
        data = patch.to_bytes()
    _check(data, fills, values, rows)
    head = (
        submitted.report,
        content.period,
        content.version,
        values,
        submitted.values_sha256,
        submitted.form_sha256,
    )
    return Draft(*head, data, content, tuple(fills))


def _submitted(content: Content, patch: Patch, written: tuple[Written, ...]) -> Submitted:
    """Return all that the form says of itself."""
    shown = Shown(patch.workbook, patch.settled)
    own, report = content.plan.organisation, content.report.code
    proof = values_sha256(listed(written))
    organisation = one_line(own.get("organisation", ""))
    head = organisation, report, str(content.period), content.version, proof, with_looks(shown, written)
    return Submitted(*head, sender_of(content, written), look=_look(patch, shown)).sealed()


def _look(patch: Patch, shown: Shown) -> Look:
    """Return how the form looks; a template that somebody made out of a form still has the form's list."""
    if not any(sheet.name == layout.RECEIPTS for sheet in patch.workbook.sheets):
        patch.add_sheet(layout.RECEIPTS)  # it is told in other parts, whose hash is taken
    facts = facts_of(patch.workbook, shown)
    return Look(parts_sha256(patch.whole_parts(), patch.locate(layout.RECEIPTS)[1]), facts)


def _on_pages(
    template: Template, content: Content, cuts: Cuts
) -> tuple[Patch, tuple[Line, ...], list[Fill], Cuts]:
    """Return the form on its pages, its rows and values, and where it lacks the heading of a list."""
    patch = Patch(template.workbook)
    lines = arrange(template, content, patch, cuts)
    by_line = [tuple(_fills(template, content, line)) for line in lines]
    _put(patch, lines, by_line)
    fills = [one for own in by_line for one in own]
    cut = _dress(patch, fills, lines)
    if cut:
        fills = [replace(one, cut=(one.sheet, one.row, one.column) in cut) for one in fills]
    return patch, lines, fills, divide(patch, template, lines)


def _put(patch: Patch, lines: Sequence[Line], by_line: Sequence[Sequence[Fill]]) -> None:
    """Write the values; those of a long list a column at a time."""
    runs = groupby(
        zip(count(), lines, by_line), lambda one: (one[1].sheet, one[1].source, one[1].row - one[0])
    )
    for (sheet, *_), run in runs:
        rows = [own for _, _, own in run if own]
        if len(rows) > _LONG:
            columns = {place[0].column: [one.value for one in place] for place in zip(*rows, strict=True)}
            patch.set_rows(sheet, rows[0][0].row, columns)
            continue
        for own in rows:
            for one in own:
                patch.set(one.sheet, one.row, one.column, one.value)


def _fills(template: Template, content: Content, line: Line) -> Iterator[Fill]:
    spots = template.row(line.sheet, line.source)
    if line.sentence:
        yield from _sentence(template, line)
        return
    subject = line.subject
    for spot in spots:
        said = [content.say(placeholder, subject) for placeholder in spot.placeholders]
        value = _fitting(template, spot, said[0].value) if spot.whole else _text(spot, said)
        keys = [(one.key, plain(one.value)) for one in said if one.key]
        asked = [(word, subject) for word in spot.placeholders]
        yield Fill(line.sheet, line.row, spot.column, value, spot.style, tuple(keys), tuple(asked))


def _sentence(template: Template, line: Line) -> Iterator[Fill]:
    """Put one sentence into the row's first cell; whatever else the template has in that row is removed."""
    cells = template.workbook.cells(line.sheet)
    columns = sorted(column for row, column in cells if row == line.source)
    said = ((line.nothing, line.sentence),)
    for column in columns:
        style = cells[line.source, column].style
        if column == columns[0]:
            yield Fill(line.sheet, line.row, column, line.sentence, style, said, across=True)
        else:
            yield Fill(line.sheet, line.row, column, None, style)


def _dress(patch: Patch, fills: list[Fill], lines: tuple[Line, ...]) -> frozenset[tuple[str, int, int]]:
    """Give the rows their heights; return the places of texts that need more than a row can have."""
    for one in fills:
        if one.across:
            columns = [f.column for f in fills if (f.sheet, f.row) == (one.sheet, one.row)]
            merge_row(patch, one.sheet, one.row, columns)
    return fit_heights(
        patch,
        {
            (one.sheet, one.row, one.column): (str(one.value or ""), one.style)
            for one in fills
            if isinstance(one.value, str) or one.missing_text
        },
        tight={(line.sheet, line.row) for line in lines if line.paragraph}
        | {(one.sheet, one.row) for one in fills if one.missing_text},
    )


def _fitting(template: Template, spot: Spot, value: FieldValue) -> FieldValue:
    """Return the value, a date as text where the cell's format would show it as a number."""
    if isinstance(value, date) and not template.workbook.reader.shows_days(spot.style):
        return spoken(value)
    return value


def _text(spot: Spot, said: list[Said]) -> str | None:
    """Return the cell's text with the values in it; None where the cell is to be empty.

    A line that is only about what is not there is removed whole; an empty word at a text's end takes its
    comma with it.
    """
    if all(one.field in OPTIONAL and one.value is None for one in said):
        return None
    parts = iter(said)
    text = "".join(piece if isinstance(piece, str) else next(parts).text for piece in spot.pieces)
    return text if all(one.text for one in said) else text.strip(" ,;") or None


def _written(fills: list[Fill]) -> Iterator[Written]:
    """Yield the values in the form's order, with every cell that shows them."""
    for one in fills:
        for key, value in dict.fromkeys(one.said) if len(one.said) > 1 else one.said:
            yield Written(key, value, one.sheet, a1(one.row, one.column))


def _check(data: bytes, fills: list[Fill], values: Values, rows: list[list[str]]) -> None:
    """Read the form as its receiver will, and compare every written cell and the list of values."""
    workbook = opened(data)
    columns = {
        place: workbook.grid(place[0]).column(place[1])
        for place in {(one.sheet, one.column) for one in fills}
    }
    shown = True
    for one in fills:
        held, formulas = columns[one.sheet, one.column]
        cell = held.get(one.row)
        if not agrees(cell, one.value) or one.row in formulas:
            raise FormFault(
                N_("The form of the report did not read back as written: “{sheet}”!{cell}"),
                sheet=one.sheet, cell=a1(one.row, one.column),
            )  # fmt: skip
        for key, value in one.said if shown else ():
            shown = shown and one.shows(cell, key, value)
    if shown and keeps(workbook, rows):
        return  # what is in the list is what was put there, and each value stands in its cell
    if read_form(workbook).values != values:
        raise FormFault(N_("The form of the report did not read back as written: its list of values"))

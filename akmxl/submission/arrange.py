"""Which rows a filled form has: a template's rows, the repeating ones once for each record or item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.i18n import N_, translate
from akmxl.submission.corrections import CORRECTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.ooxml import Patch
    from akmxl.submission.content import Content, Subject
    from akmxl.submission.template import Block, Template


@dataclass(frozen=True)
class Line:
    """One row of the form: made from row ``source`` of the template, standing at ``row``; a ``sentence``
    stands in the place of a ``register``'s table where it has no records."""

    sheet: str
    source: int
    row: int
    subject: Subject = None
    sentence: str = ""
    register: str = ""

    @property
    def paragraph(self) -> bool:
        return isinstance(self.subject, tuple) and isinstance(self.subject[1], str)


@dataclass(frozen=True)
class Expanded:
    """A block as it will stand: its rows (source row, subject), and the edit that makes them.

    ``first`` and ``last`` are the template's rows that they replace.
    """

    first: int
    last: int
    rows: tuple[tuple[int, Subject], ...]
    edit: Callable[[Patch], None]
    sentence: str = ""
    register: str = ""


def arrange(template: Template, content: Content, patch: Patch) -> tuple[Line, ...]:
    """Repeat and remove the rows in ``patch``; gives the form's rows with their final numbers."""
    lines: list[Line] = []
    for sheet in dict.fromkeys(spot.sheet for spot in template.spots):
        blocks = [_expand(template, content, block) for block in template.blocks if block.sheet == sheet]
        lines += _lines(template, sheet, blocks)
        for block in reversed(blocks):  # from the bottom up: the rows above keep their numbers
            block.edit(patch)
    return tuple(lines)


def _lines(template: Template, sheet: str, blocks: list[Expanded]) -> Iterator[Line]:
    """The rows with placeholders, from top to bottom, moved by what grew or went above them."""
    inside = {row for block in blocks for row in range(block.first, block.last + 1)}
    plain = {spot.row for spot in template.spots if spot.sheet == sheet} - inside
    starts = {block.first: block for block in blocks}
    shift = 0
    for row in sorted(plain | starts.keys()):
        block = starts.get(row)
        if block is None:
            yield Line(sheet, row, row + shift)
            continue
        for number, (source, subject) in enumerate(block.rows, row + shift):
            yield Line(sheet, source, number, subject, block.sentence, block.register)
        shift += len(block.rows) - (block.last - block.first + 1)


def _expand(template: Template, content: Content, block: Block) -> Expanded:
    if block.kind == "record":
        return _records(template, content, block)
    if block.kind == "change":
        return _changes(template, content, block)
    return _items(content, block) if block.kind == "item" else _paragraphs(content, block)


def _records(template: Template, content: Content, block: Block) -> Expanded:
    assert block.register is not None
    sheet, row = block.sheet, block.row
    records = content.records(block.register.sheet)
    if records:
        rows = tuple((row, record) for record in enumerate(records, 1))
        return Expanded(row, row, rows, lambda patch: _repeat(patch, sheet, row, row, len(records)))
    first = _heading_start(template, sheet, row)
    sentence, edit = translate(block.register.nothing), _without_rows(sheet, first, row - 1)
    return Expanded(first, row, ((row, None),), edit, sentence, block.register.sheet)


def _changes(template: Template, content: Content, block: Block) -> Expanded:
    """What a correction changed, a row each; in a report that is none the block goes whole, and where
    no value differs a sentence stands for the table."""
    sheet, row = block.sheet, block.row
    lines = content.correction.lines if content.correction else ()
    if lines:
        rows: tuple[tuple[int, Subject], ...] = tuple((row, one) for one in enumerate(lines, 1))
        return Expanded(row, row, rows, lambda patch: _repeat(patch, sheet, row, row, len(lines)))
    first = _heading_start(template, sheet, row)
    if content.correction and content.correction.compared:
        edit = _without_rows(sheet, first, row - 1)
        sentence = translate(N_("No figure differs from the report that was sent."))
        return Expanded(first, row, ((row, None),), edit, sentence, "correction")
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


def _paragraphs(content: Content, block: Block) -> Expanded:
    """The report's text, a row a paragraph: no single row is high enough for a long text."""
    sheet, row = block.sheet, block.row
    paragraphs = content.paragraphs()
    rows: tuple[tuple[int, Subject], ...] = tuple((row, one) for one in enumerate(paragraphs, 1))
    if not rows:
        return Expanded(row, row, ((row, None),), lambda _: None)
    return Expanded(row, row, rows, lambda patch: _repeat(patch, sheet, row, row, len(rows)))


def _heading_start(template: Template, sheet: str, row: int) -> int:
    """The first row of the table's heading above ``row``: rows of two texts or more, no placeholders."""
    cells = template.workbook.cells(sheet)
    first = row
    while first > 1 and not template.row(sheet, first - 1):
        texts = [cell for (r, _), cell in cells.items() if r == first - 1 and cell.value is not None]
        if len(texts) < 2:
            break
        first -= 1
    return first


def _items(content: Content, block: Block) -> Expanded:
    sheet, row, heading = block.sheet, block.row, block.heading
    sections = content.items()
    rows: list[tuple[int, Subject]] = []
    for section, items in sections:
        if heading is not None:
            rows.append((heading, section))
        rows += [(row, item) for item in items]
    counts = [len(items) for _, items in sections]

    def edit(patch: Patch) -> None:
        if heading is None:
            _repeat(patch, sheet, row, row, sum(counts))
            return
        _repeat(patch, sheet, heading, row, len(counts))
        for place in reversed(range(len(counts))):
            item_row = row + 2 * place
            _repeat(patch, sheet, item_row, item_row, counts[place])

    return Expanded(block.first, row, tuple(rows), edit)


def _repeat(patch: Patch, sheet: str, first: int, last: int, count: int) -> None:
    if count != 1:
        patch.repeat_rows(sheet, first, last, count)

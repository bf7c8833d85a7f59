"""A template: an ordinary Excel file with placeholders, and which of its rows repeat."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.errors import AkmxlError
from akmxl.i18n import N_
from akmxl.ooxml import Workbook, a1
from akmxl.quickly import dataclass
from akmxl.submission.blocks import blocks_of
from akmxl.submission.placeholders import Placeholder, known_words, nearest_word, pieces
from akmxl.submission.unfilled import unfilled_words
from akmxl.words import nearest
from akmxl.workbook import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.model import Plan
    from akmxl.submission.blocks import Block

OWN_FOLDER = "andozalar"  # beside the workbook: its templates go before the shipped ones
_REPEATING = ("record", "item", "section", "change")
# What makes a row what it is; a later word goes before an earlier one: an item's row may name its section.
_KINDS = ("total", "otherwise", "section", "kind", "item", "record", "change")
_STRAY = {
    "section": N_("{place}: a section's heading must stand just above the row of its items."),
    "kind": N_("{place}: a kind's heading must stand just above the row of its list."),
    "otherwise": N_("{place}: the sentence for an empty list must stand just below the rows of the list."),
}


class BadTemplate(AkmxlError):
    """A template that cannot be filled: an unknown word, rows that do not fit together."""

    kind = "template"


@dataclass(frozen=True)
class Spot:
    """A cell with placeholders, its text taken apart."""

    sheet: str
    row: int
    column: int
    style: int
    pieces: tuple[str | Placeholder, ...]

    @property
    def a1(self) -> str:
        return a1(self.row, self.column)

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Placeholder))

    @property
    def whole(self) -> bool:
        """The cell is exactly one placeholder, so it takes a typed value."""
        return len(self.pieces) == 1


@dataclass(frozen=True)
class Template:
    """A template, read. ``faults`` is what stands in the way of filling it."""

    workbook: Workbook
    spots: tuple[Spot, ...]

    @classmethod
    def open(cls, path: Path) -> Template:
        """A template that can be filled; raises ``BadTemplate`` with its first fault."""
        template = cls.read(path)
        for fault in template.faults:
            raise fault
        return template

    @classmethod
    def read(cls, path: Path) -> Template:
        """A template with its faults, for who wants to see them all."""
        return cls.of(Workbook.open(path))

    @classmethod
    def of(cls, workbook: Workbook) -> Template:
        """The same of a workbook that is open already."""
        spots = [
            Spot(sheet.name, row, column, cell.style, pieces(cell.value))
            for sheet in workbook.sheets
            for (row, column), cell in sorted(workbook.cells(sheet.name).items())
            if isinstance(cell.value, str) and cell.formula is None and ("{{" in cell.value)
        ]
        return cls(workbook, tuple(spots))

    @property
    def path(self) -> Path:
        return self.workbook.path

    def row(self, sheet: str, row: int) -> tuple[Spot, ...]:
        """The spots of one row, from left to right."""
        return self._rows.get((sheet, row), ())

    @cached_property
    def _rows(self) -> dict[tuple[str, int], tuple[Spot, ...]]:
        rows: dict[tuple[str, int], tuple[Spot, ...]] = {}
        for spot in self.spots:
            rows[spot.sheet, spot.row] = (*rows.get((spot.sheet, spot.row), ()), spot)
        return rows

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The rows that repeat, from top to bottom."""
        return tuple(blocks_of(self))

    @cached_property
    def kinds(self) -> dict[tuple[str, int], str]:
        """What makes a row more than a row, from top to bottom: it repeats (record, item, text), heads what
        repeats (section, kind), adds it up (total), or stands where nothing does (otherwise)."""
        kinds = {(spot.sheet, spot.row): "text" for spot in self.spots if spot.whole and _is_text(spot)}
        for kind in _KINDS:
            for spot in self.spots:
                if any(placeholder.kind == kind for placeholder in spot.placeholders):
                    kinds[spot.sheet, spot.row] = kind
        return dict(sorted(kinds.items()))

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """The words of the letterhead, as people type them, that the template does not use."""
        used = {p.field for spot in self.spots for p in spot.placeholders if p.kind == "letter"}
        letter = (piece for word in known_words() for piece in pieces("{{" + word + "}}"))
        return tuple(
            p.text
            for p in letter
            if isinstance(p, Placeholder) and p.kind == "letter" and p.field not in used
        )

    @cached_property
    def faults(self) -> tuple[BadTemplate, ...]:
        return (*self._no_words(), *self._unknown_words(), *self._bad_rows(), *self._unfilled())

    def _no_words(self) -> Iterator[BadTemplate]:
        if not self.spots:
            message = N_("{place}: there is no word in double braces, e.g. {example}.")
            yield BadTemplate(message, place=self.path.name, example="{{tashkilot}}")

    def _unfilled(self) -> Iterator[BadTemplate]:
        for sheet, cell, message, params in unfilled_words(self.workbook):
            place = ", ".join(part for part in (self.path.name, sheet, cell) if part)
            yield BadTemplate(message, place=place, **params)

    def _unknown_words(self) -> Iterator[BadTemplate]:
        for spot in self.spots:
            for piece in spot.pieces:
                if isinstance(piece, str):
                    if "{{" in piece or "}}" in piece:
                        yield self.fault(spot, N_("{place}: the braces of a word are not closed."))
                elif not piece.kind:
                    yield self._unknown(spot, piece)

    def _unknown(self, spot: Spot, word: Placeholder) -> BadTemplate:
        near = nearest_word(word)
        if near is None:
            return self.fault(spot, N_("{place}: the word “{word}” is not known."), word=word.text)
        message = N_("{place}: the word “{word}” is not known. The nearest one: “{nearest}”.")
        return self.fault(spot, message, word=word.text, nearest=near)

    def _bad_rows(self) -> Iterator[BadTemplate]:
        """Rows that would have to repeat for two things, and rows that belong to no table."""
        owned = {(block.sheet, row) for block in self.blocks for row in (block.heading, block.otherwise)}
        for (sheet, row), kind in self.kinds.items():
            spots = self.row(sheet, row)
            words = [p for spot in spots for p in spot.placeholders if p.kind in _REPEATING]
            lists = {(p.subject or p.kind, p.selection) for p in words if p.kind in ("record", "change")}
            if len(lists) > 1 or (lists and len({p.kind for p in words}) > 1):
                yield self.fault(spots[0], N_("{place}: one row cannot repeat for two lists."))
            if kind in _STRAY and (sheet, row) not in owned:
                yield self.fault(spots[0], _STRAY[kind])

    def fault(self, spot: Spot, message: str, **params: object) -> BadTemplate:
        """A fault at a cell; ``{place}`` in the message says which."""
        place = f"{self.path.name}, {spot.sheet}, {spot.a1}"
        return BadTemplate(message, place=place, **params)


def _is_text(spot: Spot) -> bool:
    return any((one.kind, one.field) == ("letter", "text") for one in spot.placeholders)


def missing_items(template: Template, plan: Plan) -> Iterator[BadTemplate]:
    """The figures that the template asks for of items that the plan does not have."""
    for spot in template.spots:
        for placeholder in spot.placeholders:
            if placeholder.kind == "figure" and placeholder.subject not in plan.items:
                near = nearest(placeholder.subject, plan.items) or "–"
                message = N_("{place}: the plan has no item {code}. The nearest code: {nearest}.")
                yield template.fault(spot, message, code=placeholder.subject, nearest=near)


class Templates:
    """The templates of one run: each is looked for and read once, however many forms are made of it."""

    def __init__(self, plan_path: Path) -> None:
        self._plan_path = plan_path
        self._paths: dict[str, Path | None] = {}
        self._read: dict[Path, Template] = {}

    def find(self, report: str) -> Path | None:
        """As ``find_template``."""
        if report not in self._paths:
            self._paths[report] = find_template(report, self._plan_path)
        return self._paths[report]

    def open(self, path: Path) -> Template:
        """As ``Template.open``."""
        if path not in self._read:
            self._read[path] = Template.open(path)
        return self._read[path]


def find_template(report: str, plan_path: Path, ending: str = ".xlsx") -> Path | None:
    """A template by its name: the centre's own in ``andozalar`` beside the workbook, else the shipped."""
    for folder in (plan_path.parent / OWN_FOLDER, shipped.folder()):
        # Looked up in the list of files, so that a code typed into the catalogue cannot lead elsewhere.
        for path in sorted(folder.glob(f"*{ending}")) if folder.is_dir() else ():
            if path.stem.casefold() == report.casefold():
                return path
    return None

"""Read a template: an ordinary Excel file with placeholders, some of whose rows repeat."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import nearest_code
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.listed import FormList
from akmxl.submission.outside import is_closed, without_outside
from akmxl.submission.template.placeholders import Placeholder, known_words, nearest_word, parse, split_text
from akmxl.submission.template.repeated_rows import repeated_rows_of
from akmxl.submission.template.spots import Spot, Spots
from akmxl.submission.template.unfilled import unfilled_words
from akmxl.workbook.layout import RECEIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Self

    from akmxl.plan.model import Plan
    from akmxl.submission.template.repeated_rows import RepeatedRows

IN_SINGLE_BRACES = N_("{place}: {word} in single braces is no placeholder. Write {example}.")
SINGLE = lazily(r"(?<!\{)\{\s*([^{}]+?)\s*\}(?!\})")
_REPEATING = ("record", "item", "section", "change", "centre", "list_total")
_LISTED = ("record", "change", "centre", "list_total")
_STRAY = {
    "section": N_("{place}: a section's heading must stand just above the row of its items."),
    "kind": N_("{place}: a kind's heading must stand just above the row of its list."),
    "otherwise": N_("{place}: the sentence for an empty list must stand just below the rows of the list."),
}


class BadTemplate(AkmxlError):
    """A template that cannot be filled: an unknown word, rows that do not fit together."""

    kind = "template"


@dataclass(frozen=True)
class Template(Spots):
    """A template, read. ``faults`` is what prevents filling it."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a template that can be filled, without what would be fetched from elsewhere.

        Raises ``BadTemplate`` with its first fault.
        """
        template = cls.of(_closed_off(Workbook.open(path)))
        for fault in template.faults:
            raise fault
        return template

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a template with its faults, for callers who want to see them all."""
        return cls.of(Workbook.open(path))

    @classmethod
    def of(cls, workbook: Workbook) -> Self:
        """Read the template of a workbook that is open already."""
        spots = [
            Spot(sheet.name, row, column, cell.style, split_text(cell.value))
            for sheet in workbook.sheets
            for (row, column), cell in sorted(workbook.cells(sheet.name).items())
            if isinstance(cell.value, str) and cell.formula is None and ("{{" in cell.value)
        ]
        return cls(workbook, tuple(spots))

    @cached_property
    def repeated_rows(self) -> tuple[RepeatedRows, ...]:
        """The rows that repeat, from top to bottom."""
        return tuple(repeated_rows_of(self))

    @cached_property
    def constants(self) -> Mapping[tuple[str, int], Mapping[int, object]]:
        """The texts and numbers that are printed as they stand: sheet and row -> column -> value."""
        spots = {(spot.sheet, spot.row, spot.column) for spot in self.spots}
        rows: dict[tuple[str, int], dict[int, object]] = {}
        for sheet in self.workbook.sheets:
            for (row, column), cell in self.workbook.cells(sheet.name).items():
                blank = cell.value in (None, "") or cell.formula is not None
                if not blank and sheet.name != RECEIPTS and (sheet.name, row, column) not in spots:
                    rows.setdefault((sheet.name, row), {})[column] = cell.value
        return rows

    def filled_rows(self, sheet: str) -> set[int]:
        """Return the rows of a sheet that have a placeholder or anything else to print."""
        own = {row for name, row in self.constants if name == sheet}
        return own | {spot.row for spot in self.spots if spot.sheet == sheet}

    @cached_property
    def lists(self) -> tuple[FormList, ...]:
        """The lists that the form shows, each once, with their totals wherever these stand."""
        words = [p for spot in self.spots for p in spot.placeholders if p.kind == "total"]
        return tuple(
            FormList(one, frozenset(f"{p.subject}/{p.field}" for p in words if p.selection == one))
            for one in dict.fromkeys(rows.selection for rows in self.repeated_rows)
            if one is not None
        )

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """The words of the letterhead, as people type them, that the template does not use."""
        used = {p.field for spot in self.spots for p in spot.placeholders if p.kind == "letter"}
        letter = (piece for word in known_words() for piece in split_text("{{" + word + "}}"))
        return tuple(
            p.text
            for p in letter
            if isinstance(p, Placeholder) and p.kind == "letter" and p.field not in used
        )

    @cached_property
    def faults(self) -> tuple[BadTemplate, ...]:
        return (
            *self._macros(), *self._no_words(), *self._unknown_words(), *self._single_braces(),
            *self._bad_rows(), *self._unfilled(),
        )  # fmt: skip

    def _macros(self) -> Iterator[BadTemplate]:
        """Yield a fault where programs stand in the file: nothing that is made with it carries any."""
        if any(name.lower().endswith("vbaproject.bin") for name in self.workbook.package.part_crcs):
            message = N_("{place}: there are macros in the file. In Excel: Save As, Excel Workbook (.xlsx).")
            yield BadTemplate(message, place=self.path.name)

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

    def _single_braces(self) -> Iterator[BadTemplate]:
        """Yield a fault for each known word in single braces: it would go out as it is."""
        for sheet in self.workbook.sheets:
            for (row, column), cell in sorted(self.workbook.cells(sheet.name).items()):
                if isinstance(cell.value, str) and "{" in cell.value:
                    for match in SINGLE.finditer(cell.value):
                        if parse(match[1]).kind:
                            spot = Spot(sheet.name, row, column, cell.style, ())
                            example = "{" + match[0] + "}"
                            yield self.fault(spot, IN_SINGLE_BRACES, word=match[0], example=example)

    def _unknown(self, spot: Spot, word: Placeholder) -> BadTemplate:
        near = nearest_word(word)
        if near is None:
            return self.fault(spot, N_("{place}: the word “{word}” is not known."), word=word.text)
        message = N_("{place}: the word “{word}” is not known. The nearest one: “{nearest}”.")
        return self.fault(spot, message, word=word.text, nearest=near)

    def _bad_rows(self) -> Iterator[BadTemplate]:
        """Yield a fault for each row that would have to repeat for two lists, or that belongs to no table."""
        owned = {(one.sheet, row) for one in self.repeated_rows for row in (one.heading, one.otherwise)}
        for (sheet, row), kind in self.kinds.items():
            spots = self.row(sheet, row)
            words = [p for spot in spots for p in spot.placeholders if p.kind in _REPEATING]
            lists = {(_list_of(p), p.selection) for p in words if p.kind in _LISTED}
            if len(lists) > 1 or (lists and len({p.kind for p in words}) > 1):
                yield self.fault(spots[0], N_("{place}: one row cannot repeat for two lists."))
            if kind in _STRAY and (sheet, row) not in owned:
                yield self.fault(spots[0], _STRAY[kind])

    def fault(self, spot: Spot, message: str, **params: object) -> BadTemplate:
        """Return the fault of a cell; ``{place}`` in the message says which cell."""
        place = f"{self.path.name}, {spot.sheet}, {spot.a1}"
        return BadTemplate(message, place=place, **params)


def _list_of(word: Placeholder) -> str:
    return word.subject if word.kind == "record" else word.kind


def _closed_off(workbook: Workbook) -> Workbook:
    if is_closed(workbook.package):
        return workbook
    data = workbook.package.data
    try:
        closed = without_outside(data)
    except SyntaxError as error:
        raise workbook.package.damaged(".rels") from error
    return workbook if closed is data else Workbook.of(workbook.path, closed)


def not_of_this_form(template: Template, *, summary: bool = False) -> Iterator[BadTemplate]:
    """Yield a fault for each word that a centre's form, or a region's summary form, cannot say."""
    only = N_("{place}: the word “{word}” is for the summary form of a region. Take it away.")
    none = N_(
        "{place}: a summary form has no rows of registers: the word “{word}” says nothing. Take it away."
    )
    page = N_("{place}: the word “{word}” is for the pages of where things stand. Take it away.")
    nobody = N_(
        "{place}: no word of this summary form says of which centres it is: add a row with {word} or a count "
        "({said})."
    )
    for spot in template.spots:
        for one in spot.placeholders:
            if one.of_page:
                yield template.fault(spot, page, word=one.text)
            elif one.of_summary and not summary:
                yield template.fault(spot, only, word=one.text)
            elif summary and one.kind in _OF_REGISTERS:
                yield template.fault(spot, none, word=one.text)
    if summary and template.spots and not any(map(_says_of_whom, _words_of(template))):
        words = {"word": "{{markaz.holati}}", "said": "{{soni 15.1}}"}
        yield template.fault(template.spots[0], nobody, **words)


def _words_of(template: Template) -> Iterator[Placeholder]:
    for spot in template.spots:
        yield from spot.placeholders


def _says_of_whom(word: Placeholder) -> bool:
    """Tell whether a summary form that says a word is known as one of a region."""
    if word.kind == "centre":
        return bool(word.subject) or word.field == "state"
    return word.kind == "said" or word.field.startswith("said/")


def lists_no_regions(template: Template) -> Iterator[BadTemplate]:
    """Yield a fault where the summary form of several regions would not say which regions are in it."""
    words = (one for spot in template.spots for one in spot.placeholders)
    if not any(one.kind == "centre" and (one.subject or one.field == "state") for one in words):
        message = N_(
            "{place}: nothing says of which regions the totals are, so nobody could tell when they are added "
            "twice. Write a row with {example}."
        )
        yield BadTemplate(message, place=template.path.name, example="{{markaz.nomi}} {{markaz.holati}}")


_OF_REGISTERS = ("record", "total", "kind", "otherwise")


def missing_items(template: Template, plan: Plan) -> Iterator[BadTemplate]:
    """Yield a fault for each figure that the template asks for of an item that the plan does not have."""
    for spot in template.spots:
        for placeholder in spot.placeholders:
            if placeholder.kind in _OF_ITEMS and placeholder.subject not in {"", *plan.items}:
                similar = nearest_code(placeholder.subject, plan.items)
                near = N_("{place}: the plan has no item {code}. The nearest code: {nearest}.")
                none = N_("{place}: the plan has no item {code}.")
                message = near if similar else none
                yield template.fault(spot, message, code=placeholder.subject, nearest=similar)


_OF_ITEMS = ("figure", "sum", "said", "centre")  # their subject is a code; a centre's may have none

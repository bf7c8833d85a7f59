"""Fill a page's template: its words, and its lists as far as it has rows for them. Never a second page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.chart_caches import draw_anew
from akmxl.submission.page.wording import shown
from akmxl.workbook.row_heights import fit_heights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.plan.register_rows import FieldValue
    from akmxl.submission.page.content import PageContent
    from akmxl.submission.page.template import PageTemplate
    from akmxl.submission.template.placeholders import Placeholder
    from akmxl.submission.template.spots import Spot


def fill_page(template: PageTemplate, content: PageContent) -> bytes:
    """Return the filled page; the same bytes for the same content. Raises ``BadTemplate``."""
    for fault in template.faults:
        raise fault
    with in_language("uz"):
        filling = _Filling(template, content)
        patch = Patch(template.workbook)
        texts: dict[tuple[str, int, int], tuple[str, int]] = {}
        for spot in template.spots:
            value = filling.value(spot)
            patch.set(spot.sheet, spot.row, spot.column, value)
            if isinstance(value, str):
                texts[spot.sheet, spot.row, spot.column] = value, spot.style
        fit_heights(patch, texts, tight=())
        for sheet, row in sorted(filling.idle_rows(), reverse=True):
            patch.delete_rows(sheet, row, row)
        draw_anew(patch)
        return patch.to_bytes()


@dataclass(frozen=True)
class _Filling:
    """What each cell of a template gets."""

    template: PageTemplate
    content: PageContent

    def value(self, spot: Spot) -> FieldValue:
        """Return a cell's value, typed where the cell is one word; None where it is to be empty."""
        said = [self._said(one, spot.row) for one in spot.placeholders]
        if spot.whole:
            return said[0]
        if all(one is None for one in said):
            return None
        parts = zip(spot.placeholders, said, strict=True)
        texts = (shown(value, word.field) for word, value in parts)
        return "".join(piece if isinstance(piece, str) else next(texts) for piece in spot.pieces)

    def _said(self, word: Placeholder, row: int) -> FieldValue:
        if word.kind != "listed":
            return self.content.words.get(word.field)
        listing = self.content.lists[word.subject]
        rows = self.template.rows_of[word.subject]
        if word.field == "more":
            return listing.more(len(rows)) or None
        place = rows.index(row)
        if not listing.rows and not place:
            return listing.nothing if word.field == "title" else None
        kept = listing.first(len(rows))
        return kept[place].get(word.field) if place < len(kept) else None

    def idle_rows(self) -> Iterator[tuple[str, int]]:
        """Yield the rows of the template that have nothing to say; the first row of a list stays."""
        rows: Mapping[tuple[str, int], list[Spot]] = {}
        rows = {place: [] for place in dict.fromkeys((spot.sheet, spot.row) for spot in self.template.spots)}
        for spot in self.template.spots:
            rows[spot.sheet, spot.row].append(spot)
        first = {found[0] for found in self.template.rows_of.values()}
        for (sheet, row), spots in rows.items():
            printed = (sheet, row) in self.template.constants
            listed = any(one.kind == "listed" for spot in spots for one in spot.placeholders)
            empty = all(self.value(spot) is None for spot in spots)
            if empty and not printed and row not in first and (listed or len(spots) == 1):
                yield sheet, row

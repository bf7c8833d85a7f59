"""Make the workbook of a consolidation that a director opens, as the bytes of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import in_language
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated import centre_items, completeness, lists, overview
from akmxl.workbook.create.consolidated.book import made
from akmxl.workbook.create.consolidated.rows import RowSheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from akmxl.plan.returns.records import Consolidation

TITLE = "Markazlar hisobotlari jamlanmasi"


def result_bytes(
    consolidation: Consolidation,
    today: date,
    *,
    names: Mapping[str, str] | None = None,
    aside: Sequence[str] = (),
) -> bytes:
    """Make the workbook's file, in Uzbek: the same arguments give the same bytes.

    ``names`` are those of items and reports by code; forms do not carry them. ``aside`` are files that came
    and are no forms.
    """
    with in_language("uz"):
        book, target = made(TITLE, consolidation, today, names or {}, aside)
        first = book.sheet(overview.NAME, shared.GREEN_TAB)
        grid = centre_items.Grid.of(consolidation)
        totals = centre_items.add(book, lambda name: book.sheet(name, shared.GREEN_TAB, RowSheet), grid)
        lists.add(book, book.sheet(lists.MISSING.name, shared.YELLOW_TAB, RowSheet), lists.MISSING)
        blocks = completeness.add(book, book.sheet(completeness.NAME, shared.GREEN_TAB))
        for one, tab in _LISTS:
            lists.add(book, book.sheet(one.name, tab, RowSheet), one)
        overview.add(book, first, blocks, totals)
        book.workbook.close()
    return target.getvalue()


# Yellow where somebody has something to ask or to send.
_LISTS = (
    (lists.REVISED, shared.GREY_TAB), (lists.OUTLIERS, shared.YELLOW_TAB), (lists.REFUSED, shared.YELLOW_TAB),
    (lists.LEDGER, shared.GREY_TAB),
)  # fmt: skip

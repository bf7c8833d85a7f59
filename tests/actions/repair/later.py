"""An edition that is not there yet: what may come to the layout, laid over today's for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akmxl.core import vocabulary
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.create import basis, plan, settings, shared, workbook
from akmxl.workbook.layout import Column, SheetLayout

if TYPE_CHECKING:
    import pytest

HEADERS = {
    "audience": "Qatnashuvchilar toifasi",
    "answer": "Javob xati",
    "room": "Xona",
    "seats": "O‘rinlar",
    "weight": "Vazni",
    "district": "Hudud kodi",
    "thing": "Buyum",
    "bought": "Olingan sana",
}
ROOMS = [("O‘quv zali", 40), ("Bolalar zali", 20)]
EDITION = layout.EDITION + 1


def column(field: str, **more: Any) -> Column:
    return Column(field, 18, edition=EDITION, **more)


def lay_out(patch: pytest.MonkeyPatch) -> None:
    """The next edition: columns of a register, of the journal, of settings and of Reja, a table of settings,
    a sheet, and names."""
    for field, header in HEADERS.items():
        patch.setitem(vocabulary.HEADERS, field, (header,))
    patch.setattr(layout, "EDITION", EDITION)
    patch.setattr(layout, "READ_FROM", EDITION)
    *events, last = layout.EVENTS_SHEET.columns
    _replace(patch, "EVENTS_SHEET", (*events, column("audience"), last))
    _replace(patch, "JOURNAL_SHEET", (*layout.JOURNAL_SHEET.columns, column("answer", required=False)))
    _replace(patch, "EVENT_KINDS", (*layout.EVENT_KINDS.columns, column("weight")))
    _replace(patch, "PLAN_SHEET", (*layout.PLAN_SHEET.columns, column("district", required=False)))
    patch.setattr(plan, "COLUMNS", layout.PLAN_SHEET.columns)
    rooms = SheetLayout(layout.SETTINGS, (Column("room", 24), Column("seats", 9)), "Xonalar", EDITION)
    patch.setattr(layout, "SETTINGS_TABLES", (*layout.SETTINGS_TABLES, rooms))
    things = SheetLayout("Buyumlar", (Column("thing", 30), Column("bought", 13)), "Buyumlar", EDITION)
    patch.setattr(layout, "OPTIONAL_SHEETS", (*layout.OPTIONAL_SHEETS, things))
    patch.setitem(settings._TITLES, "Xonalar", "Xonalar va o‘rinlar")
    _make_it(patch)


def _replace(patch: pytest.MonkeyPatch, name: str, columns: tuple[Column, ...]) -> None:
    """Another layout of a sheet or table, wherever the old one is listed."""
    old = getattr(layout, name)
    new = old._replace(columns=columns)
    patch.setattr(layout, name, new)
    for group in ("REGISTER_SHEETS", "SHEETS", "SETTINGS_TABLES"):
        patch.setattr(layout, group, tuple(new if one is old else one for one in getattr(layout, group)))
    named = tuple((new if one is old else one, *rest) for one, *rest in layout.TABLE_NAMED)
    patch.setattr(layout, "TABLE_NAMED", named)


def _make_it(patch: pytest.MonkeyPatch) -> None:
    """What ``create`` makes of it."""
    shipped, add, line = basis.shipped_basis, settings.add, plan._line

    def with_rooms(*arguments: Any) -> basis.Basis:
        made = shipped(*arguments)
        tables = dict(made.tables) | {"Xonalar": list(ROOMS)}
        tables["TadbirTurlari"] = [(*row, 1) for row in tables["TadbirTurlari"]]
        return basis.replace(made, tables=tables)

    def with_district(
        making: shared.Making, sheet: Any, at: int, texts: dict[str, str], indent: int = 0
    ) -> None:
        known = {"district": f"H-{texts['code']}"} if "code" in texts else {}
        line(making, sheet, at, texts | known, indent=indent)

    def with_more(making: shared.Making) -> None:
        add(making)
        sheet = making.workbook.get_worksheet_by_name(layout.SETTINGS)
        style = making.styles.boxed(num_format="@", align="left", bg_color=shared.INPUT)
        sheet.write_string(2, 0, "Ish vaqti", making.styles())
        shared.write_value(sheet, 2, 3, "9:00-18:00", style)
        shared.validate_list(sheet, (2, 3, 2, 3), ["9:00-18:00", "8:00-17:00"])
        making.name("Ish_vaqti", layout.SETTINGS, shared.fixed(2, 3, 2, 3))
        making.workbook.define_name("Tanlov_xonalar", "=Xonalar[Xona]")
        making.name("Tadbir_nomlari", registers.EVENTS, shared.fixed(4, 2, 2000, 2))
        making.name("Reja_muddat", layout.PLAN, shared.fixed(6, 7, 75, 7))
        _things(making)

    patch.setattr(basis, "shipped_basis", with_rooms)
    patch.setattr(workbook.settings, "add", with_more)
    patch.setattr(plan, "_line", with_district)


def _things(making: shared.Making) -> None:
    """A sheet with all that a sheet of the layout has."""
    sheet = making.sheet("Buyumlar", shared.YELLOW_TAB)
    sheet.merge_range(0, 0, 0, 1, f"Buyumlar, {making.year}-yil", making.styles.title())
    styles = [making.styles.boxed(text_wrap=True), making.styles.boxed(num_format=shared.DATE_FORMAT)]
    for index, (width, style) in enumerate(zip((30, 13), styles, strict=True)):
        sheet.set_column(index, index, width, style)
        sheet.write_blank(4, index, None, style)
    sheet.set_row(3, 48)
    shared.table(making, sheet, "Buyumlar", 3, 0, [HEADERS["thing"], HEADERS["bought"]], 1, styles)
    shared.validate_dates(sheet, (4, 1, 2000, 1))
    shared.colour_findings(making, sheet, (4, 0, 2000, 1), row_name=0, header_row=3)
    sheet.freeze_panes(4, 1)
    shared.page(sheet, (3, 3))

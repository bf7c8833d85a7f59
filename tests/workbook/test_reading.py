"""A plan workbook is read by its words: where rows and columns stand does not matter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rules.examples import Example

from akmxl.core.cells import Cell, ExcelError, Place
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import read_code, read_codes, read_figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.plan.model import Plan

FILLED = """
    Reja
    | Kod | 2025-yil (reja) | I chorak (reja) |
    | 11  | 120             | 30              |
    Oylik
    | Kod   | Yanvar | Fevral | Mart |
    | 11    | 5      | 0      | '1 200 |
    | 9.4.1 | 5      | -      | ~    |
    | 9.4.2 | 2      | 3      | ~    |
    | 16    | ~      | 400    | ~    |
    Kundalik
    | Sana       | Abonementlar sektori | Huquqiy axborotlar sektori | Berilgan kitoblar |
    | 2025-01-05 | 7                    | 4                          | 20                |
    | 2025-01-06 | 1                    | ~                          | ~                 |
    Tadbirlar
    | Sana       | Tadbir turi          | Tadbir nomi |
    | 2025-01-05 | Kitobxon onalar kuni | Birinchi    |
    | 2025-01-06 | ko'rgazma            | Ikkinchi    |
    Matbuot
    | Sana       | Kod | Sarlavha |
    | 2025-02-05 | 22  | Yozuv    |
    Royxatlar
    | Sana       | Ro‘yxat turi | Nomi  | Kod  | Miqdori |
    | 2023-05-05 | Shartnoma    | Eski  | 19.1 | 2       |
    | 2025-02-05 | Shartnoma    | Yangi | 19.1 | 3       |
    """


@pytest.fixture
def filled(tmp_path: Path) -> Example:
    return Example.of(FILLED, tmp_path)


def months(plan: Plan, code: str) -> list[int | None]:
    return [plan.value(code, month) for month in (1, 2, 3)]


def test_typed_figures_count(filled: Example) -> None:
    assert months(filled.plan, "11") == [5, 0, 1200]
    assert filled.plan.items["11"].plan == 120
    assert filled.plan.items["11"].quarter_plans == (30, None, None, None)


def test_a_total_is_added_up_from_its_parts_and_not_from_its_formula(filled: Example) -> None:
    assert months(filled.plan, "9.4") == [7, 3, None]
    assert months(filled.plan, "9") == [7, 3, None]


def test_registers_give_the_months_that_they_feed(filled: Example) -> None:
    plan = filled.plan
    assert months(plan, "17") == [20, None, None]  # the day log
    assert months(plan, "18") == [2, None, None]  # both kinds of event count for 18
    assert months(plan, "22") == [None, 1, None]  # the bibliography
    assert months(plan, "19.1") == [2, 5, 5]  # contracts in force, the earlier ones too


def test_a_figure_typed_over_a_register_counts_and_the_register_is_remembered(filled: Example) -> None:
    plan = filled.plan
    assert months(plan, "16") == [12, 400, None]
    entry = plan.entry("16", 2)
    assert entry is not None
    assert entry.figure.typed
    assert entry.register is None


def test_the_register_is_compared_where_it_has_rows(filled: Example) -> None:
    filled.row(layout.MONTHLY, ["Kod", "Yanvar"], ["16", "13"])
    entry = filled.plan.entry("16", 1)
    assert entry is not None
    assert (entry.value, entry.register) == (13, 12)


def test_a_cell_of_the_day_log_that_cannot_be_read_leaves_the_month_unknown(filled: Example) -> None:
    filled.row(registers.DAILY, ["Sana", "Berilgan kitoblar"], ["2025-01-07", "yigirma"])
    entry = filled.plan.entry("17", 1)
    assert entry is not None
    assert entry.value is None
    assert entry.failed


def test_a_total_of_a_total_with_an_unreadable_part_is_unknown(filled: Example) -> None:
    filled.row(layout.MONTHLY, ["Kod", "Yanvar"], ["9.2", "4"])
    filled.row(layout.MONTHLY, ["Kod", "Yanvar"], ["9.4.1", "besh"])
    assert months(filled.plan, "9.4")[0] is None
    assert months(filled.plan, "9")[0] is None


def test_a_row_typed_under_a_table_is_read(filled: Example) -> None:
    """LibreOffice does not let a table grow."""
    table = filled.workbook.tables[registers.EVENTS]
    assert filled.plan.records[registers.EVENTS][-1].row > table.last_row


def said(plan: Plan) -> dict[str, Any]:
    """What a plan says, without where it stands."""
    items = {
        code: (
            *(item.section, item.parent, item.kind, item.adds_up, item.source, item.rhythm, item.work_time),
            *(item.name, item.unit, item.plan, item.planned.dash, item.previous.value, item.services),
            *(item.quarter_plans, item.to_confirm, item.window_text, item.mechanism),
        )
        for code, item in plan.items.items()
    }
    entries = {
        key: (e.value, e.register, e.figure.dash, e.figure.fault, e.figure.typed)
        for key, e in plan.entries.items()
    }
    records = [
        (r.register, r.date, r.codes, r.quantity, r.values["title"])
        for rows in plan.records.values()
        for r in rows
    ]
    days = [(day.date, {name: f.value for name, f in day.columns.items()}) for day in plan.days]
    return {"items": items, "entries": entries, "records": records, "days": days}


def move(example: Example, sheet: str, spot: Callable[[int, int], tuple[int, int]]) -> None:
    """Lay a sheet's cells elsewhere, as inserting, deleting and dragging do."""
    cells = example.workbook.cells(sheet)
    example.workbook.lay(sheet, {spot(*place): cell for place, cell in cells.items()})


def two_rows_above_and_three_within(row: int, column: int) -> tuple[int, int]:
    return (row + (2 if row < 30 else 5), column)


def mirrored(row: int, column: int) -> tuple[int, int]:
    return (row, 60 - column)


@pytest.mark.parametrize("spot", [two_rows_above_and_three_within, mirrored])
@pytest.mark.parametrize("sheet", [layout.PLAN, layout.MONTHLY])
def test_moved_rows_and_columns_read_the_same(
    filled: Example, sheet: str, spot: Callable[[int, int], tuple[int, int]]
) -> None:
    before = said(filled.plan)
    move(filled, sheet, spot)
    assert said(filled.plan) == before


def test_the_columns_of_a_table_may_change_places(filled: Example) -> None:
    before = said(filled.plan)
    for name in (registers.EVENTS, registers.DAILY):
        table = filled.workbook.tables[name]
        last = len(table.columns)
        filled.workbook.tables[name] = table._replace(columns=table.columns[::-1])
        move(filled, name, lambda row, column, last=last: (row, last + 1 - column))  # type: ignore[misc]
    assert said(filled.plan) == before


def test_an_own_column_and_an_own_sheet_do_not_matter(filled: Example) -> None:
    before = said(filled.plan)
    view = filled.file.views[layout.MONTHLY]
    filled.workbook.put(view.name, view.header_row, 40, "Mening izohim")
    filled.workbook.put(view.name, view.first_row + 2, 40, "Ali olib keladi")
    assert said(filled.plan) == before


SPELLINGS = {
    (layout.PLAN, "Kod"): "КОД",
    (layout.PLAN, "O‘lchov birligi"): "Ўлчов  бирлиги",
    (layout.PLAN, "2025-yil (reja)"): "2025 йил (режа)",
    (layout.PLAN, "Mas’ullar"): "Mas'ul",
    (layout.PLAN, "Bajarilish muddati"): "MUDDATI:",
    (layout.MONTHLY, "Mart"): "март",
    (layout.MONTHLY, "Sentabr"): "Sentyabr",
    (layout.MONTHLY, "Oktabr"): "октябрь",
    (layout.MONTHLY, "I chorak"): "1-chorak",
    (registers.DAILY, "Sana"): "Sanasi",
    (registers.DAILY, "Abonementlar sektori"): "Abonement",
    (registers.EVENTS, "Tadbir turi"): "tadbir  turi",
}


@pytest.mark.parametrize(("where", "spelling"), SPELLINGS.items(), ids=[f"{s}-{h}" for s, h in SPELLINGS])
def test_a_heading_in_another_spelling_reads_the_same(
    filled: Example, where: tuple[str, str], spelling: str
) -> None:
    before = said(filled.plan)
    filled.workbook.rename_heading(*where, spelling)
    file = filled.file
    assert [view.name for view in file.views.values() if view.missing or view.doubled] == []
    assert said(filled.plan) == before


def test_rows_without_id_get_the_same_ones_in_every_run(filled: Example) -> None:
    first, second = ([r.name for r in filled.plan.records[registers.EVENTS]] for _ in range(2))
    assert first == second == ["1", "2"]


HERE = Place(layout.MONTHLY, 5, 5)
FIGURES: dict[str, tuple[object, int | None, str | None]] = {
    "a number": (5, 5, None),
    "a whole number kept as a fraction": (5.0, 5, None),
    "a text of a number": ("5", 5, "TYP02"),
    "blanks between thousands": ("1 413", 1413, "TYP02"),
    "no-break blanks": ("1\u00a0413 ", 1413, "TYP02"),
    "thin blanks": ("52\u2009813", 52813, "TYP02"),
    "an apostrophe before": ("'12", 12, "TYP02"),
    "two numbers with a blank": ("12 5", None, "TYP01"),
    "a decimal comma": ("1,5", None, "TYP03"),
    "a point between thousands": ("1.234", None, "TYP03"),
    "two numbers with a stroke": ("6/36", None, "TYP08"),
    "a number with a word": ("12 ta", None, "TYP09"),
    "a negative number": (-3, None, "TYP04"),
    "a negative text": ("−3", None, "TYP04"),
    "a fraction": (1.5, None, "TYP05"),
    "a date": (date(2025, 1, 9), None, "TYP06"),
    "an error": (ExcelError("#N/A"), None, "TYP07"),
    "yes or no": (True, None, "TYP01"),
    "a word": ("bor", None, "TYP01"),
    "nothing": (None, None, None),
    "a blank": ("  ", None, None),
}


@pytest.mark.parametrize(("value", "number", "fault"), FIGURES.values(), ids=FIGURES)
def test_a_figure_is_read_or_its_fault_is_named(value: Any, number: int | None, fault: str | None) -> None:
    figure = read_figure(Cell(value, None, 0), HERE)
    assert (figure.value, figure.fault) == (number, fault)


@pytest.mark.parametrize("dash", ["-", "–", "—", " - "])
def test_a_dash_says_not_planned(dash: str) -> None:
    figure = read_figure(Cell(dash, None, 0), HERE)
    assert (figure.dash, figure.value, figure.fault) == (True, None, None)


def test_the_number_within_words_is_offered() -> None:
    assert read_figure(Cell("12 ta kitob", None, 0), HERE).offered == 12


def test_a_formula_of_ones_own_without_result_is_unknown(filled: Example) -> None:
    filled.row(layout.MONTHLY, ["Kod", "Mart"], ["11", "=3+4"])
    entry = filled.plan.entry("11", 3)
    assert entry is not None
    assert (entry.value, entry.figure.fault) == (None, "TYP13")


CODES = {
    "9.10": "9.10",
    " 9.1 ": "9.1",
    "i.2": "I.2",
    "І.2": "I.2",
    "9.4.1.": "9.4.1",
    11: "11",
    9.1: "9.1",
    None: "",
}


@pytest.mark.parametrize(("value", "code"), CODES.items())
def test_a_code_is_read_as_text(value: object, code: str) -> None:
    assert read_code(value) == code


def test_several_codes_in_a_cell_are_read() -> None:
    assert read_codes("I.2; 18") == ("I.2", "18")
    assert read_codes("I.2;18, 18") == ("I.2", "18"), "what stands there twice counts once"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("18 и 19", ("18", "19")),
        ("I.2 и 18", ("I.2", "18")),
        ("18 i 19", ("18", "19")),
        ("18.0", ("18",)),
        ("15.10", ("15.10",)),
        ("18 – 20", ("18-20",)),
    ],
)
def test_codes_are_parted_by_words_of_both_languages(text: str, codes: tuple[str, ...]) -> None:
    assert read_codes(text) == codes


def test_each_cell_that_an_arrays_formula_fills_is_known(tmp_path: Path) -> None:
    import xlsxwriter

    from akmxl.ooxml.read.workbook import Workbook

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("A")
        sheet.write_array_formula("B2:B4", "{=A2:A4*1}", None, 1)
        sheet.write_column("B3", [2, 3, 4])
    book = Workbook.open(path)
    formulas = {row: book.grid("A").cell(row, 2).formula for row in range(2, 6)}  # type: ignore[union-attr]
    assert formulas == {2: "A2:A4*1", 3: "A2:A4*1", 4: "A2:A4*1", 5: None}
    assert {row: cell.formula for (row, _), cell in book.cells("A").items()} == formulas

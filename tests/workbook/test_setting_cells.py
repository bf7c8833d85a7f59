"""Every cell of Sozlamalar is read by a function that says what it did not understand."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from akmxl.core.cells import NOT_CALCULATED, ExcelError
from akmxl.workbook import layout
from akmxl.workbook.reading import setting_cells as cells

MOMENT, OLD = datetime.fromisoformat("2025-10-01T12:30"), datetime.fromisoformat("1900-01-01")
ODD: list[Any] = [
    None,
    "",
    " ",
    "\u200b",
    "-",
    "?",
    "0",
    0,
    -1,
    5,
    1e300,
    float("nan"),
    float("inf"),
    0.2,
    19.1,
    2025.1,
    True,
    False,
    date(2025, 1, 9),
    MOMENT,
    OLD,
    time(12),
    ExcelError("#REF!"),
    ExcelError("#N/A"),
    NOT_CALCULATED,
    "a" * 32_767,
    "=1+1",
    "\n",
    ";;;",
    "va",
    "I.2 va",
    "’",
    "１２",
    "٣",
    "²",
    "፩",
    "😀",
    "2025-99",
    "*",
    "Q",
    "1-",
    "-1-",
    "..",
    "1.",
    "99999999999999999999",
]


def every_reader() -> list[Any]:
    plain = [reader for columns in cells.READERS.values() for reader in columns.values() if reader]
    return [
        *dict.fromkeys(plain),
        cells.read_report_items,
        cells.read_work_week,
        cells.read_weeks,
        cells.read_threshold,
        lambda value: cells.read_first_period(value, 2025),
        lambda value: cells.read_moved_day(value, 2025),
        *(
            lambda value, f=f: cells.read_term(f, value)
            for f in ("cadence", "due_rule", "confirmed", "day_kind")
        ),
        *(lambda value, r=r: cells.read_due_number(value, r) for r in ("date", "after_period")),
        *(
            lambda value, c=c: cells.read_report_periods(value, c)
            for c in ("monthly", "quarterly", "once", "")
        ),
    ]


def test_every_column_has_its_reader_or_a_rule_of_its_own() -> None:
    columns = {str(sheet.table): set(sheet.fields) for sheet in layout.SETTINGS_TABLES}
    assert {table: set(readers) for table, readers in cells.READERS.items()} == columns


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_nothing_that_a_cell_can_hold_ends_a_run(value: Any) -> None:
    for reader in every_reader():
        reader(value)


@pytest.mark.parametrize("value", [ExcelError("#REF!"), NOT_CALCULATED, True], ids=repr)
def test_what_excel_could_not_compute_is_a_fault_everywhere(value: Any) -> None:
    faults = [reader(value).fault for reader in every_reader()]
    assert faults.count("") == 2  # the day of a due rule: whether the rule can use it is asked of the report


CODES: dict[Any, tuple[str, ...]] = dict.fromkeys(
    (
        "I.2;18",
        "I.2 va 18",
        "I.2 hamda 18",
        "I.2\n18",
        "I.2\r\n18",
        "I.2/18",
        "I.2 + 18",
        "I.2；18",
        "I.2，18",
        "I.2、18",
        "I.2 & 18",
        "I.2|18",
        "I.2 18",
        "I.2 ва 18",
        "І.2, 18",
        "i.2 ; 18.",
        "I.2-band va 18-band",
    ),
    ("I.2", "18"),
) | {18: ("18",), 19.2: ("19.2",), 19.200000000000003: ("19.2",), "-": (), "yo‘q": (), "9. 4.1": ("9.4.1",)}
FAULTY = {
    None: cells.BLANK,
    "  ": cells.BLANK,
    date(2025, 9, 1): cells.DATED,
    ExcelError("#N/A"): cells.UNREAD,
    "barchasi": cells.UNREAD,
    "I.2 yoki 18": cells.UNREAD,
    "I.2; o‘n sakkiz": cells.PART,
    "18–20": cells.UNREAD,
    "I.2; ?": cells.PART,
}


@pytest.mark.parametrize(("value", "codes"), CODES.items(), ids=repr)
def test_codes_are_read_whatever_stands_between_them(value: Any, codes: tuple[str, ...]) -> None:
    assert cells.read_item_codes(value) == (codes, "", "")


@pytest.mark.parametrize(("value", "fault"), FAULTY.items(), ids=repr)
def test_codes_that_are_not_understood_are_a_fault(value: Any, fault: str) -> None:
    assert cells.read_item_codes(value).fault == fault


@pytest.mark.parametrize(
    ("value", "month"),
    [
        (date(2025, 1, 1), 1),
        (MOMENT, 10),
        (10.2025, 10),
        (1.2025, 1),
        ("’2025-03", 3),
        (202501, 1),
        ("202510", 10),
        (45658, 1),
        ("45691", 2),
        (20250331, 3),
        ("Jan-25", 1),
        ("2025-03-05 00:00:00", 3),
        ("01/13/2025", 1),
        ("02/02/2025", 2),
    ],
)
def test_the_first_period_is_read_as_a_date_and_as_a_number(value: Any, month: int) -> None:
    period = cells.read_first_period(value, 2025).value
    assert period is not None
    assert (period.year, period.first, period.last) == (2025, month, month)


@pytest.mark.parametrize("value", [2025.1, 7, "?", OLD, "01/02/2025", 202513, 4565, "Jan-26", "I.2025"])
def test_a_first_period_that_may_be_two_is_a_fault(value: Any) -> None:
    assert cells.read_first_period(value, 2025).fault == cells.UNREAD


@pytest.mark.parametrize(
    "value",
    [
        5,
        5.0,
        "5",
        "5,0",
        "5/2",
        "V",
        "Du–Ju",
        "dushanba-juma",
        "5 дней",
        "пятидневка",
        "5 kun",
        "5 kunlik",
        "besh",
        "besh kunlik",
        "беш кунлик",
        "5 ish kuni",
    ],
)
def test_a_week_of_five_days(value: Any) -> None:
    assert cells.read_work_week(value) == (5, "", "")


@pytest.mark.parametrize(
    "value", [7, 5.5, "5 yoki 6", "Du–Pa", "du-s", None, "", date(2025, 6, 5), ExcelError("#REF!")]
)
def test_a_week_that_is_not_understood(value: Any) -> None:
    assert cells.read_work_week(value).fault


@pytest.mark.parametrize("value", [20, 20.0, "20", "20 %", "20%", "20 foiz", "20 barobar"])
def test_a_threshold_is_read_with_its_unit(value: Any) -> None:
    assert cells.read_threshold(value) == (20.0, "", "")


@pytest.mark.parametrize("value", ["1 234", "1\u00a0234", "1 234,0 %"])
def test_a_threshold_with_a_blank_between_its_thousands(value: str) -> None:
    assert cells.read_threshold(value) == (1234.0, "", "")


@pytest.mark.parametrize(
    "value", [0.2, "0,2", -5, "yuz", True, date(2025, 1, 20), float("nan"), "1,234", "1.234", "12 34", None]
)
def test_a_threshold_that_is_not_understood(value: Any) -> None:
    assert cells.read_threshold(value).fault == cells.UNREAD


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2025, 3, 8), date(2025, 3, 8)),
        ("08.03.2025", date(2025, 3, 8)),
        ("2025-03-08", date(2025, 3, 8)),
        (45724, date(2025, 3, 8)),
        (20250308, date(2025, 3, 8)),
    ],
)
def test_a_day_off_is_read(value: Any, day: date) -> None:
    assert cells.read_moved_day(value, 2025) == (day, "", "")


@pytest.mark.parametrize("value", ["8-mart", "8.03", date(2052, 3, 8), 35724, 44262, None])
def test_a_day_off_that_is_not_sure(value: Any) -> None:
    assert cells.read_moved_day(value, 2025).fault


@pytest.mark.parametrize(
    ("value", "rule", "days"),
    [
        (5, "after_period", "5"),
        ("5-kun", "after_period", "5"),
        ("5-sanagacha", "after_period", "5"),
        ("3 ish kuni", "before_event", "3"),
        ("25-dekabr", "date", "25.12"),
        (25.12, "date", "25.12"),
    ],
)
def test_the_day_of_a_due_rule_is_read(value: Any, rule: str, days: str) -> None:
    assert cells.read_due_number(value, rule).value == days

"""One typical slip in a clean year gives one finding, beside those that the year has anyway."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from akmxl.workbook import layout

from .years import clean_year

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .examples import Example

TODAY = date(2025, 10, 10)

EVENT = "Tadbirlar\n| Sana | Tadbir turi | Tadbir nomi |\n| {} | {} | Uchrashuv |"
SLIPS = {
    "a digit typed twice": ("Oylik\n| Kod | Mart |\n| 29 | 33000 |", "ARI11", "29"),
    "two digits swapped in a steady row": ("Oylik\n| Kod | Mart |\n| 29 | 1290 |", "TMP07", "29"),
    "a number with a word": ("Oylik\n| Kod | Mart |\n| 11 | 12 ta |", "TYP09", "11"),
    "a number with a point": ("Oylik\n| Kod | Mart |\n| 29 | '2.950 |", "TYP03", "29"),
    "a number as a text": ("Oylik\n| Kod | Iyul |\n| 14.1 | '19 |", "TYP02", "14.1"),
    "a minus before a number": ("Oylik\n| Kod | May |\n| 14.2 | -95 |", "TYP04", "14.2"),
    "a month left blank": ("Oylik\n| Kod | Avgust |\n| 13.1 | ~ |", "TMP14", "13.1"),
    "a month typed one column too far": (
        "Oylik\n| Kod | Sentabr | Noyabr |\n| 13.1 | ~ | 400 |", "TMP01", "13.1"),
    "a month typed into the running one": (
        "Oylik\n| Kod | Sentabr | Oktabr |\n| 13.1 | ~ | 400 |", "TMP14", "13.1"),
    "work done once, typed outside its window": (
        "Oylik\n| Kod | Yanvar | Fevral | Mart | Iyun |\n| 5 | ~ | ~ | ~ | 1 |", "TMP03", "5"),
    "a figure where nothing is planned": ("Oylik\n| Kod | May |\n| 9.3 | 4 |", "PLN03", "9.3"),
    "a figure typed over a register": ("Oylik\n| Kod | May |\n| 18 | 9 |", "XSH01", "18"),
    "a formula typed over": ("Oylik\n| Kod | I chorak |\n| 13.1 | 12 |", "STR18", "13.1"),
    "a stock counted anew": ("Oylik\n| Kod | Avgust |\n| 19.1 | 2 |", "XSH01", "19.1"),
    "nothing done, and the window over": (
        "Oylik\n| Kod | Yanvar | Fevral | Mart |\n| 5 | 0 | 0 | 0 |", "TMP05", "5"),
    "a day off": ("Kundalik\n| Sana | Berilgan kitoblar |\n| 2025-05-11 | 4 |", "XSH03", "16"),
    "a day in a month that has not begun": (
        "Kundalik\n| Sana | Berilgan kitoblar |\n| 2025-11-11 | 40 |", "TMP01", "17"),
    "an event of an unknown kind": (EVENT.format("2025-05-13", "Bayramcha"), "REF08", None),
    "an event in another year": (EVENT.format("2052-05-13", "Ko‘rgazma"), "REF09", None),
    "a code that Excel turned into a date": (
        "Matbuot\n| Sana | Kod | Sarlavha |\n| 2025-03-05 | 2025-01-09 | Maqola |", "TYP06", None),
    "a letter without its date": (
        "Hisobotlar\n| Hisobot kodi | Davr | Chiqish raqami |\n| MK-10 | 2025-Q4 | 01-15/99 |",
        "SUB13", None),
}  # fmt: skip


Found = list[tuple[str, str | None]]


def found_after(folder: Path, slip: Callable[[Example], None], *, last_year: bool = False) -> Found:
    """Rule and item of what the slip brings into a clean year."""
    example = clean_year(folder, 4, TODAY, last_year=last_year)
    before = {finding.key for finding in example.findings()}
    slip(example)
    return [(f.rule, f.item) for f in example.findings() if f.key not in before]


@pytest.mark.parametrize(("text", "rule", "item"), SLIPS.values(), ids=SLIPS)
def test_one_slip_gives_one_finding(text: str, rule: str, item: str | None, tmp_path: Path) -> None:
    assert found_after(tmp_path, lambda example: example.apply(text)) == [(rule, item)]


def months(example: Example, code: str) -> list[int | None]:
    plan = example.plan
    return [plan.value(code, month) for month in range(1, 10)]


def type_months(example: Example, code: str, figures: list[int | None]) -> None:
    headers = [layout.OYLIK.column(field).header() for field in layout.MONTH_FIELDS[: len(figures)]]
    example.row(layout.MONTHLY, ["Kod", *headers], [code, *map(str, figures)])


def test_a_row_pasted_over_another(tmp_path: Path) -> None:
    def paste(example: Example) -> None:
        type_months(example, "14.1", months(example, "13.2"))

    assert found_after(tmp_path, paste) == [("TMP11", "14.1")]


def test_a_working_day_left_out(tmp_path: Path) -> None:
    def clear(example: Example) -> None:
        view = example.file.views[layout.DAILY]
        day = next(day for day in example.plan.days if day.date == date(2025, 5, 13))
        for figure in day.columns.values():
            example.workbook.put(view.name, day.row, figure.place.column, None)

    assert found_after(tmp_path, clear) == [("XSH03", "16")]


def test_a_month_copied_into_the_next_two(tmp_path: Path) -> None:
    def copy(example: Example) -> None:
        figures = months(example, "14.2")
        type_months(example, "14.2", [*figures[:3], *[figures[2]] * 2, *figures[5:]])

    assert found_after(tmp_path, copy) == [("TMP10", "14.2")]


def test_an_event_entered_by_two(tmp_path: Path) -> None:
    def again(example: Example) -> None:
        record = next(r for r in example.plan.records[layout.EVENTS] if r.codes == ("18",))
        kind, title = record.values["event_kind"], str(record.values["title"]).upper()
        headers = ["Sana", "Tadbir turi", "Tadbir nomi"]
        example.row(layout.EVENTS, headers, [f"{record.date}", str(kind), title])

    assert found_after(tmp_path, again) == [("XSH09", "18")]


def test_a_month_unlike_last_year(tmp_path: Path) -> None:
    def double(example: Example) -> None:
        figures = months(example, "13.1")
        type_months(example, "13.1", [*figures[:4], (figures[4] or 0) * 2, *figures[5:]])

    assert found_after(tmp_path, double, last_year=True) == [("TMP08", "13.1")]

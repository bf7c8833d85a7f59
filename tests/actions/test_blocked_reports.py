"""An error that leaves figures unknown, or drops rows, stops each report that shows them."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases.bases import make_base
from cases.edits import apply
from conftest import once
from running import akmxl

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 10, 3)


@pytest.fixture
def year_path(shared: Path, tmp_path: Path) -> Path:
    """A clean year up to the day, checked once."""

    def make(folder: Path) -> None:
        path = folder / "reja-2025.xlsx"
        make_base("year", TODAY, path)
        assert akmxl("check", path, "--today", TODAY).code == 0

    folder = once(shared, "blocked reports", make)
    return shutil.copy(folder / "reja-2025.xlsx", tmp_path / "reja-2025.xlsx")


def states(path: Path, code: str) -> dict[str, set[str]]:
    run = akmxl(
        "submit", path, "--period", "2025-Q3", "--only", code, "--today", TODAY, "--dry-run", "--json"
    )
    assert run.code in (0, 1), run.out
    return {one["status"]: {found["rule"] for found in one["findings"]} for one in run.json["reports"]}


EDITS = {
    "a code not read, and the report lists what it counted": (
        "type: Sozlamalar / K11 = I.2 → 18", "MK-02", "REF24"),
    "a code unknown": ("type: Sozlamalar / K11 = I.2;118", "MK-02", "REF25"),
    "a kind that events still have is renamed": ("type: Sozlamalar / J9 = Uchrashuvlar", "MK-02", "REF08"),
    "a code of Reja that events count for": ("type: Reja / I.2 / Kod = I.29", "MK-02", "STR09"),
    "a kind below a gap": ("type: Sozlamalar / J40 = Seminar", "MK-02", "REF29"),
    "a month's formula without a result": ("type: Oylik / 15.1 / Iyul = =3+4", "MK-10", "TYP13"),
    "a day's formula without a result": (
        "type: Kundalik / 2025-07-03 / Yangi kitobxonlar = =3+4", "MK-10", "TYP13"),
    "a list's formula without a result": ("type: Royxatlar / #2 / Miqdori = =1+1", "MK-11", "TYP13"),
    "a month that another sheet fills": (
        "raw: Oylik / 15.1 / Iyul = <f>Varaq1!B3</f><v>7</v>", "MK-10", "STR37"),
    "how many took part is not written": ("clear: Tadbirlar / #-1 / Ishtirokchilar", "MK-11", "REF51"),
    "the hours of a training are not written": ("clear: Malaka / #-1 / Soat", "VA-03", "REF63"),
    "a letter with a number and no day": (
        "clear: Hisobotlar / MK-02 2025-03 / Chiqish sanasi", "MK-16", "SUB37"),
    "a letter under a code that is none, and without items": ("""
        type: Hisobotlar / MK-02 2025-03 / Hisobot kodi = MK02
        clear: Hisobotlar / #7 / Bandlar""", "MK-16", "SUB19"),
    "the day of a letter is none": (
        "raw: Hisobotlar / MK-02 2025-01 / Chiqish sanasi = <v>NaN</v>", "MK-16", "SUB14"),
    "a letter that was sent has no day": (f"""
        run: submit --period 2025-09 --only MK-02 --today {TODAY}
        run: sent MK-02 2025-09 --number 1 --date {TODAY} --today {TODAY}
        clear: Hisobotlar / MK-02 2025-09 / Chiqish sanasi""", "MK-16", "SUB04"),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_what_makes_figures_unsure_stops_the_reports_that_show_them(what: str, year_path: Path) -> None:
    edits, report, rule = EDITS[what]
    apply(year_path, edits)
    found = states(year_path, report)
    assert "written" not in found
    assert rule in found["blocked"]


@pytest.mark.parametrize(("month", "status"), [("Iyul", "blocked"), ("Oktabr", "written")])
def test_a_month_of_last_year_that_is_none_stops_its_reports(month: str, status: str, tmp_path: Path) -> None:
    path = tmp_path / "reja-2025.xlsx"
    make_base("second year", TODAY, path)
    apply(path, f"type: Otgan yil / 15.1 / {month} = '12 ta")
    assert states(path, "MK-10")[status] >= ({"PLN16"} if status == "blocked" else set())


def test_a_number_kept_as_a_text_counts_in_a_list_as_the_number(year_path: Path) -> None:
    def shown(typed: str) -> list[object]:
        apply(year_path, f"type: Tadbirlar / #-1 / Ishtirokchilar = {typed}")
        run = akmxl("submit", year_path, "--period", "2025-Q3", "--only", "MK-11", "--today", TODAY,
                    "--dry-run", "--json")  # fmt: skip
        return [place["value"] for place in run.json["reports"][0]["places"]]

    assert shown("'4\u00a0500") == shown("4500")


def test_a_clean_year_stops_nothing(year_path: Path) -> None:
    for report in ("MK-02", "MK-16"):
        assert set(states(year_path, report)) <= {"written", "already_sent"}


@pytest.mark.parametrize(("day", "waits"), [("2025-09-05", True), ("2025-10-02", False), ("~", True)])
def test_a_row_stops_the_periods_to_which_it_may_belong(day: str, waits: bool, year_path: Path) -> None:
    rows = f"""
        Tadbirlar
        | Sana  | Tadbir turi | Tadbir nomi |
        | {day} | Noma’lum    | Navro‘z     |
    """
    apply(year_path, rows)
    assert ("REF08" in states(year_path, "MK-02").get("blocked", ())) is waits

"""The real office program opens the filled forms and shows what they should say."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice

from akmxl.submission.form.form import fill

from .making import owed
from .test_corrections import corrected, template_of, with_figure

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan

pytestmark = [pytest.mark.libreoffice, if_there_is_one]
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
FORMS = {"MK-16": "2025-Q3", "MK-10": "2025-Q3", "MK-02": "2025-09"}
CORRECTED = "MK-10 after a correction"


@pytest.fixture(scope="session")
def seen(plan: Plan, shared: Path) -> dict[str, list[list[str]]]:
    """The first sheet of each form as LibreOffice shows it."""
    folder = once(shared, "forms as libreoffice shows them", lambda folder: show(plan, folder))
    return {path.stem: lines_of(path) for path in folder.glob("*.csv")}


def show(plan: Plan, folder: Path) -> None:
    drafts = {code: fill(template_of(plan, code), plan, owed(plan, code, FORMS[code])) for code in FORMS}
    drafts[CORRECTED] = corrected(with_figure(plan, "15.2", 9, 2300), plan, "MK-10")
    paths = [folder / f"{name}.xlsx" for name in drafts]
    for path, draft in zip(paths, drafts.values(), strict=True):
        path.write_bytes(draft.data)
    saved_by_libreoffice(CSV, folder, *paths)


def lines_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("MK-16", ["", "yangi", "Nafar", "206", "207"]),
        ("MK-10", ["yangi", "207", "84", "225", "108,7"]),
        (
            "MK-02",
            ["1", "05.09.2025", "=1+1 uchrashuv", "Kitobxon onalar kuni", "@bolalar bo‘limi", "1 413", "30"],
        ),
    ],
)
def test_libreoffice_shows_the_forms(code: str, row: list[str], seen: dict[str, list[list[str]]]) -> None:
    assert row in [line[: len(row)] for line in seen[code]]


def test_what_is_less_than_before_has_its_minus(seen: dict[str, list[list[str]]]) -> None:
    lines = [[text.replace("\xa0", " ") for text in line if text] for line in seen[CORRECTED]]
    assert ["15.2-band, qayta: hisobot davri", "2900", "900", "-2000"] in lines
    assert ["15.2-band, qayta: bajarilishi, %", "110,9", "63,7", "-47,2"] in lines

"""The real office program opens the filled forms and shows what they should say."""

from __future__ import annotations

import csv
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from akmxl.submission.form import fill
from akmxl.submission.template import Template, find_template

from .making import owed
from .test_corrections import corrected, with_figure

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.model import Plan

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]


def as_seen(data: bytes, folder: Path) -> list[list[str]]:
    """The form's first sheet as LibreOffice shows it."""
    path = folder / "shakl.xlsx"
    path.write_bytes(data)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with (folder / "shakl.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    ("code", "period", "row"),
    [
        ("MK-16", "2025-Q3", ["", "yangi", "Nafar", "206", "207"]),
        ("MK-10", "2025-Q3", ["yangi", "207", "84", "225", "108,7"]),
        (
            "MK-02",
            "2025-09",
            ["1", "05.09.2025", "=1+1 uchrashuv", "Kitobxon onalar kuni", "@bolalar bo‘limi", "1 413", "30"],
        ),
    ],
)
def test_libreoffice_shows_the_forms(
    code: str, period: str, row: list[str], plan: Plan, tmp_path: Path
) -> None:
    template = find_template(code, plan.path)
    assert template is not None
    seen = as_seen(fill(Template.open(template), plan, owed(plan, code, period)).data, tmp_path)
    assert row in [line[: len(row)] for line in seen]


def test_what_is_less_than_before_has_its_minus(plan: Plan, tmp_path: Path) -> None:
    before = with_figure(plan, "15.2", 9, 2300)
    lines = [
        [text.replace("\xa0", " ") for text in line if text]
        for line in as_seen(corrected(before, plan, "MK-10").data, tmp_path)
    ]
    assert ["15.2-band, qayta: hisobot davri", "2900", "900", "-2000"] in lines
    assert ["15.2-band, qayta: bajarilishi, %", "110,9", "63,7", "-47,2"] in lines

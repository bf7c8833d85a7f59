"""The forms that ship, with nothing, one record and eighty in each list.

Snapshots are text: ``AKMXL_SNAPSHOTS=write pytest tests/submission/test_shipped_forms.py`` writes them
anew, and the difference is read before it is committed.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice
from openxml_audit import OpenXmlValidator

from akmxl.core.cells import column_letter
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import opened
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template

from .amounts import AMOUNTS, PERIODS, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.plan.model import Plan

SNAPSHOTS = Path(__file__).parent / "snapshots"
SHOWN = 3  # records of a list that a snapshot shows before it passes over the rest, but the last


def fill_all(plan_of: Callable[[int], Plan], folder: Path) -> None:
    for count in AMOUNTS:
        (folder / str(count)).mkdir()
        for code, data in filled(plan_of(count)).items():
            (folder / str(count) / code).write_bytes(data)


def filled(plan: Plan) -> dict[str, bytes]:
    """Each form of a plan by its code."""
    forms = {}
    for owed in reports(plan):
        path = find_template(owed.report.code, plan.path)
        assert path is not None
        forms[owed.report.code] = fill(Template.open(path), plan, owed).data
    return forms


@pytest.fixture(scope="module")
def forms(plan_of: Callable[[int], Plan], shared: Path) -> dict[int, dict[str, bytes]]:
    folder = once(shared, "shipped forms", lambda folder: fill_all(plan_of, folder))
    return {
        count: {path.name: path.read_bytes() for path in sorted((folder / str(count)).iterdir())}
        for count in AMOUNTS
    }


def snapshot(form: Workbook) -> Iterator[str]:
    """A form as text: a line a row, the middle of long lists left out, then where its pages begin."""
    sheet = form.sheets[0]
    rows: dict[int, dict[int, object]] = {}
    for (row, column), cell in sorted(form.cells(sheet.name).items()):
        if cell.value is not None:
            rows.setdefault(row, {})[column] = cell.value
    passed = 0
    for row, cells in rows.items():
        if _in_the_middle(rows, row):
            passed += 1
            continue
        if passed:
            yield f"    … {passed}"
        passed = 0
        yield f"{row:3} " + " | ".join(f"{column_letter(c)} {_text(value)}" for c, value in cells.items())
    xml = form.package.xml(sheet.part)
    breaks = [int(number) + 1 for number in re.findall(rb'<brk id="(\d+)"', xml)]
    if breaks:
        yield f"    sahifalar boshi: {', '.join(map(str, breaks))}"


def _in_the_middle(rows: dict[int, dict[int, object]], row: int) -> bool:
    number, above, below = (_ordinal(rows, one) for one in (row, row - 1, row + 1))
    return number > SHOWN and above == number - 1 and below == number + 1


def _ordinal(rows: dict[int, dict[int, object]], row: int) -> int:
    value = rows.get(row, {}).get(1)
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value).replace("\n", " ⏎ ")


def test_every_report_of_the_catalogue_has_its_form(forms: dict[int, dict[str, bytes]]) -> None:
    assert all(form.keys() == PERIODS.keys() for form in forms.values())
    assert len(PERIODS) == 22


@pytest.mark.parametrize("code", sorted(PERIODS))
def test_a_form_says_what_its_snapshot_says(code: str, forms: dict[int, dict[str, bytes]]) -> None:
    lines = []
    for count in AMOUNTS:
        lines += [f"== {code} {PERIODS[code]}: {count}", *snapshot(opened(forms[count][code])), ""]
    text, path = "\n".join(lines), SNAPSHOTS / f"{code}.txt"
    if os.environ.get("AKMXL_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("count", AMOUNTS)
def test_no_form_has_a_formula_or_a_word_left(count: int, forms: dict[int, dict[str, bytes]]) -> None:
    for code, data in forms[count].items():
        book = opened(data)
        cells = book.cells(book.sheets[0].name).values()
        assert not any(cell.formula is not None or "{{" in str(cell.value) for cell in cells), code
        assert b"#REF!" not in book.package.xml("xl/workbook.xml"), code


@pytest.mark.parametrize("count", AMOUNTS)
def test_every_form_is_valid_open_xml(count: int, forms: dict[int, dict[str, bytes]], tmp_path: Path) -> None:
    validator = OpenXmlValidator()
    for code, data in forms[count].items():
        (tmp_path / f"{code}.xlsx").write_bytes(data)
        errors = validator.validate(tmp_path / f"{code}.xlsx").errors
        assert [error.description for error in errors] == [], code


def test_the_same_plan_gives_the_same_bytes(
    plan_of: Callable[[int], Plan], forms: dict[int, dict[str, bytes]]
) -> None:
    assert filled(plan_of(1)) == forms[1]


@pytest.mark.libreoffice
@if_there_is_one
def test_every_form_becomes_a_pdf_of_its_own_pages(
    forms: dict[int, dict[str, bytes]], tmp_path: Path
) -> None:
    """One page wide, and each page begins where the form says."""
    paths = {
        tmp_path / f"{code}-{count}.xlsx": data
        for count, filled in forms.items()
        for code, data in filled.items()
    }
    for path, data in paths.items():
        path.write_bytes(data)
    saved_by_libreoffice("pdf", tmp_path, *paths)
    for path, data in paths.items():
        book = opened(data)
        breaks = book.package.xml(book.sheets[0].part).count(b"<brk ")
        pages = re.findall(rb"/Type\s*/Page\b", path.with_suffix(".pdf").read_bytes())
        assert len(pages) == breaks + 1, path.stem

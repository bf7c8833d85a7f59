"""Where the pages of a form begin: headings stay with their tables, signatures with what they sign."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from making_plans import make_plan

from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import opened, verify
from akmxl.submission.template.template import Template

from .making import owed

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan

HIGH = 60  # points of a record's row: eleven of them on an A4 page


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    events = [
        {"id": number, "date": dt.date(2025, month, 5), "event_kind": "Kitobxon onalar kuni", "title": "Kech"}
        for month, count in enumerate((9, 10, 30, 0, 9), 1)
        for number in range(100 * month, 100 * month + count)
    ]
    report = {"report": "MK-02", "period": "2025-05", "text": "\n".join(f"{n}-gap." for n in range(1, 6))}
    rows = {"Tadbirlar": events, "Hisobotlar": [report]}
    return make_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx", rows=rows)


def starts(
    plan: Plan, path: Path, period: str, *, titles: bool = True, fitted: bool = False
) -> list[tuple[int, object]]:
    """Row and first text of each page of a form but the first."""
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Shakl")
        sheet.write_column("A1", ["MA’LUMOT"])
        sheet.write_row("A3", ["№", "Nomi"])
        sheet.write_row("A4", ["{{tadbir.raqam}}", "{{tadbir.nomi}}"])
        sheet.write_row("A5", ["Jami", "{{jami tadbir.soni}}"])
        sheet.write("A7", "{{matn}}")
        sheet.write("A8", "Direktor {{direktor}}")
        sheet.write("A9", "Ijrochi {{ijrochi}}")
        sheet.set_row(3, HIGH)
        sheet.set_paper(9)
        if titles:
            sheet.repeat_rows(2)
        if fitted:
            sheet.fit_to_pages(1, 0)
    draft = fill(Template.open(path), plan, owed(plan, "MK-02", period))
    form = opened(draft.data)
    xml = form.package.xml(form.sheets[0].part)
    rows = [int(number) + 1 for number in re.findall(rb'<brk id="(\d+)"', xml)]
    cells = form.cells("Shakl")
    return [(row, cells[row, 1].value) for row in rows]


def test_a_short_form_is_one_page(plan: Plan, tmp_path: Path) -> None:
    assert starts(plan, tmp_path / "t.xlsx", "2025-04") == []


def test_the_signature_takes_a_record_along(plan: Plan, tmp_path: Path) -> None:
    """Ten records and what is below them do not fit: the last of them goes with the signature."""
    assert starts(plan, tmp_path / "t.xlsx", "2025-01") == []
    assert starts(plan, tmp_path / "t.xlsx", "2025-02") == [(13, 10)]


def test_pages_of_a_long_list_begin_with_its_records(plan: Plan, tmp_path: Path) -> None:
    assert starts(plan, tmp_path / "t.xlsx", "2025-03") == [(15, 12), (26, 23)]


def test_a_page_under_the_tables_heading_has_a_record(plan: Plan, tmp_path: Path) -> None:
    """The text does not fit: it takes a record along, where the page repeats the heading."""
    assert starts(plan, tmp_path / "t.xlsx", "2025-05") == [(12, 9)]
    assert starts(plan, tmp_path / "t.xlsx", "2025-05", titles=False) == [(19, "5-gap.")]


def two_lists(path: Path) -> Path:
    """A template of two lists, of which only the second's heading can be repeated by the page."""
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Shakl")
        for row in (0, 7):
            sheet.merge_range(row, 1, row, 2, "Tadbir")
            sheet.write(row, 0, "№")
            sheet.write(row + 1, 0, "raqami")
            sheet.write(row + 1, 1, "nomi")
            sheet.write(row + 2, 0, "{{tadbir.raqam}}")
            sheet.write(row + 2, 1, "{{tadbir.nomi}}")
            sheet.set_row(row + 2, HIGH)
            sheet.write(row + 3, 0, "Jami: {{jami tadbir.soni}}")
            sheet.write(row + 4, 0, "{{bo‘lmasa: O‘tkazilmagan.}}")
        sheet.write("A14", "Direktor {{direktor}}")
        sheet.set_paper(9)
        sheet.repeat_rows(7, 8)
    return path


def test_every_list_has_its_heading_on_each_page(plan: Plan, tmp_path: Path) -> None:
    draft = fill(Template.open(two_lists(tmp_path / "t.xlsx")), plan, owed(plan, "MK-02", "2025-03"))
    form = opened(draft.data)
    cells = {place: cell.value for place, cell in form.cells("Shakl").items()}
    xml = form.package.xml(form.sheets[0].part)
    first = [int(number) + 1 for number in re.findall(rb'<brk id="(\d+)"', xml)]
    assert [(cells[row, 1], cells.get((row + 1, 1)), cells.get((row + 2, 1))) for row in first[:2]] == [
        ("№", "raqami", 12),
        ("№", "raqami", 23),
    ]
    assert [cells[row, 1] for row in first[2:]] == [3, 14, 25]
    numbers = [
        value for (_, column), value in sorted(cells.items()) if column == 1 and isinstance(value, int)
    ]
    assert numbers == [*range(1, 31), *range(1, 31)]
    assert verify(form).altered == ()


def test_a_form_that_is_fitted_to_its_pages_has_no_breaks(plan: Plan, tmp_path: Path) -> None:
    assert starts(plan, tmp_path / "t.xlsx", "2025-03", fitted=True) == []

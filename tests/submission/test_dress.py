"""Rows as high as their texts: no program that opens a form is left to guess."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look import looks
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import opened
from akmxl.submission.template.template import Template
from akmxl.workbook.plan_file import PlanFile

from .making import owed

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan

SENTENCE = "Kitobxonlar soni o‘tgan yilga nisbatan oshdi. "


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A text over four merged columns in a row 80 points high, a title that wraps, one that does not."""
    with xlsxwriter.Workbook(tmp_path / "andoza.xlsx") as file:
        sheet = file.add_worksheet("Shakl")
        sheet.set_column("A:D", 20)
        wrapped = file.add_format({"text_wrap": True, "font_size": 12})
        sheet.write("A1", "{{hisobot nomi}} {{hisobot nomi}} {{hisobot nomi}}", wrapped)
        sheet.write("A2", "{{hisobot nomi}} {{hisobot nomi}} {{hisobot nomi}}")
        sheet.merge_range("A3:D3", "{{matn}}", wrapped)
        sheet.set_row(2, 80)
    return Template.open(tmp_path / "andoza.xlsx")


def heights(template: Template, plan: Plan, text: str) -> list[float | None]:
    what = owed(plan, "MK-16", "2025-Q3")
    assert what.row is not None
    draft = fill(template, plan, replace(what, row=replace(what.row, text=text)))
    patch = Patch(opened(draft.data))
    return [looks.height(patch, "Shakl", row) for row in range(1, 6)]


def test_a_wrapped_text_makes_its_row_higher_and_another_does_not(template: Template, plan: Plan) -> None:
    title, plain, *_ = heights(template, plan, "")
    assert title is not None
    assert title > 80
    assert plain is None


@pytest.mark.parametrize(
    ("count", "lowest", "highest"), [(0, 15, 25), (1, 15, 25), (6, 50, 110), (30, 200, 409.5)]
)
def test_the_texts_row_is_as_high_as_the_text(
    count: int, lowest: float, highest: float, template: Template, plan: Plan
) -> None:
    found: Any = heights(template, plan, SENTENCE * count)[2]
    assert lowest <= found <= highest


def test_an_indented_text_has_less_room(tmp_path: Path, plan: Plan) -> None:
    high = []
    for indent in range(10):
        path = tmp_path / f"{indent}.xlsx"
        with xlsxwriter.Workbook(path) as file:
            sheet = file.add_worksheet("Shakl")
            sheet.set_column("A:A", 40)
            look = {"text_wrap": True, "indent": indent, "font_name": "Times New Roman"}
            sheet.write("A1", "{{hisobot nomi}} {{hisobot nomi}}", file.add_format(look))
        high.append(heights(Template.open(path), plan, "")[0])
    assert high == sorted(high)
    assert high[0] < high[-1]


def test_each_paragraph_has_a_height_of_its_own(template: Template, plan: Plan) -> None:
    short, long, none = heights(template, plan, f"{SENTENCE}\n\n{SENTENCE * 10}")[2:]
    assert short is not None
    assert long is not None
    assert short < long
    assert none is None


def test_a_reason_that_no_row_is_high_enough_for_is_told_at_its_cell(tmp_path: Path, plan: Plan) -> None:
    with xlsxwriter.Workbook(tmp_path / "sabab.xlsx") as file:
        sheet = file.add_worksheet("Shakl")
        sheet.set_column("B:B", 60)
        sheet.write("B2", "{{izoh 11}}", file.add_format({"text_wrap": True}))
        sheet.write("B3", "{{izoh 11}}")  # one line, which no height would help
    template, what = Template.open(tmp_path / "sabab.xlsx"), owed(plan, "MK-16", "2025-Q3")

    def cut(reason: str) -> list[tuple[str, str]]:
        draft = fill(template, plan, what, notes={"11": reason})
        return [(one.sheet, one.cell) for one in draft.cut(PlanFile.open(plan.path))]

    assert cut("Sababi\n" * 25) == []
    assert cut("Sababi\n" * 45) == [("Shakl", "B2")]

"""A form is called unchanged only where what it shows is as it was made."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from running import akmxl

from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import opened, verify
from akmxl.submission.template.template import Template
from submission.making import make_template, owed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.submission.proof.proof import Verified

FIGURE = "B3"


@pytest.fixture(scope="module")
def made(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form with a heading, a figure and a total in two rows."""
    folder = tmp_path_factory.mktemp("shakl")
    cells = {"A1": "Hisobot", "A3": "Kitobxonlar", "B3": "{{fakt 15.1}}", "A4": "Betlar", "B4": "{{fakt 29}}"}
    number = {"num_format": "#,##0"}
    template = make_template(folder / "MK-10.xlsx", cells, {"B3": number, "B4": number})
    form = folder / "shakl.xlsx"
    form.write_bytes(fill(Template.open(template), plan, owed(plan, "MK-10", "2025-Q1")).data)
    return form


def edited(form: Path, folder: Path, edit: Callable[[Any], None]) -> Path:
    """The form after an edit in another program."""
    book = openpyxl.load_workbook(form)
    edit(book.worksheets[0])
    book.save(folder / form.name)
    return folder / form.name


def found(form: Path) -> Verified:
    return verify(Workbook.open(form))


def told(form: Path) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.what, one.cells) for one in found(form).look.changes]


def hide_a_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def make_a_row_low(sheet: Any) -> None:
    sheet.row_dimensions[3].height = 0.75


def hide_a_column(sheet: Any) -> None:
    sheet.column_dimensions["B"].hidden = True


def make_a_column_narrow(sheet: Any) -> None:
    sheet.column_dimensions["B"].width = 0.4


def white_letters(sheet: Any) -> None:
    sheet[FIGURE].font = Font(color="FFFFFF")


def theme_white_letters(sheet: Any) -> None:
    sheet[FIGURE].font = Font(color=openpyxl.styles.colors.Color(theme=0))


def letters_in_the_fill(sheet: Any) -> None:
    sheet[FIGURE].fill = PatternFill("solid", start_color="FF1F3864")
    sheet[FIGURE].font = Font(color="FF203764")


def tiny_letters(sheet: Any) -> None:
    sheet[FIGURE].font = Font(size=1)


def another_figure(sheet: Any) -> None:
    sheet[FIGURE].number_format = '"97"'


def a_letter_for_a_digit(sheet: Any) -> None:
    sheet[FIGURE].number_format = '"#,##0"'


def no_figure(sheet: Any) -> None:
    sheet[FIGURE].number_format = ";;;"


def in_thousands(sheet: Any) -> None:
    sheet[FIGURE].number_format = "#,##0,"


def struck_through(sheet: Any) -> None:
    sheet[FIGURE].font = Font(strike=True)


def print_area(sheet: Any) -> None:
    sheet.print_area = "A1:B2"


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (hide_a_row, "hidden"), (make_a_row_low, "hidden"), (hide_a_column, "hidden"),
        (make_a_column_narrow, "hidden"), (white_letters, "unseen"), (theme_white_letters, "unseen"),
        (letters_in_the_fill, "unseen"), (tiny_letters, "unseen"), (another_figure, "format"),
        (a_letter_for_a_digit, "format"),
        (no_figure, "format"), (in_thousands, "format"), (print_area, "unprinted"),
        (struck_through, "struck"),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_to_be_seen_is_told(
    edit: Callable[[Any], None], what: str, made: Path, tmp_path: Path
) -> None:
    form = edited(made, tmp_path, edit)
    look = found(form).look
    assert look.state == "altered"
    assert any(one.what == what and FIGURE in one.cells for one in look.changes), look.changes
    assert not found(form).altered, "the values themselves are there"


def second_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("Shakl 2", 0)["A1"] = "Hisobot"


def form_s_sheet_hidden(sheet: Any) -> None:
    second_sheet(sheet)
    sheet.sheet_state = "hidden"


def renamed(sheet: Any) -> None:
    sheet.title = "MK-12"


def chart(sheet: Any) -> None:
    """What lies over the cells is kept in one kind of part, a picture or a text box too."""
    sheet.add_chart(BarChart(), "B3")


def open_note(sheet: Any) -> None:
    sheet["B3"].comment = Comment("97", "A")


def another_format_by_condition(sheet: Any) -> None:
    rule = CellIsRule("greaterThan", ["0"])
    rule.dxf = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode='"97"'))
    sheet.conditional_formatting.add("B3:B4", rule)


def data_bar(sheet: Any) -> None:
    sheet.conditional_formatting.add("B3:B4", DataBarRule("min", None, "max", None, "FF0000"))


def no_zeros(sheet: Any) -> None:
    sheet.sheet_view.showZeros = False


def formulas(sheet: Any) -> None:
    sheet.sheet_view.showFormulas = True


def words_on_the_page(sheet: Any) -> None:
    sheet.oddHeader.center.text = "Loyiha"


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (second_sheet, "added"), (form_s_sheet_hidden, "state"), (chart, "drawings"),
        (another_format_by_condition, "conditions"), (data_bar, "conditions"), (no_zeros, "zeros"),
        (formulas, "formulas"), (words_on_the_page, "footers"), (renamed, "renamed"),
    ],
)  # fmt: skip
def test_what_lies_over_the_sheet_is_told(
    edit: Callable[[Any], None], what: str, made: Path, tmp_path: Path
) -> None:
    assert what in [one for one, _ in told(edited(made, tmp_path, edit))]


def nothing(sheet: Any) -> None:
    pass


def a_stamp(sheet: Any) -> None:
    sheet["D1"] = "Kiruvchi № 15"


def paint(sheet: Any) -> None:
    """As a receiver does who marks what he has added up."""
    sheet[FIGURE].fill = PatternFill("solid", start_color="FFFF00")
    sheet[FIGURE].font = Font(bold=True)
    sheet.column_dimensions["B"].width = 22


def a_row_above(sheet: Any) -> None:
    sheet.insert_rows(1, 2)


def a_closed_note(sheet: Any) -> None:
    sheet["B4"].comment = Comment("Tekshirildi", "A")


@pytest.mark.parametrize("edit", [nothing, a_stamp, paint, a_row_above, a_closed_note])
def test_who_only_saves_it_anew_forges_nothing(
    edit: Callable[[Any], None], made: Path, tmp_path: Path
) -> None:
    form = edited(made, tmp_path, edit)
    assert (found(form).look.state, found(form).look.changes) == ("saved", ())
    run = akmxl("diff", form)
    assert (run.code, "The form is unchanged" in run.out) == (0, False)
    assert "values are" in run.out


def test_the_words_of_both_commands(made: Path, tmp_path: Path) -> None:
    """Untouched, and with a hidden row; file properties are no part of the form."""
    assert "The form is unchanged." in akmxl("diff", made).out
    assert "shown as it was made" in akmxl("verify", made).out
    form = edited(made, tmp_path, hide_a_row)
    for command in ("diff", "verify"):
        run = akmxl(command, form)
        assert (run.code, "is unchanged." in run.out) == (1, False)
        assert "hidden (row, column or merged cells): A3, B3" in run.out
    data = akmxl("verify", form, "--json").json
    assert [(one["what"], one["cells"]) for one in data["look"]] == [("hidden", ["A3", "B3"])]
    assert akmxl("diff", form, "--json").json["proof"]["look"] == "altered"


def test_what_the_office_s_own_template_hides_stays_unsaid(plan: Plan, tmp_path: Path) -> None:
    """A hidden helper column and a chart are the template's."""
    template = make_template(tmp_path / "MK-10.xlsx", {"A1": "Hisobot", "B3": "{{fakt 15.1}}"}, {})
    book = openpyxl.load_workbook(template)
    hide_a_column(book.worksheets[0])
    chart(book.worksheets[0])
    book.save(template)
    form = tmp_path / "shakl.xlsx"
    form.write_bytes(fill(Template.open(template), plan, owed(plan, "MK-10", "2025-Q1")).data)
    assert found(form).look.state == "kept"
    again = tmp_path / "2"
    again.mkdir()
    assert found(edited(form, again, nothing)).look == type(found(form).look)("saved")


def test_the_look_is_part_of_the_seal(made: Path, tmp_path: Path) -> None:
    """Who takes the look out of the list breaks its hash."""
    form = shutil.copy(made, tmp_path / "shakl.xlsx")
    submitted = verify(opened(made.read_bytes())).submitted
    assert submitted.look.parts_sha256
    book = openpyxl.load_workbook(form)
    sheet = book["_akmxl"]
    row = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "parts_sha256")
    sheet.delete_rows(row)
    book.save(form)
    assert akmxl("diff", form).code == 2

"""Forms as they come back: moved, rearranged, re-saved by other programs; and figures that were altered."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from conftest import once
from libreoffice import if_there_is_one, saved_by_libreoffice

from akmxl.core.cells import parse_a1
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import is_form, opened, verify
from akmxl.submission.proof.shown import WORD
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template

from .making import owed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.submission.proof.proof import Verified

    from .making import Filler

PERIODS = {"MK-02": "2025-09", "MK-10": "2025-Q3", "MK-16": "2025-Q3"}
CODES = sorted(PERIODS)


@pytest.fixture
def form(request: pytest.FixtureRequest, plan: Plan, tmp_path: Path) -> Path:
    """A form as a file; MK-10 unless the test asks for another."""
    return form_of(plan, getattr(request, "param", "MK-10"), tmp_path)


def form_of(plan: Plan, code: str, folder: Path) -> Path:
    template = find_template(code, plan.path)
    assert template is not None
    path = folder / f"{code}.xlsx"
    path.write_bytes(fill(Template.open(template), plan, owed(plan, code, PERIODS[code])).data)
    return path


def edited(path: Path, edit: Callable[[Any], None]) -> Verified:
    """The form verified after an edit of its sheet, saved by a program that keeps little."""
    workbook = openpyxl.load_workbook(path)
    edit(workbook.worksheets[0])
    workbook.save(path)
    return verify(Workbook.open(path))


def cell_of(path: Path, key: str) -> tuple[int, int]:
    one = next(w for w in verify(Workbook.open(path)).submitted.written if w.key == key)
    return one.row, one.column


@pytest.mark.parametrize("form", CODES, indirect=True)
def test_another_program_s_save_and_another_name_change_nothing(form: Path) -> None:
    other = form.with_name("Шакл (1).xlsx")
    openpyxl.load_workbook(form).save(other)
    found = verify(Workbook.open(other))
    assert (found.altered, found.moved) == ((), False)
    assert found.submitted.report == form.stem
    assert is_form(Workbook.open(other))


def insert_rows_above(sheet: Any) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Kiruvchi № 15, 11.04.2025"


def insert_a_row_in_the_table(sheet: Any) -> None:
    sheet.insert_rows(14)


def insert_a_column_left(sheet: Any) -> None:
    sheet.insert_cols(1)
    sheet["A13"] = "✓"


def insert_a_column_in_the_table(sheet: Any) -> None:
    sheet.insert_cols(3)


def rename(sheet: Any) -> None:
    sheet.title = "Shirin"


def paint_and_widen(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 60
    for row in sheet["A13:G15"]:
        for cell in row:
            cell.fill = openpyxl.styles.PatternFill("solid", "FFFF00")
            cell.number_format = "0.00"


def add_a_sheet_before(sheet: Any) -> None:
    sheet.parent.create_sheet("Bizning izoh", 0)["A1"] = "Qabul qilindi"


def write_beside_the_table(sheet: Any) -> None:
    sheet["K13"], sheet["A30"] = "to‘g‘ri", 594


REARRANGED = [
    insert_rows_above, insert_a_row_in_the_table, insert_a_column_left, insert_a_column_in_the_table, rename,
]  # fmt: skip


@pytest.mark.parametrize("edit", REARRANGED)
@pytest.mark.parametrize("form", CODES, indirect=True)
def test_values_are_found_again_in_other_cells(edit: Callable[[Any], None], form: Path) -> None:
    found = edited(form, edit)
    assert found.altered == ()
    assert found.moved


@pytest.mark.parametrize("edit", [paint_and_widen, add_a_sheet_before, write_beside_the_table])
def test_harmless_edits_move_nothing(edit: Callable[[Any], None], form: Path) -> None:
    found = edited(form, edit)
    assert (found.altered, found.moved) == ((), False)


def test_all_at_once_is_found_again_too(form: Path) -> None:
    def edit(sheet: Any) -> None:
        for one in (*REARRANGED, paint_and_widen):
            one(sheet)

    assert edited(form, edit).altered == ()


@pytest.mark.parametrize("form", ["MK-02"], indirect=True)
def test_rows_sorted_otherwise_are_found_again(form: Path) -> None:
    first, second = cell_of(form, "Tadbirlar:1/title")[0], cell_of(form, "Tadbirlar:2/title")[0]

    def swap(sheet: Any) -> None:
        for column in range(1, 11):
            upper, lower = sheet.cell(first, column), sheet.cell(second, column)
            kinds = lower.data_type, upper.data_type  # a text that begins with = stays a text
            upper.value, lower.value = lower.value, upper.value
            upper.data_type, lower.data_type = kinds

    assert edited(form, swap).altered == ()


@pytest.mark.parametrize("before", [None, *REARRANGED])
def test_an_altered_figure_is_told_with_both_values(before: Callable[[Any], None] | None, form: Path) -> None:
    row, column = cell_of(form, "item:15.1/fact")

    def edit(sheet: Any) -> None:
        sheet.cell(row, column).value = 9999
        if before:
            before(sheet)

    (one,) = edited(form, edit).altered
    assert (one.key, one.sent, one.shown) == ("item:15.1/fact", 84, 9999)
    assert Workbook.open(form).cells(one.sheet)[parse_a1(one.cell)].value == 9999


def test_a_blank_filled_by_hand_is_told(form: Path) -> None:
    row, column = cell_of(form, "item:15.1/previous")
    (one,) = edited(form, lambda sheet: sheet.cell(row, column, 60)).altered
    assert (one.key, one.sent, one.shown) == ("item:15.1/previous", None, 60)


def test_a_row_that_was_taken_out_is_told(form: Path) -> None:
    row, _ = cell_of(form, "item:15.1/fact")
    found = edited(form, lambda sheet: sheet.delete_rows(row))
    figures = {f"item:15.1/{measure}" for measure in ("plan", "fact", "ytd", "percent")}
    assert {one.key for one in found.altered} - {WORD} == figures
    assert all(one.shown is None and one.cell == "" for one in found.altered)


def test_a_sheet_that_was_taken_out_is_told(form: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet.parent.create_sheet("Boshqa")
        sheet.parent.remove(sheet)

    found = edited(form, edit)
    values = {key for key, value in found.submitted.values if value is not None}
    assert {one.key for one in found.altered} == values | {WORD}


@pytest.mark.parametrize("text", ["184", "1\xa0084", "84,5", "845", "84\xa0000"])
def test_a_figure_in_a_text_is_a_whole_one(text: str, filler: Filler) -> None:
    draft = filler.draft("MK-16", {"A1": "Jami {{fakt 15.1}} nafar."})
    patch = Patch(opened(draft.data))
    patch.set("Shakl", 1, 1, f"Jami {text} nafar.")
    (one,) = verify(opened(patch.to_bytes())).altered
    assert (one.sent, one.shown) == (84, f"Jami {text} nafar.")


@pytest.mark.parametrize("place", [(1, 1), (2, 1)])
def test_every_cell_in_which_a_value_stands_is_verified(place: tuple[int, int], filler: Filler) -> None:
    draft = filler.draft("MK-16", {"A1": "{{fakt 15.1}}", "A2": "Jami {{fakt 15.1}} nafar"})
    assert draft.values == (("item:15.1/fact", 84),)
    patch = Patch(opened(draft.data))
    patch.set("Shakl", *place, "Jami 85 nafar")
    (one,) = verify(opened(patch.to_bytes())).altered
    assert (one.sent, one.shown) == (84, "Jami 85 nafar")


LETTER = {"A1": "№ {{chiqish raqami}}", "B1": "Sana: {{chiqish sanasi}}", "C1": "{{chiqish raqami}}"}
TABLE = {"A2": "Hisobot davri", "A3": "{{fakt 15.1}}", "B3": "Jami: {{fakt 15.1}} nafar", "C3": "{{davr}}"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A2", "Hisobot davri (9 oy)"), ("A2", "E Hisobot davri"), ("A3", "84 (9 emas)"), ("A3", "-84"),
        ("A3", "84 + 10 = 94"), ("A3", "84 nafar"), ("B3", "Jami: 84 nafar, haqiqatda 94 nafar"),
        ("B3", "Jami: 84 va 94 nafar"), ("C3", "2025-yil III chorak va IV chorak"),
    ],
)  # fmt: skip
def test_a_text_that_was_lengthened_is_told(cell: str, text: str, filler: Filler) -> None:
    patch = Patch(opened(filler.draft("MK-16", LETTER | TABLE).data))
    patch.set("Shakl", *parse_a1(cell), text)
    (one,) = verify(opened(patch.to_bytes())).altered
    assert (one.cell, one.shown) == (cell, text)


def test_the_outgoing_number_and_date_are_written_by_hand(filler: Filler) -> None:
    patch = Patch(opened(filler.draft("MK-16", LETTER | TABLE).data))
    for column, text in enumerate(("№ 01-15/7", "Sana: 07.10.2025", "01-15/7"), 1):
        patch.set("Shakl", 1, column, text)
    found = verify(opened(patch.to_bytes()))
    assert (found.altered, found.added) == ((), ())


def test_a_number_kept_as_text_is_the_number_still(filler: Filler) -> None:
    draft = filler.draft("MK-16", {"A1": "{{fakt 15.1}}"})
    patch = Patch(opened(draft.data))
    patch.set("Shakl", 1, 1, "84")
    assert verify(opened(patch.to_bytes())).altered == ()


@dataclass(frozen=True)
class Saved:
    """Three forms after LibreOffice has had them: each folder has one of each code."""

    sent: Path
    saved: Path  # in place
    back: Path  # in its own format and back
    altered: Path  # a figure was typed over; then saved once more

    def form(self, folder: Path, code: str) -> Workbook:
        return Workbook.open(folder / f"{code}.xlsx")


@pytest.fixture(scope="session")
def saved(plan: Plan, shared: Path) -> Saved:
    def make(folder: Path) -> None:
        (folder / "sent").mkdir()
        forms = [form_of(plan, code, folder / "sent") for code in CODES]
        saved = saved_by_libreoffice("xlsx", folder / "saved", *forms)
        in_ods = saved_by_libreoffice("ods", folder / "ods", *forms)
        (folder / "typed over").mkdir()
        for form, path in zip(forms, saved, strict=True):
            typed_over = folder / "typed over" / path.name
            shutil.copyfile(path, typed_over)
            type_a_figure(typed_over, a_figure_of(form))
        saved_by_libreoffice("xlsx", folder / "altered", *(folder / "typed over").iterdir())
        saved_by_libreoffice("xlsx", folder / "back", *in_ods)

    made = once(shared, "forms saved by libreoffice", make)
    return Saved(*(made / name for name in ("sent", "saved", "back", "altered")))


def type_a_figure(path: Path, spot: tuple[int, int]) -> None:
    edited(path, lambda sheet: sheet.cell(*spot, 7777))


def a_figure_of(form: Path) -> tuple[int, int]:
    values = verify(Workbook.open(form)).submitted.values
    return next(cell_of(form, key) for key, value in values if isinstance(value, int))


@pytest.mark.libreoffice
@if_there_is_one
@pytest.mark.parametrize("code", CODES)
def test_libreoffice_saves_the_form_anew(code: str, saved: Saved) -> None:
    """In place, and in its own format and back: dates, texts and the hidden list come through."""
    for folder in (saved.saved, saved.back):
        found = verify(saved.form(folder, code))
        assert (found.altered, found.moved) == ((), False)
    (one,) = verify(saved.form(saved.altered, code)).altered
    assert one.shown == 7777

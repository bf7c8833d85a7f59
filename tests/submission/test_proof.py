"""The hidden list of a form's values: whole, true to its cells, and found out when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from akmxl.ooxml.edit.patch import Patch
from akmxl.plan.receipts import values_sha256
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import FormFault, opened, read_form
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template

from .making import owed

if TYPE_CHECKING:
    from akmxl.plan.model import Plan
    from akmxl.submission.form.form import Draft

    from .making import Filler


@pytest.fixture(scope="module")
def form(plan: Plan) -> Draft:
    path = find_template("MK-02", plan.path)
    assert path is not None
    return fill(Template.open(path), plan, owed(plan, "MK-02", "2025-09"))


def changed(form: Draft, sheet: str, row: int, column: int, value: object) -> bytes:
    patch = Patch(opened(form.data))
    patch.set(sheet, row, column, value)  # type: ignore[arg-type]
    return patch.to_bytes()


def test_what_was_submitted_is_read_back(form: Draft) -> None:
    assert read_form(opened(form.data)).values == form.values
    submitted = read_form(opened(form.data))
    assert (submitted.report, submitted.period, submitted.version) == ("MK-02", "2025-09", 1)
    assert submitted.organisation == "Shirin shahar axborot-kutubxona markazi"
    assert submitted.values_sha256 == form.values_sha256 == values_sha256(form.values)


def test_the_list_is_very_hidden(form: Draft) -> None:
    assert [(sheet.name, sheet.state) for sheet in opened(form.data).sheets] == [
        ("MK-02", "visible"), ("_akmxl", "veryHidden"),
    ]  # fmt: skip


def test_a_figure_changed_in_the_form_is_found_out(form: Draft) -> None:
    (one,) = (w for w in read_form(opened(form.data)).written if w.key == "Tadbirlar:1/participants")
    cells = opened(form.data).cells("MK-02")
    (place,) = (place for place, cell in cells.items() if cell.value == one.value)
    with pytest.raises(FormFault) as error:
        read_form(opened(changed(form, "MK-02", *place, 9999)))
    assert (error.value.kind, error.value.params["key"]) == ("form", "Tadbirlar:1/participants")


def test_a_value_changed_in_the_list_is_found_out(form: Draft) -> None:
    with pytest.raises(FormFault):
        read_form(opened(changed(form, "_akmxl", 9, 2, '"boshqa"')))


@pytest.mark.parametrize(("row", "value"), [(1, "boshqa"), (5, "birinchi"), (9, "{")])
def test_a_damaged_list_is_one_clear_sentence(row: int, value: str, form: Draft) -> None:
    with pytest.raises(FormFault):
        read_form(opened(changed(form, "_akmxl", row, 2, value)))


def test_a_workbook_without_the_list_is_no_form(plan: Plan) -> None:
    path = find_template("MK-02", plan.path)
    assert path is not None
    with pytest.raises(FormFault):
        read_form(opened(path.read_bytes()))


def test_values_inside_texts_are_verified_too(filler: Filler) -> None:
    text = "Jami {{fakt 15}} nafar ({{foiz 15}}); oldin {{o‘tgan yil 15}}"
    draft = filler.draft("MK-16", {"A1": text})
    assert read_form(opened(draft.data)).values == draft.values
    with pytest.raises(FormFault):
        read_form(opened(changed(draft, "Shakl", 1, 1, "Jami 985 nafar (65,8\xa0%); oldin ________")))

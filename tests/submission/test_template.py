"""Templates as staff make them: found, read, and refused by the cell and the word."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from akmxl.core import assets
from akmxl.core.i18n import in_language
from akmxl.submission.template.template import BadTemplate, Template
from akmxl.submission.template.templates import find_template

from .making import make_template

if TYPE_CHECKING:
    from pathlib import Path

    from .making import Filler


def faults(path: Path, cells: dict[str, str]) -> list[str]:
    with in_language("en"):
        return [str(fault) for fault in Template.read(make_template(path / "andoza.xlsx", cells, {})).faults]


def test_an_unknown_word_is_named_with_its_cell_and_the_nearest_one(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"A1": "{{davr}}", "B2": "№ {{chiqish rakami}}"})
    assert fault.startswith("andoza.xlsx, Shakl, B2: the word “chiqish rakami” is not known.")
    assert fault.endswith("The nearest one: “chiqish raqami”.")


def test_all_unknown_words_are_listed_and_the_first_refuses(tmp_path: Path) -> None:
    path = make_template(tmp_path / "andoza.xlsx", {"A1": "{{kimgaa}} {{davrr}}", "A2": "{{qwxyz}}"}, {})
    assert len(Template.read(path).faults) == 3
    with pytest.raises(BadTemplate) as error:
        Template.open(path)
    assert (error.value.kind, error.value.params["word"]) == ("template", "kimgaa")


def test_braces_that_are_not_closed_are_named(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"C3": "{{davr} yakuni"})
    assert "Shakl, C3: the braces" in fault


def test_a_row_cannot_repeat_for_two_registers(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"A1": "{{tadbir.nomi}}", "B1": "{{malaka.kurs}}"})
    assert ", A1: one row cannot repeat" in fault


def test_a_section_heading_belongs_just_above_its_items(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"A1": "{{bo‘lim.nomi}}", "A3": "{{band.nomi}}"})
    assert ", A1: a section" in fault
    assert not faults(tmp_path, {"A2": "{{bo‘lim.nomi}}", "A3": "{{band.nomi}}"})


def test_an_item_the_plan_does_not_have_is_named(filler: Filler) -> None:
    with pytest.raises(BadTemplate) as error, in_language("en"):
        filler.draft("MK-16", {"B2": "{{fakt 15.9}}"})
    with in_language("en"):
        assert ", B2: the plan has no item 15.9" in str(error.value)


def test_words_that_are_not_used_are_listed(tmp_path: Path) -> None:
    template = Template.read(make_template(tmp_path / "a.xlsx", {"A1": "{{davr}} {{direktor}}"}, {}))
    assert "davr" not in template.unused
    assert {"telefon", "matn"} <= set(template.unused)


@pytest.mark.parametrize(
    "code", [path.stem for path in sorted(assets.templates_folder().glob("[A-Z][A-Z]-*.xlsx"))]
)
def test_the_shipped_templates_have_no_fault(code: str, tmp_path: Path) -> None:
    path = find_template(code, tmp_path / "reja.xlsx")
    assert path == assets.templates_folder() / f"{code}.xlsx"
    assert Template.open(path).spots


def test_a_template_beside_the_workbook_goes_first(tmp_path: Path) -> None:
    own = tmp_path / "andozalar" / "mk-16.xlsx"
    own.parent.mkdir()
    shutil.copy(assets.templates_folder() / "MK-16.xlsx", own)
    assert find_template("MK-16", tmp_path / "reja.xlsx") == own
    assert find_template("MK-10", tmp_path / "reja.xlsx") == assets.templates_folder() / "MK-10.xlsx"


@pytest.mark.parametrize("code", ["XX-99", "../MK-16", "data/../MK-16", "", "~$MK-16"])
def test_no_template_no_path(code: str, tmp_path: Path) -> None:
    assert find_template(code, tmp_path / "reja.xlsx") is None

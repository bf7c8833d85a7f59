"""Filling: typed values, texts, records, items, and the list of values that goes with them."""

from __future__ import annotations

import datetime as dt
import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from akmxl.core.i18n import in_language, translate
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import opened
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template
from akmxl.submission.template.words import REGISTERS

from .making import TEXT, make_template, owed, shown

if TYPE_CHECKING:
    from akmxl.plan.model import Plan

    from .making import Filler

EVENT_ROW = {
    "A1": "№", "B1": "Sana", "C1": "Nomi", "D1": "Joyi", "E1": "Soni",
    "A2": "{{tadbir.raqam}}", "B2": "{{tadbir.sana}}", "C2": "{{tadbir.nomi}}", "D2": "{{tadbir.joyi}}",
    "E2": "{{tadbir.ishtirokchilar}}", "A4": "Direktor {{direktor}}",
}  # fmt: skip
DATES = {"B2": {"num_format": "dd.mm.yyyy"}}


def uzbek(message: str) -> str:
    with in_language("uz"):
        return translate(message)


def test_a_cell_that_is_one_word_takes_a_typed_value_and_keeps_its_format(filler: Filler) -> None:
    cells = {"A1": "{{fakt 15.1}}", "B1": "{{foiz 15.1}}", "C1": "{{yil}}", "D1": "{{reja 15}}"}
    draft = filler.draft("MK-16", cells, formats={"A1": {"num_format": "# ##0"}, "B1": {"num_format": "0.0"}})
    assert shown(draft) == {(1, 1): 84, (1, 2): 108.7, (1, 3): 2025, (1, 4): 4444}
    before = Template.open(filler.folder / "andoza.xlsx").workbook.cells("Shakl")
    after = opened(draft.data).cells("Shakl")
    assert {place: cell.style for place, cell in after.items()} == {p: c.style for p, c in before.items()}


def test_inside_a_text_figures_are_spelled_as_people_write_them(filler: Filler) -> None:
    text = "Yil boshidan {{yil boshidan 15}} nafar ({{foiz 15}}), oldin {{o‘tgan yil 15}}"
    assert filler.cells("MK-16", {"A1": text}) == {
        (1, 1): "Yil boshidan 2\xa0925 nafar (65,8\xa0%), oldin ________"
    }


def test_an_unknown_figure_stays_empty_and_a_dash_stays_a_dash(filler: Filler) -> None:
    cells = {"A1": "{{o‘tgan yil 15.1}}", "B1": "{{fakt 22}}", "C1": "{{reja 33}}", "D1": "{{reja 19}}"}
    draft = filler.draft("MK-16", cells)
    assert shown(draft) == {(1, 3): "-", (1, 4): "6/36"}
    assert draft.values == (
        ("item:15.1/previous", None), ("item:22/fact", None),
        ("item:33/plan", "-"), ("item:19/plan", "6/36"),
    )  # fmt: skip


def test_the_letterhead_is_filled_and_is_no_part_of_the_values(filler: Filler) -> None:
    cells = {
        "A1": "{{tashkilot}}", "A2": "{{hudud}}", "A3": "{{kimga}}", "A4": "Nusxasi: {{nusxasi}}",
        "A5": "{{hisobot turi}}", "A6": "{{tahrir}}", "A7": "№ {{chiqish raqami}}",
        "A8": "{{chiqish sanasi}}", "A9": "Direktor ____ {{direktor}}", "A10": "{{davr}}",
        "A11": "{{hisobot nomi}}",
    }  # fmt: skip
    draft = filler.draft("MK-16", cells)
    texts = shown(draft)
    assert texts[1, 1] == "Shirin shahar axborot-kutubxona markazi"
    assert texts[5, 1] == "HISOBOT"
    assert texts[7, 1] == "№"
    assert texts[9, 1] == f"Direktor ____ {filler.plan.organisation['director']}"
    assert (6, 1) not in texts
    assert (8, 1) not in texts
    assert draft.values == ()


def test_a_line_about_what_is_not_there_goes(filler: Filler) -> None:
    assert "copy_to" not in filler.plan.organisation
    assert filler.cells("MK-07", {"A1": "Nusxasi: {{nusxasi}}"}) == {}


def test_a_correction_says_so_and_has_a_number_of_its_own(filler: Filler) -> None:
    what = owed(filler.plan, "MK-16", "2025-Q3")
    assert what.row is not None
    sent = replace(what, row=replace(what.row, number="01-12", sent=dt.date(2025, 10, 6)))
    path = make_template(filler.folder / "t.xlsx", {"A1": "№ {{chiqish raqami}}", "A2": "{{tahrir}}"}, {})
    first = fill(Template.open(path), filler.plan, sent)
    second = fill(Template.open(path), filler.plan, sent, version=2)
    assert shown(first) == {(1, 1): "№ 01-12"}
    with in_language("uz"):
        assert shown(second) == {(1, 1): "№", (2, 1): translate("version {number}, amended", number=2)}


def test_records_fill_a_row_each_by_date_and_move_what_is_below(filler: Filler) -> None:
    draft = filler.draft("MK-02", EVENT_ROW, "2025-09", DATES)
    rows = shown(draft)
    assert [rows[2, column] for column in range(1, 6)] == [
        1, dt.date(2025, 9, 5), "=1+1 uchrashuv", "@bolalar bo‘limi", 1413,
    ]  # fmt: skip
    assert [rows.get((3, column)) for column in range(1, 6)] == [
        2, dt.date(2025, 9, 19), "Ona va bola bellashuvi", None, 25,
    ]  # fmt: skip
    assert rows[5, 1].startswith("Direktor ")
    assert draft.values[:3] == (
        ("Tadbirlar:1/date", "2025-09-05"), ("Tadbirlar:1/title", "=1+1 uchrashuv"),
        ("Tadbirlar:1/place", "@bolalar bo‘limi"),
    )  # fmt: skip


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_text_never_becomes_a_formula(sign: str, filler: Filler) -> None:
    what = owed(filler.plan, "MK-16", "2025-Q3")
    assert what.row is not None
    text = f"{sign}HYPERLINK(1)"
    sent = replace(what, row=replace(what.row, text=text))
    path = make_template(filler.folder / "t.xlsx", {"A1": "{{matn}}"}, {})
    draft = fill(Template.open(path), filler.plan, sent)
    cell = opened(draft.data).cells("Shakl")[1, 1]
    assert (cell.value, cell.formula) == (text, None)


def test_a_date_in_a_cell_without_a_date_format_is_written_as_text(filler: Filler) -> None:
    draft = filler.draft("MK-02", EVENT_ROW, "2025-09")
    assert shown(draft)[2, 2] == "05.09.2025"
    assert ("Tadbirlar:1/date", "2025-09-05") in draft.values


def test_no_records_make_one_sentence_and_no_table(filler: Filler) -> None:
    draft = filler.draft("MK-02", EVENT_ROW, "2025-08", DATES)
    sentence = uzbek(REGISTERS["tadbir"].nothing)
    director = filler.plan.organisation["director"]
    assert shown(draft) == {(1, 1): sentence, (3, 1): f"Direktor {director}"}
    assert opened(draft.data).merged("Shakl") == ((1, 1, 1, 5),)
    assert draft.values == (("Tadbirlar:/nothing", sentence),)


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_every_register_has_its_sentence(name: str, filler: Filler) -> None:
    cells = {"A1": "№", "B1": "Sana", "A2": f"{{{{{name}.raqam}}}}", "B2": f"{{{{{name}.sana}}}}"}
    rows = filler.cells("MK-16", cells, "2025-Q1")
    assert rows == {(1, 1): uzbek(REGISTERS[name].nothing)}


def test_a_text_above_the_row_is_not_taken_for_the_tables_heading(filler: Filler) -> None:
    cells = {"A1": "Tadbirlar ro‘yxati", "A2": "{{tadbir.nomi}}"}
    assert filler.cells("MK-02", cells, "2025-08")[1, 1] == "Tadbirlar ro‘yxati"


def test_items_stand_under_their_sections_in_the_plans_order(filler: Filler) -> None:
    cells = {
        "A1": "Boshi", "A2": "{{bo‘lim.kodi}}. {{bo‘lim.nomi}}",
        "A3": "{{band.kodi}}", "B3": "{{band.reja}}", "C3": "{{band.fakt}}", "D3": "{{band.izoh}}",
        "A4": "Oxiri",
    }  # fmt: skip
    draft = filler.draft("MK-16", cells, notes={"29": "Skaner ta’mirda"})
    rows = shown(draft)
    column = [rows[row, 1] for row in range(1, max(row for row, _ in rows) + 1)]
    sections = [f"{section.code}. {section.name}" for section in filler.plan.sections]
    assert [text for text in column if text in sections] == sections
    assert [text for text in column[1:-1] if text not in sections] == list(filler.plan.items)
    assert column[-1] == "Oxiri"
    where = {code: row for row, code in enumerate(column, 1)}
    assert rows[where["29"], 3] == 8700
    assert rows[where["29"], 4] == "Skaner ta’mirda"
    assert rows[where["19"], 2] == "6/36"
    assert rows[where["15"], 3] == 84 + 900
    keys = [key for key, _ in draft.values]
    assert keys[keys.index("item:29/fact") + 1] == "item:29/note"
    assert len([key for key in keys if key.endswith("/note")]) == 1


def test_sections_without_the_reports_items_are_left_out(filler: Filler) -> None:
    rows = filler.cells("MK-10", {"A1": "{{bo‘lim.kodi}}", "A2": "{{band.kodi}}"})
    assert list(rows.values()) == ["IV", "15", "15.1", "15.2"]


def test_items_without_section_headings_follow_each_other(filler: Filler) -> None:
    rows = filler.cells("MK-10", {"A1": "{{band.kodi}}", "B1": "{{band.raqami}}", "A2": "Oxiri"})
    assert [rows[row, 1] for row in range(1, 5)] == ["15", "15.1", "15.2", "Oxiri"]
    assert (2, 2) not in rows


def test_two_tables_on_one_sheet_do_not_disturb_each_other(filler: Filler) -> None:
    cells = EVENT_ROW | {"A6": "{{band.kodi}}", "A8": "{{davr}} {{fakt 15.1}}"}
    rows = filler.cells("MK-02", cells, "2025-09", DATES)
    assert rows[3, 3] == "Ona va bola bellashuvi"
    assert rows[7, 1] == "I.2"
    assert rows[9, 1].endswith(" 29")


def test_the_text_stands_in_a_row_a_paragraph(filler: Filler) -> None:
    draft = filler.draft("MK-16", {"A1": "{{matn}}", "A2": "Oxiri"}, formats={"A1": {"text_wrap": True}})
    first, second = TEXT.split("\n")
    assert shown(draft) == {(1, 1): first, (2, 1): second, (3, 1): "Oxiri"}
    assert draft.values == (("report/text", first), ("report/text-2", second))


def test_a_very_long_paragraph_is_cut_between_sentences(filler: Filler) -> None:
    what = owed(filler.plan, "MK-16", "2025-Q3")
    assert what.row is not None
    long = replace(what, row=replace(what.row, text="Kitobxonlar soni oshdi. " * 200))
    path = make_template(filler.folder / "t.xlsx", {"A1": "{{matn}}"}, {"A1": {"text_wrap": True}})
    draft = fill(Template.open(path), filler.plan, long)
    texts = list(shown(draft).values())
    assert len(texts) > 2
    assert all(text.endswith(".") and len(text) <= 1500 for text in texts)
    assert " ".join(texts) == ("Kitobxonlar soni oshdi. " * 200).strip()


def test_no_text_leaves_its_cell_empty(filler: Filler) -> None:
    draft = filler.draft("MK-16", {"A1": "{{matn}}", "A2": "Oxiri"}, "2025-Q1")
    assert shown(draft) == {(2, 1): "Oxiri"}
    assert draft.values == (("report/text", None),)


def test_a_value_that_stands_twice_is_listed_once(filler: Filler) -> None:
    draft = filler.draft("MK-16", {"A1": "{{fakt 15.1}}", "A2": "Jami {{fakt 15.1}} nafar"})
    assert shown(draft)[2, 1] == "Jami 84 nafar"
    assert draft.values == (("item:15.1/fact", 84),)


@pytest.mark.parametrize("code", ["MK-16", "MK-10", "MK-02"])
def test_the_shipped_forms_come_out_the_same_bytes_twice(code: str, plan: Plan) -> None:
    path = find_template(code, plan.path)
    assert path is not None
    what = owed(plan, code, "2025-09" if code == "MK-02" else "2025-Q3")
    one, two = (fill(Template.open(path), plan, what) for _ in range(2))
    assert one.data == two.data
    assert one.values == two.values
    assert not any("{{" in str(value) for value in shown(one).values())


def test_the_whole_plans_form_says_each_items_figures(plan: Plan) -> None:
    path = find_template("MK-16", plan.path)
    assert path is not None
    draft = fill(Template.open(path), plan, owed(plan, "MK-16", "2025-Q3"))
    said = dict(draft.values)
    assert said["item:15/fact"] == said["item:15.1/fact"] + said["item:15.2/fact"] == 984
    assert said["item:15.1/percent"] == 108.7
    assert said["item:9/ytd"] == 7
    assert {key.split("/")[0] for key in said} == {f"item:{code}" for code in plan.items} | {"report"}


def test_a_form_is_uzbek_whatever_the_screen_speaks(filler: Filler) -> None:
    forms = []
    for language in ("uz", "en"):
        with in_language(language):
            forms.append(filler.draft("MK-16", {"A1": "{{davr}} {{tahrir}}"}, version=2).data)
    assert forms[0] == forms[1]


def test_a_form_that_is_done_leaves_nothing_behind(plan: Plan) -> None:
    """A run does not collect what refers to itself: thousands of rows of each form would stay to its end."""
    path, what = find_template("MK-02", plan.path), owed(plan, "MK-02", "2025-09")
    assert path is not None
    template = Template.open(path)
    fill(template, plan, what)  # what is made once stays
    was_on, told = gc.isenabled(), gc.get_debug()
    gc.collect()
    gc.disable()
    try:
        fill(template, plan, what)
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        left = {type(one).__qualname__ for one in gc.garbage if type(one).__module__.startswith("akmxl.")}
    finally:
        gc.garbage.clear()
        gc.set_debug(told)
        if was_on:
            gc.enable()
    assert left == set()

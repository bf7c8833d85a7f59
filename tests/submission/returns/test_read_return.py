"""A form that came is read to its values, or refused with a reason that can be sent back."""

from __future__ import annotations

import io
import pickle
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from akmxl.core.i18n import in_language, translate
from akmxl.plan.returns.records import Came, Refused, Return
from akmxl.submission.proof.look import UNPROVEN
from akmxl.submission.proof.proof import opened, verify
from akmxl.submission.proof.shown import WORDS_UNPROVEN
from akmxl.submission.returns.read_return import LARGEST, SHEET_ADDED, WORDS_ADDED, read_return

from .made_forms import (
    FAULTS,
    QUARTER,
    Patterns,
    Sent,
    centres,
    form_of,
    months_of,
    planted,
    returns,
    saved_elsewhere,
)

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = ("MK-10", QUARTER)
CENTRES = centres(len(FAULTS))


def read(data: bytes) -> Return | Refused:
    return read_return(data, Came("MK-10.xlsx", "", ""))


def taken(data: bytes) -> Return:
    found = read(data)
    assert isinstance(found, Return), found
    return found


def refused(data: bytes) -> str:
    """Why a form is refused, in the words that are sent back."""
    found = read(data)
    assert isinstance(found, Refused)
    with in_language("en"):
        return translate(found.reason, **found.params)


@pytest.fixture(scope="module")
def by_fault(patterns: Patterns) -> dict[str, list[Sent]]:
    """What comes where each fault is planted in the report on readers."""
    found: dict[str, list[Sent]] = {fault: [] for fault in FAULTS}
    for sent in returns({KEY: patterns[KEY]}, CENTRES, planted()):
        found[sent.fault].append(sent)
    return found


@pytest.fixture(scope="module")
def form(patterns: Patterns) -> bytes:
    return form_of(patterns[KEY], CENTRES[0])


def test_a_form_of_each_report_is_taken_with_all_that_it_says(patterns: Patterns) -> None:
    for sent in returns(patterns, CENTRES[:1]):
        found = taken(sent.data)
        submitted = verify(opened(sent.data)).submitted
        assert found.values == submitted.values
        assert (found.report, found.period, found.centre) == (sent.report, sent.period, sent.centre.code)
        assert (found.organisation, found.region) == (sent.centre.name, sent.centre.region)
        assert (found.version, found.supersedes, found.edition) == (1, "", 3)
        assert (found.due, found.form_sha256) == (submitted.sender.due, submitted.form_sha256)
        assert [item[:4] for item in found.items] == [item[:4] for item in submitted.sender.items]
        assert found.doubts == ()


def test_the_figures_are_those_of_the_centre(patterns: Patterns, form: bytes) -> None:
    months = months_of(patterns[KEY].items, CENTRES[0])
    values = dict(taken(form).values)
    for code in ("15", "15.1", "15.2"):
        assert values[f"item:{code}/fact"] == sum(months[code, month] for month in (1, 2, 3))


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("altered figure", "C14: the cell shows «9 999», the form submits «55»; cells that differ: 1."),
        ("altered hash", "was changed after the form was made"),
        ("altered list", "was changed after the form was made"),
        ("wrong total", "Item 15: its total of the period is"),
        ("less since January", "Item 15: its total since January is"),
        ("wrong percent", "Item 15.1: the form says that 12.3 % of the plan is done"),
        ("hidden row", "values are hidden, painted over or outside the print area: A14"),
        ("empty form", "the form says nothing of its period"),
        ("no list", "no form made by akmxl, or its hidden list is gone"),
        ("foreign xlsx", "no form made by akmxl"),
        ("damaged", "is damaged. Make the form again with akmxl and send it as it is."),
        ("encrypted", "is protected by a password. Make the form again with akmxl and send it without"),
        (
            "text",
            "is no Excel workbook (.xlsx) as akmxl makes forms. Make the form again with akmxl and send",
        ),
        ("nothing in it", "The file is empty (0 bytes)"),
        ("bomb", "is not safe to open, so it was not read"),
    ],
)
def test_a_fault_is_refused_with_its_reason(fault: str, says: str, by_fault: dict[str, list[Sent]]) -> None:
    (sent,) = by_fault[fault]
    assert says.replace(" ", " ") in refused(sent.data).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("fault", "doubts"),
    [
        ("late", ()),
        ("saved", (UNPROVEN["saved"],)),
        ("other template", ()),
        ("other unit", ()),
        ("unknown centre", ()),
        ("name spelt otherwise", ()),
        ("first edition", (WORDS_UNPROVEN, UNPROVEN["unknown"])),
        ("second edition", (UNPROVEN["unknown"],)),
    ],
)
def test_what_is_no_fault_of_the_form_is_taken_with_its_doubts(
    fault: str, doubts: tuple[str, ...], by_fault: dict[str, list[Sent]]
) -> None:
    (sent,) = by_fault[fault]
    assert taken(sent.data).doubts == doubts


def test_the_columns_of_a_form_are_those_of_its_template(
    form: bytes, by_fault: dict[str, list[Sent]], patterns: Patterns
) -> None:
    (other,), (saved,) = by_fault["other template"], by_fault["saved"]
    usual = taken(form).columns
    assert usual == taken(saved.data).columns == taken(form_of(patterns[KEY], CENTRES[1])).columns
    assert {one.rpartition(" ")[0] for one in usual} >= {"item/fact", "item/plan"}
    assert {one.rpartition(" ")[2] for one in taken(other.data).columns} == {"B"}


def test_all_that_is_told_goes_to_another_process(by_fault: dict[str, list[Sent]]) -> None:
    for sent in (sent for several in by_fault.values() for sent in several):
        found = read_return(sent.data, sent.came)
        assert pickle.loads(pickle.dumps(found)) == found
        if isinstance(found, Refused):
            assert found.params["file"] == sent.name
            assert all(isinstance(value, str | int | float | None) for value in found.params.values())


def test_who_sent_a_refused_form_is_told_as_far_as_it_says(by_fault: dict[str, list[Sent]]) -> None:
    (sent,) = by_fault["altered hash"]
    found = read(sent.data)
    assert isinstance(found, Refused)
    assert (found.centre, found.organisation) == (sent.centre.code, sent.centre.name)
    assert (found.report, found.period) == KEY


def a_note_in_an_empty_cell(sheet: Any) -> None:
    sheet["K2"] = "Qabul qilindi"


def a_sheet_more(sheet: Any) -> None:
    sheet.parent.create_sheet("Bizning izoh")["A1"] = "Qabul qilindi"


@pytest.mark.parametrize(
    ("edit", "doubt"), [(a_note_in_an_empty_cell, WORDS_ADDED), (a_sheet_more, SHEET_ADDED)]
)
def test_what_was_added_beside_the_values_is_a_doubt(
    edit: Callable[[Any], None], doubt: str, form: bytes
) -> None:
    assert set(taken(saved_elsewhere(form, edit)).doubts) == {doubt, UNPROVEN["saved"]}


def a_heading_changed(sheet: Any) -> None:
    sheet["C12"], sheet["D12"] = "Yil boshidan", "Hisobot davri"


def a_figure_taken_out(sheet: Any) -> None:
    sheet.delete_rows(14)


def another_format(sheet: Any) -> None:
    sheet["C14"].number_format = '"97"'


def zeros_hidden(sheet: Any) -> None:
    sheet.sheet_view.showZeros = False


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (a_heading_changed, "C12: the cell shows «Yil boshidan», the form submits «Hisobot davri»"),
        (a_figure_taken_out, "is gone; cells that differ: 5"),
        (another_format, "another number format shows other figures than the form submits: C14"),
        (zeros_hidden, "the sheet is shown otherwise than it was made"),
    ],
)
def test_what_shows_something_else_is_refused(edit: Callable[[Any], None], says: str, form: bytes) -> None:
    assert says in refused(saved_elsewhere(form, edit))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"item:15.1/previous": 10, "item:15.1/difference": 1}, "the difference from last year is 1"),
        ({"item:15.1/ytd": 54, "item:15/ytd": None}, "since January 54, which is less than 55"),
        ({"item:15.1/ytd": 56, "item:15/ytd": None}, "since January 56, but 55 of the period"),
        ({"item:15.1/percent": None, "item:15.2/percent": 200.0}, "Item 15.2: the form says that 200.0 %"),
    ],
)
def test_figures_are_added_up_again(values: dict[str, object], says: str, patterns: Patterns) -> None:
    assert says in refused(form_of(patterns[KEY], CENTRES[7], values=values))


def test_a_total_is_not_held_beside_parts_that_are_not_known(patterns: Patterns) -> None:
    unknown = {"item:15.1/fact": None, "item:15.1/ytd": None, "item:15.1/percent": None}
    assert taken(form_of(patterns[KEY], CENTRES[7], values=unknown)).doubts == ()


def test_a_form_that_unpacks_to_more_than_any_form_is_refused(form: bytes) -> None:
    large = io.BytesIO(form)
    with zipfile.ZipFile(large, "a") as archive:  # not packed, so it is no bomb
        archive.writestr("xl/media/image1.png", bytes(LARGEST))
    assert "unpacks to more than 64 MB" in refused(large.getvalue())


@pytest.mark.parametrize("length", [1, 2, 4, 30, 300, 3000, -1, -22, -300])
def test_a_part_of_a_file_is_refused(length: int, form: bytes) -> None:
    assert refused(form[:length])


def test_nothing_raises_whatever_is_in_the_file(form: bytes) -> None:
    chance = random.Random(18)
    for _ in range(150):
        data = bytearray(form)
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        found = read(bytes(data))
        assert isinstance(found, Refused) or found.values == taken(form).values

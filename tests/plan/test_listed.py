"""Which list stands for which figure, in all the forms that ship; and when an empty list denies a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rules.years import shipped_opened

from akmxl.core import assets
from akmxl.plan.listed import FormList, denies_a_figure, lists_of_items, nothing_feeds
from akmxl.plan.model import Entry, Figure
from akmxl.plan.owed import all_reports
from akmxl.plan.period import Period
from akmxl.plan.register_rows import Selection
from akmxl.submission.template.template import Template
from akmxl.workbook.reading.form_lists import as_lines, shipped_lists

if TYPE_CHECKING:
    from akmxl.plan.model import Plan
    from akmxl.plan.reports import Report

# Report and item -> the list. MK-01 to MK-06 and VA-01 report on figures that count their own letters; MK-10
# and MK-16 show no list; the results of MK-07 stand beside the list of the surveys that are counted; of item
# 7 (MK-09) the plan does not say when it is.
STANDS_FOR = {
    ("MK-07", "4"): "Tadbirlar",
    ("MK-08", "5"): "Royxatlar",
    ("MK-08", "6"): "Royxatlar",
    ("MK-09", "8"): "Tadbirlar",
    ("MK-11", "19.1"): "Royxatlar[19.1][standing]",
    ("MK-11", "19.2"): "Tadbirlar[19.2]",
    ("MK-12", "20"): "Tadbirlar",
    ("MK-13", "22"): "Matbuot",
    ("MK-14", "29"): "Royxatlar",
    ("MK-15", "31.1"): "Malaka",
    ("VA-02", "31"): "Malaka",
    ("VA-03", "31"): "Malaka",
    ("VA-04", "31.3"): "Malaka",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped_opened().plan


def test_the_lists_that_are_written_down_are_those_of_the_forms() -> None:
    folder = assets.templates_folder()
    shown = {path.stem: Template.read(path).lists for path in sorted(folder.glob("[A-Z][A-Z]-*.xlsx"))}
    assert list(as_lines(shown)) == list(as_lines(shipped_lists()))


def test_each_figure_of_the_twenty_forms_has_its_list(plan: Plan) -> None:
    found = {
        (owed.report.entry, item.code): str(one.selection)
        for owed in all_reports(plan)
        for item, one in lists_of_items(plan, owed.report, shipped_lists().get(owed.report.entry, ()))
    }
    assert found == STANDS_FOR


EVENTS, LISTS = FormList(Selection("Tadbirlar")), FormList(Selection("Royxatlar"))


def about(plan: Plan, *items: str) -> Report:
    return replace(plan.reports[0], items=items)


@pytest.mark.parametrize(
    ("items", "lists", "found"),
    [
        (("24",), (LISTS,), ["24"]),  # a form about one typed item: its only list
        (("24", "29"), (LISTS,), []),  # of two nobody knows which of them is listed
        (("24", "29"), (FormList(Selection("Royxatlar", "29")),), ["29"]),  # the template says which
        (("15.1",), (EVENTS,), []),  # readers come out of the day log
        (("I.2",), (EVENTS,), []),  # letters are counted, not events
        (("9",), (LISTS,), []),  # a total has parts
        (("19.1",), (LISTS,), []),  # what is in force is more than what was entered in the period
        (("24",), (FormList(Selection("Royxatlar", standing=True)),), []),
        (("*",), (EVENTS,), ["4", "6", "7", "8", "18", "19.2", "20", "34"]),
    ],
)
def test_a_list_stands_for_what_it_can_list(
    plan: Plan, items: tuple[str, ...], lists: tuple[FormList, ...], found: list[str]
) -> None:
    assert [item.code for item, _ in lists_of_items(plan, about(plan, *items), lists)] == found


@pytest.mark.parametrize(
    ("code", "value", "lists", "denied"),
    [
        ("5", 1, (LISTS,), True),
        ("5", 0, (LISTS,), False),
        ("5", None, (LISTS,), False),
        ("15.1", 55, (LISTS,), True),  # a list that nothing feeds, beside a figure
        ("I.2", 3, (LISTS,), False),  # letters
        ("4", 1, (EVENTS, LISTS), False),  # the surveys are listed, their results not yet
    ],
)
def test_an_empty_list_denies_a_figure_that_is_not_0(
    plan: Plan, code: str, value: int | None, lists: tuple[FormList, ...], denied: bool
) -> None:
    place = plan.items[code].planned.place
    filled = replace(plan, entries={(code, 2): Entry(code, 2, Figure(place, value), value)})
    period = Period.quarter(plan.year, 1)
    assert denies_a_figure(filled, about(plan, code), period, LISTS.selection, lists) is denied
    named = Selection("Royxatlar", code)  # in a form that is about something else
    assert denies_a_figure(filled, about(plan, "24"), period, named, ()) is (bool(value) and code != "I.2")


@pytest.mark.parametrize(
    ("items", "selection", "unfed"),
    [
        (("15", "15.1"), "Tadbirlar", True),
        (("15.1", "19.2"), "Tadbirlar", False),
        (("15.1", "19.2"), "Tadbirlar[15.1]", True),
        (("31",), "Malaka", False),
        (("20",), "Malaka", True),
        (("20",), "Royxatlar", False),  # a list takes rows of any item
        (("*",), "Tadbirlar", False),
        (("15.1",), "Royxatlar[24]", True),  # the form shows rows of the report's own items
        (("*",), "Royxatlar[24]", False),
        (("I.2",), "Tadbirlar[18]", False),  # events that count for both
        (("20",), "Tadbirlar[19.2]", True),
    ],
)
def test_a_list_that_no_row_can_enter(
    plan: Plan, items: tuple[str, ...], selection: str, unfed: bool
) -> None:
    parsed = Selection.parse(selection)
    assert parsed is not None
    assert nothing_feeds(plan, about(plan, *items), parsed) is unfed

"""The summary form of a region: totals, a row a centre, and a form as all others to those above."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from workbook.create.consolidated.making import NAMES, PERIOD, clean, consolidation, entry, form, read

from akmxl.core import assets
from akmxl.core.cells import Place
from akmxl.plan.reports import Report
from akmxl.plan.returns.consolidate import consolidation as consolidated
from akmxl.plan.returns.records import Came, Return, ReturnedItem
from akmxl.submission.proof.proof import Submitted, opened, read_form, verify
from akmxl.submission.returns.read_return import read_return
from akmxl.submission.returns.sender import Letter, Sender
from akmxl.submission.returns.summary import summary_form
from akmxl.submission.template.placeholders import parse
from akmxl.submission.template.template import BadTemplate
from akmxl.submission.template.templates import find_template

REGION = "Sirdaryo viloyati"
ANY = assets.templates_folder() / "jamlama" / "jamlama.xlsx"


def submitted(report: str = "MK-14", template: Path | None = None) -> Submitted:
    sender = Sender("SR", {"organisation": "Sirdaryo viloyati AKM", "region": REGION})
    data = summary_form(
        consolidation(), REGION, report, PERIOD, sender=sender, names=NAMES, template=template
    )
    return read_form(opened(data))


def test_the_totals_are_those_of_the_regions_own_centres() -> None:
    values = dict(submitted().values)
    assert values["item:29/fact"] == 1200 + 1950
    assert values["item:29/said-fact"] == "2 / 4"  # one does not know it, one has not sent it
    assert values["item:29/ytd"] == 2500 + 3200 + 3900
    assert values["item:29/said-ytd"] == "3 / 4"


def test_a_percent_needs_the_same_centres_in_plan_and_figure() -> None:
    assert dict(submitted().values)["item:29/percent"] is None
    assert dict(submitted("MK-10").values)["item:15.1/percent"] == 75.0


def test_each_centre_has_a_row() -> None:
    values = dict(submitted().values)
    assert values["centre:SR-01/29/fact"] == 1200
    assert values["centre:SR-02/29/fact"] is None
    assert values["centre:SR-04/state"] == "kelmagan"
    assert not any(key.startswith("centre:JZ") for key in values)


def test_it_says_whose_it_is_and_what_its_items_are() -> None:
    found = submitted("MK-10")
    assert (found.sender.centre, found.sender.region, found.version) == ("SR", REGION, 1)
    assert [(item.code, item.unit, item.kind) for item in found.sender.items] == [
        ("15", "Nafar", "flow"), ("15.1", "Nafar", "flow"), ("15.2", "Nafar", "flow"),
    ]  # fmt: skip


def test_the_form_that_serves_any_report_has_a_row_an_item() -> None:
    values = dict(submitted("MK-10", ANY).values)
    assert [values[f"item:{code}/fact"] for code in ("15", "15.1", "15.2")] == [1578, 438, 1140]
    assert values["item:15/said-plan"] == "4 / 4"


def test_a_report_without_a_summary_form_of_its_own_gets_that_of_any() -> None:
    found = read(replace(clean(), entries=(entry(replace(form(0, "MK-10"), report="VA-01")),), expected=()))
    data = summary_form(found, REGION, "VA-01", PERIOD)
    assert dict(read_form(opened(data)).values)["item:15/said-fact"] == "1 / 4"


def test_the_same_consolidation_gives_the_same_form_and_it_verifies() -> None:
    letter = Letter("O‘zbekiston Milliy kutubxonasi", "hisobot", "Raqamlashtirish")
    data = summary_form(consolidation(), REGION, "MK-14", PERIOD, letter=letter)
    assert data == summary_form(consolidation(), REGION, "MK-14", PERIOD, letter=letter)
    assert not verify(opened(data)).altered


def test_regions_are_put_together_as_centres_are() -> None:
    """The nation takes the forms of its regions by the same way, and comes to the sum over all centres."""
    whole, forms = consolidation(), []
    for code, region in (("SR", REGION), ("JZ", "Jizzax viloyati")):
        sender = Sender(code, {"organisation": region, "region": region})
        data = summary_form(whole, region, "MK-10", PERIOD, sender=sender)
        one = read_return(data, Came(f"{code}.xlsx", "0" * 64, "2025-10-10"))
        assert isinstance(one, Return), one
        assert (one.centre, one.doubts) == (code, ())
        forms.append(one)
    nation = consolidated(forms, [])
    assert [one.code for one in nation.centres] == ["JZ", "SR"]
    regions = {(one.code, one.measure): one.value for one in nation.totals}
    centres = {(one.code, one.measure): one.value for one in whole.totals if one.report == "MK-10"}
    assert {key: regions[key] for key in centres} == centres
    counts = {one.code: (one.said, one.expected) for one in nation.totals if one.measure == "fact"}
    assert counts["15.1"] == (6, 7)  # of centres, not of regions
    again = summary_form(nation, REGION, "MK-10", PERIOD)
    assert dict(read_form(opened(again)).values)["item:15.1/said-fact"] == "4 / 4"
    unsaid = [
        (key, None if "said" in key else value) for key, value in forms[0].values if "centre" not in key
    ]
    unsaid.append(("centre:SR-01/state", "keldi"))
    forms[0] = forms[0].saying(unsaid)
    again = summary_form(consolidated(forms, []), REGION, "MK-10", PERIOD)
    assert dict(read_form(opened(again)).values)["item:15.1/said-fact"] is None  # nobody knows it


@pytest.mark.parametrize("report", ["MK-10", "MK-14"])
@pytest.mark.parametrize("template", [None, ANY])
def test_a_summary_is_taken_as_any_form(report: str, template: Path | None) -> None:
    data = summary_form(consolidation(), REGION, report, PERIOD, template=template)
    assert isinstance(read_return(data, Came("x.xlsx", "0" * 64)), Return)


@pytest.mark.parametrize(("confirmed", "due"), [(True, "2025-10-12"), (False, "")])
def test_it_is_due_by_the_regions_own_catalogue_where_somebody_confirmed_the_day(
    confirmed: bool, due: str
) -> None:
    own = Report(
        "MK-14", "", "", "", "", "quarterly", (), "after_period", "12", confirmed, (), Place("", 1, 1)
    )
    sender = Sender("SR", {"organisation": "AKM", "region": REGION}, (own,))
    for report, day in (("MK-14", due), ("MK-10", "")):
        data = summary_form(consolidation(), REGION, report, PERIOD, sender=sender)
        assert read_form(opened(data)).sender.due == day


def test_over_two_units_there_is_no_total() -> None:
    other = form(1, "MK-10")
    other = replace(other, items=tuple(item._replace(unit="Dona") for item in other.items))
    found = read(replace(clean(), entries=(entry(form(0, "MK-10")), entry(other))))
    assert (
        dict(read_form(opened(summary_form(found, REGION, "MK-10", PERIOD))).values)["item:15/fact"] is None
    )
    known = {code: ReturnedItem(code, "Nafar", "flow", "") for code in ("15", "15.1", "15.2")}
    data = summary_form(read(found, known), REGION, "MK-10", PERIOD)  # the plan says which unit is right
    assert dict(read_form(opened(data)).values)["item:15/fact"] == 309


def test_a_centres_own_form_with_rows_of_registers_is_no_summary() -> None:
    template = find_template("MK-02", Path("x.xlsx"))
    with pytest.raises(BadTemplate, match="tadbir"):
        summary_form(consolidation(), REGION, "MK-10", PERIOD, template=template)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("{{soni 15.1}}", nullcontext()),
        ("{{markaz.holati}}", nullcontext()),
        ("{{markaz.nomi}}", pytest.raises(BadTemplate, match="holati")),
        ("", pytest.raises(BadTemplate, match="holati")),
    ],
)
def test_a_template_must_say_of_which_centres_its_figures_are(
    word: str, expected: AbstractContextManager[object], tmp_path: Path
) -> None:
    book = Workbook()
    for row, text in enumerate(("{{nomi 15.1}}", word), 1):
        book.active.cell(row, 1, text)
    book.save(tmp_path / "MK-10.xlsx")
    with expected:
        summary_form(consolidation(), REGION, "MK-10", PERIOD, names=NAMES, template=tmp_path / "MK-10.xlsx")


@pytest.mark.parametrize(
    ("text", "kind", "field", "subject"),
    [
        ("jami 15.1", "sum", "fact", "15.1"),
        ("jami reja 15.1", "sum", "plan", "15.1"),
        ("Jami 15.1 yil boshidan", "sum", "ytd", "15.1"),
        ("soni 15.1", "said", "fact", "15.1"),
        ("soni o'tgan yil I.2", "said", "previous", "I.2"),
        ("band.yil boshidan soni", "item", "said/ytd", ""),
        ("markaz.nomi", "centre", "name", ""),
        ("markaz.fakt 15.1", "centre", "fact", "15.1"),
        ("markaz.nomi 15.1", "", "", ""),
        ("ro'yxatlar.yil boshidan soni", "list_total", "said/since", ""),
        ("ro‘yxatlar.nomi", "list_total", "name", ""),
        ("jami tadbir.soni", "total", "count", "total"),
        ("jami", "", "", ""),
    ],
)
def test_words_of_a_summary(text: str, kind: str, field: str, subject: str) -> None:
    word = parse(text)
    assert (word.kind, word.field, word.subject) == (kind, field, subject)

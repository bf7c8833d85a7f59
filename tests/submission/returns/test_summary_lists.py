"""What lists come to goes up in the summary form of a region, and of how many centres each total is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from akmxl.actions.check_template import check_template
from akmxl.actions.consolidate.figures import are_figures, without_texts
from akmxl.core import assets
from akmxl.core.i18n import in_language
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.figures import UNCOUNTED
from akmxl.plan.returns.list_totals import list_totals
from akmxl.plan.returns.records import Came, Centre, Consolidation, Return
from akmxl.plan.values import SAID
from akmxl.submission.form.change_words import key_words
from akmxl.submission.proof.proof import opened, read_form, verify
from akmxl.submission.returns.quick import verified_quickly
from akmxl.submission.returns.read_return import read_return
from akmxl.submission.returns.sender import Sender
from akmxl.submission.returns.summary import summary_form
from akmxl.submission.template.template import BadTemplate
from akmxl.workbook.create.consolidated import words
from tests.plan.returns.making import form, report
from tests.submission.returns.made_forms import centres, returns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.plan.returns.records import Value
    from tests.submission.returns.made_forms import Patterns

TEMPLATES = assets.templates_folder() / "jamlama"
PERIOD = "2025-Q1"
CENTRES = tuple(
    Centre(f"{region[:2].upper()}-{place}", f"{region} {place}", (), region, group="tuman")
    for region, number in (("Sirdaryo", 3), ("Samarqand", 2), ("Xorazm", 4))
    for place in range(number)
)
KINDS = {"item", "total", "since", "centre", "report/text"}  # of keys: no row of a register
LISTED: tuple[Mapping[str, Value], ...] = (
    {"total:Tadbirlar/count": 2, "total:Tadbirlar/women": 11, "since:Tadbirlar/count": 5},
    {"total:Tadbirlar/count": 3, "total:Tadbirlar/women": None, "since:Tadbirlar/count": 7},
    {"total:Tadbirlar/count": 1, "total:Royxatlar[19.1][standing]/quantity": 4},
    {"Tadbirlar:/nothing": "O‘tkazilmadi.", "Tadbirlar:T4/title": "Navoiy kuni"},
    {"total:Royxatlar/details:soat": 36, "total:Matbuot[kind=Kitob]/count": 9, "item:15.1/fact": 3},
)


def whole(*, catalogue: bool = True) -> Consolidation:
    """All centres but the last, each with other lists."""
    forms = [
        form(one.code, PERIOD, LISTED[place % len(LISTED)], report="VA-02", name=one.name, region=one.region)
        for place, one in enumerate(CENTRES[:-1])
    ]
    return consolidation(forms, (), CENTRES, catalogue=[report("VA-02")] if catalogue else [])


def of_regions(found: Consolidation, name: str = "VA-02", period: str = PERIOD) -> list[Return]:
    """The summary forms of all regions, as they are read again."""
    made = []
    for place, region in enumerate(dict.fromkeys(one.region for one in found.centres)):
        sender = Sender(f"R{place}", {"organisation": region, "region": region})
        data = summary_form(found, region, name, period, sender=sender)
        assert not verify(opened(data)).altered
        assert verified_quickly(opened(data).package)
        one = read_return(data, Came(f"{place}.xlsx", f"{place}"))
        assert isinstance(one, Return), one
        assert one.is_summary
        assert {key.partition(":")[0] for key in one.keys} <= KINDS
        made.append(figures := without_texts(one))
        assert isinstance(figures, Return)
        assert are_figures(figures)
    return made


def sums(found: Consolidation) -> object:
    """The totals of all lists, in one order."""
    return sorted((one[:4], sorted(one.sums.items()), *one[5:]) for one in list_totals(found))


@pytest.mark.parametrize("catalogue", [True, False])
def test_the_nation_comes_to_the_same_as_the_centres_themselves(catalogue: bool) -> None:
    """Sums and counts, also through a summary that is made of summaries."""
    own = whole(catalogue=catalogue)
    assert len(list_totals(own)) == 5
    assert {one.expected for one in list_totals(own)} == {len(CENTRES)}
    nation = consolidation(of_regions(own), ())
    assert sums(nation) == sums(own)
    again = consolidation(of_regions(nation), ())
    assert sums(again) == sums(own)


def test_forms_of_real_lists_go_up_whole(patterns: Patterns) -> None:
    """Each report with lists: no text of a row goes along, and nothing is left out."""
    some = centres(16)
    for key in (
        ("MK-02", "2025-02"),
        ("MK-07", PERIOD),
        ("MK-08", PERIOD),
        ("MK-11", PERIOD),
        ("MK-13", PERIOD),
    ):
        sent = returns({key: patterns[key]}, some)
        read = [one for each in sent if isinstance(one := read_return(each.data, each.came), Return)]
        own = consolidation(read, (), some)
        forms = of_regions(own, *key)
        assert sums(consolidation(forms, ())) == sums(own) != []


def test_where_there_is_nothing_to_add_up_a_sentence_says_so() -> None:
    found = consolidation([form("A", PERIOD, LISTED[3], report="VA-02", region="Sirdaryo")], ())
    data = summary_form(found, "Sirdaryo", "VA-02", PERIOD)
    assert "totals:/nothing" in dict(read_form(opened(data)).values)
    assert isinstance(read_return(data, Came("x.xlsx", "0")), Return)


def test_a_centre_that_was_closed_before_is_not_counted() -> None:
    gone = CENTRES[0]._replace(until=date(2024, 12, 31))
    forms = [form("SI-1", PERIOD, LISTED[0], report="VA-02", region="Sirdaryo")]
    found = consolidation(forms, (), (gone, *CENTRES[1:]))
    values = dict(read_form(opened(summary_form(found, "Sirdaryo", "VA-02", PERIOD))).values)
    assert values["total:Tadbirlar/said-count"] == "1 / 2"
    assert "centre:SI-0/state" not in values


def test_what_a_list_comes_to_has_words() -> None:
    with in_language("uz"):
        assert (
            key_words(None, "total:Tadbirlar/said-count") == "Tadbirlar, jami: qatorlar soni, markazlar soni"
        )
        assert words.key_words("since:Tadbirlar/said-women")[1] == "Ayollar, markazlar soni"
        title = words.list_title("Royxatlar[19.1][standing][kind=Shartnoma]", "details:soat")
    assert title == "Ro‘yxatlar (19.1-band, Shartnoma, amaldagilar): Tafsiloti: soat"


def own_template(folder: Path, *, without: str, rows: bool = True, name: str = "MK-10") -> Path:
    """A region's own template: the shipped one without the words that ``without`` is in."""
    book = load_workbook(TEMPLATES / f"{name}.xlsx")
    for row in book.active.iter_rows():
        for cell in row:
            text = str(cell.value or "")
            if "{{" in text and (without in text or (not rows and "markaz." in text)):
                cell.value = None
    book.save(folder / "MK-10.xlsx")
    return folder / "MK-10.xlsx"


def figures_of_three(value: int | None = 3) -> Consolidation:
    """Three centres, of which one says nothing of 15.1."""
    forms = [
        form(
            one.code,
            PERIOD,
            {f"item:{code}/fact": said for code in ("15", "15.1", "15.2")},
            region="Sirdaryo",
        )
        for one, said in zip(CENTRES, (value, 4, None), strict=False)
    ]
    return consolidation(forms, ())


@pytest.mark.parametrize(
    ("without", "rows", "says"),
    [
        ("soni", True, "soni reja 15"),
        ("soni fakt", False, "soni 15"),
        ("yil boshidan soni", True, "ro‘yxatlar.yil boshidan soni"),
    ],
)
def test_a_total_needs_the_number_of_its_centres(without: str, rows: bool, says: str, tmp_path: Path) -> None:
    template = own_template(tmp_path, without=without, rows=rows)
    with pytest.raises(BadTemplate) as fault:
        summary_form(figures_of_three(), "Sirdaryo", "MK-10", PERIOD, template=template)
    assert fault.value.params["example"] == f"{{{{{says}}}}}"


def rows_only(folder: Path) -> Path:
    """A template that has the period's totals, and their rows of centres, and no word of counts."""
    book = load_workbook(own_template(folder, without="soni"))
    for row in book.active.iter_rows():
        for cell in row:
            text = str(cell.value or "")
            if (
                any(f"jami {word} " in text for word in ("reja", "yil boshidan", "o‘tgan yil"))
                or "ro‘yx" in text
            ):
                cell.value = None
    book.save(folder / "MK-10.xlsx")
    return folder / "MK-10.xlsx"


def test_rows_of_centres_count_where_no_word_does(tmp_path: Path) -> None:
    found = figures_of_three()
    data = summary_form(found, "Sirdaryo", "MK-10", PERIOD, template=rows_only(tmp_path))
    one = read_return(data, Came("x.xlsx", "0"))
    assert isinstance(one, Return)
    assert not any(SAID in key for key in one.keys)
    nation = consolidation([one], ())
    counts = {total.code: (total.said, total.expected) for total in nation.totals if total.measure == "fact"}
    assert counts == dict.fromkeys(("15", "15.1", "15.2"), (2, 3))
    assert not any(entry.returned and entry.returned.doubts for entry in nation.entries)
    with pytest.raises(BadTemplate):  # here the rows are regions
        summary_form(nation, "Sirdaryo", "MK-10", PERIOD, template=rows_only(tmp_path))


def test_a_form_that_does_not_say_it_is_told() -> None:
    """Forms of before, whose template has no number of centres: n / N is without that region."""
    listed = {f"centre:{code}/state": "keldi" for code in "ABC"}
    values: dict[str, Value]
    for values in ({"item:15.1/fact": 7}, {"total:Tadbirlar/count": 7}):
        (entry,) = (
            found := consolidation([form("01", PERIOD, values | listed, region="Sirdaryo")], ())
        ).entries
        assert entry.returned
        assert UNCOUNTED in entry.returned.doubts
        counts = [(one.said, one.expected, one.beyond) for one in found.totals if one.measure == "fact"]
        counts += [(one.sums["total"][1], one.expected, one.beyond) for one in list_totals(found)]
        assert counts == [(0, 0, ("Sirdaryo",))]
    (entry,) = consolidation([form("01", PERIOD, {"item:15.1/fact": None, **listed})], ()).entries
    assert entry.returned
    assert entry.returned.doubts == ()


def test_the_check_of_a_template_tells_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "jamlama"
    folder.mkdir()
    found = check_template(own_template(folder, without="soni"))
    assert len(found.faults) == 9 + 2  # of the items, of the lists
    assert not check_template(TEMPLATES / "MK-10.xlsx").faults

"""Rows of the registers as submissions show them: chosen, ordered, added up, described."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import make_plan

from akmxl.plan.model import Record
from akmxl.plan.period import Period
from akmxl.plan.register_rows import (
    Selection,
    by_kind,
    description,
    labels_of,
    parts_of,
    record_value,
    records_of,
    total_of,
)

if TYPE_CHECKING:
    from akmxl.plan.model import Plan

Q1, Q2 = Period.quarter(2025, 1), Period.quarter(2025, 2)
LISTS = (
    {"id": 1, "date": date(2023, 5, 4), "list_kind": "Shartnoma", "code": "19.1", "title": "1-maktab",
     "quantity": 1, "document": "1-son"},
    {"id": 2, "date": date(2025, 2, 4), "list_kind": "Shartnoma", "code": "19.1", "title": "2-maktab",
     "quantity": 1, "document": "2-son"},
    {"id": 3, "date": date(2025, 5, 4), "list_kind": "Shartnoma", "code": "19.1", "title": "1-maktab",
     "quantity": 1, "document": "3-son"},
    {"id": 4, "date": date(2025, 1, 9), "list_kind": "Xususiy kutubxona", "code": "I.1", "title": "Ziyo",
     "quantity": 1, "details": "manzil: Bog‘; fond: 600"},
    {"id": 5, "date": date(2025, 4, 9), "list_kind": "Xususiy kutubxona", "code": "I.1", "title": "“Ziyo”",
     "quantity": 1, "details": "manzil: Bog‘; fond: 640"},
    {"id": 6, "date": date(2025, 4, 9), "list_kind": "Xususiy kutubxona", "code": "I.1", "title": "«ziyo» ",
     "quantity": 1, "details": "fond: 650"},
)  # fmt: skip
TRAINING = tuple(
    {"id": number, "date": date(2025, 2, day), "code": "31", "person": person, "hours": 36}
    for number, (day, person) in enumerate([(5, "Olimova"), (5, "Aliyeva"), (3, "Zokirova")], 1)
)
PRESS = tuple(
    {
        "id": number,
        "date": date(2025, 2, 1),
        "code": "22",
        "author": author,
        "title": title,
        "record_kind": kind,
    }
    for number, (author, title, kind) in enumerate(
        [("Zokirov", "Bir", "Maqola"), (None, "Muqaddima", "maqola"), ("Aliyev", "Ikki", "Kitob")], 1
    )
)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    rows = {"Royxatlar": LISTS, "Malaka": TRAINING, "Matbuot": PRESS}
    return make_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx", rows=rows)


def ids(plan: Plan, selection: Selection, code: str, period: Period) -> list[str]:
    report = plan.report(code)
    assert report is not None
    return [record.id for record in records_of(plan, selection, report, period)]


def row(register: str = "Royxatlar", **values: Any) -> Record:
    return Record(register, 5, "1", values, None, (), 0, register, {})


@pytest.mark.parametrize(
    "selection",
    [
        Selection("Tadbirlar"),
        Selection("Tadbirlar", "19.2"),
        Selection("Royxatlar", "I.1", standing=True),
        Selection("Matbuot", kind="Maqola, suhbat"),
    ],
)
def test_a_selection_is_read_back_as_it_was_written(selection: Selection) -> None:
    assert Selection.parse(str(selection)) == selection


@pytest.mark.parametrize("text", ["", "[19.1]", "Tadbirlar]"])
def test_what_is_no_selection_is_none(text: str) -> None:
    assert Selection.parse(text) is None


def test_a_list_has_the_rows_of_its_period_and_item(plan: Plan) -> None:
    assert ids(plan, Selection("Royxatlar"), "MK-11", Q1) == ["2"]
    assert ids(plan, Selection("Royxatlar", "19.1"), "MK-11", Q2) == ["3"]
    assert ids(plan, Selection("Royxatlar", "19.2"), "MK-11", Q1) == []


def test_an_item_of_another_report_brings_no_rows(plan: Plan) -> None:
    assert ids(plan, Selection("Royxatlar", "I.1"), "MK-11", Q1) == []


def test_what_stands_is_all_that_was_entered_until_then(plan: Plan) -> None:
    standing = Selection("Royxatlar", "19.1", standing=True)
    assert ids(plan, standing, "MK-11", Q1) == ["1", "2"]
    assert ids(plan, standing, "MK-11", Q2) == ["1", "2", "3"]  # another document is another contract


def test_of_one_name_the_newest_row_stands(plan: Plan) -> None:
    standing = Selection("Royxatlar", standing=True)
    assert ids(plan, standing, "MK-01", Period.month(2025, 1)) == ["4"]
    assert ids(plan, standing, "MK-01", Period.half(2025, 1)) == ["6"]


@pytest.mark.parametrize(
    ("document", "left"), [("2-son", ["1", "3"]), ("", ["1", "2"]), ("9-son", ["1", "2", "3"])]
)
def test_a_row_with_a_minus_ends_what_stood(document: str, left: list[str], plan: Plan) -> None:
    contracts = [one for one in plan.records["Royxatlar"] if one.codes == ("19.1",)]
    first, second, third = (replace(one, values={**one.values, "title": "1-maktab"}) for one in contracts)
    end = replace(
        third, id="9", quantity=-1, date=date(2025, 6, 1), values={**third.values, "document": document}
    )
    rows = {**plan.records, "Royxatlar": (first, second, third, end)}
    standing = Selection("Royxatlar", "19.1", standing=True)
    assert ids(replace(plan, records=rows), standing, "MK-11", Q2) == left


def contracts_after(plan: Plan, **of_the_end: Any) -> list[tuple[str, object]]:
    """What stands of the three contracts, the second of three things, after a row with a minus."""
    first, second, third = (one for one in plan.records["Royxatlar"] if one.codes == ("19.1",))
    second = replace(second, quantity=3, values={**second.values, "quantity": 3})
    values = {**third.values, "title": None, "document": "", **of_the_end}
    end = replace(third, id="9", quantity=int(values["quantity"]), date=date(2025, 6, 1), values=values)
    report = plan.report("MK-11")
    assert report is not None
    ended = replace(plan, records={**plan.records, "Royxatlar": (first, second, third, end)})
    found = records_of(ended, Selection("Royxatlar", "19.1", standing=True), report, Q2)
    return [(one.id, record_value(one, "quantity")) for one in found]


def test_a_minus_without_a_name_ends_what_has_its_document(plan: Plan) -> None:
    assert contracts_after(plan, document="1-son", quantity=-1) == [("2", 3), ("3", 1)]
    assert contracts_after(plan, quantity=-1) == [("1", 1), ("2", 3), ("3", 1)]  # says nothing: XSH17


def test_of_a_row_of_several_as_many_are_left(plan: Plan) -> None:
    assert contracts_after(plan, title="2-maktab", quantity=-1) == [("1", 1), ("2", 2), ("3", 1)]
    assert contracts_after(plan, title="2-maktab", quantity=-3) == [("1", 1), ("3", 1)]


def test_rows_without_a_name_are_rows_of_their_own(plan: Plan) -> None:
    contracts = [one for one in plan.records["Royxatlar"] if one.codes == ("19.1",)]
    nameless = tuple(replace(one, values={**one.values, "title": None, "document": ""}) for one in contracts)
    standing = Selection("Royxatlar", "19.1", standing=True)
    rows = {**plan.records, "Royxatlar": nameless}
    assert ids(replace(plan, records=rows), standing, "MK-11", Q2) == ["1", "2", "3"]


def test_a_contract_that_counts_twice_stands_twice(plan: Plan) -> None:
    """Whoever says that they are two has two in the figure; a minus ends the last of them, or both."""
    first, *others = (one for one in plan.records["Royxatlar"] if one.codes == ("19.1",))
    again = replace(first, id="8", row=first.row + 50)
    standing = Selection("Royxatlar", "19.1", standing=True)
    for ended, left in ((0, ["1", "8"]), (-1, ["1"]), (-2, [])):
        end = replace(first, id="9", row=first.row + 51, quantity=ended, date=date(2025, 6, 1))
        contracts = (first, again, *others, *((end,) if ended else ()))
        rows = {**plan.records, "Royxatlar": contracts}
        found = ids(replace(plan, records=rows), standing, "MK-11", Q2)
        assert [one for one in found if one not in ("2", "3")] == left


def test_people_stand_by_date_and_name(plan: Plan) -> None:
    assert ids(plan, Selection("Malaka"), "VA-02", Period.month(2025, 2)) == ["3", "2", "1"]


def test_bibliographic_records_stand_by_kind_and_author(plan: Plan) -> None:
    assert ids(plan, Selection("Matbuot"), "MK-13", Q1) == ["3", "2", "1"]
    assert ids(plan, Selection("Matbuot", kind="maqola"), "MK-13", Q1) == ["2", "1"]
    report = plan.report("MK-13")
    assert report is not None
    kinds = by_kind(records_of(plan, "Matbuot", report, Q1))
    assert [(kind.name, len(kind.records)) for kind in kinds] == [("Kitob", 1), ("maqola", 2)]


def test_details_are_read_by_their_labels() -> None:
    text = "Manzil: Navoiy ko‘chasi, 5-uy; fond: 1 200;tashkil etilgan: 2019\nyordam: kitob berildi; 2 marta"
    assert parts_of(text) == {
        "manzil": "Navoiy ko‘chasi, 5-uy", "fond": "1 200", "tashkil etilgan": "2019",
        "yordam": "kitob berildi; 2 marta",
    }  # fmt: skip
    assert parts_of("havola: https://kutubxona.uz/1; izoh") == {"havola": "https://kutubxona.uz/1; izoh"}
    assert parts_of("bir og‘iz so‘z") == {}


def test_a_pattern_gives_its_labels() -> None:
    assert labels_of("manzil: ; tashkil etilgan: ; fond:") == ("manzil", "tashkil etilgan", "fond")
    assert labels_of("") == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fond: 1 200", 1200), ("fond: 0", 0), ("fond: 12 nusxa", "12 nusxa"), ("fond: 007", "007"),
        ("fond: 99890123456789", "99890123456789"), ("fond:", None), ("boshqa: 5", None), ("", None),
    ],
)  # fmt: skip
def test_a_part_that_is_a_whole_number_is_one(text: str, value: object) -> None:
    assert record_value(row(details=text), "details:Fond") == value


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ((3, 4), 7), ((3, None), 3), ((3, "-"), 3), ((3, "o‘ntacha"), None), ((None, None), None), ((), 0),
        ((1.5, 1), 2.5),
    ],
)  # fmt: skip
def test_a_total_is_unknown_where_a_figure_is(values: tuple[object, ...], total: object) -> None:
    rows = [row("Malaka", hours=value) for value in values]
    assert total_of(rows, "hours") == total
    assert total_of(rows, "count") == len(values)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (("Olimov A.", "Shirin tarixi", "Viloyat gazetasi. – № 12", 2025, "Maqola"),
         "Olimov A. Shirin tarixi // Viloyat gazetasi. – № 12. – 2025."),
        (("Olimov A", "Qayerga?", "Tong. – 2025. – 14-mart", 2025, "Maqola"),
         "Olimov A. Qayerga? // Tong. – 2025. – 14-mart."),
        (("Oybek", "Navoiy", "Toshkent: Sharq", 2025, "Kitob"), "Oybek. Navoiy. – Toshkent: Sharq, 2025."),
        ((None, "Tong yulduzi", "Toshkent.", "2025", "gazeta"), "Tong yulduzi. – Toshkent, 2025."),
        ((None, "Muqaddima", None, None, None), "Muqaddima."),
        (("Oybek", "Navoiy", None, 1944, "Maqola"), "Oybek. Navoiy. – 1944."),
        (("Oybek", None, "Sharq", 1944, "Kitob"), None),
    ],
)  # fmt: skip
def test_a_description_is_written_by_the_rules(values: tuple[object, ...], text: str | None) -> None:
    fields = ("author", "title", "publication", "year_published", "record_kind")
    assert description(row("Matbuot", **dict(zip(fields, values, strict=True)))) == text

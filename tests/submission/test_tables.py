"""Tables of a form: several on a sheet, by item, by kind, with totals, and what stands where one is empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan
from running import akmxl, put

from akmxl.core.i18n import in_language
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.changes import Change, changed
from akmxl.plan.period import Period
from akmxl.plan.reports import Receipt
from akmxl.submission.template.template import Template
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

from .making import Filler, make_template, shown

if TYPE_CHECKING:
    from akmxl.plan.model import Plan
    from akmxl.submission.form.form import Draft


def changes(plan: Plan, receipt: Receipt) -> tuple[Change, ...]:
    return tuple(change for one in changed(plan, receipt) for change in one.changes)


EVENTS = tuple(
    {
        "id": number,
        "date": dt.date(2025, month, 5),
        "event_kind": kind,
        "title": title,
        "participants": people,
    }
    for number, (month, kind, title, people) in enumerate(
        [
            (2, "Ko‘chma kutubxona tadbiri", "Bog‘da", 20),
            (5, "Ko‘chma o‘quv zali tadbiri", "Maktabda", 30),
            (6, "Ko‘chma kutubxona tadbiri", "Mahallada", None),
        ],
        1,
    )
)
LISTS = (
    {"id": 1, "date": dt.date(2024, 3, 1), "list_kind": "Shartnoma", "code": "19.1", "title": "1-maktab",
     "quantity": 1, "details": "muddati: 2 yil; band: 4"},
)  # fmt: skip
PRESS = tuple(
    {"id": number, "date": dt.date(2025, 5, 5), "code": "22", "author": author, "title": "Asar",
     "record_kind": kind, "publication": "Tong", "year_published": 2025}
    for number, (author, kind) in enumerate([("B", "Maqola"), ("A", "Maqola"), ("V", "Kitob")], 1)
)  # fmt: skip
TWO_TABLES = {
    "A1": "Shartnomalar",
    "A2": "№", "B2": "Kim bilan", "C2": "Bandi",
    "A3": "{{amaldagi ro‘yxat.raqam 19.1}}", "B3": "{{amaldagi ro‘yxat.nomi 19.1}}",
    "C3": "{{amaldagi ro‘yxat.tafsiloti band 19.1}}",
    "A4": "{{bo‘lmasa: Shartnoma yo‘q.}}",
    "A6": "№", "B6": "Nomi", "C6": "Soni",
    "A7": "{{tadbir.raqam 19.2}}", "B7": "{{tadbir.nomi 19.2}}", "C7": "{{tadbir.ishtirokchilar 19.2}}",
    "A8": "Jami", "B8": "{{jami tadbir.soni 19.2}}", "C8": "{{jami tadbir.ishtirokchilar 19.2}}",
    "A9": "Yil boshidan", "B9": "{{yil boshidan tadbir.soni 19.2}}",
    "A10": "{{bo‘lmasa: Tadbir o‘tkazilmagan.}} Yil boshidan: {{yil boshidan tadbir.soni 19.2}} ta.",
    "A12": "Direktor",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    rows = {"Tadbirlar": EVENTS, "Royxatlar": LISTS, "Matbuot": PRESS}
    return make_plan(tmp_path_factory.mktemp("reja") / "reja.xlsx", rows=rows)


@pytest.fixture
def form(tables: Plan, tmp_path: Path) -> Filler:
    return Filler(tables, tmp_path)


def test_each_table_has_the_rows_of_its_item(form: Filler) -> None:
    rows = form.cells("MK-11", TWO_TABLES, "2025-Q2")
    assert [rows.get((3, column)) for column in (1, 2, 3)] == [1, "1-maktab", 4]
    assert [rows.get((row, 2)) for row in (6, 7)] == ["Maktabda", "Mahallada"]
    assert [rows.get((8, column)) for column in (1, 2, 3)] == ["Jami", 2, 30]
    assert [rows.get((9, column)) for column in (1, 2)] == ["Yil boshidan", 3]
    assert rows[11, 1] == "Direktor"


def test_an_empty_table_leaves_the_row_that_stands_otherwise(form: Filler) -> None:
    rows = form.cells("MK-11", TWO_TABLES, "2025-Q3")
    assert rows[5, 1] == "Tadbir o‘tkazilmagan. Yil boshidan: 3 ta."
    assert (5, 2) not in rows
    assert rows[7, 1] == "Direktor"
    assert max(row for row, _ in rows) == 7


def test_the_values_say_of_which_table_they_are(form: Filler) -> None:
    said = dict(form.draft("MK-11", TWO_TABLES, "2025-Q2").values)
    assert said["Royxatlar[19.1][standing]:1/details:band"] == 4
    assert said["Tadbirlar[19.2]:2/participants"] == 30
    assert said["total:Tadbirlar[19.2]/participants"] == 30
    assert said["since:Tadbirlar[19.2]/count"] == 3
    empty = dict(form.draft("MK-11", TWO_TABLES, "2025-Q3").values)
    assert empty["Tadbirlar[19.2]:/nothing"] == "Tadbir o‘tkazilmagan."


def kinds(form: Filler, period: str = "2025-Q2") -> Draft:
    cells = {
        "A1": "№", "B1": "Tavsif", "A2": "{{tur.nomi}}: {{tur.soni}} ta",
        "A3": "{{matbuot.raqam}}", "B3": "{{matbuot.tavsif}}",
        "A4": "Jami {{jami matbuot.soni}}", "A6": "Oxiri",
    }  # fmt: skip
    return form.draft("MK-13", cells, period)


def test_a_list_is_divided_by_kinds_with_their_counts(form: Filler) -> None:
    rows = shown(kinds(form))
    assert [rows.get((row, 1)) for row in range(1, 9)] == [
        "№", "Kitob: 1 ta", 1, "Maqola: 2 ta", 2, 3, "Jami 3", None,
    ]  # fmt: skip
    assert [rows[row, 2] for row in (3, 5, 6)] == ["V. Asar. – Tong, 2025.", "A. Asar // Tong. – 2025.",
                                                    "B. Asar // Tong. – 2025."]  # fmt: skip
    said = dict(kinds(form).values)
    assert said["total:Matbuot[kind=Maqola]/count"] == 2
    assert said["Matbuot:2/description"] == "A. Asar // Tong. – 2025."


def test_without_a_sentence_of_its_own_a_table_has_the_registers(form: Filler) -> None:
    rows = shown(kinds(form, "2025-Q3"))
    assert list(rows) == [(1, 1), (3, 1)]
    assert rows[3, 1] == "Oxiri"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"A1": "{{tur.nomi}}", "A3": "{{matbuot.tavsif}}"}, "A1: a kind's heading"),
        ({"A1": "{{matbuot.tavsif}}", "A3": "{{bo‘lmasa: Yo‘q.}}"}, "A3: the sentence for an empty list"),
        ({"A1": "{{tadbir.nomi 7}}", "B1": "{{tadbir.nomi 8}}"}, "A1: one row cannot repeat"),
        ({"A1": "{{tadbir.nomi}} {{amaldagi ro‘yxat.nomi}}"}, "A1: one row cannot repeat"),
    ],
)
def test_rows_that_belong_to_no_table_are_named(cells: dict[str, str], words: str, tmp_path: Path) -> None:
    template = Template.read(make_template(tmp_path / "t.xlsx", cells, {}))
    with in_language("en"):
        (fault,) = map(str, template.faults)
    assert words in fault


# -- what was sent -------------------------------------------------------------------------------


def sent(form: Filler, period: str = "2025-Q2") -> Receipt:
    draft = form.draft("MK-11", TWO_TABLES, period)
    return Receipt("MK-11", period, 1, "f.xlsx", draft.values, "", seal="x")


def with_event(plan: Plan, number: int, **values: object) -> Plan:
    events = list(plan.records["Tadbirlar"])
    events[number] = replace(events[number], values={**events[number].values, **values})
    return replace(plan, records={**plan.records, "Tadbirlar": tuple(events)})


def test_nothing_changed_is_no_change(form: Filler) -> None:
    assert changes(form.plan, sent(form)) == ()
    assert changes(form.plan, sent(form, "2025-Q3")) == ()


def test_a_changed_figure_speaks_for_the_totals_above_it(form: Filler) -> None:
    found = {one.key: one.new for one in changes(with_event(form.plan, 1, participants=31), sent(form))}
    assert found == {"Tadbirlar[19.2]:2/participants": 31}


def test_a_row_of_another_item_is_not_missed_in_the_list(form: Filler) -> None:
    row = form.plan.records["Royxatlar"][0]
    other = replace(row, id="9", codes=("19.2",), date=dt.date(2025, 5, 6))
    plan = replace(form.plan, records={**form.plan.records, "Royxatlar": (row, other)})
    assert changes(plan, sent(form)) == ()
    contract = replace(row, id="9", date=dt.date(2025, 5, 6), values={**row.values, "title": "2-maktab"})
    plan = replace(form.plan, records={**form.plan.records, "Royxatlar": (row, contract)})
    (added,) = changed(plan, sent(form))
    assert (added.kind, added.subject, added.how) == ("Royxatlar", "9", "added")
    assert added.changes[0].key.startswith("Royxatlar[19.1][standing]:9/")


def test_what_is_entered_later_changes_nothing(form: Filler) -> None:
    row = form.plan.records["Royxatlar"][0]
    later = replace(
        row, id="9", date=Period.quarter(2025, 3).start, values={**row.values, "details": "band: 5"}
    )
    plan = replace(form.plan, records={**form.plan.records, "Royxatlar": (row, later)})
    assert changes(plan, sent(form)) == ()


def test_a_forgotten_list_denies_no_figure_and_waits_for_a_reason(tmp_path: Path) -> None:
    """Somebody took part (item 5), and nobody is entered: the form may not say that nobody did."""
    path, day = tmp_path / "reja.xlsx", ("--today", "2025-04-10")
    make_plan(path, months={("5", 3): 1})
    submit = ("submit", path, "--period", "2025-Q1", "--only", "MK-08", *day, "--json")
    (blocked,) = akmxl(*submit).json["reports"]
    assert blocked["status"] == "blocked"
    assert [(one["rule"], one["cell"]) for one in blocked["findings"]] == [("XSH11", "H19")]
    akmxl("check", path, *day)
    view = PlanFile.open(path).views[layout.FINDINGS]
    row = next(row for row in view.rows if view.text(row, "rule") == "XSH11")
    put(path, {(view.name, row, view.columns["reason"]): "Ro‘yxat kadrlar bo‘limidan kutilmoqda"})
    (made,) = akmxl(*submit).json["reports"]
    form = Workbook.open(Path(made["file"]))
    texts = [cell.value for cell in form.cells(form.sheets[0].name).values()]
    assert "Hisobot davri uchun ro‘yxat kiritilmagan." in texts
    assert not [text for text in texts if "ishtirok etilmagan" in str(text)]

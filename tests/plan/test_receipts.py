"""Receipts: what was submitted stays provable."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from making_plans import make_plan

from akmxl.core.cell_values import plain
from akmxl.core.cells import Place
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.period import Period
from akmxl.plan.receipts import (
    broken,
    last_seal,
    letter_said,
    newest,
    sealed,
    told_otherwise,
    values_sha256,
)
from akmxl.plan.reports import JournalRow, Receipt
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.plan import read_plan
from akmxl.workbook.receipts_sheet import as_read, parse_rows, receipts_of, to_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VALUES = (
    ("item:15.1/fact", 84),
    ("item:15.1/percent", 97.3),
    ("item:15.1/ytd", None),
    ("item:19/plan", "6/36"),
    ("Tadbirlar:1/date", "2025-09-05"),
    ("Tadbirlar:1/title", '=1+1 «Kitob», "o‘qish"\nikkinchi qator'),
    ("report/text", " boshida va oxirida bo‘sh joy "),
)


def draft(period: str, version: int = 1, **changes: object) -> Receipt:
    made = Receipt("MK-16", period, version, f"MK-16_{period}.xlsx", VALUES, values_sha256(VALUES))
    return replace(made, **changes)  # type: ignore[arg-type]


def chain(*drafts: Receipt) -> list[Receipt]:
    """The receipts of reports sent one after the other."""
    found: list[Receipt] = []
    for number, one in enumerate(drafts, 1):
        found.append(sealed(one, last_seal(found), number=f"01-{number}", sent=dt.date(2025, 4, number)))
    return found


def through_the_sheet(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    rows = to_rows(receipts)[1:]
    return parse_rows([["" if cell is None else str(cell) for cell in row] for row in rows])


@pytest.fixture
def three() -> list[Receipt]:
    return chain(draft("2025-Q1"), draft("2025-Q2"), draft("2025-Q3", reason="xato tuzatildi"))


def test_a_whole_chain_is_whole(three: list[Receipt]) -> None:
    assert broken(three) == []
    assert [one.previous for one in three] == ["", three[0].seal, three[1].seal]
    assert last_seal([]) == ""


def test_receipts_come_back_from_their_rows(three: list[Receipt]) -> None:
    receipts = [*three, draft("2025")]
    assert through_the_sheet(receipts) == tuple(receipts)
    assert broken(through_the_sheet(receipts)) == []


def test_how_receipts_are_read_is_known_before() -> None:
    values = (
        ("a ", 1),
        ("b", dt.date(2025, 1, 2)),
        ("c", 1.5),
        ("d", None),
        ("e", " x\u200b\n"),
        ("f", True),
    )
    odd = draft(" 2025-Q1", reason=" sabab\n")
    receipts = [draft("2025"), replace(odd, values=(*values, ("f", True), ("g", dt.time(3))))]
    assert as_read(receipts) == receipts_of(to_rows(receipts))


def test_every_cell_of_the_rows_is_text(three: list[Receipt]) -> None:
    assert {type(cell) for row in to_rows(three) for cell in row} <= {str, type(None)}
    assert len({len(row) for row in to_rows(three)}) == 1


def test_receipts_come_back_from_a_real_workbook(tmp_path: Path) -> None:
    spaced = draft("2025-Q1", reason="  sabab:\n ikki  qator ")
    path = tmp_path / "reja.xlsx"
    make_plan(path)
    patch = Patch(Workbook.open(path))
    receipts = [sealed(spaced, "", number=" 01-1 ", sent=dt.date(2025, 4, 1)), draft("2025-Q2")]
    patch.set_sheet_rows(layout.RECEIPTS, to_rows(receipts))  # type: ignore[arg-type]
    patch.save(backup=False)
    read = read_plan(PlanFile.open(path)).receipts
    assert read == tuple(receipts)
    assert broken(read) == []


@pytest.mark.parametrize(
    "change",
    [
        {"report": "MK-10"},
        {"period": "2025-03"},
        {"version": 2},
        {"file": "boshqa.xlsx"},
        {"number": "99"},
        {"sent": "2025-01-01"},
        {"reason": "boshqa"},
        {"previous": "0" * 64},
        {"values": (*VALUES[:-1], ("report/text", "boshqa"))},
        {"values": VALUES[1:]},
        {"values": (VALUES[1], VALUES[0], *VALUES[2:])},
        {"values_sha256": "0" * 64},
        {"seal": "0" * 64},
        {"letter": '{"recipient": "Hokimlik"}'},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_receipt_is_found(change: dict[str, object], three: list[Receipt]) -> None:
    three[1] = replace(three[1], **change)  # type: ignore[arg-type]
    assert three[1] in broken(three)
    assert three[0] not in broken(three)


def test_values_altered_together_with_their_hash_are_found(three: list[Receipt]) -> None:
    values = (("item:15.1/fact", 100),)
    three[1] = replace(three[1], values=values, values_sha256=values_sha256(values))
    assert broken(three) == [three[1]]


def test_a_missing_receipt_is_found_by_the_next_one(three: list[Receipt]) -> None:
    assert broken([three[0], three[2]]) == [three[2]]
    assert broken(three[1:]) == [three[1]]


def test_receipts_in_another_order_are_found(three: list[Receipt]) -> None:
    assert broken([three[1], three[0], three[2]])


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_seal_that_was_wiped_out_is_told_at_its_own_receipt(which: int, three: list[Receipt]) -> None:
    """It stays a sent one: nothing takes it for a draft, and the next one is still tied to it."""
    seal = three[which].seal
    three[which] = replace(three[which], seal="")
    assert broken(three) == [three[which]]
    assert three[which].sealed
    if which == 2:
        assert last_seal(three) == seal


def test_drafts_are_no_part_of_the_chain(three: list[Receipt]) -> None:
    mixed = [draft("2025-01"), three[0], draft("2025-02"), *three[1:], draft("2025-03", values=())]
    assert broken(mixed) == []
    assert last_seal(mixed) == three[2].seal


def test_the_newest_version_is_found_whatever_the_order() -> None:
    receipts = [draft("2025-Q1", 2), draft("2025-Q1"), draft("2025-Q2", 3)]
    found = newest(receipts, "MK-16", "2025-Q1")
    assert found is not None
    assert found.version == 2
    assert newest(receipts, "MK-10", "2025-Q1") is None


def test_rows_that_make_no_sense_are_passed_over_and_the_seals_tell(three: list[Receipt]) -> None:
    rows = [["" if cell is None else str(cell) for cell in row] for row in to_rows(three)[1:]]
    stray = ["qiymat", "", "", "", "kalit", "{", *[""] * 7]
    read = parse_rows([stray, ["?"] * 13, *rows, stray])
    assert len(read) == 3
    assert read[2].values[-1] == ("   kalit", "{")
    assert broken(read) == [read[2]]


SAID = {
    "title": "Hisobot",
    "recipient": "Milliy  kutubxona",
    "report_due": dt.date(2025, 4, 7),
    "file": "a/x.xlsx",
}


def row(**values: object) -> JournalRow:
    """The journal's row of the first quarter's report, as it was sent, with other cells."""
    said = {**SAID, **values}
    number, sent = str(said.pop("number", "01-1")), said.pop("sent", dt.date(2025, 4, 1))
    places = {field: Place("Hisobotlar", 5, 1) for field in (*said, "number", "sent")}
    first = "MK-16", Period.parse("2025-Q1"), "2025-Q1", 5, "sent", 1
    return JournalRow(*first, number, sent, "", said, places)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, []),
        ({"recipient": "Milliy kutubxona"}, []),  # a blank more or less
        ({"report_due": "07.04.2025"}, []),  # a day typed as a text
        ({"file": "Arxiv/X.xlsx"}, []),  # moved
        ({"title": None, "recipient": ""}, []),  # akmxl fills them in again
        ({"recipient": "Hokimlik"}, [("recipient", "Milliy kutubxona")]),
        ({"title": "Boshqa"}, [("title", "Hisobot")]),
        ({"report_due": dt.date(2025, 4, 30)}, [("report_due", "2025-04-07")]),
        ({"file": "y.xlsx"}, [("file", "x.xlsx")]),
        ({"file": None}, [("file", "x.xlsx")]),
        ({"number": "9", "sent": dt.date(2025, 4, 2)}, [("number", "01-1"), ("sent", "2025-04-01")]),
    ],
)
def test_what_the_journal_says_otherwise_is_told(now: dict[str, object], told: list[tuple[str, str]]) -> None:
    made = draft("2025-Q1", file="x.xlsx")
    receipt = sealed(made, "", number="01-1", sent=dt.date(2025, 4, 1), letter=letter_said(row()))
    assert [(one.field, one.old) for one in told_otherwise([receipt], [row(**now)])] == told


def test_of_a_receipt_of_before_only_number_day_and_file_are_known() -> None:
    receipt = sealed(draft("2025-Q1", file="x.xlsx"), "", number="01-1", sent=dt.date(2025, 4, 1))
    assert broken([receipt]) == []
    assert list(told_otherwise([receipt], [row(recipient="Hokimlik", title="Boshqa")])) == []


def test_the_hash_knows_order_kind_and_dates() -> None:
    assert values_sha256([("a", 1), ("b", 2)]) != values_sha256([("b", 2), ("a", 1)])
    assert values_sha256([("a", 1)]) != values_sha256([("a", "1")])
    assert values_sha256([("a", dt.date(2025, 4, 5))]) == values_sha256([("a", "2025-04-05")])
    assert plain(dt.datetime(2025, 4, 5, 10)) == "2025-04-05"  # noqa: DTZ001 - a cell's moment has no zone


def test_a_receipt_of_very_many_values_comes_back_whole() -> None:
    values = tuple((f"item:{number}/fact", number) for number in range(50_000))
    (read,) = through_the_sheet([draft("2025", values=values)])
    assert read.values == values

"""What every output says of what came follows from one definition: to be looked at, late, not asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from akmxl.core.i18n import N_, in_language
from akmxl.plan.returns import told
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.identity import OTHER_NAME, OTHER_REGION
from akmxl.plan.returns.ledger import MORE_TIME, NOT_THERE
from akmxl.plan.returns.records import Came, Centre, Consolidation, Entry, Status
from akmxl.plan.returns.versions import SAME_BYTES
from tests.plan.returns.making import CENTRES, KNOWN, form, report


def put_together(*forms: object, centres: tuple[Centre, ...] = CENTRES, **more: object) -> Consolidation:
    return consolidation(forms, (), centres, known=KNOWN, catalogue=[report()], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "doubt"),
    [
        (form(name="Shirin"), OTHER_NAME),
        (form(region="Buxoro"), OTHER_REGION),
        (form(due="2025-07-07"), MORE_TIME),
        (form("0301"), NOT_THERE),
    ],
)
def test_what_a_form_says_otherwise_than_the_table_is_a_finding(sent: object, doubt: str) -> None:
    gone = Centre("0301", "Yopilgan", until=date(2025, 2, 1))
    found = put_together(sent, form("0102"), centres=(*CENTRES, gone))
    assert [one.said.message for one in found.findings] == [doubt]
    assert all(map(told.is_doubt, found.findings))
    doubtful = {told.place_of(one) for one in found.entries if told.is_doubtful(one)}
    assert doubtful == {one[:3] for one in found.findings}


def test_findings_and_forms_to_be_looked_at_are_of_the_same_places() -> None:
    unit = tuple(one._replace(unit="metr") for one in KNOWN.values())
    found = put_together(form(items=unit), form("0102", name="Guliston"), form("0201"))
    doubtful = {told.place_of(one) for one in found.entries if told.is_doubtful(one)}
    assert (
        doubtful
        == {one[:3] for one in found.findings}
        == {
            ("0101", "MK-10", "2025-Q1"),
            ("0102", "MK-10", "2025-Q1"),
        }
    )
    assert [told.is_doubt(one) for one in found.findings] == [False, True]


def test_what_nobody_owes_is_told_apart_and_is_not_late_of_what_is_owed() -> None:
    late = "2025-07-20"
    other = [form("0102", "2025-Q2", received=late), form("0102", report="MK-09", received=late)]
    found = put_together(form(received=late), *other, periods=["2025-Q1"])
    assert [told.place_of(one)[1:] for one in told.late(found)] == [("MK-10", "2025-Q1")]
    assert [one.period for one in found.unasked] == ["2025-Q2"]
    assert [one.period for one in told.late_unasked(found)] == ["2025-Q2"]
    whole = told.whole_rate(found)
    assert (whole.expected, whole.came, whole.in_time) == (3, 1, 0)


def test_a_sentence_that_goes_back_names_the_file_as_its_sender_does() -> None:
    came = Came("kelgan/2025-04-06/M-008/MK-10.xlsx", "1")
    place = ("0101", "MK-10", "2025-Q1")
    broken = N_("“{file}” is not a form made by akmxl.")
    refused = Entry(came, Status.REFUSED, *place, 1, broken, {"file": came.file})
    copy = Entry(came, Status.DUPLICATE, *place, 1, SAME_BYTES, {"file": "kelgan/birinchi/MK-10.xlsx"})
    with in_language("en"):
        assert told.words_of(refused) == "“MK-10.xlsx” is not a form made by akmxl."
        assert "kelgan/birinchi/MK-10.xlsx" in told.words_of(copy)  # the receiver looks for it
    first = form(file="a/1.xlsx")
    fork = [form(after=first, words=one, file=f"{one}/2-{one}.xlsx") for one in ("b", "c")]
    fork = [replace(one, values_sha256=one.form_sha256) for one in fork]
    said = [one.params["files"] for one in put_together(first, *fork).entries if one.params]
    assert said == ["2-b.xlsx, 2-c.xlsx"] * 2


def test_regions_are_known_by_their_summaries() -> None:
    summary = form("0201", values={"item:15.1/fact": 3, "item:15.1/said-fact": "1 / 2"})
    assert told.senders(put_together(form())) == told.CENTRES
    assert told.senders(put_together(summary)) == told.REGIONS
    assert told.senders(put_together(summary, form())) == told.BOTH

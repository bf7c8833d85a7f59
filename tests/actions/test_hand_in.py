"""A service hands in its month: with a code of its cells; what is changed afterwards is a finding."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from making_plans import append_rows
from running import akmxl, put
from service_months import (
    BIBLIOGRAPHY,
    FUND,
    LENDING,
    TODAY,
    add_row,
    empty_row,
    exchange_rows,
    found,
    hand_in_rows,
    month_place,
    plan_of,
    type_day,
    type_field,
    type_month,
)

import akmxl as library
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places
from akmxl.workbook.writing.hand_ins import system_name

if TYPE_CHECKING:
    from pathlib import Path

MARCH = "2025-03"


def hand_in(path: Path, service: str, *more: str, month: str = MARCH) -> None:
    run = akmxl("hand-in", path, "--service", service, "--month", month, *TODAY, *more)
    assert run.code == 0, run.out + run.err


def test_the_month_is_entered_with_day_name_and_code(quarter_path: Path) -> None:
    hand_in(quarter_path, "fond xizmati", "--by", "1-xodim")
    (row,) = [values for key, values in hand_in_rows(quarter_path).items() if key == (MARCH, FUND)]
    assert (row["handed_in"], row["handed_in_by"], row["zeros"]) == (date(2025, 4, 10), "1-xodim", None)
    (kept,) = plan_of(quarter_path).hand_ins
    assert kept.whole
    assert kept.code == row["control_code"]
    assert kept.cells["Oylik", "11", "fact"] == plan_of(quarter_path).value("11", 3)
    assert found(quarter_path) == []


def test_without_a_name_it_is_the_systems(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND)
    assert hand_in_rows(quarter_path)[MARCH, FUND]["handed_in_by"] == system_name() != ""


def test_handing_in_again_changes_nothing_where_nothing_has_changed(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND)
    before = quarter_path.read_bytes()
    run = akmxl("hand-in", quarter_path, "--service", FUND, "--month", MARCH, *TODAY)
    assert run.code == 0
    assert "nothing has changed since" in run.out
    assert quarter_path.read_bytes() == before


def test_a_figure_changed_afterwards_is_a_finding_with_old_and_new_at_its_cell(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND, "--by", "1-xodim")
    old = plan_of(quarter_path).value("11", 3)
    place = type_month(quarter_path, "11", 3, 77)
    (one,) = found(quarter_path)
    assert (one["rule"], one["severity"], one["sheet"], one["cell"]) == (
        "HND01",
        "explain",
        "Oylik",
        place.a1,
    )
    assert (one["item"], one["period"]) == ("11", MARCH)
    assert f"{old} → 77" in one["message"]
    assert "1-xodim" in one["message"]
    assert "10.04.2025" in one["message"]
    said = akmxl("check", quarter_path, "--no-write", *TODAY, lang="uz").out
    assert "topshirilgandan keyin o‘zgargan" in " ".join(said.split())


def test_it_closes_when_handed_in_again_or_put_back(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND)
    old = plan_of(quarter_path).value("11", 3)
    type_month(quarter_path, "11", 3, 77)
    assert found(quarter_path)
    type_month(quarter_path, "11", 3, old)
    assert not found(quarter_path)
    type_month(quarter_path, "11", 3, 78)
    code = hand_in_rows(quarter_path)[MARCH, FUND]["control_code"]
    hand_in(quarter_path, FUND)
    assert not found(quarter_path)
    assert hand_in_rows(quarter_path)[MARCH, FUND]["control_code"] != code


def test_it_blocks_the_reports_on_that_item_until_there_is_a_reason(quarter_path: Path) -> None:
    hand_in(quarter_path, LENDING)
    type_day(quarter_path, date(2025, 3, 5), "new_readers", 9)
    run = akmxl(
        "submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", "--dry-run", "--json", *TODAY
    )
    (report,) = run.json["reports"]
    assert report["status"] == "blocked"
    assert [one["rule"] for one in report["findings"]] == ["HND01"]
    akmxl("check", quarter_path, *TODAY)
    view = PlanFile.open(quarter_path).views[layout.FINDINGS]
    row = next(row for row in view.filled_rows() if view.text(row, "rule") == "HND01")
    put(quarter_path, {(view.name, row, view.columns["reason"]): "Kunlik daftar bilan solishtirib tuzatildi"})
    assert found(quarter_path)[0]["explained"]


@pytest.mark.parametrize("field", ["new_readers", "Abonementlar sektori"])
def test_a_day_changed_afterwards_is_told_at_its_cell_and_not_again_as_the_months_sum(
    quarter_path: Path, field: str
) -> None:
    hand_in(quarter_path, LENDING)
    place = type_day(quarter_path, date(2025, 3, 5), field, 199)
    (one,) = found(quarter_path)
    assert (one["sheet"], one["cell"]) == ("Kundalik", place.a1)
    assert "→ 199" in one["message"]


def test_rows_added_deleted_and_changed_afterwards_are_one_finding_each(quarter_path: Path) -> None:
    hand_in(quarter_path, BIBLIOGRAPHY)
    rows = [one for one in plan_of(quarter_path).records["Matbuot"] if one.date and one.date.month == 3]
    first, second, third = rows[:3]
    empty_row(quarter_path, "Matbuot", first.name)
    type_field(quarter_path, "Matbuot", second.name, "date", date(2025, 2, 5))
    title = type_field(quarter_path, "Matbuot", third.name, "title", "Boshqa sarlavha")
    add_row(quarter_path, "Matbuot", date=date(2025, 3, 30), code="22", title="Kech qolgan yozuv")
    told = found(quarter_path)
    assert sorted(one["rule"] for one in told) == ["HND01", "HND01", "HND01", "HND02"]
    (words,) = [one for one in told if one["rule"] == "HND02"]
    assert (words["severity"], words["cell"]) == ("warning", title.a1)
    assert "Boshqa sarlavha" in words["message"]
    assert {one["item"] for one in told} == {"22"}


def test_sorted_rows_are_no_change(quarter_path: Path) -> None:
    akmxl("check", quarter_path, *TODAY)
    hand_in(quarter_path, BIBLIOGRAPHY)
    names = [one.name for one in plan_of(quarter_path).records["Matbuot"]]
    exchange_rows(quarter_path, "Matbuot", names[0], names[-1])
    assert found(quarter_path) == []


def test_rows_that_had_no_id_get_it_with_the_hand_in(quarter_path: Path) -> None:
    assert all(one.new_id for one in plan_of(quarter_path).records["Matbuot"])
    hand_in(quarter_path, BIBLIOGRAPHY)
    assert not any(one.new_id for one in plan_of(quarter_path).records["Matbuot"])


def test_of_an_item_with_two_owners_both_hand_in_and_one_change_is_one_finding(quarter_path: Path) -> None:
    type_month(quarter_path, "5", 3, 1)
    hand_in(quarter_path, "Direktor", "--by", "direktor")
    hand_in(quarter_path, "Barcha xizmatlar", "--by", "hamma")
    type_month(quarter_path, "5", 3, 2)
    (one,) = found(quarter_path)
    assert one["item"] == "5"
    assert "direktor" in one["message"]
    assert "hamma" in one["message"]
    hand_in(quarter_path, "Direktor")
    (one,) = found(quarter_path)
    assert "hamma" in one["message"], "the other owner has not handed in this figure"
    assert "Direktor," not in one["message"]


def test_the_change_of_a_contract_is_told_once_for_all_months(quarter_path: Path) -> None:
    add_row(
        quarter_path,
        "Royxatlar",
        date=date(2025, 1, 15),
        list_kind="Shartnoma",
        code="19.1",
        title="A",
        quantity=1,
    )
    for month in ("2025-01", "2025-02", MARCH):
        hand_in(quarter_path, LENDING, month=month)
    name = plan_of(quarter_path).records["Royxatlar"][-1].name
    type_field(quarter_path, "Royxatlar", name, "quantity", 2)
    told = [one for one in found(quarter_path) if one["item"] == "19.1"]
    assert len(told) == 1


def test_a_letter_that_goes_out_later_changes_nothing(quarter_path: Path) -> None:
    hand_in(quarter_path, "AKT xizmati")
    akmxl("submit", quarter_path, "--period", "2025-Q1", *TODAY)
    akmxl("sent", quarter_path, "VA-01", "2025-Q1", "--number", "1", "--date", "2025-04-05", *TODAY)
    assert found(quarter_path) == []


def test_errors_and_blanks_of_its_own_are_named_and_nothing_is_written(quarter_path: Path) -> None:
    error = type_month(quarter_path, "11", 3, "12 ta")
    blank = type_month(quarter_path, "9.2", 3, None)
    before = quarter_path.read_bytes()
    run = akmxl("hand-in", quarter_path, "--service", FUND, "--month", MARCH, *TODAY)
    assert run.code == 1
    assert error.a1 in run.out
    assert blank.a1 in run.out
    assert "close-month" in run.out
    assert quarter_path.read_bytes() == before
    run = akmxl("hand-in", quarter_path, "--service", FUND, "--month", MARCH, "--json", *TODAY)
    assert (run.code, run.json["ready"], run.json["written"]) == (1, False, False)
    assert [one["cell"] for one in run.json["errors"]] == [error.a1]
    hand_in(quarter_path, LENDING)


def test_a_month_that_is_not_over_an_unknown_service_and_one_of_several_are_refused(
    quarter_path: Path,
) -> None:
    before = quarter_path.read_bytes()
    for options, said in (
        (("--service", FUND, "--month", "2025-04"), "not over|month that is over"),
        (("--service", FUND, "--month", "2025-Q1"), "month that is over"),
        (("--service", "oshxona"), "Axborot-bibliografiya"),
        (("--service", "fond xizmatii"), f"nearest: {FUND}"),
        (("--service", "xizmat"), "several"),
        (("--service", ""), "no service"),
    ):
        run = akmxl("hand-in", quarter_path, *options, *TODAY)
        assert run.code == 2, options
        assert any(part in run.err for part in said.split("|")), run.err
    assert quarter_path.read_bytes() == before


def test_a_service_goes_by_a_cyrillic_name_too(quarter_path: Path) -> None:
    hand_in(quarter_path, "Ахборот-библиография хизмати")
    assert (MARCH, BIBLIOGRAPHY) in hand_in_rows(quarter_path)


def test_a_closed_service_has_nothing_to_hand_in(quarter_path: Path) -> None:
    akmxl(
        "close-month",
        quarter_path,
        "--service",
        "bibliografiya",
        "--month",
        MARCH,
        "--closed",
        "--yes",
        *TODAY,
    )
    run = akmxl("hand-in", quarter_path, "--service", "bibliografiya", "--month", MARCH, *TODAY)
    assert run.code == 2
    assert "closed" in run.err


def test_the_last_working_day_is_late_enough(quarter_path: Path) -> None:
    run = akmxl(
        "hand-in", quarter_path, "--service", "Direktor", "--month", "2025-03", "--today", "2025-03-28"
    )
    assert run.code == 2, "Saturday the 29th is worked in a week of six days, the 31st is a holiday"
    run = akmxl(
        "hand-in", quarter_path, "--service", "Direktor", "--month", "2025-03", "--today", "2025-03-29"
    )
    assert run.code == 0
    assert not found(quarter_path, "REF65")


# -- the control code ---------------------------------------------------------------------------------


def test_a_code_that_somebody_edited_vouches_for_nothing(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND)
    view = PlanFile.open(quarter_path).views[layout.HAND_INS]
    put(quarter_path, {(view.name, view.first_row, view.columns["control_code"]): "AAAA-BBBB-CCCC-DDDD"})
    (one,) = found(quarter_path)
    assert (one["rule"], one["severity"]) == ("HND03", "warning")
    type_month(quarter_path, "11", 3, 77)
    assert [one["rule"] for one in found(quarter_path)] == ["HND03"]
    hand_in(quarter_path, FUND)
    assert found(quarter_path) == []


def test_a_row_from_before_is_not_vouched_for_and_says_so_where_asked(quarter_path: Path) -> None:
    view = PlanFile.open(quarter_path).views[layout.HAND_INS]
    cells = {"period": MARCH, "service": FUND, "handed_in": date(2025, 4, 2), "handed_in_by": "1-xodim"}
    put(quarter_path, {(view.name, view.first_row, view.columns[f]): value for f, value in cells.items()})
    assert found(quarter_path) == []
    listed = akmxl("hand-in", quarter_path, "--month", MARCH, "--json", *TODAY).json["services"]
    states = {one["service"]: one["state"] for one in listed}
    assert (states[FUND], states[LENDING]) == ("unproven", "missing")
    hand_in(quarter_path, FUND)
    assert hand_in_rows(quarter_path)[MARCH, FUND]["handed_in_by"] == "1-xodim", "what a person wrote stays"


def test_the_list_says_what_has_changed_since(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND, "--by", "1-xodim")
    type_month(quarter_path, "11", 3, 77)
    run = akmxl("hand-in", quarter_path, "--month", MARCH, *TODAY)
    assert f"{FUND}: handed in, 10.04.2025, 1-xodim" in run.out
    assert "→ 77" in run.out
    assert f"{LENDING}: not handed in" in run.out


def test_a_month_pasted_over_is_one_finding(quarter_path: Path) -> None:
    hand_in(quarter_path, LENDING)
    opened = library.open_plan(quarter_path)
    view = opened.file.views[registers.DAILY]
    days = [one.row for one in opened.plan.days if one.date.month == 3]
    put(quarter_path, {(view.name, row, view.columns["loans"]): 500 + row for row in days})
    (one,) = found(quarter_path)
    assert len(one["cells"]) == len(days)


def test_a_service_that_got_another_name_is_still_known(quarter_path: Path) -> None:
    hand_in(quarter_path, BIBLIOGRAPHY)
    view = PlanFile.open(quarter_path).views[layout.SERVICES.key]
    row = next(row for row in view.filled_rows() if view.text(row, "service") == BIBLIOGRAPHY)
    spellings = f"{BIBLIOGRAPHY}; {view.text(row, 'spellings')}"
    names = {"service": "Ma’lumot-bibliografiya xizmati", "spellings": spellings}
    put(quarter_path, {(view.name, row, view.columns[f]): value for f, value in names.items()})
    assert found(quarter_path) == []
    listed = akmxl("hand-in", quarter_path, "--month", MARCH, "--json", *TODAY).json["services"]
    assert {one["service"]: one["state"] for one in listed}["Ma’lumot-bibliografiya xizmati"] == "handed_in"


def test_the_reason_of_a_change_is_no_note_of_a_form(quarter_path: Path) -> None:
    hand_in(quarter_path, LENDING)
    type_day(quarter_path, date(2025, 3, 5), "new_readers", 9)
    akmxl("check", quarter_path, *TODAY)
    view = PlanFile.open(quarter_path).views[layout.FINDINGS]
    row = next(row for row in view.filled_rows() if view.text(row, "rule") == "HND01")
    put(quarter_path, {(view.name, row, view.columns["reason"]): "Kunlik daftar bilan solishtirib tuzatildi"})
    asked = ("submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", "--dry-run", "--json", *TODAY)
    (report,) = akmxl(*asked).json["reports"]
    assert report["status"] == "written"
    assert not [one for one in report["places"] if "solishtirib" in str(one["value"])]


def test_a_correction_of_what_was_sent_does_not_wait_for_the_hand_in(quarter_path: Path) -> None:
    hand_in(quarter_path, LENDING)
    asked = ("submit", quarter_path, "--only", "MK-10", "--period", "2025-Q1", "--json", *TODAY)
    assert akmxl(*asked).json["reports"][0]["status"] == "written"
    sent = ("--number", "7", "--date", "2025-04-10")
    assert akmxl("sent", quarter_path, "MK-10", "2025-Q1", *sent, *TODAY).code == 0
    type_day(quarter_path, date(2025, 3, 5), "new_readers", 9)
    assert {one["rule"] for one in found(quarter_path, "")} & {"SUB03", "HND01"} == {"SUB03"}, (
        "one slip, one finding"
    )
    (report,) = akmxl(*asked, "--correction", "--reason", "5-mart to‘liq yozilmagan").json["reports"]
    assert (report["status"], report["version"]) == ("written", 2)


# -- close-month and submit ---------------------------------------------------------------------------


def test_closing_a_month_hands_it_in_with_the_zeros(quarter_path: Path) -> None:
    type_month(quarter_path, "9.2", 3, None)
    run = akmxl("close-month", quarter_path, "--month", MARCH, "--yes", *TODAY)
    assert run.code == 0
    rows = hand_in_rows(quarter_path)
    assert len(rows) == 7
    assert all(row["control_code"] and row["handed_in_by"] for row in rows.values())
    assert (plan_of(quarter_path).value("9.2", 3), rows[MARCH, FUND]["zeros"]) == (0, 1)
    assert found(quarter_path) == []


def test_submit_names_once_who_has_not_handed_in_and_blocks_nothing(quarter_path: Path) -> None:
    asked = ("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", "--dry-run", *TODAY)
    for month in ("2025-01", "2025-02"):
        hand_in(quarter_path, LENDING, month=month)
    run = akmxl(*asked, "--json")
    assert run.json["reports"][0]["status"] == "written"
    assert run.json["not_handed_in"] == [{"services": [LENDING], "months": [MARCH], "reports": ["MK-10"]}]
    assert run.code == 0
    assert akmxl(*asked).out.count("Not handed in") == 1
    hand_in(quarter_path, LENDING)
    assert akmxl(*asked, "--json").json["not_handed_in"] == []


def test_a_row_that_moves_to_another_month_is_told_by_both_months(quarter_path: Path) -> None:
    for month in ("2025-02", MARCH):
        hand_in(quarter_path, BIBLIOGRAPHY, month=month)
    rows = plan_of(quarter_path).records["Matbuot"]
    march = next(one for one in rows if one.date is not None and one.date.month == 3)
    type_field(quarter_path, "Matbuot", march.name, "date", date(2025, 2, 11))
    assert [one["period"] for one in found(quarter_path)] == ["2025-02", MARCH]
    assert all("11.02.2025" in one["message"] for one in found(quarter_path))
    hand_in(quarter_path, BIBLIOGRAPHY, month=MARCH)
    assert [one["period"] for one in found(quarter_path)] == ["2025-02"]


def test_an_item_that_a_service_got_after_its_hand_in_is_still_to_be_handed_in(quarter_path: Path) -> None:
    for service in (FUND, BIBLIOGRAPHY):
        for month in ("2025-01", "2025-02", MARCH):
            hand_in(quarter_path, service, month=month)
    assert BIBLIOGRAPHY not in _asked_for(quarter_path, "MK-16")
    view = PlanFile.open(quarter_path).views[layout.PLAN]
    place = view.place(code_places(view)["11"][0].row, "responsible")
    put(quarter_path, {(place.sheet, place.row, place.column): f"{FUND}; {BIBLIOGRAPHY}"})
    shown = akmxl("hand-in", quarter_path, "--month", MARCH, *TODAY).out
    assert "got since the last hand-in: 11." in shown
    assert BIBLIOGRAPHY in _asked_for(quarter_path, "MK-16")
    for month in ("2025-01", "2025-02", MARCH):
        hand_in(quarter_path, BIBLIOGRAPHY, month=month)
    assert BIBLIOGRAPHY not in _asked_for(quarter_path, "MK-16")
    assert all("11" in one.items for one in plan_of(quarter_path).hand_ins)


def _asked_for(path: Path, report: str) -> set[str]:
    """The services that have not handed in all that a report shows."""
    run = akmxl("submit", path, "--period", "2025-Q1", "--only", report, "--dry-run", "--json", *TODAY)
    return {name for one in run.json["not_handed_in"] for name in one["services"]}


def test_a_service_goes_by_its_name_in_quotes_too(quarter_path: Path) -> None:
    for name in (f"«{BIBLIOGRAPHY}»", f"“{BIBLIOGRAPHY}”", f'"{BIBLIOGRAPHY}"'):
        hand_in(quarter_path, name, "--dry-run")


def test_a_service_without_items_is_not_offered_as_one_that_has_some(quarter_path: Path) -> None:
    append_rows(quarter_path, str(layout.SERVICES.table), [["Bandsiz xizmat", None]])
    run = akmxl("hand-in", quarter_path, "--service", "Bandsiz xizmat", "--month", MARCH, *TODAY)
    assert (run.code, run.err.count("Bandsiz xizmat")) == (2, 1)


def test_from_python(quarter_path: Path) -> None:
    plan = library.open_plan(quarter_path)
    month = library.hand_in(plan, "fond xizmati", MARCH, by="1-xodim", today="2025-04-10")
    assert (month.service, month.ready, month.standing.state) == (FUND, True, "missing")
    again = library.hand_in(library.open_plan(quarter_path), FUND, MARCH, today="2025-04-10", write=False)
    assert again.standing.state == "handed_in"
    assert again.changed == ()


def test_what_is_kept_outlives_repair_check_and_import(quarter_path: Path) -> None:
    hand_in(quarter_path, FUND)
    before = plan_of(quarter_path).hand_ins
    for command in ("check", "rollup", "repair"):
        akmxl(command, quarter_path, *TODAY)
    akmxl("submit", quarter_path, "--period", "2025-Q1", *TODAY)
    assert plan_of(quarter_path).hand_ins == before
    assert registers.PRESS in plan_of(quarter_path).records


@pytest.mark.skipif(sys.platform == "win32", reason="the lock file is LibreOffice's of Unix")
def test_a_file_in_use_is_left_as_it_is(quarter_path: Path) -> None:
    lock = quarter_path.with_name(f".~lock.{quarter_path.name}#")
    lock.write_text(",1-xodim,pc,02.04.2025 09:00,;", encoding="utf-8")
    before = quarter_path.read_bytes()
    run = akmxl("hand-in", quarter_path, "--service", FUND, "--month", MARCH, *TODAY)
    assert run.code == 2
    assert "1-xodim" in run.err
    assert quarter_path.read_bytes() == before
    assert month_place(quarter_path, "11", 3)

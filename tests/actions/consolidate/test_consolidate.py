"""From what came to the workbook: each file once, the same bytes whoever reads, the sums of an own count."""

from __future__ import annotations

import errno
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from shutil import copytree
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook
from running import akmxl, everything_in

import akmxl as library
from akmxl.actions.consolidate.came_days import CameDays
from akmxl.actions.consolidate.consolidate import consolidate
from akmxl.actions.consolidate.outcome import Consolidated
from akmxl.actions.consolidate.summaries import Summaries
from akmxl.actions.consolidate.task import Task
from akmxl.actions.consolidate.workers import Hire
from akmxl.core.errors import AkmxlError, BadArgument, FileProblem, Locked
from akmxl.core.said import Said
from akmxl.ooxml.package.runlock import run_lock
from akmxl.plan.returns.records import Came, Consolidation, Entry, Expected, Finding, Status

from .conftest import CENTRES

if TYPE_CHECKING:
    from pathlib import Path

    from submission.returns.made_forms import Sent

TODAY = date(2025, 4, 10)


def task(came: Path, out: Path | None = None, store: Path | None = None, hire: Hire | None = None) -> Task:
    return Task((came,), out, TODAY, store=store, hire=hire or Hire())


@pytest.fixture(scope="module")
def needs_duckdb() -> None:
    pytest.importorskip("duckdb", reason="akmxl[milliy] is not installed")


def test_each_file_is_in_the_ledger_once_and_the_faults_are_named(came: Path, sent: list[Sent]) -> None:
    found = consolidate(task(came))
    assert found.files == len(found.consolidation.entries) == len(sent)
    assert len(found.consolidation.centres) == len(CENTRES)
    faults = {one.centre or one.came.file: one.status for one in found.consolidation.entries if one.reason}
    assert set(faults.values()) >= {Status.REFUSED, Status.DUPLICATE, Status.UNSURE}
    assert not found.complete
    assert {one.came.received for one in found.consolidation.entries} == {"2025-04-07"}
    assert {one.came.file.split("/")[1] for one in found.consolidation.entries if one.came.claimed} == {
        "xat.eml"
    }


@pytest.mark.parametrize("how", ["threads", "processes", "dask"])
def test_whoever_reads_the_bytes_are_the_same(how: str, came: Path, tmp_path: Path) -> None:
    consolidate(task(came, tmp_path / "here" / "natija.xlsx"))
    if how == "threads":
        with ThreadPoolExecutor(3) as pool:
            consolidate(task(came, tmp_path / "there" / "natija.xlsx", hire=Hire(pool)))
    elif how == "processes":
        consolidate(task(came, tmp_path / "there" / "natija.xlsx", hire=Hire(jobs=2)))
    else:
        pytest.importorskip("distributed", reason="akmxl[milliy] is not installed")
        consolidate(task(came, tmp_path / "there" / "natija.xlsx", hire=Hire(engine="local")))
    made = everything_in(tmp_path / "here")
    assert len([name for name in made if name.endswith(".xlsx")]) == 1 + len(CENTRES)
    assert everything_in(tmp_path / "there") == made


@pytest.mark.usefixtures("needs_duckdb")
def test_a_second_run_reads_new_files_alone_and_says_the_same(
    came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, store = tmp_path / "natija.xlsx", tmp_path / "ombor"
    monkeypatch.setattr("akmxl.actions.consolidate.untouched._MOMENT", 0)  # what came just now counts, too
    first = consolidate(task(came, out, store))
    made = everything_in(tmp_path)
    read = []
    monkeypatch.setattr(
        "akmxl.actions.consolidate.engine._read", lambda form: read.append(form.came.file) or _read(form)
    )
    from akmxl.submission.returns.read_return import read_return

    def _read(form):  # type: ignore[no-untyped-def]
        return read_return(form.data, form.came)

    second = consolidate(task(came, out, store))
    assert {one.rpartition("/")[2][:5] for one in read} == {"MK-10"}  # those that were refused
    assert second.known == first.files - 1 - len(read)  # one came twice
    assert second.consolidation == first.consolidation
    assert everything_in(tmp_path) == made


@pytest.mark.usefixtures("needs_duckdb")
def test_totals_are_those_of_an_own_count(came: Path, tmp_path: Path) -> None:
    found = consolidate(task(came, store=tmp_path))
    frame = library.consolidated(tmp_path)
    counted = frame[(frame["status"] == "accepted") & frame["value"].notna()]
    sums = counted.groupby(["report", "period", "key"])["value"].sum()
    totals = {
        (one.report, one.period, f"item:{one.code}/{one.measure}"): one.value
        for one in found.consolidation.totals
        if one.measure == "fact" and one.value is not None
    }
    assert totals
    assert totals == pytest.approx({key: sums[key] for key in totals})
    assert isinstance(frame, pd.DataFrame)


def test_regions_come_to_the_nation_with_the_sums_of_their_centres(came: Path, tmp_path: Path) -> None:
    """Lists as well, whose summary form has no figure: it is a region's by the centres that it names."""
    regions, nation = tmp_path / "jamlama", tmp_path / "respublika.xlsx"
    first = consolidate(replace(task(came, tmp_path / "natija.xlsx"), summaries=Summaries(regions)))
    assert {path.name.split("_")[0] for path in regions.rglob("*.xlsx")} == {
        "MK-10",
        "MK-11",
        "MK-14",
        "VA-02",
    }
    second = consolidate(task(regions, nation))
    assert {one.status for one in second.consolidation.entries} == {Status.ACCEPTED}
    assert sums_of(second) == sums_of(first) != {}
    beside = consolidate(replace(task(regions), paths=(came, regions))).consolidation.entries
    told = {one.status for one in beside if one.came.file.startswith(regions.name)}
    assert told == {Status.REFUSED}


def test_the_nation_says_of_how_many_centres_it_is_whatever_came(came: Path, tmp_path: Path) -> None:
    """By the one table of centres that the regions have too; without one it says what it does not know."""
    regions, table = tmp_path / "jamlama", tmp_path / "markazlar.csv"
    consolidate(replace(task(came), summaries=Summaries(regions)))
    twins = [(f"{one.code}-{n}", f"{one.name} {n}", one.region) for one in CENTRES for n in ("", "b")]
    lines = ["Kod;Nomi;Viloyat", *(f"{code};{name};{region}" for code, name, region in twins)]
    table.write_text("\n".join(lines), encoding="utf-8")
    for path in regions.rglob(f"*{CENTRES[0].region.split()[0]}*.xlsx"):
        path.unlink()
    asked = ("consolidate", regions, "--out", tmp_path / "m.xlsx", "--today", TODAY)
    told = json.loads(akmxl(*asked, "--centres", table, "--json").out)
    assert told["regions_listed"]
    assert told["refused"] == []
    assert {one["expected"] for one in told["totals"] if one["report"] == "MK-14"} == {6}
    table.write_text(
        "\n".join(["Kod;Nomi;Viloyat", *(f"{one.region};{one.region};{one.region}" for one in CENTRES)]),
        encoding="utf-8",
    )
    run = akmxl(*asked, "--centres", table)
    assert f"Not in n / N, as it is not known of how many centres they are: {CENTRES[0].region}." in run.out
    assert "Without a list of centres N holds" not in run.out
    assert "Without a list of centres N holds" in akmxl(*asked).out


def sums_of(found: Consolidated) -> dict[tuple[str, str, str], object]:
    totals = (one for one in found.consolidation.totals if one.measure == "fact")
    return {(one.report, str(one.period), one.code): one.value for one in totals}


def test_a_file_that_is_not_its_own_is_never_written_over(came: Path, tmp_path: Path) -> None:
    (tmp_path / "natija.xlsx").write_bytes(b"somebody's")
    (tmp_path / "b.xlsx").mkdir()
    before = everything_in(tmp_path)
    for name in ("natija.xlsx", "b.xlsx", "natija.xls"):
        with pytest.raises(AkmxlError):
            consolidate(task(came, tmp_path / name))
    assert everything_in(tmp_path) == before


@pytest.mark.usefixtures("needs_duckdb")
def test_a_store_takes_one_run_at_a_time(came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akmxl.ooxml.package.runlock._WAIT_SECONDS", 0)
    with run_lock(tmp_path / tmp_path.name), pytest.raises(Locked):
        consolidate(task(came, store=tmp_path))
    assert not list(tmp_path.glob("*"))


def test_a_day_after_today_is_refused(came: Path) -> None:
    with pytest.raises(BadArgument):
        consolidate(Task((came,), None, TODAY, received=date(2025, 4, 11)))


def test_forms_that_came_before_their_period_was_over_are_refused_and_the_others_taken(
    came: Path, tmp_path: Path
) -> None:
    """By the office's own word; a message's is only doubted."""
    folder = came / "2025-04-07" / CENTRES[2].code
    told = consolidate(Task((folder,), tmp_path / "a.xlsx", TODAY, received=date(2025, 3, 30)))
    copytree(folder, tmp_path / "2025-03-30")
    dated = consolidate(Task((tmp_path / "2025-03-30",), None, TODAY))
    assert told.files == dated.files == len(list(folder.iterdir()))
    for found in (told, dated):
        periods = {status: {one.period for one in found.consolidation.entries if one.status is status}
                   for status in Status}  # fmt: skip
        assert periods[Status.REFUSED] == {"2025-Q1", "2025-03"}
        assert periods[Status.ACCEPTED] == {"2025-01", "2025-02"}
        assert len({one.params["file"] for one in found.refused if one.params}) == len(found.refused) > 3
    mail = EmailMessage()
    mail["Date"] = "Sun, 30 Mar 2025 09:00:00 +0500"
    mail.add_attachment(next(folder.glob("VA-02_2025-03*")).read_bytes(), maintype="a", subtype="b")
    (tmp_path / "xat.eml").write_bytes(mail.as_bytes())
    doubted = consolidate(Task((tmp_path / "xat.eml",), None, TODAY))
    (entry,) = doubted.to_look_at
    assert entry.status is Status.ACCEPTED
    assert entry.returned
    assert any("before its period was over" in one for one in entry.returned.doubts)


def test_a_day_that_is_known_of_a_file_stays(tmp_path: Path) -> None:
    first, later = Came("a.xlsx", "1", "2025-04-07"), Came("a.xlsx", "1", "2025-05-08", claimed=True)
    undated = Came("b.xlsx", "1")
    assert days_of(tmp_path, first, undated, Came("c.xlsx", "2")) == ["2025-04-07", "", ""]
    assert CameDays(tmp_path).of([later, undated]) == [first, undated]  # a copy beside it has none, as before
    assert days_of(tmp_path, Came("jild/a.xlsx", "1")) == ["2025-04-07"]  # it was moved
    assert days_of(tmp_path, Came("jild/c.xlsx", "2", "2025-04-09")) == ["2025-04-09"]
    assert days_of(tmp_path, Came("a.xlsx", "1", "2025-04-05")) == ["2025-04-05"]  # put right: it came before
    assert days_of(tmp_path, first) == ["2025-04-05"]


def test_what_may_not_be_looked_into_is_told(
    came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes | None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("akmxl.actions.consolidate.output.bytes_there", refuse)
    with pytest.raises(FileProblem, match=r"natija\.xlsx"):
        consolidate(task(came, tmp_path / "natija.xlsx"))


def test_files_of_one_name_have_a_day_each(tmp_path: Path) -> None:
    two = Came("a.zip/m.eml/x.xlsx", "1", "2025-04-20"), Came("a.zip/m.eml/x.xlsx", "1", "2025-04-03")
    for _ in range(2):
        assert days_of(tmp_path, *two) == ["2025-04-20", "2025-04-03"]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"1": {"a": ["2025-04-31", false]}}'])
def test_days_that_are_damaged_are_told_and_stay(data: bytes, came: Path, tmp_path: Path) -> None:
    """Without them what was late would be in time."""
    (tmp_path / "days.json").write_bytes(data)
    with pytest.raises(FileProblem, match=r"days\.json"):
        consolidate(task(came, tmp_path / "natija.xlsx", store=tmp_path))
    assert (tmp_path / "days.json").read_bytes() == data
    assert not (tmp_path / "natija.xlsx").exists()


def days_of(store: Path, *files: Came) -> list[str]:
    days = CameDays(store)
    found = days.of(files)
    days.keep()
    return [one.received for one in found]


def test_the_day_of_the_first_version_is_that_of_the_report_and_findings_are_no_success() -> None:
    place = ("A1", "MK-10", "2025-Q1")
    entries = (
        Entry(Came("1", "1", "2025-04-09"), Status.SUPERSEDED, *place, 1, late=True),
        Entry(Came("2", "2", "2025-04-20"), Status.ACCEPTED, *place, 2, late=True),
    )
    owed = (Expected(*place, "2025-04-07"),)
    found = Consolidated(Consolidation((), entries, owed, (), (), (), (), ()), None, (), 2, 0, ())
    assert [found.first_came(one) for one in found.late] == ["2025-04-09"]
    said = Finding(*place, "15.1", True, Said("why", item="15.1"))
    in_time = Entry(Came("1", "1", "2025-04-02"), Status.ACCEPTED, *place, 1, late=False)
    whole = Consolidation((), (in_time,), owed, (), (), (), (), ())
    assert replace(found, consolidation=whole).complete
    assert not replace(found, consolidation=whole, left_out=(CENTRES[0],)).complete
    assert not replace(found, consolidation=replace(whole, entries=())).complete  # nothing came at all
    odd = replace(in_time, reason="why", params=said.said.params)
    assert not replace(found, consolidation=replace(whole, entries=(odd,), findings=(said,))).complete
    unasked = Consolidated(Consolidation((), entries, (), (), (), (), (), ()), None, (), 2, 0, ())
    assert (unasked.late, unasked.late_unasked, unasked.complete) == ((), entries[1:], False)


def test_an_earlier_result_among_the_files_is_no_form(came: Path, tmp_path: Path) -> None:
    consolidate(task(came / "2025-04-07" / CENTRES[0].code, tmp_path / "eski.xlsx"))
    found = consolidate(Task((came, tmp_path), None, TODAY))
    assert f"{tmp_path.name}/eski.xlsx" in found.aside
    assert found.files == len(consolidate(task(came)).consolidation.entries)


class TestCommand:
    def test_what_it_says_for_programs(self, came: Path, tmp_path: Path) -> None:
        run = akmxl("consolidate", came, "--out", tmp_path / "a.xlsx", "--json", "--today", TODAY)
        assert run.code == 1
        told = json.loads(run.out)
        assert list(told) == [
            "files", "accepted", "refused", "aside", "centres", "missing", "late", "late_unasked",
            "findings", "totals", "regions_listed", "expected", "came", "unasked", "completeness",
            "timeliness", "undated", "out", "summaries", "not_in_summaries", "kept", "outdated",
        ]  # fmt: skip
        assert told["refused"][0].keys() == {"file", "reason"}
        assert told["out"] == str(tmp_path / "a.xlsx")

    def test_all_outputs_say_the_same_of_what_is_to_be_looked_at(self, came: Path, tmp_path: Path) -> None:
        """A table that names the centre otherwise: nothing else is wrong, and that is no all-clear."""
        centre, out = CENTRES[1], tmp_path / "a.xlsx"
        (tmp_path / "t.csv").write_text(
            f"Kod;Nomi;Viloyat\n{centre.code};Boshqa nom;{centre.region}\n", "utf-8"
        )
        (tmp_path / "xat.pdf").write_bytes(b"%PDF-1.4")
        ask = (
            "consolidate", came / "2025-04-07" / centre.code, tmp_path / "xat.pdf", "--out", out,
            "--today", TODAY, "--centres", tmp_path / "t.csv", "--periods", "2024-Q1",
        )  # fmt: skip
        run, for_people = akmxl(*ask, "--json"), akmxl(*ask)
        told = json.loads(run.out)
        doubts = len([one for one in told["findings"] if one["kind"] == "doubt"])
        assert (run.code, for_people.code, doubts) == (1, 1, told["accepted"])
        assert f"✗ Forms to be looked at: {doubts}" in for_people.out
        book = load_workbook(out, data_only=True)
        head = {
            word.value: figure.value
            for row in (4, 6)
            for word, figure in zip(book["Umumiy"][row], book["Umumiy"][row + 1], strict=True)
        }
        assert head["Qarab chiqiladigan shakllar"] == doubts
        assert len(list(book["Rad etilgan"].iter_rows(min_row=5))) == doubts
        answer = load_workbook(tmp_path / "a-javoblar" / f"{centre.code}.xlsx")["Javob"]
        assert f"To‘g‘rilash kerak: {doubts} ta" in [cell.value for cell in answer["A"]]
        assert (head["Kutilgan shakllar"], head["Kutilganidan kelgan"]) == (told["expected"], told["came"])
        assert head["Qabul qilingan shakllar"] == told["accepted"] == told["came"] + told["unasked"]
        assert told["aside"] == ["xat.pdf"]
        assert "  xat.pdf" in for_people.out

    def test_whether_it_came_in_time_is_not_known_where_nobody_says_a_day(
        self, came: Path, tmp_path: Path
    ) -> None:
        forms = came / "2025-04-07" / CENTRES[0].code
        undated = tmp_path / "kelgan"
        copytree(forms, undated)
        run = akmxl("consolidate", undated, "--out", tmp_path / "a.xlsx", "--json", "--today", TODAY)
        told = json.loads(run.out)
        assert told["timeliness"] is None
        assert told["undated"] == told["accepted"] > 0
        run = akmxl("consolidate", undated, "--out", tmp_path / "a.xlsx", "--today", TODAY)
        assert "in time: not known" in run.out

    def test_a_result_that_somebody_worked_in_is_kept(self, came: Path, tmp_path: Path) -> None:
        few, out = came / "2025-04-07" / CENTRES[0].code, tmp_path / "a.xlsx"
        consolidate(task(few, out))
        book = load_workbook(out)
        book.create_sheet("Mening varag‘im")
        book.save(out)
        mine = out.read_bytes()
        run = akmxl("consolidate", few, "--out", out, "--today", TODAY)
        (copy,) = (tmp_path / ".akmxl-zaxira").glob("a-*.xlsx")
        assert copy.read_bytes() == mine
        assert copy.name in run.out
        assert not consolidate(replace(task(few, out), today=date(2025, 4, 11))).kept

    def test_what_it_says_for_people(self, came: Path, tmp_path: Path) -> None:
        run = akmxl("consolidate", came, "--out", tmp_path / "a.xlsx", "--csv", tmp_path / "a.csv")
        assert f"Files: {len(consolidate(task(came)).consolidation.entries)}. Centres: 5." in run.out
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfcentre,report")

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("--out", "a.xlsx"),
            ("yoq", "--out", "a.xlsx"),
            (".", "--query", "SELECT 1"),
            (".", "--out", "a.xlsx", "--engine", "tcp://example.org:8786"),
            (".", "--out", "a.xlsx", "--jobs", "0"),
            (".", "--out", "a.xlsx", "--received", "kecha"),
            (".", "--out", "a.xlsx", "--centres", "yoq.xlsx"),
        ],
    )
    def test_what_cannot_be_done_is_one_sentence(
        self, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        run = akmxl("consolidate", *arguments)
        assert run.code == 2
        assert len(run.err.strip().splitlines()) == 1
        assert not list(tmp_path.iterdir())

    @pytest.mark.usefixtures("needs_duckdb")
    def test_a_question_is_asked_of_a_store(self, came: Path, tmp_path: Path) -> None:
        consolidate(task(came, store=tmp_path))
        question = "SELECT count(DISTINCT centre) AS n FROM figures WHERE status = 'accepted'"
        run = akmxl("consolidate", "--store", tmp_path, "--query", question)
        assert (run.code, run.out.split()) == (0, ["n", "5"])
        told = akmxl("consolidate", "--store", tmp_path, "--query", question, "--json")
        assert json.loads(told.out) == {"query": {"columns": ["n"], "rows": [[5]]}}

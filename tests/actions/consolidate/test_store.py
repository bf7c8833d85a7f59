"""What the store keeps of forms, what it keeps back, and what a question of it can reach."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from akmxl.actions.consolidate.manifest import Manifest
from akmxl.actions.consolidate.store_files import store_made
from akmxl.actions.consolidate.tidy import COLUMNS, write_csv
from akmxl.actions.consolidate.written import Written
from akmxl.core.errors import AkmxlError, BadArgument, FileProblem
from akmxl.core.said import Said
from akmxl.ooxml.package.together import all_or_none
from akmxl.plan.returns.records import (
    Came,
    Centre,
    Consolidation,
    Entry,
    Finding,
    Return,
    ReturnedItem,
    Status,
)

ITEMS = (ReturnedItem("15.1", "kishi", "flow", ""), ReturnedItem("15.2", "=1+1", "flow", ""))
VALUES = (
    ("item:15.1/fact", 19), ("item:15.2/fact", 0.1 + 0.2), ("item:15.2/plan", None),
    ("item:15.3/plan", "6/36"), ("Tadbirlar:T4/title", "Aliyev Vali, “bayram”\nva boshqalar"),
    ("report/text", ""),
)  # fmt: skip


def form(centre: str = "A1", report: str = "MK-09/8", number: int = 1) -> Return:
    sha256 = f"{centre}-{report}-{number}"
    said = (centre, "Markaz", centre, "Sirdaryo", report, "2025-Q1", number, "", "", 3, "1", "v", "f")
    came = Came(f"{sha256}.xlsx", sha256, "2025-04-08")
    return Return(came, *said[1:], items=ITEMS, keys=(), said=()).saying(VALUES)


def consolidation(*forms: Return) -> Consolidation:
    entries = tuple(
        Entry(one.came, Status.ACCEPTED, one.centre, one.report, one.period, one.version, returned=one)
        for one in forms
    )
    refused = Entry(Came("x.xlsx", "x"), Status.REFUSED, "", "", "", 0, "why")
    centres = tuple(Centre(code, f"{code} markazi", region="Sirdaryo") for code in ("A1", "B2"))
    return Consolidation(centres, (*entries, refused), (), (), (), (), (), ())


def write_store(store: Path, found: Consolidation, *, texts: bool) -> int:
    with store_made(store, found, texts=texts) as made:
        return made.put()


def parquets_of(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (store / "figures").glob("*.parquet")}


BOTH = consolidation(form(), form("B2"), form(report="MK-10"))


def test_what_the_manifest_keeps_is_what_was_read_and_only_figures(tmp_path: Path) -> None:
    figures = replace(form().saying(VALUES[:4]), doubts=("doubt",))
    manifest = Manifest(tmp_path, texts=False)
    manifest.add(figures)
    manifest.add(form("B2"))  # with texts: it is read again the next time
    manifest.write()
    known = Manifest(tmp_path, texts=False).known
    assert known == {figures.came.sha256: replace(figures, came=Came("", figures.came.sha256))}
    assert [type(value) for _key, value in known[figures.came.sha256].values] == [int, float, type(None), str]
    assert Manifest(tmp_path, texts=True).known == {}
    assert "Aliyev" not in "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.jsonl"))


def test_a_run_without_texts_takes_them_out_of_the_manifest(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path, texts=True)
    manifest.add(form())
    manifest.write()
    later = Manifest(tmp_path, texts=False)
    later.write()
    (part,) = tmp_path.rglob("*.jsonl")
    assert "Aliyev" not in part.read_text("utf-8")
    assert Manifest(tmp_path, texts=False).known == later.known
    assert [key for key, _value in later.known["A1-MK-09/8-1"].values] == [
        *(key for key, _value in VALUES[:4]), "lists/left_out"
    ]  # fmt: skip


def test_a_damaged_manifest_and_another_versions_count_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = Manifest(tmp_path, texts=True)
    manifest.add(form())
    manifest.write()
    (part,) = tmp_path.rglob("*.jsonl")
    whole = part.read_bytes()
    part.write_bytes(whole.replace(b"[19,", b"[91,"))
    assert Manifest(tmp_path, texts=True).known == {}
    part.write_bytes(whole)
    assert len(Manifest(tmp_path, texts=True).known) == 1
    monkeypatch.setattr("akmxl.actions.consolidate.manifest.__version__", "0")
    assert Manifest(tmp_path, texts=True).known == {}


def test_a_csv_has_figures_alone_and_no_formula(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", BOTH, Written(), texts=False)
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert lines[1:4] == [
        "A1,MK-09/8,2025-Q1,1,item:15.1/fact,19,Nafar,accepted,A1-MK-09/8-1,2025-04-08",
        "A1,MK-09/8,2025-Q1,1,item:15.2/fact,0.30000000000000004,'=1+1,accepted,A1-MK-09/8-1,2025-04-08",
        "A1,MK-09/8,2025-Q1,1,item:15.2/plan,,'=1+1,accepted,A1-MK-09/8-1,2025-04-08",
    ]
    assert len(lines) == 1 + 3 * 4
    write_csv(tmp_path / "a.csv", BOTH, Written(), texts=True)
    assert "Aliyev" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_units_are_the_plans_and_what_is_left_out_says_so(tmp_path: Path) -> None:
    values = (
        ("item:15.1/percent", 50),
        ("item:15.1/fact", 19),
        ("item:15.2/fact", 3),
        ("item:15.2/ytd", 10**400),
    )
    items = (ReturnedItem("15.1", "КИШИ", "flow", ""), ReturnedItem("15.2", "soat", "flow", ""))
    found = consolidation(replace(form().saying(values), items=items))
    left = Finding("A1", "MK-09/8", "2025-Q1", "15.2", True, Said("why", item="15.2"))
    write_csv(tmp_path / "a.csv", replace(found, findings=(left,)), Written(), texts=False)
    rows = [line.split(",")[4:8] for line in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:]]
    assert rows == [
        ["item:15.1/percent", "50", "%", "accepted"],
        ["item:15.1/fact", "19", "Nafar", "accepted"],
        ["item:15.2/fact", "3", "soat", "left_out"],
        ["item:15.2/ytd", "", "soat", "left_out"],
    ]


def test_a_csv_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("maosh,ism\n", "utf-8")
    with pytest.raises(FileProblem):
        write_csv(tmp_path / "a.csv", BOTH, Written(), texts=False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(("missing", "asked"), [(("duckdb", "_duckdb"), True), (("arro3.io",), False)])
def test_without_the_extra_one_sentence_says_what_to_install(
    missing: tuple[str, ...], asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from akmxl.actions.consolidate.store import refuse_unfit

    for name in missing:
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(FileProblem, match=r"akmxl\[milliy\]"):
        refuse_unfit(Path(), asked=asked)


class TestStore:
    @pytest.fixture(autouse=True)
    def _needs_duckdb(self) -> None:
        pytest.importorskip("duckdb", reason="akmxl[milliy] is not installed")

    def test_it_gives_back_what_the_forms_say(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask, frame

        assert write_store(tmp_path, BOTH, texts=False) == 2
        assert list(frame(tmp_path).columns) == list(COLUMNS)
        assert len(frame(tmp_path)) == 3 * 4
        found = ask(
            tmp_path,
            "SELECT name, sum(value) AS n FROM figures JOIN centres USING (centre) "
            "WHERE key = 'item:15.1/fact' AND received = DATE '2025-04-08' GROUP BY name ORDER BY name",
        )
        assert found == (("name", "n"), [("A1 markazi", 38.0), ("B2 markazi", 19.0)])
        assert ask(tmp_path, "SELECT value FROM figures WHERE key = 'item:15.2/fact' LIMIT 1").rows == [
            (0.1 + 0.2,)
        ]

    def test_texts_are_there_only_where_they_were_asked_for(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        write_store(tmp_path, BOTH, texts=True)
        text = ask(tmp_path, "SELECT text FROM figures WHERE key LIKE 'Tadb%' LIMIT 1").rows
        assert text == [(VALUES[4][1],)]
        assert write_store(tmp_path, BOTH, texts=False) == 2
        with pytest.raises(BadArgument):
            ask(tmp_path, "SELECT text FROM figures")

    def test_only_what_changed_is_written_anew_and_the_rest_stays(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask, frame

        write_store(tmp_path, BOTH, texts=False)
        before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
        own = tmp_path / "figures" / "meniki.parquet"
        own.write_bytes(b"mine")
        assert write_store(tmp_path, BOTH, texts=False) == 0
        assert write_store(tmp_path, consolidation(form()), texts=False) == 0
        assert {path: path.read_bytes() for path in before} == before
        assert write_store(tmp_path, consolidation(form(number=2)), texts=False) == 1
        assert len(frame(tmp_path)) == 3 * 4
        assert own.read_bytes() == b"mine"
        rows = "SELECT DISTINCT centre, version FROM figures WHERE report = 'MK-09/8' ORDER BY ALL"
        assert ask(tmp_path, rows).rows == [("A1", 2), ("B2", 1)]
        assert write_store(tmp_path, consolidation(form(), form("B2")), texts=False) == 1
        assert {path: path.read_bytes() for path in before} == before

    def test_what_came_again_stays_as_it_is_beside_what_is_new(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        write_store(tmp_path / "a", BOTH, texts=False)
        more = consolidation(form(), form("B2"), form(report="MK-10"), form("C3"))
        assert write_store(tmp_path / "a", more, texts=False) == 1
        write_store(tmp_path / "b", more, texts=False)
        for path in (tmp_path / "b").rglob("*.parquet"):
            assert path.read_bytes() == (tmp_path / "a" / path.relative_to(tmp_path / "b")).read_bytes()
        lists = form("D4").saying([("Tadbirlar:T4/title", "Bayram")])
        whole = consolidation(form(), form("B2"), form("C3"), lists)
        assert write_store(tmp_path / "a", whole, texts=False) == 0  # without figures it brings no rows
        assert ask(tmp_path / "a", "SELECT count(DISTINCT centre) FROM figures").rows == [(3,)]
        assert write_store(tmp_path / "a", whole, texts=False) == 0

    def test_what_counted_stays_where_nothing_that_came_counts(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        write_store(tmp_path, BOTH, texts=False)
        second = consolidation(form(number=3))
        unsure = replace(second, entries=(replace(second.entries[0], status=Status.UNSURE),))
        assert [write_store(tmp_path, unsure, texts=False) for _ in range(2)] == [1, 0]
        rows = "SELECT DISTINCT centre, version, status FROM figures WHERE report = 'MK-09/8' ORDER BY ALL"
        assert ask(tmp_path, rows).rows == [("A1", 1, "accepted"), ("A1", 3, "unsure"), ("B2", 1, "accepted")]

    def test_a_file_that_is_another_centres_now_is_not_counted_twice(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        write_store(tmp_path, BOTH, texts=False)
        moved = replace(form(), centre="B2")
        write_store(tmp_path, consolidation(moved), texts=False)
        rows = "SELECT DISTINCT centre FROM figures WHERE report = 'MK-09/8'"
        assert ask(tmp_path, rows).rows == [("B2",)]

    def test_texts_of_before_go_with_a_run_without_them(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import frame

        write_store(tmp_path, BOTH, texts=True)
        write_store(tmp_path, consolidation(form("B2", number=3)), texts=False)
        assert list(frame(tmp_path).columns) == list(COLUMNS)
        assert len(frame(tmp_path)) == 3 * 4

    def test_texts_come_back_with_a_run_that_asks_for_them(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        write_store(tmp_path, BOTH, texts=True)
        write_store(tmp_path, consolidation(form("C3")), texts=False)
        write_store(tmp_path, BOTH, texts=True)
        found = ask(tmp_path, "SELECT count(*), count(text) FROM figures WHERE report = 'MK-09/8'")
        assert found.rows == [(2 * 6 + 4, 2 * 2)]

    def test_a_form_of_texts_alone_that_went_away_is_no_trouble(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        texts = [form(code).saying((("Tadbirlar:T4/title", "Bayram"),)) for code in ("A1", "B2")]
        write_store(tmp_path, consolidation(*texts), texts=True)
        write_store(tmp_path, consolidation(texts[1]), texts=False)
        write_store(tmp_path, consolidation(texts[1]), texts=True)
        assert ask(tmp_path, "SELECT DISTINCT centre FROM figures").rows == [("B2",)]

    def test_a_file_that_the_index_lost_goes_where_nothing_of_it_counts(self, tmp_path: Path) -> None:
        values = tuple((f"item:15.{number}/fact", number) for number in range(60))
        words = tuple((f"Tadbirlar:T{number}/title", "Bayram") for number in range(60))
        write_store(tmp_path, consolidation(form().saying((*values, *words))), texts=True)  # a long one
        (tmp_path / "figures" / "index.json").unlink()
        write_store(tmp_path, consolidation(form().saying(values)), texts=False)
        (only,) = parquets_of(tmp_path)
        assert only.count("-") == 5  # the short one: no number of a share in its name

    def test_of_long_forms_one_correction_makes_one_of_several_files_anew(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        values = tuple((f"item:15.{number}/fact", number) for number in range(150))
        forms = [form(f"M-{number:03}").saying(values) for number in range(40)]
        assert write_store(tmp_path, consolidation(*forms), texts=False) > 10
        short = form("M-007", number=2).saying(values[:50])
        assert (
            write_store(tmp_path, consolidation(*forms[:7], short), texts=False) == 2
        )  # it left the long ones
        assert ask(tmp_path, "SELECT count(*) FROM figures").rows == [(39 * 150 + 50,)]
        long = form("M-007", number=3).saying(values)
        assert write_store(tmp_path, consolidation(long), texts=False) == 1
        assert ask(tmp_path, "SELECT count(*), count(DISTINCT centre) FROM figures").rows == [(40 * 150, 40)]
        fresh = tmp_path / "boshidan"
        write_store(fresh, consolidation(*forms[:7], long, *forms[8:]), texts=False)
        assert parquets_of(fresh) == parquets_of(tmp_path)

    @pytest.mark.parametrize("lost", [b"", b"{}", b"[1]"])
    def test_what_the_index_lost_is_read_out_of_the_files(self, lost: bytes, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask, frame

        write_store(tmp_path, BOTH, texts=True)
        (tmp_path / "figures" / "index.json").write_bytes(lost)
        only = replace(consolidation(form("C3", report="MK-07")), centres=(Centre("C3", "C3 markazi"),))
        write_store(tmp_path, only, texts=False)
        assert list(frame(tmp_path).columns) == list(COLUMNS)  # no texts are left in files that it had lost
        found = ask(tmp_path, "SELECT DISTINCT name FROM figures JOIN centres USING (centre) ORDER BY ALL")
        assert found.rows == [("A1 markazi",), ("B2 markazi",), ("C3 markazi",)]

    def test_a_damaged_table_of_centres_is_told_where_others_are_needed(self, tmp_path: Path) -> None:
        write_store(tmp_path, BOTH, texts=False)
        (tmp_path / "centres.parquet").write_bytes(b"PAR1xxxx")
        only = replace(consolidation(form("C3", report="MK-07")), centres=(Centre("C3", "C3 markazi"),))
        with pytest.raises(FileProblem):
            write_store(tmp_path, only, texts=False)
        assert write_store(tmp_path, BOTH, texts=False) == 0  # all came again: it is made anew

    def test_an_index_that_cannot_be_written_is_told_and_nothing_changes(self, tmp_path: Path) -> None:
        write_store(tmp_path, BOTH, texts=False)
        (tmp_path / "figures" / "index.json").unlink()
        (tmp_path / "figures" / "index.json").mkdir()
        before = parquets_of(tmp_path)
        with pytest.raises(FileProblem), all_or_none():
            write_store(tmp_path, consolidation(form(number=2)), texts=False)
        assert parquets_of(tmp_path) == before

    def test_a_damaged_file_is_made_anew_of_the_forms(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import frame

        write_store(tmp_path, BOTH, texts=False)
        before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
        for path, data in before.items():
            path.write_bytes(data[:-20] + b"x" * 20)
        with pytest.raises(FileProblem):
            write_store(tmp_path, consolidation(form()), texts=False)
        assert write_store(tmp_path, BOTH, texts=False) == 2
        assert {path: path.read_bytes() for path in before} == before
        assert len(frame(tmp_path)) == 3 * 4

    def test_a_large_version_is_kept_and_nothing_spills_elsewhere(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        write_store(tmp_path, consolidation(form(number=2**40)), texts=False)
        assert ask(tmp_path, "SELECT max(version) FROM figures").rows == [(2**40,)]
        ((spill,),) = ask(tmp_path, "SELECT current_setting('temp_directory')").rows
        assert Path(str(spill)).parent == tmp_path
        left = tmp_path / Path(str(spill)).name.replace(f"-{os.getpid()}-", "-999999999-")  # of a killed run
        left.mkdir()
        (left / "spill.tmp").write_bytes(b"")
        write_store(tmp_path, BOTH, texts=False)
        assert not left.exists()

    def test_what_the_store_cannot_take_is_said_before_anything_is_written(self, tmp_path: Path) -> None:
        with pytest.raises(FileProblem):
            write_store(tmp_path, consolidation(form(number=2**70)), texts=False)
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    @pytest.mark.parametrize("question", ["", " ", ";", "-- izoh"])
    def test_a_question_that_asks_nothing_is_said(self, question: str, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import refuse_question, refuse_unfit

        with pytest.raises(BadArgument):
            refuse_question(tmp_path, question)
        (tmp_path / "fayl").write_bytes(b"")
        with pytest.raises(FileProblem):
            refuse_unfit(tmp_path / "fayl")

    @pytest.mark.parametrize(
        "question",
        [
            "SELECT * FROM read_csv('{file}')",
            "COPY figures TO '{file}.out'",
            "ATTACH '{file}.db'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SELECT * FROM read_text('{file}')",
            "SELEKT",
            "SELECT nothing FROM figures",
        ],
    )
    def test_a_question_reaches_no_file(self, question: str, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import ask

        (tmp_path / "sir.csv").write_text("a\n1\n", "utf-8")
        write_store(tmp_path / "ombor", BOTH, texts=False)
        with pytest.raises(BadArgument):
            ask(tmp_path / "ombor", question.format(file=tmp_path / "sir.csv"))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["ombor", "sir.csv"]

    def test_no_store_and_a_damaged_one_are_said(self, tmp_path: Path) -> None:
        from akmxl.actions.consolidate.store import frame

        with pytest.raises(FileProblem):
            frame(tmp_path)
        write_store(tmp_path, BOTH, texts=False)
        next(tmp_path.glob("figures/*.parquet")).write_bytes(b"PAR1xxxx")
        with pytest.raises(AkmxlError):
            frame(tmp_path)

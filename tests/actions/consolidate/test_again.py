"""Run after run into one store says the same, byte for byte, as one run from nothing over the same files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest
from conftest import once
from running import everything_in
from submission.returns.made_forms import (
    QUARTER,
    centres,
    form_of,
    form_sha256,
    make_patterns,
    of_other_template,
    open_patterns,
    with_figure,
)

from akmxl.actions.consolidate.consolidate import consolidate
from akmxl.actions.consolidate.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from submission.returns.made_forms import Pattern

    from akmxl.plan.returns.records import Centre

pytest.importorskip("duckdb", reason="akmxl[milliy] is not installed")

KEYS = (("MK-10", QUARTER), ("MK-14", QUARTER), ("VA-02", "2025-01"))
FIGURE = "item:15.1/fact"
HEAD = "Kod;Nomi;Viloyat;Tuman;Guruh;Tugash\n"


@pytest.fixture(autouse=True)
def a_while_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that came just before a run count as untouched in the next one."""
    monkeypatch.setattr("akmxl.actions.consolidate.untouched._MOMENT", 0)


@pytest.fixture(scope="module")
def patterns(shared: Path) -> list[Pattern]:
    every = open_patterns(once(shared, "returned-forms", make_patterns))
    return [every[key] for key in KEYS]


@dataclass
class Office:
    """What an office has: the forms that came, its table of centres, and what it asks for."""

    folder: Path
    patterns: list[Pattern]
    chance: random.Random
    names: dict[str, str] = field(default_factory=dict)
    until: dict[str, str] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    versions: dict[tuple[str, str], list[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "kelgan" / "2025-04-07").mkdir(parents=True)
        self.more()

    @property
    def came(self) -> Path:
        return self.folder / "kelgan" / "2025-04-07"

    def _one(self) -> tuple[Pattern, Centre]:
        return self.chance.choice(self.patterns), self.chance.choice(centres(6))

    def _put(self, centre: Centre, name: str, data: bytes) -> None:
        (self.came / centre.code).mkdir(exist_ok=True)
        (self.came / centre.code / f"{name}.xlsx").write_bytes(data)

    def more(self) -> None:
        """Some first versions come, some of them again under another name."""
        for _ in range(5):
            pattern, centre = self._one()
            data = form_of(pattern, centre)
            self.versions.setdefault((centre.code, pattern.key[0]), [data])
            self._put(centre, pattern.key[0] + self.chance.choice(("", " (2)")), data)

    def altered(self) -> None:
        """A form is altered where it lies, so that it is refused from now on."""
        if paths := sorted(self.came.rglob("MK-10*.xlsx")):
            path = self.chance.choice(paths)
            path.write_bytes(with_figure(form_of(self.patterns[0], centres(1)[0]), FIGURE, 9999))

    def superseded(self, *more: int) -> None:
        """A next version comes; a fork where there are two."""
        pattern, centre = self._one()
        chain = self.versions.get((centre.code, pattern.key[0]), [form_of(pattern, centre)])
        number = len(chain) + 1
        for one in more or (1,):
            months = {("15.1", 2): 70 + one + number}
            data = form_of(pattern, centre, version=number, supersedes=form_sha256(chain[-1]), figures=months)
            self._put(centre, f"{pattern.key[0]} v{number} {one}", data)
        if len(more) < 2:
            self.versions[centre.code, pattern.key[0]] = [*chain, data]

    def forked(self) -> None:
        self.superseded(1, 2)

    def of_another_template(self) -> None:
        """A form comes whose figures stand in other columns than those of the others."""
        pattern, centre = self._one()
        self._put(centre, f"{pattern.key[0]} boshqa", of_other_template(form_of(pattern, centre)))

    def renamed(self) -> None:
        """A centre is called otherwise in the table, and is gone by a day that may be within the period."""
        centre = self.chance.choice(centres(6))
        self.names[centre.code] = f"{centre.name} {self.chance.randrange(100)}"
        self.until[centre.code] = self.chance.choice(("", "15.02.2025", "31.12.2025"))

    def asked(self) -> None:
        self.periods = self.chance.choice(((), (QUARTER,), ("2025-01", QUARTER)))

    def removed(self) -> None:
        paths = sorted(self.came.rglob("*.xlsx"))
        if len(paths) > 1:
            self.chance.choice(paths).unlink()

    def task(self, into: Path) -> Task:
        table = self.folder / "markazlar.csv"
        rows = (
            f"{one.code};{self.names.get(one.code, one.name)};{one.region};{one.district};{one.group};"
            f"{self.until.get(one.code, '')}\n"
            for one in centres(6)
        )
        table.write_text(HEAD + "".join(rows), encoding="utf-8")
        return Task(
            (self.folder / "kelgan",), into / "natija.xlsx", date(2025, 4, 10), centres=table,
            store=into / "ombor", csv=into / "sonlar.csv", periods=self.periods,
        )  # fmt: skip


ADDING: list[Callable[[Office], None]] = [
    Office.more, Office.superseded, Office.forked, Office.of_another_template, Office.renamed, Office.asked
]  # fmt: skip
TAKING = [Office.altered, Office.removed]


def said(into: Path, *, store: bool) -> dict[str, bytes]:
    """What a run says: its workbooks and its table, and what is in its ``store``, not how that was found."""
    ours = everything_in(into)
    return {
        name: data
        for name, data in ours.items()
        if name.endswith((".xlsx", ".csv") if not store else (".xlsx", ".csv", ".parquet"))
    }


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, ADDING), (2, ADDING), (3, [*ADDING, *TAKING]), (4, [*ADDING, *TAKING])]
)
def test_any_sequence_of_runs_says_what_one_run_says(
    seed: int, steps: list[Callable[[Office], None]], patterns: list[Pattern], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What was taken away stays in the store alone, so that is compared as long as all grows."""
    office = Office(tmp_path / "idora", patterns, random.Random(seed))
    kept = tmp_path / "har kuni"
    for step in range(7):
        if step == 4:
            for module in ("manifest", "answers", "tidy"):
                monkeypatch.setattr(f"akmxl.actions.consolidate.{module}.__version__", "99")
        consolidate(office.task(kept))
        fresh = tmp_path / f"boshidan {step}"
        consolidate(office.task(fresh))
        store = steps is ADDING
        assert said(kept, store=store) == said(fresh, store=store), (seed, step)
        rmtree(fresh)
        office.chance.choice(steps)(office)


def test_a_manifest_that_is_damaged_or_foreign_changes_nothing(
    patterns: list[Pattern], tmp_path: Path
) -> None:
    office = Office(tmp_path / "idora", patterns, random.Random(5))
    into = tmp_path / "natija"
    consolidate(office.task(into))
    made = said(into, store=True)
    for name in ("manifest/000000.jsonl", "answers.json", "days.json", "figures/index.json"):
        path = into / "ombor" / name
        whole = path.read_bytes()
        for data in (b"", whole[: len(whole) // 2], b"[]", b"{}", whole.replace(b"1", b"2")):
            path.write_bytes(data)
            if name == "days.json":
                path.unlink()  # of days that are known all is told by the folder too
            consolidate(office.task(into))
            assert said(into, store=True) == made, (name, data[:20])


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("part", range(8))
def test_a_run_that_is_killed_costs_the_next_one_nothing(
    part: int, patterns: list[Pattern], tmp_path: Path
) -> None:
    """It is killed as it is about to write, or to put something in its place, for the nth time."""
    office = Office(tmp_path / "idora", patterns, random.Random(6))
    into, fresh = tmp_path / "natija", tmp_path / "boshidan"
    consolidate(office.task(into))
    for _ in range(3):
        office.more()
        office.superseded()
    task = office.task(into)
    consolidate(office.task(fresh))
    script = (
        "import os, signal, sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "left = int(sys.argv[1])\n"
        "def count(event, _arguments):\n"
        "    global left\n"
        "    opened = event == 'open' and str(_arguments[1])[:1] in ('x', 'w')\n"
        "    if opened or event in ('os.rename', 'os.remove'):\n"
        "        left -= 1\n"
        "        if left < 0:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(count)\n"
        "from akmxl.actions.consolidate.consolidate import consolidate\n"
        "from akmxl.actions.consolidate.task import Task\n"
        "came, out, table, store, csv = map(Path, sys.argv[2:])\n"
        "consolidate(Task((came,), out, date(2025, 4, 10), centres=table, store=store, csv=csv))\n"
    )
    places = [str(one) for one in (task.paths[0], task.out, task.centres, task.store, task.csv)]
    for nth in range(part, 200, 8):
        run = subprocess.run(
            [sys.executable, "-c", script, str(nth), *places], check=False, capture_output=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        assert run.returncode in (0, -signal.SIGKILL), run.stderr.decode()
        if run.returncode == 0:
            break
    else:
        pytest.fail("it never ended")
    consolidate(task)
    assert said(into, store=True) == said(fresh, store=True)
    assert not list(into.rglob(".akmxl-*.tmp"))

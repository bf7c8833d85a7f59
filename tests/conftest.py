"""Workbooks that cost a while to make: made once, for all workers; each test gets a copy."""

from __future__ import annotations

import gc
import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from making_plans import fill_sample, make_plan
from once_a_process import anew, remembered
from running import Run, akmxl_process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# No example is too slow: how long it takes says something about the machine only.
settings.register_profile("akmxl", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("akmxl")

TODAY = date(2025, 4, 10)  # the day on which the first quarter's reports are made


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what was imported. A run of akmxl does not look for it at all;
    where hundreds of them share a process, that took a fifth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


@pytest.fixture(scope="session", autouse=True)
def _remembered() -> Iterator[None]:
    with remembered():
        yield


@pytest.fixture
def done_anew() -> Iterator[None]:
    """For tests of reading and making themselves: nothing is taken over from another test."""
    with anew():
        yield


@dataclass(frozen=True)
class Demo:
    """What ``akmxl demo`` made: only to be looked at."""

    folder: Path
    run: Run

    @property
    def faulty(self) -> Path:
        return self.folder / "1-xatoli" / "reja-2025.xlsx"

    @property
    def mended(self) -> Path:
        return self.folder / "2-tuzatilgan" / "reja-2025.xlsx"

    @property
    def forms(self) -> list[Path]:
        return sorted(self.mended.parent.glob("hisobotlar/*/*.xlsx"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def once(shared: Path, name: str, make: Callable[[Path], object]) -> Path:
    """``shared/name``, made by the first worker that asks."""
    target = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not target.exists():
            unfinished = shared / f"{name}.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(target)
    return target


@pytest.fixture(scope="session")
def demo(shared: Path) -> Demo:
    """The demo, made by a process of its own in English."""

    def make(folder: Path) -> None:
        run = akmxl_process("--lang", "en", "demo", "demo", folder=folder)
        words = {"code": run.code, "out": run.out, "err": run.err}
        (folder / "run.json").write_text(json.dumps(words), encoding="utf-8")

    made = once(shared, "demo-run", make)
    run = Run(**json.loads((made / "run.json").read_text(encoding="utf-8")))
    return Demo(made / "demo", run)


@pytest.fixture(scope="session")
def shipped(shared: Path) -> Path:
    """The shipped plan without figures; the sender's block is filled."""
    return once(shared, "shipped", lambda folder: make_plan(folder / "reja.xlsx")) / "reja.xlsx"


@pytest.fixture(scope="session")
def quarter(shared: Path) -> Path:
    """The shipped plan with sample figures of the first quarter: nothing blocks its reports."""

    def make(folder: Path) -> None:
        make_plan(folder / "reja.xlsx")
        fill_sample(folder / "reja.xlsx", 3)

    return once(shared, "quarter", make) / "reja.xlsx"


@pytest.fixture
def plan_path(shipped: Path, tmp_path: Path) -> Path:
    """A copy of the shipped plan."""
    return _copy(shipped, tmp_path)


@pytest.fixture
def quarter_path(quarter: Path, tmp_path: Path) -> Path:
    """A copy of the plan with the first quarter's figures."""
    return _copy(quarter, tmp_path)


@pytest.fixture
def mended_path(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's mended workbook, without its forms."""
    return _copy(demo.mended, tmp_path)


def _copy(source: Path, folder: Path) -> Path:
    target = folder / "ish" / source.name
    target.parent.mkdir()
    shutil.copyfile(source, target)
    return target

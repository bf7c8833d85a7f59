"""The same records whoever reads; a worker that dies costs its chunk's time, what kills it is named."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from akmxl.actions.consolidate import engine
from akmxl.actions.consolidate.workers import Hire, read_forms, refuse_bad
from akmxl.core.errors import AkmxlError, BadArgument, FileProblem

from .working import fail, forms, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from akmxl.plan.returns.records import Refused, Return

COUNT = 30


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CHUNK", 4)


def told(found: list[Return | Refused]) -> list[tuple[str, bool]]:
    """Return of each record its file, and whether it was read."""
    return [(one.came.file, getattr(one, "reason", "") == "read") for one in found]


ALL = [(f"{number}.xlsx", True) for number in range(COUNT)]
ALL_BUT_ONE = [(f"{number}.xlsx", number != 13) for number in range(COUNT)]


class Backwards(Executor):
    """An executor of somebody's own, which does the last first, and nothing before it is asked to."""

    def __init__(self) -> None:
        self.most = 0
        self._waiting: list[tuple[Future[object], Callable[[], object]]] = []

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        self.most = max(self.most, len(self._waiting))
        if len(self._waiting) > 3 or args == ([],) or len(args[0]) < 4:
            while self._waiting:
                done, act = self._waiting.pop()
                done.set_result(act())
        return future


def test_few_are_read_here_and_so_are_all_with_one_job() -> None:
    assert told(list(read_forms(forms(COUNT), Hire(), work))) == ALL
    assert told(list(read_forms(forms(COUNT), Hire(jobs=1), work))) == ALL


def test_threads_give_the_same_in_the_same_order() -> None:
    with ThreadPoolExecutor(3) as pool:
        assert told(list(read_forms(forms(COUNT), Hire(pool), work))) == ALL


def test_any_executor_gives_the_same_and_is_not_overwhelmed() -> None:
    own = Backwards()
    assert told(list(read_forms(forms(COUNT), Hire(own), work))) == ALL
    assert own.most <= 12


def test_processes_lose_nothing_but_the_file_that_kills() -> None:
    assert told(list(read_forms(forms(COUNT, deadly=13), Hire(jobs=2), work))) == ALL_BUT_ONE


def test_a_given_pool_that_breaks_is_replaced() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert told(list(read_forms(forms(COUNT, deadly=13), Hire(pool), work))) == ALL_BUT_ONE


class Stumbling(ThreadPoolExecutor):
    """A cluster that says something of its own of the first chunk, whose worker is gone."""

    stumbled = False

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        if self.stumbled:
            return super().submit(fn, *args, **kwargs)
        self.stumbled = True
        future: Future[object] = Future()
        future.set_exception(ValueError("not enough values to unpack"))
        return future


def test_whatever_is_said_of_a_lost_chunk_it_is_read_again() -> None:
    with Stumbling(2) as pool:
        assert told(list(read_forms(forms(COUNT), Hire(pool), work))) == ALL


def test_workers_that_cannot_work_are_no_fault_of_the_forms() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(FileProblem):
        list(read_forms(forms(COUNT), Hire(pool), fail))


def test_a_dask_cluster_gives_the_same_and_survives_the_file_that_kills() -> None:
    pytest.importorskip("distributed", reason="akmxl[milliy] is not installed")
    assert told(list(read_forms(forms(COUNT, deadly=13), Hire(engine="local"), work))) == ALL_BUT_ONE


def test_a_cluster_with_certificates_gives_the_same_and_none_without_them(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="akmxl[milliy] is not installed")
    config = pytest.importorskip("dask").config
    pytest.importorskip("cryptography")
    secured = distributed.Security.temporary()
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        protocol="tls://",
        security=secured,
    ) as own:
        address = own.scheduler_address
        with pytest.raises(FileProblem):
            list(read_forms(forms(COUNT), Hire(engine=address), work))
        files = {"ca-file": secured.tls_ca_file, "client.cert": secured.tls_client_cert,
                 "client.key": secured.tls_client_key}  # fmt: skip
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        known = {f"distributed.comm.tls.{name}": str(tmp_path / name) for name in files}
        with config.set(known):
            assert told(list(read_forms(forms(COUNT), Hire(engine=address), work))) == ALL


@pytest.mark.parametrize(
    "hire",
    [
        Hire(engine="tcp://192.0.2.1:8786"),
        Hire(engine="tls://nowhere"),
        Hire(engine="cluster"),
        Hire(jobs=-1),
        Hire(jobs=2, engine="local"),
    ],
)
def test_what_cannot_be_asked_for_is_said_at_once(hire: Hire) -> None:
    with pytest.raises(BadArgument):
        refuse_bad(hire)


def test_a_cluster_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="akmxl[milliy] is not installed")
    monkeypatch.setattr("akmxl.actions.consolidate.cluster._SECONDS", 0.2)
    with pytest.raises(AkmxlError):
        list(read_forms(forms(2), Hire(engine="tcp://127.0.0.1:9"), work))

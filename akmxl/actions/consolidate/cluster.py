"""Let a Dask cluster read the forms: the one at an address, or one of this PC (``local``)."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from akmxl.actions.consolidate.engine import Workers, processors
from akmxl.actions.consolidate.extra import import_extra
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Executor

LOCAL = "local"
_SECONDS = 20  # to wait for a scheduler


class _Client(Protocol):
    """What is used of ``dask.distributed.Client``."""

    def get_executor(self, *, pure: bool) -> Executor: ...
    def ncores(self) -> Mapping[str, int]: ...
    def close(self) -> None: ...


def refuse_address(engine: str) -> None:
    """Raise ``BadArgument`` for an address that is none, and for one that sends forms over a network open."""
    if engine == LOCAL:
        return
    try:
        found = urlsplit(engine)
        known = found.scheme in ("tls", "tcp") and bool(found.hostname) and bool(found.port)
    except ValueError:
        known = False
    if not known:
        raise BadArgument(
            N_("--engine “{engine}” is not understood. Examples: local, tls://scheduler:8786."), engine=engine
        )
    if found.scheme == "tcp" and not _is_here(found.hostname or ""):
        raise BadArgument(
            N_(
                "“{engine}” is another machine, and tcp:// sends the forms there for all to read. "
                "Use tls:// there; tcp:// is for this PC alone."
            ),
            engine=engine,
        )


def _is_here(host: str) -> bool:
    return host.lower() in ("localhost", "127.0.0.1", "::1", socket.gethostname().lower())


@contextmanager
def cluster(engine: str) -> Iterator[Workers]:
    """Give the workers of a cluster; raises ``FileProblem`` where it does not answer or has none."""
    distributed = import_extra("distributed")
    if engine == LOCAL:
        import_extra("dask").config.set({"distributed.scheduler.allowed-failures": 0})
        free = "127.0.0.1:0"  # its pages are for nobody, so any port will do
        options = {"threads_per_worker": 1, "dashboard_address": free, "silence_logs": 50}
        with (
            distributed.LocalCluster(n_workers=processors(), **options) as own,
            distributed.Client(own) as client,
        ):
            yield _workers(client)
        return
    client = _connected(distributed.Client, engine)
    try:
        yield _workers(client)
    finally:
        client.close()


def _connected(client: Callable[..., _Client], engine: str) -> _Client:
    try:
        return client(engine, timeout=_SECONDS)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise FileProblem(
            N_(
                "The cluster “{engine}” does not answer ({why}). Look whether it runs, and whether this PC "
                "has its certificates."
            ),
            engine=engine,
            why=type(error).__name__,
        ) from error


def _workers(client: _Client) -> Workers:
    """Return a cluster's workers; it replaces those that die itself, so nothing is made anew."""
    count = sum(client.ncores().values())
    if not count:
        raise FileProblem(N_("The cluster has no workers now. Start some, and run it again."))
    executor = client.get_executor(pure=False)
    return Workers(executor, count, lambda: executor)

"""Start without what libraries import for no command of akmxl: a twentieth of a check."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LATE = {"inspect": (), "urllib.parse": ("quote_from_bytes",)}  # pathlib's, for web addresses of files


def travel_light() -> None:
    """Import click for this process.

    What click and pathlib use in functions alone is imported when something is asked of it. ``uuid`` is in a
    type of click's that no command has, and brings ``platform``; whoever imports it later gets it.
    """
    for name, functions in _LATE.items():
        _import_late(name, functions)
    known = "uuid" in sys.modules
    if not known:
        sys.modules["uuid"] = ModuleType("uuid")
        sys.modules["uuid"].__dict__["UUID"] = object
    import click  # noqa: F401

    if not known:
        del sys.modules["uuid"]


def _import_late(name: str, functions: Iterable[str]) -> None:
    """Let a module stand in for one that is imported when something is first asked of it.

    Its ``functions`` may be taken out of it before; they are asked for when they are called.
    """

    def ask(attribute: str) -> object:
        if attribute.startswith("__"):  # as Python itself asks of every module
            raise AttributeError(attribute)
        if sys.modules.get(name) is late:
            del sys.modules[name]
        module = import_module(name)
        late.__dict__.update(vars(module))
        return getattr(module, attribute)

    def taken(function: str) -> Callable[..., object]:
        return lambda *values: cast("Callable[..., object]", ask(function))(*values)

    late = ModuleType(name)
    if name not in sys.modules:
        sys.modules[name] = late
        late.__dict__.update({function: taken(function) for function in functions}, __getattr__=ask)
        package, _point, own = name.rpartition(".")
        if package:
            setattr(import_module(package), own, late)

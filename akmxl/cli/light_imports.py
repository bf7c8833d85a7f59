"""Let click come without what it imports for no command of akmxl: a twentieth of a check."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType


def travel_light() -> None:
    """Import click for this process.

    ``inspect`` is imported when something is asked of it. ``uuid``, which brings ``platform`` along, stands in a
    type of click's that no command has; whoever imports it later gets it.
    """
    _import_late("inspect")
    known = "uuid" in sys.modules
    if not known:
        sys.modules["uuid"] = ModuleType("uuid")
        sys.modules["uuid"].__dict__["UUID"] = object
    import click  # noqa: F401

    if not known:
        del sys.modules["uuid"]


def _import_late(name: str) -> None:
    """Let a module stand in for one that is imported when something is first asked of it."""

    def ask(attribute: str) -> object:
        del sys.modules[name]
        module = import_module(name)
        late.__dict__.update(vars(module))
        return getattr(module, attribute)

    if name not in sys.modules:
        sys.modules[name] = late = ModuleType(name)
        late.__dict__["__getattr__"] = ask

"""Start without what libraries import for no command of akmxl: a twentieth of a check."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

_LATE = ("inspect", "ipaddress")  # of ``urllib``, which pathlib has for web addresses of files


def travel_light() -> None:
    """Import click for this process.

    What click and pathlib use in functions alone is imported when something is asked of it. ``uuid`` is in a
    type of click's that no command has, and brings ``platform``; whoever imports it later gets it.
    """
    for name in _LATE:
        _import_late(name)
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

"""What each button does, by the name that the macro calls it."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

from akmxl import __version__
from akmxl.assets import GUIDE, asset
from akmxl.errors import FileProblem
from akmxl.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from akmxl.ribbon.press import Press


def probe(_press: Press) -> None:
    """Answer with the version: ``akmxl addin install`` asks by the macro's own command line."""
    print(f"akmxl {__version__}")


def show_guide(_press: Press) -> None:
    """Open the guide for library staff in the browser; it ships with akmxl and needs no network."""
    page = asset(GUIDE)
    if not webbrowser.open(page.as_uri()):
        raise FileProblem(N_("No browser could be opened. The guide is here: {path}"), path=page)


ACTIONS: Mapping[str, Callable[[Press], None]] = {"probe": probe, "help": show_guide}

"""Map each button's name, as the macro calls it, to what the button does."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from akmxl.core.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from akmxl.ribbon.press import Press

    Action = Callable[[Press], None]


def probe(_press: Press) -> None:
    """Print the version: ``akmxl addin install`` asks for it by the macro's own command line."""
    print(f"akmxl {__version__}")


def show_guide(_press: Press) -> None:
    """Open the guide for library staff in the browser; it ships with akmxl and needs no network.

    Raises ``FileProblem`` where no browser can be opened.
    """
    import webbrowser

    from akmxl.core.assets import GUIDES, asset, in_words
    from akmxl.core.errors import FileProblem
    from akmxl.core.i18n import N_

    page = asset(in_words(GUIDES))
    if not webbrowser.open(page.as_uri()):
        raise FileProblem(N_("No browser could be opened. The guide is here: {path}"), path=page)


def _on_desk(name: str) -> Action:
    """Return an action on the workbook in front; ``name`` is ``module.function`` of this room.

    The module is imported when the button is pressed.
    """

    def act(press: Press) -> None:
        from akmxl.ribbon.desk import Desk

        module, _, function = name.partition(".")
        getattr(import_module(f"akmxl.ribbon.{module}"), function)(Desk.of(press))

    return act


ACTIONS: Mapping[str, Action] = {
    "probe": probe,
    "help": show_guide,
    "check": _on_desk("checking.check"),
    "next-finding": _on_desk("checking.next_finding"),
    "close-month": _on_desk("month.close"),
    "hand-in": _on_desk("month.hand_in"),
    "rollup": _on_desk("month.roll_up"),
    "due": _on_desk("reports.show_due"),
    "submit": _on_desk("reports.submit"),
    "sent": _on_desk("reports.mark_sent"),
    "folder": _on_desk("reports.open_folder"),
    "import": _on_desk("importing.import_file"),
    "repair": _on_desk("repairing.repair"),
}

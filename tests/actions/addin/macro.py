"""The macro, run by pyOpenVBA as Excel would run it, without what lies outside it."""

from __future__ import annotations

import re
from functools import cache

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication

from akmxl.actions.addin.words import MODULE

from .sources import BUILT

PYTHON = r"C:\Program Files\Python 3.11\python.exe"
WINDOW = 4711
PRESSED = {
    "AkmxlCheck": "check",
    "AkmxlNextFinding": "next-finding",
    "AkmxlHandIn": "hand-in",
    "AkmxlCloseMonth": "close-month",
    "AkmxlRollup": "rollup",
    "AkmxlDue": "due",
    "AkmxlSubmit": "submit",
    "AkmxlSent": "sent",
    "AkmxlFolder": "folder",
    "AkmxlImport": "import",
    "AkmxlRepair": "repair",
    "AkmxlHelp": "help",
}


@cache
def built(language: str) -> str:
    """The macro as the add-in of a language holds it."""
    with ExcelFile(BUILT[language]) as file:
        return file.get_module(MODULE)


def excel(
    *,
    python: str = PYTHON,
    run: str = "AkmxlRun = 0",
    workbook: str = "",
    language: str = "uz",
    shows: bool = True,
) -> ExcelApplication:
    """Excel with the macro in it; the functions that reach outside give these answers."""
    source = built(language)
    outside = {
        "AkmxlPython": f'AkmxlPython = "{python}"',
        "AkmxlWindow": f'AkmxlWindow = "{WINDOW}"',
        "AkmxlRun": f"Debug.Print command\r\n    {run}",
        "AkmxlShows": f"AkmxlShows = {shows}",
        "AkmxlPopup": "Debug.Print text",
    }
    for name, body in outside.items():
        pattern = rf"(Private Function {name}\(.*?\r\n).*?(?=End Function)"
        source, count = re.subn(pattern, lambda found: f"{found[1]}    {body}\r\n", source, flags=re.DOTALL)  # noqa: B023
        assert count == 1
    app = ExcelApplication()
    app.add_module(source, name=MODULE)
    clicks = (f"Public Sub Click{name}()\r\n    {name} Nothing\r\nEnd Sub\r\n" for name in PRESSED)
    app.add_module("".join(clicks), name="Clicks")
    if workbook:
        app.add_workbook().name = workbook
    return app


@cache
def command_of(callback: str, **given: str) -> str:
    """The line that a press makes Excel run."""
    app = excel(**given)
    app.run(f"Click{callback}")
    assert app.dialogs == []
    (line,) = app.console
    return line

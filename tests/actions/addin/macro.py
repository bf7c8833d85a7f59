"""The macro, run by pyOpenVBA as Excel would run it, without what lies outside it."""

from __future__ import annotations

import re
from functools import cache

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication

from akmxl.actions.addin.build import MODULE

from .sources import BUILT

with ExcelFile(BUILT) as file:
    SOURCE = file.get_module(MODULE)
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


def excel(*, python: str = PYTHON, run: str = "AkmxlRun = 0", workbook: str = "") -> ExcelApplication:
    """Excel with the macro in it; the functions that reach outside give these answers."""
    source = SOURCE
    outside = {
        "AkmxlPython": f'AkmxlPython = "{python}"',
        "AkmxlWindow": f'AkmxlWindow = "{WINDOW}"',
        "AkmxlRun": f"Debug.Print command\r\n    {run}",
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

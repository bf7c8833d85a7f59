"""Read the press of a button from the macro's command line, and tell a sentence over Excel."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_ESCAPED = re.compile(r"~([0-9A-F]{4})")
_WARNING_IN_FRONT = 0x30 | 0x10000  # MB_ICONWARNING, MB_SETFOREGROUND


@dataclass(frozen=True)
class Press:
    """A button's action, Excel's window, and the name of the workbook in front (empty: there is none)."""

    action: str
    window: int = 0
    workbook: str = ""
    day: date | None = None
    language: str = DEFAULT_LANGUAGE

    @property
    def today(self) -> date:
        """The day that is taken for today: the calendar's, unless the run is to be repeated."""
        return self.day or date.today()


def read_press(arguments: Sequence[str] | None, actions: Mapping[str, object]) -> Press:
    """Read the press that a command line describes; one that is not understood ends the run with 2."""
    parser = argparse.ArgumentParser("akmxl.ribbon", allow_abbrev=False)
    parser.add_argument("action", choices=sorted(actions))
    parser.add_argument("--hwnd", type=int, default=0)
    parser.add_argument("--workbook-name", type=spelt_out, default="")
    parser.add_argument("--today", type=date.fromisoformat, help="so that a run can be repeated")
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    read = parser.parse_args(arguments)
    return Press(read.action, read.hwnd, read.workbook_name, read.today, read.lang)


def spelt_out(name: str) -> str:
    """Decode a workbook's name from the macro's spelling: ``~`` and four hex digits are a unit of UTF-16."""
    units = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def show_warning(press: Press, text: str) -> None:
    """Show a sentence in a window over Excel, whatever its letters; elsewhere on the terminal."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(press.window, text, "AKM", _WARNING_IN_FRONT)
    else:
        print(text, file=sys.stderr)

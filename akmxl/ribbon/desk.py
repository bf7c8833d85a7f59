"""Work for whoever pressed a button: on the workbook in front, through windows over Excel."""

from __future__ import annotations

from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING

from akmxl.actions.open_plan import opened_of, refuse_others
from akmxl.core.cells import Place
from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, _
from akmxl.workbook.doors.live.attach import workbook_in_front
from akmxl.workbook.doors.live.com import ask, patient, tell
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from akmxl.plan.model import Plan
    from akmxl.ribbon.press import Press
    from akmxl.workbook.doors.live.door import LiveDoor
    from akmxl.workbook.doors.live.excel_types import ExcelApp
    from akmxl.workbook.opened import OpenedPlan

TITLE = "AKM"
_MOST_LINES, _LONGEST_LINE = 24, 300  # a window must fit on a small screen
_LONGEST_STATUS = _LONGEST_QUESTION = 250  # Excel takes 255 letters
_SHOWN = -1  # Worksheet.Visible


@dataclass(frozen=True)
class Desk:
    """One press of a button, attached to its workbook."""

    door: LiveDoor
    today: date

    @classmethod
    def of(cls, press: Press) -> Desk:
        """Return the desk of a press; raises an ``AkmxlError`` where there is no workbook to work on."""
        desk = cls(workbook_in_front(press.window, press.workbook), press.today)
        desk.status("")
        return desk

    @cached_property
    def file(self) -> PlanFile:
        """The workbook as a plan's file; raises an ``AkmxlError`` where it is none."""
        file = PlanFile.of(self.door)
        refuse_others(file)
        return file

    @cached_property
    def opened(self) -> OpenedPlan:
        return opened_of(self.file)

    @property
    def plan(self) -> Plan:
        return self.opened.plan

    @property
    def _app(self) -> ExcelApp:
        return self.door.excel.app

    def say(self, *lines: str) -> None:
        """Show lines in a window over Excel, until somebody has read them."""
        self._app.alert(_fitting(lines), TITLE, "ok", "info")

    def agrees(self, *lines: str) -> bool:
        """Ask a question, the last of the lines; closing the window is a no."""
        return str(self._app.alert(_fitting(lines), TITLE, "yes_no", "info")) == "yes"

    def ask(self, question: str, offered: str = "") -> str | None:
        """Ask a question in a window and return the answer, None for Esc.

        ``offered`` is the answer that is in the field already.
        """
        asked = shorten(question, _LONGEST_QUESTION, placeholder="…")
        answer = patient(self._app.api.InputBox)(asked, TITLE, offered)
        return answer.strip() if isinstance(answer, str) else None

    def choose(self, question: str, choices: Mapping[str, str]) -> str | None:
        """Let a person choose by number, in as many windows as the choices need; None for Esc.

        ``choices`` gives by answer what is shown for it. The answer itself may be typed too: what is neither
        is returned as it was typed.
        """
        answers = list(choices)
        numbered = [f"{number}. {choices[answer]}" for number, answer in enumerate(answers, 1)]
        pages = list(_pages(question, numbered))
        page = 0
        while True:
            typed = patient(self._app.api.InputBox)(pages[page], TITLE, "1" if page == 0 else "")
            if not isinstance(typed, str) or not typed.strip():
                return None
            answer = typed.strip()
            if answer == "0":
                page = (page + 1) % len(pages)
            elif answer.isdecimal() and int(answer) <= len(answers):
                return answers[int(answer) - 1]
            elif not answer.isdecimal():
                return answer

    def pick_file(self, name: str, patterns: str, title: str) -> str | None:
        """Let a person pick a file; ``patterns`` are shown under ``name``. None where none was picked."""
        picked = patient(self._app.api.GetOpenFilename)(f"{name} ({patterns}),{patterns}", 1, title)
        return picked if isinstance(picked, str) else None

    def status(self, text: str) -> None:
        """Show a line below the sheet, until the next press; an empty one gives the place back to Excel."""
        tell(self._app, "status_bar", shorten(text, _LONGEST_STATUS, placeholder="…") or False)

    def go_to(self, place: Place) -> bool:
        """Show a cell and select it; False where its sheet is hidden."""
        sheet = self.door.sheet(place.sheet)
        if ask(sheet.api, "Visible") != _SHOWN:
            return False
        patient(self._app.api.Goto)(sheet.range((place.row, place.column)).api)
        return True

    def here(self) -> Place | None:
        """Return the selected cell, the first one of several; None where no cell is selected."""
        selected = ask(self._app, "selection")
        if selected is None:
            return None
        return Place(
            str(ask(selected.sheet, "name")), int(ask(selected, "row")), int(ask(selected, "column"))
        )


def _pages(question: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield the texts of windows that hold all lines below a question; each but the last offers the next."""
    question = shorten(question, _LONGEST_QUESTION // 2, placeholder="…")
    more = _(N_("0. others"))
    room = _LONGEST_QUESTION - len(question) - len(more) - 2
    page: list[str] = []
    for line in lines:
        cut = shorten(line, room, placeholder="…")
        if page and len("\n".join([*page, cut])) > room:
            yield "\n".join([question, *page, more])
            page = []
        page.append(cut)
    yield "\n".join([question, *page])


def _fitting(lines: Iterable[str]) -> str:
    """Return lines as far as they fit into a window, then how many more there are."""
    cut = [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in lines]
    if len(cut) > _MOST_LINES:
        more = len(cut) - _MOST_LINES
        cut = [*cut[: _MOST_LINES - 1], _(N_("and {count} more"), count=more), cut[-1]]
    return "\n".join(cut)

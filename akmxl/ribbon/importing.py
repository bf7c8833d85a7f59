"""Import another system's export into the workbook in front: the button Import."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from akmxl.actions.fitting_profiles import fitting_profiles
from akmxl.actions.import_file import propose, write_import, write_rejected
from akmxl.actions.import_wording import parts_of, title_of
from akmxl.actions.suggest_profile import suggest_profile
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _, number
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from akmxl.actions.import_wording import Part
    from akmxl.importers.proposal import Proposal
    from akmxl.importers.suggest import Suggestion
    from akmxl.ribbon.desk import Desk
    from akmxl.workbook.opened import OpenedPlan

T = TypeVar("T")

_FILES = "*.xlsx;*.xlsm;*.xlsb;*.xls;*.ods;*.csv;*.tsv;*.txt;*.htm;*.html;*.xml;*.mrc;*.iso;*.zip"
_LINES = 5  # of a sort, at most
_ROOM = 20  # lines of all sorts: the window must fit on a small screen
_QUESTIONS = 6  # of a draft that are shown; all stand in its file
_ENCODING, _ORDER = "--encoding", "--date-order"  # options that a window asks for instead
_ORDERS = {
    "KOY": N_("day, month, year: 31.12.2025"),
    "OKY": N_("month, day, year: 12/31/2025"),
    "YOK": N_("year, month, day: 2025-12-31"),
}


class _Said(NamedTuple):
    """What a person has answered so far, where the file leaves it open."""

    encoding: str = ""
    order: str = ""


class _Stopped(Exception):
    """Somebody closed a window: nothing is done."""


def import_file(desk: Desk) -> None:
    """Let a person pick the file, show what would be written, and write it after a yes.

    Raises an ``AkmxlError`` where the file or the profile cannot be read.
    """
    opened = desk.opened  # before a file is asked for
    title = _(N_("Which file is to be imported?"))
    picked = desk.pick_file(_(N_("Files of other programs")), _FILES, title)
    if picked is None:
        return
    try:
        _import(desk, opened, Path(picked))
    except _Stopped:
        return


def _import(desk: Desk, opened: OpenedPlan, source: Path) -> None:
    profile, said = _profile(desk, source)
    if not profile:
        return

    def proposed(said: _Said) -> Proposal:
        return propose(opened, source, profile, date_order=said.order, encoding=said.encoding)

    proposal, _said = _answered(desk, proposed, said)
    if proposal.nothing_to_write:
        desk.say(*_preview(desk, proposal), _(N_("There was nothing to write.")))
    elif desk.agrees(*_preview(desk, proposal), _(N_("Write this into the workbook?"))):
        write_import(opened, proposal, desk.today)
    else:
        return
    if path := write_rejected(proposal, source):
        desk.say(_("The rejected rows are in {path}: mend them there and import that file.", path=path))


def _answered(desk: Desk, work: Callable[[_Said], T], said: _Said) -> tuple[T, _Said]:
    """Do some work, ask in a window for what it needs to know, and do it again; return also the answers."""
    while True:
        try:
            return work(said), said
        except BadArgument as problem:
            if _ENCODING in problem.message and not said.encoding:
                said = said._replace(encoding=_asked_encoding(desk, problem))
            elif _ORDER in problem.message and not said.order:
                said = said._replace(order=_asked_order(desk, problem))
            else:
                raise


def _asked_encoding(desk: Desk, problem: BadArgument) -> str:
    ways = problem.params.get("said")
    if not isinstance(ways, dict):
        raise problem
    question = _(N_("In which line can the letters be read? Write its number."))
    return _chosen(desk, question, {name: f"{name}: {text}" for name, text in ways.items()})


def _asked_order(desk: Desk, problem: BadArgument) -> str:
    params = problem.params
    possible = str(params.get("orders", "")) or " ".join(_ORDERS)
    question = _(
        N_("Column “{column}”, “{example}”: in which order are its days written? Write the number."),
        column=params.get("column", ""), example=params.get("example", ""),
    )  # fmt: skip
    return _chosen(desk, question, {one: _(said) for one, said in _ORDERS.items() if one in possible})


def _chosen(desk: Desk, question: str, choices: dict[str, str]) -> str:
    answer = desk.choose(question, choices)
    if answer is None:
        raise _Stopped
    return answer


def _profile(desk: Desk, source: Path) -> tuple[str, _Said]:
    """Return the profile by which a file is read, empty for none: remembered, chosen or drafted."""
    found, said = _answered(desk, lambda said: fitting_profiles(desk.opened, source, said.encoding), _Said())
    if found.remembered:
        return found.remembered, said
    if not found.fit and desk.agrees(
        _(N_("No profile has the headings of this file.")),
        _(N_("Make one of it? A draft is written beside the workbook, into the folder “profillar”.")),
    ):
        return _drafted(desk, source, said), said
    question = _(N_("By which profile is the file to be read? Write its number."))
    choices = {name: name for name in (*found.fit, *found.others)}
    return _chosen(desk, question, choices), said


def _drafted(desk: Desk, source: Path, said: _Said) -> str:
    """Draft a profile; return its name where nothing is open in it, else say what is."""
    work = partial(_suggested, desk, source)
    (suggestion, path), _said = _answered(desk, work, said)
    if not suggestion.questions:
        return suggestion.name
    desk.say(
        _(N_("Written: {file}"), file=path),
        _(N_("Open it in Notepad, decide this, save it, and press Import again:")),
        *(f"– {question}" for question in suggestion.questions[:_QUESTIONS]),
    )
    return ""


def _suggested(desk: Desk, source: Path, said: _Said) -> tuple[Suggestion, Path | None]:
    return suggest_profile(desk.opened, source, said.encoding)


def _preview(desk: Desk, proposal: Proposal) -> Iterator[str]:
    yield title_of(proposal)
    parts = list(parts_of(desk.plan, proposal))
    most = max(1, min(_LINES, (_ROOM - len(parts)) // max(1, sum(bool(part.lines) for part in parts)) - 1))
    for part in parts:
        yield part.heading
        yield from (f"  {line}" for line in _shortened(part, most))


def _shortened(part: Part, most: int) -> Iterator[str]:
    """Yield so many lines of a part, then how many more there are."""
    yield from part.lines[:most]
    rest = part.lines[most:]
    if not rest:
        return
    last = rest[-1]
    counted = "".join(filter(str.isdigit, last)) if last.startswith("…") else ""  # the part was cut already
    left = len(rest) - 1 + int(counted) if counted else len(rest)
    yield _("… and {count} more", count=number(left))

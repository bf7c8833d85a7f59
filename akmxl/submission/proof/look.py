"""Keep and compare how a form shows its values: what is hidden, painted over or printed as another figure.

The hash of all parts proves that nothing was touched. Another program that saves the form writes all of them
anew; then what decides about the sight of a value is compared, and the rest cannot be proven.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.cells import a1
from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.look.shown import HIDDEN, STRUCK, UNPRINTED, UNSEEN, CellShown, Shown
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Literal

    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.submission.proof.shown import Written

    LookState = Literal["kept", "altered", "saved", "unknown"]

UNPROVEN: Mapping[str, str] = {
    "saved": N_(
        "Another program has saved the form since. Nothing was found hidden, painted over or printed "
        "otherwise, but its look as a whole is not proven: the values are."
    ),
    "unknown": N_("How the form looked was not kept when it was made, so its look is not proven."),
}
STATE, FORMAT, ADDED, RENAMED = "state", "format", "added", "renamed"
_LOST = (HIDDEN, UNSEEN, UNPRINTED, STRUCK)
_DAY = lazily(r"\d{4}-\d\d-\d\d")
_USUAL_DAYS = ("", "dmy", "mm-dd-yy")  # the last is what Excel shows as the PC shows days
_APART = " | "


class Fact(NamedTuple):
    """One thing about a whole sheet: ``what`` is its state, or one of the facts of ``SheetShown``."""

    sheet: str
    what: str
    text: str


@dataclass(frozen=True)
class Look:
    """How a form looked when it was made; both empty in forms of before.

    ``parts_sha256`` is the hash of all its parts but the list itself and the file's properties.
    """

    parts_sha256: str = ""
    facts: tuple[Fact, ...] = ()


class LookChange(NamedTuple):
    """What is shown otherwise than in the form as it was made.

    ``what`` is ``hidden``, ``unseen``, ``unprinted``, ``struck`` or ``format`` of ``cells``; ``state`` of a
    sheet, or that it was ``added`` or ``renamed``; else a fact of ``SheetShown``. ``old`` and ``new``
    say it in the file's words.
    """

    sheet: str
    what: str
    cells: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True)
class LookFound:
    """What was found of a form's look.

    ``kept``: nothing was touched. ``altered``: it shows something otherwise (``changes``). ``saved``: another
    program has saved it; nothing of this kind was found. ``unknown``: its look was not kept when it was made.
    """

    state: LookState
    changes: tuple[LookChange, ...] = ()


def parts_sha256(parts: Mapping[str, bytes], own: str) -> str:
    """Compute the SHA-256 of a file's parts, without the list's own and the file's properties."""
    from hashlib import sha256  # late: it loads OpenSSL

    whole = sha256()
    for name in sorted(parts):
        if name != own and not name.startswith("docProps/"):
            whole.update(f"{name}\0{len(parts[name])}\0".encode())
            whole.update(parts[name])
    return whole.hexdigest()


def with_looks(shown: Shown, written: Iterable[Written]) -> tuple[Written, ...]:
    """Return what is written with the look of each cell."""
    return tuple(
        replace(one, look=look)
        if (look := _spelt(shown.sheet(one.sheet).cell(one.row, one.column), one))
        else one
        for one in written
    )


def facts_of(workbook: Workbook, shown: Shown) -> tuple[Fact, ...]:
    """Return what is to be known of the sheets."""
    return tuple(
        Fact(sheet.name, what, text)
        for sheet in workbook.sheets
        if sheet.name != layout.RECEIPTS
        for what, text in {STATE: sheet.state, **shown.sheet(sheet.name).facts}.items()
    )


def look_of(
    workbook: Workbook, look: Look, places: Mapping[str, tuple[str, Mapping[Written, tuple[int, int] | None]]]
) -> LookFound:
    """Compare a form's look with what it was.

    ``places`` says of each sheet of the list how it is called now and where its values are.
    """
    if not look.parts_sha256:
        return LookFound("unknown")
    package = workbook.package
    parts = {entry.name: package.read(entry.name) for entry in package.entries}
    if parts_sha256(parts, workbook.sheet(layout.RECEIPTS).part) == look.parts_sha256:
        return LookFound("kept")
    shown = Shown(workbook, package.xml)
    changes = (*_of_cells(shown, places), *_of_sheets(workbook, shown, look, places))
    return LookFound("altered" if changes else "saved", changes)


def _spelt(cell: CellShown, one: Written) -> str:
    """Spell how a cell shows a value, for the list."""
    number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
    code = (cell.format if cell.format != "general" else "") if number else cell.text_format
    if not code and isinstance(one.value, str) and _DAY.fullmatch(one.value):
        code = _order_of_days(cell.format)
    return _APART.join((code, *cell.lost)) if code or cell.lost else ""


def _order_of_days(code: str) -> str:
    """Return in which order a format shows day, month and year; empty for the usual one, and for a text."""
    order = "".join(dict.fromkeys(letter for letter in code if letter in "dmy"))
    return "" if code in _USUAL_DAYS or order in _USUAL_DAYS else order


def _of_cells(
    shown: Shown, places: Mapping[str, tuple[str, Mapping[Written, tuple[int, int] | None]]]
) -> Iterator[LookChange]:
    found: dict[tuple[str, str, str, str], set[tuple[int, int]]] = {}
    for sheet, written in places.values():
        for one, place in written.items():
            if place is None or one.value is None:
                continue
            was, now = one.look, _spelt(shown.sheet(sheet).cell(*place), one)
            for what, old, new in _differing(was, now) if was != now else ():
                found.setdefault((sheet, what, old, new), set()).add(place)
    for (sheet, what, old, new), cells in found.items():
        yield LookChange(sheet, what, tuple(a1(*place) for place in sorted(cells)), old, new)


def _differing(was: str, now: str) -> Iterator[tuple[str, str, str]]:
    """Yield what two spelt looks differ in: lost to sight now, or another format."""
    (old, *lost), (new, *lost_now) = was.split(_APART), now.split(_APART)
    if old != new:
        yield FORMAT, old, new
    for what in _LOST:
        if what in lost_now and what not in lost:
            yield what, "", ""


def _of_sheets(
    workbook: Workbook,
    shown: Shown,
    look: Look,
    places: Mapping[str, tuple[str, Mapping[Written, tuple[int, int] | None]]],
) -> Iterator[LookChange]:
    was: dict[str, dict[str, str]] = {}
    for fact in look.facts:
        was.setdefault(fact.sheet.casefold(), {})[fact.what] = fact.text
    called = {now: sheet.casefold() for sheet, (now, _) in places.items()}
    for sheet_then, (now_called, _) in places.items():
        if sheet_then.casefold() != now_called.casefold():
            yield LookChange(now_called, RENAMED, (), sheet_then, now_called)
    for sheet in workbook.sheets:
        if sheet.name == layout.RECEIPTS:
            continue
        before = was.get(called.get(sheet.name, sheet.name.casefold()))
        if before is None:
            if sheet.state == "visible":
                yield LookChange(sheet.name, ADDED, (), "", sheet.state)
            continue
        now = {STATE: sheet.state, **shown.sheet(sheet.name).facts}
        for what in dict.fromkeys((*before, *now)):
            if before.get(what, "") != now.get(what, ""):
                yield LookChange(sheet.name, what, (), before.get(what, ""), now.get(what, ""))

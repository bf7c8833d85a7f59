"""Slips of the corpus: one mistake each, made in a clean workbook, and the cells where it ought to be said.

``corpus/slips/*.toml`` holds them by kind. A slip says in which workbook it happens (``workbooks.toml``),
what is done there (the words of ``cases/README.md``, and ``WORDS`` below) and where a finding is right.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cases import edits, places
from running import akmxl

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan
from akmxl.core.cell_values import day_of
from akmxl.core.cells import Formula, Place
from akmxl.core.errors import AkmxlError
from akmxl.workbook.plan_file import PlanFile, text_of
from akmxl.workbook.reading.plan import read_plan

from .examples import column_of
from .towns import CORPUS, make_town, towns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from akmxl.plan.findings import Finding

STOPPED = "stops"  # a cell's place in a slip for which the check does not even begin


# -- the corpus ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """One slip: ``do`` is done to a workbook, and a finding is right at any of the places ``at``.

    Without ``at`` it is right where something was typed. ``outside`` tells that nobody can see it who knows
    the workbook alone.
    """

    kind: str
    nth: int
    workbook: str
    do: tuple[str, ...]
    at: tuple[str, ...] = ()
    outside: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind} {self.nth}"

    @property
    def right(self) -> tuple[str, ...]:
        return self.at or tuple(_typed_at(step) for step in self.do)


def _typed_at(step: str) -> str:
    """The place that a step is about: ``type: Oylik / 11 / Mart = 7``."""
    return re.split(r": | (?:=|<-|<>|->)(?: |$)", step.partition(": ")[2])[0].strip()


@cache
def slips() -> tuple[Slip, ...]:
    """All slips, by kind."""
    found: list[Slip] = []
    for path in sorted((CORPUS / "slips").glob("*.toml")):
        for kind, entry in tomllib.loads(path.read_text("utf-8")).items():
            found += _of_kind(kind, entry)
    return tuple(found)


def _of_kind(kind: str, entry: dict[str, Any]) -> Iterator[Slip]:
    shared = {key: value for key, value in entry.items() if key != "slips"}
    for nth, own in enumerate(entry["slips"], 1):
        told = {"workbook": "autumn", **shared, **own}
        yield Slip(kind, nth, told["workbook"], _several(told["do"]), _several(told.get("at", ())),
                   told.get("outside", False))  # fmt: skip


def _several(told: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


# -- the workbooks -------------------------------------------------------------------------------------


class Start(NamedTuple):
    """A workbook before the slip: its file, the day, and what the check says of it anyway."""

    path: Path
    today: date
    findings: tuple[Finding, ...]


@dataclass
class Starts:
    """The workbooks of ``corpus/workbooks.toml``, each made when it is first asked for."""

    folder: Path
    _made: dict[str, Start] = field(default_factory=dict)

    def of(self, name: str) -> Start:
        if name not in self._made:
            entry = workbooks()[name]
            path, today = self.folder / f"{name}.xlsx", entry["today"]
            sent = entry.get("sent", ())
            make_town(path, towns()[entry["town"]], today, letters=not sent)
            for report in sent:
                _send(path, *report.split())
            akmxl("check", path, "--today", today)  # an office checks: rows have their ids
            self._made[name] = Start(path, today, tuple(findings_of(path, today)))
        return self._made[name]


@cache
def workbooks() -> dict[str, dict[str, Any]]:
    """The workbooks in which slips happen, as ``corpus/workbooks.toml`` tells them."""
    return tomllib.loads((CORPUS / "workbooks.toml").read_text("utf-8"))


def _send(path: Path, code: str, period: str, number: str, day: str) -> None:
    for command in (
        ("submit", path, "--period", period, "--only", code),
        ("sent", path, code, period, "--number", number, "--date", day),
    ):
        done = akmxl(*command, "--today", day)
        assert done.code in (0, 1), done.err


def findings_of(path: Path, today: date) -> list[Finding]:
    return check(open_plan(path), today)


# -- the outcome ---------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What the check said of a slip: the findings that the workbook did not have before."""

    slip: Slip
    findings: tuple[Finding, ...]
    refused: str = ""  # the sentence with which the run ended
    in_cell: bool = False

    @property
    def found(self) -> bool:
        return bool(self.findings or self.refused)


def outcome(slip: Slip, starts: Starts) -> Outcome:
    """Make a slip in a copy of its workbook and check it."""
    start = starts.of(slip.workbook)
    folder = starts.folder / "slip"
    folder.mkdir(exist_ok=True)
    path = folder / "reja-2025.xlsx"
    shutil.copyfile(start.path, path)
    for step in slip.do:
        word, colon, argument = step.partition(": ")
        if colon and word in WORDS:
            WORDS[word](path, argument.strip())
        else:
            edits.apply(path, step)
    try:
        found = findings_of(path, start.today)
    except AkmxlError as refusal:
        return Outcome(slip, (), str(refusal), in_cell=STOPPED in slip.right)
    new = beyond(start.findings, found)
    return Outcome(slip, new, in_cell=_in_cell(new, PlanFile.open(path), slip.right))


def _in_cell(findings: tuple[Finding, ...], file: PlanFile, right: tuple[str, ...]) -> bool:
    """Tell whether a finding is at a right place; a sheet alone is right for what has no cell too."""
    places_said = {member.place for finding in findings for member in finding.members}
    wanted = {place for where in right for place in _area(file, where)}
    if wanted & places_said:
        return True
    whole = {sheet.name for sheet in file.workbook.sheets}.intersection(right)
    return bool(whole) and any(place is None or place.sheet in whole for place in places_said)


def _area(file: PlanFile, where: str) -> Iterator[Place | None]:
    """The cells of ``sheet / rows / columns``, of ``sheet / A1`` or of ``name Direktor``."""
    if where.startswith("name "):
        yield file.named_place(where.removeprefix("name "))
    elif re.search(r"^[^/]+ / [A-Z]{1,2}\d+$", where):
        yield places.place(file, where)
    elif " / " in where:
        for row in places.area(file, where):
            yield from row


_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d+\b")


def beyond(own: tuple[Finding, ...], found: list[Finding]) -> tuple[Finding, ...]:
    """The findings that a workbook did not have before, wherever its rows have moved."""
    left, new = Counter(map(_matter, own)), []
    for one in found:
        if left[_matter(one)]:
            left[_matter(one)] -= 1
        else:
            new.append(one)
    return tuple(new)


def _matter(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.item or "", _ADDRESS.sub("", finding.message)


# -- more words: what follows from what stands there ---------------------------------------------------


def _value(file: PlanFile, where: str) -> Any:
    place = places.place(file, where)
    cell = file.cells(place.sheet).get((place.row, place.column))
    return cell.value if cell else None


def _change(path: Path, where: str, change: Callable[[Any], object]) -> None:
    file = PlanFile.open(path)
    old = _value(file, where)
    new = change(old)
    assert new != old, f"{where} is as it was: {old}"
    edits._write(file, {places.place(file, where): new})


def _times(path: Path, argument: str) -> None:
    """``times: place = 10``: a nought too many, or with 0.1 too few."""
    where, _, factor = argument.partition(" = ")
    _change(path, where, lambda old: round(old * float(factor)))


def _more(path: Path, argument: str) -> None:
    """``more: place = 30``: another number, or another day."""
    where, _, by = argument.partition(" = ")
    number = int(by)

    def change(old: Any) -> object:
        day = day_of(old)
        return day + timedelta(days=number) if day else old + number

    _change(path, where, change)


def _swap_digits(path: Path, argument: str) -> None:
    """``swap digits: place``: 612 becomes 162."""
    _change(path, argument, lambda old: int(str(old)[1] + str(old)[0] + str(old)[2:]))


def _twice(path: Path, argument: str) -> None:
    """``digit twice: place``: 612 becomes 6122."""
    _change(path, argument, lambda old: int(f"{old}{str(old)[-1]}"))


def _exchange(path: Path, argument: str) -> None:
    """``exchange: place <> place``: two figures each in the other's cell."""
    file = PlanFile.open(path)
    one, other = argument.split(" <> ")
    one_place, other_place = places.place(file, one), places.place(file, other)
    edits._write(file, {one_place: _value(file, other), other_place: _value(file, one)})


def _copy(path: Path, argument: str) -> None:
    """``copy: place <- place``: another cell's value."""
    file = PlanFile.open(path)
    to, source = argument.split(" <- ")
    edits._write(file, {places.place(file, to): _value(file, source)})


def _moved(path: Path, argument: str) -> None:
    """``moved: place <- place``: another cell's value, which is gone there."""
    file = PlanFile.open(path)
    to, source = argument.split(" <- ")
    edits._write(file, {places.place(file, to): _value(file, source), places.place(file, source): None})


def _sum(path: Path, argument: str) -> None:
    """``sum: place <- area``: the months so far in the place of one."""
    file = PlanFile.open(path)
    to, source = argument.split(" <- ")
    cells = [place for row in places.area(file, source) for place in row]
    edits._write(file, {places.place(file, to): _total(file, cells)})


def _letters(path: Path, argument: str) -> None:
    """``letters: place: old = new``: a text with a letter off."""
    where, _, change = argument.rpartition(": ")
    old, _, new = change.partition(" = ")
    _change(path, where, lambda text: text_of(text).replace(old, new, 1))


def _adds(path: Path, argument: str) -> None:
    """``adds: place <- area``: a sum of other cells than it ought to be, calculated as Excel does."""
    file = PlanFile.open(path)
    to, source = argument.split(" <- ")
    cells = [place for row in places.area(file, source) for place in row]
    edits._write(
        file, {places.place(file, to): Formula(f"SUM({cells[0].a1}:{cells[-1].a1})", _total(file, cells))}
    )


def _total(file: PlanFile, cells: list[Place]) -> int:
    shown = {entry.place: entry.value or 0 for entry in read_plan(file).entries.values()}
    typed = (file.cells(place.sheet).get((place.row, place.column)) for place in cells)
    return sum(
        shown.get(place) or (cell.value if cell and isinstance(cell.value, int) else 0)
        for place, cell in zip(cells, typed, strict=True)
    )


def _refers(path: Path, argument: str) -> None:
    """``refers: place: place = place -> 7``: a formula that looks into another cell than it ought to."""
    file = PlanFile.open(path)
    where, _, change = argument.partition(": ")
    change, _, shown = change.partition(" -> ")
    right, wrong = (places.place(file, cell).a1 for cell in change.split(" = "))
    _formula(path, f"{where}: {right} = {wrong} -> {shown}")


def _formula(path: Path, argument: str) -> None:
    """``formula: place: old = new -> 7``: another reference in a formula, and what Excel shows then."""
    where, _, change = argument.rpartition(": ")
    change, _, shown = change.partition(" -> ")
    old, _, new = change.partition(" = ")
    file = PlanFile.open(path)
    place = places.place(file, where)
    cell = file.cells(place.sheet)[place.row, place.column]
    assert old in (cell.formula or ""), f"{where} has the formula {cell.formula}"
    edits._write(file, {place: Formula(str(cell.formula).replace(old, new), float(shown))})


def _same_formula(path: Path, argument: str) -> None:
    """``same formula: place <- place -> 7``: another cell's formula, letter for letter."""
    file = PlanFile.open(path)
    argument, _, told = argument.partition(" -> ")
    to, source = (places.place(file, where) for where in argument.split(" <- "))
    formula = file.cells(source.sheet)[source.row, source.column].formula
    assert formula, argument
    shown = {entry.place: entry.value for entry in read_plan(file).entries.values()}
    edits._write(file, {to: Formula(formula, float(told) if told else shown[source])})


def _row(path: Path, argument: str) -> None:
    """``row: Malaka = Sana: 2025-03-05; Kod: 31``: a new row of a register."""
    sheet, _, told = argument.partition(" = ")
    headings, texts = zip(*(part.split(": ", 1) for part in told.split("; ")), strict=True)
    edits.fill(path, sheet.strip(), headings, [texts])


def _again(path: Path, argument: str) -> None:
    """``again: Malaka / #3 = Soat: 40``: a row once more, with small differences or none."""
    where, _, told = argument.partition(" =")
    sheet, key = places.parts(where)
    file = PlanFile.open(path)
    view = file.views[sheet]
    row = places.row_of(view, key)
    own = {column: view.at(row, column).value for column in view.titles if view.titles[column] != "ID"}
    edits.fill(path, sheet, (view.titles[min(view.titles)],), [("x",)])
    file = PlanFile.open(path)
    view = file.views[sheet]
    new = places.row_of(view, "#-1")
    for part in filter(None, told.strip().split("; ")):
        heading, text = part.split(": ", 1)
        own[column_of(view, heading)] = edits._typed(text, view, new)
    edits._write(file, {Place(view.name, new, column): value for column, value in own.items()})


WORDS: dict[str, Callable[[Path, str], None]] = {
    "times": _times,
    "more": _more,
    "swap digits": _swap_digits,
    "digit twice": _twice,
    "exchange": _exchange,
    "copy": _copy,
    "moved": _moved,
    "sum": _sum,
    "letters": _letters,
    "formula": _formula,
    "adds": _adds,
    "refers": _refers,
    "same formula": _same_formula,
    "row": _row,
    "again": _again,
}

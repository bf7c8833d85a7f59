"""Read a centre’s own official plan: the rows of a plan as they are proposed, and all that is in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.importers.official import doubts
from akmxl.importers.official.codes import shipped_items, with_codes
from akmxl.importers.official.doubts import WHOLE, Doubts, listed
from akmxl.importers.official.kinds import with_kinds
from akmxl.importers.official.measures import entries_of
from akmxl.importers.official.printout import no_year, read_printout
from akmxl.importers.official.quarters import QUARTERS, tell_quarters
from akmxl.importers.official.slashes import split_slashes
from akmxl.importers.official.words import called, is_dash, services_in, tell_words, unit_in
from akmxl.plan.period import read_work_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.core.said import Said
    from akmxl.importers.official.doubts import Doubt
    from akmxl.importers.official.entries import Entry
    from akmxl.importers.official.grid import Document
    from akmxl.workbook.create.plan_rows import CsvRow

_RHYTHMS = ("monthly", "quarterly")


@dataclass(frozen=True)
class Proposal:
    """A plan as it was understood.

    ``rows`` have the columns of a plan's CSV, ``places`` say where each one stands on paper, ``sections`` are
    the names of the sections by code, ``organisation`` is whose plan it is where the paper says it.
    """

    rows: tuple[CsvRow, ...]
    places: tuple[Said, ...]
    sections: Mapping[str, str]
    year: int
    doubts: tuple[Doubt, ...]
    organisation: str = ""

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """The doubts that a person has to answer before a workbook is made of the plan."""
        return tuple(doubt for doubt in self.doubts if doubt.is_open)


def read_official_plan(document: Document, year: int | None = None) -> Proposal:
    """Read the plan in a document; ``year`` goes before what the document says.

    Raises ``NotAPlan`` where it has no plan's table, ``BadArgument`` where the year stands nowhere.
    """
    found = Doubts()
    printout = read_printout(document.as_shown(), found)
    plan_year = year or printout.year
    if plan_year is None:
        raise no_year(document.file)
    if printout.year not in (None, plan_year):
        found.add(doubts.OTHER_YEAR, WHOLE, year=printout.year, asked=plan_year)
    if printout.organisation:
        found.add(doubts.WHOSE, WHOLE, name=printout.organisation)
    entries = entries_of(printout.groups, found, plan_year)
    entries = split_slashes(entries, found, plan_year)
    entries = with_kinds(with_codes(entries, found), found, plan_year)
    tell_words(entries, found)
    tell_quarters(entries, found, plan_year)
    _tell_whole(entries, len(printout.sections), found)
    return Proposal(
        rows=tuple(_row(entry, plan_year, entries) | _quarters(entry, entries) for entry in entries),
        places=tuple(entry.mark.place for entry in entries),
        sections=printout.sections,
        year=plan_year,
        doubts=tuple(found),
        organisation=printout.organisation,
    )


def _tell_whole(entries: list[Entry], sections: int, found: Doubts) -> None:
    new = [called(entry) for entry in entries if entry.usual is None]
    if new:
        found.add(doubts.NEW_ITEMS, WHOLE, float("inf"), items=listed(new))
    here = {entry.code for entry in entries}
    if missing := [code for code in shipped_items() if code not in here]:
        found.add(doubts.MISSING_ITEMS, WHOLE, items=listed(missing))
    found.add(doubts.COUNTED, WHOLE, rows=len(entries), sections=sections)


def _row(entry: Entry, year: int, entries: list[Entry]) -> CsvRow:
    usual = entry.usual
    has_parts = any(other.code.startswith(f"{entry.code}.") for other in entries)
    fed = usual is not None and usual.kind == entry.kind
    return {
        "code": entry.code,
        "section": entry.section,
        "printed_no": entry.number.rstrip(" .)"),
        "parent": "",
        "kind": entry.kind,
        "adds_up": usual.adds_up if usual else "flow",
        "source": usual.source if usual and fed else _source(entry.kind, has_parts=has_parts),
        "entry": usual.rhythm if usual and fed else _rhythm(entry),
        "name": entry.name,
        "unit": "" if is_dash(entry.unit) else unit_in(entry.unit),
        f"fact_{year - 1}": entry.previous,
        f"plan_{year}": entry.planned,
        "mechanism": entry.mechanism,
        "due": "" if is_dash(entry.due) else entry.due,
        "responsible": ";".join(services_in(entry.responsible)),
        "to_confirm": ";".join(_to_confirm(entry)),
    }


def _quarters(entry: Entry, entries: list[Entry]) -> CsvRow:
    """Return the plan of each quarter; nothing where no row of the paper has one."""
    if not any(any(other.quarters) for other in entries):
        return {}
    return dict(zip(QUARTERS, entry.quarters or ("",) * len(QUARTERS), strict=True))


def _source(kind: str, *, has_parts: bool) -> str:
    if kind == "total" and has_parts:
        return "computed"
    return "" if kind == "group" else "typed"


def _rhythm(entry: Entry) -> str:
    """Return how often figures come, where the plan says it: each month, each quarter."""
    time = read_work_time(entry.due) if entry.due and entry.kind in ("item", "part") else None
    return time.rhythm if time and time.rhythm in _RHYTHMS else ""


def _to_confirm(entry: Entry) -> list[str]:
    """Return what a row leaves empty: unknown, until somebody looks it up."""
    if entry.kind == "group":
        return [] if entry.due else ["due"]
    fields = {"unit": entry.unit, "previous": entry.previous, "planned": entry.planned, "due": entry.due}
    return [field for field, text in fields.items() if not text]

"""Read the table of centres, and the extensions of due days beside it, from a workbook or a text file."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said, Several
from akmxl.core.spelling import as_heading, fold, fold_header, tidy
from akmxl.importers.days import order_of, read_day
from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading
from akmxl.plan.owed import BY_EVENT, periods_of
from akmxl.plan.period import YEARS, Period
from akmxl.plan.period_words import read_period
from akmxl.plan.returns.due import DueDays
from akmxl.plan.returns.identity import CentreList, the_nearest
from akmxl.plan.returns.records import Centre, Extension
from akmxl.workbook.create import centres_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.importers.sources.table import Row, SourceTable
    from akmxl.plan.reports import Report
    from akmxl.workbook.create.centres_table import TableColumn

_SEARCHED = 30  # rows in which the heading may stand
_MOST_TOLD = 20  # faults: who has more of them begins with these
_NO_YEAR = 1  # of a period that names no year
_ALIKE = 0.8  # how like a heading is to one that is missing
_NEEDED = {"code", "name"}
_EXTENDS = {"centre", "report", "period", "until"}


class CentreTable(NamedTuple):
    """The table ``markazlar``: the centres, and the extensions of due days."""

    centres: tuple[Centre, ...]
    extensions: tuple[Extension, ...]


class _Table(NamedTuple):
    """A table with its heading found: its rows by field, numbered as Excel shows them."""

    name: str
    headings: Mapping[str, str]
    rows: tuple[tuple[int, Mapping[str, object]], ...]


def read_centres(path: Path, catalogue: Iterable[Report] = ()) -> CentreTable:
    """Read the centres and extensions of a file; raises ``FileProblem`` with all that must be put right.

    More time is given for reports of the ``catalogue`` (without one for any), in periods that they have. The
    tables are known by their headings, whatever their sheets are called; in a text file there is one, in
    a folder or an archive of text files there may be both.
    """
    source = open_source(path, Reading())
    faults: list[Said] = []
    tables = [(table, list(islice(table.read(), _SEARCHED))) for table in source.tables]
    extending = [
        found for one in tables if (found := _found(*one, centres_table.EXTENSIONS, _EXTENDS, faults))
    ]
    taken = {one.name for one in extending}
    others = [one for one in tables if _name(one[0]) not in taken]
    listing = [found for one in others if (found := _found(*one, centres_table.CENTRES, _NEEDED, faults))]
    if not listing and not faults:
        raise FileProblem(
            N_(
                "There is no table of centres in the file “{file}”: its headings are {headings}. Fill in the "
                "template {template}."
            ),
            file=path.name,
            headings=", ".join(one.heading for one in centres_table.CENTRES),
            template=centres_table.FILE,
        )
    if len(listing) > 1:
        faults.append(
            Said(
                N_("There are several tables of centres: {tables}."),
                tables=", ".join(t.name for t in listing),
            )
        )
    centres = tuple(chain.from_iterable(_centres(table, faults) for table in listing))
    if listing and not centres and not faults:
        faults.append(Said(N_("The table of centres is empty.")))
    known, reports = CentreList(centres), DueDays.of(catalogue)
    extensions = tuple(chain.from_iterable(_extensions(one, known, reports, faults) for one in extending))
    if faults:
        raise _refusal(path, faults)
    return CentreTable(centres, extensions)


def _refusal(path: Path, faults: Sequence[Said]) -> FileProblem:
    told = list(dict.fromkeys(faults))
    if more := len(told) - _MOST_TOLD:
        told = [*told[:_MOST_TOLD], Said(N_("And {count} more."), count=more)] if more > 0 else told
    return FileProblem(
        N_("The list of centres must be put right: “{file}”. {faults}"), file=path.name, faults=Several(told)
    )


def _name(table: SourceTable) -> str:
    return f"{table.file} ({table.sheet})" if table.sheet else table.file


def _found(
    table: SourceTable,
    head: Sequence[Row],
    columns: Sequence[TableColumn],
    needed: set[str],
    faults: list[Said],
) -> _Table | None:
    """Return a table whose heading has the columns that are needed; None for another table."""
    for number, cells in head:
        places = _places(cells, columns)
        if needed <= places.keys():
            faults += _doubtful(table, cells, places, columns)
            rows = tuple(_rows(table, number, places))
            faults += (Said(fault.message, **fault.params) for fault in table.faults)
            headings = {one.field: one.heading for one in columns}
            return _Table(_name(table), headings, rows)
    return None


def _places(cells: Sequence[object], columns: Sequence[TableColumn]) -> dict[str, int]:
    """Return the place of each column that a row heads; its own heading goes before other spellings."""
    known = [fold_header(word) for one in columns for word in (one.heading, *one.also)]
    headings = [as_heading(tidy(cell), known) if isinstance(cell, str) else "" for cell in cells]
    places: dict[str, int] = {}
    for own in (True, False):
        for one in columns:
            for word in [one.heading] if own else one.also:
                place = next((p for p, text in enumerate(headings) if text == fold_header(word)), None)
                if place is not None and place not in places.values():
                    places.setdefault(one.field, place)
    return places


def _doubtful(
    table: SourceTable, cells: Sequence[object], places: Mapping[str, int], columns: Sequence[TableColumn]
) -> Iterator[Said]:
    """Yield the headings that are no column's and may be a misspelt one: its cells would go unread."""
    from difflib import get_close_matches  # late: most tables have none

    missing = {fold_header(one.heading): one.heading for one in columns if one.field not in places}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and place not in places.values():
            for like in get_close_matches(fold_header(tidy(cell)), missing, n=1, cutoff=_ALIKE):
                yield Said(
                    N_("{table}: is the column “{heading}” meant as “{like}”? Write it so."),
                    table=_name(table), heading=tidy(cell), like=missing[like],
                )  # fmt: skip


def _rows(
    table: SourceTable, heading: int, places: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the rows below the heading that say something."""
    for number, cells in table.read():
        if number > heading:
            row = {field: cells[place] if place < len(cells) else None for field, place in places.items()}
            if any(_text(value) for value in row.values()):
                yield number, row


def _text(value: object) -> str:
    """Return a cell as a text: a code that was typed as a number is its digits."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)) if value is not None else ""


def _centres(table: _Table, faults: list[Said]) -> Iterator[Centre]:
    seen: dict[str, int] = {}
    days = {field: _days(table, field, faults) for field in ("since", "until")}
    for number, row in table.rows:
        text = {field: _text(value) for field, value in row.items() if field not in days}
        code, name = text["code"], text["name"]
        if not code or not name:
            field = "name" if code else "code"
            faults.append(
                _at(table, number, N_("the column “{column}” is empty"), column=table.headings[field])
            )
            continue
        if fold(code) in seen:
            before = seen[fold(code)]
            faults.append(
                _at(table, number, N_("the code {code} stands in row {other} too"), code=code, other=before)
            )
            continue
        seen[fold(code)] = number
        since, until = days["since"].get(number), days["until"].get(number)
        if since and until and until < since:
            faults.append(_at(table, number, N_("the last day is before the first one")))
        spellings = tuple(filter(None, map(tidy, _several(row.get("spellings")))))
        region, district, group = (text.get(field, "") for field in ("region", "district", "group"))
        yield Centre(code, name, spellings, region, district, group, since, until)


def _several(value: object) -> list[str]:
    """Return the names of a cell, between which stand semicolons or line breaks."""
    return str(value).replace("\n", ";").replace("\r", ";").split(";") if value is not None else []


def _extensions(
    table: _Table, centres: CentreList, reports: DueDays, faults: list[Said]
) -> Iterator[Extension]:
    days = _days(table, "until", faults)
    for number, row in table.rows:
        said = _text(row["centre"])
        centre, named = centres.of_code(said), centres.codes_of(said)
        code = centre.code if centre else named[0] if len(named) == 1 else ""
        period, wanted = _period(row["period"]), code_letters(_text(row["report"]))
        report = reports.known(wanted)
        until, letter = days.get(number), _text(row.get("letter"))
        own = len(faults)
        if not code:
            faults.append(
                _at(table, number, N_("there is no centre “{code}”{nearest}"),
                    code=said, nearest=centres.like_code(said))
            )  # fmt: skip
        if period is None:
            text = _text(row["period"])
            faults.append(
                _at(
                    table, number, N_("the period “{text}” is not understood, write it as 2025-03"), text=text
                )
            )
        if wanted and (fault := _no_such(wanted, period, reports)):
            faults.append(_at(table, number, fault.message, **fault.params))
        for field, value in (("report", wanted), ("until", _text(row["until"])), ("letter", letter)):
            if not value:
                faults.append(
                    _at(table, number, N_("the column “{column}” is empty"), column=table.headings[field])
                )
        if len(faults) == own and until and period:
            yield Extension(code, report, str(period), until, letter)


def _no_such(wanted: str, period: Period | None, reports: DueDays) -> Said | None:
    """Return why there is no report of a code in a period; None where there is, or no catalogue tells."""
    code = reports.known(wanted)
    report = reports.report(code)
    by_event = report is not None and BY_EVENT in report.periods
    if not code or (report and "/" in code and not by_event):
        return Said(
            N_("there is no report “{code}”{nearest}"), code=wanted, nearest=the_nearest(reports.like(wanted))
        )
    have = list(periods_of(report, period.year)) if report and period and not by_event else []
    if period is None or not have or period in have:
        return None
    near = [one for one in have if one.first <= period.last and period.first <= one.last]
    return Said(
        N_("the report {report} has no period {period}; it has: {periods}"),
        report=code, period=str(period), periods=", ".join(map(str, near or have)),
    )  # fmt: skip


def _period(value: object) -> Period | None:
    """Return the period of a cell; of a day that Excel made of ``2025-03``, the month."""
    if day := day_of(value):
        return Period.month(day.year, day.month)
    text = _text(value)
    found = read_period(text, _NO_YEAR) if text else None
    return found if found and found.year in YEARS else None


def _days(table: _Table, field: str, faults: list[Said]) -> dict[int, date]:
    """Read a column's days by the number of their row, all in the one order that they allow."""
    heading = table.headings[field]
    values = {number: row[field] for number, row in table.rows if _text(row.get(field))}
    try:
        order = order_of(heading, values.values())
    except BadArgument:
        faults.append(
            Said(
                N_(
                    "{table}: the days in the column “{column}” can be read in two ways; write them as "
                    "05.04.2025."
                ),
                table=table.name, column=heading,
            )
        )  # fmt: skip
        return {}
    days = {number: read_day(value, order) for number, value in values.items()}
    for number, day in days.items():
        if day is None:
            text = _text(values[number])
            faults.append(
                _at(
                    table, number, N_("the day “{text}” is not understood, write it as 05.04.2025"), text=text
                )
            )
    return {number: day for number, day in days.items() if day is not None}


def _at(table: _Table, row: int, message: str, **params: object) -> Said:
    return Said(N_("{table}, row {row}: {what}."), table=table.name, row=row, what=Said(message, **params))

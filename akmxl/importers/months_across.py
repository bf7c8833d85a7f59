"""Count the tables of an export whose months stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import column_letter
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import is_nothing, read_count
from akmxl.importers.rejects import NO_NUMBER
from akmxl.importers.years import refuse_other_year, title_says_no_year
from akmxl.plan.period_words import read_period

if TYPE_CHECKING:
    from akmxl.importers.ledger import Ledger
    from akmxl.importers.profile.profile import CountRule
    from akmxl.importers.rows import Data


def count_across(data: Data, ledger: Ledger) -> None:
    """Count a table whose months stand side by side: a row is a figure, a cell its month."""
    profile, rejects = data.profile, ledger.rejects
    columns, titles = data.heading.columns, data.heading.titles
    months = _own_months(data, ledger.year)
    rows: dict[tuple[int, int], int] = {}  # by rule and month
    for row, cells in data.rows({titles[place]: place for place in months}):
        ledger.rows += 1
        values = {name: cells[columns[name]] if name in columns else None for name in ledger.told}
        rules = [
            rule
            for rule, tests in zip(profile.counts, ledger.where, strict=True)
            if all(test(values[name]) for name, test in (*tests.items(), *ledger.wanted.items()))
        ]
        if not rules:
            ledger.leave(values, 1)
            continue
        if data.heading.given_back and rejects.is_known(data, row, cells):
            continue
        said = {place: cells[place] for place in months if not is_nothing(cells[place])}
        amounts = {place: read_count(value, profile.decimal) for place, value in said.items()}
        if None in amounts.values():
            place = next(place for place, amount in amounts.items() if amount is None)
            rejects.reject(data, row, cells, place, Said(NO_NUMBER, value=cells[place]))
            continue
        for rule in rules:
            for place, amount in amounts.items():
                first = rows.setdefault((rule.place, months[place]), row)
                if first != row and not profile.added:
                    raise _second_row(data, rule, first, row)
                ledger.add_figure(rule, months[place], amount or 0)


def _second_row(data: Data, rule: CountRule, first: int, second: int) -> FileProblem:
    """Say that two rows give one item's month: a part of it, or the same again."""
    return FileProblem(
        N_(
            "{file}: rows {first} and {second} both give item {code}. Name one of them in “agar” "
            "of profile {profile}, line {line}; if they are to be added up, write “qoshiladi = true” "
            "into [oqish]."
        ),
        file=place_of(data.table), first=first, second=second, code=rule.code,
        profile=data.profile.path.name, line=rule.line,
    )  # fmt: skip


def _own_months(data: Data, year: int) -> dict[int, int]:
    """Return the columns of the plan's months by place: none of another year, none twice."""
    found: dict[int, int] = {}
    for place, month in data.heading.months.items():
        title = data.heading.titles[place]
        period = read_period(title, year)
        if period is None or period.year != year:
            continue
        if title_says_no_year(title, year):
            refuse_other_year(data, year)
        twin = next((p for p, known in found.items() if known == month), None)
        if twin is not None:
            raise FileProblem(
                N_(
                    "{file}: two columns are headed with the same month, {left} and {right} (“{title}”). "
                    "Leave one of them in the file."
                ),
                file=place_of(data.table), left=column_letter(twin + 1),
                right=column_letter(place + 1), title=title,
            )  # fmt: skip
        found[place] = month
    if not found:
        raise FileProblem(
            N_("{file}: no column is headed with a month of {year}. Its columns: {known}."),
            file=place_of(data.table), year=str(year),
            known=", ".join(f"“{title}”" for title in data.heading.titles.values()),
        )  # fmt: skip
    return found

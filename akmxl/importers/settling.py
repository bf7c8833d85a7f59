"""Settle what a draft says beside its columns; what the sample leaves open becomes a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold, tidy
from akmxl.importers.days import order_of
from akmxl.importers.numbers import read_count, text_in
from akmxl.importers.sample import DAY, NUMBER
from akmxl.plan.registers import DAILY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.importers.fit import Fit
    from akmxl.importers.sample import Sample
    from akmxl.plan.model import Plan

_MOST_WORDS = 40  # of a column that the plan does not know


def date_order(fit: Fit, questions: list[Said]) -> str:
    """Return the order in which the sample's days read, where it has to be said; empty where none is open."""
    found = set()
    for column in fit.columns.values():
        if column.kind != DAY:
            continue
        try:
            order = order_of(column.title, column.values)
        except BadArgument as problem:
            questions.append(Said(problem.message, **problem.params))
            return ""
        if any(isinstance(value, str) and "." not in value for value in column.values):
            found.add(order)
    return found.pop() if len(found) == 1 else ""


def decimal_sign(fit: Fit, questions: list[Said]) -> str:
    """Return the decimal sign where the sample's numbers cannot be read without."""
    values = {
        value
        for column in fit.columns.values()
        if column.kind == NUMBER
        for value in column.values
        if isinstance(value, str) and read_count(value) is None and any(map(str.isdigit, value))
    }
    signs = [sign for sign in (",", ".") if all(read_count(value, sign) is not None for value in values)]
    if not values or len(signs) == 1:
        return signs[0] if values else ""
    questions.append(
        Said(N_("“{value}”: which sign parts the decimals (“kasr_belgisi”)?"), value=min(values))
    )  # fmt: skip
    return ""


def identity(sample: Sample, fit: Fit, questions: list[Said]) -> tuple[str, ...]:
    """Return the names by which a row is known again; ask where several of the sample are alike."""
    names = fit.shape.identity
    asked = N_("rows are alike in {names} (“kalit”): which column tells them apart?")
    if fit.shape.target == DAILY:  # what its rows are known by is no matter of the profile
        names = tuple(name for name in fit.columns if fit.shape.fields[name] in ("date", "sector"))
        asked = N_(
            "rows are alike in {names}, but a day has one row: should they be counted (target “sonlar”)?"
        )
    if not names or any(name not in fit.columns for name in names):
        return ()
    places = [fit.columns[name].place for name in names]
    keys = {tuple(fold(text_in(cells[place])) for place in places) for _, cells in sample.rows}
    if len(keys) < len(sample.rows):
        questions.append(Said(asked, names=", ".join(names)))
    return fit.shape.identity


def choices(fit: Fit, plan: Plan, questions: list[Said]) -> dict[str, tuple[str, ...]]:
    """Return what has no column, each with the words of the plan of which one is every row's."""
    settings = plan.settings
    items = tuple(code for code, item in plan.items.items() if item.source == fit.shape.target)
    known = {"code": items, "event_kind": settings.event_kind_names, "list_kind": settings.list_kinds}
    found = {name: known[fit.shape.fields[name]] for name in fit.missing}
    for name, words in found.items():
        if len(words) != 1:
            questions.append(
                Said(N_("the export has no column “{name}”: choose one for all rows in [doimiy]"), name=name)
            )
    return found


def strange_words(fit: Fit, plan: Plan, questions: list[Said]) -> dict[str, dict[str, str]]:
    """Return the export's words that the plan has not: what the plan calls them, empty where nobody knows."""
    settings = plan.settings
    known: dict[str, Iterable[str]] = {
        "event_kind": settings.event_kind_names,
        "list_kind": settings.list_kinds,
        "sector": (*settings.sectors, *settings.sector_spellings),
    }
    found: dict[str, dict[str, str]] = {}
    for name, column in fit.columns.items():
        field = fit.shape.fields.get(name, "")
        if field not in known:
            continue
        folded = set(map(fold, known[field]))
        shipped = {fold(theirs): ours for theirs, ours in fit.shape.words.get(name, {}).items()}
        strange = {text for value in column.values if fold(text := tidy(text_in(value))) not in folded}
        found[name] = {text: shipped.get(fold(text), "") for text in sorted(strange)[:_MOST_WORDS]}
        if not all(found[name].values()):
            questions.append(
                Said(N_("“{name}” has words that the plan does not know: see [moslik]"), name=name)
            )
    return found

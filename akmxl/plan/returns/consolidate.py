"""Put the forms that came together into one consolidation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.plan.returns.asked import asked_periods, last_quarter
from akmxl.plan.returns.doubled import of_two_regions
from akmxl.plan.returns.due import DueDays
from akmxl.plan.returns.expected import accepted_of, active_in, expected_reports, missing_reports, rates_of
from akmxl.plan.returns.figures import alike, figures_of
from akmxl.plan.returns.ledger import ledger, with_findings
from akmxl.plan.returns.library_names import of_other_libraries
from akmxl.plan.returns.of_regions import senders_of
from akmxl.plan.returns.other_template import OTHER_TEMPLATE, of_other_template
from akmxl.plan.returns.outliers import outliers_of
from akmxl.plan.returns.parts import contradictions
from akmxl.plan.returns.records import Consolidation, Finding, Status
from akmxl.plan.returns.revised import revised_of
from akmxl.plan.returns.told import findings_of_doubts
from akmxl.plan.returns.totals import totals_of
from akmxl.plan.returns.two_codes import twins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from akmxl.core.said import Said
    from akmxl.plan.reports import Report
    from akmxl.plan.returns.figures import Alike
    from akmxl.plan.returns.records import Centre, Counted, Entry, Extension, Refused, Return, ReturnedItem


def consolidation(
    returns: Iterable[Return], refused: Iterable[Refused], centres: Iterable[Centre] = (), *, given: str = "",
    extensions: Iterable[Extension] = (), catalogue: Iterable[Report] = (),
    known: Mapping[str, ReturnedItem] | None = None, units: Mapping[str, str] | None = None,
    periods: Iterable[str] = (), days_off: Iterable[date] = (), today: date | None = None,
) -> Consolidation:  # fmt: skip
    """Judge, add up and compare all forms that came; the same files give the same, in whatever order.

    ``centres`` is the table of centres; without one, those are known that the forms themselves name.
    ``given`` is the code of a centre whose forms carry none, ``catalogue`` the reports that are owed,
    ``known`` the items as the plan has them, ``units`` the unit for each of its spellings, folded.
    ``periods`` are those asked for (default: those that most centres sent; where nothing came, the quarter
    that was over last ``today``).
    """
    reports, items, table = tuple(catalogue), known or {}, tuple(centres)
    due = DueDays.of(reports, extensions, days_off)
    senders = senders_of(tuple(returns), table, given, due)
    listed, refused = senders.rows, (*refused, *senders.refused)
    due = replace(due, regions=frozenset(senders.names))
    entries = ledger(senders.forms, refused, listed, given, due, of_table=bool(table))
    read = figures_of(entries, items, units or {})
    groups = alike(read)
    findings = tuple(_findings(read, groups, table))
    entries = _looked_at(entries, read, findings)
    otherwise = last_quarter(today) if today and table else ""
    accepted = accepted_of(entries)
    expected = expected_reports(listed, reports, asked_periods(entries, periods, otherwise), due)
    counts = {one.entry.period for one in read}
    regions = senders.regions(entries, counts)
    active = active_in(counts, listed, regions.names)
    order = {code: place for place, code in enumerate(items)}
    return Consolidation(
        centres=listed,
        entries=entries,
        expected=expected,
        missing=missing_reports(expected, accepted),
        totals=totals_of(groups, expected, active, order, regions),
        rates=rates_of(expected, accepted, listed),
        outliers=outliers_of(groups, listed),
        revised=revised_of(entries),
        findings=(*findings, *findings_of_doubts(entries)),
        figures=read,
        regions=regions,
    )


def _findings(
    forms: Sequence[Counted], groups: Sequence[Alike], table: Iterable[Centre]
) -> Iterator[Finding]:
    """Yield what is to be looked at in the forms that count, form by form."""
    told = contradictions(groups), twins(forms), of_two_regions(forms), of_other_libraries(forms, table)
    for form in forms:
        beside = [said for its in told if its for said in its.get(form.place, ())]
        for left_out, sentences in ((True, form.faults), (False, beside)):
            for said in sentences:
                yield Finding(*form.place, str(said.params.get("item", "")), left_out, said)


def _looked_at(
    entries: Iterable[Entry], forms: Iterable[Counted], findings: Iterable[Finding]
) -> tuple[Entry, ...]:
    """Return the entries with what is to be looked at in the forms that count."""
    told: defaultdict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for finding in findings:
        told[finding[:3]].append(finding.said)
    others = of_other_template(forms)
    doubts = {
        form.place: (*form.doubts, OTHER_TEMPLATE) if form.place in others else form.doubts
        for form in forms
        if form.doubts or (others and form.place in others)
    }
    to_tell = told.keys() | doubts.keys()
    if not to_tell:
        return tuple(entries)
    return tuple(
        with_findings(one, told.get(place, ()), doubts.get(place, ()))
        if one.status is Status.ACCEPTED and (place := (one.centre, one.report, one.period)) in to_tell
        else one
        for one in entries
    )

"""Fill the summary form of a region: what its centres' forms add up to, and a row for each centre.

It is a form as all others: made of a template by the same engine, it carries its values, so that regions are
put together as centres are. Its centre is the region's code, its figures are the totals.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_, translate
from akmxl.plan.model import Figure, Item, Plan, Settings
from akmxl.plan.owed import Owed
from akmxl.plan.period import Period
from akmxl.plan.register_rows import COUNT
from akmxl.plan.reports import Report
from akmxl.plan.returns.expected import active_in, is_active
from akmxl.plan.returns.figures import alike
from akmxl.plan.returns.list_totals import list_totals
from akmxl.plan.returns.possible import VERSIONS
from akmxl.plan.returns.records import Centre, ListTotal, Measured, ReturnedItem, Status
from akmxl.plan.returns.regions import region_key
from akmxl.plan.returns.totals import asked_of, totals_of
from akmxl.plan.rollup import percent_of
from akmxl.plan.values import MEASURES, counted_key, item_key, total_key
from akmxl.submission.form.content import Content, Said
from akmxl.submission.form.corrections import Correction
from akmxl.submission.form.form import fill_with
from akmxl.submission.proof.proof import form_only, list_of, opened
from akmxl.submission.returns.sender import Sender, letter_of
from akmxl.submission.template.template import Template, lists_no_regions, missing_items, not_of_this_form
from akmxl.submission.template.templates import find_summary_template
from akmxl.submission.template.uncounted import uncounted
from akmxl.workbook.create.consolidated.words import item_order, list_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from akmxl.plan.returns.records import Consolidation, Counted, Entry, Total
    from akmxl.submission.form.content import Subject
    from akmxl.submission.proof.proof import ListedItem, Submitted
    from akmxl.submission.returns.sender import Letter
    from akmxl.submission.template.placeholders import Placeholder


def summary_form(
    consolidation: Consolidation,
    region: str,
    report: str,
    period: str,
    *,
    sender: Sender | None = None,
    letter: Letter | None = None,
    known: Mapping[str, ReturnedItem] | None = None,
    names: Mapping[str, str] | None = None,
    template: Path | None = None,
    before: bytes | None = None,
) -> bytes:
    """Return the region's form of a report and period, over the centres of the region.

    ``known`` are the items that the consolidation was made with, ``names`` their names, ``sender`` and
    ``letter`` what stands around the figures; without ``template`` it is the shipped one. ``before`` is the
    form that was made last: one that says otherwise is the next version of it. Raises
    ``BadArgument`` for what is no period, ``BadTemplate`` where the template asks for what a summary cannot
    say, ``FormFault`` where the form does not read back equal.
    """
    asked = Period.parse(period)
    own = _Region.of(consolidation, region, report, str(asked))
    who = sender or Sender(region, {"organisation": region, "region": region})
    about = letter or letter_of(who, report, asked)
    form = Template.open(template or find_summary_template(report))
    plan = _plan(own, who, asked, names or {}, known or {}, form.path)
    unsaid = uncounted(form, of_regions=own.of_regions)
    for fault in chain(not_of_this_form(form, summary=True), missing_items(form, plan), unsaid):
        raise fault
    if any(one.of_region for one in own.forms.values()):
        for fault in lists_no_regions(form):
            raise fault
    catalogued = Report(
        report, about.recipient, "", about.form_kind, about.title, "", (), "by_hand", "", True,
        tuple(own.items), _NOWHERE,
    )  # fmt: skip
    owed = Owed(catalogued, asked, about.due, None, None, None, confirmed=True)
    summary = _Summary(plan, owed, lists=form.lists, over=own)
    last = _last(before, catalogued, asked, who.code)
    if last is None:
        return fill_with(form, summary).data
    again = fill_with(form, _version(summary, last.version, last.sender.supersedes))
    if again.values_sha256 == last.values_sha256 and _items_in(again.data) == last.sender.items:
        return again.data
    return fill_with(form, _version(summary, last.version + 1, last.form_sha256 or last.values_sha256)).data


def _last(before: bytes | None, report: Report, period: Period, code: str) -> Submitted | None:
    """Return what the form before this one says; None where it is none of this report, period and sender."""
    if not before:
        return None
    try:
        found = list_of(form_only(opened(before)))
    except AkmxlError:
        return None
    same = (found.report, found.period, found.sender.centre) == (report.code, str(period), code)
    return found if same and found.version in VERSIONS[:-1] else None


def _version(summary: _Summary, version: int, supersedes: str) -> _Summary:
    correction = Correction(supersedes=supersedes, compared=False) if supersedes else None
    return replace(summary, version=version, correction=correction)


def _items_in(data: bytes) -> tuple[ListedItem, ...]:
    return list_of(opened(data)).sender.items


@dataclass(frozen=True)
class _Region:
    """What the centres of a region said in one report of one period."""

    centres: tuple[Centre, ...]
    forms: Mapping[str, Counted]
    totals: Mapping[Measured, Total]
    items: Mapping[str, ReturnedItem]
    lists: tuple[ListTotal, ...]
    late: frozenset[str]
    from_january: bool
    expected: int

    @classmethod
    def of(cls, whole: Consolidation, region: str, report: str, period: str) -> _Region:
        """Gather the region's forms that count, add them up as the consolidation does."""
        within = {one.code: one for one in whole.centres if region_key(one.region) == region_key(region)}
        expected = [
            one
            for one in whole.expected
            if (one.report, one.period) == (report, period) and one.centre in within
        ]
        entries = [
            one
            for one in whole.entries
            if (one.report, one.period, one.status) == (report, period, Status.ACCEPTED)
            and one.centre in within
        ]
        forms = {
            one.place[0]: one
            for one in whole.figures
            if one.place[1:] == (report, period) and one.place[0] in within
        }
        asked = {one.centre for one in expected} | forms.keys()
        time = Period.parse(period)
        centres = tuple(
            one for code, one in within.items() if code in asked or (not expected and is_active(one, time))
        )
        regions = whole.regions.only(within)
        active = active_in((period,), centres, regions.names)
        totals = totals_of(alike(forms.values()), expected, active, {}, regions)
        n, _ = asked_of(expected, {(report, period): forms}, active, regions)[report, period].whole({})
        own = replace(
            whole, centres=centres, entries=tuple(entries), expected=tuple(expected), regions=regions
        )
        lists = sorted(list_totals(own), key=lambda one: (one.selection, one.field != COUNT, one.field))
        return cls(centres, forms, _alone(totals), _items(forms.values()), tuple(lists), _late(entries),
            time.first == 1, n,
        )  # fmt: skip

    @property
    def of_regions(self) -> bool:
        """Whether its forms are summaries themselves, so that its rows are no centres."""
        returned = (form.entry.returned for form in self.forms.values())
        return any(one.is_summary for one in returned if one)

    def said(self, code: str, measure: str) -> str | None:
        """Return how many centres said a figure, of how many: ``7 / 9``; None where nobody knows it."""
        total = self.totals.get(Measured(code, measure))
        if total and total.beyond:
            return None
        return f"{total.said} / {total.expected}" if total else f"0 / {self.expected}"

    def value(self, code: str, measure: str) -> int | float | None:
        """Return a total; None where nobody knows it, or where it would contradict one of other centres.

        A percent is that of the totals beside it, so it needs the same centres in both. What was done since
        January is unknown where some say less: it would not hold what was done in the period.
        """
        if measure == "percent":
            done, planned = self.value(code, "ytd"), self.value(code, "plan")
            if self._count(code, "ytd") != self._count(code, "plan"):
                return None
            return percent_of(done, planned) if isinstance(done, int) and isinstance(planned, int) else None
        if measure == "ytd":
            said, since = self._count(code, "fact"), self._count(code, "ytd")
            if since < said or (self.from_january and 0 < said != since):
                return None
        total = self.totals.get(Measured(code, measure))
        return total.value if total and isinstance(total.value, int | float) else None

    def _count(self, code: str, measure: str) -> int:
        total = self.totals.get(Measured(code, measure))
        return total.said if total else 0


def _alone(totals: Iterable[Total]) -> dict[Measured, Total]:
    """Return the totals that are the only ones of their item: over two units there is none."""
    found: dict[Measured, list[Total]] = {}
    for one in totals:
        found.setdefault(Measured(one.code, one.measure), []).append(one)
    return {measured: own[0] for measured, own in found.items() if len(own) == 1}


def _items(forms: Iterable[Counted]) -> dict[str, ReturnedItem]:
    found: dict[str, ReturnedItem] = {}
    for form in forms:
        for code, item in form.items.items():
            found.setdefault(code, item)
    return {code: found[code] for code in sorted(found, key=item_order)}


def _late(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(one.centre for one in entries if one.late)


@dataclass(frozen=True)
class _Summary(Content):
    """All that a summary form can say: the figures are totals, the rows are centres."""

    over: _Region | None = None

    @property
    def region(self) -> _Region:
        assert self.over is not None
        return self.over

    def centres(self) -> tuple[Centre, ...]:
        return self.region.centres

    def list_totals(self) -> tuple[ListTotal, ...]:
        return self.region.lists

    def say(self, placeholder: Placeholder, subject: Subject = None) -> Said:
        """Return the value of a placeholder; the words of a summary here, all others as in any form."""
        match placeholder.kind, subject:
            case "sum", _:
                return self._total_of(placeholder.subject, placeholder.field)
            case "said", _:
                return self._said(placeholder.subject, placeholder.field)
            case "item", Item() as item if placeholder.of_summary:
                return self._said(item.code, placeholder.field.partition("/")[2])
            case "centre", (int() as number, Centre() as centre):
                return self._of_centre(number, centre, placeholder)
            case "list_total", (int(), ListTotal() as total):
                return _of_list(total, placeholder.field)
        return super().say(placeholder, subject)

    def _of_item(self, item: Item, name: str) -> Said:
        return self._total_of(item.code, name) if name in MEASURES else super()._of_item(item, name)

    def _total_of(self, code: str, measure: str) -> Said:
        return Said(self.region.value(code, measure), item_key(code, measure), measure)

    def _said(self, code: str, measure: str) -> Said:
        return Said(self.region.said(code, measure), counted_key(item_key(code, measure)), "said")

    def _of_centre(self, number: int, centre: Centre, word: Placeholder) -> Said:
        if word.subject:
            form = self.region.forms.get(centre.code)
            figure = form.figures.get(Measured(word.subject, word.field)) if form else None
            return Said(figure, f"centre:{centre.code}/{word.subject}/{word.field}", word.field)
        if word.field == "ordinal":
            return Said(number, field=word.field)
        if word.field == "state":
            return Said(self._state(centre.code), f"centre:{centre.code}/state", word.field)
        return Said(getattr(centre, word.field) or None, field=word.field)

    def _state(self, code: str) -> str:
        if code not in self.region.forms:
            return translate(N_("has not come"))
        return translate(N_("came late")) if code in self.region.late else translate(N_("came"))


def _of_list(total: ListTotal, word: str) -> Said:
    """Return the name of a list's total, its sum over a span, or how many centres said it."""
    if word == "name":
        return Said(list_title(total.selection, total.field), field=word)
    span = word.removeprefix("said/")
    key = total_key(span, total.selection, total.field)
    value, said = total.sums.get(span, (None, 0))
    if word == span:
        return Said(value, key, total.field)
    counted = said and not total.beyond
    return Said(f"{said} / {total.expected}" if counted else None, counted_key(key), "said")


_NOWHERE = Place("", 0, 0)


def _plan(
    own: _Region,
    who: Sender,
    period: Period,
    names: Mapping[str, str],
    known: Mapping[str, ReturnedItem],
    path: Path,
) -> Plan:
    """Return a plan that has nothing but the letterhead and the items, which the engine asks for."""
    settings = Settings({}, {}, (), {}, (), (), {}, {}, {}, {}, frozenset(), 5, None, centre_code=who.code)
    named = {code: ReturnedItem(code, "", "", "") for code in names}  # headings of a group too
    items = {code: _item(one, names.get(code, "")) for code, one in {**named, **known, **own.items}.items()}
    return Plan(
        path, period.year, who.organisation, settings, (), items, {}, (), {}, (), (), {}, {}, (), (), {}, {}
    )


def _item(one: ReturnedItem, name: str) -> Item:
    blank = Figure(_NOWHERE)
    return Item(
        one.code, "", one.parent or None, "item", one.adds_up, "computed", None, None, "", name, one.unit,
        blank, blank, (), "", "", "", "", (), (), 0, {},
    )  # fmt: skip

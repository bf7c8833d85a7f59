"""Keep the ledger: what became of each file that came, whose it is, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.said import Said, Several
from akmxl.plan.period import Period
from akmxl.plan.returns.due import DueDays
from akmxl.plan.returns.expected import is_absent, is_active
from akmxl.plan.returns.identity import CentreList, identify, the_nearest
from akmxl.plan.returns.possible import fault_of
from akmxl.plan.returns.records import Entry, Status
from akmxl.plan.returns.two_codes import under_two_codes
from akmxl.plan.returns.versions import SAME_BYTES, chain_of, is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.records import Centre, Refused, Return

MORE_TIME = N_("The form's due day is later than the catalogue's, and no letter of extension is known.")
NOT_THERE = N_("By the list of centres, the centre does not exist at the period's end.")

_ABSENT = N_(
    "By the list of centres, the centre does not exist in the period {period}: the form is not added. Put "
    "its first and last day right in the list, or send the form of the centre whose work it is."
)
_NO_SUCH_REPORT = N_(
    "The report’s code “{report}” is not in the catalogue of reports{nearest}. Put the code right in "
    "Hisobotlar, make the form again and send it."
)


def ledger(
    returns: Iterable[Return],
    refused: Iterable[Refused],
    centres: Iterable[Centre],
    given: str = "",
    due: DueDays | None = None,
    *,
    of_table: bool = True,
) -> tuple[Entry, ...]:
    """Return a row for each file that came, in the order of centre, report, period, version and file.

    ``given`` is the code of the centre whose forms carry none; ``of_table`` tells whether the centres are
    those of a table, and not only those that the forms themselves name.
    """
    listed, days = CentreList(centres, of_table=of_table), due or DueDays()
    entries: list[Entry] = []
    sorted_out: defaultdict[tuple[str, str, str, bool], list[Return]] = defaultdict(list)
    for one in returns:
        placed = _placed(one, listed, given, days)
        if isinstance(placed, Entry):
            entries.append(placed)
        else:
            code, form = placed
            sorted_out[code, form.report, _spelt(form.period), form.is_summary].append(form)
    doubled = under_two_codes(sorted_out, listed if of_table else CentreList(()))
    for (code, _, period, _), forms in sorted_out.items():
        entries += _judged(code, period, forms, days, doubled)
    entries += (_refused(one, listed) for one in refused)
    return tuple(sorted(_once(entries), key=_place))


def _placed(one: Return, centres: CentreList, given: str, days: DueDays) -> tuple[str, Return] | Entry:
    """Return whose form it is, with what it does not prove; or why it is refused."""
    who = identify(one, centres, given)
    if fault := fault_of(one.period, one.version):
        return _refusal(one, who.code, fault)
    period = Period.parse(one.period)
    if who.why:
        return _refusal(one, "", who.why)
    if not one.keys:
        return _refusal(one, who.code, Said(N_("The form has no values. Make it anew and send it.")))
    report, centre = days.known(one.report), centres.of_code(who.code)
    if not report:
        nearest = the_nearest(days.like(one.report))
        return _refusal(one, who.code, Said(_NO_SUCH_REPORT, report=one.report, nearest=nearest))
    if centre and is_absent(centre, period):
        return _refusal(one, who.code, Said(_ABSENT, period=str(period)))
    if report != one.report:
        one = replace(one, report=report)
    absent = () if centre is None or is_active(centre, period) else (NOT_THERE,)
    if doubts := (*who.doubts, *absent):
        one = replace(one, doubts=tuple(dict.fromkeys((*one.doubts, *doubts))))
    return who.code, one


@lru_cache(maxsize=4096)  # of thousands of forms each says one of few periods
def _spelt(period: str) -> str:
    return str(Period.parse(period))


def _refusal(one: Return, code: str, why: Said) -> Entry:
    return Entry(
        one.came, Status.REFUSED, code, one.report, one.period, one.version, why.message, why.params, one
    )


def _refused(one: Refused, centres: CentreList) -> Entry:
    code = identify(one, centres).code if one.centre or one.organisation else ""
    return Entry(one.came, Status.REFUSED, code, one.report, one.period, 0, one.reason, one.params)


def _judged(
    code: str, text: str, forms: Sequence[Return], days: DueDays, doubled: Mapping[int, Said]
) -> Iterator[Entry]:
    """Yield the rows of one centre, report and period: all sure versions are as late as the first of them."""
    period = Period.parse(text)
    if is_plain(forms) and not doubled:  # as nearly all: said in a third of the steps
        form = forms[0]
        due, is_later = days.told(code, form.report, period, form.due)
        form = replace(form, doubts=(*form.doubts, MORE_TIME)) if is_later else form
        late = days.late(form.came.received, due)
        yield Entry(form.came, Status.ACCEPTED, code, form.report, text, 1, returned=form, late=late, due=due)
        return
    chain = chain_of(forms, gaps=forms[0].is_summary, doubled=doubled)
    for one in chain.judged:
        form = one.returned
        due, is_later = days.told(code, form.report, period, form.due)
        if is_later:
            form = replace(form, doubts=(*form.doubts, MORE_TIME))
        sure = one.status in (Status.ACCEPTED, Status.SUPERSEDED)
        if sure and chain.due != form.due:
            due = days.due(code, form.report, period, chain.due)
        late = days.late(chain.received, due) if sure else None
        yield Entry(
            form.came, one.status, code, form.report, text, form.version, *_words(one.why), form, late, due
        )  # fmt: skip


def _words(why: Said | None) -> tuple[str, Mapping[str, object]]:
    return (why.message, why.params) if why else ("", {})


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the rows; of files that are refused and are the same, byte for byte, the first one is kept."""
    entries, first = list(entries), dict[str, str]()
    yield from (one for one in entries if one.status is not Status.REFUSED)
    refused = [one for one in entries if one.status is Status.REFUSED]
    for one in sorted(refused, key=lambda entry: (entry.came.file, entry.came.sha256, entry.came.received)):
        if one.came.sha256 in first and one.came.sha256:  # of what could not be read nobody knows the bytes
            file = first[one.came.sha256]
            yield replace(one, status=Status.DUPLICATE, reason=SAME_BYTES, params={"file": file})
        else:
            first[one.came.sha256] = one.came.file
            yield one


_place = attrgetter("centre", "report", "period", "version", "came")


def with_findings(entry: Entry, findings: Sequence[Said], doubts: Iterable[str] = ()) -> Entry:
    """Return the row of a form that counts with what is to be looked at in it, and what it does not prove."""
    returned = entry.returned
    if returned and (more := tuple(one for one in doubts if one not in returned.doubts)):
        entry = replace(entry, returned=replace(returned, doubts=(*returned.doubts, *more)))
    if not findings:
        return entry
    if len(findings) == 1:
        return replace(entry, reason=findings[0].message, params=findings[0].params)
    params: Mapping[str, object] = {"count": len(findings), "sentences": Several(findings)}
    return replace(entry, reason=N_("There are {count} things to look at. {sentences}"), params=params)

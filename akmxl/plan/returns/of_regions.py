"""Know the summary forms of regions: which may be added, and for how many centres each of them stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold, nearest
from akmxl.plan.returns.doubled import doubled, regions_said
from akmxl.plan.returns.expected import active_in
from akmxl.plan.returns.figures import centres_within
from akmxl.plan.returns.identity import CentreList, centres_of, the_nearest
from akmxl.plan.returns.ledger import ledger
from akmxl.plan.returns.records import Refused, Status
from akmxl.plan.returns.region_rows import RegionRows
from akmxl.plan.returns.regions import NO_REGIONS, Regions, region_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.due import DueDays
    from akmxl.plan.returns.records import Came, Centre, Entry, Return

NO_SUCH_REGION = N_(
    "This is the summary form of the region “{region}”, and no centre of the list is in such a region"
    "{nearest}. Put the region right in Bosh sahifa, make the form again and send it, or enter the region’s "
    "centres into the list."
)
OTHER_CODE = N_(
    "This summary form of the region “{region}” carries the code “{code}”; in the list of centres the "
    "region’s code is {right}. Put the code right in Sozlamalar, make the form again and send it, or put the "
    "list right."
)


@dataclass(frozen=True)
class Senders:
    """Who sends the forms of a run, and the forms that may be added together.

    ``rows`` are centres, and regions: those whose summaries came, or of which nothing came. By their codes
    ``names`` are the regions', ``within`` the centres of the table for which each stands. ``refused`` are
    summaries that would count something twice, or of which nobody knows whose they are.
    """

    forms: tuple[Return, ...]
    rows: tuple[Centre, ...]
    refused: tuple[Refused, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, tuple[Centre, ...]] = field(default_factory=dict)
    listed: bool = True

    def regions(self, entries: Iterable[Entry], periods: Iterable[str]) -> Regions:
        """Return the regions with the number of their centres in each of the periods.

        The table of centres knows it; where it lists none of a region's, the summaries that count say it:
        those on the period, else those on others. Of a region of which nothing says it, it stays unknown.
        """
        if not self.names:
            return NO_REGIONS
        said: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for one in entries:
            if one.status is Status.ACCEPTED and one.centre in self.names and one.returned:
                own = said[one.centre]
                own[one.period] = max(own.get(one.period, 0), centres_within(one.returned))
        sizes: dict[tuple[str, str], int] = {}
        periods = tuple(periods)
        for code in self.names:
            active = active_in(periods, self.within.get(code, ()))
            for period in periods:
                most = said[code].get(period) or max(said[code].values(), default=0)
                if code in self.within or most:
                    sizes[code, period] = active[period] if code in self.within else most
        return Regions(self.names, sizes, self.listed)


def senders_of(
    forms: Sequence[Return], table: Iterable[Centre], given: str = "", due: DueDays | None = None
) -> Senders:
    """Return who sends. One table of centres serves regions and nation: it needs no rows of regions.

    ``due`` knows the reports: what is refused itself pushes no summary out.
    """
    listed = CentreList(table)
    summaries = [one for one in forms if one.is_summary]
    if not summaries:
        return Senders(tuple(forms), listed.rows or centres_of(forms, given))
    own = {id(one) for one in summaries}
    centres = _judged([one for one in forms if id(one) not in own], listed.rows, given, due)
    mixed = any(one.centre for one in centres)
    known = RegionRows(listed.rows, summaries, mixed=mixed)
    refused = {one.came: why for one, why in _of_no_region(known, summaries)}
    of_regions = _judged([one for one in summaries if one.came not in refused], (), given, due)
    refused |= _doubled(of_regions, centres, listed, known)
    left = [one for one in summaries if one.came not in refused]
    apart = tuple(one for one in forms if id(one) not in own or one.came not in refused)
    told = tuple(refused.values())
    if not left:
        return Senders(apart, listed.rows or centres_of(apart, given), told)
    if not listed.rows:
        rows = centres_of(apart, given)
        sending = {fold(one.centre or given) for one in left}
        names = {one.code: one.region or one.name or one.code for one in rows if fold(one.code) in sending}
        return Senders(apart, rows, told, names, listed=False)
    known = RegionRows(listed.rows, left, mixed=mixed)
    rows, regions = known.senders(
        left,
        {key for one in centres if one.status is Status.ACCEPTED for key in regions_said(one, listed)},
        {fold(one.centre) for one in centres},
    )
    codes = {
        id(one): code for one in left if one.centre != (code := regions[known.key(one)].code)
    }  # of those that carry the region's name instead
    return Senders(
        tuple(replace(one, centre=codes[id(one)]) if id(one) in codes else one for one in apart),
        rows,
        told,
        {one.code: known.name(key) for key, one in regions.items()},
        {one.code: its for key, one in regions.items() if (its := known.centres(key))},
    )


def _judged(
    forms: Sequence[Return], rows: Sequence[Centre], given: str, due: DueDays | None
) -> tuple[Entry, ...]:
    """Return what becomes of forms where no others came."""
    return ledger(forms, (), rows or centres_of(forms, given), given, due, of_table=bool(rows))


def _doubled(
    summaries: Iterable[Entry], centres: Iterable[Entry], listed: CentreList, known: RegionRows
) -> dict[Came, Refused]:
    """Return the summaries that would count something twice, with all versions of them."""
    why = doubled(
        summaries, centres, listed, lambda one: region_key(one.region) if one.region else known.key(one)
    )
    return {
        one.came: _refused(one.returned, said.message, **said.params)
        for one in summaries
        if one.returned and (said := why.get((one.centre, one.report, one.period)))
    }


def _of_no_region(known: RegionRows, summaries: Iterable[Return]) -> Iterator[tuple[Return, Refused]]:
    """Yield the summaries of which the table of centres does not say whose they are."""
    for one in summaries:
        key = known.key(one)
        if known.rows and key not in known:
            nearest_name = the_nearest(nearest(one.region, known.names))
            name = one.region or one.organisation
            yield one, _refused(one, NO_SUCH_REGION, region=name, nearest=nearest_name)
        elif (own := known.own(key)) and not _is_of(one, own, key):
            right = ", ".join(row.code for row in own)
            yield one, _refused(one, OTHER_CODE, region=known.name(key), code=one.centre, right=right)


def _is_of(summary: Return, own: Iterable[Centre], key: str) -> bool:
    """Tell whether a summary carries the code of its region's own row, or the region's name for a code."""
    return region_key(summary.centre) == key or fold(summary.centre) in {fold(row.code) for row in own}


def _refused(one: Return, reason: str, **params: object) -> Refused:
    named = {"file": one.came.file, **params}
    return Refused(one.came, reason, named, one.centre, one.organisation, one.report, one.period)

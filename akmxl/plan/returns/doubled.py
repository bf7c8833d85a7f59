"""Find the summary forms whose figures other forms bring too: they would be counted twice."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import as_number
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.regions import region_key
from akmxl.plan.values import split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.identity import CentreList
    from akmxl.plan.returns.records import Entry, Number, Place, Return

BESIDE_CENTRES = N_(
    "“{file}” is the summary form of a region, and forms of its centres came too ({beside}): it is not added "
    "beside them. Put the summary forms of regions together in a run of their own."
)
BESIDE_SUMMARIES = N_(
    "“{file}” is a summary form of several regions, and summary forms of these came too ({beside}): it is not "
    "added beside them. Leave the one or the others."
)
SEVERAL_CODES = N_(
    "“{file}” is the summary form of the region “{region}”, and summary forms came under several codes: "
    "{codes}. None of them is added. Leave the one whose code is right."
)
SAME_CENTRES = N_(
    "“{file}” lists centres that other summary forms list too: {centres} (also in {others}). None of these "
    "forms is added. Put right of which region each of the centres is, and make the forms anew."
)
_CODE_OF_TWO = N_(
    "The summary form lists the centre {centres}, and so does that of {others}, with other figures: either two "
    "centres have one code, or one is counted twice. Put the code or the region of the centre right."
)
_TOLD = 5  # codes that are named


class OfCentre(NamedTuple):
    """What a key of a summary form is about: a centre's code, the item and measure; none of its state."""

    code: str
    item: str = ""
    measure: str = ""


@lru_cache(maxsize=64)  # of keys that summary forms share
def centres_in(keys: tuple[str, ...]) -> tuple[tuple[int, OfCentre], ...]:
    """Return which keys of a summary form are about a centre, by their places; a code may have ``/`` in it."""
    found = []
    for place, key in enumerate(keys):
        kind, subject, field = split_key(key)
        if kind == "centre":
            code, _, item = (subject, "", "") if field == "state" else subject.rpartition("/")
            found.append((place, OfCentre(code, item, field if item else "")))
    return tuple(found)


def covered(summary: Return) -> dict[str, str]:
    """Return the centres that a summary form lists: their codes by the folded ones."""
    return {fold(of.code): of.code for _, of in centres_in(summary.keys)}


@dataclass(frozen=True)
class _Summary:
    """A summary form that would count: what it lists, and what these list in turn; of which regions that is.

    ``region`` is the key of its own region, ``regions`` those of what it lists.
    """

    entry: Entry
    code: str
    region: str
    lists: Mapping[str, str]
    regions: frozenset[str]

    @property
    def returned(self) -> Return:
        assert self.entry.returned is not None
        return self.entry.returned

    def holds(self, other: _Summary) -> bool:
        """Tell whether another summary form is in it."""
        return self is not other and (other.code in self.lists or other.region in self.regions)


def doubled(
    summaries: Iterable[Entry], centres: Iterable[Entry], listed: CentreList
) -> dict[Place, Said]:
    """Return by place why summary forms are not to be added; all entries are as they are without the others.

    Only what counts can be counted twice, and only in the same report and period. A region is the same
    however its name is spelt.
    """
    said: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in summaries:
        if entry.status is Status.ACCEPTED:
            said[entry.report, entry.period].append(entry)
    own: defaultdict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    for entry in centres:
        if entry.status is Status.ACCEPTED and (entry.report, entry.period) in said:
            own[entry.report, entry.period][entry.centre] = _regions_of(entry, listed)
    return {
        (one.entry.centre, *place): why
        for place, its in said.items()
        for one, why in _doubled(_with_what_they_list(its), own[place])
    }


def _regions_of(entry: Entry, listed: CentreList) -> set[str]:
    """Return the keys of the regions that a form and the list of centres say of a centre."""
    row = listed.of_code(entry.centre)
    names = (entry.returned.region if entry.returned else "", row.region if row else "")
    return {region_key(name) for name in names if name}


def _with_what_they_list(entries: Iterable[Entry]) -> list[_Summary]:
    """Return the summary forms of one report and period, with what those list that they list."""
    forms = {fold(entry.centre): (entry, entry.returned) for entry in entries if entry.returned}
    direct = {code: covered(form) for code, (_, form) in forms.items()}
    keys = {code: region_key(form.region) if form.region else "" for code, (_, form) in forms.items()}
    found = []
    for code, (entry, _) in sorted(forms.items()):
        lists: dict[str, str] = {}
        open_codes = [code]
        while open_codes:
            more = direct.get(open_codes.pop(), {})
            open_codes += [one for one in more if one not in lists and one != code]
            lists |= more
        # a region that has no code goes under its name
        regions = {region_key(name) for name in lists.values()} | {keys.get(one, "") for one in lists}
        found.append(_Summary(entry, code, keys[code], lists, frozenset(regions - {"", keys[code]})))
    return found


def _doubled(
    summaries: Sequence[_Summary], centres: Mapping[str, set[str]]
) -> Iterator[tuple[_Summary, Said]]:
    """Yield the summary forms that are not to be added, the smaller before those in which they are."""
    standing: list[_Summary] = []
    for level in _by_size(summaries):
        left: list[_Summary] = []
        for one in level:
            if why := _beside(one, centres, standing):
                yield one, why
            else:
                left.append(one)
        refused = [(one, why) for one in left if (why := _not_alone(one, [*standing, *left]))]
        yield from refused
        standing += [one for one in left if all(one is not other for other, _ in refused)]


def _by_size(summaries: Sequence[_Summary]) -> Iterator[list[_Summary]]:
    """Yield together the summary forms that hold equally many others, those that hold none first."""
    sizes: defaultdict[int, list[_Summary]] = defaultdict(list)
    for one in summaries:
        sizes[sum(map(one.holds, summaries))].append(one)
    yield from (its for _, its in sorted(sizes.items()))


def _beside(one: _Summary, centres: Mapping[str, set[str]], standing: Iterable[_Summary]) -> Said | None:
    """Return why a summary form is not added beside the centres and regions that are in it."""
    regions = {one.region, *one.regions} - {""}
    beside = [
        code
        for code, its in centres.items()
        if fold(code) in one.lists or fold(code) == one.code or not regions.isdisjoint(its)
    ]
    if beside:
        return _why(one, BESIDE_CENTRES, beside=_few(beside))
    within = [other.entry.centre for other in standing if one.holds(other)]
    return _why(one, BESIDE_SUMMARIES, beside=_few(within)) if within else None


def _not_alone(one: _Summary, others: Iterable[_Summary]) -> Said | None:
    """Return why none of several summary forms is added: of one region, or of the same centres."""
    others = [other for other in others if other is not one]
    if same := [other for other in others if one.region and other.region == one.region]:
        codes = [other.entry.centre for other in (one, *same)]
        return _why(one, SEVERAL_CODES, region=one.returned.region, codes=_few(codes))
    shared = {other.entry.centre: codes for other in others if (codes := _same_centres(one, other))}
    if not shared:
        return None
    centres = {one.lists.get(code, code) for codes in shared.values() for code in codes}
    return _why(one, SAME_CENTRES, centres=_few(centres), others=_few(shared))


def _same_centres(one: _Summary, other: _Summary) -> set[str]:
    """Return the centres that are in both; one of which they say different figures may be two."""
    shared = one.lists.keys() & other.lists.keys()
    if one.holds(other):
        shared |= {other.code}
    return {code for code in shared if not _differ(code, one.returned, other.returned)}


def _differ(code: str, one: Return, other: Return) -> bool:
    """Tell whether two summary forms say different figures of a centre that both list."""
    first, second = _figures_of(code, one), _figures_of(code, other)
    return any(first[of] != second[of] for of in first.keys() & second.keys())


def _figures_of(code: str, summary: Return) -> dict[OfCentre, Number]:
    found = ((of, as_number(summary.said[place])) for place, of in centres_in(summary.keys) if of.item)
    return {of._replace(code=""): value for of, value in found if fold(of.code) == code and value is not None}


def _why(one: _Summary, reason: str, **params: object) -> Said:
    return Said(reason, file=one.entry.came.file, **params)


def _few(codes: Iterable[str]) -> str:
    """Return codes in a sentence: the first ones, and whether there are more."""
    several = sorted(codes)
    return ", ".join(several[:_TOLD]) + (" …" if len(several) > _TOLD else "")

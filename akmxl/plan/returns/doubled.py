"""Find the summary forms whose figures other forms bring too: they would be counted twice."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from itertools import permutations
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import as_number, centre_of_key, centres_within
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.region_rows import covered
from akmxl.plan.returns.regions import region_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from akmxl.plan.returns.identity import CentreList
    from akmxl.plan.returns.records import Counted, Entry, Measured, Number, Place, Return

BESIDE_CENTRES = N_(
    "“{file}” is the summary form of a region, and forms of its centres came too ({beside}): it is not added "
    "beside them. Put the summary forms of regions together in a run of their own."
)
BESIDE_SUMMARIES = N_(
    "“{file}” is the summary form of several regions, and summary forms of these came too ({beside}): it is "
    "not added beside them. Leave the one or the others."
)
SEVERAL_CODES = N_(
    "“{file}” is the summary form of the region “{region}”, and summary forms came under several codes: "
    "{codes}. None of them is added. Leave the one whose code is right."
)
PERHAPS_BESIDE = N_(
    "“{file}” does not say which centres are in it, and forms came that may be theirs ({beside}): it is not "
    "added beside them. Put the summary forms of regions together in a run of their own."
)
SAME_CENTRES = N_(
    "“{file}” lists centres that other summary forms list too: {centres} (also in {others}). None of these "
    "forms is added. Put right of which region each of the centres is, and make the forms anew."
)
OTHER_FIGURES = N_(
    "The summary form lists {centres}, and so does that of {other}, with other figures: either two centres "
    "have one code, or one is counted twice. Put the code or the region of the centre right."
)
_TOLD = 5  # codes that are named


class _Unsaid(Enum):
    """What a summary form leaves open of the centres that are in it."""

    NOTHING = "nothing"
    CENTRES = "centres"  # they are of its own region, or of those that it lists
    REGIONS = "regions"  # of which regions they are


@dataclass(frozen=True)
class _Summary:
    """A summary form that would count: what it lists, and what these list in turn; of which regions that is.

    ``region`` is the key of its own region, ``regions`` those of what it lists. ``unsaid`` tells what nobody
    can know: it lists no centres, or regions under codes of which nobody says what they are.
    """

    entry: Entry
    code: str
    region: str
    lists: Mapping[str, str]
    regions: frozenset[str]
    unsaid: _Unsaid

    @property
    def returned(self) -> Return:
        assert self.entry.returned is not None
        return self.entry.returned

    def holds(self, other: _Summary) -> bool:
        """Tell whether another summary form is in it."""
        return self is not other and (other.code in self.lists or other.region in self.regions)


def doubled(
    summaries: Iterable[Entry],
    centres: Iterable[Entry],
    listed: CentreList,
    region_of: Callable[[Return], str],
) -> dict[Place, Said]:
    """Return by place why summary forms are not to be added; what is named is the file's, too.

    ``summaries`` and ``centres`` are judged each without the others: only what counts can be counted twice,
    and only in the same report and period. ``region_of`` gives the key of a summary form's region.
    """
    said: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in summaries:
        if entry.status is Status.ACCEPTED:
            said[entry.report, entry.period].append(entry)
    own: defaultdict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    for entry in centres:
        if entry.status is Status.ACCEPTED and (entry.report, entry.period) in said:
            own[entry.report, entry.period][entry.centre] = regions_said(entry, listed)
    return {
        (one.entry.centre, *place): why
        for place, its in said.items()
        for one, why in _doubled(_with_what_they_list(its, region_of), own[place])
    }


def regions_said(entry: Entry, listed: CentreList) -> set[str]:
    """Return the keys of the regions that a form and the list of centres say of a centre."""
    row = listed.of_code(entry.centre)
    names = (entry.returned.region if entry.returned else "", row.region if row else "")
    return {region_key(name) for name in names if name}


def _with_what_they_list(entries: Iterable[Entry], region_of: Callable[[Return], str]) -> list[_Summary]:
    """Return the summary forms of one report and period, with what those list that they list."""
    forms = {fold(entry.centre): (entry, entry.returned) for entry in entries if entry.returned}
    direct = {code: covered(form) for code, (_, form) in forms.items()}
    keys = {code: region_of(form) for code, (_, form) in forms.items()}
    found = []
    for code, (entry, form) in sorted(forms.items()):
        lists: dict[str, str] = {}
        open_codes = [code]
        while open_codes:
            more = direct.get(open_codes.pop(), {})
            open_codes += [one for one in more if one not in lists and one != code]
            lists |= more
        # a region that has no code goes under its name
        regions = {region_key(name) for name in lists.values()} | {keys.get(one, "") for one in lists}
        unsaid = _unsaid(form, [name for one, name in lists.items() if one not in forms])
        found.append(_Summary(entry, code, keys[code], lists, frozenset(regions - {"", keys[code]}), unsaid))
    return found


def _unsaid(form: Return, names: Collection[str]) -> _Unsaid:
    """Return what a form leaves open; ``names`` are the codes that it lists and of which no summary came.

    Its figures are of more centres than it lists where these are regions.
    """
    lists = covered(form)
    if lists and (centres_within(form) <= len(lists) or not names):
        return _Unsaid.NOTHING
    known = all(region_key(name) != fold(name) for name in names)  # a region that has no code
    return _Unsaid.CENTRES if known else _Unsaid.REGIONS


def _doubled(
    summaries: Iterable[_Summary], centres: Mapping[str, set[str]]
) -> Iterator[tuple[_Summary, Said]]:
    """Yield the summary forms that are not to be added: what is refused pushes no other out.

    Beside a centre or a smaller summary it is the larger one that goes; of several of which none is in the
    other all go.
    """
    left: list[_Summary] = []
    for one in summaries:
        if beside := _beside(one, centres):
            yield one, Said(BESIDE_CENTRES, beside=_few(beside))
        elif perhaps := _perhaps_beside(one, centres):
            yield one, Said(PERHAPS_BESIDE, beside=_few(perhaps))
        else:
            left.append(one)
    several = {one.code: why for one in left if (why := _not_alone(one, left))}
    yield from ((one, several[one.code]) for one in left if one.code in several)
    left = [one for one in left if one.code not in several]
    standing: list[_Summary] = []
    for one in sorted(left, key=lambda own: sum(map(own.holds, left))):
        if within := [other.entry.centre for other in standing if one.holds(other)]:
            yield one, Said(BESIDE_SUMMARIES, beside=_few(within))
        else:
            standing.append(one)


def _beside(one: _Summary, centres: Mapping[str, set[str]]) -> list[str]:
    """Return the centres that are in a summary form, or under its code, and sent their own."""
    regions = {one.region, *one.regions} - {""}
    return [
        code
        for code, its in centres.items()
        if fold(code) in one.lists or fold(code) == one.code or not regions.isdisjoint(its)
    ]


def _perhaps_beside(one: _Summary, centres: Mapping[str, set[str]]) -> list[str]:
    """Return the centres that sent their own, where nobody can say that they are not in a summary form."""
    if one.unsaid is _Unsaid.REGIONS:
        return list(centres)
    return [code for code, its in centres.items() if not its] if one.unsaid is _Unsaid.CENTRES else []


def _not_alone(one: _Summary, summaries: Iterable[_Summary]) -> Said | None:
    """Return why none of several summary forms is added: of one region, or of the same centres."""
    others = [other for other in summaries if other is not one and one.holds(other) == other.holds(one)]
    if of_region := [other.entry.centre for other in others if one.region and other.region == one.region]:
        codes = _few([one.entry.centre, *of_region])
        return Said(SEVERAL_CODES, region=one.returned.region, codes=codes)
    shared: dict[str, list[str]] = {}
    for other in others:
        both = one.lists.keys() & other.lists.keys()
        if same := _centres_in_both(one.returned, other.returned, both)[0]:
            shared[other.entry.centre] = same
    if not shared:
        return None
    centres = {one.lists[code] for codes in shared.values() for code in codes}
    return Said(SAME_CENTRES, centres=_few(centres), others=_few(shared))


def of_two_regions(forms: Iterable[Counted]) -> dict[Place, list[Said]]:
    """Return by place which centres the summary forms of two regions list, with other figures."""
    alike: defaultdict[tuple[str, str], list[tuple[Counted, Return]]] = defaultdict(list)
    for form in forms:
        if form.of_region and form.entry.returned:
            alike[form.entry.report, form.entry.period].append((form, form.entry.returned))
    found: defaultdict[Place, list[Said]] = defaultdict(list)
    for its in alike.values():
        for (form, one), (beside, other) in permutations(its, 2):
            lists = covered(one)
            _, differing = _centres_in_both(one, other, lists.keys() & covered(other).keys())
            if differing:
                centres = _few(lists[code] for code in differing)
                found[form.place].append(Said(OTHER_FIGURES, centres=centres, other=beside.place[0]))
    return dict(found)


def _centres_in_both(one: Return, other: Return, codes: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the centres that both list: those of which they say no other figures, and the others."""
    if not codes:
        return [], []
    first, second = _by_centre(one), _by_centre(other)
    found: tuple[list[str], list[str]] = [], []
    for code in sorted(codes):
        mine, its = first.get(code, {}), second.get(code, {})
        differ = any(mine[of] != its[of] for of in mine.keys() & its.keys())
        found[differ].append(code)
    return found


def _by_centre(summary: Return) -> dict[str, dict[Measured, Number]]:
    """Return what a summary form says of each centre by its folded code, as far as these are counts."""
    found: defaultdict[str, dict[Measured, Number]] = defaultdict(dict)
    for key, value in summary.values:
        own, number = centre_of_key(key), as_number(value)
        if own and own[1] and number is not None:
            found[fold(own[0])][own[1]] = number
    return found


def _few(codes: Iterable[str]) -> str:
    """Return codes in a sentence: the first ones, and whether there are more."""
    several = sorted(codes)
    return ", ".join(several[:_TOLD]) + (" …" if len(several) > _TOLD else "")

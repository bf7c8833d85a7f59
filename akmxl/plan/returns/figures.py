"""Read the figures of items out of a form: what may be added up, and what may not, as its unit is another."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import DASH, fold
from akmxl.core.vocabulary import term
from akmxl.plan.returns.records import Count, Counted, Measured, ReturnedItem, Status, are_of_summary
from akmxl.plan.values import SAID, split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.plan.returns.records import Entry, Number, Return, Value

MEASURES = ("fact", "ytd", "plan", "previous")  # those that add up; a percent is worked out again
_LARGEST = 10**15  # beyond it no count is meant, and floats lose whole numbers
_MOST_KINDS = 1000  # of forms that are alike, kept at a time: each report has a few
_NO_UNITS: Mapping[str, str] = MappingProxyType({})
_OF_HEADING = lazily(r"\s*\d+\s*/\s*\d+\s*")
_COUNT = lazily(r"(\d{1,6}) / (\d{1,6})")
UNITS_UNSAID = N_(
    "The form does not say in which units its figures are: they are taken as the plan has them."
)


def figures_of(
    entries: Iterable[Entry], known: Mapping[str, ReturnedItem], units: Mapping[str, str] = _NO_UNITS
) -> tuple[Counted, ...]:
    """Read what counts of the forms that were accepted, as ``counted`` does of one."""
    read = _Reader(known, units).read
    return tuple(
        read(one, one.returned)
        for one in entries
        if one.status is Status.ACCEPTED and one.returned is not None
    )


class _Like(NamedTuple):
    """What forms have in common whose keys, items and values are the same, but for whole numbers.

    ``plain`` are these numbers: the figure, its place in the values that are figures.
    """

    form: Counted
    plain: Mapping[Measured, int]


class _Reader:
    """Reads forms as ``counted`` does: those that are alike once, of the others their numbers alone."""

    def __init__(self, known: Mapping[str, ReturnedItem], units: Mapping[str, str]) -> None:
        self._known, self._units = known, units
        self._alike: dict[tuple[object, ...], _Like] = {}
        self._places: dict[int, Mapping[Measured, int] | None] = {}  # by the number of the keys
        self._contents: dict[tuple[object, ...], int] = {}  # keys and items by what they say
        self._numbers: dict[int, int] = {}  # by their id: forms hold them while they are read

    def read(self, entry: Entry, returned: Return) -> Counted:
        keys = self._number(returned.keys)
        if keys not in self._places:
            self._places[keys] = _places_in(returned.keys)
        places = self._places[keys]
        if places is None:
            return counted(entry, returned, self._known, self._units)
        values = [returned.said[place] for place in places.values()]
        others = tuple([
            one if one is None else ... if type(one) is int and 0 <= one < _LARGEST else _told(one)
            for one in values
        ])  # fmt: skip
        kind = keys, self._number(returned.items), others
        like = self._alike.get(kind)
        if like is None:
            if len(self._alike) >= _MOST_KINDS:
                self._alike.clear()
            like = self._alike[kind] = self._like(entry, returned, places)
        form = like.form
        figures = dict(form.figures)
        for of, place in like.plain.items():
            figures[of] = values[place]  # type: ignore[assignment]
        return Counted(entry, figures, form.items, form.faults, form.doubts)

    def _number(self, shared: tuple[object, ...]) -> int:
        """Return a number for keys or items; what many forms share is looked through once."""
        number = self._numbers.get(id(shared))
        if number is None:
            number = self._numbers[id(shared)] = self._contents.setdefault(shared, len(self._contents))
        return number

    def _like(self, entry: Entry, returned: Return, places: Mapping[Measured, int]) -> _Like:
        form = counted(entry, returned, self._known, self._units)
        plain = {
            of: nth
            for nth, (of, place) in enumerate(places.items())
            if of in form.figures and type(returned.said[place]) is int and form.figures[of] is not None
        }
        return _Like(form, plain)


def _told(value: Value) -> object:
    """Return a value that is no count as what it is: 1.0 is another one than True."""
    return value if type(value) is str else (type(value), value)


def _places_in(keys: tuple[str, ...]) -> Mapping[Measured, int] | None:
    """Return where figures are in a form of such keys; None where one stands twice, or for a region."""
    found = [(of, place) for place, key in enumerate(keys) if (of := measured_by(key))]
    places = dict(found)
    return places if len(places) == len(found) and not are_of_summary(keys) else None


def counted(
    entry: Entry, returned: Return, known: Mapping[str, ReturnedItem], units: Mapping[str, str] = _NO_UNITS
) -> Counted:
    """Read what counts of a form; ``known`` are the items as the plan has them.

    ``units`` gives the unit for each of its spellings, folded. An item in another unit, or of another kind,
    than the plan's is left out and told.
    """
    own = {item.code: item for item in returned.items}
    said, faults = _said(returned)
    numbered = {measured.code for measured, value in said.items() if value is not None}
    items = {
        code: known.get(code) or own.get(code) or ReturnedItem(code, "", "", "")
        for code in dict.fromkeys(measured.code for measured in said)
        if not known or code in known or code in numbered  # others are headings, which add up to nothing
    }
    for code in items:
        if code not in faults and (fault := _fault(code, own.get(code), known, units)):
            faults[code] = fault
    if faults:
        faults = {code: one for code, one in faults.items() if code in items or _has_digits(one)}
    return Counted(
        entry,
        {of: value for of, value in said.items() if of.code in items and of.code not in faults},
        items,
        tuple(faults.values()),
        (UNITS_UNSAID,) if items.keys() - own.keys() else (),
        over_of(returned) if returned.is_summary else {},
        returned.is_summary,
    )


def _said(returned: Return) -> tuple[dict[Measured, Number | None], dict[str, Said]]:
    """Return the figures of a form, and by item why they are none."""
    said: dict[Measured, Number | None] = {}
    faults: dict[str, Said] = {}
    for key, value in returned.values:
        measured = measured_by(key)
        if measured is None:
            continue
        figure, code = as_number(value), measured.code
        if figure is None and _means_a_figure(value):
            faults[code] = Said(
                N_("{item}: {value} is no count; it is not added up."), item=code, value=value
            )
        if said.setdefault(measured, figure) != figure:
            faults[code] = Said(N_("{item}: the form has two figures for it; none is added up."), item=code)
    return said, faults


def _means_a_figure(value: Value) -> bool:
    """Tell whether a value that is no count is meant as one: a number, or a text: ``12 nafar``, ``uch``.

    A dash says that there is nothing, ``6/36`` is the text of a heading.
    """
    if not isinstance(value, str):
        return value is not None
    return fold(value) not in ("", DASH) and not _OF_HEADING.fullmatch(value)


def _has_digits(fault: Said) -> bool:
    """Tell whether a value that is no count has digits: of a heading, words alone are its text."""
    return any(char.isdecimal() for char in str(fault.params.get("value", "0")))


@cache
def _counted_by(key: str) -> Measured | None:
    """Return the figure of which a key says how many centres have it; None for any other key."""
    kind, subject, measure = split_key(key)
    return Measured(subject, measure.removeprefix(SAID)) if kind == "item" and SAID in measure else None


def _fault(
    code: str, item: ReturnedItem | None, known: Mapping[str, ReturnedItem], units: Mapping[str, str]
) -> Said | None:
    """Return why an item's figures must not be added to those of others."""
    right = known.get(code)
    if known and right is None:  # nobody knows whether two centres mean the same by it
        return Said(N_("{item}: the plan has no such item; it is not added up."), item=code)
    if item is None or right is None or item == right:
        return None
    if _unit(item, units) != _unit(right, units):
        return Said(
            N_(
                "{item}: its unit is “{unit}”, in the plan “{right}”; it is not added up. Put the unit right."
            ),
            item=code,
            unit=item.unit,
            right=right.unit,
        )
    if item.adds_up != right.adds_up:
        return Said(
            N_("{item}: it adds up as “{kind}”, in the plan as “{right}”; it is not added up."),
            item=code,
            kind=term("adds_up", item.adds_up),
            right=term("adds_up", right.adds_up),
        )
    return None


def _unit(item: ReturnedItem, units: Mapping[str, str]) -> str:
    folded = fold(item.unit)
    return fold(units.get(folded, folded))


class Alike(NamedTuple):
    """Forms of a report and period whose items are one mapping, so that they have the same figures.

    ``columns`` is what they say of each figure, in the order of the forms.
    """

    report: str
    period: str
    items: Mapping[str, ReturnedItem]
    forms: Sequence[Counted]
    columns: Mapping[Measured, Sequence[Number | None]]


def alike(forms: Iterable[Counted]) -> tuple[Alike, ...]:
    """Put forms together that are alike: what follows from items and keys is done once for all of them."""
    found: dict[tuple[str, str, int], list[Counted]] = {}
    for form in forms:
        _, report, period = form.place
        found.setdefault((report, period, id(form.items)), []).append(form)
    return tuple(
        Alike(report, period, its[0].items, its, _columns_of(its))
        for (report, period, _), its in found.items()
    )


def _columns_of(forms: Sequence[Counted]) -> dict[Measured, tuple[Number | None, ...]]:
    columns = zip(*[form.figures.values() for form in forms], strict=True)
    return dict(zip(forms[0].figures, columns, strict=True))


def centre_of_key(key: str) -> tuple[str, Measured | None] | None:
    """Return the centre of which a key of a region's summary tells, and which figure; None for other keys."""
    kind, subject, field = split_key(key)
    if kind != "centre":
        return None
    if field == "state":
        return subject, None
    code, _, item = subject.rpartition("/")
    return code, Measured(item, field)


def over_of(summary: Return) -> dict[Measured, Count]:
    """Return of how many centres a summary's figures are, as it counts them, else by what it has of each.

    Of a figure of which it says neither nothing is returned.
    """
    told: dict[Measured, tuple[int, int]] = {}
    by_centre: defaultdict[Measured, dict[str, bool]] = defaultdict(dict)
    listed: set[str] = set()
    for key, value in summary.values:
        if (of := _counted_by(key)) and (match := _COUNT.fullmatch(str(value))):
            told[of] = int(match[1]), int(match[2])
        elif own := centre_of_key(key):
            listed.add(own[0])
            if own[1]:
                by_centre[own[1]][own[0]] = as_number(value) is not None
    found: dict[Measured, Count] = {}
    for of in told.keys() | by_centre.keys():
        own_figures = by_centre.get(of, {})
        have = frozenset(code for code, has in own_figures.items() if has)
        said, expected = told.get(of, (len(have), len(listed)))
        whom: frozenset[str] | int | None = have if own_figures and len(have) == said else None
        if whom is None and said == expected:
            whom = frozenset(listed) if len(listed) == expected else expected
        found[of] = Count(said, expected, whom)
    return found


def centres_within(summary: Return) -> int:
    """Return for how many centres a region's summary speaks; 0 where it does not say it."""
    listed = {own[0] for key in summary.keys if (own := centre_of_key(key))}
    return max((len(listed), *(one.expected for one in over_of(summary).values())))


@cache
def measured_by(key: str) -> Measured | None:
    """Return the item and measure of a key; None for a key of texts, lists or what does not add up."""
    kind, subject, measure = split_key(key)
    return Measured(subject, measure) if kind == "item" and measure in MEASURES else None


def as_number(value: Value) -> Number | None:
    """Return a value as a whole number; None for a dash, a text, nothing, or what no count can be."""
    if type(value) is int and 0 <= value < _LARGEST:
        return value  # as nearly all
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value < _LARGEST or value != int(value):  # no infinity either, and nan is in no order
        return None
    return int(value)

"""Know the same form under the codes of two centres: one of them is wrong, and nobody can say which."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.plan.period import Period
    from akmxl.plan.returns.identity import CentreList
    from akmxl.plan.returns.records import Counted, Return

    Place = tuple[str, str, str]  # centre, report, period
    Placed = Mapping[tuple[str, str, Period], list[Return]]

_TOLD = 5  # codes that are named


def under_two_codes(placed: Placed, centres: CentreList) -> dict[int, Said]:
    """Return by ``id`` the forms that say the same, under one name, as a form of another centre's code.

    ``placed`` are the forms by centre, report and period. Those whose values are nothing but 0 are said by
    many; two centres of the list that are called the same are two.
    """
    by_values: defaultdict[str, list[tuple[tuple[str, str, Period], Return]]] = defaultdict(list)
    for place, forms in placed.items():
        for one in forms:
            by_values[one.values_sha256].append((place, one))
    alike: defaultdict[tuple[str, str, str, str], list[tuple[str, Return]]] = defaultdict(list)
    for values, several in by_values.items():
        for (code, report, period), one in several if len(several) > 1 else ():
            if one.organisation:
                alike[one.organisation, report, str(period), values].append((code, one))
    found: dict[int, Said] = {}
    for (name, *_), same in _of_one_name(alike):
        codes = sorted({code for code, _ in same})
        if len(codes) > 1 and _says_something(same[0][1]) and not set(codes) <= set(centres.codes_of(name)):
            why = Said(
                N_(
                    "The same form of “{name}” came under the codes {codes}: at most one of them is right, "
                    "so none counts. Say which one is: put the code right in Sozlamalar, or enter the name "
                    "into the list of centres beside its code, and take the wrong file out."
                ),
                name=name,
                codes=", ".join(codes[:_TOLD]) + (" …" if len(codes) > _TOLD else ""),
            )
            found |= {id(one): why for _, one in same}
    return found


def _of_one_name(
    alike: Mapping[tuple[str, str, str, str], list[tuple[str, Return]]],
) -> Iterable[tuple[tuple[str, str, str, str], list[tuple[str, Return]]]]:
    """Put together names that differ in their spelling alone; yields those with several forms."""
    by_values: defaultdict[tuple[str, ...], list[tuple[str, str, str, str]]] = defaultdict(list)
    for key in alike:
        by_values[key[1:]].append(key)
    for keys in by_values.values():
        if len(keys) == 1 and len(alike[keys[0]]) == 1:
            continue  # as nearly all: no name has to be folded
        folded: defaultdict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for key in keys:
            folded[fold(key[0])].append(key)
        for its in folded.values():
            yield its[0], [one for key in its for one in alike[key]]


def _says_something(form: Return) -> bool:
    return any(isinstance(value, int | float) and value for _, value in form.values)


def twins(forms: Iterable[Counted]) -> dict[Place, list[Said]]:
    """Return by place which forms that count say the same as one of another centre of the same name."""
    alike: defaultdict[tuple[str, str, str, str], list[Counted]] = defaultdict(list)
    for form in forms:
        sent = form.entry.returned
        if sent and sent.organisation and any(form.figures.values()):
            name = fold(sent.organisation)
            alike[name, form.place[1], form.place[2], sent.values_sha256].append(form)
    return {
        form.place: [_told(other) for other in same if other is not form]
        for same in alike.values()
        if len(same) > 1
        for form in same
    }


def _told(other: Counted) -> Said:
    centre, report, _ = other.place
    return Said(
        N_(
            "The same figures came under the same name as {report} of the centre {centre}: they are "
            "added twice. Leave the one whose code is right."
        ),
        report=report,
        centre=centre,
    )

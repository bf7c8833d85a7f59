"""Know the same form under the codes of two centres: one of them is wrong, and nobody can say which."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.said import Said
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.plan.returns.identity import CentreList
    from akmxl.plan.returns.records import Counted, Place, Return

    Placed = Mapping[tuple[str, str, str, bool], list[Return]]

_TOLD = 5  # codes that are named


def under_two_codes(placed: Placed, centres: CentreList) -> dict[int, Said]:
    """Return by ``id`` the forms that say the same, under one name, as a form of another centre's code.

    ``placed`` are the forms by centre, report, period, and whether they are summaries of a region, which are
    known by their region. Those whose values are nothing but 0 are said by many; two centres of the list
    that are called the same are two.
    """
    alike: defaultdict[tuple[str, str, str], list[tuple[str, Return]]] = defaultdict(list)
    for (code, report, period, is_summary), forms in placed.items():
        for one in forms:
            if one.organisation and not is_summary:
                alike[report, period, one.values_sha256].append((code, one))
    found: dict[int, Said] = {}
    for same in chain.from_iterable(map(_by_name, alike.values())):
        codes, name = sorted({code for code, _ in same}), same[0][1].organisation
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


def _by_name(same: Sequence[tuple[str, Return]]) -> Iterable[Sequence[tuple[str, Return]]]:
    """Put forms together whose names differ in their spelling alone; of one form nothing is to be put."""
    if len(same) == 1:
        return ()
    names = [fold(one.organisation) for _, one in same]
    if len(set(names)) == len(names):
        return ()  # as nearly all: many centres say the same
    named: defaultdict[str, list[tuple[str, Return]]] = defaultdict(list)
    for name, one in zip(names, same, strict=True):
        named[name].append(one)
    return named.values()


def _says_something(form: Return) -> bool:
    return any(isinstance(value, int | float) and value for value in form.said)


def twins(forms: Iterable[Counted]) -> dict[Place, list[Said]]:
    """Return by place which forms that count say the same as one of another centre of the same name."""
    alike: defaultdict[tuple[str, str, str], list[Counted]] = defaultdict(list)
    for form in forms:
        sent = form.entry.returned
        if sent and sent.organisation and form.figures:
            alike[form.entry.report, form.entry.period, sent.values_sha256].append(form)
    found: dict[Place, list[Said]] = {}
    for its in alike.values():
        named: defaultdict[str, list[Counted]] = defaultdict(list)
        for form in its if len(its) > 1 else ():
            if any(form.figures.values()):
                named[fold(form.entry.returned.organisation)].append(form)  # type: ignore[union-attr]
        for same in named.values():
            for form in same if len(same) > 1 else ():
                found[form.place] = [_told(other) for other in same if other is not form]
    return found


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

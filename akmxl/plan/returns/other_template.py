"""Know a form of another template than most forms of its report: its figures stand in other columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.plan.returns.records import Counted, Place

OTHER_TEMPLATE = N_(
    "Its figures stand in other columns than in most forms of this report: it was made of another edition "
    "of the template. The figures are counted."
)


def of_other_template(forms: Iterable[Counted]) -> set[Place]:
    """Return the places of forms that were made of another template than more than half of those beside them.

    A form need not have all figures that others have, and a correction shows some of them twice: only what
    stands in none of its usual columns tells of another template.
    """
    reports: defaultdict[tuple[str, str], list[tuple[Place, tuple[str, ...]]]] = defaultdict(list)
    for form in forms:
        place = form.place
        if form.entry.returned and (columns := form.entry.returned.columns):
            reports[place[1:]].append((place, columns))
    found: set[Place] = set()
    for its in reports.values():
        if len(set({id(columns): columns for _, columns in its}.values())) == 1:
            continue  # as nearly all, and told by the few that forms share
        counts = Counter(columns for _, columns in its)
        usual, most = counts.most_common(1)[0]
        if len(counts) > 1 and 2 * most > len(its):
            others = {one for one in counts if _differ(_columns(one), _columns(usual))}
            found |= {place for place, columns in its if columns in others}
    return found


def _columns(texts: Iterable[str]) -> dict[str, set[str]]:
    return {of: set(columns.split(",")) for of, _, columns in (text.rpartition(" ") for text in texts)}


def _differ(one: Mapping[str, set[str]], usual: Mapping[str, set[str]]) -> bool:
    return any(of in usual and usual[of].isdisjoint(columns) for of, columns in one.items())

"""Know the summary form of a region, and never add it beside the forms of its own centres."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.returns.identity import CentreList, identify
from akmxl.plan.returns.records import Refused
from akmxl.plan.values import split_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.plan.returns.records import Centre, Return

BESIDE_CENTRES = N_(
    "“{file}” is the summary form of a region, and forms of its centres came too ({beside}): it is not added "
    "beside them. Put the summary forms of regions together in a run of their own."
)
SEVERAL_CODES = N_(
    "“{file}” is the summary form of the region “{region}”, and summary forms came under several codes: "
    "{codes}. None of them is added. Leave the one whose code is right."
)


class Apart(NamedTuple):
    """The forms that may be added together, and the summary forms that would count something twice."""

    forms: tuple[Return, ...]
    refused: tuple[Refused, ...]


def regions_of(forms: Iterable[Return], centres: Iterable[Centre]) -> frozenset[str]:
    """Return the codes of those in the table who send summary forms."""
    senders = {fold(one.centre) for one in forms if one.is_summary}
    return frozenset(one.code for one in centres if fold(one.code) in senders)


def set_apart(forms: Sequence[Return], table: Iterable[Centre], given: str = "") -> Apart:
    """Set those summary forms apart whose centres, or whose region under another code, came too."""
    summaries = [one for one in forms if one.is_summary]
    if not summaries:
        return Apart(tuple(forms), ())
    listed = CentreList(table)
    own = {id(one) for one in summaries}
    centres, regions = _came((one for one in forms if id(one) not in own), listed, given)
    codes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in summaries:
        if one.region:
            codes[fold(one.region)].setdefault(fold(one.centre), one.centre)
    refused: dict[int, Refused] = {}
    for one in summaries:
        beside = sorted(
            {*(centres[code] for code in _covered(one) & centres.keys()), *regions[fold(one.region)]}
        )
        several = sorted(codes[fold(one.region)].values()) if one.region else []
        if beside:
            refused[id(one)] = _refused(one, BESIDE_CENTRES, {"beside": ", ".join(beside[:5])})
        elif len(several) > 1:
            refused[id(one)] = _refused(
                one, SEVERAL_CODES, {"region": one.region, "codes": ", ".join(several)}
            )
    return Apart(tuple(one for one in forms if id(one) not in refused), tuple(refused.values()))


def _came(
    forms: Iterable[Return], listed: CentreList, given: str
) -> tuple[dict[str, str], Mapping[str, set[str]]]:
    """Return the centres that sent forms by their folded codes, and their codes by their folded regions."""
    centres: dict[str, str] = {}
    regions: defaultdict[str, set[str]] = defaultdict(set)
    for one in forms:
        code = identify(one, listed, given).code if listed.rows else one.centre or given or one.organisation
        if code:
            centres[fold(code)] = code
            known = listed.of_code(code)
            for region in {fold(one.region), fold(known.region) if known else ""} - {""}:
                regions[region].add(code)
    return centres, regions


def _covered(summary: Return) -> set[str]:
    """Return the folded codes of the centres that a summary form lists."""
    parts = map(split_key, summary.keys)
    return {fold(subject.partition("/")[0]) for kind, subject, _ in parts if kind == "centre"}


def _refused(one: Return, reason: str, params: Mapping[str, object]) -> Refused:
    named = {"file": one.came.file, **params}
    return Refused(one.came, reason, named, one.centre, one.organisation, one.report, one.period)

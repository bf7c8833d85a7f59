"""Tell what every output says of what came: what is to be mended or looked at, what is late or unasked.

The terminal, the data for programs, the exit code, the result, the answers: all of them ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import translate
from akmxl.core.said import Said
from akmxl.plan.returns.figures import UNCOUNTED
from akmxl.plan.returns.identity import OTHER_NAME, OTHER_REGION, REGION_AMONG_FORMS
from akmxl.plan.returns.ledger import MORE_TIME, NOT_THERE
from akmxl.plan.returns.possible import EARLY
from akmxl.plan.returns.records import Finding, Rate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.returns.records import Consolidation, Entry, Place

_TO_LOOK_AT = frozenset(
    {EARLY, MORE_TIME, NOT_THERE, OTHER_NAME, OTHER_REGION, REGION_AMONG_FORMS, UNCOUNTED}
)
REGIONS, BOTH, CENTRES = "regions", "both", "centres"  # whose forms count


def is_open(entry: Entry) -> bool:
    """Tell whether a file does not count and its sender has something to mend."""
    return entry.status in (Status.REFUSED, Status.UNSURE)


def is_doubtful(entry: Entry) -> bool:
    """Tell whether a form counts and has something that is to be looked at: there are findings of it."""
    if entry.status is not Status.ACCEPTED:
        return False
    doubts = entry.returned.doubts if entry.returned else ()
    return bool(entry.reason) or (bool(doubts) and not _TO_LOOK_AT.isdisjoint(doubts))


def has_note(entry: Entry) -> bool:
    """Tell whether a form counts, has nothing to be looked at, and the ledger says what it does not prove."""
    noted = bool(entry.returned and entry.returned.doubts)
    return entry.status is Status.ACCEPTED and noted and not is_doubtful(entry)


def is_doubt(finding: Finding) -> bool:
    """Tell whether a finding is about whose a form is or when it is due, and not about its figures."""
    return finding.said.message in _TO_LOOK_AT


def findings_of_doubts(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield as findings what forms that count do not prove, where that is to be looked at."""
    for one in entries:
        if one.returned and one.returned.doubts and one.status is Status.ACCEPTED:
            for doubt in one.returned.doubts:
                if doubt in _TO_LOOK_AT:
                    yield Finding(*place_of(one), "", False, Said(doubt))


def words_of(entry: Entry) -> str:
    """Return why a file has its status, and what it does not prove, as sentences; empty as of nearly all.

    They can be sent back, so they name a file as its sender does; of a copy only the receiver is told, who
    looks for the other one.
    """
    doubts = entry.returned.doubts if entry.returned else ()
    if not (entry.reason or doubts):
        return ""
    params = entry.params
    if "file" in params and entry.status is not Status.DUPLICATE:
        params = {**params, "file": entry.came.name}
    reason = [translate(entry.reason, **params)] if entry.reason else []
    return " ".join((*reason, *map(translate, doubts)))


def place_of(entry: Entry) -> Place:
    """Return whose a file is, of which report and period."""
    return entry.centre, entry.report, entry.period


def first_versions(entries: Iterable[Entry]) -> dict[Place, Entry]:
    """Return the first version of each report that was accepted: it alone is late or in time."""
    found: dict[Place, Entry] = {}
    for entry in entries:
        if entry.status in (Status.ACCEPTED, Status.SUPERSEDED):
            found.setdefault(place_of(entry), entry)  # they are in the order of versions
    return found


def late(found: Consolidation) -> tuple[Entry, ...]:
    """Return the forms of what is owed whose first version came too late."""
    others = set(map(id, found.unasked))
    return tuple([one for one in found.entries if _came_late(one) and id(one) not in others])


def late_unasked(found: Consolidation) -> tuple[Entry, ...]:
    """Return the forms that came too late and that nobody owes."""
    return tuple(filter(_came_late, found.unasked))


def _came_late(entry: Entry) -> bool:
    return entry.late is True and entry.status is Status.ACCEPTED


def whole_rate(found: Consolidation) -> Rate:
    """Return how much of all that is owed came, and in time: the sum over centres."""
    own = [rate.counts for rate in found.rates if rate.of == "centre"]
    return Rate("", "", *map(sum, zip(*own, strict=True))) if own else Rate("", "", 0, 0, 0)


def senders(found: Consolidation) -> str:
    """Tell whose forms count: ``CENTRES``', ``REGIONS``' with their summaries, or of ``BOTH``."""
    if True not in found.are_summaries:
        return CENTRES
    return BOTH if False in found.are_summaries else REGIONS

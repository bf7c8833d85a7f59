"""Tell where things stand on a day: what a director's page says, and what a service's page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cell_values import day_of
from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan.expected import entry_rhythm, expected_spans
from akmxl.plan.findings import ORDER, Severity, counts
from akmxl.plan.owed import due_now
from akmxl.plan.period import month_end
from akmxl.plan.progress import (
    OnTime,
    Progress,
    blanks,
    furthest_behind,
    on_time,
    planned_by,
    progress_of,
    without_figures,
)
from akmxl.plan.rollup import is_countable, last_ended_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Item, Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.reports import JournalRow
    from akmxl.plan.rollup import Rollup, Share

_OF_BLANKS = frozenset({"TMP04", "TMP14"})  # a service's page lists its blanks by themselves
_SHORT = 25  # letters of a name
_BEHIND = "PLN02"  # asks why less was done


@dataclass(frozen=True)
class Done:
    """What is done of a section, by its code, or of a service, by its name.

    ``blank`` counts the rows with a plan that have no figure yet: nothing is done of them in the mean.
    """

    share: Share
    on_time: OnTime
    title: str
    blank: int

    @property
    def name(self) -> str:
        return self.share.name


@dataclass(frozen=True)
class Lagging:
    """An item that is behind, with the reasons that people wrote in Tekshiruv."""

    progress: Progress
    reasons: tuple[str, ...]


class Unsigned(NamedTuple):
    """A draft that is made and has not gone out: ``title`` is the catalogue's where it has the report."""

    row: JournalRow
    title: str
    due: date | None
    listed: bool


@dataclass(frozen=True)
class DirectorPage:
    """Where the whole plan stands.

    ``gaps`` counts the items with months that are over and blank, ``unknown`` those with a plan that cannot
    be compared with it; ``found`` counts the findings of the check by severity.
    """

    plan: Plan
    today: date
    year_gone: float
    sections: tuple[Done, ...]
    services: tuple[Done, ...]
    owed: tuple[Owed, ...]
    behind: tuple[Lagging, ...]
    unsigned: tuple[Unsigned, ...]
    gaps: int
    unknown: int
    found: Mapping[str, int]


@dataclass(frozen=True)
class Work:
    """Work of a service that its time asks for by ``day``, and that is not done yet."""

    item: Item
    day: date
    asked: int
    done: int | None


@dataclass(frozen=True)
class Blank:
    """A row of a service that is not filled in, with the spans of months (1-12) that are over and blank."""

    item: Item
    spans: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ServicePage:
    """Where one service stands: what it has to fill in, to mend and to do."""

    plan: Plan
    today: date
    year_gone: float
    done: Done
    blanks: tuple[Blank, ...]
    findings: tuple[Finding, ...]
    owed: tuple[Owed, ...]
    work: tuple[Work, ...]


def director_page(
    plan: Plan,
    findings: Sequence[Finding],
    today: date,
    rollup: Rollup,
    titles: Mapping[str, str] | None = None,
) -> DirectorPage:
    """Return where the whole plan stands; ``rollup`` is that of the same day.

    ``titles`` are shorter names of sections by their codes.
    """
    titles = {section.code: section.name for section in plan.sections} | dict(titles or {})
    every = on_time(plan, plan.items.values(), today)
    return DirectorPage(
        plan=plan,
        today=today,
        year_gone=rollup.year_gone,
        sections=tuple(
            _done_of(share, plan, list(_of_section(plan, share.name)), today, titles.get(share.name, ""))
            for share in rollup.sections
        ),
        services=tuple(_done_by(plan, share, today) for share in rollup.services),
        owed=tuple(due_now(plan, today)),
        behind=tuple(
            Lagging(one, _reasons(plan, findings, one.item)) for one in furthest_behind(plan, today)
        ),
        unsigned=tuple(unsigned(plan)),
        gaps=len({item.code for item, _ in blanks(plan, today)}),
        unknown=every.unknown,
        found=counts(findings),
    )


def service_page(
    plan: Plan, findings: Iterable[Finding], today: date, rollup: Rollup, service: str
) -> ServicePage:
    """Return where a service of the plan stands; ``rollup`` is that of the same day."""
    own = {item.code: item for item in _of_service(plan, service)}
    spans: dict[str, list[tuple[int, ...]]] = {}
    for item, span in blanks(plan, today):
        if item.code in own:
            spans.setdefault(item.code, []).append(span)
    share = next(share for share in rollup.services if share.name == service)
    return ServicePage(
        plan=plan,
        today=today,
        year_gone=rollup.year_gone,
        done=_done_by(plan, share, today),
        blanks=tuple(Blank(own[code], tuple(found)) for code, found in spans.items()),
        findings=tuple(sorted(_open(findings, own), key=lambda one: ORDER[one.severity])),
        owed=tuple(one for one in due_now(plan, today) if _concerns(one, own)),
        work=tuple(sorted(_work(plan, own.values(), today), key=lambda one: one.day)),
    )


def title_of(plan: Plan, item: Item) -> str:
    """Return an item's name; a short one, as “yangi”, says nothing without that of the row above it."""
    whole = plan.items.get(item.parent or "") if len(item.name) <= _SHORT else None
    return f"{item.name} ({whole.name})" if whole else item.name


def _of_section(plan: Plan, code: str) -> Iterator[Item]:
    return (item for item in plan.items.values() if item.section == code)


def _of_service(plan: Plan, service: str) -> Iterator[Item]:
    return (item for item in plan.items.values() if service in item.services)


def _done_by(plan: Plan, share: Share, today: date) -> Done:
    return _done_of(share, plan, list(_of_service(plan, share.name)), today, share.name)


def _done_of(share: Share, plan: Plan, items: list[Item], today: date, title: str) -> Done:
    return Done(share, on_time(plan, items, today), title, without_figures(plan, items, today))


def unsigned(plan: Plan) -> Iterator[Unsigned]:
    """Yield the drafts that the journal knows and that have not gone out; of versions the newest."""
    newest: dict[tuple[str, str], JournalRow] = {}
    for row in plan.journal:
        key = row.report, str(row.period or row.period_text)
        if row.report and (key not in newest or newest[key].version <= row.version):
            newest[key] = row
    for row in newest.values():
        drafted = row.state == "draft" or bool(str(row.values.get("file") or "").strip())
        if row.sent is None and drafted:
            report = plan.report(row.report.partition("/")[0])
            title = report.title if report else str(row.values.get("title") or "")
            yield Unsigned(row, title, day_of(row.values.get("report_due")), report is not None)


def _reasons(plan: Plan, findings: Iterable[Finding], item: Item) -> tuple[str, ...]:
    """Return what people wrote of an item, or of a total's parts; first why it is behind."""
    codes = _with_parts(plan, item)
    told = [one for one in findings if one.explained and any(m.item in codes for m in one.members)]
    told.sort(key=lambda one: (one.rule != _BEHIND, one.item != item.code))
    return tuple(dict.fromkeys(one.explanation for one in told))


def _with_parts(plan: Plan, item: Item) -> set[str]:
    below = (_with_parts(plan, part) for part in plan.parts(item))
    return {item.code}.union(*below)


def _open(findings: Iterable[Finding], own: Mapping[str, Item]) -> Iterator[Finding]:
    """Yield the findings on these items that wait for somebody; notes and what is explained do not."""
    for one in findings:
        waits = one.severity is not Severity.INFO and not (one.explained or one.rule in _OF_BLANKS)
        narrowed = one.only(lambda member: member.item in own) if waits else None
        if narrowed:
            yield narrowed


_SEPARATORS = re.compile(r"[,;\s]+")


def _concerns(owed: Owed, own: Mapping[str, Item]) -> bool:
    """Tell whether a report is about one of these items, or about all; a task about those its row names."""
    named = str(owed.row.values.get("items") or "") if owed.one_off and owed.row else ""
    codes = (*owed.report.items, *_SEPARATORS.split(named))
    return "*" in codes or any(code in own for code in codes)


def _work(plan: Plan, items: Iterable[Item], today: date) -> Iterator[Work]:
    """Yield work that is behind, and what is due by quarters or once up to the end of next month.

    A total speaks for its parts, unless it is another service's.
    """
    last = last_ended_month(plan.year, today)
    own = {item.code: item for item in items}
    for item in own.values():
        counted = is_countable(plan, item) or (item.measured and item.parent not in own)
        progress = progress_of(plan, item, today) if counted else None
        if progress is None:
            continue
        if progress.behind:
            day = month_end(plan.year, progress.through)
            yield Work(item, day, progress.asked, progress.done)
        elif end := _next_end(item, last):
            asked, done = planned_by(plan, item, end), progress.done
            if asked and (done or 0) < int(asked):
                yield Work(item, month_end(plan.year, end), int(asked), done)


def _next_end(item: Item, last: int) -> int | None:
    """Return the month (1-12), this one or the next, with which a quarter or the window of an item ends."""
    if entry_rhythm(item) == "monthly":
        return None
    return next((span[-1] for span in expected_spans(item) if last < span[-1] <= last + 2), None)


def services_of(plan: Plan, rollup: Rollup, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the services that own rows of the plan; of those asked for, each whose name contains one.

    A name that is written whole means that service alone.
    """
    known = [share.name for share in rollup.services]
    if not asked:
        return tuple(known)
    found: set[str] = set()
    for one in asked:
        wanted = fold(plan.settings.services.get(fold(one), one))
        whole = [name for name in known if fold(name) == wanted]
        found.update(whole or (name for name in known if wanted in fold(name)))
    return tuple(name for name in known if name in found)

"""Check a plan: find what is wrong, narrow what is shown, write it into the workbook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.plan.findings import ORDER, Severity
from akmxl.rules.find import find
from akmxl.rules.rule import Case
from akmxl.workbook.below_tables import fill_ends
from akmxl.workbook.doors.file_door import FileDoor, on_disk
from akmxl.workbook.fills import Fills
from akmxl.workbook.layout import OWN_FOLDER
from akmxl.workbook.plan_file import PlanFile, write as write_fills
from akmxl.workbook.reading.codes_in_words import codes_in_other_signs, codes_in_words
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.figures_in_texts import figures_in_texts
from akmxl.workbook.reading.named_places import misplaced_names
from akmxl.workbook.text_dates import text_dates
from akmxl.workbook.tidy import Mend, mends
from akmxl.workbook.writing.comparison import fill_comparison
from akmxl.workbook.writing.findings import fill_findings
from akmxl.workbook.writing.journal import fill_ids, fill_standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.core.cells import Place
    from akmxl.plan.findings import Finding, Member
    from akmxl.plan.listed import FormList
    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.text_dates import TextDate


def narrow(
    plan: Plan,
    findings: Iterable[Finding],
    *,
    period: Period | None = None,
    service: str | None = None,
    severity: str | None = None,
) -> list[Finding]:
    """Return the findings of a period, of a service, of a severity and graver ones.

    With a period those of no period come too, but not the lasting notes on the plan itself.

    Raises ``BadArgument`` for a service that the plan does not know.
    """
    least = ORDER[Severity(severity)] if severity else len(ORDER)
    if service and not _known_service(plan, service):
        raise BadArgument(
            N_("No item of the plan has a service like “{service}”. Services: {known}."),
            service=service,
            known="; ".join(sorted({name for item in plan.items.values() for name in item.services})),
        )

    def wanted(member: Member) -> bool:
        within = period is None or member.period is None or member.period in period
        return within and (service is None or _owned_by(plan, member.item, service))

    graver = [finding for finding in findings if ORDER[finding.severity] <= least]
    if period is None and service is None:
        return graver
    short = (finding for finding in graver if period is None or not finding.lasting)
    return [narrowed for finding in short if (narrowed := finding.only(wanted))]


def _known_service(plan: Plan, service: str) -> bool:
    return any(fold(service) in fold(name) for item in plan.items.values() for name in item.services)


def _owned_by(plan: Plan, code: str | None, service: str) -> bool:
    item = plan.items.get(code or "")
    return item is not None and any(fold(service) in fold(name) for name in item.services)


def fix(file: PlanFile, *, write: bool = True) -> list[Mend]:
    """Correct the blanks and apostrophes of codes and names; make dates of texts that can be only one day.

    Returns each cell with before and after. With ``write`` False nothing is written. Raises ``Locked``.
    """
    days, numbers = list(text_dates(file)), list(figures_in_texts(file))
    coded = {mend.place: mend for mend in (*codes_in_other_signs(file), *codes_in_words(file))}
    known = {
        *coded,
        *(day.place for day in days),
        *(mend.place for mend in numbers),
    }  # texts without signs too
    tidied = (mend for mend in mends(file) if mend.place not in known)
    found = [
        *tidied,
        *coded.values(),
        *numbers,
        *(Mend(one.place, one.text, show(one.day), day=one.day) for one in days),
    ]
    if write and found:
        from akmxl.workbook.table_headings import with_plain_headings  # late, as all that only --fix needs

        file = with_plain_headings(file, {m.place: (m.before, m.after) for m in found if m.heading})
        cells: dict[Place, object] = {mend.place: mend.day for mend in found if mend.day}
        cells |= {mend.place: mend.number for mend in found if mend.number is not None}
        columns: dict[tuple[str, int], dict[int, object]] = {}
        for mend in (one for one in found if one.place not in cells and not one.heading):
            columns.setdefault((mend.place.sheet, mend.place.column), {})[mend.place.row] = mend.after
        write_fills(file, Fills(cells, columns=columns) | _as_dates(file, days))
    return found


def _as_dates(file: PlanFile, days: list[TextDate]) -> Fills:
    """Return the fills that give cells of a file a style for dates, where theirs is none."""
    if not days or not isinstance(file.workbook, FileDoor):
        return Fills()
    from akmxl.ooxml.look.styles import StyleSheet  # late: hardly any date is a text

    sheet = StyleSheet.of(on_disk(file.workbook))
    styles = {}
    for one in days:
        style = file.cells(one.place.sheet)[one.place.row, one.place.column].style
        if (dated := sheet.dated(style)) != style:
            styles[one.place] = dated
    return Fills(styles=styles, style_sheet=sheet.xml)


def check(
    opened: OpenedPlan, today: date | None = None, drafting: frozenset[tuple[str, Period]] = frozenset()
) -> list[Finding]:
    """Return all findings of a plan, the gravest first. ``drafting`` names reports about to be drafted."""
    found = find(Case(opened, today or date.today(), drafting, _own_lists(opened.plan)))
    return found if opened.plan.copy_of is None else _of_service(opened.plan, found)


def _of_service(plan: Plan, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of a service's copy: on its own items, and on no item at all; letters go out of the
    plan itself."""
    service = plan.copy_of.service if plan.copy_of else ""
    own = {code for code, item in plan.items.items() if service in item.services}
    others = (one for one in findings if one.report is None)
    kept = (one.only(lambda member: member.item is None or member.item in own) for one in others)
    return [one for one in kept if one]


def _own_lists(plan: Plan) -> Mapping[str, tuple[FormList, ...]]:
    if not (plan.path.parent / OWN_FOLDER).is_dir():
        return {}
    from akmxl.submission.template.templates import own_lists  # late: most centres have no templates

    return own_lists(plan)


def write_check(opened: OpenedPlan, findings: list[Finding], today: date) -> bool:
    """Write the findings into Tekshiruv, and let tables end with the rows that were typed below them.

    Returns False when there was nothing to change. Raises ``Locked``.
    """
    fills = check_fills(opened, findings, today) | fill_standing(opened.plan, today) | fill_ends(opened)
    return write_fills(opened.file, fills)


def check_fills(opened: OpenedPlan, findings: list[Finding], today: date, *, told: bool = True) -> Fills:
    """Return the fills of a check: findings for Tekshiruv, ids for register rows without one, Solishtirma.

    ``told``: whoever asked is shown the findings, so what is said once need not be said again.
    """
    elsewhere = misplaced_names(opened.file)  # STR41
    fills = fill_findings(opened, findings, today, elsewhere) | fill_ids(opened, told=told)
    return fills | fill_comparison(opened, today)

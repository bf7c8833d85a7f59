"""Open, check, roll up, submit: the order of the work is written here and nowhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.errors import AkmxlError, BadArgument, FileProblem
from akmxl.findings import ORDER, Severity
from akmxl.hygiene import mends
from akmxl.i18n import N_
from akmxl.reading import read_plan
from akmxl.rules import Case, find
from akmxl.rules.structure import columns_present, days_of_the_year, known_edition, opens, sheets_present
from akmxl.sheets.findings import fill_findings
from akmxl.sheets.journal import fill_ids, fill_standing
from akmxl.words import fold
from akmxl.workbook.file import PlanFile
from akmxl.workbook.fills import Fills, write as write_fills
from akmxl.workbook.live import open_here

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from akmxl.findings import Finding
    from akmxl.hygiene import Mend
    from akmxl.model import Plan
    from akmxl.period import Period
    from akmxl.rollup import Rollup


def open_plan(path: str | PathLike[str]) -> Plan:
    """Read a plan workbook; through Excel, where Excel on this PC has it open.

    Raises an ``AkmxlError`` with one sentence where it is none.
    """
    door = open_here(Path(path))
    return plan_of(PlanFile.of(door) if door else opens(Path(path)))


def plan_of(file: PlanFile) -> Plan:
    """Read an opened workbook; raises an ``AkmxlError`` with one sentence where it is no plan."""
    refuse_others(file)
    return read_plan(file)


def refuse_others(file: PlanFile) -> None:
    """Raises an ``AkmxlError`` with one sentence where a workbook is no plan, or not a whole one."""
    for gate in (known_edition, sheets_present, columns_present, days_of_the_year):
        gate(file)


def find_workbook(folder: Path, year: int | None = None) -> Path:
    """The plan workbook in a folder, of a year if one is given; raises ``FileProblem`` unless just one."""
    found = [path for path in sorted(folder.glob("*.xlsx")) if _is_plan(path, year)]
    if len(found) == 1:
        return found[0]
    if not found:
        missing = N_("There is no plan workbook in the folder “{folder}”. Name the file in the command.")
        of_year = N_(
            "There is no plan workbook of {year} in the folder “{folder}”. Name the file in the command."
        )
        raise FileProblem(of_year if year else missing, folder=folder.name, year=year)
    raise FileProblem(
        N_("There are several plan workbooks here: {files}. Name the one you mean."),
        files=", ".join(path.name for path in found),
    )


def _is_plan(path: Path, year: int | None) -> bool:
    if path.name.startswith(("~$", ".")):
        return False
    try:
        file = opens(path)
        known_edition(file)
        return year is None or file.named_cell("Yil").value == year
    except AkmxlError:
        return False


def new_plan(
    path: Path, *, plan_csv: Path | None = None, year: int | None = None, organisation: str = "", today: date
) -> None:
    """Make a plan workbook from the shipped plan or a CSV; akmxl answers from the running month on.

    Raises ``FileProblem`` where the file exists, ``BadArgument`` where its name is not one of a
    workbook, ``NotAPlan`` where the CSV is no plan.
    """
    from akmxl.workbook import shipped
    from akmxl.workbook.create import create_plan

    if path.suffix.lower() != ".xlsx":
        raise BadArgument(
            N_("The file's name must end in .xlsx, or Excel does not open it: “{file}”."), file=path.name
        )
    source = plan_csv or shipped.plan_csv()
    rows, plan_year = shipped.read_plan_csv(source), year or shipped.plan_year(source)
    create_plan(
        path,
        rows=rows,
        year=plan_year,
        organisation=organisation,
        first_period=_running_month(plan_year, today),
    )


def _running_month(year: int, today: date) -> str | None:
    """The first period of a new plan: this month, January where the year is yet to come, none where
    it is over."""
    if today.year > year:
        return None
    return f"{year}-{today.month if today.year == year else 1:02d}"


def narrow(
    plan: Plan,
    findings: Iterable[Finding],
    *,
    period: Period | None = None,
    service: str | None = None,
    severity: str | None = None,
) -> list[Finding]:
    """The findings of a period (those of no period too), a service, a severity and graver ones.

    Raises ``BadArgument`` for a service that the plan does not know.
    """
    least = ORDER[Severity(severity)] if severity else len(ORDER)
    if service and not _known_service(plan, service):
        raise BadArgument(
            N_("No item of the plan has a service like “{service}”. Services: {known}."),
            service=service,
            known="; ".join(sorted({name for item in plan.items.values() for name in item.services})),
        )
    return [
        f
        for f in findings
        if ORDER[f.severity] <= least
        and (period is None or f.period is None or f.period in period)
        and (service is None or _owned_by(plan, f, service))
    ]


def _known_service(plan: Plan, service: str) -> bool:
    return any(fold(service) in fold(name) for item in plan.items.values() for name in item.services)


def _owned_by(plan: Plan, finding: Finding, service: str) -> bool:
    item = plan.items.get(finding.item or "")
    return item is not None and any(fold(service) in fold(name) for name in item.services)


def fix(plan: Plan, *, write: bool = True) -> list[Mend]:
    """Put the blanks and apostrophes of codes and names right; gives each cell with before and after."""
    found = list(mends(plan.source))
    if write and found:
        write_fills(plan.source, Fills({mend.place: mend.after for mend in found}))
    return found


def check(
    plan: Plan, today: date | None = None, drafting: frozenset[tuple[str, Period]] = frozenset()
) -> list[Finding]:
    """All findings of a plan, the gravest first. ``drafting`` names reports about to be drafted."""
    return find(Case(plan, plan.source, today or date.today(), drafting))


def write_rollup(plan: Plan, rollup: Rollup) -> bool:
    """Fill Jamlanma and Bosh sahifa; False when there was nothing to change. Raises ``Locked``."""
    from akmxl.sheets.rollup import fill_rollup

    fills = fill_rollup(plan.source, plan, rollup) | fill_standing(plan, rollup.today)
    return write_fills(plan.source, fills)


def write_csv(rollup: Rollup, path: Path) -> None:
    """The rollup as a table, UTF-8 with a mark that Excel knows it by."""
    try:
        rollup.by_item.to_csv(path, encoding="utf-8-sig")
    except OSError as error:
        raise FileProblem(
            N_("The file “{file}” could not be written. Close it or choose another place."), file=path.name
        ) from error


def write_check(plan: Plan, findings: list[Finding], today: date) -> bool:
    """Write the findings into Tekshiruv; False when there was nothing to change. Raises ``Locked``."""
    return write_fills(plan.source, check_fills(plan, findings, today) | fill_standing(plan, today))


def check_fills(plan: Plan, findings: list[Finding], today: date) -> Fills:
    return fill_findings(plan.source, plan, findings, today) | fill_ids(plan)

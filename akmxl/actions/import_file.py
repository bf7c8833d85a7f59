"""Import what another system knows: by a profile, as rows of a sheet or as counts."""

from __future__ import annotations

from itertools import chain, count as count_from, islice
from typing import TYPE_CHECKING

from akmxl.actions.services_copy import refuse_copy
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.spelling import nearest_code
from akmxl.importers.compare import compare_counts, compare_rows
from akmxl.importers.counting import count
from akmxl.importers.days import ENGLISH, ORDERS
from akmxl.importers.fingerprint import fingerprint, mark_of
from akmxl.importers.fitting_tables import data_of, unread_tables
from akmxl.importers.heading import SEARCHED, best_heading
from akmxl.importers.profile.find import find_profile, profiles
from akmxl.importers.profile.profile import COUNTS, TABLE, UNDECIDED
from akmxl.importers.profile.read import read_profile
from akmxl.importers.proposal import Proposal
from akmxl.importers.rows import headings_of
from akmxl.importers.sources.open_source import open_source
from akmxl.importers.sources.table import Reading
from akmxl.importers.taking import take
from akmxl.importers.target import target_of
from akmxl.importers.writing import fill_import, receipt_of, undo
from akmxl.plan.imports import MENDED
from akmxl.workbook import layout
from akmxl.workbook.plan_file import write as write_fills

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from akmxl.importers.ledger import Counted
    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import Progress, Source
    from akmxl.importers.writing import Undone
    from akmxl.plan.model import Plan
    from akmxl.workbook.opened import OpenedPlan

REJECTED = "-rad-etilgan"  # the end of the name of the file that holds the rejected rows


def propose(
    opened: OpenedPlan,
    source: Path,
    profile: str = "",
    *,
    date_order: str = "",
    encoding: str = "",
    update: bool = True,
    add: bool = True,
    progress: Progress | None = None,
) -> Proposal:
    """Return what an import would do; nothing is written.

    ``profile`` is a name or a path; empty: the one by which a file of these headings was imported before.
    Raises ``BadArgument`` where it is not known which profile or order of dates is meant, ``FileProblem``
    where the file or profile cannot be read or does not agree with itself.
    """
    plan = opened.plan
    refuse_copy(plan)
    order = _order(date_order)
    chosen = read_profile(find_profile(profile, opened.path)) if profile else None
    reading = Reading(
        encoding=encoding or (chosen.encoding if chosen else ""),
        separator=chosen.separator if chosen else "",
        records=chosen.kind if chosen and chosen.kind != TABLE else "",
        progress=progress,
    )
    found = open_source(source, reading)
    if chosen is None:
        chosen = _remembered(opened, found)
    tables = data_of(found.tables, chosen)
    on_top = tables[0].heading.given_back  # then all of them are
    base = Proposal(
        chosen,
        found.name,
        found.sha256,
        headings="" if on_top else fingerprint(tables[0].heading.titles.values()),
        unread_tables=unread_tables(found.tables, tables, chosen),
        unread_columns=tuple(dict.fromkeys(title for one in tables for title in one.unread)),
    )
    if chosen.target == COUNTS:
        _refuse_strange_items(chosen, plan)
        _refuse_missing_sheet(opened)
        marks = frozenset(row.name for one in plan.imports for row in one.rows if row.sheet == MENDED)
        counted = count(tables, chosen, plan.year, order, marks)
        _refuse_other_years(counted, found.name, plan)
        return compare_counts(base, counted, plan, on_top=on_top, update=update, add=add)
    target = target_of(chosen, plan.settings)
    taken = take(tables, chosen, target, plan, order)
    return compare_rows(base, taken, target, plan, opened.file, update=update, add=add)


def remembered_profile(opened: OpenedPlan, source: Path) -> str:
    """Return the name of the profile by which a file of these headings was imported before; empty for none.

    Raises as ``propose`` does for a file that cannot be read.
    """
    if not any(one.headings for one in opened.plan.imports):
        return ""
    try:
        return _remembered(opened, open_source(source, Reading())).name
    except BadArgument:
        return ""


def write_import(opened: OpenedPlan, proposal: Proposal, today: date) -> bool:
    """Write an import into the workbook, with its receipt; False where there is nothing to write.

    Raises ``Locked`` where somebody holds the file; then all is as it was.
    """
    if proposal.nothing_to_write:
        return False
    receipt = receipt_of(proposal, opened.plan, today)
    return write_fills(opened.file, fill_import(opened, proposal, receipt, today))


def undo_import(opened: OpenedPlan, today: date) -> Undone:
    """Return what taking the last import back comes to. Raises ``BadArgument`` where there was none."""
    found = undo(opened, today)
    if found is None:
        raise BadArgument(N_("Nothing was imported into this plan, so there is nothing to take back."))
    return found


def write_rejected(proposal: Proposal, source: Path) -> Path | None:
    """Write the rejected rows into a workbook beside the source, the reason in its last column.

    Its headings are the profile's, so it can be mended and imported again. A file of that name that is there
    stays: the next one is numbered. Returns its path; None where no row was rejected. Raises ``FileProblem``
    where it cannot be written.
    """
    rows = [one for one in proposal.rejected if one.cells]
    if not rows:
        return None
    from akmxl.ooxml.package.save import create_file
    from akmxl.workbook.create.rejected_rows import rejected_bytes

    marks = [one.mark or mark_of(proposal.sha256, one.table, one.row) for one in rows]
    new = rejected_bytes(headings_of(proposal.profile), rows, marks)
    name = source.stem.partition(REJECTED)[0] + REJECTED
    numbers = chain([""], (f"-{number}" for number in count_from(2)))
    for path in (source.with_name(f"{name}{number}.xlsx") for number in numbers):
        if not path.exists():
            create_file(path, new, overwrite=False)
            return path
        if path.is_file() and path.read_bytes() == new:
            return path
    return None


def _order(asked: str) -> str:
    """Return an order of dates by the words of either language. Raises ``BadArgument`` for another word."""
    order = ENGLISH.get(asked.upper(), asked.upper())
    if order and order not in ORDERS:
        raise BadArgument(
            N_("“{text}” is no order of dates. Write one of: {known} (K day, O month, Y year)."),
            text=asked, known=", ".join(ORDERS),
        )  # fmt: skip
    return order


def _remembered(opened: OpenedPlan, source: Source) -> Profile:
    """Return the profile by which a file of the same headings was imported before.

    Raises ``BadArgument`` that names the profiles where there is none.
    """
    known = profiles(opened.path)
    imported = dict.fromkeys((one.profile, one.headings) for one in opened.plan.imports if one.headings)
    for name, headings in reversed(imported):
        if name not in known:
            continue
        profile = read_profile(known[name])
        found = (best_heading(list(islice(table.read(), SEARCHED)), profile) for table in source.tables)
        if any(heading and fingerprint(heading.titles.values()) == headings for heading in found):
            return profile
    raise BadArgument(
        N_(
            "By which profile is the file to be read? Write --profile NAME; profiles: {known}. "
            "To make one of this file: akmxl import --suggest {file}"
        ),
        known=", ".join(known), file=source.name,
    )  # fmt: skip


def _refuse_other_years(counted: Counted, name: str, plan: Plan) -> None:
    """Refuse a file all of whose rows are of other years than the plan."""
    if not counted.counts and counted.other_years and not counted.rejected_count:
        raise BadArgument(
            N_("{file}: its rows are of {years}, but the plan is of {year}. Nothing was imported."),
            file=name, years=", ".join(map(str, sorted(counted.other_years))), year=plan.year,
        )  # fmt: skip


def _refuse_strange_items(profile: Profile, plan: Plan) -> None:
    """Raise ``FileProblem`` where a profile counts for an item that is not in the plan, or has no figures."""
    for rule in profile.counts:
        item = plan.items.get(rule.code)
        if rule.code == UNDECIDED:
            raise FileProblem(
                N_("Profile {file}, line {line}: write the item's number in the plan for “?”."),
                file=profile.path.name, line=rule.line,
            )  # fmt: skip
        if item is None:
            raise FileProblem(
                N_("Profile {file}, line {line}: the plan has no item “{code}”. The nearest: {known}."),
                file=profile.path.name, line=rule.line, code=rule.code,
                known=nearest_code(rule.code, plan.items) or "–",
            )  # fmt: skip
        if not item.measured or item.source == "computed":
            raise FileProblem(
                N_(
                    "Profile {file}, line {line}: item {code} is added up from its parts; "
                    "count for one of them."
                ),
                file=profile.path.name, line=rule.line, code=rule.code,
            )  # fmt: skip


def _refuse_missing_sheet(opened: OpenedPlan) -> None:
    """Raise ``FileProblem`` in a workbook of an earlier edition, which has no sheet for counts."""
    if layout.COMPARISON not in opened.file.views:
        raise FileProblem(
            N_(
                "“{file}” has no sheet “{sheet}” yet, which shows what is imported. "
                "Press “Tiklash”, or run: akmxl repair"
            ),
            file=opened.path.name, sheet=layout.COMPARISON,
        )  # fmt: skip

"""Compare what an export says with what stands in the plan: new, changed, and what a person changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.cells import Place
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold
from akmxl.importers.proposal import Changed, CountChange, Frozen, Kept, Proposal
from akmxl.importers.rows import Rejected
from akmxl.importers.target import DAY_COUNTS
from akmxl.plan.imports import newest_counts
from akmxl.plan.period import Period
from akmxl.plan.registers import DAILY, IMPORT, JOURNAL
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.registers import sector_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.importers.ledger import Counted
    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.taking import Taken, TakenRows
    from akmxl.importers.target import Target
    from akmxl.plan.imports import ImportReceipt
    from akmxl.plan.model import Plan
    from akmxl.workbook.plan_file import PlanFile


class Standing(NamedTuple):
    """A row of the plan as it stands: what its sheet knows it by, its values and cells by field."""

    name: str
    values: Mapping[str, object]
    places: Mapping[str, Place]


class Known(NamedTuple):
    """A row as imports wrote it: by what its sheet knows it, and the values by field."""

    name: str
    values: Mapping[str, object]


def known_rows(imports: Iterable[ImportReceipt], sheet: str) -> dict[str, Known]:
    """Return the rows of a sheet that imports wrote, by identity: the newest values of each field."""
    found: dict[str, Known] = {}
    for receipt in imports:
        for row in receipt.rows:
            if row.sheet == sheet:
                before = found.get(row.identity)
                values = dict(before.values) if before and before.name == row.name else {}
                found[row.identity] = Known(row.name, values | dict(row.values))
    return found


def compare_rows(
    base: Proposal, taken: TakenRows, target: Target, plan: Plan, file: PlanFile, *, update: bool, add: bool
) -> Proposal:
    """Compare rows with those of their sheet.

    ``update``: rows that are there are changed; ``add``: others are added.
    """
    standing = {one.name: one for one in standing_rows(target.sheet, plan, file)}
    imported = known_rows(plan.imports, target.sheet)
    by_identity = _by_identity(base.profile, target, standing.values())
    new, changed, kept, unchanged, rejected = [], [], [], 0, list(taken.rejected)
    for row in taken.rows:
        own = imported.get(row.identity)
        there = standing.get(own.name if own else _day_name(target, row)) or by_identity.get(row.identity)
        if there is None and target.sheet == DAILY:
            rejected.append(
                Rejected(
                    row.row,
                    "",
                    Said(N_("the day log has no row of this day")),
                    row.cells,
                    row.table,
                    row.mark,
                )
            )
        elif there is None and own:
            kept.append(Kept(row.row, None, None, None))  # a person took the row out
        elif there is None:
            new += [row] if add else []
        else:
            difference, left = _differences(row, there, own.values if own else {})
            kept += left
            if difference and update:
                old = {field: there.values.get(field) for field in difference}
                changed.append(Changed(row, there.name, old, difference, there.places))
            unchanged += not difference and not left
    return replace(
        base, new=tuple(new), changed=tuple(changed), kept=tuple(kept), unchanged=unchanged,
        twice=taken.twice, rejected=tuple(rejected), rejected_count=len(rejected), filtered=taken.filtered,
        frozen=tuple(_frozen(plan, _touched(target, plan, new, changed))),
    )  # fmt: skip


def compare_counts(
    base: Proposal, counted: Counted, plan: Plan, *, on_top: bool, update: bool, add: bool
) -> Proposal:
    """Compare counts with those of the newest imports.

    ``on_top``: the rows are what an earlier import gave back, so they come on top of its counts. ``update``:
    counts that are there are changed; ``add``: others are added.
    """
    newest = newest_counts(plan.imports)
    exported = newest_counts(one for one in plan.imports if not one.on_top)
    bounds = {rule.code for rule in base.profile.counts if rule.at_least}
    changes, unchanged = [], counted.known
    for (code, month), value in sorted(counted.counts.items(), key=lambda one: (one[0][1], one[0][0])):
        before, own = newest.get((code, month)), exported.get((code, month))
        old = before.value if before else None
        amount = value + (old or 0) if on_top else value
        said_before = own is not None and own.value == value and own.receipt.profile == base.profile.name
        if amount == old or (said_before and not on_top):  # what was mended since is on top of it
            unchanged += 1
        elif add if before is None else update:
            last = before.receipt.profile if before else base.profile.name
            other = last if last != base.profile.name else ""
            changes.append(CountChange(code, month, old, amount, code in bounds, other))
    gone = {
        key for key, one in exported.items()
        if one.receipt.profile == base.profile.name and one.value and key not in counted.counts
    }  # fmt: skip
    return replace(
        base, counts=tuple(changes), unchanged=unchanged, twice=counted.twice, rejected=counted.rejected,
        rejected_count=counted.rejected_count, filtered=counted.filtered, other_years=counted.other_years,
        left_words=counted.left_words, undated=counted.undated, marks=counted.marks,
        gone=() if on_top else tuple(sorted(_within(gone, counted), key=lambda key: (key[1], key[0]))),
        frozen=tuple(_frozen(plan, {(one.code, one.month) for one in changes if _feeds(plan, one)})),
    )  # fmt: skip


def _within(gone: Iterable[tuple[str, int]], counted: Counted) -> Iterator[tuple[str, int]]:
    """Yield what lies between the months that a file has: a file of April says nothing of March."""
    months = [month for _, month in counted.counts]
    first, last = min(months, default=13), max(months, default=0)
    return (key for key in gone if first <= key[1] <= last)


def _feeds(plan: Plan, one: CountChange) -> bool:
    """Tell whether a count is a month's figure: of other items it only stands beside it."""
    return plan.items[one.code].source == IMPORT


def standing_rows(sheet: str, plan: Plan, file: PlanFile) -> Iterator[Standing]:
    """Yield the rows of a sheet that takes imports, as they stand."""
    if sheet == DAILY:
        view, columns = file.views[DAILY], _day_columns(plan, file)
        for day in plan.days:
            values = {field: figure.said for field, figure in day.columns.items()}
            places = {field: Place(view.name, day.row, column) for field, column in columns.items()}
            yield Standing(day.date.isoformat(), values, places)
    elif sheet == JOURNAL:
        for row in plan.journal:
            yield Standing(str(row.row), row.values, row.places)
    else:
        for record in plan.records[sheet]:
            yield Standing(record.name, record.values, record.places)


def _day_columns(plan: Plan, file: PlanFile) -> dict[str, int]:
    """Return the columns of the day log that hold figures, by field or sector."""
    view = file.views[DAILY]
    counted = {field: view.columns[field] for field in DAY_COUNTS if field in view.columns}
    return counted | sector_columns(view, plan.settings)


def _day_name(target: Target, row: Taken) -> str:
    """Return what the day log knows a row by; of another sheet nothing, before an import gave it an id."""
    return str(row.values["date"]) if target.sheet == DAILY else ""


def _by_identity(profile: Profile, target: Target, rows: Iterable[Standing]) -> dict[str, Standing]:
    """Return rows by the identity that an export would have for them; none where the sheet lacks a part."""
    names = profile.identity or tuple(profile.columns)
    if target.sheet == DAILY or any(name not in target.fields for name in names):
        return {}
    found: dict[str, Standing] = {}
    for row in rows:
        told = (plain(row.values.get(target.fields[name])) for name in names)
        found.setdefault("|".join(fold("" if value is None else text_of(value)) for value in told), row)
    return found


def _differences(
    row: Taken, there: Standing, imported: Mapping[str, object]
) -> tuple[dict[str, object], list[Kept]]:
    """Return what a row's cells get, and the cells that stay, since a person wrote what stands there."""
    coming: dict[str, object] = {}
    kept: list[Kept] = []
    for field, value in row.values.items():
        if field not in there.places or same(there.values.get(field), value):
            continue
        standing = there.values.get(field)
        blank = standing is None or (isinstance(standing, str) and not standing.strip())
        known = field in imported
        if (known and same(standing, imported[field])) or (blank and not known):
            coming[field] = value
        else:
            kept.append(Kept(row.row, there.places[field], standing, value))
    return coming, kept


def same(one: object, other: object) -> bool:
    """Tell whether two values are the same to whoever reads the cell: a day as ISO text too."""
    left, right = plain(one), plain(other)
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.split()) == " ".join(right.split())
    return left == right or str(left) == str(right)


def _touched(
    target: Target, plan: Plan, new: Iterable[Taken], changed: Iterable[Changed]
) -> set[tuple[str, int]]:
    """Return the items and months (1-12) of the plan's year that rows count for."""
    found: set[tuple[str, int]] = set()
    rows = [row.values for row in new]
    rows += [{**dict(one.taken.values), **dict(one.new)} for one in changed]
    settings = plan.settings
    for values in rows:
        day = values.get("date")
        if not isinstance(day, date) or day.year != plan.year:
            continue
        codes = [str(values["code"])] if "code" in values else []
        codes += settings.event_kinds.get(fold(str(values.get("event_kind", ""))), ())
        if target.sheet == DAILY:
            codes += [c for f, c in settings.daily_items.items() if f in values or f == "visits"]
        found.update((code, day.month) for code in codes)
    return found


def _frozen(plan: Plan, touched: set[tuple[str, int]]) -> Iterator[Frozen]:
    """Yield the reports that were sent and show a touched item's month."""
    reports = {report.code: report for report in plan.reports}
    seen = set()
    for receipt in plan.receipts:
        report = reports.get(receipt.report.partition("/")[0])
        try:
            period = Period.parse(receipt.period)
        except BadArgument:
            continue
        one = Frozen(receipt.report, period)
        concerned = report is not None and any(
            report.concerns(code) and Period.month(plan.year, month) in period for code, month in touched
        )
        if receipt.sealed and concerned and one not in seen:
            seen.add(one)
            yield one

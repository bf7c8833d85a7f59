"""Keep what the settings said of the rows that are counted, so that a setting that was changed is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import DASH, fold
from akmxl.core.vocabulary import TERMS
from akmxl.plan import registers
from akmxl.plan.due_days import rule_understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.model import Figure, Plan
    from akmxl.plan.reports import Report

KEPT_LAST_YEAR = "varaq/Otgan yil"  # kept while the workbook has the sheet of last year's months
KINDS, COLUMNS = "TadbirTurlari", "KundalikBandlari"  # the tables of Sozlamalar that say what counts where
REPORTS, THRESHOLDS = "HisobotlarKatalogi", "Chegaralar"  # the tables whose rows are kept
_ROWS = "qatorlar/"
_WORKED, _PERIODS = "Bayramlar/ish kuni", "HisobotlarKatalogi/"
_OWED = "topshirish/"  # among what is kept: by a report's code what decides when it is owed, and about what
_SEPARATOR = "|"
OWED_FIELDS = ("cadence", "due_rule", "days", "items", "periods")
_CELLS, _FIRST = "Sozlamalar/", "birinchi davr"


class ChangedSetting(NamedTuple):
    """A kind of event or a column of the day log whose items are others than those that were kept."""

    table: str
    name: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def settings_to_keep(plan: Plan, *, told: bool = True) -> dict[str, str]:
    """Return what is kept from check to check: the items of each kind and column that has rows or figures.

    What was kept once stays, so that a change is told until there is a reason; a kind without events may be
    changed as one likes. Of cells that may be blank, the kind of a day that is worked, the periods of a
    report and the single cells, the last word stays: an emptied one is told by it. Of the first period it is
    the earliest: what lies between is told no more. When a report is owed is kept as it is now, or as it was
    until it is ``told``.
    """
    kept: dict[str, str] = {}
    for table, name, now in _in_use(plan):
        key = f"{table}/{name}"
        if text := plan.known_rows.get(key) or _text(now):
            kept[key] = text
    if worked := kept_working_days(plan) | {day.isoformat() for day in plan.settings.worked}:
        kept[_WORKED] = ";".join(sorted(worked))
    for report in plan.reports:
        if periods := ";".join(report.periods) or kept_periods(plan, report.code):
            kept[_PERIODS + report.code] = periods
        before = kept_owed(plan, report.code)
        if owed := (owed_as_kept(report) if told else ()) or before or owed_as_kept(report):
            kept[_OWED + report.code] = _SEPARATOR.join(owed)
    kept |= {key: text for key, text in plan.known_rows.items() if key.startswith(_CELLS)}
    kept |= {_CELLS + name: text for name, text in plan.settings.written.items()}
    if plan.settings.first_period:
        month = f"{plan.settings.first_period.start:%Y-%m}"
        kept[_CELLS + _FIRST] = min(month, kept_first_month(plan) or month)
    return dict(sorted(kept.items()))


def rows_to_keep(plan: Plan) -> dict[str, str]:
    """Return what is kept of the rows of the catalogue and the thresholds; what was kept once stays."""
    settings = plan.settings
    now = rows_as_kept((one.code for one in plan.reports), (*settings.thresholds, *settings.switched_off))
    kept = {}
    for table in (REPORTS, THRESHOLDS):
        if names := {*kept_rows(plan, table), *_names(now.get(_ROWS + table, ""))}:
            kept[_ROWS + table] = ";".join(sorted(names))
    return kept


def rows_as_kept(reports: Iterable[str], thresholds: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what is kept of reports, by code, and of thresholds, by rule and item: ``PLN01/11``."""
    found = {REPORTS: reports, THRESHOLDS: (f"{rule}/{item}" for rule, item in thresholds)}
    names = {table: sorted({code_letters(name) for name in own}) for table, own in found.items()}
    joined = {table: ";".join(one for one in own if one and ";" not in one) for table, own in names.items()}
    return {_ROWS + table: text for table, text in joined.items() if text}


def kept_rows(plan: Plan, table: str) -> list[str]:
    """Return the rows that a table had when the workbook was made, or at a check before this one."""
    return _names(plan.known_rows.get(_ROWS + table, ""))


def _names(text: str) -> list[str]:
    return [name for name in text.split(";") if name]


def kept_working_days(plan: Plan) -> frozenset[str]:
    """Return the moved rest days that were worked at a check before this one, each as ``2025-01-04``."""
    return frozenset(filter(None, plan.known_rows.get(_WORKED, "").split(";")))


def kept_periods(plan: Plan, report: str) -> str:
    """Return the periods of a report in the catalogue at a check before this one; empty for every one."""
    return plan.known_rows.get(_PERIODS + report, "")


def owed_as_kept(report: Report) -> tuple[str, ...]:
    """Return what decides when a report is owed and about what, by ``OWED_FIELDS``; empty where not all of it
    is understood.
    """
    if report.cadence not in TERMS["cadence"] or not rule_understood(report) or not report.items:
        return ()
    items, periods = ";".join(report.items), ";".join(report.periods)
    return report.cadence, report.due_rule, report.days, items, periods


def kept_owed(plan: Plan, report: str) -> tuple[str, ...]:
    """Return what was kept of a report at the last check, by ``OWED_FIELDS``; empty where nothing is."""
    found = plan.known_rows.get(_OWED + report, "").split(_SEPARATOR)
    return tuple(found) if len(found) == len(OWED_FIELDS) else ()


def kept_cell(plan: Plan, name: str) -> str:
    """Return what a single cell of Sozlamalar said at a check before; empty where nothing is kept."""
    return plan.known_rows.get(_CELLS + name, "")


def kept_first_month(plan: Plan) -> str:
    """Return the earliest month from which akmxl answered at a check before: ``2025-01``, or empty."""
    return kept_cell(plan, _FIRST)


def changed_settings(plan: Plan) -> Iterator[ChangedSetting]:
    """Yield the kinds and columns that count for other items than before; what is not read is told so."""
    for table, name, now in _in_use(plan):
        text = plan.known_rows.get(f"{table}/{name}")
        if text and now is not None and _text(now) != text:
            before = () if text == DASH else tuple(text.split(";"))
            yield ChangedSetting(table, name, before, now)


def _text(codes: tuple[str, ...] | None) -> str:
    return "" if codes is None else ";".join(sorted(set(codes))) or DASH


def _in_use(plan: Plan) -> Iterator[tuple[str, str, tuple[str, ...] | None]]:
    """Yield table, name and items of what counts something; None where the items are not all understood."""
    settings = plan.settings
    typed = {one.values.get("event_kind") for one in plan.records.get(registers.EVENTS, ())}
    for kind in sorted({fold(str(one)) for one in typed if one} - {""}):
        codes = None if kind in settings.unread_kinds else settings.event_kinds.get(kind)
        yield KINDS, kind, _known(plan, codes)
    for field in _FIELDS if plan.days else ():
        code = settings.daily_items.get(field)
        if code and any(not figure.blank for figure in _figures(plan, field)):
            yield COLUMNS, field, _known(plan, (code,))


def _figures(plan: Plan, field: str) -> Iterator[Figure]:
    if field == "visits":
        return (day.visits for day in plan.days)
    return (day.columns[field] for day in plan.days if field in day.columns)


_FIELDS = ("visits", "loans", "new_readers", "renewed_readers")


def _known(plan: Plan, codes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return codes if codes is not None and all(code in plan.items for code in codes) else None

"""Check that what a service handed in stays as it was, until it hands in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.core.unseen import tell_apart
from akmxl.plan import hand_ins, registers
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.plan.values import typed
from akmxl.rules.figures import monthly_place, unknown
from akmxl.rules.rule import Case, Hit, once, rule
from akmxl.workbook import layout
from akmxl.workbook.reading.entries import monthly_rows
from akmxl.workbook.reading.figures import show
from akmxl.workbook.reading.hand_ins import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.core.cells import Place
    from akmxl.plan.hand_ins import Changed
    from akmxl.plan.handed_in import HandedIn, Standing

TITLE, PLACE = N_("What services handed in"), 207

_ROW_CHANGED = N_(
    "Sheet “{sheet}”, ID {row}: {period} was changed after hand-in. {changes}. Handed in: {who}."
)
_ROW_ADDED = N_(
    "Sheet “{sheet}”, ID {row} ({name}): this row of {period} came after hand-in. Handed in: {who}."
)
_ROW_GONE = N_(
    "Sheet “{sheet}”: the row ID {row} ({name}) of {period} is gone after hand-in. Handed in: {who}."
)
_DAY = N_("Sheet “{sheet}”, {day}, {column}: changed after hand-in: {old} → {value}. Handed in: {who}.")
_AGAIN = N_(
    "If it is right, hand the month in again (button “Topshirdim”, or akmxl hand-in), or write the reason; "
    "if not, put back what was handed in."
)


@rule(
    "HND01",
    Severity.EXPLAIN,
    N_("Item {item}, {period}: changed after hand-in: {old} → {value}. Handed in: {who}."),
    _AGAIN,
    unless=("SUB03",),
)
def figures_as_handed_in(case: Case) -> Iterator[Hit]:
    """The figures of a month that a service handed in stay as they were, with the days and rows behind them.

    Handing in again closes it; so does the reason.

    Why: the director signs what the service answers for; of a figure that another hand changed since, the
    service knows nothing.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 40   |
        topshirgan: 2025-03 Fond xizmati
        Oylik
        | Kod | Aprel |
        | 11  | 7     |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | 40   |
        topshirgan: 2025-03 Fond xizmati
        Oylik
        | Kod | Mart |
        | 11  | 41   |  HND01
    """
    yield from (hit for figures, hit in _hits(case) if figures)


@rule(
    "HND02",
    Severity.WARNING,
    _ROW_CHANGED,
    _AGAIN,
    unless=("SUB03",),
)
def words_as_handed_in(case: Case) -> Iterator[Hit]:
    """The words in the rows behind a month that was handed in stay as they were: titles, places, names.

    Why: they stand in the lists of the reports; the figures are not touched, so no report waits for it.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha     |
        | 2025-03-05 | '22 | Navro‘z soni |
        topshirgan: 2025-03 Axborot-bibliografiya xizmati
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha     |
        | 2025-03-05 | '22 | Navro‘z soni |
        topshirgan: 2025-03 Axborot-bibliografiya xizmati
        tuzatilgan: Matbuot / 1 / Sarlavha = Bahor soni
    """
    yield from (hit for figures, hit in _hits(case) if not figures)


@rule(
    "HND03",
    Severity.WARNING,
    N_(
        "Sheet “{sheet}”, cell {cell}: the control code of “{service}”, {period}, is not that of what was "
        "handed in, so the month is not vouched for."
    ),
    N_("Hand the month in again: button “Topshirdim”, or akmxl hand-in."),
)
def control_codes_fit(case: Case) -> Iterator[Hit]:
    """The control code in Topshirish is that of the cells which the service handed in.

    Why: the code vouches for the month; one that was typed, copied from another row or lost does not.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 40   |
        topshirgan: 2025-03 Fond xizmati
    Bad:
        topshirgan: 2025-03 Fond xizmati
        tuzatilgan: Topshirish / 1 / Nazorat kodi = ABCD-EFGH-IJKL-MNOP
    """
    told: set[tuple[int, str]] = set()  # a row of a quarter stands for three months
    for one in _standings(case):
        if one.state == "faulty" and one.row is not None and (one.row.row, one.service) not in told:
            told.add((one.row.row, one.service))
            place = case.view(layout.HAND_INS).place(one.row.row, "control_code")
            subject = f"{layout.HAND_INS}:{one.period}/{one.service}"
            value = one.row.code or "–"
            yield Hit(place, None, one.period, value, subject, params={"service": one.service})


@rule(
    "REF77",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{service}” has no row of {period} any more, or never had one."),
    N_("Hand the month in: button “Topshirdim”, or akmxl hand-in; if it was deleted by mistake, undo."),
    unless=("HND03", "REF58", "REF65"),
)
def months_handed_in_between(case: Case) -> Iterator[Hit]:
    """A service that handed in a month before and a month after has handed in the month between; and what
    was handed in once has its row.

    Why: nobody vouches for the month, and between eleven others it is not missed.

    Okay:
        topshirgan: 2025-03 Fond xizmati
    Bad:
        topshirgan: 2025-03 Fond xizmati
        bo‘sh: Topshirish / 2025-03
    """
    if layout.HAND_INS not in case.file.views or case.plan.copy_of:
        return
    months: dict[str, dict[int, Standing]] = {}
    for one in _all_standings(case):
        months.setdefault(one.service, {})[one.period.first] = one
    view, first = case.view(layout.HAND_INS), case.plan.settings.first_period
    for service, own in months.items():
        in_hand = [month for month, one in own.items() if one.row is not None]
        for month, one in own.items():
            between = in_hand and min(in_hand) < month < max(in_hand)
            asked = first is None or one.period.end >= first.start
            if one.state != "missing" or not asked or not (between or one.kept):
                continue
            later = min((m for m in in_hand if m > month), default=None)
            row = own[later].row if later else None
            place = view.place(row.row if row else view.header_row, "period")
            yield Hit(place, None, one.period, "", f"{layout.HAND_INS}:{one.period}/{service}/gone",
                      params={"service": service})  # fmt: skip


@once
def _standings(case: Case) -> Iterator[Standing]:
    """Yield how each service's months stand of which Topshirish, or `_akmxl`, says anything."""
    yield from (one for one in _all_standings(case) if one.row is not None)


@once
def _all_standings(case: Case) -> Iterator[Standing]:
    """Yield how each service's months stand."""
    if layout.HAND_INS not in case.file.views or case.plan.copy_of:
        return
    owners = dict.fromkeys(name for item in case.plan.items.values() for name in item.services)
    for service in owners:
        for month in range(1, 13):
            yield standing_of(case.opened, service, Period.month(case.plan.year, month))


@once
def handed_in_otherwise(case: Case) -> Iterator[tuple[HandedIn, tuple[Changed, ...]]]:
    """Yield what has changed since each month was handed in."""
    for one in _standings(case):
        if one.state == "handed_in" and one.kept is not None:
            yield one.kept, hand_ins.changes(case.plan, one.kept)


@once
def _hits(case: Case) -> Iterator[tuple[bool, Hit]]:
    """Yield whether figures were changed, and the hit: one a change, whoever handed it in."""
    found: dict[tuple[str, str, str], list[tuple[Changed, HandedIn]]] = {}
    for kept, changes in handed_in_otherwise(case):
        for change in changes:
            field = next(iter(change.old), "") if change.sheet == registers.DAILY else ""
            if _unread(case, change, kept.month):
                continue
            month = kept.period if change.sheet == hand_ins.MONTHLY else ""
            where = (
                change.sheet,
                change.row,
                field + month + change.how,
            )  # a moved row: out of one, into another
            found.setdefault(where, []).append((change, kept))
    for changed in found.values():
        change, handed = changed[0]
        yield change.in_figures, _hit(case, change, handed, _who(handed for _, handed in changed))


def _unread(case: Case, change: Changed, month: int) -> bool:
    """Tell whether a month's figure is not known any more because a cell behind it cannot be read."""
    item = case.plan.items.get(change.row) if change.sheet == hand_ins.MONTHLY else None
    gone = item is not None and hand_ins.FACT in change.new and change.new[hand_ins.FACT] is None
    return gone and item is not None and unknown(case.plan, item, (month,))


def _who(handed: Iterable[HandedIn]) -> str:
    """Return who handed in, and when, the earliest first; of several months of a service the first."""
    said: dict[str, str] = {}
    for one in sorted(handed, key=lambda one: (one.period, one.day)):
        day = show(typed("date", one.day))
        said.setdefault(one.service, ", ".join(filter(None, (one.service, day, one.by))))
    return "; ".join(said.values())


def _hit(case: Case, change: Changed, handed: HandedIn, who: str) -> Hit:
    period = Period.parse(handed.period)
    params: dict[str, object] = {"who": who}
    if change.sheet == hand_ins.MONTHLY:
        return _of_month(case, change, period, params)
    if change.sheet == registers.DAILY:
        return _of_day(case, change, period, params)
    return _of_row(case, change, handed, params)


def _of_month(case: Case, change: Changed, period: Period, params: dict[str, object]) -> Hit:
    view = case.view(layout.MONTHLY)
    place = monthly_place(view, monthly_rows(view), change.row, layout.MONTH_FIELDS[period.first - 1])
    field = hand_ins.FACT if hand_ins.FACT in change.old else hand_ins.TYPED
    params["old"] = _or_dash(change.old[field])
    return Hit(place, change.row, period, _or_dash(change.new[field]), params=params)


def _of_day(case: Case, change: Changed, period: Period, params: dict[str, object]) -> Hit:
    view, (field,) = case.view(registers.DAILY), change.old
    day = next(day for day in case.plan.days if day.date.isoformat() == change.row)
    figure = day.visits if field == "visits" else day.columns.get(field)
    place = figure.place if figure else _day_place(case, day.row, field)
    params |= {"old": _or_dash(change.old[field]), "day": day.date, "column": view.title(field) or field}
    item = hand_ins.day_fields(case.plan, case.plan.items).get(field)
    subject = f"{registers.DAILY}:{change.row}/{field}"
    return Hit(place, item, period, _or_dash(change.new[field]), subject, params=params, message=_DAY)


def _day_place(case: Case, row: int, field: str) -> Place:
    from akmxl.workbook.reading.registers import sector_columns

    view = case.view(registers.DAILY)
    column = sector_columns(view, case.plan.settings).get(field)
    return view.place(row, "date").in_column(column) if column else view.place(row, field)


def _of_row(case: Case, change: Changed, handed: HandedIn, params: dict[str, object]) -> Hit:
    record = case.plan.index[change.sheet].names.get(change.row)
    message = {"changed": _ROW_CHANGED, "added": _ROW_ADDED, "removed": _ROW_GONE}[change.how]
    fields = [field for field in dict.fromkeys((*change.old, *change.new)) if change.how == "changed"]
    view = case.view(change.sheet)
    params |= {
        "row": change.row,
        "sheet": change.sheet,
        "name": _name(change),
        "changes": "; ".join(_said(case, change, field) for field in fields),
    }
    if record is None:
        place = view.place(view.header_row, "date")
    else:
        place = record.places[next((f for f in fields if f in record.columns), "date")]
    codes = [
        code for code in (*(record.codes if record else ()), *_codes(case, change)) if code in handed.items
    ]
    others = tuple(dict.fromkeys(codes))[1:]
    value = "; ".join(show(change.new.get(field)) for field in fields) or change.how
    subject = f"{change.sheet}:{change.row}"
    item = codes[0] if codes else None
    return Hit(place, item, Period.parse(handed.period), value, subject, params=params, message=message,
               rests_on=others)  # fmt: skip


def _codes(case: Case, change: Changed) -> Iterator[str]:
    """Yield the items for which a row counted when it was handed in."""
    for side in (change.old, change.new):
        yield from case.plan.settings.event_kinds.get(fold(str(side.get("event_kind", ""))), ())
        if side.get("code"):
            yield str(side["code"])


def _name(change: Changed) -> str:
    said = change.new or change.old
    named = (said.get(TITLE_FIELDS[change.sheet]), said.get("date"))
    return ", ".join(show(typed("date", value)) for value in named if value)


def _said(case: Case, change: Changed, field: str) -> str:
    sides = (typed(field, side.get(field)) for side in (change.old, change.new))
    old, new = tell_apart(*(show(value) or "-" for value in sides))
    return f"{case.view(change.sheet).title(field) or field}: {old} → {new}"


def _or_dash(value: object) -> object:
    return "-" if value is None else value

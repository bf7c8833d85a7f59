"""Check that what the cells of Sozlamalar name is there: items of the plan, and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, nearest, nearest_code
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import KINDS, changed_settings
from akmxl.rules.catalogue.settings import known_codes, two_ways
from akmxl.rules.figures import measured
from akmxl.rules.rule import Case, Hit, rule
from akmxl.rules.stopped import items_of
from akmxl.workbook import layout
from akmxl.workbook.reading import setting_cells as cells
from akmxl.workbook.reading.items import split_services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.core.cells import Place
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("What the settings name"), 86

CODE_FIXES = {
    "codes": N_("Write the codes of items of the plan with ; between, e.g. 18; where there is none, “-”."),
    "code": N_("Write the code of one item of the plan."),
    "item": N_("Write the code of one item of the plan, or leave the cell empty."),
}


class _CodeCell(NamedTuple):
    """A cell of Sozlamalar in which items' codes are read."""

    view: SheetView
    row: int
    field: str
    codes: tuple[str, ...]

    @property
    def place(self) -> Place:
        return self.view.place(self.row, self.field)

    @property
    def value(self) -> object:
        return self.view.cell(self.row, self.field).value

    @property
    def subject(self) -> str:
        return f"{self.view.layout.table}/{self.row}/{self.field}"


def _code_cells(case: Case) -> Iterator[_CodeCell]:
    """Yield the cells of codes that are understood: of event kinds, the day log's columns, thresholds."""
    for table, field in (
        (layout.EVENT_KINDS, "codes"), (layout.DAILY_ITEMS, "code"), (layout.THRESHOLDS, "item"),
    ):  # fmt: skip
        view = case.view(str(table.table))
        for row in view.filled_rows():
            value = view.cell(row, field).value
            one, several = cells.read_item_code, cells.read_item_codes
            read = several(value) if field == "codes" else one(value)
            if not read.fault:
                codes = (read.value,) if isinstance(read.value, str) else read.value
                yield _CodeCell(view, row, field, codes)


@rule(
    "REF25",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the plan has no such item: {value}."),
    CODE_FIXES["codes"],
)
def settings_name_items(case: Case) -> Iterator[Hit]:
    """The codes in Sozlamalar are codes of the plan, and can be read in one way only.

    Why: a kind of event with a code that is not there counts for nothing; 15,1 may be 15.1 or 15 and 1.

    Okay:
        TadbirTurlari
        | Tadbir turi   | Bandlar  |
        | Yangi tadbir  | I.2;18   |
    Bad:
        TadbirTurlari
        | Tadbir turi   | Bandlar  |
        | Yangi tadbir  | I.2;118  |  REF25
    """
    known = known_codes(case)
    if known is None:
        return
    doubtful = N_("Sheet “{sheet}”, cell {cell}: “{value}” can be read in two ways.")
    text = N_("Set the cell's format to “Text”; write codes with a point, and ; between them.")
    for one in _code_cells(case):
        stops, value = items_of(case, one.view.layout.table), one.value
        if lost := [code for code in one.codes if code not in known]:
            fix, params = CODE_FIXES[one.field], {"near_code": nearest_code(lost[0], known)}
            value = ", ".join(lost)
            yield Hit(one.place, value=value, subject=one.subject, params=params, fix=fix, stops=stops)
        elif (one.field == "codes" or isinstance(value, float)) and two_ways(value, known):
            yield Hit(one.place, value=value, subject=one.subject, message=doubtful, fix=text, stops=stops)


@rule(
    "REF26",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: {value} is not fed by “{register}”, so it counts nothing of this."),
    N_("Mend the code; or choose “{register}” as the item's source in Reja."),
)
def settings_feed_items(case: Case) -> Iterator[Hit]:
    """The items that a kind of event or a column of the day log names are not fed by another register; the
    journal's letters may list events.

    Why: 17 typed for 18 is a code of the plan, and the events are gone from 18.

    Okay:
        TadbirTurlari
        | Tadbir turi   | Bandlar |
        | Yangi tadbir  | '18     |
    Bad:
        TadbirTurlari
        | Tadbir turi   | Bandlar |
        | Yangi tadbir  | '17     |  REF26
    """
    return _not_fed(case, typed=False)


@rule(
    "REF31",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: {value} is typed by hand or imported, so it counts nothing of this."),
    N_("If the code is wrong, mend it; else leave it: the forms list by it."),
    unless=("REF40",),
)
def settings_feed_no_typed_item(case: Case) -> Iterator[Hit]:
    """The items that a kind of event names are not typed by hand, nor imported.

    Why: 12 typed for 18 is a code of the plan, and the events are gone from 18; but a form may list by it.

    Okay:
        TadbirTurlari
        | Tadbir turi   | Bandlar |
        | Yangi tadbir  | '18     |
    Bad:
        TadbirTurlari
        | Tadbir turi   | Bandlar |
        | Yangi tadbir  | '12     |  REF31
    """
    return _not_fed(case, typed=True)


_ELSEWHERE = ("typed", registers.IMPORT)  # no sheet of ours gives these items' figures
_FED = {layout.EVENT_KINDS.table: registers.EVENTS, layout.DAILY_ITEMS.table: registers.DAILY}


def _not_fed(case: Case, *, typed: bool) -> Iterator[Hit]:
    """Yield a hit for each cell that names an item typed by hand, or one fed by another register."""
    for one in _code_cells(case):
        register = _FED.get(one.view.layout.table)
        allowed = {register, registers.JOURNAL} if register == registers.EVENTS else {register}
        items = (case.plan.items.get(code) for code in one.codes if register)
        other = [item for item in items if item and item.source not in allowed]
        codes = [item.code for item in other if (item.source in _ELSEWHERE and item.measured) is typed]
        if codes and not (typed and register == registers.DAILY):  # where it is missed, REF27 says so
            params = {"register": register}
            value, about = ", ".join(codes), tuple(codes)
            stops = () if typed else items_of(case, one.view.layout.table)
            yield Hit(one.place, value=value, subject=one.subject, params=params, rests_on=about, stops=stops)


@rule(
    "REF27",
    Severity.ERROR,
    N_("Item {item} is fed by the day log, but no row of the table “KundalikBandlari” names it."),
    N_("Write the item's code beside its column in the table “KundalikBandlari” on sheet “Sozlamalar”."),
)
def day_log_feeds_items(case: Case) -> Iterator[Hit]:
    """Each item whose source is Kundalik stands in the table KundalikBandlari, beside its column.

    Why: where the row was lost, the item's figures are, and its column is counted nowhere.

    Okay:
        Reja
        | Kod | Manba    |
        | 16  | Kundalik |
    Bad:
        Reja
        | Kod | Manba    |
        | 11  | Kundalik |  REF27
    """
    view = case.view(str(layout.DAILY_ITEMS.table))
    read = [cells.read_item_code(view.cell(row, "code").value) for row in view.filled_rows()]
    named = {one.value for one in read}
    if any(one.fault for one in read) or len(named) < len(read) or any(True for _ in _unknown_columns(view)):
        return  # the cell that is not understood, or stands twice, has its own finding
    for item in measured(case.plan):
        if item.source == registers.DAILY and item.code not in named:
            yield Hit(item.places.get("source"), item=item.code)


def _unknown_columns(view: SheetView) -> Iterator[int]:
    return (r for r in view.filled_rows() if cells.read_day_log_column(view.cell(r, "field").value).fault)


@rule(
    "REF67",
    Severity.EXPLAIN,
    N_("Sheet “{sheet}”, cell {cell}: “{name}” counted for {before} at the last check, now for {value}."),
    N_("If it was changed by mistake, write {before} again; if it is right, write the reason."),
    silences=("HND01", "LIB02", "PLN02", "REF26", "REF31", "STR37", "SUB03", "SUB10", "TMP14", "XSH01"),
)
def settings_count_as_before(case: Case) -> Iterator[Hit]:
    """A kind of event, or a column of the day log, counts for the items for which it counted before.

    Only what has rows or figures is asked about: the others may be changed as one likes.

    Why: another code of the plan is as good a code, and the figures of two items move for the whole year.

    Okay:
        qatorlar: TadbirTurlari/korgazma = 18
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Navro‘z     |
    Bad:
        qatorlar: TadbirTurlari/korgazma = 20
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Navro‘z     |
    """
    for changed in changed_settings(case.plan):
        view = case.view(changed.table)
        name, codes = ("event_kind", "codes") if changed.table == KINDS else ("field", "code")
        read = cells.plain_text if changed.table == KINDS else _day_log_field
        rows = [r for r in view.filled_rows() if fold(read(view.cell(r, name).value)) == fold(changed.name)]
        if rows:
            params = {"name": view.text(rows[0], name), "before": _said(changed.before)}
            stops = tuple(sorted({*changed.before} ^ {*changed.now}))
            yield Hit(view.place(rows[0], codes), value=_said(changed.now), params=params, stops=stops,
                      rests_on=stops, subject=f"{changed.table}/{changed.name}")  # fmt: skip


def _day_log_field(value: object) -> str:
    return cells.read_day_log_column(value).value


def _said(codes: tuple[str, ...]) -> str:
    return "; ".join(codes) or "-"


@rule(
    "REF30",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the service “{value}” is not on the list."),
    N_("Choose one of the table “Xizmatlar”, or add it there."),
)
def staff_of_known_services(case: Case) -> Iterator[Hit]:
    """Whoever stands on the list of staff belongs to a service of the list.

    Why: a service spelt otherwise is another service, and whoever looks for its people finds none.

    Okay:
        Xodimlar
        | Xodim   | Xizmat   |
        | 1-xodim | Direktor |
    Bad:
        Xodimlar
        | Xodim   | Xizmat    |
        | 1-xodim | Rahbariyat |  REF30
    """
    view, settings = case.view(str(layout.STAFF.table)), case.plan.settings
    for row in view.filled_rows():
        text = cells.read_words(view.cell(row, "service").value)
        left = split_services(text.value, settings)[1] if text.value and not text.fault else ""
        if set(left.replace(",", " ").split()) - {"va", "hamda"}:
            similar = nearest(text.value, settings.services.values())
            fix = N_("Choose one from the list. The nearest: “{similar}”.") if similar else None
            place, subject = view.place(row, "service"), f"{layout.STAFF.table}/{row}"
            yield Hit(place, value=text.value, subject=subject, params={"similar": similar}, fix=fix)

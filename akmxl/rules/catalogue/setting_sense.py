"""Hold the settings beside what the workbook shows of the office's work."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.assets import templates_folder
from akmxl.core.cyrillic import code_letters
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import kept_first_month
from akmxl.plan.owed import in_catalogue
from akmxl.rules.alike import plain
from akmxl.rules.catalogue.day_log import said_days
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import RULES, Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.setting_cells import read_optional_code, read_threshold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Settings beside the work"), 96

_FAR = 10  # times the shipped threshold, or a part of it
_ALL = 100  # percent: a rule that allows nothing as shipped allows everything beyond it
_MUST_NOT_BE_0 = frozenset({"PLN02"})  # a share of 0 percent is always reached


@rule(
    "STR51",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: rule {code} hardly speaks at {value}; as a rule it is {usual}."),
    N_("Check the number; if it is meant so, write the reason into the column “Izoh”."),
)
def thresholds_are_near(case: Case) -> Iterator[Hit]:
    """No threshold is ten times the shipped one (of one item a hundred times), or such a part of it, and no
    rule is switched off, while the note beside it is still the shipped one.

    Why: 8 for 80 silences a rule for the whole year, and all looks well.

    Okay:
        Chegaralar
        | Qoida | Band | Chegara | Izoh                          |
        | PLN01 | '11  | 300     | Kutilmagan sovg‘alar yili edi |
    Bad:
        Chegaralar
        | Qoida | Band | Chegara |
        | PLN01 | '11  | 2000    |  STR51
    """
    view = case.view(str(layout.THRESHOLDS.table))
    shipped = dict(shipped_thresholds())
    for row in view.filled_rows():
        code, note = view.text(row, "rule").strip().upper(), view.text(row, "note")
        usual, reason = shipped.get(code, (None, ""))
        if usual is None or (note and fold(note) != fold(reason)):
            continue
        value = view.cell(row, "threshold").value
        read = read_threshold(value).value
        off = read == "off" and bool(note)
        if off or (
            isinstance(read, float) and _is_far(read, usual, code, of_item=bool(view.text(row, "item")))
        ):
            place = view.place(row, "threshold")
            params = {"code": code, "usual": usual}
            yield Hit(place, value=value, subject=f"{code}/{view.text(row, 'item')}", params=params)


@rule(
    "REF81",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: rule {value} is switched off, so errors that it finds stop no report."),
    N_("If the reason beside it holds no more, delete the row: {reason}."),
    unless=("STR51",),
)
def rules_of_errors_speak(case: Case) -> Iterator[Hit]:
    """No rule that finds errors is switched off; this one cannot be.

    Why: its errors would stop the reports; whoever signs them must know that nobody looked.

    Okay:
        Chegaralar
        | Qoida | Band | Chegara     | Izoh                     |
        | TMP12 | ~    | o‘chirilgan | Sonlar yaxlitlab yoziladi |
    Bad:
        Chegaralar
        | Qoida | Band | Chegara     | Izoh                     |
        | XSH01 | ~    | o‘chirilgan | Ro‘yxat keyin to‘ldiriladi |  REF81
    """
    view, off = case.view(str(layout.THRESHOLDS.table)), case.plan.settings.switched_off
    for row in view.filled_rows():
        code = code_letters(view.text(row, "rule"))
        item = read_optional_code(view.cell(row, "item").value).value
        if (code, item) in off and code in RULES and RULES[code].severity is Severity.ERROR:
            place, params = view.place(row, "threshold"), {"reason": off[code, item]}
            yield Hit(place, value=code, subject=f"{code}/{item}", params=params)


def shipped_thresholds() -> Iterator[tuple[str, tuple[int, str]]]:
    """Read the thresholds that akmxl ships, by rule, each with its note.

    A check reads them each time, so without what reads any CSV; the note stands last in its line, in quotes.
    """
    lines = (templates_folder() / "data" / "thresholds.csv").read_text("utf-8").splitlines()[1:]
    for rule_code, _item, threshold, note in (line.split(",", 3) for line in lines):
        yield rule_code, (int(threshold), note.strip('"'))


def _is_far(read: float, usual: float, code: str, *, of_item: bool) -> bool:
    if read == 0:
        return code in _MUST_NOT_BE_0
    far = _FAR**2 if of_item else _FAR
    return not usual / far < read < usual * far if usual > 0 else read > _ALL


@rule(
    "REF71",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the first period is {value}, but {count} letters are about earlier."),
    N_("Write the first period that the centre answers for: what is missing before it is not told."),
    unless=("REF21",),
)
def first_period_before_the_letters(case: Case) -> Iterator[Hit]:
    """No three letters of the journal, or more, are about periods before the first period, and it was not
    moved to a later month since a check before.

    Why: moved by some months it hides whatever those months lack, and their reports are owed no more.

    Okay:
        nom: Birinchi_davr = 2025-01
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-02        | 2025-01 | yuborildi | 01-15/7        | 2025-02-05     |
    Bad:
        nom: Birinchi_davr = 2025-01
        Hisobotlar
        | Hisobot kodi | Davr    | Holati    | Chiqish raqami | Chiqish sanasi |
        | MK-02        | 2025-01 | yuborildi | 01-15/7        | 2025-02-05     |
        | MK-03        | 2025-01 | yuborildi | 01-15/8        | 2025-02-05     |
        | VA-02        | 2025-01 | yuborildi | 01-15/9        | 2025-02-05     |
        keyin:
        nom: Birinchi_davr = 2025-03
    """
    first, place = case.plan.settings.first_period, case.file.named_place(layout.FIRST_PERIOD)
    if first is None or place is None:
        return
    before = kept_first_month(case.plan)
    moved = bool(before) and before < f"{first.start:%Y-%m}"
    earlier = [
        row
        for row in case.plan.journal
        if row.sent and row.period and row.period.end < first.start and in_catalogue(case.plan, row.report)
    ]
    if len(earlier) >= _LETTERS:
        params = {"count": len(earlier)}
        yield Hit(place, value=str(first), subject=layout.FIRST_PERIOD, params=params)
    elif moved:
        yield Hit(
            place, value=str(first), subject=layout.FIRST_PERIOD, params={"before": before}, message=_MOVED
        )


_MOVED = N_(
    "Sheet “{sheet}”, cell {cell}: the first period was {before} at a check before, now it is {value}: what "
    "is missing between is not told."
)


_LETTERS = 3


@rule(
    "REF74",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the week has {value} days, but {count} Saturdays have visits."),
    N_("Write 6; if the centre works on Saturdays only now and then, leave it."),
    unless=("REF22",),
)
def week_beside_the_days(case: Case) -> Iterator[Hit]:
    """Where most Saturdays that have come have figures in the day log, the week has six days.

    Why: due days, days off and the days that must be filled are reckoned by it.

    Okay:
        today: 2025-02-10
        nom: Ish_haftasi = 6
    Bad:
        today: 2025-02-10
        nom: Birinchi_davr = 2025-02
        nom: Ish_haftasi = 5
        Kundalik
        | Sana       | Abonementlar sektori |
        | 2025-01-11 | 14                   |
        | 2025-01-18 | 12                   |
        | 2025-01-25 | 15                   |
        | 2025-02-01 | 11                   |
    """
    place, days = case.file.named_place(layout.WORK_WEEK), case.plan.settings.work_week
    if place is None or days != _FIVE:
        return
    filled = [day.date for day, _ in said_days(case)]
    saturdays = [day for day in filled if day.isoweekday() == _SATURDAY]
    passed = (filled[-1] - filled[0]).days // 7 if filled else 0
    if len(saturdays) >= max(_SATURDAYS, 0.6 * passed):
        yield Hit(place, value=days, subject=layout.WORK_WEEK, params={"count": len(saturdays)})


_FIVE, _SATURDAY, _SATURDAYS = 5, 6, 4


@rule(
    "REF72",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: several people stand in one row: “{value}”. The row counts once."),
    N_("Give each person a row."),
    unless=("REF52",),
)
def one_person_a_row(case: Case) -> Iterator[Hit]:
    """A row of Malaka is about one person: each is counted by the rows.

    Why: two names in one cell are one training in the report to the region.

    Okay:
        Malaka
        | Sana       | Kod | Xodim                 | Kurs yoki sinov |
        | 2025-03-03 | '31 | Karimova A., direktor | Katalog         |
    Bad:
        Malaka
        | Sana       | Kod | Xodim                    | Kurs yoki sinov |
        | 2025-03-03 | '31 | Karimova A.              | Katalog         |
        | 2025-03-10 | '31 | Karimova A., Salimov B.  | Fond            |  REF72
    """
    view, values = case.view(registers.TRAINING), case.view(registers.TRAINING).values("person")
    told = [value for value in case.texts(view, "person") if _BETWEEN.search(value)]
    if not told:
        return
    staff = case.view(str(layout.STAFF.table))
    known = {plain(value) for value in case.texts(view, "person")}
    known |= {plain(staff.cell(row, "person").value) for row in staff.filled_rows()}
    several = {value for value in told if _several(value, known - {plain(value)})}
    for record in case.plan.records[registers.TRAINING] if several else ():
        if values.get(record.row) in several:
            name, subject = text_of(values[record.row]), f"{row_name(record)}/person"
            yield Hit(
                record.places["person"], item_of(case, record), record_period(case, record), name, subject
            )


_BETWEEN = lazily(r"[,;/\n]|\bva\b")


def _several(text: str, known: set[str]) -> bool:
    """Tell whether a text names people, one of whom stands elsewhere alone."""
    names = [name for name in map(plain, _BETWEEN.split(text)) if name]
    return len(names) > 1 and any(name in known for name in names)


@rule(
    "REF73",
    Severity.WARNING,
    N_(
        "Sheet “{sheet}”, cell {cell}: “{value}” is counted as “{kind}”, but the workbook's formulas miss it."
    ),
    N_("Choose the kind from the list: {kind}."),
    unless=("TXT01", "TXT02", "TXT04", "REF08", "REF68"),
)
def kinds_as_formulas_see_them(case: Case) -> Iterator[Hit]:
    """The kind of an event is spelt as in Sozlamalar, but for capitals.

    Why: akmxl reads the kind in Cyrillic too, a formula compares letter by letter: the sheet in front of
    people shows one figure, the report another.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | Navro‘z     |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Кўргазма    | Navro‘z     |  REF73
    """
    view, settings = case.view(registers.EVENTS), case.plan.settings
    listed = {name.casefold() for name in settings.event_kind_names}
    names = {fold(name): name for name in settings.event_kind_names}
    odd = {
        text: names[fold(text)]
        for text in case.texts(view, "event_kind")
        if text.strip().casefold() not in listed and fold(text) in names
    }
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    for record in case.plan.records[registers.EVENTS] if odd else ():
        rows[text_of(view.cell(record.row, "event_kind").value)].append(record)
    for text, kind in odd.items():
        for record in rows.get(text.strip(), ()):
            yield Hit(record.places["event_kind"], item_of(case, record), record_period(case, record),
                      text, f"{row_name(record)}/kind", params={"kind": kind})  # fmt: skip

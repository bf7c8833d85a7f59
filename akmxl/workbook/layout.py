"""Name the sheets, their columns, tables and defined names. A new sheet or column is one entry here.

Everything is found by header, table name and defined name; no address is fixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import spelling, vocabulary
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.registers import AGES, DAILY, EVENTS, JOURNAL, LISTS, PRESS, TRAINING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

PLAN_KIND = "akmxl-reja"  # the defined name akmxl_fayl says: this workbook is a yearly plan
READ_FROM = 1  # the oldest edition that is read as it is; what it lacks, only what asks for it does without
EDITION = 4  # akmxl_nashr: raised when a sheet, table, column or name is added; earlier ones are brought up

# A sheet goes by one English name: PLAN is what Excel calls it, PLAN_SHEET the layout of its columns.
HOME = "Bosh sahifa"
PLAN = "Reja"
MONTHLY = "Oylik"
HAND_INS = "Topshirish"
ROLLUP = "Jamlanma"
COMPARISON = "Solishtirma"
FINDINGS = "Tekshiruv"
SETTINGS = "Sozlamalar"
RECEIPTS = "_akmxl"
COLOURS = "_ranglar"  # very hidden: the keys of the cells that have an open finding
APPROVED = "_reja"  # very hidden: the plan as it was when the workbook was made
LAST_YEAR = "Otgan yil"
MADE_AGAIN = (
    ROLLUP,
    COMPARISON,
    FINDINGS,
)  # what is not akmxl's own in them is lost with them, and nothing else
NEVER_MADE = (PLAN, SETTINGS)  # of what stands in them all else is made
OWNED_SHEETS = (RECEIPTS, COLOURS)  # written by akmxl alone, whole

REPORTS_FOLDER = "hisobotlar"  # beside the workbook: where the forms go
OWN_FOLDER = "andozalar"  # beside the workbook: its templates go before the shipped ones

MONTH_FIELDS = tuple(f"m{month:02d}" for month in range(1, 13))
QUARTER_FIELDS = ("q1", "q2", "q3", "q4")
SINCE_FIELDS = ("since_3", "since_6", "since_9", "since_12")


class Column(NamedTuple):
    """One column: ``field`` is its name in code, ``title`` overrides the vocabulary's header.

    ``edition`` is the first edition that has it.
    """

    field: str
    width: float = 12.0
    title: str | None = None
    required: bool = True
    edition: int = 1

    def header(self, year: int | None = None) -> str:
        """Return the header as akmxl writes it, for the plan of ``year``."""
        return self.title or vocabulary.header(self.field, year)

    @property
    def spellings(self) -> frozenset[str]:
        """All folded spellings of the header."""
        own = {spelling.fold_header(self.title)} if self.title else set()
        return vocabulary.header_spellings(self.field) | own


class SheetLayout(NamedTuple):
    """One sheet: its columns in their first order; ``table`` where they are an Excel table.

    ``edition`` is the first edition that has it.
    """

    name: str
    columns: tuple[Column, ...]
    table: str | None = None
    edition: int = 1

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    def in_order(self, values: Mapping[str, object]) -> tuple[object, ...]:
        """Return values by field as a row, in the first order of the columns."""
        return tuple(values.get(field) for field in self.fields)

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)

    @property
    def key(self) -> str:
        """The name by which it is found: the table's name where a sheet has several."""
        return str(self.table) if self.name == SETTINGS else self.name

    def of_edition(self, edition: int) -> SheetLayout:
        """Return the sheet as an earlier edition has it: without what came later."""
        columns = tuple(c for c in self.columns if max(self.edition, c.edition) <= edition)
        return self if columns == self.columns else self._replace(columns=columns)

    def later_than(self, edition: int) -> tuple[Column, ...]:
        """Return the columns that an earlier edition lacks."""
        return tuple(column for column in self.columns if column.edition > edition)


def _columns(*entries: tuple[str, float] | Column) -> tuple[Column, ...]:
    return tuple(entry if isinstance(entry, Column) else Column(*entry) for entry in entries)


PLAN_SHEET = SheetLayout(
    PLAN,
    _columns(
        ("code", 6),
        ("printed_no", 5),
        ("name", 42),
        ("unit", 12),
        ("previous", 10),
        ("planned", 10),
        ("mechanism", 46),
        ("due", 14),
        ("responsible", 22),
        ("kind", 10),
        ("adds_up", 14),
        ("source", 12),
        ("rhythm", 11),
        Column("window", 16, required=False),
        Column("to_confirm", 22, required=False),
        *(Column(f"plan_q{q}", 10, required=False) for q in range(1, 5)),
    ),
)
MONTHLY_SHEET = SheetLayout(
    MONTHLY,
    _columns(
        ("code", 7),
        ("name", 40),
        Column("service", 25, required=False, edition=2),
        ("unit", 12),
        Column("planned", 9, title="Yillik reja"),
        *((field, 8.0) for field in MONTH_FIELDS),
        *((field, 9.0) for field in QUARTER_FIELDS),
        ("year_total", 10),
        ("percent", 11),
    ),
)
# The sectors' columns stand between weekday and visits; their headers come from Sozlamalar.
DAILY_SHEET = SheetLayout(
    DAILY,
    _columns(
        ("date", 12),
        ("weekday", 13),
        ("visits", 10),
        ("loans", 11),
        ("new_readers", 12),
        ("renewed_readers", 13),
        *(Column(age, 11, required=False, edition=4) for age in AGES),
        ("note", 32),
    ),
    table="Kundalik",
)
EVENTS_SHEET = SheetLayout(
    EVENTS,
    _columns(
        ("date", 12),
        ("event_kind", 30),
        Column("title", 44, title="Tadbir nomi"),
        ("place", 26),
        ("participants", 14),
        ("women", 10),
        ("children", 10),
        *(Column(age, 11, required=False, edition=4) for age in AGES),
        ("partner", 26),
        Column("responsible", 20, title="Mas’ul"),
        ("link", 26),
        ("note", 28),
        ("id", 5),
    ),
    table="Tadbirlar",
)
TRAINING_SHEET = SheetLayout(
    TRAINING,
    _columns(
        ("date", 12),
        ("code", 8),
        ("person", 26),
        ("post", 22),
        ("course", 44),
        ("organiser", 30),
        ("hours", 8),
        ("result", 26),
        ("id", 5),
    ),
    table="Malaka",
)
PRESS_SHEET = SheetLayout(
    PRESS,
    _columns(
        ("date", 12),
        ("code", 8),
        ("author", 26),
        Column("title", 48, title="Sarlavha"),
        ("publication", 30),
        ("year_published", 9),
        Column("record_kind", 18, title="Yozuv turi"),
        ("id", 5),
    ),
    table="Matbuot",
)
LISTS_SHEET = SheetLayout(
    LISTS,
    _columns(
        ("date", 12),
        ("list_kind", 24),
        ("code", 8),
        Column("title", 40, title="Nomi"),
        ("details", 36),
        ("quantity", 10),
        ("document", 16),
        ("link", 24),
        ("note", 28),
        ("id", 5),
    ),
    table="Royxatlar",
)
JOURNAL_SHEET = SheetLayout(
    JOURNAL,
    _columns(
        ("report", 10),
        Column("title", 46, title="Nomi"),
        ("recipient", 28),
        ("period", 11),
        ("report_due", 13),
        ("state", 15),
        ("version", 8),
        ("number", 12),
        ("sent", 13),
        ("way", 16),
        ("file", 34),
        ("text", 60),
        ("items", 12),
        ("note", 26),
        Column(
            "rule_due", 11, required=False
        ),  # akmxl's own due day: another one in report_due is a person's
    ),
    table="Hisobotlar",
)
HAND_IN_SHEET = SheetLayout(
    HAND_INS,
    _columns(
        ("period", 11),
        ("service", 60),
        ("handed_in", 14),
        ("handed_in_by", 26),
        ("zeros", 12),
        ("note", 36),
        Column("control_code", 27, edition=4),  # of the cells as they were handed in
    ),
    table="Topshirish",
    edition=2,
)
ROLLUP_SHEET = SheetLayout(
    ROLLUP,
    _columns(
        ("code", 7),
        ("name", 40),
        ("unit", 13),
        *((field, 9.0) for field in MONTH_FIELDS),
        *((field, 9.0) for field in QUARTER_FIELDS),
        *((field, 9.0) for field in SINCE_FIELDS),
        Column("planned", 9, title="Yillik reja"),
        ("percent", 11),
        Column("previous", 10, title="O‘tgan yil"),
        ("complete", 8),
    ),
    table="Jamlanma",
)
# A row an item and month that another system counts, or that two of ours count; ``imported`` feeds Oylik.
COMPARISON_SHEET = SheetLayout(
    COMPARISON,
    _columns(
        ("code", 7),
        ("name", 38),
        ("unit", 13),
        Column("period", 18, title="Davr"),
        ("typed", 11),
        ("counted", 11),
        ("imported", 11),
        ("difference", 10),
        ("beyond", 12),
        ("export", 30),
        ("export_day", 12),
    ),
    table="Solishtirma",
    edition=3,
)
FINDINGS_SHEET = SheetLayout(
    FINDINGS,
    _columns(
        ("severity", 15),
        ("rule", 9),
        ("sheet", 13),
        ("cell", 9),
        ("item", 8),
        Column("period", 10, title="Davr"),
        ("what", 58),
        ("fix", 46),
        Column("reason", 40, title="Sababi (izoh)"),
        ("finding_state", 13),
        ("key", 10),
        Column("cell_key", 10, required=False),  # written no more: COLOURS has the keys of all cells
    ),
    table="Tekshiruv",
)

# Sheets that a workbook may lack; what compares with them is then silent.
# A cell of _reja that is empty was not approved yet; one that was approved as empty says “-”.
APPROVED_SHEET = SheetLayout(
    APPROVED,
    _columns(
        ("code", 7),
        ("name", 40),
        ("unit", 13),
        Column("section", 8, required=False),
        Column("kind", 10, required=False, edition=3),
        Column("adds_up", 14, required=False, edition=3),
        Column("source", 12, required=False, edition=3),
        Column("rhythm", 11, required=False, edition=3),
        Column("responsible", 22, required=False, edition=3),
        Column("due", 14, required=False, edition=3),
        Column("planned", 10, title="Yillik reja", required=False, edition=3),
        Column("previous", 10, title="O‘tgan yil", required=False, edition=3),
        Column("to_confirm", 22, required=False, edition=3),
    ),
)
LAST_YEAR_SHEET = SheetLayout(
    LAST_YEAR, _columns(("code", 7), ("name", 40), ("unit", 13), *((field, 9.0) for field in MONTH_FIELDS))
)

# The tables of Sozlamalar, side by side; each grows downwards.
UNITS = SheetLayout(SETTINGS, _columns(("unit", 22), ("spellings", 28)), table="Birliklar")
SERVICES = SheetLayout(SETTINGS, _columns(("service", 48), ("spellings", 28)), table="Xizmatlar")
SECTORS = SheetLayout(SETTINGS, _columns(("sector", 44), ("spellings", 28)), table="Sektorlar")
EVENT_KINDS = SheetLayout(SETTINGS, _columns(("event_kind", 42), ("codes", 14)), table="TadbirTurlari")
LIST_KINDS = SheetLayout(
    SETTINGS, _columns(("list_kind", 34), Column("pattern", 40, required=False)), table="RoyxatTurlari"
)
DAILY_ITEMS = SheetLayout(SETTINGS, _columns(("field", 26), ("code", 8)), table="KundalikBandlari")
STAFF = SheetLayout(SETTINGS, _columns(("person", 26), ("service", 40)), table="Xodimlar")
CATALOGUE = SheetLayout(
    SETTINGS,
    _columns(
        ("report", 10),
        ("recipient", 30),
        ("copy_to", 28),
        ("form_kind", 12),
        Column("title", 50, title="Nomi"),
        ("cadence", 14),
        ("periods", 14),
        ("due_rule", 30),
        ("days", 7),
        ("confirmed", 14),
        ("stated", 30),
        ("items", 16),
        ("content", 20),
    ),
    table="HisobotlarKatalogi",
)
THRESHOLDS = SheetLayout(
    SETTINGS, _columns(("rule", 9), ("item", 8), ("threshold", 10), ("note", 44)), table="Chegaralar"
)
# A day off or, where a rest day was moved, a day that is worked; in weeks of 5 or 6 days, or in both.
HOLIDAYS = SheetLayout(
    SETTINGS,
    _columns(
        ("date", 12),
        Column("title", 40, title="Nomi"),
        Column("day_kind", 16, required=False),
        Column("week", 8, required=False),
        Column("basis", 44, required=False),
    ),
    table="Bayramlar",
)

SETTINGS_TABLES = (
    UNITS, SERVICES, SECTORS, EVENT_KINDS, LIST_KINDS, DAILY_ITEMS, STAFF, CATALOGUE, THRESHOLDS, HOLIDAYS,
)  # fmt: skip
REGISTER_SHEETS = (EVENTS_SHEET, TRAINING_SHEET, PRESS_SHEET, LISTS_SHEET)
SHEETS = (
    PLAN_SHEET,
    MONTHLY_SHEET,
    DAILY_SHEET,
    *REGISTER_SHEETS,
    JOURNAL_SHEET,
    HAND_IN_SHEET,
    ROLLUP_SHEET,
    COMPARISON_SHEET,
    FINDINGS_SHEET,
)
OPTIONAL_SHEETS = (APPROVED_SHEET, LAST_YEAR_SHEET)
REQUIRED_SHEETS = (HOME, *(sheet.name for sheet in SHEETS), SETTINGS)


def everything() -> tuple[SheetLayout, ...]:
    """Return every sheet, and every table of Sozlamalar."""
    return *SHEETS, *OPTIONAL_SHEETS, *SETTINGS_TABLES


ID_TITLE = EVENTS_SHEET.column("id").header()  # akmxl's own column in every register
UNDER_TOTAL = "Shundan,"  # the line without a code that the form prints below a total

# Defined names. The organisation's block on Bosh sahifa: field -> (name, label).
ORGANISATION = {
    "organisation": ("Tashkilot", "Tashkilot"),
    "region": ("Hudud", "Hudud"),
    "director": ("Direktor", "Direktor"),
    "reporter": ("Ijrochi", "Ijrochi"),
    "phone": ("Telefon", "Telefon"),
    "year": ("Yil", "Yil"),
}
FIRST_PERIOD = "Birinchi_davr"  # Sozlamalar: the first period that akmxl answers for, or empty
WORK_WEEK = "Ish_haftasi"  # Sozlamalar: 5 or 6 working days a week
CENTRE_CODE = "Markaz_kodi"  # Sozlamalar: the code by which those above know the centre, or empty
FILE_KIND = "akmxl_fayl"
FILE_EDITION = "akmxl_nashr"
SERVICE_COPY = "akmxl_nusxa"  # of a service's own copy alone: the service

# Columns of Bayramlar that the grey days of Kundalik look up.
MOVED_DAYS, DAY_KINDS, DAY_WEEKS = "Bayram_kunlari", "Bayram_turlari", "Bayram_haftasi"

# What akmxl fills on Bosh sahifa; each name is a range of cells.
# Where they stand is known by the text beside (``HOME_LABELS``) or two rows above (``PANEL_TITLES``).
LAST_CHECK = "Oxirgi_tekshiruv"  # one cell: the day of the last check
CHECK_SUMMARY = "Tekshiruv_xulosasi"  # one cell: the summary sentence
CHECK_LINE = "Tekshiruv_qatori"  # one cell: the same sentence, above the findings
YEAR_GONE = "Yil_ulushi"  # one cell: share of the year gone, %
SECTION_PANEL = "Bolimlar_jadvali"  # 7 rows: code, name, done %, share of the year gone %, rows, without plan
SERVICE_PANEL = "Xizmatlar_jadvali"  # 10 rows: name, done %, rows, without plan
MONTH_PANEL = "Oylar_jadvali"  # 12 rows: month, mean %
DUE_PANEL = "Muddatlar_jadvali"  # 12 rows: code, title, period, due, send by, state

HOME_LABELS = {
    **dict(ORGANISATION.values()),
    LAST_CHECK: "Tekshirilgan",
    CHECK_SUMMARY: "Xulosa",
    YEAR_GONE: "Yil ulushi, %",
}
PANEL_TITLES = {
    SECTION_PANEL: "Bo‘limlar bo‘yicha",
    SERVICE_PANEL: "Xizmatlar bo‘yicha",
    MONTH_PANEL: "Oylar bo‘yicha",
    DUE_PANEL: "O‘tgan va yaqin muddatlar",
}
PANEL_WIDTHS = {SECTION_PANEL: 6, SERVICE_PANEL: 4, MONTH_PANEL: 2, DUE_PANEL: 6}  # columns
PANEL_LENGTHS = {SECTION_PANEL: 7, SERVICE_PANEL: 10, MONTH_PANEL: 12, DUE_PANEL: 12}  # rows

# Columns of Reja that the formulas of Oylik look up, and of COLOURS that the conditional formats look up.
PLAN_CODES, PLAN_NAMES, PLAN_UNITS, PLAN_FIGURES = "Reja_kod", "Reja_nomi", "Reja_birlik", "Reja_reja"
PLAN_SERVICES = "Reja_xizmat"
PLAN_NAMED = {  # name -> the column of Reja
    PLAN_CODES: "code",
    PLAN_NAMES: "name",
    PLAN_SERVICES: "responsible",
    PLAN_UNITS: "unit",
    PLAN_FIGURES: "planned",
}
CELL_KEYS, CELL_SEVERITIES = "Tekshiruv_kalit", "Tekshiruv_daraja"
COLOUR_NAMES = (CELL_KEYS, CELL_SEVERITIES)  # a column each, in their order
RECEIPTS_HEADER = (
    "turi", "hisobot", "davr", "tahrir", "kalit yoki fayl", "qiymat yoki nazorat kodi",
    "chiqish raqami", "chiqish sanasi", "sababi", "oldingi muhr", "muhr", "shakl nazorat kodi", "xat",
)  # fmt: skip
KEPT_ROWS = "qatorlar"  # the kind of its rows that keep which rows a table had
COLOUR_HEADER = ("katak kaliti", "darajasi")
LAST_COLOUR_ROW = 100_000

# The lists that cells choose from; each one is a column of a table, so it grows with it.
UNIT_CHOICES = "Tanlov_birliklar"
SERVICE_CHOICES = "Tanlov_xizmatlar"
EVENT_CHOICES = "Tanlov_tadbir_turlari"
LIST_CHOICES = "Tanlov_royxat_turlari"
LIST_PATTERNS = "Tanlov_tafsilotlar"
STAFF_CHOICES = "Tanlov_xodimlar"
REPORT_CHOICES = "Tanlov_hisobotlar"

# The names of columns of tables: the table, its column, the name.
TABLE_NAMED = (
    (UNITS, "unit", UNIT_CHOICES),
    (SERVICES, "service", SERVICE_CHOICES),
    (EVENT_KINDS, "event_kind", EVENT_CHOICES),
    (LIST_KINDS, "list_kind", LIST_CHOICES),
    (LIST_KINDS, "pattern", LIST_PATTERNS),
    (STAFF, "person", STAFF_CHOICES),
    (CATALOGUE, "report", REPORT_CHOICES),
    (HOLIDAYS, "date", MOVED_DAYS),
    (HOLIDAYS, "day_kind", DAY_KINDS),
    (HOLIDAYS, "week", DAY_WEEKS),
)

# Every defined name that formulas or akmxl look through, but for those by which a plan is known.
NAMES = (
    *(name for name, _ in ORGANISATION.values()),
    FIRST_PERIOD, WORK_WEEK, CENTRE_CODE, MOVED_DAYS, DAY_KINDS, DAY_WEEKS,
    LAST_CHECK, CHECK_SUMMARY, CHECK_LINE, YEAR_GONE, SECTION_PANEL, SERVICE_PANEL, MONTH_PANEL, DUE_PANEL,
    PLAN_CODES, PLAN_NAMES, PLAN_SERVICES, PLAN_UNITS, PLAN_FIGURES,
    UNIT_CHOICES, SERVICE_CHOICES, EVENT_CHOICES, LIST_CHOICES, LIST_PATTERNS, STAFF_CHOICES, REPORT_CHOICES,
)  # fmt: skip
_LATER_NAMES = {PLAN_SERVICES: 2, CENTRE_CODE: 3}  # name -> the edition in which it came


def edition_by_names(found: Container[str]) -> int:
    """Return the youngest edition of which a workbook has a name; 1 where it has none of a later one."""
    return max((edition for name, edition in _LATER_NAMES.items() if name in found), default=1)


def names(edition: int) -> tuple[str, ...]:
    """Return the names that a workbook of an edition defines."""
    return tuple(name for name in NAMES if _LATER_NAMES.get(name, 1) <= edition)

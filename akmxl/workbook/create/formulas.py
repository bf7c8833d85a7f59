"""Write the live formulas of the plan workbook, as text without the leading ``=``.

One place writes them (``create``) and one compares them (the rules on computed cells). They hold what
Excel and LibreOffice both compute: ranges instead of ``+`` (a ``-`` in a cell adds nothing), no
``TEXT(date, format)`` (format codes are localised), empty where nothing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import vocabulary
from akmxl.core.i18n import in_language
from akmxl.plan import registers
from akmxl.plan.period import Period
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Sequence


def total(*ranges: str) -> str:
    """Write the sum of the cells, empty when none of them holds a number."""
    cells = ",".join(ranges)
    return f'IF(COUNT({cells})=0,"",SUM({cells}))'


def last_value(cells: str) -> str:
    """Write the last number in the cells: how a stock is rolled up."""
    return f'IF(COUNT({cells})=0,"",LOOKUP(2,1/ISNUMBER({cells}),{cells}))'


def percent(done: str, planned: str) -> str:
    """Write the percent of the plan, empty without a plan above 0."""
    return f'IF(AND(ISNUMBER({done}),N({planned})>0),{done}/{planned}*100,"")'


def from_plan(column: str, code: str) -> str:
    """Write the look-up of what a column of Reja (a defined name) says for the code in a cell."""
    found = f"INDEX({column},MATCH({code},{layout.PLAN_CODES},0))"
    return f'IFERROR(IF({found}="","",{found}),"")'


def month_of_day_log(column: str, month: int) -> str:
    """Write the sum of one column of the day log over a month."""
    start, end = _bounds(month)
    days = f'Kundalik[Sana],">="&{start},Kundalik[Sana],"<"&{end}'
    return f'IF(COUNTIFS(Kundalik[{column}],">=0",{days})=0,"",SUMIFS(Kundalik[{column}],{days}))'


def month_of_events(code: str, month: int) -> str:
    """Write the count of the month's events of a kind that counts for the code."""
    start, end = _bounds(month)
    kinds = _lists_code(code, "TadbirTurlari[Bandlar]")
    count = (
        f"SUMPRODUCT({kinds}*COUNTIFS(Tadbirlar[Tadbir turi],TadbirTurlari[Tadbir turi],"
        f'Tadbirlar[Sana],">="&{start},Tadbirlar[Sana],"<"&{end}))'
    )
    return _empty_when_none(count)


def month_of_records(table: str, code: str, month: int) -> str:
    """Write the count of a register's rows that carry the code and a date of the month."""
    start, end = _bounds(month)
    return _empty_when_none(
        f'SUMPRODUCT(({table}[Kod]&""={code})*({table}[Sana]>={start})*({table}[Sana]<{end}))'
    )


def month_of_list(code: str, month: int) -> str:
    """Write the sum of the quantities that Royxatlar holds for the code in a month."""
    start, end = _bounds(month)
    dates = f"(Royxatlar[Sana]>={start})*(Royxatlar[Sana]<{end})"
    return _empty_when_none(f'SUMPRODUCT((Royxatlar[Kod]&""={code})*{dates},Royxatlar[Miqdori])')


def stock_of_list(code: str, month: int) -> str:
    """Write the sum in force at the month's end: all quantities up to then; empty before the month begins.

    No formula knows the day without being calculated at every touch of the keyboard. That a month has begun
    is told by a check or a filled day of the log since then, or by a row of a list within it: a contract that
    is to come says nothing of the months before.
    """
    start, end = _bounds(month)
    day_log = f'COUNTIFS(Kundalik[Sana],">="&{start},Kundalik[{vocabulary.header("visits")}],">=0")'
    listed = f'COUNTIFS(Royxatlar[Sana],">="&{start},Royxatlar[Sana],"<"&{end})'
    begun = f"OR(N({layout.LAST_CHECK})>={start},{day_log}>0,{listed}>0)"
    return f'IF({begun},{_empty_when_none(_in_force(code, end))},"")'


def former_stocks_of_list(code: str, month: int) -> tuple[str, str]:
    """Write a stock as earlier workbooks had it, shown to December or by the clock: repair replaces both."""
    start, end = _bounds(month)
    shown = _empty_when_none(_in_force(code, end))
    return shown, f'IF({start}>TODAY(),"",{shown})'


def _in_force(code: str, end: str) -> str:
    dates = f"(Royxatlar[Sana]>0)*(Royxatlar[Sana]<{end})"
    return f'SUMPRODUCT((Royxatlar[Kod]&""={code})*{dates},Royxatlar[Miqdori])'


def month_of_sent_reports(code: str, month: int) -> str:
    """Write the count of the letters on the code that were sent.

    Each is counted in the last month of its period, one without a period in the month of its date.
    """
    ends = [f'Yil&"-{month:02d}"']
    if month % 3 == 0:
        ends.append(f'Yil&"-Q{month // 3}"')
    if month % 6 == 0:
        ends.append(f'Yil&"-H{month // 6}"')
    if month == 12:
        ends.append('Yil&""')
    start, end = _bounds(month)
    day = "Hisobotlar[Chiqish sanasi]"
    own = f'(Hisobotlar[Davr]="")*({day}>={start})*({day}<{end})'  # a letter on no period
    periods = "+".join([*(f'(Hisobotlar[Davr]&""={name})' for name in ends), own])
    listed = _lists_code(code, "Hisobotlar[Bandlar]")
    first_version = "(Hisobotlar[Tahrir]<2)"  # a correction is the same document again
    sent = f"ISNUMBER({day})"
    return _empty_when_none(f"SUMPRODUCT({listed}*({periods})*{first_version}*{sent})")


def month_of_import(code: str, month: int, titles: Sequence[str] = ()) -> str:
    """Write what an import counts for the code in a month, as Solishtirma has it: 0 is shown, none is empty.

    ``titles`` are the headings of code, period and count, where a workbook has others than a new one.
    """
    sheet = layout.COMPARISON_SHEET
    columns = titles or [sheet.column(field).header() for field in IMPORT_FIELDS]
    codes, periods, counts = (f"{sheet.table}[{title}]" for title in columns)
    row = f'({codes}&""={code})*({periods}&""=Yil&"{month_words(month)}")'
    return f'IF(SUMPRODUCT({row}*ISNUMBER({counts}))=0,"",SUMPRODUCT({row},{counts}))'


def period_words(period: Period) -> str:
    """Return a period as Solishtirma says it, in the workbook's own language: ``2025-yil mart oyi``."""
    with in_language("uz"):
        return period.words


def month_words(month: int) -> str:
    """Return what a month (1-12) says behind its year: ``-yil mart oyi``."""
    year = 2025  # any
    return period_words(Period.month(year, month)).removeprefix(str(year))


def whose_and_when() -> str:
    """Write the organisation, the plan's year and the day of the last check, as a line of text."""
    day = layout.LAST_CHECK
    parts = [f'RIGHT("0"&DAY({day}),2)', f'RIGHT("0"&MONTH({day}),2)', f"YEAR({day})"]
    checked = f'IF(ISNUMBER({day}),", "&{_DOT.join(parts)}&" holatiga","")'
    return f'IF(Tashkilot="","",Tashkilot&", ")&Yil&"-yil"&{checked}'


_DOT = '&"."&'
IMPORT_FIELDS = ("code", "period", "imported")  # the columns of Solishtirma that the formula looks into


def day_off(day: str) -> str:
    """Write the test for a day off in a cell: by its weekday, or as Bayramlar says of this week."""
    week = f'(({layout.DAY_WEEKS}&""="")+({layout.DAY_WEEKS}&""={layout.WORK_WEEK}&""))'
    worked = f'({layout.DAY_KINDS}="{vocabulary.term("day_kind", "working")}")'
    listed = f"SUMPRODUCT(({layout.MOVED_DAYS}={day})*{week}*"
    weekend = f"WEEKDAY({day},2)>{layout.WORK_WEEK}"
    return f"AND({listed}{worked})=0,OR({weekend},{listed}(1-{worked}))>0))"


def today_link() -> str:
    """Write a link that jumps to today's row of the day log, or to its top outside the plan's year."""
    header = "ROW(Kundalik[[#Headers],[Sana]])"
    row = f"IFERROR({header}+MATCH(TODAY(),Kundalik[Sana],0),{header}+1)"
    return f'HYPERLINK("#\'{registers.DAILY}\'!A"&{row},"Bugungi qatorga o‘tish")'


def _bounds(month: int) -> tuple[str, str]:
    return f"DATE(Yil,{month},1)", f"DATE(Yil,{month + 1},1)"


def _lists_code(code: str, column: str) -> str:
    """Write a test that is 1 for each cell of the column whose list (``;`` between) holds the code."""
    return f'ISNUMBER(SEARCH(";"&{code}&";",";"&SUBSTITUTE({column}," ","")&";"))'


def _empty_when_none(count: str) -> str:
    return f'IF({count}=0,"",{count})'


def cell_key_formula(sheet: str, row_name: str, header: str, cell: str) -> str:
    """Write a cell's key (``workbook.cell_keys``): sheet, row, column and value, by which Tekshiruv lists it.

    Numbers are written in thousandths, so that no decimal sign of a locale gets into the key.
    """
    value = f"IF(ISNUMBER({cell}),ROUND({cell}*1000,0),LEFT({cell},80))"
    return f'"{sheet}|"&{row_name}&"|"&{header}&"|"&{value}'


def has_finding(severities: Sequence[str], key: str) -> str:
    """Write the test for an open finding in Tekshiruv of one of these severities under the key."""
    counts = [f'COUNTIFS({layout.CELL_KEYS},{key},{layout.CELL_SEVERITIES},"{word}")' for word in severities]
    return "+".join(counts) + ">0"

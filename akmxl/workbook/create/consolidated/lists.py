"""Make the sheets that are lists: what is missing or late, what changed, what stands out, the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.returns.told import (
    first_versions,
    has_note,
    is_doubtful,
    is_open,
    late,
    late_unasked,
    place_of,
)
from akmxl.workbook.create.consolidated.book import Column, Formula, day, title
from akmxl.workbook.create.consolidated.listing import TOP, listing, muted
from akmxl.workbook.create.consolidated.rows import Known
from akmxl.workbook.create.consolidated.words import (
    key_words,
    measure_words,
    period_words,
    reason_words,
    status_words,
)
from akmxl.workbook.create.shared import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Entry, Place
    from akmxl.workbook.create.consolidated.book import Book, Shown

_CENTRE = (Column("Markaz kodi", 11), Column("Markaz", 30, "text"), Column("Viloyat", 16, "text"))
_REPORT = (Column("Hisobot", 9), Column("Davr", 16))
_ITEM = (Column("Band yoki qator", 16), Column("Ko‘rsatkich", 17, "text"))


class List(NamedTuple):
    """A sheet that is one list: its heading, its columns, and how its rows are made."""

    name: str
    title: str
    sentence: str
    nothing: str
    columns: Sequence[Column]
    rows: Callable[[Book], Iterator[Sequence[Shown]]]


def add(book: Book, sheet: Worksheet, one: List) -> None:
    """Fill the sheet of a list."""
    title(book, sheet, one.title, one.sentence)
    grey = (*muted(book.consolidation.entries), *(True for _ in book.aside)) if one is LEDGER else ()
    noted = one is REFUSED and any(map(has_note, book.consolidation.entries))
    nothing = _ONLY_NOTES if noted else one.nothing
    last = listing(book, sheet, one.columns, one.rows(book), nothing=nothing, frozen=2, muted=grey)
    if one is LEDGER:
        sheet.print_area(0, 0, max(last, TOP + 1), len(one.columns) - 2)  # nobody reads hashes on paper


def days_after(due: str, came: date) -> int | None:
    """Count the days from the due day to another; None where no day is set."""
    last = day(due)
    return (came - last).days if isinstance(last, date) else None


def _centre(book: Book, code: str, organisation: str = "") -> tuple[str, str, str]:
    centre = book.centre(code)
    return code, centre.name or organisation, centre.region


def _missing_and_late(book: Book) -> Iterator[Sequence[Shown]]:
    """Yield what has not come, its day past first, then what came late."""
    missing = book.consolidation.missing
    gone = [(days_after(one.due, book.today), one) for one in missing]
    for past in (True, False):
        for days, one in gone:
            if (days is not None and days > 0) is past:
                state = "kelmagan, muddati o‘tgan" if past else "kelmagan, muddati hali o‘tmagan"
                if days is None:
                    state = "kelmagan, muddati ma’lum emas"
                where = (*_centre(book, one.centre), one.report, period_words(one.period))
                yield (*where, day(one.due), None, days if past else None, state)
    first = first_versions(book.consolidation.entries)
    for came_late, state in ((late, "kech kelgan"), (late_unasked, "kech kelgan, kutilganlardan emas")):
        for entry in came_late(book.consolidation):
            came = day(first[place_of(entry)].came.received)
            days = days_after(entry.due, came) if isinstance(came, date) else None
            where = (*_centre(book, entry.centre), entry.report, period_words(entry.period))
            yield (*where, day(entry.due), came, days, state)


def was_late(entry: Entry, first: Mapping[Place, Entry]) -> bool | None:
    """Tell whether a file made its report late; None where nobody knows, and of what is no first version."""
    return entry.late if first.get(place_of(entry)) is entry else None


def _revised(book: Book) -> Iterator[Sequence[Shown]]:
    for row, one in enumerate(book.consolidation.revised, TOP + 1):
        subject, word = key_words(one.key)
        change: Shown = None
        if isinstance(one.old, int | float) and isinstance(one.new, int | float):
            new, old = cell(row, len(_CENTRE) + 6), cell(row, len(_CENTRE) + 5)
            change = Formula(f"={new}-{old}", one.new - one.old)
        where = (*_centre(book, one.centre), one.report, period_words(one.period), one.version)
        yield (*where, subject, word, one.old, one.new, change)


def _outliers(book: Book) -> Iterator[Sequence[Shown]]:
    for one in sorted(book.consolidation.outliers, key=lambda one: -abs(one.distance)):
        group = book.centre(one.centre).group
        where = (*_centre(book, one.centre), group, one.report, period_words(one.period))
        yield (*where, one.code, measure_words(one.measure), one.value, one.median, abs(one.distance))


def _refused(book: Book) -> Iterator[Sequence[Shown]]:
    for entry in book.consolidation.entries:
        if is_open(entry) or is_doubtful(entry):
            where = _centre(book, entry.centre, entry.returned.organisation if entry.returned else "")
            what = (entry.report, period_words(entry.period), status_words(entry.status), reason_words(entry))
            yield (*where, *what, day(entry.came.received), entry.came.file)


def _ledger(book: Book) -> Iterator[Sequence[Shown]]:
    first = first_versions(book.consolidation.entries)
    periods, states, days = Known(period_words), Known(status_words), Known(day)  # few of thousands
    for number, entry in enumerate(book.consolidation.entries, 1):
        came, too_late = entry.came, _LATE[was_late(entry, first)]
        yield (
            number, entry.centre, book.centre(entry.centre).name, entry.report, periods[entry.period],
            entry.version or None, states[entry.status], days[came.received], too_late, came.file,
            reason_words(entry), came.sha256[:16],
        )  # fmt: skip
    nobody = (None,) * 5
    for number, file in enumerate(book.aside, len(book.consolidation.entries) + 1):
        yield number, *nobody, "chetga olindi", None, None, file, _ASIDE, None


_ASIDE = "Shakl emas: xat, rasm, bo‘sh arxiv, avvalgi natija va shunga o‘xshash fayl. U jamlanmaga kirmaydi."
_LATE = {True: "ha", False: "yo‘q", None: ""}


_ONLY_NOTES = (
    "Hamma fayl qabul qilingan. Ba’zilariga izoh bor: «Qabul daftari» varag‘ining «Sababi» ustuniga qarang."
)
MISSING = List(
    "Kelmagan va kech",
    "Kelmagan va kech kelgan hisobotlar",
    "Kechikish markazning birinchi qabul qilingan shakli bo‘yicha hisoblanadi; aniqlashtirilgan shakl uni "
    "o‘zgartirmaydi. «Kutilganlardan emas»: voqea bo‘lganda topshiriladigan yoki boshqa davrdagi shakl.",
    "Hamma hisobot kelgan, hech biri kechikmagan.",
    (*_CENTRE, *_REPORT, Column("Muddati", 12, "day"), Column("Kelgan kuni", 12, "day"),
     Column("Necha kun o‘tgan", 11, "count"), Column("Holati", 22)),
    _missing_and_late,
)  # fmt: skip
REVISED = List(
    "Farqlar",
    "Aniqlashtirilgan sonlar: avvalgi va keyingi tahrir",
    "Jamlanmada oxirgi ishonchli tahrirning soni turadi. Bandlar va ro‘yxatlar jami solishtiriladi; ro‘yxat "
    "qatorlari va matnlar emas.",
    "Bandlar soni va ro‘yxatlar jamida farq yo‘q.",
    (*_CENTRE, *_REPORT, Column("Tahrir", 8, "count"), *_ITEM, Column("Avvalgi", 13, "change"),
     Column("Yangi", 13, "change"), Column("Farqi", 11, "change")),
    _revised,
)  # fmt: skip
OUTLIERS = List(
    "Chetdagi",
    "O‘xshash markazlarnikidan keskin farq qiladigan sonlar",
    "Bu xato degani emas: son markazdan so‘rab ko‘riladi. Masofa — guruh medianasidan "
    "necha MAD (odatdagi farq) uzoqligi.",
    "Keskin farq qiladigan son topilmadi.",
    (*_CENTRE, Column("Guruh", 16), *_REPORT, Column("Band", 9), Column("Ko‘rsatkich", 17, "text"),
     Column("Soni", 12, "count"), Column("Guruh medianasi", 12, "count"), Column("Masofa, MAD", 11, "exact")),
    _outliers,
)  # fmt: skip
REFUSED = List(
    "Rad etilgan",
    "Qabul qilinmagan, kutayotgan va qarab chiqiladigan fayllar",
    "Qabul qilinmagan va kutayotgan fayllardagi sonlar jamlanmaga kirmagan. «Sababi» ustunidagi gapni "
    "markazga shundayligicha yuborsa bo‘ladi.",
    "Hamma fayl qabul qilingan, hech biriga e’tiroz yo‘q.",
    (*_CENTRE, *_REPORT, Column("Holati", 14), Column("Sababi", 52, "text"), Column("Kelgan kuni", 11, "day"),
     Column("Fayl", 30, "text")),
    _refused,
)  # fmt: skip
LEDGER = List(
    "Qabul daftari",
    "Qabul daftari: kelgan har bir fayl",
    "Kulrang qatorlar: takror kelgan, o‘rniga keyingi tahriri qabul qilingan yoki chetga olingan (shakl "
    "emas) fayllar. SHA-256 — faylning nazorat kodi (boshi).",
    "Hech qanday fayl kelmagan.",
    (Column("№", 6, "count"), Column("Markaz kodi", 11), Column("Markaz", 30, "text"), *_REPORT,
     Column("Tahrir", 7, "count"), Column("Holati", 15), Column("Kelgan kuni", 11, "day"), Column("Kech", 6),
     Column("Fayl", 32, "text"), Column("Sababi", 40, "text"), Column("SHA-256", 18)),
    _ledger,
)  # fmt: skip

"""Make the answer that a centre gets back: what came, what is missing, what is to be mended and where."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from akmxl.core.i18n import in_language
from akmxl.plan.returns.records import Status
from akmxl.plan.returns.told import first_versions, has_note, is_doubtful, is_open
from akmxl.workbook.create import shared
from akmxl.workbook.create.consolidated.book import Column, clean, day, made, put
from akmxl.workbook.create.consolidated.listing import headings, height
from akmxl.workbook.create.consolidated.lists import days_after, was_late
from akmxl.workbook.create.consolidated.words import (
    key_words,
    measure_words,
    period_words,
    reason_words,
    status_words,
)
from akmxl.workbook.text_height import HIGHEST, SCREEN, SMALL, Type, row_height, row_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from akmxl.plan.returns.records import Centre, Consolidation, Entry
    from akmxl.workbook.create.consolidated.book import Book, Shown

NAME = "Javob"
_WIDTHS = (11.0, 19.0, 9.0, 15.0, 15.0, 34.0)  # of the page, upright: all tables keep to these columns
_WIDE = sum(_WIDTHS)
_LARGE = Type(1.35, 19.0)  # Calibri 14 bold
_ALL_WELL = "Rahmat: hamma hisobotingiz kelgan va qabul qilingan. Boshqa hech narsa talab qilinmaydi."
_NOTED = "Rahmat: hamma hisobotingiz kelgan va qabul qilingan. Izohlarni «Kelgan shakllar» jadvalida o‘qing."
_THANKS = (
    "Hisobotlaringiz uchun rahmat. Quyida nima kelgani, nima kutilayotgani va nimani to‘g‘rilash kerakligi "
    "yozilgan."
)
_MEND = (
    "Sonni ish reja faylida to‘g‘rilang, hisobotni dasturda qaytadan tayyorlang va o‘sha faylni yuboring: "
    "tayyor shaklga qo‘lda yozilgan son qabul qilinmaydi."
)
_MEND_OF_REGION = (
    "Sonni markazning o‘zi to‘g‘rilasin: uning shaklini qaytadan oling, viloyat jamlamasini dasturda "
    "qaytadan tuzing va o‘sha faylni yuboring. Tayyor shaklga qo‘lda yozilgan son qabul qilinmaydi."
)
_ASK = "Bu sonlar o‘xshash {whose} keskin farq qiladi. Xato bo‘lmasligi mumkin: iltimos, tekshirib ko‘ring."
_GOODBYE = "Savol bo‘lsa, {whom} murojaat qiling. Hamkorligingiz uchun rahmat."


def feedback_bytes(
    consolidation: Consolidation,
    centre: Centre,
    today: date,
    names: Mapping[str, str] | None = None,
    *,
    to_region: bool = False,
) -> bytes:
    """Make the workbook that goes to one centre, in Uzbek: the same arguments give the same bytes.

    ``names`` are those of items and reports by code, as in the result. ``to_region``: it goes to a region,
    whose figures are its centres'.
    """
    with in_language("uz"):
        book, target = made(f"Javob: {clean(centre.name or centre.code)}", consolidation, today, names or {})
        sheet = book.sheet(NAME, shared.GREEN_TAB)
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)
        _Answer(book, sheet, centre, is_region=to_region).write()
        shared.page(sheet, None, landscape=False)
        book.workbook.close()
    return target.getvalue()


_ANOTHER = "Shu hisobotning boshqa fayli qabul qilingan; unda hammasi to‘g‘ri bo‘lsa, hech narsa qilmaysiz."


class _Answer:
    """Writes the answer from top to bottom."""

    def __init__(self, book: Book, sheet: Worksheet, centre: Centre, *, is_region: bool) -> None:
        self.book, self.sheet, self.centre = book, sheet, centre
        self.row = 0
        self.is_region = is_region

    def write(self) -> None:
        found, code = self.book.consolidation, self.centre.code
        entries = [entry for entry in found.entries if entry.centre == code]
        missing = [one for one in found.missing if one.centre == code]
        twice = sum(entry.status is Status.DUPLICATE for entry in entries)
        mend = [entry for entry in entries if is_open(entry) or is_doubtful(entry)]
        outliers = [one for one in found.outliers if one.centre == code]
        revised = [one for one in found.revised if one.centre == code]
        clean = _NOTED if any(map(has_note, entries)) else _ALL_WELL
        self._head(_THANKS if missing or mend or outliers else clean)
        about = _MEND_OF_REGION if self.is_region else _MEND
        self._table("To‘g‘rilash kerak", _TO_MEND, [self._to_mend(entry, entries) for entry in mend], about)
        self._table("Hali kelmagan", _AWAITED, [
            (one.report, period_words(one.period), None, day(one.due), self._state(one.due),
             self.book.names.get(one.report))
            for one in missing
        ])  # fmt: skip
        self._table("Tekshirib ko‘ring", _ASKED, [
            (one.report, period_words(one.period), one.code, one.value, one.median,
             measure_words(one.measure))
            for one in outliers
        ], _ASK.format(whose="viloyatlarnikidan" if self.is_region else "markazlarnikidan"))  # fmt: skip
        self._table(
            "Kelgan shakllar",
            _CAME,
            list(self._came(entries)),
            nothing="" if entries else "Hali hech bir shakl kelmagan.",
        )
        if twice:
            self._line(
                f"Takror kelgan fayllar: {twice} ta. Ular hisobga olinmadi, hech narsa qilish shart emas."
            )
            self.row += 1
        self._table("Aniqlashtirilgan sonlar", _REVISED, [
            (one.report, period_words(one.period), one.version, one.old, one.new,
             ", ".join(filter(None, key_words(one.key))))
            for one in revised
        ])  # fmt: skip
        whom = "Milliy kutubxonaga" if self.is_region else "viloyat kutubxonasiga"
        self._line(_GOODBYE.format(whom=whom), italic=True)

    def _head(self, words: str) -> None:
        self._line(self.centre.name or self.centre.code, bold=True, font_size=14)
        where = ", ".join(part for part in (self.centre.region, self.centre.district) if part)
        about = [
            "Hisobotlaringizning holati",
            where,
            f"{'Viloyat' if self.is_region else 'Markaz'} kodi: {self.centre.code}",
            f"Tuzilgan kun: {self.book.today:%d.%m.%Y}",
        ]
        self._line(". ".join(part for part in about if part) + ".", font_color="#595959")
        self._line(words, bg_color=shared.LIGHT_AMBER if words is _THANKS else shared.FED)
        self.row += 1

    def _line(self, text: str, **look: object) -> None:
        """Write a line over the whole width, as high as its text is long, in as many rows as it takes."""
        style = self.book.styles(text_wrap=True, **look)
        kind, least = (_LARGE, 24.0) if look.get("font_size") else (SCREEN, 0.0)
        for part in row_texts(text, _WIDE, kind):
            self.sheet.merge_range(self.row, 0, self.row, len(_WIDTHS) - 1, clean(part), style)
            self.sheet.set_row(self.row, max(least, row_height([(part, _WIDE)], kind)))
            self.row += 1

    def _table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Shown]],
        about: str = "",
        nothing: str = "",
    ) -> None:
        """Write a table under its name; one without rows is left out, or says why there are none."""
        if not rows and not nothing:
            return
        self._line(
            f"{name}: {len(rows)} ta" if rows else name,
            bold=True,
            font_size=11,
            bottom=2,
            bottom_color=shared.LINE,
        )
        if about or not rows:
            self._line(about or nothing, italic=True, font_color="#595959")
        if rows:
            headings(self.book, self.sheet, self.row, 0, columns)
            self.sheet.set_row(self.row, 18)
            self.row += 1
        for values in rows:
            self._row(columns, values)
        self.row += 1

    def _row(self, columns: Sequence[Column], values: Sequence[Shown]) -> None:
        """Write a row of a table; of texts that are longer than a row can show the rest stands below."""
        tall = height(zip(columns, values, strict=True))
        if tall >= HIGHEST:
            parts = [
                row_texts(value, column.width, SMALL) if isinstance(value, str) else [value]
                for column, value in zip(columns, values, strict=True)
            ]
            for shown in zip_longest(*parts):
                self._row(columns, shown)
            return
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            put(self.book, self.sheet, self.row, index, value, column.kind)
        self.sheet.set_row(self.row, tall)
        self.row += 1

    def _came(self, entries: Sequence[Entry]) -> Iterator[Sequence[Shown]]:
        first = first_versions(entries)
        for entry in entries:
            if entry.status is not Status.DUPLICATE and not (is_open(entry) or is_doubtful(entry)):
                late = ", kech" if was_late(entry, first) else ""
                state = status_words(entry.status) + late
                told = reason_words(entry) or self.book.names.get(entry.report)
                yield (
                    entry.report,
                    period_words(entry.period),
                    entry.version or None,
                    day(entry.came.received),
                    state,
                    told,
                )

    def _to_mend(self, entry: Entry, entries: Sequence[Entry]) -> Sequence[Shown]:
        """Say what is wrong with a file, and whether another one already counts."""
        same = (entry.report, entry.period)
        counts = is_open(entry) and any(
            one.status is Status.ACCEPTED and (one.report, one.period) == same for one in entries
        )
        told = reason_words(entry)
        if counts and entry.report:
            told += f" {_ANOTHER}"
        return (
            entry.report,
            period_words(entry.period),
            entry.version or None,
            status_words(entry.status),
            entry.came.name,
            told,
        )

    def _state(self, due: str) -> str:
        days = days_after(due, self.book.today)
        if days is None:
            return "muddati ma’lum emas"
        return f"{days} kun o‘tdi" if days > 0 else "muddati o‘tmagan"


def _columns(*headings: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(
        Column(heading, width, kind) for (heading, kind), width in zip(headings, _WIDTHS, strict=True)
    )


_HEAD = (("Hisobot", "word"), ("Davr", "word"))
_VERSION, _WHAT = ("Tahrir", "word"), ("Ko‘rsatkich", "text")
_TO_MEND = _columns(*_HEAD, _VERSION, ("Holati", "word"), ("Fayl", "text"), ("Nima qilish kerak", "text"))
_AWAITED = _columns(*_HEAD, _VERSION, ("Muddati", "day"), ("Holati", "word"), ("Nomi", "text"))
_ASKED = _columns(
    *_HEAD, ("Band", "word"), ("Soningiz", "count"), ("O‘xshashlarda", "count"), ("Ko‘rsatkich", "text")
)
_CAME = _columns(*_HEAD, _VERSION, ("Kelgan kuni", "day"), ("Holati", "word"), ("Izoh", "text"))
_REVISED = _columns(*_HEAD, _VERSION, ("Avvalgi", "change"), ("Yangi", "change"), ("Ko‘rsatkich", "text"))

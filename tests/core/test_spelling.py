"""Words as people type them: Cyrillic, look-alike letters, other apostrophes, read as they are meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from making_plans import add_records
from running import akmxl, put

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan
from akmxl.core.cyrillic import code_letters
from akmxl.core.spelling import apart_from_digits, fold, fold_header, nearest_code, without_digits
from akmxl.core.vocabulary import HEADERS, MONTHS, TERMS, header_spellings, meaning, month_number
from akmxl.plan import registers
from akmxl.plan.period import Period, read_work_time
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.figures import read_code, read_codes
from akmxl.workbook.reading.items import code_places

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MK02", "MK-02"), ("mk 2", "MK-02"), ("МК-2", "MK-02"), ("MK--12", "MK-12"),
        ("311", "31.1"), ("31,10", "31.10"), ("1.8", "18"), ("I2", "I.2"), ("XAT-7", None), ("", None),
    ],
)  # fmt: skip
def test_the_code_that_was_meant_is_the_nearest(typed: str, meant: str | None) -> None:
    assert nearest_code(typed, ("MK-02", "MK-12", "MK-20", "I.2", "18", "31", "31.1", "31.10")) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ЎЛЧОВ БИРЛИГИ", "O‘lchov birligi"),
        ("Маълумот", "Ma’lumot"),
        ("библиографик ёзув", "Bibliografik yozuv"),
        ("Ахборот-библиография хизмати", "Axborot-bibliografiya xizmati"),
        ("еттинчи", "yettinchi"),
        ("поезд", "poyezd"),
        ("конференция", "konferensiya"),
        ("лицей", "litsey"),
        ("Nusха", "Nusxa"),  # Cyrillic х and а in a Latin word
        ("НUJJAТ", "Hujjat"),  # capitals that look alike
        ("нуcхa", "Nusxa"),  # Latin c and a in a Cyrillic word
        ("Kо'rgazma", "Ko‘rgazma"),
        ("kitobхона", "kitobxona"),
        ("Шартнома / тадбир", "Shartnoma / tadbir"),
    ],
)
def test_a_word_is_the_same_in_either_alphabet(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


def test_different_words_stay_different() -> None:
    words = ["soni", "sana", "band", "qism", "jami", "Kod", "kodi", "xato", "izoh", "Varaq", "Qator", "Nafar"]
    assert len({fold(word) for word in words}) == len(words)


CYRILLIC = {
    "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у",
    "v": "в", "x": "х", "y": "й", "z": "з",
}  # fmt: skip
PAIRS = {
    "o‘": "ў", "g‘": "ғ", "sh": "ш", "ch": "ч", "yo‘": "йў", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е",
    "ts": "ц", "’": "ъ",
}  # fmt: skip


def in_cyrillic(text: str) -> str:
    """Uzbek as it is written in Cyrillic, letter by letter."""
    written, rest = "", text.casefold()
    while rest:
        pair = next((pair for pair in sorted(PAIRS, key=len, reverse=True) if rest.startswith(pair)), "")
        at_start = not written or not written[-1].isalpha()
        if not pair and rest[0] == "e" and at_start:
            written += "э"
        else:
            written += PAIRS.get(pair) or CYRILLIC.get(rest[0], rest[0])
        rest = rest[len(pair) or 1 :]
    return written


@pytest.mark.parametrize("field", TERMS)
def test_every_word_of_the_cells_is_read_in_cyrillic(field: str) -> None:
    for code, words in TERMS[field].items():
        for word in words:
            assert meaning(field, in_cyrillic(word)) == meaning(field, word) == code, in_cyrillic(word)


@pytest.mark.parametrize("field", HEADERS)
def test_every_heading_is_read_in_cyrillic(field: str) -> None:
    for heading in HEADERS[field]:
        text = heading.format(year=2025, previous_year=2024).replace("#", "2025")
        if text.isascii() and len(text) < 4:
            continue  # №, ID, %: signs, no words
        assert fold_header(in_cyrillic(text)) in header_spellings(field), in_cyrillic(text)


@pytest.mark.parametrize("number", range(1, 13))
def test_months_are_read_in_uzbek_cyrillic_and_in_russian(number: int) -> None:
    russian = (
        "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь",
        "Ноябрь", "Декабрь",
    )  # fmt: skip
    assert month_number(in_cyrillic(MONTHS[number - 1])) == number
    assert month_number(russian[number - 1]) == number


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2025 йил давомида", tuple(range(1, 13))),
        ("2025-йил І-ІІІ чорак", tuple(range(1, 10))),  # the Cyrillic letter І
        ("2025-yil ІV chorak", (10, 11, 12)),
        ("январ, феврал", (1, 2)),
        ("сентябр–декабр", (9, 10, 11, 12)),
        ("ҳар ойда", tuple(range(1, 13))),
    ],
)
def test_due_texts_are_read_in_cyrillic(text: str, months: tuple[int, ...]) -> None:
    due = read_work_time(text)
    assert due is not None
    assert due.months == months


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("І.2", "I.2"), ("і.2", "I.2"), (" i.2 ", "I.2"), ("ІV.1", "IV.1"), ("9.4.1.", "9.4.1"), ("ХІ", "XI"),
    ],
)  # fmt: skip
def test_codes_of_items_are_read_by_their_looks(typed: str, code: str) -> None:
    assert read_code(typed) == code
    assert read_codes(f"{typed}; 18") == (code, "18")


@pytest.mark.parametrize(("typed", "code"), [("мк-10", "MK-10"), ("МК-10", "MK-10"), ("РLN01", "PLN01")])
def test_codes_of_reports_and_rules_are_read_by_their_looks(typed: str, code: str) -> None:
    assert code_letters(typed) == code


def test_a_period_with_cyrillic_letters_is_read() -> None:
    assert Period.parse("2025-9М") == Period(2025, 1, 9)
    assert Period.parse("2025-Н1") == Period(2025, 1, 6)


def test_a_report_is_found_by_a_code_typed_in_cyrillic(quarter_path: Path) -> None:
    command = ("submit", quarter_path, "--period", "2025-Q1", "--only", "МК-10", "--today", "2025-04-10")
    assert [one["code"] for one in akmxl(*command, "--json").json["reports"]] == ["MK-10"]
    run = akmxl("sent", quarter_path, "мк-10", "2025-Q1", "--number", "7", "--date", "2025-04-05", "--json")
    assert run.json["code"] == "MK-10"
    assert akmxl("rules", "РLN01").out.startswith("PLN01")


def test_a_plan_typed_in_cyrillic_is_read_as_it_is_meant(plan_path: Path) -> None:
    """Kind, unit, service, source, rhythm and due on Reja, a month's heading, a register's kind."""
    file = PlanFile.open(plan_path)
    reja, oylik = file.views[layout.PLAN], file.views[layout.MONTHLY]
    row = code_places(reja)["11"][0].row
    before = open_plan(plan_path)
    typed = {
        "kind": "банд",
        "unit": "донa",  # the last letter is Latin
        "responsible": "Фондларни тўлдириш, сақлаш ва уларга ишлов бериш хизмати",
        "source": "қўлда",
        "rhythm": "ҳар ой",
        "due": "2025 йил давомида",
    }
    cells: dict[tuple[str, int, int], Any] = {
        (reja.name, row, reja.columns[field]): text for field, text in typed.items()
    }
    cells[oylik.name, oylik.header_row, oylik.columns["m03"]] = "Март"
    put(plan_path, cells)
    event = {"date": date(2025, 3, 5), "event_kind": "“Китобхонлар клуби” тадбири", "title": "Баҳор"}
    add_records(plan_path, {registers.EVENTS: [event]})
    after = open_plan(plan_path)
    old, new = before.plan.items["11"], after.plan.items["11"]
    for field in ("kind", "unit", "services", "source", "rhythm", "work_time"):
        assert getattr(new, field) == getattr(old, field), field
    assert after.plan.records[registers.EVENTS][0].codes == ("20",)
    assert after.plan.value("20", 3) == 1
    day = date(2025, 4, 10)
    told = {finding.rule for finding in check(after, day)} - {finding.rule for finding in check(before, day)}
    assert told <= {"TXT02", "TXT07", "REF73"}  # mixed letters and what formulas miss, as notes and warnings


def test_texts_that_differ_in_their_digits_alone_are_told_apart_by_their_digits() -> None:
    alike, digits = apart_from_digits(["1-tadbir (2025)", "9-tadbir (1999)", "", "Ko‘rgazma ²"])
    assert list(alike) == ["0-tadbir (0000)", "0-tadbir (0000)", "", "Ko‘rgazma ²"]
    assert list(digits) == [b"12025", b"91999", b"", b""]
    assert apart_from_digits(["1\x00", "2"])[0] == ["1\x00", "2"]
    assert list(apart_from_digits([])[0]) == []
    assert without_digits(["1-tadbir", "2-tadbir", "10-tadbir"]) == {"0-tadbir", "00-tadbir"}
    assert without_digits(["1\x00", "2"]) == {"1\x00", "2"}
    assert without_digits([]) == set()

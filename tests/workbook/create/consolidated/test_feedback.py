"""What a centre gets back: kind words, what came, what is missing and by when, what is to be mended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openxml_audit import OpenXmlValidator

from akmxl.core.i18n import N_
from akmxl.plan.returns.identity import BY_NAME
from akmxl.plan.returns.ledger import NOT_THERE
from akmxl.workbook.create.consolidated.feedback import NAME, feedback_bytes
from akmxl.workbook.create.consolidated.result import result_bytes

from .making import CENTRES, CLEAN, NAMES, TODAY, clean, consolidation
from .test_result import opened, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.returns.records import Centre, Consolidation


def told(found: Consolidation, centre: Centre) -> list[str]:
    """The rows of an answer, their cells with bars between."""
    sheet = opened(feedback_bytes(found, centre, TODAY, NAMES))[NAME]
    rows = (
        [f"{cell:%d.%m.%Y}" if hasattr(cell, "strftime") else str(cell) for cell in row if cell is not None]
        for row in sheet.iter_rows(values_only=True)
    )
    return [" | ".join(row) for row in rows if row]


def test_a_centre_with_which_all_is_well_is_thanked() -> None:
    rows = told(clean(), CLEAN)
    assert rows[0] == "Guliston shahar AKM"
    assert rows[2].startswith("Rahmat: hamma hisobotingiz kelgan va qabul qilingan.")
    assert rows[3:5] == ["Kelgan shakllar: 2 ta", "Hisobot | Davr | Tahrir | Kelgan kuni | Holati | Izoh"]
    assert rows[5].startswith("MK-10 | 2025-yil III chorak | 1 | 05.10.2025 | qabul qilindi")


def test_a_centre_learns_what_is_to_be_mended_and_what_is_awaited() -> None:
    rows = told(consolidation(), CENTRES[3])
    mend = rows.index("To‘g‘rilash kerak: 1 ta")
    assert rows[mend + 3] == (
        "MK-14 | 2025-yil III chorak | qabul qilinmadi | MK-14_2025-Q3.xlsx | "
        "«MK-14_2025-Q3.xlsx»: qiymatlari nazorat kodiga mos kelmaydi."
    )
    missing = rows.index("Hali kelmagan: 1 ta")
    assert rows[missing + 2].startswith("MK-14 | 2025-yil III chorak | 07.10.2025 | 5 kun o‘tdi")


def test_a_region_is_told_what_regions_do_and_whom_they_ask() -> None:
    found = consolidation()
    sheet = opened(feedback_bytes(found, CENTRES[3], TODAY, NAMES, to_region=True))[NAME]
    rows = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert any("Viloyat kodi: SR-04" in row for row in rows)
    assert any("viloyat jamlamasini dasturda qaytadan tuzing" in row for row in rows)
    assert rows[-1].startswith("Savol bo‘lsa, Milliy kutubxonaga")
    assert told(found, CENTRES[3])[-1].startswith("Savol bo‘lsa, viloyat kutubxonasiga")


def test_a_refused_file_is_no_worry_where_another_one_counts() -> None:
    found = clean()
    again = replace(consolidation().entries[0], centre="SR-01", report="MK-10", period="2025-Q3")
    rows = told(replace(found, entries=(again, *found.entries)), CLEAN)
    assert "Shu hisobotning boshqa fayli qabul qilingan" in "\n".join(rows)


def test_what_is_not_added_up_of_a_form_that_counts_is_told_too() -> None:
    found = clean()
    odd = N_("{item}: the plan has no such item; it is not added up.")
    entry = replace(found.entries[0], reason=odd, params={"item": "99"})
    rows = told(replace(found, entries=(entry, *found.entries[1:])), CLEAN)
    assert "To‘g‘rilash kerak: 1 ta" in rows
    assert not rows[2].startswith("Rahmat")


def test_a_note_of_the_ledger_is_no_silence() -> None:
    found = clean()
    entry = found.entries[0]
    assert entry.returned
    for note, head, listed in (
        (NOT_THERE, "Hisobotlaringiz uchun rahmat. Quyida", entry.came.file),
        (BY_NAME, "Rahmat: hamma hisobotingiz kelgan va qabul qilingan. Izohlarni", None),
    ):
        noted = replace(entry, returned=replace(entry.returned, doubts=(note,)))
        whole = replace(found, entries=(noted, *found.entries[1:]))
        assert told(whole, CLEAN)[2].startswith(head)
        row = rows_of(opened(result_bytes(whole, TODAY))["Rad etilgan"])[4]
        assert row[-1] == listed
        assert "hech biriga" not in str(row[0])


def test_an_unusual_figure_is_asked_about_and_a_revised_one_is_told() -> None:
    rows = told(consolidation(), CENTRES[4])
    assert rows[rows.index("Tekshirib ko‘ring: 1 ta") + 3] == (
        "MK-10 | 2025-yil III chorak | 15.1 | 2900 | 101 | hisobot davri"
    )
    rows = told(consolidation(), CENTRES[2])
    assert rows[rows.index("Aniqlashtirilgan sonlar: 1 ta") + 2] == (
        "MK-14 | 2025-yil III chorak | 2 | 1820 | 1950 | 29, hisobot davri"
    )


def test_what_came_twice_is_one_line() -> None:
    rows = told(consolidation(), CENTRES[1])
    assert "Kelgan shakllar: 2 ta" in rows
    assert "Takror kelgan fayllar: 1 ta. Ular hisobga olinmadi, hech narsa qilish shart emas." in rows


def test_a_late_report_is_told_once() -> None:
    assert sum("kech" in row for row in told(consolidation(), CENTRES[5])) == 2  # it was late with both


def test_the_answer_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "javob.xlsx"
    path.write_bytes(feedback_bytes(consolidation(), CENTRES[3], TODAY, NAMES))
    assert not OpenXmlValidator().validate(str(path)).errors
    assert path.read_bytes() == feedback_bytes(consolidation(), CENTRES[3], TODAY, NAMES)

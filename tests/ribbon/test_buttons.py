"""The twelve buttons, pressed by the very arguments that the macro gives, on a workbook that Excel holds."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from actions.addin.macro import PRESSED, WINDOW, command_of
from actions.repair import later
from conftest import once
from service_months import FUND
from workbook.doors.live import engine
from workbook.doors.live.test_all_or_none import state

from akmxl.actions.check import check
from akmxl.actions.open_plan import open_plan, opened_of
from akmxl.actions.submit import run
from akmxl.actions.submit_request import Request
from akmxl.plan import registers
from akmxl.ribbon import main
from akmxl.workbook import layout
from akmxl.workbook.doors.live import com
from akmxl.workbook.doors.live.attach import workbook_in_front
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbook.doors.live.engine import Excel

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a window would wait for a person"),
]

APRIL = date(2025, 4, 10)  # the first quarter's reports are due
ESC = False
AS_OFFERED = ...


@dataclass
class Desk:
    """Somebody before an Excel: presses buttons, answers questions, reads what is said."""

    excel: Excel
    capsys: pytest.CaptureFixture[str]
    today: date = APRIL
    language: str = "uz"

    def press(self, button: str, *answers: Any, workbook: str | None = None, may_stop: bool = False) -> str:
        """Press a button; gives what was said, in Excel's own window or in the one that tells of trouble."""
        excel = self.excel
        excel.answers, excel.asked, excel.told = list(answers), [], []
        name = excel.workbook.name if workbook is None else workbook
        arguments = (
            command_of(button, workbook=name, language=self.language).split(" akmxl.ribbon ")[1].split(" ")
        )
        assert main.main([*arguments, f"--today={self.today}"]) == 0
        assert may_stop or not excel.answers, "not all was asked"
        out, err = self.capsys.readouterr()
        assert out == ""
        return "\n".join([*excel.told, err]).strip()

    @property
    def at(self) -> tuple[str, tuple[int, int]]:
        """The sheet in front and its selected cell."""
        workbook = self.excel.workbook
        sheet = workbook.sheets[workbook.active]
        return sheet.name, sheet.selected

    def select(self, sheet: str, spot: tuple[int, int]) -> None:
        workbook = self.excel.workbook
        workbook.active = [one.name for one in workbook.sheets].index(sheet)
        workbook.sheet(sheet).selected = spot

    @property
    def file(self) -> PlanFile:
        return PlanFile.of(workbook_in_front(WINDOW, self.excel.workbook.name))


@pytest.fixture
def desk(
    quarter_path: Path, opened: Callable[..., Excel], capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:  # fmt: skip
    """The first quarter is typed in; nothing has been made of it yet."""
    monkeypatch.setattr(main, "LOG", tmp_path / "ribbon.log")
    monkeypatch.setattr("webbrowser.open", lambda url: (tmp_path / "opened").write_text(url, "utf-8") > 0)
    return Desk(opened(quarter_path), capsys)


@pytest.fixture
def drafted(quarter: Path, shared: Path, opened: Callable[..., Excel], desk: Desk) -> Desk:
    """The same after its reports were drafted."""

    def make(folder: Path) -> None:
        path = folder / "reja.xlsx"
        path.write_bytes(quarter.read_bytes())
        run(open_plan(path), Request(today=APRIL))

    path = desk.file.path
    path.write_bytes((once(shared, "drafted", make) / "reja.xlsx").read_bytes())
    return Desk(opened(path), desk.capsys)


@pytest.fixture
def faulty(demo: Any, tmp_path: Path, opened: Callable[..., Excel], desk: Desk) -> Desk:
    """The demo's workbook with its faults, in place of the other."""
    path = tmp_path / "reja-2025.xlsx"
    path.write_bytes(demo.faulty.read_bytes())
    return Desk(opened(path), desk.capsys, date(2025, 10, 9))


# Tekshirish


def test_tekshirish_writes_the_findings_goes_to_the_first_and_counts_them(faulty: Desk) -> None:
    said = faulty.press("AkmxlCheck")
    view = faulty.file.views[layout.FINDINGS]
    rows = list(view.filled_rows())
    assert len(rows) > 30
    assert said.startswith("Tekshirildi: xato — ")
    first = next(row for row in rows if view.text(row, "cell"))
    assert faulty.at[0] == view.text(first, "sheet")
    assert faulty.excel.workbook.saved is False
    assert faulty.excel.asked == []


def test_the_russian_tab_speaks_russian_and_writes_the_same(tmp_path: Path, faulty: Desk) -> None:
    faulty.press("AkmxlCheck")
    uzbek = state(faulty.excel)["contents"]
    faulty.language = "ru"
    said = faulty.press("AkmxlCheck")
    assert said.startswith("Проверено: ошибки — ")
    assert state(faulty.excel)["contents"] == uzbek
    assert faulty.press("AkmxlFolder").startswith("Форм ещё нет. Сначала нажмите «Подготовить отчёты».")
    faulty.press("AkmxlHelp")
    assert (tmp_path / "opened").read_text("utf-8").endswith("/rukovodstvo.html")
    said = faulty.press("AkmxlCloseMonth", ESC)
    (asked,) = faulty.excel.asked
    assert "Какой месяц закрыть? Пример: " in str(asked)


def test_tekshirish_of_a_workbook_that_cannot_be_written_tells_what_it_found(faulty: Desk) -> None:
    faulty.excel.workbook.read_only = True
    before = state(faulty.excel)["contents"]
    said = faulty.press("AkmxlCheck")
    assert said.startswith("Tekshirildi: xato — ")
    assert "faqat o‘qish uchun ochilgan" in said
    assert state(faulty.excel)["contents"] == before


def test_where_the_first_finding_is_on_a_hidden_sheet_tekshiruv_is_shown(faulty: Desk) -> None:
    faulty.press("AkmxlCheck")
    faulty.excel.workbook.sheet(faulty.at[0]).state = 0
    faulty.select("Tekshiruv", (1, 1))
    faulty.press("AkmxlCheck")
    assert faulty.at[0] == "Tekshiruv"


# Keyingi xato


def test_keyingi_xato_walks_through_every_cell_once_and_begins_again(faulty: Desk) -> None:
    faulty.press("AkmxlCheck")
    plan = opened_of(faulty.file)
    findings = [f for f in check(plan, faulty.today) if f.place and not f.explained]
    expected = list(
        dict.fromkeys((f.place.sheet, (f.place.row, f.place.column)) for f in findings if f.place)
    )
    faulty.select("Tekshiruv", (1, 1))
    walked = []
    for number in range(1, len(expected) + 1):
        assert faulty.press("AkmxlNextFinding") == ""
        walked.append(faulty.at)
        assert str(faulty.excel.status).startswith(f"{number}/{len(expected)}. ")
    assert walked == expected
    faulty.press("AkmxlNextFinding")
    assert faulty.at == expected[0]


def test_keyingi_xato_from_a_row_of_tekshiruv_goes_to_that_rows_cell(faulty: Desk) -> None:
    faulty.press("AkmxlCheck")
    view = faulty.file.views[layout.FINDINGS]
    row = list(view.filled_rows())[9]
    faulty.select("Tekshiruv", (row, 2))
    faulty.press("AkmxlNextFinding")
    sheet, cell = faulty.at
    assert sheet == view.text(row, "sheet")
    assert view.text(row, "cell") == f"{chr(64 + cell[1])}{cell[0]}"


def test_keyingi_xato_on_a_hidden_sheet_shows_its_row_in_tekshiruv(faulty: Desk) -> None:
    faulty.press("AkmxlCheck")
    sheet, _ = faulty.at
    faulty.excel.workbook.sheet(sheet).state = 0
    faulty.select("Tekshiruv", (1, 1))
    faulty.press("AkmxlNextFinding")
    assert faulty.at[0] == "Tekshiruv"
    assert str(faulty.excel.status).startswith("1/")


def test_keyingi_xato_before_any_check(desk: Desk) -> None:
    assert "Avval «Tekshirish» tugmasini bosing" in desk.press("AkmxlNextFinding")


def test_keyingi_xato_where_none_is_left(desk: Desk) -> None:
    desk.press("AkmxlCheck")
    view = desk.file.views[layout.FINDINGS]
    stored = desk.excel.workbook.sheet("Tekshiruv")
    for row in list(view.filled_rows()):
        for column in view.columns.values():
            stored.cells.pop((row, column), None)
    assert desk.press("AkmxlNextFinding") == "Xato topilmadi."


# Oyni yopish


def blank_march(desk: Desk) -> None:
    """Nobody has typed the month of item 11."""
    view = desk.file.views["Oylik"]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    desk.excel.workbook.sheet("Oylik").cells.pop((row, view.columns["m03"]), None)


def test_oyni_yopish_after_a_yes(desk: Desk) -> None:
    blank_march(desk)
    said = desk.press("AkmxlCloseMonth", AS_OFFERED, "yes")
    assert said == "2025-yil mart oyi yopildi.\nFaylni saqlang."
    asked_month, asked_zeros = desk.excel.asked
    assert "2025-03" in asked_month
    assert "11 (" in asked_zeros
    view = desk.file.views["Oylik"]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    assert view.cell(row, "m03").value == 0


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([ESC], ""),
        ([AS_OFFERED, "no"], ""),
        (["mart"], "Davrni tushunib bo‘lmadi: «mart»."),
        (["2025-Q1"], "Bu davrni yopib bo‘lmaydi: 2025-Q1."),
        (["2025-04"], "Bu davrni yopib bo‘lmaydi: 2025-04."),
        (["2024-03"], "2024-03 davri bu rejaga tegishli emas"),
        ([""], "Davrni tushunib bo‘lmadi"),
    ],
)
def test_oyni_yopish_without_a_yes_changes_nothing(desk: Desk, answers: list[Any], said: str) -> None:
    blank_march(desk)
    before = state(desk.excel)
    assert desk.press("AkmxlCloseMonth", *answers).startswith(said)
    assert state(desk.excel) == before


def test_oyni_yopish_of_a_month_without_blanks_asks_for_no_zeros(desk: Desk) -> None:
    said = desk.press("AkmxlCloseMonth", AS_OFFERED, "yes")
    assert said == "2025-yil mart oyi yopildi.\nFaylni saqlang."
    assert desk.excel.asked[1].endswith("Oy topshirilgan deb belgilansinmi?")


# Topshirdim


def handed_in(desk: Desk) -> list[list[str]]:
    """The rows of Topshirish as texts."""
    view = desk.file.views[layout.HAND_INS]
    fields = ("period", "service", "handed_in_by", "control_code")
    return [[view.text(row, field) for field in fields] for row in view.filled_rows()]


def test_topshirdim_asks_which_service_which_month_and_who(desk: Desk) -> None:
    said = desk.press("AkmxlHandIn", "1", AS_OFFERED, "1-xodim")
    assert said == f"Topshirildi: {FUND}, 2025-yil mart oyi.\nFaylni saqlang."
    asked_service, asked_month, asked_who = desk.excel.asked
    assert f"1. {FUND[:20]}" in asked_service
    assert "2025-03" in asked_month
    assert "kim topshiradi" in asked_who
    (row,) = handed_in(desk)
    assert row[:3] == ["2025-03", FUND, "1-xodim"]
    (kept,) = opened_of(desk.file).plan.hand_ins
    assert (kept.whole, kept.code) == (True, row[3])
    again = desk.press("AkmxlHandIn", "1", AS_OFFERED, AS_OFFERED)
    assert again == f"Avval topshirilgan, shundan beri o‘zgarmagan: {FUND}, 2025-yil mart oyi."


def test_topshirdim_names_what_is_in_the_way(desk: Desk) -> None:
    blank_march(desk)
    before = state(desk.excel)
    said = desk.press("AkmxlHandIn", "1", AS_OFFERED)
    assert "11-band" in said
    assert said.endswith(f"Topshirilmadi: {FUND}, 2025-yil mart oyi. Hech narsa yozilmadi.")
    assert state(desk.excel) == before


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([ESC], ""),
        (["1", ESC], ""),
        (["1", AS_OFFERED, ESC], ""),
        (["oshxona", AS_OFFERED], "Rejada bandlari bor bunday xizmat yo‘q: «oshxona»."),
        (["1", "2025-04"], "2025-04 topshirilmaydi"),
    ],
)
def test_topshirdim_without_an_answer_changes_nothing(desk: Desk, answers: list[Any], said: str) -> None:
    before = state(desk.excel)
    assert desk.press("AkmxlHandIn", *answers).startswith(said)
    assert state(desk.excel) == before


# Jamlanmani yangilash, Muddatlar


def test_the_saved_file_is_kept_once_before_a_button_changes_what_excel_holds(desk: Desk) -> None:
    path = desk.file.path
    for button in ("AkmxlRollup", "AkmxlCheck"):
        desk.press(button)
    (copy,) = (path.parent / ".akmxl-zaxira").iterdir()
    assert copy.read_bytes() == path.read_bytes()


def test_jamlanmani_yangilash_twice(desk: Desk) -> None:
    assert "yangilandi" in desk.press("AkmxlRollup")
    before = state(desk.excel)
    assert desk.press("AkmxlRollup") == "Jami sonlar yangi edi: hech narsa o‘zgarmadi."
    assert state(desk.excel) == before


def test_muddatlar_tells_what_is_due_and_changes_nothing(desk: Desk) -> None:
    before = state(desk.excel)
    said = desk.press("AkmxlDue")
    assert "MK-10  2025-Q1" in said
    assert len(said.splitlines()) <= 24
    assert state(desk.excel) == before


# Hisobot tayyorlash, Papkani ochish


def test_hisobot_tayyorlash_makes_forms_and_says_where(desk: Desk) -> None:
    said = desk.press("AkmxlSubmit")
    folder = desk.file.path.parent / "hisobotlar"
    assert "MK-10 2025-Q1" in said
    assert f"Shakllar shu papkada: {folder}" in said
    assert list(folder.glob("2025-Q1/MK-10*.xlsx"))


def test_hisobot_tayyorlash_names_what_is_in_the_way(faulty: Desk) -> None:
    assert "«Tekshiruv» varag‘ida" in faulty.press("AkmxlSubmit")


def test_hisobot_tayyorlash_of_a_workbook_that_cannot_be_written_makes_nothing(desk: Desk) -> None:
    desk.excel.workbook.read_only = True
    assert "faqat o‘qish uchun ochilgan" in desk.press("AkmxlSubmit")
    assert not (desk.file.path.parent / "hisobotlar").exists()


def test_papkani_ochish(desk: Desk, tmp_path: Path) -> None:
    folder = desk.file.path.parent / "hisobotlar"
    assert str(folder) in desk.press("AkmxlFolder")  # there is none yet
    desk.press("AkmxlSubmit")
    assert desk.press("AkmxlFolder") == ""
    assert (tmp_path / "opened").read_text("utf-8") == folder.as_uri()


# Yuborildi


def test_yuborildi_asks_for_report_number_and_day(drafted: Desk) -> None:
    said = drafted.press("AkmxlSent", "mk-10 2025-q1", "01-12/7", "09.04.2025")
    sent, code, save = said.splitlines()
    assert (sent, save) == ("Yuborildi: MK-10, 2025-yil I chorak, № 01-12/7, 09.04.2025.", "Faylni saqlang.")
    assert re.search(r"nazorat kodi.*: (?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}$", code)
    assert len(drafted.excel.asked) == 3
    view = drafted.file.views[registers.JOURNAL]
    (row,) = [r for r in view.filled_rows() if view.text(r, "report") == "MK-10"]
    assert view.text(row, "number") == "01-12/7"
    assert view.cell(row, "sent").value == date(2025, 4, 9)


def test_yuborildi_offers_the_selected_row_of_the_journal(drafted: Desk) -> None:
    view = drafted.file.views[registers.JOURNAL]
    row = next(r for r in view.filled_rows() if view.text(r, "report") == "MK-14")
    drafted.select("Hisobotlar", (row, 3))
    assert "MK-14, 2025-yil I chorak, № 5, 10.04.2025." in drafted.press(
        "AkmxlSent", AS_OFFERED, "5", AS_OFFERED
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([ESC], ""),
        ([AS_OFFERED, ESC], ""),
        ([AS_OFFERED, "7", ESC], ""),
        (["MK-10"], "Hisobot kodi va davrini yozing."),
        (["MK-10 2025-Q9"], "Davrni tushunib bo‘lmadi"),
        (["XX-99 2025-Q1", "7", AS_OFFERED], ""),
        ([AS_OFFERED, "", AS_OFFERED], "Chiqish raqami yozilmagan. Qayta urinib, raqamni yozing."),
        ([AS_OFFERED, "7", "kecha"], "Sanani tushunib bo‘lmadi: «kecha»."),
        ([AS_OFFERED, "7", "31.12.2025"], "Chiqish sanasi"),
    ],
)
def test_yuborildi_without_every_answer_changes_nothing(drafted: Desk, answers: list[Any], said: str) -> None:
    before = state(drafted.excel)
    told = drafted.press("AkmxlSent", *answers)
    assert told.startswith(said)
    assert bool(told) is (answers[-1] is not ESC)
    assert state(drafted.excel) == before


def test_yuborildi_without_a_draft(desk: Desk) -> None:
    assert "Avval «Hisobot tayyorlash» tugmasini bosing" in desk.press("AkmxlSent")


# Import

EVENTS = """Дата;Вид мероприятия;Название
05.03.2025;Kitobxon onalar kuni;Onalar bayrami
06.03.2025;Kitobxon onalar kun;Ikkinchi
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tadbirlar.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


def test_import_shows_first_and_writes_after_a_yes(desk: Desk, export: Path) -> None:
    before = len(opened_of(desk.file).plan.records["Tadbirlar"])
    said = desk.press("AkmxlImport", str(export), "tadbirlar", "yes")
    shown = desk.excel.asked[-1]
    assert "Yangi: 1" in shown
    assert "Rad etildi: 1" in shown
    assert "tadbirlar-rad-etilgan.xlsx" in said
    records = opened_of(desk.file).plan.records["Tadbirlar"]
    assert len(records) == before + 1
    assert records[-1].values["title"] == "Onalar bayrami"
    again = desk.press("AkmxlImport", str(export))  # the profile is known by the headings
    assert "O‘zgarmagan: 1" in again


@pytest.mark.parametrize("answers", [[ESC], ["file", ESC], ["file", ""], ["file", "tadbirlar", "no"]])
def test_import_without_every_answer_changes_nothing(desk: Desk, export: Path, answers: list[Any]) -> None:
    before = state(desk.excel)
    given = [str(export) if answer == "file" else answer for answer in answers]
    assert desk.press("AkmxlImport", *given) == ""
    assert state(desk.excel) == before
    assert not list(export.parent.glob("*rad-etilgan*"))


def test_import_offers_the_profiles_that_fit_by_number(desk: Desk, export: Path) -> None:
    desk.press("AkmxlImport", str(export), "0", "1", "no")
    first, second, preview = desk.excel.asked[-3:]
    assert "1. tadbirlar" in first
    assert all(len(window) <= 250 for window in (first, second))
    assert "16." not in first + second or "0." in second
    assert "tadbirlar" in preview
    assert desk.press("AkmxlImport", str(export), "9999", ESC) == "", "asked again"


def test_import_tells_how_many_more_lines_there_are(desk: Desk, export: Path) -> None:
    rows = "".join(f"{day:02}.03.2025;Kitobxon onalar kuni;Tadbir {day}\n" for day in range(1, 31))
    bad = "".join(f"{day:02}.03.2025;Qovun sayli;Tadbir {day}\n" for day in range(1, 9))
    export.write_text(EVENTS.splitlines()[0] + "\n" + rows + bad, encoding="utf-8")
    desk.press("AkmxlImport", str(export), "1", "no")
    shown = desk.excel.asked[-1]
    assert "… va yana 25 ta" in shown
    assert "… va yana 3 ta" in shown
    assert len(shown.splitlines()) <= 24


def test_import_asks_for_the_order_of_days_in_a_window(desk: Desk, export: Path) -> None:
    export.write_text(EVENTS.replace("05.03.2025", "05/03/2025").replace("06.03.2025", "06/03/2025"), "utf-8")
    desk.press("AkmxlImport", str(export), "1", "1", "yes")
    question = desk.excel.asked[-2]
    assert "1. kun, oy, yil: 31.12.2025\n2. oy, kun, yil" in question
    assert "--date-order" not in "".join(desk.excel.asked)
    assert opened_of(desk.file).plan.records["Tadbirlar"][-1].values["date"] == date(2025, 3, 5)


def test_import_asks_for_the_encoding_in_a_window(desk: Desk, export: Path) -> None:
    lines = "Sana;Tadbir turi;Nomi\n05.03.2025;Kitobxon onalar kuni;Ўқ\n"
    export.write_bytes(lines.encode("cp1251", "replace").replace(b"?", b"\xa2"))
    assert desk.press("AkmxlImport", str(export), "1", "1", ESC) == ""
    letters, profile = desk.excel.asked[1:3]
    assert "1. cp" in letters
    assert "--encoding" not in letters
    assert "1. tadbirlar" in profile


def test_import_drafts_a_profile_where_none_fits(desk: Desk, export: Path) -> None:
    export.write_text("Kun boshi;Aniqlanmagan narsa\n05.03.2025;5\n16.03.2025;7\n", encoding="utf-8")
    assert desk.press("AkmxlImport", str(export), "no", ESC) == ""
    said = desk.press("AkmxlImport", str(export), "yes")
    draft = desk.file.path.parent / "profillar" / "tadbirlar-2.toml"
    assert draft.is_file()
    assert str(draft) in said
    assert "[[son]]" in said
    assert "«?»" in desk.press("AkmxlImport", str(export), "1"), "what is open is said again"


def test_import_of_what_is_no_table_is_one_sentence(desk: Desk, export: Path) -> None:
    export.write_bytes(b"%PDF-1.7 nothing")
    before = state(desk.excel)
    said = desk.press("AkmxlImport", str(export))
    assert "PDF" in said
    assert len(said.splitlines()) == 1
    assert state(desk.excel) == before


# Tiklash


def paste_over(desk: Desk) -> engine.Spot:
    """A total of Oylik is typed over, and so is a figure of people's; nothing is saved."""
    view = desk.file.views["Oylik"]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    total = (row, view.columns["year_total"])
    stored = desk.excel.workbook
    stored.sheet("Oylik").cells[total] = engine.Held(7.0)
    stored.sheet("Oylik").cells[row, view.columns["m03"]] = engine.Held(77.0)
    stored.saved = False
    return total


def test_tiklash_saves_closes_repairs_and_opens_again(desk: Desk) -> None:
    total = paste_over(desk)
    said = desk.press("AkmxlRepair", "yes")
    assert said.startswith("Oylik\n  Formulalar: 1")
    assert said.endswith("Tiklandi: 1 ta.")
    (opened,) = desk.excel.workbooks
    assert opened.saved
    assert str(opened.sheet("Oylik").cells[total].formula).startswith("=")
    view = desk.file.views["Oylik"]
    row = next(row for row in view.rows if view.text(row, "code") == "11")
    assert view.cell(row, "m03").value == 77
    assert desk.press("AkmxlRepair", "yes") == "Tiklanadigan narsa yo‘q."


def test_tiklash_without_a_yes_changes_nothing(desk: Desk) -> None:
    paste_over(desk)
    before, content = state(desk.excel), desk.file.path.read_bytes()
    assert desk.press("AkmxlRepair", "no") == ""
    assert state(desk.excel) == before
    assert desk.file.path.read_bytes() == content


def test_tiklash_brings_an_earlier_edition_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    later.lay_out(monkeypatch)
    said = desk.press("AkmxlRepair", "yes")
    assert "Qo‘shildi:" in said
    assert desk.file.edition == later.EDITION
    assert desk.press("AkmxlCheck").startswith("Tekshirildi")


def test_tiklash_opens_the_workbook_again_when_the_file_is_refused(desk: Desk) -> None:
    paste_over(desk)
    lock = desk.file.path.with_name(f".{desk.file.path.name}.akmxl-lock")
    lock.write_text("4711\nboshqa-pc\n", "utf-8")
    said = desk.press("AkmxlRepair", "yes")
    assert "boshqa-pc" in said
    assert [one.name for one in desk.excel.workbooks] == [desk.file.path.name]


@pytest.mark.parametrize("number", [1, 2])
def test_tiklash_when_excel_neither_saves_nor_closes(desk: Desk, number: int) -> None:
    paste_over(desk)
    desk.excel.fail_at = desk.excel.changes + number
    said = desk.press("AkmxlRepair", "yes")
    assert "Not enough memory" in said
    assert len(desk.excel.workbooks) == 1


def test_tiklash_when_excel_does_not_open_it_again(desk: Desk) -> None:
    paste_over(desk)
    path = desk.file.path
    desk.excel.fail_at = desk.excel.changes + 3
    said = desk.press("AkmxlRepair", "yes")
    assert str(path) in said
    assert desk.excel.workbooks == []


def test_tiklash_of_a_workbook_without_a_file_of_this_pc(desk: Desk) -> None:
    desk.excel.workbook.full_name = "https://akm.sharepoint.com/sites/akm/reja.xlsx"
    assert "internetdan ochilgan" in desk.press("AkmxlRepair")
    desk.excel.workbook.full_name = "Kitob1"
    assert "F12" in desk.press("AkmxlRepair")


# What can be wrong with the workbook, or with Excel

ON_A_WORKBOOK = [button for button, action in PRESSED.items() if action != "help"]
ANSWERS: dict[str, list[Any]] = {
    "AkmxlCloseMonth": [AS_OFFERED, "yes"],
    "AkmxlHandIn": ["1", AS_OFFERED, AS_OFFERED],
    "AkmxlSent": [AS_OFFERED, "7", AS_OFFERED],
    "AkmxlImport": [ESC],
    "AkmxlRepair": ["yes"],
}


@pytest.mark.parametrize("button", PRESSED)
def test_every_button_does_something_without_a_mishap(
    drafted: Desk, button: str, tmp_path: Path, export: Path
) -> None:
    given = {**ANSWERS, "AkmxlImport": [str(export), "tadbirlar", "yes"]}
    said = drafted.press(button, *given.get(button, []))
    assert "Traceback" not in said
    assert not main.LOG.exists(), main.LOG.read_text()
    assert said or drafted.excel.status or (tmp_path / "opened").exists()


@pytest.mark.parametrize("button", ON_A_WORKBOOK)
def test_no_workbook_in_front(desk: Desk, button: str) -> None:
    said = desk.press(button, workbook="")
    assert "Avval" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("button", ON_A_WORKBOOK)
def test_some_other_workbook_in_front(
    desk: Desk, opened: Callable[..., Excel], tmp_path: Path, button: str
) -> None:
    from openpyxl import Workbook

    path = tmp_path / "Maosh (2).xlsx"
    Workbook().save(path)
    desk.excel = opened(path)
    before = state(desk.excel)
    said = desk.press(button)
    assert "Maosh (2).xlsx" in said
    assert len(said.splitlines()) == 1
    assert state(desk.excel) == before


BUSY: list[Callable[[], Exception]] = [
    lambda: engine.ComError(engine.REJECTED),
    lambda: engine.ComError(engine.EXCEPTION, "", engine.EDITING),
    lambda: engine.ComError(engine.EXCEPTION),
]


@pytest.mark.parametrize("trouble", [*BUSY, lambda: AttributeError("<unknown>.Hwnd")])
@pytest.mark.parametrize("button", ON_A_WORKBOOK)
def test_an_excel_that_is_busy_for_a_while(
    drafted: Desk, button: str, trouble: Callable[[], Exception]
) -> None:
    drafted.excel.busy = [trouble() for _ in com.PAUSES]
    said = drafted.press(button, *ANSWERS.get(button, []))
    assert "Excel band" not in said
    assert not drafted.excel.busy


@pytest.mark.parametrize("trouble", BUSY)
@pytest.mark.parametrize("button", ON_A_WORKBOOK)
def test_an_excel_that_stays_busy(desk: Desk, button: str, trouble: Callable[[], Exception]) -> None:
    before = state(desk.excel)
    desk.excel.busy = [trouble() for _ in range(10_000)]
    said = desk.press(button)
    desk.excel.busy = []
    assert said.startswith("Excel band:")
    assert len(said.splitlines()) == 1
    assert state(desk.excel) == before


@pytest.mark.parametrize("button", ["AkmxlRollup", "AkmxlCloseMonth", "AkmxlSent"])
def test_an_excel_that_gets_busy_midway_leaves_nothing_half_done(drafted: Desk, button: str) -> None:
    """From some call on they are turned away for longer than anyone waits; then Excel is free again."""
    excel, workbook = drafted.excel, drafted.excel.workbook
    workbook.saved = True
    before = state(excel)
    excel.turned_away, given_up = len(com.PAUSES) + 1, 0
    for number in count(4, 9):
        excel.workbooks[0] = workbook.copy()
        excel.calls, excel.busy_at = 0, number
        said = drafted.press(button, *ANSWERS.get(button, []), may_stop=True)
        if excel.calls < number:
            break
        if said.startswith("Excel band"):
            given_up += 1
            assert state(excel) == before, number
        assert state(excel)["app"] == before["app"]
    assert given_up > 10


def test_an_excel_that_stays_busy_in_the_midst_is_told_as_it_is(desk: Desk) -> None:
    desk.excel.calls, desk.excel.busy_at, desk.excel.turned_away = 0, call_of_the_last_change(desk), 100_000
    assert "saqlamasdan yoping" in desk.press("AkmxlRollup", may_stop=True)


def call_of_the_last_change(desk: Desk) -> int:
    """How many calls a press has made when it changes something for the last time."""
    excel, workbook = desk.excel, desk.excel.workbook
    excel.workbooks[0] = workbook.copy()
    excel.calls, excel.called_at = 0, []
    desk.press("AkmxlRollup")
    excel.workbooks[0], number = workbook, excel.called_at[-1]
    return number


_ON_A_PLAN = (
    "AkmxlCheck", "AkmxlNextFinding", "AkmxlHandIn", "AkmxlCloseMonth", "AkmxlRollup", "AkmxlDue",
    "AkmxlSubmit", "AkmxlSent",
)  # fmt: skip


@pytest.mark.parametrize("button", _ON_A_PLAN)
def test_every_button_names_the_way_out_of_an_earlier_edition(
    desk: Desk, button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "EDITION", layout.EDITION + 1)
    monkeypatch.setattr(layout, "READ_FROM", layout.EDITION)
    before = state(desk.excel)
    said = desk.press(button)
    assert said.endswith(
        "oldingi nashrda (4). Yangi nashrga o‘tkazish uchun «Tiklash» tugmasini bosing "
        "yoki buyruq bering: akmxl repair."
    )
    assert state(desk.excel) == before


@pytest.mark.parametrize(
    "button", ["AkmxlRollup", "AkmxlSubmit", "AkmxlSent", "AkmxlCloseMonth", "AkmxlRepair"]
)
def test_a_workbook_that_cannot_be_written(drafted: Desk, button: str) -> None:
    drafted.excel.workbook.read_only = True
    before = state(drafted.excel)
    said = drafted.press(button)
    assert "faqat o‘qish uchun ochilgan" in said or "hech narsa o‘zgarmadi" in said
    assert not drafted.excel.asked
    assert state(drafted.excel) == before


def test_a_sheet_protected_with_a_password_is_named(desk: Desk) -> None:
    desk.excel.workbook.sheet("Oylik").password = "sir"
    blank_march(desk)
    before = state(desk.excel)
    said = desk.press("AkmxlCloseMonth", AS_OFFERED, "yes")
    assert said.startswith("«Oylik» varag‘i parol bilan himoyalangan.")
    assert state(desk.excel) == before


def test_what_excel_refuses_is_told_and_kept_in_the_log(desk: Desk) -> None:
    desk.excel.fail_at = 3
    said = desk.press("AkmxlRollup")
    assert "Not enough memory" in said
    assert len(said.splitlines()) == 1
    log = main.LOG.read_text("utf-8")
    assert "Traceback" in log
    assert "ComError" in log


def test_a_workbook_of_the_web_tells_where_its_forms_and_templates_stand(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    desk.excel.workbook.full_name = "https://d.docs.live.net/77/AKM/reja.xlsx"
    said = desk.press("AkmxlSubmit")
    home = tmp_path / "Documents" / "AKM" / "reja"
    assert f"Shakllar shu papkada: {home / 'hisobotlar'}" in said
    assert "«reja.xlsx» internetdan ochilgan" in said
    assert said.endswith(str(home / "andozalar"))
    assert list(home.glob("hisobotlar/2025-Q1/MK-10*.xlsx"))
    desk.press("AkmxlFolder")
    assert (tmp_path / "opened").read_text("utf-8") == (home / "hisobotlar").as_uri()


def test_the_offices_own_template_for_a_workbook_of_the_web(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    desk.excel.workbook.full_name = "https://akm.sharepoint.com/sites/akm/reja.xlsx"
    own = tmp_path / "Documents" / "AKM" / "reja" / "andozalar"
    own.mkdir(parents=True)
    (own / "MK-10.xlsx").write_bytes(b"not a template")
    assert "MK-10 2025-Q1" in desk.press("AkmxlSubmit").split("Andozasi yaroqsiz")[-1]
    assert not list(own.parent.glob("hisobotlar/2025-Q1/MK-10*.xlsx"))


@pytest.mark.parametrize("button", ["AkmxlSubmit", "AkmxlFolder"])
def test_a_workbook_that_was_never_saved_is_to_be_saved_first(desk: Desk, button: str) -> None:
    desk.excel.workbook.full_name = "Kitob1"
    before = state(desk.excel)
    said = desk.press(button)
    assert said.startswith("Bu fayl hali saqlanmagan")
    assert "F12" in said
    assert state(desk.excel) == before


def test_a_workbook_that_was_never_saved_can_be_checked(desk: Desk) -> None:
    desk.excel.workbook.full_name = "Kitob1"
    assert desk.press("AkmxlCheck").startswith("Tekshirildi")


def test_every_sentence_is_short_enough_for_its_window(drafted: Desk) -> None:
    """Of questions with a field Excel takes 255 letters: the engine refuses longer ones."""
    plan = opened_of(drafted.file).plan
    assert len([r for r in plan.journal if not r.sent]) > 12
    drafted.press("AkmxlSent", ESC)
    assert drafted.excel.asked[0].endswith("…")

"""A parcel for each recipient: its forms, and a letter that lists them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx import Document
from making_plans import make_plan
from running import akmxl, everything_in, only_reports, put

import akmxl as library
from akmxl.actions.open_plan import open_plan
from akmxl.plan import registers
from akmxl.submission.files import folder_name
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from running import Run

DAY = ("--today", "2025-04-10")
NATIONAL = "O‘zbekiston Milliy kutubxonasi"
DRAFTS = ["MK-02_2025-01", "MK-02_2025-02", "MK-02_2025-03", "MK-10_2025-Q1", "MK-16_2025-Q1"]


@pytest.fixture
def quarter_path(quarter_path: Path) -> Path:
    """A plan that owes three reports: what is tested here does not depend on how many there are."""
    return only_reports(quarter_path, "MK-02", "MK-10", "MK-16")


def submit(path: Path, *options: object) -> Run:
    run = akmxl("submit", path, "--period", "2025-Q1", *options, *DAY)
    assert run.code in (0, 1), run.err
    return run


def parcel_of(path: Path, period: str = "2025-Q1") -> Path:
    return path.parent / "hisobotlar" / period / "jo‘natma" / NATIONAL


def names_in(folder: Path) -> list[str]:
    return sorted(one.stem for one in folder.iterdir()) if folder.exists() else []


def lines(letter: Path) -> list[str]:
    """The lines of a letter, with those of its tables."""
    document = Document(str(letter))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    return [one.text for one in paragraphs if one.text.strip()]


def enclosed(letter: Path) -> list[str]:
    """The lines that name a form, without its code for the paper copy, which every one has."""
    named = [line.partition(", nazorat kodi ") for line in lines(letter) if " varaqda" in line]
    assert all(len(code) == len("XXXX-XXXX-XXXX-XXXX.") for _, _, code in named)
    return [f"{line}." for line, _, _ in named]


def break_readers(path: Path, value: object) -> None:
    """A day of new readers in January: MK-10 and MK-16 rest on it."""
    view = PlanFile.open(path).views[registers.DAILY]
    place = view.place(view.first_row + 9, "new_readers")
    put(path, {(place.sheet, place.row, place.column): value})


def send(path: Path, code: str, period: str = "2025-Q1", number: int = 7) -> None:
    run = akmxl("sent", path, code, period, "--number", number, "--date", "2025-04-09", *DAY)
    assert run.code == 0, run.err


def test_the_parcel_holds_the_forms_and_a_letter_that_lists_them(quarter_path: Path) -> None:
    submit(quarter_path)
    folder = parcel_of(quarter_path)
    assert names_in(folder) == [*DRAFTS, "Xat_2025-Q1"]
    for name in DRAFTS:
        form = quarter_path.parent / "hisobotlar" / name.partition("_")[2] / f"{name}.xlsx"
        assert (folder / form.name).read_bytes() == form.read_bytes()
    letter = lines(folder / "Xat_2025-Q1.docx")
    assert "2025-yil I chorak uchun quyidagi hisobot va ma’lumotlarni ilova qilgan holda yuboramiz." in letter
    events = "Ma’lumot: “Kitobxon onalar kuni” tadbirlari to‘g‘risida (PQ-401), 2025-yil {} oyi (MK-02)"
    titles = [
        *(events.format(month) for month in ("yanvar", "fevral", "mart")),
        "Hisobot: Foydalanuvchilarni ro‘yxatga olish to‘g‘risida (UzNel), 2025-yil I chorak (MK-10)",
        "Hisobot: Yillik ish rejasining bajarilishi to‘g‘risida, 2025-yil I chorak (MK-16)",
    ]
    assert enclosed(folder / "Xat_2025-Q1.docx") == [
        f"{number}.\t{title} — {9 if '(MK-16)' in title else 1} varaqda."
        for number, title in enumerate(titles, 1)
    ]
    for text in (NATIONAL, "Nusxasi: Viloyat axborot-kutubxona markazi", "Direktor F.I.Sh."):
        assert text in letter


def test_the_letter_speaks_uzbek_in_an_english_run_and_is_the_same_each_time(quarter_path: Path) -> None:
    submit(quarter_path)
    first = everything_in(parcel_of(quarter_path))
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--json", *DAY, lang="uz")
    assert everything_in(parcel_of(quarter_path)) == first
    (parcel,) = run.json["parcels"]
    assert (parcel["recipient"], parcel["period"], parcel["status"]) == (NATIONAL, "2025-Q1", "unchanged")
    assert parcel["letter"] == str(parcel_of(quarter_path) / "Xat_2025-Q1.docx")


def test_a_blocked_report_is_left_out_and_said_so(quarter_path: Path) -> None:
    submit(quarter_path)
    break_readers(quarter_path, "besh")
    run = submit(quarter_path)
    assert "Left out, blocked: MK-10 (2025-Q1), MK-16 (2025-Q1)." in run.out
    assert len(enclosed(parcel_of(quarter_path) / "Xat_2025-Q1.docx")) == 3
    assert names_in(parcel_of(quarter_path)) == [*DRAFTS[:3], "Xat_2025-Q1"]


def test_a_copy_that_somebody_changed_is_not_taken_away(quarter_path: Path) -> None:
    submit(quarter_path)
    copy = parcel_of(quarter_path) / "MK-10_2025-Q1.xlsx"
    copy.write_bytes(b"somebody's")
    break_readers(quarter_path, "besh")
    submit(quarter_path)
    assert copy.read_bytes() == b"somebody's"


def test_a_recipient_all_of_whose_reports_are_blocked_gets_no_parcel(quarter_path: Path) -> None:
    break_readers(quarter_path, "besh")
    run = submit(quarter_path, "--only", "MK-10", "--json")
    assert run.code == 1
    assert run.json["parcels"] == []
    assert not parcel_of(quarter_path).exists()


def test_one_report_made_again_changes_its_copies_and_leaves_the_letter(quarter_path: Path) -> None:
    akmxl("submit", quarter_path, "--period", "2025-01", *DAY)
    submit(quarter_path)
    letter = (parcel_of(quarter_path) / "Xat_2025-Q1.docx").read_bytes()
    places = {field: name for field, (name, _) in layout.ORGANISATION.items()}
    place = PlanFile.open(quarter_path).named_place(places["phone"])
    assert place is not None
    put(quarter_path, {(place.sheet, place.row, place.column): "+998 67 111 11 11"})
    akmxl("submit", quarter_path, "--period", "2025-01", "--only", "MK-02", *DAY)
    form = quarter_path.parent / "hisobotlar/2025-01/MK-02_2025-01.xlsx"
    for period in ("2025-Q1", "2025-01"):
        assert (parcel_of(quarter_path, period) / form.name).read_bytes() == form.read_bytes()
    assert (parcel_of(quarter_path) / "Xat_2025-Q1.docx").read_bytes() == letter


def test_without_a_period_the_letter_is_of_the_shortest_that_holds_all(quarter_path: Path) -> None:
    run = akmxl("submit", quarter_path, "--json", *DAY)
    (parcel,) = run.json["parcels"]
    assert parcel["period"] == "2025-Q1"
    assert {one["period"] for one in parcel["reports"]} == {"2025-01", "2025-Q1"}
    assert {one["period"] for one in parcel["left_out"]} == {"2025-02", "2025-03"}  # January is not sent


# -- letters of people, letters that have gone out ------------------------------------------------


def test_a_letter_that_somebody_changed_is_kept(quarter_path: Path) -> None:
    submit(quarter_path)
    path = parcel_of(quarter_path) / "Xat_2025-Q1.docx"
    document = Document(str(path))
    document.add_paragraph("Qo‘shimcha gap.")
    document.save(str(path))
    changed = path.read_bytes()
    break_readers(quarter_path, 6)
    run = submit(quarter_path)
    assert "Somebody changed this letter." in run.out
    assert path.read_bytes() == changed
    path.rename(path.with_name("eski xat.docx"))
    submit(quarter_path)
    assert "Qo‘shimcha gap." not in lines(path)


def test_a_letter_that_has_gone_out_is_never_overwritten(quarter_path: Path) -> None:
    submit(quarter_path)
    first = parcel_of(quarter_path) / "Xat_2025-Q1.docx"
    gone = first.read_bytes()
    send(quarter_path, "MK-10")
    submit(quarter_path)
    assert first.read_bytes() == gone
    second = first.with_name("Xat_2025-Q1_2.docx")
    assert len(enclosed(second)) == 4
    assert not any("MK-10" in line for line in enclosed(second))


def test_a_correction_has_a_letter_of_its_own(quarter_path: Path) -> None:
    submit(quarter_path)
    for code, period in (name.split("_") for name in DRAFTS):
        send(quarter_path, code, period)
    first = everything_in(parcel_of(quarter_path))
    break_readers(quarter_path, 6)  # MK-16 was sent with it too, and does not stand in the way
    submit(quarter_path, "--only", "MK-10", "--correction", "--reason", "15-yanvar kuni yozilmay qolgan")
    now = everything_in(parcel_of(quarter_path))
    assert {name: now[name] for name in first} == first
    assert set(now) - set(first) == {"MK-10_2025-Q1_v2.xlsx", "Xat_2025-Q1_2.docx"}
    letter = lines(parcel_of(quarter_path) / "Xat_2025-Q1_2.docx")
    assert (
        "Aniqlashtirilgan: Foydalanuvchilarni ro‘yxatga olish to‘g‘risida (UzNel), 2025-yil I chorak (MK-10)."
    ) in letter
    assert "Aniqlashtirish sababi: 15-yanvar kuni yozilmay qolgan." in letter
    assert any("quyidagi aniqlashtirilgan hisobot" in line for line in letter)
    (line,) = enclosed(parcel_of(quarter_path) / "Xat_2025-Q1_2.docx")
    assert "(MK-10), 2-tahrir, aniqlashtirilgan" in line


def test_the_letter_of_a_correction_lists_it_alone_and_breaks_no_code(quarter_path: Path) -> None:
    """Other drafts of the recipient wait for a letter of their own, which stays as it was."""
    submit(quarter_path)
    send(quarter_path, "MK-10")
    submit(quarter_path)
    waiting = parcel_of(quarter_path) / "Xat_2025-Q1_2.docx"
    before = waiting.read_bytes()
    break_readers(quarter_path, 6)
    submit(quarter_path, "--only", "MK-10", "--correction", "--reason", "15-yanvar kuni yozilmay qolgan")
    assert waiting.read_bytes() == before
    correction = parcel_of(quarter_path) / "Xat_2025-Q1_3.docx"
    (line,) = enclosed(correction)
    assert "(MK-10)" in line
    with ZipFile(correction) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count("MK</w:t><w:noBreakHyphen/>") == 2
    assert "MK-10" not in body


# -- nothing more than asked ----------------------------------------------------------------------


def test_a_dry_run_tells_the_parcel_and_writes_nothing(quarter_path: Path) -> None:
    before = everything_in(quarter_path.parent)
    (parcel,) = submit(quarter_path, "--dry-run", "--json").json["parcels"]
    assert (parcel["status"], len(parcel["reports"])) == ("written", 5)
    assert everything_in(quarter_path.parent) == before


def test_a_broken_letter_stops_the_run_before_anything_is_written(quarter_path: Path) -> None:
    own = quarter_path.parent / "andozalar" / "xat.docx"
    own.parent.mkdir()
    document = Document()
    document.add_paragraph("{{ kimgaga }}")
    document.save(str(own))
    before = everything_in(quarter_path.parent)
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", *DAY)
    assert run.code == 2
    assert run.err == "xat.docx: the word “kimgaga” is not known. The nearest one: “kimga”.\n"
    assert everything_in(quarter_path.parent) == before


def test_the_centres_own_letter_goes_before_the_shipped_one(quarter_path: Path) -> None:
    own = quarter_path.parent / "andozalar" / "xat.docx"
    own.parent.mkdir()
    document = Document()
    document.add_paragraph("{{ kimga }}: {{ ilovalar | length }} ta ilova")
    document.save(str(own))
    submit(quarter_path)
    assert lines(parcel_of(quarter_path) / "Xat_2025-Q1.docx") == [f"{NATIONAL}: 5 ta ilova"]


def test_what_is_not_known_is_left_to_be_written_by_hand(tmp_path: Path) -> None:
    make_plan(path := tmp_path / "reja.xlsx", people={})
    opened, day = open_plan(path), date(2025, 4, 10)
    submission = library.submit(opened, "2025-Q1", only="MK-02", today=day, out=tmp_path / "h")
    (parcel,) = submission.parcels
    assert "Tel.: ________" in lines(parcel.letter)


@pytest.mark.parametrize(
    ("recipient", "name"),
    [
        (NATIONAL, NATIONAL),
        ("“Ziyo” MChJ / A:B*?", "Ziyo MChJ A B"),
        ("../../etc", "etc"),
        ("CON", "_CON"),
        ("com1.x", "_com1.x"),
        ("...", "_"),
        ("a" * 200, "a" * 80),
        ("Kutubxona. ", "Kutubxona"),
    ],
)
def test_a_recipient_becomes_a_folder_that_every_system_takes(recipient: str, name: str) -> None:
    assert folder_name(recipient) == name


def test_a_plan_that_owes_nothing_makes_no_letter(plan_path: Path) -> None:
    assert library.submit(open_plan(plan_path), today=date(2025, 1, 5)).parcels == ()

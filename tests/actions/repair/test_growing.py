"""A workbook of an earlier edition is brought up by ``akmxl repair``, and nothing of people's is touched."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import once
from editions.make import KEPT
from libreoffice import XLSX, if_there_is_one, saved_by_libreoffice
from ooxml.making import packed_parts
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from running import akmxl, everything_in, put

from akmxl.core import vocabulary
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.items import code_places

from . import later
from .later import EDITION, ROOMS, column

KEPT_EDITION = EDITION - 1
DAY = ("--today", "2025-10-06")
ADDED = [
    ("edition", None, None, str(KEPT_EDITION), str(EDITION)),
    ("sheet", "Buyumlar", None, "", "Buyumlar"),
    ("table", "Sozlamalar", "AU8:AV10", "", "Xonalar"),
    ("column", "Reja", "T5:T77", "", "Hudud kodi"),
    ("column", "Tadbirlar", "Q4:Q63", "", "Qatnashuvchilar toifasi"),
    ("column", "Hisobotlar", "P4:P6", "", "Javob xati"),
    ("column", "Sozlamalar", "L8:L23", "", "Vazni"),
    ("name", "Sozlamalar", "D3", "", "Ish_vaqti"),
    ("name", None, None, "", "Reja_muddat"),
    ("name", None, None, "", "Tadbir_nomlari"),
    ("name", None, None, "", "Tanlov_xonalar"),
]
DAMAGE = ("formula", "Oylik", "H24", "33", '=IF(COUNT(H25:H28)=0,"",SUM(H25:H28))')

pytestmark = pytest.mark.usefixtures("next_edition")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the workbook of the edition before."""
    return Path(shutil.copyfile(KEPT / f"{KEPT_EDITION}.xlsx", tmp_path / "reja-2025.xlsx"))


@pytest.fixture
def next_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition that adds what an edition may add."""
    later.lay_out(monkeypatch)


@pytest.fixture
def brought_up(path: Path, shared: Path) -> Path:
    """The same after a repair, which is done once."""

    def make(folder: Path) -> None:
        repair(Path(shutil.copyfile(path, folder / path.name)))

    shutil.copytree(once(shared, "brought up", make), path.parent, dirs_exist_ok=True)
    return path


def repair(path: Path, *options: str, code: int = 0) -> Any:
    run = akmxl("repair", path, *DAY, "--json", *options)
    assert run.code == code, run.err
    return run.json


def done(data: Any) -> list[tuple[str | None, ...]]:
    keys = ("kind", "sheet", "cells", "before", "after")
    return [tuple(one[key] for key in keys) for one in data["repairs"]]


def test_every_command_but_repair_names_the_way_out(path: Path) -> None:
    before = everything_in(path.parent)
    english = (
        f"“reja-2025.xlsx” is of an earlier edition ({KEPT_EDITION}). "
        "Bring it up to date: press “Tiklash”, or run: akmxl repair.\n"
    )
    for command in ("check", "rollup", "submit", "due", "close-month"):
        run = akmxl(command, path, *DAY)
        assert (run.code, run.err) == (2, english)
    run = akmxl("check", path, lang="uz")
    assert "akmxl repair" in run.err
    assert akmxl("check", path, "--json").json["error"]["kind"] == "not_a_plan"
    assert everything_in(path.parent) == before


def test_it_is_found_in_its_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert f"earlier edition ({KEPT_EDITION})" in akmxl("check", *DAY).err
    assert akmxl("repair", *DAY).code == 0


def test_doctor_names_it(path: Path) -> None:
    (check,) = (one for one in akmxl("doctor", path, "--json").json["checks"] if one["what"] == "workbook")
    assert "akmxl repair" in check["advice"]


def test_the_list_of_what_is_added(path: Path) -> None:
    data = repair(path)
    assert done(data) == [*ADDED, DAMAGE]
    assert data["left"] == []
    assert data["written"]


def test_a_dry_run_tells_the_same_and_writes_nothing(path: Path) -> None:
    before = everything_in(path.parent)
    data = repair(path, "--dry-run")
    assert done(data) == [*ADDED, DAMAGE]
    assert not data["written"]
    assert everything_in(path.parent) == before


def test_people_read_what_was_added(path: Path) -> None:
    run = akmxl("repair", path, *DAY)
    assert "  New columns: 1\n    Q4:Q63  Qatnashuvchilar toifasi\n" in run.out
    assert run.out.endswith("Added: 11. The old file is kept in the folder .akmxl-zaxira.\nPut back: 1.\n")


def test_a_second_repair_does_nothing(brought_up: Path) -> None:
    before = everything_in(brought_up.parent)
    data = repair(brought_up)
    assert (data["repairs"], data["written"]) == ([], False)
    assert everything_in(brought_up.parent) == before


def test_a_dated_copy_is_kept(path: Path) -> None:
    old = path.read_bytes()
    repair(path)
    (copy,) = (path.parent / ".akmxl-zaxira").iterdir()
    assert copy.read_bytes() == old


def test_all_other_parts_are_byte_for_byte_as_they_were(path: Path) -> None:
    before = packed_parts(path)
    repair(path)
    after, book = packed_parts(path), Workbook.open(path)
    sheets = {book.sheet(name).part for name in ("Reja", "Oylik", "Tadbirlar", "Hisobotlar", "Sozlamalar")}
    tables = {book.tables[name].part for name in ("Tadbirlar", "Hisobotlar", "TadbirTurlari")}
    around = {book.part, book.style_part, "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    settings = f"xl/worksheets/_rels/{book.sheet('Sozlamalar').part.rpartition('/')[2]}.rels"
    assert {name for name in before if before[name] != after[name]} == sheets | tables | around | {settings}
    new = {book.sheet("Buyumlar").part, book.tables["Buyumlar"].part, book.tables["Xonalar"].part}
    assert {name for name in after if name not in before} - new == {
        f"xl/worksheets/_rels/{book.sheet('Buyumlar').part.rpartition('/')[2]}.rels"
    }


def test_no_cell_that_was_there_changes(path: Path) -> None:
    def cells() -> dict[tuple[str, int, int], object]:
        book = load_workbook(path)
        return {
            (sheet.title, cell.row, cell.column): (cell.value, cell.number_format, cell.fill.fgColor.rgb)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.fill.fgColor.rgb != "00000000"
        }

    before = cells()
    repair(path)
    after = cells()
    changed = {spot for spot, cell in before.items() if after.get(spot) != cell}
    assert changed == {("Oylik", 24, 8)}  # the formula that was typed over


def test_what_people_have_is_as_it_was(brought_up: Path) -> None:
    book = load_workbook(brought_up)
    events = book["Tadbirlar"]
    assert [events[cell].value for cell in ("P4", "P5", "P7")] == ["Bizning belgi", "rasm bor", "video bor"]
    assert events["C5"].comment.text == "Rasmlar papkada."
    assert events["D6"].fill.fgColor.rgb == "FF00B0F0"
    assert book["Bizning varaq"]["A2"].value == 3


def test_what_was_sent_is_proved(brought_up: Path) -> None:
    for report in (("MK-02", "2025-01"), ("VA-02", "2025-01")):
        assert "Nothing differs" in akmxl("diff", brought_up, *report).out
    assert akmxl("diff", KEPT / f"{KEPT_EDITION}-MK-02_2025-01.xlsx", brought_up).code == 0
    findings = akmxl("check", brought_up, "--no-write", *DAY, "--json").json["findings"]
    assert [finding["rule"] for finding in findings if finding["rule"].startswith("SUB")] == []


def test_the_findings_are_those_of_before(brought_up: Path) -> None:
    data = akmxl("check", brought_up, *DAY, "--json").json
    assert data["counts"] == {"error": 2, "explain": 0, "warning": 15, "info": 39}
    assert data["written"]


def test_the_new_is_read_by_the_layout(brought_up: Path) -> None:
    file = PlanFile.open(brought_up)
    assert (file.edition, file.missing_sheets) == (EDITION, ())
    rooms, kinds = file.views["Xonalar"], file.views["TadbirTurlari"]
    assert [(rooms.text(row, "room"), rooms.cell(row, "seats").value) for row in rooms.filled_rows()] == ROOMS
    assert {kinds.cell(row, "weight").value for row in kinds.filled_rows()} == {1}
    assert file.named_cell("Ish_vaqti").value == "9:00-18:00"
    assert file.views["Tadbirlar"].columns["audience"] == 17
    assert file.workbook.name_range("Tadbir_nomlari") == ("Tadbirlar", 5, 3, 2001, 3)
    assert file.workbook.name_range("Reja_muddat") == ("Reja", 7, 8, 76, 8)


def test_new_columns_and_sheets_look_as_in_a_new_workbook(brought_up: Path) -> None:
    book = load_workbook(brought_up)
    events, things, settings = book["Tadbirlar"], book["Buyumlar"], book["Sozlamalar"]
    heading = events["Q4"]
    assert (heading.font.b, heading.fill.fgColor.rgb) == (True, events["A4"].fill.fgColor.rgb)
    assert events["Q63"].border.left.style == "thin"
    assert (book["Reja"]["T8"].border.left.style, "T5:T6") == (
        "thin", *(str(area) for area in book["Reja"].merged_cells.ranges if str(area).startswith("T")),
    )  # fmt: skip
    assert (things.column_dimensions["A"].width, things.row_dimensions[4].height) == (30.7109375, 48)
    assert (things.freeze_panes, things.print_title_rows, things.page_setup.orientation) == (
        "B5", "$4:$4", "landscape",
    )  # fmt: skip
    assert [str(area) for area in things.merged_cells.ranges] == ["A1:B1"]
    assert things["B5"].number_format == "dd.mm.yyyy"
    assert [str(one.sqref) for one in things.data_validations.dataValidation] == ["B5:B2001"]
    assert [str(one.sqref) for one in things.conditional_formatting] == ["A5:B2001"]
    lists = {str(one.sqref): one.formula1 for one in settings.data_validations.dataValidation}
    assert lists["D3"] == '"9:00-18:00,8:00-17:00"'


def test_it_is_a_sound_file(brought_up: Path) -> None:
    validator = OpenXmlValidator()
    known = {error.description for error in validator.validate(KEPT / "1.xlsx").errors}
    assert {error.description for error in validator.validate(brought_up).errors} <= known


def test_work_goes_on_in_the_new_edition(brought_up: Path) -> None:
    assert akmxl("check", brought_up, *DAY).code == 1  # the demo's own errors
    run = akmxl("submit", brought_up, "--period", "2025-Q1", "--only", "MK-10", *DAY, "--json")
    assert [report["status"] for report in run.json["reports"]] == ["written"]
    assert akmxl("rollup", brought_up, *DAY).code == 0
    assert repair(brought_up)["repairs"] == []


def test_rows_and_lines_that_people_put_above_move_what_is_new(path: Path) -> None:
    patch = Patch(Workbook.open(path))
    for sheet in ("Sozlamalar", "Hisobotlar"):
        patch.repeat_rows(sheet, 2, 2, 3)
    patch.save(backup=False)
    data = repair(path)
    assert data["left"] == []
    places = {one["after"]: one["cells"] for one in data["repairs"]}
    assert (places["Xonalar"], places["Ish_vaqti"]) == ("AU10:AV12", "D5")
    assert places["Javob xati"] == "P6:P8"


def test_a_name_of_rows_follows_rows_that_people_put_between(path: Path) -> None:
    patch = Patch(Workbook.open(path))
    patch.repeat_rows("Reja", 20, 20, 2)
    patch.save(backup=False)
    put(path, {("Reja", 21, 1): None})
    repair(path)
    book = Workbook.open(path)
    assert book.name_range("Reja_muddat") == ("Reja", 7, 8, 77, 8)
    assert book.name_range("Reja_kod") == ("Reja", 7, 1, 77, 1)


def test_last_years_sheet_which_only_some_have_gets_its_column(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch = Patch(Workbook.open(path))
    titles = ["Kod", "Nomi", "O‘lchov birligi", *(month.capitalize() for month in vocabulary.MONTHS)]
    patch.add_sheet("Otgan yil", [["O‘tgan yil"], titles, ["11", "Tasniflash", "nomda", 1]], "visible")
    patch.save(backup=False)
    later_year = layout.LAST_YEAR_SHEET._replace(columns=(*layout.LAST_YEAR_SHEET.columns, column("weight")))
    others = tuple(one for one in layout.OPTIONAL_SHEETS if one.name != "Otgan yil")
    monkeypatch.setattr(layout, "OPTIONAL_SHEETS", (*others, later_year))
    assert ("column", "Otgan yil", "P2:P3", "", "Vazni") in done(repair(path))
    assert load_workbook(path)["Otgan yil"]["P2"].value == "Vazni"
    assert repair(path)["repairs"] == []


def replace_everywhere(path: Path, old: bytes, new: bytes) -> None:
    """The workbook with other bytes in each part that has these."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert any(old in part for part in parts.values())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(old, new))


def test_a_row_whose_code_became_a_date_gets_its_value_too(path: Path) -> None:
    file = PlanFile.open(path)
    row = code_places(file.views["Reja"])["9.1"][0].row
    put(path, {("Reja", row, 1): 45666})
    data = repair(path)
    assert [one["after"] for one in data["repairs"] if one["kind"] == "code"] == ["9.1"]
    sheet = load_workbook(path)["Reja"]
    assert [sheet.cell(row + down, 20).value for down in (0, 1)] == ["H-9.1", "H-9.2"]


def in_the_way(path: Path) -> list[tuple[str, str, str]]:
    """What a repair names that adds nothing."""
    before = path.read_bytes()
    data = repair(path, code=1)
    assert (data["repairs"], data["written"], path.read_bytes()) == ([], False, before)
    assert f"earlier edition ({KEPT_EDITION})" in akmxl("check", path).err
    return [(one["sheet"], one["cells"], one["value"]) for one in data["left"]]


def test_what_stands_right_of_a_table_is_in_the_way(path: Path) -> None:
    put(path, {("Tadbirlar", 9, 17): "eslatma", ("Hisobotlar", 5, 16): 7, ("Tadbirlar", 2, 17): "tepada"})
    assert in_the_way(path) == [("Tadbirlar", "Q9", "eslatma"), ("Hisobotlar", "P5", "7")]
    run = akmxl("repair", path, *DAY)
    assert "“Qatnashuvchilar toifasi” belongs here" in run.out
    assert "was not brought up to date" in run.out


def test_what_stands_right_of_a_heading_is_in_the_way(path: Path) -> None:
    put(path, {("Reja", 20, 20): "kelishilgan"})
    assert in_the_way(path) == [("Reja", "T20", "kelishilgan")]


def test_a_column_of_that_name_is_in_the_way(path: Path) -> None:
    replace_everywhere(path, b"Bizning belgi", b"Qatnashuvchilar toifasi")
    assert in_the_way(path) == [("Tadbirlar", "P4", "Qatnashuvchilar toifasi")]


def test_a_sheet_of_that_name_is_in_the_way(path: Path) -> None:
    patch = Patch(Workbook.open(path))
    patch.add_sheet("BUYUMLAR", [["stol", 4]], "visible")
    patch.save(backup=False)
    assert in_the_way(path) == [("BUYUMLAR", "A1", "BUYUMLAR")]


def test_cells_that_are_taken_are_in_the_way(path: Path) -> None:
    put(path, {("Sozlamalar", 3, 4): "mana shu"})
    assert in_the_way(path) == [("Sozlamalar", "D3", "mana shu")]


def test_a_name_that_a_table_needs_is_in_the_way(path: Path) -> None:
    own = b"<definedName name=\"XONALAR\">'Bizning varaq'!$A$2</definedName></definedNames>"
    replace_everywhere(path, b"</definedNames>", own)
    assert in_the_way(path) == [("Bizning varaq", "A2", "XONALAR")]


def test_what_its_own_edition_had_is_not_made_again(path: Path) -> None:
    """A heading of its own edition that is gone may have been renamed: its figures would be lost unseen."""
    replace_everywhere(path, b'name="Ayollar"', b'name="Xotinlar"')
    run = akmxl("repair", path, *DAY)
    assert (run.code, "“Ayollar”" in run.err) == (2, True)


def test_a_lost_edition_is_written_anew(path: Path) -> None:
    replace_everywhere(path, f'<definedName name="akmxl_nashr">{KEPT_EDITION}</definedName>'.encode(), b"")
    assert "earlier edition (-)" in akmxl("check", path).err
    assert done(repair(path))[0] == ("edition", None, None, "-", str(EDITION))
    assert PlanFile.open(path).edition == EDITION


def test_a_save_in_between_is_not_written_over(path: Path) -> None:
    from akmxl.actions.open_plan import opened_of
    from akmxl.actions.repair.repair import find_repairs, open_for_repair, write_repairs
    from akmxl.core.errors import Locked

    file, added = open_for_repair(path)
    opened = opened_of(file)
    put(path, {("Tadbirlar", 5, 11): "hozir yozildi"})
    saved = path.read_bytes()
    with pytest.raises(Locked):
        write_repairs(opened.file, find_repairs(opened, opened.plan.days[0].date, added))
    assert path.read_bytes() == saved


@pytest.mark.libreoffice
@pytest.mark.slow
@if_there_is_one
def test_libreoffice_opens_it_and_what_it_saves_is_brought_up_too(path: Path) -> None:
    folder = path.parent / "saqlangan"
    folder.mkdir()
    old = path.with_name("eski.xlsx")
    shutil.copyfile(path, old)
    repair(path)
    new, saved = saved_by_libreoffice(XLSX, folder, path, old)
    book = load_workbook(new)
    assert (book["Buyumlar"]["A4"].value, book["Sozlamalar"]["AU9"].value) == ("Buyum", "O‘quv zali")
    assert book["Tadbirlar"].tables["Tadbirlar"].ref == "A4:Q63"
    assert [one for one in done(repair(saved)) if one in ADDED] == ADDED
    assert repair(saved)["repairs"] == []

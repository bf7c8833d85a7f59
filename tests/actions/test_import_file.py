"""Importing, from the file of another program to the cells of the plan, and back."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from making_plans import make_plan
from running import Run, akmxl, put

from akmxl.actions.open_plan import open_plan
from akmxl.plan.imports import newest_counts

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.model import Plan

TODAY = ("--today", "2025-04-10")
EVENTS = """Mart oyidagi tadbirlar
Дата;Вид мероприятия;Название;Участники;Место
05.03.2025;Kitobxon onalar kuni;Onalar bayrami;45;AKM
20.03.2025;Kitobxon onalar kuni;@Uchinchi;30;
"""
READERS = """nishon = "sonlar"
[oqish]
nazorat = "Jami"
[ustunlar]
"Kun" = ["Дата"]
"Soni" = ["Количество"]
[[son]]
band = "15.1"
oy = "Kun"
miqdor = "Soni"
"""
COUNTS = "Дата;Количество\n01.03.2025;5\n02.03.2025;1 200\n03.04.2025;7\n05.04.2024;1\nJami;1213\n"


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("import") / "reja.xlsx"
    make_plan(path, first_period="2025-01")
    return path


@pytest.fixture
def plan(_made: Path, tmp_path: Path) -> Path:
    return shutil.copy(_made, tmp_path / "reja.xlsx")


def source(folder: Path, text: str, name: str = "fayl.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def profile(folder: Path, text: str, name: str = "oquvchi") -> str:
    (folder / "profillar").mkdir(exist_ok=True)
    (folder / "profillar" / f"{name}.toml").write_text(text, encoding="utf-8")
    return name


def imported(plan: Path, file: Path, *options: str) -> Run:
    return akmxl("import", plan, file, *options, *TODAY)


def read(path: Path) -> Plan:
    return open_plan(path).plan


def titles(path: Path) -> list[object]:
    return [record.values["title"] for record in read(path).records["Tadbirlar"]]


def test_a_preview_writes_nothing_and_the_import_what_it_showed(plan: Path, tmp_path: Path) -> None:
    file, before = source(tmp_path, EVENTS), plan.read_bytes()
    shown = imported(plan, file, "--profile", "tadbirlar", "--dry-run", "--json").json
    assert (shown["new"], shown["changed"], shown["unchanged"], shown["written"]) == (2, 0, 0, False)
    assert plan.read_bytes() == before
    run = imported(plan, file, "--profile", "tadbirlar", "--json")
    assert run.code == 0
    assert run.json == shown | {"written": True}
    first, second = read(plan).records["Tadbirlar"]
    assert (first.date, first.codes, first.id) == (date(2025, 3, 5), ("I.2", "18"), "1")
    assert second.values["title"] == "@Uchinchi"


def test_the_same_file_again_changes_nothing_and_its_profile_is_remembered(
    plan: Path, tmp_path: Path
) -> None:
    file = source(tmp_path, EVENTS)
    assert "--profile" in imported(plan, file).err
    imported(plan, file, "--profile", "tadbirlar")
    before = plan.read_bytes()
    again = imported(plan, file, "--json").json
    assert (again["new"], again["changed"], again["unchanged"], again["profile"]) == (0, 0, 2, "tadbirlar")
    assert plan.read_bytes() == before


def test_a_changed_row_changes_and_a_cell_of_a_person_stays(plan: Path, tmp_path: Path) -> None:
    file = source(tmp_path, EVENTS)
    imported(plan, file, "--profile", "tadbirlar")
    view = open_plan(plan).file.views["Tadbirlar"]
    record = read(plan).records["Tadbirlar"][1]
    put(plan, {("Tadbirlar", record.row, view.columns["participants"]): 99})
    file.write_text(EVENTS.replace(";45;", ";46;").replace(";30;", ";31;Bog‘"), encoding="utf-8")
    run = imported(plan, file, "--json")
    told = run.json
    assert run.code == 1
    assert [(one["old"], one["new"]) for one in told["changes"]] == [(45, 46), (None, "Bog‘")]
    assert [(one["standing"], one["coming"]) for one in told["kept"]] == [(99, 31)]
    after = read(plan).records["Tadbirlar"]
    assert [one.values["participants"] for one in after] == [46, 99]


def test_a_row_that_a_person_deleted_does_not_come_back(plan: Path, tmp_path: Path) -> None:
    file = source(tmp_path, EVENTS)
    imported(plan, file, "--profile", "tadbirlar")
    record = read(plan).records["Tadbirlar"][1]
    put(plan, {(record.sheet, record.row, column): None for column in record.columns.values()})
    run = imported(plan, file)
    assert "deleted" in run.out
    assert titles(plan) == ["Onalar bayrami"]


def test_rejected_rows_come_back_to_be_mended_and_imported_again(plan: Path, tmp_path: Path) -> None:
    bad = (
        EVENTS
        + "07.03.2025;Kitobxon onalar kun;Uchinchi;12;\n8.03.2025;Kitobxon onalar kuni;To‘rtinchi;=1+1;\n"
    )
    run = imported(plan, source(tmp_path, bad), "--profile", "tadbirlar", "--json")
    assert run.code == 1
    assert [(one["row"], one["column"]) for one in run.json["rejected"]] == [
        (5, "Вид мероприятия"),
        (6, "Участники"),
    ]
    assert "Kitobxon onalar kuni" in run.json["rejected"][0]["reason"]
    path = tmp_path / "fayl-rad-etilgan.xlsx"
    assert run.json["rejected_file"] == str(path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heading = [cell.value for cell in sheet[1]]
    assert heading[-2:] == ["Rad etilish sababi", "akmxl belgisi"]
    assert sheet.cell(3, heading.index("Ishtirokchilar") + 1).data_type == "s"
    sheet.cell(2, heading.index("Tadbir turi") + 1, "Kitobxon onalar kuni")
    sheet.cell(3, heading.index("Ishtirokchilar") + 1, 2)
    book.save(tmp_path / "tuzatilgan.xlsx")
    assert imported(plan, tmp_path / "tuzatilgan.xlsx", "--profile", "tadbirlar").code == 0
    assert titles(plan) == ["Onalar bayrami", "@Uchinchi", "Uchinchi", "To‘rtinchi"]
    assert imported(plan, source(tmp_path, bad), "--profile", "tadbirlar", "--json").json[
        "rejected_file"
    ] == str(path)


def test_a_row_twice_in_the_file_is_taken_once(plan: Path, tmp_path: Path) -> None:
    run = imported(
        plan, source(tmp_path, EVENTS + EVENTS.splitlines()[2] + "\n"), "--profile", "tadbirlar", "--json"
    )
    same = {"row": 5, "table": "fayl.csv", "first": 3, "first_table": "fayl.csv"}
    assert run.json["twice"] == [same]
    assert titles(plan) == ["Onalar bayrami", "@Uchinchi"]


def test_an_import_is_taken_back_but_for_what_a_person_touched(plan: Path, tmp_path: Path) -> None:
    file = source(tmp_path, EVENTS)
    imported(plan, file, "--profile", "tadbirlar")
    view = open_plan(plan).file.views["Tadbirlar"]
    record = read(plan).records["Tadbirlar"][1]
    put(plan, {("Tadbirlar", record.row, view.columns["title"]): "O‘zgargan"})
    run = akmxl("import", plan, "--undo", "--json", *TODAY)
    assert (run.code, run.json["emptied"], len(run.json["left"])) == (1, 1, 1)
    assert titles(plan) == ["O‘zgargan"]
    assert not read(plan).imports
    assert akmxl("import", plan, "--undo", *TODAY).code == 2
    assert "STR34" not in akmxl("check", plan, *TODAY).out


def test_a_row_to_which_a_person_added_stays_when_an_import_is_taken_back(plan: Path, tmp_path: Path) -> None:
    imported(plan, source(tmp_path, EVENTS), "--profile", "tadbirlar")
    record = read(plan).records["Tadbirlar"][0]
    put(plan, {("Tadbirlar", record.row, record.columns["note"]): "rasmi bor"})
    run = akmxl("import", plan, "--undo", "--json", *TODAY)
    assert (run.code, run.json["emptied"], len(run.json["left"])) == (1, 1, 1)
    assert titles(plan) == ["Onalar bayrami"]


def test_a_row_without_an_id_gets_one_and_is_restored(plan: Path, tmp_path: Path) -> None:
    opened = open_plan(plan)
    view = opened.file.views["Tadbirlar"]
    first = {"date": date(2025, 3, 5), "event_kind": "Kitobxon onalar kuni", "title": "Onalar bayrami"}
    put(plan, {("Tadbirlar", view.first_row, view.columns[field]): value for field, value in first.items()})
    imported(plan, source(tmp_path, EVENTS), "--profile", "tadbirlar")
    assert read(plan).records["Tadbirlar"][0].values["participants"] == 45
    run = akmxl("import", plan, "--undo", "--json", *TODAY)
    assert (run.json["emptied"], run.json["restored"], run.json["left"]) == (1, 1, [])
    assert read(plan).records["Tadbirlar"][0].values["participants"] is None


def test_mended_in_two_goes_each_row_counts_once(plan: Path, tmp_path: Path) -> None:
    name = profile(tmp_path, READERS.replace('nazorat = "Jami"\n', ""))
    file = source(tmp_path, COUNTS.replace("Jami;1213\n", "bugun;3\nerta;4\n"))
    rejected = imported(plan, file, "--profile", name, "--json").json["rejected_file"]
    for row in (2, 3):
        book = openpyxl.load_workbook(rejected)
        assert book.active is not None
        book.active.cell(row, 1, "31.03.2025")
        book.save(rejected)
        imported(plan, tmp_path / "fayl-rad-etilgan.xlsx", "--profile", name)
    assert newest_counts(read(plan).imports)["15.1", 3].value == 1212
    assert imported(plan, file, "--json").json["counts"] == []  # what was mended since is on top of it


def test_less_than_before_and_another_profile_are_told(plan: Path, tmp_path: Path) -> None:
    name, other = profile(tmp_path, READERS), profile(tmp_path, READERS, "boshqa")
    imported(plan, source(tmp_path, COUNTS), "--profile", name)
    less = COUNTS.replace("01.03.2025;5", "01.03.2025;4").replace("1213", "1212")
    run = imported(plan, source(tmp_path, less), "--profile", other, "--dry-run")
    assert run.code == 1
    assert "before by profile “oquvchi”" in run.out
    assert imported(plan, source(tmp_path, less), "--new-only", "--json").json["counts"] == []


def test_counts_stand_beside_the_figures_and_no_row_enters_the_plan(plan: Path, tmp_path: Path) -> None:
    name = profile(tmp_path, READERS)
    run = imported(plan, source(tmp_path, COUNTS), "--profile", name, "--json")
    assert run.code == 0
    assert run.json["counts"] == [
        {"item": "15.1", "month": 3, "old": None, "new": 1205, "at_least": False},
        {"item": "15.1", "month": 4, "old": None, "new": 7, "at_least": False},
    ]
    assert run.json["other_years"] == {"2024": 1}
    counts = newest_counts(read(plan).imports)
    assert {key: one.value for key, one in counts.items()} == {("15.1", 3): 1205, ("15.1", 4): 7}
    again = imported(
        plan, source(tmp_path, COUNTS.replace(";7\n", ";9\n").replace("1213", "1215")), "--json"
    ).json
    assert again["counts"] == [{"item": "15.1", "month": 4, "old": 7, "new": 9, "at_least": False}]
    akmxl("import", plan, "--undo", *TODAY)
    assert newest_counts(read(plan).imports)["15.1", 4].value == 7


def test_a_lower_bound_contradicts_no_figure_above_it(plan: Path, tmp_path: Path) -> None:
    name = profile(tmp_path, READERS + "kamida = true\n")
    run = imported(plan, source(tmp_path, COUNTS), "--profile", name, "--json")
    assert run.code == 0, run.out
    assert all(one["at_least"] for one in run.json["counts"])
    assert newest_counts(read(plan).imports)["15.1", 3].at_least
    place = open_plan(plan).plan.entries["15.1", 3].place
    for typed, told in ((1300, False), (1204, True)):
        put(plan, {tuple(place): typed})
        assert ("IMP01" in akmxl("check", plan, "--no-write", *TODAY).out) is told


def test_a_total_of_the_file_that_does_not_agree_stops_the_import(plan: Path, tmp_path: Path) -> None:
    name, before = profile(tmp_path, READERS), plan.read_bytes()
    for text in (
        COUNTS.replace("1213", "1214"),
        COUNTS.replace("Jami;1213\n", ""),
        COUNTS.replace(";5\n", ";besh\n"),
    ):
        run = imported(plan, source(tmp_path, text), "--profile", name)
        assert (run.code, "Nothing was imported" in run.err) == (2, True)
    assert plan.read_bytes() == before


def test_mended_rows_come_on_top_of_the_counts_once(plan: Path, tmp_path: Path) -> None:
    name = profile(tmp_path, READERS.replace('nazorat = "Jami"\n', ""))
    file = source(tmp_path, COUNTS.replace("Jami;1213\n", "bugun;3\n"))
    run = imported(plan, file, "--profile", name, "--json")
    assert run.json["rejected_count"] == 1
    mended = tmp_path / "mended.xlsx"
    book = openpyxl.load_workbook(run.json["rejected_file"])
    assert book.active is not None
    book.active.cell(2, 1, "31.03.2025")
    book.save(mended)
    for _ in range(2):
        imported(plan, mended, "--profile", name)
        assert newest_counts(read(plan).imports)["15.1", 3].value == 1208


def test_an_item_whose_source_is_import_shows_the_count(plan: Path, tmp_path: Path) -> None:
    opened = open_plan(plan)
    item = opened.plan.items["15.1"]
    put(plan, {("Reja", item.row, opened.file.views["Reja"].columns["source"]): "Import"})
    imported(plan, source(tmp_path, COUNTS), "--profile", profile(tmp_path, READERS))
    after = open_plan(plan)
    entry = after.plan.entries["15.1", 3]
    assert (entry.value, entry.figure.by_formula) == (1205, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sana;Bolalar bo‘limi\n05/03/2025;4\n", "two ways"),
        ("Sana;Nimadir\n05.03.2025;4\n", "no heading"),
        ("Nima;Bu\n1;2\n", "no heading"),
        ("Sana;Sana;Bolalar bo‘limi\n05.03.2025;06.03.2025;4\n", "two columns"),
    ],
)
def test_a_file_that_is_not_understood_is_one_sentence(
    plan: Path, tmp_path: Path, text: str, said: str
) -> None:
    before = plan.read_bytes()
    sector = read(plan).settings.sectors[0]
    name = profile(
        tmp_path, f'nishon = "Kundalik"\n[ustunlar]\n"Sana" = []\n"{sector}" = ["Bolalar bo‘limi"]\n', "kun"
    )
    run = imported(plan, source(tmp_path, text), "--profile", name)
    assert run.code == 2
    assert said in run.err
    assert len(run.err.strip().splitlines()) == 1
    assert plan.read_bytes() == before


@pytest.mark.parametrize("below", [False, True])
def test_days_are_filled_and_a_typed_figure_stays(plan: Path, tmp_path: Path, below: bool) -> None:
    sectors = read(plan).settings.sectors[:2]
    opened = open_plan(plan)
    view = opened.file.views["Kundalik"]
    day = next(day for day in opened.plan.days if day.date == date(2025, 3, 6))
    from akmxl.workbook.reading.registers import sector_columns

    columns = sector_columns(view, opened.plan.settings)
    put(plan, {("Kundalik", day.row, columns[sectors[0]]): 50})
    if below:
        names = '"Sana" = []\n"Sektor" = []\n"Miqdori" = ["Soni"]\n'
        rows = [
            f"{d};{s};{n}"
            for d, *two in (("05.03.2025", 4, 5), ("06.03.2025", 6, 7))
            for s, n in zip(sectors, two, strict=True)
        ]
        text = "\n".join(["Sana;Sektor;Soni", *rows])
    else:
        names = '"Sana" = []\n' + "".join(f'"{sector}" = []\n' for sector in sectors)
        text = "\n".join([f"Sana;{sectors[0]};{sectors[1]}", "05.03.2025;4;5", "06.03.2025;6;7"])
    name = profile(tmp_path, f'nishon = "Kundalik"\n[ustunlar]\n{names}', "kun")
    run = imported(plan, source(tmp_path, text + "\n"), "--profile", name, "--json")
    assert [(one["standing"], one["coming"]) for one in run.json["kept"]] == [(50, 6)]
    days = {one.date.day: one for one in read(plan).days if one.date.month == 3}
    assert [days[5].columns[sector].value for sector in sectors] == [4, 5]
    assert [days[6].columns[sector].value for sector in sectors] == [50, 7]
    akmxl("import", plan, "--undo", *TODAY)
    days = {one.date.day: one for one in read(plan).days if one.date.month == 3}
    assert [days[6].columns[sector].said if sector in days[6].columns else None for sector in sectors] == [
        50,
        None,
    ]


def test_a_day_that_the_log_has_not_is_given_back(plan: Path, tmp_path: Path) -> None:
    opened = open_plan(plan)
    view, sector = opened.file.views["Kundalik"], opened.plan.settings.sectors[0]
    day = next(day for day in opened.plan.days if day.date == date(2025, 3, 5))
    put(plan, {("Kundalik", day.row, column): None for column in view.titles})
    name = profile(tmp_path, f'nishon = "Kundalik"\n[ustunlar]\n"Sana" = []\n"{sector}" = []\n', "kun")
    run = imported(
        plan, source(tmp_path, f"Sana~{sector}\n05.03.2025~4\n06.03.2025~5\n"), "--profile", name, "--json"
    )
    assert (run.json["changed"], run.json["rejected_count"]) == (1, 1)
    sheet = openpyxl.load_workbook(run.json["rejected_file"]).active
    assert sheet is not None
    assert [sheet.cell(2, column).value for column in (1, 2)] == ["05.03.2025", "4"]


def test_tasks_go_into_the_journal_and_come_back_out(plan: Path, tmp_path: Path) -> None:
    name = profile(
        tmp_path,
        'nishon = "Hisobotlar"\nkalit = ["Nomi"]\n[ustunlar]\n"Nomi" = ["Topshiriq"]\n'
        '"Topshirish muddati" = ["Muddat"]\n',
        "ijrolar",
    )
    file = source(tmp_path, "Topshiriq;Muddat\nMa’lumotnoma berish;18.04.2025\n")
    assert imported(plan, file, "--profile", name).code == 0
    assert "Ma’lumotnoma berish" in akmxl("due", plan, *TODAY).out
    assert imported(plan, file, "--json").json["unchanged"] == 1
    akmxl("import", plan, "--undo", *TODAY)
    assert "Ma’lumotnoma berish" not in akmxl("due", plan, *TODAY).out


def test_from_python_the_same(plan: Path, tmp_path: Path) -> None:
    import akmxl as library

    found = library.import_file(
        library.open_plan(plan), source(tmp_path, EVENTS), "tadbirlar", today="2025-04-10"
    )
    assert found.new_count == 2
    undone = library.undo_import(library.open_plan(plan), today="2025-04-10")
    assert undone.emptied == 2
    assert json.loads(akmxl("check", plan, "--json", *TODAY).out)["year"] == 2025

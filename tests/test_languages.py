"""Messages speak the chosen language; what is written for the office and its addressees is always Uzbek.

The same commands are given in Uzbek and in Russian, on equal files: what then lies in the folder is the same,
byte for byte, and what was said is not.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from running import Run, akmxl, everything_in, put

from akmxl.cli.options import says_yes
from akmxl.core.i18n import LANGUAGES, in_language
from akmxl.workbook.layout import FINDINGS
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Demo

pytestmark = pytest.mark.slow

APRIL = ("--today", "2025-04-10")
EVENTS = (
    "Дата;Вид мероприятия;Название мероприятия;Участники;Ответственный\n"
    "05.03.2025;Kitobxon onalar kuni;Onalar bayrami;30;Bolalar xizmati\n"
    "07.03.2025;Kitobxon onalar kun;Ikkinchi;12;\n"
)
QUARTER = {
    "check": [("check", *APRIL)],
    "check --fix": [("check", "--fix", *APRIL)],
    "close-month": [("close-month", "--month", "2025-03", "--yes", *APRIL)],
    "rollup": [("rollup", "--csv", "jamlanma.csv", *APRIL)],
    "submit and send": [
        ("submit", "--period", "2025-Q1", *APRIL),
        ("sent", "MK-10", "2025-Q1", "--number", "12", "--date", "2025-04-08", *APRIL),
        ("submit", "--only", "MK-10", "--period", "2025-Q1", "--correction", "--reason", "Xato edi", *APRIL),
        ("check", *APRIL),
    ],
    "import": [
        ("import", "fayl.csv", "--profile", "tadbirlar", *APRIL),
        ("import", "--suggest", "fayl.csv", *APRIL),
        ("import", "--undo", *APRIL),
    ],
    "archive": [
        ("submit", "--period", "2025-Q1", *APRIL),
        ("sent", "MK-10", "2025-Q1", "--number", "12", "--date", "2025-04-08", *APRIL),
        ("archive", "--period", "2025-Q1", "--incomplete", *APRIL),
    ],
    "page": [("page", *APRIL)],
    "repair": [("repair", *APRIL)],
    "new-year": [("new-year", "reja.xlsx", "--year", "2026", "--out", "reja-2026.xlsx", "--draft", *APRIL)],
    "init": [("init", "yangi.xlsx", "--org", "Shirin shahar AKM", *APRIL)],
}  # fmt: skip


def left_in(folder: Path) -> list[tuple[str, bytes | None]]:
    """The files of a folder in their order; copies made by the way go by their name without its moment."""
    files = sorted(everything_in(folder).items())
    return [(re.sub(r"-\d{8}-\d{6}-\d+(?=\.xlsx$)", "", name), data) for name, data in files]


def given(commands: Sequence[Sequence[str]], folder: Path, language: str) -> list[Run]:
    """What commands say that are given in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return [akmxl(*command, lang=language) for command in commands]


@pytest.mark.parametrize("commands", QUARTER.values(), ids=QUARTER)
def test_a_workbook_and_its_forms_are_the_same_in_every_language(
    commands: Sequence[Sequence[str]], quarter: Path, tmp_path: Path
) -> None:
    runs: dict[str, list[Run]] = {}
    for language in LANGUAGES:
        folder = tmp_path / language / "ish"
        folder.mkdir(parents=True)
        shutil.copyfile(quarter, folder / "reja.xlsx")
        put(folder / "reja.xlsx", {("Oylik", 24, 8): 33, ("Oylik", 32, 8): "7 ta"})
        (folder / "fayl.csv").write_text(EVENTS, encoding="utf-8")
        runs[language] = given(commands, folder, language)
    uzbek = left_in(tmp_path / "uz")
    for language in LANGUAGES:
        assert left_in(tmp_path / language) == uzbek
        assert [run.code for run in runs[language]] == [run.code for run in runs["uz"]]
    assert all(run.code in (0, 1) for run in runs["uz"]), runs["uz"]
    for run, other in zip(runs["ru"], runs["uz"], strict=True):
        assert run.out != other.out
        assert re.search("[а-яё]{4}", run.out)


def test_findings_are_russian_on_the_screen_and_uzbek_in_the_workbook(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "reja.xlsx"
    shutil.copyfile(demo.faulty, path)
    run = akmxl("check", path, "--json", "--today", "2025-10-09", lang="ru")
    said = {one["rule"]: f"{one['message']} {one['fix']}" for one in run.json["findings"]}
    assert said["STR18"].startswith("В ячейке H24 вместо формулы вписано число: 33. По расчёту: 28.")
    assert said["TYP09"].startswith("В ячейке M32 к числу добавлены слова: «7 ta».")
    assert not [text for text in said.values() if not re.search("[а-яё]{4}", text)]

    view = PlanFile.open(path).views[FINDINGS]
    written = " ".join(f"{view.text(row, 'what')} {view.text(row, 'fix')}" for row in view.filled_rows())
    assert "katagidagi formula o‘rniga son yozilgan: 33." in written
    assert not re.search("[а-яё]{4}", written)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("ru", "ошибка"),
        ("ru", "Требует пояснения"),
        ("uz", "xato"),
        ("ru", "xato"),
        ("en", "error"),
        ("ru", "explain"),
    ],
)
def test_a_severity_is_asked_for_in_the_language_that_names_it(
    language: str, word: str, shipped: Path
) -> None:
    assert akmxl("check", shipped, "--no-write", "--severity", word, *APRIL, lang=language).code in (0, 1)


def test_a_wrong_severity_names_the_words_of_the_language(shipped: Path) -> None:
    run = akmxl("check", shipped, "--severity", "ошипка", *APRIL, lang="ru")
    assert run.code == 2
    assert "ошибка, требует пояснения, предупреждение, сведение" in run.err


@pytest.mark.parametrize(
    ("language", "answer"), [("ru", "да"), ("ru", "Д"), ("uz", "ha"), ("uz", "h"), ("en", "y")]
)
def test_a_yes_is_a_yes_in_the_language_of_the_question(
    language: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.prompt", lambda *_given, **_more: answer)
    with in_language(language):
        assert says_yes("?")
    monkeypatch.setattr("click.prompt", lambda *_given, **_more: "нет")
    with in_language(language):
        assert not says_yes("?")

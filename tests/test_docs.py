"""The documentation says what there is: commands parse, links lead somewhere, placeholders are known."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from akmxl.actions.addin.words import TAB, tab_in
from akmxl.cli.group import cli
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import in_language
from akmxl.core.spelling import fold
from akmxl.submission.parcel.letter import TRIAL
from akmxl.submission.template.placeholders import known_words, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs/qollanma.md"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
REGIONS = ROOT / "docs/viloyat.md"
RUSSIAN = ROOT / "docs/rukovodstvo.md"
SHOWING_COMMANDS = (ROOT / "README.md", GUIDE, REGIONS, RUSSIAN)
LETTER_WORDS = {*TRIAL, *(f"ilova.{word}" for word in TRIAL["ilovalar"][0])}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def links(page: Path) -> list[str]:
    """The targets of a page's links and pictures that lie in the repository."""
    plain = re.sub(r"```.*?```|`[^`]*`", "", text_of(page), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", plain)
    return [target for target in targets if not re.match(r"[a-z]+:|#", target)]


def commands(page: Path) -> Iterator[str]:
    """The commands of a page: lines of its code blocks, and whole ones within sentences."""
    text = text_of(page)
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    yield from (line for block in blocks for line in block.splitlines() if line.startswith("akmxl "))
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    whole = (" ".join(span.split()) for span in re.findall(r"`(akmxl [^`]+)`", prose))
    # A bare name such as `akmxl sent` speaks of the command and is not to be typed like that.
    yield from (span for span in whole if span.count(" ") > 1)


SHOWN = [line for page in SHOWING_COMMANDS for line in commands(page)]


def placeholders(page: Path) -> list[str]:
    return re.findall(r"\{\{\s*(.+?)\s*\}\}", text_of(page))


@pytest.fixture
def dev() -> Iterator[ModuleType]:
    """The developer's command, which writes pages out of the code."""
    sys.path.insert(0, str(ROOT))
    try:
        yield importlib.import_module("dev")
    finally:
        sys.path.remove(str(ROOT))


def test_the_code_of_a_rule_that_is_gone_must_be_withdrawn(dev: ModuleType) -> None:
    page = text_of(ROOT / "docs/rules.md")
    assert dev.lost_codes(page) == set()
    assert dev.lost_codes(page + "\n### STR99: xato\n\n### STR03: xato\n") == {"STR99"}


def test_the_generated_pages_are_as_the_code_says(dev: ModuleType) -> None:
    for path, text in dev.pages().items():
        assert text_of(path) == text, f"{path.name}: run python dev.py docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_is_there(page: Path) -> None:
    missing = [target for target in links(page) if not (page.parent / target.partition("#")[0]).exists()]
    assert not missing


def test_every_picture_is_shown_and_light() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in links(page)}
    for picture in (ROOT / "docs/pictures").glob("*.png"):
        assert picture.resolve() in shown, picture.name
        assert picture.stat().st_size < 150_000, picture.name


def test_commands_are_found_in_the_pages() -> None:
    assert len(SHOWN) > 10


@pytest.mark.parametrize("line", SHOWN)
def test_a_shown_command_parses(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "uz")  # --lang sets it, and the run's language
    command: click.Command = cli
    _, *arguments = shlex.split(line)
    while isinstance(command, click.Group) and not arguments[0].startswith("-"):
        name, *arguments = arguments
        assert name in command.commands
        command = command.commands[name]
    try:
        with in_language("uz"):
            command.make_context(line, arguments, parent=click.Context(cli))
    except click.exceptions.Exit:
        pass  # --help and --version are done when they are read
    except (click.UsageError, AkmxlError) as problem:
        pytest.fail(f"{line}: {problem}")


def test_the_commands_that_the_guide_speaks_of_exist() -> None:
    named = {
        name for page in SHOWING_COMMANDS for name in re.findall(r"`akmxl ([a-z][a-z-]*)", text_of(page))
    }
    assert named <= set(cli.commands)


def test_the_guide_names_only_known_placeholders() -> None:
    words = [*placeholders(GUIDE), *placeholders(REGIONS)]
    assert [word for word in words if not parse(word).kind and word not in LETTER_WORDS] == []


def test_the_guide_names_every_word_of_the_cover_letter() -> None:
    assert [word for word in sorted(LETTER_WORDS) if word not in text_of(GUIDE)] == []


def test_the_guide_names_every_placeholder() -> None:
    named = {fold(word) for page in (GUIDE, REGIONS) for word in placeholders(page)}
    assert [word for word in known_words() if fold(word) not in named] == []


def test_the_russian_chapter_names_every_button_and_sheet() -> None:
    page = text_of(RUSSIAN)
    labels = [
        re.findall(r'<button [^>]*?label="([^"]+)"', tab_in(language, text_of(ROOT / "macros" / TAB)))
        for language in ("ru", "uz")
    ]
    assert len(labels[0]) == 12
    for russian, uzbek in zip(*labels, strict=True):
        assert f"| {russian} | {uzbek} |" in page
    sheets = re.findall(r"^\| (`[^`]+`)", chapter(text_of(GUIDE), 1), re.MULTILINE)
    assert len(sheets) > 10
    assert re.findall(r"^\| (`[^`]+`) \(", page, re.MULTILINE) == sheets
    above = [text.partition("## 1.")[0] for text in (page, text_of(GUIDE))]
    russian, uzbek = (re.findall(r"^\|.*\| (\d[^|]*|все|hammasi) \|$", text, re.MULTILINE) for text in above)
    assert len(uzbek) > 10
    assert [re.findall(r"\d+", cell) for cell in russian] == [re.findall(r"\d+", cell) for cell in uzbek]


def chapter(page: str, number: int) -> str:
    return re.split(r"^## \d+\. ", page, flags=re.MULTILINE)[number]


def menus_of(page: str) -> str:
    return chapter(page, 15).partition("### Excel menyulari uch tilda")[2]


def test_excels_menus_are_named_in_three_languages() -> None:
    rows = [
        line.strip("| ").split(" | ") for line in menus_of(text_of(GUIDE)).splitlines() if line[:1] == "|"
    ]
    menus = {(russian, english): uzbek for _, uzbek, russian, english in rows[2:]}
    assert len(menus) > 30
    assert all(menus.values())
    russian_names = {name for russian, _ in menus for name in russian.split(", ")}
    catalogue = text_of(ROOT / "akmxl/core/locale/ru/LC_MESSAGES/akmxl.po").replace('"\n"', "")
    said = re.findall(r"«([А-Я][а-я ]+)»/([A-Z][A-Za-z ]+?)(?=[,.;)»\"]| →| и )", catalogue)
    assert len(said) > 8
    assert [pair for pair in said if pair not in menus] == []
    assert {"Дата", "Текстовый", "Рецензирование", "Изменить связи"} <= russian_names

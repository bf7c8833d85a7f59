"""The developer's one command.

python dev.py             format, lint, types, layers and tests: what CI runs
python dev.py messages    collect the message ids into the .po of each language and compile them
python dev.py docs        write the generated pages of docs/ anew: rules, commands, profiles, the guide's HTML
python dev.py pin         write constraints.txt anew: the newest version of every package
python dev.py versions    run the quick tests with the pinned, the newest and the lowest versions, and compare
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from babel.messages.catalog import Catalog
    from click import Group

    from akmxl.rules.rule import Rule

ROOT = Path(__file__).resolve().parent
RATES = ROOT / "tests/rules/corpus/rates.toml"
CHECKS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
    ("lint-imports",),
    ("pytest",),
)


def check() -> int:
    """Run every check; the first that fails ends it."""
    scripts = Path(sys.executable).parent
    for command in CHECKS:
        print("$", " ".join(command), flush=True)
        tool = scripts / command[0]
        status = subprocess.call([str(tool), *command[1:]], cwd=ROOT)
        if status:
            return status
    return 0


MessageId = str | tuple[str, str]  # for one, for many


def message_ids() -> set[MessageId]:
    """Every message id: what the code marks, the words of the tab and its macro, what each rule checks."""
    from akmxl.actions.addin.words import words_of
    from akmxl.rules.find import RULES

    rules = {text for rule in RULES.values() for text in (rule.summary, rule.reason)}
    return marked_ids() | words_of(ROOT / "macros") | rules


def marked_ids() -> set[MessageId]:
    from babel.messages.extract import extract_from_dir

    keywords = {"_": None, "N_": None, "NN_": (1, 2), "translate": None}
    found = extract_from_dir(ROOT / "akmxl", method_map=[("**.py", "python")], keywords=keywords)
    return {message for _, _, message, _, _ in found}


def catalogues() -> dict[str, Path]:
    """The .po of each language but English, whose texts are the ids."""
    from akmxl.core.i18n import LANGUAGES, locale_folder

    return {name: locale_folder() / name / "LC_MESSAGES/akmxl.po" for name in LANGUAGES if name != "en"}


def read_catalogue(language: str) -> Catalog:
    from babel.messages.pofile import read_po

    with catalogues()[language].open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    from babel.messages.mofile import write_mo

    catalogue.creation_date = catalogue.revision_date = datetime(2025, 1, 1, tzinfo=UTC)
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def messages() -> int:
    """Bring each .po up to date, compile it, and say what is still to be translated."""
    ids = sorted(message_ids(), key=str)
    for language, path in catalogues().items():
        _bring_up_to_date(language, path, ids)
        catalogue = read_catalogue(language)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        waiting = [str(message.id) for message in catalogue if message.id and not all(forms(message.string))]
        print(f"{language}: {len(catalogue)} messages, {len(waiting)} to translate")
        for text in waiting:
            print("  ", text)
    return 0


def _bring_up_to_date(language: str, path: Path, ids: Iterable[MessageId]) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    old = read_catalogue(language) if path.exists() else Catalog(locale=language)
    nobody = {"msgid_bugs_address": "", "last_translator": "", "language_team": language}
    heading = f"# {old.locale.english_name}."
    new = Catalog(language, project="akmxl", version="1", header_comment=heading, fuzzy=False, **nobody)
    for text in ids:
        known = old.get(text)
        new.add(text, known.string if known else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=100, omit_header=False, sort_output=True)
    _tidy(path)


def forms(text: MessageId) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _tidy(path: Path) -> None:
    """No dates and no version of Babel, which change the file by themselves; no empty forms to fill in."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    unwanted = ("-Date: ", "Generated-By: ", "EMAIL@ADDRESS")
    kept = [line for line in lines if not any(word in line for word in unwanted)]
    path.write_text("".join(kept), encoding="utf-8")


def pages() -> dict[Path, str]:
    """The generated pages of the documentation, by path."""
    rules = "".join(_rules_page())
    return {
        ROOT / "docs/rules.md": rules,
        ROOT / "docs/commands.md": "".join(_commands_page()),
        ROOT / "docs/profiles.md": "".join(_profiles_page()),
        ROOT / "docs/qollanma.html": _html((ROOT / "docs/qollanma.md").read_text(encoding="utf-8")),
        ROOT / "docs/rukovodstvo.html": _html(
            (ROOT / "docs/rukovodstvo.md").read_text(encoding="utf-8"), "ru"
        ),
        ROOT / "docs/rules.html": _html(rules),
    }


def _rules_page() -> Iterator[str]:
    from akmxl.core.i18n import in_language, translate
    from akmxl.rules.find import FAMILIES, RULES

    yield "# Qoidalar katalogi\n\nKoddan olingan: `python dev.py docs`.\n"
    yield _how_good(tomllib.loads(RATES.read_text(encoding="utf-8"))["whole"])
    with in_language("uz"):
        for family, title in FAMILIES.items():
            yield f"\n## {translate(title)}\n"
            yield from _family_page(rule for rule in RULES.values() if rule.family == family)


def _how_good(rates: dict[str, float]) -> str:
    """What the rules find of slips that those who write them did not choose, and where they cry wolf."""
    words = {name: f"{number:g}".replace(".", ",") for name, number in rates.items()}
    return _HOW_GOOD.format(**words)


_HOW_GOOD = """
## Qoidalar qanchalik to‘g‘ri

{kinds} turdagi {slips} ta xato toza fayllarga bittadan kiritib ko‘rilgan, {years} ta toza yil tekshirilgan
(`tests/rules/corpus`). O‘lchash: `python -m tests.rules.measure --write`.

| o‘lchov | natija | maqsad |
|---|---|---|
| topilgan xatolar (faylning o‘zidan bilsa bo‘ladigan {knowable} tasidan) | {found} % | kamida 95 % |
| aynan o‘z katagida topilgani | {in_cell} % | kamida 85 % |
| bitta topilgan xatoga o‘rtacha holatlar | {findings_a_slip} | ko‘pi bilan 1,2 |
| bitta toza yilda o‘rinsiz to‘xtatuvchi holatlar | {blocks_a_year} | 0 |
| bitta toza yilda ortiqcha ogohlantirishlar | {warnings_a_year} | ko‘pi bilan 1 |
"""


def _family_page(rules: Iterable[Rule]) -> Iterator[str]:
    from akmxl.actions.wording import SEVERITY_WORDS
    from akmxl.core.i18n import outline, sentence, translate

    for rule in rules:
        word = translate(SEVERITY_WORDS[rule.severity])
        yield f"\n### {rule.code}: {word}\n\n{translate(rule.summary)}\n\n{sentence(rule.reason)}\n"
        if rule.fix:
            yield f"\n{translate('What to do: {advice}', advice=outline(rule.fix))}\n"
        okay, bad = rule.examples
        yield f"\n```text\n{okay.rstrip()}\n```\n\n```text\n{bad.rstrip()}\n```\n"


def _commands_page() -> Iterator[str]:
    yield "# Buyruqlar\n\nKoddan olingan: `python dev.py docs`.\n"
    yield _COMPLETION
    for name in ("", *_command_names()):
        text = help_text(name)
        yield f"\n## {' '.join(['akmxl', name]).strip()}\n\n```text\n{text.rstrip()}\n```\n"


def _profiles_page() -> Iterator[str]:
    """The schema of profiles: every word with an example, the shipped profiles, one of them whole."""
    from akmxl.core.i18n import in_language, sentence, translate
    from akmxl.importers.profile.read import read_profile
    from akmxl.importers.profile.words import WORDS

    yield _PROFILES
    with in_language("uz"):
        for table, title in _PROFILE_TABLES.items():
            yield f"\n## {title}\n"
            for word in WORDS:
                if word.table == table:
                    yield f"\n### {word.word}\n\n{sentence(translate(word.meaning))}.\n"
                    yield f"\n```toml\n{word.example}\n```\n"
    files = sorted((ROOT / "workbook_templates/profillar").glob("*.toml"))
    yield "\n## Tayyor profillar\n\n| profil | nomi | nishon |\n|---|---|---|\n"
    for profile in map(read_profile, files):
        link = f"../workbook_templates/profillar/{profile.path.name}"
        yield f"| [{profile.name}]({link}) | {profile.title} | {profile.target} |\n"


_PROFILE_TABLES = {
    "": "Faylning boshi va jadvallari",
    "oqish": "[oqish]: fayl qanday o‘qiladi",
    "son": "[[son]]: nima sanaladi",
}
_PROFILES = """\
# Profillar

Koddan olingan: `python dev.py docs`.

Profil — boshqa dasturdan olingan fayl qanday o‘qilishini va undagi sonlar qayerga tushishini aytadigan
matnli fayl (TOML). Markazning o‘z profillari ish reja fayli yonidagi `profillar` papkasida turadi; shu nomli
tayyor profildan oldin shular olinadi. Eng osoni — namunadan tuzdirish: `akmxl import --suggest EKSPORT.xlsx`.
Qadamlari qo‘llanmada: [Boshqa dasturdan olish](qollanma.md). Yozishda ishlatiladigan belgilar:

- `#` dan keyingi matn izoh, dastur uni o‘qimaydi. Qatorni yoqish uchun boshidagi `#` olib tashlanadi.
- Matn qo‘shtirnoqda: `"Sana"`. Bir nechta matn qavsda: `["Дата", "Date"]`.
- `[ustunlar]` — jadval boshi: undan keyingi qatorlar shu jadvalniki. `[[son]]` har bir son uchun qaytadan
  yoziladi.
- Faylning boshidagi so‘zlar (`nomi`, `nishon` ...) birinchi jadvaldan oldin turadi.
- Fayl UTF-8 kodlashida saqlanadi (Windowsning «Bloknot»i shunday saqlaydi).

Xato bo‘lsa, dastur fayl nomi, qatori va eng yaqin to‘g‘ri so‘zni aytadi, hech narsa yozmaydi.

Kitobxonlarning ismi, telefoni, pasporti hech bir profilga kerak emas: sonlar ularsiz sanaladi, varaqlarga esa
faqat markaz xodimlarining ismi yoziladi («Malaka»).
"""
_COMPLETION = r"""
## Buyruq so‘zlarini Tab bilan to‘ldirish

Buyruq, parametr va papkalarning boshini yozib Tab bosilsa, qolgani o‘zi chiqadi. Bir marta sozlanadi:

| qobiq | shu faylga | shu qator yoziladi |
|---|---|---|
| bash 4.4 va undan yangisi | `~/.bashrc` | `eval "$(_AKMXL_COMPLETE=bash_source akmxl)"` |
| zsh | `~/.zshrc` | `eval "$(_AKMXL_COMPLETE=zsh_source akmxl)"` |
| fish | `~/.config/fish/completions/akmxl.fish` | `_AKMXL_COMPLETE=fish_source akmxl \| source` |

Windowsning o‘z qobiqlari (cmd, PowerShell) bunday to‘ldirmaydi; Git Bash va WSL to‘ldiradi.
"""


def _command_names() -> list[str]:
    """Every command, those of a group by both words: ``addin install``."""
    from akmxl.cli.group import cli

    return sorted(_names_below(cli))


def _names_below(group: Group, before: str = "") -> Iterator[str]:
    from click import Group

    for name, command in group.commands.items():
        yield before + name
        if isinstance(command, Group):
            yield from _names_below(command, f"{before}{name} ")


def help_text(command: str) -> str:
    """What ``akmxl COMMAND --help`` prints, in Uzbek and as wide as a page."""
    arguments = [sys.executable, "-m", "akmxl", *command.split(), "--help"]
    environment = os.environ | {"AKMXL_LANG": "uz", "COLUMNS": "100", "PYTHONUTF8": "1"}
    done = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8",
                          cwd=ROOT, env=environment, check=True)  # fmt: skip
    return done.stdout.replace("__main__.py", "akmxl").replace("python -m akmxl", "akmxl")


def lost_codes(page: str) -> set[str]:
    """The codes of a catalogue that are no rule any more and not withdrawn: they could be given again."""
    from akmxl.rules.find import RULES
    from akmxl.rules.rule import WITHDRAWN

    return set(re.findall(r"^### (\w+):", page, re.MULTILINE)) - set(RULES) - WITHDRAWN


_HEAD = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>akmxl: {title}</title>
<style>
body { max-width: 52em; margin: 2em auto; padding: 0 1em; }
body { font: 16px/1.5 "Segoe UI", sans-serif; color: #222; }
h1, h2, h3 { line-height: 1.2; }
h2 { margin-top: 2em; border-bottom: 1px solid #ccc; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid #ccc; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }
th { background: #eef3ee; }
code, pre { font-family: Consolas, monospace; background: #f4f4f4; }
pre { padding: 0.8em; overflow-x: auto; }
img { max-width: 100%; border: 1px solid #ccc; }
blockquote { margin-left: 0; padding-left: 1em; border-left: 4px solid #9cb; }
</style>
</head>
<body>
"""


def _html(text: str, language: str = "uz") -> str:
    """A page for library staff as the button Yordam opens it: without a network, links to its like."""
    from markdown_it import MarkdownIt

    title = text.partition("\n")[0].removeprefix("# ")
    body = MarkdownIt().enable("table").render(text)
    for page in ("rules", "qollanma", "rukovodstvo"):
        body = body.replace(f'href="{page}.md"', f'href="{page}.html"')
    return _HEAD.replace("{language}", language).replace("{title}", title) + body + "</body>\n</html>\n"


def docs() -> int:
    if lost := lost_codes((ROOT / "docs/rules.md").read_text(encoding="utf-8")):
        print(
            "No rule has these codes any more; name them in WITHDRAWN (akmxl/rules/rule.py):", *sorted(lost)
        )
        return 1
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


PINS = ROOT / "constraints.txt"
_PINS_HEAD = "# The versions that are known to work together: written by `python dev.py pin`.\n"
OLDEST_PYTHON = "3.11"
# Three minutes on two cores. What is slow goes through whole years and every fault, in code of akmxl's own.
QUICK = "not slow and not libreoffice"
# No test needs these, and they ask for newer packages than akmxl does.
LINTERS = {"import-linter", "mypy", "pandas-stubs", "ruff", "types-psutil"}


def pin() -> int:
    """Write the newest version of every package, with markers for other systems and Pythons than this one.

    pip knows only the machine that it runs on, so uv resolves for all of them.
    """
    options = f"--universal --python-version={OLDEST_PYTHON} --extra=dev --no-header --no-annotate --quiet"
    with _fresh_environment(sys.executable) as python:
        _install(python, "uv")
        resolve = (python, "-m", "uv", "pip", "compile", "pyproject.toml", *options.split())
        pins = subprocess.run(resolve, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    PINS.write_text(_PINS_HEAD + pins, encoding="utf-8")
    print(f"{PINS.name}: {len(pins.splitlines())} versions; now `python dev.py versions`")
    return 0


@contextmanager
def _fresh_environment(python: str) -> Iterator[str]:
    """The Python of a new virtual environment, which is gone afterwards."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        yield str(Path(folder, "Scripts" if os.name == "nt" else "bin", "python"))


def _install(python: str, *what: str) -> None:
    subprocess.run([python, "-m", "pip", "install", "--quiet", *what], cwd=ROOT, check=True)


class Tried(NamedTuple):
    """A row of the table: how the quick tests went with a set of versions."""

    name: str
    python: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    remark: str = ""

    def __str__(self) -> str:
        counts = f"{self.passed:>8}{self.failed:>8}{self.skipped:>9}{self.seconds:>9.0f}"
        return f"{self.name:<8}{self.python:<8}{counts}  {self.remark}".rstrip()


def versions() -> int:
    """Run the quick tests with each set of versions; 1 when one of them fails."""
    with TemporaryDirectory() as folder:
        lowest = Path(folder, "lowest.txt")
        lowest.write_text("\n".join(lowest_versions()), encoding="utf-8")
        rows = [
            _tried("pinned", sys.executable, "-c", PINS.name, "-e", ".[dev]"),
            _tried("newest", sys.executable, "-e", ".[dev]"),
            _tried("lowest", _oldest_python(), "-r", str(lowest), "-e", "."),
        ]
    print(f"\n{'set':<8}{'python':<8}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}", *rows, sep="\n")
    return int(any(row.failed for row in rows))


def _tried(name: str, python: str | None, *what: str) -> Tried:
    if python is None:
        return Tried(name, OLDEST_PYTHON, remark="not tried: there is no such Python on this machine")
    version = _ask(python, "-c", "import platform; print(platform.python_version())")
    print(f"\n{name}, Python {version}", flush=True)
    with _fresh_environment(python) as fresh:
        try:
            _install(fresh, *what)
        except subprocess.CalledProcessError:
            return Tried(name, version, failed=1, remark="could not be installed")
        return _tested(Tried(name, version), fresh)


def _tested(row: Tried, python: str) -> Tried:
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        quick = (python, "-m", "pytest", "-m", QUICK, "-p", "no:cacheprovider", f"--junitxml={report}")
        status = subprocess.call(quick, cwd=ROOT)
        if not report.exists():
            return row._replace(failed=1, remark="pytest did not run")
        counts = next(ElementTree.parse(report).iter("testsuite")).attrib
    failed, skipped = int(counts["failures"]) + int(counts["errors"]), int(counts["skipped"])
    passed = int(counts["tests"]) - failed - skipped
    seconds = time.monotonic() - started
    return row._replace(passed=passed, failed=failed or int(status != 0), skipped=skipped, seconds=seconds)


def _oldest_python() -> str | None:
    """The oldest Python that akmxl runs on: this one, or one on the path (a launcher may answer for none)."""
    tell = "import sys; print(*sys.version_info[:2], sep='.'); print(sys.executable)"
    for command in ([sys.executable], [f"python{OLDEST_PYTHON}"], ["py", f"-{OLDEST_PYTHON}"]):
        version, _, path = _ask(*command, "-c", tell).partition("\n")
        if version == OLDEST_PYTHON:
            return path
    return None


def _ask(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def lowest_versions() -> list[str]:
    """What akmxl needs at run time, each at its lower bound, and what its tests need, as it is pinned."""
    needed, tools = project()["dependencies"], project()["optional-dependencies"]["dev"]
    wanted = set(map(package, tools)) - set(map(package, needed)) - LINTERS
    pins = PINS.read_text(encoding="utf-8").splitlines()
    return [text.replace(">=", "==") for text in needed] + [pin for pin in pins if package(pin) in wanted]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def package(requirement: str) -> str:
    """The name of a requirement as pip compares it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


if __name__ == "__main__":
    work = {"": check, "messages": messages, "docs": docs, "pin": pin, "versions": versions}
    sys.path.insert(0, str(ROOT))
    sys.exit(work[" ".join(sys.argv[1:])]())

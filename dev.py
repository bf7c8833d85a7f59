"""The developer's one command.

python dev.py             format, lint, types, layers and tests: what CI runs
python dev.py messages    collect the message ids into the .po and compile it
python dev.py docs        write docs/rules.md, docs/commands.md, docs/qollanma.html and docs/rules.html anew
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog
    from click import Group

ROOT = Path(__file__).resolve().parent
PO = ROOT / "akmxl/locale/uz/LC_MESSAGES/akmxl.po"
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
    """Every message id of the code: marked texts, and what each rule checks and why."""
    from akmxl.rules import RULES

    return marked_ids() | {text for rule in RULES.values() for text in (rule.summary, rule.reason)}


def marked_ids() -> set[MessageId]:
    from babel.messages.extract import extract_from_dir

    keywords = {"_": None, "N_": None, "NN_": (1, 2), "translate": None}
    found = extract_from_dir(ROOT / "akmxl", method_map=[("**.py", "python")], keywords=keywords)
    return {message for _, _, message, _, _ in found}


def read_catalogue() -> Catalog:
    from babel.messages.pofile import read_po

    with PO.open("rb") as file:
        return read_po(file, locale="uz")


def compiled(catalogue: Catalog) -> bytes:
    from babel.messages.mofile import write_mo

    catalogue.creation_date = catalogue.revision_date = datetime(2025, 1, 1, tzinfo=UTC)
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def messages() -> int:
    """Bring the .po up to date, compile it, and say what is still to be translated."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    old = read_catalogue() if PO.exists() else Catalog(locale="uz")
    nobody = {"msgid_bugs_address": "", "last_translator": "", "language_team": "uz"}
    new = Catalog("uz", project="akmxl", version="1", header_comment="# Uzbek.", fuzzy=False, **nobody)
    for text in sorted(message_ids(), key=str):
        known = old.get(text)
        new.add(text, known.string if known else "")
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, width=100, omit_header=False, sort_output=True)
    _tidy(PO)
    PO.with_suffix(".mo").write_bytes(compiled(read_catalogue()))
    waiting = [str(message.id) for message in new if message.id and not all(forms(message.string))]
    print(f"{len(new)} messages, {len(waiting)} to translate")
    for text in waiting:
        print("  ", text)
    return 0


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
        ROOT / "docs/qollanma.html": _html((ROOT / "docs/qollanma.md").read_text(encoding="utf-8")),
        ROOT / "docs/rules.html": _html(rules),
    }


STAGES = {
    "structure": "Faylning tuzilishi", "beside": "Nusxalar va havolalar",
    "sheets": "Varaq, qator va kataklar", "types": "Sonlar",
    "results": "Formulalarning natijalari", "ceilings": "Haddan katta sonlar",
    "text": "Matnlar", "references": "Bog‘lanishlar", "settings": "Sozlamalar",
    "registers": "Ro‘yxat qatorlari",
    "approved": "Tasdiqlangan reja", "arithmetic": "Arifmetika", "time": "Vaqt", "trends": "O‘zgarishlar",
    "repeats": "Takrorlar",
    "planning": "Rejaning o‘zi", "plan": "Reja va fakt", "across": "Varaqlararo",
    "library": "Kutubxona ko‘rsatkichlari", "journal": "Hisobotlar daftari", "submission": "Hisobotlar",
    "reasons": "Izohlar",
}  # fmt: skip


def _rules_page() -> Iterator[str]:
    from akmxl.i18n import in_language, outline, sentence, translate
    from akmxl.rules import RULES
    from akmxl.terminal.checking import SEVERITY_WORDS

    yield "# Qoidalar katalogi\n\nKoddan olingan: `python dev.py docs`.\n"
    with in_language("uz"):
        stage = ""
        for rule in sorted(RULES.values(), key=lambda rule: list(STAGES).index(rule.stage)):
            if rule.stage != stage:
                stage = rule.stage
                yield f"\n## {STAGES[stage]}\n"
            word = translate(SEVERITY_WORDS[rule.severity])
            yield f"\n### {rule.code}: {word}\n\n{translate(rule.summary)}\n\n{sentence(rule.reason)}\n"
            if rule.fix:
                yield f"\n{translate('What to do: {advice}', advice=outline(rule.fix))}\n"
            okay, bad = rule.examples
            yield f"\n```text\n{okay.rstrip()}\n```\n\n```text\n{bad.rstrip()}\n```\n"


def _commands_page() -> Iterator[str]:
    yield "# Buyruqlar\n\nKoddan olingan: `python dev.py docs`.\n"
    for name in ("", *_command_names()):
        text = help_text(name)
        yield f"\n## {' '.join(['akmxl', name]).strip()}\n\n```text\n{text.rstrip()}\n```\n"


def _command_names() -> list[str]:
    """Every command, those of a group by both words: ``addin install``."""
    from akmxl.cli import cli

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
    from akmxl.rules import RULES
    from akmxl.rules.base import WITHDRAWN

    return set(re.findall(r"^### (\w+):", page, re.MULTILINE)) - set(RULES) - WITHDRAWN


_HEAD = """\
<!DOCTYPE html>
<html lang="uz">
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


def _html(text: str) -> str:
    """A page for library staff as the button Yordam opens it: without a network, links to its like."""
    from markdown_it import MarkdownIt

    title = text.partition("\n")[0].removeprefix("# ")
    body = MarkdownIt().enable("table").render(text).replace('href="rules.md"', 'href="rules.html"')
    return _HEAD.replace("{title}", title) + body + "</body>\n</html>\n"


def docs() -> int:
    if lost := lost_codes((ROOT / "docs/rules.md").read_text(encoding="utf-8")):
        print(
            "No rule has these codes any more; name them in WITHDRAWN (akmxl/rules/base.py):", *sorted(lost)
        )
        return 1
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    work = {"": check, "messages": messages, "docs": docs}
    sys.path.insert(0, str(ROOT))
    sys.exit(work[" ".join(sys.argv[1:])]())

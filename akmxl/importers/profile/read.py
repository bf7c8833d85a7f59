"""Read a profile's file: TOML by a schema; what is wrong in it is said with its line."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.said import Said
from akmxl.core.spelling import nearest, tidy
from akmxl.importers.profile.profile import (
    COUNTS,
    DATE_ORDERS,
    KINDS,
    TABLE,
    TARGETS,
    CountRule,
    Profile,
)
from akmxl.importers.profile.words import KEYS
from akmxl.ooxml.package.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Table = Mapping[str, object]

_LARGEST = 1 << 20  # bytes of a profile
_HEADINGS = 9  # rows that a heading may have
_TABLE_LINE = lazily(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?")
_KEY_LINE = lazily(r"\s*(\"[^\"]*\"|'[^']*'|[\w-]+)\s*[.=]")
_TWICE = lazily(r"overwrite|twice|[Dd]uplicate|redefine|immutable")  # as tomllib says it
_INSIDE = lazily(r"inline table key '(.+?)'")
_SYNTAX = lazily(r"(.*?)\s*\(at line (\d+), column \d+\)", 16)  # re.DOTALL


def read_profile(path: Path) -> Profile:
    """Read a profile. Raises ``FileProblem`` with the line for what is no TOML or not in the schema."""
    data = read_regular(str(path), _LARGEST)
    if data is None:
        raise FileProblem(N_("Profile {file}: larger than 1 MB; it is no profile."), file=path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            N_("Profile {file}: it is not saved as UTF-8. Save it so."), file=path.name
        ) from error
    return profile_in(text, path)


def profile_in(text: str, path: Path) -> Profile:
    """Read the text of a profile that stands, or will stand, in a file. Raises as ``read_profile`` does."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _SYNTAX.fullmatch(str(error))
        line = int(match[2]) if match else text.count("\n") + 1
        raise _no_toml(path, text, line, str(error)) from error
    return _Reader(path, found, _lines(text)).profile()


def _no_toml(path: Path, text: str, line: int, why: str) -> FileProblem:
    """Say what is wrong with a text that is no TOML: a word that stands twice, or a sign that is missing."""
    written = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    key = _TABLE_LINE.fullmatch(written) or _KEY_LINE.match(written)
    inside = _INSIDE.search(why)
    if key and _TWICE.search(why):
        return FileProblem(
            N_("Profile {file}, line {line}: “{word}” stands twice. Keep one of the two."),
            file=path.name, line=line, word=inside[1] if inside else key[1].strip("\"'"),
        )  # fmt: skip
    return FileProblem(
        N_("Profile {file}, line {line}: it cannot be read; a quotation mark, bracket or = is missing."),
        file=path.name, line=line,
    )  # fmt: skip


def _lines(text: str) -> dict[tuple[str, str, int], int]:
    """Return the line of each key: by its table, its own word and which of several such tables it is."""
    found: dict[tuple[str, str, int], int] = {}
    table, several = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE_LINE.fullmatch(line):
            table = ".".join(part.strip().strip("\"'") for part in match[1].split(".", 1))
            several += line.lstrip().startswith("[[")
            found.setdefault((table, "", several), number)
        elif match := _KEY_LINE.match(line):
            found.setdefault((table, match[1].strip("\"'"), several if table == "son" else 0), number)
    return found


class _Reader:
    """Reads what TOML gave by the schema."""

    def __init__(self, path: Path, found: Table, lines: Mapping[tuple[str, str, int], int]) -> None:
        self._path = path
        self._found = found
        self._lines = lines

    def profile(self) -> Profile:
        self._refuse_unknown("", self._found)
        reading = self._table("oqish")
        self._refuse_unknown("oqish", reading)
        kind = self._choice("", self._found, "manba", KINDS, TABLE)
        target = self._choice("", self._found, "nishon", TARGETS, "")
        columns = self._columns(kind)
        profile = Profile(
            name=self._path.stem,
            title=self._text("", self._found, "nomi") or self._path.stem,
            path=self._path,
            kind=kind,
            target=target,
            columns=columns,
            sheet=self._text("oqish", reading, "varaq"),
            heading_rows=self._number("oqish", reading, "sarlavha_qatorlari", _HEADINGS),
            joined=self._text("oqish", reading, "sarlavha_birlashuvi", exact=True) or " ",
            skipped=self._texts("oqish", reading, "otkaziladigan"),
            control=self._texts("oqish", reading, "nazorat"),
            date_order=self._choice("oqish", reading, "sana_tartibi", DATE_ORDERS, "", empty=True),
            decimal=self._choice("oqish", reading, "kasr_belgisi", (",", "."), "", empty=True),
            encoding=self._text("oqish", reading, "kodlash"),
            separator=self._text("oqish", reading, "ajratgich", exact=True),
            across=self._flag("oqish", reading, "oylar_ustunda"),
            added=self._flag("oqish", reading, "qoshiladi"),
            filters={name: self._words("filtr", name, words) for name, words in self._table("filtr").items()},
            identity=self._texts("", self._found, "kalit"),
            fixed={name: self._one("doimiy", name, value) for name, value in self._table("doimiy").items()},
            words=self._renamed(),
            counts=self._counts(),
            optional=frozenset(self._texts("", self._found, "ixtiyoriy")),
            lines={word: line for (table, word, _), line in self._lines.items() if table == "ustunlar"},
        )
        self._check(profile)
        return profile

    def _check(self, profile: Profile) -> None:
        """Refuse what no import can be made of, whatever the export holds."""
        known = {*profile.columns, *profile.fixed}
        if profile.target == COUNTS:
            if not profile.counts:
                raise self._fault(
                    "", "nishon", N_("the target is “sonlar”, but no [[son]] says what is counted")
                )
            if profile.control and not profile.across and not any(rule.quantity for rule in profile.counts):
                raise self._fault("oqish", "nazorat", N_("“nazorat” needs a [[son]] with “miqdor”"))
            for rule in profile.counts:
                asked = (rule.month, rule.quantity, rule.distinct, rule.after, *rule.where)
                self._refuse_strange(("son", "oy", rule.place), filter(None, asked), known)
        elif profile.counts:
            raise self._fault("son", "", N_("[[son]] stands for counts; with it the target is “sonlar”"))
        for table, words in (("filtr", profile.filters), *(("son", rule.where) for rule in profile.counts)):
            for name, wanted in words.items():
                if not wanted:  # an empty list would let no row through
                    raise self._fault(
                        table, name, N_("“{word}” has no word: write one, or “*” for any"), word=name
                    )
        self._refuse_strange(("", "kalit", 0), profile.identity, known)
        self._refuse_strange(("filtr", "", 0), profile.filters, known)
        self._refuse_strange(("moslik", "", 0), profile.words, known)
        self._refuse_strange(("", "ixtiyoriy", 0), profile.optional, known)

    def _refuse_strange(self, at: tuple[str, str, int], names: Iterable[str], known: set[str]) -> None:
        for name in names:
            if name not in known:
                raise FileProblem(
                    N_(
                        "Profile {file}, line {line}: “{name}” is no column of [ustunlar]. "
                        "Columns: {known}."
                    ),
                    file=self._path.name, line=self._line(*at), name=name, known=", ".join(sorted(known)),
                )  # fmt: skip

    def _columns(self, kind: str) -> dict[str, tuple[str, ...]]:
        table = self._table("ustunlar")
        if not table and kind == TABLE:
            raise self._fault("ustunlar", "", N_("[ustunlar] names no column"))
        return {tidy(name): (name, *self._words("ustunlar", name, words)) for name, words in table.items()}

    def _renamed(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name, words in self._table("moslik").items():
            if not isinstance(words, dict):
                raise self._fault(
                    "moslik", name, N_("[moslik.“heading”] holds lines “their word” = “our word”")
                )
            found[tidy(name)] = {
                word: self._one(f"moslik.{name}", word, ours) for word, ours in words.items()
            }
        return found

    def _counts(self) -> tuple[CountRule, ...]:
        rules = self._found.get("son", [])
        if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
            raise self._fault("son", "", N_("a count begins with the line [[son]]"))
        return tuple(self._count(place, rule) for place, rule in enumerate(rules, 1))

    def _count(self, place: int, rule: Table) -> CountRule:
        self._refuse_unknown("son", rule, place)
        where = rule.get("agar", {})
        if not isinstance(where, dict):
            raise self._fault("son", "agar", N_("“agar” holds pairs in braces: heading = word"), place)
        found = CountRule(
            code=self._text("son", rule, "band", place=place),
            month=tidy(self._text("son", rule, "oy", place=place)),
            quantity=tidy(self._text("son", rule, "miqdor", place=place)),
            distinct=tidy(self._text("son", rule, "turli", place=place)),
            after=tidy(self._text("son", rule, "keyin", place=place)),
            where={tidy(name): self._words("son", name, words) for name, words in where.items()},
            at_least=self._flag("son", rule, "kamida"),
            place=place,
            line=self._line("son", "", place),
        )
        across = self._flag("oqish", self._table("oqish"), "oylar_ustunda")
        for word, value in (("band", found.code), ("oy", found.month or across)):
            if not value:
                raise self._fault("son", "", N_("[[son]] lacks the line “{word}”"), place, word=word)
        if found.quantity and found.distinct:
            raise self._fault(
                "son", "turli", N_("of “miqdor” and “turli” only one may stand in a [[son]]"), place
            )
        return found

    def _table(self, name: str) -> Table:
        table = self._found.get(name, {})
        if not isinstance(table, dict):
            raise self._fault(
                "", name, N_("“{word}” is a table: it begins with the line [{word}]"), word=name
            )
        return table

    def _refuse_unknown(self, table: str, found: Table, place: int = 0) -> None:
        for word in found:
            if word not in KEYS[table]:
                raise FileProblem(
                    N_("Profile {file}, line {line}: “{word}” is not known here. The nearest: {known}."),
                    file=self._path.name, line=self._line(table, word, place), word=word,
                    known=nearest(word, KEYS[table]) or ", ".join(KEYS[table]),
                )  # fmt: skip

    def _text(self, table: str, found: Table, word: str, *, exact: bool = False, place: int = 0) -> str:
        value = found.get(word, "")
        if not isinstance(value, str):
            raise self._fault(table, word, N_("“{word}” is a text in quotation marks"), place, word=word)
        return value if exact else value.strip()

    def _one(self, table: str, word: str, value: object) -> str:
        if not isinstance(value, str):
            raise self._fault(table, word, N_("“{word}” is a text in quotation marks"), word=word)
        return value

    def _texts(self, table: str, found: Table, word: str) -> tuple[str, ...]:
        return tuple(map(tidy, self._words(table, word, found.get(word, []))))

    def _words(self, table: str, word: str, value: object) -> tuple[str, ...]:
        """Return a text, or a list of texts, as texts."""
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise self._fault(table, word, N_('“{word}” is a text or a list of texts: ["…", "…"]'), word=word)
        return tuple(one for one in values if one.strip())

    def _number(self, table: str, found: Table, word: str, most: int) -> int:
        value = found.get(word, 0)
        if type(value) is not int or not 0 <= value <= most:
            raise self._fault(
                table, word, N_("“{word}” is a whole number from 0 to {most}"), word=word, most=most
            )
        return value

    def _flag(self, table: str, found: Table, word: str) -> bool:
        value = found.get(word, False)
        if not isinstance(value, bool):
            raise self._fault(
                table, word, N_("“{word}” is true or false, without quotation marks"), word=word
            )
        return value

    def _choice(
        self, table: str, found: Table, word: str, known: tuple[str, ...], usual: str, *, empty: bool = False
    ) -> str:
        value = self._text(table, found, word) or usual
        if value in known or (empty and not value):
            return value
        if not value:
            raise self._fault(table, word, N_("the line “{word}” is missing"), word=word)
        raise FileProblem(
            N_("Profile {file}, line {line}: “{word}” cannot be “{value}”. Write one of: {known}."),
            file=self._path.name, line=self._line(table, word), word=word, value=value,
            known=", ".join(known),
        )  # fmt: skip

    def _line(self, table: str, word: str, place: int = 0) -> int:
        """Return the line of a key, of its table, or 1."""
        own = (table, word, place), (table, "", place), (table, word, 0), ("", table, 0)
        found = (self._lines.get(key) for key in own)
        return next((line for line in found if line), 1)

    def _fault(self, table: str, word: str, message: str, place: int = 0, /, **params: object) -> FileProblem:
        return FileProblem(
            N_("Profile {file}, line {line}: {why}."),
            file=self._path.name, line=self._line(table, word, place), why=Said(message, **params),
        )  # fmt: skip

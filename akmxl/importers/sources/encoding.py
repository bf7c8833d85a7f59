"""Find out a text's encoding: what its bytes allow, what its letters say, else the person is asked."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument, Unreadable
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.alphabets import is_word
from akmxl.importers.sources.files import CHUNK, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Reading

ASKED = ("cp1251", "cp866", "cp1252")  # what is left where a text is no Unicode
_KNOWN = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", *ASKED, "koi8-r", "iso8859-5", "cp1254"}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WORD = lazily(rb"[A-Za-z'`\x80-\xff]*[\x80-\xff][A-Za-z'`\x80-\xff]*")
_LINE = lazily(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_CODE_PAGE = lazily(r"125[124]|866")  # of cp1251, windows-1251, win1251 ...
_MOST_WORDS, _MOST_LINES, _LONGEST_LINE = 5_000, 500, 400
_BLANK = (
    32  # control signs below it but for breaks of lines and pages, tabs and the end mark of DOS are no text
)
_CONTROL = bytes(set(range(_BLANK)) - {9, 10, 11, 12, 13, 26, 27})
_ENDS = {1: (b"\n", b"\r"), 2: (b"\n\0", b"\0\n", b"\r\0", b"\0\r")}
_NO_LETTER = "\ufffd"
_CERTAIN = 200  # letters of valid UTF-8 are not so by chance
_CLEAR = 3  # how many times more wrong words make another encoding impossible
_FEW = 3
_CLEARLY = 8
_FAULTLESS = 50  # so many right signs for one wrong one: an encoding with a few damaged places


@dataclass(frozen=True)
class Letters:
    """What a pass over a text's bytes has found.

    ``broken`` counts what is no UTF-8, ``right`` the bytes that are, beyond ASCII. ``words`` and ``lines``
    are samples that are not ASCII.
    """

    broken: int
    right: int
    words: Counter[bytes] = field(default_factory=Counter)
    lines: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Encoding:
    """An encoding as Python names it; ``doubtful`` says that some bytes of the text may not be in it."""

    name: str
    doubtful: bool = False

    @property
    def shown(self) -> str:
        return self.name.removesuffix("-sig")


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding; empty for one that is not read here."""
    page = _CODE_PAGE.search(name)
    try:
        found = codecs.lookup(page[0] if page else name.strip()).name
    except (LookupError, ValueError):
        return ""
    return found if found.removesuffix("-sig") in _KNOWN else ""


def named_encoding(name: str) -> str:
    """Return Python's name of an encoding that a person named; raises ``BadArgument``."""
    found = known_encoding(name)
    if not found:
        raise BadArgument(
            N_("The encoding is not known: “{value}”. Name one of these: {names}."),
            value=name,
            names=", ".join(("utf-8", "utf-16", *ASKED)),
        )
    return found


def unicode_by_head(head: bytes) -> str:
    """Return the encoding that the first bytes give away: by a byte order mark, by a NUL for every letter."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd * 8 > len(head) and odd > _CLEARLY * even:
        return "utf-16-le"
    return "utf-16-be" if even * 8 > len(head) and even > _CLEARLY * odd else ""


def encoding_of(
    file: SourceFile, head: bytes, reading: Reading, *, declared: str = "", markup: bool = False
) -> Encoding:
    """Return a text's encoding: as the person says, as its bytes show, as it declares, as its letters say.

    ``markup`` may stand in one line.

    Raises ``BadArgument`` where several encodings give different texts, ``Unreadable`` where it is no text.
    """
    by_head = unicode_by_head(head)
    wide = by_head.startswith("utf-16")
    letters = _letters(file, 2 if wide else 1, markup)
    if reading.encoding:
        return _as_named(file, named_encoding(reading.encoding), by_head)
    if by_head:
        return Encoding(by_head, doubtful=wide or bool(letters.broken))
    if not letters.broken and _is_utf8(letters):
        return Encoding("utf-8")
    if letters.broken and letters.right > _FAULTLESS * letters.broken:
        return Encoding("utf-8", doubtful=True)
    if declared and not declared.startswith("utf"):
        return Encoding(declared, doubtful=True)
    return Encoding(_by_letters(file, letters), doubtful=True)


def encoding_of_texts(file: SourceFile, texts: bytes, reading: Reading) -> str:
    """Return the encoding of the texts of a workbook that has eight bits for a letter; as ``encoding_of``."""
    if reading.encoding:
        return named_encoding(reading.encoding)
    try:
        texts.decode()
    except UnicodeError:
        found = Letters(1, 0, Counter(_WORD.findall(texts)), _LINE.findall(texts)[:_MOST_LINES])
        return _by_letters(file, found)
    return "utf-8"


def _as_named(file: SourceFile, name: str, by_head: str) -> Encoding:
    """Take the encoding that a person named if all bytes are in it; a mark at the start is no letter."""
    if by_head in ("utf-8-sig", "utf-16") and name[:6] == by_head[:6]:
        name = by_head
    decoder = codecs.getincrementaldecoder(name)()
    at = 1
    try:
        for chunk in chunks(file):
            at += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise BadArgument(
            N_(
                "The file “{file}” is not in the encoding {encoding}: see line {row} and those after it. "
                "Name another one."
            ),
            file=file.name,
            encoding=name,
            row=at,
        ) from error
    return Encoding(name)


def _letters(file: SourceFile, step: int, markup: bool) -> Letters:
    """Pass over the bytes; raises ``Unreadable`` for what is no text or has a line without end."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = right = 0
    for chunk in chunks(file):
        _refuse_no_text(file, chunk, step, markup)
        if step == 2 or (chunk.isascii() and not broken):
            continue
        text = decoder.decode(chunk)
        wrong = text.count(_NO_LETTER)
        broken += wrong
        right += max(0, len(chunk) - len(text) - 2 * wrong)
    if step == 1:
        broken += decoder.decode(b"", final=True).count(_NO_LETTER)
    found = Letters(broken, right)
    if broken or 0 < right < _CERTAIN:
        _sample(file, found)
    return found


def _sample(file: SourceFile, found: Letters) -> None:
    """Gather words and lines that are not ASCII."""
    words, lines = found.words, found.lines
    for chunk in chunks(file):
        if chunk.isascii():
            continue
        if len(words) < _MOST_WORDS:
            words.update(_WORD.findall(chunk))
        if len(lines) < _MOST_LINES:
            lines += _LINE.findall(chunk)[: _MOST_LINES - len(lines)]
        if len(words) >= _MOST_WORDS and len(lines) >= _MOST_LINES:
            return


def _refuse_no_text(file: SourceFile, chunk: bytes, step: int, markup: bool) -> None:
    if step == 1 and len(chunk) - len(chunk.translate(None, _CONTROL)) > len(chunk) // 1000:
        raise Unreadable(
            N_("The file is no table and no text: “{file}”. Export it as .xlsx or CSV."), file=file.name
        )
    if len(chunk) == CHUNK and not markup and not any(end in chunk for end in _ENDS[step]):
        raise Unreadable(
            N_("The file has a line of more than {limit} signs: “{file}”. It is no table; export it again."),
            file=file.name,
            limit=CHUNK,
        )


def _is_utf8(letters: Letters) -> bool:
    """Tell whether a text of valid UTF-8 is that: a few words might be so by chance."""
    if not letters.words:
        return True
    words = [word.decode("utf-8", "replace") for word in letters.words]
    return len(words) > _FEW or any(map(is_word, words)) or not _possible(letters)


def _possible(letters: Letters) -> list[str]:
    return [name for name in ASKED if not _wrong(name, letters.words)]


def _wrong(encoding: str, words: Counter[bytes]) -> int:
    return sum(count for word, count in words.items() if not is_word(word.decode(encoding, "replace")))


def _by_letters(file: SourceFile, letters: Letters) -> str:
    wrong = {name: _wrong(name, letters.words) for name in ASKED}
    ranked = sorted(ASKED, key=lambda name: wrong[name])
    best = ranked[0]
    rivals = [
        name
        for name in ranked[1:]
        if wrong[name] <= _CLEAR * wrong[best] and _texts(name, letters) != _texts(best, letters)
    ]
    if not rivals:
        return best
    return _by_guess([best, *rivals], letters) or _ask(file, ranked, letters)


def _texts(encoding: str, letters: Letters) -> list[str]:
    return [word.decode(encoding, "replace") for word in letters.words]


def _by_guess(names: list[str], letters: Letters) -> str:
    """Return the one encoding that charset-normalizer leaves of several; empty where it leaves more."""
    from charset_normalizer import from_bytes  # late: few texts need it

    found = from_bytes(b"\n".join(letters.lines), cp_isolation=list(names), threshold=0.1)
    left = {
        name for match in found for name in (match.encoding, *match.could_be_from_charset) if name in names
    }
    return left.pop() if len(left) == 1 else ""


def _ask(file: SourceFile, ranked: Iterable[str], letters: Letters) -> str:
    """Raise ``BadArgument`` with what each encoding makes of the first line in which they differ."""
    names = list(ranked)
    line = next(
        (line for line in letters.lines if len({line.decode(name, "replace") for name in names}) > 1),
        letters.lines[0],
    )[:_LONGEST_LINE]
    said = {name: line.decode(name, "replace").strip() for name in names}
    raise BadArgument(
        N_(
            "The letters of “{file}” can be read in several ways: {ways}. Name the right one with --encoding."
        ),
        file=file.name,
        ways="; ".join(f"{name} — «{text}»" for name, text in said.items()),
        said=said,
    )
